/* The event stream reader: WHATWG's examples, every cut of the bytes, limits; and the client's
 * http_stream on our own server. */
#include <setjmp.h>
#include <stdarg.h>
#include <pthread.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/raw.h"
#include "net/client.h"
#include "net/http.h"
#include "net/sse.h"

static struct k_arena *arena;

static int setup(void **state)
{
    arena = k_arena_new(0);
    return 0;
}

static int teardown(void **state)
{
    k_arena_free(arena);
    return 0;
}

/* Each event as "event|data|id|retry;". */
static bool write_event(void *arg, const struct sse_event *ev)
{
    struct k_buf *b = arg;
    k_buf_fmt(b, "%.*s|%.*s|%.*s|%lld;", K_ARG(ev->event), K_ARG(ev->data), K_ARG(ev->id),
              (long long)ev->retry_ms);
    return true;
}

static k_str parse_in_pieces(k_str text, size_t piece)
{
    struct sse_parser p;
    struct k_buf b;
    bool stopped;
    sse_init(&p, 1 << 16);
    k_buf_init(&b, arena, 1 << 16);
    for (size_t i = 0; i < text.n; i += piece)
        assert_int_equal(sse_feed(&p, k_str_sub(text, i, piece), write_event, &b, &stopped),
                         K_OK);
    sse_free(&p);
    return k_buf_view(&b);
}

static const struct {
    const char *name;
    k_str text;
    const char *events;
} table[] = {
    {"data only", K_S_INIT("data: a\n\n"), "message|a||-1;"},
    {"three lines of data", K_S_INIT("data: YHOO\ndata: +2\ndata: 10\n\n"),
     "message|YHOO\n+2\n10||-1;"},
    {"comment, id, then id emptied",
     K_S_INIT(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n"
              "data:  third event\n\n"),
     "message|first event|1|-1;message|second event||-1;message| third event||-1;"},
    {"data without a colon", K_S_INIT("data\n\ndata\ndata\n\ndata:"),
     "message|||-1;message|\n||-1;"},
    {"the id stays", K_S_INIT("id: 7\ndata: a\n\ndata: b\n\n"),
     "message|a|7|-1;message|b|7|-1;"},
    {"the event's name does not stay", K_S_INIT("event: x\ndata: a\n\ndata: b\n\n"),
     "x|a||-1;message|b||-1;"},
    {"no data, no event", K_S_INIT("event: x\n\nid: 3\n\ndata: a\n\n"), "message|a|3|-1;"},
    {"id with NUL is passed over", K_S_INIT("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n"),
     "message|a|1|-1;message|b|1|-1;"},
    {"retry of digits", K_S_INIT("retry: 1500\ndata: a\n\ndata: b\n\n"),
     "message|a||1500;message|b||-1;"},
    {"retry on its own is told later", K_S_INIT("retry: 10\n\ndata: a\n\n"), "message|a||10;"},
    {"retry of other things", K_S_INIT("retry: 1s\nretry: -1\nretry:\ndata: a\n\n"),
     "message|a||-1;"},
    {"CRLF", K_S_INIT("data: a\r\n\r\ndata: b\r\n\r\n"), "message|a||-1;message|b||-1;"},
    {"CR", K_S_INIT("data: a\r\rdata: b\r\r"), "message|a||-1;message|b||-1;"},
    {"mixed line ends", K_S_INIT("data: a\r\ndata: b\rdata: c\n\r\n"), "message|a\nb\nc||-1;"},
    {"byte order mark",
     K_S_INIT("\xef\xbb\xbf"
              "data: a\n\n"),
     "message|a||-1;"},
    {"a second mark is no mark",
     K_S_INIT("\xef\xbb\xbf\xef\xbb\xbf"
              "data: a\n\ndata: b\n\n"),
     "message|b||-1;"},
    {"half a mark",
     K_S_INIT("\xef\xbb"
              "data: a\ndata: b\n\n"),
     "message|b||-1;"},
    {"unknown fields and case", K_S_INIT("Data: a\nfoo: b\n data: c\ndata : d\ndata: e\n\n"),
     "message|e||-1;"},
    {"colons in data", K_S_INIT("data: a: b:c\n\n"), "message|a: b:c||-1;"},
    {"unfinished", K_S_INIT("data: a\n\ndata: b\n"), "message|a||-1;"},
    {"nothing", K_S_INIT(""), ""},
};

static void streams_are_read_alike_however_they_are_cut(void **state)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (size_t piece = 1; piece <= table[i].text.n + 1; piece++) {
            k_str got = parse_in_pieces(table[i].text, piece);
            if (!k_str_eqz(got, table[i].events))
                fail_msg("%s in pieces of %zu: %.*s", table[i].name, piece, K_ARG(got));
        }
}

static bool stop_at_second(void *arg, const struct sse_event *ev)
{
    return ++*(int *)arg < 2;
}

static void reader_can_stop(void **state)
{
    struct sse_parser p;
    bool stopped;
    int n = 0;
    sse_init(&p, 100);
    assert_int_equal(
        sse_feed(&p, K_S("data:1\n\ndata:2\n\ndata:3\n\n"), stop_at_second, &n, &stopped),
        K_OK);
    assert_true(stopped);
    assert_int_equal(n, 2);
    sse_free(&p);
}

static void endless_events_and_lines_are_refused(void **state)
{
    static const char *const texts[] = {"0123456789", "data: 0123\n", "id: 0123456789"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct sse_parser p;
        bool stopped;
        k_err e = K_OK;
        int rounds = 0;
        sse_init(&p, 1000);
        while (e == K_OK && ++rounds < 1000)
            e = sse_feed(&p, k_str_z(texts[i]), stop_at_second, &rounds, &stopped);
        assert_int_equal(e, K_ERR_TOO_LARGE);
        sse_free(&p);
    }
}

/* ---- http_stream ------------------------------------------------------------------------- */

struct heard {
    int n, stop_after;
    struct k_buf text;
};

static bool hear(void *arg, const struct sse_event *ev)
{
    struct heard *h = arg;
    write_event(&h->text, ev);
    return ++h->n != h->stop_after;
}

static struct http_client *client_for(int port)
{
    k_str allow[] = {k_fmt(arena, "127.0.0.1:%d", port)};
    struct http_client_config cfg = {.allow_private = allow, .n_allow_private = 1};
    struct http_client *c;
    assert_int_equal(http_client_new(&cfg, &c), K_OK);
    return c;
}

static k_err listen_to(int port, int idle_ms, struct heard *h, k_str *why)
{
    struct http_client *c = client_for(port);
    struct http_header last = {K_S("Last-Event-ID"), K_S("41")};
    struct http_req rq = {.url = k_fmt(arena, "http://127.0.0.1:%d/events", port),
                          .headers = &last,
                          .n_headers = 1,
                          .max_redirects = 1};
    k_buf_init(&h->text, arena, 1 << 20);
    k_err e = http_stream(c, arena, &rq, idle_ms, hear, h, why);
    http_client_free(c);
    return e;
}

static void send_events(void *arg, struct k_ctx *cx, struct http_request *rq,
                        struct http_response *rs)
{
    k_str last = http_header(rq, "last-event-id");
    int64_t id;
    assert_true(k_str_i64(last, &id));
    rs->stream = http_stream_new(cx);
    for (int i = 0; i < 3; i++)
        http_stream_send(rs->stream, K_S("post"), k_fmt(cx->arena, "%lld", (long long)++id),
                         K_S("x\ny"));
}

static void events_of_our_own_server_arrive(void **state)
{
    struct http_server *s;
    struct http_server_config cfg = {
        .listen = K_S("127.0.0.1:0"), .handle = send_events, .heartbeat_ms = 20};
    assert_int_equal(http_server_start(&cfg, &s, NULL, arena), K_OK);
    struct heard h = {.stop_after = 3};
    assert_int_equal(listen_to(http_server_port(s), 10000, &h, NULL), K_OK);
    assert_true(
        k_str_eqz(k_buf_view(&h.text), "post|x\ny|42|-1;post|x\ny|43|-1;post|x\ny|44|-1;"));
    http_server_stop(s, 1000);
}

static void answer(void *arg, int nth, int fd)
{
    struct k_arena *own = k_arena_new(0);
    raw_read_request(own, fd);
    raw_send(fd, k_str_z(arg));
    if (k_str_ends(k_str_z(arg), K_S("hold\n\n")))
        raw_read_all(own, fd);
    k_arena_free(own);
}

#define STREAM "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

static void ends_of_streams_are_told_apart(void **state)
{
    static const struct {
        const char *answer;
        k_err err;
        int events;
    } cases[] = {
        {STREAM "data: 1\n\ndata: 2\n\ndata: cut", K_ERR_NET_DOWN, 2},
        {STREAM "data: hold\n\n", K_ERR_NET_TIMEOUT, 1},
        {"", K_ERR_NET_DOWN, 0},
        {"HTTP/1.1 204 No Content\r\n\r\n", K_ERR_NET_REFUSED, 0},
        {"HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\ndata: 1\n\n", K_ERR_NET_REFUSED, 0},
        {"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", K_ERR_NET_AUTH, 0},
        {"HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n", K_ERR_NET_LIMITED, 0},
        {"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", K_ERR_NET_DOWN, 0},
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\ndata: hold\n\n",
         K_ERR_NET_BAD_ANSWER, 0},
        {"HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
         K_ERR_NET_BLOCKED, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct raw_server *s = raw_server_start(answer, (void *)(uintptr_t)cases[i].answer);
        struct heard h = {0};
        k_str why = K_NONE;
        k_err e = listen_to(raw_server_port(s), 100, &h, &why);
        if (e != cases[i].err || h.n != cases[i].events)
            fail_msg("%s: %d %.*s, %d events", cases[i].answer, (int)e, K_ARG(why), h.n);
        assert_true(why.n > 0);
        raw_server_stop(s);
    }
}

static void flood(void *arg, int nth, int fd)
{
    struct k_arena *own = k_arena_new(0);
    raw_read_request(own, fd);
    raw_send(fd, K_S(STREAM));
    for (int i = 0; i < 20000; i++)
        raw_send(fd, k_fmt(own, "id: %d\ndata: %0100d\n\n", i, i));
    k_arena_free(own);
}

static bool count(void *arg, const struct sse_event *ev)
{
    int64_t id;
    assert_true(k_str_i64(ev->id, &id));
    assert_int_equal(id, (*(int *)arg)++);
    return true;
}

/* 2 MB against a buffer of 256 KiB: the sender waits, nothing is lost. */
static void slow_listener_loses_nothing(void **state)
{
    struct raw_server *s = raw_server_start(flood, NULL);
    struct http_client *c = client_for(raw_server_port(s));
    struct http_req rq = {.url = k_fmt(arena, "http://127.0.0.1:%d/", raw_server_port(s))};
    int n = 0;
    assert_int_equal(http_stream(c, arena, &rq, 10000, count, &n, NULL), K_ERR_NET_DOWN);
    assert_int_equal(n, 20000);
    http_client_free(c);
    raw_server_stop(s);
}

static bool tell_begun(void *arg, const struct sse_event *ev)
{
    *(_Atomic bool *)arg = true;
    return true;
}

struct listening {
    struct http_client *client;
    int port;
    _Atomic bool begun;
    k_err err;
};

static void *listen_in_thread(void *arg)
{
    struct listening *l = arg;
    struct k_arena *a = k_arena_new(0);
    struct http_req rq = {.url = k_fmt(a, "http://127.0.0.1:%d/", l->port)};
    l->err = http_stream(l->client, a, &rq, 60000, tell_begun, &l->begun, NULL);
    k_arena_free(a);
    return NULL;
}

static void stopping_the_client_ends_its_streams(void **state)
{
    struct raw_server *s =
        raw_server_start(answer, (void *)(uintptr_t)(STREAM "data: hold\n\n"));
    struct listening l = {client_for(raw_server_port(s)), raw_server_port(s), false, K_OK};
    pthread_t thread;
    pthread_create(&thread, NULL, listen_in_thread, &l);
    while (!l.begun)
        sched_yield();
    http_client_stop(l.client);
    pthread_join(thread, NULL);
    assert_int_equal(l.err, K_ERR_CANCELLED);
    http_client_free(l.client);
    raw_server_stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        T(streams_are_read_alike_however_they_are_cut),
        T(reader_can_stop),
        T(endless_events_and_lines_are_refused),
        T(events_of_our_own_server_arrive),
        T(ends_of_streams_are_told_apart),
        T(slow_listener_loses_nothing),
        T(stopping_the_client_ends_its_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
