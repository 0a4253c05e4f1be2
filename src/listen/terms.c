/* terms: Dunning's G2 for each word, positive association only. */
#include "listen/terms.h"

#include <math.h>

const struct terms_options terms_options_usual = {.least = 5, .score = 15.13, .most = 20};

static double cell(double seen, double row, double column, double all)
{
    return seen > 0 ? seen * log(seen * all / (row * column)) : 0;
}

double terms_g2(double k11, double k12, double k21, double k22)
{
    double here = k11 + k12, there = k21 + k22, with = k11 + k21, without = k12 + k22;
    double all = here + there;
    double g2 = 2 * (cell(k11, here, with, all) + cell(k12, here, without, all) +
                     cell(k21, there, with, all) + cell(k22, there, without, all));
    return g2 > 0 ? g2 : 0; /* rounding */
}

static bool is_own(const struct terms_options *with, k_str term)
{
    for (size_t i = 0; i < with->n_own; i++)
        if (k_str_eq(with->own[i], term))
            return true;
    return false;
}

static bool can_be(const struct terms_count *c, uint64_t hits, uint64_t elsewhere)
{
    return c->hits <= hits && c->all >= c->hits && c->all - c->hits <= elsewhere;
}

static struct terms_row row_of(const struct terms_count *c, const struct terms *t)
{
    double here = (double)t->hits, there = (double)t->elsewhere;
    double with = (double)c->hits, with_there = (double)(c->all - c->hits);
    return (struct terms_row){.term = c->term,
                              .hits = c->hits,
                              .elsewhere = c->all - c->hits,
                              .share = with / here,
                              .share_elsewhere = with_there / there,
                              .factor = with / here * (there + 1) / (with_there + .5),
                              .score =
                                  terms_g2(with, here - with, with_there, there - with_there)};
}

static int by_score(const void *x, const void *y)
{
    const struct terms_row *a = x, *b = y;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return k_str_cmp(a->term, b->term);
}

static enum terms_why why_of(uint64_t hits, uint64_t all)
{
    if (hits > all)
        return TERMS_NO_SENSE;
    if (hits == 0)
        return TERMS_NO_HITS;
    return hits == all ? TERMS_NO_REST : TERMS_COMPARED;
}

void terms_pick(struct k_arena *a, const struct terms_count *counts, size_t n, uint64_t hits,
                uint64_t all, const struct terms_options *options, struct terms *out)
{
    const struct terms_options *with = options ? options : &terms_options_usual;
    *out = (struct terms){.hits = hits, .why = why_of(hits, all)};
    if (out->why != TERMS_COMPARED)
        return;
    out->elsewhere = all - hits;
    out->v = k_new_n(a, struct terms_row, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        const struct terms_count *c = &counts[i];
        if (!can_be(c, hits, out->elsewhere)) {
            out->refused++;
        } else if (c->hits < with->least) {
            out->rare++;
        } else if (!is_own(with, c->term)) {
            struct terms_row row = row_of(c, out);
            if (row.share > row.share_elsewhere && row.score >= with->score)
                out->v[out->n++] = row;
            else
                out->common++;
        }
    }
    qsort(out->v, out->n, sizeof *out->v, by_score);
    if (out->n > with->most)
        out->n = with->most;
}

k_str terms_say(struct k_arena *a, const struct terms *t, const struct terms_row *row)
{
    return k_fmt(a, "In %llu of %llu posts here, in %llu of %llu others.",
                 (unsigned long long)row->hits, (unsigned long long)t->hits,
                 (unsigned long long)row->elsewhere, (unsigned long long)t->elsewhere);
}
