/* proxy: a forwarding HTTP proxy that breaks what it is told to break. A thread for each
 * connection; all waits also watch an eventfd, so that stopping never waits for a peer. Writes
 * the log of proxy_config. */
#include "kit/proxy.h"
#include "base/json.h"
#include "base/rand.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGE_MAX ((size_t)64 * 1024 * 1024)
#define PAGES 64
#define QUEUE 256

const char *const proxy_fault_names[PROXY_FAULTS] = {
    "pass", "refuse", "hold", "429", "429-wait", "500", "503", "cut", "lost", "replay"};

struct proxy {
    struct proxy_config cfg;
    struct sockaddr_storage target;
    socklen_t target_n;
    char host[300];
    int fd, stop_fd, log_fd, port;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t none;
    size_t n_threads;
    uint64_t n_requests;
    bool healed;
    enum proxy_fault queue[QUEUE];
    size_t n_queue;
    struct page { /* answers of earlier GETs, for replays */
        char *key, *answer;
        size_t n;
    } pages[PAGES];
    size_t n_pages;
    _Atomic uint64_t counts[PROXY_FAULTS];
};

struct exchange {
    struct proxy *p;
    int client;
    struct k_arena *arena;
    k_str request, method, path;
    enum proxy_fault fault;
    uint64_t n; /* of all requests, from 1 */
    int status;
    size_t bytes;
};

/* ---- bytes ------------------------------------------------------------------------------ */

/* Waits for the descriptor; false when stopping or after ms (-1 = no end). */
static bool ready(struct proxy *p, int fd, short events, int ms)
{
    struct pollfd f[2] = {{.fd = fd, .events = events}, {.fd = p->stop_fd, .events = POLLIN}};
    int n;
    do
        n = poll(f, 2, ms);
    while (n < 0 && errno == EINTR);
    return n > 0 && f[1].revents == 0;
}

static bool send_all(struct proxy *p, int fd, k_str s)
{
    while (s.n > 0) {
        ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!ready(p, fd, POLLOUT, -1))
                return false;
            continue;
        }
        if (n < 0)
            return false;
        s = k_str_from(s, (size_t)n);
    }
    return true;
}

static k_str head_of(k_str message)
{
    ptrdiff_t end = k_str_find(message, K_S("\r\n\r\n"));
    return end < 0 ? K_NONE : k_str_sub(message, 0, (size_t)end + 4);
}

static k_str header_of(k_str head, const char *name)
{
    k_str rest = head;
    while (rest.p) {
        k_str value = k_str_cut(&rest, '\n');
        k_str key = k_str_cut(&value, ':');
        if (value.p && k_str_ieq(key, k_str_z(name)))
            return k_str_trim(value);
    }
    return K_NONE;
}

/* Whether head and body are all there. A message without a length has no body when it is a
 * request, and ends with its connection when it is an answer. */
static bool is_whole(k_str message, bool answer)
{
    k_str head = head_of(message), body = k_str_from(message, head.n);
    uint64_t length = 0;
    if (!head.p)
        return false;
    if (k_str_ieq(header_of(head, "transfer-encoding"), K_S("chunked")))
        return k_str_ends(body, K_S("0\r\n\r\n"));
    if (k_str_u64(header_of(head, "content-length"), &length))
        return body.n >= length;
    return !answer;
}

/* Reads one message; what came until the end or until stopping. */
static k_str read_message(struct exchange *x, int fd, bool answer, bool no_body)
{
    struct k_buf b;
    char chunk[16384];
    k_buf_init(&b, x->arena, MESSAGE_MAX);
    while (!is_whole(k_buf_view(&b), answer) && ready(x->p, fd, POLLIN, -1)) {
        ssize_t n = recv(fd, chunk, sizeof chunk, 0);
        if (n <= 0)
            break;
        k_buf_add(&b, chunk, (size_t)n);
        if (no_body && head_of(k_buf_view(&b)).p)
            break;
    }
    return k_buf_view(&b);
}

/* The head with other values for Host and Connection. */
static k_str rewritten(struct exchange *x, k_str message, const char *host)
{
    struct k_buf b;
    k_str head = head_of(message), rest = k_str_sub(head, 0, head.n - 2);
    bool first = true;
    k_buf_init(&b, x->arena, MESSAGE_MAX + 1024);
    while (rest.n > 0) {
        k_str line = k_str_cut(&rest, '\n'), value = line, name = k_str_cut(&value, ':');
        bool ours = !first && (k_str_ieq(name, K_S("connection")) ||
                               (host && k_str_ieq(name, K_S("host"))));
        if (!ours && line.n > 1)
            k_buf_fmt(&b, "%.*s\n", K_ARG(line));
        first = false;
    }
    if (host)
        k_buf_fmt(&b, "Host: %s\r\n", host);
    k_buf_str(&b, K_S("Connection: close\r\n\r\n"));
    k_buf_str(&b, k_str_from(message, head.n));
    return k_buf_view(&b);
}

/* ---- which fault ------------------------------------------------------------------------- */

static bool by_chance(const struct exchange *x)
{
    const struct proxy_config *c = &x->p->cfg;
    return (!c->only_path || k_str_starts(x->path, k_str_z(c->only_path))) &&
           (!c->only_method || k_str_eqz(x->method, c->only_method));
}

/* The same seed and the same order of requests give the same faults. Lock held. */
static enum proxy_fault draw(struct proxy *p)
{
    struct k_rand r;
    k_rand_seed(&r, p->cfg.seed ^ (p->n_requests * 0x9e3779b97f4a7c15ULL));
    double u = k_rand_unit(&r);
    for (unsigned f = 1; f < PROXY_FAULTS; f++) {
        if (u < p->cfg.chance[f])
            return f;
        u -= p->cfg.chance[f];
    }
    return PROXY_PASS;
}

/* Decided before the request is read, because a refusal does not read it. */
static enum proxy_fault next_fault(struct exchange *x, bool *chance)
{
    struct proxy *p = x->p;
    pthread_mutex_lock(&p->lock);
    enum proxy_fault f = PROXY_PASS;
    *chance = p->n_queue == 0;
    x->n = ++p->n_requests;
    if (p->n_queue > 0) {
        f = p->queue[0];
        memmove(p->queue, p->queue + 1, --p->n_queue * sizeof *p->queue);
    } else if (!p->healed) {
        f = draw(p);
    }
    pthread_mutex_unlock(&p->lock);
    return f;
}

/* ---- pages for replays ------------------------------------------------------------------- */

/* The path and the names of its parameters: pages of one list, whatever their place in it. */
static k_str page_key(const struct exchange *x)
{
    struct k_buf b;
    k_str query = x->path;
    k_buf_init(&b, x->arena, 1 << 16);
    k_buf_str(&b, k_str_cut(&query, '?'));
    while (query.n > 0) {
        k_str one = k_str_cut(&query, '&');
        k_buf_chr(&b, '&');
        k_buf_str(&b, k_str_cut(&one, '='));
    }
    return k_buf_view(&b);
}

static void free_page(struct page *g)
{
    free(g->key);
    free(g->answer);
    *g = (struct page){0};
}

static void keep_page(struct exchange *x, k_str answer)
{
    struct proxy *p = x->p;
    if (!k_str_eqz(x->method, "GET") || x->status != 200)
        return;
    k_str key = page_key(x);
    struct page fresh = {strndup(key.p, key.n), malloc(answer.n + 1), answer.n};
    if (!fresh.key || !fresh.answer) {
        free_page(&fresh);
        return;
    }
    memcpy(fresh.answer, answer.p, answer.n);
    pthread_mutex_lock(&p->lock);
    struct page *place = &p->pages[p->n_pages++ % PAGES];
    free_page(place);
    *place = fresh;
    pthread_mutex_unlock(&p->lock);
}

/* The oldest kept answer of this path. */
static k_str old_page(struct exchange *x)
{
    struct proxy *p = x->p;
    k_str found = K_NONE;
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < PAGES && !found.p; i++) {
        const struct page *g = &p->pages[(p->n_pages + i) % PAGES];
        if (g->key && k_str_eqz(page_key(x), g->key))
            found = k_dup(x->arena, k_str_n(g->answer, g->n));
    }
    pthread_mutex_unlock(&p->lock);
    return found;
}

/* ---- one request ------------------------------------------------------------------------- */

static k_str forward(struct exchange *x)
{
    struct proxy *p = x->p;
    int fd = socket(p->target.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    k_str answer = K_NONE;
    if (fd >= 0 && connect(fd, (struct sockaddr *)&p->target, p->target_n) == 0 &&
        send_all(p, fd, rewritten(x, x->request, p->host)))
        answer = read_message(x, fd, true, k_str_eqz(x->method, "HEAD"));
    if (fd >= 0)
        close(fd);
    int64_t status = 0;
    (void)k_str_i64(k_str_sub(answer, 9, 3), &status);
    x->status = (int)status;
    x->bytes = answer.n;
    return head_of(answer).p ? rewritten(x, answer, NULL) : K_NONE;
}

static void answer_with(struct exchange *x, const char *status, bool wait)
{
    k_str body = k_fmt(x->arena, "{\"error\":\"%s\"}", status);
    k_str retry =
        wait ? k_fmt(x->arena, "Retry-After: %d\r\n", x->p->cfg.retry_after_s) : K_S("");
    k_str all = k_fmt(x->arena,
                      "HTTP/1.1 %s\r\nContent-Type: application/json\r\n%.*sContent-Length: "
                      "%zu\r\nConnection: close\r\n\r\n%.*s",
                      status, K_ARG(retry), body.n, K_ARG(body));
    send_all(x->p, x->client, all);
}

static void reset(int fd)
{
    struct linger hard = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

/* Until the client gives up, the time is over, or the proxy stops. */
static void hold(struct exchange *x)
{
    char c;
    while (ready(x->p, x->client, POLLIN, x->p->cfg.hold_ms))
        if (recv(x->client, &c, 1, 0) <= 0)
            return;
}

static void pass_on(struct exchange *x)
{
    k_str answer = forward(x), head = head_of(answer);
    keep_page(x, answer);
    switch (x->fault) {
    case PROXY_LOST:
        return;
    case PROXY_CUT:
        send_all(x->p, x->client, k_str_sub(answer, 0, head.n + (answer.n - head.n) / 2));
        return;
    default:
        send_all(x->p, x->client, answer);
    }
}

static void act(struct exchange *x)
{
    k_str old = x->fault == PROXY_REPLAY ? old_page(x) : K_NONE;
    switch (x->fault) {
    case PROXY_REFUSE:
        reset(x->client);
        return;
    case PROXY_HOLD:
        hold(x);
        return;
    case PROXY_429:
        answer_with(x, "429 Too Many Requests", false);
        return;
    case PROXY_429_WAIT:
        answer_with(x, "429 Too Many Requests", true);
        return;
    case PROXY_500:
        answer_with(x, "500 Internal Server Error", false);
        return;
    case PROXY_503:
        answer_with(x, "503 Service Unavailable", false);
        return;
    case PROXY_REPLAY:
        if (!old.p || !k_str_eqz(x->method, "GET"))
            x->fault = PROXY_PASS;
        if (x->fault == PROXY_REPLAY)
            send_all(x->p, x->client, old);
        else
            pass_on(x);
        return;
    default:
        pass_on(x);
    }
}

static void write_log(struct exchange *x)
{
    struct k_buf b;
    if (x->p->log_fd < 0)
        return;
    k_buf_init(&b, x->arena, 1 << 20);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "n");
    kw_int(&w, (int64_t)x->n);
    kw_key(&w, "method");
    kw_str(&w, x->method);
    kw_key(&w, "path");
    kw_str(&w, x->path);
    kw_key(&w, "fault");
    kw_str(&w, k_str_z(proxy_fault_names[x->fault]));
    kw_key(&w, "status");
    kw_int(&w, x->status);
    kw_key(&w, "bytes");
    kw_int(&w, (int64_t)x->bytes);
    kw_end(&w);
    k_buf_chr(&b, '\n');
    (void)!write(x->p->log_fd, b.p, b.n);
}

static void serve_request(struct exchange *x)
{
    bool chance;
    x->fault = next_fault(x, &chance);
    if (x->fault != PROXY_REFUSE || chance) {
        x->request = read_message(x, x->client, false, false);
        k_str line = head_of(x->request);
        x->method = k_str_cut(&line, ' ');
        x->path = k_str_cut(&line, ' ');
        if (!head_of(x->request).p)
            return;
        if (chance && !by_chance(x))
            x->fault = PROXY_PASS;
    }
    act(x);
    atomic_fetch_add(&x->p->counts[x->fault], 1);
    write_log(x);
}

struct connection {
    struct proxy *p;
    int fd;
};

static void leave(struct proxy *p)
{
    pthread_mutex_lock(&p->lock);
    if (--p->n_threads == 0)
        pthread_cond_broadcast(&p->none);
    pthread_mutex_unlock(&p->lock);
}

static void *serve_connection(void *arg)
{
    struct connection *c = arg;
    struct exchange x = {.p = c->p, .client = c->fd, .arena = k_arena_new(0)};
    serve_request(&x);
    k_arena_free(x.arena);
    shutdown(c->fd, SHUT_WR);
    close(c->fd);
    leave(c->p);
    free(c);
    return NULL;
}

/* ---- start and stop ---------------------------------------------------------------------- */

static void accept_one(struct proxy *p)
{
    pthread_t thread;
    struct connection *c = malloc(sizeof *c);
    if (c == NULL)
        return;
    *c = (struct connection){p, accept4(p->fd, NULL, NULL, SOCK_CLOEXEC)};
    pthread_mutex_lock(&p->lock);
    p->n_threads++;
    pthread_mutex_unlock(&p->lock);
    if (c->fd >= 0 && pthread_create(&thread, NULL, serve_connection, c) == 0) {
        pthread_detach(thread);
        return;
    }
    if (c->fd >= 0)
        close(c->fd);
    free(c);
    leave(p);
}

static void *run(void *proxy)
{
    struct proxy *p = proxy;
    while (ready(p, p->fd, POLLIN, -1))
        accept_one(p);
    return NULL;
}

static bool find_target(struct proxy *p)
{
    char port[16];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *ai = NULL;
    snprintf(port, sizeof port, "%d", p->cfg.target_port);
    snprintf(p->host, sizeof p->host, "%s:%d", p->cfg.target_host, p->cfg.target_port);
    if (getaddrinfo(p->cfg.target_host, port, &hints, &ai) != 0)
        return false;
    memcpy(&p->target, ai->ai_addr, ai->ai_addrlen);
    p->target_n = ai->ai_addrlen;
    freeaddrinfo(ai);
    return true;
}

static bool open_all(struct proxy *p)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)p->cfg.port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    int on = 1;
    p->stop_fd = eventfd(0, EFD_CLOEXEC);
    p->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (p->stop_fd < 0 || p->fd < 0)
        return false;
    setsockopt(p->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(p->fd, (struct sockaddr *)&at, n) != 0 || listen(p->fd, 128) != 0 ||
        getsockname(p->fd, (struct sockaddr *)&at, &n) != 0)
        return false;
    p->port = ntohs(at.sin_port);
    if (p->cfg.log)
        p->log_fd = open(p->cfg.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return !p->cfg.log || p->log_fd >= 0;
}

static void proxy_free(struct proxy *p)
{
    int fds[] = {p->fd, p->stop_fd, p->log_fd};
    for (size_t i = 0; i < 3; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    for (size_t i = 0; i < PAGES; i++)
        free_page(&p->pages[i]);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->none);
    free(p);
}

struct proxy *proxy_start(const struct proxy_config *cfg)
{
    struct proxy *p = calloc(1, sizeof *p);
    if (p == NULL)
        return NULL;
    p->cfg = *cfg;
    p->cfg.hold_ms = cfg->hold_ms > 0 ? cfg->hold_ms : 60000;
    p->cfg.retry_after_s = cfg->retry_after_s > 0 ? cfg->retry_after_s : 1;
    p->fd = p->stop_fd = p->log_fd = -1;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->none, NULL);
    if (find_target(p) && open_all(p) && pthread_create(&p->thread, NULL, run, p) == 0)
        return p;
    proxy_free(p);
    return NULL;
}

void proxy_stop(struct proxy *p)
{
    if (p == NULL)
        return;
    uint64_t one = 1;
    (void)!write(p->stop_fd, &one, sizeof one); /* stays readable: everybody sees it */
    pthread_join(p->thread, NULL);
    pthread_mutex_lock(&p->lock);
    while (p->n_threads > 0)
        pthread_cond_wait(&p->none, &p->lock);
    pthread_mutex_unlock(&p->lock);
    proxy_free(p);
}

int proxy_port(const struct proxy *p)
{
    return p->port;
}

void proxy_next(struct proxy *p, enum proxy_fault fault)
{
    pthread_mutex_lock(&p->lock);
    if (p->n_queue < QUEUE)
        p->queue[p->n_queue++] = fault;
    pthread_mutex_unlock(&p->lock);
}

void proxy_heal(struct proxy *p)
{
    pthread_mutex_lock(&p->lock);
    p->healed = true;
    pthread_mutex_unlock(&p->lock);
}

uint64_t proxy_count(const struct proxy *p, enum proxy_fault fault)
{
    return atomic_load(&p->counts[fault]);
}
