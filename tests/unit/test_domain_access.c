/* Who may see a channel, see what is said there in private, and speak as it. */
#include "domain/access_rules.h"
#include "unit.h"

enum { SALES = 21, SUPPORT = 22, MARA = 11 };
static const k_id in_sales[] = {SALES};

static struct access_member somebody(const char *role, const k_id *teams, size_t n)
{
    return (struct access_member){
        .id = MARA, .role = k_str_z(role), .teams = teams, .n_teams = n};
}

static struct access_grant grant(enum access_right right, const char *who, const char *role,
                                 k_id id)
{
    return (struct access_grant){7, right, k_str_z(who), k_str_z(role), id};
}

static void a_right_that_is_open_to_all_needs_no_grant(void **state)
{
    struct access_member m = somebody("viewer", NULL, 0);
    struct access_channel c = {.id = 7};
    for (int r = 0; r < ACCESS_RIGHTS; r++) {
        struct access_verdict v = access_may(&m, &c, (enum access_right)r);
        assert_true(v.may);
        assert_string_equal(v.why, "all");
    }
}

static void owners_may_where_nobody_was_let_in(void **state)
{
    struct access_member m = somebody("owner", NULL, 0), admin = somebody("admin", NULL, 0);
    struct access_channel c = {.id = 7, .some = {true, true, true}};
    assert_int_equal(access_limit(&m, &c).hides, 0);
    assert_false(access_limit(&m, &c).mute);
    assert_int_equal(access_limit(&admin, &c).hides, 2);
    assert_true(access_limit(&admin, &c).mute);
}

static void a_role_lets_those_above_it_in_and_nobody_below(void **state)
{
    static const struct {
        const char *role;
        bool may;
    } rows[] = {{"viewer", false}, {"agent", false}, {"manager", true}, {"admin", true},
                {"owner", true},   {"chief", false}, {"", false}};
    struct access_grant g = grant(ACCESS_SEE, "role", "manager", 0);
    struct access_channel c = {.id = 7, .some = {true}, .grants = &g, .n = 1};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct access_member m = somebody(rows[i].role, NULL, 0);
        if (access_may(&m, &c, ACCESS_SEE).may != rows[i].may)
            fail_msg("role '%s'", rows[i].role);
    }
}

static void a_team_or_a_member_is_let_in_by_name(void **state)
{
    struct access_grant g[] = {grant(ACCESS_SEND, "team", "", SALES),
                               grant(ACCESS_SEND, "member", "", MARA + 1)};
    struct access_channel c = {.id = 7, .some = {false, false, true}, .grants = g, .n = 2};
    struct access_member sales = somebody("agent", in_sales, 1),
                         none = somebody("agent", NULL, 0);
    struct access_member named = none;
    named.id = MARA + 1;
    assert_string_equal(access_may(&sales, &c, ACCESS_SEND).why, "team");
    assert_int_equal(access_may(&sales, &c, ACCESS_SEND).team, SALES);
    assert_string_equal(access_may(&named, &c, ACCESS_SEND).why, "member");
    assert_false(access_may(&none, &c, ACCESS_SEND).may);
    assert_string_equal(access_may(&none, &c, ACCESS_SEND).why, "none");
    assert_int_equal(access_limit(&none, &c).hides, 0);
    assert_true(access_limit(&none, &c).mute);
}

static void a_grant_of_another_channel_or_right_lets_nobody_in(void **state)
{
    struct access_grant g[] = {grant(ACCESS_SEND, "role", "viewer", 0),
                               grant(ACCESS_SEE, "role", "viewer", 0)};
    g[1].channel = 8;
    struct access_channel c = {.id = 7, .some = {true}, .grants = g, .n = 2};
    struct access_member m = somebody("admin", in_sales, 1);
    assert_false(access_may(&m, &c, ACCESS_SEE).may);
}

static void who_may_not_see_a_channel_does_not_see_what_is_private_there(void **state)
{
    struct access_grant g[] = {grant(ACCESS_DIRECT, "role", "viewer", 0),
                               grant(ACCESS_SEE, "team", "", SUPPORT)};
    struct access_channel c = {.id = 7, .some = {true, true}, .grants = g, .n = 2};
    struct access_member m = somebody("agent", in_sales, 1);
    assert_false(access_may(&m, &c, ACCESS_DIRECT).may);
    assert_int_equal(access_limit(&m, &c).hides, 2);
    c.some[ACCESS_SEE] = false;
    assert_true(access_may(&m, &c, ACCESS_DIRECT).may);
    c.n = 0;
    assert_int_equal(access_limit(&m, &c).hides, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_that_is_open_to_all_needs_no_grant),
        cmocka_unit_test(owners_may_where_nobody_was_let_in),
        cmocka_unit_test(a_role_lets_those_above_it_in_and_nobody_below),
        cmocka_unit_test(a_team_or_a_member_is_let_in_by_name),
        cmocka_unit_test(a_grant_of_another_channel_or_right_lets_nobody_in),
        cmocka_unit_test(who_may_not_see_a_channel_does_not_see_what_is_private_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
