/* What each side gains in one line, and what two have in common: pure, with their reasons. */
#include "domain/common_rules.h"
#include "domain/value_rules.h"
#include "unit.h"

static void each_side_is_named_and_an_empty_side_is_said(void **state)
{
    struct k_arena *a = *state;
    static const struct value_item items[] = {
        {.us = true, .text = K_S_INIT("two referrals."), .at = 20},
        {.us = false, .text = K_S_INIT("a bike that fits"), .at = 10},
        {.us = false, .text = K_S_INIT("a spare battery at once"), .at = 30},
        {.us = true, .text = K_S_INIT("order 12"), .at = 90, .is_implied = true},
    };
    struct value_line line;
    value_line(a, items, 4, &line);
    assert_int_equal(line.balance, VALUE_BOTH);
    assert_str(line.line, "We gain: two referrals. They gain: a spare battery at once.");
    assert_int_equal(line.us, 2);
    assert_int_equal(line.them, 2);
    value_line(a, items + 3, 1, &line);
    assert_str(line.line, "We gain: order 12. They gain nothing that we know of.");
    assert_int_equal(line.balance, VALUE_ONLY_US);
    value_line(a, items + 1, 1, &line);
    assert_str(line.line, "They gain: a bike that fits. We gain nothing that we know of.");
    assert_int_equal(line.balance, VALUE_ONLY_THEM);
    value_line(a, NULL, 0, &line);
    assert_int_equal(line.balance, VALUE_NONE);
    assert_str(line.line, "Nobody has written down yet what either side gains.");
}

static void a_long_gain_is_cut_between_characters(void **state)
{
    struct k_arena *a = *state;
    char text[400];
    struct value_line line;
    for (size_t i = 0; i < 200; i++)
        memcpy(text + 2 * i, "ü", 2);
    struct value_item item = {.us = true, .text = k_str_n(text, 400)};
    value_line(a, &item, 1, &line);
    assert_int_equal(line.us_text.n, 120 + 3);
}

static void topics_are_alike_by_whole_words(void **state)
{
    static const struct {
        const char *a, *b;
        double alike;
    } rows[] = {{"jazz", "jazz", 1},
                {"long walks", "walks", 0.6},
                {"walks", "walks at night", 0.6},
                {"art", "cartography", 0},
                {"", "", 0},
                {"go", "go karts", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_float_equal(common_alike(k_str_z(rows[i].a), k_str_z(rows[i].b)), rows[i].alike,
                           1e-6);
}

static void common_ground_comes_with_its_reason_the_surest_first(void **state)
{
    struct k_arena *a = *state;
    static const struct common_fact facts[] = {
        {K_S_INIT("likes"), K_S_INIT("Plays jazz on Sundays"), K_S_INIT("jazz")},
        {K_S_INIT("likes"), K_S_INIT("Collects maps"), K_S_INIT("maps")},
        {K_S_INIT("dislikes"), K_S_INIT("No football, please"), K_S_INIT("football")},
        {K_S_INIT("health"), K_S_INIT("Bad knee"), K_S_INIT("running")},
    };
    static const struct common_interest interests[] = {
        {.member = 1, .topic = K_S_INIT("jazz"), .text = K_S_INIT("Jazz")},
        {.member = 1, .topic = K_S_INIT("running"), .text = K_S_INIT("running")},
        {.member = 1, .topic = K_S_INIT("football"), .text = K_S_INIT("football")},
        {.member = 1, .topic = K_S_INIT("repair cafe"), .text = K_S_INIT("Repair Café")},
        {.member = 2,
         .topic = K_S_INIT("maps"),
         .text = K_S_INIT("maps"),
         .name = K_S_INIT("Aiko")},
    };
    static const struct common_moment moments[] = {
        {.title = K_S_INIT("Spring ride"), .mine = true},
        {.title = K_S_INIT("Elsewhere"), .mine = false}};
    static const k_str organizations[] = {K_S_INIT("Repair Café")};
    struct common_list list;
    common_ground(a,
                  &(struct common_world){.me = 1,
                                         .facts = facts,
                                         .n_facts = 4,
                                         .interests = interests,
                                         .n_interests = 5,
                                         .organizations = organizations,
                                         .n_organizations = 1,
                                         .moments = moments,
                                         .n_moments = 2},
                  &list);
    assert_int_equal(list.n, 5);
    assert_str(list.v[0].reason, "You like football; they do not.");
    assert_int_equal(list.v[0].kind, COMMON_CAREFUL);
    assert_str(list.v[1].reason, "You both like Jazz.");
    assert_str(list.v[2].reason, "They belong to Repair Café, which you like.");
    assert_str(list.v[3].reason, "You were both there: Spring ride.");
    assert_str(list.v[4].reason, "Aiko likes maps too.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(each_side_is_named_and_an_empty_side_is_said),
        arena_test(a_long_gain_is_cut_between_characters),
        arena_test(topics_are_alike_by_whole_words),
        arena_test(common_ground_comes_with_its_reason_the_surest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
