/* UTF-8: validity by the table of the standard, graphemes, folding. */
#include "unit.h"
#include "base/utf8.h"

static void only_well_formed_text_is_valid(void **state)
{
    static const struct {
        const char *in;
        bool ok;
        const char *scrubbed;
    } rows[] = {
        {"", true, ""},
        {"plain ascii, longer than eight bytes", true, "plain ascii, longer than eight bytes"},
        {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", true, "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"\xc0\xaf", false, "\xef\xbf\xbd\xef\xbf\xbd"},                 /* overlong */
        {"\xc1\xbf", false, "\xef\xbf\xbd\xef\xbf\xbd"},                 /* overlong */
        {"\xe0\x9f\xbf", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* overlong */
        {"\xf0\x8f\xbf\xbf", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\xa0\x80", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* surrogate */
        {"\xed\x9f\xbf", true, "\xed\x9f\xbf"},                          /* U+D7FF */
        {"\xf4\x8f\xbf\xbf", true, "\xf4\x8f\xbf\xbf"},                  /* U+10FFFF */
        {"\xf4\x90\x80\x80", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xf5\x80", false, "\xef\xbf\xbd\xef\xbf\xbd"},
        {"a\x80z", false, "a\xef\xbf\xbdz"},
        {"12345678\xe2\x82", false, "12345678\xef\xbf\xbd\xef\xbf\xbd"}, /* cut in the middle */
        {"\xc3(", false, "\xef\xbf\xbd("},
        {"\xff\xfe", false, "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xef\xbf\xbd", true, "\xef\xbf\xbd"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str s = k_str_z(rows[i].in);
        assert_int_equal(k_utf8_valid(s), rows[i].ok);
        k_str clean = k_utf8_scrub(*state, s);
        assert_str(clean, rows[i].scrubbed);
        assert_true(k_utf8_valid(clean));
        if (rows[i].ok)
            assert_ptr_equal(clean.p, s.p);
    }
    assert_str(k_utf8_scrub(*state, k_str_n("a\0b", 3)), "ab");
    assert_true(k_utf8_valid(K_NONE));
    assert_null(k_utf8_scrub(*state, K_NONE).p);
}

static void code_points_are_walked(void **state)
{
    (void)state;
    k_str s = K_S("a\xc3\xa4\xff\xf0\x9f\x98\x80");
    static const uint32_t want[] = {'a', 0xe4, 0xfffd, 0x1f600};
    size_t i = 0;
    for (size_t k = 0; k < ROWS(want); k++)
        assert_int_equal(k_utf8_next(s, &i), want[k]);
    assert_int_equal(i, s.n);
    assert_int_equal(k_utf8_count(s), 4);
}

#define FAMILY "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"
#define FLAGS "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x87\xab\xf0\x9f\x87\xb7" /* de, fr */

static void graphemes_are_counted_as_people_see_them(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        size_t n;
    } rows[] = {
        {"", 0},
        {"abc", 3},
        {"e\xcc\x81"
         "a",
         2},
        {FAMILY, 1},
        {FLAGS, 2},
        {"\r\n", 1},
        {"\xff", 1},
        {"\xcc\x81", 1},
        {"\xe1\x84\x80\xe1\x85\xa1", 1},
        {"x" FAMILY "y", 3},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(k_utf8_graphemes(k_str_z(rows[i].in)), rows[i].n);
}

static void cutting_never_splits_a_grapheme(void **state)
{
    (void)state;
    k_str s = K_S("a" FAMILY "e\xcc\x81z");
    assert_str(k_utf8_cut(s, 0), "");
    assert_str(k_utf8_cut(s, 1), "a");
    assert_str(k_utf8_cut(s, 2), "a" FAMILY);
    assert_str(k_utf8_cut(s, 3), "a" FAMILY "e\xcc\x81");
    assert_str(k_utf8_cut(s, 4), "a" FAMILY "e\xcc\x81z");
    assert_str(k_utf8_cut(s, 400), "a" FAMILY "e\xcc\x81z");
}

static void folding_makes_what_looks_the_same_equal(void **state)
{
    static const struct {
        const char *in, *want;
    } rows[] = {
        {"HeLLo", "hello"},
        {"STRASSE", "strasse"},
        {"Stra\xc3\x9f"
         "e",
         "strasse"},
        {"\xc3\x84pfel", "\xc3\xa4pfel"},
        {"A\xcc\x88pfel", "\xc3\xa4pfel"},
        {"\xef\xbd\x88\xef\xbd\x89", "hi"}, /* full width */
        {"\xef\xac\x81ne", "fine"},         /* ligature */
        {"so\xc2\xadlar", "solar"},         /* soft hyphen */
        {"f\xe2\x80\x8bree", "free"},       /* zero width space */
        {"bad\xff", "bad\xef\xbf\xbd"},
        {"", ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_str(k_utf8_fold(*state, k_str_z(rows[i].in)), rows[i].want);
    assert_null(k_utf8_fold(*state, K_NONE).p);
}

static void composing_changes_only_what_is_decomposed(void **state)
{
    k_str same = K_S("\xc3\xa4 stays, \xe2\x82\xac too");
    assert_str(k_utf8_nfc(*state, same), same.p);
    assert_str(k_utf8_nfc(*state, K_S("A\xcc\x88")), "\xc3\x84");
    assert_str(k_utf8_nfc(*state, K_S("\xef\xbd\x88")), "\xef\xbd\x88"); /* not compatibility */
    k_str plain = K_S("plain");
    assert_ptr_equal(k_utf8_nfc(*state, plain).p, plain.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(only_well_formed_text_is_valid),
        arena_test(code_points_are_walked),
        arena_test(graphemes_are_counted_as_people_see_them),
        arena_test(cutting_never_splits_a_grapheme),
        arena_test(folding_makes_what_looks_the_same_equal),
        arena_test(composing_changes_only_what_is_decomposed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
