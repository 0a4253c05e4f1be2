/* pause: one switch that holds what would be said in public, for all, a channel, a region or a
 * topic. No send begins after a pause is committed: a send begins in the transaction that takes
 * its row, that transaction goes through the pause's gate, and the pause shuts the gate before
 * it looks. What it covers and has not begun is held; what had begun is listed. Nothing held
 * leaves by itself when the pause ends: a member confirms each row (reply_release). Taking a
 * post back is never held. Each act runs in the caller's write transaction. */
#ifndef KITH_DOMAIN_PAUSE_H
#define KITH_DOMAIN_PAUSE_H

#include "base/ctx.h"

struct pause_new {
    k_str scope;  /* all, channel, region, topic */
    k_id channel; /* with scope channel */
    k_id label;   /* with scope topic: conversations and posts of ours with this label */
    k_str region; /* with scope region: as channels name it */
    k_str reason; /* may come later: stopping takes one key */
};
/* Holds at once. *id: the pause, also when one of the same scope holds already. Needs a member.
 * BAD_INPUT with the field, NOT_FOUND. */
k_err pause_start(struct k_ctx *cx, const struct pause_new *n, k_id *id) K_CHECK;
/* Says why. NOT_FOUND, GONE when it has ended, BAD_INPUT (1 to 500 bytes). */
k_err pause_explain(struct k_ctx *cx, k_id id, k_str reason) K_CHECK;
/* Ends it; what came into the outbox meanwhile is held like the rest. GONE when it has ended.
 */
k_err pause_finish(struct k_ctx *cx, k_id id) K_CHECK;
/* PAUSED, with the reason, while a pause covers the conversation. */
k_err pause_allows(struct k_ctx *cx, k_id conversation) K_CHECK;
/* The same for what has no conversation: a row of the outbox that is a post of our own. */
k_err pause_allows_post(struct k_ctx *cx, k_id outbox) K_CHECK;

#endif
