/* approval: a reply that a rule of kind review found something in waits, held in the outbox,
 * for those whom the rule names: stage by stage, each another person, never its author. Reads
 * member, team, absence, channel; writes approval, outbox, draft, mention; appends events. Who
 * is asked and who may answer: approval_rules.h. */
#ifndef KITH_DOMAIN_APPROVAL_H
#define KITH_DOMAIN_APPROVAL_H

#include "base/ctx.h"
#include "connectors/connector.h"
#include "domain/approval_rules.h"
#include "store/sql.gen.h"

/* Asks for what the findings want and was not asked yet, and begins the next stage when none is
 * open. In the write transaction that put the row into the outbox or changed its text.
 * NEEDS_REVIEW when a stage has nobody who could answer it. */
k_err approval_ask(struct k_ctx *cx, k_id outbox, const struct policy_findings *found) K_CHECK;

/* Where a reply stands, and what the acting member may do about it. */
struct approval_now {
    struct sq_approval_of_list stages;
    const struct sq_approval_of_row *open; /* the stage that is asked; NULL = none */
    enum approval_verdict verdict;         /* of the acting member about it */
    k_id stands_for;                       /* who is asked, when the member stands in; else 0 */
    bool late;                             /* its time has passed */
};
k_err approval_now(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                   struct approval_now *out) K_CHECK;
/* The same for n rows, with one question to the database for their stages. out: n. */
k_err approval_now_each(struct k_ctx *cx, const struct sq_outbox_get_row *rows, size_t n,
                        struct approval_now *out) K_CHECK;

struct approval_yes {
    k_id outbox;
    int64_t version; /* of the conversation as the member saw it */
    k_str text;      /* as it shall leave, without the author's sign; K_NONE = as it is */
    k_str note;
    k_str condition; /* what its author must make sure of first; K_NONE = nothing */
    bool late_ok;    /* the member saw that the time for it has passed */
    const struct reply_limits *limits;
};
/* Says yes at the stage that is open. The text is checked again, as its author's: hard findings
 * stop it (POLICY), further ones of kind review ask for their stages. After the last stage it
 * leaves; with a condition at any stage it stays held until somebody says that it is met
 * (reply_release). Needs a write transaction and a member. NOT_FOUND; CONFLICT (it does not
 * wait, or its author has left); NEEDS_REVIEW (who may not, and why); NOT_ACKNOWLEDGED; PAUSED;
 * STALE; LATE (without late_ok); BAD_INPUT; FORBIDDEN (changes words without the right to speak
 * there). */
k_err approval_give(struct k_ctx *cx, const struct approval_yes *in) K_CHECK;
/* Gives it back to its author with what to change: an answer is cancelled and becomes their
 * draft, unless they began another one; a post of our own is a draft in the calendar. BAD_INPUT
 * without a note; else as approval_give. */
k_err approval_return(struct k_ctx *cx, k_id outbox, k_str note) K_CHECK;
/* The reply does not leave: nobody is asked any more. */
k_err approval_drop(struct k_ctx *cx, k_id outbox) K_CHECK;

#define APPROVAL_OPEN_MAX 500
/* Replies that wait for the acting member's yes, the most urgent first. */
struct approval_mine {
    K_VEC(struct sq_outbox_get_row) outbox;
    int64_t late; /* of them */
};
k_err approval_mine(struct k_ctx *cx, struct approval_mine *out) K_CHECK;

/* Tells of stages whose time has passed, each once: the author, those who are asked, and
 * managers and above. In a write transaction. *n: how many stages. */
k_err approval_tell_late(struct k_ctx *cx, int max, int64_t *n) K_CHECK;

#endif
