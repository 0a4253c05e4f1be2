/* What the headers and statuses of a network mean for the next request. */
#include "unit.h"
#include "connectors/exchange.h"

static const k_time now = 1793491200 * K_SEC;

static struct http_res answer(struct k_arena *a, int status, const char *name,
                              const char *value)
{
    struct http_header *h = k_new(a, struct http_header);
    *h = (struct http_header){k_str_z(name), k_str_z(value)};
    return (struct http_res){.status = status, .headers = h, .n_headers = name ? 1 : 0};
}

static void the_network_says_when_to_come_back(void **state)
{
    static const struct {
        const char *name, *value;
        k_time wait; /* from now */
    } rows[] = {
        {"retry-after", "30", 30 * K_SEC},
        {"retry-after", " 0 ", K_MIN}, /* at once is no answer to being too fast */
        {"retry-after", "Sun, 01 Nov 2026 00:02:00 GMT", 2 * K_MIN},
        {"retry-after", "Sun, 01 Nov 2020 00:00:00 GMT", K_MIN},
        {"retry-after", "99999999", K_MIN},
        {"retry-after", "-5", K_MIN},
        {"retry-after", "soon", K_MIN},
        {"ratelimit-reset", "1793491500", 5 * K_MIN},
        {"ratelimit-reset", "90", 90 * K_SEC},
        {"x-ratelimit-reset", "2026-11-01T00:10:00Z", 10 * K_MIN},
        {"ratelimit-reset", "1893491500", K_DAY},
        {NULL, NULL, K_MIN},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct http_res res = answer(*state, 429, rows[i].name, rows[i].value);
        k_time got = exchange_wait_until(&res, now) - now;
        if (got != rows[i].wait)
            fail_msg("row %zu: %lld instead of %lld", i, (long long)got,
                     (long long)rows[i].wait);
    }
}

static void the_budget_is_read_from_either_spelling(void **state)
{
    static const struct {
        const char *name, *value;
        int64_t left;
    } rows[] = {
        {"ratelimit-remaining", "2999", 2999},
        {"x-ratelimit-remaining", "0", 0},
        {"ratelimit-remaining", "-1", -1},
        {"ratelimit-remaining", "many", -1},
        {NULL, NULL, -1},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct channel_news news = {0};
        struct http_res res = answer(*state, 200, rows[i].name, rows[i].value);
        exchange_budget(&res, now, &news);
        assert_true(news.budget_left == rows[i].left);
        assert_true(news.budget_reset == 0);
    }
}

static void each_status_is_an_error_with_words(void **state)
{
    static const struct {
        int status;
        k_err err;
    } rows[] = {
        {200, K_OK},
        {204, K_OK},
        {301, K_ERR_NET_BAD_ANSWER},
        {400, K_ERR_NET_REFUSED},
        {401, K_ERR_NET_AUTH},
        {403, K_ERR_NET_AUTH},
        {404, K_ERR_NET_REFUSED},
        {410, K_ERR_NET_REFUSED},
        {429, K_ERR_NET_LIMITED},
        {500, K_ERR_NET_DOWN},
        {503, K_ERR_NET_DOWN},
    };
    struct k_clock clock = k_clock_fixed(now);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct k_net_ctx nx = {.arena = *state, .clock = &clock};
        struct channel_news news = {0};
        struct http_res res = answer(*state, rows[i].status, NULL, NULL);
        k_err err = exchange_status(&nx, &res, K_S("garden.example"),
                                    K_S("no \xf0\x9f\x8c\xb1"), &news);
        assert_int_equal(err, rows[i].err);
        assert_true(err == K_OK || k_str_find(nx.detail.text, K_S("garden.example")) >= 0);
        assert_int_equal(news.not_before > 0, rows[i].status == 429);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(the_network_says_when_to_come_back),
        arena_test(the_budget_is_read_from_either_spelling),
        arena_test(each_status_is_an_error_with_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
