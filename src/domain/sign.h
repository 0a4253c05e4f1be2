/* sign: how a reply is signed. Every one carries the sign of its author, in the form that was
 * chosen for its channel, else for the team, else for the house. Reads and writes sign_form. */
#ifndef KITH_DOMAIN_SIGN_H
#define KITH_DOMAIN_SIGN_H

#include "base/ctx.h"
#include "domain/sign_rules.h"

/* The sign of a reply of the member through a channel; team: that of the conversation, or 0. */
k_err sign_of(struct k_ctx *cx, k_id member, k_id channel, k_id team, k_str *out) K_CHECK;
/* scope: house, team, channel (scope_id 0 for the house). An empty form: the next wider one
 * holds again. BAD_INPUT, NOT_FOUND. In a write transaction. */
k_err sign_set(struct k_ctx *cx, k_str scope, k_id scope_id, k_str form) K_CHECK;

#endif
