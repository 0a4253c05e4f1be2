/* bench_going_on: "does the pair go on talking?" For messages with dates (CSV: from, to,
 * seconds) the strength of each pair at a cut-off, and plainer measures beside it, against
 * whether a message follows. Reads a file, writes nothing. */
#include "base/map.h"
#include "cli/bench.h"
#include "domain/tie_rules.h"
#include "os/map.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MEASURES = 5 };
static const char *const names[MEASURES] = {"strength", "count", "recency", "reciprocity",
                                            "dialogue_and_recency"};

struct message {
    int64_t a, b; /* the smaller id first */
    bool forth;   /* from a to b */
    k_time at;
};
struct pair {
    double v[MEASURES];
    bool two_way, goes_on;
};
struct measuring {
    struct message *v;
    size_t n, cap;
    struct pair *pairs;
    size_t n_pairs, cap_pairs;
};

static int by_pair(const void *x, const void *y)
{
    const struct message *p = x, *q = y;
    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    if (p->b != q->b)
        return p->b < q->b ? -1 : 1;
    return p->at < q->at ? -1 : p->at > q->at;
}

static int by_at(const void *x, const void *y)
{
    k_time p = *(const k_time *)x, q = *(const k_time *)y;
    return p < q ? -1 : p > q;
}

/* Reads "from,to,seconds"; lines without three numbers (the head) are passed over. */
static void read_messages(struct k_arena *a, k_str text, struct measuring *m)
{
    while (text.p) {
        k_str line = k_str_cut(&text, '\n');
        int64_t v[3];
        bool good = true;
        for (int i = 0; i < 3 && good; i++)
            good = k_str_i64(k_str_trim(k_str_cut(&line, ',')), &v[i]);
        if (!good || v[0] == v[1])
            continue;
        bool forth = v[0] < v[1];
        struct message *g = m->n == m->cap ? NULL : &m->v[m->n];
        if (!g) {
            m->v = k_vec_grow(a, m->v, m->n, &m->cap, sizeof *m->v);
            g = &m->v[m->n];
        }
        m->n++;
        *g = (struct message){forth ? v[0] : v[1], forth ? v[1] : v[0], forth, v[2] * K_SEC};
    }
}

/* Nothing says which message answers which: what follows one of the other side does. */
static void judge(const struct message *v, size_t n, k_time cut, struct measuring *m)
{
    struct tie_state s = {0};
    struct tie_score score;
    struct pair *p = &m->pairs[m->n_pairs];
    size_t before = 0;
    *p = (struct pair){.goes_on = false};
    while (before < n && v[before].at <= cut) {
        struct tie_event e = {.at = v[before].at,
                              .id = (k_id)before + 1,
                              .direction = v[before].forth ? TOUCH_IN : TOUCH_OUT,
                              .medium = TOUCH_DIRECT,
                              .prompted = before > 0 && v[before].forth != v[before - 1].forth,
                              .channel = 1};
        tie_add(&s, &e, &tie_weights_documented);
        before++;
    }
    if (before == 0)
        return;
    tie_score(&s, &(struct tie_around){2}, &tie_weights_documented, cut, &score);
    double in = (double)s.heard, out = (double)s.told;
    p->v[0] = score.strength;
    p->v[1] = in + out;
    p->v[2] = (double)s.last_at;
    p->v[3] = 2 * fmin(in, out) / (in + out);
    p->v[4] = score.parts[TIE_DIALOGUE].points + score.parts[TIE_RECENCY].points;
    p->two_way = s.first_two_way_at != 0;
    p->goes_on = before < n;
    m->n_pairs++;
}

static void judge_all(struct k_arena *a, struct measuring *m, double share)
{
    k_time *at = k_new_n(a, k_time, m->n);
    for (size_t i = 0; i < m->n; i++)
        at[i] = m->v[i].at;
    qsort(at, m->n, sizeof *at, by_at);
    k_time cut = at[(size_t)((double)(m->n - 1) * share)];
    qsort(m->v, m->n, sizeof *m->v, by_pair);
    m->pairs = k_new_n(a, struct pair, m->n);
    m->n_pairs = 0;
    for (size_t i = 0, k; i < m->n; i = k) {
        for (k = i; k < m->n && m->v[k].a == m->v[i].a && m->v[k].b == m->v[i].b;)
            k++;
        judge(m->v + i, k - i, cut, m);
    }
}

struct ranked {
    double v;
    bool yes;
};

static int by_value(const void *x, const void *y)
{
    double p = ((const struct ranked *)x)->v, q = ((const struct ranked *)y)->v;
    return p < q ? -1 : p > q;
}

/* Mann-Whitney: how often one that goes on stands above one that does not; equal = half. */
static double auc(struct k_arena *a, const struct measuring *m, int measure, bool two_way)
{
    struct ranked *r = k_new_n(a, struct ranked, m->n_pairs + 1);
    size_t n = 0;
    double above = 0, yes = 0, no = 0;
    for (size_t i = 0; i < m->n_pairs; i++)
        if (!two_way || m->pairs[i].two_way)
            r[n++] = (struct ranked){m->pairs[i].v[measure], m->pairs[i].goes_on};
    qsort(r, n, sizeof *r, by_value);
    for (size_t i = 0, k; i < n; i = k) {
        double y = 0, o = 0;
        for (k = i; k < n && r[k].v == r[i].v; k++)
            *(r[k].yes ? &y : &o) += 1;
        above += y * (no + o / 2);
        yes += y;
        no += o;
    }
    return yes > 0 && no > 0 ? above / (yes * no) : 0.5;
}

static void say(struct k_arena *a, const struct measuring *m)
{
    double two_way = 0, on = 0;
    for (size_t i = 0; i < m->n_pairs; i++) {
        two_way += m->pairs[i].two_way;
        on += m->pairs[i].goes_on;
    }
    bench_figure("pairs", (double)m->n_pairs, "pairs");
    bench_figure("two_way", two_way, "pairs");
    bench_figure("going_on", on, "pairs");
    for (int i = 0; i < MEASURES; i++) {
        bench_figure(k_fmt(a, "auc_%s", names[i]).p, auc(a, m, i, false), "auc");
        bench_figure(k_fmt(a, "auc2_%s", names[i]).p, auc(a, m, i, true), "auc");
    }
}

int bench_going_on(struct cli *c, int argc, char **argv)
{
    k_str file = cli_option(&argc, argv, "--messages");
    int64_t percent = 70;
    if (!bench_number(&argc, argv, "--cut", 1, &percent) || cli_no_more(argc, argv) != 0)
        return 2;
    struct os_map map;
    struct measuring m = {.n = 0};
    if (!file.p || os_file_map(k_dupz(c->cx.arena, file), &map) != K_OK) {
        fprintf(stderr, "kith: --messages wants a file of from,to,seconds\n");
        return 2;
    }
    read_messages(c->cx.arena, os_map_text(&map), &m);
    if (m.n > 1) {
        judge_all(c->cx.arena, &m, (double)percent / 100);
        say(c->cx.arena, &m);
    }
    os_file_unmap(&map);
    return m.n > 1 ? 0 : 1;
}
