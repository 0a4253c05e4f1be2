/* policy: writes versions of the policy, who read them and who was reminded; each goes into the
 * event log. */
#include "domain/policy.h"
#include "domain/inbox.h"
#include "domain/policy_starter.h"
#include "store/event.h"
#include "store/setting.h"
#include "store/sql.gen.h"

static k_err say(struct k_ctx *cx, const char *verb, int64_t version)
{
    struct event_new e = {.verb = k_str_z(verb),
                          .object_kind = K_S("policy"),
                          .object_id = version,
                          .payload =
                              k_fmt(cx->arena, "{\"version\":%lld}", (long long)version)};
    k_ctx_notice(cx, K_TOPIC_SETTING, version);
    return event_append(cx, &e, NULL);
}

/* ---- reading ----------------------------------------------------------------------------- */

static k_str first_problem(struct k_arena *a, const struct policy_problems *all)
{
    const struct policy_problem *p = &all->list.v[0];
    if (p->line == 0)
        return p->text;
    if (p->rule.n == 0)
        return k_fmt(a, "Line %zu: %.*s", p->line, K_ARG(p->text));
    return k_fmt(a, "Line %zu, rule %.*s: %.*s", p->line, K_ARG(p->rule), K_ARG(p->text));
}

k_err policy_stored(struct k_arena *a, k_str text, k_str rules, struct policy_version *out,
                    k_str *wrong)
{
    struct policy_doc doc;
    k_err err;
    if (rules.n > 0) {
        err = policy_rules_parse(a, rules, &out->rules, wrong);
        out->text = err == K_OK ? policy_doc_of_json(a, text, &out->rules) : text;
        return err;
    }
    err = policy_doc_parse(a, text, &doc);
    out->text = text;
    out->rules = doc.rules;
    if (err != K_OK)
        *wrong = first_problem(a, &doc.problems);
    return err;
}

k_err policy_in_force(struct k_ctx *cx, struct policy_version *out)
{
    struct sq_policy_current_row row = {0};
    k_str wrong = K_NONE, locale = K_NONE;
    bool found;
    *out = (struct policy_version){0};
    K_TRY(sq_policy_current(cx, &row, &found));
    if (!found) {
        K_TRY(setting_get(cx, K_S("locale"), &locale));
        row.text = policy_starter(locale)->text;
    }
    out->version = row.version;
    if (policy_stored(cx->arena, row.text, row.rules, out, &wrong) == K_OK)
        return K_OK;
    return k_fail(cx, K_ERR_POLICY, "rules",
                  "The policy in force cannot be read (%.*s). Nothing is sent until somebody "
                  "mends it.",
                  K_ARG(wrong));
}

k_err policy_who(struct k_ctx *cx, k_id member, k_id team, k_id person, struct policy_where *w)
{
    struct sq_policy_teams_list teams;
    struct sq_policy_roles_list roles;
    K_TRY(sq_policy_teams(cx, member, team, &teams));
    K_TRY(sq_policy_roles(cx, person, &roles));
    k_str *v = k_new_n(cx->arena, k_str, teams.n + roles.n + 1);
    for (size_t i = 0; i < teams.n; i++)
        v[i] = teams.v[i].name;
    for (size_t i = 0; i < roles.n; i++)
        v[teams.n + i] = roles.v[i].role;
    w->teams = v;
    w->n_teams = teams.n;
    w->roles = v + teams.n;
    w->n_roles = roles.n;
    return K_OK;
}

k_err policy_labels(struct k_ctx *cx, k_id conversation, struct policy_where *w)
{
    struct sq_label_of_conversation_list rows;
    K_TRY(sq_label_of_conversation(cx, conversation, &rows));
    k_str *v = k_new_n(cx->arena, k_str, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = rows.v[i].name;
    w->labels = v;
    w->n_labels = rows.n;
    return K_OK;
}

/* ---- before it is adopted ---------------------------------------------------------------- */

static void add(struct k_ctx *cx, struct policy_problems *to, const struct policy_rule *r,
                k_str text)
{
    if (to->list.n < POLICY_PROBLEMS_MAX)
        *k_vec_push(cx->arena, &to->list) =
            (struct policy_problem){.line = r->line, .rule = r->id, .text = text};
}

static k_err approvers_exist(struct k_ctx *cx, const struct policy_rule *r,
                             struct policy_problems *problems)
{
    struct sq_policy_team_named_row team;
    struct sq_policy_member_named_row member;
    for (size_t k = 0; k < r->n_stages; k++) {
        const struct policy_stage *s = &r->stages[k];
        bool found = true;
        if (s->who == POLICY_WHO_TEAM)
            K_TRY(sq_policy_team_named(cx, s->name, &team, &found));
        if (s->who == POLICY_WHO_MEMBER)
            K_TRY(sq_policy_member_named(cx, s->name, &member, &found));
        if (!found)
            add(cx, problems, r,
                s->who == POLICY_WHO_TEAM
                    ? k_fmt(cx->arena, "There is no team \"%.*s\".", K_ARG(s->name))
                    : k_fmt(cx->arena, "There is no member \"%.*s\".", K_ARG(s->name)));
    }
    return K_OK;
}

/* A rule for a team that does not exist would never hold, and nobody would notice. */
static k_err names_exist(struct k_ctx *cx, struct policy_doc *doc)
{
    struct sq_policy_team_named_row team;
    struct sq_policy_channel_named_row channel;
    bool found;
    for (size_t i = 0; i < doc->rules.n; i++) {
        const struct policy_rule *r = &doc->rules.v[i];
        for (size_t k = 0; k < r->scope.n[POLICY_TEAM]; k++) {
            k_str name = r->scope.v[POLICY_TEAM][k];
            K_TRY(sq_policy_team_named(cx, name, &team, &found));
            if (!found)
                add(cx, &doc->problems, r,
                    k_fmt(cx->arena, "There is no team \"%.*s\".", K_ARG(name)));
        }
        for (size_t k = 0; k < r->scope.n[POLICY_CHANNEL]; k++) {
            k_str name = r->scope.v[POLICY_CHANNEL][k];
            K_TRY(sq_policy_channel_named(cx, name, &channel, &found));
            if (!found)
                add(cx, &doc->problems, r,
                    k_fmt(cx->arena, "There is no channel \"%.*s\".", K_ARG(name)));
        }
        K_TRY(approvers_exist(cx, r, &doc->problems));
    }
    return K_OK;
}

static void missing_examples(struct k_ctx *cx, const struct policy_doc *doc,
                             struct policy_problems *notes)
{
    for (size_t i = 0; i < doc->rules.n; i++)
        if (doc->rules.v[i].n_examples == 0)
            add(cx, notes, &doc->rules.v[i],
                K_S("This rule has no examples: nobody notices when it finds too much or too "
                    "little."));
}

k_err policy_look_over(struct k_ctx *cx, k_str text, struct policy_opinion *out)
{
    *out = (struct policy_opinion){0};
    k_err err = policy_doc_parse(cx->arena, text, &out->doc);
    if (err == K_ERR_TOO_LARGE)
        return K_OK; /* that it is too large is its problem */
    if (err == K_OK)
        policy_doc_try(cx->arena, &out->doc, &out->doc.problems);
    policy_doc_law(cx->arena, text, &out->doc, &out->notes);
    missing_examples(cx, &out->doc, &out->notes);
    return names_exist(cx, &out->doc);
}

k_err policy_adopt(struct k_ctx *cx, k_str text, k_str sponsor, int64_t *version)
{
    struct policy_opinion opinion;
    struct sq_policy_current_row now = {0};
    bool found;
    int64_t told;
    K_TRY(policy_look_over(cx, text, &opinion));
    if (opinion.doc.problems.list.n > 0) {
        k_str first = first_problem(cx->arena, &opinion.doc.problems);
        return k_fail(cx, K_ERR_BAD_INPUT, "text", "%.*s", K_ARG(first));
    }
    K_TRY(sq_policy_current(cx, &now, &found));
    *version = (found ? now.version : 0) + 1;
    struct sq_policy_insert_args args = {.version = *version,
                                         .text = text,
                                         .rules = K_S(""),
                                         .sponsor = sponsor,
                                         .now = k_cx_now(cx),
                                         .member_id = cx->actor.member};
    K_TRY(sq_policy_insert(cx, &args, NULL));
    K_TRY(sq_policy_acknowledge(cx, *version, cx->actor.member, k_cx_now(cx), NULL));
    K_TRY(policy_remind(cx, 0, 0, &told));
    return say(cx, "policy.adopted", *version);
}

/* ---- who knows it ------------------------------------------------------------------------ */

k_err policy_acknowledge(struct k_ctx *cx, int64_t version)
{
    struct sq_policy_current_row now = {0};
    bool found;
    int64_t changed = 0;
    K_TRY(sq_policy_current(cx, &now, &found));
    if (!found || now.version != version)
        return k_fail(cx, K_ERR_CONFLICT, "version",
                      "Another version is in force by now. Read that one.");
    K_TRY(sq_policy_acknowledge(cx, version, cx->actor.member, k_cx_now(cx), &changed));
    if (!changed)
        return K_OK;
    K_TRY(sq_policy_reminder_answered(cx, cx->actor.member, k_cx_now(cx), NULL));
    k_ctx_notice(cx, K_TOPIC_MEMBER, cx->actor.member);
    return say(cx, "policy.acknowledged", version);
}

k_err policy_acknowledged(struct k_ctx *cx, int64_t version, k_id member, bool *yes)
{
    struct sq_policy_acknowledged_row row;
    *yes = version == 0;
    return *yes ? K_OK : sq_policy_acknowledged(cx, version, member, &row, yes);
}

/* One notice in the member's list, and when it was. */
static k_err remind_one(struct k_ctx *cx, int64_t version, k_id member)
{
    K_TRY(sq_policy_reminder_answered(cx, member, k_cx_now(cx), NULL)); /* one at a time */
    K_TRY(inbox_tell(cx, member, 0, 0, "policy",
                     k_fmt(cx->arena, "%lld", (long long)version))); /* the screen says it */
    return sq_policy_reminded(cx, version, member, k_cx_now(cx), cx->actor.member, NULL);
}

k_err policy_remind(struct k_ctx *cx, k_id member, k_time every, int64_t *n)
{
    struct sq_policy_current_row now = {0};
    struct sq_policy_unread_list list;
    bool found;
    *n = 0;
    K_TRY(sq_policy_current(cx, &now, &found));
    if (!found)
        return K_OK;
    K_TRY(sq_policy_unread(cx, now.version, &list));
    for (size_t i = 0; i < list.n; i++) {
        if (member ? list.v[i].member_id != member
                   : list.v[i].reminded_at > 0 && list.v[i].reminded_at > k_cx_now(cx) - every)
            continue;
        K_TRY(remind_one(cx, now.version, list.v[i].member_id));
        ++*n;
    }
    return *n && cx->actor.member ? say(cx, "policy.reminded", now.version) : K_OK;
}
