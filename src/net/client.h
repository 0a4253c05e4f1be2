/* client: outgoing HTTP on curl. Time-outs, size limits, redirects and the refusal of private
 * addresses are settled here, after DNS, so that no caller can forget them. Blocking calls from
 * any thread (http_do), run on one net loop (curl multi). */
#ifndef KITH_NET_CLIENT_H
#define KITH_NET_CLIENT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

struct http_client;

struct http_client_config {
    const char *user_agent;     /* "Kith/0.1 (+address)" */
    const k_str *allow_private; /* "host:port" that may resolve to private addresses (tests,
                                   intranets) */
    size_t n_allow_private;
    const char *ca_file; /* NULL = the system's */
    int max_per_host;    /* open connections; 0 = 6 */
};

struct http_header {
    k_str name, value;
};
struct http_req {
    const char *method; /* NULL = GET */
    k_str url;          /* http and https only */
    const struct http_header *headers;
    size_t n_headers;
    k_str body;                       /* K_NONE = none */
    k_str basic_user, basic_password; /* HTTP Basic when user is set */
    int timeout_ms;                   /* whole exchange; 0 = 20000 */
    size_t max_body;                  /* of the answer; 0 = 8 MiB; more is K_ERR_TOO_LARGE */
    int max_redirects; /* 0 = none followed; a redirect never carries Authorization to another
                          host */
};
struct http_res {
    int status;
    k_str body;
    const struct http_header *headers; /* names lower-cased */
    size_t n_headers;
    k_str final_url;
    bool sent; /* the request (head and body) left this machine: after a failure with sent, the
                  other side may have acted */
};

/* ca_file and allow-list are copied. The client runs one thread; stop it with http_client_free.
 */
k_err http_client_new(const struct http_client_config *cfg, struct http_client **out) K_CHECK;
void http_client_free(struct http_client *c);

/* K_OK for every HTTP status, also 4xx and 5xx. NET_TIMEOUT, NET_DOWN (cannot connect, cut
 * off), NET_BLOCKED (address refused), NET_BAD_ANSWER, TOO_LARGE, BAD_INPUT (url). *why (may be
 * NULL) gets plain words. Everything in the arena. */
k_err http_do(struct http_client *c, struct k_arena *a, const struct http_req *req,
              struct http_res *res, k_str *why) K_CHECK;
k_str http_res_header(const struct http_res *res,
                      const char *lower_name); /* K_NONE when absent */

/* An event stream (SSE). fn gets each event in the net thread's caller; returns false to stop.
 * Blocks until stopped, cut off or idle for idle_ms. Reconnecting is the caller's. */
struct sse_event {
    k_str event, data, id;
    int64_t retry_ms; /* -1 = not said */
};
k_err http_stream(struct http_client *c, struct k_arena *a, const struct http_req *req,
                  int idle_ms, bool (*fn)(void *arg, const struct sse_event *ev), void *arg,
                  k_str *why) K_CHECK;

#endif
