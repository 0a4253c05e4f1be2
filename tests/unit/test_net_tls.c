/* The server with TLS and on IPv6, asked by our own client. */
#include <setjmp.h>
#include <stdarg.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/raw.h"
#include "net/client.h"
#include "net/http.h"

extern char **environ;

static struct {
    struct k_arena *arena;
    char dir[64], cert[96], key[96];
    bool made;
} t;

/* A certificate for 127.0.0.1 and localhost that signs itself. */
static bool make_certificate(void)
{
    const char *const args[] = {"openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=localhost",
                                "-addext",
                                "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1",
                                "-keyout",
                                t.key,
                                "-out",
                                t.cert,
                                NULL};
    posix_spawn_file_actions_t quiet;
    pid_t pid;
    int status = -1;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", 1, 0);
    int rc = posix_spawnp(&pid, "openssl", &quiet, NULL, (char **)(uintptr_t)args, environ);
    posix_spawn_file_actions_destroy(&quiet);
    return rc == 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static int setup(void **state)
{
    t.arena = k_arena_new(0);
    snprintf(t.dir, sizeof t.dir, "/tmp/kith-tls-XXXXXX");
    assert_non_null(mkdtemp(t.dir));
    snprintf(t.cert, sizeof t.cert, "%s/cert.pem", t.dir);
    snprintf(t.key, sizeof t.key, "%s/key.pem", t.dir);
    t.made = make_certificate();
    return 0;
}

static int teardown(void **state)
{
    unlink(t.cert);
    unlink(t.key);
    rmdir(t.dir);
    k_arena_free(t.arena);
    return 0;
}

static void need_certificate(void)
{
    if (t.made)
        return;
    print_message("# skip: openssl, which makes the certificate, is not installed\n");
    skip();
}

static void handle(void *arg, struct k_ctx *cx, struct http_request *rq,
                   struct http_response *rs)
{
    if (k_str_eqz(rq->path, "/events")) {
        rs->stream = http_stream_new(cx);
        http_stream_send(rs->stream, K_S("e"), K_S("1"), K_S("over TLS"));
    } else if (k_str_eqz(rq->path, "/large")) {
        for (int i = 0; i < 100000; i++)
            k_buf_fmt(&rs->body, "%09d\n", i);
    } else {
        k_buf_str(&rs->body, rq->remote);
    }
}

static struct http_server *start(const char *listen, bool tls)
{
    struct http_server *s;
    k_str why = K_NONE;
    struct http_server_config cfg = {.listen = k_str_z(listen), .handle = handle};
    if (tls) {
        cfg.tls_cert = t.cert;
        cfg.tls_key = t.key;
    }
    if (http_server_start(&cfg, &s, &why, t.arena) != K_OK) {
        assert_true(k_str_starts(k_str_z(listen), K_S("["))); /* a machine without IPv6 */
        return NULL;
    }
    return s;
}

static struct http_client *client(const char *host, int port, const char *ca)
{
    struct http_client *c;
    k_str allow[] = {k_fmt(t.arena, "%s:%d", host, port)};
    struct http_client_config cfg = {
        .allow_private = allow, .n_allow_private = 1, .ca_file = ca};
    assert_int_equal(http_client_new(&cfg, &c), K_OK);
    return c;
}

static void https_answers_and_streams(void **state)
{
    need_certificate();
    struct http_server *s = start("127.0.0.1:0", true);
    int port = http_server_port(s);
    struct http_client *c = client("127.0.0.1", port, t.cert);
    struct http_res res;
    struct http_req rq = {.url = k_fmt(t.arena, "https://127.0.0.1:%d/large", port)};
    k_str why = K_NONE;
    if (http_do(c, t.arena, &rq, &res, &why) != K_OK)
        fail_msg("%.*s", K_ARG(why));
    assert_int_equal(res.body.n, 1000000);
    assert_true(res.sent);
    http_client_free(c);
    http_server_stop(s, 1000);
}

static bool take_one(void *arg, const struct sse_event *ev)
{
    assert_true(k_str_eqz(ev->data, "over TLS"));
    ++*(int *)arg;
    return false;
}

static void event_streams_work_over_tls(void **state)
{
    need_certificate();
    struct http_server *s = start("127.0.0.1:0", true);
    int port = http_server_port(s), n = 0;
    struct http_client *c = client("127.0.0.1", port, t.cert);
    struct http_req rq = {.url = k_fmt(t.arena, "https://127.0.0.1:%d/events", port)};
    assert_int_equal(http_stream(c, t.arena, &rq, 10000, take_one, &n, NULL), K_OK);
    assert_int_equal(n, 1);
    http_client_free(c);
    http_server_stop(s, 1000);
}

static void certificate_that_nobody_signed_is_refused_before_anything_is_sent(void **state)
{
    need_certificate();
    struct http_server *s = start("127.0.0.1:0", true);
    int port = http_server_port(s);
    struct http_client *c = client("127.0.0.1", port, NULL);
    struct http_req rq = {.method = "POST",
                          .url = k_fmt(t.arena, "https://127.0.0.1:%d/", port),
                          .body = K_S("secret")};
    struct http_res res;
    k_str why;
    assert_int_equal(http_do(c, t.arena, &rq, &res, &why), K_ERR_NET_DOWN);
    assert_true(k_str_find(why, K_S("certificate")) > 0);
    assert_false(res.sent);
    http_client_free(c);
    http_server_stop(s, 1000);
}

static void plain_request_to_a_tls_port_gets_nothing(void **state)
{
    need_certificate();
    struct http_server *s = start("127.0.0.1:0", true);
    k_str got = raw_exchange(t.arena, http_server_port(s),
                             K_S("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    assert_int_equal(raw_status(got), 0);
    http_server_stop(s, 1000);
}

static struct http_server *start_v6(const char *listen)
{
    struct http_server *s = start(listen, false);
    if (s)
        return s;
    print_message("# skip: this machine has no IPv6\n");
    skip();
    return NULL;
}

static void listens_on_ipv6(void **state)
{
    struct http_server *s = start_v6("[::1]:0");
    int port = http_server_port(s);
    struct http_client *c = client("[::1]", port, NULL);
    struct http_req rq = {.url = k_fmt(t.arena, "http://[::1]:%d/", port)};
    struct http_res res;
    assert_int_equal(http_do(c, t.arena, &rq, &res, NULL), K_OK);
    assert_true(k_str_eqz(res.body, "::1"));
    http_client_free(c);
    http_server_stop(s, 1000);
}

static void caller_over_ipv4_has_an_ipv4_address_on_both(void **state)
{
    struct http_server *s = start_v6("[::]:0");
    k_str got = raw_exchange(t.arena, http_server_port(s),
                             K_S("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_true(k_str_eqz(raw_body(got), "127.0.0.1"));
    http_server_stop(s, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(https_answers_and_streams),
        cmocka_unit_test(event_streams_work_over_tls),
        cmocka_unit_test(certificate_that_nobody_signed_is_refused_before_anything_is_sent),
        cmocka_unit_test(plain_request_to_a_tls_port_gets_nothing),
        cmocka_unit_test(listens_on_ipv6),
        cmocka_unit_test(caller_over_ipv4_has_an_ipv4_address_on_both),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
