/* When a post of our own may leave by itself, by tables. */
#include "unit.h"
#include "domain/publish_rules.h"

#define NOW (1793491200 * K_SEC)

static void a_few_minutes_late_is_overdue(void **state)
{
    static const struct {
        k_time due;
        bool overdue;
    } rows[] = {
        {NOW + K_HOUR, false},          {NOW, false},        {NOW - PUBLISH_LATE, false},
        {NOW - PUBLISH_LATE - 1, true}, {NOW - K_DAY, true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (publish_overdue(rows[i].due, NOW) != rows[i].overdue)
            fail_msg("row %zu", i);
}

static void a_moment_lies_ahead_or_is_now(void **state)
{
    static const struct {
        k_time at, due;
        enum publish_when when;
    } rows[] = {
        {0, NOW, PUBLISH_GOOD},
        {NOW + K_MIN, NOW + K_MIN, PUBLISH_GOOD},
        {NOW - K_MIN, NOW, PUBLISH_GOOD}, /* it took a moment to press the button */
        {NOW - PUBLISH_SLACK - 1, NOW, PUBLISH_PAST},
        {NOW + PUBLISH_AHEAD, NOW + PUBLISH_AHEAD, PUBLISH_GOOD},
        {NOW + PUBLISH_AHEAD + 1, NOW + PUBLISH_AHEAD + 1, PUBLISH_FAR},
    };
    k_time due;
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (publish_time(rows[i].at, NOW, &due) != rows[i].when || due != rows[i].due)
            fail_msg("row %zu", i);
}

static void the_reason_is_the_channel_when_it_did_not_work(void **state)
{
    (void)state;
    assert_string_equal(publish_late_why(K_S("active")), "late");
    assert_string_equal(publish_late_why(K_S("stopped")), "channel");
    assert_string_equal(publish_late_why(K_S("paused")), "channel");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_few_minutes_late_is_overdue),
        cmocka_unit_test(a_moment_lies_ahead_or_is_now),
        cmocka_unit_test(the_reason_is_the_channel_when_it_did_not_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
