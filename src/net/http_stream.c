/* http_stream: server-sent events to browsers. Any thread queues text into a stream; the epoll
 * thread of its connection takes it out, and suspends the connection when there is none. Lock
 * order: server, then stream, then the parser's own. on_close runs without locks. */
#include "net/http_impl.h"
#include "base/metric.h"

#define BYTES_MAX ((size_t)256 * 1024)
#define EVENTS_MAX 256u

static void stream_free(void *p);

struct http_stream *http_stream_new(struct k_ctx *cx)
{
    struct http_stream *s = calloc(1, sizeof *s);
    if (s == NULL)
        k_panic("out of memory for an event stream");
    pthread_mutex_init(&s->lock, NULL);
    s->last = k_mono();
    k_arena_defer(cx->arena, stream_free, s);
    return s;
}

void http_stream_on_close(struct http_stream *s, void (*fn)(void *arg), void *arg)
{
    pthread_mutex_lock(&s->lock);
    s->on_close = fn;
    s->on_close_arg = arg;
    pthread_mutex_unlock(&s->lock);
}

/* The request is over (its arena is emptied): nobody takes from the queue any more. */
static void stream_free(void *p)
{
    struct http_stream *s = p;
    if (s->srv) {
        pthread_mutex_lock(&s->srv->lock);
        if (s->prev)
            s->prev->next = s->next;
        else
            s->srv->streams = s->next;
        if (s->next)
            s->next->prev = s->prev;
        k_metric_set(K_METRIC_HTTP_STREAMS, NULL, (int64_t)--s->srv->n_streams);
        pthread_cond_broadcast(&s->srv->idle);
        pthread_mutex_unlock(&s->srv->lock);
    }
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    void (*fn)(void *) = s->on_close;
    pthread_mutex_unlock(&s->lock);
    if (fn)
        fn(s->on_close_arg);
    pthread_mutex_destroy(&s->lock);
    free(s->p);
    free(s);
}

void http_stream_attach(struct http_stream *s, struct http_request_impl *r)
{
    struct http_server *srv = r->srv;
    pthread_mutex_lock(&srv->lock);
    s->srv = srv;
    s->next = srv->streams;
    if (s->next)
        s->next->prev = s;
    srv->streams = s;
    k_metric_set(K_METRIC_HTTP_STREAMS, NULL, (int64_t)++srv->n_streams);
    bool refuse = srv->refuse;
    pthread_mutex_unlock(&srv->lock);
    pthread_mutex_lock(&s->lock);
    s->rq = r;
    s->closed = s->closed || refuse;
    pthread_mutex_unlock(&s->lock);
}

/* Under s->lock: lets the epoll thread look at the queue again. */
static void wake(struct http_stream *s)
{
    if (!s->suspended)
        return;
    s->suspended = false;
    MHD_resume_connection(s->rq->mc);
}

/* Under s->lock: no more is queued, what is queued is dropped, and the connection ends even if
 * its reader takes nothing. */
static void cut(struct http_stream *s)
{
    s->closed = true;
    s->n = s->off = s->count = 0;
    if (s->rq)
        http_conn_cut(s->rq->conn);
    wake(s);
}

static bool reserve(struct http_stream *s, size_t more)
{
    if (s->off > 0) {
        memmove(s->p, s->p + s->off, s->n);
        s->off = 0;
    }
    if (more > BYTES_MAX || s->n + more > BYTES_MAX)
        return false;
    if (s->n + more <= s->cap)
        return true;
    size_t cap = s->cap ? s->cap : 512;
    while (cap < s->n + more)
        cap *= 2;
    char *p = realloc(s->p, cap);
    if (p == NULL)
        return false;
    s->p = p;
    s->cap = cap;
    return true;
}

/* Under s->lock. */
static bool put(struct http_stream *s, k_str text)
{
    if (s->closed)
        return false;
    if (s->count == EVENTS_MAX || !reserve(s, text.n)) {
        cut(s);
        return false;
    }
    memcpy(s->p + s->n, text.p, text.n);
    s->n += text.n;
    s->sizes[(s->first + s->count++) % EVENTS_MAX] = (uint32_t)text.n;
    s->last = k_mono();
    wake(s);
    return true;
}

static void field(struct k_buf *b, const char *name, k_str value)
{
    k_buf_str(b, k_str_z(name));
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] != '\n' && value.p[i] != '\r' && value.p[i] != 0)
            k_buf_chr(b, value.p[i]);
    k_buf_chr(b, '\n');
}

static void data_lines(struct k_buf *b, k_str data)
{
    size_t start = 0;
    for (size_t i = 0; i <= data.n; i++) {
        if (i < data.n && data.p[i] != '\n' && data.p[i] != '\r')
            continue;
        field(b, "data: ", k_str_sub(data, start, i - start));
        if (i + 1 < data.n && data.p[i] == '\r' && data.p[i + 1] == '\n')
            i++;
        start = i + 1;
    }
}

bool http_stream_send(struct http_stream *s, k_str event, k_str id, k_str data)
{
    struct k_buf b;
    k_buf_init(&b, NULL, BYTES_MAX);
    if (event.p)
        field(&b, "event: ", event);
    if (id.p)
        field(&b, "id: ", id);
    data_lines(&b, data);
    k_buf_chr(&b, '\n');
    pthread_mutex_lock(&s->lock);
    bool ok = k_buf_ok(&b);
    if (ok)
        ok = put(s, k_buf_view(&b));
    else
        cut(s);
    pthread_mutex_unlock(&s->lock);
    k_buf_free(&b);
    return ok;
}

void http_stream_close(struct http_stream *s)
{
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    wake(s);
    pthread_mutex_unlock(&s->lock);
}

static void taken(struct http_stream *s, size_t n)
{
    s->off += n;
    s->n -= n;
    while (n > 0) {
        uint32_t *size = &s->sizes[s->first];
        size_t part = *size < n ? *size : n;
        *size -= (uint32_t)part;
        n -= part;
        if (*size == 0) {
            s->first = (s->first + 1) % EVENTS_MAX;
            s->count--;
        }
    }
    if (s->n == 0 && s->cap > 8192) {
        free(s->p);
        s->p = NULL;
        s->cap = s->off = 0;
    }
}

ssize_t http_stream_read(void *request, uint64_t pos, char *buf, size_t max)
{
    struct http_request_impl *r = request;
    struct http_stream *s = r->rs.stream;
    ssize_t got = 0;
    pthread_mutex_lock(&s->lock);
    if (s->n > 0) {
        size_t n = s->n < max ? s->n : max;
        memcpy(buf, s->p + s->off, n);
        taken(s, n);
        r->bytes += n;
        got = (ssize_t)n;
    } else if (s->closed) {
        got = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        s->suspended = true;
        MHD_suspend_connection(r->mc);
    }
    pthread_mutex_unlock(&s->lock);
    return got;
}

/* A comment where nothing was said for a while: keeps proxies from giving up, and finds readers
 * that have gone. */
void http_streams_beat(struct http_server *srv, k_time mono)
{
    pthread_mutex_lock(&srv->lock);
    for (struct http_stream *s = srv->streams; s; s = s->next) {
        pthread_mutex_lock(&s->lock);
        if (!s->closed && mono - s->last >= srv->cfg.heartbeat_ms * K_MSEC)
            put(s, K_S(":\n\n"));
        pthread_mutex_unlock(&s->lock);
    }
    pthread_mutex_unlock(&srv->lock);
}

void http_streams_end(struct http_server *srv)
{
    pthread_mutex_lock(&srv->lock);
    for (struct http_stream *s = srv->streams; s; s = s->next)
        http_stream_close(s);
    pthread_mutex_unlock(&srv->lock);
}
