/* routes_roster: who is here, what they can do and how much they have; skills; absences. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/shapes_routing.h"
#include "api/show.h"
#include "domain/absence.h"
#include "domain/roster.h"

static k_err show_row(struct names *n, const struct roster *r, struct roster_member *m,
                      struct api_roster_row *out)
{
    K_TRY(roster_count(n->cx, m));
    k_id stand_in = m->away ? roster_stand_in(r, m->row.id) : 0;
    *out = (struct api_roster_row){.member = {m->row.id, m->row.name, m->row.handle},
                                   .calendar_id = m->calendar,
                                   .own_hours = m->own_hours,
                                   .here = roster_here(m),
                                   .in_hours = m->in_hours,
                                   .away = m->away,
                                   .away_until = m->away_until,
                                   .stands_in = names_member(n, stand_in),
                                   .open = m->open,
                                   .most_open = m->row.most_open};
    memcpy(&out->team_ids, &m->teams, sizeof out->team_ids);
    memcpy(&out->skill_ids, &m->skills, sizeof out->skill_ids);
    if (!m->in_hours)
        out->next_here_at = hours_next_open(m->hours, r->now);
    return K_OK;
}

k_err route_roster_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_roster_row_list *o = out;
    struct names names = names_new(cx);
    struct hours_book book;
    struct roster r;
    K_TRY(hours_read(cx, &book));
    K_TRY(roster_read(cx, &book, &r));
    for (size_t i = 0; i < r.n; i++)
        K_TRY(show_row(&names, &r, &r.v[i], k_vec_push(cx->arena, &o->items)));
    return names_done(&names);
}

static k_err mine_or(struct k_ctx *cx, const struct api_req *rq, k_id member)
{
    if (member == rq->who.member || api_may(rq, PERM_MEMBERS))
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                  "Your role changes your own hours and absences only.");
}

/* A calendar of the member's own, made or changed. */
static k_err own_hours(struct k_ctx *cx, const struct api_roster_in *i, k_id *calendar)
{
    struct hours_book book;
    struct hours_new n = {.member = i->id, .name = K_S("own"), .time_zone = i->time_zone};
    K_TRY(hours_read(cx, &book));
    for (size_t k = 0; k < book.n; k++)
        if (book.v[k].row.member_id == i->id)
            n.id = book.v[k].row.id;
    for (size_t k = 0; k < 7; k++)
        n.week[k] = k < i->week.n ? i->week.v[k] : K_S("");
    return hours_save(cx, &n, calendar);
}

k_err route_roster_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_roster_in *i = in;
    struct names names = names_new(cx);
    struct hours_book book;
    struct roster r;
    struct roster_new n = {.member = i->id,
                           .has_calendar = i->has_calendar_id || i->has_week,
                           .has_most_open = i->has_most_open,
                           .has_skills = i->has_skill_ids,
                           .calendar = i->calendar_id,
                           .most_open = i->most_open,
                           .skills = i->skill_ids.v,
                           .n_skills = i->skill_ids.n};
    K_TRY(mine_or(cx, rq, i->id));
    if (i->has_week)
        K_TRY(own_hours(cx, i, &n.calendar));
    K_TRY(roster_set(cx, &n));
    K_TRY(hours_read(cx, &book));
    K_TRY(roster_read(cx, &book, &r));
    struct roster_member *m = roster_of(&r, i->id);
    if (m)
        K_TRY(show_row(&names, &r, m, out));
    return names_done(&names);
}

/* --- skills ------------------------------------------------------------------------------ */

k_err route_skills_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_skill_list *o = out;
    struct sq_skill_list_list list;
    K_TRY(sq_skill_list(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) =
            (struct api_skill){list.v[i].id, list.v[i].name, list.v[i].members};
    return K_OK;
}

k_err route_skill_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_skill_in *i = in;
    struct api_skill *o = out;
    K_TRY(roster_skill_add(cx, i->name, &o->id));
    o->name = i->name;
    return K_OK;
}

k_err route_skill_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return roster_skill_remove(cx, ((const struct api_id_in *)in)->id);
}

/* --- absences ---------------------------------------------------------------------------- */

k_err route_absences_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_absence_list *o = out;
    struct names names = names_new(cx);
    struct sq_absence_list_list list;
    K_TRY(sq_absence_list(cx, k_cx_now(cx), &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_absence_list_row *r = &list.v[i];
        *k_vec_push(cx->arena, &o->items) =
            (struct api_absence){.id = r->id,
                                 .member = names_member_of(&names, r->member_id),
                                 .delegate = names_member(&names, r->delegate_id),
                                 .from_at = r->from_at,
                                 .to_at = r->to_at,
                                 .note = r->note,
                                 .now = r->from_at <= k_cx_now(cx)};
    }
    return names_done(&names);
}

k_err route_absence_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_absence_in *i = in;
    struct names names = names_new(cx);
    struct api_absence *o = out;
    struct absence_new n = {.member = i->member_id ? i->member_id : rq->who.member,
                            .delegate = i->delegate_id,
                            .from = i->from_at,
                            .to = i->to_at,
                            .note = i->note.p ? i->note : K_S("")};
    K_TRY(mine_or(cx, rq, n.member));
    K_TRY(absence_add(cx, &n, &o->id));
    o->member = names_member_of(&names, n.member);
    o->delegate = names_member(&names, n.delegate);
    o->from_at = n.from;
    o->to_at = n.to;
    o->note = n.note;
    o->now = n.from <= k_cx_now(cx);
    return names_done(&names);
}

k_err route_absence_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return absence_remove(cx, ((const struct api_id_in *)in)->id, api_may(rq, PERM_MEMBERS));
}
