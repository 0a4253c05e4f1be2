/* http: the server as the rest of the house sees it. libmicrohttpd stays behind http_server.c.
 * A request is parsed in the epoll thread, guarded (framing), suspended, handed to a worker
 * thread that owns a k_ctx with a database connection, and resumed with the answer. Event
 * streams stay open without a worker. */
#ifndef KITH_NET_HTTP_H
#define KITH_NET_HTTP_H

#include "base/buf.h"
#include "base/ctx.h"
#include "base/tongue.h"

enum http_method {
    HTTP_GET = 1,
    HTTP_POST = 2,
    HTTP_PUT = 4,
    HTTP_PATCH = 8,
    HTTP_DELETE = 16,
    HTTP_HEAD = 32,
    HTTP_OPTIONS = 64,
    HTTP_PROPFIND = 128, /* these two: only where takes_method says so */
    HTTP_REPORT = 256
};

struct http_request {
    enum http_method method; /* HEAD is to be answered as GET: the server drops the body */
    k_str path;              /* decoded once, no dot segments, no NUL; starts with '/' */
    k_str query;             /* raw, behind '?' */
    k_str body;              /* whole body; large uploads: body_file */
    k_str body_file; /* path of a temporary file when the route takes uploads; removed after the
                        answer */
    k_str content_type;
    k_str remote; /* address of the client; from X-Forwarded-For only with --behind-proxy */
    k_str id;     /* request id: ours, or X-Request-Id when sane */
    const struct http_request_impl *impl;
};
/* The first header of that name, any case; K_NONE when absent. */
k_str http_header(const struct http_request *rq, const char *name);
/* The first cookie of that name; K_NONE when absent. */
k_str http_cookie(const struct http_request *rq, const char *name);
/* First value of a query parameter, percent-decoded into the arena ('+' is a blank, bytes that
 * are not UTF-8 become U+FFFD, NUL is dropped); K_NONE when absent, empty when "name" or
 * "name=". */
k_str http_query(struct k_arena *a, const struct http_request *rq, const char *name);
const char *http_method_name(enum http_method m); /* "GET" */

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
    enum k_tongue tongue;       /* what the request asks for; problems are told in it */
    const char *route; /* pattern of the route, for log and metrics: "/api/v1/posts/{id}". The
                          path itself is logged when NULL, so set it where paths hold secrets */
};
/* Adds a header; value lives in the request's arena (or for ever). More than 16 are a mistake
 * of the program. Values with control characters are refused and logged. */
void http_add_header(struct http_response *rs, const char *name, k_str value);
/* Makes rs the problem+json (RFC 9457) answer to e: type "urn:kith:problem:<slug>", title,
 * status, detail, field, request_id. detail and field may be K_NONE. What was in the body is
 * dropped; headers stay. */
void http_problem(struct http_response *rs, k_err e, k_str detail, k_str field,
                  k_str request_id);

/* Event streams. A stream has a queue of 256 events and 256 KiB; a reader too slow for that is
 * closed and comes back with Last-Event-ID. A comment goes out after 15 s of silence. No worker
 * is held. The stream belongs to the request: it ends with it, whether or not it was put into
 * an answer. */
struct http_stream;
struct http_stream *http_stream_new(struct k_ctx *cx); /* to be put into response.stream */
/* Queues a copy of the event (event and id may be K_NONE; data may have many lines); false when
 * the stream is closed. Any thread. */
bool http_stream_send(struct http_stream *s, k_str event, k_str id, k_str data);
/* Ends the stream once what is queued was sent. Any thread. */
void http_stream_close(struct http_stream *s);
/* fn is called once, when the stream has ended for whatever reason, without locks held; when it
 * returns s is gone. So: a subscriber list sends under its lock, and fn takes that lock to
 * strike the stream off. Set it in the handler, before the stream can end. */
void http_stream_on_close(struct http_stream *s, void (*fn)(void *arg), void *arg);

struct http_server;
struct http_server_config {
    k_str listen;      /* "127.0.0.1:7780", "[::1]:7780"; port 0 = any, see http_server_port */
    int workers;       /* worker threads with a database connection each; 0 = 4 */
    int net_threads;   /* epoll threads; 0 = 2 */
    int queue;         /* requests that may wait for a worker; 0 = 256. Beyond: 503 */
    size_t max_body;   /* 0 = 1 MiB */
    size_t max_upload; /* for routes that take files; 0 = 256 MiB */
    int max_connections; /* 0 = 2000 */
    int max_per_address; /* connections of one address; 0 = 100; not behind a proxy */
    int read_timeout_ms; /* a request line and head must be there so long after the
                            connection is ready for them; bodies must keep 1 KiB/s after
                            that; 0 = 60 s */
    int heartbeat_ms;    /* of event streams; 0 = 15 s */
    const char *tmp_dir; /* for uploads; NULL = /tmp */
    bool behind_proxy;   /* believe X-Forwarded-For (its last address) */
    const char *tls_cert, *tls_key; /* PEM files; NULL = plain */
    /* Called in the epoll thread when the head is read, before the body: may it take an upload
     * to a file? It must be quick and may not ask the database. NULL = never. */
    bool (*takes_upload)(void *arg, const struct http_request *rq);
    /* Called there, too, for a method of WebDAV: is it taken at this address? NULL = never. */
    bool (*takes_method)(void *arg, const struct http_request *rq);
    /* The handler, in a worker thread; cx has arena, clock, randomness, ids, request_id; cx->db
     * is taken by worker_begin. rs comes with status 200 and an empty body of at most 64 MiB.
     * Never NULL. */
    void (*handle)(void *arg, struct k_ctx *cx, struct http_request *rq,
                   struct http_response *rs);
    /* Prepare / clean a worker's ctx around a request (take and give a database connection);
     * worker_end only after a worker_begin that was K_OK. Both may be NULL. When begin fails
     * the answer is its problem, with cx->detail. */
    k_err (*worker_begin)(void *arg, struct k_ctx *cx);
    void (*worker_end)(void *arg, struct k_ctx *cx);
    const struct k_clock *clock; /* NULL = the system's */
    struct k_ids *ids;
    void *arg;
};
/* cfg is copied, strings are not kept. *why (may be NULL) gets words for people, in a. Errors:
 * BAD_INPUT (address, certificate), IO (cannot listen). */
k_err http_server_start(const struct http_server_config *cfg, struct http_server **out,
                        k_str *why, struct k_arena *a) K_CHECK;
int http_server_port(const struct http_server *s);
/* Stops accepting, lets what runs and waits finish for grace_ms, answers 503 to what still
 * waits, closes streams, joins all threads (a handler that runs is always waited for), frees.
 */
void http_server_stop(struct http_server *s, int grace_ms);
struct http_server_stats {
    uint64_t requests;  /* answered, with any status */
    uint64_t rejected;  /* of these: refused before a worker saw them */
    uint64_t bytes_out; /* of bodies */
    uint64_t streams;   /* open now */
    uint64_t queue;     /* waiting for a worker now */
    bool stopping;      /* takes no new requests: not ready */
};
void http_server_stats_get(const struct http_server *s, struct http_server_stats *out);

#endif
