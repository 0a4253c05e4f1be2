/* hours: office hours as they are stored: those of the house, of offices, of members. Reads and
 * writes calendar, calendar_day. */
#ifndef KITH_DOMAIN_HOURS_H
#define KITH_DOMAIN_HOURS_H

#include "base/ctx.h"
#include "base/vec.h"
#include "domain/hours_rules.h"
#include "store/sql.gen.h"

struct hours_calendar {
    struct sq_calendar_list_row row;
    struct hours hours;
};
/* All of them: tables of a few rows, read whole. */
struct hours_book {
    struct hours_calendar *v;
    size_t n, cap;
    struct sq_calendar_days_list days;
};
k_err hours_read(struct k_ctx *cx, struct hours_book *out) K_CHECK;
/* Those of a calendar; 0, and one that is gone, mean those of the house. NULL: there are none,
 * so it never closes. */
const struct hours *hours_of(const struct hours_book *b, k_id calendar);
/* The zone of the house's clocks; UTC when it has no office hours. */
k_err hours_house_zone(struct k_ctx *cx, const struct k_zone **out) K_CHECK;
/* Its name: "Europe/Berlin", or "UTC". */
k_err hours_house_zone_name(struct k_ctx *cx, k_str *out) K_CHECK;
const struct hours_calendar *hours_calendar_of(const struct hours_book *b, k_id calendar);

struct hours_new_day {
    int64_t day;
    k_str name, open;
};
struct hours_new {
    k_id id; /* 0 = a new one */
    k_str name, time_zone;
    k_str week[7]; /* Monday first, as hours_day_read has it */
    bool is_default;
    k_id member; /* a member's own; else 0 */
    const struct hours_new_day *days;
    size_t n_days;
};
#define HOURS_CALENDARS 200
#define HOURS_DAYS 1000 /* of a calendar */
/* Writes it and asks for all deadlines to be worked out anew. BAD_INPUT (name, time_zone,
 * week[i], days[i].open), NOT_FOUND. The first one is that of the house. */
k_err hours_save(struct k_ctx *cx, const struct hours_new *h, k_id *id) K_CHECK;
/* CONFLICT while something points at it, or it is that of the house. */
k_err hours_remove(struct k_ctx *cx, k_id id) K_CHECK;

#endif
