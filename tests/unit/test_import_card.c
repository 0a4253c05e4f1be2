/* A person as a card: what each row becomes, in both versions; the form of a client is kept
 * where its rows still are, and nothing is said of rows that are not there. */
#include "import/card.h"
#include "unit.h"

enum { TODAY = 20000 };

#define IDENTITY(...)                                                                          \
    (*k_vec_push(a, &k.identities) = (struct sq_card_identities_row){                          \
         .id = (int64_t)k.identities.n, .source = K_S("member"), __VA_ARGS__})
#define DATUM(...)                                                                             \
    (*k_vec_push(a, &k.data) = (struct sq_card_data_row){.id = (int64_t)k.data.n, __VA_ARGS__})

static struct card_known somebody(const char *name)
{
    return (struct card_known){
        .person = {.id = 42, .kind = K_S("person"), .name = k_str_z(name), .uid = K_S("")}};
}

static const char *written(struct k_arena *a, const struct card_known *k, enum vcard_version v)
{
    struct vcard card;
    struct k_buf b;
    card_make(a, k, v, TODAY, &card, NULL);
    k_buf_init(&b, a, 1 << 20);
    vcard_write(a, &card, v, &b);
    return k_dupz(a, k_buf_view(&b));
}

#define CARD30(lines) "BEGIN:VCARD\r\nVERSION:3.0\r\n" lines "END:VCARD\r\n"
#define CARD40(lines) "BEGIN:VCARD\r\nVERSION:4.0\r\n" lines "END:VCARD\r\n"

static void somebody_with_a_name_alone_has_a_card(void **state)
{
    struct card_known k = somebody("Ada Maria Nwosu");
    assert_string_equal(
        written(*state, &k, VCARD_30),
        CARD30("UID:kith-42\r\nFN:Ada Maria Nwosu\r\nN:Nwosu;Ada Maria;;;\r\n"));
    k.person.name = K_S("Ada");
    k.person.uid = K_S("urn:uuid:1");
    assert_string_equal(written(*state, &k, VCARD_40),
                        CARD40("UID:urn:uuid:1\r\nFN:Ada\r\nN:;Ada;;;\r\n"));
}

static void each_row_has_its_property(void **state)
{
    struct k_arena *a = *state;
    struct card_known k = somebody("Dr. Ada Nwosu");
    DATUM(.kind = K_S("name"), .value = K_S("Dr. Ada Nwosu"),
          .parts = K_S("{\"family\":\"Nwosu\",\"given\":\"Ada\",\"prefix\":\"Dr.\"}"));
    IDENTITY(.network = K_S("email"), .handle = K_S("Ada@Example.org"), .label = K_S("work"));
    IDENTITY(.network = K_S("phone"), .handle = K_S("+49 30 1"), .label = K_S("work fax"));
    IDENTITY(.network = K_S("phone"), .handle = K_S("+49 171 2"), .label = K_S("boat; red"));
    IDENTITY(.network = K_S("bluesky"), .handle = K_S("ada.example"), .label = K_S(""),
             .url = K_S("https://bsky.app/profile/ada.example"));
    IDENTITY(.network = K_S("web"), .handle = K_S("ada.example"), .label = K_S(""));
    DATUM(.kind = K_S("postal"), .label = K_S("home"), .value = K_S("Row 1, Leeds"),
          .parts = K_S("{\"street\":\"Row 1\",\"city\":\"Leeds\",\"country\":\"UK, GB\"}"));
    DATUM(.kind = K_S("birthday"), .value = K_S("1984-05-03"));
    DATUM(.kind = K_S("category"), .value = K_S("Friends"));
    DATUM(.kind = K_S("category"), .value = K_S("Red, blue"));
    DATUM(.kind = K_S("note"), .value = K_S("One"));
    DATUM(.kind = K_S("note"), .value = K_S("Two\nlines"));
    DATUM(.kind = K_S("other"), .label = K_S("X-SHOE-SIZE"), .value = K_S("42"));
    DATUM(.kind = K_S("other"), .label = K_S("Lead source"), .value = K_S("Fair"));
    DATUM(.kind = K_S("other"), .label = K_S("gender"), .value = K_S("F"),
          .parts = K_S("{\"card\":\"GENDER;X-A=1:F\"}"));
    *k_vec_push(a, &k.roles) = (struct sq_card_roles_row){
        .id = 1, .organization = K_S("Old Inc"), .title = K_S("Boss"), .to_day = TODAY - 1};
    *k_vec_push(a, &k.roles) = (struct sq_card_roles_row){
        .id = 2, .organization = K_S("Acme; Ltd"), .title = K_S("Engineer")};
    assert_string_equal(
        written(a, &k, VCARD_30),
        CARD30("UID:kith-42\r\nFN:Dr. Ada Nwosu\r\nN:Nwosu;Ada;;Dr.;\r\nORG:Acme\\; Ltd\r\n"
               "TITLE:Engineer\r\nEMAIL;TYPE=WORK:Ada@Example.org\r\n"
               "TEL;TYPE=WORK;TYPE=FAX:+49 30 1\r\nitem1.TEL:+49 171 2\r\n"
               "item1.X-ABLABEL:boat\\; red\r\n"
               "X-SOCIALPROFILE;TYPE=bluesky;X-USER=ada.example:https://bsky.app/profile/ad\r\n"
               " a.example\r\nURL:ada.example\r\n"
               "ADR;TYPE=HOME:;;Row 1;Leeds;;;UK\\, GB\r\nBDAY:1984-05-03\r\n"
               "CATEGORIES:Friends,Red\\, blue\r\nX-SHOE-SIZE:42\r\nGENDER;X-A=1:F\r\n"
               "NOTE:One\\n\\nTwo\\nlines\r\n"));
}

static void days_without_a_year_are_said_as_each_version_can(void **state)
{
    struct k_arena *a = *state;
    struct card_known k = somebody("Ada");
    DATUM(.kind = K_S("birthday"), .value = K_S("--02-03"));
    assert_non_null(strstr(written(a, &k, VCARD_40), "BDAY:--0203\r\n"));
    assert_non_null(
        strstr(written(a, &k, VCARD_30), "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03\r\n"));
    struct vcard card;
    struct contact c;
    k_str why;
    assert_true(card_read(a, k_str_z(written(a, &k, VCARD_30)), &card, &why));
    contact_of_card(a, &card, &c);
    bool found = false;
    for (size_t i = 0; i < c.data.n; i++)
        found = found || (k_str_eqz(c.data.v[i].kind, "birthday") &&
                          k_str_eqz(c.data.v[i].value, "--02-03"));
    assert_true(found);
}

static void a_name_that_was_changed_is_not_said_in_its_old_parts(void **state)
{
    struct k_arena *a = *state;
    struct card_known k = somebody("Ada Okafor");
    DATUM(.kind = K_S("name"), .value = K_S("Ada Nwosu"),
          .parts = K_S("{\"family\":\"Nwosu\",\"given\":\"Ada\"}"));
    assert_non_null(strstr(written(a, &k, VCARD_30), "N:Okafor;Ada;;;\r\n"));
}

static void an_organization_is_a_company(void **state)
{
    struct card_known k = somebody("Acme");
    k.person.kind = K_S("organization");
    assert_string_equal(written(*state, &k, VCARD_30),
                        CARD30("UID:kith-42\r\nX-ABSHOWAS:COMPANY\r\nFN:Acme\r\nN:;;;;\r\n"
                               "ORG:Acme\r\n"));
    assert_non_null(strstr(written(*state, &k, VCARD_40), "KIND:org\r\n"));
}

/* --- the form of a client ---------------------------------------------------------------- */

static const char clients[] = CARD30(
    "PRODID:-//Phone//EN\r\nUID:u-1\r\nN:Nwosu;Ada;;;\r\nFN:Ada Nwosu\r\n"
    "X-PHONETIC-FIRST-NAME:Ei-da\r\nX-PHONETIC-LAST-NAME:Wosu\r\n"
    "EMAIL;type=INTERNET;type=HOME;type=pref:ada@example.org\r\n"
    "item1.TEL;type=pref:+49 30 1\r\nitem1.X-ABLabel:_$!<HomePage>!$_\r\n"
    "X-CLIENT-THING;X-P=1:kept, as it is\r\n"
    "item2.ADR;type=HOME:;;Row 1;Leeds;;;\r\nitem2.X-ABADR:gb\r\nREV:20260101T000000Z\r\n");

/* The rows that this card becomes. */
static struct card_known as_stored(struct k_arena *a, const char *text)
{
    struct card_known k = somebody("Ada Nwosu");
    struct vcard card;
    struct contact c;
    k_str why;
    assert_true(card_read(a, k_str_z(text), &card, &why));
    contact_of_card(a, &card, &c);
    k.person.uid = c.uid;
    for (size_t i = 0; i < c.addresses.n; i++)
        IDENTITY(.network = c.addresses.v[i].network, .handle = c.addresses.v[i].value,
                 .label = c.addresses.v[i].label, .url = c.addresses.v[i].url);
    for (size_t i = 0; i < c.data.n; i++)
        if (!k_str_eqz(c.data.v[i].label, "REV") && !k_str_eqz(c.data.v[i].label, "PRODID"))
            *k_vec_push(a, &k.data) = (struct sq_card_data_row){.id = (int64_t)i + 1,
                                                                .kind = c.data.v[i].kind,
                                                                .label = c.data.v[i].label,
                                                                .value = c.data.v[i].value,
                                                                .parts = c.data.v[i].parts};
    k.person.text = card_form(a, &k, &card);
    return k;
}

static void what_a_client_wrote_comes_back_in_its_form(void **state)
{
    struct card_known k = as_stored(*state, clients);
    assert_string_equal(
        written(*state, &k, VCARD_30),
        CARD30("UID:u-1\r\nFN:Ada Nwosu\r\nN:Nwosu;Ada;;;\r\n"
               "X-PHONETIC-FIRST-NAME:Ei-da\r\nX-PHONETIC-LAST-NAME:Wosu\r\n"
               "EMAIL;TYPE=INTERNET;TYPE=HOME;TYPE=pref:ada@example.org\r\n"
               "item1.TEL;TYPE=pref:+49 30 1\r\nitem1.X-ABLABEL:_$!<HomePage>!$_\r\n"
               "X-CLIENT-THING;X-P=1:kept, as it is\r\n"
               "item2.ADR;TYPE=HOME:;;Row 1;Leeds;;;\r\nitem2.X-ABADR:gb\r\n"));
}

static void of_a_row_that_is_gone_nothing_is_said(void **state)
{
    struct card_known k = as_stored(*state, clients);
    k.identities.n = 1; /* the number was taken away */
    const char *text = written(*state, &k, VCARD_30);
    assert_null(strstr(text, "TEL"));
    assert_null(strstr(text, "HomePage"));
    assert_non_null(strstr(text, "EMAIL;TYPE=INTERNET;TYPE=HOME;TYPE=pref:ada@example.org"));
    k.data.n = 0;
    text = written(*state, &k, VCARD_30);
    assert_null(strstr(text, "X-CLIENT-THING"));
    assert_null(strstr(text, "ADR"));
}

static void what_is_one_members_own_is_not_kept_in_the_form_of_all(void **state)
{
    struct k_arena *a = *state;
    struct card_known k = as_stored(a, clients);
    struct vcard card;
    k_str why;
    assert_true(card_read(a, k_str_z(clients), &card, &why));
    k.identities.v[1].owner_id = 7;
    k_str form = card_form(a, &k, &card);
    assert_true(k_str_find(form, K_S("+49 30 1")) < 0);
    assert_true(k_str_find(form, K_S("ada@example.org")) > 0);
}

static void a_text_that_is_not_one_card_is_none(void **state)
{
    static const char *const texts[] = {"",
                                        "hello",
                                        CARD30(""),
                                        CARD30("FN:a\r\n") CARD30("FN:b\r\n"),
                                        CARD30("FN:a\r\nno colon\r\n"),
                                        "BEGIN:VCARD\r\nFN:a\r\n"};
    for (size_t i = 0; i < ROWS(texts); i++) {
        struct vcard card;
        k_str why = K_NONE;
        if (card_read(*state, k_str_z(texts[i]), &card, &why) || !why.n)
            fail_msg("taken: %s", texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(somebody_with_a_name_alone_has_a_card),
        arena_test(each_row_has_its_property),
        arena_test(days_without_a_year_are_said_as_each_version_can),
        arena_test(a_name_that_was_changed_is_not_said_in_its_old_parts),
        arena_test(an_organization_is_a_company),
        arena_test(what_a_client_wrote_comes_back_in_its_form),
        arena_test(of_a_row_that_is_gone_nothing_is_said),
        arena_test(what_is_one_members_own_is_not_kept_in_the_form_of_all),
        arena_test(a_text_that_is_not_one_card_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
