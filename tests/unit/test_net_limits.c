/* Pages and budgets: Link headers, rate limit headers, and the limiter of addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <pthread.h>

#include <cmocka.h>

#include "net/limiter.h"
#include "net/link.h"
#include "net/ratelimit.h"

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

static void link_is_found_by_its_relation(void **state)
{
    static const struct {
        const char *header, *rel, *target;
    } cases[] = {
        {"<https://a.b/?max_id=1>; rel=\"next\", <https://a.b/?min_id=9>; rel=\"prev\"", "next",
         "https://a.b/?max_id=1"},
        {"<https://a.b/?max_id=1>; rel=\"next\", <https://a.b/?min_id=9>; rel=\"prev\"", "prev",
         "https://a.b/?min_id=9"},
        {"</p?a,b;c>;rel=next", "next", "/p?a,b;c"},
        {"<x> ; title=\"a, <y>; rel=next\" ; REL = NEXT", "next", "x"},
        {"<x>; rel=\"last  next\"", "next", "x"},
        {"<x>; rel=prev; rel=next", "next", NULL}, /* only the first counts */
        {"<x>; crossorigin; rel=next", "next", "x"},
        {", ,<x>;rel=next", "next", "x"},
        {"<x>; rel=\"a\\\"b\", <y>; rel=next", "next", "y"},
        {"<x>; rel=\"next", "next", NULL},
        {"<x; rel=next", "next", NULL},
        {"x; rel=next", "next", NULL},
        {"<x>", "next", NULL},
        {"", "next", NULL},
        {"<>; rel=next", "next", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        k_str got = link_find(k_str_z(cases[i].header), cases[i].rel);
        k_str want = k_str_z(cases[i].target);
        if (!k_str_eq(got, want) || (got.p == NULL) != (want.p == NULL))
            fail_msg("%s: %.*s", cases[i].header, K_ARG(got));
    }
}

#define NOW (1790000000LL * K_SEC) /* 2026-09-21T14:13:20Z */

static void limits_are_read_in_every_spelling(void **state)
{
    static const struct {
        const char *name;
        struct http_header h[3];
        struct ratelimit want;
    } cases[] = {
        {"a date (Mastodon)",
         {{K_S_INIT("x-ratelimit-limit"), K_S_INIT("300")},
          {K_S_INIT("x-ratelimit-remaining"), K_S_INIT("299")},
          {K_S_INIT("x-ratelimit-reset"), K_S_INIT("2026-09-21T14:15:00.000Z")}},
         {300, 299, NOW + 100 * K_SEC, 0}},
        {"seconds since 1970 (Bluesky)",
         {{K_S_INIT("ratelimit-limit"), K_S_INIT("3000")},
          {K_S_INIT("ratelimit-remaining"), K_S_INIT("0")},
          {K_S_INIT("ratelimit-reset"), K_S_INIT("1790000300")}},
         {3000, 0, NOW + 300 * K_SEC, 0}},
        {"seconds from now, with fractions (Reddit)",
         {{K_S_INIT("x-ratelimit-remaining"), K_S_INIT("599.0")},
          {K_S_INIT("x-ratelimit-reset"), K_S_INIT("12.5")},
          {K_S_INIT("content-type"), K_S_INIT("text/x")}},
         {-1, 599, NOW + 12500 * K_MSEC, 0}},
        {"milliseconds since 1970",
         {{K_S_INIT("x-rate-limit-remaining"), K_S_INIT("5")},
          {K_S_INIT("x-rate-limit-reset"), K_S_INIT("1790000001000")}},
         {-1, 5, NOW + K_SEC, 0}},
        {"draft 7",
         {{K_S_INIT("ratelimit"), K_S_INIT("limit=100, remaining=50, reset=5")}},
         {100, 50, NOW + 5 * K_SEC, 0}},
        {"draft 8, the tighter of two",
         {{K_S_INIT("ratelimit"), K_S_INIT("\"hour\";r=500;t=900, \"burst\";r=2;t=3")}},
         {-1, 2, NOW + 3 * K_SEC, 0}},
        {"limit with its policy",
         {{K_S_INIT("ratelimit-limit"), K_S_INIT("100, 100;w=3600")}},
         {100, -1, 0, 0}},
        {"retry-after in seconds",
         {{K_S_INIT("retry-after"), K_S_INIT("120")}},
         {-1, -1, 0, NOW + 120 * K_SEC}},
        {"retry-after as a date",
         {{K_S_INIT("retry-after"), K_S_INIT("Mon, 21 Sep 2026 14:14:20 GMT")}},
         {-1, -1, 0, NOW + K_MIN}},
        {"retry-after in the past is now",
         {{K_S_INIT("retry-after"), K_S_INIT("Mon, 21 Sep 2020 14:14:20 GMT")}},
         {-1, -1, 0, NOW}},
        {"nonsense",
         {{K_S_INIT("retry-after"), K_S_INIT("soon")},
          {K_S_INIT("x-ratelimit-remaining"), K_S_INIT("-3")},
          {K_S_INIT("x-ratelimit-reset"), K_S_INIT("nan")}},
         {-1, -1, 0, 0}},
        {"a reset too far to believe",
         {{K_S_INIT("x-ratelimit-reset"), K_S_INIT("99999999")},
          {K_S_INIT("retry-after"), K_S_INIT("1e99")}},
         {-1, -1, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ratelimit got;
        ratelimit_read(cases[i].h, 3, NOW, &got);
        if (memcmp(&got, &cases[i].want, sizeof got) != 0)
            fail_msg("%s: %lld %lld %lld %lld", cases[i].name, (long long)got.limit,
                     (long long)got.remaining, (long long)(got.reset - NOW),
                     (long long)(got.not_before - NOW));
    }
}

static void bucket_empties_and_fills_again(void **state)
{
    struct limiter *l = limiter_new(3, 10 * K_SEC, 0);
    k_time wait, now = NOW;
    for (int i = 0; i < 3; i++)
        assert_true(limiter_take(l, K_S("a"), now, &wait));
    assert_int_equal(wait, 0);
    assert_false(limiter_take(l, K_S("a"), now, &wait));
    assert_int_equal(wait, 10 * K_SEC);
    assert_true(limiter_take(l, K_S("b"), now, NULL));
    assert_false(limiter_take(l, K_S("a"), now + 9 * K_SEC, &wait));
    assert_int_equal(wait, K_SEC);
    assert_true(limiter_take(l, K_S("a"), now + 10 * K_SEC, &wait));
    assert_false(limiter_take(l, K_S("a"), now + 10 * K_SEC, NULL));
    for (int i = 0; i < 3; i++)
        assert_true(limiter_take(l, K_S("a"), now + 100 * K_SEC, NULL));
    assert_false(limiter_take(l, K_S("a"), now + 100 * K_SEC, NULL));
    limiter_free(l);
}

static void clock_set_back_locks_nobody_out(void **state)
{
    struct limiter *l = limiter_new(2, K_SEC, 0);
    k_time wait;
    assert_true(limiter_take(l, K_S("a"), NOW, NULL));
    assert_false(limiter_take(l, K_S("a"), NOW - K_DAY, &wait));
    assert_true(wait <= K_SEC);
    assert_true(limiter_take(l, K_S("a"), NOW - K_DAY + wait, NULL));
    limiter_free(l);
}

static void many_keys_do_not_free_one_that_is_blocked(void **state)
{
    struct limiter *l = limiter_new(2, K_MIN, 256);
    for (int i = 0; i < 2; i++)
        assert_true(limiter_take(l, K_S("blocked"), NOW, NULL));
    /* Others have taken one only and are nearer to full, so they make room first. */
    for (int i = 0; i < 10000; i++)
        limiter_take(l, k_fmt(arena, "k%d", i), NOW, NULL);
    assert_false(limiter_take(l, K_S("blocked"), NOW, NULL));
    limiter_free(l);
}

static void one_customer_has_one_bucket(void **state)
{
    static const struct {
        const char *address, *key;
    } cases[] = {{"192.0.2.7", "192.0.2.7"},
                 {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
                 {"2001:db8:1:2::", "2001:db8:1:2::/64"},
                 {"::1", "::/64"},
                 {"not:an:address", "not:an:address"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(k_str_eqz(limiter_address(arena, k_str_z(cases[i].address)), cases[i].key));
}

struct taker {
    struct limiter *l;
    int taken;
    pthread_t thread;
};

static void *take_many(void *arg)
{
    struct taker *t = arg;
    for (int i = 0; i < 1000; i++)
        t->taken += limiter_take(t->l, K_S("shared"), NOW, NULL);
    return NULL;
}

static void threads_share_one_bucket(void **state)
{
    struct limiter *l = limiter_new(1500, K_SEC, 0);
    struct taker t[4];
    int sum = 0;
    for (int i = 0; i < 4; i++) {
        t[i] = (struct taker){.l = l};
        pthread_create(&t[i].thread, NULL, take_many, &t[i]);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(t[i].thread, NULL);
        sum += t[i].taken;
    }
    assert_int_equal(sum, 1500);
    limiter_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        T(link_is_found_by_its_relation),
        T(limits_are_read_in_every_spelling),
        T(bucket_empties_and_fills_again),
        T(clock_set_back_locks_nobody_out),
        T(many_keys_do_not_free_one_that_is_blocked),
        T(one_customer_has_one_bucket),
        T(threads_share_one_bucket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
