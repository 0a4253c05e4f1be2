/* figures: counts over everybody. In houses of over FIGURES_LARGE people they are worked out
 * beforehand, by the job `figures`, and kept in the table figure; else they are counted when
 * somebody asks. What is in a member's own address book or mailbox is counted for that member
 * when they ask, in either case. Reads person, tie, touch, stage_move. */
#ifndef KITH_DOMAIN_FIGURES_H
#define KITH_DOMAIN_FIGURES_H

#include "domain/stage_rules.h"
#include "store/sql.gen.h"

#define FIGURES_LARGE 50000         /* people */
#define FIGURES_OFTEN (10 * K_MIN)  /* how often stages and silence are counted */
#define FIGURES_SELDOM (6 * K_HOUR) /* moves and capacity; and behind each run */

/* In all of them `at` is when was counted what is kept; 0 = just now. */

struct figures_stages {
    int64_t n[STAGE_COUNT], drifting, dormant;
    k_time at;
};
k_err figures_stages(struct k_ctx *cx, struct figures_stages *out) K_CHECK;

/* Moves between stages by day since `from`, the oldest first; what is kept stands on the first
 * day of its month. */
struct figures_moves {
    struct sq_insight_moves_row *v;
    size_t n, cap;
    k_time at;
};
k_err figures_moves(struct k_ctx *cx, k_time from, struct figures_moves *out) K_CHECK;

/* Living ties of each member, in order of members. */
struct figures_capacity {
    struct sq_insight_capacity_row *v;
    size_t n, cap;
    k_time at;
};
k_err figures_capacity(struct k_ctx *cx, struct figures_capacity *out) K_CHECK;

/* Counts what is due in a house of more than `large` people, outside of any transaction, and
 * keeps it; forgets what is kept in a smaller one. */
k_err figures_work_out(struct k_ctx *cx, int64_t large) K_CHECK;

#endif
