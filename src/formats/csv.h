/* csv: RFC 4180 with what programs really write: quoted newlines, a byte order mark, `;` or tab
 * in place of the comma (told by the first line), lone CR, windows-1252. Reads a text in
 * memory, row by row; writes cells that no spreadsheet takes for a formula. Pure. */
#ifndef KITH_FORMATS_CSV_H
#define KITH_FORMATS_CSV_H

#include "base/buf.h"

enum { CSV_CELLS = 1000 };

struct csv {
    k_str text;
    size_t pos;     /* next byte: where to go on later */
    size_t line;    /* number of the last line read; 1 is the first */
    size_t max_row; /* bytes; longer rows are refused, the rest is read */
    char separator; /* , ; or tab */
};
struct csv_row {
    size_t line;        /* where the row begins */
    k_str raw;          /* the row without its end */
    const k_str *cells; /* unquoted, valid UTF-8: a cell that is none was windows-1252 */
    size_t n;
    k_str why; /* K_NONE, or what is wrong with this row in plain words */
};

/* max_row 0 = 1 MiB. */
struct csv csv_open(k_str text, size_t max_row);
/* The next row that is not blank; false at the end. A row whose quote is never closed, that is
 * too long or has too many cells comes with `why`, and reading goes on behind it (an open
 * quote: behind its first line, so that one quote does not eat the file). */
bool csv_next(struct csv *r, struct k_arena *a, struct csv_row *row);

/* Appends a cell; `first` leaves the comma out. A text that begins with = + - @ tab or CR gets
 * a ' before it. */
void csv_put(struct k_buf *b, k_str cell, bool first);
void csv_end(struct k_buf *b); /* CR LF */

#endif
