/* hours_rules: office hours. The office is open at a moment when the clocks of its place show a
 * minute of an opening of that day. From that one sentence follow the days on which the clocks
 * change: an hour that does not exist is not worked, one that comes twice is worked twice.
 * Pure. */
#ifndef KITH_DOMAIN_HOURS_RULES_H
#define KITH_DOMAIN_HOURS_RULES_H

#include "base/zone.h"

#define HOURS_SPANS 6            /* openings a day */
#define HOURS_FAR (3660 * K_DAY) /* nobody looks further ahead */

struct hours_day {
    struct {
        int16_t from, to; /* minutes of the local day, to > from, to <= 1440; rising */
    } v[HOURS_SPANS];
    int n; /* 0 = closed */
};
/* A holiday, or a day with other hours. */
struct hours_special {
    int64_t day; /* since 1970 */
    struct hours_day open;
};
struct hours {
    const struct k_zone *zone;
    struct hours_day week[7];            /* Monday first */
    const struct hours_special *special; /* rising by day */
    size_t n_special;
};

/* "09:00-12:00 13:00-17:30", "" = closed, "00:00-24:00" = all day. false: *why says what is
 * wrong, in a sentence. */
bool hours_day_read(k_str text, struct hours_day *out, const char **why);
k_str hours_day_text(struct k_arena *a, const struct hours_day *d);

/* In all of these h == NULL is an office that never closes. */
bool hours_open(const struct hours *h, k_time at);
/* Opening time in [from, to); 0 when to <= from. */
k_time hours_between(const struct hours *h, k_time from, k_time to);
/* The moment at which `span` of opening time has gone by since `from`; never earlier than from.
 * span 0 is `from` itself. 0: not within HOURS_FAR. */
k_time hours_add(const struct hours *h, k_time from, k_time span);
/* When it opens next: `at` itself while it is open. 0: not within HOURS_FAR. */
k_time hours_next_open(const struct hours *h, k_time at);

#endif
