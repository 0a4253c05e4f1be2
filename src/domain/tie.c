/* tie: what one act or page changes is folded into what is kept. */
#include "domain/tie_keep.h"
#include "domain/lookup.h"

#include <math.h>

/* ---- what is kept ------------------------------------------------------------------------ */

void tie_kept_open(struct k_ctx *cx, const struct sq_tie_kept_row *rows, size_t n,
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

const struct sq_tie_kept_row *tie_kept_row(const struct tie_kept *k, k_id member)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->rows[i].member_id == member)
            return &k->rows[i];
    return NULL;
}

bool tie_set_has(const struct tie_set *set, k_id member)
{
    for (size_t i = 0; i < set->n; i++)
        if (set->v[i].member == member)
            return true;
    return false;
}

void tie_kept_mutual(const struct tie_kept *k, struct tie_set *now)
{
    for (size_t i = 0; i < now->n; i++)
        for (size_t n = 0; n < k->set.n; n++)
            if (k->set.v[n].member == now->v[i].member)
                now->v[i].s.mutual = k->set.v[n].s.mutual;
}

/* `now` takes the place of what was kept; rows that nothing speaks for go. */
static k_err replace(struct k_ctx *cx, k_id person, struct tie_kept *k, struct tie_set *now)
{
    bool tied = tie_set_two_sided(now);
    tie_kept_mutual(k, now);
    for (size_t i = 0; i < now->n; i++)
        now->v[i].changed = true;
    for (size_t i = 0; i < k->n; i++) {
        if (tied && tie_set_has(now, k->rows[i].member_id))
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
    return replace(cx, person, k, &now);
}

void tie_row_of(struct k_arena *a, const struct tie_house *h, k_id person,
                const struct tie_one *t, double past, k_time now, struct tie_row *out,
                struct tie_score *score)
{
    uint8_t bytes[TIE_PACKED_MAX];
    size_t n = tie_pack(&t->s, bytes);
    tie_score(&t->s, &h->around, &h->weights, now, score);
    bool top = score->strength >= t->s.peak;
    *out = (struct tie_row){
        .args = {.person_id = person,
                 .member_id = t->member,
                 .state = k_dup(a, k_str_n((const char *)bytes, n)),
                 .strength = score->strength,
                 .points = tie_points(score->strength),
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
    };
}

/* ---- stages ------------------------------------------------------------------------------ */

static void note_move(struct k_arena *a, struct tie_moves *out, k_id person, k_time at,
                      enum stage from, const struct tie_state *s, const struct stage_verdict *v,
                      k_time now)
{
    *k_vec_push(a, out) = (struct sq_tie_moved_args){.person_id = person,
                                                     .at = at,
                                                     .from_stage = k_str_z(stage_name(from)),
                                                     .to_stage = k_str_z(stage_name(v->stage)),
                                                     .why = stage_sentence(a, s, v),
                                                     .known_at = now};
}

/* A move for each stage on the way up, when its evidence was whole; one now on the way down.
 * From connection to contact is no move: person.first_in_at tells it. */
static void note_moves(struct k_arena *a, struct tie_moves *out, k_id person, enum stage from,
                       const struct tie_state *s, const struct stage_verdict *v, k_time now)
{
    if (v->stage < from)
        note_move(a, out, person, now, from, s, v, now);
    for (int i = (int)from + 1; i <= (int)v->stage; i++) {
        bool passed = i < (int)v->stage && v->since[i] == v->since[i + 1];
        if (i < STAGE_DIALOGUE || v->since[i] == 0 || passed)
            continue;
        struct stage_verdict then = *v;
        then.stage = (enum stage)i;
        note_move(a, out, person, v->since[i], from, s, &then, now);
        from = then.stage;
    }
}

/* What lists show: a member's judgement while it holds, else what was worked out. */
static double shown(const struct sq_tie_kept_row *r, double strength, k_time now)
{
    bool holds = r && r->override >= 0 && (r->override_until == 0 || r->override_until > now);
    return holds ? r->override : strength;
}

static int64_t silence_of(double dormancy)
{
    return dormancy > RHYTHM_DORMANT ? 2 : dormancy > RHYTHM_DRIFTS;
}

bool tie_person_of(struct k_arena *a, struct tie_change *c, const struct tie_kept *k,
                   const struct tie_verdict *w, k_time now, struct tie_person *out,
                   struct tie_moves *moves)
{
    const struct tie_state *s = &k->set.v[0].s;
    const struct stage_verdict *v = &w->stage;
    double strength = shown(tie_kept_row(k, 0), w->score.strength, now);
    c->changed = v->stage != c->stage || s->exchanges != c->exchanges;
    if (v->stage != c->stage)
        note_moves(a, moves, c->person, c->stage, s, v, now);
    *out = (struct tie_person){
        .same_stage = v->stage == c->stage && c->tied == w->tied,
        .same_points = tie_points(c->strength) == tie_points(strength) &&
                       silence_of(c->dormancy) == silence_of(w->score.dormancy),
        .same_days =
            s->exchanges == c->exchanges && s->last_exchange_day == c->last_exchange_day,
        .args = {.id = c->person,
                 .stage = k_str_z(stage_name(v->stage)),
                 .exchanges = s->exchanges,
                 .last_exchange_day = s->last_exchange_day,
                 .strength = strength,
                 .points = tie_points(strength),
                 .dormancy = w->score.dormancy,
                 .silence = silence_of(w->score.dormancy),
                 .tied = w->tied},
    };
    bool same = out->same_stage && out->same_days && c->strength == strength &&
                c->dormancy == w->score.dormancy;
    c->stage = v->stage;
    c->exchanges = s->exchanges;
    c->last_exchange_day = s->last_exchange_day;
    c->tied = w->tied;
    return !same;
}

k_err tie_persons_keep(struct k_ctx *cx, const struct tie_person *v, size_t n)
{
    k_id *staged = k_new_n(cx->arena, k_id, n);
    size_t n_staged = 0;
    for (size_t i = 0; i < n; i++)
        if (!v[i].same_stage)
            staged[n_staged++] = v[i].args.id;
    K_TRY(tie_persons_write(cx, v, n));
    return lookup_mark_many(cx, staged, n_staged);
}

/* Who they are to us matters for advocates only. */
static k_err judge(struct k_ctx *cx, k_id person, const struct tie_state *s,
                   struct stage_verdict *out)
{
    bool ours = false;
    stage_of(s, false, out);
    if (out->stage != STAGE_ADVOCATE)
        return K_OK;
    K_TRY(tie_is_ours(cx, person, &ours));
    if (ours)
        stage_of(s, true, out);
    return K_OK;
}

static k_err store_person(struct k_ctx *cx, struct tie_change *c, const struct tie_kept *k,
                          struct tie_verdict *w)
{
    struct tie_moves moves = {0};
    struct tie_person row;
    K_TRY(judge(cx, c->person, &k->set.v[0].s, &w->stage));
    bool changed = tie_person_of(cx->arena, c, k, w, k_cx_now(cx), &row, &moves);
    K_TRY(tie_moves_write(cx, moves.v, moves.n));
    return changed ? tie_persons_keep(cx, &row, 1) : K_OK;
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
    K_TRY(lookup_mark(cx, c->person));
    return sq_person_staged(
        cx,
        &(struct sq_person_staged_args){.id = c->person,
                                        .stage = k_str_z(stage_name(c->stage)),
                                        .exchanges = c->exchanges,
                                        .last_exchange_day = c->last_exchange_day},
        NULL);
}

/* The ties that changed and the organisation's, then the person. */
static k_err store(struct k_ctx *cx, const struct tie_house *h, struct tie_change *c,
                   const struct tie_kept *k)
{
    struct tie_verdict w = {.tied = tie_set_two_sided(&k->set)};
    struct tie_row *rows = k_new_n(cx->arena, struct tie_row, k->set.n);
    struct tie_score score;
    size_t n = 0;
    for (size_t i = 0; w.tied && i < k->set.n; i++) {
        if (!k->set.v[i].changed && i > 0)
            continue;
        const struct sq_tie_kept_row *was = tie_kept_row(k, k->set.v[i].member);
        struct tie_row *row = &rows[n++];
        tie_row_of(cx->arena, h, c->person, &k->set.v[i], NAN, k_cx_now(cx), row,
                   i ? &score : &w.score);
        row->same_points = was && tie_points(was->strength) == row->args.points;
    }
    K_TRY(tie_rows_write(cx, rows, n));
    return store_person(cx, c, k, &w);
}

static k_err fold(struct k_ctx *cx, const struct tie_house *h, struct tie_change *c,
                  bool refold)
{
    struct sq_tie_kept_list rows;
    struct tie_kept k;
    K_TRY(sq_tie_kept(cx, c->person, &rows));
    tie_kept_open(cx, rows.v, rows.n, &k);
    tie_events_sort(&c->touches);
    if (refold || !c->tied || !k.whole || !all_newer(&k.set, &c->touches))
        K_TRY(fold_anew(cx, h, c->person, &k));
    else
        for (size_t i = 0; i < c->touches.n; i++)
            tie_set_add(cx->arena, &k.set, &c->touches.v[i], &h->weights);
    return store(cx, h, c, &k);
}

static k_err count(struct k_ctx *cx, const struct tie_change *c,
                   struct sq_person_counted_row *row, bool *found)
{
    struct sq_person_counted_args a = {.id = c->person,
                                       .heard = c->heard_more,
                                       .told = c->told_more,
                                       .first_in_at = c->first_in_at,
                                       .last_in_at = c->last_in_at,
                                       .last_out_at = c->last_out_at};
    for (size_t i = 0; i < c->touches.n; i++)
        if (c->touches.v[i].at > a.last_touch_at && c->touches.v[i].owner == 0)
            a.last_touch_at = c->touches.v[i].at;
    bool in = a.heard || a.first_in_at || a.last_in_at, out = a.told || a.last_out_at;
    if (in && !out)
        return sq_person_heard(cx,
                               &(struct sq_person_heard_args){a.id, a.heard, a.first_in_at,
                                                              a.last_in_at, a.last_touch_at},
                               row, found);
    if (!in && (out || a.last_touch_at))
        return sq_person_told(cx, a.id, a.told, a.last_out_at, a.last_touch_at, row, found);
    return in ? sq_person_counted(cx, &a, row, found) : sq_person_taken(cx, a.id, row, found);
}

k_err tie_apply(struct k_ctx *cx, const struct tie_house *h, struct tie_change *c)
{
    struct sq_person_counted_row row;
    bool found;
    c->changed = false;
    K_TRY(count(cx, c, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "There is no such person.");
    c->tied = row.tied;
    c->stage = stage_parse(row.stage);
    c->exchanges = row.exchanges;
    c->last_exchange_day = row.last_exchange_day;
    c->strength = row.strength;
    c->dormancy = row.dormancy;
    bool refold = c->refold || (c->by_hand && !c->tied);
    if (c->tied || refold || (row.heard > 0 && row.told > 0))
        return fold(cx, h, c, refold);
    return one_sided(cx, c);
}

k_err tie_touched(struct k_ctx *cx, k_id person, const struct tie_event *e)
{
    struct tie_change c = {.person = person, .by_hand = true};
    struct tie_house h;
    K_TRY(tie_house_read(cx, &h));
    *k_vec_push(cx->arena, &c.touches) = *e;
    return tie_apply(cx, &h, &c);
}

k_err tie_refold(struct k_ctx *cx, k_id person)
{
    struct tie_change c = {.person = person, .refold = true};
    struct tie_house h;
    K_TRY(tie_house_read(cx, &h));
    return tie_apply(cx, &h, &c);
}

k_err tie_forget(struct k_ctx *cx, k_id person)
{
    struct sq_tie_kept_list rows;
    K_TRY(sq_tie_kept(cx, person, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        K_TRY(sq_tie_forget(cx, person, rows.v[i].member_id, NULL));
        K_TRY(sq_tie_drop(cx, person, rows.v[i].member_id, NULL));
    }
    return K_OK;
}
