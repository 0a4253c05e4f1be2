/* jsonl: JSON lines, one value a line, read from a text in memory (a mapped file). Pure. Read
 * by import and by the scripts of the fake network. */
#ifndef KITH_FORMATS_JSONL_H
#define KITH_FORMATS_JSONL_H

#include "base/json.h"

struct jsonl {
    k_str text;
    size_t pos;      /* next byte: pos / text.n is the progress, and where to go on later */
    size_t line;     /* number of the line read last; 1 is the first */
    size_t max_line; /* longer lines are refused, the rest is read */
};

struct jsonl_row {
    size_t line;
    k_str raw;                  /* the line without its end */
    const struct k_json *value; /* NULL when err is set */
    k_err err;                  /* BAD_JSON or TOO_LARGE: about this line only */
    k_str why;                  /* plain words, with the column */
};

/* max_line 0 = 1 MiB. A byte order mark at the start is passed over. */
struct jsonl jsonl_open(k_str text, size_t max_line);

/* The next line that is not blank; false at the end. The value lives in the arena, which the
 * caller may reset between rows. A bad line is a row with err, never the end. */
bool jsonl_next(struct jsonl *r, struct k_arena *a, struct jsonl_row *row);

#endif
