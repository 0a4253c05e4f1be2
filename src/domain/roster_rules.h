/* roster_rules: who gets the next one. Pure. */
#ifndef KITH_DOMAIN_ROSTER_RULES_H
#define KITH_DOMAIN_ROSTER_RULES_H

#include "base/id.h"
#include "base/time.h"

struct roster_candidate {
    k_id member;
    bool here;         /* in their hours and not away */
    int64_t open;      /* open conversations of theirs */
    int64_t most_open; /* 0 = no bound */
    k_time given_at;   /* when they got something last */
};
/* The one who is here, has room and has the least; of those with the same the one who got
 * something longest ago, then the smaller id. Its number; n: nobody. */
size_t roster_pick(const struct roster_candidate *v, size_t n);

#endif
