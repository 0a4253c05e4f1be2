/* routes_policy: the policy in force, its versions, trying a new one, who read them; and the
 * starter. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/me.h"
#include "api/show.h"
#include "domain/policy.h"
#include "domain/policy_dry.h"
#include "domain/policy_starter.h"

#define VERSIONS_MAX 200
#define DRY_DAYS 90

typedef K_VEC(struct api_rule) rule_vec;

/* --- rules ------------------------------------------------------------------------------- */

static void show_scope(struct k_arena *a, const struct policy_rule *r, struct api_rule *o)
{
    for (int d = 0; d < POLICY_DIMS; d++) {
        if (r->scope.n[d] == 0)
            continue;
        struct api_rule_scope *s = k_vec_push(a, &o->scope);
        *s = (struct api_rule_scope){.dim = k_str_z(words_policy_dim[d])};
        for (size_t i = 0; i < r->scope.n[d]; i++)
            *k_vec_push(a, &s->words) = r->scope.v[d][i];
    }
}

static void show_rule(struct k_arena *a, const struct policy_rule *r, struct api_rule *o)
{
    bool own_tell = r->check && !k_str_eqz(r->tell, r->check->tell);
    *o = (struct api_rule){.id = r->id,
                           .kind = k_str_z(policy_kind_words[r->kind]),
                           .check = r->check ? k_str_z(r->check->name) : K_S(""),
                           .why = r->why,
                           .tell = own_tell ? r->tell : K_NONE,
                           .more = r->more,
                           .number =
                               r->check && r->check->value == POLICY_NUMBER ? r->number : -1,
                           .line = (int64_t)r->line,
                           .end_line = (int64_t)r->end_line};
    for (size_t i = 0; i < r->n_words; i++)
        *k_vec_push(a, &o->words) = r->words[i];
    show_scope(a, r, o);
    for (size_t i = 0; i < r->n_stages; i++)
        *k_vec_push(a, &o->approved_by) = show_stage(a, &r->stages[i], r->id);
    for (size_t i = 0; i < r->n_examples; i++)
        *k_vec_push(a, &o->examples) = (struct api_rule_example){
            r->examples[i].text, r->examples[i].answered, r->examples[i].bad};
}

static void show_rules(struct k_ctx *cx, const struct policy_rules *rules, rule_vec *out)
{
    for (size_t i = 0; i < rules->n; i++)
        show_rule(cx->arena, &rules->v[i], k_vec_push(cx->arena, out));
}

/* --- versions ---------------------------------------------------------------------------- */

/* One whose rules cannot be read any more is shown all the same, without them. */
static k_err show_version(struct k_ctx *cx, struct names *n, const struct sq_policy_all_row *r,
                          int64_t members, struct api_policy *out)
{
    struct policy_version v = {.text = r->text};
    rule_vec rules = {0};
    k_str wrong = K_NONE;
    if (policy_stored(cx->arena, r->text, r->rules, &v, &wrong) == K_OK)
        show_rules(cx, &v.rules, &rules);
    *out = (struct api_policy){.version = r->version,
                               .text = v.text,
                               .rules = {rules.v, rules.n, rules.cap},
                               .sponsor = r->sponsor,
                               .adopted_by = names_member(n, r->adopted_by),
                               .adopted_at = r->adopted_at,
                               .acknowledged = r->acknowledged,
                               .members = members};
    return names_done(n);
}

static k_err newest(struct k_ctx *cx, int64_t max, struct api_policy_list *out)
{
    struct names names = names_new(cx);
    struct sq_policy_all_list list;
    struct sq_member_count_row count;
    bool found;
    K_TRY(sq_policy_all(cx, max, &list));
    K_TRY(sq_member_count(cx, &count, &found));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(show_version(cx, &names, &list.v[i], count.active,
                           k_vec_push(cx->arena, &out->items)));
    return K_OK;
}

k_err route_policy_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    static const char *const values[] = {[POLICY_NO_VALUE] = "none",
                                         [POLICY_NUMBER] = "number",
                                         [POLICY_WORDS] = "words",
                                         [POLICY_MAY_WORDS] = "may_words"};
    struct api_policy_now *o = out;
    struct api_policy_list list = {0};
    K_TRY(newest(cx, 1, &list));
    o->policy = list.items.n ? &list.items.v[0] : NULL;
    for (size_t i = 0; i < n_policy_checks; i++)
        *k_vec_push(cx->arena, &o->checks) =
            (struct api_check_row){.name = k_str_z(policy_checks[i].name),
                                   .german = k_str_z(policy_checks[i].german),
                                   .value = k_str_z(values[policy_checks[i].value]),
                                   .by_words = policy_checks[i].by_words,
                                   .doc = k_str_z(policy_checks[i].doc),
                                   .tell = k_str_z(policy_checks[i].tell)};
    return K_OK;
}

k_err route_policy_versions(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return newest(cx, VERSIONS_MAX, out);
}

k_err route_policy_adopt(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_policy_in *i = in;
    struct api_policy_list list = {0};
    int64_t version = 0;
    K_TRY(policy_adopt(cx, i->text, i->sponsor, &version));
    K_TRY(newest(cx, 1, &list));
    *(struct api_policy *)out = list.items.v[0];
    return K_OK;
}

k_err route_policy_starter(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_starter_in *i = in;
    struct api_starter *o = out;
    const struct policy_starter *starter = policy_starter(i->locale);
    struct policy_version v;
    rule_vec rules = {0};
    k_str wrong = K_NONE;
    if (policy_stored(cx->arena, starter->text, K_S(""), &v, &wrong) != K_OK)
        return k_fail(cx, K_ERR_INTERNAL, NULL, "%.*s", K_ARG(wrong));
    show_rules(cx, &v.rules, &rules);
    o->locale = starter->lang;
    o->text = starter->text;
    memcpy(&o->rules, &rules, sizeof rules);
    return K_OK;
}

/* --- before it is adopted ---------------------------------------------------------------- */

typedef K_VEC(struct api_policy_problem) problem_vec;

static void show_problems(struct k_ctx *cx, const struct policy_problems *all, problem_vec *out)
{
    for (size_t i = 0; i < all->list.n; i++)
        *k_vec_push(cx->arena, out) = (struct api_policy_problem){
            (int64_t)all->list.v[i].line, all->list.v[i].rule, all->list.v[i].text};
}

k_err route_policy_check(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_policy_opinion *o = out;
    struct policy_opinion opinion;
    problem_vec problems = {0}, notes = {0};
    rule_vec rules = {0};
    K_TRY(policy_look_over(cx, ((const struct api_policy_text_in *)in)->text, &opinion));
    show_problems(cx, &opinion.doc.problems, &problems);
    show_problems(cx, &opinion.notes, &notes);
    show_rules(cx, &opinion.doc.rules, &rules);
    memcpy(&o->problems, &problems, sizeof problems);
    memcpy(&o->notes, &notes, sizeof notes);
    memcpy(&o->rules, &rules, sizeof rules);
    return K_OK;
}

static void show_dry_rule(struct k_ctx *cx, struct names *n, const struct policy_dry_rule *r,
                          struct api_dry_rule *o)
{
    *o = (struct api_dry_rule){.rule = r->rule->id,
                               .kind = k_str_z(policy_kind_words[r->rule->kind]),
                               .why = r->rule->why,
                               .found = r->found,
                               .found_now = r->found_now,
                               .theirs = r->theirs};
    for (size_t i = 0; i < r->n_samples; i++) {
        const struct policy_dry_sample *s = &r->samples[i];
        *k_vec_push(cx->arena, &o->samples) =
            (struct api_dry_sample){.conversation_id = s->conversation,
                                    .theirs = s->theirs,
                                    .text = s->text,
                                    .words = s->words,
                                    .note = k_str_z(s->note),
                                    .member = names_member(n, s->member),
                                    .at = s->at};
    }
}

static struct api_dry_count show_count(const struct policy_dry_count *c)
{
    return (struct api_dry_count){c->stopped, c->reviewed, c->warned, c->clean};
}

k_err route_policy_dry_run(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_dry_in *i = in;
    struct api_dry_run *o = out;
    struct names names = names_new(cx);
    struct policy_version now;
    struct policy_doc doc;
    struct policy_dry dry;
    if (policy_doc_parse(cx->arena, i->text, &doc) != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, "text", "Line %zu: %.*s",
                      doc.problems.list.v[0].line, K_ARG(doc.problems.list.v[0].text));
    K_TRY(policy_in_force(cx, &now));
    o->to = k_cx_now(cx);
    o->from = o->to - (i->days ? i->days : DRY_DAYS) * K_DAY;
    K_TRY(policy_dry_run(cx, &doc.rules, &now.rules, o->from, &dry));
    o->told = dry.told;
    o->heard = dry.heard;
    o->more_told = dry.more_told;
    o->more_heard = dry.more_heard;
    o->next = show_count(&dry.next);
    o->now = show_count(&dry.now);
    for (size_t k = 0; k < dry.rules.n; k++)
        show_dry_rule(cx, &names, &dry.rules.v[k], k_vec_push(cx->arena, &o->rules));
    return names_done(&names);
}

/* --- who knows it ------------------------------------------------------------------------ */

k_err route_policy_acknowledge(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(policy_acknowledge(cx, ((const struct api_acknowledge_in *)in)->version));
    return me_policy(cx, rq->who.member, out);
}

k_err route_policy_acknowledgements(struct k_ctx *cx, struct api_req *rq, const void *in,
                                    void *out)
{
    struct api_acknowledgement_list *o = out;
    struct names names = names_new(cx);
    struct sq_policy_newest_acks_list list;
    K_TRY(sq_policy_newest_acks(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) =
            (struct api_acknowledgement){.member = names_member_of(&names, list.v[i].member_id),
                                         .version = list.v[i].version,
                                         .at = list.v[i].at,
                                         .must = !k_str_eqz(list.v[i].role, "viewer"),
                                         .reminded_at = list.v[i].reminded_at,
                                         .reminders = list.v[i].reminders};
    return names_done(&names);
}

k_err route_policy_remind(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_reminded *o = out;
    return policy_remind(cx, ((const struct api_remind_in *)in)->member_id, K_DAY,
                         &o->reminded);
}
