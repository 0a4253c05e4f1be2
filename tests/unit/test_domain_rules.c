/* The pure rules of priority and conversations: tables of cases. */
#include "unit.h"
#include "domain/conversation_rules.h"
#include "domain/policy_starter.h"
#include "domain/priority_rules.h"
#include "domain/understand.h"

/* ---- priority ---------------------------------------------------------------------------- */

static void priority_comes_with_its_reason(void **state)
{
    (void)state;
    static const struct {
        struct priority_in in;
        int score;
        const char *reason;
        k_time again_in;
    } rows[] = {
        {{.followers = -1}, 100, "", 0},
        {{.intents = INTENT_QUESTION, .addressed = true, .unanswered = 1, .followers = -1},
         360,
         "Asks a question · speaks to us",
         K_HOUR},
        {{.intents = INTENT_COMPLAINT | INTENT_QUESTION,
          .direct = true,
          .addressed = true, /* direct is stronger */
          .unanswered = 1,
          .waits = 5 * K_HOUR,
          .followers = -1},
         706,
         "Has a complaint · wrote to us directly · waits over 4 hours",
         19 * K_HOUR},
        {{.intents = INTENT_LEAD,
          .unanswered = 3,
          .waits = 8 * K_DAY,
          .stage = STAGE_DIALOGUE,
          .exchanges = 4,
          .followers = 12000},
         830,
         "Wants to buy · waits over a week · talked with us on 4 days",
         22 * K_DAY},
        {{.intents = INTENT_COMPLAINT, .answered = true, .exchanges = 1, .followers = -1},
         180,
         "Has a complaint · talked with us before · answered",
         0},
        {{.answered = true, .followers = -1}, 0, "Answered", 0},
        {{.intents = INTENT_COMPLAINT,
          .unanswered = 1,
          .storm_people = 341,
          .waits = 400 * K_DAY,
          .followers = -1},
         630,
         "Has a complaint · 341 people say the same · waits over a year",
         0},
        {{.intents = INTENT_ALL,
          .direct = true,
          .unanswered = 9,
          .waits = 10 * K_DAY,
          .stage = STAGE_ADVOCATE,
          .storm_people = 9,
          .followers = 1000000},
         1000,
         "Has a complaint · speaks for us · waits over a week", /* at most 70 characters */
         20 * K_DAY},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct priority p;
        char reason[4 * PRIORITY_REASON + 1];
        priority_score(&rows[i].in, &p);
        priority_reason(&p, reason);
        if (p.score != rows[i].score || p.again_in != rows[i].again_in ||
            strncmp(reason, rows[i].reason, strlen(rows[i].reason)) != 0)
            fail_msg("row %zu: %d, %s, again in %lld", i, p.score, reason,
                     (long long)(p.again_in / K_HOUR));
    }
}

static void priority_terms_add_up_to_the_score(void **state)
{
    struct k_arena *a = *state;
    struct priority_in in = {.intents = INTENT_LEAD | INTENT_PRAISE,
                             .review = true,
                             .unanswered = 2,
                             .waits = 2 * K_HOUR,
                             .followers = 5000};
    struct priority p;
    priority_score(&in, &p);
    int sum = 0;
    for (size_t i = 0; i < p.n; i++) {
        sum += p.terms[i].points;
        assert_true(i == 0 || p.terms[i].points <= p.terms[i - 1].points);
    }
    assert_int_equal(sum, p.score);
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    priority_json(&b, &p);
    assert_str(k_str_sub(k_buf_view(&b), 0, 40),
               "[{\"name\":\"lead\",\"points\":300,\"value\":0},");
}

static void waiting_longer_never_lowers_a_fresh_post(void **state)
{
    (void)state;
    int last = 0;
    for (k_time waits = 0; waits < 20 * K_DAY; waits += K_HOUR / 2) {
        struct priority_in in = {.unanswered = 1, .waits = waits, .followers = -1};
        struct priority p;
        priority_score(&in, &p);
        assert_true(p.score >= last);
        last = p.score;
    }
}

/* ---- conversations ----------------------------------------------------------------------- */

/* "h5 t7": heard at 5, told at 7, in order of arrival. */
static struct conversation_state fold(const char *script)
{
    struct conversation_state s = {0};
    for (const char *p = script; *p; p++) {
        if (*p == 'h')
            conversation_hear(&s, &(struct conversation_in){.at = p[1] - '0',
                                                            .person_id = p[1],
                                                            .intents = INTENT_QUESTION});
        else if (*p == 't')
            conversation_tell(&s, p[1] - '0');
    }
    return s;
}

static void conversation_knows_who_waits_in_any_order(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        k_time waiting;
        int unanswered;
        bool answered, look_again;
        char person;
    } rows[] = {
        {"h5", 5, 1, false, false, '5'},
        {"h5 h6", 5, 2, false, false, '5'},
        {"h6 h5", 5, 2, false, false, '5'}, /* the earlier author leads */
        {"h5 t6", 0, 0, true, false, '5'},
        {"t6 h5", 0, 0, true, false, '5'}, /* our answer came first */
        {"h5 t6 h7", 7, 1, true, false, '5'},
        {"t6 h7 h5", 7, 1, true, false, '5'},
        {"h5 h7 t6", 5, 2, true, true, '5'}, /* 7 waits: only the posts can tell */
        {"t1", 0, 0, false, false, 0},       /* we only told */
        {"t1 h2", 2, 1, false, false, '2'},
        {"t1 h5 t3", 5, 1, false, false, '5'}, /* our own thread goes on before they speak */
        {"t1 h2 t3", 0, 0, true, false, '2'},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct conversation_state s = fold(rows[i].script);
        if (s.waiting_since != rows[i].waiting || s.unanswered != rows[i].unanswered ||
            s.answered != rows[i].answered || s.look_again != rows[i].look_again ||
            s.person_id != rows[i].person)
            fail_msg("%s: waits since %lld, %d unanswered, answered %d, again %d, person %c",
                     rows[i].script, (long long)s.waiting_since, s.unanswered, s.answered,
                     s.look_again, (char)s.person_id);
    }
}

static void an_answer_clears_what_was_asked(void **state)
{
    (void)state;
    struct conversation_state s = fold("h5");
    assert_int_equal(s.intents, INTENT_QUESTION);
    assert_true(conversation_tell(&s, 6));
    assert_int_equal(s.intents, 0);
    struct conversation_state none = {0};
    assert_false(conversation_tell(&none, 6));
}

/* ---- names ------------------------------------------------------------------------------- */

static void intents_are_read_back(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits <= INTENT_ALL; bits++) {
        char names[48];
        size_t n = understand_names(bits, names);
        assert_int_equal(understand_bits(k_str_n(names, n)), bits);
    }
    assert_string_equal(understand_kind(INTENT_LEAD | INTENT_COMPLAINT), "complaint");
    assert_string_equal(understand_kind(0), "other");
    assert_int_equal(understand_bits(K_S("mockery lead")), INTENT_LEAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(priority_comes_with_its_reason),
        arena_test(priority_terms_add_up_to_the_score),
        cmocka_unit_test(waiting_longer_never_lowers_a_fresh_post),
        cmocka_unit_test(conversation_knows_who_waits_in_any_order),
        cmocka_unit_test(an_answer_clears_what_was_asked),
        cmocka_unit_test(intents_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
