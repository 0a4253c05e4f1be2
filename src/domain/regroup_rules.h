/* regroup_rules: which conversations may be put together, what goes along when posts are taken
 * out of one. Pure. */
#ifndef KITH_DOMAIN_REGROUP_RULES_H
#define KITH_DOMAIN_REGROUP_RULES_H

#include "base/arena.h"
#include "base/id.h"
#include "base/str.h"

struct regroup_side {
    k_id id, channel, storm;
    bool direct;  /* said in private */
    k_str status; /* open, snoozed, done, folded, merged */
};
/* NULL when posts of it may go, or come in; else why not: a sentence, static. */
const char *regroup_may_change(const struct regroup_side *c);
/* NULL when the two may be put together; else why not. Either may be first. */
const char *regroup_may_merge(const struct regroup_side *a, const struct regroup_side *b);
/* Of two that are put together: open when one is, else asleep when one is, else done. */
k_str regroup_status(k_str a, k_str b);

struct regroup_post {
    k_id id, parent; /* parent: the post it answers; 0, or one that is not among them, = none */
};
/* goes[i]: posts[i] is chosen, or answers one that goes, however far below. Rings end. Returns
 * how many go. Time: n. */
size_t regroup_below(struct k_arena *a, const struct regroup_post *posts, size_t n,
                     const k_id *chosen, size_t n_chosen, bool *goes);

#endif
