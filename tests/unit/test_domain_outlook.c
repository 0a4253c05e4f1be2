/* The outlook: published models by their check values, and what the rule promises. */
#include "unit.h"
#include "base/tongue.h"
#include "domain/outlook_rules.h"

#include <math.h>

#define T0 (20454 * K_DAY) /* 2026-01-01 */
#define MANY 4000

static const struct outlook_around nobody_else = {0};

#define assert_near(got, want, within)                                                         \
    do {                                                                                       \
        double near_got = (got), near_want = (want);                                           \
        if (!(fabs(near_got - near_want) <= (within)))                                         \
            fail_msg("%s: %.6f, not %.6f", #got, near_got, near_want);                         \
    } while (0)

/* One thing said on each of n days, from day 0, every so many days. */
static struct tie_state every(int days, int n)
{
    struct tie_state s = {0};
    for (int i = 0; i < n; i++) {
        struct tie_event e = {.at = T0 + (k_time)i * days * K_DAY,
                              .id = i + 1,
                              .direction = i % 2 ? TOUCH_OUT : TOUCH_IN,
                              .medium = TOUCH_MAIL,
                              .prompted = i > 0,
                              .channel = 1};
        tie_add(&s, &e, &tie_weights_documented);
    }
    return s;
}

static struct outlook seen(const struct tie_state *s, double days_later)
{
    struct outlook o;
    outlook_of(s, &nobody_else, s->last_at + (k_time)(days_later * (double)K_DAY), &o);
    return o;
}

/* ---- published --------------------------------------------------------------------------- */

static void bg_nbd_gives_the_published_figures(void **state)
{
    (void)state;
    static const struct outlook_prior p = {.243, 4.414, .793, 2.426};
    static const struct {
        double x, tx, t, alive;
    } rows[] = {{26, 30.86, 31, .9689},
                {2, 30.43, 38.86, .7266},
                {1, 1.71, 38.86, .2121},
                {7, 29.43, 38.86, .6418},
                {0, 0, 38.86, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_near(outlook_alive_bg(&p, rows[i].x, rows[i].tx, rows[i].t), rows[i].alive,
                    0.00005);
}

static void mbg_nbd_gives_the_figures_worked_out_beforehand(void **state)
{
    (void)state;
    static const struct outlook_prior p = {2, 8, 1, 3};
    assert_near(outlook_alive(&p, 0, 0, 40), .0769, 0.00005); /* over from the first day */
    assert_near(outlook_alive(&p, 4, 20, 40), .216, 0.0005);
}

static void rhythm_formulas_give_their_check_values(void **state)
{
    (void)state;
    static const uint8_t even[] = {7, 7, 7, 7}, bursty[] = {1, 1, 1, 97}, two[] = {2, 4};
    assert_near(rhythm_burstiness(even, 4), -1, 1e-12);
    assert_near(rhythm_burstiness(bursty, 4), (sqrt(1728) - 25) / (sqrt(1728) + 25), 1e-12);
    assert_near(rhythm_burstiness(two, 2), -.5, 1e-12);
    assert_near(rhythm_dormancy(T0, 7, T0 + 21 * K_DAY), 3, 1e-12);
    assert_near(rhythm_dormancy(T0, 7, T0 + 56 * K_DAY), 8, 1e-12);
}

/* ---- the rule ---------------------------------------------------------------------------- */

static void outlook_gives_the_documented_figures(void **state)
{
    (void)state;
    static const struct {
        int every, n;
        double later, value;
        enum outlook_word word;
    } rows[] = {
        {1, 1, 0, .6321, OUTLOOK_LIKELY},     /* one touch, now */
        {1, 1, 1, .3935, OUTLOOK_OPEN},       /* yesterday */
        {1, 1, 7, .1175, OUTLOOK_UNLIKELY},   /* a week ago */
        {1, 1, 30, .0317, OUTLOOK_OVER},      /* a month ago */
        {7, 52, 7, .4611, OUTLOOK_OPEN},      /* each week for a year, as usual */
        {7, 52, 28, .3223, OUTLOOK_OPEN},     /* four weeks of silence */
        {7, 52, 364, .0947, OUTLOOK_UNLIKELY} /* a year of silence */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tie_state s = every(rows[i].every, rows[i].n);
        struct outlook o = seen(&s, rows[i].later);
        assert_near(o.value, rows[i].value, 0.00005);
        assert_string_equal(outlook_word_name(o.word), outlook_word_name(rows[i].word));
    }
}

static void without_a_word_there_is_no_outlook(void **state)
{
    (void)state;
    struct tie_state s = {0};
    struct outlook o;
    k_str why[OUTLOOK_REASONS];
    outlook_of(&s, &(struct outlook_around){1, 1, 1}, T0, &o);
    assert_int_equal(o.word, OUTLOOK_NONE);
    assert_near(o.value, 0, 0);
    assert_near(outlook_fallen(&o), 0, 0);
    assert_int_equal(outlook_reasons(NULL, &s, &o, T0, why), 0);
}

static void a_hundred_posts_of_one_day_are_one_day(void **state)
{
    (void)state;
    struct tie_state one = every(1, 1), quarrel = {0};
    for (int i = 0; i < 100; i++)
        tie_add(&quarrel,
                &(struct tie_event){
                    .at = T0, .id = i + 1, .medium = TOUCH_PUBLIC, .prompted = i > 0},
                &tie_weights_documented);
    assert_near(seen(&quarrel, 5).value, seen(&one, 5).value, 1e-12);
}

/* Random histories: silence lowers it, a day more raises it, company never lowers it. */
static void outlook_falls_with_silence_and_rises_with_days(void **state)
{
    (void)state;
    for (int i = 0; i < MANY; i++) {
        int gap = 1 + i % 40, n = 1 + i % 90;
        struct tie_state s = every(gap, n), more = every(gap, n + 1);
        double wait = (double)(i % 300) / 3;
        struct outlook now = seen(&s, wait), later = seen(&s, wait + 1), longer, company;
        longer = seen(&more, wait);
        outlook_of(&s, &(struct outlook_around){2, 1 + i % 7, 20},
                   s.last_at + (k_time)(wait * (double)K_DAY), &company);
        assert_true(later.value < now.value);
        assert_true(n > TIE_GAPS ? longer.value >= now.value : longer.value > now.value);
        assert_true(company.value > now.value && company.value < 1);
        assert_true(outlook_fallen(&now) >= 0 && outlook_fallen(&now) < 1);
        assert_true(wait > rhythm_interval(s.gaps, (size_t)s.n_gaps) ||
                    outlook_fallen(&now) == 0);
    }
}

/* A yearly friend who is silent for four of their intervals has fallen as a daily one has. */
static void how_far_it_fell_is_measured_in_their_own_rhythm(void **state)
{
    (void)state;
    struct tie_state often = every(2, 10), seldom = every(60, 10);
    double a = outlook_fallen(&(struct outlook){0}), b, c;
    struct outlook o = seen(&often, 8), p = seen(&seldom, 240);
    b = outlook_fallen(&o);
    c = outlook_fallen(&p);
    assert_near(a, 0, 0);
    assert_true(b > .3 && c > .3);
    assert_near(b, c, .25);
}

static void years_between_two_days_count_as_years(void **state)
{
    (void)state;
    struct tie_state s = every(1000, 3);
    assert_int_equal(s.gaps[0], UINT8_MAX);
    struct outlook o = seen(&s, 9);
    assert_near(o.own, 1.0 / 10 + 1.0 / 1010 + 1.0 / 2010, 1e-12);
}

/* Twice the same out of bytes: what the fold keeps is enough. */
static void outlook_of_kept_bytes_is_the_same_bit_for_bit(void **state)
{
    (void)state;
    for (int i = 1; i < 100; i++) {
        struct tie_state s = every(1 + i % 17, i), again;
        uint8_t bytes[TIE_PACKED_MAX];
        size_t n = tie_pack(&s, bytes);
        assert_int_equal(tie_unpack(k_str_n((const char *)bytes, n), &again), K_OK);
        struct outlook a = seen(&s, i), b = seen(&again, i);
        assert_memory_equal(&a, &b, sizeof a);
    }
}

/* ---- words ------------------------------------------------------------------------------- */

static void reasons_say_what_the_outlook_rests_on(void **state)
{
    struct k_arena *a = *state;
    struct tie_state s = every(7, 10), single = every(1, 1);
    struct outlook o = seen(&s, 30);
    k_str why[OUTLOOK_REASONS];
    assert_int_equal(outlook_reasons(a, &s, &o, s.last_at + 30 * K_DAY, why), 2);
    assert_str(why[0], "In touch on 10 days; the last was 30 days ago.");
    assert_str(why[1], "Never before were they silent for so long.");
    o = seen(&s, 0);
    assert_int_equal(outlook_reasons(a, &s, &o, s.last_at + K_DAY / 2, why), 1);
    assert_str(why[0], "In touch on 10 days; the last was less than a day ago.");
    o = seen(&single, 3);
    assert_int_equal(outlook_reasons(a, &single, &o, T0 + 3 * K_DAY, why), 2);
    assert_str(why[0], "In touch on one day, 3 days ago: no habit yet.");
    assert_str(why[1], "One side spoke so far, and nobody answered.");
    outlook_of(&s, &(struct outlook_around){3, 2, 20}, s.last_at + 30 * K_DAY, &o);
    assert_int_equal(outlook_reasons(a, &s, &o, s.last_at + 30 * K_DAY, why), 3);
    assert_str(why[2], "Both talk with others too, which adds 22 of 100.");
}

static void every_sentence_has_its_german(void **state)
{
    struct k_arena *a = *state;
    struct tie_state s = every(7, 10), single = every(1, 1), many = every(1, 80);
    const struct tie_state *all[] = {&s, &single, &many};
    for (int w = 0; w < OUTLOOK_WORDS; w++)
        assert_true(k_tongue_knows(k_str_z(outlook_word_say((enum outlook_word)w))));
    for (size_t i = 0; i < 3; i++)
        for (int days = 0; days < 300; days += 20) {
            struct outlook o;
            k_str why[OUTLOOK_REASONS];
            k_time now = all[i]->last_at + days * K_DAY;
            outlook_of(all[i], &(struct outlook_around){3, 2, 20}, now, &o);
            size_t n = outlook_reasons(a, all[i], &o, now, why);
            for (size_t k = 0; k < n; k++)
                assert_true(k_tongue_knows(why[k]));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bg_nbd_gives_the_published_figures),
        cmocka_unit_test(mbg_nbd_gives_the_figures_worked_out_beforehand),
        cmocka_unit_test(rhythm_formulas_give_their_check_values),
        cmocka_unit_test(outlook_gives_the_documented_figures),
        cmocka_unit_test(without_a_word_there_is_no_outlook),
        cmocka_unit_test(a_hundred_posts_of_one_day_are_one_day),
        cmocka_unit_test(outlook_falls_with_silence_and_rises_with_days),
        cmocka_unit_test(how_far_it_fell_is_measured_in_their_own_rhythm),
        cmocka_unit_test(years_between_two_days_count_as_years),
        cmocka_unit_test(outlook_of_kept_bytes_is_the_same_bit_for_bit),
        arena_test(reasons_say_what_the_outlook_rests_on),
        arena_test(every_sentence_has_its_german),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
