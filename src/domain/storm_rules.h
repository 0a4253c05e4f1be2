/* storm_rules: when posts are a storm, who is not folded into it, and how fast it is. A storm
 * is nearly the same words from STORM_PEOPLE people within STORM_TIME of each other, or one
 * link from STORM_LINK_PEOPLE people on one channel within STORM_LINK_TIME. Greetings, thanks
 * and what says hardly anything are none. Pure. */
#ifndef KITH_DOMAIN_STORM_RULES_H
#define KITH_DOMAIN_STORM_RULES_H

#include "base/arena.h"
#include "base/time.h"
#include "domain/understand.h"

#define STORM_PEOPLE 3
#define STORM_TIME (48 * K_HOUR)
#define STORM_LINK_PEOPLE 5
#define STORM_LINK_TIME (30 * K_MIN)
#define STORM_WORDS 4 /* fewer words say too little: "thank you so" */
#define STORM_OWN 2   /* words that are no courtesy: not "many thanks to you" */
#define STORM_TIMES 2 /* a decided storm comes back at so many times the people, ... */
#define STORM_MORE 5  /* ... and at least so many more */

/* Words that greet, thank, wish, or hold a sentence together: made once a page. */
struct storm_courtesies;
const struct storm_courtesies *storm_courtesies_new(struct k_arena *a);
/* Whether a text says enough to be a storm by its words. */
bool storm_says_enough(const struct storm_courtesies *c, k_str text);

/* The first link of a text as it is compared: without scheme, "www.", what only counts visits,
 * and the part behind '#'. K_NONE: there is none, or it leads to the first page of a site,
 * which everybody names. Memory from the arena. */
k_str storm_link(struct k_arena *a, k_str text);

/* What a repost says: the text behind "RT @name:". */
k_str storm_reposted(k_str text);

struct storm_voice {
    int64_t who; /* 0 = nobody knows, counts for none */
    k_time at;
    int64_t followers; /* -1 = unknown */
};
struct storm_crowd {
    int people;          /* different ones */
    int64_t reach;       /* followers of those whose number is known, added up */
    int64_t reach_known; /* of how many people that is */
};
/* Those within `within` of a moment. */
struct storm_crowd storm_crowd(const struct storm_voice *v, size_t n, k_time at, k_time within);
/* Whether what was decided about so many people no longer holds for so many. */
bool storm_grown(int64_t decided, int64_t now);

#define STORM_ASKING (INTENT_COMPLAINT | INTENT_LEAD | INTENT_QUESTION)
/* One conversation beside the storm that its post belongs to. */
struct storm_single {
    bool held;        /* it is not open, or has an owner */
    bool more;        /* more was said in it than this, or we answered in it */
    bool to_us;       /* written or addressed to us */
    unsigned intents; /* of enum intent, of what waits in it */
    unsigned shared;  /* of the first post of the storm */
};
/* Why it is not folded; "" when it is: "held", "more", or "asks": it asks us something, wants
 * to buy or complains where the others do not. */
const char *storm_own(const struct storm_single *s);

struct storm_speed {
    int64_t last_hour; /* posts within the hour before now */
    int64_t peak;      /* most posts within any one hour */
    k_time peak_at;    /* where that hour begins */
};
/* at: the newest first. */
struct storm_speed storm_speed(const k_time *at, size_t n, k_time now);

#endif
