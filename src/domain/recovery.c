/* recovery: who is told of a second failure (domain/recovery.h). */
#include "domain/recovery.h"

#include "domain/absence.h"
#include "domain/inbox.h"
#include "domain/people.h"
#include "domain/recovery_rules.h"
#include "domain/rhythm_rules.h"

#include <stdlib.h>

enum { CONVERSATIONS = 20 };

struct alarm {
    struct sq_people_get_row person;
    const struct sq_recovery_failures_row *failure;
    bool told;
};

static k_err tell(struct k_ctx *cx, k_id member, struct alarm *a)
{
    k_id who = 0;
    K_TRY(absence_delegate_of(cx, member, k_cx_now(cx), &who));
    if (who == 0)
        return K_OK;
    a->told = true;
    return inbox_tell_about(cx, who, a->person.id, a->failure->conversation_id,
                            "second_failure", a->failure->title);
}

/* In touch before out of touch, then the stronger one. */
static int nearer(const void *x, const void *y)
{
    const struct sq_recovery_ties_row *a = x, *b = y;
    if (a->points != b->points)
        return a->points > b->points ? -1 : 1;
    return (a->member_id > b->member_id) - (a->member_id < b->member_id);
}

static bool in_touch(const struct sq_recovery_ties_row *t, k_time now)
{
    double dormancy = rhythm_dormancy(t->last_two_way_at, (double)t->interval_days, now);
    return rhythm_of(true, dormancy) == RHYTHM_ALIVE;
}

static k_err tell_nearest(struct k_ctx *cx, struct alarm *a)
{
    struct sq_recovery_ties_list list;
    K_TRY(sq_recovery_ties(cx, a->person.id, &list));
    if (list.n > 1)
        qsort(list.v, list.n, sizeof *list.v, nearer);
    for (int awake = 1; awake >= 0; awake--)
        for (size_t i = 0; i < list.n && !a->told; i++)
            if (in_touch(&list.v[i], k_cx_now(cx)) == (awake == 1))
                K_TRY(tell(cx, list.v[i].member_id, a));
    return K_OK;
}

static k_err tell_team(struct k_ctx *cx, k_id team, struct alarm *a)
{
    struct sq_inbox_team_members_list list;
    K_TRY(sq_inbox_team_members(cx, team, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(tell(cx, list.v[i].member_id, a));
    return K_OK;
}

static k_err tell_desk(struct k_ctx *cx, struct alarm *a)
{
    struct sq_recovery_conversations_list list;
    K_TRY(sq_recovery_conversations(cx, a->person.id, CONVERSATIONS, &list));
    for (size_t i = 0; i < list.n && !a->told; i++)
        if (list.v[i].owner_id)
            K_TRY(tell(cx, list.v[i].owner_id, a));
    for (size_t i = 0; i < list.n && !a->told; i++)
        if (list.v[i].team_id)
            K_TRY(tell_team(cx, list.v[i].team_id, a));
    return K_OK;
}

static k_err tell_role(struct k_ctx *cx, const char *role, struct alarm *a)
{
    struct sq_inbox_members_of_roles_list list;
    K_TRY(sq_inbox_members_of_roles(cx, k_str_z(role), &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(tell(cx, list.v[i].id, a));
    return K_OK;
}

static k_err tell_somebody(struct k_ctx *cx, struct alarm *a)
{
    if (a->person.owner_id)
        return tell(cx, a->person.owner_id, a);
    K_TRY(tell_nearest(cx, a));
    if (!a->told)
        K_TRY(tell_desk(cx, a));
    if (!a->told) {
        K_TRY(tell_role(cx, "manager", a));
        K_TRY(tell_role(cx, "admin", a));
    }
    return a->told ? K_OK : tell_role(cx, "owner", a);
}

static int oldest_first(const void *x, const void *y)
{
    const struct sq_recovery_failures_row *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

k_err recovery_alarm(struct k_ctx *cx, k_id person)
{
    struct sq_recovery_failures_list list;
    struct alarm a = {0};
    K_TRY(sq_recovery_failures(cx, person, &list));
    if (list.n < 2)
        return K_OK;
    qsort(list.v, list.n, sizeof *list.v, oldest_first);
    k_time *at = k_new_n(cx->arena, k_time, list.n);
    for (size_t i = 0; i < list.n; i++)
        at[i] = list.v[i].at;
    K_TRY(people_find(cx, person, &a.person));
    for (size_t i = 1; i < list.n; i++) {
        if (list.v[i].alarmed_at || !recovery_second(at, list.n, i, k_cx_now(cx)))
            continue;
        a.failure = &list.v[i];
        a.told = false;
        K_TRY(tell_somebody(cx, &a));
        if (a.told)
            K_TRY(sq_recovery_alarmed(cx, a.failure->id, a.person.id, k_cx_now(cx), NULL));
    }
    return K_OK;
}
