/* match_links: profiles of one person on several networks that point at each other. Pure. A
 * link is a claim of whoever set it; only both ends together, or a handle that is a domain and
 * a profile at that very domain whose owner we know, verify it. */
#ifndef KITH_DOMAIN_MATCH_LINKS_H
#define KITH_DOMAIN_MATCH_LINKS_H

#include "base/id.h"
#include "domain/match_norm.h"

/* A page that the profile's page names with rel="me" (domain/profiles). */
struct match_me {
    k_str address, landed; /* profile_address; landed may be empty */
    bool both;             /* that page was seen to name this one too */
};
struct match_profile {
    k_str network, native_id, handle, url, bio;
    k_str verified; /* how we know that it is theirs: '', link, rel-me, member */
    k_str landed;   /* where the redirects of its page ended; may be empty */
    k_id id;        /* of the identity; 0 where nobody asks */
    K_VEC(struct match_me) me;
};
enum match_link {
    MATCH_LINK_NONE,
    MATCH_LINK_ONE_WAY, /* a link in a text, or the site that was typed */
    MATCH_LINK_CLAIMED, /* one page names the other with rel="me" */
    MATCH_LINK_VERIFIED,
    MATCH_LINK_REL_ME /* verified: both ends, one of them at least with rel="me" */
};
struct match_linked {
    enum match_link link;
    k_str x, y; /* the two, as shown */
};

/* Where the profile is, by its network's own rules: normalised addresses (match_norm_url). What
 * somebody typed for a site is no address of a profile. */
void match_links_at(struct k_arena *a, const struct match_profile *p, struct match_words *out);
/* Where it points: links in the bio, the site that was typed. At most 20. */
void match_links_to(struct k_arena *a, const struct match_profile *p, struct match_words *out);
/* Whether the url is the page that the network gives the account; elsewhere it is what its
 * owner typed. */
bool match_links_url_is_page(const struct match_profile *p);
/* Whether a text of x (its bio) points at y's page. */
bool match_links_tells(struct k_arena *a, const struct match_profile *x,
                       const struct match_profile *y);

/* Of two profiles, and of all profiles of two persons, the best that can be said. */
enum match_link match_links_pair(struct k_arena *a, const struct match_profile *x,
                                 const struct match_profile *y);
struct match_linked match_links_between(struct k_arena *a, const struct match_profile *x,
                                        size_t nx, const struct match_profile *y, size_t ny);

#endif
