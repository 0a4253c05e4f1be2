/* raw: bytes to and from sockets for tests of HTTP. Used by tests/unit/test_net_*; knows no
 * HTTP but how to find the end of a head. */
#include "kit/raw.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define WAIT_MS 10000
#define ANSWER_MAX ((size_t)64 * 1024 * 1024)

int raw_connect(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* A peer that has closed already is not an error here: its answer tells why. */
void raw_send(int fd, k_str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n < 0)
            return;
        bytes = k_str_from(bytes, (size_t)n);
    }
}

static _Thread_local bool serving; /* in a thread of a raw_server, which cannot fail a test */

static bool read_some(int fd, struct k_buf *b)
{
    char chunk[16384];
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int ready = poll(&p, 1, WAIT_MS);
    if (ready != 1 && serving)
        return false;
    if (ready != 1)
        fail_msg("nothing came for %d ms; so far: %.*s", WAIT_MS, (int)b->n, b->p ? b->p : "");
    ssize_t n = recv(fd, chunk, sizeof chunk, 0);
    if (n <= 0)
        return false;
    k_buf_add(b, chunk, (size_t)n);
    return true;
}

k_str raw_read_until(struct k_arena *a, int fd, const char *text)
{
    struct k_buf b;
    k_buf_init(&b, a, ANSWER_MAX);
    while (text == NULL || k_str_find(k_buf_view(&b), k_str_z(text)) < 0)
        if (!read_some(fd, &b))
            break;
    return k_buf_view(&b);
}

k_str raw_read_all(struct k_arena *a, int fd)
{
    return raw_read_until(a, fd, NULL);
}

k_str raw_exchange(struct k_arena *a, int port, k_str bytes)
{
    int fd = raw_connect(port);
    raw_send(fd, bytes);
    k_str answer = raw_read_all(a, fd);
    close(fd);
    return answer;
}

int raw_status(k_str answer)
{
    int64_t status;
    return k_str_starts(answer, K_S("HTTP/1.")) && k_str_i64(k_str_sub(answer, 9, 3), &status)
               ? (int)status
               : 0;
}

k_str raw_body(k_str answer)
{
    ptrdiff_t at = k_str_find(answer, K_S("\r\n\r\n"));
    return at < 0 ? K_NONE : k_str_from(answer, (size_t)at + 4);
}

k_str raw_read_request(struct k_arena *a, int fd)
{
    struct k_buf b;
    k_buf_init(&b, a, ANSWER_MAX);
    for (;;) {
        k_str got = k_buf_view(&b), body = raw_body(got);
        if (body.p) {
            ptrdiff_t at = k_str_ifind(got, K_S("content-length:"));
            k_str rest = k_str_from(got, at < 0 ? got.n : (size_t)at + 15);
            uint64_t length = 0;
            (void)k_str_u64(k_str_trim(k_str_cut(&rest, '\r')), &length);
            if (body.n >= length)
                return got;
        }
        if (!read_some(fd, &b))
            return k_buf_view(&b);
    }
}

#define CONNECTIONS_MAX 256

struct raw_server {
    int fd, port;
    pthread_t thread;
    void (*fn)(void *arg, int nth, int fd);
    void *arg;
    struct raw_connection {
        struct raw_server *server;
        int nth, fd;
        pthread_t thread;
    } connections[CONNECTIONS_MAX];
    int n;
};

static void *serve_one(void *connection)
{
    struct raw_connection *c = connection;
    serving = true;
    c->server->fn(c->server->arg, c->nth, c->fd);
    shutdown(c->fd, SHUT_RDWR);
    close(c->fd);
    return NULL;
}

static void *serve(void *server)
{
    struct raw_server *s = server;
    while (s->n < CONNECTIONS_MAX) {
        struct raw_connection *c = &s->connections[s->n];
        *c = (struct raw_connection){.server = s, .nth = s->n, .fd = accept(s->fd, NULL, NULL)};
        if (c->fd < 0 || pthread_create(&c->thread, NULL, serve_one, c) != 0)
            break;
        s->n++;
    }
    return NULL;
}

struct raw_server *raw_server_start(void (*fn)(void *arg, int nth, int fd), void *arg)
{
    struct raw_server *s = calloc(1, sizeof *s);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    assert_non_null(s);
    s->fn = fn;
    s->arg = arg;
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->fd, 64), 0);
    assert_int_equal(getsockname(s->fd, (struct sockaddr *)&at, &n), 0);
    s->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
    return s;
}

int raw_server_port(const struct raw_server *s)
{
    return s->port;
}

void raw_server_stop(struct raw_server *s)
{
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    for (int i = 0; i < s->n; i++)
        pthread_join(s->connections[i].thread, NULL);
    close(s->fd);
    free(s);
}
