/* request: a request as handlers see it, and the way from JSON to structs by field tables.
 * Refuses what the table does not name, and says which field is wrong and why. */
#ifndef KITH_API_REQUEST_H
#define KITH_API_REQUEST_H

#include "api/route.h"

struct api; /* api/api.h: what all requests share */

/* Who asks. member == 0: nobody signed in. */
struct api_who {
    k_id member, session, token; /* token != 0: an API token in the member's name */
    unsigned perms;              /* bit (1 << enum perm) */
    k_str role, csrf;
    bool limited; /* some channel is closed to it, or what is said there in private */
    bool setup;   /* its role needs a second factor: it may set one up, and nothing else */
    k_str factor; /* how the session began, K_NONE with a token */
    k_time confirmed_at; /* when the member last showed who it is */
    k_time second_by;    /* until when it may go on without a second factor; 0 = no need */
};

#define API_MAX_PARAMS 4
struct api_param {
    k_str name, value;
};
struct api_req {
    struct api *api;
    const struct route *route;
    struct http_request *http;
    struct http_response *res;
    struct api_who who;
    struct api_param params[API_MAX_PARAMS]; /* of the path */
    size_t n_params;
};
static inline bool api_may(const struct api_req *rq, enum perm p)
{
    return rq->who.perms >> p & 1;
}

/* Fills the zeroed struct of s from path, query and body. BAD_INPUT, BAD_JSON, BAD_TYPE with
 * the field and the reason in cx->detail. Strings live in the arena; those that are not secret
 * are trimmed. */
k_err request_read(struct k_ctx *cx, const struct api_req *rq, const struct shape *s,
                   void *out) K_CHECK;
/* The same for a JSON object; prefix goes before the name of a field in messages ("" at the
 * top). Fields from path and query are not looked at. */
k_err request_read_object(struct k_ctx *cx, const struct shape *s, const struct k_json *v,
                          k_str prefix, void *out) K_CHECK;
/* The page size asked for, 50 when none was. */
static inline int64_t request_limit(int64_t asked)
{
    return asked > 0 ? asked : 50;
}

#endif
