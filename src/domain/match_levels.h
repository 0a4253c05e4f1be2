/* match_levels: how the fields of two records agree, the best of all their values. Part of
 * match_rules; nobody else includes it. */
#ifndef KITH_DOMAIN_MATCH_LEVELS_H
#define KITH_DOMAIN_MATCH_LEVELS_H

#include "domain/match_rules.h"

struct match_found {
    enum match_level level;
    k_str a, b;  /* as shown */
    k_str norm;  /* what both have, when the level is SAME */
    bool unique; /* of a number */
};
/* world: for the shares of words in names of organizations; may be NULL. */
void match_find(struct k_arena *a, const struct match_record *x, const struct match_record *y,
                const struct match_world *w, struct match_found out[MATCH_FIELDS]);

#endif
