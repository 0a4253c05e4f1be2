/* bench_rated: where people said how close they are, do the parts of strength tell it that such
 * data allows? It has no dates: dialogue and structure remain. Lines
 * "group,kind,from,to,amount": kind 0 is the stated closeness, 1 and more are channels of
 * touches. Reads a file, writes nothing. */
#include "cli/bench.h"
#include "cli/bench_rank.h"
#include "domain/tie_rules.h"
#include "os/map.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { PEOPLE = 2048, KINDS = 4, SAID = 0 };
enum measure { PARTS, DIALOGUE, STRUCTURE, COUNT, RECIPROCITY, MEASURES };
static const char *const names[MEASURES] = {"parts", "dialogue", "structure", "count",
                                            "reciprocity"};
static const k_time now = K_DAY;

struct line {
    int64_t group, kind, from, to;
    double amount;
};
/* Amounts of a group, n * n of each kind. */
struct group {
    struct k_arena *arena;
    size_t n;
    double *kind[KINDS];
    double *strength; /* of each pair, without contacts in common */
    int kinds;
};
struct figures {
    double auc[MEASURES], spearman[MEASURES];
    double groups, pairs, yes;
};

static int by_group(const void *x, const void *y)
{
    int64_t p = ((const struct line *)x)->group, q = ((const struct line *)y)->group;
    return p < q ? -1 : p > q;
}

static size_t read_lines(struct k_arena *a, k_str text, struct line **out)
{
    size_t n = 0, cap = 0;
    struct line *v = NULL;
    while (text.p) {
        k_str line = k_str_cut(&text, '\n');
        int64_t f[5];
        bool good = true;
        for (int i = 0; i < 5 && good; i++)
            good = k_str_i64(k_str_trim(k_str_cut(&line, ',')), &f[i]);
        if (!good || f[2] == f[3] || f[1] < 0 || f[1] >= KINDS || f[2] < 0 || f[3] < 0 ||
            f[2] >= PEOPLE || f[3] >= PEOPLE)
            continue;
        if (n == cap)
            v = k_vec_grow(a, v, n, &cap, sizeof *v);
        v[n++] = (struct line){f[0], f[1], f[2], f[3], (double)f[4]};
    }
    *out = v;
    return n;
}

static void fill(struct group *g, const struct line *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t most = (size_t)(v[i].from > v[i].to ? v[i].from : v[i].to) + 1;
        g->n = most > g->n ? most : g->n;
        g->kinds = v[i].kind > g->kinds ? (int)v[i].kind : g->kinds;
    }
    for (int k = 0; k < KINDS; k++)
        g->kind[k] = k_new_n(g->arena, double, g->n * g->n);
    g->strength = k_new_n(g->arena, double, g->n * g->n);
    for (size_t i = 0; i < n; i++)
        g->kind[v[i].kind][(size_t)v[i].from * g->n + (size_t)v[i].to] += v[i].amount;
}

/* What would have grown, had all of it been said today. */
static struct tie_state state_of(const struct group *g, size_t i, size_t j)
{
    struct tie_state s = {.at = now};
    for (int k = 1; k <= g->kinds; k++) {
        double out = g->kind[k][i * g->n + j], in = g->kind[k][j * g->n + i];
        s.in += in;
        s.out += out;
        int64_t n = llround(in + out);
        if (n > 0)
            s.channels[s.n_channels++] = (struct tie_channel){k, n};
        s.touches += n;
    }
    if (s.in > 0 && s.out > 0)
        s.first_two_way_at = s.last_two_way_at = s.first_at = s.last_at = now;
    return s;
}

static double mutual(const struct group *g, size_t i, size_t j)
{
    double sum = 0, n = 0;
    for (size_t k = 0; k < g->n; k++) {
        double p = g->strength[i * g->n + k], q = g->strength[j * g->n + k];
        if (p > 0 && q > 0) {
            sum += (p + q) / 2;
            n++;
        }
    }
    return n > 0 ? sum / n : 0;
}

static void measure(const struct group *g, size_t i, size_t j, double v[MEASURES])
{
    struct tie_state s = state_of(g, i, j);
    struct tie_score score;
    s.mutual = mutual(g, i, j);
    tie_score(&s, &(struct tie_around){g->kinds}, &tie_weights_documented, now, &score);
    v[DIALOGUE] = score.parts[TIE_DIALOGUE].points;
    v[STRUCTURE] = score.parts[TIE_STRUCTURE].points;
    v[PARTS] = v[DIALOGUE] + v[STRUCTURE];
    v[COUNT] = s.in + s.out;
    v[RECIPROCITY] = 2 * fmin(s.in, s.out) / (s.in + s.out);
}

static int by_value(const void *x, const void *y)
{
    double p = *(const double *)x, q = *(const double *)y;
    return p < q ? -1 : p > q;
}

/* Close: somebody said so; where all say something of all, over the median. */
static void judge(struct group *g, const double *said, size_t n, bool *yes)
{
    double *sorted = k_new_n(g->arena, double, n + 1), limit = 0;
    memcpy(sorted, said, n * sizeof *said);
    qsort(sorted, n, sizeof *sorted, by_value);
    if (n > 0 && sorted[0] > 0)
        limit = sorted[n / 2];
    for (size_t i = 0; i < n; i++)
        yes[i] = said[i] > limit;
}

static void measure_group(struct group *g, struct figures *f)
{
    double *v[MEASURES];
    size_t most = g->n * (g->n - 1) / 2 + 1, n = 0;
    double *said = k_new_n(g->arena, double, most), one[MEASURES];
    bool *yes = k_new_n(g->arena, bool, most);
    for (int k = 0; k < MEASURES; k++)
        v[k] = k_new_n(g->arena, double, most);
    for (size_t i = 0; i < g->n; i++)
        for (size_t j = 0; j < g->n; j++) {
            struct tie_state s = state_of(g, i, j);
            g->strength[i * g->n + j] =
                tie_strength(&s, &(struct tie_around){g->kinds}, &tie_weights_documented, now);
        }
    for (size_t i = 0; i < g->n; i++)
        for (size_t j = i + 1; j < g->n; j++) {
            struct tie_state s = state_of(g, i, j);
            if (s.touches == 0)
                continue;
            measure(g, i, j, one);
            for (int k = 0; k < MEASURES; k++)
                v[k][n] = one[k];
            said[n++] = g->kind[SAID][i * g->n + j] + g->kind[SAID][j * g->n + i];
        }
    judge(g, said, n, yes);
    for (int k = 0; k < MEASURES; k++) {
        f->auc[k] += bench_auc(g->arena, v[k], yes, n);
        f->spearman[k] += bench_spearman(g->arena, v[k], said, n);
    }
    for (size_t i = 0; i < n; i++)
        f->yes += yes[i];
    f->pairs += (double)n;
    f->groups++;
}

int bench_rated(struct cli *c, int argc, char **argv)
{
    k_str file = cli_option(&argc, argv, "--ties");
    struct os_map map;
    struct line *v;
    struct figures f = {.groups = 0};
    struct k_arena *a = c->cx.arena;
    if (cli_no_more(argc, argv) != 0)
        return 2;
    if (!file.p || os_file_map(k_dupz(a, file), &map) != K_OK) {
        fprintf(stderr, "kith: --ties wants a file of group,kind,from,to,amount\n");
        return 2;
    }
    size_t n = read_lines(a, os_map_text(&map), &v);
    os_file_unmap(&map);
    if (n == 0)
        return 1;
    qsort(v, n, sizeof *v, by_group);
    for (size_t i = 0, k; i < n; i = k) {
        struct group g = {.arena = a};
        for (k = i; k < n && v[k].group == v[i].group;)
            k++;
        fill(&g, v + i, k - i);
        measure_group(&g, &f);
    }
    bench_figure("pairs", f.pairs, "pairs");
    bench_figure("close", f.yes, "pairs");
    for (int k = 0; k < MEASURES; k++) {
        bench_figure(k_fmt(a, "auc_%s", names[k]).p, f.auc[k] / f.groups, "auc");
        bench_figure(k_fmt(a, "spearman_%s", names[k]).p, f.spearman[k] / f.groups, "rho");
    }
    return 0;
}
