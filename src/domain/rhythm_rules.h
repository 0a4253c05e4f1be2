/* rhythm_rules: how often two have to do with each other, by their own days and not by a fixed
 * clock: usual interval, burstiness, silence in units of the interval. Pure. */
#ifndef KITH_DOMAIN_RHYTHM_RULES_H
#define KITH_DOMAIN_RHYTHM_RULES_H

#include "base/time.h"

#define RHYTHM_LEAST 2.0  /* days: what the median is clamped to */
#define RHYTHM_MOST 120.0 /* days */
#define RHYTHM_USUAL 30.0 /* days: the interval of who has none yet */
#define RHYTHM_DRIFTS 3.0 /* intervals of silence */
#define RHYTHM_DORMANT                                                                         \
    8.0 /* doi 10.1140/epjds/s13688-017-0127-3: then it is most likely over */

enum rhythm { RHYTHM_NONE, RHYTHM_ALIVE, RHYTHM_DRIFTING, RHYTHM_ASLEEP, RHYTHMS };
const char *rhythm_name(enum rhythm r); /* "none", "alive", "drifting", "dormant" */

/* The median of n gaps in whole days, not clamped; 0 when there is none. */
double rhythm_median(const uint8_t *gaps, size_t n);
/* The interval that silence is measured by: the median clamped, RHYTHM_USUAL without gaps. */
double rhythm_interval(const uint8_t *gaps, size_t n);
/* (sigma - mu) / (sigma + mu): -1 regular, 0 random, towards 1 bursty. NaN below 2 gaps. */
double rhythm_burstiness(const uint8_t *gaps, size_t n);
/* Silence in intervals. `last` 0: there was nothing, 0. */
double rhythm_dormancy(k_time last, double interval, k_time now);
/* Of who never had an exchange there is nothing to keep: RHYTHM_NONE. */
enum rhythm rhythm_of(bool two_way, double dormancy);

#endif
