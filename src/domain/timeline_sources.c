/* timeline_sources: the table of sources, and how each is read. */
#include "domain/timeline_sources.h"
#include "domain/stage_rules.h"
#include "domain/tie_keep.h"

#define WHOLE 1000 /* rows of a source that is read whole: the newest */
#define BIT(kind) (1u << TIMELINE_##kind)

const struct timeline_kind_row timeline_kinds[TIMELINE_KINDS] = {
    [TIMELINE_POST] = {"post", "said on a network"},
    [TIMELINE_MAIL] = {"mail", "a mail, live or out of an archive"},
    [TIMELINE_TOUCH] = {"touch", "a call, a meeting, a letter that a member logged"},
    [TIMELINE_MOMENT] = {"moment", "a shared experience or a turning point"},
    [TIMELINE_HANDOFF] = {"handoff", "a conversation handed over, and its outcome"},
    [TIMELINE_DEAL] = {"deal", "a deal, an order, a referral"},
    [TIMELINE_COMMITMENT] = {"commitment", "promised, and kept or not"},
    [TIMELINE_FACT] = {"fact", "something that became known"},
    [TIMELINE_NOTE] = {"note", "what a member wrote down"},
    [TIMELINE_VALUE] = {"value", "what one side gained"},
    [TIMELINE_STAGE] = {"stage", "how far the relationship had come"},
    [TIMELINE_MERGE] = {"merge", "two that turned out to be one"},
};

unsigned timeline_kinds_parse(k_str list, k_str *wrong)
{
    unsigned bits = 0;
    *wrong = K_NONE;
    while (list.n > 0) {
        k_str word = k_str_trim(k_str_cut(&list, ','));
        unsigned bit = 0;
        for (unsigned i = 0; i < TIMELINE_KINDS; i++)
            if (k_str_eqz(word, timeline_kinds[i].name))
                bit = 1u << i;
        if (bit == 0) {
            *wrong = word;
            return 0;
        }
        bits |= bit;
    }
    return bits ? bits : TIMELINE_ALL;
}

static void add(struct k_ctx *cx, struct timeline_entries *out, struct timeline_entry e)
{
    *k_vec_push(cx->arena, out) = e;
}

/* --- in chunks --------------------------------------------------------------------------- */

static k_err posts(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                   int64_t max, struct timeline_entries *out)
{
    struct sq_timeline_posts_list list;
    struct sq_timeline_posts_args args = {
        .person_id = ask->person, .at = at, .id = id, .max = max, .eyes = cx->actor.eyes};
    K_TRY(sq_timeline_posts(cx, &args, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_timeline_posts_row *r = &list.v[i];
        bool mail = k_str_eqz(r->kind, "mail");
        add(cx, out,
            (struct timeline_entry){.kind = mail ? TIMELINE_MAIL : TIMELINE_POST,
                                    .id = r->id,
                                    .at = r->posted_at,
                                    .detail = r->kind,
                                    .direction = r->direction,
                                    .text = r->deleted_at ? K_S("") : r->text,
                                    .url = r->url,
                                    .post = r->id,
                                    .network = r->network,
                                    .conversation = r->conversation_id,
                                    .channel = r->channel_id,
                                    .member = r->member_id,
                                    .automatic = r->rule_id != 0,
                                    .deleted = r->deleted_at > 0});
    }
    return K_OK;
}

static k_err touches(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                     int64_t max, struct timeline_entries *out)
{
    struct sq_timeline_touches_list list;
    struct sq_timeline_touches_args args = {
        .person_id = ask->person, .me = cx->actor.member, .at = at, .id = id, .max = max};
    K_TRY(sq_timeline_touches(cx, &args, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_timeline_touches_row *r = &list.v[i];
        bool mail = k_str_eqz(r->medium, "mail");
        add(cx, out,
            (struct timeline_entry){.kind = mail ? TIMELINE_MAIL : TIMELINE_TOUCH,
                                    .id = r->id,
                                    .at = r->at,
                                    .detail = r->medium,
                                    .state = r->source,
                                    .direction = r->direction,
                                    .text = r->text,
                                    .member = r->member_id,
                                    .moment = r->moment_id,
                                    .mine = r->owner_id != 0});
    }
    return K_OK;
}

/* --- whole ------------------------------------------------------------------------------- */

static k_err moments(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                     int64_t max, struct timeline_entries *out)
{
    struct sq_timeline_moments_list list;
    K_TRY(sq_timeline_moments(cx, ask->person, WHOLE, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_timeline_moments_row *r = &list.v[i];
        add(cx, out,
            (struct timeline_entry){.kind = TIMELINE_MOMENT,
                                    .id = r->id,
                                    .at = r->at,
                                    .detail = r->kind,
                                    .title = r->title,
                                    .text = r->text,
                                    .conversation = r->conversation_id,
                                    .member = r->created_by,
                                    .moment = r->id,
                                    .severity = r->severity});
    }
    return K_OK;
}

static k_err handoffs(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                      int64_t max, struct timeline_entries *out)
{
    struct sq_timeline_handoffs_list list;
    K_TRY(sq_timeline_handoffs(cx, ask->person, WHOLE, cx->actor.eyes, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_timeline_handoffs_row *r = &list.v[i];
        struct timeline_entry e = {.kind = TIMELINE_HANDOFF,
                                   .id = r->id,
                                   .at = r->created_at,
                                   .detail = r->reason,
                                   .state = K_S("given"),
                                   .text = r->ask,
                                   .conversation = r->conversation_id,
                                   .member = r->from_member,
                                   .team = r->to_team};
        add(cx, out, e);
        if (r->closed_at == 0)
            continue;
        e.at = r->closed_at;
        e.state = r->result.p ? r->result : K_S("");
        e.text = r->outcome.p ? r->outcome : K_S("");
        e.member = r->closed_by;
        add(cx, out, e);
    }
    return K_OK;
}

static k_err deals(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                   int64_t max, struct timeline_entries *out)
{
    struct sq_deal_of_person_list list;
    K_TRY(sq_deal_of_person(cx, ask->person, WHOLE, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_deal_get_row *r = &list.v[i];
        add(cx, out,
            (struct timeline_entry){.kind = TIMELINE_DEAL,
                                    .id = r->id,
                                    .at = r->at,
                                    .detail = r->kind,
                                    .state = r->state,
                                    .title = r->title,
                                    .conversation = r->conversation_id,
                                    .member = r->member_id,
                                    .other = r->referred_id,
                                    .amount_minor = r->amount_minor,
                                    .currency = r->currency});
    }
    return K_OK;
}

static k_err commitments(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                         int64_t max, struct timeline_entries *out)
{
    struct sq_commitment_of_person_list list;
    K_TRY(sq_commitment_of_person(cx, ask->person, WHOLE, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_commitment_get_row *r = &list.v[i];
        struct timeline_entry e = {.kind = TIMELINE_COMMITMENT,
                                   .id = r->id,
                                   .at = r->created_at,
                                   .detail = K_S("made"),
                                   .state = r->state,
                                   .side = r->side,
                                   .text = r->text,
                                   .conversation = r->conversation_id,
                                   .member = r->member_id ? r->member_id : r->created_by,
                                   .due_at = r->due_at};
        add(cx, out, e);
        if (r->settled_at == 0)
            continue;
        e.at = r->settled_at;
        e.detail = K_S("settled");
        e.member = r->settled_by;
        add(cx, out, e);
    }
    return K_OK;
}

static k_err facts(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                   int64_t max, struct timeline_entries *out)
{
    struct sq_fact_of_person_list list;
    K_TRY(sq_fact_of_person(cx, ask->person, cx->actor.member, WHOLE, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_fact_get_row *r = &list.v[i];
        add(cx, out,
            (struct timeline_entry){.kind = TIMELINE_FACT,
                                    .id = r->id,
                                    .at = r->said_at ? r->said_at : r->created_at,
                                    .detail = r->kind,
                                    .state = r->source,
                                    .text = r->text,
                                    .conversation = r->post_conversation,
                                    .post = r->post_id,
                                    .member = r->created_by,
                                    .mine = r->owner_id != 0});
    }
    return K_OK;
}

static k_err notes(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                   int64_t max, struct timeline_entries *out)
{
    struct sq_timeline_notes_list list;
    K_TRY(sq_timeline_notes(cx, ask->person, cx->actor.member, WHOLE, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_timeline_notes_row *r = &list.v[i];
        add(cx, out,
            (struct timeline_entry){.kind = TIMELINE_NOTE,
                                    .id = r->id,
                                    .at = r->created_at,
                                    .title = r->label,
                                    .text = r->value,
                                    .member = r->created_by,
                                    .mine = r->owner_id != 0});
    }
    return K_OK;
}

static k_err values(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                    int64_t max, struct timeline_entries *out)
{
    struct sq_value_of_person_list list;
    K_TRY(sq_value_of_person(cx, ask->person, WHOLE, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_value_get_row *r = &list.v[i];
        add(cx, out,
            (struct timeline_entry){.kind = TIMELINE_VALUE,
                                    .id = r->id,
                                    .at = r->at,
                                    .detail = r->kind,
                                    .side = r->side,
                                    .text = r->text,
                                    .conversation = r->post_conversation,
                                    .post = r->post_id,
                                    .member = r->member_id,
                                    .moment = r->moment_id});
    }
    return K_OK;
}

/* Since when each stage by what is known now; all 0 when nothing is folded. */
static k_err stages_now(struct k_ctx *cx, k_id person, struct stage_verdict *out)
{
    struct sq_insight_tie_row row;
    struct tie_state s;
    bool found, ours;
    *out = (struct stage_verdict){0};
    K_TRY(sq_insight_tie(cx, person, 0, &row, &found));
    if (!found || tie_unpack(row.state, &s) != K_OK)
        return K_OK;
    K_TRY(tie_is_ours(cx, person, &ours));
    stage_of(&s, ours, out);
    return K_OK;
}

/* A row says what was known when it was written; what came later may date the stage otherwise.
 * Only the newest row of a stage is held against what is known now. */
static void compare(struct timeline_entry *e, const struct stage_verdict *now, bool *seen)
{
    enum stage to = stage_parse(e->detail);
    bool up = to > stage_parse(e->state), first = !seen[to];
    seen[to] = true;
    if (!up || !first || now->stage == STAGE_CONNECTION)
        return;
    e->now_never = now->since[to] == 0 && now->stage < to;
    if (now->since[to] && now->since[to] / K_DAY != e->at / K_DAY)
        e->now_at = now->since[to];
}

static k_err stages(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                    int64_t max, struct timeline_entries *out)
{
    struct sq_timeline_stages_list list;
    struct stage_verdict now;
    bool seen[STAGE_COUNT] = {false};
    K_TRY(sq_timeline_stages(cx, ask->person, WHOLE, &list));
    K_TRY(stages_now(cx, ask->person, &now));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_timeline_stages_row *r = &list.v[i];
        struct timeline_entry e = {.kind = TIMELINE_STAGE,
                                   .id = r->at,
                                   .at = r->at,
                                   .detail = r->to_stage,
                                   .state = r->from_stage,
                                   .text = r->why,
                                   .known_at = r->known_at};
        compare(&e, &now, seen);
        add(cx, out, e);
    }
    return K_OK;
}

static k_err merges(struct k_ctx *cx, const struct timeline_ask *ask, k_time at, k_id id,
                    int64_t max, struct timeline_entries *out)
{
    struct sq_timeline_merges_list list;
    K_TRY(sq_timeline_merges(cx, ask->person, cx->actor.member, WHOLE, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_timeline_merges_row *r = &list.v[i];
        struct timeline_entry e = {.kind = TIMELINE_MERGE,
                                   .id = r->id,
                                   .at = r->made_at,
                                   .detail = K_S("merged"),
                                   .title = r->name.p ? r->name : K_S(""),
                                   .member = r->made_by,
                                   .other = r->undone_at ? r->gone_id : 0};
        add(cx, out, e);
        if (r->undone_at == 0)
            continue;
        e.at = r->undone_at;
        e.detail = K_S("undone");
        e.member = r->undone_by;
        add(cx, out, e);
    }
    return K_OK;
}

const struct timeline_source timeline_sources[] = {
    {BIT(POST) | BIT(MAIL), true, posts},
    {BIT(TOUCH) | BIT(MAIL), true, touches},
    {BIT(MOMENT), false, moments},
    {BIT(HANDOFF), false, handoffs},
    {BIT(DEAL), false, deals},
    {BIT(COMMITMENT), false, commitments},
    {BIT(FACT), false, facts},
    {BIT(NOTE), false, notes},
    {BIT(VALUE), false, values},
    {BIT(STAGE), false, stages},
    {BIT(MERGE), false, merges},
};
const size_t n_timeline_sources = sizeof timeline_sources / sizeof *timeline_sources;
