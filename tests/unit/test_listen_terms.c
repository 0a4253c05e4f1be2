/* Words that stand out, against the published table and small tables counted by hand. */
#include "unit.h"
#include "base/tongue.h"
#include "listen/terms.h"

#include <math.h>

#define assert_near(got, want, within)                                                         \
    do {                                                                                       \
        double near_got = (got), near_want = (want);                                           \
        if (!(fabs(near_got - near_want) <= (within)))                                         \
            fail_msg("%s: %.6g, not %.6g", #got, near_got, near_want);                         \
    } while (0)

static void g2_gives_the_published_figures(void **state)
{
    (void)state;
    /* Dunning 1993, table of the bigrams with the highest values */
    static const struct {
        const char *bigram;
        double g2, k11, k12, k21, k22;
    } rows[] = {{"the swiss", 270.72, 110, 2442, 111, 29114},
                {"can be", 263.90, 29, 13, 123, 31612},
                {"previous year", 256.84, 31, 23, 139, 31584},
                {"mineral water", 167.23, 10, 0, 3, 31764}};
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_near(terms_g2(rows[i].k11, rows[i].k12, rows[i].k21, rows[i].k22), rows[i].g2,
                    .005);
}

static void g2_is_nothing_where_nothing_differs(void **state)
{
    (void)state;
    assert_near(terms_g2(5, 45, 100, 900), 0, 1e-9);
    assert_near(terms_g2(0, 0, 3, 7), 0, 0);
    assert_near(terms_g2(0, 10, 0, 7), 0, 0);
    assert_near(terms_g2(10, 0, 0, 10), 4 * 10 * log(2), 1e-9);
    assert_near(terms_g2(10, 0, 0, 10), terms_g2(0, 10, 10, 0), 1e-9);
}

static struct terms_count count(const char *term, uint64_t hits, uint64_t all)
{
    return (struct terms_count){.term = k_str_z(term), .hits = hits, .all = all};
}

static void the_words_of_a_topic_stand_out(void **state)
{
    const struct terms_count counts[] = {
        count("acme", 100, 110),     /* the query's own */
        count("the", 60, 6060),      /* as everywhere */
        count("refund", 30, 60),     /* stands out */
        count("delivery", 30, 300),  /* less */
        count("hello", 1, 3000),     /* rarer here, and too rare */
        count("weather", 10, 4000),  /* rarer here */
        count("typo", 4, 4),         /* under the support */
        count("alone", 6, 6),        /* nowhere else */
        count("absurd", 50, 20),     /* cannot be */
        count("absurd2", 101, 1000), /* cannot be */
        count("absurd3", 0, 99999),  /* cannot be */
    };
    const k_str own[] = {K_S("acme")};
    struct terms_options with = terms_options_usual;
    struct terms t;
    with.own = own;
    with.n_own = 1;
    terms_pick(*state, counts, ROWS(counts), 100, 10100, &with, &t);
    assert_int_equal(t.why, TERMS_COMPARED);
    assert_int_equal(t.n, 3);
    assert_str(t.v[0].term, "refund");
    assert_str(t.v[1].term, "delivery");
    assert_str(t.v[2].term, "alone");
    assert_int_equal(t.refused, 3);
    assert_int_equal(t.rare, 2);
    assert_int_equal(t.common, 2);
    assert_near(t.v[0].share, .3, 1e-12);
    assert_near(t.v[0].share_elsewhere, .003, 1e-12);
    assert_near(t.v[0].factor, .3 * 10001 / 30.5, 1e-9);
    assert_near(t.v[0].score, terms_g2(30, 70, 30, 9970), 1e-9);
    assert_near(t.v[2].factor, .06 * 10001 / .5, 1e-9);
    assert_str(terms_say(*state, &t, &t.v[0]),
               "In 30 of 100 posts here, in 30 of 10000 others.");
    assert_str(k_tongue_say(*state, K_TONGUE_DE, terms_say(*state, &t, &t.v[0])),
               "In 30 von 100 Beiträgen hier, in 30 von 10000 anderen.");
    with.most = 1;
    terms_pick(*state, counts, ROWS(counts), 100, 10100, &with, &t);
    assert_int_equal(t.n, 1);
    assert_str(t.v[0].term, "refund");
}

static void equal_words_stand_by_their_letters(void **state)
{
    const struct terms_count counts[] = {count("b", 30, 60), count("c", 30, 60),
                                         count("a", 30, 60)};
    struct terms t;
    terms_pick(*state, counts, ROWS(counts), 100, 10100, NULL, &t);
    assert_int_equal(t.n, 3);
    assert_str(t.v[0].term, "a");
    assert_str(t.v[2].term, "c");
}

static void without_others_nothing_stands_out(void **state)
{
    const struct terms_count counts[] = {count("refund", 30, 30)};
    struct terms t;
    terms_pick(*state, counts, 1, 0, 100, NULL, &t);
    assert_true(t.n == 0 && t.why == TERMS_NO_HITS);
    terms_pick(*state, counts, 1, 100, 100, NULL, &t);
    assert_true(t.n == 0 && t.why == TERMS_NO_REST);
    terms_pick(*state, counts, 1, 101, 100, NULL, &t);
    assert_true(t.n == 0 && t.why == TERMS_NO_SENSE);
    terms_pick(*state, NULL, 0, 50, 100, NULL, &t);
    assert_true(t.n == 0 && t.why == TERMS_COMPARED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(g2_gives_the_published_figures),
        cmocka_unit_test(g2_is_nothing_where_nothing_differs),
        arena_test(the_words_of_a_topic_stand_out),
        arena_test(equal_words_stand_by_their_letters),
        arena_test(without_others_nothing_stands_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
