/* tie_run: the full recomputation: every tie folded anew from the rows, strengths, stages,
 * trend, percentiles as of now. One touch more (tie.h) gives the same numbers; the run is there
 * because strength falls while nothing happens, and to mend what went wrong. */
#ifndef KITH_DOMAIN_TIE_RUN_H
#define KITH_DOMAIN_TIE_RUN_H

#include "domain/tie_stretch.h"

#define TIE_RUN_PEOPLE 100000       /* persons a transaction, at most */
#define TIE_RUN_PART (400 * K_MSEC) /* folding in a transaction ends then if somebody waits */
#define TIE_RUN_LONG (2 * K_SEC)    /* and then in any case: other processes wait for 5 s */
#define TIE_RUN_PACE (300 * K_MSEC) /* half of what folding and writing may take, roughly */
#define TIE_RUN_LINKS (5 * K_SEC)   /* contacts in common in one go, over many transactions */

/* Where a run stands; kept in the setting relationship_run, so that it goes on after a stop. */
struct tie_run {
    k_id after, linked; /* persons up to here are done; links up to here */
    int64_t people, touches, ties;
    int64_t pace; /* persons in the last part, as far as it was in time */
    k_time started_at, finished_at;
    k_id by;       /* for which job */
    bool folded;   /* all persons are; contacts in common remain */
    bool together; /* these too; what is read from all ties remains */
    bool done;
    k_time longest; /* not kept: the longest that others waited, in this part */
};
/* The next part, in a transaction of its own: of the run that is under way, whoever began it;
 * else of a new one, unless the last was for the same job. Contacts in common take as many
 * transactions as there is time for. */
k_err tie_run_some(struct k_ctx *cx, k_id by, int64_t max, struct tie_run *out) K_CHECK;

/* Who folds while a part is written. */
struct tie_folder {
    void *arg;
    k_time until; /* how long in a transaction while others wait; 0 = to the end of the range */
    k_time at_most; /* and in any case */
    bool paced;     /* no more persons in a part than twice those that were done in time before:
                       who writes about any of them waits */
    /* cx is in the write transaction of the part. After an error end is not called. */
    k_err (*begin)(void *arg, struct k_ctx *cx, const struct tie_range *range);
    /* A batch, in any order; NULL: there is no more. It is good until the next call. */
    k_err (*next)(void *arg, const struct tie_batch **out);
    void (*end)(void *arg);
};
k_err tie_run_part(struct k_ctx *cx, k_id by, int64_t max, const struct tie_folder *f,
                   struct tie_run *out) K_CHECK;
k_err tie_run_state(struct k_ctx *cx, struct tie_run *out) K_CHECK;

/* What share of those with the same role, and an exchange, is weaker: 0..100 by whole points of
 * strength, as of the last run; -1 = not worked out. */
k_err tie_percentile(struct k_ctx *cx, k_str role, double strength, double *out) K_CHECK;

#endif
