/* trail: what the trails of changes share (routing_change, listening_change): a fingerprint by
 * which a server knows whether what it has ready is what is stored. Pure. */
#ifndef KITH_DOMAIN_TRAIL_H
#define KITH_DOMAIN_TRAIL_H

#include "base/arena.h"
#include "base/id.h"

/* The fingerprint of all things after one more change, of the one before (empty at first), the
 * thing that was changed and what it is now: equal only where all changes so far are. In the
 * arena. */
k_str trail_print(struct k_arena *a, k_str before, k_id thing, k_str after);

#endif
