/* Who must say yes before a reply leaves: what the policy's text says of it, how rules that
 * meet ask once, and who may say it. */
#include "unit.h"
#include "domain/approval_rules.h"
#include "domain/policy_doc.h"

static struct policy_rule rule_of(struct k_arena *a, const char *value)
{
    struct policy_rule r = {.id = K_S("r"), .kind = POLICY_REVIEW};
    const char *wrong = approval_stages_read(a, k_str_z(value), r.stages, &r.n_stages);
    if (wrong)
        fail_msg("%s: %s", value, wrong);
    return r;
}

static void stages_are_read_and_written_in_both_languages(void **state)
{
    struct k_arena *a = *state;
    static const struct {
        const char *said, *en;
    } rows[] = {
        {"manager", "manager within 1 day"},
        {"Manager binnen 2 Stunden; dann Team Recht",
         "manager within 2 hours; then team Recht within 1 day"},
        {"team Legal, within 90 minutes;  then owner within 2 days;",
         "team Legal within 90 minutes; then owner within 2 days"},
        {"member jo within 1 hour; anybody; admin",
         "member jo within 1 hour; then anybody within 1 day; then admin within 1 day"},
        {"Mitglied Jo Doe innerhalb von 1 Stunde", "member Jo Doe within 1 hour"},
        {"team Call within reach within 5 minutes", "team Call within reach within 5 minutes"},
        {"THEN Team Legal Within 3 Days", "team Legal within 3 days"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_rule r = rule_of(a, rows[i].said), again;
        struct k_buf en, de;
        k_buf_init(&en, a, 1000);
        k_buf_init(&de, a, 1000);
        approval_stages_write(&en, &r, false);
        assert_str(k_buf_view(&en), rows[i].en);
        approval_stages_write(&de, &r, true);
        again = rule_of(a, k_dupz(a, k_buf_view(&de)));
        assert_int_equal(again.n_stages, r.n_stages);
        for (size_t k = 0; k < r.n_stages; k++) {
            assert_int_equal(again.stages[k].who, r.stages[k].who);
            assert_int_equal(again.stages[k].within, r.stages[k].within);
            assert_true(k_str_eq(again.stages[k].name, r.stages[k].name));
        }
    }
}

static void what_cannot_be_read_says_what_to_write(void **state)
{
    struct k_arena *a = *state;
    static const char *const rows[][2] = {
        {"", "approved by"},
        {";;", "approved by"},
        {"the boss", "approved by"},
        {"viewer", "approved by"},
        {"team", "approved by"},
        {"team  ", "approved by"},
        {"manager within", "approved by"},
        {"manager within soon", "The time"},
        {"manager within 0 hours", "The time"},
        {"manager within -1 hours", "The time"},
        {"manager within 31 days", "The time"},
        {"manager within 2 moons", "The time"},
        {"agent; manager; admin; owner", "At most three"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_stage v[POLICY_STAGES_MAX];
        size_t n = 7;
        const char *wrong = approval_stages_read(a, k_str_z(rows[i][0]), v, &n);
        if (!wrong || !strstr(wrong, rows[i][1]))
            fail_msg("\"%s\": %s", rows[i][0], wrong ? wrong : "fine");
        assert_int_equal(n, 0);
    }
}

static void a_policy_says_who_approves(void **state)
{
    struct policy_doc doc;
    static const char head[] = "### `r` Why.\n- review: always\n";
    k_str text = k_fmt(*state, "%s- approved by: manager within 2 hours; then owner\n", head);
    assert_int_equal(policy_doc_parse(*state, text, &doc), K_OK);
    assert_int_equal(doc.rules.v[0].n_stages, 2);
    struct k_buf b;
    k_buf_init(&b, *state, 10000);
    policy_doc_write_rule(&b, &doc.rules.v[0], true);
    struct policy_doc again;
    assert_int_equal(policy_doc_parse(*state, k_buf_view(&b), &again), K_OK);
    assert_int_equal(again.rules.v[0].n_stages, 2);
    assert_int_equal(again.rules.v[0].stages[0].within, 2 * K_HOUR);
    static const char *const bad[] = {
        "### `r` Why.\n- warns: always\n- approved by: manager\n",
        "### `r` Why.\n- review: always\n- approved by: nobody\n",
        "### `r` Why.\n- review: always\n- approved by: owner\n- approved by: admin\n",
    };
    for (size_t i = 0; i < ROWS(bad); i++)
        assert_int_equal(policy_doc_parse(*state, k_str_z(bad[i]), &doc), K_ERR_BAD_INPUT);
}

/* Findings of rules r0, r1 ... with what they ask for; "" asks for nobody in particular. */
static k_str planned(struct k_arena *a, const char *const *asks, size_t n)
{
    struct policy_findings found = {0};
    struct approval_plan plan;
    struct k_buf b;
    k_buf_init(&b, a, 1000);
    for (size_t i = 0; i < n; i++) {
        struct policy_rule *r = k_new(a, struct policy_rule);
        *r = *asks[i] ? rule_of(a, asks[i]) : (struct policy_rule){.kind = POLICY_REVIEW};
        r->id = k_fmt(a, "r%zu", i);
        *k_vec_push(a, &found.list) = (struct policy_finding){.rule = r, .kind = POLICY_REVIEW};
        *k_vec_push(a, &found.list) = /* a second place of the same rule */
            (struct policy_finding){.rule = r, .kind = POLICY_REVIEW};
    }
    approval_plan(a, &found, &plan);
    for (size_t i = 0; i < plan.steps.n; i++) {
        const struct approval_step *s = &plan.steps.v[i];
        k_buf_fmt(&b, "%s%s%.*s %lldm [%.*s]", i ? " > " : "",
                  approval_who_words[s->stage.who] +
                      (s->stage.name.n ? strlen(approval_who_words[s->stage.who]) : 0),
                  K_ARG(s->stage.name), (long long)(s->stage.within / K_MIN), K_ARG(s->rules));
    }
    return k_buf_view(&b);
}

static void rules_that_meet_ask_each_once(void **state)
{
    static const struct {
        const char *asks[4];
        size_t n;
        const char *want;
    } rows[] = {
        {{0}, 0, ""},
        {{""}, 1, "anybody 1440m [r0]"},
        {{"", ""}, 2, "anybody 1440m [r0,r1]"},
        {{"manager within 2 hours"}, 1, "manager 120m [r0]"},
        /* The earlier time holds, and first stages are asked first. */
        {{"manager within 2 hours; owner", "manager within 1 hour"},
         2,
         "manager 60m [r0,r1] > owner 1440m [r0]"},
        {{"agent; owner", "team Legal; owner within 5 minutes"},
         2,
         "agent 1440m [r0] > Legal 1440m [r1] > owner 5m [r0,r1]"},
        /* Where somebody is asked, anybody has been. */
        {{"", "manager within 2 days"}, 2, "manager 1440m [r1,r0]"},
        {{"anybody within 5 minutes; manager"}, 1, "manager 5m [r0]"},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_str(planned(*state, rows[i].asks, rows[i].n), rows[i].want);
}

static void findings_of_other_kinds_ask_nobody(void **state)
{
    struct policy_rule warns = {.id = K_S("w"), .kind = POLICY_SOFT};
    struct policy_findings found = {0};
    struct approval_plan plan;
    *k_vec_push(*state, &found.list) =
        (struct policy_finding){.rule = &warns, .kind = POLICY_SOFT};
    approval_plan(*state, &found, &plan);
    assert_int_equal(plan.steps.n, 0);
}

static void nobody_approves_their_own_words_or_twice(void **state)
{
    enum { AUTHOR = 1, FIRST, JO, TEAM = 50 };
    static const k_id team[] = {TEAM}, decided[] = {FIRST};
    static const struct {
        enum policy_who who;
        const char *role; /* asked */
        k_id id;
        k_id me;
        const char *mine;
        bool in_team;
        enum approval_verdict want;
    } rows[] = {
        {POLICY_WHO_ANYBODY, "", 0, JO, "agent", false, APPROVAL_MAY},
        {POLICY_WHO_ANYBODY, "", 0, JO, "viewer", false, APPROVAL_READS_ONLY},
        {POLICY_WHO_ANYBODY, "", 0, JO, "guest", false, APPROVAL_READS_ONLY},
        {POLICY_WHO_ANYBODY, "", 0, AUTHOR, "owner", true, APPROVAL_AUTHOR},
        {POLICY_WHO_ANYBODY, "", 0, FIRST, "owner", true, APPROVAL_TWICE},
        {POLICY_WHO_ROLE, "manager", 0, JO, "agent", false, APPROVAL_NOT_ASKED},
        {POLICY_WHO_ROLE, "manager", 0, JO, "manager", false, APPROVAL_MAY},
        {POLICY_WHO_ROLE, "manager", 0, JO, "owner", false, APPROVAL_MAY},
        {POLICY_WHO_ROLE, "owner", 0, JO, "admin", false, APPROVAL_NOT_ASKED},
        {POLICY_WHO_TEAM, "", TEAM, JO, "agent", true, APPROVAL_MAY},
        {POLICY_WHO_TEAM, "", TEAM, JO, "owner", false, APPROVAL_NOT_ASKED},
        {POLICY_WHO_TEAM, "", TEAM, AUTHOR, "agent", true, APPROVAL_AUTHOR},
        {POLICY_WHO_MEMBER, "", JO, JO, "agent", false, APPROVAL_MAY},
        {POLICY_WHO_MEMBER, "", JO, 9, "owner", false, APPROVAL_NOT_ASKED},
        {POLICY_WHO_MEMBER, "", AUTHOR, AUTHOR, "owner", false, APPROVAL_AUTHOR},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct approval_ask ask = {
            rows[i].who, k_str_z(rows[i].role), rows[i].id, AUTHOR, decided, 1};
        struct approval_candidate c = {rows[i].me, k_str_z(rows[i].mine), team,
                                       rows[i].in_team};
        assert_int_equal(approval_may(&ask, &c), rows[i].want);
        assert_int_equal(approval_why_not(rows[i].want) == NULL, rows[i].want == APPROVAL_MAY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(stages_are_read_and_written_in_both_languages),
        arena_test(what_cannot_be_read_says_what_to_write),
        arena_test(a_policy_says_who_approves),
        arena_test(rules_that_meet_ask_each_once),
        arena_test(findings_of_other_kinds_ask_nobody),
        arena_test(nobody_approves_their_own_words_or_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
