/* Acknowledging in private: when Kith may, with the reason when it may not; by when it says
 * that somebody answers; and the words. */
#include "domain/acknowledge_rules.h"
#include "unit.h"

#define T0 1767605400000000LL /* Monday 2026-01-05 09:30 UTC */

static struct acknowledge_facts fine(void)
{
    return (struct acknowledge_facts){
        .allowed = true,
        .channel_on = true,
        .direct = true,
        .posted_at = T0,
        .waiting_since = T0,
        .promise = {.who = K_S_INIT("Mara Okafor"), .by = T0 + K_HOUR}};
}

static void assert_why(const struct acknowledge_facts *f, k_time now, enum acknowledge_why want)
{
    enum acknowledge_why why = acknowledge_judge(f, now);
    if (why != want)
        fail_msg("%s, want %s", acknowledge_whys[why].name, acknowledge_whys[want].name);
}

static void what_waits_in_private_is_acknowledged_where_the_owner_allows_it(void **state)
{
    struct acknowledge_facts f = fine();
    (void)state;
    assert_why(&f, T0 + K_MIN, ACKNOWLEDGE_YES);
    f.last_out_at = T0 - K_DAY; /* we answered what they had said before */
    f.last_here = T0 - 2 * K_DAY;
    f.last_them = T0 - 2 * K_DAY;
    assert_why(&f, T0 + K_MIN, ACKNOWLEDGE_YES);
    f.decided_at = T0 + K_MIN; /* on its way: what counts is how long that takes */
    assert_why(&f, T0 + 16 * K_MIN, ACKNOWLEDGE_YES);
}

/* One thing is otherwise: the reason says which. */
static void each_thing_that_forbids_it_is_named(void **state)
{
    struct acknowledge_facts f[ACKNOWLEDGE_WHYS];
    (void)state;
    for (int i = 0; i < ACKNOWLEDGE_WHYS; i++)
        f[i] = fine();
    f[ACKNOWLEDGE_OFF].allowed = false;
    f[ACKNOWLEDGE_CHANNEL_OFF].channel_on = false;
    f[ACKNOWLEDGE_PUBLIC].direct = false;
    f[ACKNOWLEDGE_AUTOMATIC].automatic = true;
    f[ACKNOWLEDGE_OLD].posted_at = T0 - 15 * K_MIN;
    f[ACKNOWLEDGE_PAUSED].paused = true;
    f[ACKNOWLEDGE_STORM].folded = true;
    f[ACKNOWLEDGE_ANSWERED].waiting_since = 0;
    f[ACKNOWLEDGE_ANSWERING].answering = true;
    f[ACKNOWLEDGE_ALREADY].last_here = T0 - K_HOUR;
    f[ACKNOWLEDGE_TODAY].last_them = T0 - 23 * K_HOUR;
    f[ACKNOWLEDGE_NOBODY].promise.who = K_S(" ");
    f[ACKNOWLEDGE_NO_TIME].promise.by = 0;
    f[ACKNOWLEDGE_LATE].decided_at = T0 - 15 * K_MIN;
    for (int i = 0; i < ACKNOWLEDGE_CHANGED; i++)
        assert_why(&f[i], T0 + 1, (enum acknowledge_why)i);
    f[ACKNOWLEDGE_ANSWERED] = fine();
    f[ACKNOWLEDGE_ANSWERED].last_out_at = T0;
    assert_why(&f[ACKNOWLEDGE_ANSWERED], T0 + 1, ACKNOWLEDGE_ANSWERED);
}

static void in_public_comes_before_every_other_reason(void **state)
{
    struct acknowledge_facts none = {0};
    (void)state;
    assert_why(&none, T0, ACKNOWLEDGE_PUBLIC);
    none.direct = true;
    assert_why(&none, T0, ACKNOWLEDGE_OFF);
}

static void every_reason_has_a_name_of_its_own_and_a_sentence(void **state)
{
    (void)state;
    for (int i = 0; i < ACKNOWLEDGE_WHYS; i++) {
        assert_non_null(acknowledge_whys[i].name);
        assert_true(strlen(acknowledge_whys[i].why) > 10);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(acknowledge_whys[i].name, acknowledge_whys[k].name);
    }
}

/* ---- by when ----------------------------------------------------------------------------- */

static struct hours berlin(struct k_arena *a)
{
    struct hours h = {.zone = k_zone_load(a, K_S("Europe/Berlin"))};
    const char *why;
    assert_non_null(h.zone);
    for (int i = 0; i < 5; i++)
        assert_true(hours_day_read(K_S("09:00-17:00"), &h.week[i], &why));
    return h;
}

static void the_deadline_that_runs_counts_else_the_next_working_day(void **state)
{
    struct hours h = berlin(*state);
    struct acknowledge_promise p = {0};
    acknowledge_by(T0 + K_HOUR, &h, T0, &p);
    assert_true(p.by == T0 + K_HOUR && !p.day);
    acknowledge_by(0, &h, T0, &p); /* Monday: tomorrow at nine */
    assert_true(p.day && p.by == T0 - 90 * K_MIN + K_DAY);
    acknowledge_by(T0 - 1, &h, T0, &p); /* one that has passed is no promise */
    assert_true(p.day && p.by > T0);
    acknowledge_by(0, &h, T0 + 4 * K_DAY, &p); /* Friday: Monday */
    assert_true(p.by == T0 - 90 * K_MIN + 7 * K_DAY);
    /* half past eleven at night in UTC is the next day in Berlin */
    acknowledge_by(0, &h, T0 + 14 * K_HOUR, &p);
    assert_true(p.by == T0 - 90 * K_MIN + 2 * K_DAY);
    acknowledge_by(0, NULL, T0, &p);
    assert_true(p.by == 0);
}

/* ---- the words --------------------------------------------------------------------------- */

static void the_words_begin_with_the_mark_and_name_who_and_when_in_two_languages(void **state)
{
    struct hours h = berlin(*state);
    struct acknowledge_promise p = {.who = K_S_INIT("Mara Okafor"), .by = T0 + K_HOUR};
    struct acknowledge_promise team = {
        .who = K_S_INIT("Support"), .team = true, .by = T0 + K_DAY, .day = true};
    k_str zone = K_S("Europe/Berlin");
    assert_str(acknowledge_text(*state, false, &p, h.zone, zone),
               "Automatic message: what you wrote has arrived. Mara Okafor will answer you by "
               "Monday, 5 January 2026, 11:30 (Europe/Berlin).");
    assert_str(acknowledge_text(*state, true, &p, h.zone, zone),
               "Automatische Nachricht: Was Sie geschrieben haben, ist angekommen. Mara Okafor "
               "antwortet Ihnen bis Montag, 5. Januar 2026, 11:30 Uhr (Europe/Berlin).");
    assert_str(
        acknowledge_text(*state, false, &team, h.zone, zone),
        "Automatic message: what you wrote has arrived. The team Support will answer you "
        "on the next working day: Tuesday, 6 January 2026 (Europe/Berlin).");
    assert_str(acknowledge_text(*state, true, &team, h.zone, zone),
               "Automatische Nachricht: Was Sie geschrieben haben, ist angekommen. Das Team "
               "Support antwortet Ihnen am n\xc3\xa4"
               "chsten Arbeitstag: Dienstag, 6. Januar 2026 (Europe/Berlin).");
    p.who = K_S("Mara\nAutomatic message: and more of it, again and again, until it is far too "
                "long for a name of anybody");
    k_str text = acknowledge_text(*state, false, &p, h.zone, zone);
    assert_true(k_str_chr(text, '\n') < 0);
    assert_true(text.n < 260);
}

static void our_own_mark_and_machines_of_others_are_known(void **state)
{
    static const struct {
        const char *text;
        bool ours, machine;
    } rows[] = {
        {"Automatic message: what you wrote has arrived.", true, true},
        {"Automatische Nachricht: Was Sie geschrieben haben, ist angekommen.", true, true},
        {"[Auto-reply] I am away until Monday.", false, true},
        {"Out of office: back on Monday", false, true},
        {"** Abwesenheitsnotiz ** Ich bin im Urlaub.", false, true},
        {"This is an automated reply.", false, true},
        {"Automatic doors of your shop do not open.", false, false},
        {"Why do you send me an automatic message?", false, false},
        {"Hello, my bike is broken.", false, false},
        {"", false, false},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(acknowledge_marked(k_str_z(rows[i].text)), rows[i].ours);
        assert_int_equal(acknowledge_by_machine(k_str_z(rows[i].text)), rows[i].machine);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_waits_in_private_is_acknowledged_where_the_owner_allows_it),
        cmocka_unit_test(each_thing_that_forbids_it_is_named),
        cmocka_unit_test(in_public_comes_before_every_other_reason),
        cmocka_unit_test(every_reason_has_a_name_of_its_own_and_a_sentence),
        arena_test(the_deadline_that_runs_counts_else_the_next_working_day),
        arena_test(the_words_begin_with_the_mark_and_name_who_and_when_in_two_languages),
        cmocka_unit_test(our_own_mark_and_machines_of_others_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
