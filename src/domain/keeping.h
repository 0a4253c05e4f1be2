/* keeping: what must be kept and what must go. A legal hold covers a person or a channel; what
 * it covers is neither erased nor removed nor let go by age. Erasing a person takes their
 * words, data and relationships out of every table and the payloads out of the event log, whose
 * chain still verifies; their posts stay as empty rows, so that a network that tells of them
 * again does not bring them back. A certificate stays that says what was removed and not whose.
 * Each act runs in the caller's write transaction. */
#ifndef KITH_DOMAIN_KEEPING_H
#define KITH_DOMAIN_KEEPING_H

#include "base/buf.h"
#include "base/ctx.h"

struct keeping_hold {
    k_id person, channel; /* one of the two */
    k_str reason;         /* 1 to 500 bytes */
};
/* BAD_INPUT with the field, NOT_FOUND. */
k_err keeping_hold(struct k_ctx *cx, const struct keeping_hold *h, k_id *id) K_CHECK;
/* GONE when it was lifted already. */
k_err keeping_lift(struct k_ctx *cx, k_id id) K_CHECK;
/* CONFLICT, with the reason, while a hold covers the person or a channel they spoke on. */
k_err keeping_person_may_go(struct k_ctx *cx, k_id person) K_CHECK;
/* CONFLICT, with the reason, while a hold covers the channel. */
k_err keeping_channel_may_go(struct k_ctx *cx, k_id channel) K_CHECK;

/* Erases a person of the team or of the member's own address book. *certificate: the row of
 * erasure. CONFLICT under a hold, BAD_INPUT without a reason, NOT_FOUND. The right to do so is
 * the caller's to check. */
k_err keeping_erase(struct k_ctx *cx, k_id person, k_str reason, k_id *certificate) K_CHECK;

/* What stands in the place of the id of an erased post. Pure. */
k_str keeping_erased_id(struct k_arena *a, k_str network, k_str native_id);

/* All that is stored about a person and that the acting member may see, as JSON lines
 * {"kind", "row"}, into out; LIMIT when it does not fit there. FORBIDDEN when some of what they
 * said is closed to the member. NOT_FOUND. */
k_err keeping_export(struct k_ctx *cx, k_id person, struct k_buf *out) K_CHECK;

/* Lets at most max posts go that are older than their channel keeps them. *n: how many. Acts as
 * the system. */
k_err keeping_age(struct k_ctx *cx, int max, int64_t *n) K_CHECK;

#endif
