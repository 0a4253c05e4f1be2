/* file: whole files, safe replacement, folders, and lines of files of any size. Errors:
 * NOT_FOUND, FORBIDDEN (rights), DISK_FULL, TOO_LARGE, IO; the system's own words go to the log
 * once, here (but for NOT_FOUND, which is often an answer). */
#ifndef KITH_OS_FILE_H
#define KITH_OS_FILE_H

#include "base/arena.h"

/* The whole file, NUL-terminated behind its bytes. More than max bytes: TOO_LARGE. */
k_err os_file_read(struct k_arena *a, const char *path, size_t max, k_str *out) K_CHECK;

/* Replaces path by content with these rights (0600 for secrets), or leaves it as it was:
 * written beside it, flushed to the disk, renamed over it, folder flushed. */
k_err os_file_write(const char *path, k_str content, unsigned mode) K_CHECK;

/* The same, but K_ERR_EXISTS (and nothing changed) when path is there already, also when two
 * processes try at once. */
k_err os_file_create(const char *path, k_str content, unsigned mode) K_CHECK;

bool os_file_exists(const char *path); /* anything of that name, also a folder */
/* Rights of path (0777 bits); NOT_FOUND. */
k_err os_file_mode(const char *path, unsigned *mode) K_CHECK;
k_err os_file_size(const char *path, int64_t *bytes) K_CHECK;

/* Makes path and the folders above it where they are missing. */
k_err os_folder_make(const char *path, unsigned mode) K_CHECK;
/* A new empty folder of our own (0700) under TMPDIR or /tmp, its path NUL-terminated. */
k_err os_folder_temp(struct k_arena *a, const char *prefix, k_str *path) K_CHECK;
/* Removes the folder and all in it; does not follow links. K_OK when it was not there. */
k_err os_folder_remove(const char *path) K_CHECK;
/* Bytes that this process may still write where path is, and bytes in all. */
k_err os_folder_space(const char *path, uint64_t *available, uint64_t *total) K_CHECK;

/* A new file (0600) written piece by piece; EXISTS when it is there. Removed again by
 * os_writer_close unless `keep` and all went well. */
struct os_writer;
k_err os_writer_open(const char *path, struct os_writer **out) K_CHECK;
k_err os_writer_put(struct os_writer *w, k_str bytes) K_CHECK;
k_err os_writer_close(struct os_writer *w, bool keep) K_CHECK; /* NULL is fine */

/* Lines, one at a time: memory stays at max_line however large the file is. */
struct os_lines;
/* path "-" reads standard input. Freed by os_lines_close. */
k_err os_lines_open(const char *path, size_t max_line, struct os_lines **out) K_CHECK;
struct os_line {
    k_str text;      /* without \n or \r\n; good until the next call */
    uint64_t at;     /* where it begins, bytes from the start of the file */
    uint64_t next;   /* where the one after it begins: for going on later with os_lines_seek */
    uint64_t number; /* 1 for the first since open or seek */
    bool cut;        /* longer than max_line: text is its beginning, the rest was skipped */
};
/* *found = false at the end. A last line without an end counts. */
k_err os_lines_next(struct os_lines *l, struct os_line *line, bool *found) K_CHECK;
k_err os_lines_seek(struct os_lines *l, uint64_t at) K_CHECK;
void os_lines_close(struct os_lines *l); /* NULL is fine */

#endif
