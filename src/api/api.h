/* api: the way of a request: match the route, find who asks, check permission and CSRF, read
 * the fields, run the handler (in a write transaction where the row says so), print the answer.
 * Everything else is a file of the page. */
#ifndef KITH_API_API_H
#define KITH_API_API_H

#include "api/request.h"
#include "api/door.h"
#include "api/events.h"
#include "domain/presence.h"
#include "flow/env.h"
#include "net/limiter.h"

/* What the program around gives the API; lives as long as the struct api. */
struct api_config {
    const char *data_dir; /* for the file with the first-start code */
    k_str public_url;     /* "https://kith.example"; K_NONE = from the request's Host */
    bool secure_cookie;   /* TLS here or a proxy in front */
    bool behind_proxy;
    bool check_answers; /* test builds: an answer that breaks its shape is a failure */
    int session_days;   /* 0 = 30 */
    int tries_burst;    /* sign-in for each account, one back a minute; 0 = 10 */
    int address_burst;  /* ROUTE_LIMITED for each address, one back in 2 s; 0 = 60 */
    k_str oidc_secret; /* of the identity provider, when it is not stored with it; K_NONE = none
                        */
    const struct flow_env *env; /* for what asks networks, imports and the demo */
    k_time started_at;
    /* Whether this server holds its node lease. */
    bool (*has_node)(void *arg);
    /* Give a request its database connection (cx->db), and take it back. */
    k_err (*take)(void *arg, struct k_ctx *cx);
    void (*give)(void *arg, struct k_ctx *cx);
    void *arg;
};
/* Why nothing can be stored at the moment; K_OK when all is well. A full disk is seen before
 * anybody has to fail on it. */
k_err api_storing(const struct api_config *cfg);

struct api {
    struct api_config cfg;
    struct limiter *accounts, *addresses;
    struct events *events;
    struct presence *presence;
    struct door *door;
    pthread_mutex_t first_lock;
    char first_code[24]; /* empty once the first account is made */
};

/* Makes the one-time code of the first account when nobody has one: kept in memory and in the
 * file first-start-code (0600) of the data folder. *code is K_NONE when it is not needed. */
k_err api_first_code(struct k_ctx *cx, struct api *api, k_str *code) K_CHECK;
/* Whether it is this one; blanks, dashes and case do not matter. */
bool api_first_code_ok(struct k_ctx *cx, struct api *api, k_str typed);
void api_first_code_spent(struct k_ctx *cx, struct api *api);

k_err api_new(const struct api_config *cfg, struct api **out) K_CHECK;
void api_free(struct api *api); /* NULL is fine */

/* For struct http_server_config: arg is the struct api. Uploads are only taken from who was
 * let in before. */
void api_handle(void *arg, struct k_ctx *cx, struct http_request *rq, struct http_response *rs);
bool api_takes_upload(struct api *api, const struct http_request *rq, k_time now);
/* Whether the methods of WebDAV are taken at this address. */
bool api_takes_method(const struct http_request *rq);

/* The row for method and path, with the parameters of the path. NULL: none; *others then has
 * the methods (bits) that this path does take. */
const struct route *api_match(enum http_method m, k_str path, struct api_param *params,
                              size_t *n_params, unsigned *others);

/* One try of something for one key ("login:" and the account); RATE_LIMITED with how long to
 * wait. */
k_err api_try(struct k_ctx *cx, const struct api_req *rq, struct limiter *l, k_str key) K_CHECK;

#endif
