/* roster: members with their hours, absences, skills and teams, read once for a run of rules.
 */
#include "domain/roster.h"

#include "domain/absence.h"
#include "store/event.h"

#define CHAIN 8
#define SKILLS_MOST 200

static k_err add_teams(struct k_ctx *cx, struct roster *r)
{
    struct sq_team_member_list_list teams;
    struct sq_member_skill_list_list skills;
    K_TRY(sq_team_member_list(cx, &teams));
    for (size_t i = 0; i < teams.n; i++) {
        struct roster_member *m = roster_of(r, teams.v[i].member_id);
        if (m)
            *k_vec_push(cx->arena, &m->teams) = teams.v[i].team_id;
    }
    K_TRY(sq_member_skill_list(cx, &skills));
    for (size_t i = 0; i < skills.n; i++) {
        struct roster_member *m = roster_of(r, skills.v[i].member_id);
        if (m)
            *k_vec_push(cx->arena, &m->skills) = skills.v[i].skill_id;
    }
    return K_OK;
}

static k_err add_absences(struct k_ctx *cx, struct roster *r)
{
    struct sq_absence_list_list list;
    K_TRY(sq_absence_list(cx, r->now, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct roster_member *m = roster_of(r, list.v[i].member_id);
        if (!m || list.v[i].from_at > r->now)
            continue;
        m->away = true;
        m->away_until = list.v[i].to_at;
        m->delegate = list.v[i].delegate_id;
    }
    return K_OK;
}

static void set_hours(const struct hours_book *book, struct roster_member *m, k_time now)
{
    const struct hours_calendar *c = hours_calendar_of(book, m->row.calendar_id);
    for (size_t i = 0; i < book->n; i++)
        if (book->v[i].row.member_id == m->row.id && m->row.calendar_id == book->v[i].row.id)
            m->own_hours = true;
    m->calendar = c ? c->row.id : 0;
    m->hours = c ? &c->hours : NULL;
    m->in_hours = hours_open(m->hours, now);
}

k_err roster_read(struct k_ctx *cx, const struct hours_book *book, struct roster *out)
{
    struct sq_roster_members_list rows;
    *out = (struct roster){.now = k_cx_now(cx)};
    K_TRY(sq_roster_members(cx, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct roster_member *m = k_vec_push(cx->arena, out);
        m->row = rows.v[i];
        m->open = -1;
        set_hours(book, m, out->now);
    }
    K_TRY(add_teams(cx, out));
    return add_absences(cx, out);
}

struct roster_member *roster_of(const struct roster *r, k_id member)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].row.id == member)
            return &r->v[i];
    return NULL;
}

bool roster_here(const struct roster_member *m)
{
    return m && m->in_hours && !m->away;
}

k_id roster_stand_in(const struct roster *r, k_id member)
{
    const struct roster_member *m = roster_of(r, member);
    for (int n = 0; m && m->away && n < CHAIN; n++)
        m = roster_of(r, m->delegate);
    return m && !m->away ? m->row.id : 0;
}

k_err roster_count(struct k_ctx *cx, struct roster_member *m)
{
    struct sq_roster_load_row row = {0};
    bool found;
    if (m->open >= 0)
        return K_OK;
    K_TRY(sq_roster_load(cx, m->row.id, ROSTER_LOAD, &row, &found));
    m->open = row.n;
    return K_OK;
}

static bool has(const k_id *v, size_t n, k_id id)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == id)
            return true;
    return false;
}

k_err roster_next(struct k_ctx *cx, struct roster *r, k_id team, k_id skill, k_id *out)
{
    struct roster_candidate *v = k_new_n(cx->arena, struct roster_candidate, r->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        struct roster_member *m = &r->v[i];
        if ((team && !has(m->teams.v, m->teams.n, team)) ||
            (skill && !has(m->skills.v, m->skills.n, skill)) || !roster_here(m))
            continue;
        K_TRY(roster_count(cx, m));
        v[n++] = (struct roster_candidate){m->row.id, true, m->open, m->row.most_open,
                                           m->row.given_at};
    }
    size_t best = roster_pick(v, n);
    *out = best < n ? v[best].member : 0;
    return K_OK;
}

/* ---- setting ----------------------------------------------------------------------------- */

static k_err check(struct k_ctx *cx, const struct roster_new *n, const struct hours_book *book)
{
    const struct hours_calendar *c = hours_calendar_of(book, n->calendar);
    if (n->has_calendar && n->calendar &&
        (!c || c->row.id != n->calendar || (c->row.member_id && c->row.member_id != n->member)))
        return k_fail(cx, K_ERR_BAD_INPUT, "calendar_id", "There are no such hours.");
    for (size_t i = 0; n->has_skills && i < n->n_skills; i++) {
        struct sq_skill_get_row row;
        bool found;
        K_TRY(sq_skill_get(cx, n->skills[i], &row, &found));
        if (!found)
            return k_fail(cx, K_ERR_BAD_INPUT, "skill_ids", "There is no such skill.");
    }
    return K_OK;
}

k_err roster_set(struct k_ctx *cx, const struct roster_new *n)
{
    struct hours_book book;
    struct roster r;
    K_TRY(hours_read(cx, &book));
    K_TRY(roster_read(cx, &book, &r));
    const struct roster_member *m = roster_of(&r, n->member);
    if (!m)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This member is not here any more.");
    K_TRY(check(cx, n, &book));
    K_TRY(sq_roster_set(cx, n->member, n->has_calendar ? n->calendar : m->row.calendar_id,
                        n->has_most_open ? n->most_open : m->row.most_open, NULL));
    if (n->has_skills) {
        K_TRY(sq_member_skill_clear(cx, n->member, NULL));
        for (size_t i = 0; i < n->n_skills; i++)
            K_TRY(sq_member_skill_add(cx, n->member, n->skills[i], NULL));
    }
    k_ctx_notice(cx, K_TOPIC_MEMBER, n->member);
    return event_append(cx,
                        &(struct event_new){.verb = K_S("member.work_changed"),
                                            .object_kind = K_S("member"),
                                            .object_id = n->member},
                        NULL);
}

k_err roster_skill_add(struct k_ctx *cx, k_str name, k_id *id)
{
    struct sq_skill_named_row row;
    struct sq_skill_list_list all;
    bool taken;
    name = k_str_trim(name);
    K_TRY(sq_skill_named(cx, name, &row, &taken));
    if (taken)
        return k_fail(cx, K_ERR_EXISTS, "name", "There is a skill of this name.");
    K_TRY(sq_skill_list(cx, &all));
    if (all.n >= SKILLS_MOST)
        return k_fail(cx, K_ERR_LIMIT, NULL, "There are too many skills.");
    *id = k_cx_id(cx);
    k_ctx_notice(cx, K_TOPIC_MEMBER, 0);
    return sq_skill_insert(cx, *id, name, NULL);
}

k_err roster_skill_remove(struct k_ctx *cx, k_id id)
{
    int64_t changed = 0;
    K_TRY(sq_skill_drop_uses(cx, id, NULL));
    K_TRY(sq_skill_drop(cx, id, &changed));
    k_ctx_notice(cx, K_TOPIC_MEMBER, 0);
    return changed ? K_OK : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such skill.");
}
