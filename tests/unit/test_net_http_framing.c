/* What malformed requests get from our real server: nothing of it may reach a handler. The
 * table is the one that servers were compared with; ours is at least as strict as any of them
 * wherever a proxy and a server could disagree about the end of a request. */
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/raw.h"
#include "net/http.h"
#include "net/http_guard.h"

static struct {
    struct http_server *server;
    struct k_arena *arena;
    _Atomic int handled;
} t;

static void echo(void *arg, struct k_ctx *cx, struct http_request *rq, struct http_response *rs)
{
    t.handled++;
    rs->content_type = "text/plain";
    k_buf_fmt(&rs->body, "%s [%.*s] %zu", http_method_name(rq->method), K_ARG(rq->path),
              rq->body.n);
}

static int start(void **state)
{
    t.arena = k_arena_new(0);
    struct http_server_config cfg = {.listen = K_S("127.0.0.1:0"), .handle = echo};
    k_str why = K_NONE;
    k_err e = http_server_start(&cfg, &t.server, &why, t.arena);
    if (e != K_OK)
        fail_msg("%.*s", K_ARG(why));
    return 0;
}

static int stop(void **state)
{
    http_server_stop(t.server, 1000);
    k_arena_free(t.arena);
    return 0;
}

#define HOST "Host: localhost\r\n"
#define END "Connection: close\r\n\r\n"
#define BYTES(lit) K_S_INIT(lit)

static const struct {
    const char *name;
    k_str bytes;
    int status; /* 0: closed without an answer */
} table[] = {
    {"content-length + transfer-encoding",
     BYTES("POST / HTTP/1.1\r\n" HOST
           "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
     400},
    {"two different content-length",
     BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
     400},
    {"two equal content-length",
     BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"),
     400},
    {"content-length list",
     BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 4, 4\r\n\r\nabcd"), 400},
    {"content-length -1", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n"), 400},
    {"content-length +4", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: +4\r\n\r\nabcd"),
     400},
    {"content-length 0x4", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 0x4\r\n\r\nabcd"),
     400},
    {"content-length empty", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n"), 400},
    {"content-length past 64 bits",
     BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999\r\n\r\n"), 413},
    {"transfer-encoding xchunked",
     BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 400},
    {"transfer-encoding identity",
     BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n"), 400},
    {"transfer-encoding gzip, chunked",
     BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
     400},
    {"two transfer-encoding",
     BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: "
           "chunked\r\n\r\n0\r\n\r\n"),
     400},
    {"transfer-encoding in HTTP/1.0",
     BYTES("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400},
    {"transfer-encoding with a blank before the colon",
     BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), 400},
    {"no host", BYTES("GET / HTTP/1.1\r\n" END), 400},
    {"no host in HTTP/1.0", BYTES("GET / HTTP/1.0\r\n\r\n"), 400},
    {"two host", BYTES("GET / HTTP/1.1\r\n" HOST "Host: evil\r\n" END), 400},
    {"host with a path", BYTES("GET / HTTP/1.1\r\nHost: a/b\r\n" END), 400},
    {"host with two names", BYTES("GET / HTTP/1.1\r\nHost: a, b\r\n" END), 400},
    {"bare LF line ends", BYTES("GET / HTTP/1.1\nHost: localhost\n\n"), 400},
    {"bare LF in the middle", BYTES("GET / HTTP/1.1\r\n" HOST "X-A: 1\nX-B: 2\r\n" END), 400},
    {"NUL in a header value", BYTES("GET / HTTP/1.1\r\n" HOST "X-A: a\0b\r\n" END), 400},
    {"NUL at the end of a header value", BYTES("GET / HTTP/1.1\r\n" HOST "X-A: a\0\r\n" END),
     400},
    {"NUL in a header name", BYTES("GET / HTTP/1.1\r\n" HOST "X\0A: a\r\n" END), 400},
    {"NUL that looks like the end of the head",
     BYTES("GET / HTTP/1.1\r\n" HOST "\0X: \r\nGET /two HTTP/1.1\r\n" HOST END), 400},
    {"NUL in the path", BYTES("GET /a\0b HTTP/1.1\r\n" HOST END), 400},
    {"NUL in the method", BYTES("G\0ET / HTTP/1.1\r\n" HOST END), 400},
    {"control byte in a header value", BYTES("GET / HTTP/1.1\r\n" HOST "X-A: a\001b\r\n" END),
     400},
    {"bare CR in a header value", BYTES("GET / HTTP/1.1\r\n" HOST "X-A: a\rX-B: b\r\n" END),
     400},
    {"folded header", BYTES("GET / HTTP/1.1\r\n" HOST "X-A: a\r\n b\r\n" END), 400},
    {"folded last header", BYTES("GET / HTTP/1.1\r\n" HOST "X-A: a\r\n\tb\r\n\r\n"), 400},
    {"fold that makes a content-length",
     BYTES("POST / HTTP/1.1\r\n" HOST "Content-Len: 4\r\n gth\r\n\r\nabcd"), 400},
    {"header without a name", BYTES("GET / HTTP/1.1\r\n" HOST ": x\r\n" END), 400},
    {"header without a colon", BYTES("GET / HTTP/1.1\r\n" HOST "nonsense\r\n" END), 400},
    {"header name with a bracket", BYTES("GET / HTTP/1.1\r\n" HOST "X(A): a\r\n" END), 400},
    {"two blanks in the request line", BYTES("GET  / HTTP/1.1\r\n" HOST END), 400},
    {"blank in the path", BYTES("GET /a b HTTP/1.1\r\n" HOST END), 0},
    {"tab in the path", BYTES("GET /a\tb HTTP/1.1\r\n" HOST END), 400},
    {"bytes above ASCII in the path", BYTES("GET /\xc3\xa4 HTTP/1.1\r\n" HOST END), 400},
    {"HTTP/0.9", BYTES("GET /\r\n\r\n"), 400},
    {"HTTP/2.0", BYTES("GET / HTTP/2.0\r\n" HOST END), 505},
    {"HTTP/1.2", BYTES("GET / HTTP/1.2\r\n" HOST END), 400},
    {"method that is not a word", BYTES("G{T / HTTP/1.1\r\n" HOST END), 400},
    {"unknown method", BYTES("BREW / HTTP/1.1\r\n" HOST END), 405},
    {"TRACE", BYTES("TRACE / HTTP/1.1\r\n" HOST END), 405},
    {"CONNECT", BYTES("CONNECT a:1 HTTP/1.1\r\n" HOST END), 400},
    {"absolute form", BYTES("GET http://localhost/ HTTP/1.1\r\n" HOST END), 400},
    {"chunk size -1",
     BYTES("POST / HTTP/1.1\r\n" HOST
           "Transfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n0\r\n\r\n"),
     400},
    {"chunk size with a blank",
     BYTES("POST / HTTP/1.1\r\n" HOST
           "Transfer-Encoding: chunked\r\n\r\n2 2\r\nab\r\n0\r\n\r\n"),
     400},
    {"chunk size past 64 bits",
     BYTES("POST / HTTP/1.1\r\n" HOST
           "Transfer-Encoding: chunked\r\n\r\n11111111111111111\r\nab\r\n0\r\n\r\n"),
     413},
    {"chunk longer than its size",
     BYTES("POST / HTTP/1.1\r\n" HOST
           "Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n"),
     400},
    {"encoded NUL in the path", BYTES("GET /a%00b HTTP/1.1\r\n" HOST END), 400},
    {"encoded slash in the path", BYTES("GET /a%2fb HTTP/1.1\r\n" HOST END), 400},
    {"encoded backslash in the path", BYTES("GET /a%5Cb HTTP/1.1\r\n" HOST END), 400},
    {"dot segment", BYTES("GET /a/../b HTTP/1.1\r\n" HOST END), 400},
    {"encoded dot segment", BYTES("GET /a/%2e%2E/b HTTP/1.1\r\n" HOST END), 400},
    {"dot segment at the end", BYTES("GET /a/.. HTTP/1.1\r\n" HOST END), 400},
    {"empty segment", BYTES("GET /a//b HTTP/1.1\r\n" HOST END), 400},
    {"two slashes in front", BYTES("GET //evil.example/ HTTP/1.1\r\n" HOST END), 400},
    {"broken escape", BYTES("GET /a%2 HTTP/1.1\r\n" HOST END), 400},
    {"encoded line end", BYTES("GET /a%0d%0ab HTTP/1.1\r\n" HOST END), 400},
    {"escape that is not UTF-8", BYTES("GET /a%ff HTTP/1.1\r\n" HOST END), 400},
};

static void malformed_requests_never_reach_the_handler(void **state)
{
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int before = t.handled;
        k_str answer = raw_exchange(t.arena, http_server_port(t.server), table[i].bytes);
        if (raw_status(answer) == table[i].status && t.handled == before)
            continue;
        wrong++;
        print_message("# %s: got %d, want %d, handled %d: %.*s\n", table[i].name,
                      raw_status(answer), table[i].status, t.handled - before, K_ARG(answer));
    }
    assert_int_equal(wrong, 0);
}

static const struct {
    const char *name, *bytes, *body;
} sound[] = {
    {"plain", "GET / HTTP/1.1\r\n" HOST END, "GET [/] 0"},
    {"HTTP/1.0 with host", "GET / HTTP/1.0\r\n" HOST "\r\n", "GET [/] 0"},
    {"blank lines in front", "\r\nGET / HTTP/1.1\r\n" HOST END, "GET [/] 0"},
    {"no blank behind the colon", "GET / HTTP/1.1\r\nHost:localhost\r\n" END, "GET [/] 0"},
    {"blanks around a value", "GET / HTTP/1.1\r\nHost: \t localhost \t\r\n" END, "GET [/] 0"},
    {"empty value", "GET / HTTP/1.1\r\n" HOST "X-Empty:\r\n" END, "GET [/] 0"},
    {"query with everything", "GET /a?b=c&d=%20&e HTTP/1.1\r\n" HOST END, "GET [/a] 0"},
    {"path decoded once", "GET /a%20b%252f HTTP/1.1\r\n" HOST END, "GET [/a b%2f] 0"},
    {"letters above ASCII, encoded", "GET /%C3%A4 HTTP/1.1\r\n" HOST END, "GET [/\xc3\xa4] 0"},
    {"slash at the end", "GET /a/ HTTP/1.1\r\n" HOST END, "GET [/a/] 0"},
    {"dots in names", "GET /a..b/.well-known HTTP/1.1\r\n" HOST END,
     "GET [/a..b/.well-known] 0"},
    {"body by length", "POST / HTTP/1.1\r\n" HOST "Content-Length: 4\r\n" END "abcd",
     "POST [/] 4"},
    {"body in chunks",
     "PATCH / HTTP/1.1\r\n" HOST "Transfer-Encoding: Chunked\r\n" END
     "2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n",
     "PATCH [/] 5"},
    {"IPv6 host", "DELETE / HTTP/1.1\r\nHost: [::1]:7780\r\n" END, "DELETE [/] 0"},
    {"value above ASCII",
     "PUT / HTTP/1.1\r\n" HOST "X-A: \xc3\xa4\r\nContent-Length: 0\r\n" END, "PUT [/] 0"},
};

static void sound_requests_pass(void **state)
{
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        k_str answer =
            raw_exchange(t.arena, http_server_port(t.server), k_str_z(sound[i].bytes));
        if (raw_status(answer) != 200 || !k_str_eqz(raw_body(answer), sound[i].body))
            fail_msg("%s: want 200 %s, got: %.*s", sound[i].name, sound[i].body, K_ARG(answer));
    }
}

static void head_larger_than_32_kib_is_431(void **state)
{
    struct k_buf b;
    k_buf_init(&b, t.arena, 1 << 20);
    k_buf_str(&b, K_S("GET / HTTP/1.1\r\n" HOST "X-Long: "));
    for (int i = 0; i < 64 * 1024; i++)
        k_buf_chr(&b, 'x');
    k_buf_str(&b, K_S("\r\n" END));
    k_str answer = raw_exchange(t.arena, http_server_port(t.server), k_buf_view(&b));
    assert_int_equal(raw_status(answer), 431);
}

static void more_than_100_headers_are_refused(void **state)
{
    struct k_buf b;
    k_buf_init(&b, t.arena, 1 << 20);
    k_buf_str(&b, K_S("GET / HTTP/1.1\r\n" HOST));
    for (int i = 0; i < 100; i++)
        k_buf_fmt(&b, "X-%d: y\r\n", i);
    k_buf_str(&b, K_S("\r\n"));
    k_str answer = raw_exchange(t.arena, http_server_port(t.server), k_buf_view(&b));
    assert_int_equal(raw_status(answer), 400);
    assert_true(k_str_find(answer, K_S("too many headers")) > 0);
}

/* The second request of a refused connection must not be answered. */
static void what_follows_a_refused_request_is_not_read(void **state)
{
    int before = t.handled;
    k_str answer = raw_exchange(t.arena, http_server_port(t.server),
                                K_S("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n"
                                    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                    "GET /two HTTP/1.1\r\n" HOST END));
    assert_int_equal(raw_status(answer), 400);
    assert_true(k_str_find(k_str_from(answer, 12), K_S("HTTP/1.1")) < 0);
    assert_int_equal(t.handled, before);
}

static void refusal_is_a_problem_with_words(void **state)
{
    k_str answer =
        raw_exchange(t.arena, http_server_port(t.server), K_S("GET / HTTP/1.0\r\n\r\n"));
    assert_true(k_str_find(answer, K_S("Content-Type: application/problem+json")) > 0);
    assert_true(k_str_find(answer, K_S("Connection: close")) > 0);
    assert_true(k_str_find(answer, K_S("\"type\":\"urn:kith:problem:bad-request\"")) > 0);
    assert_true(k_str_find(answer, K_S("\"detail\":\"no Host\"")) > 0);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    k_str answer = raw_exchange(t.arena, http_server_port(t.server),
                                K_S("GET /one HTTP/1.1\r\n" HOST "\r\n"
                                    "POST /two HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nxy"
                                    "GET /three HTTP/1.1\r\n" HOST END));
    ptrdiff_t one = k_str_find(answer, K_S("GET [/one] 0"));
    ptrdiff_t two = k_str_find(answer, K_S("POST [/two] 2"));
    ptrdiff_t three = k_str_find(answer, K_S("GET [/three] 0"));
    assert_true(one > 0 && two > one && three > two);
}

/* The layout rules on their own, over one buffer. */
static void layout_sees_bytes_that_belong_to_nothing(void **state)
{
    k_str raw = K_S("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    struct http_field f = {k_str_sub(raw, 17, 4), k_str_sub(raw, 23, 1)};
    struct http_head h = {.method = k_str_sub(raw, 0, 3),
                          .target = k_str_sub(raw, 4, 2),
                          .version = k_str_sub(raw, 7, 8),
                          .fields = &f,
                          .n_fields = 1,
                          .size = raw.n};
    assert_null(http_guard_layout(&h));
    assert_null(http_guard_check(&h));
    h.size++;
    assert_non_null(http_guard_layout(&h));
    h.size = raw.n - 1;
    assert_non_null(http_guard_layout(&h));
    h.size = raw.n;
    f.name = K_S("Host");
    assert_non_null(http_guard_layout(&h));
    f.name = k_str_sub(raw, 17, 4);
    h.version.n--;
    assert_non_null(http_guard_layout(&h));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_requests_never_reach_the_handler),
        cmocka_unit_test(sound_requests_pass),
        cmocka_unit_test(head_larger_than_32_kib_is_431),
        cmocka_unit_test(more_than_100_headers_are_refused),
        cmocka_unit_test(what_follows_a_refused_request_is_not_read),
        cmocka_unit_test(refusal_is_a_problem_with_words),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(layout_sees_bytes_that_belong_to_nothing),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
