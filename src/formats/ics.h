/* ics: meetings and events out of a calendar file (RFC 5545; libical behind it), repetitions as
 * single ones within a window. Pure. Used by the import of calendars. */
#ifndef KITH_FORMATS_ICS_H
#define KITH_FORMATS_ICS_H

#include "base/err.h"
#include "base/time.h"
#include "base/vec.h"

enum {
    ICS_BYTES = 64 << 20, /* of a file */
    ICS_TIMES = 1000,     /* of a repeated entry within the window */
    ICS_STEPS = 50000,    /* looks on the way there */
    ICS_PEOPLE = 500,     /* of an entry */
    ICS_EVENTS = 500000   /* of a file */
};

struct ics_person {
    k_str name, address; /* address in small letters */
    bool declined;
};
struct ics_event {
    k_str uid;
    k_str ref; /* uid, and for one of many when it was first planned: "uid#20260131T090000Z" */
    k_str title, place;
    k_time at, until; /* UTC; until 0 = not said */
    bool cancelled;
    K_VEC(struct ics_person) people; /* organizer and attendees, no rooms */
    size_t line;                     /* of its BEGIN:VEVENT; 1 is the first */
    k_str why;                       /* K_NONE, or why it cannot be read */
};
struct ics_events {
    struct ics_event *v;
    size_t n, cap;
};

bool ics_is(k_str text);
/* All that begins within [from, to), cancelled ones whenever they were. An entry that cannot be
 * read comes with `why`. BAD_INPUT with *why: no calendar, or too large. */
k_err ics_read(struct k_arena *a, k_str text, k_time from, k_time to, struct ics_events *out,
               k_str *why) K_CHECK;

#endif
