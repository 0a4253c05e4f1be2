/* An index of listening queries says of every post what each query by itself says, by the book,
 * also while queries come and go.
 * tsan: readers match while one thread changes the index. */
#include "base/buf.h"
#include "base/rand.h"
#include "listen/index_inside.h"
#include "unit.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Few words, so that random queries and random posts meet; of several scripts. */
static const char *const words[] = {
    "acme",
    "globex",
    "refund",
    "refunded",
    "refunds",
    "the",
    "a1",
    "no",
    "yes",
    "internationalization",
    "internationalizations",
    "#acme",
    "@ann",
    "@ann@x.example",
    "$usd",
    "e-mail",
    "\xe6\x9d\xb1\xe4\xba\xac",
    "\xe4\xba\xac",
    "stra\xc3\x9f"
    "e",
    "STRASSE",
    "Acme",
    "\xf0\x9f\x91\x8d",
    "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd",
    "C++",
    "it's",
    "\xef\xbc\xa1\xef\xbc\xa3\xef\xbc\xad\xef\xbc\xa5", /* ACME of full width */
    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",     /* an emoji of two */
    "#e-mail",
    "e\xcc\x81",
    "##"};
static const char *const patterns[] = {
    "ref*", "refund*", "ac?e", "*fund", "inter*tion", "internationalizati*", "gl*ex", "ann*"};
static const char *const facts[] = {"author:ann",
                                    "author:a*",
                                    "author:\"ann b\"",
                                    "lang:en",
                                    "lang:de",
                                    "site:x.example",
                                    "site:x.example/p",
                                    "network:mastodon",
                                    "followers:>10",
                                    "followers:<5",
                                    "is:reply",
                                    "has:link",
                                    "intent:lead",
                                    "sentiment:negative",
                                    "relation:>=dialogue",
                                    "relation:>50",
                                    "label:vip",
                                    "to:bo",
                                    "link:shop",
                                    "url:post",
                                    "country:de",
                                    "channel:\"our desk\"",
                                    "bio:acme",
                                    "title:acme",
                                    "text:refund*"};
#define ANY_OF(list, rand) (list)[k_rand_below((rand), sizeof(list) / sizeof *(list))]

static void leaf(struct k_rand *r, struct k_buf *b)
{
    switch (k_rand_below(r, 10)) {
    case 0:
        k_buf_fmt(b, "\"%s %s\"", ANY_OF(words, r), ANY_OF(words, r));
        return;
    case 1:
        k_buf_fmt(b, "\"%s %s %s\"~%d", ANY_OF(words, r), ANY_OF(words, r), ANY_OF(words, r),
                  (int)k_rand_below(r, 4));
        return;
    case 2:
        k_buf_fmt(b, "(%s %s/%d %s)", ANY_OF(words, r), k_rand_below(r, 2) ? "NEAR" : "ONEAR",
                  1 + (int)k_rand_below(r, 4), ANY_OF(words, r));
        return;
    case 3:
        k_buf_fmt(b, "((%s OR \"%s %s\") NEAR/%d %s)", ANY_OF(words, r), ANY_OF(words, r),
                  ANY_OF(words, r), 1 + (int)k_rand_below(r, 4), ANY_OF(patterns, r));
        return;
    case 4:
        k_buf_fmt(b, "%s", ANY_OF(patterns, r));
        return;
    case 5:
        k_buf_fmt(b, "%s", ANY_OF(facts, r));
        return;
    case 6:
        k_buf_fmt(b, "raw:\"%s\"", ANY_OF(words, r));
        return;
    default:
        k_buf_fmt(b, "%s", ANY_OF(words, r));
    }
}

static void grow(struct k_rand *r, struct k_buf *b, int depth)
{
    static const char *const between[] = {" OR ", " OR ", " AND ", " AND NOT "};
    if (depth == 3 || k_rand_below(r, 3) == 0) {
        leaf(r, b);
        return;
    }
    k_buf_chr(b, '(');
    grow(r, b, depth + 1);
    k_buf_fmt(b, "%s", ANY_OF(between, r));
    grow(r, b, depth + 1);
    k_buf_chr(b, ')');
}

static struct query query_of(struct k_arena *a, struct k_rand *r, enum listen_way way)
{
    struct query q;
    struct query_problem p;
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    do {
        k_buf_reset(&b);
        grow(r, &b, 0);
    } while (!query_parse(a, k_buf_view(&b), &(struct query_options){.way = way}, &q, &p));
    return q;
}

static k_str text_of(struct k_arena *a, struct k_rand *r, uint64_t most)
{
    static const char *const between[] = {" ", " ", " ", ", ", "", " - "};
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    for (uint64_t n = k_rand_below(r, most + 1); n > 0; n--) {
        const char *word = ANY_OF(words, r);
        for (uint64_t again = k_rand_below(r, 8) ? 1 : k_rand_below(r, 4); again > 0; again--)
            k_buf_fmt(&b, "%s%s", word, ANY_OF(between, r));
    }
    return k_buf_view(&b);
}

static struct listen_post post_of(struct k_arena *a, struct k_rand *r)
{
    static const char *const handles[] = {"", "ann", "ann@x.example", "bo"};
    static const char *const langs[] = {"", "en", "en-GB", "de"};
    static const char *const urls[] = {
        "", "https://x.example/post/1", "http://blog.x.example", "https://other.example/p",
        "https\xef\xbc\x9a\xef\xbc\x8f\xef\xbc\x8fx.example\xef\xbc\x8fp"};
    static const k_str links[] = {K_S_INIT("https://shop.example")},
                       labels[] = {K_S_INIT("VIP")}, to[] = {K_S_INIT("bo@x.example")};
    return (struct listen_post){
        .text = text_of(a, r, k_rand_below(r, 8) ? 14 : 90),
        .title = text_of(a, r, 3),
        .bio = text_of(a, r, 3),
        .handle = k_str_z(ANY_OF(handles, r)),
        .name = k_rand_below(r, 2) ? K_S("Ann B") : K_S(""),
        .url = k_str_z(ANY_OF(urls, r)),
        .links = {links, k_rand_below(r, 2)},
        .lang = k_str_z(ANY_OF(langs, r)),
        .country = k_rand_below(r, 2) ? K_S("DE") : K_S(""),
        .network = k_rand_below(r, 2) ? K_S("mastodon") : K_S("feed"),
        .channel = K_S("Our Desk"),
        .to = {to, k_rand_below(r, 2)},
        .labels = {labels, k_rand_below(r, 2)},
        .followers = (int64_t)k_rand_below(r, 30) - 1,
        .mood = (enum listen_mood)k_rand_below(r, 4),
        .intents = (unsigned)k_rand_below(r, 16),
        .is = (unsigned)k_rand_below(r, 32),
        .stage = (enum listen_stage)k_rand_below(r, 8),
        .strength = (double)k_rand_below(r, 102) - 1,
    };
}

static int by_id(const void *x, const void *y)
{
    const uint64_t *a = x, *b = y;
    return *a < *b ? -1 : *a > *b;
}

static void compare(struct k_arena *a, enum listen_way way, const struct listen_entry *q,
                    size_t n, const struct listen_post *post, struct listen_hits *hits)
{
    size_t at = 0;
    if (hits->n)
        qsort(hits->v, hits->n, sizeof *hits->v, by_id);
    for (size_t i = 0; i < n; i++) {
        bool found = at < hits->n && hits->v[at] == q[i].id;
        at += found;
        if (query_holds(a, way, q[i].query, post, NULL) != found)
            fail_msg("%.*s\n%s for: %.*s | %.*s | %.*s", K_ARG(query_write(a, q[i].query)),
                     found ? "a hit" : "no hit", K_ARG(post->title), K_ARG(post->text),
                     K_ARG(post->handle));
    }
    assert_int_equal(at, hits->n); /* each once, and no others */
}

enum { ROUNDS = 4, QUERIES = 150, POSTS = 50 };

/* Random queries, those of them that are in the index now, and a desk. */
struct bed {
    struct k_arena *a;
    struct k_rand r;
    enum listen_way way;
    struct query queries[QUERIES];
    struct listen_entry entries[QUERIES]; /* n that are there */
    uint32_t numbers[QUERIES];
    size_t n;
    struct listen_desk *desk;
    struct listen_hits hits;
};

static void begin(struct bed *b, enum listen_way way, uint64_t seed)
{
    *b = (struct bed){.a = k_arena_new(0), .way = way, .desk = listen_desk_new(way)};
    k_rand_seed(&b->r, seed);
    for (size_t i = 0; i < QUERIES; i++) {
        b->queries[i] = query_of(b->a, &b->r, way);
        b->entries[i] = (struct listen_entry){10 + 3 * i, &b->queries[i]};
        b->numbers[i] = (uint32_t)i;
    }
    b->n = QUERIES;
}

static void end(struct bed *b)
{
    free(b->hits.v);
    listen_desk_free(b->desk);
    k_arena_free(b->a);
}

static void hold_some(struct bed *b, const struct listen_index *x, int posts)
{
    for (int i = 0; i < posts; i++) {
        struct k_arena *a = k_arena_new(0);
        struct listen_post post = post_of(a, &b->r);
        b->hits.n = 0;
        listen_desk_put(b->desk, x, &post);
        listen_index_match(x, b->desk, &b->hits);
        compare(a, b->way, b->entries, b->n, &post, &b->hits);
        k_arena_free(a);
    }
}

static void same_as_by_the_book(enum listen_way way, uint64_t seed)
{
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct bed b;
        begin(&b, way, seed + round);
        struct listen_index *x = listen_index_new(way, NULL, b.entries, QUERIES);
        hold_some(&b, x, POSTS);
        listen_index_free(x);
        end(&b);
    }
}

static void an_index_says_what_each_query_says(void **state)
{
    (void)state;
    same_as_by_the_book(LISTEN_UNICODE, 1);
    same_as_by_the_book(LISTEN_UNICODE, 200);
}

static void so_it_does_with_words_of_ascii(void **state)
{
    (void)state;
    same_as_by_the_book(LISTEN_ASCII, 3);
}

/* ---- queries that come and go ------------------------------------------------------------ */

/* Takes one away, or brings one back, at a random place. */
static void change(struct bed *b, struct listen_index *x, size_t *gone, size_t *n_gone)
{
    if (b->n > 0 && (*n_gone == 0 || k_rand_below(&b->r, 2))) {
        size_t i = k_rand_below(&b->r, b->n);
        listen_index_remove(x, b->numbers[i]);
        gone[(*n_gone)++] = (size_t)(b->entries[i].query - b->queries);
        memmove(b->entries + i, b->entries + i + 1, (b->n - i - 1) * sizeof *b->entries);
        memmove(b->numbers + i, b->numbers + i + 1, (b->n - i - 1) * sizeof *b->numbers);
        b->n--;
        return;
    }
    size_t which = gone[--*n_gone], i = 0;
    while (i < b->n && (size_t)(b->entries[i].query - b->queries) < which)
        i++;
    memmove(b->entries + i + 1, b->entries + i, (b->n - i) * sizeof *b->entries);
    memmove(b->numbers + i + 1, b->numbers + i, (b->n - i) * sizeof *b->numbers);
    b->entries[i] = (struct listen_entry){10 + 3 * which, &b->queries[which]};
    b->numbers[i] = listen_index_add(x, b->entries[i]);
    b->n++;
}

static void queries_come_and_go(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 4; round++) {
        struct bed b;
        size_t gone[QUERIES], n_gone = 0;
        begin(&b, round % 2 ? LISTEN_ASCII : LISTEN_UNICODE, 40 + round);
        if (round >= 2) /* from nothing on */
            for (b.n = 0; n_gone < QUERIES; n_gone++)
                gone[n_gone] = n_gone;
        struct listen_index *x = listen_index_new(b.way, NULL, b.entries, b.n);
        for (int i = 0; i < 150; i++) {
            change(&b, x, gone, &n_gone);
            hold_some(&b, x, 1);
        }
        assert_int_equal(listen_index_size(x), b.n);
        assert_true(listen_index_waste(x) > 0);
        listen_index_free(x);
        end(&b);
    }
}

/* ---- while others match ------------------------------------------------------------------ */

enum { READERS = 3, STAY = 60, CHANGES = 1000 };

/* One post for each reader, and what each query says of it by the book. */
struct reader {
    struct bed *b;
    const struct listen_index *x;
    struct listen_post post;
    bool holds[QUERIES];
    atomic_bool *stop;
    size_t wrong, rounds;
    pthread_t thread;
};

static void *read_on(void *arg)
{
    struct reader *r = arg;
    struct listen_desk *d = listen_desk_new(r->b->way);
    struct listen_hits hits = {0};
    while (!atomic_load(r->stop) || r->rounds == 0) {
        size_t stayed = 0, want = 0;
        hits.n = 0;
        listen_desk_put(d, r->x, &r->post);
        listen_index_match(r->x, d, &hits);
        for (size_t i = 0; i < hits.n; i++) {
            size_t which = (hits.v[i] - 10) / 3;
            r->wrong += which >= QUERIES || !r->holds[which];
            stayed += which < STAY;
        }
        for (size_t i = 0; i < STAY; i++)
            want += r->holds[i];
        r->wrong += stayed != want;
        r->rounds++;
    }
    free(hits.v);
    listen_desk_free(d);
    return NULL;
}

/* The first STAY queries are always there; the others come and go. */
static void readers_miss_nothing_while_it_changes(void **state)
{
    (void)state;
    struct bed b;
    struct reader readers[READERS] = {0};
    atomic_bool stop = false;
    uint32_t numbers[QUERIES];
    begin(&b, LISTEN_UNICODE, 77);
    struct listen_index *x = listen_index_new(b.way, NULL, b.entries, STAY);
    for (size_t i = 0; i < READERS; i++) {
        struct reader *r = &readers[i];
        *r = (struct reader){.b = &b, .x = x, .post = post_of(b.a, &b.r), .stop = &stop};
        for (size_t k = 0; k < QUERIES; k++)
            r->holds[k] = query_holds(b.a, b.way, &b.queries[k], &r->post, NULL);
    }
    for (size_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
    for (size_t i = 0; i < QUERIES; i++)
        numbers[i] = UINT32_MAX;
    for (int i = 0; i < CHANGES; i++) {
        size_t which = STAY + k_rand_below(&b.r, QUERIES - STAY);
        if (numbers[which] == UINT32_MAX) {
            numbers[which] = listen_index_add(x, b.entries[which]);
        } else {
            listen_index_remove(x, numbers[which]);
            numbers[which] = UINT32_MAX;
        }
    }
    atomic_store(&stop, true);
    for (size_t i = 0; i < READERS; i++) {
        pthread_join(readers[i].thread, NULL);
        assert_int_equal(readers[i].wrong, 0);
    }
    listen_index_free(x);
    end(&b);
}

/* ---- parts ------------------------------------------------------------------------------- */

static void blocks_are_cut_alike_by_every_way(void **state)
{
    (void)state;
    struct k_rand r;
    listen_block *fast = listen_block_of_machine();
    k_rand_seed(&r, 5);
    for (int i = 0; i < 2000; i++) {
        char a[DESK_BLOCK], b[DESK_BLOCK];
        uint64_t other_a = 0, other_b = 0;
        for (size_t k = 0; k < DESK_BLOCK; k++)
            a[k] = b[k] = (char)(i < 4 ? (unsigned)i * DESK_BLOCK + k : k_rand_below(&r, 256));
        assert_int_equal(listen_block_plain(a, i % 2, &other_a), fast(b, i % 2, &other_b));
        assert_int_equal(other_a, other_b);
        assert_memory_equal(a, b, DESK_BLOCK);
    }
}

static double rate_of(void *arg, k_str key)
{
    (void)arg;
    return k_str_eqz(key, "acme") ? 2 : k_str_eqz(key, "globex") ? 1 : -1;
}

static void the_cost_of_a_query_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first;
        size_t words;
        double cost;
    } cases[] = {
        {"acme AND globex", "globex", 1, 1},
        {"acme OR globex", "acme", 2, 3},
        {"(acme OR globex) AND NOT yes", "acme", 2, 3},
        {"refund* globex", "globex", 1, 1},
        {"lang:de AND acme", "acme", 1, 2},
        {"followers:>10 AND is:reply", NULL, 0, 1000},
        {"author:ann followers:>10", "ann", 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct k_arena *a = k_arena_new(0);
        struct listen_rates rates = {rate_of, NULL};
        struct listen_cost cost;
        struct query q;
        struct query_problem p;
        assert_true(query_parse(a, k_str_z(cases[i].text), NULL, &q, &p));
        listen_cost_of(a, LISTEN_UNICODE, &rates, &q, &cost);
        assert_int_equal(cost.n, cases[i].words);
        assert_true(cost.per_thousand > cases[i].cost - .001 &&
                    cost.per_thousand < cases[i].cost + .001);
        if (cases[i].first)
            assert_true(k_str_eqz(cost.v[0], cases[i].first));
        k_arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_says_what_each_query_says),
        cmocka_unit_test(so_it_does_with_words_of_ascii),
        cmocka_unit_test(queries_come_and_go),
        cmocka_unit_test(readers_miss_nothing_while_it_changes),
        cmocka_unit_test(blocks_are_cut_alike_by_every_way),
        cmocka_unit_test(the_cost_of_a_query_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
