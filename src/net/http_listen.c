/* http_listen: starts and stops the server: socket, TLS files, threads. Stopping in order:
 * new requests are refused, what runs finishes, workers end, streams end, then the parser's
 * threads, so that it never finds a suspended connection. */
#include "net/http_impl.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#define TLS_FILE_MAX ((size_t)256 * 1024)
#define PARSER_MEMORY ((size_t)32 * 1024) /* a request line and head must fit: else 431 */

static k_err say(struct k_arena *a, k_str *why, k_err e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static k_err say(struct k_arena *a, k_str *why, k_err e, const char *fmt, ...)
{
    if (why) {
        va_list ap;
        va_start(ap, fmt);
        *why = k_vfmt(a, fmt, ap);
        va_end(ap);
    }
    return e;
}

/* "host:port" or "[v6]:port" -> NUL-terminated parts in the arena. */
static bool split_listen(struct k_arena *a, k_str listen, const char **host, const char **port)
{
    size_t colon = listen.n;
    while (colon > 0 && listen.p[colon - 1] != ':')
        colon--;
    if (colon == 0 || colon == listen.n)
        return false;
    k_str h = k_str_sub(listen, 0, colon - 1);
    if (h.n >= 2 && h.p[0] == '[' && h.p[h.n - 1] == ']')
        h = k_str_sub(h, 1, h.n - 2);
    else if (k_str_chr(h, ':') >= 0)
        return false;
    int64_t number; /* getaddrinfo would take it modulo 65536 */
    if (!k_str_i64(k_str_from(listen, colon), &number) || number < 0 || number > 65535)
        return false;
    *host = h.n ? k_dupz(a, h) : NULL;
    *port = k_dupz(a, k_str_from(listen, colon));
    return true;
}

static int bind_socket(const struct addrinfo *ai)
{
    int on = 1, off = 0;
    int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (ai->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, 511) == 0)
        return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

static int port_of(int fd, bool *v6)
{
    struct sockaddr_storage ss;
    socklen_t n = sizeof ss;
    if (getsockname(fd, (struct sockaddr *)&ss, &n) != 0)
        return 0;
    *v6 = ss.ss_family == AF_INET6;
    in_port_t port;
    size_t at =
        *v6 ? offsetof(struct sockaddr_in6, sin6_port) : offsetof(struct sockaddr_in, sin_port);
    memcpy(&port, (char *)&ss + at, sizeof port);
    return ntohs(port);
}

static k_err open_socket(struct http_server *s, bool *v6, k_str *why, struct k_arena *a)
{
    const char *host, *port;
    k_str listen = s->cfg.listen;
    if (!split_listen(a, listen, &host, &port))
        return say(a, why, K_ERR_BAD_INPUT,
                   "\"%.*s\" is not ADDRESS:PORT, such as 127.0.0.1:7780", K_ARG(listen));
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *ai = NULL;
    int rc = getaddrinfo(host, port, &hints, &ai);
    if (rc != 0)
        return say(a, why, K_ERR_BAD_INPUT, "cannot listen on %.*s: %s", K_ARG(listen),
                   gai_strerror(rc));
    s->listen_fd = bind_socket(ai);
    int failed = errno;
    freeaddrinfo(ai);
    if (s->listen_fd < 0)
        return say(a, why, K_ERR_IO, "cannot listen on %.*s: %s", K_ARG(listen),
                   strerror(failed));
    s->port = port_of(s->listen_fd, v6);
    return K_OK;
}

static char *read_text(const char *path)
{
    struct k_buf b;
    char chunk[4096];
    ssize_t n = -1;
    k_buf_init(&b, NULL, TLS_FILE_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && (n = read(fd, chunk, sizeof chunk)) > 0)
        k_buf_add(&b, chunk, (size_t)n);
    if (fd >= 0)
        close(fd);
    explicit_bzero(chunk, sizeof chunk);
    if (n == 0 && b.n > 0 && k_buf_ok(&b))
        return b.p;
    k_buf_free(&b);
    return NULL;
}

static void forget(char **secret)
{
    if (*secret)
        explicit_bzero(*secret, strlen(*secret));
    free(*secret);
    *secret = NULL;
}

static k_err read_tls(struct http_server *s, k_str *why, struct k_arena *a)
{
    if (!s->cfg.tls_cert && !s->cfg.tls_key)
        return K_OK;
    if (!s->cfg.tls_cert || !s->cfg.tls_key)
        return say(a, why, K_ERR_BAD_INPUT, "TLS needs a certificate and a key");
    s->tls_cert = read_text(s->cfg.tls_cert);
    if (!s->tls_cert)
        return say(a, why, K_ERR_BAD_INPUT, "cannot read the certificate %s", s->cfg.tls_cert);
    s->tls_key = read_text(s->cfg.tls_key);
    if (!s->tls_key)
        return say(a, why, K_ERR_BAD_INPUT, "cannot read the key %s", s->cfg.tls_key);
    return K_OK;
}

__attribute__((format(printf, 2, 0))) static void parser_says(void *arg, const char *fmt,
                                                              va_list ap)
{
    char text[256];
    int n = vsnprintf(text, sizeof text, fmt, ap);
    while (n > 0 && (n >= (int)sizeof text || text[n - 1] == '\n'))
        text[n >= (int)sizeof text ? n = (int)sizeof text - 1 : --n] = 0;
    k_log(K_DEBUG, "http_parser", "text=\"%s\"", text);
}

static size_t leave_escaped(void *arg, struct MHD_Connection *mc, char *text)
{
    return strlen(text); /* paths are decoded once, strictly: http_target_split */
}

static k_err start_parser(struct http_server *s, bool v6, k_str *why, struct k_arena *a)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_ERROR_LOG | (v6 ? MHD_USE_IPv6 : 0) |
                     (s->tls_cert ? MHD_USE_TLS : 0);
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, s->tls_cert},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, s->tls_key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         (char *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL},
    };
    int fd = dup(s->listen_fd); /* the parser may or may not close its own when it fails */
    unsigned idle_s = (unsigned)(s->cfg.read_timeout_ms + 999) / 1000 + 1;
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, http_callbacks.request, s, MHD_OPTION_EXTERNAL_LOGGER,
        parser_says, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)s->cfg.net_threads, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, PARSER_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)s->cfg.max_connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        s->cfg.behind_proxy ? 0u : (unsigned)s->cfg.max_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_s, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, s,
        MHD_OPTION_URI_LOG_CALLBACK, http_callbacks.line, s, MHD_OPTION_NOTIFY_COMPLETED,
        http_callbacks.done, s, MHD_OPTION_NOTIFY_CONNECTION, http_conn_notify, s,
        s->tls_cert ? MHD_OPTION_ARRAY : MHD_OPTION_END, tls, MHD_OPTION_END);
    if (s->daemon)
        return K_OK;
    shutdown(s->listen_fd, SHUT_RDWR); /* nobody listens here, even if the copy stays open */
    return s->tls_cert ? say(a, why, K_ERR_BAD_INPUT, "the certificate and key do not work")
                       : say(a, why, K_ERR_IO, "the HTTP server does not start");
}

static void wait_until(pthread_cond_t *c, pthread_mutex_t *m, k_time mono)
{
    struct timespec ts = {.tv_sec = (time_t)(mono / K_SEC),
                          .tv_nsec = (long)(mono % K_SEC) * 1000};
    pthread_cond_clockwait(c, m, CLOCK_MONOTONIC, &ts);
}

/* Cuts slow connections and keeps event streams alive. */
static void *sweeper(void *server)
{
    struct http_server *s = server;
    int every = s->cfg.read_timeout_ms < s->cfg.heartbeat_ms ? s->cfg.read_timeout_ms
                                                             : s->cfg.heartbeat_ms;
    k_time pause = (every / 4 < 1000 ? every / 4 + 1 : 1000) * K_MSEC;
    pthread_mutex_lock(&s->lock);
    while (!s->sweeper_quits) {
        wait_until(&s->tick, &s->lock, k_mono() + pause);
        pthread_mutex_unlock(&s->lock);
        http_conn_sweep(s, k_mono());
        http_streams_beat(s, k_mono());
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static bool start_threads(struct http_server *s)
{
    s->workers = calloc((size_t)s->cfg.workers, sizeof *s->workers);
    for (int i = 0; s->workers && i < s->cfg.workers; i++) {
        uint64_t seed = 0;
        if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
            return false;
        s->workers[i].srv = s;
        k_rand_seed(&s->workers[i].rand, seed);
        if (pthread_create(&s->workers[i].thread, NULL, http_worker, &s->workers[i]) != 0)
            return false;
        s->n_workers++;
    }
    s->sweeper_runs = s->workers && pthread_create(&s->sweeper, NULL, sweeper, s) == 0;
    return s->sweeper_runs;
}

static void or_else(int *v, int standard)
{
    if (*v <= 0)
        *v = standard;
}

static void set_defaults(struct http_server_config *c)
{
    or_else(&c->workers, 4);
    or_else(&c->net_threads, 2);
    or_else(&c->queue, 256);
    or_else(&c->max_connections, 2000);
    or_else(&c->max_per_address, 100);
    or_else(&c->read_timeout_ms, 60000);
    or_else(&c->heartbeat_ms, 15000);
    c->max_body = c->max_body ? c->max_body : (size_t)1024 * 1024;
    c->max_upload = c->max_upload ? c->max_upload : (size_t)256 * 1024 * 1024;
    c->clock = c->clock ? c->clock : &k_clock_system;
}

static void join_workers(struct http_server *s)
{
    pthread_mutex_lock(&s->lock);
    s->refuse = s->quit = true;
    pthread_cond_broadcast(&s->work);
    pthread_mutex_unlock(&s->lock);
    for (int i = 0; i < s->n_workers; i++)
        pthread_join(s->workers[i].thread, NULL);
}

static void join_sweeper(struct http_server *s)
{
    if (!s->sweeper_runs)
        return;
    pthread_mutex_lock(&s->lock);
    s->sweeper_quits = true;
    pthread_cond_signal(&s->tick);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->sweeper, NULL);
}

/* All threads are gone. */
static void server_free(struct http_server *s)
{
    while (s->spare) {
        struct http_request_impl *r = s->spare;
        s->spare = r->next;
        k_arena_free(r->arena);
        free(r);
    }
    if (s->listen_fd >= 0)
        close(s->listen_fd);
    pthread_mutex_destroy(&s->lock);
    pthread_mutex_destroy(&s->spare_lock);
    pthread_mutex_destroy(&s->conns_lock);
    pthread_cond_destroy(&s->work);
    pthread_cond_destroy(&s->idle);
    pthread_cond_destroy(&s->tick);
    forget(&s->tls_cert);
    forget(&s->tls_key);
    free(s->tmp_dir);
    free(s->workers);
    free(s);
}

k_err http_server_start(const struct http_server_config *cfg, struct http_server **out,
                        k_str *why, struct k_arena *a)
{
    bool v6 = false;
    k_err err = K_ERR_NO_MEMORY;
    *out = NULL;
    struct http_server *s = calloc(1, sizeof *s);
    if (s == NULL)
        return err;
    s->cfg = *cfg;
    s->listen_fd = -1;
    set_defaults(&s->cfg);
    pthread_mutex_init(&s->lock, NULL);
    pthread_mutex_init(&s->spare_lock, NULL);
    pthread_mutex_init(&s->conns_lock, NULL);
    pthread_cond_init(&s->work, NULL);
    pthread_cond_init(&s->idle, NULL);
    pthread_cond_init(&s->tick, NULL);
    uint64_t first_id = 0;
    s->tmp_dir = strdup(cfg->tmp_dir ? cfg->tmp_dir : "/tmp");
    if (!s->tmp_dir || getrandom(&first_id, sizeof first_id, 0) != sizeof first_id)
        goto out;
    atomic_store(&s->next_id, first_id);
    K_TRY_OUT(read_tls(s, why, a));
    K_TRY_OUT(open_socket(s, &v6, why, a));
    if (!start_threads(s)) {
        err = say(a, why, K_ERR_NO_MEMORY, "cannot start the worker threads");
        goto out;
    }
    K_TRY_OUT(start_parser(s, v6, why, a));
    s->cfg.listen = K_NONE;
    s->cfg.tls_cert = s->cfg.tls_key = s->cfg.tmp_dir = NULL;
    *out = s;
    return K_OK;
out:
    join_workers(s);
    join_sweeper(s);
    server_free(s);
    return err;
}

int http_server_port(const struct http_server *s)
{
    return s->port;
}

/* Waits until no more than the given requests are open, or until then. */
static void wait_for_requests(struct http_server *s, bool streams_too, k_time until)
{
    pthread_mutex_lock(&s->lock);
    while (s->n_open > (streams_too ? 0 : s->n_streams) && k_mono() < until)
        wait_until(&s->idle, &s->lock, until);
    pthread_mutex_unlock(&s->lock);
}

void http_server_stop(struct http_server *s, int grace_ms)
{
    if (s == NULL)
        return;
    k_time until = k_mono() + grace_ms * K_MSEC;
    pthread_mutex_lock(&s->lock);
    s->refuse = true;
    s->quit = grace_ms <= 0;
    pthread_mutex_unlock(&s->lock);
    /* Not MHD_quiesce_daemon: with epoll it races with the parser's threads for the listening
     * socket, and who comes second aborts the process. Who comes now hears that we stop. */
    wait_for_requests(s, false, until);
    join_workers(s);
    http_streams_end(s);
    wait_for_requests(s, true, until > k_mono() ? until : k_mono() + 200 * K_MSEC);
    join_sweeper(s);
    MHD_stop_daemon(s->daemon);
    server_free(s);
}

void http_server_stats_get(const struct http_server *server, struct http_server_stats *out)
{
    struct http_server *s = (struct http_server *)(uintptr_t)server; /* for its lock */
    pthread_mutex_lock(&s->lock);
    out->streams = s->n_streams;
    out->queue = s->n_queue;
    out->stopping = s->refuse;
    pthread_mutex_unlock(&s->lock);
    out->requests = atomic_load(&s->requests);
    out->rejected = atomic_load(&s->rejected);
    out->bytes_out = atomic_load(&s->bytes_out);
}
