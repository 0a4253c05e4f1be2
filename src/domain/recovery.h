/* recovery: the alarm at a second failure. Making up for it works after one failure, not after
 * two, so somebody of us is told who can talk with the person. Reads moment, tie, conversation,
 * member; writes moment_person and mention. */
#ifndef KITH_DOMAIN_RECOVERY_H
#define KITH_DOMAIN_RECOVERY_H

#include "base/ctx.h"

/* Looks at the bad moments of a person after one was recorded, changed, or came by a merge:
 * each that is a second one within a year and of which nobody was told yet is told ("For me",
 * second_failure) to who looks after the relationship, once. That is: the owner of an address
 * book for somebody in it; else the member with the strongest tie, who is in touch before who
 * is not; else who has a conversation with them; else its team; else managers and
 * administrators; else the owners; who is away is stood in for. In a write transaction. */
k_err recovery_alarm(struct k_ctx *cx, k_id person) K_CHECK;

#endif
