/* routes_ties: the relationship with a person, judgements and ratings of members, weights. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/names.h"
#include "api/shapes_ties.h"
#include "domain/outlook.h"
#include "domain/people.h"
#include "domain/tie_judge.h"
#include "domain/tie_run.h"
#include "flow/jobs.h"

#include <math.h>
#include <stdlib.h>

/* Everything one answer is made from. */
struct view {
    struct k_ctx *cx;
    struct names names;
    struct tie_house house;
    struct tie_set set;
    struct sq_tie_of_person_list rows;
    struct sq_people_get_row person;
    bool ours;
    bool now; /* not as of an earlier time: what is kept may be shown */
    k_time at;
};

static k_err open_view(struct k_ctx *cx, k_id person, k_time at, struct view *v)
{
    *v = (struct view){.cx = cx, .names = names_new(cx), .now = at == 0};
    v->at = at ? at : k_cx_now(cx);
    K_TRY(people_find(cx, person, &v->person));
    K_TRY(tie_house_read(cx, &v->house));
    K_TRY(
        tie_fold_rows(cx, &v->house, v->person.id, v->now ? TIE_EVER : at, &v->set, &v->ours));
    if (v->now)
        K_TRY(sq_tie_of_person(cx, v->person.id, &v->rows));
    for (size_t i = 0; i < v->rows.n; i++) { /* also ties that were judged before a word */
        struct tie_state kept;
        struct tie_one *t = tie_set_of(cx->arena, &v->set, v->rows.v[i].member_id);
        if (tie_unpack(v->rows.v[i].state, &kept) == K_OK)
            t->s.mutual = kept.mutual;
    }
    return K_OK;
}

static const struct sq_tie_of_person_row *row_of(const struct view *v, k_id member)
{
    for (size_t i = 0; i < v->rows.n; i++)
        if (v->rows.v[i].member_id == member)
            return &v->rows.v[i];
    return NULL;
}

static void put_parts(struct view *v, const struct tie_one *t, const struct tie_score *s,
                      struct api_tie *out)
{
    struct k_arena *a = v->cx->arena;
    struct tie_raise raises[TIE_ACTS];
    for (int i = 0; i < TIE_PARTS; i++)
        *k_vec_push(a, &out->parts) =
            (struct api_tie_part){.name = k_str_z(tie_part_name((enum tie_part_kind)i)),
                                  .say = tie_part_say(a, &t->s, s, (enum tie_part_kind)i),
                                  .value = s->parts[i].value,
                                  .weight = s->parts[i].weight,
                                  .points = s->parts[i].points};
    size_t n = tie_raises(&t->s, &v->house.around, &v->house.weights, v->at, raises);
    for (size_t i = 0; i < n; i++)
        *k_vec_push(a, &out->raises) =
            (struct api_tie_raise){.act = k_str_z(tie_act_name(raises[i].act)),
                                   .say = k_str_z(tie_act_say(raises[i].act)),
                                   .gain = raises[i].gain};
}

/* How lively members are is known as of the last nightly run: an earlier time goes without. */
static k_err put_outlook(struct view *v, const struct tie_one *t, struct api_tie *out)
{
    struct outlook_around around = {0};
    struct outlook o;
    k_str why[OUTLOOK_REASONS];
    struct k_arena *a = v->cx->arena;
    if (v->now)
        K_TRY(outlook_around(v->cx, &v->set, t, v->at, &around));
    outlook_of(&t->s, &around, v->at, &o);
    out->outlook = k_new(a, struct api_outlook);
    *out->outlook = (struct api_outlook){.chance = 100 * o.value,
                                         .fallen = outlook_fallen(&o),
                                         .word = k_str_z(outlook_word_name(o.word)),
                                         .say = k_str_z(outlook_word_say(o.word))};
    size_t n = outlook_reasons(a, &t->s, &o, v->at, why);
    for (size_t i = 0; i < n; i++)
        *k_vec_push(a, &out->outlook->reasons) = (struct api_outlook_reason){why[i]};
    return K_OK;
}

/* What members said, and what only the nightly run knows. */
static void put_kept(struct view *v, const struct sq_tie_of_person_row *r, bool mine,
                     struct api_tie *out)
{
    if (!r)
        return;
    if (r->past >= 0) {
        out->past = r->past;
        out->trend = out->worked_out - r->past;
    }
    if (mine && r->rated >= 0)
        out->rated = (double)r->rated;
    bool holds = r->override >= 0 && (r->override_until == 0 || r->override_until > v->at);
    if (!holds)
        return;
    out->strength = r->override;
    out->override = k_new(v->cx->arena, struct api_tie_override);
    *out->override = (struct api_tie_override){.strength = r->override,
                                               .why = r->override_why,
                                               .by = names_member(&v->names, r->override_by),
                                               .until = r->override_until};
}

static k_err put_tie(struct view *v, const struct tie_one *t, struct api_tie *out)
{
    struct tie_score s;
    struct stage_verdict stage;
    k_id me = v->cx->actor.member;
    tie_score(&t->s, &v->house.around, &v->house.weights, v->at, &s);
    stage_of(&t->s, v->ours, &stage);
    bool top = s.strength >= t->s.peak;
    *out = (struct api_tie){
        .member = names_member(&v->names, t->member),
        .strength = s.strength,
        .worked_out = s.strength,
        .peak = top ? s.strength : t->s.peak,
        .peak_at = s.strength <= 0 ? 0
                   : top           ? v->at
                                   : t->s.peak_at,
        .past = NAN,
        .trend = NAN,
        .percentile = NAN,
        .rated = NAN,
        .confidence = s.confidence,
        .stage = k_str_z(stage_name(stage.stage)),
        .rhythm = k_str_z(rhythm_name(s.rhythm)),
        .interval_days = s.interval,
        .dormancy = s.dormancy,
        .burstiness = rhythm_burstiness(t->s.gaps, (size_t)t->s.n_gaps),
        .last_two_way_at = t->s.last_two_way_at,
        .heard = t->s.heard,
        .told = t->s.told,
        .exchanges = t->s.exchanges,
    };
    put_kept(v, row_of(v, t->member), t->member == me, out);
    if (t->member == 0 || t->member == me) {
        put_parts(v, t, &s, out);
        K_TRY(put_outlook(v, t, out));
    }
    if (t->member != 0 || !v->now)
        return K_OK;
    K_TRY(tie_percentile(v->cx, v->person.role, s.strength, &out->percentile));
    if (out->percentile < 0)
        out->percentile = NAN;
    return K_OK;
}

static void put_stage(struct view *v, struct api_relationship *out)
{
    struct k_arena *a = v->cx->arena;
    const struct tie_state *s = &v->set.v[0].s;
    struct stage_verdict stage;
    stage_of(s, v->ours, &stage);
    out->stage = k_str_z(stage_name(stage.stage));
    out->since = stage.since[stage.stage];
    out->stage_reason = stage_sentence(a, s, &stage);
    for (int i = 0; i < STAGE_NEEDS; i++)
        if (stage.missing >> i & 1)
            *k_vec_push(a, &out->missing) =
                (struct api_stage_need){k_str_z(stage_need_name((enum stage_need)i)),
                                        k_str_z(stage_need_say((enum stage_need)i))};
    for (int i = STAGE_CONTACT; i < STAGE_COUNT; i++)
        if (stage.since[i])
            *k_vec_push(a, &out->steps) =
                (struct api_stage_step){k_str_z(stage_name((enum stage)i)), stage.since[i]};
}

/* What mends, what wakes, what is missing; else what gives most. */
static k_str next_step(const struct view *v, const struct api_relationship *r)
{
    const struct tie_state *s = &v->set.v[0].s;
    const struct api_tie *all = &r->ties.v[0];
    if (s->failures > s->repaired)
        return k_str_z(tie_act_say(TIE_ACT_REPAIR));
    if (k_str_eqz(all->rhythm, "drifting") || k_str_eqz(all->rhythm, "dormant"))
        return k_str_z(tie_act_say(TIE_ACT_TALK));
    if (r->missing.n > 0)
        return r->missing.v[0].say;
    return all->raises.n > 0 ? all->raises.v[0].say : K_NONE;
}

static int by_strength(const void *a, const void *b)
{
    const struct api_tie *x = a, *y = b;
    return x->strength < y->strength ? 1 : x->strength > y->strength ? -1 : 0;
}

static k_err show(struct k_ctx *cx, k_id person, k_time at, struct api_relationship *out)
{
    struct view v;
    K_TRY(open_view(cx, person, at, &v));
    *out = (struct api_relationship){
        .person_id = v.person.id, .at = v.at, .weights_version = v.house.version};
    for (size_t i = 0; i < v.set.n; i++)
        K_TRY(put_tie(&v, &v.set.v[i], k_vec_push(cx->arena, &out->ties)));
    if (out->ties.n > 2)
        qsort(out->ties.v + 1, out->ties.n - 1, sizeof *out->ties.v, by_strength);
    put_stage(&v, out);
    out->next_step = next_step(&v, out);
    return names_done(&v.names);
}

k_err route_relationship_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_relationship_in *i = in;
    return show(cx, i->id, i->at < k_cx_now(cx) ? i->at : 0, out);
}

enum { COURSE_WEEKS = 52, COURSE_MOST = 260 };

/* Weeks before now, the last point now. */
k_err route_relationship_course(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_course_in *i = in;
    struct api_course *o = out;
    struct sq_people_get_row person;
    struct tie_house house;
    k_time at[COURSE_MOST + 1], now = k_cx_now(cx);
    double strength[COURSE_MOST + 1];
    size_t n = i->weeks ? (size_t)i->weeks : COURSE_WEEKS;
    K_TRY(people_find(cx, i->id, &person));
    K_TRY(tie_house_read(cx, &house));
    for (size_t k = 0; k <= n; k++)
        at[k] = now - (k_time)(n - k) * 7 * K_DAY;
    K_TRY(tie_course(cx, &house, person.id, at, n + 1, strength));
    for (size_t k = 0; k <= n; k++)
        *k_vec_push(cx->arena, &o->points) = (struct api_course_point){at[k], strength[k]};
    return K_OK;
}

/* ---- what members say -------------------------------------------------------------------- */

static k_err check_strength(struct k_ctx *cx, double v)
{
    if (v >= 0 && v <= 100)
        return K_OK;
    return k_fail(cx, K_ERR_BAD_INPUT, "strength", "A strength lies between 0 and 100.");
}

static k_err check_member(struct k_ctx *cx, k_id member)
{
    struct names names = names_new(cx);
    if (member && !names_member(&names, member))
        return k_fail(cx, K_ERR_BAD_INPUT, "member_id", "There is no such member.");
    return names_done(&names);
}

k_err route_relationship_override(struct k_ctx *cx, struct api_req *rq, const void *in,
                                  void *out)
{
    const struct api_override_in *i = in;
    struct sq_people_get_row p;
    K_TRY(check_strength(cx, i->strength));
    K_TRY(check_member(cx, i->member_id));
    K_TRY(people_find(cx, i->id, &p));
    K_TRY(tie_override(cx, p.id, i->member_id, i->strength, i->why, i->until));
    return show(cx, p.id, 0, out);
}

k_err route_relationship_override_end(struct k_ctx *cx, struct api_req *rq, const void *in,
                                      void *out)
{
    const struct api_override_off_in *i = in;
    struct sq_people_get_row p;
    K_TRY(people_find(cx, i->id, &p));
    K_TRY(tie_override_end(cx, p.id, i->member_id));
    return show(cx, p.id, 0, out);
}

k_err route_relationship_rate(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_rating_in *i = in;
    struct sq_people_get_row p;
    K_TRY(check_strength(cx, i->strength));
    K_TRY(people_find(cx, i->id, &p));
    K_TRY(tie_rate(cx, p.id, i->strength));
    return show(cx, p.id, 0, out);
}

/* ---- the house --------------------------------------------------------------------------- */

static k_err show_fittings(struct names *names, struct api_weights *out)
{
    struct k_ctx *cx = names->cx;
    struct tie_fittings list;
    K_TRY(tie_fittings(cx, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct tie_fitting *f = &list.v[i];
        struct api_fitting *o = k_vec_push(cx->arena, &out->fittings);
        *o = (struct api_fitting){.version = f->version,
                                  .of_version = f->of_version,
                                  .ratings = f->ratings,
                                  .kind = f->kind,
                                  .error_before = f->error_before,
                                  .error_after = f->error_after,
                                  .at = f->at,
                                  .by = names_member(names, f->by)};
        for (int p = 0; p < TIE_PARTS; p++)
            *k_vec_push(cx->arena, &o->parts) = (struct api_fitting_part){
                k_str_z(tie_part_name((enum tie_part_kind)p)), f->before.v[p], f->weights.v[p]};
    }
    return K_OK;
}

static k_err show_weights(struct k_ctx *cx, bool adopt, struct api_weights *out)
{
    struct names names = names_new(cx);
    struct tie_fit f;
    K_TRY(tie_refit(cx, adopt, &f));
    *out = (struct api_weights){.version = f.version,
                                .ratings = f.ratings,
                                .needed = RIDGE_LEAST,
                                .enough = f.enough,
                                .better = f.better,
                                .error_now = f.error_now,
                                .error_fitted = f.error_fitted,
                                .at = f.at,
                                .by = names_member(&names, f.by)};
    for (int i = 0; i < TIE_PARTS; i++)
        *k_vec_push(cx->arena, &out->parts) =
            (struct api_weight){.name = k_str_z(tie_part_name((enum tie_part_kind)i)),
                                .documented = tie_weights_documented.v[i],
                                .now = f.now.v[i],
                                .fitted = f.fitted.v[i]};
    K_TRY(show_fittings(&names, out));
    return names_done(&names);
}

k_err route_weights_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_weights(cx, false, out);
}

k_err route_weights_refit(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(show_weights(cx, true, out));
    return flow_jobs_ties(cx, NULL);
}

k_err route_weights_return(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(tie_weights_return(cx, ((const struct api_weights_return_in *)in)->version));
    K_TRY(flow_jobs_ties(cx, NULL));
    return show_weights(cx, false, out);
}

k_err route_weights_reset(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(tie_weights_reset(cx));
    K_TRY(flow_jobs_ties(cx, NULL));
    return show_weights(cx, false, out);
}

static k_err show_run(struct k_ctx *cx, bool asked, struct api_tie_run *out)
{
    struct tie_run run;
    K_TRY(tie_run_state(cx, &run));
    *out = (struct api_tie_run){.running = asked || !run.done,
                                .people = run.people,
                                .ties = run.ties,
                                .touches = run.touches,
                                .started_at = run.started_at,
                                .finished_at = run.finished_at};
    return K_OK;
}

k_err route_relationships_recompute(struct k_ctx *cx, struct api_req *rq, const void *in,
                                    void *out)
{
    K_TRY(flow_jobs_ties(cx, NULL));
    return show_run(cx, true, out);
}

k_err route_relationships_run(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_run(cx, false, out);
}
