/* routes_insight: the first evening, slipping away, stage flow; of one person: rhythm and who
 * of us knows them. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_insight.h"
#include "api/show.h"
#include "domain/insight.h"

static struct api_person_ref ref_of(const insight_person *p)
{
    return (struct api_person_ref){p->id, p->name, p->handle, p->avatar_url, p->stage};
}

/* --- the first evening ------------------------------------------------------------------- */

static void show_proof(struct k_arena *a, const struct insight_proof *p, struct api_proof *out)
{
    *out = (struct api_proof){
        .person = ref_of(&p->person), .strength = p->person.strength, .sentence = p->sentence};
    for (int i = 0; i < STAGE_NEEDS; i++)
        if (p->missing >> i & 1)
            *k_vec_push(a, &out->missing) =
                (struct api_need){k_str_z(stage_need_name((enum stage_need)i)),
                                  k_str_z(stage_need_say((enum stage_need)i))};
}

k_err route_relationships_summary(struct k_ctx *cx, struct api_req *rq, const void *in,
                                  void *out)
{
    struct api_summary *o = out;
    struct insight_summary s;
    K_TRY(insight_summary(cx, &s));
    o->people = s.people;
    o->drifting = s.drifting;
    o->dormant = s.dormant;
    o->counted_at = s.counted_at;
    for (int i = 0; i < STAGE_COUNT; i++) {
        const struct insight_stage *st = &s.stages[i];
        struct api_stage_summary *row = k_vec_push(cx->arena, &o->stages);
        row->stage = k_str_z(stage_name(st->stage));
        row->count = st->count;
        for (size_t k = 0; k < st->n_examples; k++)
            show_proof(cx->arena, &st->examples[k], k_vec_push(cx->arena, &row->examples));
        for (size_t k = 0; k < st->n_nearest; k++)
            show_proof(cx->arena, &st->nearest[k], k_vec_push(cx->arena, &row->nearest));
    }
    return K_OK;
}

/* --- slipping away ----------------------------------------------------------------------- */

static struct api_overdue *show_overdue(struct names *n, const struct insight_slip *s)
{
    if (s->keep.ideal_days == 0)
        return NULL;
    struct api_overdue *o = k_new(n->cx->arena, struct api_overdue);
    *o = (struct api_overdue){.member = names_member(n, s->keep.member),
                              .segment_id = s->keep.segment,
                              .ideal_days = s->keep.ideal_days,
                              .latest_days = s->keep.latest_days,
                              .last_at = s->keep.last_at,
                              .due_at = s->keep.due_at,
                              .latest_at = s->keep.due_at +
                                           (s->keep.latest_days - s->keep.ideal_days) * K_DAY,
                              .light = s->keep.late ? K_S("red") : K_S("amber")};
    return o;
}

static void show_slip(struct names *n, const struct insight_slip *s, struct api_slip *out)
{
    *out = (struct api_slip){.person = ref_of(&s->person),
                             .role = s->person.role,
                             .rhythm = k_str_z(rhythm_name(s->rhythm)),
                             .sentence = s->sentence,
                             .score = s->score,
                             .reason = s->reason,
                             .strength = s->person.strength,
                             .peak = s->peak,
                             .dormancy = s->dormancy,
                             .interval_days = s->interval_days,
                             .last_two_way_at = s->last_two_way_at,
                             .last_touch_at = s->person.last_touch_at,
                             .keep_in_touch = show_overdue(n, s)};
    for (size_t i = 0; i < s->n_topics; i++)
        *k_vec_push(n->cx->arena, &out->topics) =
            (struct api_topic){.kind = k_str_z(s->topics[i].kind),
                               .text = s->topics[i].text,
                               .at = s->topics[i].at,
                               .due_at = s->topics[i].due_at,
                               .post_id = s->topics[i].post};
}

k_err route_relationships_slipping(struct k_ctx *cx, struct api_req *rq, const void *in,
                                   void *out)
{
    const struct api_slipping_in *i = in;
    struct api_slip_list *o = out;
    struct names names = names_new(cx);
    struct insight_slips list;
    int64_t key[4] = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    int64_t limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'y', key, 4, &given));
    struct insight_slipping_ask ask = {.member = i->member,
                                       .stage = i->stage,
                                       .keeps = k_str_eqz(i->why, "keep"),
                                       .at = {key[0], key[1], key[2], key[3]},
                                       .segment = i->segment,
                                       .limit = limit};
    K_TRY(insight_slipping(cx, &ask, &list));
    for (size_t k = 0; k < list.n; k++)
        show_slip(&names, &list.v[k], k_vec_push(cx->arena, &o->items));
    if (list.more)
        o->next =
            cursor_make(cx->arena, 'y',
                        (int64_t[]){list.at.points, list.at.id, list.at.rank, list.at.last}, 4);
    return names_done(&names);
}

/* --- stage flow -------------------------------------------------------------------------- */

static void show_month(struct k_arena *a, const struct insight_flow_month *m,
                       struct api_flow_month *out)
{
    out->month = k_fmt(a, "%04d-%02d", m->year, m->month);
    for (size_t i = 0; i < m->moves.n; i++)
        *k_vec_push(a, &out->moves) =
            (struct api_flow_move){k_str_z(stage_name(m->moves.v[i].from)),
                                   k_str_z(stage_name(m->moves.v[i].to)), m->moves.v[i].n};
    for (int s = STAGE_DIALOGUE; s < STAGE_COUNT; s++)
        *k_vec_push(a, &out->standing) =
            (struct api_stage_count){k_str_z(stage_name((enum stage)s)), m->standing[s]};
}

k_err route_relationships_flow(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_flow_in *i = in;
    struct api_flow *o = out;
    struct insight_flow flow;
    k_time to = i->to ? i->to : k_cx_now(cx);
    k_time from = i->from ? i->from : to - 365 * K_DAY;
    if (from > to)
        return k_fail(cx, K_ERR_BAD_INPUT, "from", "The period must begin before it ends.");
    K_TRY(insight_flow(cx, from, to, &flow));
    o->counted_at = flow.counted_at;
    for (size_t k = 0; k < flow.n; k++)
        show_month(cx->arena, &flow.v[k], k_vec_push(cx->arena, &o->months));
    return K_OK;
}

/* --- one person -------------------------------------------------------------------------- */

k_err route_person_rhythm(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_rhythm_in *i = in;
    struct api_rhythm *o = out;
    struct insight_rhythm r;
    K_TRY(insight_rhythm(cx, i->id, i->weeks ? (int)i->weeks : 52, &r));
    *o = (struct api_rhythm){.rhythm = k_str_z(rhythm_name(r.rhythm)),
                             .sentence = r.sentence,
                             .own = r.own,
                             .interval_days = r.interval,
                             .dormancy = r.dormancy,
                             .burstiness = r.burstiness,
                             .last_two_way_at = r.last_two_way_at};
    for (size_t k = 0; k < r.n; k++)
        *k_vec_push(cx->arena, &o->weeks) =
            (struct api_rhythm_week){k_str_sub(k_time_iso(cx->arena, r.v[k].at), 0, 10),
                                     r.v[k].at, r.v[k].in, r.v[k].out, r.v[k].both};
    return K_OK;
}

k_err route_person_known_by(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_known_by *o = out;
    struct names names = names_new(cx);
    struct insight_known known;
    K_TRY(insight_known(cx, ((const struct api_id_in *)in)->id, &known));
    for (size_t k = 0; k < known.n; k++) {
        const struct insight_knower *w = &known.v[k];
        *k_vec_push(cx->arena, &o->items) =
            (struct api_knower){.member = names_member_of(&names, w->row.member_id),
                                .strength = w->row.strength,
                                .peak = w->row.peak,
                                .confidence = w->row.confidence,
                                .dormancy = w->dormancy,
                                .judged = w->row.judged,
                                .rhythm = k_str_z(rhythm_name(w->rhythm)),
                                .heard = w->row.heard,
                                .told = w->row.told,
                                .last_at = w->row.last_at,
                                .last_two_way_at = w->row.last_two_way_at};
    }
    o->single_thread = known.single;
    o->sentence = known.sentence;
    o->suggested = names_member(&names, known.suggested);
    o->suggested_why = known.why;
    return names_done(&names);
}
