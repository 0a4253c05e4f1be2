/* survival_rules: how long something takes when some of it is not over yet. Kaplan and Meier's
 * estimate (JASA 53, 1958): what still waits counts as "longer than so far", instead of not at
 * all. Bounds: Greenwood's variance on the log(-log) scale, 95 %. Pure. */
#ifndef KITH_DOMAIN_SURVIVAL_RULES_H
#define KITH_DOMAIN_SURVIVAL_RULES_H

#include "base/arena.h"

struct survival_case {
    int64_t time; /* any unit, not negative */
    bool over;    /* it happened then; false: it had not happened by then */
};
struct survival_step {
    int64_t time;
    double done, low, high; /* share that is over by then, with bounds */
    int64_t at_risk, over;
};
struct survival {
    size_t n;                    /* cases */
    size_t n_over;               /* of them over */
    struct survival_step *steps; /* one for each time at which something was over, rising */
    size_t n_steps;
};
/* Sorts v. The steps are in the arena. */
void survival_fit(struct k_arena *a, struct survival_case *v, size_t n, struct survival *out);
/* The share that is over by a time. All 0 before the first step; high is 1 when nothing is
 * known. */
struct survival_step survival_at(const struct survival *s, int64_t time);
/* The time by which a share p is over, and between which times that lies; -1: later than all
 * that is known. */
struct survival_time {
    int64_t time, low, high;
};
struct survival_time survival_quantile(const struct survival *s, double p);

#endif
