/* insight_flow: what moved between stages, month by month, and the weeks of one person. Reads
 * stage_move, person, touch, tie. */
#include "domain/figures.h"
#include "domain/insight.h"
#include "domain/people.h"

#include <math.h>

/* ---- the stage flow ---------------------------------------------------------------------- */

/* Year and month (1..12) of a time. */
static void month_of(k_time at, int *year, int *month)
{
    char iso[32];
    k_time_iso_to(iso, at);
    *year = (iso[0] - '0') * 1000 + (iso[1] - '0') * 100 + (iso[2] - '0') * 10 + iso[3] - '0';
    *month = (iso[5] - '0') * 10 + iso[6] - '0';
}

static void add_move(struct k_arena *a, struct insight_flow_month *m, enum stage from,
                     enum stage to, int64_t n)
{
    for (size_t i = 0; i < m->moves.n; i++)
        if (m->moves.v[i].from == from && m->moves.v[i].to == to) {
            m->moves.v[i].n += n;
            return;
        }
    *k_vec_push(a, &m->moves) = (struct insight_flow_move){from, to, n};
}

static struct insight_flow_month *month_at(struct insight_flow *f, int64_t day)
{
    int year, month;
    month_of(day * K_DAY, &year, &month);
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].year == year && f->v[i].month == month)
            return &f->v[i];
    return NULL;
}

/* From what stands now back through the moves: what stood at the end of each month. */
static void stand(struct insight_flow *f, const struct figures_moves *moves,
                  int64_t now[STAGE_COUNT])
{
    size_t left = moves->n; /* moves are by day, the oldest first */
    for (size_t i = f->n; i-- > 0;) {
        struct insight_flow_month *m = &f->v[i];
        for (; left > 0; left--) {
            const struct sq_insight_moves_row *r = &moves->v[left - 1];
            int year, month;
            month_of(r->day * K_DAY, &year, &month);
            if (year < m->year || (year == m->year && month <= m->month))
                break;
            now[stage_parse(r->to_stage)] -= r->n;
            now[stage_parse(r->from_stage)] += r->n;
        }
        for (int s = STAGE_DIALOGUE; s < STAGE_COUNT; s++)
            m->standing[s] = now[s] > 0 ? now[s] : 0;
    }
}

static void plan_months(struct k_arena *a, k_time from, k_time to, struct insight_flow *out)
{
    int y, m, last_y, last_m;
    month_of(from, &y, &m);
    month_of(to, &last_y, &last_m);
    while (out->n < 60 && (y < last_y || (y == last_y && m <= last_m))) {
        *k_vec_push(a, out) = (struct insight_flow_month){.year = y, .month = m};
        y += m == 12;
        m = m % 12 + 1;
    }
}

k_err insight_flow(struct k_ctx *cx, k_time from, k_time to, struct insight_flow *out)
{
    struct figures_stages counts;
    struct figures_moves moves;
    *out = (struct insight_flow){0};
    plan_months(cx->arena, from, to, out);
    K_TRY(figures_stages(cx, &counts));
    k_time first;
    k_str begin =
        out->n ? k_fmt(cx->arena, "%04d-%02d-01", out->v[0].year, out->v[0].month) : K_S("");
    if (!k_time_parse(begin, &first))
        return K_OK;
    K_TRY(figures_moves(cx, first, &moves));
    out->counted_at = moves.at;
    for (size_t i = 0; i < moves.n; i++) {
        struct insight_flow_month *m = month_at(out, moves.v[i].day);
        if (m)
            add_move(cx->arena, m, stage_parse(moves.v[i].from_stage),
                     stage_parse(moves.v[i].to_stage), moves.v[i].n);
    }
    stand(out, &moves, counts.n);
    return K_OK;
}

/* ---- the rhythm of one person ------------------------------------------------------------ */

/* The Monday of a time; day 0 (1970-01-01) is a Thursday. */
static k_time monday_of(k_time at)
{
    int64_t day = at / K_DAY;
    return (day - (day + 3) % 7) * K_DAY;
}

k_str insight_waits_say(struct k_arena *a, k_time since, k_time last, double interval,
                        k_time now)
{
    return k_fmt(a,
                 "They wrote on %.*s, and nobody answered yet. The last exchange was %lld days "
                 "ago, usually every %.0f.",
                 K_ARG(tie_day_say(a, since)), (long long)((now - last) / K_DAY), interval);
}

/* wrote: when they wrote last, 0 = it was answered. */
static k_str rhythm_say(struct k_arena *a, const struct insight_rhythm *r, k_time wrote,
                        k_time now)
{
    if (r->rhythm == RHYTHM_NONE)
        return K_S("No two-way exchange yet, so there is no rhythm.");
    if (!r->own)
        return K_S("Too few days together for a rhythm of their own; thirty days are taken.");
    if (r->rhythm == RHYTHM_ALIVE)
        return k_fmt(a, "Usually every %.0f days, and still so.", r->interval);
    if (wrote > r->last_two_way_at)
        return insight_waits_say(a, wrote, r->last_two_way_at, r->interval, now);
    return k_fmt(a, "Usually every %.0f days; the silence is %.1f times as long.", r->interval,
                 r->dormancy);
}

static k_err read_rhythm(struct k_ctx *cx, const struct sq_people_get_row *who,
                         struct insight_rhythm *out)
{
    struct sq_insight_tie_row row;
    struct tie_state s = {0};
    bool found;
    K_TRY(sq_insight_tie(cx, who->id, 0, &row, &found));
    if (found && tie_unpack(row.state, &s) != K_OK)
        s = (struct tie_state){.last_two_way_at = row.last_two_way_at};
    out->last_two_way_at = s.last_two_way_at;
    out->own = s.n_gaps > 0;
    out->interval = rhythm_interval(s.gaps, (size_t)s.n_gaps);
    out->burstiness = rhythm_burstiness(s.gaps, (size_t)s.n_gaps);
    out->dormancy = rhythm_dormancy(s.last_two_way_at, out->interval, k_cx_now(cx));
    out->rhythm = rhythm_of(s.last_two_way_at > 0, out->dormancy);
    out->sentence = rhythm_say(
        cx->arena, out, who->last_in_at > who->last_out_at ? who->last_in_at : 0, k_cx_now(cx));
    return K_OK;
}

k_err insight_rhythm(struct k_ctx *cx, k_id person, int weeks, struct insight_rhythm *out)
{
    struct sq_people_get_row who;
    struct sq_insight_touches_list touches;
    *out = (struct insight_rhythm){.n = (size_t)weeks};
    K_TRY(people_find(cx, person, &who));
    k_time first = monday_of(k_cx_now(cx)) - (weeks - 1) * 7 * K_DAY;
    K_TRY(read_rhythm(cx, &who, out));
    K_TRY(
        sq_insight_touches(cx,
                           &(struct sq_insight_touches_args){.person_id = who.id,
                                                             .me = cx->actor.member,
                                                             .from_at = first,
                                                             .to_at = first + weeks * 7 * K_DAY,
                                                             .eyes = cx->actor.eyes},
                           &touches));
    out->v = k_new_n(cx->arena, struct insight_week, (size_t)weeks);
    for (int i = 0; i < weeks; i++)
        out->v[i].at = first + i * 7 * K_DAY;
    for (size_t i = 0; i < touches.n; i++) {
        struct insight_week *w = &out->v[(touches.v[i].at - first) / (7 * K_DAY)];
        k_str d = touches.v[i].direction;
        w->both += k_str_eqz(d, "both");
        w->in += k_str_eqz(d, "in");
        w->out += k_str_eqz(d, "out");
    }
    return K_OK;
}
