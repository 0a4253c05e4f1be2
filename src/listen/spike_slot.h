/* spike_slot: the hour of the week that a bin lies in. spike.c and spike_learn.c use it. Pure.
 */
#ifndef KITH_LISTEN_SPIKE_SLOT_H
#define KITH_LISTEN_SPIKE_SLOT_H

#include "listen/spike.h"

/* Local time; `span` is kept between calls, {0} for the first. */
static inline k_time spike_local(const struct k_zone *z, struct k_zone_span *span, k_time at)
{
    if (at < span->from || at >= span->until)
        *span = k_zone_at(z ? z : k_zone_utc(), at);
    return at + span->offset;
}

/* Hours since 1970, local. */
static inline int64_t spike_hour(const struct k_zone *z, struct k_zone_span *span, k_time at)
{
    k_time local = spike_local(z, span, at);
    return local >= 0 ? local / K_HOUR : -((-local + K_HOUR - 1) / K_HOUR);
}

/* 0 = Monday, 0:00; 1970 began with a Thursday. */
static inline int spike_slot(int64_t hour)
{
    return (int)(((hour + 3 * 24) % SPIKE_SLOTS + SPIKE_SLOTS) % SPIKE_SLOTS);
}

static inline bool spike_bin_is_good(k_time bin)
{
    return bin >= K_MIN && bin <= K_HOUR && K_HOUR % bin == 0;
}

#endif
