/* The HTTP client against scripted servers: what it sends, what it takes, what it refuses, and
 * what it says about a request that may have arrived.
 * tsan: callers on many threads share one loop. */
#include <setjmp.h>
#include <stdarg.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "kit/raw.h"
#include "net/client.h"

static struct k_arena *arena;

/* Answers each connection with the bytes of one script line; keeps what was asked. */
static struct {
    k_str answers[8];
    k_str asked[8];
    int n_answers;
    _Atomic int n_asked;
    struct k_arena *arena;
    pthread_mutex_t lock;
    _Atomic bool hold; /* keep the connection open until the other side closes it */
} sc;

static void play(void *arg, int nth, int fd)
{
    struct k_arena *own = k_arena_new(0);
    k_str rq = raw_read_request(own, fd);
    if (rq.n > 0 && nth < 8) {
        pthread_mutex_lock(&sc.lock);
        sc.asked[nth] = k_dup(sc.arena, rq);
        sc.n_asked++;
        k_str answer = nth < sc.n_answers ? sc.answers[nth] : K_S("");
        pthread_mutex_unlock(&sc.lock);
        raw_send(fd, answer);
    }
    if (sc.hold)
        raw_read_all(own, fd);
    k_arena_free(own);
}

struct world {
    struct raw_server *server;
    struct http_client *client;
    k_str base; /* "http://127.0.0.1:PORT" */
};

static struct world world(void)
{
    struct world w = {.server = raw_server_start(play, NULL)};
    w.base = k_fmt(arena, "http://127.0.0.1:%d", raw_server_port(w.server));
    k_str allow[] = {k_str_from(w.base, 7)};
    struct http_client_config cfg = {
        .user_agent = "Kith/test", .allow_private = allow, .n_allow_private = 1};
    assert_int_equal(http_client_new(&cfg, &w.client), K_OK);
    return w;
}

static void end(struct world *w)
{
    http_client_free(w->client);
    raw_server_stop(w->server);
}

static void script(const char *answer)
{
    sc.answers[sc.n_answers++] = k_str_z(answer);
}

static int setup(void **state)
{
    arena = k_arena_new(0);
    memset(&sc, 0, sizeof sc);
    pthread_mutex_init(&sc.lock, NULL);
    sc.arena = k_arena_new(0);
    return 0;
}

static int teardown(void **state)
{
    k_arena_free(arena);
    k_arena_free(sc.arena);
    return 0;
}

static k_err get(struct world *w, const char *path, struct http_res *res, k_str *why)
{
    struct http_req rq = {.url = k_cat(arena, w->base, k_str_z(path)), .max_redirects = 5};
    return http_do(w->client, arena, &rq, res, why);
}

static bool has(k_str s, const char *text)
{
    return k_str_find(s, k_str_z(text)) >= 0;
}

static void answer_has_status_headers_and_body(void **state)
{
    struct world w = world();
    struct http_res res;
    script(
        "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
        "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nX-One:  a b \r\nEMPTY:\r\n\r\nhello");
    assert_int_equal(get(&w, "/a?b#frag", &res, NULL), K_OK);
    assert_int_equal(res.status, 404);
    assert_string_equal(res.body.p, "hello");
    assert_true(k_str_eqz(http_res_header(&res, "x-one"), "a b"));
    assert_true(k_str_eqz(http_res_header(&res, "empty"), ""));
    assert_null(http_res_header(&res, "x-early").p);
    assert_true(k_str_ends(res.final_url, K_S("/a?b#frag")));
    assert_true(res.sent);
    assert_true(k_str_starts(sc.asked[0], K_S("GET /a?b HTTP/1.1\r\n")));
    assert_true(has(sc.asked[0], "User-Agent: Kith/test\r\n"));
    assert_true(has(sc.asked[0], "Accept-Encoding: gzip\r\n"));
    end(&w);
}

static void request_carries_method_headers_body_and_basic(void **state)
{
    struct world w = world();
    struct http_res res;
    script("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    script("HTTP/1.1 204 No Content\r\n\r\n");
    script("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    struct http_header h[] = {{K_S("Content-Type"), K_S("application/json")},
                              {K_S("X-Empty"), K_S("")}};
    struct http_req rq = {.method = "POST",
                          .url = k_cat(arena, w.base, K_S("/p")),
                          .headers = h,
                          .n_headers = 2,
                          .body = K_S("{\"a\":\"\xc3\xa4\"}"),
                          .basic_user = K_S("u"),
                          .basic_password = K_S("p w")};
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_OK);
    assert_int_equal(res.status, 201);
    assert_true(k_str_starts(sc.asked[0], K_S("POST /p HTTP/1.1\r\n")));
    assert_true(has(sc.asked[0], "Content-Type: application/json\r\n"));
    assert_true(has(sc.asked[0], "X-Empty:\r\n"));
    assert_true(has(sc.asked[0], "Content-Length: 10\r\n"));
    assert_true(has(sc.asked[0], "Authorization: Basic dTpwIHc=\r\n"));
    assert_true(k_str_ends(sc.asked[0], K_S("\r\n\r\n{\"a\":\"\xc3\xa4\"}")));
    assert_false(has(sc.asked[0], "Expect:"));
    rq = (struct http_req){.method = "DELETE", .url = w.base};
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_OK);
    assert_true(k_str_starts(sc.asked[1], K_S("DELETE / HTTP/1.1\r\n")));
    assert_false(has(sc.asked[1], "Content-"));
    rq.method = "HEAD";
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_OK);
    assert_int_equal(res.body.n, 0);
    end(&w);
}

static void what_must_not_be_sent_is_refused(void **state)
{
    static const struct {
        const char *method, *url, *name, *value;
    } cases[] = {
        {"GET", "ftp://example.org/", "A", "b"},
        {"GET", "file:///etc/passwd", "A", "b"},
        {"GET", "http://u:p@example.org/", "A", "b"},
        {"GET", "http://", "A", "b"},
        {"GET", "example.org", "A", "b"},
        {"G T", "http://example.org/", "A", "b"},
        {"GET", "http://example.org/", "A b", "c"},
        {"GET", "http://example.org/", "A", "b\r\nC: d"},
        {"GET", "http://example.org/", "Content-Length", "3"},
        {"GET", "http://example.org/", "Transfer-Encoding", "chunked"},
        {"GET", "http://example.org/", "Host", "other"},
    };
    struct world w = world();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_header h = {k_str_z(cases[i].name), k_str_z(cases[i].value)};
        struct http_req rq = {.method = cases[i].method,
                              .url = k_str_z(cases[i].url),
                              .headers = &h,
                              .n_headers = 1};
        struct http_res res;
        k_str why;
        assert_int_equal(http_do(w.client, arena, &rq, &res, &why), K_ERR_BAD_INPUT);
        assert_true(why.n > 0);
        assert_false(res.sent);
    }
    end(&w);
}

static void private_addresses_are_refused_after_dns(void **state)
{
    static const char *const urls[] = {
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://0177.1/",
        "http://192.168.1.1:8080/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "https://127.0.0.1/",
    };
    struct world w = world();
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct http_req rq = {.url = k_str_z(urls[i])};
        struct http_res res;
        k_str why = K_NONE;
        k_err e = http_do(w.client, arena, &rq, &res, &why);
        if (e != K_ERR_NET_BLOCKED)
            fail_msg("%s: %d %.*s", urls[i], (int)e, K_ARG(why));
        assert_true(has(why, "private address"));
        assert_false(res.sent);
    }
    assert_int_equal(sc.n_asked, 0);
    end(&w);
}

static void redirect_to_a_private_address_is_refused(void **state)
{
    struct world w = world();
    struct http_res res;
    script("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    script("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n");
    assert_int_equal(get(&w, "/", &res, NULL), K_ERR_NET_BLOCKED);
    assert_int_equal(get(&w, "/", &res, NULL), K_ERR_NET_BAD_ANSWER);
    end(&w);
}

static void redirects_are_followed_as_often_as_asked(void **state)
{
    struct world w = world();
    struct http_res res;
    k_str why;
    for (int i = 0; i < 3; i++)
        script("HTTP/1.1 301 Moved\r\nLocation: ../b?x\r\nContent-Length: 3\r\n"
               "Connection: close\r\n\r\nbye");
    script("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    assert_int_equal(get(&w, "/a/c", &res, NULL), K_OK);
    assert_string_equal(res.body.p, "ok");
    assert_true(k_str_ends(res.final_url, K_S("/b?x")));
    assert_true(k_str_starts(sc.asked[1], K_S("GET /b?x HTTP/1.1\r\n")));
    script(
        "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    script(
        "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    struct http_req rq = {.url = w.base, .max_redirects = 1};
    assert_int_equal(http_do(w.client, arena, &rq, &res, &why), K_ERR_NET_BAD_ANSWER);
    assert_true(has(why, "redirects too often"));
    script("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");
    rq.max_redirects = 0;
    assert_int_equal(http_do(w.client, arena, &rq, &res, &why), K_OK);
    assert_int_equal(res.status, 302);
    end(&w);
}

static void credentials_do_not_follow_to_another_origin(void **state)
{
    struct world w = world();
    struct raw_server *other = raw_server_start(play, NULL);
    struct http_client *c;
    k_str allow[] = {k_str_from(w.base, 7),
                     k_fmt(arena, "127.0.0.1:%d", raw_server_port(other))};
    struct http_client_config cfg = {.allow_private = allow, .n_allow_private = 2};
    assert_int_equal(http_client_new(&cfg, &c), K_OK);
    k_str go =
        k_fmt(arena, "HTTP/1.1 307 Go\r\nLocation: http://%.*s/x\r\nContent-Length: 0\r\n\r\n",
              K_ARG(allow[1]));
    script(go.p); /* the other server plays the same first line: it is asked once, too */
    struct http_header h[] = {{K_S("Authorization"), K_S("Bearer secret")},
                              {K_S("X-Api-Key"), K_S("secret")},
                              {K_S("Cookie"), K_S("secret")},
                              {K_S("Accept"), K_S("text/x")}};
    struct http_req rq = {.url = w.base,
                          .headers = h,
                          .n_headers = 4,
                          .basic_user = K_S("u"),
                          .basic_password = K_S("secret"),
                          .max_redirects = 1};
    struct http_res res;
    assert_int_equal(http_do(c, arena, &rq, &res, NULL), K_ERR_NET_BAD_ANSWER);
    /* asked[0] was overwritten by the second server's first connection. */
    assert_int_equal(sc.n_asked, 2);
    assert_true(k_str_starts(sc.asked[0], K_S("GET /x HTTP/1.1\r\n")));
    assert_true(has(sc.asked[0], "Accept: text/x\r\n"));
    assert_false(has(sc.asked[0], "secret") || has(sc.asked[0], "Authorization"));
    /* A body stays at home altogether. */
    rq.method = "POST";
    rq.body = K_S("secret body");
    sc.answers[1] = go;
    sc.n_answers = 2;
    assert_int_equal(http_do(c, arena, &rq, &res, NULL), K_OK);
    assert_int_equal(res.status, 307);
    assert_int_equal(sc.n_asked, 3);
    http_client_free(c);
    raw_server_stop(other);
    end(&w);
}

static void post_that_is_redirected_becomes_get_but_not_with_308(void **state)
{
    struct world w = world();
    struct http_res res;
    struct http_req rq = {
        .method = "POST", .url = w.base, .body = K_S("abc"), .max_redirects = 2};
    script("HTTP/1.1 303 See\r\nLocation: /r\r\nContent-Length: 0\r\n\r\n");
    script("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_OK);
    assert_true(k_str_starts(sc.asked[1], K_S("GET /r HTTP/1.1\r\n")));
    assert_false(has(sc.asked[1], "Content-"));
    script("HTTP/1.1 308 Same\r\nLocation: /r\r\nContent-Length: 0\r\n\r\n");
    script("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_OK);
    assert_true(k_str_starts(sc.asked[3], K_S("POST /r HTTP/1.1\r\n")));
    assert_true(k_str_ends(sc.asked[3], K_S("abc")));
    end(&w);
}

/* ---- answers that are not as they should be ---------------------------------------------- */

static void broken_answers_are_told_apart(void **state)
{
    static const struct {
        const char *answer;
        k_err err;
        const char *why;
    } cases[] = {
        {"", K_ERR_NET_DOWN, "without an answer"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", K_ERR_NET_DOWN, "cut off"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", K_ERR_NET_DOWN,
         NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", K_ERR_NET_DOWN, NULL},
        {"HTTP/1.1 200 OK\r\nContent-Le", K_ERR_NET_DOWN, NULL},
        {"hello, this is no HTTP at all\r\n\r\n", K_ERR_NET_BAD_ANSWER, "not HTTP"},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
         K_ERR_NET_BAD_ANSWER, "unpacked"},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nhello",
         K_ERR_NET_BAD_ANSWER, "did not ask"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w = world();
        struct http_res res;
        k_str why = K_NONE;
        sc.n_answers = 0;
        script(cases[i].answer);
        k_err e = get(&w, "/", &res, &why);
        if (e != cases[i].err || (cases[i].why && !has(why, cases[i].why)))
            fail_msg("%s: %d %.*s", cases[i].answer, (int)e, K_ARG(why));
        assert_true(res.sent);
        end(&w);
    }
}

static k_str packed(k_str plain)
{
    static unsigned char out[1 << 20];
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)plain.p,
                  .avail_in = (unsigned)plain.n,
                  .next_out = out,
                  .avail_out = sizeof out};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY),
                     Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return k_dup(arena, k_str_n((char *)out, sizeof out - z.avail_out));
}

static void script_gzip(k_str body)
{
    k_str head = k_fmt(arena,
                       "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n"
                       "Connection: close\r\n\r\n",
                       body.n);
    sc.answers[sc.n_answers++] = k_cat(arena, head, body);
}

static void packed_answers_are_unpacked_up_to_the_limit(void **state)
{
    struct world w = world();
    struct http_res res;
    char *zeros = k_arena_alloc(arena, 4 << 20);
    k_str bomb = packed(k_str_n(zeros, 4 << 20)), small = packed(K_S("hello, hello, hello"));
    script_gzip(small);
    script_gzip(bomb);
    script_gzip(bomb);
    script_gzip(k_str_sub(small, 0, small.n - 9)); /* ends early */
    script_gzip(k_cat(arena, small, small));       /* two members */
    assert_int_equal(get(&w, "/", &res, NULL), K_OK);
    assert_string_equal(res.body.p, "hello, hello, hello");
    struct http_req rq = {.url = w.base, .max_body = 4 << 20};
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_OK);
    assert_int_equal(res.body.n, 4 << 20);
    rq.max_body--;
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_ERR_TOO_LARGE);
    assert_int_equal(get(&w, "/", &res, NULL), K_ERR_NET_BAD_ANSWER);
    assert_int_equal(get(&w, "/", &res, NULL), K_OK);
    assert_int_equal(res.body.n, 38);
    end(&w);
}

static void too_large_answers_are_cut_while_they_come(void **state)
{
    struct world w = world();
    struct http_res res;
    struct http_req rq = {.url = w.base, .max_body = 10};
    script("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123456789");
    script("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n0123456789a");
    script("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n");
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_OK);
    sc.hold = true; /* the limit ends the call, not the end of the answer */
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_ERR_TOO_LARGE);
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_ERR_TOO_LARGE);
    assert_int_equal(res.status, 200);
    end(&w);
}

static void huge_heads_are_refused(void **state)
{
    struct world w = world();
    struct http_res res;
    struct k_buf b;
    k_buf_init(&b, arena, 1 << 20);
    k_buf_str(&b, K_S("HTTP/1.1 200 OK\r\n"));
    for (int i = 0; i < 300; i++)
        k_buf_fmt(&b, "X-%d: y\r\n", i);
    script(b.p);
    struct k_buf b2;
    k_buf_init(&b2, arena, 1 << 20);
    k_buf_str(&b2, K_S("HTTP/1.1 200 OK\r\n"));
    for (int i = 0; i < 40; i++)
        k_buf_fmt(&b2, "X: %02000d\r\n", i);
    script(b2.p);
    assert_int_equal(get(&w, "/", &res, NULL), K_ERR_NET_BAD_ANSWER);
    assert_int_equal(get(&w, "/", &res, NULL), K_ERR_NET_BAD_ANSWER);
    end(&w);
}

static void silent_server_times_out_and_says_whether_it_was_asked(void **state)
{
    struct world w = world();
    struct http_res res;
    struct http_req rq = {.method = "POST", .url = w.base, .body = K_S("x"), .timeout_ms = 150};
    sc.hold = true;
    assert_int_equal(http_do(w.client, arena, &rq, &res, NULL), K_ERR_NET_TIMEOUT);
    assert_true(res.sent);
    assert_int_equal(res.status, 0);
    end(&w);
}

/* ---- sent, or surely not ------------------------------------------------------------------
 */

static void refused_connection_was_surely_not_sent(void **state)
{
    struct world w = world();
    raw_server_stop(w.server);
    struct http_res res;
    k_str why;
    assert_int_equal(get(&w, "/", &res, &why), K_ERR_NET_DOWN);
    assert_true(has(why, "cannot be reached"));
    assert_false(res.sent);
    http_client_free(w.client);
}

static void unknown_host_was_surely_not_sent(void **state)
{
    struct world w = world();
    struct http_req rq = {.url = K_S("http://no-such-host.invalid/")};
    struct http_res res;
    k_str why;
    assert_int_equal(http_do(w.client, arena, &rq, &res, &why), K_ERR_NET_DOWN);
    assert_true(has(why, "no-such-host.invalid: there is no such host"));
    assert_false(res.sent);
    end(&w);
}

/* Reads a part of the request and closes: the rest never left. */
static void read_a_little(void *arg, int nth, int fd)
{
    char some[1000];
    struct linger hard = {.l_onoff = 1};
    (void)!recv(fd, some, sizeof some, 0);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

static void body_that_left_only_in_part_is_not_sent(void **state)
{
    struct raw_server *s = raw_server_start(read_a_little, NULL);
    k_str base = k_fmt(arena, "http://127.0.0.1:%d", raw_server_port(s));
    k_str allow[] = {k_str_from(base, 7)};
    struct http_client_config cfg = {.allow_private = allow, .n_allow_private = 1};
    struct http_client *c;
    assert_int_equal(http_client_new(&cfg, &c), K_OK);
    size_t n = (size_t)64 << 20; /* more than the sockets between hold */
    struct http_req rq = {.method = "POST", .url = base, .body = {k_arena_alloc(arena, n), n}};
    struct http_res res;
    assert_int_equal(http_do(c, arena, &rq, &res, NULL), K_ERR_NET_DOWN);
    assert_false(res.sent);
    http_client_free(c);
    raw_server_stop(s);
}

/* Answers each GET and keeps the connection, but closes it unanswered on a POST: the moment in
 * which curl would try again by itself. */
static void answer_once(void *arg, int nth, int fd)
{
    _Atomic int *posts = arg;
    struct k_arena *own = k_arena_new(0);
    k_str rq;
    while (k_str_starts(rq = raw_read_request(own, fd), K_S("GET")))
        raw_send(fd, K_S("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    if (k_str_starts(rq, K_S("POST")))
        (*posts)++;
    k_arena_free(own);
}

static void post_is_never_repeated_on_a_connection_that_died(void **state)
{
    _Atomic int posts = 0;
    struct raw_server *s = raw_server_start(answer_once, &posts);
    k_str base = k_fmt(arena, "http://127.0.0.1:%d", raw_server_port(s));
    k_str allow[] = {k_str_from(base, 7)};
    struct http_client_config cfg = {.allow_private = allow, .n_allow_private = 1};
    struct http_client *c;
    struct http_res res;
    assert_int_equal(http_client_new(&cfg, &c), K_OK);
    struct http_req rq = {.url = base};
    assert_int_equal(http_do(c, arena, &rq, &res, NULL), K_OK);
    rq = (struct http_req){.method = "POST", .url = base, .body = K_S("once")};
    assert_int_equal(http_do(c, arena, &rq, &res, NULL), K_ERR_NET_DOWN);
    assert_true(res.sent);
    http_client_free(c);
    raw_server_stop(s);
    assert_int_equal(posts, 1);
}

/* ---- threads ------------------------------------------------------------------------------
 */

struct caller {
    struct http_client *client;
    k_str url;
    k_err err;
    pthread_t thread;
};

static void *call(void *arg)
{
    struct caller *me = arg;
    struct k_arena *a = k_arena_new(0);
    struct http_req rq = {.url = me->url, .timeout_ms = 60000};
    struct http_res res;
    me->err = http_do(me->client, a, &rq, &res, NULL);
    k_arena_free(a);
    return NULL;
}

static void stopping_ends_waiting_calls_and_refuses_new_ones(void **state)
{
    struct world w = world();
    sc.hold = true;
    struct caller waiting = {w.client, w.base, K_OK, 0};
    pthread_create(&waiting.thread, NULL, call, &waiting);
    while (sc.n_asked == 0)
        sched_yield();
    http_client_stop(w.client);
    pthread_join(waiting.thread, NULL);
    assert_int_equal(waiting.err, K_ERR_CANCELLED);
    struct http_res res;
    assert_int_equal(get(&w, "/", &res, NULL), K_ERR_CANCELLED);
    end(&w);
}

static void freeing_waits_for_the_callers(void **state)
{
    struct world w = world();
    sc.hold = true;
    struct caller waiting[4];
    for (int i = 0; i < 4; i++) {
        waiting[i] = (struct caller){w.client, w.base, K_OK, 0};
        pthread_create(&waiting[i].thread, NULL, call, &waiting[i]);
    }
    while (sc.n_asked < 4)
        sched_yield();
    http_client_free(w.client);
    for (int i = 0; i < 4; i++) {
        pthread_join(waiting[i].thread, NULL);
        assert_int_equal(waiting[i].err, K_ERR_CANCELLED);
    }
    raw_server_stop(w.server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        T(answer_has_status_headers_and_body),
        T(request_carries_method_headers_body_and_basic),
        T(what_must_not_be_sent_is_refused),
        T(private_addresses_are_refused_after_dns),
        T(redirect_to_a_private_address_is_refused),
        T(redirects_are_followed_as_often_as_asked),
        T(credentials_do_not_follow_to_another_origin),
        T(post_that_is_redirected_becomes_get_but_not_with_308),
        T(broken_answers_are_told_apart),
        T(packed_answers_are_unpacked_up_to_the_limit),
        T(too_large_answers_are_cut_while_they_come),
        T(huge_heads_are_refused),
        T(silent_server_times_out_and_says_whether_it_was_asked),
        T(refused_connection_was_surely_not_sent),
        T(unknown_host_was_surely_not_sent),
        T(body_that_left_only_in_part_is_not_sent),
        T(post_is_never_repeated_on_a_connection_that_died),
        T(stopping_ends_waiting_calls_and_refuses_new_ones),
        T(freeing_waits_for_the_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
