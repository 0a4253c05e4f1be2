/* query_history: what is stored, looked through for a listening query: before it is saved, with
 * counts and samples, and afterwards by a job, part by part. Reads posts; writes hit,
 * listening_fill, job. */
#ifndef KITH_DOMAIN_QUERY_HISTORY_H
#define KITH_DOMAIN_QUERY_HISTORY_H

#include "domain/queries.h"

#define QUERY_HISTORY_DAYS 90   /* so far back */
#define QUERY_TRY_POSTS 20000   /* the newest ones that a query is tried on */
#define QUERY_TRY_SAMPLES 20    /* that are shown */
#define QUERY_HISTORY_PART 1000 /* posts in one transaction */

struct query_sample {
    const struct sq_listening_posts_row *post;
    struct query_spans spans; /* the words that made it so */
};
struct query_tried {
    int64_t posts, found, people, conversations;
    bool capped;         /* there are more posts than were looked at */
    k_time since;        /* of the oldest one that was looked at; or what was asked for */
    K_VEC(int64_t) days; /* found by the day, today last */
    K_VEC(struct query_sample) samples;
};
/* Holds a query against what came in since; the eyes of cx decide what is seen. */
k_err query_history_try(struct k_ctx *cx, const struct query *q, k_time since,
                        struct query_tried *out) K_CHECK;

/* A query finds something else now: what is stored will be looked through. In a write
 * transaction. */
k_err query_history_ask(struct k_ctx *cx, k_id query, int64_t version) K_CHECK;
/* The next part, for all queries that wait for it. *done: nothing is left. In a write
 * transaction. */
k_err query_history_some(struct k_ctx *cx, bool *done) K_CHECK;

#endif
