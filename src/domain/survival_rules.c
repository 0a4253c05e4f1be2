/* survival_rules: the product-limit estimate over sorted cases. */
#include "domain/survival_rules.h"
#include <math.h>
#include <stdlib.h>

#define Z95 1.959964

static int by_time(const void *x, const void *y)
{
    const struct survival_case *a = x, *b = y;
    if (a->time != b->time)
        return (a->time > b->time) - (a->time < b->time);
    return (int)b->over - (int)a->over; /* what is over comes before what goes on */
}

/* S^exp(+-z*se), se = sqrt(variance) / |log S|. */
static void bounds(double s, double sum, struct survival_step *out)
{
    out->low = out->high = 1 - s;
    if (s <= 0 || s >= 1)
        return;
    double se = sqrt(sum) / fabs(log(s));
    out->high = 1 - pow(s, exp(Z95 * se));
    out->low = 1 - pow(s, exp(-Z95 * se));
}

void survival_fit(struct k_arena *a, struct survival_case *v, size_t n, struct survival *out)
{
    double s = 1, sum = 0;
    *out = (struct survival){.n = n, .steps = k_new_n(a, struct survival_step, n + 1)};
    if (n)
        qsort(v, n, sizeof *v, by_time);
    for (size_t i = 0; i < n;) {
        size_t at_risk = n - i, over = 0;
        int64_t time = v[i].time;
        for (; i < n && v[i].time == time; i++)
            over += v[i].over;
        if (over == 0)
            continue;
        double r = (double)at_risk, d = (double)over;
        s *= 1 - d / r;
        sum += at_risk > over ? d / (r * (r - d)) : 0;
        struct survival_step *step = &out->steps[out->n_steps++];
        *step = (struct survival_step){
            .time = time, .done = 1 - s, .at_risk = (int64_t)at_risk, .over = (int64_t)over};
        bounds(s, sum, step);
        out->n_over += over;
    }
}

struct survival_step survival_at(const struct survival *s, int64_t time)
{
    struct survival_step at = {.time = time, .high = s->n_steps ? 0 : 1};
    for (size_t i = 0; i < s->n_steps && s->steps[i].time <= time; i++)
        at = s->steps[i];
    at.time = time;
    return at;
}

struct survival_time survival_quantile(const struct survival *s, double p)
{
    struct survival_time t = {-1, -1, -1};
    for (size_t i = 0; i < s->n_steps; i++) {
        const struct survival_step *x = &s->steps[i];
        if (t.low < 0 && x->high >= p)
            t.low = x->time;
        if (t.time < 0 && x->done >= p)
            t.time = x->time;
        if (t.high < 0 && x->low >= p)
            t.high = x->time;
    }
    return t;
}
