/* The server's sentences in the reader's language: values stay, sentences inside sentences are
 * said too, and what has no row stays English. */
#include "unit.h"

#include "base/tongue.h"

static void expect_said(const char *english, const char *german)
{
    struct k_arena *a = k_arena_new(0);
    k_str said = k_tongue_say(a, K_TONGUE_DE, k_str_z(english));
    assert_string_equal(k_dupz(a, said), german);
    k_arena_free(a);
}

static void sentences_are_said_with_their_values(void **state)
{
    (void)state;
    expect_said("There is no such channel.", "Diesen Kanal gibt es nicht.");
    expect_said("Heard 3 hours ago.", "Gehört vor 3 Stunden.");
    expect_said(
        "Nothing heard since a day: blog.example: no answer in time. Kith goes on trying.",
        "Seit einem Tag nichts gehört: blog.example: keine Antwort innerhalb der Frist. "
        "Kith versucht es weiter.");
    expect_said("Two-way exchanges on 3 days, first on 2 January 2026 and 6 October 2026.",
                "Gespräche in beide Richtungen an 3 Tagen, zuerst am 2. Januar 2026 und am 6. "
                "Oktober 2026.");
    expect_said("App password is needed.", "App-Passwort wird gebraucht.");
}

static void a_line_of_terms_is_said_term_by_term(void **state)
{
    (void)state;
    expect_said("Has a complaint · wrote 2 times · waits over 3 days",
                "Beschwert sich · schrieb 2-mal · wartet seit über 3 Tagen");
    expect_said("Loyal · something unheard of", "Treu · something unheard of");
}

static void what_has_no_row_stays(void **state)
{
    (void)state;
    expect_said("A rule that a member wrote.", "A rule that a member wrote.");
    expect_said("", "");
    struct k_arena *a = k_arena_new(0);
    k_str english = K_S("There is no such channel.");
    assert_ptr_equal(k_tongue_say(a, K_TONGUE_EN, english).p, english.p);
    k_arena_free(a);
}

static size_t holes(const char *text)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, "{}")); at += 2)
        n++;
    return n;
}

static void every_row_has_its_values_on_both_sides_and_stands_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < k_tongue_n_rows; i++) {
        const struct k_tongue_row *row = &k_tongue_rows[i];
        if (holes(row->en) != holes(row->de) || holes(row->en) > 4)
            fail_msg("the values differ: %s", row->en);
        for (size_t k = 0; k < i; k++)
            if (strcmp(row->en, k_tongue_rows[k].en) == 0)
                fail_msg("twice: %s", row->en);
    }
}

static void the_header_names_the_language(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum k_tongue tongue;
    } cases[] = {{"de", K_TONGUE_DE},        {"de-AT,de;q=0.9,en;q=0.8", K_TONGUE_DE},
                 {"en-GB, de", K_TONGUE_EN}, {"fr, de;q=0.5", K_TONGUE_DE},
                 {"fr", K_TONGUE_EN},        {"", K_TONGUE_EN},
                 {", ,,", K_TONGUE_EN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(k_tongue_of(k_str_z(cases[i].header)), cases[i].tongue);
    assert_int_equal(k_tongue_of(K_NONE), K_TONGUE_EN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_said_with_their_values),
        cmocka_unit_test(a_line_of_terms_is_said_term_by_term),
        cmocka_unit_test(what_has_no_row_stays),
        cmocka_unit_test(every_row_has_its_values_on_both_sides_and_stands_once),
        cmocka_unit_test(the_header_names_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
