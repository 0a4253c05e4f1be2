/* map: a file as a text in memory, read only, without reading it whole. For large files that a
 * parser walks through. */
#ifndef KITH_OS_MAP_H
#define KITH_OS_MAP_H

#include "base/err.h"
#include "base/str.h"

struct os_map {
    const char *p;
    size_t n;
};

/* NOT_FOUND, FORBIDDEN, IO. An empty file gives an empty text. A file that another program
 * makes shorter meanwhile ends the process: map only files of our own. */
k_err os_file_map(const char *path, struct os_map *out) K_CHECK;
static inline k_str os_map_text(const struct os_map *m)
{
    return k_str_n(m->p ? m->p : "", m->n);
}
void os_file_unmap(struct os_map *m); /* once is enough, twice is fine */

#endif
