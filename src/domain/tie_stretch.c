/* tie_stretch: folds persons from their touches, which stream by in order of persons and time,
 * and compares what comes out with what is kept. */
#include "domain/tie_stretch.h"

#include <math.h>

enum { PAST = 90 /* days */, PAST_TIES = 64 };

/* The persons of a stretch with all that is known of them but touches, and the one whose
 * touches are passing. */
struct folding {
    struct k_arena *arena;
    const struct tie_house *house;
    k_time now, then; /* 90 days ago */
    struct sq_tie_run_people_list people;
    struct sq_tie_kept_list kept;
    struct sq_tie_run_ours_list ours;
    struct tie_records records;
    struct tie_batch *out;
    size_t person, kept_at, record_at;
    /* Of this person: */
    struct tie_set set;         /* its memory is used again */
    struct tie_events same;     /* touches of one moment, not folded yet */
    struct tie_events recorded; /* their records, by time */
    size_t recorded_at;
    double past[PAST_TIES];
    size_t n_past;
    bool looked; /* back 90 days */
};

/* ---- one person -------------------------------------------------------------------------- */

static void look_back(struct folding *r)
{
    r->looked = true;
    r->n_past = r->set.n < PAST_TIES ? r->set.n : PAST_TIES;
    for (size_t i = 0; i < r->n_past; i++)
        r->past[i] =
            tie_strength(&r->set.v[i].s, &r->house->around, &r->house->weights, r->then);
}

static void add(struct folding *r, const struct tie_event *e)
{
    if (!r->looked && e->at > r->then)
        look_back(r);
    tie_set_add(r->arena, &r->set, e, &r->house->weights);
    r->out->touches += e->what == TIE_TOUCH;
}

/* Touches of one moment by their ids, among the records before them. */
static void fold_same(struct folding *r)
{
    tie_events_sort(&r->same);
    for (size_t i = 0; i < r->same.n; i++) {
        const struct tie_event *e = &r->same.v[i];
        while (r->recorded_at < r->recorded.n &&
               tie_event_cmp(&r->recorded.v[r->recorded_at], e) < 0)
            add(r, &r->recorded.v[r->recorded_at++]);
        add(r, e);
    }
    r->same.n = 0;
}

static void begin_person(struct folding *r)
{
    k_id id = r->people.v[r->person].id;
    r->set.n = r->recorded.n = r->recorded_at = r->n_past = 0;
    r->looked = false;
    tie_set_of(r->arena, &r->set, 0);
    while (r->record_at < r->records.n && r->records.v[r->record_at].person < id)
        r->record_at++;
    for (; r->record_at < r->records.n && r->records.v[r->record_at].person == id;
         r->record_at++)
        *k_vec_push(r->arena, &r->recorded) = r->records.v[r->record_at].e;
    tie_events_sort(&r->recorded);
}

static bool is_ours(const struct folding *r, k_id person)
{
    for (size_t i = 0; i < r->ours.n; i++)
        if (r->ours.v[i].person_id == person)
            return true;
    return false;
}

/* One side only, as it was: nothing is kept of that, and nothing to write. */
static bool as_before(const struct tie_change *c, const struct tie_kept *k,
                      const struct tie_set *set)
{
    enum stage stage = set->v[0].s.first_at ? STAGE_CONTACT : STAGE_CONNECTION;
    return k->n == 0 && !c->tied && !tie_set_two_sided(set) && c->stage == stage &&
           c->strength == 0 && c->dormancy == 0;
}

static bool is_kept(const struct tie_row *r, const struct sq_tie_kept_row *k)
{
    const struct sq_tie_put_args *a = &r->args;
    return r->faded && a->strength == k->strength && a->peak == k->peak &&
           a->peak_at == k->peak_at && a->past == k->past;
}

static void put_tie(struct folding *r, const struct tie_kept *k, struct tie_row *row)
{
    const struct sq_tie_kept_row *was = tie_kept_row(k, row->args.member_id);
    row->faded = was && k_str_eq(row->args.state, was->state);
    row->same_points = was && tie_points(was->strength) == row->args.points;
    r->out->ties++;
    if (!was || !is_kept(row, was))
        *k_vec_push(r->arena, &r->out->rows) = *row;
}

static void put_ties(struct folding *r, k_id person, const struct tie_kept *k,
                     struct tie_score *first)
{
    for (size_t i = 0; i < r->set.n; i++) {
        struct tie_row row;
        struct tie_score score;
        tie_row_of(r->arena, r->house, person, &r->set.v[i], i < r->n_past ? r->past[i] : 0,
                   r->now, &row, i ? &score : first);
        put_tie(r, k, &row);
    }
}

static void put_person(struct folding *r, struct tie_change *c, struct tie_kept *k)
{
    struct tie_verdict w = {.tied = tie_set_two_sided(&r->set)};
    struct tie_person row;
    tie_kept_mutual(k, &r->set);
    for (size_t i = 0; i < k->n; i++)
        if (!w.tied || !tie_set_has(&r->set, k->rows[i].member_id))
            *k_vec_push(r->arena, &r->out->gone) =
                (struct tie_gone){c->person, k->rows[i].member_id};
    if (w.tied)
        put_ties(r, c->person, k, &w.score);
    stage_of(&r->set.v[0].s, false, &w.stage);
    if (w.stage.stage == STAGE_ADVOCATE && is_ours(r, c->person))
        stage_of(&r->set.v[0].s, true, &w.stage);
    k->set = r->set;
    if (tie_person_of(r->arena, c, k, &w, r->now, &row, &r->out->moves))
        *k_vec_push(r->arena, &r->out->persons) = row;
}

static void end_person(struct k_ctx *cx, struct folding *r)
{
    const struct sq_tie_run_people_row *p = &r->people.v[r->person];
    struct tie_kept k;
    struct tie_change c = {.person = p->id,
                           .tied = p->tied,
                           .exchanges = p->exchanges,
                           .last_exchange_day = p->last_exchange_day,
                           .stage = stage_parse(p->stage),
                           .strength = p->strength,
                           .dormancy = p->dormancy};
    fold_same(r);
    while (r->recorded_at < r->recorded.n)
        add(r, &r->recorded.v[r->recorded_at++]);
    if (!r->looked)
        look_back(r);
    while (r->kept_at < r->kept.n && r->kept.v[r->kept_at].person_id < p->id)
        r->kept_at++;
    size_t from = r->kept_at;
    while (r->kept_at < r->kept.n && r->kept.v[r->kept_at].person_id == p->id)
        r->kept_at++;
    tie_kept_open(cx, r->kept.v + from, r->kept_at - from, &k);
    if (!as_before(&c, &k, &r->set))
        put_person(r, &c, &k);
    if (++r->person < r->people.n)
        begin_person(r);
}

/* ---- all of them ------------------------------------------------------------------------- */

static k_err take_touch(struct k_ctx *cx, void *arg, const struct sq_tie_touches_row *row)
{
    struct folding *r = arg;
    while (r->person < r->people.n && r->people.v[r->person].id < row->person_id)
        end_person(cx, r);
    if (r->person == r->people.n || r->people.v[r->person].id != row->person_id)
        return K_OK; /* of one who was merged and kept a row: nobody's */
    if (r->same.n > 0 && r->same.v[0].at != row->at)
        fold_same(r);
    *k_vec_push(r->arena, &r->same) = tie_event_of(row);
    return K_OK;
}

static k_err fold_stretch(struct k_ctx *cx, const struct tie_range *range,
                          const struct tie_stretch *s, struct tie_batch *out)
{
    struct folding r = {.arena = cx->arena,
                        .house = range->house,
                        .now = range->now,
                        .then = range->now - PAST * K_DAY,
                        .people = s->people,
                        .out = out};
    out->people = (int64_t)r.people.n;
    K_TRY(sq_tie_run_kept(cx, s->after, s->upto, &r.kept));
    K_TRY(sq_tie_run_ours(cx, s->after, s->upto, &r.ours));
    K_TRY(tie_records_read(cx, s->after, s->upto, &r.records));
    begin_person(&r);
    K_TRY(sq_tie_run_touches_each(cx, s->after, s->upto, take_touch, &r));
    while (r.person < r.people.n)
        end_person(cx, &r);
    return K_OK;
}

/* ---- either ------------------------------------------------------------------------------ */

/* A long part writes the pages that all its persons share only once, but lets nobody wait. */
static bool late(struct k_ctx *cx, const struct tie_range *range)
{
    k_time now = k_mono();
    return range->begun && range->until && now > range->until &&
           (now > range->at_most || db_write_wanted(cx->db));
}

k_err tie_range_take(struct k_ctx *cx, struct tie_range *range, struct tie_stretch *out)
{
    struct sq_tie_run_linked_row linked;
    bool found;
    *out = (struct tie_stretch){.after = range->after};
    if (range->after >= range->upto || late(cx, range))
        return K_OK;
    range->begun = true;
    if (range->linked) {
        K_TRY(sq_tie_run_linked(cx, range->after, range->upto, TIE_STRETCH, &linked, &found));
        out->upto = linked.upto;
    } else {
        K_TRY(sq_tie_run_people(cx, range->after, range->upto, TIE_STRETCH, &out->people));
        if (out->people.n > 0)
            out->upto = out->people.v[out->people.n - 1].id;
    }
    range->after = out->upto ? out->upto : range->upto;
    return K_OK;
}

k_err tie_stretch_work(struct k_ctx *cx, const struct tie_range *range,
                       const struct tie_stretch *s, struct tie_batch *out)
{
    *out = (struct tie_batch){.last = s->upto};
    return range->linked ? tie_mutual_work(cx, range->known, s, out)
                         : fold_stretch(cx, range, s, out);
}

/* ---- writing ----------------------------------------------------------------------------- */

k_err tie_batch_write(struct k_ctx *cx, const struct tie_batch *b)
{
    for (size_t i = 0; i < b->gone.n; i++) {
        K_TRY(sq_tie_forget(cx, b->gone.v[i].person, b->gone.v[i].member, NULL));
        K_TRY(sq_tie_drop(cx, b->gone.v[i].person, b->gone.v[i].member, NULL));
    }
    K_TRY(tie_rows_write(cx, b->rows.v, b->rows.n));
    K_TRY(tie_moves_write(cx, b->moves.v, b->moves.n));
    K_TRY(tie_persons_keep(cx, b->persons.v, b->persons.n));
    return tie_states_write(cx, b->mutual.v, b->mutual.n);
}
