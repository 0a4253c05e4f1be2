/* kinds: the table of what can be imported. */
#ifndef KITH_IMPORT_KINDS_H
#define KITH_IMPORT_KINDS_H

#include "import/run.h"

extern const struct import_kind *const import_kinds[];
extern const size_t import_n_kinds;
const struct import_kind *import_kind_find(k_str name); /* NULL when there is none */
/* By the first bytes of the file; a table is posts when it has texts, else people. */
const struct import_kind *import_kind_of(struct k_arena *a, k_str text);

#endif
