/* Who sees, changes and shares a saved view of the inbox. */
#include "domain/view_rules.h"
#include "unit.h"

enum { MARA = 11, JONAS = 12, SALES = 21, SUPPORT = 22 };
static const k_id sales[] = {SALES};

static struct view_looker jonas(const char *role, bool in_sales, bool leads_sales)
{
    return (struct view_looker){.member = JONAS,
                                .role = k_str_z(role),
                                .teams = sales,
                                .n_teams = in_sales,
                                .leads = sales,
                                .n_leads = leads_sales};
}

static void who_sees_and_changes_a_view(void **state)
{
    static const struct {
        const char *role;
        bool in_sales, leads_sales;
        struct view_kept v; /* maker, own, team */
        const char *seen, *changed;
    } rows[] = {
        /* his own, and Mara's own: not even the owner of the house looks in */
        {"viewer", false, false, {JONAS, JONAS, 0}, "own", "own"},
        {"agent", false, false, {MARA, MARA, 0}, "none", "none"},
        {"owner", true, true, {MARA, MARA, 0}, "none", "none"},
        /* the house's */
        {"viewer", false, false, {MARA, 0, 0}, "house", "none"},
        {"agent", false, false, {MARA, 0, 0}, "house", "none"},
        {"manager", false, false, {MARA, 0, 0}, "house", "lead"},
        {"admin", false, false, {MARA, 0, 0}, "house", "lead"},
        {"agent", false, false, {JONAS, 0, 0}, "house", "maker"},
        {"viewer", false, false, {JONAS, 0, 0}, "house", "none"}, /* may not answer any more */
        /* a team's */
        {"agent", false, false, {MARA, 0, SALES}, "none", "none"},
        {"agent", true, false, {MARA, 0, SALES}, "team", "none"},
        {"agent", false, true, {MARA, 0, SALES}, "lead", "lead"},
        {"agent", false, true, {MARA, 0, SUPPORT}, "none", "none"},
        {"viewer", true, true, {MARA, 0, SALES}, "team", "none"},
        {"agent", false, false, {JONAS, 0, SALES}, "maker", "maker"},
        {"manager", false, false, {MARA, 0, SALES}, "none", "none"},
        {"admin", false, false, {MARA, 0, SALES}, "admin", "admin"},
        {"owner", false, false, {MARA, 0, SALES}, "admin", "admin"},
        {"", false, false, {MARA, 0, SALES}, "none", "none"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view_looker who = jonas(rows[i].role, rows[i].in_sales, rows[i].leads_sales);
        struct view_verdict seen = view_seen(&who, &rows[i].v),
                            changed = view_changed(&who, &rows[i].v);
        if (strcmp(seen.why, rows[i].seen) != 0 || strcmp(changed.why, rows[i].changed) != 0)
            fail_msg("row %zu: seen %s, changed %s", i, seen.why, changed.why);
        assert_int_equal(seen.may, strcmp(seen.why, "none") != 0);
        assert_int_equal(changed.may, strcmp(changed.why, "none") != 0);
        assert_true(seen.may || !changed.may); /* nobody changes what they do not see */
    }
}

static void who_may_answer_shares_with_the_house_and_with_their_teams(void **state)
{
    static const struct {
        const char *role;
        bool in_sales, leads_sales;
        k_id team;
        bool may;
    } rows[] = {
        {"viewer", true, true, 0, false},       {"viewer", true, true, SALES, false},
        {"agent", false, false, 0, true},       {"agent", false, false, SALES, false},
        {"agent", true, false, SALES, true},    {"agent", true, false, SUPPORT, false},
        {"agent", false, true, SALES, true},    {"manager", false, false, SALES, true},
        {"admin", false, false, SUPPORT, true}, {"", true, true, SALES, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view_looker who = jonas(rows[i].role, rows[i].in_sales, rows[i].leads_sales);
        if (view_shared(&who, rows[i].team).may != rows[i].may)
            fail_msg("row %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_sees_and_changes_a_view),
        cmocka_unit_test(who_may_answer_shares_with_the_house_and_with_their_teams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
