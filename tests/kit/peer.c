/* peer: see peer.h. libmicrohttpd with one thread. */
#include "kit/peer.h"
#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { MOST_SEEN = 4096 };

struct peer {
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;
    peer_fn fn;
    void *arg;
    enum peer_fault fault;
    int faults;
    const char *fault_part;
    k_str text;
    struct k_arena *arena; /* of paths seen */
    const char *seen[MOST_SEEN];
    size_t n_seen;
};

/* One request while it comes in. */
struct visit {
    struct k_arena *arena;
    struct k_buf body;
};

void peer_header(struct peer_say *say, const char *name, k_str value)
{
    if (say->n_headers == 8)
        return;
    say->header[say->n_headers].name = name;
    say->header[say->n_headers++].value = value;
}

k_str peer_param(const struct peer_ask *ask, const char *name)
{
    return k_str_z(MHD_lookup_connection_value(ask->connection, MHD_GET_ARGUMENT_KIND, name));
}

struct nth {
    const char *name;
    size_t left;
    k_str value;
};

static enum MHD_Result count_down(void *cls, enum MHD_ValueKind kind, const char *key,
                                  const char *value)
{
    struct nth *n = cls;
    if (strcmp(key, n->name) != 0)
        return MHD_YES;
    if (n->left-- > 0)
        return MHD_YES;
    n->value = k_str_z(value);
    return MHD_NO;
}

k_str peer_param_n(const struct peer_ask *ask, const char *name, size_t i)
{
    struct nth n = {name, i, K_NONE};
    (void)MHD_get_connection_values(ask->connection, MHD_GET_ARGUMENT_KIND, count_down, &n);
    return n.value;
}

int64_t peer_param_int(const struct peer_ask *ask, const char *name, int64_t or_else)
{
    int64_t v;
    return k_str_i64(peer_param(ask, name), &v) ? v : or_else;
}

/* Half of the body, then the connection breaks. */
static ssize_t half(void *cls, uint64_t pos, char *out, size_t max)
{
    const struct peer_say *say = cls;
    size_t most = say->body.n / 2;
    if (pos >= most)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t n = most - pos < max ? most - pos : max;
    memcpy(out, say->body.p + pos, n);
    return (ssize_t)n;
}

static enum MHD_Result send_answer(struct MHD_Connection *c, const struct peer_say *say,
                                   bool cut)
{
    struct MHD_Response *r =
        cut ? MHD_create_response_from_callback(say->body.n, 1024, half, (void *)(uintptr_t)say,
                                                NULL)
            : MHD_create_response_from_buffer(say->body.n,
                                              (void *)(uintptr_t)k_buf_view(&say->body).p,
                                              MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(r, "Content-Type", say->type);
    for (size_t i = 0; i < say->n_headers; i++) {
        char value[2048];
        (void)snprintf(value, sizeof value, "%.*s", K_ARG(say->header[i].value));
        MHD_add_response_header(r, say->header[i].name, value);
    }
    enum MHD_Result done = MHD_queue_response(c, (unsigned)say->status, r);
    MHD_destroy_response(r);
    return done;
}

static enum peer_fault take_fault(struct peer *p, const char *what)
{
    if (p->faults <= 0 || strstr(what, p->fault_part) == NULL)
        return PEER_NONE;
    p->faults--;
    return p->fault;
}

static void say_fault(struct peer *p, enum peer_fault f, struct peer_say *say)
{
    say->status = f == PEER_ERROR ? 500 : f == PEER_LIMIT ? 429 : 200;
    if (f == PEER_LIMIT)
        peer_header(say, "Retry-After", K_S("30"));
    if (f == PEER_GARBAGE)
        k_buf_str(&say->body, K_S("<!doctype html><title>Maintenance</title>Back soon."));
    else if (f == PEER_TEXT)
        k_buf_str(&say->body, p->text);
    else
        k_buf_str(&say->body, K_S("{}"));
}

static enum MHD_Result answer(struct peer *p, struct MHD_Connection *c, struct visit *v,
                              const char *path, const char *method, enum peer_fault fault)
{
    struct peer_ask ask = {
        .arena = v->arena,
        .method = k_str_z(method),
        .path = k_str_z(path),
        .body = k_buf_view(&v->body),
        .auth = k_str_z(MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Authorization")),
        .etag = k_str_z(MHD_lookup_connection_value(c, MHD_HEADER_KIND, "If-None-Match")),
        .connection = c};
    struct peer_say *say = k_new(v->arena, struct peer_say);
    *say = (struct peer_say){.status = 200, .type = "application/json"};
    k_buf_init(&say->body, v->arena, (size_t)64 << 20);
    if (ask.body.n && k_json_parse(v->arena, ask.body, &ask.json, NULL) != K_OK)
        ask.json = NULL;
    if (fault == PEER_NONE || fault == PEER_DROP || fault == PEER_CUT)
        p->fn(p->arg, &ask, say);
    else
        say_fault(p, fault, say);
    return fault == PEER_DROP ? MHD_NO : send_answer(c, say, fault == PEER_CUT);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *n, void **con_cls)
{
    struct peer *p = cls;
    struct visit *v = *con_cls;
    if (v == NULL) {
        struct k_arena *a = k_arena_new(0);
        v = *con_cls = k_new(a, struct visit);
        v->arena = a;
        k_buf_init(&v->body, a, (size_t)16 << 20);
        return MHD_YES;
    }
    if (*n > 0) {
        k_buf_add(&v->body, data, *n);
        *n = 0;
        return MHD_YES;
    }
    pthread_mutex_lock(&p->lock);
    if (p->n_seen < MOST_SEEN)
        p->seen[p->n_seen++] = k_dupz(p->arena, k_fmt(v->arena, "%s %s", method, url));
    enum peer_fault fault = take_fault(p, k_fmt(v->arena, "%s %s", method, url).p);
    enum MHD_Result done = fault == PEER_DEAF ? MHD_NO : answer(p, c, v, url, method, fault);
    pthread_mutex_unlock(&p->lock);
    return done;
}

static void on_done(void *cls, struct MHD_Connection *c, void **con_cls,
                    enum MHD_RequestTerminationCode code)
{
    struct visit *v = *con_cls;
    if (v)
        k_arena_free(v->arena);
}

struct peer *peer_start(peer_fn fn, void *arg)
{
    struct peer *p = calloc(1, sizeof *p);
    assert_non_null(p);
    p->fn = fn;
    p->arg = arg;
    p->arena = k_arena_new(0);
    p->fault_part = "";
    pthread_mutex_init(&p->lock, NULL);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    p->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL, 0, NULL, NULL,
                                 on_request, p, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at,
                                 MHD_OPTION_NOTIFY_COMPLETED, on_done, NULL, MHD_OPTION_END);
    assert_non_null(p->daemon);
    return p;
}

int peer_port(const struct peer *p)
{
    return MHD_get_daemon_info(p->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void peer_stop(struct peer *p)
{
    MHD_stop_daemon(p->daemon);
    pthread_mutex_destroy(&p->lock);
    k_arena_free(p->arena);
    free(p);
}

void peer_fault(struct peer *p, enum peer_fault f, int n, const char *part)
{
    pthread_mutex_lock(&p->lock);
    p->fault = f;
    p->faults = n;
    p->fault_part = part;
    pthread_mutex_unlock(&p->lock);
}

void peer_text(struct peer *p, k_str body)
{
    pthread_mutex_lock(&p->lock);
    p->text = body;
    pthread_mutex_unlock(&p->lock);
}

size_t peer_count(struct peer *p, const char *part)
{
    size_t n = 0;
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < p->n_seen; i++)
        n += strstr(p->seen[i], part) != NULL;
    pthread_mutex_unlock(&p->lock);
    return n;
}
