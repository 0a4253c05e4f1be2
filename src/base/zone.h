/* zone: the local time of a place. Reads one file of the system's time zone database (TZif, RFC
 * 9636): the changes it lists, and the rule at its end for the years behind them. A zone is
 * read-only: threads may share it. */
#ifndef KITH_BASE_ZONE_H
#define KITH_BASE_ZONE_H

#include "base/time.h"

struct k_zone;

/* Reads the bytes of a file. NULL when they are no time zone. Everything is copied. */
const struct k_zone *k_zone_read(struct k_arena *a, k_str bytes);
/* "Europe/Berlin", from the folder of the system (or $TZDIR). NULL when there is no such file:
 * the package tzdata is missing, or the name is wrong. Names with ".." or a first "/" have
 * none. */
const struct k_zone *k_zone_load(struct k_arena *a, k_str name);

const struct k_zone *k_zone_utc(void); /* where clocks never change */

/* What the clocks there are ahead of UTC at a moment, and the span [from, until) in which that
 * holds. */
struct k_zone_span {
    k_time offset, from, until;
};
#define K_ZONE_EVER (INT64_MAX / 4)
struct k_zone_span k_zone_at(const struct k_zone *z, k_time at);

#endif
