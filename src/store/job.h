/* job: durable work. A job is a row; it is committed with what caused it, taken by a lease,
 * tried again with growing pauses, and taken over when its worker dies. At least once: what a
 * job does must bear being done twice. Table job. */
#ifndef KITH_STORE_JOB_H
#define KITH_STORE_JOB_H

#include "db/db.h"

#define JOB_ATTEMPTS 8         /* then it is failed for good */
#define JOB_LEASE (60 * K_SEC) /* renew it at a third of this */

struct job_new {
    k_str kind;    /* a row of the table of jobs */
    k_str key;     /* at most one live job a (kind, key); "" where only one may be */
    k_str payload; /* JSON; empty = {} */
    k_time run_at; /* 0 = now */
};
/* Adds a job in the caller's write transaction. When one of this kind and key is ready, it
 * stays, and comes forward if run_at is earlier. When one is running already nothing is added:
 * *running (may be NULL) says so, and a job that must see the newest state has to look again
 * before it ends. id may be NULL. */
k_err job_enqueue(struct k_ctx *cx, const struct job_new *j, k_id *id, bool *running) K_CHECK;

/* Adds a job that comes by itself, unless one of its kind is ready or running: that one keeps
 * its time. In the caller's write transaction. */
k_err job_plan(struct k_ctx *cx, k_str kind, k_time run_at) K_CHECK;

/* A job we hold. `attempts` proves it: a worker that lost its lease has an old number. */
struct job {
    k_id id;
    k_str kind, key, payload;
    int64_t attempts; /* 1 the first time */
    k_str progress;   /* as the last attempt left it; K_NONE when it left none */
};
/* Takes the one that is due longest, in a transaction of its own; *found false: none is due. */
k_err job_claim(struct k_ctx *cx, int node, struct job *out, bool *found) K_CHECK;

/* In the caller's write transaction; GONE: somebody else has the job by now, so undo. */
k_err job_renew(struct k_ctx *cx, const struct job *j) K_CHECK;
k_err job_progress(struct k_ctx *cx, const struct job *j, k_str progress) K_CHECK; /* JSON */
k_err job_finish(struct k_ctx *cx, const struct job *j) K_CHECK;
/* It did not work: again after job_pause, or failed for good at the last attempt or when
 * `for_good`. `why` is shown to people. */
k_err job_fail(struct k_ctx *cx, const struct job *j, k_str why, bool for_good) K_CHECK;

/* The pause after attempt n (1 is the first): 15 s, doubled each time, at most an hour, and up
 * to a quarter more by chance (0 <= chance < 1), so that what failed together does not return
 * together. */
k_time job_pause(int64_t attempts, double chance);

/* Makes jobs due again whose lease ran out, in a transaction of its own. *n may be NULL. */
k_err job_reclaim(struct k_ctx *cx, int64_t *n) K_CHECK;
/* When the next one is due; 0 = none waits. */
k_err job_next_due(struct k_ctx *cx, k_time *at) K_CHECK;

struct job_state {
    k_id id;
    k_str kind, key, payload, state; /* ready, running, done, failed */
    k_time run_at;
    int64_t attempts;
    k_str progress, error;
    k_time created_at, finished_at;
};
struct job_state_list {
    struct job_state *v;
    size_t n, cap;
};
k_err job_get(struct k_ctx *cx, k_id id, struct job_state *out, bool *found) K_CHECK;
k_err job_troubled(struct k_ctx *cx, int64_t limit, struct job_state_list *out) K_CHECK;
/* Forgets jobs done before; in a write transaction. */
k_err job_prune(struct k_ctx *cx, k_time before, int64_t *n) K_CHECK;

#endif
