/* tie: what one act or page changes is folded into what is kept. */
#include "domain/tie_keep.h"

#include <math.h>

/* ---- what is kept ------------------------------------------------------------------------ */

void tie_kept_open(struct k_ctx *cx, const struct sq_tie_of_person_row *rows, size_t n,
                   struct tie_kept *out)
{
    bool all = false;
    *out = (struct tie_kept){.rows = rows, .n = n, .whole = true};
    tie_set_of(cx->arena, &out->set, 0);
    for (size_t i = 0; i < n; i++) {
        struct tie_one *t = tie_set_of(cx->arena, &out->set, rows[i].member_id);
        if (tie_unpack(rows[i].state, &t->s) != K_OK)
            out->whole = false;
        all |= rows[i].member_id == 0;
    }
    out->whole &= all;
}

static bool all_newer(const struct tie_set *set, const struct tie_events *v)
{
    for (size_t i = 0; v->n > 0 && i < set->n; i++)
        if (!tie_is_newer(&set->v[i].s, &v->v[0]))
            return false;
    return true;
}

static const struct sq_tie_of_person_row *row_of(const struct tie_kept *k, k_id member)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->rows[i].member_id == member)
            return &k->rows[i];
    return NULL;
}

static bool has(const struct tie_set *set, k_id member)
{
    for (size_t i = 0; i < set->n; i++)
        if (set->v[i].member == member)
            return true;
    return false;
}

k_err tie_kept_replace(struct k_ctx *cx, k_id person, struct tie_kept *k,
                       const struct tie_set *now)
{
    bool tied = tie_set_two_sided(now);
    for (size_t i = 0; i < now->n; i++) {
        for (size_t n = 0; n < k->set.n; n++)
            if (k->set.v[n].member == now->v[i].member)
                now->v[i].s.mutual = k->set.v[n].s.mutual;
        now->v[i].changed = true;
    }
    for (size_t i = 0; i < k->n; i++) {
        if (tied && has(now, k->rows[i].member_id))
            continue;
        K_TRY(sq_tie_forget(cx, person, k->rows[i].member_id, NULL));
        K_TRY(sq_tie_drop(cx, person, k->rows[i].member_id, NULL));
    }
    k->set = *now;
    return K_OK;
}

static k_err fold_anew(struct k_ctx *cx, const struct tie_house *h, k_id person,
                       struct tie_kept *k)
{
    struct tie_set now;
    bool ours;
    K_TRY(tie_fold_rows(cx, h, person, TIE_EVER, &now, &ours));
    return tie_kept_replace(cx, person, k, &now);
}

k_err tie_put(struct k_ctx *cx, const struct tie_house *h, k_id person, const struct tie_one *t,
              double past, struct tie_score *score)
{
    uint8_t bytes[TIE_PACKED_MAX];
    size_t n = tie_pack(&t->s, bytes);
    k_time now = k_cx_now(cx);
    tie_score(&t->s, &h->around, &h->weights, now, score);
    bool top = score->strength >= t->s.peak;
    return sq_tie_put(cx,
                      &(struct sq_tie_put_args){.person_id = person,
                                                .member_id = t->member,
                                                .state = k_str_n((const char *)bytes, n),
                                                .strength = score->strength,
                                                .confidence = score->confidence,
                                                .peak = top ? score->strength : t->s.peak,
                                                .peak_at = top ? now : t->s.peak_at,
                                                .past = past,
                                                .last_at = t->s.last_at,
                                                .last_two_way_at = t->s.last_two_way_at,
                                                .interval_days = (int64_t)score->interval,
                                                .heard = t->s.heard,
                                                .told = t->s.told,
                                                .now = now},
                      NULL);
}

/* ---- stages ------------------------------------------------------------------------------ */

static k_err judge(struct k_ctx *cx, k_id person, const struct tie_state *s,
                   struct stage_verdict *out)
{
    bool ours = false;
    stage_of(s, false, out);
    if (out->stage != STAGE_ADVOCATE)
        return K_OK; /* who they are to us matters for advocates only */
    K_TRY(tie_is_ours(cx, person, &ours));
    if (ours)
        stage_of(s, true, out);
    return K_OK;
}

/* A move for each stage on the way up, when its evidence was whole; one now on the way down.
 * From connection to contact is no move: person.first_in_at tells it. */
static k_err note_moves(struct k_ctx *cx, k_id person, enum stage from,
                        const struct tie_state *s, const struct stage_verdict *v)
{
    if (v->stage < from)
        return sq_tie_moved(
            cx,
            &(struct sq_tie_moved_args){.person_id = person,
                                        .at = k_cx_now(cx),
                                        .from_stage = k_str_z(stage_name(from)),
                                        .to_stage = k_str_z(stage_name(v->stage)),
                                        .why = stage_sentence(cx->arena, s, v)},
            NULL);
    for (int i = (int)from + 1; i <= (int)v->stage; i++) {
        bool passed = i < (int)v->stage && v->since[i] == v->since[i + 1];
        if (i < STAGE_DIALOGUE || v->since[i] == 0 || passed)
            continue;
        struct stage_verdict then = *v;
        then.stage = (enum stage)i;
        K_TRY(sq_tie_moved(
            cx,
            &(struct sq_tie_moved_args){.person_id = person,
                                        .at = v->since[i],
                                        .from_stage = k_str_z(stage_name(from)),
                                        .to_stage = k_str_z(stage_name(then.stage)),
                                        .why = stage_sentence(cx->arena, s, &then)},
            NULL));
        from = then.stage;
    }
    return K_OK;
}

/* What lists show: a member's judgement while it holds, else what was worked out. */
static double shown(struct k_ctx *cx, const struct sq_tie_of_person_row *r, double strength)
{
    bool holds =
        r && r->override >= 0 && (r->override_until == 0 || r->override_until > k_cx_now(cx));
    return holds ? r->override : strength;
}

k_err tie_store_person(struct k_ctx *cx, struct tie_change *c, const struct tie_kept *k,
                       const struct tie_score *score, bool tied)
{
    const struct tie_state *s = &k->set.v[0].s;
    struct stage_verdict v;
    K_TRY(judge(cx, c->person, s, &v));
    c->changed = v.stage != c->stage || s->exchanges != c->exchanges;
    if (v.stage != c->stage)
        K_TRY(note_moves(cx, c->person, c->stage, s, &v));
    double strength = shown(cx, row_of(k, 0), score->strength);
    bool same = c->measured && !c->changed && c->tied == tied && c->strength == strength &&
                c->dormancy == score->dormancy && c->last_exchange_day == s->last_exchange_day;
    c->stage = v.stage;
    c->exchanges = s->exchanges;
    c->last_exchange_day = s->last_exchange_day;
    c->tied = tied;
    if (same)
        return K_OK;
    return sq_person_staged(
        cx,
        &(struct sq_person_staged_args){.id = c->person,
                                        .stage = k_str_z(stage_name(v.stage)),
                                        .exchanges = s->exchanges,
                                        .last_exchange_day = s->last_exchange_day,
                                        .strength = strength,
                                        .dormancy = score->dormancy,
                                        .tied = tied},
        NULL);
}

/* ---- changes ----------------------------------------------------------------------------- */

static bool speaks(const struct tie_event *e)
{
    return !e->automatic && touch_media[e->medium].speaks;
}

/* One side only: nothing to fold; whoever was only known is a contact now. */
static k_err one_sided(struct k_ctx *cx, struct tie_change *c)
{
    bool spoke = false;
    for (size_t i = 0; i < c->touches.n; i++)
        spoke |= speaks(&c->touches.v[i]) && c->touches.v[i].owner == 0;
    if (!spoke || c->stage != STAGE_CONNECTION)
        return K_OK;
    c->stage = STAGE_CONTACT;
    c->changed = true;
    return sq_person_staged(
        cx,
        &(struct sq_person_staged_args){.id = c->person,
                                        .stage = k_str_z(stage_name(c->stage)),
                                        .exchanges = c->exchanges,
                                        .last_exchange_day = c->last_exchange_day},
        NULL);
}

static k_err fold(struct k_ctx *cx, const struct tie_house *h, struct tie_change *c)
{
    struct sq_tie_of_person_list rows;
    struct tie_kept k;
    struct tie_score score = {0}, first = {0};
    K_TRY(sq_tie_of_person(cx, c->person, &rows));
    tie_kept_open(cx, rows.v, rows.n, &k);
    tie_events_sort(&c->touches);
    if (c->refold || !c->tied || !k.whole || !all_newer(&k.set, &c->touches))
        K_TRY(fold_anew(cx, h, c->person, &k));
    else
        for (size_t i = 0; i < c->touches.n; i++)
            tie_set_add(cx->arena, &k.set, &c->touches.v[i], &h->weights);
    bool tied = tie_set_two_sided(&k.set);
    for (size_t i = 0; tied && i < k.set.n; i++)
        if (k.set.v[i].changed || i == 0)
            K_TRY(tie_put(cx, h, c->person, &k.set.v[i], NAN, i ? &score : &first));
    return tie_store_person(cx, c, &k, &first, tied);
}

static k_err count(struct k_ctx *cx, const struct tie_change *c)
{
    k_time last = 0;
    for (size_t i = 0; i < c->touches.n; i++)
        if (c->touches.v[i].at > last && c->touches.v[i].owner == 0)
            last = c->touches.v[i].at;
    return sq_person_counted(cx,
                             &(struct sq_person_counted_args){.id = c->person,
                                                              .heard = c->heard_more,
                                                              .told = c->told_more,
                                                              .first_in_at = c->first_in_at,
                                                              .last_in_at = c->last_in_at,
                                                              .last_out_at = c->last_out_at,
                                                              .last_touch_at = last},
                             NULL);
}

k_err tie_apply(struct k_ctx *cx, const struct tie_house *h, struct tie_change *c)
{
    c->changed = false;
    K_TRY(count(cx, c));
    c->heard += c->heard_more;
    c->told += c->told_more;
    if (c->tied || c->refold || (c->heard > 0 && c->told > 0))
        return fold(cx, h, c);
    return one_sided(cx, c);
}

static k_err change_of(struct k_ctx *cx, k_id person, struct tie_change *out)
{
    struct sq_person_get_row row;
    bool found;
    K_TRY(sq_person_get(cx, person, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "There is no such person.");
    *out = (struct tie_change){.person = person,
                               .tied = row.tied,
                               .heard = row.heard,
                               .told = row.told,
                               .exchanges = row.exchanges,
                               .last_exchange_day = row.last_exchange_day,
                               .stage = stage_parse(row.stage)};
    return K_OK;
}

k_err tie_touched(struct k_ctx *cx, k_id person, const struct tie_event *e)
{
    struct tie_change c;
    struct tie_house h;
    K_TRY(change_of(cx, person, &c));
    K_TRY(tie_house_read(cx, &h));
    *k_vec_push(cx->arena, &c.touches) = *e;
    c.refold = !c.tied; /* counters of posts do not tell what was logged by hand */
    return tie_apply(cx, &h, &c);
}

k_err tie_refold(struct k_ctx *cx, k_id person)
{
    struct tie_change c;
    struct tie_house h;
    K_TRY(change_of(cx, person, &c));
    K_TRY(tie_house_read(cx, &h));
    c.refold = true;
    return tie_apply(cx, &h, &c);
}

k_err tie_forget(struct k_ctx *cx, k_id person)
{
    struct sq_tie_of_person_list rows;
    K_TRY(sq_tie_of_person(cx, person, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        K_TRY(sq_tie_forget(cx, person, rows.v[i].member_id, NULL));
        K_TRY(sq_tie_drop(cx, person, rows.v[i].member_id, NULL));
    }
    return K_OK;
}
