/* absence: who is away, and who stands in. Reads and writes absence. */
#ifndef KITH_DOMAIN_ABSENCE_H
#define KITH_DOMAIN_ABSENCE_H

#include "base/ctx.h"

/* Who takes what is meant for a member at a moment: the member, or while they are away the one
 * who stands in for them, who may be away, too, and so on. 0: nobody does, all of them are
 * away. *out is the member for 0 days of absence. */
k_err absence_delegate_of(struct k_ctx *cx, k_id member, k_time at, k_id *out) K_CHECK;

struct absence_new {
    k_id member, delegate; /* delegate 0 = nobody */
    k_time from, to;
    k_str note;
};
#define ABSENCE_LONGEST (400 * K_DAY)
/* BAD_INPUT (from_at, to_at, delegate_id, member_id). Both members are told when somebody else
 * enters it. */
k_err absence_add(struct k_ctx *cx, const struct absence_new *n, k_id *id) K_CHECK;
/* Back early, or not away at all. NOT_FOUND; FORBIDDEN unless it is the actor's own or
 * `others`. */
k_err absence_remove(struct k_ctx *cx, k_id id, bool others) K_CHECK;

#endif
