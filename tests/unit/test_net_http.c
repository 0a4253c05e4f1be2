/* The HTTP server as handlers and clients see it: requests, answers, limits, stopping. Framing
 * is in test_net_http_framing.c, event streams are in test_net_http_stream.c.
 * tsan: epoll threads and workers hand requests to each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/raw.h"
#include "net/http.h"

#define HOST "Host: localhost\r\n"
#define END "Connection: close\r\n\r\n"

/* A handler that waits at a gate says so, and goes on when it is opened. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int waiting;
    bool open;
    _Atomic int begun, ended;
    k_err begin_fails;
    char last_upload[256];
} g = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static struct k_arena *arena;

static void wait_at_gate(void)
{
    pthread_mutex_lock(&g.lock);
    g.waiting++;
    pthread_cond_broadcast(&g.changed);
    while (!g.open)
        pthread_cond_wait(&g.changed, &g.lock);
    g.waiting--;
    pthread_mutex_unlock(&g.lock);
}

static void until_waiting(int n)
{
    pthread_mutex_lock(&g.lock);
    while (g.waiting < n)
        pthread_cond_wait(&g.changed, &g.lock);
    pthread_mutex_unlock(&g.lock);
}

static void open_gate(bool open)
{
    pthread_mutex_lock(&g.lock);
    g.open = open;
    pthread_cond_broadcast(&g.changed);
    pthread_mutex_unlock(&g.lock);
}

static void show(struct k_buf *b, const char *name, k_str value)
{
    k_buf_fmt(b, "%s=%.*s%s;", name, K_ARG(value), value.p ? "" : "(none)");
}

static void tell_request(struct k_ctx *cx, struct http_request *rq, struct k_buf *b)
{
    show(b, "method", k_str_z(http_method_name(rq->method)));
    show(b, "query", rq->query);
    show(b, "a", http_query(cx->arena, rq, "a"));
    show(b, "b c", http_query(cx->arena, rq, "b c"));
    show(b, "X-One", http_header(rq, "X-ONE"));
    show(b, "session", http_cookie(rq, "kith_session"));
    show(b, "type", rq->content_type);
    show(b, "remote", rq->remote);
    show(b, "id", rq->id);
    show(b, "body", rq->body);
}

static void tell_upload(struct http_request *rq, struct k_buf *b)
{
    struct stat st = {0};
    assert_true(rq->body_file.p != NULL);
    assert_int_equal(stat(rq->body_file.p, &st), 0);
    snprintf(g.last_upload, sizeof g.last_upload, "%s", rq->body_file.p);
    k_buf_fmt(b, "upload=%lld;mode=%o;body=%zu", (long long)st.st_size,
              (unsigned)st.st_mode & 0777u, rq->body.n);
}

static void handle(void *arg, struct k_ctx *cx, struct http_request *rq,
                   struct http_response *rs)
{
    static const char fixed[] = "fixed bytes";
    rs->content_type = "text/plain; charset=utf-8";
    if (k_str_eqz(rq->path, "/tell")) {
        tell_request(cx, rq, &rs->body);
    } else if (k_str_eqz(rq->path, "/upload")) {
        tell_upload(rq, &rs->body);
    } else if (k_str_eqz(rq->path, "/gate")) {
        wait_at_gate();
        k_buf_str(&rs->body, K_S("through"));
    } else if (k_str_eqz(rq->path, "/static")) {
        rs->static_p = fixed;
        rs->static_n = sizeof fixed - 1;
        http_add_header(rs, "ETag", K_S("\"e1\""));
    } else if (k_str_eqz(rq->path, "/file")) {
        rs->file = k_fmt(cx->arena, "%s", (const char *)arg);
    } else if (k_str_eqz(rq->path, "/empty")) {
        rs->status = 204;
    } else if (k_str_eqz(rq->path, "/large")) {
        for (int i = 0; i < 200000; i++)
            k_buf_fmt(&rs->body, "%09d\n", i);
    } else if (k_str_eqz(rq->path, "/injected")) {
        http_add_header(rs, "X-Bad", K_S("a\r\nX-Worse: b"));
    } else {
        http_problem(rs, K_ERR_NOT_FOUND, K_S("no such \"thing\""), K_S("path"), rq->id);
    }
}

static k_err begin(void *arg, struct k_ctx *cx)
{
    g.begun++;
    return g.begin_fails ? k_fail(cx, g.begin_fails, NULL, "the database sleeps") : K_OK;
}

static void end(void *arg, struct k_ctx *cx)
{
    g.ended++;
}

static bool takes_upload(void *arg, const struct http_request *rq)
{
    return rq->method == HTTP_POST && k_str_eqz(rq->path, "/upload");
}

static struct http_server *start(struct http_server_config cfg)
{
    struct http_server *s = NULL;
    k_str why = K_NONE;
    if (!cfg.listen.p)
        cfg.listen = K_S("127.0.0.1:0");
    cfg.handle = handle;
    cfg.worker_begin = begin;
    cfg.worker_end = end;
    cfg.takes_upload = takes_upload;
    if (http_server_start(&cfg, &s, &why, arena) != K_OK)
        fail_msg("%.*s", K_ARG(why));
    return s;
}

static k_str ask(struct http_server *s, const char *bytes)
{
    return raw_exchange(arena, http_server_port(s), k_str_z(bytes));
}

static bool has(k_str answer, const char *text)
{
    return k_str_find(answer, k_str_z(text)) >= 0;
}

static struct http_server_stats stats(struct http_server *s)
{
    struct http_server_stats st;
    http_server_stats_get(s, &st);
    return st;
}

static int setup(void **state)
{
    arena = k_arena_new(0);
    g.open = false;
    g.begun = g.ended = 0;
    g.begin_fails = K_OK;
    return 0;
}

static int teardown(void **state)
{
    k_arena_free(arena);
    return 0;
}

static void handler_sees_query_headers_cookies_and_body(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    k_str answer =
        raw_body(ask(s, "POST /tell?x=1&a=%C3%A4+b%26&b%20c&a=2 HTTP/1.1\r\n" HOST
                        "x-one:  first \r\nX-One: second\r\n"
                        "Cookie: a=b; kith_session=\"abc=\"; z\r\n"
                        "X-Request-Id: caller-given.1\r\n"
                        "X-Forwarded-For: 192.0.2.7\r\n"
                        "Content-Type: text/x\r\nContent-Length: 5\r\n" END "hello"));
    assert_true(
        has(answer, "method=POST;query=x=1&a=%C3%A4+b%26&b%20c&a=2;a=\xc3\xa4 b&;b c=;"));
    assert_true(has(answer, "X-One=first;session=abc=;type=text/x;"));
    assert_true(has(answer, "remote=127.0.0.1;id=caller-given.1;body=hello;"));
    answer = raw_body(ask(s, "GET /tell HTTP/1.1\r\n" HOST "X-Request-Id: a b\r\n" END));
    assert_true(has(answer, "query=;a=(none);b c=(none);X-One=(none);session=(none);"));
    assert_false(has(answer, "id=a b"));
    assert_int_equal(g.begun, 2);
    assert_int_equal(g.ended, 2);
    http_server_stop(s, 1000);
}

static void address_from_the_proxy_is_believed_only_behind_one(void **state)
{
    static const struct {
        const char *headers, *remote;
    } cases[] = {
        {"X-Forwarded-For: 192.0.2.7\r\n", "remote=192.0.2.7;"},
        {"X-Forwarded-For: 10.0.0.1, 192.0.2.8\r\n", "remote=192.0.2.8;"},
        {"X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2001:db8::1\r\n", "remote=2001:db8::1;"},
        {"X-Forwarded-For: nonsense\r\n", "remote=127.0.0.1;"},
        {"", "remote=127.0.0.1;"},
    };
    struct http_server *s = start((struct http_server_config){.behind_proxy = true});
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        k_str rq = k_fmt(arena, "GET /tell HTTP/1.1\r\n" HOST "%s" END, cases[i].headers);
        assert_true(has(ask(s, rq.p), cases[i].remote));
    }
    http_server_stop(s, 1000);
}

static void head_has_the_length_and_no_body(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    k_str answer = ask(s, "HEAD /static HTTP/1.1\r\n" HOST END);
    assert_int_equal(raw_status(answer), 200);
    assert_true(has(answer, "Content-Length: 11\r\n"));
    assert_int_equal(raw_body(answer).n, 0);
    http_server_stop(s, 1000);
}

static void answers_come_from_bytes_files_and_buffers(void **state)
{
    char path[] = "/tmp/kith-test-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, "from a file", 11), 11);
    close(fd);
    struct http_server *s = start((struct http_server_config){.arg = path});
    k_str answer = ask(s, "GET /static HTTP/1.1\r\n" HOST END);
    assert_true(has(answer, "ETag: \"e1\"\r\n") && has(answer, "X-Request-Id: "));
    assert_string_equal(raw_body(answer).p, "fixed bytes");
    assert_string_equal(raw_body(ask(s, "GET /file HTTP/1.1\r\n" HOST END)).p, "from a file");
    answer = ask(s, "GET /empty HTTP/1.1\r\n" HOST END);
    assert_int_equal(raw_status(answer), 204);
    assert_false(has(answer, "Content-Type"));
    assert_int_equal(raw_body(ask(s, "GET /large HTTP/1.1\r\n" HOST END)).n, 2000000);
    unlink(path);
    answer = ask(s, "GET /file HTTP/1.1\r\n" HOST END);
    assert_int_equal(raw_status(answer), 500);
    http_server_stop(s, 1000);
}

static void a_header_value_cannot_start_another_header(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    k_str answer = ask(s, "GET /injected HTTP/1.1\r\n" HOST END);
    assert_int_equal(raw_status(answer), 200);
    assert_false(has(answer, "X-Worse"));
    http_server_stop(s, 1000);
}

static void problem_names_slug_detail_field_and_request(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    k_str answer = ask(s, "GET /x HTTP/1.1\r\n" HOST "X-Request-Id: number-17\r\n" END);
    assert_int_equal(raw_status(answer), 404);
    assert_string_equal(
        raw_body(answer).p,
        "{\"type\":\"urn:kith:problem:not-found\","
        "\"title\":\"There is nothing here, or it was removed.\",\"status\":404,"
        "\"detail\":\"no such \\\"thing\\\"\",\"field\":\"path\","
        "\"request_id\":\"number-17\"}");
    http_server_stop(s, 1000);
}

static void connection_is_kept_for_more_requests(void **state)
{
    struct http_server *s = start((struct http_server_config){0});
    int fd = raw_connect(http_server_port(s));
    for (int i = 0; i < 20; i++) {
        raw_send(fd, K_S("GET /static HTTP/1.1\r\n" HOST "\r\n"));
        k_str answer = raw_read_until(arena, fd, "fixed bytes");
        assert_int_equal(raw_status(answer), 200);
        assert_false(has(answer, "Connection: close"));
    }
    close(fd);
    http_server_stop(s, 1000);
}

static void announced_large_body_is_refused_before_it_is_sent(void **state)
{
    struct http_server *s = start((struct http_server_config){.max_body = 1000});
    k_str answer = ask(s, "POST /tell HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
                          "Content-Length: 1001\r\n\r\n");
    assert_int_equal(raw_status(answer), 413);
    answer = ask(s, "POST /tell HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
                    "Content-Length: 4\r\n" END "abcd");
    assert_int_equal(raw_status(answer), 100);
    assert_true(has(answer, "body=abcd;"));
    assert_int_equal(g.begun, 1);
    http_server_stop(s, 1000);
}

static k_str chunks(size_t n, const char *path)
{
    struct k_buf b;
    k_buf_init(&b, arena, 64 << 20);
    k_buf_fmt(&b, "POST %s HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" END, path);
    for (size_t i = 0; i < n; i++)
        k_buf_str(&b, K_S("64\r\n0123456789012345678901234567890123456789012345678901234567890"
                          "123456789012345678901234567890123456789\r\n"));
    k_buf_str(&b, K_S("0\r\n\r\n"));
    return k_buf_view(&b);
}

static void chunked_body_is_cut_at_the_limit(void **state)
{
    struct http_server *s = start((struct http_server_config){.max_body = 1000});
    int port = http_server_port(s);
    assert_int_equal(raw_status(raw_exchange(arena, port, chunks(10, "/tell"))), 200);
    assert_int_equal(raw_status(raw_exchange(arena, port, chunks(11, "/tell"))), 413);
    /* A megabyte past the limit nobody listens any more. */
    assert_int_equal(raw_status(raw_exchange(arena, port, chunks(12000, "/tell"))), 0);
    assert_int_equal(g.begun, 1);
    http_server_stop(s, 1000);
}

static void upload_goes_to_a_file_that_is_removed_after_the_answer(void **state)
{
    struct http_server *s =
        start((struct http_server_config){.max_body = 1000, .max_upload = 300000});
    int port = http_server_port(s);
    k_str answer = raw_exchange(arena, port, chunks(3000, "/upload"));
    assert_true(has(answer, "upload=300000;mode=600;body=0"));
    assert_int_equal(raw_status(raw_exchange(arena, port, chunks(3001, "/upload"))), 413);
    http_server_stop(s, 1000);
    assert_int_equal(access(g.last_upload, F_OK), -1);
}

static void upload_without_a_place_is_an_error_of_ours(void **state)
{
    struct http_server *s = start((struct http_server_config){.tmp_dir = "/nonexistent"});
    k_str answer = raw_exchange(arena, http_server_port(s), chunks(1, "/upload"));
    assert_int_equal(raw_status(answer), 500);
    http_server_stop(s, 1000);
}

static void request_without_a_database_gets_the_reason(void **state)
{
    g.begin_fails = K_ERR_DB_DOWN;
    struct http_server *s = start((struct http_server_config){0});
    k_str answer = ask(s, "GET /tell HTTP/1.1\r\n" HOST END);
    assert_int_equal(raw_status(answer), 503);
    assert_true(has(answer, "database-down") && has(answer, "the database sleeps"));
    assert_int_equal(g.ended, 0);
    http_server_stop(s, 1000);
}

static int send_to(struct http_server *s, const char *bytes)
{
    int fd = raw_connect(http_server_port(s));
    raw_send(fd, k_str_z(bytes));
    return fd;
}

static void until_queued(struct http_server *s, uint64_t n)
{
    while (stats(s).queue < n)
        sched_yield();
}

#define GATE "GET /gate HTTP/1.1\r\n" HOST END

static void full_queue_answers_503_at_once(void **state)
{
    struct http_server *s = start((struct http_server_config){.workers = 1, .queue = 2});
    int fd[3];
    fd[0] = send_to(s, GATE);
    until_waiting(1);
    fd[1] = send_to(s, GATE);
    fd[2] = send_to(s, GATE);
    until_queued(s, 2);
    k_str answer = ask(s, GATE);
    assert_int_equal(raw_status(answer), 503);
    assert_true(has(answer, "Retry-After: 1\r\n") && has(answer, "urn:kith:problem:busy"));
    open_gate(true);
    for (int i = 0; i < 3; i++) {
        assert_true(has(raw_read_all(arena, fd[i]), "through"));
        close(fd[i]);
    }
    assert_int_equal(stats(s).rejected, 1);
    http_server_stop(s, 1000);
}

static void slow_handler_does_not_hold_up_others(void **state)
{
    struct http_server *s = start((struct http_server_config){.workers = 2, .net_threads = 1});
    int fd = send_to(s, GATE);
    until_waiting(1);
    assert_int_equal(raw_status(ask(s, "GET /static HTTP/1.1\r\n" HOST END)), 200);
    open_gate(true);
    assert_true(has(raw_read_all(arena, fd), "through"));
    close(fd);
    http_server_stop(s, 1000);
}

static void client_that_left_while_we_worked_is_no_harm(void **state)
{
    struct http_server *s = start((struct http_server_config){.workers = 1});
    int fd = send_to(s, GATE);
    until_waiting(1);
    close(fd);
    open_gate(true);
    assert_int_equal(raw_status(ask(s, "GET /static HTTP/1.1\r\n" HOST END)), 200);
    http_server_stop(s, 1000);
}

struct stopping {
    struct http_server *s;
    int grace_ms;
};

static void *stop_in_thread(void *arg)
{
    struct stopping *st = arg;
    http_server_stop(st->s, st->grace_ms);
    return NULL;
}

static void stop_lets_running_requests_finish(void **state)
{
    struct stopping st = {start((struct http_server_config){.workers = 1}), 10000};
    int running = send_to(st.s, GATE), waiting;
    until_waiting(1);
    waiting = send_to(st.s, GATE);
    until_queued(st.s, 1);
    int kept = send_to(st.s, "");
    pthread_t thread;
    pthread_create(&thread, NULL, stop_in_thread, &st);
    while (!stats(st.s).stopping)
        sched_yield();
    open_gate(true);
    assert_true(has(raw_read_all(arena, running), "through"));
    assert_true(has(raw_read_all(arena, waiting), "through"));
    pthread_join(thread, NULL);
    assert_int_equal(raw_read_all(arena, kept).n, 0);
    close(running);
    close(waiting);
    close(kept);
}

static void stop_without_grace_cancels_what_waits(void **state)
{
    struct stopping st = {start((struct http_server_config){.workers = 1}), 0};
    int running = send_to(st.s, GATE), waiting;
    until_waiting(1);
    waiting = send_to(st.s, GATE);
    until_queued(st.s, 1);
    pthread_t thread;
    pthread_create(&thread, NULL, stop_in_thread, &st);
    while (!stats(st.s).stopping)
        sched_yield();
    open_gate(true);
    assert_true(has(raw_read_all(arena, running), "through"));
    assert_true(has(raw_read_all(arena, waiting), "problem:cancelled"));
    pthread_join(thread, NULL);
    close(running);
    close(waiting);
}

static void client_that_never_finishes_its_head_is_cut(void **state)
{
    struct http_server *s = start((struct http_server_config){.read_timeout_ms = 100});
    int fd = send_to(s, "GET /static HTTP/1.1\r\n");
    for (int i = 0; i < 1000; i++) /* each byte starts the parser's own time-out anew */
        raw_send(fd, K_S("X"));
    k_str answer = raw_read_all(arena, fd);
    assert_int_equal(raw_status(answer), 0);
    close(fd);
    fd = send_to(s, ""); /* nor one that says nothing */
    assert_int_equal(raw_read_all(arena, fd).n, 0);
    close(fd);
    http_server_stop(s, 1000);
}

static void client_that_never_finishes_its_body_is_cut(void **state)
{
    struct http_server *s = start((struct http_server_config){.read_timeout_ms = 100});
    int fd = send_to(s, "POST /tell HTTP/1.1\r\n" HOST "Content-Length: 100\r\n\r\nab");
    assert_int_equal(raw_read_all(arena, fd).n, 0);
    close(fd);
    assert_int_equal(g.begun, 0);
    http_server_stop(s, 1000);
}

static void slow_handler_is_not_taken_for_a_slow_client(void **state)
{
    struct http_server *s = start((struct http_server_config){.read_timeout_ms = 40});
    int fd = send_to(s, GATE);
    until_waiting(1);
    int idle = send_to(s, "");
    assert_int_equal(raw_read_all(arena, idle).n, 0); /* the sweeper has been round */
    open_gate(true);
    assert_true(has(raw_read_all(arena, fd), "through"));
    close(fd);
    close(idle);
    http_server_stop(s, 1000);
}

static void one_address_has_a_limit_of_connections(void **state)
{
    struct http_server *s = start((struct http_server_config){.max_per_address = 3});
    int fd[3];
    for (int i = 0; i < 3; i++) {
        fd[i] = send_to(s, "GET /static HTTP/1.1\r\n" HOST "\r\n");
        assert_true(has(raw_read_until(arena, fd[i], "fixed bytes"), "200 OK"));
    }
    assert_int_equal(raw_status(ask(s, "GET /static HTTP/1.1\r\n" HOST END)), 0);
    close(fd[0]);
    while (raw_status(ask(s, "GET /static HTTP/1.1\r\n" HOST END)) != 200)
        sched_yield();
    close(fd[1]);
    close(fd[2]);
    http_server_stop(s, 1000);
}

static void address_that_cannot_be_used_is_said_in_words(void **state)
{
    static const struct {
        const char *listen;
        k_err err;
    } cases[] = {
        {"7780", K_ERR_BAD_INPUT},
        {"127.0.0.1:", K_ERR_BAD_INPUT},
        {"127.0.0.1:http-no", K_ERR_BAD_INPUT},
        {"::1:7780", K_ERR_BAD_INPUT},
        {"192.0.2.1:0", K_ERR_IO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_server_config cfg = {.listen = k_str_z(cases[i].listen), .handle = handle};
        struct http_server *s;
        k_str why = K_NONE;
        assert_int_equal(http_server_start(&cfg, &s, &why, arena), cases[i].err);
        assert_null(s);
        assert_true(has(why, cases[i].listen));
    }
    struct http_server *first = start((struct http_server_config){0});
    struct http_server_config cfg = {
        .listen = k_fmt(arena, "127.0.0.1:%d", http_server_port(first)), .handle = handle};
    struct http_server *second;
    k_str why = K_NONE;
    assert_int_equal(http_server_start(&cfg, &second, &why, arena), K_ERR_IO);
    assert_true(has(why, "Address already in use"));
    http_server_stop(first, 1000);
}

static void certificate_that_cannot_be_used_is_said_in_words(void **state)
{
    struct http_server *s;
    k_str why = K_NONE;
    struct http_server_config cfg = {.listen = K_S("127.0.0.1:0"), .handle = handle};
    cfg.tls_cert = "/etc/hostname";
    assert_int_equal(http_server_start(&cfg, &s, &why, arena), K_ERR_BAD_INPUT);
    assert_true(has(why, "needs a certificate and a key"));
    cfg.tls_key = "/nonexistent";
    assert_int_equal(http_server_start(&cfg, &s, &why, arena), K_ERR_BAD_INPUT);
    assert_true(has(why, "cannot read the key /nonexistent"));
    cfg.tls_key = "/etc/hostname";
    assert_int_equal(http_server_start(&cfg, &s, &why, arena), K_ERR_BAD_INPUT);
    assert_true(has(why, "do not work"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        T(handler_sees_query_headers_cookies_and_body),
        T(address_from_the_proxy_is_believed_only_behind_one),
        T(head_has_the_length_and_no_body),
        T(answers_come_from_bytes_files_and_buffers),
        T(a_header_value_cannot_start_another_header),
        T(problem_names_slug_detail_field_and_request),
        T(connection_is_kept_for_more_requests),
        T(announced_large_body_is_refused_before_it_is_sent),
        T(chunked_body_is_cut_at_the_limit),
        T(upload_goes_to_a_file_that_is_removed_after_the_answer),
        T(upload_without_a_place_is_an_error_of_ours),
        T(request_without_a_database_gets_the_reason),
        T(full_queue_answers_503_at_once),
        T(slow_handler_does_not_hold_up_others),
        T(client_that_left_while_we_worked_is_no_harm),
        T(stop_lets_running_requests_finish),
        T(stop_without_grace_cancels_what_waits),
        T(client_that_never_finishes_its_head_is_cut),
        T(client_that_never_finishes_its_body_is_cut),
        T(slow_handler_is_not_taken_for_a_slow_client),
        T(one_address_has_a_limit_of_connections),
        T(address_that_cannot_be_used_is_said_in_words),
        T(certificate_that_cannot_be_used_is_said_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
