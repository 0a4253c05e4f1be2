/* view_rules: who sees, changes and shares a saved view of the inbox. What a view shows is
 * another question: each reader sees in it what the reader's own rights give. Pure. */
#ifndef KITH_DOMAIN_VIEW_RULES_H
#define KITH_DOMAIN_VIEW_RULES_H

#include "base/id.h"
#include "base/str.h"

struct view_looker {
    k_id member;
    k_str role;
    const k_id *teams, *leads; /* the member's teams; those it leads */
    size_t n_teams, n_leads;
};
struct view_kept {
    k_id maker;
    k_id own;  /* whose alone it is; 0 = shared */
    k_id team; /* shared with this team; 0 = with the house */
};
/* The reason goes with the answer: own, house, team, lead, admin, maker, none. */
struct view_verdict {
    bool may;
    const char *why;
};
struct view_verdict view_seen(const struct view_looker *who, const struct view_kept *v);
/* Own ones, and shared ones by their maker, who leads, and admins. Who may not answer (any
 * more) changes nothing that is shared. */
struct view_verdict view_changed(const struct view_looker *who, const struct view_kept *v);
/* With a team, or the house (0): who may answer; with a team who belongs to it or leads. */
struct view_verdict view_shared(const struct view_looker *who, k_id team);

#endif
