/* ridge_rules: a small solver for eight unknowns. Pure. */
#include "domain/ridge_rules.h"

#include <math.h>

enum { P = TIE_PARTS, FOLDS = 5 };

struct sums {
    double xx[P][P], xr[P];
};

static double predict(const double part[P], const struct tie_weights *w)
{
    double sum = 0;
    for (int i = 0; i < P; i++)
        sum += part[i] * w->v[i];
    return sum;
}

/* Over all rows but those of one fold; fold < 0: over all. */
static void gather(const struct ridge_row *rows, size_t n, int fold, struct sums *s)
{
    memset(s, 0, sizeof *s);
    for (size_t k = 0; k < n; k++) {
        if ((int)(k % FOLDS) == fold)
            continue;
        double rest = rows[k].rated - predict(rows[k].part, &tie_weights_documented);
        for (int i = 0; i < P; i++) {
            s->xr[i] += rows[k].part[i] * rest;
            for (int j = 0; j < P; j++)
                s->xx[i][j] += rows[k].part[i] * rows[k].part[j];
        }
    }
}

/* Solves (xx + lambda) d = xr by Cholesky; lambda > 0 makes it positive definite. */
static void solve(const struct sums *s, double lambda, double d[P])
{
    double l[P][P] = {{0}}, y[P];
    for (int i = 0; i < P; i++)
        for (int j = 0; j <= i; j++) {
            double sum = s->xx[i][j] + (i == j ? lambda : 0);
            for (int k = 0; k < j; k++)
                sum -= l[i][k] * l[j][k];
            l[i][j] = i == j ? sqrt(sum > 1e-12 ? sum : 1e-12) : sum / l[j][j];
        }
    for (int i = 0; i < P; i++) {
        y[i] = s->xr[i];
        for (int k = 0; k < i; k++)
            y[i] -= l[i][k] * y[k];
        y[i] /= l[i][i];
    }
    for (int i = P - 1; i >= 0; i--) {
        d[i] = y[i];
        for (int k = i + 1; k < P; k++)
            d[i] -= l[k][i] * d[k];
        d[i] /= l[i][i];
    }
}

static struct tie_weights fit(const struct sums *s, double lambda)
{
    struct tie_weights w = tie_weights_documented;
    double d[P], sum = 0;
    solve(s, lambda, d);
    for (int i = 0; i < P; i++) {
        w.v[i] = w.v[i] + d[i] > 0 ? w.v[i] + d[i] : 0;
        sum += w.v[i];
    }
    if (sum <= 0)
        return tie_weights_documented;
    for (int i = 0; i < P; i++)
        w.v[i] *= 100 / sum;
    return w;
}

static double error_on(const struct ridge_row *rows, size_t n, int fold,
                       const struct tie_weights *w)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++)
        if (fold < 0 || (int)(k % FOLDS) == fold)
            sum += fabs(rows[k].rated - predict(rows[k].part, w));
    return sum / (double)n;
}

static double unseen_error(const struct ridge_row *rows, size_t n, double lambda)
{
    double sum = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
        struct sums s;
        gather(rows, n, fold, &s);
        struct tie_weights w = fit(&s, lambda);
        sum += error_on(rows, n, fold, &w);
    }
    return sum;
}

bool ridge_refit(const struct ridge_row *rows, size_t n, const struct tie_weights *now,
                 struct ridge_fit *out)
{
    static const double lambdas[] = {0.1, 1, 3, 10, 30, 100, 300, 1000};
    struct sums s;
    *out = (struct ridge_fit){.error = INFINITY};
    if (n <= RIDGE_LEAST)
        return false;
    out->error_was = error_on(rows, n, -1, now);
    for (size_t i = 0; i < sizeof lambdas / sizeof *lambdas; i++) {
        double e = unseen_error(rows, n, lambdas[i]);
        if (e >= out->error)
            continue;
        out->error = e;
        out->lambda = lambdas[i];
    }
    gather(rows, n, -1, &s);
    out->weights = fit(&s, out->lambda);
    return true;
}
