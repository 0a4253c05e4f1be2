/* regroup: members put conversations together that are one matter, and take posts out of one
 * that are two. Nothing is lost by it and each can be taken back at any time. Every act runs in
 * the caller's write transaction, goes into the event log and tells open screens; who writes an
 * answer meanwhile must look again. */
#ifndef KITH_DOMAIN_REGROUP_H
#define KITH_DOMAIN_REGROUP_H

#include "base/ctx.h"

#define REGROUP_MANY 20     /* conversations merged in one act */
#define REGROUP_POSTS 20000 /* posts of a conversation that is taken apart */

struct regroup_made {
    k_id conversation; /* where the posts are now */
    k_id ids[REGROUP_MANY];
    size_t n; /* of ids: what regroup_undo takes back */
};
/* All of `from` (n of 1..REGROUP_MANY) goes into one conversation, of which `version` was seen
 * (0 = whatever it is). Errors: NOT_FOUND, CONFLICT (version; or they do not belong together:
 * from_ids). */
k_err regroup_merge(struct k_ctx *cx, k_id into, int64_t version, const k_id *from, size_t n,
                    struct regroup_made *out) K_CHECK;
/* The posts, and all that answers them, begin a conversation of their own; owner, team, labels
 * and followers are the same. NOT_FOUND, CONFLICT, BAD_INPUT (post_ids), LIMIT. */
k_err regroup_split(struct k_ctx *cx, k_id from, int64_t version, const k_id *posts, size_t n,
                    struct regroup_made *out) K_CHECK;
/* Takes one back: what went along goes back, and so does what came to it since. Gives the
 * conversation that stays. NOT_FOUND, CONFLICT (taken back already, or changed since). */
k_err regroup_undo(struct k_ctx *cx, k_id regrouping, k_id *conversation) K_CHECK;

#endif
