/* profile_rules: which page an account has, when two addresses are one page, and what a look at
 * the pages says about a link between them (microformats rel-me, RelMeAuth). Pure. A page that
 * names another is a claim of whoever writes the page; only both together say that one person
 * owns both. */
#ifndef KITH_DOMAIN_PROFILE_RULES_H
#define KITH_DOMAIN_PROFILE_RULES_H

#include "base/time.h"
#include "connectors/profile.h"
#include "domain/match_links.h"

/* ---- addresses --------------------------------------------------------------------------- */

/* A handle on Bluesky that is a domain of one's own: the network has checked that. */
bool profile_own_domain(const struct match_profile *p);
/* The page of an account that could name others; empty when it has none that shows strangers
 * anything, or when its address is only what somebody typed beside a comment. */
k_str profile_page_of(struct k_arena *a, const struct match_profile *p);
/* As addresses of pages are compared: without scheme, default port, slash at the end and
 * fragment; host in small letters, path and query as they are. Empty: no web address, one with
 * user and password, or over 500 bytes. */
k_str profile_address(struct k_arena *a, k_str url);
/* Whether a page whose redirects ended at `landed` is that page too: the same but for "www.",
 * or somewhere on the same host when the address is the whole host. Elsewhere a redirect is a
 * claim of who set it, and gives nobody the page where it leads. Both as compared. */
bool profile_lands_home(k_str address, k_str landed);
/* Every address under which the account's page may be named: as compared. */
void profile_at(struct k_arena *a, const struct match_profile *p, struct match_words *out);

/* ---- links ------------------------------------------------------------------------------- */

enum profile_link {
    PROFILE_NONE,
    PROFILE_ONE,     /* one page names the other; the other does not */
    PROFILE_BOTH,    /* both name each other */
    PROFILE_LOST,    /* was both; the other names this one no more, or is gone */
    PROFILE_DROPPED, /* was both; this page names the other no more, or is gone */
    PROFILE_LINKS
};
const char *profile_link_name(enum profile_link l); /* "one" */
enum profile_link profile_link_of(k_str name);
const char *profile_seen_name(enum profile_seen s); /* "read" */
enum profile_seen profile_seen_of(k_str name);

struct profile_state {
    enum profile_link link;
    int64_t fails;          /* looks in a row that came to nothing */
    k_time both, ended;     /* since when both said so, since when no more; 0 */
    enum profile_seen seen; /* what came of the other page */
};
struct profile_facts {
    enum profile_seen page;  /* of the page itself */
    int64_t page_fails;      /* with this look */
    bool named;              /* it names the other */
    enum profile_seen other; /* of the other; NEW = there was no time to look */
    bool back;               /* the other names it */
    k_time now;
};
/* What holds after a look. PROFILE_NONE: forget it. A page that only did not answer changes
 * nothing before PROFILE_FAILS looks in a row; everything else counts at once. What ended is
 * remembered for PROFILE_REMEMBERED. */
struct profile_state profile_judge(const struct profile_state *was,
                                   const struct profile_facts *f);
enum { PROFILE_FAILS = 3 };
#define PROFILE_REMEMBERED (90 * K_DAY)

/* When the page is looked at again: a week after it was read, a day after no answer (a week
 * from the third on), 30 days when there is no page to read. */
k_time profile_wait(enum profile_seen seen, int64_t fails);

/* Why, for people. */
const char *profile_link_said(enum profile_link l, enum profile_seen other);
/* Of a page that was not read; "" when it was, or is to be. */
const char *profile_page_said(enum profile_seen seen);

#endif
