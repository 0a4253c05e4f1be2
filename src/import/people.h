/* people: import of persons and organizations from address cards and tables. Columns are found
 * by their names in exports of many programs, a member may correct them. Everything becomes the
 * importing member's own until it is shared, or the team's at once where that was chosen. Reads
 * the text of the file; writes through contact_store. */
#ifndef KITH_IMPORT_PEOPLE_H
#define KITH_IMPORT_PEOPLE_H

#include "import/run.h"

extern const struct import_kind import_kind_people;

/* Whether it is a file of cards, or a table of people rather than of posts. */
bool people_is_file(struct k_arena *a, k_str text);

#endif
