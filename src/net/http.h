/* http: the server as the rest of the house sees it. libmicrohttpd stays behind http_server.c.
 * A request is parsed in the epoll thread, guarded (framing), suspended, handed to a worker
 * thread that owns a k_ctx with a database connection, and resumed with the answer. Event
 * streams stay open without a worker. */
#ifndef KITH_NET_HTTP_H
#define KITH_NET_HTTP_H

#include "base/buf.h"
#include "base/ctx.h"

enum http_method {
    HTTP_GET = 1,
    HTTP_POST = 2,
    HTTP_PUT = 4,
    HTTP_PATCH = 8,
    HTTP_DELETE = 16,
    HTTP_HEAD = 32,
    HTTP_OPTIONS = 64
};

struct http_request {
    enum http_method method;
    k_str path;      /* decoded once, no dot segments, no NUL; starts with '/' */
    k_str query;     /* raw, behind '?' */
    k_str body;      /* whole body; large uploads: body_file */
    k_str body_file; /* path of a temporary file when the route takes uploads; removed after the
                        answer */
    k_str content_type;
    k_str remote; /* address of the client; from X-Forwarded-For only with --behind-proxy */
    k_str id;     /* request id: ours, or X-Request-Id when sane */
    const struct http_request_impl *impl;
};
k_str http_header(const struct http_request *rq,
                  const char *name); /* any case; K_NONE when absent */
k_str http_cookie(const struct http_request *rq, const char *name);
/* First value of a query parameter, percent-decoded into the arena; K_NONE when absent. */
k_str http_query(struct k_arena *a, const struct http_request *rq, const char *name);

struct http_response {
    int status;
    const char *content_type;
    struct k_buf body; /* in the request's arena */
    struct http_response_header {
        const char *name;
        k_str value;
    } headers[16];
    size_t n_headers;
    k_str file;           /* send this file instead of body */
    const void *static_p; /* or these bytes that live for ever (embedded assets) */
    size_t static_n;
    struct http_stream *stream; /* or keep the connection open as an event stream */
};
void http_add_header(struct http_response *rs, const char *name,
                     k_str value); /* value copied by caller into the arena */

/* Event streams: a subscriber has a bounded queue; a slow one is closed and reconnects with
 * Last-Event-ID. */
struct http_stream;
struct http_stream *http_stream_new(struct k_ctx *cx); /* to be put into response.stream */
/* Copies the event to one stream; false when it is closed. Thread-safe. */
bool http_stream_send(struct http_stream *s, k_str event, k_str id, k_str data);
void http_stream_close(struct http_stream *s);
void http_stream_on_close(struct http_stream *s, void (*fn)(void *arg), void *arg);

struct http_server;
struct http_server_config {
    k_str listen;      /* "127.0.0.1:7780"; port 0 = any, see http_server_port */
    int workers;       /* worker threads with a database connection each; 0 = 4 */
    size_t max_body;   /* 0 = 1 MiB */
    size_t max_upload; /* for routes that take files; 0 = 256 MiB */
    bool behind_proxy;
    const char *tls_cert, *tls_key; /* PEM files; NULL = plain */
    /* Called in the epoll thread for method+path before the body: may it take an upload to a
     * file? NULL = never. */
    bool (*takes_upload)(void *arg, enum http_method m, k_str path);
    /* The handler, in a worker thread; cx has arena, clock, ids; cx->db is taken by
     * worker_begin. Never NULL. */
    void (*handle)(void *arg, struct k_ctx *cx, struct http_request *rq,
                   struct http_response *rs);
    /* Prepare / clean a worker's ctx around a request (take and give a database connection). */
    k_err (*worker_begin)(void *arg, struct k_ctx *cx);
    void (*worker_end)(void *arg, struct k_ctx *cx);
    const struct k_clock *clock;
    struct k_ids *ids;
    void *arg;
};
k_err http_server_start(const struct http_server_config *cfg, struct http_server **out,
                        k_str *why, struct k_arena *a) K_CHECK;
int http_server_port(const struct http_server *s);
void http_server_stop(struct http_server *s,
                      int grace_ms); /* stops accepting, finishes what runs, closes streams */
struct http_server_stats {
    uint64_t requests, rejected, bytes_out, streams, queue;
};
void http_server_stats_get(const struct http_server *s, struct http_server_stats *out);

#endif
