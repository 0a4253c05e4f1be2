/* rejects: the rows that an import refused, as a file that a person can mend and upload again.
 * Reads import_reject. */
#ifndef KITH_IMPORT_REJECTS_H
#define KITH_IMPORT_REJECTS_H

#include "base/buf.h"
#include "base/ctx.h"
#include "base/tongue.h"

/* Appends all of them in the order of the file: a table as the same table with the columns
 * line, errors and row (what is no row) behind its own; anything else as CSV with the columns
 * line, file (of a folder or an archive), reason, row; or as JSON lines with the same members.
 * TOO_LARGE when b is full. */
k_err rejects_write(struct k_ctx *cx, k_id run, bool jsonl, enum k_tongue tongue,
                    struct k_buf *b) K_CHECK;

#endif
