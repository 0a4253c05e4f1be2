/* tie: reads what happened and keeps what it folds into. */
#include "domain/tie.h"

#include "store/setting.h"
#include "store/sql.gen.h"
#include <stdlib.h>

/* ---- rows as events ---------------------------------------------------------------------- */

static k_err read_touches(struct k_ctx *cx, k_id person, k_time upto, struct tie_events *out)
{
    struct sq_tie_touches_list rows;
    K_TRY(sq_tie_touches(cx, person, upto, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_tie_touches_row *r = &rows.v[i];
        *k_vec_push(cx->arena, out) =
            (struct tie_event){.at = r->at,
                               .id = r->id,
                               .direction = touch_direction_of(r->direction),
                               .medium = touch_medium_of(r->medium),
                               .prompted = r->prompted,
                               .personal = r->personal,
                               .automatic = r->automatic,
                               .praise = r->praise,
                               .asked = (int)r->asked,
                               .channel = r->channel_id,
                               .member = r->member_id,
                               .owner = r->owner_id};
    }
    return K_OK;
}

/* What a moment says; false: it is only told. */
static bool moment_means(k_str kind, struct tie_event *e)
{
    static const struct {
        const char *kind;
        enum tie_what what;
    } rows[] = {{"met", TIE_SHARED},      {"meeting", TIE_SHARED},  {"event", TIE_SHARED},
                {"project", TIE_SHARED},  {"failure", TIE_FAILURE}, {"recovery", TIE_REPAIR},
                {"praise", TIE_ADVOCATED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (k_str_eqz(kind, rows[i].kind)) {
            e->what = rows[i].what;
            return true;
        }
    return false;
}

static k_err read_moments(struct k_ctx *cx, k_id person, struct tie_events *out)
{
    struct sq_tie_moments_list rows;
    K_TRY(sq_tie_moments(cx, person, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_tie_moments_row *r = &rows.v[i];
        struct tie_event e = {.at = r->at, .id = r->id, .member = r->member_id};
        if (moment_means(r->kind, &e))
            *k_vec_push(cx->arena, out) = e;
    }
    return K_OK;
}

static k_err read_values(struct k_ctx *cx, k_id person, struct tie_events *out)
{
    struct sq_tie_values_list rows;
    struct sq_tie_deals_list deals;
    K_TRY(sq_tie_values(cx, person, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_tie_values_row *r = &rows.v[i];
        bool us = k_str_eqz(r->side, "us");
        bool sends = k_str_eqz(r->kind, "referral") || k_str_eqz(r->kind, "introduction");
        *k_vec_push(cx->arena, out) = (struct tie_event){.at = r->at,
                                                         .id = r->id,
                                                         .what = TIE_VALUE,
                                                         .direction = us ? TOUCH_IN : TOUCH_OUT,
                                                         .advocates = us && sends,
                                                         .member = r->member_id};
    }
    K_TRY(sq_tie_deals(cx, person, &deals));
    for (size_t i = 0; i < deals.n; i++)
        *k_vec_push(cx->arena, out) =
            (struct tie_event){.at = deals.v[i].at,
                               .id = deals.v[i].id,
                               .what = TIE_VALUE,
                               .direction = TOUCH_IN,
                               .advocates = k_str_eqz(deals.v[i].kind, "referral"),
                               .member = deals.v[i].member_id};
    return K_OK;
}

static k_err is_ours(struct k_ctx *cx, k_id person, bool *ours)
{
    struct sq_tie_is_ours_row row;
    bool found;
    K_TRY(sq_tie_is_ours(cx, person, &row, &found));
    *ours = found && row.n > 0;
    return K_OK;
}

static void sort(struct tie_events *v)
{
    for (size_t i = 1; i < v->n; i++)
        if (tie_event_cmp(&v->v[i - 1], &v->v[i]) > 0) {
            qsort(v->v, v->n, sizeof *v->v, tie_event_cmp);
            return;
        }
}

k_err tie_fold_rows(struct k_ctx *cx, const struct tie_house *h, k_id person, k_time upto,
                    struct tie_set *out, bool *ours)
{
    struct tie_events events = {0};
    K_TRY(read_touches(cx, person, upto, &events));
    K_TRY(read_moments(cx, person, &events));
    K_TRY(read_values(cx, person, &events));
    K_TRY(is_ours(cx, person, ours));
    *out = (struct tie_set){0};
    tie_set_of(cx->arena, out, 0);
    sort(&events);
    for (size_t i = 0; i < events.n && events.v[i].at <= upto; i++)
        tie_set_add(cx->arena, out, &events.v[i], &h->weights);
    return K_OK;
}

/* ---- the house --------------------------------------------------------------------------- */

static k_err count_channels(struct k_ctx *cx, int *out)
{
    struct sq_channel_all_list rows;
    k_str kept;
    int64_t n = 0;
    K_TRY(setting_get(cx, K_S("relationship_channels"), &kept));
    if (!k_str_i64(kept, &n)) {
        K_TRY(sq_channel_all(cx, &rows));
        n = (int64_t)rows.n;
    }
    *out = n < 2 ? 2 : n > 1000 ? 1000 : (int)n;
    return K_OK;
}

k_err tie_house_read(struct k_ctx *cx, struct tie_house *out)
{
    *out = (struct tie_house){.weights = tie_weights_documented};
    return count_channels(cx, &out->around.channels);
}

/* ---- what is kept ------------------------------------------------------------------------ */

/* The ties of a person as they are kept. */
struct kept {
    struct tie_set set;
    struct sq_tie_of_person_list rows;
    bool whole; /* every fold is there and readable */
};

static k_err read_kept(struct k_ctx *cx, k_id person, struct kept *out)
{
    *out = (struct kept){.whole = true};
    K_TRY(sq_tie_of_person(cx, person, &out->rows));
    tie_set_of(cx->arena, &out->set, 0);
    bool all = false;
    for (size_t i = 0; i < out->rows.n; i++) {
        const struct sq_tie_of_person_row *r = &out->rows.v[i];
        struct tie_one *t = tie_set_of(cx->arena, &out->set, r->member_id);
        if (tie_unpack(r->state, &t->s) != K_OK)
            out->whole = false;
        all |= r->member_id == 0;
    }
    out->whole &= all;
    return K_OK;
}

static bool all_newer(const struct tie_set *set, const struct tie_events *v)
{
    for (size_t i = 0; v->n > 0 && i < set->n; i++)
        if (!tie_is_newer(&set->v[i].s, &v->v[0]))
            return false;
    return true;
}

static const struct sq_tie_of_person_row *row_of(const struct kept *k, k_id member)
{
    for (size_t i = 0; i < k->rows.n; i++)
        if (k->rows.v[i].member_id == member)
            return &k->rows.v[i];
    return NULL;
}

/* The rows say all; what was kept gives only what the last nightly run found around it. */
static k_err fold_anew(struct k_ctx *cx, const struct tie_house *h, k_id person, struct kept *k)
{
    struct tie_set now;
    bool ours;
    K_TRY(tie_fold_rows(cx, h, person, TIE_EVER, &now, &ours));
    for (size_t i = 0; i < now.n; i++) {
        for (size_t n = 0; n < k->set.n; n++)
            if (k->set.v[n].member == now.v[i].member)
                now.v[i].s.mutual = k->set.v[n].s.mutual;
        now.v[i].changed = true;
    }
    for (size_t i = 0; i < k->rows.n; i++) {
        K_TRY(sq_tie_forget(cx, person, k->rows.v[i].member_id, NULL));
        K_TRY(sq_tie_drop(cx, person, k->rows.v[i].member_id, NULL));
    }
    k->set = now;
    return K_OK;
}

static k_err put(struct k_ctx *cx, const struct tie_house *h, k_id person,
                 const struct tie_one *t, struct tie_score *score)
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
    K_TRY(is_ours(cx, person, &ours));
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

static k_err store_person(struct k_ctx *cx, struct tie_change *c, const struct kept *k,
                          const struct tie_score *score, bool tied)
{
    const struct tie_state *s = &k->set.v[0].s;
    struct stage_verdict v;
    K_TRY(judge(cx, c->person, s, &v));
    c->changed = v.stage != c->stage || s->exchanges != c->exchanges;
    if (v.stage != c->stage)
        K_TRY(note_moves(cx, c->person, c->stage, s, &v));
    c->stage = v.stage;
    c->exchanges = s->exchanges;
    c->last_exchange_day = s->last_exchange_day;
    c->tied = tied;
    return sq_person_staged(
        cx,
        &(struct sq_person_staged_args){.id = c->person,
                                        .stage = k_str_z(stage_name(v.stage)),
                                        .exchanges = s->exchanges,
                                        .last_exchange_day = s->last_exchange_day,
                                        .strength = shown(cx, row_of(k, 0), score->strength),
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
    struct kept k;
    struct tie_score score = {0}, first = {0};
    K_TRY(read_kept(cx, c->person, &k));
    sort(&c->touches);
    if (c->refold || !c->tied || !k.whole || !all_newer(&k.set, &c->touches))
        K_TRY(fold_anew(cx, h, c->person, &k));
    else
        for (size_t i = 0; i < c->touches.n; i++)
            tie_set_add(cx->arena, &k.set, &c->touches.v[i], &h->weights);
    bool tied = tie_set_two_sided(&k.set);
    for (size_t i = 0; tied && i < k.set.n; i++)
        if (k.set.v[i].changed || i == 0)
            K_TRY(put(cx, h, c->person, &k.set.v[i], i ? &score : &first));
    return store_person(cx, c, &k, &first, tied);
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
