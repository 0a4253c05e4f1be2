/* exchange: one request of a connector to its network, with everything that can go wrong made
 * into an error and words for people. Used by every connector that speaks HTTP. */
#ifndef KITH_CONNECTORS_EXCHANGE_H
#define KITH_CONNECTORS_EXCHANGE_H

#include "connectors/connector.h"
#include "net/client.h"

struct exchange {
    const char *method; /* NULL = GET */
    k_str url;
    k_str bearer;                     /* Authorization: Bearer ...; K_NONE */
    k_str basic_user, basic_password; /* HTTP Basic; K_NONE */
    k_str json;                       /* body; K_NONE = none */
    const char *accept;               /* NULL = application/json */
    struct http_header extra[4];      /* more headers; name K_NONE ends them */
    bool secret;                      /* the body holds a credential */
    int redirects;                    /* how many are followed; 0 = none */
    size_t max_body;                  /* 0 = 8 MiB */
    /* The request changes something: when it left and no answer came, or the other side failed
     * while it acted (5xx), the error is UNCLEAR. */
    bool acts;
};

/* The answer whatever its status, but for 5xx with `acts`. NET_DOWN, NET_TIMEOUT, NET_BLOCKED,
 * NET_BAD_ANSWER, TOO_LARGE, UNCLEAR, BAD_INPUT; detail names the server. A credential goes
 * only over TLS, or to an address that the configuration allows (NET_BLOCKED otherwise). */
k_err exchange_do(struct k_net_ctx *nx, const struct exchange *ex,
                  struct http_res *res) K_CHECK;

/* The body as JSON; NET_BAD_ANSWER when it is none. */
k_err exchange_json(struct k_net_ctx *nx, const struct http_res *res,
                    const struct k_json **out) K_CHECK;

/* What a status other than 2xx means: NET_LIMITED (429; sets news->not_before), NET_AUTH (401,
 * 403), NET_DOWN (5xx), NET_BAD_ANSWER (3xx), NET_REFUSED (other 4xx, also 404).
 * words: what the network says about it; K_NONE. who: the server, for people. */
k_err exchange_status(struct k_net_ctx *nx, const struct http_res *res, k_str who, k_str words,
                      struct channel_news *news) K_CHECK;

/* Remaining requests and when the window ends: RateLimit-* and X-RateLimit-* headers. Sets
 * budget_left to -1 when the answer does not say. */
void exchange_budget(const struct http_res *res, k_time now, struct channel_news *news);

/* Until when the network asks us to wait (Retry-After, or the end of an empty rate-limit
 * window); a minute from now when it does not say, a day at most. */
k_time exchange_wait_until(const struct http_res *res, k_time now);

#endif
