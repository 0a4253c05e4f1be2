/* Deadlines: which target counts, what clocks do when a conversation changes, how long answers
 * take when some are still awaited, and who gets the next one. */
#include "base/rand.h"
#include "domain/roster_rules.h"
#include "domain/sla_rules.h"
#include "domain/survival_rules.h"
#include "unit.h"
#include <math.h>

#define T0 1767605400000000LL /* Monday 2026-01-05 09:30 UTC */

static void the_most_specific_target_counts(void **state)
{
    static const struct sla_target v[] = {
        {.id = 1},
        {.id = 2, .kind = K_S_INIT("complaint")},
        {.id = 3, .stage = K_S_INIT("loyal")},
        {.id = 4, .channel = 7},
        {.id = 5, .kind = K_S_INIT("complaint"), .stage = K_S_INIT("loyal")},
        {.id = 6, .channel = 8, .kind = K_S_INIT("complaint")},
    };
    static const struct {
        k_id channel;
        const char *kind, *stage;
        k_id want;
    } rows[] = {
        {9, "other", "contact", 1},     {9, "complaint", "contact", 2},
        {9, "other", "loyal", 3},       {7, "other", "loyal", 4},
        {7, "complaint", "contact", 4}, {9, "complaint", "loyal", 5},
        {7, "complaint", "loyal", 5},   {8, "complaint", "loyal", 6},
        {8, "complaint", "x", 6},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(sla_choose(v, ROWS(v), rows[i].channel, k_str_z(rows[i].kind),
                                    k_str_z(rows[i].stage))
                             ->id,
                         rows[i].want);
    assert_null(sla_choose(v + 1, 1, 9, K_S("other"), K_S("contact")));
}

/* ---- clocks ------------------------------------------------------------------------------ */

static struct hours office(struct k_arena *a)
{
    struct hours h = {.zone = k_zone_load(a, K_S("UTC"))};
    const char *why;
    assert_non_null(h.zone);
    for (int i = 0; i < 5; i++)
        assert_true(hours_day_read(K_S("09:00-17:00"), &h.week[i], &why));
    return h;
}

static void an_unanswered_word_starts_a_clock_that_warns_at_three_quarters(void **state)
{
    struct hours h = office(*state);
    struct sla_plan p = {.minutes = 60, .target = 4, .hours = &h};
    struct sla_facts f = {.status = K_S("open"), .waiting_since = T0, .now = T0 + K_MIN};
    struct sla_clock c = {0};
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &c), SLA_START);
    assert_int_equal(c.due_at, T0 + K_HOUR);
    assert_int_equal(c.warn_at, T0 + 45 * K_MIN);
    assert_int_equal(c.target, 4);
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &c), SLA_NOTHING);
    assert_int_equal(sla_state_of(&c, T0 + 44 * K_MIN), SLA_RUNNING);
    assert_int_equal(sla_state_of(&c, T0 + 45 * K_MIN), SLA_SOON);
    assert_int_equal(sla_state_of(&c, T0 + K_HOUR), SLA_OVERDUE);
    struct sla_clock next = {0};
    assert_int_equal(sla_step(SLA_NEXT, &f, &p, &next), SLA_NOTHING);
}

static void an_answer_ends_it_and_the_next_word_starts_the_next(void **state)
{
    struct hours h = office(*state);
    struct sla_plan p = {.minutes = 60, .hours = &h};
    struct sla_facts f = {.status = K_S("open"), .waiting_since = T0, .now = T0};
    struct sla_clock first = {0}, next = {0};
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &first), SLA_START);
    f = (struct sla_facts){.status = K_S("open"),
                           .answered = true,
                           .last_out_at = T0 + 20 * K_MIN,
                           .now = T0 + 25 * K_MIN};
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &first), SLA_END);
    assert_string_equal(first.outcome, "answered");
    assert_int_equal(first.took, 20 * K_MIN);
    assert_int_equal(first.ended_at, T0 + 20 * K_MIN);
    assert_int_equal(first.missed_at, 0);
    f.waiting_since = f.now = T0 + 30 * K_MIN;
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &first), SLA_NOTHING);
    assert_int_equal(sla_step(SLA_NEXT, &f, &p, &next), SLA_START);
    /* answered, and they wrote again before anybody looked: two rounds */
    f.last_out_at = T0 + 40 * K_MIN;
    f.waiting_since = f.now = T0 + 50 * K_MIN;
    assert_int_equal(sla_step(SLA_NEXT, &f, &p, &next), SLA_END);
    assert_int_equal(next.took, 10 * K_MIN);
    assert_int_equal(sla_step(SLA_NEXT, &f, &p, &next), SLA_START);
    assert_int_equal(next.started_at, T0 + 50 * K_MIN);
}

static void a_late_answer_is_missed_and_no_answer_needed_is_closed(void **state)
{
    struct sla_plan p = {.minutes = 60};
    struct sla_facts f = {.status = K_S("open"), .waiting_since = T0, .now = T0};
    struct sla_clock c = {0};
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &c), SLA_START);
    f = (struct sla_facts){.status = K_S("open"),
                           .answered = true,
                           .last_out_at = T0 + 2 * K_HOUR,
                           .now = T0 + 2 * K_HOUR};
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &c), SLA_END);
    assert_int_equal(c.took, 2 * K_HOUR);
    assert_true(c.missed_at > 0);
    f = (struct sla_facts){.status = K_S("open"), .waiting_since = T0, .now = T0};
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &c), SLA_START);
    f = (struct sla_facts){.status = K_S("done"), .now = T0 + 10 * K_MIN};
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &c), SLA_END);
    assert_string_equal(c.outcome, "closed");
    assert_int_equal(c.took, 10 * K_MIN);
}

static void resolution_stands_still_while_we_wait_for_the_person(void **state)
{
    struct hours h = office(*state);
    struct sla_plan p = {.minutes = 120, .hours = &h};
    struct sla_facts f = {.status = K_S("open"), .waiting_since = T0, .now = T0};
    struct sla_clock c = {0};
    assert_int_equal(sla_step(SLA_RESOLVE, &f, &p, &c), SLA_START);
    assert_int_equal(c.due_at, T0 + 2 * K_HOUR);
    f = (struct sla_facts){.status = K_S("open"),
                           .answered = true,
                           .last_out_at = T0 + K_HOUR,
                           .now = T0 + K_HOUR};
    assert_int_equal(sla_step(SLA_RESOLVE, &f, &p, &c), SLA_CHANGE);
    assert_int_equal(c.due_at, 0);
    assert_int_equal(sla_state_of(&c, T0 + 10 * K_DAY), SLA_NONE);
    assert_int_equal(sla_step(SLA_RESOLVE, &f, &p, &c), SLA_NOTHING);
    f.waiting_since = f.now = T0 + 2 * K_DAY; /* Wednesday 09:30: they answer */
    assert_int_equal(sla_step(SLA_RESOLVE, &f, &p, &c), SLA_CHANGE);
    assert_int_equal(c.due_at, T0 + 2 * K_DAY + K_HOUR);
    f = (struct sla_facts){
        .status = K_S("done"), .answered = true, .now = T0 + 2 * K_DAY + 30 * K_MIN};
    assert_int_equal(sla_step(SLA_RESOLVE, &f, &p, &c), SLA_END);
    assert_string_equal(c.outcome, "resolved");
    assert_int_equal(c.took, K_HOUR + 30 * K_MIN);
}

static void other_minutes_and_other_hours_move_what_runs(void **state)
{
    struct hours h = office(*state);
    struct sla_plan p = {.minutes = 60, .target = 1}, tighter = {.minutes = 30, .target = 2},
                    longer = {.minutes = 600, .target = 3, .hours = &h}, none = {0};
    struct sla_facts f = {.status = K_S("open"), .waiting_since = T0, .now = T0 + 50 * K_MIN};
    struct sla_clock c = {0};
    assert_int_equal(sla_step(SLA_FIRST, &f, &p, &c), SLA_START);
    c.warned_at = T0 + 45 * K_MIN;
    assert_int_equal(sla_step(SLA_FIRST, &f, &tighter, &c), SLA_CHANGE);
    assert_int_equal(c.due_at, T0 + 30 * K_MIN);
    c.missed_at = f.now;
    /* ten hours of office time end on Tuesday; the warning and the miss are taken back */
    assert_int_equal(sla_step(SLA_FIRST, &f, &longer, &c), SLA_CHANGE);
    assert_int_equal(c.due_at, T0 + K_DAY + 2 * K_HOUR);
    assert_int_equal(c.missed_at, 0);
    assert_int_equal(c.warned_at, 0);
    assert_int_equal(sla_step(SLA_FIRST, &f, &none, &c), SLA_END);
}

/* ---- how long it takes ------------------------------------------------------------------- */

static void what_still_waits_counts_as_longer(void **state)
{
    /* Kaplan and Meier by hand: 6-MP remission times in weeks (Freireich 1963), + = censored:
     * 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+ */
    static const int times[] = {6,   6,   6,   -6, 7,  -9,  10,  -10, -11, 13, 16,
                                -17, -19, -20, 22, 23, -25, -32, -32, -34, -35};
    static const struct {
        int64_t time;
        double alive;
    } want[] = {{6, .857143},  {7, .806723},  {10, .752941}, {13, .690196},
                {16, .627451}, {22, .537815}, {23, .448179}};
    struct survival_case v[ROWS(times)];
    struct survival s;
    for (size_t i = 0; i < ROWS(times); i++)
        v[i] = (struct survival_case){times[i] < 0 ? -times[i] : times[i], times[i] > 0};
    survival_fit(*state, v, ROWS(times), &s);
    assert_int_equal(s.n, 21);
    assert_int_equal(s.n_over, 9);
    assert_int_equal(s.n_steps, ROWS(want));
    for (size_t i = 0; i < ROWS(want); i++) {
        assert_int_equal(s.steps[i].time, want[i].time);
        assert_true(fabs(1 - s.steps[i].done - want[i].alive) < 1e-5);
        assert_true(s.steps[i].low < s.steps[i].done && s.steps[i].done < s.steps[i].high);
    }
    /* log(-log) bounds at 10 weeks as published: survival .503 to .889 */
    assert_true(fabs(1 - s.steps[2].high - .503) < .001);
    assert_true(fabs(1 - s.steps[2].low - .889) < .001);
    assert_int_equal(survival_quantile(&s, .5).time, 23);
    assert_int_equal(survival_quantile(&s, .9).time, -1);
    assert_true(fabs(survival_at(&s, 12).done - (1 - .752941)) < 1e-5);
    assert_true(survival_at(&s, 5).done == 0);
}

static void without_anything_awaited_it_is_the_plain_share(void **state)
{
    struct survival_case v[] = {{40, true}, {10, true}, {30, true}, {20, true}};
    struct survival s, none;
    survival_fit(*state, v, 4, &s);
    assert_true(fabs(survival_at(&s, 20).done - .5) < 1e-9);
    assert_true(fabs(survival_at(&s, 40).done - 1) < 1e-9);
    assert_int_equal(survival_quantile(&s, .5).time, 20);
    survival_fit(*state, v, 0, &none);
    assert_int_equal(survival_quantile(&none, .5).time, -1);
    assert_true(survival_at(&none, 100).high == 1);
}

/* ---- who gets the next one ----------------------------------------------------------------
 */

static void the_one_who_is_here_and_has_the_least_gets_the_next(void **state)
{
    static const struct {
        struct roster_candidate v[4];
        size_t n, want;
    } rows[] = {
        {{{1, true, 5, 0, 0}, {2, true, 3, 0, 0}, {3, false, 0, 0, 0}}, 3, 1},
        {{{1, true, 3, 0, 90}, {2, true, 3, 0, 10}}, 2, 1},
        {{{7, true, 3, 0, 10}, {2, true, 3, 0, 10}}, 2, 1},
        {{{1, true, 3, 3, 0}, {2, true, 9, 10, 0}}, 2, 1},
        {{{1, true, 3, 3, 0}, {2, false, 0, 0, 0}}, 2, 2},
        {{{0}}, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(roster_pick(rows[i].v, rows[i].n), rows[i].want);
}

static void round_robin_gives_everybody_the_same_share(void **state)
{
    struct roster_candidate v[5] = {{1, true, 4, 0, 0},
                                    {2, true, 0, 0, 0},
                                    {3, true, 2, 0, 0},
                                    {4, true, 0, 0, 0},
                                    {5, true, 0, 0, 0}};
    (void)state;
    for (int i = 0; i < 44; i++) {
        size_t to = roster_pick(v, 5);
        v[to].open++;
        v[to].given_at = i + 1;
    }
    for (int i = 0; i < 5; i++)
        assert_int_equal(v[i].open, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(the_most_specific_target_counts),
        arena_test(an_unanswered_word_starts_a_clock_that_warns_at_three_quarters),
        arena_test(an_answer_ends_it_and_the_next_word_starts_the_next),
        arena_test(a_late_answer_is_missed_and_no_answer_needed_is_closed),
        arena_test(resolution_stands_still_while_we_wait_for_the_person),
        arena_test(other_minutes_and_other_hours_move_what_runs),
        arena_test(what_still_waits_counts_as_longer),
        arena_test(without_anything_awaited_it_is_the_plain_share),
        arena_test(the_one_who_is_here_and_has_the_least_gets_the_next),
        arena_test(round_robin_gives_everybody_the_same_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
