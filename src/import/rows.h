/* rows: a file of rows, whatever its form: JSON lines or CSV. Each row is cells under column
 * names; nested JSON members of one level are columns such as "author.handle". Pure: reads a
 * text in memory (a mapped file), writes nothing. Used by every import. */
#ifndef KITH_IMPORT_ROWS_H
#define KITH_IMPORT_ROWS_H

#include "base/arena.h"
#include "base/vec.h"

enum rows_format { ROWS_JSONL, ROWS_CSV };
enum { ROWS_COLUMNS = 500, ROWS_LINE = 1024 * 1024 };

struct rows; /* a reader; lives in the arena it was opened in */

/* Looks at the beginning to tell the form. K_ERR_BAD_INPUT with *why: empty, binary, or a
 * header line that cannot be read. */
k_err rows_open(struct k_arena *a, k_str text, struct rows **out, k_str *why) K_CHECK;
enum rows_format rows_format(const struct rows *r);

/* Column names: of the CSV header, or of the first lines of a JSON file. */
const k_str *rows_columns(const struct rows *r, size_t *n);

struct rows_row {
    size_t line;       /* of the file; 1 is the first */
    k_str raw;         /* as it was */
    k_str why;         /* K_NONE, or why this row cannot be read */
    const void *cells; /* for rows_cell */
};
/* The next row; false at the end. Memory of the row is in `row_arena`, which the caller may
 * reset between rows. */
bool rows_next(struct rows *r, struct k_arena *row_arena, struct rows_row *row);
/* A cell by column name; K_NONE when there is none. Numbers and booleans of JSON are given as
 * text. */
k_str rows_cell(const struct rows *r, struct k_arena *a, const struct rows_row *row,
                k_str column);

/* The i-th cell, in the order of the columns: also where two have the same name. */
k_str rows_cell_at(const struct rows *r, struct k_arena *a, const struct rows_row *row,
                   size_t i);
/* Rows of a table may have fewer cells than its header, or empty ones beyond it. */
void rows_let_ragged(struct rows *r);

struct import_sample;
/* Fills the format and the first rows of a sample with copies of at most `cell` bytes. */
void rows_sample(struct k_arena *a, struct rows *r, size_t max, size_t cell,
                 struct import_sample *out);

/* Where the reader is, to go on from there after a pause: bytes and the number of the last
 * line. */
struct rows_place {
    size_t pos, line;
};
struct rows_place rows_place(const struct rows *r);
void rows_goto(struct rows *r, struct rows_place place);

#endif
