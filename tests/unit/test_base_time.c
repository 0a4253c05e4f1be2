/* Times as text, ids, randomness. */
#include "unit.h"
#include "base/id.h"
#include "base/rand.h"
#include "base/time.h"

#define T0 1795326504123456LL /* 2026-11-22T05:48:24.123456Z */

static void iso_dates_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool ok;
        k_time t;
    } rows[] = {
        {"2026-11-22T05:48:24.123456Z", true, T0},
        {"2026-11-22T05:48:24.123456789Z", true, T0},
        {"2026-11-22t06:48:24.123456+01:00", true, T0},
        {"2026-11-22 06:48:24.123456+0100", true, T0},
        {"2026-11-22 00:18:24,123456 -05:30", true, T0},
        {"2026-11-22T05:48:24Z", true, T0 - 123456},
        {"2026-11-22T05:48Z", true, T0 - 24123456},
        {" 2026-11-22 ", true, T0 - 20904123456LL},
        {"1970-01-01T00:00:00Z", true, 0},
        {"1969-12-31T23:59:59.999999Z", true, -1},
        {"2024-02-29", true, 1709164800000000LL},
        {"2023-02-29", false, 0},
        {"1900-02-29", false, 0},
        {"2000-02-29", true, 951782400000000LL},
        {"2016-12-31T23:59:60Z", true, 1483228800000000LL}, /* a leap second */
        {"0001-01-01T00:00:00Z", true, -62135596800000000LL},
        {"9999-12-31T23:59:59Z", true, 253402300799000000LL},
        {"2026-13-01", false, 0},
        {"2026-00-01", false, 0},
        {"2026-01-00", false, 0},
        {"2026-01-01T24:00:00Z", false, 0},
        {"2026-01-01T00:60:00Z", false, 0},
        {"2026-01-01T00:00:61Z", false, 0},
        {"2026-01-01T00:00:00", false, 0}, /* whose time is it? */
        {"2026-01-01T00:00:00.Z", false, 0},
        {"2026-01-01T00:00:00+1:00", false, 0},
        {"2026-01-01T00:00:00+24:00", false, 0},
        {"2026-01-01T00:00:00+01:60", false, 0},
        {"2026-01-01T00:00:00Zx", false, 0},
        {"2026-1-1", false, 0},
        {"+026-01-01", false, 0},
        {"", false, 0},
        {"yesterday", false, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_time t = 0;
        bool ok = k_time_parse(k_str_z(rows[i].in), &t);
        if (ok != rows[i].ok || t != rows[i].t)
            fail_msg("%s: %d %lld", rows[i].in, ok, (long long)t);
    }
    k_time t;
    assert_false(k_time_parse(K_NONE, &t));
}

static void http_and_mail_dates_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool ok;
        k_time t; /* seconds */
    } rows[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", true, 784111777},
        {"Sunday, 06-Nov-94 08:49:37 GMT", true, 784111777},
        {"Sun Nov  6 08:49:37 1994", true, 784111777},
        {"06 Nov 1994 08:49:37 +0000", true, 784111777},
        {"Sun, 6 Nov 94 03:49:37 EST", true, 784111777},
        {"Sun, 06 Nov 1994 09:49:37 +0100", true, 784111777},
        {"Sun,06 Nov 1994 08:49:37 Z", true, 784111777},
        {"Sun, 06 Nov 1994 08:49 GMT", true, 784111740},
        {"Sun, 06 November 1994 08:49:37 UT", true, 784111777},
        {"Thu, 01 Jan 1970 00:00:00 GMT", true, 0},
        {"Sun, 06 Nov 1994 08:49:37 XYZ", false, 0},
        {"Sun, 31 Feb 1994 08:49:37 GMT", false, 0},
        {"Sun, 06 Foo 1994 08:49:37 GMT", false, 0},
        {"Sun, 06 Nov 1994 25:49:37 GMT", false, 0},
        {"Sun, 06 Nov 1994", false, 0},
        {"2026-11-22", false, 0},
        {"Sun", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_time t = 0;
        bool ok = k_time_parse_http(k_str_z(rows[i].in), &t);
        if (ok != rows[i].ok || (ok && t != rows[i].t * K_SEC))
            fail_msg("%s: %d %lld", rows[i].in, ok, (long long)t);
    }
}

static void printed_times_read_back(void **state)
{
    assert_str(k_time_iso(*state, T0), "2026-11-22T05:48:24.123456Z");
    assert_str(k_time_iso(*state, 0), "1970-01-01T00:00:00.000000Z");
    assert_str(k_time_iso(*state, -1), "1969-12-31T23:59:59.999999Z");
    struct k_rand r;
    k_rand_seed(&r, 3);
    for (int i = 0; i < 20000; i++) {
        k_time t = (k_time)k_rand_below(&r, 315537897600u) * K_SEC - 62135596800 * K_SEC;
        k_time back = 0;
        t += (k_time)k_rand_below(&r, K_SEC);
        assert_true(k_time_parse(k_time_iso(*state, t), &back));
        assert_true(back == t);
    }
    char z[32];
    assert_true(k_time_iso_to(z, INT64_MAX) < 32);
    assert_true(k_time_iso_to(z, INT64_MIN) < 32);
}

static void the_fixed_clock_stands_and_the_steady_one_never_goes_back(void **state)
{
    (void)state;
    struct k_clock c = k_clock_fixed(T0);
    assert_true(k_now(&c) == T0 && k_now(&c) == T0);
    assert_true(k_now(&k_clock_system) > 1577836800 * K_SEC);
    k_time m = k_mono();
    for (int i = 0; i < 1000; i++) {
        k_time next = k_mono();
        assert_true(next >= m);
        m = next;
    }
}

static void ids_grow_also_when_the_clock_goes_back(void **state)
{
    (void)state;
    struct k_ids ids;
    k_ids_init(&ids, 7, 0);
    k_id last = 0;
    for (int i = 0; i < 100000; i++) { /* more than one millisecond holds */
        k_id id = k_ids_next(&ids, i < 50000 ? T0 : T0 - K_DAY);
        assert_true(id > last);
        assert_int_equal((id >> 14) & 0xff, 7);
        last = id;
    }
    assert_true(k_id_time(last) - T0 < 10 * K_MSEC);
    k_id later = k_ids_next(&ids, T0 + K_HOUR);
    assert_true(k_id_time(later) == (T0 + K_HOUR) / 1000 * 1000);
}

static void ids_start_above_what_is_stored_and_are_never_zero(void **state)
{
    (void)state;
    struct k_ids a, b;
    k_ids_init(&a, 9, 0);
    k_id stored = k_ids_next(&a, T0);
    k_ids_init(&b, 3, stored);
    k_id next = k_ids_next(&b, T0 - K_DAY);
    assert_true(next > stored);
    assert_int_equal((next >> 14) & 0xff, 3);
    k_ids_init(&b, 0, 0);
    assert_true(k_ids_next(&b, 0) > 0);
    assert_true(k_ids_next(&b, INT64_MIN) > 0);
    assert_true(k_ids_next(&b, INT64_MAX) > 0);
}

static void ids_are_read_strictly(void **state)
{
    (void)state;
    static const char *const bad[] = {"",  "0",  "-1", "+1", "1x", " 1", "9223372036854775808",
                                      "x", "1.", "0x1"};
    k_id id = 0;
    for (size_t i = 0; i < ROWS(bad); i++)
        assert_false(k_id_parse(k_str_z(bad[i]), &id));
    assert_true(k_id_parse(K_S("9223372036854775807"), &id));
    assert_true(id == INT64_MAX);
}

static void random_numbers_repeat_and_spread(void **state)
{
    (void)state;
    struct k_rand a, b;
    k_rand_seed(&a, 42);
    k_rand_seed(&b, 42);
    unsigned seen[7] = {0};
    for (int i = 0; i < 70000; i++) {
        uint64_t v = k_rand_below(&a, 7);
        assert_true(v == k_rand_below(&b, 7));
        seen[v]++;
        double u = k_rand_unit(&a);
        assert_true(u >= 0 && u < 1);
        (void)k_rand_unit(&b);
    }
    for (size_t i = 0; i < ROWS(seen); i++)
        assert_in_range(seen[i], 9500, 10500);
    assert_int_equal(k_rand_below(&a, 1), 0);
    k_rand_seed(&b, 43);
    assert_true(k_rand_u64(&a) != k_rand_u64(&b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(iso_dates_are_read),
        arena_test(http_and_mail_dates_are_read),
        arena_test(printed_times_read_back),
        arena_test(the_fixed_clock_stands_and_the_steady_one_never_goes_back),
        arena_test(ids_grow_also_when_the_clock_goes_back),
        arena_test(ids_start_above_what_is_stored_and_are_never_zero),
        arena_test(ids_are_read_strictly),
        arena_test(random_numbers_repeat_and_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
