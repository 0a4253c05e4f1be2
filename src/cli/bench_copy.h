/* bench_copy: says again what was said, later and by others: rows as ingest would have written
 * them, without the work of ingest. Writes the tables of posts, people and conversations. */
#ifndef KITH_CLI_BENCH_COPY_H
#define KITH_CLI_BENCH_COPY_H

#include "base/ctx.h"

/* What is copied: ids made between two moments, and the days they cover. */
struct bench_block {
    k_id lo, hi;
    k_time from, lasts; /* lasts: whole days */
};
/* The i-th copy (from 1): `i * lasts` later, under ids above those of the copies before. In
 * write transactions of its own. */
k_err bench_copy(struct k_ctx *cx, const struct bench_block *b, int i) K_CHECK;
/* The highest id that copies up to the i-th hold. */
k_id bench_copy_top(const struct bench_block *b, int i);

#endif
