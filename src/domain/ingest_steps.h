/* ingest_steps: the order of the steps in. The table itself stands in flow/flow.c, where the
 * whole way of a post is written down. */
#ifndef KITH_DOMAIN_INGEST_STEPS_H
#define KITH_DOMAIN_INGEST_STEPS_H

#include "base/ctx.h"

struct ingest_batch;
struct ingest_step {
    const char *name; /* "normalise" */
    const char *does; /* one sentence */
    const char *file; /* where it is written */
    k_err (*run)(struct k_ctx *cx, struct ingest_batch *b);
};
extern const struct ingest_step ingest_steps[];
extern const size_t n_ingest_steps;

#endif
