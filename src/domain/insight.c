/* insight: people of a list, and the first evening: how many in which stage, with proof, and
 * who is nearest to more. Reads person, tie, touch. */
#include "domain/insight.h"

#include "base/json.h"
#include "domain/figures.h"
#include "domain/tie.h"

/* ---- people of a list -------------------------------------------------------------------- */

void insight_want(struct k_arena *a, struct insight_ids *ids, k_id id)
{
    if (id == 0)
        return;
    for (size_t i = 0; i < ids->n; i++)
        if (ids->v[i] == id)
            return;
    *k_vec_push(a, ids) = id;
}

k_err insight_people_of(struct k_ctx *cx, const struct insight_ids *ids,
                        struct sq_insight_persons_list *out)
{
    *out = (struct sq_insight_persons_list){0};
    if (ids->n == 0)
        return K_OK;
    return sq_insight_persons(cx, k_json_ids(cx->arena, ids->v, ids->n), cx->actor.member, out);
}

const insight_person *insight_find(const struct sq_insight_persons_list *list, k_id id)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].id == id)
            return &list->v[i];
    return NULL;
}

/* ---- the first evening ------------------------------------------------------------------- */

/* The fold with the organisation: as it is kept, else out of the rows. */
static k_err fold_of(struct k_ctx *cx, const struct tie_house *h, k_id person,
                     struct tie_state *out)
{
    struct sq_insight_tie_row kept;
    struct tie_set ties;
    bool found, ours;
    K_TRY(sq_insight_tie(cx, person, 0, &kept, &found));
    if (found && tie_unpack(kept.state, out) == K_OK)
        return K_OK;
    K_TRY(tie_fold_rows(cx, h, person, k_cx_now(cx), &ties, &ours));
    *out = ties.v[0].s;
    return K_OK;
}

static k_err prove(struct k_ctx *cx, const struct tie_house *h, const insight_person *p,
                   struct insight_proof *out)
{
    struct tie_state s;
    struct stage_verdict v;
    K_TRY(fold_of(cx, h, p->id, &s));
    stage_of(&s, stage_role_is_ours(p->role), &v);
    *out = (struct insight_proof){
        .person = *p, .sentence = stage_sentence(cx->arena, &s, &v), .missing = v.missing};
    return K_OK;
}

static int missing_parts(const struct insight_proof *p)
{
    int n = 0;
    for (int i = 0; i < STAGE_NEEDS; i++)
        n += (p->missing >> i & 1) != 0;
    return n;
}

/* Keeps the nearest in order; of equals the one that came first. */
static void add_nearest(struct insight_stage *s, const struct insight_proof *p)
{
    size_t at = s->n_nearest;
    if (p->missing == 0)
        return;
    while (at > 0 && missing_parts(&s->nearest[at - 1]) > missing_parts(p))
        at--;
    if (at == INSIGHT_NEAREST)
        return;
    if (s->n_nearest < INSIGHT_NEAREST)
        s->n_nearest++;
    for (size_t i = s->n_nearest - 1; i > at; i--)
        s->nearest[i] = s->nearest[i - 1];
    s->nearest[at] = *p;
}

enum { LOOKED_AT = 12 }; /* of each stage: whose evidence is read */

static k_err add_people(struct k_ctx *cx, const struct tie_house *h, struct insight_stage *s)
{
    struct sq_insight_persons_list list;
    k_id me = cx->actor.member;
    if (s->count == 0)
        return K_OK;
    if (s->stage == STAGE_CONTACT)
        K_TRY(sq_insight_contact_top(cx, me, LOOKED_AT, &list));
    else
        K_TRY(sq_insight_stage_top(cx, me, k_str_z(stage_name(s->stage)), LOOKED_AT, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct insight_proof p;
        K_TRY(prove(cx, h, &list.v[i], &p));
        if (s->n_examples < INSIGHT_EXAMPLES)
            s->examples[s->n_examples++] = p;
        add_nearest(s, &p);
    }
    return K_OK;
}

k_err insight_summary(struct k_ctx *cx, struct insight_summary *out)
{
    struct figures_stages counts;
    struct tie_house h;
    K_TRY(tie_house_read(cx, &h));
    K_TRY(figures_stages(cx, &counts));
    *out = (struct insight_summary){
        .drifting = counts.drifting, .dormant = counts.dormant, .counted_at = counts.at};
    for (int i = 0; i < STAGE_COUNT; i++) {
        out->stages[i].stage = (enum stage)i;
        out->stages[i].count = counts.n[i];
        out->people += counts.n[i];
        K_TRY(add_people(cx, &h, &out->stages[i]));
    }
    return K_OK;
}
