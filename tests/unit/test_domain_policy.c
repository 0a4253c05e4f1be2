/* What a reply must not hold: each check of the policy with texts that it finds and texts that
 * it must leave alone; and what understand hears. */
#include "unit.h"
#include "domain/policy_rules.h"
#include "domain/policy_starter.h"
#include "domain/understand.h"

/* The findings of one rule {check, value} on a text. */
static struct policy_findings run_check(struct k_arena *a, const char *check, const char *value,
                                        struct policy_facts f)
{
    struct policy_rules rules;
    struct policy_findings out;
    k_str wrong, json = k_fmt(a,
                              "[{\"id\":\"r\",\"kind\":\"hard\",\"check\":\"%s\",\"why\":\"w\""
                              "%s%s}]",
                              check, value ? ",\"value\":" : "", value ? value : "");
    if (policy_rules_parse(a, json, &rules, &wrong) != K_OK)
        fail_msg("%.*s", K_ARG(wrong));
    f.arena = a;
    policy_run(&f, &rules, &out);
    return out;
}

static void check_rows(struct k_arena *a, const char *check, const char *value,
                       const char *const rows[][2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct policy_facts f = {.text = k_str_z(rows[i][0])};
        struct policy_findings out = run_check(a, check, value, f);
        k_str words = out.list.n ? out.list.v[0].words : K_NONE;
        if (!k_str_eqz(words, rows[i][1] ? rows[i][1] : ""))
            fail_msg("%s: \"%s\" found \"%.*s\"", check, rows[i][0], K_ARG(words));
    }
}

static void card_and_account_numbers_are_found(void **state)
{
    static const char *const rows[][2] = {
        {"My card is 4111 1111 1111 1111, thanks", "4111 1111 1111 1111"},
        {"4111-1111-1111-1111", "4111-1111-1111-1111"},
        {"378282246310005", "378282246310005"},
        {"4111 1111 1111 1112", NULL}, /* the sum is wrong */
        {"0000 0000 0000 0000", NULL},
        {"Order 1234567890123", NULL},
        {"AB4111111111111111", NULL}, /* part of a word */
        {"411111111111", NULL},       /* too short */
        {"IBAN DE89 3704 0044 0532 0130 00 please", "DE89 3704 0044 0532 0130 00"},
        {"GB82WEST12345698765432.", "GB82WEST12345698765432"},
        {"de89370400440532013000", "de89370400440532013000"},
        {"DE88 3704 0044 0532 0130 00", NULL},
        {"Flight LH 400 and room B12", NULL},
        {"", NULL},
    };
    check_rows(*state, "account_numbers", NULL, rows, ROWS(rows));
}

static void luhn_and_mod_97_have_their_published_values(void **state)
{
    (void)state;
    assert_true(policy_is_card("79927398713000", 0) == false);
    assert_true(policy_is_card("5555555555554444", 16));
    assert_true(policy_is_card("6011111111111117", 16));
    assert_false(policy_is_card("5555555555554445", 16));
    assert_true(policy_is_iban("GB29NWBK60161331926819", 22));
    assert_true(policy_is_iban("FR1420041010050500013M02606", 27));
    assert_false(policy_is_iban("FR1420041010050500013M02607", 27));
    assert_false(policy_is_iban("DE89", 4));
}

static void contact_data_is_found_unless_it_was_said_before(void **state)
{
    struct k_arena *a = *state;
    static const char *const rows[][2] = {
        {"Write to jo.doe+x@mail.example.org.", "jo.doe+x@mail.example.org"},
        {"Hello @jo and @mara", NULL},
        {"mail me@home", NULL},
        {"Call +49 30 901820 tomorrow", "+49 30 901820"},
        {"Call 030 / 901 820 12.", "030 / 901 820 12"},
        {"In 2026 we had 10000 visitors", NULL},
        {"Ticket 0815", NULL},
        {"0.5 litres for 3 people in 2 days", NULL},
        {"To DE89 3704 0044 0532 0130 00, please", NULL}, /* the rule of account numbers */
        {"To DE89 3704 0044 0532 0130 00 or 030 901820", "030 901820"},
    };
    check_rows(a, "contact_data", NULL, rows, ROWS(rows));
    k_str thread[] = {K_S("My mail is JO@mail.example.org")};
    struct policy_facts f = {
        .text = K_S("We wrote to jo@mail.example.org"), .thread = thread, .n_thread = 1};
    assert_int_equal(run_check(a, "contact_data", NULL, f).list.n, 0);
}

static void blocked_words_are_whole_words(void **state)
{
    static const char *const rows[][2] = {
        {"You IDIOTS", "IDIOTS"}, {"That is stupid.", "stupid"},
        {"stupidity", NULL},      {"Wir GARANTIEREN das", "GARANTIEREN"},
        {"shut\nup", "shut\nup"}, {"fine", NULL},
    };
    check_rows(*state, "blocked", "[\"idiot*\",\"stupid\",\"garantier*\",\"shut up\"]", rows,
               ROWS(rows));
}

static void length_counts_what_people_see(void **state)
{
    struct k_arena *a = *state;
    struct policy_facts f = {.text = K_S("a👩‍👩‍👧é"), .max_graphemes = 3};
    assert_int_equal(run_check(a, "length", NULL, f).list.n, 0);
    f.max_graphemes = 2;
    struct policy_findings out = run_check(a, "length", NULL, f);
    assert_int_equal(out.list.n, 1);
    assert_int_equal(out.list.v[0].value, 1);
    assert_str(out.list.v[0].words, "é");
    assert_int_equal(out.list.v[0].start, 1 + 8); /* UTF-16: the family has eight units */
    f.max_graphemes = 0;
    f.max_bytes = 10;
    assert_int_equal(run_check(a, "length", NULL, f).list.v[0].value, (int64_t)f.text.n - 10);
}

#define BANK                                                                                   \
    "We'd be happy to review your account with you to address any concerns. Please let us "    \
    "know if you need assistance."

static void sameness_warns_first_and_stops_the_fourth(void **state)
{
    struct k_arena *a = *state;
    struct policy_sent sent[] = {
        {K_S("@one " BANK " ^sa"), false},
        {K_S("@two " BANK " ^jm"), false},
        {K_S("Hello Ann, we'd be happy to review your account with you to address any "
             "concerns. Let us know if you need help."),
         false},
        {K_S("The protest is on the plaza until six, you can use the east door."), false},
    };
    for (size_t n = 0; n <= 4; n++) {
        struct policy_facts f = {.text = K_S("@six " BANK " ^sa"), .sent = sent, .n_sent = n};
        struct policy_findings out = run_check(a, "sameness", NULL, f);
        assert_int_equal(out.hard, n >= 3);
        assert_int_equal(out.list.n, n > 0);
    }
    struct policy_facts own = {
        .text = K_S("Your card was blocked by us on Monday, I have opened it again just now."),
        .sent = sent,
        .n_sent = 4};
    assert_int_equal(run_check(a, "sameness", NULL, own).list.n, 0);
}

static void repeats_count_replies_to_one_person(void **state)
{
    struct policy_sent sent[] = {{K_S("one"), true}, {K_S("two"), false}, {K_S("three"), true}};
    struct policy_facts f = {.text = K_S("four"), .sent = sent, .n_sent = 2};
    assert_int_equal(run_check(*state, "repeats", "2", f).list.n, 0);
    f.n_sent = 3;
    assert_int_equal(run_check(*state, "repeats", "2", f).list.v[0].value, 2);
}

static void shouting_is_found(void **state)
{
    struct k_arena *a = *state;
    static const struct {
        const char *text;
        size_t n;
    } rows[] = {
        {"PLEASE READ THE MANUAL", 1},
        {"We use NASA data and USB", 0},
        {"Great!", 0},
        {"Great!!", 1},
        {"DONE NOW!!!", 1}, /* too short for capitals */
        {"WE ARE SORRY FOR THAT!!", 2},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_facts f = {.text = k_str_z(rows[i].text)};
        if (run_check(a, "shouting", NULL, f).list.n != rows[i].n)
            fail_msg("%s", rows[i].text);
    }
}

static void a_question_is_taken_up(void **state)
{
    struct k_arena *a = *state;
    static const struct {
        const char *reply;
        bool found;
    } rows[] = {
        {"Thank you for writing to us.", true},
        {"We love to hear that.", true},
        {"The parcel leaves tomorrow.", false},      /* a word of the question */
        {"On 3 May.", false},                        /* a number */
        {"Which order is it?", false},               /* asks back */
        {"Here: https://shop.example/where", false}, /* a link */
        {"I asked our depot, they called the driver, and he comes by after lunch today.",
         false}, /* long enough */
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_facts f = {.text = k_str_z(rows[i].reply),
                                 .answered = K_S("@shop when does my parcel arrive?"),
                                 .answered_asks = true};
        if ((run_check(a, "answers", NULL, f).list.n == 1) != rows[i].found)
            fail_msg("%s", rows[i].reply);
        f.answered_asks = false;
        assert_int_equal(run_check(a, "answers", NULL, f).list.n, 0);
    }
}

static void rules_that_cannot_be_read_are_refused_with_their_place(void **state)
{
    struct k_arena *a = *state;
    static const char *const rows[][2] = {
        {"", "line 1"},
        {"{}", "rules: a list"},
        {"[{}]", "rules[0].id"},
        {"[{\"id\":\"A B\"}]", "rules[0].id"},
        {"[{\"id\":\"a\",\"kind\":\"firm\"}]", "rules[0].kind"},
        {"[{\"id\":\"a\",\"kind\":\"soft\",\"check\":\"mood\"}]", "rules[0].check"},
        {"[{\"id\":\"a\",\"kind\":\"soft\",\"check\":\"length\"}]", "rules[0].why"},
        {"[{\"id\":\"a\",\"kind\":\"soft\",\"check\":\"blocked\",\"why\":\"w\"}]",
         "rules[0].value"},
        {"[{\"id\":\"a\",\"kind\":\"soft\",\"check\":\"blocked\",\"why\":\"w\",\"value\":[\"\"]"
         "}]",
         "rules[0].value"},
        {"[{\"id\":\"a\",\"kind\":\"soft\",\"check\":\"repeats\",\"why\":\"w\",\"value\":-1}]",
         "rules[0].value"},
        {"[{\"id\":\"a\",\"kind\":\"soft\",\"check\":\"length\",\"why\":\"w\"},"
         "{\"id\":\"a\",\"kind\":\"soft\",\"check\":\"length\",\"why\":\"w\"}]",
         "rules[1].id"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_rules rules;
        k_str wrong;
        assert_int_equal(policy_rules_parse(a, k_str_z(rows[i][0]), &rules, &wrong),
                         K_ERR_BAD_INPUT);
        if (i > 0 && !k_str_starts(wrong, k_str_z(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], K_ARG(wrong));
        assert_true(wrong.n > 0);
    }
}

static void the_starter_policy_is_complete_in_both_languages(void **state)
{
    struct k_arena *a = *state;
    struct policy_rules en, de;
    struct policy_starter s;
    k_str wrong;
    policy_starter(a, K_S("en"), &s);
    assert_str(s.lang, "en");
    assert_int_equal(policy_rules_parse(a, s.rules, &en, &wrong), K_OK);
    policy_starter(a, K_S("de-AT"), &s);
    assert_str(s.lang, "de");
    assert_int_equal(policy_rules_parse(a, s.rules, &de, &wrong), K_OK);
    assert_int_equal(en.n, 12);
    assert_int_equal(de.n, en.n);
    for (size_t i = 0; i < en.n; i++) {
        assert_true(k_str_eq(en.v[i].id, de.v[i].id));
        assert_false(k_str_eq(en.v[i].why, de.v[i].why));
        assert_int_equal(en.v[i].kind, de.v[i].kind);
    }
    struct policy_facts f = {.arena = a,
                             .text = K_S("Thanks Ann, your bike is ready on Tuesday."),
                             .max_graphemes = 300};
    struct policy_findings out;
    policy_run(&f, &en, &out);
    assert_int_equal(out.list.n, 0);
}

/* ---- understand -------------------------------------------------------------------------- */

static void intents_are_heard_in_english_and_german(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned intents;
        const char *phrase; /* of the first finding */
    } rows[] = {
        {"Still waiting for my parcel", INTENT_COMPLAINT, "Still waiting"},
        {"My kettle stopped working after two days. I want a REFUND!", INTENT_COMPLAINT,
         "stopped working"},
        {"It doesn’t work", INTENT_COMPLAINT, "doesn’t work"},
        {"How much is the blue one?", INTENT_LEAD | INTENT_QUESTION, "How much is"},
        {"Do you ship to Norway", INTENT_LEAD, "Do you ship to"},
        {"is this real?", INTENT_QUESTION, "real?"},
        {"see https://x.example/?a=b", 0, NULL},
        {"You did not disappoint us", INTENT_PRAISE, "not disappoint"},
        {"No complaints at all", INTENT_PRAISE, "No complaints"},
        {"Thanks for the quick help", INTENT_PRAISE, "Thanks for"},
        {"Mein Rad ist kaputt, ich WARTE SEIT drei Wochen", INTENT_COMPLAINT, "ist kaputt"},
        {"Bin sehr enttäuscht!", INTENT_COMPLAINT, "enttäuscht"},
        {"Ich ENTTÄUSCHTE", INTENT_COMPLAINT, "ENTTÄUSCHTE"},
        {"Was kostet der Versand?", INTENT_LEAD | INTENT_QUESTION, "Was kostet"},
        {"Könnt ihr mir sagen, wann das kommt", INTENT_QUESTION, "Könnt ihr"},
        {"Danke für die schnelle Hilfe", INTENT_PRAISE, "Danke für"},
        {"Good morning", 0, NULL},
        {"", 0, NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct understanding u;
        understand(&(struct understand_in){.text = k_str_z(rows[i].text)}, &u);
        k_str first = u.n ? u.found[0].phrase : K_NONE;
        if (u.intents != rows[i].intents ||
            !k_str_eqz(first, rows[i].phrase ? rows[i].phrase : ""))
            fail_msg("%s: %u, \"%.*s\"", rows[i].text, u.intents, K_ARG(first));
    }
}

static void at_least_ten_phrases_for_each_intent_and_language(void **state)
{
    (void)state;
    for (unsigned bit = INTENT_COMPLAINT; bit <= INTENT_PRAISE; bit <<= 1) {
        int en = 0, de = 0;
        for (size_t i = 0; i < n_understand_phrases; i++)
            if (understand_phrases[i].intent == bit)
                *(understand_phrases[i].lang[0] == 'e' ? &en : &de) += 1;
        assert_true(en >= 10 && de >= 10);
    }
}

static void findings_say_where_they_are(void **state)
{
    struct k_arena *a = *state;
    struct understanding u;
    k_str text = K_S("😡 es geht nicht");
    understand(&(struct understand_in){.text = text}, &u);
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    understand_json(&b, text, &u);
    assert_str(k_buf_view(&b),
               "[{\"kind\":\"complaint\",\"phrase\":\"geht nicht\",\"start\":6,\"end\":16}]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(card_and_account_numbers_are_found),
        arena_test(luhn_and_mod_97_have_their_published_values),
        arena_test(contact_data_is_found_unless_it_was_said_before),
        arena_test(blocked_words_are_whole_words),
        arena_test(length_counts_what_people_see),
        arena_test(sameness_warns_first_and_stops_the_fourth),
        arena_test(repeats_count_replies_to_one_person),
        arena_test(shouting_is_found),
        arena_test(a_question_is_taken_up),
        arena_test(rules_that_cannot_be_read_are_refused_with_their_place),
        arena_test(the_starter_policy_is_complete_in_both_languages),
        arena_test(intents_are_heard_in_english_and_german),
        arena_test(at_least_ten_phrases_for_each_intent_and_language),
        arena_test(findings_say_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
