/* The pure rules behind what is learnt from ties: introductions, bad moments, heard against
 * told, capacity. Figures of the Wilson bound stand in docs/design/insight.md. */
#include "unit.h"
#include "base/tongue.h"
#include "domain/contact_rules.h"
#include "domain/slip_rules.h"
#include "domain/attention_rules.h"
#include "domain/capacity_rules.h"
#include "domain/listening_rules.h"
#include "domain/path_rules.h"
#include "domain/recovery_rules.h"

#include <math.h>

/* --- introductions ----------------------------------------------------------------------- */

static struct path path(k_id member, k_id first, k_id second, double tie, double links)
{
    return (struct path){.member = member,
                         .via = {first, second},
                         .n_via = (first != 0) + (second != 0),
                         .tie = tie,
                         .links = links,
                         .strength = tie * links};
}

static void the_strongest_introductions_are_kept_in_order(void **state)
{
    struct path_best best = {.most = 2};
    struct path rows[] = {path(1, 10, 0, 0.5, 0.4), path(2, 11, 0, 0.9, 0.8),
                          path(3, 12, 13, 0.9, 0.5), path(4, 14, 0, 0.1, 0.1)};
    assert_true(path_floor(&best) == 0);
    for (size_t i = 0; i < 4; i++)
        path_offer(&best, &rows[i]);
    assert_int_equal(best.n, 2);
    assert_int_equal(best.v[0].member, 2);
    assert_int_equal(best.v[1].member, 3);
    assert_true(fabs(path_floor(&best) - 0.45) < 1e-9);
}

static void one_door_is_shown_once_and_the_shorter_of_equals(void **state)
{
    struct path_best best = {.most = 5};
    struct path far = path(1, 10, 11, 0.5, 0.5), near = path(1, 10, 0, 0.5, 0.5),
                weak = path(1, 10, 12, 0.5, 0.1);
    path_offer(&best, &far);
    path_offer(&best, &near);
    path_offer(&best, &weak);
    assert_int_equal(best.n, 1);
    assert_int_equal(best.v[0].n_via, 1);
}

static void two_links_are_surer_than_one(void **state)
{
    assert_true(fabs(path_both(0.4, 0.5) - 0.7) < 1e-9);
    assert_true(fabs(path_both(0, 0.5) - 0.5) < 1e-9);
    assert_true(path_both(1, 0.5) <= 1);
}

/* --- bad moments ------------------------------------------------------------------------- */

#define AT (20000 * K_DAY)
#define DAY(n) (AT + (n)*K_DAY)

static void what_came_later_is_counted_after_what_was_done(void **state)
{
    struct recovery_event v[] = {{DAY(1), RECOVERY_WROTE, false},
                                 {DAY(2), RECOVERY_ANSWER, false},
                                 {DAY(3), RECOVERY_REPAIR, true},
                                 {DAY(10), RECOVERY_WROTE, false},
                                 {DAY(20), RECOVERY_BOUGHT, false}};
    struct recovery_case c;
    recovery_judge(AT, v, 5, DAY(100), &c);
    assert_int_equal(c.answered_at, DAY(2));
    assert_int_equal(c.repaired_at, DAY(3));
    assert_int_equal(c.wrote_at, DAY(10)); /* the complaint itself on day 1 is none */
    assert_int_equal(c.bought_at, DAY(20));
    assert_int_equal(c.spoke_at, 0);
    assert_false(c.silent || c.young);
}

static void silence_is_called_so_only_after_a_while(void **state)
{
    struct recovery_event v[] = {{DAY(1), RECOVERY_ANSWER, false}};
    struct recovery_case c;
    recovery_judge(AT, v, 1, DAY(10), &c);
    assert_true(c.young && !c.silent);
    recovery_judge(AT, v, 1, DAY(16), &c);
    assert_true(c.silent && !c.young);
    recovery_judge(AT, NULL, 0, DAY(30), &c);
    assert_true(c.silent && c.answered_at == 0 && c.repaired_at == 0);
}

static void a_second_failure_within_a_year_is_an_alarm_and_ends_the_first(void **state)
{
    struct recovery_event v[] = {{DAY(1), RECOVERY_ANSWER, false},
                                 {DAY(50), RECOVERY_FAILURE, false},
                                 {DAY(60), RECOVERY_WROTE, false}};
    struct recovery_case c;
    recovery_judge(AT, v, 3, DAY(100), &c);
    assert_int_equal(c.again_at, DAY(50));
    assert_int_equal(c.wrote_at, 0); /* belongs to the second */
    struct recovery_event before[] = {{DAY(-364), RECOVERY_FAILURE, false},
                                      {DAY(-700), RECOVERY_FAILURE, false}};
    recovery_judge(AT, before, 2, DAY(100), &c);
    assert_int_equal(c.before_at, DAY(-364));
    recovery_judge(AT, before + 1, 1, DAY(100), &c);
    assert_int_equal(c.before_at, 0);
}

static void only_a_recent_second_failure_alarms(void **state)
{
    k_time at[] = {DAY(0), DAY(300), DAY(700), DAY(1000), DAY(1001)};
    const bool alarms[] = {false, false, false, true, true};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(recovery_second(at, 5, i, DAY(1010)), alarms[i]);
    assert_true(recovery_second(at, 5, 1, DAY(665)));
    assert_false(recovery_second(at, 5, 1, DAY(666))); /* a year ago: no news */
    assert_false(recovery_second(at, 1, 0, DAY(1)));
}

static void small_numbers_show_what_is_certain(void **state)
{
    static const struct {
        int64_t k, n;
        double low;
    } rows[] = {{3, 3, 0.438}, {30, 33, 0.764}, {300, 330, 0.873}, {0, 5, 0}, {0, 0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(fabs(recovery_wilson(rows[i].k, rows[i].n) - rows[i].low) < 0.0006);
}

static void slipping_away_goes_by_loss_and_by_how_far_past_their_rhythm(void **state)
{
    static const struct {
        double strength, peak, dormancy, score;
    } rows[] = {
        {40, 60, 8, 25},    /* 50 to lose, half of it gone at 8 intervals */
        {40, 60, 16, 37.5}, /* the same, further past */
        {60, 60, 8, 30},    /* stronger now */
        {40, 80, 8, 30},    /* as dear once */
        {20, 10, 8, 10},    /* no peak is below what is left */
        {90, 90, 0, 0},     /* not late at all */
        {0, 0, 50, 0},      /* nothing to lose */
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(fabs(slip_of(rows[i].strength, rows[i].peak, rows[i].dormancy).score -
                         rows[i].score) < 1e-9);
    assert_true(slip_rank(70, 70, 4) < slip_rank(50, 60, 9)); /* not by strength alone */
    assert_true(slip_rank(70, 70, 4) > slip_rank(20, 20, 9)); /* nor by silence alone */
    k_str why = slip_say(a, 40, 60, 8);
    assert_true(k_str_eqz(why,
                          "50 would be lost (strength 40 now, 60 at its best) · silent for "
                          "8.0 of their own intervals: 25 of 100"));
    k_arena_free(a);
}

static void what_both_sides_have_a_part_in_is_real_contact(void **state)
{
    static const struct {
        const char *direction, *medium;
        bool prompted, automatic, resets;
        const char *why;
    } rows[] = {
        {"in", "public", false, false, false, "They wrote on"},
        {"in", "mail", false, false, false, "nobody answered"},
        {"out", "mail", true, false, true, ""},                        /* our answer */
        {"in", "mail", true, false, true, ""},                         /* their answer */
        {"out", "public", false, false, false, "they did not answer"}, /* told to all */
        {"both", "call", false, false, true, ""},
        {"in", "call", false, false, false, "nobody answered"}, /* a call that nobody took */
        {"both", "meeting", false, false, true, ""},
        {"in", "like", false, false, false, "A like"},
        {"out", "mail", true, true, false, "automatic"},
    };
    static const char *const moments[] = {"met", "meeting", "event", "project"};
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct contact_touch t = {.direction = touch_direction_of(k_str_z(rows[i].direction)),
                                  .medium = touch_medium_of(k_str_z(rows[i].medium)),
                                  .prompted = rows[i].prompted,
                                  .automatic = rows[i].automatic};
        enum contact c = contact_of(&t);
        k_str why = contact_not_say(a, c, DAY(1));
        assert_int_equal(contact_resets(c), rows[i].resets);
        assert_true(rows[i].resets ? why.n == 0 : k_str_find(why, k_str_z(rows[i].why)) >= 0);
    }
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        assert_true(contact_moment_resets(k_str_z(moments[i])));
    assert_false(contact_moment_resets(K_S("failure")));
    assert_false(contact_moment_resets(K_S("praise")));
    k_arena_free(a);
}

/* --- heard against told ------------------------------------------------------------------ */

static void heard_is_read_answered_and_asked(void **state)
{
    struct listening l = {0};
    listening_add(&l, K_S("heard"), 100);
    listening_add(&l, K_S("read"), 3);
    listening_add(&l, K_S("told_prompted"), 2);
    listening_add(&l, K_S("asked"), 1);
    assert_true(isnan(listening_ratio(&l)));
    listening_add(&l, K_S("told_unprompted"), 12);
    listening_add(&l, K_S("something"), 9);
    assert_int_equal(listening_heard(&l), 6);
    assert_true(fabs(listening_ratio(&l) - 0.5) < 1e-9);
    struct k_arena *a = k_arena_new(0);
    k_str line = listening_say(a, &l);
    assert_true(k_str_find(line, K_S("6 heard, 12 told")) >= 0);
    assert_true(k_tongue_knows(line));
    l.told = 6;
    assert_int_equal(listening_say(a, &l).n, 0);
    k_arena_free(a);
}

static void a_question_is_a_mark_that_ends_something(void **state)
{
    static const struct {
        const char *text;
        bool asks;
    } rows[] = {{"How are you?", true},
                {"See https://a.example/x?y=1 for it", false},
                {"See https://a.example/x? for it", false},
                {"What? No.", true},
                {"\"Really?\" he said", true},
                {"?", false},
                {"", false},
                {"No question here.", false},
                {"Wie geht es?\xE2\x80\x9C", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (listening_asks(k_str_z(rows[i].text)) != rows[i].asks)
            fail_msg("%s", rows[i].text);
}

/* --- capacity ---------------------------------------------------------------------------- */

static void more_than_one_can_keep_is_said(void **state)
{
    static const struct {
        struct capacity c;
        const char *words;
    } rows[] = {{{{5, 15, 50, 150}}, ""},
                {{{5, 16, 50, 150}}, "16 people at least monthly"},
                {{{5, 16, 50, 151}}, "151 living relationships"}};
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        k_str line = capacity_say(a, &rows[i].c);
        assert_true(k_str_starts(line, k_str_z(rows[i].words)));
        assert_true((line.n == 0) == (rows[i].words[0] == 0));
        assert_true(line.n == 0 || k_tongue_knows(line));
    }
    k_arena_free(a);
}

/* --- attention --------------------------------------------------------------------------- */

static void attention_says_how_much_customers_have_and_where_it_drifts(void **state)
{
    static const struct {
        int customers, press, customers_before, press_before;
        enum attention_verdict verdict;
        const char *words;
    } rows[] = {
        {0, 0, 40, 40, ATTENTION_NOTHING, "Nobody had to do"},
        {10, 30, 0, 0, ATTENTION_NEW, "25 of 100 touches were with customers; before"},
        {10, 15, 90, 10, ATTENTION_UNSURE, "40 of 100 touches"},
        {40, 60, 10, 15, ATTENTION_UNSURE, "40 of 100 touches"},
        {40, 60, 43, 57, ATTENTION_STEADY, "40 of 100 touches were with customers, before 43"},
        {40, 60, 35, 65, ATTENTION_TOWARDS, "Attention drifts towards customers: 40"},
        {40, 60, 45, 55, ATTENTION_AWAY,
         "Attention drifts away from customers, towards the press"},
        {0, 60, 60, 0, ATTENTION_AWAY,
         "Attention drifts away from customers, towards the press"},
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct attention_role v[] = {
            {K_S("customer"), rows[i].customers, rows[i].customers_before},
            {K_S("press"), rows[i].press, rows[i].press_before}};
        struct attention_drift d;
        attention_judge(v, 2, &d);
        k_str line = attention_say(a, &d);
        if (d.verdict != rows[i].verdict || !k_str_starts(line, k_str_z(rows[i].words)))
            fail_msg("row %zu: %.*s", i, K_ARG(line));
        assert_true(k_tongue_knows(line));
    }
    k_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_strongest_introductions_are_kept_in_order),
        cmocka_unit_test(one_door_is_shown_once_and_the_shorter_of_equals),
        cmocka_unit_test(two_links_are_surer_than_one),
        cmocka_unit_test(what_came_later_is_counted_after_what_was_done),
        cmocka_unit_test(silence_is_called_so_only_after_a_while),
        cmocka_unit_test(a_second_failure_within_a_year_is_an_alarm_and_ends_the_first),
        cmocka_unit_test(only_a_recent_second_failure_alarms),
        cmocka_unit_test(what_both_sides_have_a_part_in_is_real_contact),
        cmocka_unit_test(slipping_away_goes_by_loss_and_by_how_far_past_their_rhythm),
        cmocka_unit_test(small_numbers_show_what_is_certain),
        cmocka_unit_test(heard_is_read_answered_and_asked),
        cmocka_unit_test(a_question_is_a_mark_that_ends_something),
        cmocka_unit_test(more_than_one_can_keep_is_said),
        cmocka_unit_test(attention_says_how_much_customers_have_and_where_it_drifts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
