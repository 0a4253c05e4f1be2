/* jobs: long work that must survive a crash: imports, clearing up, removing the demo. A job is
 * a row (store/job.h); its kind is a row of the table here. What a job does must bear being
 * done twice. */
#ifndef KITH_FLOW_JOBS_H
#define KITH_FLOW_JOBS_H

#include "flow/env.h"
#include "store/job.h"

struct flow_job_kind {
    const char *name;
    /* Does a part of the job. *done = false: call again (the lease is renewed between parts,
     * the arena is fresh). An error is written to the job, which is tried again later;
     * BAD_INPUT and NOT_FOUND end it for good. */
    k_err (*part)(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                  bool *done);
    k_time every; /* comes again by itself after this time; 0 = only when asked for */
    const char *doc;
};
extern const struct flow_job_kind flow_job_kinds[];
extern const size_t flow_n_job_kinds;

/* Takes a due job and works on it until it is done, failed or `stop` says so. *found false:
 * none is due. */
k_err flow_jobs_next(struct k_ctx *cx, const struct flow_env *env, bool (*stop)(void *arg),
                     void *arg, bool *found) K_CHECK;
/* Makes sure that every kind that comes by itself is planned: a minute from now where it is
 * not, as at the first start or after it failed for good. */
k_err flow_jobs_plan(struct k_ctx *cx) K_CHECK;

/* Asks for a pass of an import (payload: its id). In the caller's write transaction. */
k_err flow_jobs_import(struct k_ctx *cx, k_id run) K_CHECK;
/* Asks for a look at all people for duplicates. In the caller's write transaction. */
k_err flow_jobs_match(struct k_ctx *cx) K_CHECK;
/* Asks for all relationships to be worked out now. *running (may be NULL): they are just being.
 * In the caller's write transaction. */
k_err flow_jobs_ties(struct k_ctx *cx, bool *running) K_CHECK;
/* Asks for a look at the page of an account. In the caller's write transaction. */
k_err flow_jobs_profile(struct k_ctx *cx, k_id identity) K_CHECK;
/* Where the file of an import is kept. */
k_str flow_jobs_import_file(struct k_arena *a, const char *data_dir, k_id run);

#endif
