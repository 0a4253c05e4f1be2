/* client: outgoing HTTP/1.1 on curl. Time-outs, size limits, redirects and the refusal of
 * private addresses are settled here, after DNS, so that no caller can forget them. Blocking
 * calls from any thread (http_do), run on one net loop (curl multi). Proxy settings of the
 * environment are not used: they would hide where a connection goes. */
#ifndef KITH_NET_CLIENT_H
#define KITH_NET_CLIENT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"
#include "net/sse.h"

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
    int timeout_ms;                   /* whole exchange with its redirects; 0 = 20000 */
    size_t max_body;   /* of the answer, also unpacked; 0 = 8 MiB; more is K_ERR_TOO_LARGE */
    int max_redirects; /* 0 = none followed: the 3xx is the answer. To another origin only
                          Accept, Accept-Language, If-* and Range go along, and never a body */
};
struct http_res {
    int status;
    k_str body;
    const struct http_header *headers; /* names lower-cased */
    size_t n_headers;
    k_str final_url;
    /* The last byte of a request (head and body, of any hop) was handed to the socket (of the
     * TLS layer): the other side may have acted, whatever came back. False: surely not. Set
     * also when http_do fails. A request other than GET or HEAD is never repeated by the
     * client, and always has a connection of its own. */
    bool sent;
};

/* cfg and its strings are copied. The client runs one thread. */
k_err http_client_new(const struct http_client_config *cfg, struct http_client **out) K_CHECK;
/* Ends all calls, those that wait and those to come, with K_ERR_CANCELLED. Any thread. */
void http_client_stop(struct http_client *c);
/* Stops, waits until the calls have returned, frees. Afterwards nobody may call. */
void http_client_free(struct http_client *c);

/* K_OK for every HTTP status, also 4xx and 5xx. NET_TIMEOUT, NET_DOWN (no such host, cannot
 * connect, certificate, cut off), NET_BLOCKED (private address), NET_BAD_ANSWER (not HTTP, head
 * over 64 KiB, broken gzip), TOO_LARGE, BAD_INPUT (url, method or header), CANCELLED. *why (may
 * be NULL) gets plain words. Everything in the arena. res is zeroed first; after a failure only
 * status (0 = none came) and sent mean something. */
k_err http_do(struct http_client *c, struct k_arena *a, const struct http_req *req,
              struct http_res *res, k_str *why) K_CHECK;
/* Whether the configuration allows this "host:port" although it may be private: there, and only
 * there, a credential may go without TLS. */
bool http_client_allows(const struct http_client *c, k_str host_port);
k_str http_res_header(const struct http_res *res,
                      const char *lower_name); /* K_NONE when absent */

/* An event stream (SSE). fn gets each event in the calling thread (slices good during the call)
 * and returns false to stop. Blocks until stopped (K_OK), ended or cut off (NET_DOWN), without
 * a byte for idle_ms (NET_TIMEOUT; 0 = 60000). An answer that is no stream: NET_AUTH (401,
 * 403), NET_LIMITED (429), NET_REFUSED (other statuses, 204 as well), NET_BAD_ANSWER (not
 * text/event-stream). An event of more than req->max_body (0 = 1 MiB) is TOO_LARGE.
 * Reconnecting and Last-Event-ID (a header of req) are the caller's; req->timeout_ms is not
 * used. */
k_err http_stream(struct http_client *c, struct k_arena *a, const struct http_req *req,
                  int idle_ms, bool (*fn)(void *arg, const struct sse_event *ev), void *arg,
                  k_str *why) K_CHECK;

#endif
