/* By which words people are found, and what is meant by what was typed. */
#include "unit.h"
#include "base/buf.h"
#include "domain/lookup_rules.h"

static const char *shown(struct k_arena *a, const struct lookup_rows *r)
{
    struct k_buf b;
    k_buf_init(&b, a, 65536);
    for (size_t i = 0; i < r->n; i++)
        k_buf_fmt(&b, "%s%.*s", i ? "|" : "", K_ARG(r->v[i].text));
    return k_dupz(a, k_buf_view(&b));
}

static void each_word_of_a_name_leads_once(void **state)
{
    static const struct {
        const char *name, *want;
    } cases[] = {
        {"Ada Lovelace", "ada lovelace|lovelace ada"},
        {"Mar\xc3\xad"
         "a del Carmen",
         "maria del carmen|del carmen maria|carmen maria del"},
        {"J\xc3\xb6rg M\xc3\xbcller", "jorg muller|muller jorg"},
        {"Joerg Mueller", "jorg muller|muller jorg"},
        {"S\xc3\xb8ren O'Brien-\xc5\x81uk",
         "soren obrien luk|obrien luk soren|luk soren obrien"},
        {"Gro\xc3\x9f (Jo)", "gross jo|jo gross"},
        {"\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e",
         "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e|"
         "\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e|"
         "\xe5\xa4\xaa\xe9\x83\x8e|\xe9\x83\x8e"},
        {"Ada Ada", "ada ada"},
        {"", ""},
        {"\xf0\x9f\x98\x80", ""},
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct lookup_rows r = {0};
        lookup_add_name(*state, &r, 0, LOOKUP_NAME, k_str_z(cases[i].name));
        assert_string_equal(shown(*state, &r), cases[i].want);
    }
}

static void addresses_are_found_by_their_own_words_only(void **state)
{
    static const struct {
        const char *address, *want;
    } cases[] = {
        {"ada.lovelace@engine.example",
         "ada lovelace engine example|lovelace engine example|engine example"},
        {"jo@gmail.com", "jo gmail com"},
        {"jo.doe@GMX.de", "jo do gmx de|do gmx de"},
        {"@ada@engine.social", "ada engine social|engine social"},
        {"anna.b.bsky.social", "anna b bsky social|b bsky social"},
        {"ada_l", "ada l|l"},
        {"https://www.engine.example/team/Ada", "engine example team ada|team ada|ada"},
        {"github.com/ada", "github com ada|ada"},
        {"", ""},
        {"@", ""},
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct lookup_rows r = {0};
        lookup_add_address(*state, &r, 0, k_str_z(cases[i].address));
        assert_string_equal(shown(*state, &r), cases[i].want);
    }
}

static void numbers_are_found_by_any_run_of_digits(void **state)
{
    struct lookup_rows r = {0};
    lookup_add_phone(*state, &r, 0, K_S("+49 30 1234"));
    assert_string_equal(shown(*state, &r), "49301234|9301234|301234|01234");
    r = (struct lookup_rows){0};
    lookup_add_phone(*state, &r, 0, K_S("030/1234"));
    assert_string_equal(shown(*state, &r), "301234|01234");
    r = (struct lookup_rows){0};
    lookup_add_phone(*state, &r, 0, K_S("123"));
    assert_int_equal(r.n, 0);
}

static void what_is_typed_is_understood(void **state)
{
    static const struct {
        const char *text, *phrase;
        size_t n;
    } cases[] = {
        {"Ada", "ada", 1},
        {" ada  LOVE", "ada love", 2},
        {"M\xc3\xbcller", "muller", 1},
        {"ada.lovelace@engine.example", "ada lovelace engine example", 4},
        {"@ada", "ada", 1},
        {"+49 (0)30 / 12-34", "49301234", 1},
        {"0049 30 1234", "49301234", 1},
        {"030 1234", "301234", 1},
        {"1234", "1234", 1},
        {"a b c d e f", "a b c d e f", 4},
        {"%_'; drop", "drop", 1},
        {"", "", 0},
        {"...", "", 0},
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct lookup_query q;
        lookup_query_parse(*state, k_str_z(cases[i].text), &q);
        assert_str(q.phrase, cases[i].phrase);
        assert_int_equal(q.n, cases[i].n);
    }
}

static void names_stand_before_addresses_and_the_nearest_first(void **state)
{
    assert_int_equal(lookup_place(LOOKUP_NAME, STAGE_ADVOCATE), 0);
    assert_int_equal(lookup_place(LOOKUP_NAME, STAGE_RELATIONSHIP), 0);
    assert_int_equal(lookup_place(LOOKUP_NAME, STAGE_DIALOGUE), 1);
    assert_int_equal(lookup_place(LOOKUP_NAME, STAGE_CONNECTION), 3);
    assert_int_equal(lookup_place(LOOKUP_ADDRESS, STAGE_LOYAL), 4);
    assert_int_equal(lookup_place(LOOKUP_WORKPLACE, STAGE_CONNECTION), LOOKUP_PLACES - 1);
}

/* Whatever somebody calls himself: rows are few and short, whole letters, and of words only. */
static void rows_have_limits(void **state)
{
    struct lookup_rows r = {0};
    struct k_buf b;
    k_buf_init(&b, *state, 1 << 20);
    for (int i = 0; i < 2000; i++)
        k_buf_fmt(&b, "\xc3\xa4word%d ", i);
    lookup_add_name(*state, &r, 0, LOOKUP_NAME, k_buf_view(&b));
    for (int i = 0; i < 500; i++)
        lookup_add_name(*state, &r, 0, LOOKUP_NAME, k_fmt(*state, "Name%d", i));
    assert_int_equal(r.n, LOOKUP_ROWS);
    for (size_t i = 0; i < r.n; i++) {
        assert_true(r.v[i].text.n > 0 && r.v[i].text.n <= LOOKUP_TEXT);
        assert_true(r.v[i].text.p[0] != ' ');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(each_word_of_a_name_leads_once),
        arena_test(addresses_are_found_by_their_own_words_only),
        arena_test(numbers_are_found_by_any_run_of_digits),
        arena_test(what_is_typed_is_understood),
        arena_test(names_stand_before_addresses_and_the_nearest_first),
        arena_test(rows_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
