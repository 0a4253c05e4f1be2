/* storm: what a member sees of a storm and decides about it, once for all that is in it and all
 * that still comes. Reads storm, storm_post, conversation, post; writes storm and what stands
 * for it. */
#ifndef KITH_DOMAIN_STORM_H
#define KITH_DOMAIN_STORM_H

#include "domain/storm_rules.h"
#include "store/sql.gen.h"

#define STORM_OWN_MOST 20

struct storm_page {
    struct sq_storm_get_row storm;
    struct storm_speed speed;
    struct sq_storm_differs_list differs; /* the post least like the others; at most one */
    struct sq_storm_differs_list own;     /* what stands on its own, at most STORM_OWN_MOST */
};
/* NOT_FOUND, also when the reader may not see what stands for it. */
k_err storm_read(struct k_ctx *cx, k_id storm, struct storm_page *out) K_CHECK;

/* decision: "done" (it may come back when it is much larger), "muted" (it never does), "open".
 * What stands for it becomes done or open, with `version` as in inbox_change. Needs a write
 * transaction; goes into the event log. NOT_FOUND, BAD_INPUT, CONFLICT. */
k_err storm_decide(struct k_ctx *cx, k_id storm, k_str decision, int64_t version) K_CHECK;

/* A member set the status of a conversation: when it stands for a storm, that is a decision.
 * Called by inbox_change. */
k_err storm_followed(struct k_ctx *cx, k_id conversation, k_str status) K_CHECK;

#endif
