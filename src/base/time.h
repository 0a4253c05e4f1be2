/* time: UTC microseconds since 1970 everywhere. 0 means "never"/NULL in rows. */
#ifndef KITH_BASE_TIME_H
#define KITH_BASE_TIME_H

#include "base/arena.h"

typedef int64_t k_time; /* microseconds, UTC */
#define K_USEC 1LL
#define K_MSEC 1000LL
#define K_SEC 1000000LL
#define K_MIN (60 * K_SEC)
#define K_HOUR (60 * K_MIN)
#define K_DAY (24 * K_HOUR)

/* Where "now" comes from, so that tests fix it. */
struct k_clock {
    k_time (*now)(const struct k_clock *c);
    k_time fixed; /* used by k_clock_fixed only */
};
extern const struct k_clock k_clock_system;
struct k_clock k_clock_fixed(k_time at);
static inline k_time k_now(const struct k_clock *c)
{
    return c->now(c);
}
k_time k_mono(void); /* a clock that never goes back, for durations and time-outs only */

/* ISO 8601 / RFC 3339 with offset or Z, with or without fraction; also a date alone (midnight
 * UTC). */
bool k_time_parse(k_str s, k_time *out);
bool k_time_parse_http(k_str s,
                       k_time *out); /* IMF-fixdate and RFC 822 dates, as in HTTP and RSS */
k_str k_time_iso(struct k_arena *a, k_time t); /* 2026-11-22T05:48:24.123456Z */
/* The same into 32 bytes; returns the length. */
size_t k_time_iso_to(char out[32], k_time t);

/* Days since 1970-01-01 of a date of the Gregorian calendar, and the other way. */
int64_t k_day_of(int64_t year, int month, int day);
struct k_date {
    int64_t year;
    int month, day; /* from 1 */
};
struct k_date k_day_date(int64_t day);
bool k_day_parse(k_str s, int64_t *day);         /* "2026-12-24", a date that there is */
k_str k_day_iso(struct k_arena *a, int64_t day); /* "2026-12-24" */
/* Days since 1970 of a moment, and the rest within the day; right before 1970, too. */
static inline int64_t k_day_at(k_time t)
{
    return t >= 0 ? t / K_DAY : -((-t + K_DAY - 1) / K_DAY);
}

#endif
