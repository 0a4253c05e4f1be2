/* absence: rows of who is away from when to when. */
#include "domain/absence.h"

#include "domain/inbox.h"
#include "store/event.h"
#include "store/sql.gen.h"

#define CHAIN 8 /* who stands in for who stands in */

k_err absence_delegate_of(struct k_ctx *cx, k_id member, k_time at, k_id *out)
{
    *out = member;
    for (int n = 0; *out && n < CHAIN; n++) {
        struct sq_absence_at_row row;
        bool away;
        K_TRY(sq_absence_at(cx, *out, at, &row, &away));
        if (!away)
            return K_OK;
        *out = row.delegate_id;
    }
    *out = 0; /* also when they stand in for each other */
    return K_OK;
}

static k_err must_be_here(struct k_ctx *cx, k_id member, const char *field)
{
    struct sq_inbox_member_row row;
    bool found;
    K_TRY(sq_inbox_member(cx, member, &row, &found));
    return found ? K_OK
                 : k_fail(cx, K_ERR_BAD_INPUT, field, "This member is not here any more.");
}

static k_err check(struct k_ctx *cx, const struct absence_new *n)
{
    if (n->to <= n->from)
        return k_fail(cx, K_ERR_BAD_INPUT, "to_at", "An absence ends after it begins.");
    if (n->to <= k_cx_now(cx))
        return k_fail(cx, K_ERR_BAD_INPUT, "to_at", "This is over already.");
    if (n->to - n->from > ABSENCE_LONGEST)
        return k_fail(cx, K_ERR_BAD_INPUT, "to_at", "An absence is at most 400 days long.");
    if (n->delegate == n->member)
        return k_fail(cx, K_ERR_BAD_INPUT, "delegate_id", "Nobody stands in for themselves.");
    K_TRY(must_be_here(cx, n->member, "member_id"));
    return n->delegate ? must_be_here(cx, n->delegate, "delegate_id") : K_OK;
}

static k_err say(struct k_ctx *cx, k_str verb, k_id member)
{
    k_ctx_notice(cx, K_TOPIC_MEMBER, member);
    return event_append(
        cx,
        &(struct event_new){.verb = verb, .object_kind = K_S("member"), .object_id = member},
        NULL);
}

k_err absence_add(struct k_ctx *cx, const struct absence_new *n, k_id *id)
{
    K_TRY(check(cx, n));
    *id = k_cx_id(cx);
    K_TRY(sq_absence_insert(cx,
                            &(struct sq_absence_insert_args){.id = *id,
                                                             .member_id = n->member,
                                                             .from_at = n->from,
                                                             .to_at = n->to,
                                                             .delegate_id = n->delegate,
                                                             .note = k_str_trim(n->note),
                                                             .by_id = cx->actor.member,
                                                             .now = k_cx_now(cx)},
                            NULL));
    if (n->delegate && n->delegate != cx->actor.member)
        K_TRY(inbox_tell(cx, n->delegate, 0, 0, "stand_in", k_str_trim(n->note)));
    return say(cx, K_S("member.absence_added"), n->member);
}

k_err absence_remove(struct k_ctx *cx, k_id id, bool others)
{
    struct sq_absence_get_row row;
    bool found;
    K_TRY(sq_absence_get(cx, id, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such absence.");
    if (row.member_id != cx->actor.member && !others)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL, "This is the absence of somebody else.");
    K_TRY(sq_absence_drop(cx, id, NULL));
    return say(cx, K_S("member.absence_removed"), row.member_id);
}
