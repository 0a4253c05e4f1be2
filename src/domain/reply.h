/* reply: how a member answers: a draft, the policy's findings, the decision to send. Nothing
 * leaves without a member's act: the decision is a row of the outbox and an entry of the event
 * log in one transaction; flow/outbox.c delivers it. */
#ifndef KITH_DOMAIN_REPLY_H
#define KITH_DOMAIN_REPLY_H

#include "base/ctx.h"
#include "connectors/connector.h"
#include "domain/policy_rules.h"
#include "store/sql.gen.h"

/* Keeps what the acting member has written so far; an empty text removes it. reply_to 0 = the
 * newest post of theirs. Needs a write transaction. Errors: NOT_FOUND. */
k_err reply_draft(struct k_ctx *cx, k_id conversation, k_id reply_to, k_str text) K_CHECK;

/* What the policy in force says about a text, without sending it. limits: of the network of the
 * channel (the caller looks it up in the registry; NULL = it cannot answer at all). Without an
 * adopted policy the starter's rules hold; one that cannot be read stops everything (POLICY).
 */
struct reply_check {
    struct policy_findings findings;
    int64_t policy_version; /* 0 = the starter's rules */
    k_id reply_to;          /* the post that would be answered */
    k_id channel;           /* through which it would leave */
    bool acknowledged; /* the acting member knows the policy in force: else nothing leaves */
    k_str text, sign;  /* as it would leave, and the sign at its end */
    int64_t graphemes, bytes;
};
k_err reply_check(struct k_ctx *cx, k_id conversation, k_id reply_to, k_str text,
                  const struct reply_limits *limits, struct reply_check *out) K_CHECK;

/* The same for a row of the outbox with a text (its sign is added where it is not at the end):
 * as its author's, who must still work here (FORBIDDEN). `acknowledged` is the acting member's.
 */
k_err reply_check_row(struct k_ctx *cx, const struct sq_outbox_get_row *row, k_str text,
                      const struct reply_limits *limits, struct reply_check *out) K_CHECK;
/* The text of a row without its author's sign. */
k_err reply_unsigned(struct k_ctx *cx, const struct sq_outbox_get_row *row, k_str *out) K_CHECK;

struct reply_send {
    k_id conversation, reply_to; /* reply_to 0 = the newest post of theirs */
    k_str text;
    int64_t version; /* of the conversation as the member saw it */
    k_str key;       /* made by the screen with the draft: the same key is the same decision */
    const struct reply_limits *limits;
    bool soft_ok;    /* the member saw the warnings */
    bool ask_second; /* what rules of kind review find: leave it for a second person */
};
/* Decides to send. Needs a write transaction and a member as actor: a program with a token
 * cannot speak for anybody. *outbox: the row, also when the key was used before (then nothing
 * else happens). *check (may be NULL) has the findings. Errors: FORBIDDEN (no member acts),
 * NOT_FOUND, STALE (a post came or somebody answered after `version`; other changes of the
 * conversation do not matter), POLICY (a hard finding, or warnings that were not seen; detail
 * says the first), NEEDS_REVIEW (a finding of kind review without ask_second: with it the row
 * is held until those whom the rule names approve it, approval.h), NOT_ACKNOWLEDGED (the member
 * has not acknowledged the policy in force), UNSUPPORTED (the channel cannot answer, or is not
 * active), CONFLICT (the key was used for another conversation), PAUSED (domain/pause.h). */
k_err reply_send(struct k_ctx *cx, const struct reply_send *in, k_id *outbox,
                 struct reply_check *check) K_CHECK;

/* Decides to take one of our own posts back from the network. Same rules, no policy. */
k_err reply_remove(struct k_ctx *cx, k_id post, k_id *outbox) K_CHECK;

/* What a person decides about a row of the outbox. Each needs a write transaction and a member.
 * CONFLICT when the row is not in a state for it. */
k_err reply_retry(struct k_ctx *cx, k_id outbox) K_CHECK; /* failed -> queued */
k_err reply_cancel(struct k_ctx *cx,
                   k_id outbox) K_CHECK; /* queued, failed, held, draft -> cancelled */
/* held -> queued, confirmed by the member that acts, who saw `version` of the conversation.
 * PAUSED while a pause covers it, STALE when something was said behind `version`,
 * NOT_ACKNOWLEDGED as for sending, NEEDS_REVIEW while it waits for an approval. */
k_err reply_release(struct k_ctx *cx, k_id outbox, int64_t version) K_CHECK;
/* unclear -> sent (it is there) or failed (it is not; may be tried again). */
k_err reply_settle(struct k_ctx *cx, k_id outbox, bool sent) K_CHECK;

/* What the check said about a reply, as a row of the outbox keeps it: each rule once. */
k_str reply_rules_told(struct k_arena *a, const struct policy_findings *all);

/* The acting member looked where a link leads: for some days the check knows. In a write
 * transaction. */
k_err reply_link_opened(struct k_ctx *cx, k_str url) K_CHECK;

/* The text as it will stand on the network: with the member's sign (sign.h). */
k_str reply_signed(struct k_arena *a, k_str text, k_str sign);

#endif
