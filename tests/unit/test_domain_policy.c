/* A policy as one text: what is read out of it, what is wrong with it and where, that its
 * examples are its tests, where rules hold, what the law protects; and what understand hears.
 * What each check finds: test_domain_policy_checks.c. */
#include "unit.h"
#include "domain/policy_doc.h"
#include "domain/policy_starter.h"
#include "domain/understand.h"

static void a_rule_warns_asks_for_a_second_person_or_stops(void **state)
{
    struct k_arena *a = *state;
    static const struct {
        const char *kind;
        bool hard, review;
    } rows[] = {{"soft", false, false}, {"review", false, true}, {"hard", true, false}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_rules rules;
        struct policy_findings out;
        k_str wrong, json = k_fmt(a,
                                  "[{\"id\":\"r\",\"kind\":\"%s\",\"check\":\"blocked\","
                                  "\"value\":[\"court\"],\"why\":\"w\"}]",
                                  rows[i].kind);
        assert_int_equal(policy_rules_parse(a, json, &rules, &wrong), K_OK);
        struct policy_facts f = {.arena = a, .text = K_S("We meet in court.")};
        policy_run(&f, &rules, &out);
        assert_int_equal(out.list.n, 1);
        assert_int_equal(out.list.v[0].kind, i);
        assert_int_equal(out.hard, rows[i].hard);
        assert_int_equal(out.review, rows[i].review);
        f.text = K_S("We meet in the courtyard.");
        policy_run(&f, &rules, &out);
        assert_false(out.hard || out.review);
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

/* ---- rules in the text ------------------------------------------------------------------- */

static struct policy_doc read_good(struct k_arena *a, const char *text)
{
    struct policy_doc doc;
    if (policy_doc_parse(a, k_str_z(text), &doc) != K_OK)
        fail_msg("line %zu: %.*s", doc.problems.list.v[0].line,
                 K_ARG(doc.problems.list.v[0].text));
    return doc;
}

static void a_rule_is_a_section_with_its_id_in_backticks(void **state)
{
    struct policy_doc doc =
        read_good(*state, "# Title\n"
                          "\n"
                          "Prose with - dashes: and colons.\n"
                          "\n"
                          "- stops: this is prose, no rule stands above\n"
                          "\n"
                          "### `no-cards` Card numbers never go into a reply. ##\n"
                          "We take them to a private place.\n"
                          "\n"
                          "- **stops:** Account Numbers\n"
                          "- change: Take the number\n"
                          "  out.\n"
                          "- for: team Support, \"Sales, south\"; topic court\n"
                          "- for: hours Mon-Fri 18:00-08:00\n"
                          "- good: \"I sent you a message.\"\n"
                          "- bad: Card 4111 1111 1111 1111.\n"
                          "  - to: When was I charged?\n"
                          "  - before: One\n"
                          "  - before: Two\n"
                          "- a note without a key\n"
                          "\n"
                          "## Not a rule\n"
                          "```\n"
                          "### `nor-this` in a fence\n"
                          "```\n"
                          "#### `words` Zwei Wörter.\r\n"
                          "* warnt: Wörter\r\n"
                          "* Wörter: eins, \"zwei, drei\", „vier“, \"f\\\"ünf\"\r\n");
    assert_int_equal(doc.rules.n, 2);
    const struct policy_rule *r = &doc.rules.v[0];
    assert_str(r->id, "no-cards");
    assert_str(r->why, "Card numbers never go into a reply.");
    assert_int_equal(r->kind, POLICY_HARD);
    assert_string_equal(r->check->name, "account_numbers");
    assert_str(r->tell, "Take the number out.");
    assert_int_equal(r->line, 7);
    assert_int_equal(r->end_line, 21);
    assert_int_equal(r->scope.n[POLICY_TEAM], 2);
    assert_str(r->scope.v[POLICY_TEAM][1], "Sales, south");
    assert_str(r->scope.v[POLICY_TOPIC][0], "court");
    assert_str(r->scope.v[POLICY_HOURS][0], "Mon-Fri 18:00-08:00");
    assert_int_equal(r->n_examples, 2);
    assert_str(r->examples[0].text, "I sent you a message.");
    assert_true(r->examples[1].bad && !r->examples[0].bad);
    assert_str(r->examples[1].answered, "When was I charged?");
    assert_int_equal(r->examples[1].n_before, 2);
    assert_str(r->examples[1].before[1], "Two");
    r = &doc.rules.v[1];
    assert_int_equal(r->kind, POLICY_SOFT);
    assert_int_equal(r->n_words, 4);
    assert_str(r->words[1], "zwei, drei");
    assert_str(r->words[2], "vier");
    assert_str(r->words[3], "f\"ünf");
}

static void what_is_wrong_is_said_with_its_line_and_what_to_do(void **state)
{
    struct k_arena *a = *state;
    static const struct {
        const char *text;
        size_t line;
        const char *rule, *says;
    } rows[] = {
        {"### `a` Why.\n\nProse.\n", 1, "a", "Say what it does"},
        {"### `a` Why.\n- stops: mood\n", 2, "a", "There is no check \"mood\""},
        {"### `a`\n- stops: length\n", 1, "a", "Say in the heading why"},
        {"### `A b` Why.\n- stops: length\n", 1, "A b", "The id of a rule"},
        {"### `a Why.\n- stops: length\n", 1, NULL, "The id of a rule"},
        {"### `a` Why.\n- stops: length\n- warns: length\n", 3, "a", "A rule stops, warns or"},
        {"### `a` Why.\n- stopps: length\n", 2, "a", "There is no \"stopps\""},
        {"### `a` Why.\n- stops: blocked\n", 1, "a", "This check needs its words"},
        {"### `a` Why.\n- stops: repeats\n", 1, "a", "This check needs a number"},
        {"### `a` Why.\n- stops: repeats\n- number: two\n", 3, "a", "The number is a whole"},
        {"### `a` Why.\n- stops: length\n- words: x\n", 1, "a", "This check takes no words"},
        {"### `a` Why.\n- stops: length\n- for: mood good\n", 3, "a", "A rule is for: team"},
        {"### `a` Why.\n- stops: length\n- for: person friend\n", 3, "a",
         "A person is customer"},
        {"### `a` Why.\n- stops: length\n- for: hours 9 to 5\n", 3, "a", "Hours look like"},
        {"### `a` Why.\n- stops: length\n  - to: x\n", 3, "a", "\"to\" belongs under an"},
        {"### `a` Why.\n- stops: length\n- bad:\n", 3, "a", "An example is a text"},
        {"### `a` Why.\n- stops: length\n\n### `a` Why.\n- stops: length\n", 4, "a",
         "Another rule has this id"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_doc doc;
        assert_int_equal(policy_doc_parse(a, k_str_z(rows[i].text), &doc), K_ERR_BAD_INPUT);
        const struct policy_problem *p = &doc.problems.list.v[0];
        if (p->line != rows[i].line || !k_str_starts(p->text, k_str_z(rows[i].says)) ||
            (rows[i].rule && !k_str_eqz(p->rule, rows[i].rule)))
            fail_msg("%s: line %zu, %.*s: %.*s", rows[i].text, p->line, K_ARG(p->rule),
                     K_ARG(p->text));
    }
}

static void a_policy_has_its_limits(void **state)
{
    struct k_arena *a = *state;
    struct policy_doc doc;
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    for (int i = 0; i <= POLICY_RULES_MAX; i++)
        k_buf_fmt(&b, "### `r%d` Why.\n- stops: length\n", i);
    assert_int_equal(policy_doc_parse(a, k_buf_view(&b), &doc), K_ERR_BAD_INPUT);
    assert_int_equal(doc.rules.n, POLICY_RULES_MAX);
    while (b.n <= POLICY_TEXT_MAX)
        k_buf_str(&b, K_S("More and more prose.\n"));
    assert_int_equal(policy_doc_parse(a, k_buf_view(&b), &doc), K_ERR_TOO_LARGE);
    assert_true(doc.problems.list.v[0].text.n > 0);
    k_buf_reset(&b);
    k_buf_str(&b, K_S("### `r` Why.\n- stops: blocked\n- words: "));
    for (int i = 0; i <= POLICY_WORDS_MAX; i++)
        k_buf_fmt(&b, "w%d, ", i);
    assert_int_equal(policy_doc_parse(a, k_buf_view(&b), &doc), K_ERR_BAD_INPUT);
    k_buf_reset(&b);
    for (int i = 0; i < 3 * POLICY_PROBLEMS_MAX; i++)
        k_buf_fmt(&b, "### `r%d` Why.\n- oops: length\n", i);
    assert_int_equal(policy_doc_parse(a, k_buf_view(&b), &doc), K_ERR_BAD_INPUT);
    assert_int_equal(doc.problems.list.n, POLICY_PROBLEMS_MAX);
}

/* ---- examples ---------------------------------------------------------------------------- */

static void examples_that_do_not_hold_are_named(void **state)
{
    struct k_arena *a = *state;
    struct policy_problems out = {0};
    struct policy_doc doc = read_good(a, "### `rude` No rude words.\n"
                                         "- stops: blocked\n"
                                         "- words: idiot*\n"
                                         "- good: Hello.\n"
                                         "- bad: You idiot.\n"
                                         "- good: Not an idiot.\n"
                                         "- bad: You fool.\n"
                                         "\n"
                                         "### `night` At night two look at it.\n"
                                         "- review: always\n"
                                         "- for: hours 22:00-06:00\n"
                                         "- bad: Anything.\n");
    policy_doc_try(a, &doc, &out);
    assert_int_equal(out.list.n, 2); /* scopes do not matter to examples */
    assert_int_equal(out.list.v[0].line, 6);
    assert_true(k_str_find(out.list.v[0].text, K_S("\"idiot\"")) > 0);
    assert_int_equal(out.list.v[1].line, 7);
    assert_true(k_str_starts(out.list.v[1].text, K_S("This bad example is not found")));
    assert_str(out.list.v[1].rule, "rude");
}

static void the_starter_policy_is_complete_in_both_languages(void **state)
{
    struct k_arena *a = *state;
    static const char *const langs[] = {"en", "de"};
    struct policy_doc docs[2];
    assert_str(policy_starter(K_S("de-AT"))->lang, "de");
    assert_str(policy_starter(K_S("fr"))->lang, "en");
    for (int i = 0; i < 2; i++) {
        const struct policy_starter *s = policy_starter(k_str_z(langs[i]));
        struct policy_problems out = {0};
        assert_str(s->lang, langs[i]);
        if (policy_doc_parse(a, s->text, &docs[i]) != K_OK)
            fail_msg("%s: line %zu", langs[i], docs[i].problems.list.v[0].line);
        policy_doc_try(a, &docs[i], &out);
        policy_doc_law(a, s->text, &docs[i], &out);
        if (out.list.n > 0)
            fail_msg("%s: line %zu: %.*s", langs[i], out.list.v[0].line,
                     K_ARG(out.list.v[0].text));
    }
    assert_int_equal(docs[0].rules.n, docs[1].rules.n);
    for (size_t i = 0; i < docs[0].rules.n; i++) {
        const struct policy_rule *en = &docs[0].rules.v[i], *de = &docs[1].rules.v[i];
        assert_true(k_str_eq(en->id, de->id));
        assert_false(k_str_eq(en->why, de->why));
        assert_int_equal(en->kind, de->kind);
        assert_ptr_equal(en->check, de->check);
        bool good = false, bad = false;
        for (size_t k = 0; k < en->n_examples; k++) {
            good |= !en->examples[k].bad;
            bad |= en->examples[k].bad;
        }
        if (!good || !bad)
            fail_msg("%.*s has no good or no bad example", K_ARG(en->id));
    }
}

/* What public policies of companies and towns contain: each has its rule or its sentence. */
static void the_starter_policy_covers_what_public_policies_contain(void **state)
{
    static const char *const sentences[] = {
        "with the name we really have",
        "my own view",
        "not public yet",
        "named without their consent",
        "we can show it",
        "approved before they are",
        "If it gives you pause, pause",
        "Speak about what you",
        "words of others only when we may",
        "price of a share",
        "Accounts are opened by",
        "kept as we sent it",
        "Criticism is never a reason",
        "is kept with the reason",
        "Before you send",
        "our own business",
    };
    k_str text = policy_starter(K_S("en"))->text;
    (void)state;
    for (size_t i = 0; i < ROWS(sentences); i++)
        if (k_str_find(text, k_str_z(sentences[i])) < 0)
            fail_msg("%s", sentences[i]);
}

/* ---- policies of before ------------------------------------------------------------------ */

static void rules_out_of_json_are_the_same_rules_in_the_text(void **state)
{
    struct k_arena *a = *state;
    static const char *const texts[] = {"# How we talk\n\nHello.",
                                        "# Wie wir sprechen\n\nDas ist "
                                        "unsere Richtlinie für alle."};
    k_str wrong, json = K_S("[{\"id\":\"length\",\"kind\":\"hard\",\"check\":\"length\","
                            "\"why\":\"No cut ones.\"},"
                            "{\"id\":\"words\",\"kind\":\"review\",\"check\":\"blocked\","
                            "\"value\":[\"a, b\",\"say "
                            "\\\"no\\\"\",\"c\\\\d\",\"e;f\",\"„g“\",\"x*\"],\"why\":"
                            "\"Two\\nlines.\",\"tell\":\"Ask: "
                            "first.\"},"
                            "{\"id\":\"third\",\"kind\":\"soft\",\"check\":\"repeats\","
                            "\"value\":2,\"why\":\"`Once` "
                            "# more\"}]");
    struct policy_rules before;
    assert_int_equal(policy_rules_parse(a, json, &before, &wrong), K_OK);
    for (int t = 0; t < 2; t++) {
        struct policy_doc doc;
        k_str text = policy_doc_of_json(a, k_str_z(texts[t]), &before);
        if (policy_doc_parse(a, text, &doc) != K_OK)
            fail_msg("line %zu: %.*s", doc.problems.list.v[0].line,
                     K_ARG(doc.problems.list.v[0].text));
        assert_true(k_str_starts(text, k_str_z(texts[t])));
        assert_int_equal(doc.rules.n, before.n);
        for (size_t i = 0; i < before.n; i++) {
            const struct policy_rule *x = &before.v[i], *y = &doc.rules.v[i];
            assert_true(k_str_eq(x->id, y->id));
            assert_int_equal(x->kind, y->kind);
            assert_ptr_equal(x->check, y->check);
            assert_true(k_str_eq(x->tell, y->tell));
            assert_int_equal(x->n_words, y->n_words);
            for (size_t w = 0; w < x->n_words; w++)
                if (!k_str_eq(x->words[w], y->words[w]))
                    fail_msg("%.*s became %.*s", K_ARG(x->words[w]), K_ARG(y->words[w]));
            if (x->check->value == POLICY_NUMBER)
                assert_int_equal(x->number, y->number);
        }
        assert_str(doc.rules.v[1].why, "Two lines.");
    }
}

static void what_is_written_of_a_rule_is_read_again(void **state)
{
    struct k_arena *a = *state;
    struct policy_doc doc = read_good(a, k_dupz(a, policy_starter(K_S("de"))->text)), again;
    for (int german = 0; german < 2; german++) {
        struct k_buf b;
        k_buf_init(&b, a, 1 << 20);
        for (size_t i = 0; i < doc.rules.n; i++)
            policy_doc_write_rule(&b, &doc.rules.v[i], german);
        assert_int_equal(policy_doc_parse(a, k_buf_view(&b), &again), K_OK);
        assert_int_equal(again.rules.n, doc.rules.n);
        for (size_t i = 0; i < doc.rules.n; i++) {
            assert_ptr_equal(doc.rules.v[i].check, again.rules.v[i].check);
            assert_int_equal(doc.rules.v[i].n_words, again.rules.v[i].n_words);
            assert_int_equal(doc.rules.v[i].n_examples, again.rules.v[i].n_examples);
        }
    }
}

/* ---- where rules hold -------------------------------------------------------------------- */

static void a_rule_holds_where_every_dimension_does(void **state)
{
    struct k_arena *a = *state;
    k_str teams[] = {K_S("Support"), K_S("Süd")}, roles[] = {K_S("press")},
          labels[] = {K_S("Harvest")};
    const struct policy_facts f = {.arena = a,
                                   .text = K_S("We are looking into it."),
                                   .answered =
                                       K_S("My lawyer will call you about the price increase"),
                                   .where = {.teams = teams,
                                             .n_teams = 2,
                                             .channel = K_S("Acme on Bluesky"),
                                             .handle = K_S("@acme.example"),
                                             .network = K_S("bluesky"),
                                             .roles = roles,
                                             .n_roles = 1,
                                             .labels = labels,
                                             .n_labels = 1,
                                             .member_role = K_S("agent"),
                                             .member_days = 10,
                                             .minute = 4 * 1440 + 23 * 60}}; /* Friday, 23:00 */
    static const struct {
        const char *scope;
        bool holds;
    } rows[] = {
        {"team support", true},
        {"team Süd, Nord", true},
        {"team Sales", false},
        {"channel @acme.example", true},
        {"channel Acme on Bluesky", true},
        {"channel other", false},
        {"network bluesky", true},
        {"network wordpress", false},
        {"person press", true},
        {"person customer", false},
        {"member agent, viewer", true},
        {"member manager", false},
        {"topic court", true},
        {"Thema Gericht", true},
        {"topic death", false},
        {"topic price increase", true},
        {"topic refund", false},
        {"topic harvest", true},
        {"topic har", false},
        {"hours 22:00-06:00", true},
        {"hours 09:00-17:00", false},
        {"hours Fri 22:00-06:00", true},
        {"hours Sat-Sun 00:00-24:00", false},
        {"new members 14", true},
        {"new members 10", false},
        {"visibility public", true},
        {"visibility private", false},
        {"team Support; person press; hours 22:00-06:00", true},
        {"team Support; person customer", false},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_findings out;
        struct policy_doc doc = read_good(
            a,
            k_dupz(a, k_fmt(a, "### `r` Why.\n- review: always\n- for: %s\n", rows[i].scope)));
        policy_run(&f, &doc.rules, &out);
        if (out.review != rows[i].holds)
            fail_msg("%s", rows[i].scope);
    }
}

static void hours_may_go_over_midnight_and_over_the_weekend(void **state)
{
    (void)state;
    static const struct {
        const char *hours;
        int day, minute;
        bool holds;
    } rows[] = {
        {"09:00-17:00", 0, 540, true},          {"09:00-17:00", 0, 1020, false},
        {"22:00-06:00", 3, 300, true},          {"22:00-06:00", 3, 360, false},
        {"Fri 22:00-06:00", 5, 60, true}, /* begun on Friday */
        {"Fri 22:00-06:00", 4, 60, false},      {"Sat-Mon 00:00-24:00", 6, 0, true},
        {"Sat-Mon 00:00-24:00", 0, 1439, true}, {"Sat-Mon 00:00-24:00", 1, 0, false},
        {"Sa-So 10:00-11:00", 6, 600, true},    {"Mo-Fr 10:00-11:00", 6, 600, false},
    };
    struct policy_hours h;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (policy_hours_hold(k_str_z(rows[i].hours), rows[i].day * 1440 + rows[i].minute) !=
            rows[i].holds)
            fail_msg("%s on day %d at %d", rows[i].hours, rows[i].day, rows[i].minute);
    assert_false(policy_hours_hold(K_S("09:00-17:00"), -1)); /* nobody knows what time it is */
    assert_false(policy_hours_read(K_S("9-17"), &h));
    assert_false(policy_hours_read(K_S("09:00-25:00"), &h));
    assert_false(policy_hours_read(K_S("Xyz 09:00-10:00"), &h));
    assert_false(policy_hours_read(K_S("09:00-09:00"), &h));
}

/* Berlin is an hour ahead of UTC in winter, two in summer. */
static void the_minute_of_the_week_is_what_the_clocks_of_the_house_show(void **state)
{
    const struct k_zone *berlin = k_zone_load(*state, K_S("Europe/Berlin"));
    const k_time winter = 1767573000 * K_SEC, summer = 1783377000 * K_SEC;
    assert_int_equal(policy_minute_of_week(k_zone_utc(), winter), 30); /* Monday, 00:30 */
    assert_int_equal(policy_minute_of_week(berlin, winter), 90);
    assert_int_equal(policy_minute_of_week(berlin, summer), 1440 + 30); /* Tuesday by then */
    assert_int_equal(policy_minute_of_week(k_zone_utc(), 0), 3 * 1440);
}

/* ---- what the law protects --------------------------------------------------------------- */

static void rules_against_what_the_law_protects_are_called_out(void **state)
{
    struct k_arena *a = *state;
    static const struct {
        const char *text;
        bool told;
    } rows[] = {
        {"Members must not talk about their salary in public.", true},
        {"Talk about working conditions is not allowed.", true},
        {"Über Gehälter dürfen wir nicht öffentlich sprechen.", true},
        {"Arbeitszeiten sind vertraulich.", true},
        {"We delete negative comments.", true},
        {"Kritik wird gelöscht.", true},
        {"What any of us says about pay is our own business: never mind who asks.", false},
        {"This policy does not touch talk about pay, and nobody may forbid it.", false},
        {"We never delete criticism.", false},
        {"Kritik löschen wir nie.", false},
        {"We do not talk about the weather.", false},
        {"We must not forget to pay the bill.", false},
        {"### `pay` No talk about wages.\n- stops: blocked\n- words: wage*\n", true},
        {"### `strike` Nichts über Streik.\n- warnt: Wörter\n- Wörter: streik*\n", true},
        {"### `rude` No rude words.\n- stops: blocked\n- words: idiot*\n", false},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_doc doc = read_good(a, rows[i].text);
        struct policy_problems out = {0};
        policy_doc_law(a, k_str_z(rows[i].text), &doc, &out);
        if ((out.list.n > 0) != rows[i].told)
            fail_msg("%s", rows[i].text);
    }
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
        arena_test(a_rule_warns_asks_for_a_second_person_or_stops),
        arena_test(rules_that_cannot_be_read_are_refused_with_their_place),
        arena_test(a_rule_is_a_section_with_its_id_in_backticks),
        arena_test(what_is_wrong_is_said_with_its_line_and_what_to_do),
        arena_test(a_policy_has_its_limits),
        arena_test(examples_that_do_not_hold_are_named),
        arena_test(the_starter_policy_is_complete_in_both_languages),
        arena_test(the_starter_policy_covers_what_public_policies_contain),
        arena_test(rules_out_of_json_are_the_same_rules_in_the_text),
        arena_test(what_is_written_of_a_rule_is_read_again),
        arena_test(a_rule_holds_where_every_dimension_does),
        arena_test(hours_may_go_over_midnight_and_over_the_weekend),
        arena_test(the_minute_of_the_week_is_what_the_clocks_of_the_house_show),
        arena_test(rules_against_what_the_law_protects_are_called_out),
        arena_test(intents_are_heard_in_english_and_german),
        arena_test(at_least_ten_phrases_for_each_intent_and_language),
        arena_test(findings_say_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
