/* The two sketches against exact counts: how many are different, and which are the most
 * frequent; merged, written and read back. What cannot have been written is refused. */
#include "unit.h"
#include "base/rand.h"
#include "listen/distinct.h"
#include "listen/frequent.h"
#include "listen/sketch.h"

#include <math.h>

/* ---- distinct ---------------------------------------------------------------------------- */

static uint64_t author(uint64_t i)
{
    char name[24];
    int n = snprintf(name, sizeof name, "author %llu", (unsigned long long)i);
    return sketch_hash(k_str_n(name, (size_t)n));
}

static void different_authors_are_counted(void **state)
{
    static const unsigned many[] = {1, 10, 100, 1000, 10000, 40000, 60000, 170904, 500000};
    struct distinct *d = k_new(*state, struct distinct);
    double worst = 0;
    unsigned seen = 0;
    assert_true(distinct_count(d) == 0);
    for (size_t i = 0; i < ROWS(many); i++) {
        for (; seen < many[i]; seen++) {
            distinct_add(d, author(seen));
            distinct_add(d, author(seen / 2)); /* again: changes nothing */
        }
        double off = distinct_count(d) / seen - 1;
        print_message("# %u authors: %+.2f %%\n", seen, 100 * off);
        worst = fmax(worst, fabs(off));
        assert_true(fabs(off) < 3 * 1.04 / 128 || fabs(off) * seen < .5);
    }
    print_message("# the worst: %.2f %%\n", 100 * worst);
}

/* Of hashes that are even, many sketches: neither too high nor too low on the whole. */
static void the_estimate_leans_to_no_side(void **state)
{
    static const unsigned many[] = {100, 5000, 40000};
    enum { SKETCHES = 40 };
    struct distinct *d = k_new(*state, struct distinct);
    struct k_rand r;
    k_rand_seed(&r, 3);
    for (size_t i = 0; i < ROWS(many); i++) {
        double sum = 0, squares = 0;
        for (int k = 0; k < SKETCHES; k++) {
            memset(d, 0, sizeof *d);
            for (unsigned n = 0; n < many[i]; n++)
                distinct_add(d, k_rand_u64(&r));
            double off = distinct_count(d) / many[i] - 1;
            sum += off;
            squares += off * off;
        }
        print_message("# %u, %d sketches: mean error %+.3f %%, standard error %.3f %%\n",
                      many[i], SKETCHES, 100 * sum / SKETCHES, 100 * sqrt(squares / SKETCHES));
        assert_true(fabs(sum / SKETCHES) < 4 * 1.04 / 128 / sqrt(SKETCHES));
        assert_true(sqrt(squares / SKETCHES) < 1.3 * 1.04 / 128);
    }
}

static void merged_is_as_if_seen_together(void **state)
{
    struct distinct *d = k_new_n(*state, struct distinct, 3);
    for (unsigned i = 0; i < 30000; i++) {
        distinct_add(&d[i % 3 == 0], author(i));
        distinct_add(&d[2], author(i));
    }
    distinct_merge(&d[0], &d[1]);
    assert_memory_equal(&d[0], &d[2], sizeof *d);
}

static k_str distinct_bytes(struct k_arena *a, const struct distinct *d)
{
    struct k_buf b;
    k_buf_init(&b, a, DISTINCT_BYTES_MOST);
    distinct_write(d, &b);
    assert_true(k_buf_ok(&b));
    return k_buf_view(&b);
}

static void distinct_comes_back_from_bytes(void **state)
{
    static const unsigned many[] = {0, 1, 50, 3000, 5000, 6000, 100000};
    struct distinct *d = k_new_n(*state, struct distinct, 2);
    const char *why;
    unsigned seen = 0;
    for (size_t i = 0; i < ROWS(many); i++) {
        for (; seen < many[i]; seen++)
            distinct_add(d, author(seen));
        k_str bytes = distinct_bytes(*state, d);
        assert_true(bytes.n <= DISTINCT_BYTES_MOST && bytes.n <= 4 + 3 * (size_t)seen);
        assert_true(distinct_read(bytes, &d[1], &why));
        assert_memory_equal(&d[0], &d[1], sizeof *d);
        for (size_t n = 0; n < bytes.n; n += n < 64 ? 1 : 997)
            assert_false(distinct_read(k_str_sub(bytes, 0, n), &d[1], &why));
    }
    memset(d, DISTINCT_RANK_MOST, sizeof *d); /* the highest that there is */
    assert_true(distinct_count(d) <= 0x1p64);
    assert_true(distinct_read(distinct_bytes(*state, d), &d[1], &why));
}

static void what_is_no_distinct_sketch_is_refused(void **state)
{
    static const struct {
        k_str bytes;
        const char *why;
    } rows[] = {
        {K_S_INIT(""), "it is no sketch of this version"},
        {K_S_INIT("\1"), "it is no sketch of this version"},
        {K_S_INIT("\2\0\0\0"), "it is no sketch of this version"},
        {K_S_INIT("\1\2\0\0"), "it is no sketch of this version"},
        {K_S_INIT("\1\0\1\0"), "its length is not that of its cells"},
        {K_S_INIT("\1\0\0\0\0"), "its length is not that of its cells"},
        {K_S_INIT("\1\0\1\0\0\100\1"), "its cells are not in their order"},
        {K_S_INIT("\1\0\2\0\5\0\1\5\0\1"), "its cells are not in their order"},
        {K_S_INIT("\1\0\1\0\5\0\0"), "a cell is out of its range"},
        {K_S_INIT("\1\0\1\0\5\0\64"), "a cell is out of its range"},
        {K_S_INIT("\1\1\0\0\0"), "its length is not that of its cells"},
    };
    struct distinct *d = k_new(*state, struct distinct);
    const char *why;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_false(distinct_read(rows[i].bytes, d, &why));
        assert_string_equal(why, rows[i].why);
        assert_true(distinct_count(d) == 0);
    }
    char *all = k_new_n(*state, char, DISTINCT_BYTES_MOST);
    all[0] = all[1] = 1;
    assert_false(distinct_read(k_str_n(all, DISTINCT_BYTES_MOST), d, &why));
    assert_string_equal(why, "so few cells are written as a list");
    memset(all + 2, 0xff, DISTINCT_BYTES_MOST - 2);
    assert_false(distinct_read(k_str_n(all, DISTINCT_BYTES_MOST), d, &why));
    assert_string_equal(why, "a cell is out of its range");
}

/* ---- frequent ---------------------------------------------------------------------------- */

static void add(struct frequent *f, const char *key, uint64_t weight)
{
    frequent_add(f, sketch_hash(k_str_z(key)), k_str_z(key), weight);
}

static void expect_rows(struct k_arena *a, const struct frequent *f, const char *want)
{
    const struct frequent_row **list = frequent_list(a, f);
    struct k_buf b;
    k_buf_init(&b, a, 1000);
    for (uint32_t i = 0; i < f->n; i++)
        k_buf_fmt(&b, "%s%.*s %llu-%llu", i ? ", " : "", K_ARG(frequent_key(list[i])),
                  (unsigned long long)list[i]->count, (unsigned long long)list[i]->error);
    assert_str(k_buf_view(&b), want);
}

static void a_new_key_takes_the_place_of_the_least(void **state)
{
    struct frequent f;
    frequent_init(*state, 2, &f);
    add(&f, "x", 1);
    add(&f, "x", 1);
    add(&f, "y", 1);
    expect_rows(*state, &f, "x 2-0, y 1-0");
    assert_int_equal(frequent_unlisted(&f), 1);
    add(&f, "z", 1);
    expect_rows(*state, &f,
                frequent_list(*state, &f)[0]->key[0] == 'x' ? "x 2-0, z 2-1" : "z 2-1, x 2-0");
    add(&f, "z", 2);
    add(&f, "y", 1);
    expect_rows(*state, &f, "z 4-1, y 3-2");
    assert_int_equal(f.total, 7);
}

#define KEYS 20000

/* A Zipf stream: the key i with a chance like 1 / i. */
static uint32_t zipf(struct k_rand *r)
{
    return (uint32_t)exp(k_rand_unit(r) * log(KEYS));
}

static void add_key(struct frequent *f, uint32_t key)
{
    char name[16];
    int n = snprintf(name, sizeof name, "#tag%u", key);
    k_str s = k_str_n(name, (size_t)n);
    frequent_add(f, sketch_hash(s), s, 1);
}

/* What is promised, against exact counts. */
static void hold_bounds(struct k_arena *a, const struct frequent *f, const uint64_t *exact)
{
    const struct frequent_row **list = frequent_list(a, f);
    bool *listed = k_new_n(a, bool, KEYS + 1);
    for (uint32_t i = 0; i < f->n; i++) {
        k_str digits = k_str_from(frequent_key(list[i]), 4);
        uint64_t key = 0;
        assert_true(k_str_u64(digits, &key) && key <= KEYS && !listed[key]);
        listed[key] = true;
        assert_true(list[i]->count >= exact[key] &&
                    list[i]->count - list[i]->error <= exact[key]);
        assert_true(list[i]->error <= f->total / f->room);
    }
    for (uint32_t key = 0; key <= KEYS; key++)
        assert_true(listed[key] || exact[key] <= frequent_unlisted(f));
    assert_true(frequent_unlisted(f) <= f->total / f->room);
}

static void counts_keep_their_bounds(void **state)
{
    enum { ROOM = 200, STREAM = 100000 };
    uint64_t *exact = k_new_n(*state, uint64_t, KEYS + 1), sum = 0;
    struct frequent f;
    struct k_rand r;
    unsigned right = 0;
    k_rand_seed(&r, 17);
    frequent_init(*state, ROOM, &f);
    for (int i = 0; i < STREAM; i++) {
        uint32_t key = zipf(&r);
        exact[key]++;
        add_key(&f, key);
    }
    hold_bounds(*state, &f, exact);
    const struct frequent_row **list = frequent_list(*state, &f);
    for (uint32_t i = 0; i < f.n; i++)
        sum += list[i]->count;
    assert_int_equal(sum, STREAM);    /* Metwally's lemma: nothing is counted twice */
    for (uint32_t i = 0; i < 20; i++) /* the keys 1 .. 20 are the most frequent */
        right += list[i]->n <= 6 && list[i]->error * 20 < list[i]->count;
    print_message("# %u of the first 20 counted within 5 %%; %llu at most wrong of %d\n", right,
                  (unsigned long long)frequent_unlisted(&f), STREAM);
    assert_true(right >= 18);
}

static void merged_counts_keep_their_bounds(void **state)
{
    enum { ROOM = 150, STREAM = 60000 };
    uint64_t *exact = k_new_n(*state, uint64_t, KEYS + 1);
    struct frequent f[3], small;
    struct k_rand r;
    k_rand_seed(&r, 18);
    for (int i = 0; i < 3; i++)
        frequent_init(*state, ROOM, &f[i]);
    for (int i = 0; i < STREAM; i++) { /* the third sees few, and other keys */
        uint32_t key = zipf(&r);
        if (i % 600 == 0)
            key = KEYS - (uint32_t)i / 600;
        exact[key]++;
        add_key(&f[i % 600 == 0 ? 2 : i % 2], key);
    }
    assert_true(frequent_merge(*state, &f[0], &f[2]));
    assert_true(frequent_merge(*state, &f[0], &f[1]));
    assert_int_equal(f[0].total, STREAM);
    hold_bounds(*state, &f[0], exact);
    frequent_init(*state, ROOM - 1, &small);
    assert_false(frequent_merge(*state, &f[0], &small));
}

static void counters_are_found_after_many_changes(void **state)
{
    struct frequent f;
    struct k_rand r;
    k_rand_seed(&r, 5);
    frequent_init(*state, 7, &f);
    for (int i = 0; i < 5000; i++) {
        uint32_t key = (uint32_t)k_rand_below(&r, 30);
        add_key(&f, key);
        unsigned slots = 0;
        for (uint32_t k = 0; k <= f.mask; k++)
            slots += f.slots[k] > 0;
        assert_int_equal(slots, f.n);
        for (uint32_t k = 0; k < f.n; k++) {
            assert_int_equal(f.heap[f.v[k].at], k);
            assert_true(k == 0 || f.v[f.heap[(k - 1) / 2]].count <= f.v[f.heap[k]].count);
        }
    }
}

static k_str frequent_bytes(struct k_arena *a, const struct frequent *f)
{
    struct k_buf b;
    k_buf_init(&b, a, FREQUENT_BYTES_MOST(f->room));
    frequent_write(a, f, &b);
    assert_true(k_buf_ok(&b));
    return k_buf_view(&b);
}

static void frequent_comes_back_from_bytes(void **state)
{
    struct frequent f, back;
    const char *why;
    struct k_rand r;
    k_rand_seed(&r, 6);
    frequent_init(*state, 50, &f);
    assert_true(frequent_read(*state, frequent_bytes(*state, &f), &back, &why));
    add(&f, "", 3);
    add(&f, "#ÄÖÜ ganz lange Wörter, von denen nur der Anfang gezeigt wird, ÄÖÜÄÖÜ", 70);
    assert_true(k_str_ends(frequent_key(&f.v[1]), K_S("wird, ")) || f.v[1].n <= FREQUENT_KEY);
    for (int i = 0; i < 3000; i++)
        add_key(&f, zipf(&r));
    k_str bytes = frequent_bytes(*state, &f);
    assert_true(frequent_read(*state, bytes, &back, &why));
    k_str again = frequent_bytes(*state, &back);
    assert_true(k_str_eq(bytes, again));
    for (size_t n = 0; n < bytes.n; n++)
        assert_false(frequent_read(*state, k_str_sub(bytes, 0, n), &back, &why));
    assert_false(frequent_read(*state, k_cat(*state, bytes, K_S("x")), &back, &why));
    assert_string_equal(why, "something stands behind its end");
}

static void counts_stop_before_they_go_round(void **state)
{
    struct frequent f, back;
    const char *why;
    frequent_init(*state, 1, &f);
    add(&f, "x", UINT64_MAX);
    add(&f, "y", UINT64_MAX);
    add(&f, "z", 0);
    assert_int_equal(f.total, FREQUENT_COUNT_MOST);
    assert_int_equal(f.v[0].count, FREQUENT_COUNT_MOST);
    assert_true(frequent_merge(*state, &f, &f));
    assert_int_equal(f.v[0].count, FREQUENT_COUNT_MOST);
    assert_true(frequent_read(*state, frequent_bytes(*state, &f), &back, &why));
}

/* One counter as bytes, with something changed in it. */
static void what_is_no_frequent_sketch_is_refused(void **state)
{
    enum { ROOM_AT = 1, N_AT = 5, TOTAL_AT = 9, HASH_AT = 17, COUNT_AT = 25, ERROR_AT = 33 };
    static const struct {
        size_t at;
        char byte;
        const char *why;
    } rows[] = {
        {0, 2, "it is no sketch of this version"},
        {ROOM_AT, 0, "its size is out of its range"},
        {ROOM_AT + 2, 1, "its size is out of its range"},
        {N_AT, 6, "its size is out of its range"},
        {TOTAL_AT + 7, 1, "its size is out of its range"},
        {HASH_AT, 77, "a key is not that of its hash"},
        {COUNT_AT, 0, "a count is out of its range"},
        {COUNT_AT + 7, 1, "a count is out of its range"},
        {COUNT_AT, 50, "a count is out of its range"}, /* more than all */
        {ERROR_AT, 9, "a count is out of its range"},
        {ERROR_AT + 8, 64, "it ends within a counter"},
        {ERROR_AT + 9, (char)0xff, "a key is too long or no text"},
    };
    struct frequent f;
    const char *why;
    frequent_init(*state, 5, &f);
    add(&f, "#tag", 8);
    k_str good = frequent_bytes(*state, &f);
    for (size_t i = 0; i < ROWS(rows); i++) {
        char *bad = k_new_n(*state, char, good.n);
        memcpy(bad, good.p, good.n);
        bad[rows[i].at] = rows[i].byte;
        if (frequent_read(*state, k_str_n(bad, good.n), &f, &why))
            fail_msg("byte %zu: taken", rows[i].at);
        assert_string_equal(why, rows[i].why);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(different_authors_are_counted),
        arena_test(the_estimate_leans_to_no_side),
        arena_test(merged_is_as_if_seen_together),
        arena_test(distinct_comes_back_from_bytes),
        arena_test(what_is_no_distinct_sketch_is_refused),
        arena_test(a_new_key_takes_the_place_of_the_least),
        arena_test(counts_keep_their_bounds),
        arena_test(merged_counts_keep_their_bounds),
        arena_test(counters_are_found_after_many_changes),
        arena_test(frequent_comes_back_from_bytes),
        arena_test(counts_stop_before_they_go_round),
        arena_test(what_is_no_frequent_sketch_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
