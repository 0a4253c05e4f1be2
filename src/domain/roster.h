/* roster: who works now, what they can do, and how much they have. Reads member, team_member,
 * member_skill, absence, calendar and counts open conversations; writes what is set of it. */
#ifndef KITH_DOMAIN_ROSTER_H
#define KITH_DOMAIN_ROSTER_H

#include "domain/hours.h"
#include "domain/roster_rules.h"

#define ROSTER_LOAD 1000 /* open conversations are counted up to there */

struct roster_member {
    struct sq_roster_members_row row;
    const struct hours *hours; /* NULL = always */
    k_id calendar; /* whose hours these are: the member's own, one of the offices, 0 */
    bool own_hours, in_hours, away;
    k_time away_until;
    k_id delegate;
    int64_t open; /* open conversations; -1 = not counted yet */
    K_VEC(k_id) teams, skills;
};
struct roster {
    struct roster_member *v;
    size_t n, cap;
    k_time now;
};
/* book must outlive the roster. Nothing is counted yet. */
k_err roster_read(struct k_ctx *cx, const struct hours_book *book, struct roster *out) K_CHECK;
struct roster_member *roster_of(const struct roster *r, k_id member); /* NULL: not active */
bool roster_here(const struct roster_member *m); /* in their hours and not away */
/* As absence_delegate_of, now. */
k_id roster_stand_in(const struct roster *r, k_id member);
k_err roster_count(struct k_ctx *cx, struct roster_member *m) K_CHECK;
/* Who gets the next one: of a team (0 = any) and with a skill (0 = any), by roster_pick. */
k_err roster_next(struct k_ctx *cx, struct roster *r, k_id team, k_id skill, k_id *out) K_CHECK;

struct roster_new {
    k_id member;
    bool has_calendar, has_most_open, has_skills;
    k_id calendar; /* 0 = those of the house */
    int64_t most_open;
    const k_id *skills;
    size_t n_skills;
};
/* NOT_FOUND, BAD_INPUT (calendar_id, skill_ids). */
k_err roster_set(struct k_ctx *cx, const struct roster_new *n) K_CHECK;
k_err roster_skill_add(struct k_ctx *cx, k_str name, k_id *id) K_CHECK; /* EXISTS */
k_err roster_skill_remove(struct k_ctx *cx, k_id id) K_CHECK;           /* NOT_FOUND */

#endif
