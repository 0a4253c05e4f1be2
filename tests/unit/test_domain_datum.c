/* What may be known of a person: what is taken as an address, a number, a date, and how it is
 * compared. */
#include "domain/datum_kinds.h"
#include "domain/time_zones.h"
#include "unit.h"

struct row {
    datum_norm norm;
    const char *text, *value, *compared; /* value NULL: refused */
};

static const struct row rows[] = {
    {datum_email, " Ada@Example.ORG ", "Ada@Example.ORG", "ada@example.org"},
    {datum_email, "mailto:a.b+c@mail.example", "a.b+c@mail.example", "a.b+c@mail.example"},
    {datum_email, "jo@bücher.example", "jo@bücher.example", "jo@bücher.example"},
    {datum_email, "ada@example", NULL, NULL},
    {datum_email, "ada", NULL, NULL},
    {datum_email, "@example.org", NULL, NULL},
    {datum_email, "a b@example.org", NULL, NULL},
    {datum_email, "Ada <ada@example.org>", NULL, NULL},
    {datum_email, "a@b@example.org", NULL, NULL},
    {datum_email, ".ada@example.org", NULL, NULL},
    {datum_email, "ada@-x.example", NULL, NULL},
    {datum_email, "ada@example..org", NULL, NULL},
    {datum_phone, "+49 (30) 123-4567", "+49 (30) 123-4567", "+49301234567"},
    {datum_phone, "0049 30 1234567", "0049 30 1234567", "+49301234567"},
    {datum_phone, "tel:+15551234567;ext=5", "+15551234567;ext=5", "+15551234567"},
    {datum_phone, "030 1234567 ext. 12", "030 1234567 ext. 12", "0301234567"},
    {datum_phone, "030/1234567 x12", "030/1234567 x12", "0301234567"},
    {datum_phone, "1234", NULL, NULL},
    {datum_phone, "call me", NULL, NULL},
    {datum_phone, "12345678901234567", NULL, NULL},
    {datum_phone, "1+2345678", NULL, NULL},
    {datum_url, "https://www.Example.org/Ada/", "https://www.Example.org/Ada/",
     "example.org/Ada"},
    {datum_url, "example.org", "https://example.org", "example.org"},
    {datum_url, "http://example.org:8080/x?y=1", "http://example.org:8080/x?y=1",
     "example.org:8080/x?y=1"},
    {datum_url, "javascript:alert(1)", NULL, NULL},
    {datum_url, "ftp://example.org", NULL, NULL},
    {datum_url, "https://", NULL, NULL},
    {datum_url, "just words", NULL, NULL},
    {datum_url, "localhost", NULL, NULL},
    {datum_language, "DE", "de", "de"},
    {datum_language, "pt-br", "pt-BR", "pt-br"},
    {datum_language, "zh-hant-tw", "zh-Hant-TW", "zh-hant-tw"},
    {datum_language, "german", NULL, NULL},
    {datum_language, "d", NULL, NULL},
    {datum_language, "de_DE", NULL, NULL},
    {datum_zone, "Europe/Berlin", "Europe/Berlin", "europe/berlin"},
    {datum_zone, "UTC", "UTC", "utc"},
    {datum_zone, "Europe/Berlim", NULL, NULL},
    {datum_zone, "+02:00", NULL, NULL},
    {datum_date, "1984-05-03", "1984-05-03", "1984-05-03"},
    {datum_date, "1984-05", "1984-05", "1984-05"},
    {datum_date, "1984", "1984", "1984"},
    {datum_date, "--02-29", "--02-29", "--02-29"},
    {datum_date, "1983-02-29", NULL, NULL},
    {datum_date, "1984-13", NULL, NULL},
    {datum_date, "3.5.1984", NULL, NULL},
    {datum_date, "84", NULL, NULL},
    {datum_date, "1984-05-", NULL, NULL},
    {datum_consent, "Given", "given", "given"},
    {datum_consent, "perhaps", NULL, NULL},
    {datum_plain, " José ", "José", "jose"},
    {datum_plain, "  ", NULL, NULL},
};

static void values_are_taken_or_refused_as_their_kind_says(void **state)
{
    struct k_arena *a = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        struct datum_text t = {0};
        bool taken = r->norm(a, k_str_z(r->text), &t);
        if (taken != (r->value != NULL))
            fail_msg("'%s' is %s", r->text, taken ? "taken" : "refused");
        if (taken && (!k_str_eqz(t.value, r->value) || !k_str_eqz(t.norm, r->compared)))
            fail_msg("'%s' gives '%.*s', compared as '%.*s'", r->text, K_ARG(t.value),
                     K_ARG(t.norm));
    }
}

static void every_kind_has_its_words(void **state)
{
    for (size_t i = 0; i < n_datum_kinds; i++) {
        const struct datum_kind *k = &datum_kinds[i];
        assert_non_null(k->norm);
        assert_true(strlen(k->wrong) > 5 && strlen(k->doc) > 5);
        assert_ptr_equal(datum_kind_find(k_str_z(k->name)), k);
    }
    assert_null(datum_kind_find(K_S("shoe size")));
}

static void days_are_read_and_written(void **state)
{
    struct k_arena *a = *state;
    int64_t day = 7;
    assert_true(datum_day(K_S(""), &day));
    assert_int_equal(day, 0);
    assert_true(datum_day(K_S("1970-01-02"), &day));
    assert_int_equal(day, 1);
    assert_true(datum_day(K_S("1969-12-31"), &day));
    assert_int_equal(day, -1);
    assert_true(k_str_eqz(datum_day_text(a, 1), "1970-01-02"));
    assert_null(datum_day_text(a, 0).p);
    assert_false(datum_day(K_S("2026-02-30"), &day));
    assert_false(datum_day(K_S("yesterday"), &day));
}

static void zones_at_both_ends_of_the_table_are_found(void **state)
{
    assert_true(time_zone_known(K_S("Africa/Abidjan")));
    assert_true(time_zone_known(K_S("UTC")));
    assert_true(time_zone_known(K_S("Asia/Kolkata")));
    assert_false(time_zone_known(K_S("")));
    assert_false(time_zone_known(K_S("Zebra/Land")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(values_are_taken_or_refused_as_their_kind_says),
        cmocka_unit_test(every_kind_has_its_words),
        arena_test(days_are_read_and_written),
        cmocka_unit_test(zones_at_both_ends_of_the_table_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
