/* http_impl: what the files of the server share (http_server, http_request, http_answer,
 * http_conn, http_stream); nobody else includes it. */
#ifndef KITH_NET_HTTP_IMPL_H
#define KITH_NET_HTTP_IMPL_H

#include "net/http.h"
#include "net/http_guard.h"
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#define HTTP_BODY_OUT_MAX ((size_t)64 * 1024 * 1024)

/* One TCP connection: so that a slow one can be cut from another thread. */
struct http_conn {
    struct http_conn *prev, *next;
    int fd;
    _Atomic k_time deadline; /* of k_mono; 0 = none */
    char address[48];
};

enum http_state { HTTP_READING, HTTP_QUEUED, HTTP_DONE };

/* One request from its first line until its answer was sent. Belongs to the epoll thread, but
 * for the time between queue and resume, when it belongs to a worker. */
struct http_request_impl {
    struct http_server *srv;
    struct MHD_Connection *mc;
    struct http_conn *conn;
    struct k_arena *arena;
    struct http_request_impl *next; /* in the queue, or among the spare ones */
    struct http_request rq;
    struct http_response rs;
    const char *raw_target; /* in the parser's memory, to compare addresses only */
    k_str target;           /* our copy */
    struct http_field *fields;
    size_t n_fields;
    bool seen_head, too_large, closing;
    k_err failed; /* the body could not be kept */
    enum http_state state;
    struct k_buf body;
    uint64_t received, limit;
    int upload_fd;
    struct MHD_Response *answer;
    uint64_t bytes;           /* of the answer's body */
    k_time head_at, ready_at; /* of k_mono */
};

struct http_stream {
    struct http_stream *prev, *next; /* in srv->streams */
    struct http_server *srv;
    pthread_mutex_t lock;
    struct http_request_impl *rq; /* set while it is the answer */
    char *p;                      /* queued bytes at p + off */
    size_t off, n, cap;
    uint32_t sizes[256]; /* of queued events, a ring */
    size_t first, count;
    bool closed, suspended;
    k_time last; /* of k_mono: something was queued */
    void (*on_close)(void *arg);
    void *on_close_arg;
};

struct http_worker {
    struct http_server *srv;
    pthread_t thread;
    struct k_rand rand;
};

struct http_server {
    struct http_server_config cfg;
    struct MHD_Daemon *daemon;
    int listen_fd, port;
    char *tmp_dir, *tls_cert, *tls_key;

    pthread_mutex_t lock; /* queue, streams, stopping */
    pthread_cond_t work, idle, tick;
    struct http_request_impl *head, *tail;
    size_t n_queue, n_streams, n_idle;
    bool waking;           /* a worker was called and has not looked yet */
    _Atomic size_t n_open; /* requests from their first line to the end of their answer */
    struct http_stream *streams;
    _Atomic bool refuse, quit; /* refuse: stopping; quit: workers end when nothing waits, what
                                  waits is cancelled */

    pthread_mutex_t spare_lock;
    struct http_request_impl *spare;
    size_t n_spare;

    pthread_mutex_t conns_lock;
    struct http_conn *conns;

    struct http_worker *workers;
    int n_workers;
    pthread_t sweeper;
    bool sweeper_runs, sweeper_quits;

    _Atomic uint64_t requests, rejected, bytes_out, next_id;
};

/* http_server.c */
struct http_callbacks {
    void *(*line)(void *server, const char *target, struct MHD_Connection *mc);
    MHD_AccessHandlerCallback request;
    MHD_RequestCompletedCallback done;
};
extern const struct http_callbacks http_callbacks;
void *http_worker(void *worker); /* thread */

/* http_request.c: the parts of a request. */
/* Decodes the path of a target (before '?') once into the arena and splits off the query.
 * false: NUL, control or non-ASCII bytes, encoded slashes or backslashes, "." or ".." or empty
 * segments inside, invalid UTF-8, not starting with '/'. */
bool http_target_split(struct k_arena *a, k_str target, k_str *path, k_str *query);
enum http_method http_method_parse(k_str s); /* 0 = not one of ours */
/* "text, text2" -> the last element without blanks. */
k_str http_last_of_list(k_str s);
/* The request line was read: target as the parser holds it. Gives the request its id. */
void http_request_begin(struct http_request_impl *r, const char *target);
/* Fills r->fields (copies, names lower-cased) and the public part. NULL, or why the request is
 * refused. */
const char *http_request_read_head(struct http_request_impl *r, const char *method,
                                   const char *version);

/* http_answer.c */
/* Makes r->answer from r->rs; never fails to leave one, or NULL when out of memory. */
void http_answer_make(struct http_request_impl *r);

/* http_conn.c */
void http_conn_notify(void *srv, struct MHD_Connection *mc, void **context,
                      enum MHD_ConnectionNotificationCode what);
struct http_conn *http_conn_of(struct MHD_Connection *mc);
void http_conn_sweep(struct http_server *s, k_time mono);
/* Cuts the connection of r; safe from any thread while r lives. */
void http_conn_cut(struct http_conn *c);
static inline k_time http_read_timeout(const struct http_server *s)
{
    return s->cfg.read_timeout_ms * K_MSEC;
}

/* http_stream.c */
ssize_t http_stream_read(void *request, uint64_t pos, char *buf, size_t max);
void http_stream_attach(struct http_stream *s, struct http_request_impl *r);
void http_streams_beat(struct http_server *s, k_time mono);
void http_streams_end(struct http_server *s);

#endif
