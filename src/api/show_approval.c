/* show_approval: stages of approval, and what the policy says about a text, as structs of the
 * API. */
#include "api/show.h"
#include "domain/approval.h"
#include "domain/reply.h"

static void rules_of(struct k_arena *a, k_str ids, void *list)
{
    struct {
        K_VEC(k_str) v;
    } *out = list;
    while (ids.p && ids.n > 0)
        *k_vec_push(a, &out->v) = k_str_cut(&ids, ',');
}

struct api_stage show_stage(struct k_arena *a, const struct policy_stage *s, k_str rules)
{
    struct api_stage o = {.who = k_str_z(approval_who_words[s->who]),
                          .name = s->name.n ? s->name : K_S(""),
                          .within_minutes = s->within / K_MIN};
    rules_of(a, rules, &o.rules);
    return o;
}

static struct api_approval show_approval(struct names *n, const struct sq_approval_of_row *r)
{
    struct api_approval o = {.id = r->id,
                             .stage = r->stage,
                             .who = r->who,
                             .name = r->name,
                             .state = r->state,
                             .note = r->note,
                             .condition = r->condition,
                             .before = r->text_before,
                             .after = r->text_after,
                             .opened_at = r->opened_at,
                             .due_at = r->due_at,
                             .decided_at = r->decided_at,
                             .decided_by = names_member(n, r->decided_by),
                             .stood_for = names_member(n, r->stood_for)};
    rules_of(n->cx->arena, r->rules, &o.rules);
    return o;
}

void show_approvals(struct names *n, const struct sq_outbox_get_row *r,
                    const struct approval_now *now, struct api_outbox *o)
{
    for (size_t i = 0; i < now->stages.n; i++)
        *k_vec_push(n->cx->arena, &o->approvals) = show_approval(n, &now->stages.v[i]);
    o->second_person = now->open != NULL;
    o->late = now->late;
    o->can_approve = now->open && now->verdict == APPROVAL_MAY;
    o->stands_for = now->open ? names_member(n, now->stands_for) : NULL;
    o->no_approve_reason = now->open ? k_str_z(approval_why_not(now->verdict)) : K_NONE;
    o->can_release = k_str_eqz(r->state, "held") && !now->open;
    if (!o->can_approve)
        return;
    k_err err = reply_unsigned(n->cx, r, &o->bare);
    n->err = n->err == K_OK ? err : n->err;
}

static struct api_finding show_finding(const struct policy_finding *f)
{
    return (struct api_finding){
        .rule = f->rule->id,
        .check = k_str_z(f->rule->check->name),
        .kind = k_str_z(policy_kind_words[f->kind]),
        .why = f->rule->why,
        .tell = f->rule->tell,
        .words = f->words,
        .start = f->start,
        .end = f->end,
        .value = f->value,
        .note = k_str_z(f->note),
        .heard = f->heard,
        .offer = k_str_z(words_finding_offer[f->rule->check->offer]),
    };
}

k_err show_check(struct k_ctx *cx, const struct reply_check *check, const struct connector *c,
                 k_id channel_id, struct api_check *o)
{
    struct sq_channel_get_row channel = {0};
    struct approval_plan plan;
    bool found;
    K_TRY(sq_channel_get(cx, channel_id, &channel, &found));
    for (size_t k = 0; k < check->findings.list.n; k++)
        *k_vec_push(cx->arena, &o->findings) = show_finding(&check->findings.list.v[k]);
    approval_plan(cx->arena, &check->findings, &plan);
    for (size_t k = 0; k < plan.steps.n; k++)
        *k_vec_push(cx->arena, &o->asks) =
            show_stage(cx->arena, &plan.steps.v[k].stage, plan.steps.v[k].rules);
    o->verdict = check->findings.hard     ? K_S("stop")
                 : check->findings.review ? K_S("review")
                 : check->findings.list.n ? K_S("warn")
                                          : K_S("ok");
    o->sends_as = channel.handle.n ? channel.handle : channel.name;
    o->text = check->text;
    o->sign = check->sign;
    o->lang = k_str_z(check->findings.lang);
    o->words_known = check->findings.words_known;
    o->acknowledged = check->acknowledged;
    o->graphemes = check->graphemes;
    o->bytes = check->bytes;
    if (c && (c->reply || c->publish))
        o->limits = (struct api_reply_limits){c->limits.graphemes, c->limits.bytes};
    o->policy_version = check->policy_version;
    return K_OK;
}
