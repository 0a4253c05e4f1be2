/* ears: the listening queries of the house, ready to be held against what comes in. They are
 * shared by all threads of the process; a change of a query by any server is taken over before
 * the next page of posts, while others go on matching. Reads listening_query, listening_change.
 */
#ifndef KITH_DOMAIN_EARS_H
#define KITH_DOMAIN_EARS_H

#include "base/ctx.h"
#include "listen/post.h"

struct ears;
/* As the queries are now; held as long as cx->arena. *out NULL: there are none. */
k_err ears_read(struct k_ctx *cx, const struct ears **out) K_CHECK;

/* For one thread; freed with the arena. */
struct ears_desk;
struct ears_desk *ears_desk_new(struct k_arena *a);

/* What queries say of one post: those that watch and those that hide found it, or one
 * (skipped_by) says that it is not to be collected. The list is good until the next call. */
struct ears_said {
    const uint64_t *found;
    size_t n;
    bool hidden; /* one that hides is among them */
    k_id skipped_by;
};
struct ears_said ears_hear(const struct ears *e, struct ears_desk *d,
                           const struct listen_post *post);

#endif
