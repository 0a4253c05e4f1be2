/* reply_steps: the steps of a decision to speak that answers (reply.c) and posts of our own
 * (publish.c) share. Internal to the two. */
#ifndef KITH_DOMAIN_REPLY_STEPS_H
#define KITH_DOMAIN_REPLY_STEPS_H

#include "domain/reply.h"
#include "domain/reply_facts.h"

/* Only a member says something in public. FORBIDDEN. */
k_err reply_member_acts(struct k_ctx *cx) K_CHECK;
/* The member writes, and works here. FORBIDDEN. */
k_err reply_author(struct k_ctx *cx, k_id member, struct reply_subject *s) K_CHECK;
/* The channel is there and not paused. UNSUPPORTED. */
k_err reply_channel_works(struct k_ctx *cx, const struct sq_channel_get_row *ch) K_CHECK;
/* What the policy says of the text with the sign; a subject without a post answers nobody. */
k_err reply_judge(struct k_ctx *cx, const struct reply_subject *s, k_str text, k_str sign,
                  const struct reply_limits *limits, struct reply_check *out) K_CHECK;
/* Whether it may be decided so: NOT_ACKNOWLEDGED, POLICY, NEEDS_REVIEW (in: soft_ok,
 * ask_second). */
k_err reply_allows(struct k_ctx *cx, const struct reply_check *c,
                   const struct reply_send *in) K_CHECK;
/* The state a row of the outbox begins in: held where a second person must look. */
k_str reply_begins(const struct reply_check *c);
/* Whether a held row may leave by the acting member: NEEDS_REVIEW while it waits for an
 * approval, NOT_ACKNOWLEDGED. */
k_err reply_may_release(struct k_ctx *cx, const struct sq_outbox_get_row *row) K_CHECK;
/* "reply.sent" as the event log says it of a row: what was done with a post of our own is told
 * from what was done with an answer. */
k_str reply_verb(struct k_ctx *cx, const struct sq_outbox_get_row *row, k_str verb);

#endif
