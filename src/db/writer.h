/* writer: the one writer's place of a SQLite file, for all threads of this process. Threads get
 * it in the order in which they asked (SQLite's own busy handler sleeps and lets anybody pass).
 * Other processes are kept out by SQLite's lock, taken afterwards. */
#ifndef KITH_DB_WRITER_H
#define KITH_DB_WRITER_H

#include <stdbool.h>

struct writer;

/* The place of the file that is open at this path: the same one for every connection of this
 * process, also by another name of the file. NULL when the file is not there or memory ran out.
 * Given back with writer_close. */
struct writer *writer_open(const char *path);
void writer_close(struct writer *w);

/* Waits for the place at most wait_ms; false: it was not our turn in time. */
bool writer_take(struct writer *w, int wait_ms);
bool writer_wanted(struct writer *w); /* whether somebody waits for it */
void writer_give(struct writer *w);   /* the place goes to the one who waited longest */

#endif
