/* http_server: requests in, answers out. The epoll threads of libmicrohttpd read and write;
 * each request is checked (http_guard), read whole (small bodies into the arena, uploads to a
 * file), suspended, and queued; a worker thread calls the handler, makes the answer and resumes
 * the connection. Starting and stopping is in http_listen.c. */
#include "net/http_impl.h"
#include "base/metric.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define SPARE_MAX 64u
#define SPARE_ARENA_MAX ((size_t)256 * 1024)
#define PACE 1024 /* bytes a second below which a body or a reader is too slow */
#define DISCARD_MAX ((uint64_t)1024 * 1024)

/* ---- one request's memory ------------------------------------------------------------- */

static struct http_request_impl *take_spare(struct http_server *s)
{
    pthread_mutex_lock(&s->spare_lock);
    struct http_request_impl *r = s->spare;
    if (r) {
        s->spare = r->next;
        s->n_spare--;
    }
    pthread_mutex_unlock(&s->spare_lock);
    return r;
}

static struct http_request_impl *request_new(struct http_server *s)
{
    atomic_fetch_add(&s->n_open, 1);
    struct http_request_impl *r = take_spare(s);
    struct k_arena *arena = r ? r->arena : k_arena_new(0);
    if (r == NULL)
        r = calloc(1, sizeof *r);
    if (r == NULL || arena == NULL)
        k_panic("out of memory for a request");
    *r = (struct http_request_impl){.srv = s, .arena = arena, .upload_fd = -1};
    k_buf_init(&r->rs.body, arena, HTTP_BODY_OUT_MAX);
    r->rs.status = 200;
    return r;
}

/* False when it is to be freed. */
static bool give_spare(struct http_server *s, struct http_request_impl *r)
{
    pthread_mutex_lock(&s->spare_lock);
    bool keep = s->n_spare < SPARE_MAX;
    if (keep) {
        r->next = s->spare;
        s->spare = r;
        s->n_spare++;
    }
    pthread_mutex_unlock(&s->spare_lock);
    return keep;
}

/* One request less: tells whoever waits for the last ones. */
static void count_down(struct http_server *s)
{
    atomic_fetch_sub(&s->n_open, 1);
    if (!s->refuse)
        return;
    pthread_mutex_lock(&s->lock);
    pthread_cond_broadcast(&s->idle);
    pthread_mutex_unlock(&s->lock);
}

static void request_free(struct http_request_impl *r)
{
    struct http_server *s = r->srv;
    if (r->upload_fd >= 0)
        close(r->upload_fd);
    if (r->rq.body_file.p)
        (void)unlink(r->rq.body_file.p); /* gone already when the handler moved it */
    if (r->answer)
        MHD_destroy_response(r->answer);
    bool keep = k_arena_used(r->arena) <= SPARE_ARENA_MAX;
    k_arena_reset(r->arena); /* ends an event stream, which takes the lock */
    if (!keep || !give_spare(s, r)) {
        k_arena_free(r->arena);
        free(r);
    }
    count_down(s);
}

/* ---- answers -------------------------------------------------------------------------- */

static void set_deadline(struct http_request_impl *r, k_time from, uint64_t bytes)
{
    atomic_store(&r->conn->deadline,
                 from + http_read_timeout(r->srv) +
                     (k_time)(bytes < (1ULL << 40) ? bytes : 1ULL << 40) * (K_SEC / PACE));
}

static enum MHD_Result send_answer(struct http_request_impl *r)
{
    if (r->answer == NULL)
        return MHD_NO;
    enum MHD_Result ok = MHD_queue_response(r->mc, (unsigned)r->rs.status, r->answer);
    MHD_destroy_response(r->answer);
    r->answer = NULL;
    if (r->rs.stream)
        atomic_store(&r->conn->deadline, 0);
    else
        set_deadline(r, k_mono(), r->bytes);
    return ok;
}

/* Answers without a worker, and closes the connection: what follows on it is not trusted. */
static enum MHD_Result refuse(struct http_request_impl *r, k_err e, const char *why)
{
    atomic_fetch_add(&r->srv->rejected, 1);
    k_metric_add(K_METRIC_HTTP_REJECTED, NULL, NULL, 1);
    r->closing = true;
    r->state = HTTP_DONE;
    r->ready_at = k_mono();
    http_problem(&r->rs, e, k_str_z(why), K_NONE, r->rq.id);
    http_add_header(&r->rs, "Cache-Control", K_S("no-store"));
    http_add_header(&r->rs, "X-Content-Type-Options", K_S("nosniff"));
    if (r->rs.status == 503)
        http_add_header(&r->rs, "Retry-After", K_S("1"));
    http_answer_make(r);
    return send_answer(r);
}

/* ---- reading -------------------------------------------------------------------------- */

static void *on_line(void *server, const char *target, struct MHD_Connection *mc)
{
    struct http_request_impl *r = request_new(server);
    r->mc = mc;
    r->conn = http_conn_of(mc);
    http_request_begin(r, target);
    return r;
}

static bool open_upload(struct http_request_impl *r)
{
    const char *dir = r->srv->tmp_dir;
    k_str path = k_fmt(r->arena, "%s/kith-upload-XXXXXX", dir);
    char *z = k_arena_alloc(r->arena, path.n + 1);
    memcpy(z, path.p, path.n);
    r->upload_fd = mkostemp(z, O_CLOEXEC);
    if (r->upload_fd < 0) {
        k_log(K_ERROR, "http_upload", "dir=\"%s\" errno=%d", dir, errno);
        return false;
    }
    r->rq.body_file = k_str_z(z);
    return true;
}

static bool method_is_taken(const struct http_request_impl *r)
{
    const struct http_server_config *cfg = &r->srv->cfg;
    bool webdav = r->rq.method == HTTP_PROPFIND || r->rq.method == HTTP_REPORT;
    if (webdav)
        return cfg->takes_method && cfg->takes_method(cfg->arg, &r->rq);
    return r->rq.method != 0;
}

static enum MHD_Result on_head(struct http_request_impl *r, const char *method,
                               const char *version)
{
    struct http_server_config *cfg = &r->srv->cfg;
    r->seen_head = true;
    r->head_at = k_mono();
    const char *why = http_request_read_head(r, method, version);
    if (why)
        return refuse(r, K_ERR_BAD_REQUEST, why);
    if (!method_is_taken(r))
        return refuse(r, K_ERR_METHOD, NULL);
    uint64_t announced = 0;
    bool sized = k_str_u64(http_header(&r->rq, "content-length"), &announced);
    bool body = sized ? announced > 0 : http_header(&r->rq, "transfer-encoding").p != NULL;
    bool upload = body && cfg->takes_upload && cfg->takes_upload(cfg->arg, &r->rq);
    r->limit = upload ? cfg->max_upload : cfg->max_body;
    if (announced > r->limit)
        return refuse(r, K_ERR_TOO_LARGE, NULL);
    if (upload && !open_upload(r))
        return refuse(r, K_ERR_IO, NULL);
    k_buf_init(&r->body, r->arena, cfg->max_body + 1);
    set_deadline(r, r->head_at, 0);
    return MHD_YES;
}

static bool keep(struct http_request_impl *r, const char *p, size_t n)
{
    if (r->upload_fd < 0) {
        k_buf_add(&r->body, p, n);
        return k_buf_ok(&r->body);
    }
    while (n > 0) {
        ssize_t w = write(r->upload_fd, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0) {
            k_log(K_ERROR, "http_upload", "id=%.*s errno=%d", K_ARG(r->rq.id), errno);
            return false;
        }
        p += w;
        n -= (size_t)w;
    }
    return true;
}

/* Too much is read a little further, so that the client sees the answer and not a reset. */
static enum MHD_Result on_body(struct http_request_impl *r, const char *p, size_t *n)
{
    r->received += *n;
    set_deadline(r, r->head_at, r->received);
    if (r->received > r->limit)
        r->too_large = true;
    if (r->received > r->limit + DISCARD_MAX)
        return MHD_NO;
    if (!r->too_large && r->failed == K_OK && !keep(r, p, *n))
        r->failed = errno == ENOSPC ? K_ERR_DISK_FULL : K_ERR_IO;
    *n = 0;
    return MHD_YES;
}

/* ---- to the workers and back ---------------------------------------------------------- */

/* Lock held: whether a worker must be called. Not while one is on its way: it calls the next
 * when it finds more than it takes, so a burst of requests wakes no more workers than it needs.
 */
static bool call_worker(struct http_server *s)
{
    bool call = s->n_queue > 0 && s->n_idle > 0 && !s->waking;
    s->waking = s->waking || call;
    return call;
}

/* The connection is suspended before a worker can see it: else its resume could come first. */
static bool enqueue(struct http_request_impl *r)
{
    struct http_server *s = r->srv;
    pthread_mutex_lock(&s->lock);
    bool room = !s->refuse && s->n_queue < (size_t)s->cfg.queue, call = false;
    if (room) {
        r->state = HTTP_QUEUED;
        r->next = NULL;
        MHD_suspend_connection(r->mc);
        if (s->tail)
            s->tail->next = r;
        else
            s->head = r;
        s->tail = r;
        k_metric_set(K_METRIC_HTTP_WAITING, NULL, (int64_t)++s->n_queue);
        call = call_worker(s);
    }
    pthread_mutex_unlock(&s->lock);
    if (call)
        pthread_cond_signal(&s->work);
    return room;
}

static enum MHD_Result on_whole(struct http_request_impl *r)
{
    if (r->state == HTTP_QUEUED)
        return MHD_YES;
    if (r->state == HTTP_DONE)
        return send_answer(r);
    atomic_store(&r->conn->deadline, 0);
    if (r->too_large)
        return refuse(r, K_ERR_TOO_LARGE, NULL);
    if (r->failed != K_OK)
        return refuse(r, r->failed, NULL);
    if (r->upload_fd >= 0) {
        close(r->upload_fd);
        r->upload_fd = -1;
    } else {
        r->rq.body = k_buf_view(&r->body);
    }
    if (enqueue(r))
        return MHD_YES;
    return refuse(r, r->srv->refuse ? K_ERR_CANCELLED : K_ERR_BUSY, NULL);
}

static enum MHD_Result on_request(void *server, struct MHD_Connection *mc, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *n, void **context)
{
    struct http_request_impl *r = *context;
    if (r == NULL)
        return MHD_NO;
    if (!r->seen_head)
        return on_head(r, method, version);
    if (*n > 0)
        return on_body(r, upload, n);
    return on_whole(r);
}

/* Takes the next request, or NULL when the worker shall end. */
static struct http_request_impl *take(struct http_server *s)
{
    pthread_mutex_lock(&s->lock);
    s->n_idle++;
    while (s->head == NULL && !s->quit) {
        pthread_cond_wait(&s->work, &s->lock);
        s->waking = false;
    }
    s->n_idle--;
    struct http_request_impl *r = s->head;
    if (r) {
        s->head = r->next;
        if (s->head == NULL)
            s->tail = NULL;
        k_metric_set(K_METRIC_HTTP_WAITING, NULL, (int64_t)--s->n_queue);
    }
    bool call = call_worker(s);
    pthread_mutex_unlock(&s->lock);
    if (call)
        pthread_cond_signal(&s->work);
    return r;
}

static void handle(struct http_request_impl *r, struct k_rand *rand)
{
    struct http_server_config *cfg = &r->srv->cfg;
    struct k_ctx cx = {.arena = r->arena,
                       .clock = cfg->clock,
                       .rand = rand,
                       .ids = cfg->ids,
                       .request_id = r->rq.id};
    k_err e = r->srv->quit ? K_ERR_CANCELLED : K_OK;
    if (e == K_OK && cfg->worker_begin)
        e = cfg->worker_begin(cfg->arg, &cx);
    if (e != K_OK) {
        http_problem(&r->rs, e, cx.detail.text, cx.detail.field, r->rq.id);
    } else {
        cfg->handle(cfg->arg, &cx, &r->rq, &r->rs);
        if (cfg->worker_end)
            cfg->worker_end(cfg->arg, &cx);
    }
    http_answer_make(r);
}

void *http_worker(void *worker)
{
    struct http_worker *w = worker;
    struct http_request_impl *r;
    while ((r = take(w->srv))) {
        handle(r, &w->rand);
        r->ready_at = k_mono();
        r->state = HTTP_DONE;
        MHD_resume_connection(r->mc);
    }
    return NULL;
}

/* ---- the end of a request ------------------------------------------------------------- */

/* What was answered: by us, by the parser, or 0 when the client left before. */
static int status_of(const struct http_request_impl *r)
{
    if (r->state == HTTP_DONE)
        return r->rs.status;
    const union MHD_ConnectionInfo *i =
        MHD_get_connection_info(r->mc, MHD_CONNECTION_INFO_HTTP_STATUS);
    return i ? (int)i->http_status : 0;
}

static void count_request(const struct http_request_impl *r, int status)
{
    static const char *const classes[] = {"none", "none", "2xx", "3xx", "4xx", "5xx"};
    const char *route = r->rs.stream                             ? "events"
                        : r->rs.static_p                         ? "asset"
                        : k_str_starts(r->rq.path, K_S("/api/")) ? "api"
                        : k_str_starts(r->rq.path, K_S("/dav/")) ? "dav"
                                                                 : "other";
    k_metric_add(K_METRIC_HTTP_REQUESTS, route,
                 status >= 0 && status < 600 ? classes[status / 100] : "none", 1);
    if (r->ready_at)
        k_metric_time(K_METRIC_HTTP_SECONDS, route, r->ready_at - r->head_at);
}

static void log_request(const struct http_request_impl *r, int status)
{
    bool dull = status < 400 && r->rq.method != 0 &&
                (r->rq.method &
                 (HTTP_GET | HTTP_HEAD | HTTP_OPTIONS | HTTP_PROPFIND | HTTP_REPORT)) != 0;
    k_str path = r->rs.route ? k_str_z(r->rs.route) : k_str_sub(r->rq.path, 0, 200);
    k_log(dull ? K_DEBUG : K_INFO, "http",
          "method=%s path=\"%.*s\" status=%d us=%lld bytes=%llu id=%.*s",
          http_method_name(r->rq.method), K_ARG(path), status,
          (long long)(r->ready_at ? r->ready_at - r->head_at : 0), (unsigned long long)r->bytes,
          K_ARG(r->rq.id));
}

static void on_done(void *server, struct MHD_Connection *mc, void **context,
                    enum MHD_RequestTerminationCode how)
{
    struct http_server *s = server;
    struct http_request_impl *r = *context;
    if (r == NULL)
        return;
    *context = NULL;
    atomic_fetch_add(&s->requests, 1);
    atomic_fetch_add(&s->bytes_out, r->bytes);
    if (!r->seen_head)
        atomic_fetch_add(&s->rejected, 1);
    int status = status_of(r);
    log_request(r, status);
    count_request(r, status);
    set_deadline(r, k_mono(), 0);
    request_free(r);
}

const struct http_callbacks http_callbacks = {on_line, on_request, on_done};
