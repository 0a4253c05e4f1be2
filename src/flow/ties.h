/* ties: the full recomputation of relationships (domain/tie_run.h) with several threads: the
 * caller writes, others read and fold on connections of their own. */
#ifndef KITH_FLOW_TIES_H
#define KITH_FLOW_TIES_H

#include "db/db.h"
#include "domain/tie_run.h"

/* The next part of the run for job `by`, in a transaction of its own that others wait for about
 * TIE_RUN_PART. When the pool has no connection to spare, the caller does it all. */
k_err flow_ties_part(struct k_ctx *cx, struct db_pool *pool, k_id by,
                     struct tie_run *out) K_CHECK;

#endif
