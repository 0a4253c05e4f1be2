/* calendar: import of calendars (ICS): meetings with people become touches and shared moments,
 * repeated ones one by one. What did not take place yet is left for the next import. Without
 * sharing, what a meeting was about stays with the member: the moment that others may see has
 * no title of its own. Reads the text of the file; writes touch, moment, moment_person, and
 * persons through contact_store. */
#ifndef KITH_IMPORT_CALENDAR_H
#define KITH_IMPORT_CALENDAR_H

#include "import/run.h"

extern const struct import_kind import_kind_calendar;

#endif
