/* bench_rank: orders against what is known. Pure; called by `kith bench going-on` and
 * `kith bench rated`. */
#include "cli/bench_rank.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
    double v;
    size_t at;
};

static int by_value(const void *x, const void *y)
{
    double p = ((const struct ranked *)x)->v, q = ((const struct ranked *)y)->v;
    return p < q ? -1 : p > q;
}

void bench_ranks(struct k_arena *a, const double *v, size_t n, double *rank)
{
    struct ranked *r = k_new_n(a, struct ranked, n + 1);
    for (size_t i = 0; i < n; i++)
        r[i] = (struct ranked){v[i], i};
    qsort(r, n, sizeof *r, by_value);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i; k < n && r[k].v == r[i].v;)
            k++;
        for (size_t j = i; j < k; j++)
            rank[r[j].at] = (double)(i + k + 1) / 2;
    }
}

/* Share of the other kind that each case stands above; out has n places. */
static void placements(struct k_arena *a, const double *v, const bool *yes, size_t n,
                       double *out)
{
    double *all = k_new_n(a, double, n + 1), *same = k_new_n(a, double, n + 1);
    double *kind = k_new_n(a, double, n + 1);
    size_t count[2] = {0};
    for (size_t i = 0; i < n; i++)
        count[yes[i]]++;
    bench_ranks(a, v, n, all);
    for (int which = 0; which < 2; which++) {
        size_t m = 0;
        for (size_t i = 0; i < n; i++)
            if (yes[i] == which)
                kind[m++] = v[i];
        bench_ranks(a, kind, m, same);
        for (size_t i = 0, k = 0; i < n; i++)
            if (yes[i] == which)
                out[i] = (all[i] - same[k++]) / (double)(count[!which] ? count[!which] : 1);
    }
}

double bench_auc(struct k_arena *a, const double *v, const bool *yes, size_t n)
{
    double *place = k_new_n(a, double, n + 1), sum = 0;
    size_t m = 0;
    placements(a, v, yes, n, place);
    for (size_t i = 0; i < n; i++)
        if (yes[i]) {
            sum += place[i];
            m++;
        }
    return m > 0 && m < n ? sum / (double)m : 0.5;
}

double bench_auc_error(struct k_arena *a, const double *v, const double *w, const bool *yes,
                       size_t n)
{
    double *p = k_new_n(a, double, n + 1), *q = k_new_n(a, double, n + 1), error = 0;
    placements(a, v, yes, n, p);
    placements(a, w, yes, n, q);
    for (int which = 0; which < 2; which++) {
        double m = 0, sum = 0, squares = 0;
        for (size_t i = 0; i < n; i++)
            if (yes[i] == which) {
                m++;
                sum += p[i] - q[i];
                squares += (p[i] - q[i]) * (p[i] - q[i]);
            }
        if (m > 1)
            error += (squares - sum * sum / m) / (m - 1) / m;
    }
    return sqrt(error);
}

double bench_spearman(struct k_arena *a, const double *v, const double *w, size_t n)
{
    double *p = k_new_n(a, double, n + 1), *q = k_new_n(a, double, n + 1);
    double mean = (double)(n + 1) / 2, pq = 0, pp = 0, qq = 0;
    bench_ranks(a, v, n, p);
    bench_ranks(a, w, n, q);
    for (size_t i = 0; i < n; i++) {
        pq += (p[i] - mean) * (q[i] - mean);
        pp += (p[i] - mean) * (p[i] - mean);
        qq += (q[i] - mean) * (q[i] - mean);
    }
    return pp > 0 && qq > 0 ? pq / sqrt(pp * qq) : 0;
}
