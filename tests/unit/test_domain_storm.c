/* When posts are a storm, and how fast it is. */
#include "unit.h"
#include "domain/storm_rules.h"

static void courtesies_and_few_words_are_no_storm(void **state)
{
    static const struct {
        const char *text;
        bool enough;
    } rows[] = {
        {"thank you so much", false},
        {"Thank you all so much for your great help today!", false},
        {"Happy birthday to you and all the best for the new year", false},
        {"Good morning everyone, have a lovely day", false},
        {"Vielen herzlichen Dank f\xc3\xbcr die schnelle", false}, /* one own word */
        {"Guten Morgen euch allen und ein sch\xc3\xb6nes Wochenende", false},
        {"Merci beaucoup pour votre aide", false},
        {"Muchas gracias por todo", false},
        {"broken again", false},
        {"lid lid lid lid lid", false},
        {"@acme https://acme.example/x !!!", false},
        {"", false},
        {"Your kettle sings louder than my cat", true},
        {"thank you for the leaking kettle", true},
        {"Vielen Dank f\xc3\xbcr den kaputten Deckel", true},
        {"\xe6\x96\xb0\xe3\x81\x97\xe3\x81\x84\xe9\x9b\xbb\xe6\xb0\x97", true},
    };
    const struct storm_courtesies *c = storm_courtesies_new(*state);
    for (size_t i = 0; i < ROWS(rows); i++)
        if (storm_says_enough(c, k_str_z(rows[i].text)) != rows[i].enough)
            fail_msg("%s", rows[i].text);
}

static void a_link_is_one_however_it_is_written(void **state)
{
    static const struct {
        const char *text, *link;
    } rows[] = {
        {"look https://www.Acme.example/news/12?utm_source=x&id=3#top now",
         "acme.example/news/12?id=3"},
        {"(http://acme.example/news/12?id=3).", "acme.example/news/12?id=3"},
        {"see https://acme.example/news/12/, please", "acme.example/news/12"},
        {"https://acme.example/a?fbclid=9", "acme.example/a"},
        {"first https://a.example/1 then https://b.example/2", "a.example/1"},
        {"our page https://acme.example", ""},
        {"our page https://acme.example/ !", ""},
        {"https://acme.example/?p=4", "acme.example/?p=4"},
        {"the hatch http is no link", ""},
        {"", ""},
        {"https://", ""},
        {"https://?", ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str got = storm_link(*state, k_str_z(rows[i].text));
        if (!k_str_eqz(got, rows[i].link))
            fail_msg("%s: %.*s", rows[i].text, K_ARG(got));
    }
}

static void a_repost_says_what_it_reposts(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"RT @acme.example: your lid leaks", "your lid leaks"},
        {" RT @acme your lid leaks", "your lid leaks"},
        {"RT your lid leaks", "RT your lid leaks"},
        {"your lid RT @acme leaks", "your lid RT @acme leaks"},
        {"RT @acme", ""},
        {"", ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str got = storm_reposted(k_str_z(rows[i][0]));
        if (!k_str_eqz(got, rows[i][1]))
            fail_msg("%s: %.*s", rows[i][0], K_ARG(got));
    }
}

static void people_count_once_and_only_near_the_moment(void **state)
{
    (void)state;
    static const struct storm_voice v[] = {
        {1, 0, 10},      {1, K_HOUR, 10},      {2, K_HOUR, -1},
        {0, K_HOUR, 99}, {3, 60 * K_HOUR, 30}, {-9, 2 * K_HOUR, 0},
    };
    assert_int_equal(storm_crowd(v, ROWS(v), K_HOUR, STORM_TIME).people, 3);
    struct storm_crowd all = storm_crowd(v, ROWS(v), 48 * K_HOUR, STORM_TIME);
    assert_int_equal(all.people, 4);
    assert_int_equal(all.reach, 40);
    assert_int_equal(all.reach_known, 3);
    assert_int_equal(storm_crowd(v, ROWS(v), 60 * K_HOUR, STORM_TIME).people, 1);
    assert_int_equal(storm_crowd(v, 0, 0, STORM_TIME).people, 0);
}

static void what_was_decided_holds_until_it_is_much_larger(void **state)
{
    (void)state;
    assert_false(storm_grown(3, 7)); /* twice, but a handful */
    assert_true(storm_grown(3, 8));
    assert_false(storm_grown(40, 79));
    assert_true(storm_grown(40, 80));
}

static void who_asks_us_something_else_is_kept_out(void **state)
{
    (void)state;
    static const struct {
        struct storm_single one;
        const char *own;
    } rows[] = {
        {{0}, ""},
        {{.to_us = true, .intents = INTENT_QUESTION}, "asks"},
        {{.to_us = true, .intents = INTENT_LEAD, .shared = INTENT_COMPLAINT}, "asks"},
        {{.to_us = true, .intents = INTENT_QUESTION, .shared = INTENT_QUESTION}, ""},
        {{.to_us = true, .intents = INTENT_PRAISE}, ""},
        {{.intents = INTENT_QUESTION}, ""}, /* to the world, not to us */
        {{.more = true}, "more"},
        {{.held = true, .more = true, .to_us = true, .intents = INTENT_LEAD}, "held"},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_string_equal(storm_own(&rows[i].one), rows[i].own);
}

static void the_peak_is_the_fullest_hour_wherever_it_begins(void **state)
{
    (void)state;
    k_time at[] = {310 * K_MIN, 300 * K_MIN, 111 * K_MIN, 69 * K_MIN,
                   65 * K_MIN,  50 * K_MIN,  10 * K_MIN,  0};
    struct storm_speed s = storm_speed(at, ROWS(at), 330 * K_MIN);
    assert_int_equal(s.peak, 4);
    assert_int_equal(s.peak_at, 10 * K_MIN);
    assert_int_equal(s.last_hour, 2);
    s = storm_speed(at, 0, 330 * K_MIN);
    assert_int_equal(s.peak, 0);
    assert_int_equal(s.last_hour, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(courtesies_and_few_words_are_no_storm),
        arena_test(a_link_is_one_however_it_is_written),
        arena_test(a_repost_says_what_it_reposts),
        arena_test(people_count_once_and_only_near_the_moment),
        arena_test(what_was_decided_holds_until_it_is_much_larger),
        arena_test(who_asks_us_something_else_is_kept_out),
        arena_test(the_peak_is_the_fullest_hour_wherever_it_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
