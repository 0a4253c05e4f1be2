/* The pure rules of identity resolution: comparators against published values, normalisers and
 * verdicts as tables of cases. */
#include "unit.h"
#include "domain/match_rules.h"
#include <math.h>

/* ---- texts --------------------------------------------------------------------------------
 */

/* Winkler's own examples (Census Bureau, RR93/8), to three places. */
static void jaro_winkler_gives_the_published_values(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double want;
    } rows[] = {
        {"shackleford", "shackelford", .982},
        {"dunningham", "cunnigham", .896},
        {"nichleson", "nichulson", .956},
        {"jones", "johnson", .832},
        {"massey", "massie", .933},
        {"abroms", "abrams", .922},
        {"itman", "smith", .467},
        {"jeraldine", "geraldine", .926},
        {"marhta", "martha", .961},
        {"michelle", "michael", .921},
        {"julies", "julius", .933},
        {"tanya", "tonya", .880},
        {"dwayne", "duane", .840},
        {"sean", "susan", .805},
        {"jon", "john", .933},
        {"jon", "jan", .800},
        {"", "", 1},
        {"a", "", 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        double got = match_jaro_winkler(k_str_z(rows[i].a), k_str_z(rows[i].b));
        if (fabs(got - rows[i].want) > .00051)
            fail_msg("%s %s: %f", rows[i].a, rows[i].b, got);
    }
}

static void edits_count_crossed_neighbours_once(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int want;
    } rows[] = {{"", "", 0},         {"abc", "", 3},        {"kitten", "sitting", 3},
                {"1975", "1957", 1}, {"smith", "smiht", 1}, {"smith", "smyth", 1},
                {"ca", "abc", 3}};
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(match_edits(k_str_z(rows[i].a), k_str_z(rows[i].b)), rows[i].want);
}

/* Examples of the National Archives. */
static void soundex_gives_the_published_codes(void **state)
{
    struct k_arena *a = k_arena_new(0);
    static const char *const rows[][2] = {{"washington", "w252"},
                                          {"lee", "l000"},
                                          {"gutierrez", "g362"},
                                          {"pfister", "p236"},
                                          {"jackson", "j250"},
                                          {"tymczak", "t522"},
                                          {"ashcraft", "a261"},
                                          {"robert", "r163"},
                                          {"rupert", "r163"},
                                          {"honeyman", "h555"},
                                          {"", ""}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str got = match_soundex(a, k_str_z(rows[i][0]));
        if (!k_str_eqz(got, rows[i][1]))
            fail_msg("%s: %.*s", rows[i][0], K_ARG(got));
    }
    k_arena_free(a);
}

/* ---- normalising --------------------------------------------------------------------------
 */

static void names_are_taken_apart(void **state)
{
    struct k_arena *a = k_arena_new(0);
    static const struct {
        const char *whole, *given, *middle, *family, *suffix;
    } rows[] = {
        {"Anna Schmidt", "anna", "", "schmidt", ""},
        {"Dr. Anna Maria von der Heide", "anna", "maria", "heide", ""},
        {"Heide, Anna", "anna", "", "heide", ""},
        {"Müller, Jürgen", "jurgen", "", "muller", ""},
        {"Juergen Mueller", "jurgen", "", "muller", ""},
        {"John Smith, Jr.", "john", "", "smith", "jr"},
        {"John Smith Sr", "john", "", "smith", "sr"},
        {"Søren Kierkegård", "soren", "", "kierkegard", ""},
        {"Sinéad O’Connor", "sinead", "", "oconnor", ""},
        {"Anna 🌻 Schmidt (she/her)", "anna", "", "schmidt", ""},
        {"Anna", "anna", "", "", ""},
        {"Владимир Путников", "владимир", "", "путников", ""},
        {"Prof. Dr. Dr. Weiß", "weiss", "", "", ""},
        {"", "", "", "", ""},
        {"()", "", "", "", ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct match_name n = match_norm_name(a, k_str_z(rows[i].whole), K_NONE, K_NONE);
        if (!k_str_eqz(n.given, rows[i].given) || !k_str_eqz(n.middle, rows[i].middle) ||
            !k_str_eqz(n.family, rows[i].family) || !k_str_eqz(n.suffix, rows[i].suffix))
            fail_msg("%s: '%.*s' '%.*s' '%.*s' '%.*s'", rows[i].whole, K_ARG(n.given),
                     K_ARG(n.middle), K_ARG(n.family), K_ARG(n.suffix));
    }
    assert_true(match_norm_name(a, K_S("anna_92"), K_NONE, K_NONE).handle);
    assert_true(match_norm_name(a, K_S("a.b@example.org"), K_NONE, K_NONE).handle);
    assert_false(match_norm_name(a, K_S("Anna B."), K_NONE, K_NONE).handle);
    assert_true(match_nickname(K_S("bill"), K_S("william")));
    assert_false(match_nickname(K_S("bill"), K_S("wilma")));
    k_arena_free(a);
}

enum what { PHONE, MAIL, FOLD, URL, HANDLE, STREET, COMPANY };
static k_str norm(struct k_arena *a, enum what w, k_str s)
{
    switch (w) {
    case PHONE:
        return match_norm_phone(a, s, K_S("43"));
    case MAIL:
        return match_norm_email(a, s);
    case FOLD:
        return match_email_fold(a, match_norm_email(a, s));
    case URL:
        return match_norm_url(a, s);
    case HANDLE:
        return match_norm_handle(a, s);
    case STREET:
        return match_norm_street(a, s);
    default:
        return match_norm_organization(a, s);
    }
}

static void addresses_have_one_form(void **state)
{
    struct k_arena *a = k_arena_new(0);
    static const struct {
        enum what w;
        const char *in, *want;
    } rows[] = {
        {PHONE, "+43 (0) 1 234-5678", "+4312345678"},
        {PHONE, "0043 1 2345678", "+4312345678"},
        {PHONE, "01 / 234 56 78", "+4312345678"},
        {PHONE, "tel:+1-555-0100;ext=5", "+15550100"},
        {PHONE, "12345", "12345"},
        {PHONE, "1234", ""},
        {PHONE, "no number", ""},
        {MAIL, " Anna.Schmidt@Example.ORG ", "anna.schmidt@example.org"},
        {MAIL, "mailto:a@b.de", "a@b.de"},
        {MAIL, "a b@c.de", ""},
        {MAIL, "a@b@c", ""},
        {MAIL, "@c.de", ""},
        {FOLD, "a.nna+news@googlemail.com", "anna@gmail.com"},
        {FOLD, "a.nna+news@example.org", "a.nna@example.org"},
        {URL, "https://www.Example.org/Me/?x=1#y", "example.org/me"},
        {URL, "example.org", "example.org"},
        {URL, "ftp://example.org", ""},
        {URL, "not a page", ""},
        {HANDLE, "@Anna.Schmidt@mastodon.example", "annaschmidt"},
        {HANDLE, "anna.bsky.social", "anna"},
        {HANDLE, "anna_schmidt", "annaschmidt"},
        {STREET, "Hauptstr. 5", "hauptstrasse 5"},
        {STREET, "12224 Ventura Blvd.", "12224 ventura boulevard"},
        {COMPANY, "The Example GmbH & Co. KG", "example"},
        {COMPANY, "AG", "ag"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str got = norm(a, rows[i].w, k_str_z(rows[i].in));
        if (!k_str_eqz(got, rows[i].want))
            fail_msg("%s: %.*s", rows[i].in, K_ARG(got));
    }
    k_arena_free(a);
}

static void dates_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        int year, month, day;
    } rows[] = {{"1975-05-03", 1975, 5, 3}, {"19750503", 1975, 5, 3}, {"--05-03", 0, 5, 3},
                {"--0503", 0, 5, 3},        {"3.5.1975", 1975, 5, 3}, {"03.05.", 0, 5, 3},
                {"1975", 1975, 0, 0},       {"1975-13-03", 0, 0, 0},  {"", 0, 0, 0},
                {"yesterday", 0, 0, 0},     {"19750540", 0, 0, 0}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct match_date d = match_norm_date(k_str_z(rows[i].in));
        if (d.year != rows[i].year || d.month != rows[i].month || d.day != rows[i].day)
            fail_msg("%s: %d %d %d", rows[i].in, d.year, d.month, d.day);
    }
}

/* ---- verdicts -----------------------------------------------------------------------------
 */

/* "name=Anna Schmidt;mail=..;phone=..;born=..;street=..;city=..;code=..;no=..;account=net:id;
 * org=..;url=..". A record of an organization begins with "ORG;". */
static struct match_record record(struct k_arena *a, const char *text)
{
    struct match_record r = {0};
    k_str rest = k_str_z(text), street = K_S(""), city = K_S(""), code = K_S("");
    while (rest.n > 0) {
        k_str v = k_str_cut(&rest, ';'), key = k_str_cut(&v, '=');
        if (k_str_eqz(key, "ORG"))
            r.organization = true;
        else if (k_str_eqz(key, "name"))
            match_add_name(a, &r, v, K_NONE, K_NONE);
        else if (k_str_eqz(key, "mail"))
            match_add_email(a, &r, v);
        else if (k_str_eqz(key, "phone"))
            match_add_phone(a, &r, v, K_S(""));
        else if (k_str_eqz(key, "born"))
            match_add_birthday(a, &r, v);
        else if (k_str_eqz(key, "no"))
            match_add_number(a, &r, K_S("customer"), v, true);
        else if (k_str_eqz(key, "org"))
            match_add_organization(a, &r, v);
        else if (k_str_eqz(key, "url"))
            match_add_url(a, &r, v);
        else if (k_str_eqz(key, "account")) {
            k_str net = k_str_cut(&v, ':');
            match_add_account(a, &r, net, v, v);
        } else
            *(k_str_eqz(key, "street") ? &street : k_str_eqz(key, "city") ? &city : &code) = v;
    }
    match_add_postal(a, &r, street, city, code, K_S(""));
    return r;
}

static enum match_kind verdict(struct k_arena *a, const char *x, const char *y, double people,
                               struct match_verdict *v)
{
    struct match_record rx = record(a, x), ry = record(a, y);
    match_compare(a, &rx, &ry, &(struct match_world){.people = people}, v);
    return v->kind;
}

static void only_exact_evidence_is_exact(void **state)
{
    struct k_arena *a = k_arena_new(0);
    static const struct {
        const char *x, *y;
        enum match_kind want;
    } rows[] = {
        /* the same address, and names that bear it */
        {"name=Anna Schmidt;mail=anna@example.org", "name=A. Schmidt;mail=ANNA@example.org",
         MATCH_EXACT},
        {"name=Anna Schmidt;mail=anna@a.org", "name=anna_92;mail=anna@a.org", MATCH_EXACT},
        {"name=Bill Gray;phone=+43 1 2345678", "name=William Gray;phone=+4312345678",
         MATCH_EXACT},
        {"name=Anna Schmidt;no=K-17", "name=Anna Schmidt;no=k17", MATCH_EXACT},
        /* a couple with one mailbox, a household with one telephone */
        {"name=Hans Huber;mail=huber@a.org", "name=Maria Huber;mail=huber@a.org",
         MATCH_PROBABLE},
        {"name=Jan Huber;phone=+4312345678", "name=Jana Huber;phone=+4312345678",
         MATCH_PROBABLE},
        /* an address of several people; a mailbox by other writing */
        {"name=Anna Schmidt;mail=info@a.org", "name=Anna Schmidt;mail=info@a.org",
         MATCH_PROBABLE},
        {"name=Anna Schmidt;mail=annas@gmail.com", "name=Anna Schmidt;mail=anna.s@gmail.com",
         MATCH_PROBABLE},
        /* father and son; a strong contradiction */
        {"name=John Smith Sr;mail=js@a.org", "name=John Smith Jr;mail=js@a.org",
         MATCH_PROBABLE},
        {"name=John Smith;mail=js@a.org;born=1950-01-02",
         "name=John Smith;mail=js@a.org;born=1981-07-30", MATCH_PROBABLE},
        /* names alone are a guess, and a common name is none */
        {"name=Anna Schmidt", "name=Anna Schmidt", MATCH_NO},
        {"name=Anna Schmidt;born=1975-05-03", "name=Ana Schmidt;born=1975-05-03",
         MATCH_PROBABLE},
        {"name=Anna Schmidt;account=bluesky:annaschmidt",
         "name=Anna Schmidt;account=wordpress:annaschmidt", MATCH_PROBABLE},
        {"name=Anna Schmidt;born=1975-05-03", "name=Peter Gruber;born=1975-05-03", MATCH_NO},
        {"name=Anna Schmidt;mail=a@acme.org", "ORG;org=Acme;mail=a@acme.org", MATCH_NO},
        /* organizations */
        {"ORG;org=Acme GmbH;url=https://acme.org", "ORG;org=ACME;url=www.acme.org/",
         MATCH_EXACT},
        {"ORG;org=Acme Bau;url=https://acme.org", "ORG;org=Zenith Wind;url=https://acme.org",
         MATCH_NO},
        {"", "", MATCH_NO},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct match_verdict v, back;
        enum match_kind got = verdict(a, rows[i].x, rows[i].y, 10000, &v);
        if (got != rows[i].want)
            fail_msg("%s | %s: %d, %.2f bits, %f", rows[i].x, rows[i].y, got, v.bits,
                     v.probability);
        (void)verdict(a, rows[i].y, rows[i].x, 10000, &back);
        assert_int_equal(got, back.kind); /* symmetric */
        assert_true(fabs(v.bits - back.bits) < 1e-9);
    }
    k_arena_free(a);
}

static double share(void *arg, enum match_field field, k_str norm)
{
    (void)arg;
    if (field != MATCH_FAMILY)
        return -1;
    return k_str_eqz(norm, "smith") ? .01 : .00001;
}

static void a_rare_name_says_more_than_a_common_one(void **state)
{
    struct k_arena *a = k_arena_new(0);
    struct match_verdict common, rare;
    struct match_world w = {.people = 10000, .share = share};
    struct match_record s = record(a, "name=Anna Smith"), z = record(a, "name=Anna Zsolnay");
    match_compare(a, &s, &s, &w, &common);
    match_compare(a, &z, &z, &w, &rare);
    assert_true(fabs(rare.bits - common.bits - log2(1000)) < 1e-9);
    assert_int_equal(rare.evidence[1].field, MATCH_FAMILY);
    assert_int_equal(rare.evidence[1].level, MATCH_SAME);
    k_arena_free(a);
}

static void names_that_changed_places_are_seen(void **state)
{
    struct k_arena *a = k_arena_new(0);
    struct match_verdict straight, swapped;
    (void)verdict(a, "name=Anna Gruber", "name=Anna Gruber", 1000, &straight);
    (void)verdict(a, "name=Anna Gruber", "name=Gruber Anna", 1000, &swapped);
    assert_true(swapped.bits > 0);
    assert_true(swapped.bits < straight.bits);
    bool seen = false;
    for (size_t i = 0; i < swapped.n; i++)
        seen |= swapped.evidence[i].level == MATCH_SWAPPED;
    assert_true(seen);
    k_arena_free(a);
}

static void an_address_counts_once_however_many_fields_it_has(void **state)
{
    struct k_arena *a = k_arena_new(0);
    struct match_verdict v;
    (void)verdict(a, "street=Hauptstr. 5;city=Wien;code=1010",
                  "street=Ring 99;city=Graz;code=9920", 1000, &v);
    assert_true(fabs(v.bits + 4) < 1e-9);
    (void)verdict(a, "street=Hauptstr. 5;city=Wien;code=1010",
                  "street=Hauptstr. 5;city=Wien;code=1010", 1000, &v);
    assert_true(v.bits <= 15.000001);
    k_arena_free(a);
}

static void more_people_make_one_pair_less_likely(void **state)
{
    struct k_arena *a = k_arena_new(0);
    struct match_verdict few, many;
    const char *x = "name=Anna Schmidt;born=1975-05-03";
    (void)verdict(a, x, x, 100, &few);
    (void)verdict(a, x, x, 1000000, &many);
    assert_true(few.probability > many.probability);
    assert_true(fabs(match_prior(1000) - .0002) < 1e-12);
    k_arena_free(a);
}

static bool share_a_key(struct k_arena *a, const char *x, const char *y)
{
    struct match_record rx = record(a, x), ry = record(a, y);
    struct match_keys kx, ky;
    match_keys_of(a, &rx, &kx);
    match_keys_of(a, &ry, &ky);
    for (size_t i = 0; i < kx.n; i++)
        for (size_t j = 0; j < ky.n; j++)
            if (k_str_eq(kx.v[i], ky.v[j]))
                return true;
    return false;
}

static void one_wrong_field_does_not_hide_a_pair(void **state)
{
    struct k_arena *a = k_arena_new(0);
    static const char *const rows[][2] = {
        {"name=Anna Smith", "name=Anna Smyth"},
        {"name=Anna Smith", "name=Smith Anna"},
        {"name=Anna Smith", "name=A Smith"},
        {"name=Anna Smith;born=1975-05-03", "name=Xaver Qualtinger;born=1975-05-03"},
        {"name=Anna Smith;mail=anna.smith@a.org", "name=X;mail=anna.smith@b.org"},
        {"phone=+43 1 2345678", "phone=0043 1 2345678"},
        {"account=bluesky:anna.smith", "account=wordpress:annasmith"},
        {"name=Anna Smith;code=1010", "name=Hannah Smithers;code=1010"},
        {"ORG;org=Arnie Morton's of Chicago", "ORG;org=Arnie Mortons"},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (!share_a_key(a, rows[i][0], rows[i][1]))
            fail_msg("%s | %s", rows[i][0], rows[i][1]);
    assert_false(share_a_key(a, "name=Anna Smith", "name=Peter Gruber"));
    k_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jaro_winkler_gives_the_published_values),
        cmocka_unit_test(edits_count_crossed_neighbours_once),
        cmocka_unit_test(soundex_gives_the_published_codes),
        cmocka_unit_test(names_are_taken_apart),
        cmocka_unit_test(addresses_have_one_form),
        cmocka_unit_test(dates_are_read_as_people_write_them),
        cmocka_unit_test(only_exact_evidence_is_exact),
        cmocka_unit_test(a_rare_name_says_more_than_a_common_one),
        cmocka_unit_test(names_that_changed_places_are_seen),
        cmocka_unit_test(an_address_counts_once_however_many_fields_it_has),
        cmocka_unit_test(more_people_make_one_pair_less_likely),
        cmocka_unit_test(one_wrong_field_does_not_hide_a_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
