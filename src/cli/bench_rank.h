/* bench_rank: how well an order agrees with what is known: AUC, Spearman. Pure. */
#ifndef KITH_CLI_BENCH_RANK_H
#define KITH_CLI_BENCH_RANK_H

#include "base/arena.h"

/* Mid-ranks 1..n of n values; equal ones share theirs. */
void bench_ranks(struct k_arena *a, const double *v, size_t n, double *rank);
/* Mann-Whitney: how often a yes stands above a no; equal = half. 0.5 when one kind is missing.
 */
double bench_auc(struct k_arena *a, const double *v, const bool *yes, size_t n);
/* Standard error of the difference of two AUCs over the same cases (DeLong and others 1988). */
double bench_auc_error(struct k_arena *a, const double *v, const double *w, const bool *yes,
                       size_t n);
/* Correlation of ranks; 0 when one of both is constant. */
double bench_spearman(struct k_arena *a, const double *v, const double *w, size_t n);

#endif
