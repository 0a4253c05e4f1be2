/* acknowledge: what a routing rule may say by itself: in private, where the owner of the house
 * allows it, that something has arrived, who will answer and by when. A row of the outbox with
 * a rule in place of a member; the sender judges it again in the transaction that takes it. It
 * is no answer: who waits, waits on. Reads conversation, post, clock, calendar, setting; writes
 * outbox, routing_effect, event. docs/design/automation.md. */
#ifndef KITH_DOMAIN_ACKNOWLEDGE_H
#define KITH_DOMAIN_ACKNOWLEDGE_H

#include "domain/routing.h"

/* Does the owner of the house allow it? No, until they said so. */
k_err acknowledge_allowed(struct k_ctx *cx, bool *on) K_CHECK;
/* Only an owner who is signed in allows it (FORBIDDEN); whoever may change settings forbids it.
 * In a write transaction. */
k_err acknowledge_allow(struct k_ctx *cx, bool on) K_CHECK;

/* What rules asked for while a page came in: decides each, behind the deadlines of the
 * conversation, and notes what came of it in the effect and in its row. In the transaction of
 * the page. */
k_err acknowledge_decide(struct k_ctx *cx, struct routing_case *c) K_CHECK;

/* The one that may leave now, judged again in the sender's transaction, in which it must be
 * taken; 0: none. What may not leave any more is dropped, with the reason. */
k_err acknowledge_next(struct k_ctx *cx, k_id *id) K_CHECK;

#endif
