/* The fault proxy itself, between our client and our server: each fault is what it says, for
 * the client and for the server behind; the same seed breaks the same requests. */
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/json.h"
#include "kit/proxy.h"
#include "net/client.h"
#include "net/http.h"

static struct {
    struct k_arena *arena;
    struct http_server *server;
    struct http_client *client;
    struct proxy *proxy;
    _Atomic int handled, n;
} t;

static void handle(void *arg, struct k_ctx *cx, struct http_request *rq,
                   struct http_response *rs)
{
    t.handled++;
    k_buf_fmt(&rs->body, "answer %d to %s %.*s with %zu bytes of body", ++t.n,
              http_method_name(rq->method), K_ARG(rq->path), rq->body.n);
}

static void start_proxy(struct proxy_config cfg)
{
    cfg.target_host = "127.0.0.1";
    cfg.target_port = http_server_port(t.server);
    t.proxy = proxy_start(&cfg);
    assert_non_null(t.proxy);
    k_str allow[] = {k_fmt(t.arena, "127.0.0.1:%d", proxy_port(t.proxy))};
    struct http_client_config cc = {.allow_private = allow, .n_allow_private = 1};
    assert_int_equal(http_client_new(&cc, &t.client), K_OK);
}

static int setup(void **state)
{
    memset(&t, 0, sizeof t);
    t.arena = k_arena_new(0);
    struct http_server_config cfg = {.listen = K_S("127.0.0.1:0"), .handle = handle};
    assert_int_equal(http_server_start(&cfg, &t.server, NULL, t.arena), K_OK);
    return 0;
}

static int teardown(void **state)
{
    http_client_free(t.client);
    proxy_stop(t.proxy);
    http_server_stop(t.server, 1000);
    k_arena_free(t.arena);
    return 0;
}

static k_err ask(const char *method, const char *path, struct http_res *res)
{
    struct http_req rq = {
        .method = method,
        .url = k_fmt(t.arena, "http://127.0.0.1:%d%s", proxy_port(t.proxy), path),
        .body = strcmp(method, "POST") == 0 ? K_S("hello") : K_NONE,
        .timeout_ms = 5000};
    return http_do(t.client, t.arena, &rq, res, NULL);
}

static void each_fault_is_what_it_says(void **state)
{
    static const struct {
        enum proxy_fault fault;
        k_err err;
        int status;
        bool sent, handled;
    } cases[] = {
        {PROXY_PASS, K_OK, 200, true, true},
        {PROXY_REFUSE, K_ERR_NET_DOWN, 0, true,
         false}, /* the bytes may have left all the same */
        {PROXY_HOLD, K_ERR_NET_DOWN, 0, true, false},
        {PROXY_429, K_OK, 429, true, false},
        {PROXY_429_WAIT, K_OK, 429, true, false},
        {PROXY_500, K_OK, 500, true, false},
        {PROXY_503, K_OK, 503, true, false},
        {PROXY_CUT, K_ERR_NET_DOWN, 200, true, true},
        {PROXY_LOST, K_ERR_NET_DOWN, 0, true, true},
        {PROXY_REPLAY, K_OK, 200, true, true}, /* there is no replay of a POST */
    };
    start_proxy((struct proxy_config){.hold_ms = 50, .retry_after_s = 7});
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_res res;
        int before = t.handled;
        proxy_next(t.proxy, cases[i].fault);
        k_err e = ask("POST", "/p", &res);
        if (e != cases[i].err || res.status != cases[i].status ||
            (t.handled > before) != cases[i].handled)
            fail_msg("%s: error %d, status %d, handled %d", proxy_fault_names[cases[i].fault],
                     (int)e, res.status, t.handled - before);
        if (cases[i].fault != PROXY_REFUSE)
            assert_int_equal(res.sent, cases[i].sent);
        if (cases[i].fault == PROXY_PASS)
            assert_string_equal(res.body.p, "answer 1 to POST /p with 5 bytes of body");
        bool wait = cases[i].fault == PROXY_429_WAIT;
        assert_true(e != K_OK || k_str_eqz(http_res_header(&res, "retry-after"), "7") == wait);
    }
}

static void earlier_page_comes_again(void **state)
{
    struct http_res res;
    start_proxy((struct proxy_config){0});
    assert_int_equal(ask("GET", "/list?cursor=1", &res), K_OK);
    assert_int_equal(ask("GET", "/list?cursor=2", &res), K_OK);
    assert_true(k_str_starts(res.body, K_S("answer 2 ")));
    proxy_next(t.proxy, PROXY_REPLAY);
    assert_int_equal(ask("GET", "/list?cursor=3", &res), K_OK);
    assert_true(k_str_starts(res.body, K_S("answer 1 ")));
    proxy_next(t.proxy, PROXY_REPLAY); /* of another path: nothing to replay */
    assert_int_equal(ask("GET", "/other", &res), K_OK);
    assert_true(k_str_starts(res.body, K_S("answer 3 ")));
    proxy_next(t.proxy, PROXY_REPLAY); /* nor of another question to the same path */
    assert_int_equal(ask("GET", "/list?author=1", &res), K_OK);
    assert_true(k_str_starts(res.body, K_S("answer 4 ")));
    assert_int_equal(proxy_count(t.proxy, PROXY_REPLAY), 1);
}

static void storm(uint64_t seed, char out[41])
{
    struct http_res res;
    start_proxy((struct proxy_config){.seed = seed,
                                      .chance = {[PROXY_500] = 0.3, [PROXY_LOST] = 0.2},
                                      .only_path = "/xrpc/"});
    for (int i = 0; i < 40; i++) {
        k_err e = ask("GET", "/xrpc/a", &res);
        out[i] = e != K_OK ? 'L' : res.status == 500 ? '5' : '.';
    }
    out[40] = 0;
    for (int i = 0; i < 10; i++) {
        assert_int_equal(ask("GET", "/elsewhere", &res), K_OK);
        assert_int_equal(res.status, 200);
    }
    proxy_heal(t.proxy);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(ask("GET", "/xrpc/a", &res), K_OK);
        assert_int_equal(res.status, 200);
    }
    http_client_free(t.client);
    proxy_stop(t.proxy);
    t.client = NULL;
    t.proxy = NULL;
}

static void same_seed_breaks_the_same_requests(void **state)
{
    char one[41], two[41], other[41];
    storm(11, one);
    storm(11, two);
    storm(12, other);
    assert_string_equal(one, two);
    assert_string_not_equal(one, other);
    assert_true(strchr(one, '5') && strchr(one, 'L') && strchr(one, '.'));
}

static void log_has_a_line_for_each_request(void **state)
{
    char path[] = "/tmp/kith-proxy-XXXXXX", text[4096];
    int fd = mkstemp(path);
    struct http_res res;
    start_proxy((struct proxy_config){.log = path});
    assert_int_equal(ask("GET", "/a?b=\"c", &res), K_OK);
    proxy_next(t.proxy, PROXY_LOST);
    assert_int_equal(ask("POST", "/b", &res), K_ERR_NET_DOWN);
    proxy_stop(t.proxy); /* the line is written behind the answer */
    t.proxy = NULL;
    ssize_t n = read(fd, text, sizeof text);
    k_str rest = k_str_n(text, n > 0 ? (size_t)n : 0);
    static const struct {
        const char *method, *fault;
        int status;
    } want[] = {{"GET", "pass", 200}, {"POST", "lost", 200}};
    for (size_t i = 0; i < 2; i++) {
        const struct k_json *v;
        assert_int_equal(k_json_parse(t.arena, k_str_cut(&rest, '\n'), &v, NULL), K_OK);
        assert_int_equal(k_json_int(k_json_get(v, "n"), 0), i + 1);
        assert_true(k_str_eqz(k_json_get_str(v, "method"), want[i].method));
        assert_true(k_str_eqz(k_json_get_str(v, "fault"), want[i].fault));
        assert_int_equal(k_json_int(k_json_get(v, "status"), 0), want[i].status);
        assert_true(k_json_int(k_json_get(v, "bytes"), 0) > 50);
    }
    close(fd);
    unlink(path);
}

static void stopping_lets_go_of_held_requests(void **state)
{
    struct http_res res;
    start_proxy((struct proxy_config){0});
    proxy_next(t.proxy, PROXY_HOLD);
    struct http_req rq = {.url = k_fmt(t.arena, "http://127.0.0.1:%d/", proxy_port(t.proxy)),
                          .timeout_ms = 100};
    assert_int_equal(http_do(t.client, t.arena, &rq, &res, NULL), K_ERR_NET_TIMEOUT);
    assert_true(res.sent);
    assert_int_equal(t.handled, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        T(each_fault_is_what_it_says),         T(earlier_page_comes_again),
        T(same_seed_breaks_the_same_requests), T(log_has_a_line_for_each_request),
        T(stopping_lets_go_of_held_requests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
