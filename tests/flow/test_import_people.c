/* Import of people: each entry becomes a person or is known already, nothing of it is lost,
 * what is somebody's own stays theirs, and a second run adds nothing. */
#include "formats/charset.h"
#include "formats/csv.h"
#include "formats/vcard.h"
#include "import/rejects.h"
#include "kit/import.h"
#include "os/map.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)
enum { ME = 7, OTHER = 8 };

#define COUNT(k, what) kit_db_number((k), "select count(*) from " what)

static const char cards[] =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u1\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\n"
    "EMAIL;TYPE=WORK:Ada@Engine.example\r\nTEL;TYPE=CELL:+44 20 7946 0000\r\n"
    "ORG:Analytical Engines Ltd;Programs\r\nTITLE:Programmer\r\nBDAY:18151210\r\n"
    "CATEGORIES:Friends,Poets\r\nX-ODD:kept\r\n"
    "X-SOCIALPROFILE;type=twitter;x-user=ada:https://twitter.com/ada\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Charles Babbage\r\nEMAIL:charles@engine.example\r\n"
    "ORG:Analytical Engines\r\nno colon\r\nEND:VCARD\r\n";

static void cards_become_people_with_all_they_say(struct kit_db *k)
{
    struct kit_import i = {.kind = import_kind_find(K_S("people")),
                           .text = k_str_z(cards),
                           .member = ME,
                           .part = 1};
    CHECK_OK(kit_import_new(k, &i));
    struct sq_import_get_row run = kit_import_pass(k, &i, true);
    assert_string_equal(run.state.p, "checked");
    assert_int_equal(run.added, 2);
    assert_int_equal(COUNT(k, "person"), 0);

    run = kit_import_pass(k, &i, false);
    assert_int_equal(run.added, 2);
    assert_int_equal(run.refused, 1); /* the line without colon */
    assert_int_equal(COUNT(k, "import_reject where line = 20 and raw = 'no colon'"), 1);
    assert_int_equal(COUNT(k, "person where kind = 'person' and owner_id = 7"), 2);
    assert_int_equal(COUNT(k, "person where kind = 'organization'"), 1); /* Ltd or not */
    assert_int_equal(COUNT(k, "person_role where title = 'Programmer' and organization_id > 0"),
                     1);
    assert_int_equal(COUNT(k, "identity where network = 'email' and native_id = "
                              "'ada@engine.example' and label = 'work' and owner_id = 7"),
                     1);
    assert_int_equal(
        COUNT(k, "identity where network = 'phone' and native_id = '+442079460000'"), 1);
    assert_int_equal(COUNT(k, "identity where network = 'x' and handle = 'ada' and url = "
                              "'https://twitter.com/ada'"),
                     1);
    assert_int_equal(COUNT(k, "datum where kind = 'birthday' and value = '1815-12-10'"), 1);
    assert_int_equal(COUNT(k, "datum where kind = 'category'"), 2);
    assert_int_equal(COUNT(k, "datum where label = 'X-ODD' and value = 'kept'"), 1);
    assert_int_equal(COUNT(k, "datum where label = 'department' and value = 'Programs'"), 1);
    assert_int_equal(COUNT(k, "datum where source <> 'vcard' or owner_id <> 7"), 0);
}

static void a_second_run_adds_nothing(struct kit_db *k)
{
    kit_import(k, "people", k_str_z(cards), K_NONE, ME);
    int64_t data = COUNT(k, "datum"), identities = COUNT(k, "identity");
    struct sq_import_get_row run = kit_import(k, "people", k_str_z(cards), K_NONE, ME);
    assert_int_equal(run.added, 0);
    assert_int_equal(run.matched, 2);
    assert_int_equal(COUNT(k, "person"), 3);
    assert_int_equal(COUNT(k, "datum"), data);
    assert_int_equal(COUNT(k, "identity"), identities);
    assert_int_equal(COUNT(k, "person_role"), 2);
    assert_int_equal(COUNT(k, "match_pair"), 0);
}

/* The same address in a table with more beside it. */
static void a_table_adds_to_whom_a_card_named(struct kit_db *k)
{
    static const char table[] =
        "\xEF\xBB\xBFVorname;Nachname;E-Mail-Adresse;Telefon geschäftlich;Ort privat\r\n"
        "Ada;Lovelace;ada@engine.example;+49 30 123456;London\r\n"
        "Grace;Hopper;grace@navy.example; grace2@navy.example;New York\r\n";
    kit_import(k, "people", k_str_z(cards), K_NONE, ME);
    struct sq_import_get_row run = kit_import(k, "people", k_str_z(table), K_NONE, ME);
    assert_int_equal(run.refused, 0);
    assert_int_equal(run.added, 1);
    assert_int_equal(run.matched, 1);
    assert_int_equal(COUNT(k, "person where kind = 'person'"), 3);
    assert_int_equal(COUNT(k, "identity i join person p on p.id = i.person_id where p.name = "
                              "'Ada Lovelace' and i.native_id = '+4930123456' and i.label = "
                              "'work'"),
                     1);
    assert_int_equal(COUNT(k, "datum where kind = 'postal' and label = 'home' and value = "
                              "'London'"),
                     1);
}

static void an_address_under_another_name_is_another_person_and_a_question(struct kit_db *k)
{
    static const char table[] = "name,email\r\nJohn Doe,family@doe.example\r\n"
                                "Jane Smith,family@doe.example\r\n";
    struct sq_import_get_row run = kit_import(k, "people", k_str_z(table), K_NONE, ME);
    assert_int_equal(run.added, 2);
    assert_int_equal(COUNT(k, "identity where native_id = 'family@doe.example'"), 1);
    assert_int_equal(COUNT(k, "datum where kind = 'email' and norm = 'family@doe.example'"), 1);
    assert_int_equal(COUNT(k, "match_pair where state = 'open' and evidence like '%email%'"),
                     1);
    run = kit_import(k, "people", k_str_z(table), K_NONE, ME);
    assert_int_equal(run.added, 0);
    assert_int_equal(COUNT(k, "person"), 2);
    assert_int_equal(COUNT(k, "match_pair"), 1);
}

static void what_is_somebody_elses_own_is_not_seen(struct kit_db *k)
{
    kit_import(k, "people", k_str_z(cards), K_NONE, OTHER);
    struct sq_import_get_row run = kit_import(k, "people", k_str_z(cards), K_NONE, ME);
    assert_int_equal(run.added, 2);
    assert_int_equal(COUNT(k, "person where owner_id = 7 and kind = 'person'"), 2);
    assert_int_equal(COUNT(k, "person where owner_id = 8 and kind = 'person'"), 2);
    assert_int_equal(COUNT(k, "datum d join person p on p.id = d.person_id where d.owner_id <> "
                              "p.owner_id"),
                     0);
    /* The address is theirs; ours is known all the same, as a datum. */
    assert_int_equal(
        COUNT(k, "datum where kind = 'email' and norm = 'ada@engine.example' and owner_id = 7"),
        1);
    assert_int_equal(COUNT(k, "match_pair"), 0);
    run = kit_import(k, "people", k_str_z(cards), K_NONE, ME);
    assert_int_equal(run.added, 0);
}

static void followers_are_shared_and_stay_connections(struct kit_db *k)
{
    static const char table[] = "network,handle,name,followers\r\nmastodon,@ada@social.example,"
                                "Ada,120\r\nmastodon,bob@social.example,Bob,3\r\n";
    struct sq_import_get_row run = kit_import(k, "people", k_str_z(table), K_NONE, ME);
    assert_int_equal(run.added, 2);
    assert_int_equal(COUNT(k, "person where owner_id = 0 and stage = 'connection'"), 2);
    assert_int_equal(COUNT(k, "identity where network = 'mastodon' and followers = 120 and "
                              "handle = 'ada@social.example'"),
                     1);
}

static void tables_of_programs_are_understood_by_their_columns(struct kit_db *k)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"Notes:\r\n\"When exporting, you may notice\"\r\n\r\nFirst Name,Last Name,URL,Email "
         "Address,Company,Position,Connected On\r\nAda,Li,https://www.linkedin.com/in/"
         "ada-li,a@l.example,Engines,Boss,15 Mar 2024\r\n",
         "identity where network = 'linkedin' and handle = 'ada-li'"},
        {"Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Group Membership\r\nAda,Go,"
         "* Work,a@g.example ::: b@g.example,* myContacts ::: Poets\r\n",
         "identity where native_id = 'b@g.example' and label = 'Work'"},
        {"Name,Emails / Primary Email,Emails / Additional Emails,Phones / Primary Phone "
         "Number\r\nAda,a@t.example,\"[\"\"b@t.example\"\"]\",+4930111111\r\n",
         "identity where native_id = 'b@t.example'"},
        {"Title,First Name,Last Name,Job Title,Company,Home Street,Home City,Business Fax\r\n"
         "Dr.,Ada,Out,Boss,Engines,Main 1,Town,+49 30 222222\r\n",
         "person where name = 'Dr. Ada Out'"},
        {"login,firstname,lastname,email,web\r\nz,Ada,Zam,a@z.example~~~b@z.example,\r\n",
         "identity where native_id = 'b@z.example'"},
        {"Record ID,First Name,Last Name,Email,Lifecycle Stage\r\n"
         "12,Ada,Hub,a@h.example,lead\r\n",
         "person where uid = 'hubspot:12' and name = 'Ada Hub'"},
        {"{\"network\":\"bluesky\",\"handle\":\"ada.example\",\"name\":\"Ada\"}\n",
         "identity where network = 'bluesky' and handle = 'ada.example'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sq_import_get_row run =
            kit_import(k, "people", k_str_z(cases[i].text), K_NONE, ME);
        char query[500];
        (void)snprintf(query, sizeof query, "select count(*) from %s", cases[i].want);
        assert_int_equal(run.refused, 0);
        if (kit_db_number(k, query) != 1)
            fail_msg("case %zu: %s", i, query);
    }
}

static void a_member_may_correct_what_a_column_means(struct kit_db *k)
{
    kit_import(k, "people", K_S("Wer,Wo\r\nAda Lovelace,ada@e.example\r\n"),
               K_S("{\"columns\":{\"Wer\":\"name\",\"Wo\":\"email\"},\"share\":true}"), ME);
    assert_int_equal(COUNT(k, "person where name = 'Ada Lovelace' and owner_id = 0"), 1);
    assert_int_equal(COUNT(k, "identity where native_id = 'ada@e.example' and owner_id = 0"),
                     1);
    struct kit_import i = {.kind = import_kind_find(K_S("people")),
                           .text = K_S("a,b\nc,d\n"),
                           .options = K_S("{\"columns\":{\"a\":\"moon\"}}"),
                           .member = ME};
    CHECK_OK(kit_import_new(k, &i));
    k_str canon;
    assert_int_equal(i.kind->canon(&k->cx, i.options, &canon), K_ERR_BAD_INPUT);
    assert_string_equal(k->cx.detail.field.p, "options.columns");
}

static void refused_rows_come_back_as_the_same_table(struct kit_db *k)
{
    static const char table[] = "first name;last name;note\r\n;;only a note\r\nAda;Li;x\r\n"
                                "a;\"b\r\na;b;c;d\r\n";
    struct k_buf b;
    struct sq_import_get_row run = kit_import(k, "people", k_str_z(table), K_NONE, ME);
    assert_int_equal(run.added, 1);
    assert_int_equal(run.refused, 3);
    k_buf_init(&b, NULL, 1 << 20);
    CHECK_OK(rejects_write(&k->cx, run.id, false, K_TONGUE_EN, &b));
    assert_string_equal(k_buf_view(&b).p,
                        "first name;last name;note;line;errors;row\r\n"
                        ";;only a note;2;\"There is no name and no address in this row.\";\r\n"
                        ";;;4;\"A quote in this row is not closed.\";\"a;\"\"b\"\r\n"
                        ";;;5;\"This row has 4 cells, the header has 3.\";\"a;b;c;d\"\r\n");
    /* Uploaded again after mending: its own columns mean nothing. */
    run = kit_import(k, "people", k_buf_view(&b), K_NONE, ME);
    assert_int_equal(COUNT(k, "datum where value like '%not closed%'"), 0);
    k_buf_free(&b);
}

static void groups_are_categories_of_their_members(struct kit_db *k)
{
    static const char text[] =
        "BEGIN:VCARD\nVERSION:3.0\nUID:u1\nFN:Ada\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nUID:g1\nFN:Poets\nX-ADDRESSBOOKSERVER-KIND:group\n"
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:u1\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:u9\n"
        "END:VCARD\n";
    struct sq_import_get_row run = kit_import(k, "people", k_str_z(text), K_NONE, ME);
    assert_int_equal(COUNT(k, "person"), 1);
    assert_int_equal(COUNT(k, "datum where kind = 'category' and value = 'Poets'"), 1);
    assert_int_equal(run.refused, 1); /* u9 is nobody */
}

/* --- nothing is lost: every value of real files is found again ---------------------------- */

static bool in_base(struct kit_db *k, k_str value)
{
    struct k_buf b;
    struct k_buf json;
    k_buf_init(&b, NULL, 8 << 20);
    k_buf_init(&json, NULL, 4 << 20);
    k_buf_json(&json, value);
    k_str forms[2] = {value, k_str_sub(k_buf_view(&json), 1, json.n - 2)};
    k_buf_str(
        &b, K_S("select count(*) from (select name as t from person union all select uid from "
                "person union all select handle from identity union all select coalesce(url, "
                "'') from identity union all select label from identity union all select "
                "value from datum union all select label from datum union all select "
                "coalesce(parts, '') from datum union all select title from person_role union "
                "all select network from identity union all select raw from import_reject) x "
                "where 0"));
    for (size_t f = 0; f < 2; f++) {
        k_buf_str(&b, K_S(" or instr(t, '"));
        for (size_t i = 0; i < forms[f].n; i++) {
            if (forms[f].p[i] == '\'')
                k_buf_chr(&b, '\'');
            k_buf_chr(&b, forms[f].p[i]);
        }
        k_buf_str(&b, K_S("') > 0"));
    }
    bool found = kit_db_number(k, b.p) > 0;
    k_buf_free(&b);
    k_buf_free(&json);
    return found;
}

static void must_find(struct kit_db *k, const char *file, const char *what, k_str value)
{
    if (value.n && !in_base(k, value))
        fail_msg("%s: %s \"%.*s\" is lost", file, what, (int)(value.n < 200 ? value.n : 200),
                 value.p);
}

/* Digits of a date or a number, for values that are kept in another form. */
static k_str reformed(struct k_arena *a, k_str name, k_str text)
{
    if (k_str_eqz(name, "BDAY") && text.n == 8)
        return k_fmt(a, "%.4s-%.2s-%.2s", text.p, text.p + 4, text.p + 6);
    if (k_str_istarts(text, K_S("tel:")))
        return k_str_from(text, 4);
    if (k_str_istarts(text, K_S("urn:uuid:")))
        return k_str_from(text, 9);
    return text;
}

static void find_property(struct kit_db *k, struct k_arena *a, const char *file,
                          const struct vcard_prop *p)
{
    static const char *const structured[] = {"N", "ADR", "ORG", NULL};
    static const char *const lists[] = {"CATEGORIES", "NICKNAME", NULL};
    const char *name = k_dupz(a, p->name);
    if (k_str_in(p->name, structured) || k_str_in(p->name, lists)) {
        struct vcard_list parts =
            vcard_split(a, p->value, k_str_in(p->name, lists) ? ',' : ';');
        for (size_t i = 0; i < parts.n; i++)
            must_find(k, file, name, k_str_trim(vcard_text(a, parts.v[i])));
        return;
    }
    k_str text = k_str_trim(vcard_text(a, p->value));
    if (k_str_eqz(p->name, "X-ABLABEL") && k_str_starts(text, K_S("_$!<")))
        text = k_str_sub(text, 4, text.n - 8);
    must_find(k, file, name, reformed(a, p->name, text));
}

static void cards_without_loss(struct kit_db *k, const char *path, k_str text)
{
    struct k_arena *a = k_arena_new(0);
    struct vcards r = vcards_open(charset_file(a, text));
    struct vcard c;
    size_t cards_in_file = 0;
    while (vcards_next(&r, a, &c)) {
        cards_in_file++;
        for (size_t i = 0; i < c.props.n; i++)
            find_property(k, a, path, &c.props.v[i]);
        for (size_t i = 0; i < c.problems.n; i++)
            must_find(k, path, "problem", c.problems.v[i].raw);
    }
    assert_int_equal(COUNT(k, "person where kind = 'person'"), cards_in_file);
    k_arena_free(a);
}

static void table_without_loss(struct kit_db *k, const char *path, k_str text)
{
    struct k_arena *a = k_arena_new(0);
    struct csv r = csv_open(text, 0);
    struct csv_row head, row;
    assert_true(csv_next(&r, a, &head));
    while (csv_next(&r, a, &row))
        for (size_t i = 0; i < row.n; i++)
            if (i > 0 || !k_str_ieq(head.cells[0], K_S("Action")))
                must_find(k, path, "cell", k_str_trim(row.cells[i]));
    k_arena_free(a);
}

static void one_file(const char *path, size_t *files)
{
    struct kit_db fresh;
    struct os_map map;
    if (os_file_map(path, &map) != K_OK)
        return;
    kit_db_open(&fresh, DB_SQLITE);
    k_str text = os_map_text(&map);
    kit_import(&fresh, "people", text, K_NONE, ME);
    if (k_str_ends(k_str_z(path), K_S(".vcf")))
        cards_without_loss(&fresh, path, text);
    else
        table_without_loss(&fresh, path, text);
    int64_t data = COUNT(&fresh, "datum");
    assert_int_equal(kit_import(&fresh, "people", text, K_NONE, ME).added, 0);
    assert_int_equal(COUNT(&fresh, "datum"), data);
    ++*files;
    os_file_unmap(&map);
    kit_db_close(&fresh);
}

static void every_value_of_real_files_is_found_again(struct kit_db *k)
{
    static const char *const folders[] = {"vcards/ez-vcard", "vcards/nextcloud",
                                          "contacts-csv"};
    const char *shared = getenv("KITH_SHARED");
    size_t files = 0;
    for (size_t i = 0; i < 3; i++) {
        char path[2048], folder[1024];
        (void)snprintf(folder, sizeof folder, "%s/data/rolodex/%s",
                       shared ? shared : "../shared", folders[i]);
        DIR *d = opendir(folder);
        for (struct dirent *e; d && (e = readdir(d));) {
            k_str name = k_str_z(e->d_name);
            if (!k_str_ends(name, K_S(".vcf")) && !k_str_ends(name, K_S(".csv")))
                continue;
            (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
            one_file(path, &files);
        }
        if (d)
            closedir(d);
    }
    print_message("# %zu files\n", files);
    if (files == 0) {
        print_message("# skip: no address books beside the project; KITH_SHARED says where\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(cards_become_people_with_all_they_say),
        KIT_BOTH(a_second_run_adds_nothing),
        KIT_BOTH(a_table_adds_to_whom_a_card_named),
        KIT_BOTH(an_address_under_another_name_is_another_person_and_a_question),
        KIT_BOTH(what_is_somebody_elses_own_is_not_seen),
        KIT_BOTH(followers_are_shared_and_stay_connections),
        KIT_BOTH(tables_of_programs_are_understood_by_their_columns),
        KIT_BOTH(a_member_may_correct_what_a_column_means),
        KIT_BOTH(refused_rows_come_back_as_the_same_table),
        KIT_BOTH(groups_are_categories_of_their_members),
        KIT_SQLITE(every_value_of_real_files_is_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
