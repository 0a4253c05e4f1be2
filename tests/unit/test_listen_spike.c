/* Spikes: the tails against exact sums, and by simulation with a fixed seed what is promised:
 * how rarely nothing is told as something, and how soon something is told. Figures are printed
 * and stand in docs/design/listening.md. */
#include "unit.h"
#include "base/rand.h"
#include "base/tongue.h"
#include "listen/spike.h"
#include "listen/spike_odds.h"

#include <math.h>

#define MONDAY (20423 * K_DAY) /* 2025-12-01 */
#define WEEK (7 * 24)
#define MONTH (30 * 24)
#define PAST (8 * WEEK)

#define assert_near(got, want, within)                                                         \
    do {                                                                                       \
        double near_got = (got), near_want = (want);                                           \
        if (!(fabs(near_got - near_want) <= (within)))                                         \
            fail_msg("%s: %.6g, not %.6g", #got, near_got, near_want);                         \
    } while (0)

/* ---- a stream ---------------------------------------------------------------------------- */

struct stream {
    struct k_rand r;
    double mean;   /* of a bin, over the week */
    bool rhythm;   /* quiet nights, busy noons, weekends at half */
    double clumps; /* variance / mean; 1 is Poisson */
};

static uint32_t poisson(struct k_rand *r, double mean)
{
    uint32_t n = 0;
    for (; mean > 30; mean -= 30)
        n += poisson(r, 30);
    for (double p = k_rand_unit(r), floor = exp(-mean); p > floor; p *= k_rand_unit(r))
        n++;
    return n;
}

static double normal(struct k_rand *r)
{
    return sqrt(-2 * log(1 - k_rand_unit(r))) * cos(2 * M_PI * k_rand_unit(r));
}

/* Gamma of this shape and scale (Marsaglia and Tsang 2000). */
static double gamma_of(struct k_rand *r, double shape, double scale)
{
    if (shape < 1)
        return gamma_of(r, shape + 1, scale) * pow(1 - k_rand_unit(r), 1 / shape);
    for (double d = shape - 1. / 3, c = 1 / sqrt(9 * d);;) {
        double x = normal(r), v = pow(1 + c * x, 3);
        if (v > 0 && log(1 - k_rand_unit(r)) < x * x / 2 + d - d * v + d * log(v))
            return d * v * scale;
    }
}

static double rate_at(const struct stream *s, size_t i)
{
    double day = i / 24 % 7 >= 5 ? .5 : 1.2;
    return s->rhythm ? s->mean * day * (1 - .8 * cos(2 * M_PI * (double)(i % 24) / 24))
                     : s->mean;
}

static uint32_t draw(struct stream *s, size_t i, double times)
{
    double rate = rate_at(s, i) * times;
    if (s->clumps > 1)
        rate = gamma_of(&s->r, rate / (s->clumps - 1), s->clumps - 1);
    return poisson(&s->r, rate);
}

static struct stream stream_of(uint64_t seed, double mean, bool rhythm)
{
    struct stream s = {.mean = mean, .rhythm = rhythm, .clumps = 1};
    k_rand_seed(&s.r, seed);
    return s;
}

static uint32_t *hours_of(struct k_arena *a, struct stream *s, size_t n)
{
    uint32_t *v = k_new_n(a, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        v[i] = draw(s, i, 1);
    return v;
}

static struct spike_series hours(const uint32_t *v, size_t from, size_t n)
{
    return (struct spike_series){
        .v = v + from, .n = n, .first = MONDAY + (k_time)from * K_HOUR, .bin = K_HOUR};
}

/* Learns from all hours but the last, or from `past` of them, and judges it. */
static struct spike judged(struct k_arena *a, const uint32_t *v, size_t n)
{
    struct spike_series past = hours(v, 0, n - 1), recent = hours(v, 0, n);
    struct spike_usual *u = k_new(a, struct spike_usual);
    struct spike s;
    spike_learn(a, &past, u);
    spike_judge(u, &recent, NULL, &s);
    return s;
}

/* ---- odds -------------------------------------------------------------------------------- */

static void odds_are_those_of_exact_sums(void **state)
{
    (void)state;
    static const double means[] = {.1, 1, 10, 100}, clumps[] = {1, 1.5, 4};
    for (size_t i = 0; i < ROWS(means); i++) {
        for (size_t k = 0; k < ROWS(clumps); k++) {
            double mean = means[i], size = mean / (clumps[k] - 1), tail = 0;
            for (int c = 5000; c > (int)mean; c--) {
                double p = clumps[k] > 1 ? lgamma(c + size) - lgamma(size) + c * log(mean) +
                                               size * log(size) - (c + size) * log(mean + size)
                                         : c * log(mean) - mean;
                tail += exp(p - lgamma(c + 1));
                if (tail > 1e-250)
                    assert_near(spike_surprise(c, mean, mean * clumps[k]), -log10(tail),
                                2e-3 * fmax(1, -log10(tail)));
            }
        }
    }
}

static void odds_hold_for_any_count(void **state)
{
    (void)state;
    static const double counts[] = {0, 1, 999999, 1e6, 1000001, UINT32_MAX};
    static const double means[] = {1e-9, .01, 3, 1e4, 1e6, 4e9};
    for (size_t i = 0; i < ROWS(means); i++) {
        double before = 0;
        for (size_t k = 0; k < ROWS(counts); k++) {
            double s = spike_surprise(counts[k], means[i], means[i] * 1.2);
            assert_true(isfinite(s) && s >= before * .98);
            before = s;
        }
    }
    /* Where the one way of counting meets the other. */
    assert_near(spike_surprise(1e6, 995000, 1e6), spike_surprise(1000001, 995000, 1e6), .05);
}

static void bounds_are_of_the_two_thirds_power(void **state)
{
    (void)state;
    assert_near(spike_bound(10, 10, 0), 10, 1e-12);
    assert_near(spike_bound(10, 10, 2.58), 10 * pow(1 + 2. / 3 * 2.58 / sqrt(10), 1.5), 1e-9);
    assert_near(spike_bound(.1, .1, -1.96), 0, 0);
}

/* ---- false alarms ------------------------------------------------------------------------ */

struct tally {
    unsigned months, alerts, bins; /* alerts: SPIKE_BEGAN; bins: judged to be spikes */
};

/* A query from `past` hours on for `n` more, learned anew each day of its first two weeks, then
 * each week. */
static void watch(struct k_arena *a, struct stream *s, size_t past, size_t n, struct tally *t)
{
    uint32_t *v = hours_of(a, s, past + n);
    struct spike_usual *u = k_new(a, struct spike_usual);
    struct spike_state going = {0};
    struct spike found;
    enum spike_event event;
    for (size_t i = past; i < past + n; i++) {
        struct spike_series until_now = hours(v, 0, i + 1);
        size_t from = i > PAST ? i - PAST : 0;
        struct spike_series history = hours(v, from, i - from);
        if ((i - past) % (i < 2 * WEEK ? 24 : WEEK) == 0 || i == 2 * WEEK)
            spike_learn(a, &history, u);
        spike_judge(u, &until_now, NULL, &found);
        going = spike_step(going, &found, &event);
        t->bins += found.is;
        t->alerts += event == SPIKE_BEGAN || event == SPIKE_GREW;
    }
    t->months++;
}

static struct tally watch_many(double mean, double clumps, size_t past, size_t n, unsigned many)
{
    struct tally t = {0};
    for (unsigned q = 0; q < many; q++) {
        struct k_arena *a = k_arena_new(0);
        struct stream s = stream_of(1000 * q + (uint64_t)(mean * 10), mean, q % 4 != 0);
        s.clumps = clumps;
        watch(a, &s, past, n, &t);
        k_arena_free(a);
    }
    return t;
}

static void print_tally(const char *what, double mean, const struct tally *t)
{
    print_message("# %s, mean %g: %u alerts in %u query-months (%.3f), %u bins\n", what, mean,
                  t->alerts, t->months, t->alerts / (double)t->months, t->bins);
}

static void nothing_is_told_where_nothing_happens(void **state)
{
    (void)state;
    static const double means[] = {.1, 1, 10, 100};
    for (size_t i = 0; i < ROWS(means); i++) {
        struct tally t = watch_many(means[i], 1, PAST, MONTH, 24);
        print_tally("eight weeks", means[i], &t);
        assert_true(t.alerts <= t.months);
    }
}

static void a_new_query_is_patient(void **state)
{
    (void)state;
    static const double means[] = {.1, 1, 10, 100};
    for (size_t i = 0; i < ROWS(means); i++) {
        struct tally t = watch_many(means[i], 1, 48, MONTH, 15);
        print_tally("from two days on", means[i], &t);
        assert_true(t.alerts <= t.months);
    }
}

static void clumps_of_posts_are_no_spikes(void **state)
{
    (void)state;
    static const double means[] = {1, 10, 100};
    for (size_t i = 0; i < ROWS(means); i++) {
        struct tally t = watch_many(means[i], 3, PAST, MONTH, 10);
        print_tally("variance 3 times the mean", means[i], &t);
        assert_true(t.alerts <= t.months);
    }
}

/* ---- detection --------------------------------------------------------------------------- */

enum { TRIALS = 150 };

struct trial {
    const char *what;
    double mean, times;
    size_t past;
    bool rhythm, earlier;   /* a spike of six hours, 20 times the usual, a week before */
    double at_once, in_one; /* what is asked for: in its first bin, or in that behind it */
};

static void spoil(uint32_t *v, size_t at)
{
    for (size_t i = at - WEEK - 2; i < at - WEEK + 4; i++)
        v[i] *= 20;
}

/* An hour in which at least the mean is usual. */
static size_t busy_hour(const struct stream *s, size_t from)
{
    while (rate_at(s, from) < s->mean)
        from++;
    return from;
}

static void try_many(const struct trial *t)
{
    struct k_arena *a = k_arena_new(0);
    struct spike_usual u;
    struct spike first, second;
    unsigned at_once = 0, in_one = 0;
    double expected = 0;
    for (unsigned q = 0; q < TRIALS; q++, k_arena_reset(a)) {
        struct stream s = stream_of(7777 + q, t->mean, t->rhythm);
        size_t at = busy_hour(&s, t->past + q % 24);
        uint32_t *v = hours_of(a, &s, at + 2);
        if (t->earlier)
            spoil(v, at);
        v[at] = draw(&s, at, t->times);
        v[at + 1] = draw(&s, at + 1, t->times);
        struct spike_series past = hours(v, 0, at), one = hours(v, 0, at + 1);
        struct spike_series two = hours(v, 0, at + 2);
        spike_learn(a, &past, &u);
        spike_judge(&u, &one, NULL, &first);
        spike_judge(&u, &two, NULL, &second);
        at_once += first.is;
        in_one += first.is || second.is;
        expected += first.expected / rate_at(&s, at) / TRIALS;
    }
    print_message("# %s, %g x %g: %.3f in its first bin, %.3f within one more; usual taken as "
                  "%.2f of what it is\n",
                  t->what, t->mean, t->times, at_once / (double)TRIALS, in_one / (double)TRIALS,
                  expected);
    assert_true(at_once >= t->at_once * TRIALS);
    assert_true(in_one >= t->in_one * TRIALS);
    k_arena_free(a);
}

static void a_surge_is_told_within_a_bin(void **state)
{
    (void)state;
    static const struct trial trials[] = {
        {"eight weeks, no rhythm", 10, 3, PAST, false, false, .7, .95},
        {"eight weeks, rhythm", 10, 3, PAST, true, false, .7, .95},
        {"a spike a week before, no rhythm", 10, 3, PAST, false, true, .7, .95},
        {"a spike a week before, rhythm", 10, 3, PAST, true, true, .7, .95},
        {"two weeks", 10, 3, 2 * WEEK, false, false, .5, .9},
        {"three days", 10, 3, 72, false, false, 0, 0},
        {"three days", 10, 6, 72, false, false, 0, .9},
        {"eight weeks, rhythm", 1, 10, PAST, true, false, .7, .95},
        {"eight weeks, rhythm", 100, 2, PAST, true, false, .8, .95},
    };
    for (size_t i = 0; i < ROWS(trials); i++)
        try_many(&trials[i]);
}

/* ---- what is learned --------------------------------------------------------------------- */

static void an_earlier_spike_does_not_count_as_usual(void **state)
{
    struct stream s = stream_of(5, 10, true);
    uint32_t *v = hours_of(*state, &s, PAST + 13);
    struct spike clean = judged(*state, v, PAST + 13);
    for (size_t i = PAST - WEEK + 10; i < PAST - WEEK + 16; i++)
        v[i] = 5000;
    struct spike after = judged(*state, v, PAST + 13);
    assert_near(after.expected, clean.expected, .15 * clean.expected);
    assert_true(after.high < 1.3 * clean.high);
}

static void a_new_level_becomes_the_usual_one(void **state)
{
    struct stream s = stream_of(6, 20, false);
    size_t n = PAST + 10 * 24;
    uint32_t *v = hours_of(*state, &s, n);
    for (size_t i = PAST; i < n; i++)
        v[i] = draw(&s, i, 3);
    struct spike first = judged(*state, v, PAST + 1), last = judged(*state, v, n);
    assert_true(first.is && !last.is);
    assert_near(first.expected, 20, 3);
    assert_near(last.expected, 60, 8);
}

static void a_level_ten_times_as_high_does_too(void **state)
{
    struct stream s = stream_of(16, 10, true);
    size_t n = PAST + 10 * 24;
    uint32_t *v = hours_of(*state, &s, n);
    for (size_t i = PAST; i < n; i++)
        v[i] = draw(&s, i, 10);
    struct spike last = judged(*state, v, n);
    assert_true(!last.is);
    assert_near(last.expected, 10 * rate_at(&s, n - 1), 3 * rate_at(&s, n - 1));
}

static void a_lower_level_lets_smaller_spikes_be_seen(void **state)
{
    struct stream s = stream_of(19, 60, true);
    size_t n = PAST + 10 * 24 + 13;
    uint32_t *v = hours_of(*state, &s, n);
    for (size_t i = PAST; i < n; i++)
        v[i] = draw(&s, i, 1. / 6);
    struct spike last = judged(*state, v, n);
    assert_true(!last.is);
    assert_near(last.expected, rate_at(&s, n - 1) / 6, .25 * rate_at(&s, n - 1) / 6);
    v[n - 1] *= 4;
    assert_true(judged(*state, v, n).is);
}

/* A programme that is on each Monday at eight in the evening is no spike and hides none. */
static void what_is_loud_each_week_is_usual(void **state)
{
    struct stream s = stream_of(15, 10, true);
    size_t n = PAST + 21;
    uint32_t *v = hours_of(*state, &s, n);
    for (size_t i = 20; i < n; i += WEEK)
        v[i] = draw(&s, i, 10);
    struct spike on_air = judged(*state, v, n), before = judged(*state, v, n - 1);
    assert_false(on_air.is);
    assert_near(on_air.expected, 10 * rate_at(&s, 20), 2 * rate_at(&s, 20));
    assert_near(before.expected, rate_at(&s, 19), .25 * rate_at(&s, 19));
    v[n - 1] *= 3;
    assert_true(judged(*state, v, n).is);
}

static void what_was_not_heard_is_not_zero(void **state)
{
    struct stream s = stream_of(8, 10, true);
    uint32_t *v = hours_of(*state, &s, PAST + 13);
    struct spike all = judged(*state, v, PAST + 13);
    for (size_t i = 2 * WEEK; i < 5 * WEEK; i++)
        v[i] = SPIKE_UNKNOWN;
    struct spike some = judged(*state, v, PAST + 13);
    assert_int_equal(all.weeks, 8);
    assert_int_equal(some.weeks, 5);
    assert_near(some.expected, all.expected, .2 * all.expected);
    v[PAST + 12] = SPIKE_UNKNOWN;
    struct spike none = judged(*state, v, PAST + 13);
    assert_true(!none.known && !none.is);
}

static void without_a_past_nothing_is_told_but_by_a_floor(void **state)
{
    uint32_t few[10] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 4000};
    struct spike_options floor = spike_options_usual;
    struct spike_series recent = hours(few, 0, 10), none = hours(few, 0, 0);
    struct spike_usual u;
    struct spike s;
    spike_learn(*state, &none, &u);
    spike_judge(&u, &none, NULL, &s);
    assert_true(!s.known && !s.is);
    spike_judge(&u, &recent, NULL, &s);
    assert_true(s.known && !s.is && s.rest == SPIKE_NOTHING);
    assert_str(spike_say(*state, &s),
               "Less than a day was heard: nothing to compare with yet.");
    floor.without_past = 5000;
    spike_judge(&u, &recent, &floor, &s);
    assert_false(s.is);
    floor.without_past = 4000;
    spike_judge(&u, &recent, &floor, &s);
    assert_true(s.is);
}

static void a_query_that_never_found_anything_needs_five(void **state)
{
    uint32_t *v = k_new_n(*state, uint32_t, PAST + 1);
    v[PAST] = 4;
    assert_false(judged(*state, v, PAST + 1).is);
    v[PAST] = 5;
    struct spike s = judged(*state, v, PAST + 1);
    assert_true(s.is && s.expected < .01);
    assert_str(spike_say(*state, &s),
               "5 posts at 00:00-01:00; usual on a Monday at that hour: less than one.");
}

static void quarters_of_an_hour_are_learned_by_the_hour(void **state)
{
    struct stream s = stream_of(9, 10, true);
    size_t n = 4 * 4 * WEEK + 4 * 36 + 1;
    uint32_t *v = k_new_n(*state, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        v[i] = draw(&s, i / 4, .25);
    v[n - 1] = 40;
    struct spike_series past = {.v = v, .n = n - 1, .first = MONDAY, .bin = 15 * K_MIN};
    struct spike_series recent = {.v = v, .n = n, .first = MONDAY, .bin = 15 * K_MIN};
    struct spike_usual u;
    struct spike found;
    spike_learn(*state, &past, &u);
    spike_judge(&u, &recent, NULL, &found);
    assert_true(found.is);
    assert_near(found.expected, rate_at(&s, 36) / 4, 1);
    assert_str(spike_say(*state, &found),
               "40 posts at 12:00-12:15; usual on a Tuesday at that hour: 5.");
    past.bin = 7 * K_MIN;
    spike_learn(*state, &past, &u);
    assert_int_equal(u.known, 0);
}

static void hours_are_those_of_the_place(void **state)
{
    const struct k_zone *berlin = k_zone_load(*state, K_S("Europe/Berlin"));
    uint32_t *v = k_new_n(*state, uint32_t, PAST + 24);
    if (berlin == NULL)
        skip();
    v[PAST + 23] = 9; /* Monday, 23:00 UTC */
    struct spike_series past = hours(v, 0, PAST + 23), recent = hours(v, 0, PAST + 24);
    struct spike_usual u;
    struct spike s;
    past.zone = recent.zone = berlin;
    spike_learn(*state, &past, &u);
    spike_judge(&u, &recent, NULL, &s);
    assert_str(spike_say(*state, &s),
               "9 posts at 00:00-01:00; usual on a Tuesday at that hour: less than one.");
}

/* ---- what goes on ------------------------------------------------------------------------ */

static struct spike bin_of(int hour, uint32_t count, bool is)
{
    k_time from = MONDAY + hour * K_HOUR;
    return (struct spike){.is = is,
                          .known = true,
                          .from = from,
                          .until = from + K_HOUR,
                          .span_from = from,
                          .bins = 1,
                          .count = count,
                          .total = count,
                          .expected = 10,
                          .usual_total = 10,
                          .high = 17};
}

static void a_spike_is_told_once_and_ends_once(void **state)
{
    (void)state;
    static const struct {
        uint32_t count;
        bool is;
        enum spike_event event;
    } bins[] = {
        {9, false, SPIKE_NO_EVENT},  {40, true, SPIKE_BEGAN},     {60, true, SPIKE_NO_EVENT},
        {80, true, SPIKE_GREW},      {90, true, SPIKE_NO_EVENT},  {18, false, SPIKE_NO_EVENT},
        {12, false, SPIKE_NO_EVENT}, {30, true, SPIKE_NO_EVENT},  {11, false, SPIKE_NO_EVENT},
        {12, false, SPIKE_NO_EVENT}, {10, false, SPIKE_ENDED},    {10, false, SPIKE_NO_EVENT},
        {50, true, SPIKE_NO_EVENT}, /* it comes back */
        {10, false, SPIKE_NO_EVENT}, {10, false, SPIKE_NO_EVENT}, {10, false, SPIKE_ENDED},
    };
    struct spike_state s = {0};
    enum spike_event event;
    for (size_t i = 0; i < ROWS(bins); i++) {
        struct spike b = bin_of((int)i, bins[i].count, bins[i].is);
        s = spike_step(s, &b, &event);
        assert_int_equal(event, bins[i].event);
        s = spike_step(s, &b, &event); /* a bin seen before changes nothing */
        assert_int_equal(event, SPIKE_NO_EVENT);
    }
    assert_int_equal(s.began, MONDAY + 1 * K_HOUR);
    assert_int_equal(s.peak, MONDAY + 4 * K_HOUR);
    assert_int_equal(s.loud, MONDAY + 13 * K_HOUR);
    assert_int_equal(s.most, 90);
    assert_false(s.on);
    struct spike later = bin_of(40, 40, true);
    s = spike_step(s, &later, &event);
    assert_int_equal(event, SPIKE_BEGAN);
    assert_int_equal(s.total, 40);
}

static void an_unknown_bin_ends_nothing(void **state)
{
    (void)state;
    struct spike_state s = {0};
    enum spike_event event;
    struct spike b = bin_of(0, 40, true);
    s = spike_step(s, &b, &event);
    for (int i = 1; i < 9; i++) {
        b = bin_of(i, 0, false);
        b.known = false;
        s = spike_step(s, &b, &event);
        assert_true(s.on && event == SPIKE_NO_EVENT);
    }
}

static void a_slow_surge_is_told_with_its_span(void **state)
{
    struct stream s = stream_of(11, 10, false);
    uint32_t *v = hours_of(*state, &s, PAST + 16);
    v[PAST + 12] = v[PAST + 13] = 22;
    v[PAST + 11] = 10;
    struct spike first = judged(*state, v, PAST + 13), second = judged(*state, v, PAST + 14);
    assert_true(!first.is && second.is);
    assert_int_equal(second.bins, 2);
    assert_str(spike_say(*state, &second),
               "44 posts at 12:00-14:00; usual on a Monday at that hour: 20.");
}

static void it_is_said_in_german_too(void **state)
{
    static const char *const lines[][2] = {
        {"212 posts at 14:00-15:00; usual on a Tuesday at that hour: 9.",
         "212 Beiträge um 14:00-15:00 Uhr; üblich an einem Dienstag um diese Zeit: 9."},
        {"5 posts at 00:00-01:00; usual at that hour: less than one.",
         "5 Beiträge um 00:00-01:00 Uhr; üblich um diese Zeit: weniger als einer."},
        {"5 posts at 00:00-01:00; usual until now: 1.",
         "5 Beiträge um 00:00-01:00 Uhr; bisher üblich: 1."},
        {"Less than a day was heard: nothing to compare with yet.",
         "Weniger als ein Tag wurde gehört: noch nichts zum Vergleichen."},
    };
    for (size_t i = 0; i < ROWS(lines); i++)
        assert_str(k_tongue_say(*state, K_TONGUE_DE, k_str_z(lines[i][0])), lines[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odds_are_those_of_exact_sums),
        cmocka_unit_test(odds_hold_for_any_count),
        cmocka_unit_test(bounds_are_of_the_two_thirds_power),
        cmocka_unit_test(nothing_is_told_where_nothing_happens),
        cmocka_unit_test(a_new_query_is_patient),
        cmocka_unit_test(clumps_of_posts_are_no_spikes),
        cmocka_unit_test(a_surge_is_told_within_a_bin),
        arena_test(an_earlier_spike_does_not_count_as_usual),
        arena_test(a_new_level_becomes_the_usual_one),
        arena_test(a_level_ten_times_as_high_does_too),
        arena_test(a_lower_level_lets_smaller_spikes_be_seen),
        arena_test(what_is_loud_each_week_is_usual),
        arena_test(what_was_not_heard_is_not_zero),
        arena_test(without_a_past_nothing_is_told_but_by_a_floor),
        arena_test(a_query_that_never_found_anything_needs_five),
        arena_test(quarters_of_an_hour_are_learned_by_the_hour),
        arena_test(hours_are_those_of_the_place),
        cmocka_unit_test(a_spike_is_told_once_and_ends_once),
        cmocka_unit_test(an_unknown_bin_ends_nothing),
        arena_test(a_slow_surge_is_told_with_its_span),
        arena_test(it_is_said_in_german_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
