/* tables: every const table of the house as rows of text, for `kith doctor --tables`. */
#ifndef KITH_CLI_TABLES_H
#define KITH_CLI_TABLES_H

#include "base/buf.h"

#define TABLE_COLUMNS 6

struct table {
    const char *name, *doc;
    const char *columns[TABLE_COLUMNS + 1]; /* NULL-terminated */
    size_t (*rows)(void);
    /* Appends one cell. */
    void (*cell)(size_t row, size_t column, struct k_buf *out);
};
extern const struct table tables[];
extern const size_t n_tables;

/* Appends the names of all tables, or (name) one table with aligned columns. false: there is no
 * such table. */
void tables_list(struct k_buf *b);
bool tables_print(struct k_arena *a, k_str name, struct k_buf *b);

#endif
