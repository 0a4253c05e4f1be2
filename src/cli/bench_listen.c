/* bench_listen: `kith bench listen` measures how many posts a second one core holds against
 * many listening queries, on a workload of two files (posts.jsonl, queries.jsonl), against the
 * plain cutting and hashing of the same posts; and compares what it finds with query_holds,
 * which knows no tricks. The words of that workload are cut with LISTEN_ASCII. */
#include "base/map.h"
#include "cli/bench.h"
#include "listen/index.h"
#include "os/file.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_MOST ((size_t)1 << 30)
#define MEMORY ((size_t)8 << 30)
enum { ROUNDS = 3, LEARN = 20000, LEAVES = 400, EDITS = 2000, THREADS = 2 };

struct posts {
    struct listen_post *v; /* K_VEC */
    size_t n, cap;
};
struct queries {
    struct query *v; /* K_VEC */
    size_t n, cap;
};
struct bench {
    struct k_arena *a;
    struct posts posts;
    struct queries queries;
    struct listen_entry *entries;
    struct k_map counts; /* word -> how many of the first posts have it */
    size_t learned;
};

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double now_s(void)
{
    return seconds(CLOCK_THREAD_CPUTIME_ID);
}

static double wall_s(void)
{
    return seconds(CLOCK_MONOTONIC);
}

/* ---- the workload ------------------------------------------------------------------------ */

/* The text of "name": "..." in a line; the workload escapes nothing in it. */
static k_str member(struct k_arena *a, k_str line, const char *name)
{
    k_str key = k_fmt(a, "\"%s\": \"", name);
    ptrdiff_t at = k_str_find(line, key);
    k_str rest = at < 0 ? K_NONE : k_str_from(line, (size_t)at + key.n);
    return k_str_cut(&rest, '"');
}

static void read_posts(struct bench *b, k_str file, size_t most)
{
    while (file.n && b->posts.n < most) {
        k_str line = k_str_cut(&file, '\n'), host = member(b->a, line, "host");
        *k_vec_push(b->a, &b->posts) = (struct listen_post){
            .handle = member(b->a, line, "author"),
            .lang = member(b->a, line, "lang"),
            .url = host.n ? k_fmt(b->a, "http://%.*s", K_ARG(host)) : K_S(""),
            .text = member(b->a, line, "text"),
            .followers = -1,
            .strength = -1,
        };
    }
}

struct stack {
    struct query_node *v[LEAVES];
    size_t n;
};

static struct query_node *push(struct bench *b, struct stack *s, struct query_node node)
{
    struct query_node *n = k_new(b->a, struct query_node);
    *n = node;
    if (s->n < LEAVES)
        s->v[s->n++] = n;
    return n;
}

/* Words between '~', each a word of the row. */
static void push_words(struct bench *b, struct stack *s, k_str row, bool pattern)
{
    struct {
        struct query_word *v;
        size_t n, cap;
    } words = {0};
    while (row.p) {
        k_str word = k_str_cut(&row, '~');
        *k_vec_push(b->a, &words) = (struct query_word){
            .key = pattern ? k_fmt(b->a, "%.*s*", K_ARG(word)) : word, .pattern = pattern};
    }
    push(b, s,
         (struct query_node){
             .kind = QUERY_WORDS, .apart = -1, .words = words.v, .n_words = words.n});
}

static void push_parts(struct bench *b, struct stack *s, enum query_kind kind, size_t n,
                       int apart)
{
    struct query_node **of = k_new_n(b->a, struct query_node *, n + 1);
    n = n < s->n ? n : s->n;
    s->n -= n;
    memcpy(of, s->v + s->n, n * sizeof *of);
    push(b, s, (struct query_node){.kind = kind, .of = of, .n = n, .apart = apart});
}

static void push_fact(struct bench *b, struct stack *s, enum query_fact fact, k_str value)
{
    push(b, s, (struct query_node){.kind = QUERY_FACT, .fact = fact, .value = value});
}

/* One token of the postfix form of a query. */
static void push_token(struct bench *b, struct stack *s, k_str token)
{
    int64_t n = 1;
    k_str value = k_str_from(token, 2);
    switch (token.p[0]) {
    case '&':
    case '|':
        (void)k_str_i64(k_str_from(token, 1), &n);
        push_parts(b, s, token.p[0] == '&' ? QUERY_ALL : QUERY_ANY, (size_t)n, -1);
        return;
    case '!':
        push_parts(b, s, QUERY_NOT, 1, -1);
        return;
    case 'n':
        (void)k_str_i64(k_str_cut(&value, ':'), &n);
        k_str left = k_str_cut(&value, '~');
        push_words(b, s, left, false);
        push_words(b, s, value, false);
        push_parts(b, s, QUERY_NEAR, 2, (int)n);
        return;
    case 'a':
        push_fact(b, s, QUERY_AUTHOR, value);
        return;
    case 'l':
        push_fact(b, s, QUERY_LANG, value);
        return;
    case 'h':
        push_fact(b, s, QUERY_SITE, value);
        return;
    default:
        push_words(b, s, value, token.p[0] == 'x');
    }
}

static void read_queries(struct bench *b, k_str file, size_t most)
{
    while (file.n && b->queries.n < most) {
        k_str rpn = member(b->a, k_str_cut(&file, '\n'), "rpn");
        struct stack s = {.n = 0};
        while (rpn.n) {
            k_str token = k_str_cut(&rpn, ' ');
            if (token.n)
                push_token(b, &s, token);
        }
        if (s.n == 1)
            *k_vec_push(b->a, &b->queries) = (struct query){.root = s.v[0]};
    }
    b->entries = k_new_n(b->a, struct listen_entry, b->queries.n + 1);
    for (size_t i = 0; i < b->queries.n; i++)
        b->entries[i] = (struct listen_entry){i, &b->queries.v[i]};
}

/* ---- what is common ---------------------------------------------------------------------- */

static void learn(struct bench *b)
{
    k_map_init(&b->counts, b->a);
    b->learned = b->posts.n < LEARN ? b->posts.n : LEARN;
    for (size_t i = 0; i < b->learned; i++) {
        struct listen_words words;
        listen_words(b->a, LISTEN_ASCII, b->posts.v[i].text, &words);
        for (size_t k = 0; k < words.n; k++) {
            void **n = k_map_at(&b->counts, words.v[k].key);
            *n = (void *)((uintptr_t)*n + 1);
        }
    }
}

static double rate_of(void *arg, k_str key)
{
    const struct bench *b = arg;
    if (key.n && (unsigned char)key.p[0] < ' ')
        return -1;
    return 1000.0 * (double)(uintptr_t)k_map_get(&b->counts, key) / (double)(b->learned + 1) +
           0.01;
}

/* ---- measuring --------------------------------------------------------------------------- */

struct found {
    uint64_t hits, checksum;
};

static struct found run(const struct bench *b, const struct listen_index *x,
                        struct listen_desk *d, struct listen_hits *hits)
{
    struct found f = {0};
    for (size_t i = 0; i < b->posts.n; i++) {
        hits->n = 0;
        listen_desk_put(d, x, &b->posts.v[i]);
        if (x)
            listen_index_match(x, d, hits);
        f.hits += hits->n;
        for (size_t k = 0; k < hits->n; k++)
            f.checksum += ((i * 1000003 + hits->v[k]) * UINT64_C(2654435761)) % 1000000007;
    }
    return f;
}

static int by_size(const void *x, const void *y)
{
    const double *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

/* Posts a second, the middle of some rounds. */
static double rate(const struct bench *b, const struct listen_index *x, struct listen_desk *d,
                   struct listen_hits *hits, struct found *f)
{
    double v[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double start = now_s();
        *f = run(b, x, d, hits);
        v[i] = (double)b->posts.n / (now_s() - start);
    }
    qsort(v, ROUNDS, sizeof *v, by_size);
    return v[ROUNDS / 2];
}

/* Time of each post by itself: the longest of a thousand. */
static void slowest(const struct bench *b, const struct listen_index *x, struct listen_desk *d,
                    struct listen_hits *hits)
{
    double *us = k_new_n(b->a, double, b->posts.n);
    for (size_t i = 0; i < b->posts.n; i++) {
        double start = now_s();
        hits->n = 0;
        listen_desk_put(d, x, &b->posts.v[i]);
        listen_index_match(x, d, hits);
        us[i] = (now_s() - start) * 1e6;
    }
    qsort(us, b->posts.n, sizeof *us, by_size);
    bench_figure("listen_p999", us[b->posts.n - 1 - b->posts.n / 1000], "us");
}

/* The first posts once more by the book: false when it says something else. */
static bool checked(const struct bench *b, const struct listen_index *x, struct listen_desk *d,
                    struct listen_hits *hits, size_t posts)
{
    uint64_t wrong = 0;
    for (size_t i = 0; i < posts && i < b->posts.n; i++) {
        struct k_arena *a = k_arena_new(0);
        uint64_t by_book = 0, sum = 0;
        hits->n = 0;
        listen_desk_put(d, x, &b->posts.v[i]);
        listen_index_match(x, d, hits);
        for (size_t k = 0; k < hits->n; k++)
            sum += hits->v[k] * hits->v[k] + 1;
        struct query_reading *r = query_read(a, LISTEN_ASCII, &b->posts.v[i]);
        for (size_t k = 0; k < b->queries.n; k++)
            if (query_read_holds(r, b->queries.v[k].root, NULL))
                by_book += k * k + 1;
        wrong += by_book != sum;
        k_arena_free(a);
    }
    bench_figure("listen_checked", (double)posts, "posts");
    bench_figure("listen_wrong", (double)wrong, "posts");
    return wrong == 0;
}

/* Queries that are changed one after the other: the new one comes, the old one goes. */
static void change(const struct bench *b, struct listen_index *x)
{
    size_t n = b->queries.n < EDITS ? b->queries.n : EDITS;
    double *us = k_new_n(b->a, double, n);
    for (size_t i = 0; i < n; i++) {
        size_t which = i * (b->queries.n / n);
        double start = now_s();
        listen_index_add(x, b->entries[which]);
        listen_index_remove(x, (uint32_t)which);
        us[i] = (now_s() - start) * 1e6;
    }
    qsort(us, n, sizeof *us, by_size);
    bench_figure("listen_edit", us[n / 2], "us");
    bench_figure("listen_edit_p99", us[n - 1 - n / 100], "us");
}

/* ---- on several cores -------------------------------------------------------------------- */

struct share {
    const struct bench *b;
    const struct listen_index *x;
    size_t from, to, hits;
    pthread_t thread;
};

static void *run_share(void *arg)
{
    struct share *s = arg;
    struct listen_desk *d = listen_desk_new(LISTEN_ASCII);
    struct listen_hits hits = {0};
    for (size_t i = s->from; d && i < s->to; i++) {
        hits.n = 0;
        listen_desk_put(d, s->x, &s->b->posts.v[i]);
        listen_index_match(s->x, d, &hits);
        s->hits += hits.n;
    }
    listen_desk_free(d);
    free(hits.v);
    return NULL;
}

/* Posts a second by the clock, on so many threads; 0: a thread does not start. */
static double rate_on(const struct bench *b, const struct listen_index *x, size_t threads)
{
    struct share s[THREADS];
    double start = wall_s();
    for (size_t i = 0; i < threads; i++) {
        s[i] = (struct share){b, x, b->posts.n * i / threads, b->posts.n * (i + 1) / threads,
                              0, 0};
        if (pthread_create(&s[i].thread, NULL, run_share, &s[i]) != 0)
            return 0;
    }
    for (size_t i = 0; i < threads; i++)
        pthread_join(s[i].thread, NULL);
    return (double)b->posts.n / (wall_s() - start);
}

static int measure(struct bench *b, size_t check)
{
    struct listen_rates rates = {rate_of, b};
    struct listen_desk *d = listen_desk_new(LISTEN_ASCII);
    struct listen_hits hits = {0};
    struct found f, nothing;
    learn(b);
    double start = now_s();
    struct listen_index *x = listen_index_new(LISTEN_ASCII, &rates, b->entries, b->queries.n);
    bench_figure("listen_build", (now_s() - start) * 1e3, "ms");
    if (!d || !x)
        return 1;
    bench_figure("listen_queries", (double)b->queries.n, "queries");
    bench_figure("listen_memory", (double)listen_index_bytes(x) / (double)b->queries.n,
                 "bytes/query");
    bench_figure("listen_always", (double)listen_index_always(x), "queries");
    bench_figure("listen_limit", rate(b, NULL, d, &hits, &nothing), "posts/s");
    bench_figure("listen_rate", rate(b, x, d, &hits, &f), "posts/s");
    bench_figure("listen_hits", (double)f.hits, "hits");
    printf("listen_checksum %llx hex\n", (unsigned long long)f.checksum);
    slowest(b, x, d, &hits);
    double one = rate_on(b, x, 1);
    bench_figure("listen_two_cores", one > 0 ? rate_on(b, x, THREADS) / one : 0, "times");
    bool ok = checked(b, x, d, &hits, check);
    change(b, x);
    listen_index_free(x);
    listen_desk_free(d);
    free(hits.v);
    return ok ? 0 : 1;
}

int bench_listen(struct cli *c, int argc, char **argv)
{
    int64_t queries = 1000, posts = 200000, check = 200;
    k_str file;
    if (!bench_number(&argc, argv, "--queries", 1, &queries) ||
        !bench_number(&argc, argv, "--posts", 1, &posts) ||
        !bench_number(&argc, argv, "--check", 0, &check))
        return 2;
    if (argc != 1) {
        fprintf(stderr, "kith bench listen: say where posts.jsonl and queries.jsonl are.\n");
        return 2;
    }
    struct bench b = {.a = k_arena_new(MEMORY)};
    if (!b.a ||
        os_file_read(b.a, k_fmt(b.a, "%s/posts.jsonl", argv[0]).p, FILE_MOST, &file) != K_OK) {
        fprintf(stderr, "kith bench listen: there is no posts.jsonl in %s.\n", argv[0]);
        return 1;
    }
    read_posts(&b, file, (size_t)posts);
    if (os_file_read(b.a, k_fmt(b.a, "%s/queries.jsonl", argv[0]).p, FILE_MOST, &file) !=
        K_OK) {
        fprintf(stderr, "kith bench listen: there is no queries.jsonl in %s.\n", argv[0]);
        return 1;
    }
    read_queries(&b, file, (size_t)queries);
    int code = b.posts.n && b.queries.n ? measure(&b, (size_t)check) : 1;
    k_arena_free(b.a);
    return code;
}
