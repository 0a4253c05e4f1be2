/* match_links: profiles of one person on several networks that point at each other. Pure. A
 * link is a claim of whoever set it; only both ends together, or a handle that is a domain and
 * a profile at that very domain whose owner we know, verify it. */
#ifndef KITH_DOMAIN_MATCH_LINKS_H
#define KITH_DOMAIN_MATCH_LINKS_H

#include "domain/match_norm.h"

struct match_profile {
    k_str network, native_id, handle, url, bio;
    k_str verified; /* how we know that it is theirs: '', link, rel-me, member */
};
enum match_link { MATCH_LINK_NONE, MATCH_LINK_ONE_WAY, MATCH_LINK_VERIFIED };

/* Where the profile is, by its network's own rules: normalised addresses (match_norm_url). What
 * somebody typed for a site is no address of a profile. */
void match_links_at(struct k_arena *a, const struct match_profile *p, struct match_words *out);
/* Where it points: links in the bio, the site that was typed. At most 20. */
void match_links_to(struct k_arena *a, const struct match_profile *p, struct match_words *out);

/* Of all profiles of two persons, the best that can be said. */
enum match_link match_links_between(struct k_arena *a, const struct match_profile *x, size_t nx,
                                    const struct match_profile *y, size_t ny);

#endif
