/* http_hello ours|parser SECONDS: what one request costs in the server: a GET of 56 bytes of
 * JSON on 64 kept connections, loaded by a forked child. `ours` is the whole way (guard, queue,
 * worker, answer, access log at its usual level), `parser` is libmicrohttpd alone with the same
 * epoll threads: the rival. Prints NAME VALUE UNIT: CPU microseconds of the server a request,
 * requests a second, 99th percentile in microseconds. */
#include "net/http.h"
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONNECTIONS 64
#define SAMPLES 4000000u

static const char body[] =
    "{\"id\":\"1\",\"text\":\"hello\",\"author\":\"kith\",\"answered\":1}\n";
static const char request[] = "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n"
                              "Accept: application/json\r\nUser-Agent: bench\r\n\r\n";

struct result {
    uint64_t requests;
    double seconds;
    uint32_t p99;
};

/* ---- the load --------------------------------------------------------------------------- */

static int connect_to(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        k_panic("the load cannot connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

struct load {
    struct pollfd fds[CONNECTIONS];
    k_time asked[CONNECTIONS];
    size_t got[CONNECTIONS];
    char tail[CONNECTIONS]; /* the last byte: an answer ends with that of the body */
    uint32_t *samples;
    uint64_t n;
};

static void ask(struct load *l, size_t i)
{
    l->asked[i] = k_mono();
    l->got[i] = 0;
    if (send(l->fds[i].fd, request, sizeof request - 1, MSG_NOSIGNAL) != sizeof request - 1)
        k_panic("the load cannot send");
}

static void take(struct load *l, size_t i)
{
    char buf[4096];
    ssize_t n = recv(l->fds[i].fd, buf, sizeof buf, 0);
    if (n <= 0)
        k_panic("the server closed a connection");
    l->got[i] += (size_t)n;
    l->tail[i] = buf[n - 1];
    /* The answer is the only thing on its way, so it is whole with the body's last bytes. */
    if (l->tail[i] != '\n' || n < 2 || buf[n - 2] != '}')
        return;
    k_time us = k_mono() - l->asked[i];
    if (l->n < SAMPLES)
        l->samples[l->n] = (uint32_t)us;
    l->n++;
    ask(l, i);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

static struct result load(int port, int seconds)
{
    struct load l = {.samples = calloc(SAMPLES, sizeof(uint32_t))};
    k_time begun = k_mono(), until = begun + seconds * K_SEC;
    for (size_t i = 0; i < CONNECTIONS; i++) {
        l.fds[i] = (struct pollfd){.fd = connect_to(port), .events = POLLIN};
        ask(&l, i);
    }
    while (k_mono() < until) {
        poll(l.fds, CONNECTIONS, 1000);
        for (size_t i = 0; i < CONNECTIONS; i++)
            if (l.fds[i].revents)
                take(&l, i);
    }
    struct result r = {.requests = l.n, .seconds = (double)(k_mono() - begun) / 1e6};
    size_t n = l.n < SAMPLES ? l.n : SAMPLES;
    qsort(l.samples, n, sizeof *l.samples, by_value);
    r.p99 = n ? l.samples[n * 99 / 100] : 0;
    return r;
}

/* ---- the servers ------------------------------------------------------------------------ */

static void hello(void *arg, struct k_ctx *cx, struct http_request *rq,
                  struct http_response *rs)
{
    rs->content_type = "application/json";
    k_buf_add(&rs->body, body, sizeof body - 1);
}

static int start_ours(void)
{
    struct k_arena *a = k_arena_new(0);
    struct http_server *s;
    k_str why = K_NONE;
    struct http_server_config cfg = {.listen = K_S("127.0.0.1:0"), .handle = hello};
    if (http_server_start(&cfg, &s, &why, a) != K_OK)
        k_panic("%.*s", K_ARG(why));
    return http_server_port(s);
}

static enum MHD_Result parser_hello(void *arg, struct MHD_Connection *c, const char *url,
                                    const char *method, const char *version, const char *upload,
                                    size_t *n, void **context)
{
    static int seen;
    if (*context == NULL) {
        *context = &seen;
        return MHD_YES;
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(
        sizeof body - 1, (void *)(uintptr_t)body, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(r, "Content-Type", "application/json");
    enum MHD_Result ok = MHD_queue_response(c, 200, r);
    MHD_destroy_response(r);
    return ok;
}

static int start_parser(void)
{
    struct MHD_Daemon *d =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, parser_hello, NULL,
                         MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_END);
    const union MHD_DaemonInfo *i =
        d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (i == NULL)
        k_panic("libmicrohttpd does not start");
    return i->port;
}

static double cpu_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv)
{
    int64_t seconds = 0;
    int pipes[2], ports[2];
    struct result r = {0};
    if (argc != 3 || !k_str_i64(k_str_z(argv[2]), &seconds) || pipe(pipes) || pipe(ports))
        k_panic("usage: http_hello ours|parser SECONDS");
    pid_t child = fork(); /* before any thread */
    if (child == 0) {
        int port = 0;
        if (read(ports[0], &port, sizeof port) != sizeof port)
            _exit(1);
        r = load(port, (int)seconds);
        _exit(write(pipes[1], &r, sizeof r) == sizeof r ? 0 : 1);
    }
    int port = strcmp(argv[1], "ours") == 0 ? start_ours() : start_parser();
    double before = cpu_seconds();
    if (write(ports[1], &port, sizeof port) != sizeof port ||
        read(pipes[0], &r, sizeof r) != sizeof r || r.requests == 0)
        k_panic("the load failed");
    double used = cpu_seconds() - before;
    waitpid(child, NULL, 0);
    printf("cpu %.3f us/request\n", used * 1e6 / (double)r.requests);
    printf("rate %.0f requests/s\n", (double)r.requests / r.seconds);
    printf("p99 %u us\n", r.p99);
    return 0;
}
