/* Texts that say nearly the same, and the window that finds them. */
#include "unit.h"
#include "base/rand.h"
#include "text/near.h"
#include "text/near_window.h"
#include "text/word.h"
#include <stdio.h>

static double alike_sets(const struct near_text *x, const struct near_text *y)
{
    struct near_set a = near_set(x), b = near_set(y);
    double there = near_alike(&a, &b, 0), back = near_alike(&b, &a, 0);
    assert_true(there >= back && back >= there);
    assert_true((near_alike(&a, &b, NEAR_ALIKE) > 0) == (there >= NEAR_ALIKE));
    return there;
}

static int64_t print(const struct near_text *t)
{
    uint64_t h = WORD_HASH;
    for (uint32_t i = 0; i < t->n; i++)
        h = word_add(h, t->v[i]);
    return (int64_t)word_mix(h);
}

static void put(struct near_window *w, const struct near_text *t, const struct near_post *p,
                struct near_hits *hits)
{
    struct near_set set = near_set(t);
    near_put(w, &set, p, hits);
}

static void find(const struct near_window *w, const struct near_text *t, struct near_hits *hits)
{
    struct near_set set = near_set(t);
    near_find(w, &set, hits);
}

static double alike(const char *a, const char *b)
{
    struct near_text x, y;
    near_of(k_str_z(a), &x);
    near_of(k_str_z(b), &y);
    return alike_sets(&x, &y);
}

static void copies_are_equal_and_edits_of_a_word_are_near(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double least, most;
    } rows[] = {
        /* what copies change by themselves */
        {"Your help line is great!!", "your HELP line is great", 1, 1},
        {"@acme Your help line", "@other.example your   help\nline https://t.example/x1", 1, 1},
        {"your help line www.acme.example", "your help line example.com/abc?d", 1, 1},
        {"don't stop me", "don\xe2\x80\x99t stop me", 1, 1},
        {"Stra\xc3\x9f"
         "e frei heute",
         "STRASSE FREI HEUTE", 1, 1},
        {"so\xc2\xadlar panel now", "solar panel now \xf0\x9f\x98\x80", 1, 1},
        {"A\xcc\x88pfel und Birnen", "\xc3\xa4pfel und birnen", 1, 1},
        /* few words: only the same ones in the same order */
        {"your help line", "your help lines", 0, 0},
        {"one two three", "one three two", 0, 0},
        {"no no no no no no", "no no no no no", 0, 0},
        {"it costs 10 euro", "it costs 20 euro", 0, 0},
        /* one of six, one more, one less */
        {"your kettle sings louder than cats", "your kettle sings louder than dogs", .71, .72},
        {"your kettle sings louder than cats", "your kettle sings louder than my cats", .85,
         .86},
        {"your kettle sings louder than cats", "your kettle sings louder cats", .83, .84},
        {"your kettle sings louder than cats", "their kettle sings louder than dogs", .49, .51},
        {"one two three four five", "six seven eight nine ten", 0, 0},
        /* scripts without blanks, by two neighbouring letters: one word of two letters */
        {"\xe6\x96\xb0\xe3\x81\x97\xe3\x81\x84\xe9\x9b\xbb\xe6\xb0\x97\xe3\x82\xb1\xe3\x83\x88"
         "\xe3\x83\xab\xe3\x81\xaf\xe3\x81\xa8\xe3\x81\xa6\xe3\x82\x82\xe3\x81\x86\xe3\x82\x8b"
         "\xe3\x81\x95\xe3\x81\x84\xe3\x81\xa7\xe3\x81\x99",
         "\xe6\x96\xb0\xe3\x81\x97\xe3\x81\x84\xe9\x9b\xbb\xe6\xb0\x97\xe3\x82\xb1\xe3\x83\x88"
         "\xe3\x83\xab\xe3\x81\xaf\xe3\x81\xa8\xe3\x81\xa6\xe3\x82\x82\xe3\x81\x86\xe3\x82\x8b"
         "\xe3\x81\x95\xe3\x81\x84\xe3\x82\x88",
         .8, .9},
        {"\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac", 1, 1},
        {"\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x9c\xac\xe6\x97\xa5", 0, 0},
        {"", "", 0, 0},
        {"@bob https://x.example !!! \xf0\x9f\x98\x80", "@ann", 0, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        double got = alike(rows[i].a, rows[i].b);
        if (got < rows[i].least || got > rows[i].most)
            fail_msg("%s | %s: %f", rows[i].a, rows[i].b, got);
    }
}

/* These numbers are in databases: they may never change. */
static void stored_sets_stay_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t print;
    } rows[] = {
        {"Your help line is really great", 4337769754106655152LL},
        {"Gr\xc3\xbc\xc3\x9f"
         "e aus K\xc3\xb6ln",
         522211316038731663LL},
        {"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x82\x92\xe8\xa9\xb1\xe3\x81\x99",
         -7311349968472386821LL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct near_text t;
        near_of(k_str_z(rows[i].text), &t);
        if (print(&t) != rows[i].print)
            fail_msg("%s: %lld", rows[i].text, (long long)print(&t));
    }
}

static void keys_are_alike_to_themselves_alone(void **state)
{
    (void)state;
    struct near_text a, b, c, d;
    near_key(K_S("link"), K_S("acme.example/x"), &a);
    near_key(K_S("link"), K_S("acme.example/x"), &b);
    near_key(K_S("link"), K_S("acme.example/y"), &c);
    near_key(K_S("lin"), K_S("kacme.example/x"), &d);
    assert_true(alike_sets(&a, &b) >= 1);
    assert_true(alike_sets(&a, &c) <= 0);
    assert_true(alike_sets(&a, &d) <= 0);
}

static void sets_come_back_from_their_bytes_and_no_others_are_taken(void **state)
{
    (void)state;
    char bytes[NEAR_PACKED];
    struct near_text t, back;
    near_of(K_S("your kettle sings louder than my old cat"), &t);
    struct near_set set = near_set(&t);
    size_t n = near_pack(&set, bytes);
    assert_int_equal(n, 4 * t.n);
    assert_true(near_unpack(k_str_n(bytes, n), &back));
    assert_true(alike_sets(&t, &back) >= 1);
    assert_true(print(&t) == print(&back));
    assert_false(near_unpack(k_str_n(bytes, n - 1), &back));
    char twice[8] = {1, 0, 0, 0, 1, 0, 0, 0}, down[8] = {2, 0, 0, 0, 1, 0, 0, 0};
    assert_false(near_unpack(k_str_n(twice, 8), &back));
    assert_false(near_unpack(k_str_n(down, 8), &back));
    char much[NEAR_PACKED + 4] = {0};
    assert_false(near_unpack(k_str_n(much, sizeof much), &back));
    assert_true(near_unpack(K_S(""), &back));
    assert_int_equal(back.n, 0);
}

/* ---- invented posts ---------------------------------------------------------------------- */

struct words {
    int v[400];
    int n;
};

static struct words invent(struct k_rand *r, int least, int most)
{
    struct words w = {.n = least + (int)k_rand_below(r, (uint64_t)(most - least + 1))};
    for (int i = 0; i < w.n; i++) { /* frequent words are frequent, as they are among people */
        double u = k_rand_unit(r);
        w.v[i] = (int)(20000 * u * u * u);
    }
    return w;
}

static void say(const struct words *w, struct near_text *t)
{
    char text[8000];
    size_t n = 0;
    for (int i = 0; i < w->n; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "w%d ", w->v[i]);
    near_of(k_str_n(text, n), t);
}

/* 0: a word replaced, 1: added, 2: dropped. */
static void edit(struct k_rand *r, struct words *w, int how)
{
    int at = (int)k_rand_below(r, (uint64_t)w->n), other = 20000 + (int)k_rand_below(r, 9999);
    if (how == 2)
        w->v[at] = w->v[--w->n];
    else
        w->v[how == 1 ? w->n++ : at] = other;
}

static bool holds(const struct near_hits *h, int64_t post)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->v[i].post.post == post)
            return true;
    return false;
}

enum { POSTS = 4000 };

static void one_word_edits_are_found(void **state)
{
    struct k_rand r;
    k_rand_seed(&r, 1);
    struct near_window *w = near_window_new(*state, POSTS);
    struct words *posts = k_new_n(*state, struct words, POSTS);
    struct near_text t;
    struct near_hits hits;
    for (int i = 0; i < POSTS; i++) {
        posts[i] = invent(&r, 7, 30);
        say(&posts[i], &t);
        put(w, &t, &(struct near_post){i, 1, i}, NULL);
    }
    for (int how = 0; how < 3; how++) {
        int found = 0, n = 0;
        for (int i = 0; i < POSTS; i++) {
            struct words e = posts[i];
            say(&e, &t);
            if (t.n <= NEAR_LEAST)
                continue;
            edit(&r, &e, how);
            say(&e, &t);
            find(w, &t, &hits);
            found += holds(&hits, i);
            n++;
        }
        if (found < n * 995 / 1000)
            fail_msg("edit %d: %d of %d", how, found, n);
    }
}

static void what_is_told_is_true(void **state)
{
    struct k_rand r;
    k_rand_seed(&r, 2);
    struct near_window *w = near_window_new(*state, POSTS);
    struct near_text *all = k_new_n(*state, struct near_text, POSTS);
    struct near_hits hits;
    int met = 0, there = 0; /* posts with one alike before them, of a storm some are enough */
    for (int i = 0; i < POSTS; i++) {
        struct words p = invent(&r, 3, 14);
        if (i % 3 == 2)
            all[i] = all[k_rand_below(&r, (uint64_t)i)];
        else
            say(&p, &all[i]);
        if (i % 3 == 2 && all[i].n > NEAR_LEAST)
            all[i].v[all[i].n - 1] |= 7;
        put(w, &all[i], &(struct near_post){i, 1, i}, &hits);
        for (size_t k = 0; k < hits.n; k++) {
            double is = alike_sets(&all[i], &all[hits.v[k].post.post]);
            assert_true(is >= NEAR_ALIKE);
            assert_true(is <= hits.v[k].alike && is >= hits.v[k].alike);
            assert_true(k == 0 || hits.v[k].post.post < hits.v[k - 1].post.post);
        }
        int k = 0;
        while (k < i && alike_sets(&all[i], &all[k]) < NEAR_ALIKE)
            k++;
        there += k < i;
        met += hits.n > 0;
    }
    assert_true(there > POSTS / 4);
    assert_true(met <= there && met >= there * 99 / 100);
}

static void the_oldest_fall_out_by_number_and_by_room(void **state)
{
    struct k_rand r;
    k_rand_seed(&r, 3);
    struct near_window *w = near_window_new(*state, 100);
    struct near_text t, first, none;
    struct near_hits hits;
    struct near_post p;
    near_of(K_S("your kettle sings louder than my old cat"), &first);
    near_of(K_S(""), &none);
    put(w, &none, &(struct near_post){7, 7, 7}, NULL);
    assert_int_equal(near_window_count(w), 0);
    put(w, &first, &(struct near_post){-1, 5, 9}, NULL);
    find(w, &first, &hits);
    assert_int_equal(hits.n, 1);
    assert_int_equal(hits.v[0].post.who, 5);
    assert_int_equal(hits.v[0].post.at, 9);
    struct near_set set = near_window_at(w, 0, &p), whole = near_set(&first);
    assert_int_equal(p.post, -1);
    assert_true(near_alike(&set, &whole, 1) > 0);
    for (int i = 0; i < 99; i++) {
        struct words words = invent(&r, 7, 20);
        say(&words, &t);
        put(w, &t, &(struct near_post){i, 1, i}, NULL);
    }
    find(w, &first, &hits);
    assert_int_equal(hits.n, 1);
    put(w, &t, &(struct near_post){99, 1, 99}, NULL);
    find(w, &first, &hits);
    assert_int_equal(hits.n, 0);
    assert_int_equal(near_window_count(w), 100);
    (void)near_window_at(w, 99, &p);
    assert_int_equal(p.post, 99);
    near_drop(w, 90); /* and by time */
    assert_int_equal(near_window_count(w), 10);
    (void)near_window_at(w, 0, &p);
    assert_int_equal(p.at, 90);
    /* long ones need more room than there is for so many */
    for (int i = 0; i < 90; i++) {
        struct words words = invent(&r, 300, 300);
        say(&words, &t);
        assert_int_equal(t.n, NEAR_MOST);
        put(w, &t, &(struct near_post){i, 1, i}, &hits);
        find(w, &t, &hits);
        assert_true(hits.n >= 1 && hits.v[0].post.post == i);
    }
    assert_int_equal(near_window_at(w, 20, &p).n, 0);
}

static void long_texts_are_compared_by_a_sample(void **state)
{
    (void)state;
    struct k_rand r;
    k_rand_seed(&r, 4);
    int right = 0;
    for (int i = 0; i < 200; i++) {
        struct words x = invent(&r, 300, 300), y = x, z = invent(&r, 300, 300);
        struct near_text a, b, c;
        for (int k = 0; k < 10; k++)
            y.v[k * 29] = 20000 + (int)k_rand_below(&r, 9999);
        say(&x, &a);
        say(&y, &b);
        say(&z, &c);
        right += alike_sets(&a, &b) >= NEAR_ALIKE && alike_sets(&a, &c) < NEAR_ALIKE;
    }
    assert_true(right >= 199);
}

static void a_bounded_time_for_what_many_say(void **state)
{
    struct near_window *w = near_window_new(*state, 50000);
    struct near_text t;
    struct near_hits hits;
    near_of(K_S("give us back the old blue lid of the kettle"), &t);
    for (int i = 0; i < 50000; i++)
        put(w, &t, &(struct near_post){i, i, i}, &hits);
    assert_in_range(hits.n, 10, NEAR_HITS);
    assert_int_equal(hits.v[0].post.post, 49998);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(copies_are_equal_and_edits_of_a_word_are_near),
        arena_test(stored_sets_stay_the_same),
        arena_test(keys_are_alike_to_themselves_alone),
        arena_test(sets_come_back_from_their_bytes_and_no_others_are_taken),
        arena_test(one_word_edits_are_found),
        arena_test(what_is_told_is_true),
        arena_test(the_oldest_fall_out_by_number_and_by_room),
        arena_test(long_texts_are_compared_by_a_sample),
        arena_test(a_bounded_time_for_what_many_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
