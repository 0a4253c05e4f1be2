/* bench_near: `kith bench near FILE` measures what finds posts that say nearly the same
 * (text/near.h, text/near_window.h) on texts of a file, one a line: how many of those with one
 * word replaced, added or dropped are found, how often it is right, posts a second with all
 * comparing, bytes a post. Beside it, on the same texts: words read and hashed and nothing
 * else, and SimHash with at most 3 bits of 64 apart. No database. */
#include "base/vec.h"
#include "cli/bench.h"
#include "os/map.h"
#include "text/near_window.h"
#include "text/word.h"
#include <stdio.h>
#include <stdlib.h>

enum { EXACT = 2000, SIMHASH_APART = 3 };
enum edit { REPLACED, ADDED, DROPPED, EDITS };
static const char *const edit_names[] = {"replaced", "added", "dropped"};

/* Texts of enough different words, and the sets that tell the truth: all words, 64 bits each.
 */
struct truth {
    uint64_t *v; /* ascending, each once */
    size_t n;
};
struct set {
    struct k_arena *a;
    struct k_rand rand;
    K_VEC(k_str) lines;
    struct truth *truth;
};

/* ---- the truth --------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static struct truth truth_of(struct k_arena *a, k_str text)
{
    struct truth t = {.v = k_new_n(a, uint64_t, text.n / 2 + 2)};
    struct word_reader w = word_read(text);
    size_t kept = 0;
    while (word_next(&w, &t.v[t.n]))
        t.n++;
    qsort(t.v, t.n, sizeof *t.v, by_value);
    for (size_t i = 0; i < t.n; i++)
        if (i == 0 || t.v[i] != t.v[kept - 1])
            t.v[kept++] = t.v[i];
    t.n = kept;
    return t;
}

static double jaccard(const struct truth *x, const struct truth *y)
{
    size_t i = 0, k = 0, shared = 0;
    while (i < x->n && k < y->n) {
        uint64_t a = x->v[i], b = y->v[k];
        shared += a == b;
        i += a <= b;
        k += b <= a;
    }
    return shared ? (double)shared / (double)(x->n + y->n - shared) : 0;
}

static uint64_t simhash(k_str text)
{
    int sum[64] = {0};
    uint64_t h, out = 0;
    struct word_reader w = word_read(text);
    while (word_next(&w, &h))
        for (int i = 0; i < 64; i++)
            sum[i] += h >> i & 1 ? 1 : -1;
    for (int i = 0; i < 64; i++)
        out |= (uint64_t)(sum[i] > 0) << i;
    return out;
}

/* ---- texts and edits --------------------------------------------------------------------- */

static void read_lines(struct set *s, k_str text)
{
    struct near_text t;
    while (text.n > 0) {
        k_str line = k_str_trim(k_str_cut(&text, '\n'));
        near_of(line, &t);
        if (t.n > NEAR_LEAST)
            *k_vec_push(s->a, &s->lines) = line;
    }
    s->truth = k_new_n(s->a, struct truth, s->lines.n);
    for (size_t i = 0; i < s->lines.n; i++)
        s->truth[i] = truth_of(s->a, s->lines.v[i]);
}

/* A word that is a word to the reader: letters alone between two blanks. */
static bool plain(k_str word)
{
    for (size_t i = 0; i < word.n; i++)
        if ((word.p[i] | 0x20) < 'a' || (word.p[i] | 0x20) > 'z')
            return false;
    return word.n > 0;
}

/* The text with one of its words edited; K_NONE when it has no plain one. */
static k_str edited(struct set *s, k_str text, enum edit how)
{
    K_VEC(k_str) words = {0};
    k_str rest = text, word;
    while (rest.n > 0) {
        word = k_str_cut(&rest, ' ');
        if (plain(word))
            *k_vec_push(s->a, &words) = word;
    }
    if (words.n == 0)
        return K_NONE;
    word = words.v[k_rand_below(&s->rand, words.n)];
    size_t from = (size_t)(word.p - text.p), to = how == ADDED ? from : from + word.n;
    unsigned other = (unsigned)k_rand_below(&s->rand, 1000000);
    return how == DROPPED ? k_fmt(s->a, "%.*s%.*s", K_ARG(k_str_sub(text, 0, from)),
                                  K_ARG(k_str_from(text, to)))
                          : k_fmt(s->a, "%.*sother%u%s%.*s", K_ARG(k_str_sub(text, 0, from)),
                                  other, how == ADDED ? " " : "", K_ARG(k_str_from(text, to)));
}

/* ---- measures ---------------------------------------------------------------------------- */

static bool among(const struct set *s, const struct near_hits *hits, size_t i)
{
    for (size_t k = 0; k < hits->n; k++) /* the line itself, or one with the same words */
        if ((size_t)hits->v[k].post.post == i ||
            jaccard(&s->truth[i], &s->truth[hits->v[k].post.post]) == 1)
            return true;
    return false;
}

static void recall(struct set *s, const struct near_window *w, enum edit how)
{
    size_t n = 0, found = 0, by_simhash = 0;
    char name[40];
    for (size_t i = 0; i < s->lines.n; i++) {
        struct near_text t;
        struct near_hits hits;
        k_str text = edited(s, s->lines.v[i], how);
        if (text.n == 0)
            continue;
        near_of(text, &t);
        struct near_set set = near_set(&t);
        near_find(w, &set, &hits);
        n++;
        found += among(s, &hits, i);
        uint64_t apart = simhash(text) ^ simhash(s->lines.v[i]);
        by_simhash += __builtin_popcountll(apart) <= SIMHASH_APART;
    }
    (void)snprintf(name, sizeof name, "near_%s", edit_names[how]);
    bench_figure(name, n ? (double)found / (double)n : 0, "ratio");
    (void)snprintf(name, sizeof name, "simhash_%s", edit_names[how]);
    bench_figure(name, n ? (double)by_simhash / (double)n : 0, "ratio");
}

/* Each of EXACT texts against all others, one by one. */
static void precision(struct set *s, const struct near_window *w)
{
    size_t told = 0, right = 0, pairs = 0, met = 0;
    for (size_t q = 0; q < EXACT && q < s->lines.n; q++) {
        struct near_text t;
        struct near_hits hits;
        size_t i = (size_t)k_rand_below(&s->rand, s->lines.n);
        k_str text = edited(s, s->lines.v[i], (enum edit)(q % EDITS));
        if (text.n == 0)
            continue;
        struct truth x = truth_of(s->a, text);
        near_of(text, &t);
        struct near_set set = near_set(&t);
        near_find(w, &set, &hits);
        told += hits.n;
        for (size_t k = 0; k < hits.n; k++)
            right += jaccard(&x, &s->truth[hits.v[k].post.post]) >= NEAR_ALIKE;
        for (size_t k = 0; k < s->lines.n; k++) {
            if (jaccard(&x, &s->truth[k]) < .8)
                continue;
            pairs++;
            for (size_t h = 0; h < hits.n; h++)
                met += (size_t)hits.v[h].post.post == k;
        }
    }
    bench_figure("near_precision", told ? (double)right / (double)told : 1, "ratio");
    bench_figure("near_pairs", pairs ? (double)met / (double)pairs : 1, "ratio");
}

static size_t stream(const struct set *s, const k_str *texts, struct near_window *w)
{
    struct near_text t;
    struct near_hits hits;
    size_t alike = 0;
    for (size_t i = 0; i < 2 * s->lines.n; i++) {
        near_of(texts[i], &t);
        struct near_set set = near_set(&t);
        near_put(w, &set, &(struct near_post){.post = (int64_t)i}, &hits);
        alike += hits.n > 0;
    }
    return alike;
}

static uint64_t hash_only(const struct set *s, const k_str *texts)
{
    uint64_t all = 0, h;
    for (size_t i = 0; i < 2 * s->lines.n; i++)
        for (struct word_reader w = word_read(texts[i]); word_next(&w, &h);)
            all += h;
    return all;
}

/* All lines and, behind them, each with one word replaced: every second post is alike to one
 * before it. */
static void speed(struct set *s)
{
    size_t n = 2 * s->lines.n;
    k_str *texts = k_new_n(s->a, k_str, n);
    for (size_t i = 0; i < s->lines.n; i++) {
        k_str text = edited(s, s->lines.v[i], REPLACED);
        texts[i] = s->lines.v[i];
        texts[s->lines.n + i] = text.n ? text : s->lines.v[i];
    }
    struct near_window *w = near_window_new(s->a, n);
    k_time start = k_mono();
    size_t alike = stream(s, texts, w);
    k_time done = k_mono();
    uint64_t sum = hash_only(s, texts);
    k_time hashed = k_mono();
    bench_figure("near_posts", (double)n * 1e6 / (double)(done - start), "posts/s");
    bench_figure("words_posts", (double)n * 1e6 / (double)(hashed - done), "posts/s");
    bench_figure("near_alike", (double)alike / (double)n, "ratio");
    bench_figure("near_bytes", (double)near_window_bytes(n) / (double)n, "bytes/post");
    bench_figure("near_window", (double)n, "posts");
    if (sum == 0)
        bench_figure("words_none", 0, "posts");
}

int bench_near(struct cli *c, int argc, char **argv)
{
    struct os_map map;
    if (argc < 1 || os_file_map(argv[0], &map) != K_OK) {
        fprintf(stderr, "kith bench near FILE: a file of texts, one a line\n");
        return 2;
    }
    struct set s = {.a = k_arena_new((size_t)4 << 30)};
    k_rand_seed(&s.rand, 7);
    read_lines(&s, os_map_text(&map));
    struct near_window *w = near_window_new(s.a, s.lines.n + 1);
    for (size_t i = 0; i < s.lines.n; i++) {
        struct near_text t;
        near_of(s.lines.v[i], &t);
        struct near_set set = near_set(&t);
        near_put(w, &set, &(struct near_post){.post = (int64_t)i}, NULL);
    }
    speed(&s);
    for (int how = 0; how < EDITS; how++)
        recall(&s, w, (enum edit)how);
    precision(&s, w);
    k_arena_free(s.a);
    os_file_unmap(&map);
    return 0;
}
