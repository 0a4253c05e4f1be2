/* tie: see the header. Arrays of a batch live in cx->arena. */
#include "store/tie.h"

#include <math.h>

/* ---- one by one -------------------------------------------------------------------------- */

static k_err tie_fade(struct k_ctx *cx, const struct sq_tie_put_args *a, bool same_points)
{
    struct sq_tie_fade_points_args p = {a->person_id, a->member_id, a->strength, a->points,
                                        a->peak,      a->peak_at,   a->past,     a->now};
    struct sq_tie_fade_args f = {a->person_id, a->member_id, a->strength, a->peak,
                                 a->peak_at,   a->past,      a->now};
    return same_points ? sq_tie_fade(cx, &f, NULL) : sq_tie_fade_points(cx, &p, NULL);
}

static k_err tie_write(struct k_ctx *cx, const struct tie_row *r)
{
    if (r->faded)
        return tie_fade(cx, &r->args, r->same_points);
    return r->same_points ? sq_tie_more(cx, &r->args, NULL) : sq_tie_put(cx, &r->args, NULL);
}

static k_err person_write(struct k_ctx *cx, const struct tie_person *p)
{
    const struct sq_person_staged_args *a = &p->args;
    struct sq_person_pointed_args pointed = {a->id,       a->exchanges, a->last_exchange_day,
                                             a->strength, a->points,    a->dormancy,
                                             a->silence};
    struct sq_person_weighed_args weighed = {a->id, a->strength, a->points, a->dormancy,
                                             a->silence};
    struct sq_person_exchanged_args exchanged = {a->id, a->exchanges, a->last_exchange_day,
                                                 a->strength, a->dormancy};
    if (!p->same_stage)
        return sq_person_staged(cx, a, NULL);
    if (!p->same_points)
        return p->same_days ? sq_person_weighed(cx, &weighed, NULL)
                            : sq_person_pointed(cx, &pointed, NULL);
    if (!p->same_days)
        return sq_person_exchanged(cx, &exchanged, NULL);
    return sq_person_faded(cx, a->id, a->strength, a->dormancy, NULL);
}

/* ---- columns ----------------------------------------------------------------------------- */

/* The column `field` of an array of structs as an array of its own. */
#define COLUMN(cx, type, v, n, field)                                                          \
    __extension__({                                                                            \
        type *column_ = k_new_n((cx)->arena, type, n);                                         \
        for (size_t i_ = 0; i_ < (n); i_++)                                                    \
            column_[i_] = (v)[i_].field;                                                       \
        column_;                                                                               \
    })
#define INTS(field)                                                                            \
    {                                                                                          \
        COLUMN(cx, int64_t, v, n, field), n                                                    \
    }
#define REALS(field)                                                                           \
    {                                                                                          \
        COLUMN(cx, double, v, n, field), n                                                     \
    }
#define STRS(field)                                                                            \
    {                                                                                          \
        COLUMN(cx, k_str, v, n, field), n                                                      \
    }

static k_err put_many(struct k_ctx *cx, const struct tie_row *v, size_t n)
{
    if (n == 0)
        return K_OK;
    return sq_tie_put_many(
        cx,
        &(struct sq_tie_put_many_args){.person_id = INTS(args.person_id),
                                       .member_id = INTS(args.member_id),
                                       .state = STRS(args.state),
                                       .strength = REALS(args.strength),
                                       .points = INTS(args.points),
                                       .confidence = REALS(args.confidence),
                                       .peak = REALS(args.peak),
                                       .peak_at = INTS(args.peak_at),
                                       .last_at = INTS(args.last_at),
                                       .last_two_way_at = INTS(args.last_two_way_at),
                                       .interval_days = INTS(args.interval_days),
                                       .heard = INTS(args.heard),
                                       .told = INTS(args.told),
                                       .past = REALS(args.past),
                                       .now = v[0].args.now},
        NULL);
}

static k_err fade_many(struct k_ctx *cx, const struct tie_row *v, size_t n)
{
    if (n == 0)
        return K_OK;
    return sq_tie_fade_many(cx,
                            &(struct sq_tie_fade_many_args){.person_id = INTS(args.person_id),
                                                            .member_id = INTS(args.member_id),
                                                            .strength = REALS(args.strength),
                                                            .points = INTS(args.points),
                                                            .peak = REALS(args.peak),
                                                            .peak_at = INTS(args.peak_at),
                                                            .past = REALS(args.past),
                                                            .now = v[0].args.now},
                            NULL);
}

static k_err stage_many(struct k_ctx *cx, const struct tie_person *v, size_t n)
{
    return sq_person_staged_many(
        cx,
        &(struct sq_person_staged_many_args){.id = INTS(args.id),
                                             .stage = STRS(args.stage),
                                             .exchanges = INTS(args.exchanges),
                                             .last_exchange_day = INTS(args.last_exchange_day),
                                             .strength = REALS(args.strength),
                                             .points = INTS(args.points),
                                             .dormancy = REALS(args.dormancy),
                                             .silence = INTS(args.silence),
                                             .tied = INTS(args.tied)},
        NULL);
}

static k_err move_many(struct k_ctx *cx, const struct sq_tie_moved_args *v, size_t n)
{
    return sq_tie_moved_many(cx,
                             &(struct sq_tie_moved_many_args){.person_id = INTS(person_id),
                                                              .at = INTS(at),
                                                              .from_stage = STRS(from_stage),
                                                              .to_stage = STRS(to_stage),
                                                              .why = STRS(why),
                                                              .known_at = INTS(known_at)},
                             NULL);
}

/* ---- whichever is cheaper ---------------------------------------------------------------- */

static bool at_once(const struct k_ctx *cx, size_t n)
{
    return n > 4 && db_kind_of(cx->db) == DB_POSTGRES;
}

k_err tie_rows_write(struct k_ctx *cx, const struct tie_row *v, size_t n)
{
    if (at_once(cx, n) && !isnan(v[0].args.past)) {
        struct tie_row *sorted = k_new_n(cx->arena, struct tie_row, n);
        size_t whole = 0, faded = n;
        for (size_t i = 0; i < n; i++)
            sorted[v[i].faded ? --faded : whole++] = v[i];
        K_TRY(put_many(cx, sorted, whole));
        return fade_many(cx, sorted + whole, n - whole);
    }
    for (size_t i = 0; i < n; i++)
        K_TRY(tie_write(cx, &v[i]));
    return K_OK;
}

k_err tie_persons_write(struct k_ctx *cx, const struct tie_person *v, size_t n)
{
    if (at_once(cx, n))
        return stage_many(cx, v, n);
    for (size_t i = 0; i < n; i++)
        K_TRY(person_write(cx, &v[i]));
    return K_OK;
}

k_err tie_moves_write(struct k_ctx *cx, const struct sq_tie_moved_args *v, size_t n)
{
    if (at_once(cx, n))
        return move_many(cx, v, n);
    for (size_t i = 0; i < n; i++)
        K_TRY(sq_tie_moved(cx, &v[i], NULL));
    return K_OK;
}

k_err tie_states_write(struct k_ctx *cx, const struct tie_state_row *v, size_t n)
{
    if (at_once(cx, n)) {
        struct db_ints persons = INTS(person), members = INTS(member);
        struct db_strs states = STRS(state);
        return sq_tie_state_put_many(cx, persons, members, states, NULL);
    }
    for (size_t i = 0; i < n; i++)
        K_TRY(sq_tie_state_put(cx, v[i].person, v[i].member, v[i].state, NULL));
    return K_OK;
}
