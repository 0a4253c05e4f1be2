/* bench_going_on: "does the pair go on talking?" For messages with dates (CSV: from, to,
 * seconds) the outlook and the strength of each pair at a cut-off, and plainer measures beside
 * them, against whether a message follows. Reads a file, writes nothing. */
#include "cli/bench.h"
#include "cli/bench_rank.h"
#include "domain/outlook_rules.h"
#include "os/map.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum measure { OUTLOOK, OWN, STRENGTH, COUNT, RECENCY, RECIPROCITY, ALIVE, MEASURES };
static const char *const names[MEASURES] = {"outlook", "own",         "strength", "count",
                                            "recency", "reciprocity", "alive"};
/* Pairs that are compared: all, those who answered each other, those of them who are silent for
 * over three of their usual intervals. */
enum { ALL, TWO_WAY, SILENT, GROUPS };
static const char *const groups[GROUPS] = {"auc", "auc2", "auc_silent"};
/* Half a message day a fortnight; one of four is over each time. A guess: nothing is fitted. */
static const struct outlook_prior prior = {.r = .5, .alpha = 14, .a = 1, .b = 3};

struct message {
    int64_t a, b; /* the smaller id first */
    bool forth;   /* from a to b */
    k_time at;
};
struct pair {
    int64_t who[2];
    struct tie_state s;
    bool in[GROUPS], goes_on;
    double v[MEASURES];
};
/* How lively somebody is with everybody. */
struct one {
    int64_t who;
    double lively;
};
struct measuring {
    struct message *v;
    size_t n, cap;
    struct pair *pairs;
    size_t n_pairs;
    struct one *people;
    size_t n_people;
    double lively; /* of all pairs */
    k_time cut;
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
    k_time p = ((const struct message *)x)->at, q = ((const struct message *)y)->at;
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
static void fold(const struct message *v, size_t n, struct measuring *m)
{
    struct pair *p = &m->pairs[m->n_pairs];
    size_t before = 0;
    *p = (struct pair){.who = {v->a, v->b}};
    while (before < n && v[before].at <= m->cut) {
        struct tie_event e = {.at = v[before].at,
                              .id = (k_id)before + 1,
                              .direction = v[before].forth ? TOUCH_IN : TOUCH_OUT,
                              .medium = TOUCH_DIRECT,
                              .prompted = before > 0 && v[before].forth != v[before - 1].forth,
                              .channel = 1};
        tie_add(&p->s, &e, &tie_weights_documented);
        before++;
    }
    p->goes_on = before < n;
    m->n_pairs += before > 0;
}

static int by_who(const void *x, const void *y)
{
    int64_t p = ((const struct one *)x)->who, q = ((const struct one *)y)->who;
    return p < q ? -1 : p > q;
}

/* Of everybody the sum over their pairs. */
static void gather(struct k_arena *a, struct measuring *m)
{
    struct one *v = k_new_n(a, struct one, 2 * m->n_pairs + 1);
    size_t n = 0;
    for (size_t i = 0; i < 2 * m->n_pairs; i++) {
        const struct pair *p = &m->pairs[i / 2];
        double lively = outlook_lively(p->s.last_at, m->cut);
        v[i] = (struct one){p->who[i % 2], lively};
        m->lively += lively / 2;
    }
    qsort(v, 2 * m->n_pairs, sizeof *v, by_who);
    for (size_t i = 0; i < 2 * m->n_pairs; i++)
        if (n > 0 && v[n - 1].who == v[i].who)
            v[n - 1].lively += v[i].lively;
        else
            v[n++] = v[i];
    m->people = v;
    m->n_people = n;
}

static double lively(const struct measuring *m, int64_t who)
{
    struct one key = {.who = who};
    const struct one *o = bsearch(&key, m->people, m->n_people, sizeof key, by_who);
    return o ? o->lively : 0;
}

static void measure(const struct measuring *m, struct pair *p)
{
    const struct tie_state *s = &p->s;
    struct tie_score score;
    struct outlook o;
    /* Both are of one kind here: each pair is met from either side. */
    struct outlook_around around = {lively(m, p->who[0]), lively(m, p->who[1]), 2 * m->lively};
    outlook_of(s, &around, m->cut, &o);
    tie_score(s, &(struct tie_around){2}, &tie_weights_documented, m->cut, &score);
    double in = (double)s->heard, out = (double)s->told;
    double age = (double)(m->cut - s->first_at) / (double)K_DAY;
    double last = (double)(s->last_at - s->first_at) / (double)K_DAY;
    p->v[OUTLOOK] = o.own + o.elsewhere;
    p->v[OWN] = o.own;
    p->v[STRENGTH] = score.strength;
    p->v[COUNT] = in + out;
    p->v[RECENCY] = (double)s->last_at;
    p->v[RECIPROCITY] = 2 * fmin(in, out) / (in + out);
    p->v[ALIVE] = outlook_alive(&prior, s->n_gaps, s->n_gaps ? last : 0, age);
    p->in[ALL] = true;
    p->in[TWO_WAY] = s->first_two_way_at != 0;
    p->in[SILENT] = score.rhythm > RHYTHM_ALIVE;
}

static void judge_all(struct k_arena *a, struct measuring *m, double share)
{
    m->cut = m->v[(size_t)((double)(m->n - 1) * share)].at;
    qsort(m->v, m->n, sizeof *m->v, by_pair);
    size_t most = 1;
    for (size_t i = 1; i < m->n; i++)
        most += m->v[i].a != m->v[i - 1].a || m->v[i].b != m->v[i - 1].b;
    m->pairs = k_new_n(a, struct pair, most + 1); /* fold clears one more at times */
    for (size_t i = 0, k; i < m->n; i = k) {
        for (k = i; k < m->n && m->v[k].a == m->v[i].a && m->v[k].b == m->v[i].b;)
            k++;
        fold(m->v + i, k - i, m);
    }
    gather(a, m);
    for (size_t i = 0; i < m->n_pairs; i++)
        measure(m, &m->pairs[i]);
}

static void say_group(struct k_arena *a, const struct measuring *m, int group)
{
    double *v[MEASURES];
    bool *yes = k_new_n(a, bool, m->n_pairs + 1);
    size_t n = 0;
    for (int k = 0; k < MEASURES; k++)
        v[k] = k_new_n(a, double, m->n_pairs + 1);
    for (size_t i = 0; i < m->n_pairs; i++) {
        if (!m->pairs[i].in[group])
            continue;
        for (int k = 0; k < MEASURES; k++)
            v[k][n] = m->pairs[i].v[k];
        yes[n++] = m->pairs[i].goes_on;
    }
    for (int k = 0; k < MEASURES; k++)
        bench_figure(k_fmt(a, "%s_%s", groups[group], names[k]).p, bench_auc(a, v[k], yes, n),
                     "auc");
    for (int k = COUNT; k <= RECIPROCITY; k++)
        bench_figure(k_fmt(a, "%s_error_%s", groups[group], names[k]).p,
                     bench_auc_error(a, v[OUTLOOK], v[k], yes, n), "auc");
}

static void say(struct k_arena *a, const struct measuring *m)
{
    double in[GROUPS] = {0}, on = 0;
    for (size_t i = 0; i < m->n_pairs; i++) {
        for (int g = 0; g < GROUPS; g++)
            in[g] += m->pairs[i].in[g];
        on += m->pairs[i].goes_on;
    }
    bench_figure("pairs", in[ALL], "pairs");
    bench_figure("two_way", in[TWO_WAY], "pairs");
    bench_figure("silent", in[SILENT], "pairs");
    bench_figure("going_on", on, "pairs");
    for (int g = 0; g < GROUPS; g++)
        say_group(a, m, g);
}

int bench_going_on(struct cli *c, int argc, char **argv)
{
    k_str file = cli_option(&argc, argv, "--messages");
    int64_t cut = 70, upto = 100;
    if (!bench_number(&argc, argv, "--cut", 1, &cut) ||
        !bench_number(&argc, argv, "--upto", 1, &upto) || cli_no_more(argc, argv) != 0)
        return 2;
    struct os_map map;
    struct measuring m = {.n = 0};
    if (!file.p || os_file_map(k_dupz(c->cx.arena, file), &map) != K_OK) {
        fprintf(stderr, "kith: --messages wants a file of from,to,seconds\n");
        return 2;
    }
    read_messages(c->cx.arena, os_map_text(&map), &m);
    os_file_unmap(&map);
    if (m.n == 0)
        return 1;
    qsort(m.v, m.n, sizeof *m.v, by_at);
    m.n = m.n * (size_t)(upto < 100 ? upto : 100) / 100;
    if (m.n < 2)
        return 1;
    judge_all(c->cx.arena, &m, (double)(cut < 100 ? cut : 100) / 100);
    say(c->cx.arena, &m);
    return 0;
}
