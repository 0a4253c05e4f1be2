/* Slices: numbers, searching, cutting, comparing. */
#include "unit.h"

static void whole_numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool ok;
        int64_t v;
    } rows[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"007", true, 7},
        {"+7", true, 7},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1x", false, 0},
        {"--1", false, 0},
        {"1.0", false, 0},
        {"0x10", false, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        int64_t v = 0;
        assert_int_equal(k_str_i64(k_str_z(rows[i].in), &v), rows[i].ok);
        if (rows[i].ok)
            assert_true(v == rows[i].v);
    }
    uint64_t u = 0;
    assert_true(k_str_u64(K_S("18446744073709551615"), &u) && u == UINT64_MAX);
    assert_false(k_str_u64(K_S("18446744073709551616"), &u));
    assert_false(k_str_u64(K_S("-1"), &u));
    assert_false(k_str_u64(K_NONE, &u));
}

static void decimals_are_read_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool ok;
        double v;
    } rows[] = {
        {"1", true, 1},      {"-1.5", true, -1.5}, {"1e3", true, 1000}, {".5", true, 0.5},
        {"5.", true, 5},     {"1E-2", true, 0.01}, {"1e400", false, 0}, {"-1e400", false, 0},
        {"1e-400", true, 0}, {"inf", false, 0},    {"nan", false, 0},   {"0x10", false, 0},
        {".", false, 0},     {"", false, 0},       {"1e", false, 0},    {"1e+", false, 0},
        {"1 ", false, 0},    {"1,5", false, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        double v = -1;
        assert_int_equal(k_str_f64(k_str_z(rows[i].in), &v), rows[i].ok);
        if (rows[i].ok)
            assert_true(v - rows[i].v < 1e-12 && rows[i].v - v < 1e-12);
    }
    char many[600];
    memset(many, '1', sizeof many);
    double v;
    assert_false(k_str_f64(k_str_n(many, sizeof many), &v));
}

static void absent_and_empty_slices_are_safe_everywhere(void **state)
{
    (void)state;
    k_str none = K_NONE, rest = K_NONE;
    assert_true(k_str_eq(none, K_S("")));
    assert_true(k_str_ieq(none, K_S("")));
    assert_true(k_str_starts(none, none));
    assert_true(k_str_ends(K_S("x"), none));
    assert_int_equal(k_str_cmp(none, K_S("")), 0);
    assert_int_equal(k_str_find(none, K_S("x")), -1);
    assert_int_equal(k_str_find(none, none), 0);
    assert_int_equal(k_str_chr(none, 'x'), -1);
    assert_null(k_str_trim(none).p);
    assert_null(k_str_sub(none, 3, 4).p);
    assert_null(k_str_cut(&rest, ',').p);
    assert_null(k_str_z(NULL).p);
    assert_true(k_str_hash(none) == k_str_hash(K_S("")));
}

static void searching_finds_the_first_place(void **state)
{
    (void)state;
    k_str s = K_S("one two TWO");
    assert_int_equal(k_str_find(s, K_S("two")), 4);
    assert_int_equal(k_str_find(s, K_S("TWO")), 8);
    assert_int_equal(k_str_find(s, K_S("three")), -1);
    assert_int_equal(k_str_find(s, K_S("one two TWO and more")), -1);
    assert_int_equal(k_str_ifind(s, K_S("Two")), 4);
    assert_int_equal(k_str_ifind(s, K_S("TWOS")), -1);
    assert_int_equal(k_str_chr(s, 'T'), 8);
    assert_true(k_str_starts(s, K_S("one")));
    assert_false(k_str_starts(s, K_S("One")));
    assert_true(k_str_istarts(s, K_S("ONE t")));
    assert_true(k_str_ends(s, K_S(" TWO")));
    assert_false(k_str_ends(K_S("O"), s));
}

static void order_is_bytewise_and_shorter_comes_first(void **state)
{
    (void)state;
    assert_true(k_str_cmp(K_S("a"), K_S("b")) < 0);
    assert_true(k_str_cmp(K_S("a"), K_S("aa")) < 0);
    assert_true(k_str_cmp(K_S("\xff"), K_S("a")) > 0);
    assert_int_equal(k_str_cmp(K_S("a"), K_S("a")), 0);
}

static void case_is_ignored_for_ascii_only(void **state)
{
    (void)state;
    static const char *const words[] = {"open", "done", NULL};
    assert_true(k_str_in(K_S("done"), words));
    assert_false(k_str_in(K_S("don"), words));
    assert_false(k_str_in(K_NONE, words));
    assert_true(k_str_ieq(K_S("Content-Type"), K_S("cONTENT-tYPE")));
    assert_false(k_str_ieq(K_S("[") /* 0x5b */, K_S("{") /* 0x7b */));
    assert_false(k_str_ieq(K_S("\xc3\x84"), K_S("\xc3\xa4"))); /* A and a with dots */
}

static void cutting_walks_through_a_list(void **state)
{
    (void)state;
    k_str s = K_S("a,,b,");
    assert_str(k_str_cut(&s, ','), "a");
    assert_str(k_str_cut(&s, ','), "");
    assert_str(k_str_cut(&s, ','), "b");
    assert_non_null(s.p);
    assert_str(k_str_cut(&s, ','), "");
    assert_null(s.p);
}

static void parts_never_leave_the_slice(void **state)
{
    (void)state;
    k_str s = K_S("hello");
    assert_str(k_str_sub(s, 1, 3), "ell");
    assert_str(k_str_sub(s, 4, SIZE_MAX), "o");
    assert_str(k_str_sub(s, SIZE_MAX, SIZE_MAX), "");
    assert_str(k_str_from(s, 5), "");
    assert_str(k_str_trim(K_S(" \t\r\n x y \v\f")), "x y");
    assert_str(k_str_trim(K_S("   ")), "");
}

static void hash_depends_on_every_byte_and_on_the_length(void **state)
{
    (void)state;
    char a[40] = {0};
    for (size_t n = 0; n < sizeof a; n++) {
        assert_true(k_str_hash(k_str_n(a, n)) == k_str_hash(k_str_n(a, n)));
        assert_true(k_str_hash(k_str_n(a, n)) != k_str_hash(k_str_n(a, n + 1)));
        uint64_t before = k_str_hash(k_str_n(a, sizeof a));
        a[n] = 1;
        assert_true(k_str_hash(k_str_n(a, sizeof a)) != before);
        a[n] = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(decimals_are_read_and_nothing_else),
        cmocka_unit_test(absent_and_empty_slices_are_safe_everywhere),
        cmocka_unit_test(searching_finds_the_first_place),
        cmocka_unit_test(order_is_bytewise_and_shorter_comes_first),
        cmocka_unit_test(case_is_ignored_for_ascii_only),
        cmocka_unit_test(cutting_walks_through_a_list),
        cmocka_unit_test(parts_never_leave_the_slice),
        cmocka_unit_test(hash_depends_on_every_byte_and_on_the_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
