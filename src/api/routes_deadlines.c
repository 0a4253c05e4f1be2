/* routes_deadlines: deadlines, how well they are kept, and office hours. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/shapes_routing.h"
#include "api/show.h"
#include "domain/sla.h"

#define DAYS 30
#define CURVE 200

/* --- deadlines --------------------------------------------------------------------------- */

static struct api_target show_target(struct names *n, const struct sq_sla_targets_row *r)
{
    struct api_target t = {.id = r->id,
                           .kind = r->kind,
                           .stage = r->stage,
                           .first_minutes = r->first_minutes,
                           .next_minutes = r->next_minutes,
                           .resolve_minutes = r->resolve_minutes,
                           .calendar_id = r->calendar_id,
                           .changed_by = names_member(n, r->changed_by),
                           .changed_at = r->changed_at};
    if (r->channel_id) {
        t.channel = k_new(n->cx->arena, struct api_channel_ref);
        *t.channel = names_channel(n, r->channel_id);
    }
    return t;
}

k_err route_targets_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_target_list *o = out;
    struct names names = names_new(cx);
    struct sq_sla_targets_list list;
    K_TRY(sq_sla_targets(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) = show_target(&names, &list.v[i]);
    return names_done(&names);
}

static k_err save_target(struct k_ctx *cx, const struct api_target_in *i,
                         struct api_target *out)
{
    struct names names = names_new(cx);
    struct sq_sla_targets_list list;
    k_id id = 0;
    struct sla_new n = {.id = i->id,
                        .channel = i->channel_id,
                        .calendar = i->calendar_id,
                        .kind = i->kind,
                        .stage = i->stage,
                        .minutes = {i->first_minutes, i->next_minutes, i->resolve_minutes}};
    K_TRY(sla_target_save(cx, &n, &id));
    K_TRY(sq_sla_targets(cx, &list));
    for (size_t k = 0; k < list.n; k++)
        if (list.v[k].id == id)
            *out = show_target(&names, &list.v[k]);
    return names_done(&names);
}

k_err route_target_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save_target(cx, in, out);
}

k_err route_target_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save_target(cx, in, out);
}

k_err route_target_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return sla_target_remove(cx, ((const struct api_id_in *)in)->id);
}

k_err route_target_starter(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(sla_target_starter(cx));
    return route_targets_list(cx, rq, NULL, out);
}

/* --- how well they are kept -------------------------------------------------------------- */

static int64_t minutes(k_time t)
{
    return t < 0 ? -1 : (t + K_MIN / 2) / K_MIN;
}

static struct api_survival_step show_step(const struct survival_step *s)
{
    return (struct api_survival_step){minutes(s->time), s->done, s->low, s->high, s->at_risk};
}

static void add_curve(struct k_ctx *cx, const struct survival *fit,
                      struct api_deadline_report *o)
{
    static const int64_t usual[] = {15, 30, 60, 120, 240, 480, 1440, 2880};
    size_t by = fit->n_steps / CURVE + 1;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        struct survival_step s = survival_at(fit, usual[i] * K_MIN);
        *k_vec_push(cx->arena, &o->by) = show_step(&s);
    }
    for (size_t i = 0; i < fit->n_steps; i += by)
        *k_vec_push(cx->arena, &o->curve) = show_step(&fit->steps[i]);
}

k_err route_deadline_report(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_deadline_report_in *i = in;
    struct api_deadline_report *o = out;
    struct sla_report r;
    enum sla_kind kind = SLA_FIRST;
    o->clock = i->clock.n ? i->clock : K_S("first");
    (void)sla_kind_parse(o->clock, &kind);
    o->days = i->days ? i->days : DAYS;
    o->to = k_cx_now(cx);
    o->from = o->to - o->days * K_DAY;
    K_TRY(sla_report_read(cx,
                          &(struct sla_ask){.kind = kind,
                                            .from = o->from,
                                            .to = o->to,
                                            .channel = i->channel,
                                            .about = i->kind},
                          &r));
    o->n = r.n;
    o->over = r.over;
    o->waiting = r.waiting;
    o->closed = r.closed;
    o->missed = r.missed;
    o->capped = r.capped;
    struct survival_time median = survival_quantile(&r.fit, .5);
    o->median_minutes = minutes(median.time);
    o->median_low = minutes(median.low);
    o->median_high = minutes(median.high);
    add_curve(cx, &r.fit, o);
    return K_OK;
}

/* --- office hours ------------------------------------------------------------------------ */

static struct api_calendar show_calendar(struct k_ctx *cx, const struct hours_book *b,
                                         const struct hours_calendar *c)
{
    struct api_calendar out = {.id = c->row.id,
                               .name = c->row.name,
                               .time_zone = c->row.time_zone,
                               .is_default = c->row.is_default,
                               .open = hours_open(&c->hours, k_cx_now(cx))};
    k_str week = c->row.week;
    for (int i = 0; i < 7; i++) {
        k_str day = k_str_cut(&week, '|');
        *k_vec_push(cx->arena, &out.week) = day.p ? day : K_S("");
    }
    if (!out.open)
        out.next_open_at = hours_next_open(&c->hours, k_cx_now(cx));
    for (size_t i = 0; i < b->days.n; i++)
        if (b->days.v[i].calendar_id == c->row.id)
            *k_vec_push(cx->arena, &out.days) = (struct api_calendar_day){
                k_day_iso(cx->arena, b->days.v[i].day), b->days.v[i].name, b->days.v[i].open};
    return out;
}

k_err route_calendars_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_calendar_list *o = out;
    struct hours_book book;
    K_TRY(hours_read(cx, &book));
    for (size_t i = 0; i < book.n; i++)
        if (book.v[i].row.member_id == 0)
            *k_vec_push(cx->arena, &o->items) = show_calendar(cx, &book, &book.v[i]);
    return K_OK;
}

static k_err days_of(struct k_ctx *cx, const struct api_calendar_in *i, struct hours_new *n)
{
    struct hours_new_day *days = k_new_n(cx->arena, struct hours_new_day, i->days.n + 1);
    for (size_t k = 0; k < i->days.n; k++) {
        days[k].name = i->days.v[k].name;
        days[k].open = i->days.v[k].open.p ? i->days.v[k].open : K_S("");
        if (!k_day_parse(i->days.v[k].day, &days[k].day))
            return k_fail(cx, K_ERR_BAD_INPUT, k_fmt(cx->arena, "days[%zu].day", k).p,
                          "Write a day such as 2026-12-24.");
    }
    n->days = days;
    n->n_days = i->days.n;
    return K_OK;
}

static k_err save_calendar(struct k_ctx *cx, const struct api_calendar_in *i, void *out)
{
    struct hours_new n = {
        .id = i->id, .name = i->name, .time_zone = i->time_zone, .is_default = i->is_default};
    struct hours_book book;
    k_id id = 0;
    for (size_t k = 0; k < 7; k++)
        n.week[k] = k < i->week.n ? i->week.v[k] : K_S("");
    K_TRY(days_of(cx, i, &n));
    K_TRY(hours_save(cx, &n, &id));
    K_TRY(hours_read(cx, &book));
    *(struct api_calendar *)out = show_calendar(cx, &book, hours_calendar_of(&book, id));
    return K_OK;
}

k_err route_calendar_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save_calendar(cx, in, out);
}

k_err route_calendar_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save_calendar(cx, in, out);
}

k_err route_calendar_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return hours_remove(cx, ((const struct api_id_in *)in)->id);
}
