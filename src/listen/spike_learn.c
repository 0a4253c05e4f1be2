/* spike_learn: what is usual in each hour of the week, from counts that may hold spikes. */
#include "listen/spike.h"
#include "listen/spike_odds.h"
#include "listen/spike_slot.h"

#include <math.h>

#define ROUNDS 5
#define OUTLIER 2.58 /* standard deviations from which a count is cut */
#define CUT_LEAST 3. /* counts up to this are never cut: of few, one more is no outlier */
#define TRIM 10      /* one of so many at each end, for the first guess */
#define WEEK_BINS(bin) ((size_t)(7 * K_DAY / (bin)))
#define UNSEEN UINT8_MAX

struct learning {
    const uint32_t *v;
    uint8_t *slot; /* of each bin; UNSEEN when it is not known */
    size_t n;
    size_t recent; /* from here `level` holds */
    double level_doubt;
    double bins[SPIKE_SLOTS]; /* known */
    double sum[SPIKE_SLOTS];  /* of their counts, calmed, at level 1 */
    double residues;          /* sum of (count - rate)^2 / rate */
    double parameters;        /* how many were fitted, as far as the data and not the prior */
    struct spike_usual *u;
};

/* ---- places ------------------------------------------------------------------------------ */

/* Which bins lie in which hour of the week, and how often each was heard. */
static void place(struct learning *l, const struct spike_series *s, k_time first)
{
    struct spike_usual *u = l->u;
    struct k_zone_span span = {0};
    int64_t before = INT64_MIN;
    for (size_t i = 0; i < l->n; i++) {
        int64_t hour = spike_hour(s->zone, &span, first + (k_time)i * s->bin);
        int slot = spike_slot(hour);
        l->slot[i] = UNSEEN;
        if (l->v[i] == SPIKE_UNKNOWN)
            continue;
        l->slot[i] = (uint8_t)slot;
        l->bins[slot]++;
        u->known++;
        if (hour == before)
            continue;
        before = hour;
        u->hours++;
        u->weeks[slot]++;
        u->days[slot % 24]++;
    }
}

/* ---- the first guess --------------------------------------------------------------------- */

static int by_count(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static double trimmed(uint32_t *v, size_t n)
{
    size_t off = n > 2 ? (n + TRIM - 1) / TRIM : 0;
    double sum = 0;
    qsort(v, n, sizeof *v, by_count);
    for (size_t i = off; i < n - off; i++)
        sum += v[i];
    return n > 0 ? sum / (double)(n - 2 * off) : 0;
}

/* The counts by hour of the day and then by weekday: those of slot i are v[start[key(i)]] up to
 * v[start[key(i) + 1]]. */
struct sorted {
    uint32_t *v;
    size_t start[SPIKE_SLOTS + 2];
};

static int key(int slot)
{
    return slot % 24 * 7 + slot / 24;
}

static void sort(struct k_arena *a, const struct learning *l, struct sorted *out)
{
    *out = (struct sorted){.v = k_new_n(a, uint32_t, l->n)};
    for (size_t i = 0; i < l->n; i++) /* how many, two places on: filling moves them one back */
        if (l->slot[i] != UNSEEN)
            out->start[key(l->slot[i]) + 2]++;
    for (int k = 2; k < SPIKE_SLOTS + 2; k++)
        out->start[k] += out->start[k - 1];
    for (size_t i = 0; i < l->n; i++)
        if (l->slot[i] != UNSEEN)
            out->v[out->start[key(l->slot[i]) + 1]++] = l->v[i];
}

static double median(uint32_t *v, size_t n)
{
    qsort(v, n, sizeof *v, by_count);
    return n > 0 ? v[(n - 1) / 2] : 0;
}

/* The trimmed mean of the hour of the day; but the median of the hour of the week where that is
 * more and three weeks know it: what is loud each Monday at eight is no outlier. Of an hour
 * that was heard on less than three days four times the usual of all: it cuts what is out of
 * all proportion, and not a rhythm. */
static void guess(struct k_arena *a, struct learning *l)
{
    struct spike_usual *u = l->u;
    struct sorted by;
    sort(a, l, &by);
    for (int slot = 0; slot < SPIKE_SLOTS; slot++) {
        const size_t *start = &by.start[key(slot)];
        if (u->weeks[slot] >= 3)
            u->rate[slot] = median(by.v + start[0], start[1] - start[0]);
    }
    bool few = false;
    for (int hour = 0; hour < 24; hour++) {
        const size_t *start = &by.start[7 * hour];
        double mean = trimmed(by.v + start[0], start[7] - start[0]);
        few = few || u->days[hour] < 3;
        for (int slot = hour; slot < SPIKE_SLOTS && u->days[hour] >= 3; slot += 24)
            u->rate[slot] = fmax(u->rate[slot], mean);
    }
    double all = few ? trimmed(by.v, u->known) : 0; /* the last: it sorts all */
    for (int slot = 0; slot < SPIKE_SLOTS; slot++)
        if (u->days[slot % 24] < 3)
            u->rate[slot] = 4 * all;
}

/* ---- fitting ----------------------------------------------------------------------------- */

/* A count over its bound says the less of the rate the further over it is: past the bound its
 * distance from the rate counts as the square of that of the bound by its own. */
static double calmed(double count, double rate, double bound)
{
    if (count <= bound || bound <= rate)
        return fmin(count, bound);
    return rate + (bound - rate) * (bound - rate) / (count - rate);
}

/* Sums of the counts, cut at what the rates of the round before allow. */
static void gather(struct learning *l)
{
    struct spike_usual *u = l->u;
    double most[2][SPIKE_SLOTS], recent = 0, recent_expected = 0;
    memset(l->sum, 0, sizeof l->sum);
    l->residues = 0;
    for (int k = 0; k < 2 * SPIKE_SLOTS; k++) {
        double rate = u->rate[k / 2] * (k % 2 ? u->level : 1);
        most[k % 2][k / 2] =
            rate > 0 ? spike_bound(rate, rate * u->dispersion, OUTLIER) : CUT_LEAST;
    }
    for (size_t i = 0; i < l->n; i++) {
        bool new = i >= l->recent;
        if (l->slot[i] == UNSEEN)
            continue;
        int slot = l->slot[i];
        double level = new ? u->level : 1, rate = u->rate[slot] * level;
        double bound = fmax(most[new][slot], CUT_LEAST), y = fmin(l->v[i], bound);
        l->sum[slot] += calmed(l->v[i], rate, bound) / level;
        l->residues += rate > 0 ? (y - rate) * (y - rate) / rate : 0;
        recent += new ? y : 0;
        recent_expected += new ? u->rate[slot] : 0;
    }
    if (l->recent < l->n) { /* t^2 = .05: a level that is off by a fifth is nothing special */
        double k = u->dispersion / .05;
        u->level = (recent + k) / (recent_expected + k);
        l->level_doubt = u->dispersion / (recent + k);
    }
}

/* One factor for each of n groups: how many times what was expected of them they have. */
struct factors {
    double by[SPIKE_SLOTS], doubt[SPIKE_SLOTS];
    double own[SPIKE_SLOTS]; /* how much of it is the group's own, the rest is the prior's */
};

/* Gamma-Poisson, with the variance of factors by moments and within the bounds given. */
static double shrink(const double *sum, const double *expected, int n, double dispersion,
                     double least, double most, struct factors *f)
{
    double over = 0, squares = 0, own = 0;
    for (int i = 0; i < n; i++) {
        double off = sum[i] - expected[i];
        over += off * off - dispersion * expected[i];
        squares += expected[i] * expected[i];
    }
    double spread = squares > 0 ? over / squares : least;
    double k = dispersion / fmin(fmax(spread, least), most);
    for (int i = 0; i < n; i++) {
        f->by[i] = (sum[i] + k) / (expected[i] + k);
        f->doubt[i] = dispersion / (sum[i] + k);
        f->own[i] = expected[i] / (expected[i] + k);
        own += f->own[i];
    }
    return own;
}

/* Sums by hour of the day (24 groups) or by weekday (7). */
static void fold(const double by_slot[SPIKE_SLOTS], int groups, double out[])
{
    memset(out, 0, (size_t)groups * sizeof *out);
    for (int slot = 0; slot < SPIKE_SLOTS; slot++)
        out[groups == 24 ? slot % 24 : slot / 24] += by_slot[slot];
}

static void fit(struct learning *l)
{
    struct spike_usual *u = l->u;
    struct factors hours, days, slots;
    double sum[24], expected[24], usual[SPIKE_SLOTS], all = .5;
    double phi = u->dispersion;
    for (int slot = 0; slot < SPIKE_SLOTS; slot++)
        all += l->sum[slot];
    double mean = all / u->known;
    for (int slot = 0; slot < SPIKE_SLOTS; slot++)
        usual[slot] = mean * l->bins[slot];
    fold(l->sum, 24, sum);
    fold(usual, 24, expected);
    l->parameters = shrink(sum, expected, 24, phi, u->hours < 72 ? .5 : .05, 2, &hours);
    for (int slot = 0; slot < SPIKE_SLOTS; slot++)
        usual[slot] *= hours.by[slot % 24];
    fold(l->sum, 7, sum);
    fold(usual, 7, expected);
    l->parameters += shrink(sum, expected, 7, phi, u->hours < 14 * 24 ? .1 : .01, 1, &days);
    for (int slot = 0; slot < SPIKE_SLOTS; slot++)
        usual[slot] *= days.by[slot / 24];
    l->parameters +=
        shrink(l->sum, usual, SPIKE_SLOTS, phi, u->hours < 14 * 24 ? .02 : .005, 1, &slots);
    for (int slot = 0; slot < SPIKE_SLOTS; slot++) {
        double others = 1 - slots.own[slot];
        u->rate[slot] = mean * hours.by[slot % 24] * days.by[slot / 24] * slots.by[slot];
        u->doubt[slot] = phi / all + slots.doubt[slot] + l->level_doubt +
                         others * others * (hours.doubt[slot % 24] + days.doubt[slot / 24]);
    }
}

/* Pearson's, with what the first rounds cut too much found again in later ones. */
static void disperse(struct learning *l)
{
    double n = l->u->known, free = fmax(n - l->parameters, n / 4);
    l->u->dispersion = fmax(l->residues / free, 1);
}

void spike_learn(struct k_arena *a, const struct spike_series *history, struct spike_usual *out)
{
    *out = (struct spike_usual){.bin = history->bin, .dispersion = 1, .level = 1};
    if (!spike_bin_is_good(history->bin))
        return;
    size_t week = WEEK_BINS(history->bin), most = SPIKE_WEEKS * week;
    size_t skip = history->n > most ? history->n - most : 0, n = history->n - skip;
    struct learning *l = k_new(a, struct learning);
    l->v = history->v + skip;
    l->slot = k_new_n(a, uint8_t, n + 1);
    l->n = n;
    l->recent = n >= 3 * week ? n - week : n;
    l->u = out;
    place(l, history, history->first + (k_time)skip * history->bin);
    if (out->known == 0)
        return;
    guess(a, l);
    for (int round = 0; round < ROUNDS; round++) {
        gather(l);
        if (round > 0)
            disperse(l);
        fit(l);
    }
}
