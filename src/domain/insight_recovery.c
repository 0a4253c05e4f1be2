/* insight_recovery: bad moments, what was done, what the person did later. Reads moment, touch,
 * value_entry, deal, person. */
#include "domain/insight.h"

enum { AFTER = 300 }; /* touches behind a bad moment that are looked at */
struct events {
    struct recovery_event *v;
    size_t n, cap;
};

static void add(struct k_ctx *cx, struct events *e, k_time at, enum recovery_what what)
{
    *k_vec_push(cx->arena, e) = (struct recovery_event){.at = at, .what = what};
}

static k_err add_touches(struct k_ctx *cx, k_id person, k_time from, struct events *e)
{
    struct sq_insight_after_list list;
    K_TRY(sq_insight_after(cx,
                           &(struct sq_insight_after_args){.person_id = person,
                                                           .me = cx->actor.member,
                                                           .from_at = from,
                                                           .max = AFTER,
                                                           .eyes = cx->actor.eyes},
                           &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_insight_after_row *r = &list.v[i];
        bool in = k_str_eqz(r->direction, "in"), both = k_str_eqz(r->direction, "both");
        if (!in)
            add(cx, e, r->at, RECOVERY_ANSWER);
        if (in || both)
            add(cx, e, r->at, RECOVERY_WROTE);
        if (in && r->praise)
            add(cx, e, r->at, RECOVERY_SPOKE);
    }
    return K_OK;
}

static k_err add_moments(struct k_ctx *cx, k_id person, k_id failure, struct events *e)
{
    struct sq_insight_moments_list list;
    K_TRY(sq_insight_moments(cx, person, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_insight_moments_row *r = &list.v[i];
        if (k_str_eqz(r->kind, "failure") && r->id != failure)
            add(cx, e, r->at, RECOVERY_FAILURE);
        if (k_str_eqz(r->kind, "praise"))
            add(cx, e, r->at, RECOVERY_SPOKE);
        if (!k_str_eqz(r->kind, "recovery") || (r->repairs_id && r->repairs_id != failure))
            continue;
        add(cx, e, r->at, RECOVERY_REPAIR);
        e->v[e->n - 1].ours = r->repairs_id == failure;
    }
    return K_OK;
}

static k_err add_gains(struct k_ctx *cx, k_id person, struct events *e)
{
    struct sq_insight_values_list values;
    struct sq_insight_deals_list deals;
    K_TRY(sq_insight_values(cx, person, &values));
    for (size_t i = 0; i < values.n; i++) {
        k_str kind = values.v[i].kind;
        if (k_str_eqz(kind, "purchase"))
            add(cx, e, values.v[i].at, RECOVERY_BOUGHT);
        if (k_str_eqz(kind, "referral") || k_str_eqz(kind, "introduction"))
            add(cx, e, values.v[i].at, RECOVERY_SPOKE);
    }
    K_TRY(sq_insight_deals(cx, person, &deals));
    for (size_t i = 0; i < deals.n; i++)
        add(cx, e, deals.v[i].at,
            k_str_eqz(deals.v[i].kind, "referral") ? RECOVERY_SPOKE : RECOVERY_BOUGHT);
    return K_OK;
}

static k_err add_people(struct k_ctx *cx, const struct sq_insight_failures_row *m,
                        struct insight_failures *out)
{
    struct sq_insight_moment_people_list people;
    K_TRY(sq_insight_moment_people(cx, cx->actor.member, m->id, &people));
    for (size_t i = 0; i < people.n; i++) {
        struct events e = {0};
        struct insight_failure *f = k_vec_push(cx->arena, out);
        f->moment = *m;
        f->person = people.v[i].person_id;
        K_TRY(add_touches(cx, f->person, m->at, &e));
        K_TRY(add_moments(cx, f->person, m->id, &e));
        K_TRY(add_gains(cx, f->person, &e));
        recovery_judge(m->at, e.v, e.n, k_cx_now(cx), &f->later);
    }
    return K_OK;
}

k_err insight_failures(struct k_ctx *cx, k_time from, k_time at, k_id id, int64_t limit,
                       struct insight_failures *out)
{
    struct sq_insight_failures_list list;
    *out = (struct insight_failures){0};
    K_TRY(sq_insight_failures(
        cx,
        &(struct sq_insight_failures_args){
            .me = cx->actor.member, .from_at = from, .at = at, .id = id, .max = limit + 1},
        &list));
    for (size_t i = 0; i < list.n && i < (size_t)limit; i++)
        K_TRY(add_people(cx, &list.v[i], out));
    if (list.n > (size_t)limit) {
        out->at = list.v[limit - 1].at;
        out->id = list.v[limit - 1].id;
    }
    return K_OK;
}

k_str insight_failure_say(struct k_arena *a, const struct recovery_case *c)
{
    k_time done = c->repaired_at ? c->repaired_at : c->answered_at;
    if (!done)
        return K_S("Nobody answered or mended it yet.");
    k_str day = tie_day_say(a, done);
    if (c->spoke_at)
        return k_fmt(a, "Answered or mended on %.*s; later they spoke for us.", K_ARG(day));
    if (c->bought_at)
        return k_fmt(a, "Answered or mended on %.*s; later they bought again.", K_ARG(day));
    if (c->wrote_at)
        return k_fmt(a, "Answered or mended on %.*s; they went on talking with us.",
                     K_ARG(day));
    if (c->young)
        return k_fmt(a, "Answered or mended on %.*s; too early to say more.", K_ARG(day));
    return k_fmt(a, "Answered or mended on %.*s; silent since.", K_ARG(day));
}
