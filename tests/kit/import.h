/* kit/import: a file on its way in: looked at, checked, stored, until it is done. */
#ifndef KITH_TESTS_KIT_IMPORT_H
#define KITH_TESTS_KIT_IMPORT_H

#include "import/kinds.h"
#include "kit/db.h"

struct kit_import {
    const struct import_kind *kind;
    k_str text, options; /* options K_NONE: as guessed */
    k_id member;         /* whose import it is */
    k_id run;
    size_t part; /* entries a call; 0 = 100000 */
};
/* Looks at the file and makes the run. */
k_err kit_import_new(struct kit_db *k, struct kit_import *i);
/* One pass to its end. */
struct sq_import_get_row kit_import_pass(struct kit_db *k, struct kit_import *i, bool dry);
/* Both for one text; fails the test when the file is refused. */
struct sq_import_get_row kit_import(struct kit_db *k, const char *kind, k_str text,
                                    k_str options, k_id member);

#endif
