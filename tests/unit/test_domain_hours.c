/* Office hours: what is open, how much of a span is, when a deadline falls; against a reference
 * that looks at every single minute with the C library's own idea of local time. */
#include "base/rand.h"
#include "domain/hours_rules.h"
#include "unit.h"
#include <stdlib.h>
#include <time.h>

static const char *const places[] = {
    "UTC",          "Europe/Berlin",       "Europe/Dublin",    "America/New_York",
    "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia",
    "Africa/Cairo", "Asia/Tehran",         "America/Godthab",  "Africa/Casablanca",
};

static const struct k_zone *zone(struct k_arena *a, const char *name)
{
    const struct k_zone *z = k_zone_load(a, k_str_z(name));
    if (!z)
        fail_msg("%s is not in the time zone database of this machine", name);
    return z;
}

/* The C library's answer: one place at a time, which is why the program itself cannot ask it.
 */
static struct tm libc_local(const char *place, k_time at)
{
    static const char *now = NULL;
    struct tm tm;
    time_t t = (time_t)(at / K_SEC);
    if (now != place) {
        setenv("TZ", place, 1);
        tzset();
        now = place;
    }
    assert_non_null(localtime_r(&t, &tm));
    return tm;
}

static void local_time_is_that_of_the_c_library_in_every_hour_of_seventy_years(void **state)
{
    for (size_t i = 0; i < ROWS(places); i++) {
        const struct k_zone *z = zone(*state, places[i]);
        for (k_time t = K_DAY; t < 80 * 366 * K_DAY; t += K_HOUR) {
            struct k_zone_span s = k_zone_at(z, t);
            struct tm tm = libc_local(places[i], t);
            if (s.offset != tm.tm_gmtoff * K_SEC || s.from > t || s.until <= t)
                fail_msg("%s at %lld: %lld, the C library says %ld", places[i],
                         (long long)(t / K_SEC), (long long)(s.offset / K_SEC), tm.tm_gmtoff);
        }
    }
}

static void damaged_zone_files_are_refused(void **state)
{
    static const char *const names[] = {"../etc/passwd", "/etc/passwd", "", "Europe/Nowhere",
                                        "tzdata.zi"};
    for (size_t i = 0; i < ROWS(names); i++)
        assert_null(k_zone_load(*state, k_str_z(names[i])));
    assert_null(k_zone_read(*state, K_S("TZif2")));
    assert_null(k_zone_read(*state, K_S("")));
}

static void days_are_read_and_written_back(void **state)
{
    static const struct {
        const char *in, *out; /* out NULL: refused */
    } rows[] = {
        {"", ""},
        {"09:00-17:00", "09:00-17:00"},
        {" 09:00-12:00  13:00-17:30 ", "09:00-12:00 13:00-17:30"},
        {"00:00-24:00", "00:00-24:00"},
        {"09:00-09:00", NULL},
        {"22:00-06:00", NULL},
        {"13:00-17:00 09:00-12:00", NULL},
        {"09:00-12:00 11:00-13:00", NULL},
        {"9:00-12:00", NULL},
        {"09:00-24:01", NULL},
        {"09:60-10:00", NULL},
        {"09:00", NULL},
        {"nine to five", NULL},
        {"00:00-01:00 02:00-03:00 04:00-05:00 06:00-07:00 08:00-09:00 10:00-11:00 12:00-13:00",
         NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct hours_day d;
        const char *why = NULL;
        bool ok = hours_day_read(k_str_z(rows[i].in), &d, &why);
        if (ok != (rows[i].out != NULL))
            fail_msg("\"%s\": %s", rows[i].in, ok ? "taken" : why);
        if (ok)
            assert_str(hours_day_text(*state, &d), rows[i].out);
        else
            assert_non_null(why);
    }
}

static struct hours office(struct k_arena *a, const char *place, const char *weekday)
{
    struct hours h = {.zone = zone(a, place)};
    const char *why;
    for (int i = 0; i < 5; i++)
        assert_true(hours_day_read(k_str_z(weekday), &h.week[i], &why));
    return h;
}

static k_time when(const char *iso)
{
    k_time t;
    assert_true(k_time_parse(k_str_z(iso), &t));
    return t;
}

static void deadlines_fall_into_office_hours(void **state)
{
    static const struct {
        const char *place, *from;
        int minutes;
        const char *due;
    } rows[] = {
        {"Europe/Berlin", "2026-03-02T09:30:00+01:00", 60, "2026-03-02T10:30:00+01:00"},
        {"Europe/Berlin", "2026-03-02T16:30:00+01:00", 60, "2026-03-03T09:30:00+01:00"},
        {"Europe/Berlin", "2026-03-06T16:30:00+01:00", 60, "2026-03-09T09:30:00+01:00"},
        {"Europe/Berlin", "2026-03-07T12:00:00+01:00", 1, "2026-03-09T09:01:00+01:00"},
        {"Europe/Berlin", "2026-03-02T05:00:00+01:00", 480, "2026-03-02T17:00:00+01:00"},
        {"Europe/Berlin", "2026-03-02T05:00:00+01:00", 481, "2026-03-03T09:01:00+01:00"},
        /* the clocks went forward on Sunday: Monday is no shorter by the clock */
        {"Europe/Berlin", "2026-03-27T16:00:00+01:00", 120, "2026-03-30T10:00:00+02:00"},
        {"America/New_York", "2026-10-30T16:00:00-04:00", 120, "2026-11-02T10:00:00-05:00"},
        /* 1 May is a holiday, 24 December ends at noon */
        {"Europe/Berlin", "2026-04-30T16:00:00+02:00", 120, "2026-05-04T10:00:00+02:00"},
        {"Europe/Berlin", "2026-12-24T11:30:00+01:00", 60, "2026-12-25T09:30:00+01:00"},
    };
    struct hours_special special[2] = {{.day = k_day_of(2026, 5, 1)},
                                       {.day = k_day_of(2026, 12, 24)}};
    const char *why;
    assert_true(hours_day_read(K_S("09:00-12:00"), &special[1].open, &why));
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct hours h = office(*state, rows[i].place, "09:00-17:00");
        h.special = special;
        h.n_special = 2;
        k_time got = hours_add(&h, when(rows[i].from), rows[i].minutes * K_MIN);
        if (got != when(rows[i].due))
            fail_msg("%s + %d min: %.*s, want %s", rows[i].from, rows[i].minutes,
                     K_ARG(k_time_iso(*state, got)), rows[i].due);
    }
}

static void
an_hour_that_comes_twice_is_worked_twice_and_one_that_is_missing_not_at_all(void **s)
{
    struct hours h = {.zone = zone(*s, "Europe/Berlin")};
    const char *why;
    for (int i = 0; i < 7; i++)
        assert_true(hours_day_read(K_S("02:00-03:00"), &h.week[i], &why));
    k_time spring = when("2026-03-29T00:00:00+01:00"),
           autumn = when("2026-10-25T00:00:00+02:00");
    assert_int_equal(hours_between(&h, spring, spring + K_DAY), 0);
    assert_int_equal(hours_between(&h, autumn, autumn + K_DAY), 2 * K_HOUR);
    assert_int_equal(hours_between(&h, spring - K_DAY, spring), K_HOUR);
}

static void
an_office_that_never_opens_has_no_deadline_and_one_that_never_closes_the_plain_sum(void **state)
{
    struct hours never = {.zone = zone(*state, "UTC")};
    k_time t = when("2026-03-02T09:30:00Z");
    assert_int_equal(hours_add(&never, t, K_MIN), 0);
    assert_int_equal(hours_next_open(&never, t), 0);
    assert_false(hours_open(&never, t));
    assert_int_equal(hours_add(NULL, t, K_HOUR), t + K_HOUR);
    assert_int_equal(hours_between(NULL, t, t + K_HOUR), K_HOUR);
    assert_true(hours_open(NULL, t));
}

/* ---- against every minute ---------------------------------------------------------------- */

static bool slow_open(const struct hours *h, const char *place, k_time at)
{
    struct tm tm = libc_local(place, at);
    int64_t day = k_day_of(tm.tm_year + 1900LL, tm.tm_mon + 1, tm.tm_mday);
    const struct hours_day *d = &h->week[(tm.tm_wday + 6) % 7];
    for (size_t i = 0; i < h->n_special; i++)
        if (h->special[i].day == day)
            d = &h->special[i].open;
    for (int i = 0; i < d->n; i++)
        if (tm.tm_hour * 60 + tm.tm_min >= d->v[i].from &&
            tm.tm_hour * 60 + tm.tm_min < d->v[i].to)
            return true;
    return false;
}

static struct hours_day random_day(struct k_rand *r)
{
    struct hours_day d = {0};
    int at = (int)k_rand_below(r, 600), n = (int)k_rand_below(r, 4);
    while (d.n < n && at < 1430) {
        int to = at + 1 + (int)k_rand_below(r, 400);
        d.v[d.n].from = (int16_t)at;
        d.v[d.n].to = (int16_t)(to > 1440 ? 1440 : to);
        at = d.v[d.n++].to + (int)k_rand_below(r, 200);
    }
    return d;
}

static void the_fast_way_agrees_with_a_look_at_every_minute(void **state)
{
    struct k_rand r;
    k_rand_seed(&r, 20260301);
    for (int round = 0; round < 400; round++) {
        const char *place = places[k_rand_below(&r, ROWS(places))];
        struct hours h = {.zone = zone(*state, place)};
        struct hours_special special[3];
        /* around the days on which clocks change, every second time */
        k_time from = when(k_rand_below(&r, 2)   ? "2026-01-01T00:00:00Z"
                           : k_rand_below(&r, 2) ? "2026-03-24T00:00:00Z"
                                                 : "2026-10-20T00:00:00Z");
        from += (k_time)k_rand_below(&r, 12 * 1440) * K_MIN;
        for (int i = 0; i < 7; i++)
            h.week[i] = random_day(&r);
        for (int i = 0; i < 3; i++)
            special[i] = (struct hours_special){k_day_at(from) + 1 + i * 3, random_day(&r)};
        h.special = special;
        h.n_special = 3;
        k_time span = (k_time)k_rand_below(&r, 3000) * K_MIN, due = hours_add(&h, from, span);
        k_time sum = 0, t = from, next = 0;
        for (; t < from + 20 * K_DAY && (sum < span || !next); t += K_MIN) {
            bool open = slow_open(&h, place, t);
            next = open && !next ? t : next;
            if (sum < span) {
                sum += open ? K_MIN : 0;
                if (sum == span && due != t + K_MIN)
                    fail_msg("round %d, %s: add gives %lld, every minute says %lld", round,
                             place, (long long)due, (long long)(t + K_MIN));
            }
            if (hours_open(&h, t) != open)
                fail_msg("round %d, %s: open at %lld", round, place, (long long)t);
        }
        if (next)
            assert_int_equal(hours_next_open(&h, from), next);
        if (span > 0 && sum == span)
            assert_int_equal(hours_between(&h, from, due), span);
        if (span == 0)
            assert_int_equal(due, from);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(local_time_is_that_of_the_c_library_in_every_hour_of_seventy_years),
        arena_test(damaged_zone_files_are_refused),
        arena_test(days_are_read_and_written_back),
        arena_test(deadlines_fall_into_office_hours),
        arena_test(an_hour_that_comes_twice_is_worked_twice_and_one_that_is_missing_not_at_all),
        arena_test(
            an_office_that_never_opens_has_no_deadline_and_one_that_never_closes_the_plain_sum),
        arena_test(the_fast_way_agrees_with_a_look_at_every_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
