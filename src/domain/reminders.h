/* reminders: a member wants to look at a conversation again at a time, or only if nothing came
 * until then. The conversation itself stays as it is for everybody: that is the difference from
 * a snooze. When the time has come it stands in the member's own list. */
#ifndef KITH_DOMAIN_REMINDERS_H
#define KITH_DOMAIN_REMINDERS_H

#include "base/ctx.h"

struct reminder_new {
    k_id conversation;
    k_time at;              /* in the future; 0 = no reminder any more */
    bool unless_they_write; /* not needed once they wrote */
    k_str text;             /* the member's own words; may be empty */
};
/* Sets the acting member's reminder, in place of the one before. NOT_FOUND, FORBIDDEN (no
 * member acts), BAD_INPUT (at). */
k_err reminders_set(struct k_ctx *cx, const struct reminder_new *r) K_CHECK;
/* Tells of those whose time has come, at most max; *n how many were looked at. */
k_err reminders_due(struct k_ctx *cx, int max, int64_t *n) K_CHECK;
/* A member leaves. */
k_err reminders_leave(struct k_ctx *cx, k_id member) K_CHECK;

#endif
