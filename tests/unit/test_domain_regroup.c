/* Which conversations are merged, and what goes along when one is taken apart. */
#include "domain/regroup_rules.h"
#include "unit.h"

static struct regroup_side side(k_id id, k_id channel, bool direct, const char *status)
{
    return (struct regroup_side){
        .id = id, .channel = channel, .direct = direct, .status = k_str_z(status)};
}

static void what_may_be_merged(void **state)
{
    struct regroup_side a = side(1, 7, false, "open"), b = side(2, 7, false, "done");
    struct regroup_side storm = side(3, 7, false, "open");
    storm.storm = 9;
    const struct {
        struct regroup_side other;
        const char *because; /* NULL: may */
    } rows[] = {
        {b, NULL},
        {side(2, 7, false, "snoozed"), NULL},
        {a, "itself"},
        {side(2, 8, false, "open"), "two channels"},
        {side(2, 7, true, "open"), "private"},
        {side(2, 7, false, "merged"), "already"},
        {side(2, 7, false, "folded"), "storm"},
        {storm, "storm"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *no = regroup_may_merge(&a, &rows[i].other);
        const char *other_way = regroup_may_merge(&rows[i].other, &a);
        if ((no == NULL) != (rows[i].because == NULL) || (no == NULL) != (other_way == NULL))
            fail_msg("row %zu", i);
        if (no && !strstr(no, rows[i].because))
            fail_msg("row %zu: %s", i, no);
    }
}

static void who_stays_is_open_when_one_was(void **state)
{
    static const char *const rows[][3] = {
        {"open", "done", "open"},       {"done", "open", "open"},
        {"snoozed", "done", "snoozed"}, {"done", "done", "done"},
        {"snoozed", "open", "open"},    {"snoozed", "snoozed", "snoozed"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(
            k_str_eqz(regroup_status(k_str_z(rows[i][0]), k_str_z(rows[i][1])), rows[i][2]));
}

/* 1 <- 2 <- 3, 1 <- 4, 5 alone, 6 <-> 7 a ring, 8 answers what is not here; 9 <- 10 comes
 * before its parent in the list. */
static const struct regroup_post thread[] = {
    {1, 0}, {2, 1}, {3, 2}, {4, 1}, {5, 0}, {6, 7}, {7, 6}, {8, 99}, {10, 9}, {9, 0},
};
#define N (sizeof thread / sizeof *thread)

static void answers_go_along_however_deep(void **state)
{
    static const struct {
        k_id chosen[2];
        const char *goes; /* one letter a post of the list */
    } rows[] = {
        {{2, 0}, ".xx......."},  {{3, 0}, "..x......."},  {{1, 0}, "xxxx......"},
        {{5, 8}, "....x..x.."},  {{6, 0}, ".....xx..."},  {{9, 0}, "........xx"},
        {{10, 0}, "........x."}, {{77, 0}, ".........."}, {{3, 4}, "..xx......"},
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool goes[N];
        size_t want = 0,
               n = regroup_below(a, thread, N, rows[i].chosen, rows[i].chosen[1] ? 2 : 1, goes);
        for (size_t k = 0; k < N; k++) {
            if (goes[k] != (rows[i].goes[k] == 'x'))
                fail_msg("row %zu, post %zu", i, k);
            want += goes[k];
        }
        assert_int_equal(n, want);
    }
    assert_int_equal(regroup_below(a, thread, 0, rows[0].chosen, 1, NULL), 0);
    k_arena_free(a);
}

/* A long thread in which each answers the one before, the end first. */
static void a_long_thread_takes_linear_time(void **state)
{
    enum { LONG = 20000 };
    struct k_arena *a = k_arena_new(0);
    struct regroup_post *posts = k_new_n(a, struct regroup_post, LONG);
    bool *goes = k_new_n(a, bool, LONG);
    for (int i = 0; i < LONG; i++)
        posts[i] = (struct regroup_post){LONG - i, LONG - i - 1};
    k_id middle = LONG / 2;
    assert_int_equal(regroup_below(a, posts, LONG, &middle, 1, goes), LONG / 2 + 1);
    k_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_may_be_merged),
        cmocka_unit_test(who_stays_is_open_when_one_was),
        cmocka_unit_test(answers_go_along_however_deep),
        cmocka_unit_test(a_long_thread_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
