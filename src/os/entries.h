/* entries: the files of an archive (zip, tar, tar.gz; libarchive behind it) or of a folder, one
 * after the other, within limits: what somebody uploads may be made to fill a disk. Names are
 * data: nothing is ever written to where they point, links are not followed. */
#ifndef KITH_OS_ENTRIES_H
#define KITH_OS_ENTRIES_H

#include "base/arena.h"

enum {
    OS_ENTRIES_MOST = 2000000, /* files and folders */
    OS_ENTRIES_NAME = 1000,    /* bytes of a name */
    OS_ENTRIES_RATIO = 200     /* bytes unpacked for each byte of the archive ... */
};
#define OS_ENTRIES_FREE ((int64_t)64 << 20)  /* ... and so many whatever its size */
#define OS_ENTRIES_TOTAL ((int64_t)16 << 30) /* bytes read from all of them */

struct os_entries;
struct os_entry {
    k_str name;    /* valid UTF-8 of one line, without ".." and leading "/"; until the next */
    int64_t size;  /* -1 = not known before it is read */
    int64_t mtime; /* seconds since 1970, 0 = not known */
    k_str why;     /* K_NONE, or why it cannot be read */
};

/* Whether the first bytes are those of a zip, tar or gzip file. */
bool os_entries_is_archive(k_str text);
/* An archive in memory, which outlives the reader. A lone gzip file is one entry named "". */
k_err os_entries_archive(k_str text, struct os_entries **out) K_CHECK;
/* The files below a folder, in the order of their names. */
k_err os_entries_folder(const char *path, struct os_entries **out) K_CHECK;

/* The next regular file; *found = false at the end. BAD_INPUT, TOO_LARGE: the rest cannot be
 * read, os_entries_why says why. */
k_err os_entries_next(struct os_entries *e, struct os_entry *entry, bool *found) K_CHECK;
/* Up to n bytes of the entry; *got = 0 at its end. BAD_INPUT: this one is damaged, the next may
 * be read. TOO_LARGE: no more of any. */
k_err os_entries_read(struct os_entries *e, void *to, size_t n, size_t *got) K_CHECK;
k_str os_entries_why(const struct os_entries *e);
void os_entries_close(struct os_entries *e); /* NULL is fine */

#endif
