/* People by any of their words: found a moment after they came, the nearest first, each once,
 * and nobody of another member's address book. */
#include "domain/lookup.h"
#include "domain/merge.h"
#include "domain/people.h"
#include "kit/flow.h"
#include <stdio.h>

static k_id make(struct kit_db *k, const char *name, const char *kind, bool mine)
{
    k_id id;
    assert_int_equal(
        people_create(
            &k->cx,
            &(struct people_new){.kind = k_str_z(kind), .name = k_str_z(name), .mine = mine},
            &id),
        K_OK);
    return id;
}

static k_err make_all(struct k_ctx *cx, void *arg)
{
    struct kit_db *k = arg;
    k_id id;
    static const struct {
        const char *network, *address;
    } of_ada[] = {{"email", "ada.lovelace@engine.example"},
                  {"phone", "+49 30 1234567"},
                  {"mastodon", "@countess@engine.social"}};
    k_id ada = make(k, "Ada Lovelace", "person", false);
    for (size_t i = 0; i < 3; i++)
        K_TRY(people_add_address(
            cx, ada,
            &(struct people_address){k_str_z(of_ada[i].network), k_str_z(of_ada[i].address)}));
    K_TRY(people_add_role(
        cx, ada, &(struct people_role){.organization_name = K_S("Difference Engine Works")},
        &id));
    K_TRY(people_add_datum(
        cx, ada, &(struct people_datum){.kind = K_S("spelling"), .value = K_S("Augusta King")},
        &id));
    make(k, "J\xc3\xb6rg M\xc3\xbcller", "person", false);
    make(k, "Adam Smith", "person", false);
    make(k,
         "Maria del Carmen Garc\xc3\xad"
         "a",
         "person", false);
    return K_OK;
}

static void open_people(struct kit_db *k)
{
    flow_as(k, flow_member(k, "mara"));
    flow_ok(k, flow_write(k, make_all, k));
    flow_lookup(k);
}

/* Names found, parted by "|". */
static const char *found(struct kit_db *k, const char *q)
{
    struct lookup_hits hits;
    struct k_buf b;
    k_buf_init(&b, k->cx.arena, 65536);
    flow_ok(k, lookup_find(&k->cx, &(struct lookup_ask){.q = k_str_z(q), .limit = 20}, &hits));
    for (size_t i = 0; i < hits.n; i++)
        k_buf_fmt(&b, "%s%.*s", i ? "|" : "", K_ARG(hits.v[i].name));
    return k_dupz(k->cx.arena, k_buf_view(&b));
}

static void people_are_found_by_whatever_one_remembers(struct kit_db *k)
{
    static const struct {
        const char *q, *want;
    } cases[] = {
        {"ada", "Ada Lovelace|Adam Smith"},
        {"love", "Ada Lovelace"},
        {"lovelace ada", "Ada Lovelace"},
        {"ada love", "Ada Lovelace"},
        {"love a", "Ada Lovelace"},
        {"king", "Ada Lovelace"},
        {"ADA.LOVELACE@engine", "Ada Lovelace"},
        {"@countess", "Ada Lovelace"},
        {"countess@engine.social", "Ada Lovelace"},
        {"030 1234567", "Ada Lovelace"},
        {"+49 (0)30 12345", "Ada Lovelace"},
        {"34567", "Ada Lovelace"},
        {"difference", "Difference Engine Works|Ada Lovelace"},
        {"works love", "Ada Lovelace"},
        {"muller", "J\xc3\xb6rg M\xc3\xbcller"},
        {"Mueller", "J\xc3\xb6rg M\xc3\xbcller"},
        {"m\xc3\xbcller j\xc3\xb6", "J\xc3\xb6rg M\xc3\xbcller"},
        {"garcia mar", "Maria del Carmen Garc\xc3\xad"
                       "a"},
        {"maria garcia", "Maria del Carmen Garc\xc3\xad"
                         "a"},
        {"garcia carmen maria", "Maria del Carmen Garc\xc3\xad"
                                "a"},
        {"smith love", ""},
        {"dam", ""},
        {"", ""},
        {"%", ""},
    };
    open_people(k);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = found(k, cases[i].q);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: got \"%s\", want \"%s\"", cases[i].q, got, cases[i].want);
    }
}

static void the_nearest_stand_first(struct kit_db *k)
{
    flow_as(k, flow_member(k, "mara"));
    kit_db_run(k, "insert into person (id, name, stage, created_at) values "
                  "(1, 'Kim One', 'connection', 1), (2, 'Kim Two', 'contact', 1), "
                  "(3, 'Kim Three', 'dialogue', 1), (4, 'Zoe Kim', 'loyal', 1), "
                  "(5, 'Jo', 'advocate', 1);"
                  "insert into identity (id, person_id, network, native_id, handle, "
                  "updated_at, created_at) values (1, 5, 'fake', 'x', 'kim99', 1, 1);"
                  "insert into lookup_dirty (person_id) select id from person where id < 6");
    flow_lookup(k);
    assert_string_equal(found(k, "kim"), "Zoe Kim|Kim Three|Kim Two|Kim One|Jo");
    assert_string_equal(found(k, "kim o"), "Kim One");
}

static void stage_role_and_kind_are_asked_with_it(struct kit_db *k)
{
    struct lookup_hits hits;
    flow_as(k, flow_member(k, "mara"));
    kit_db_run(k, "insert into person (id, kind, name, role, stage, created_at) values "
                  "(1, 'person', 'Kim', 'customer', 'contact', 1), "
                  "(2, 'organization', 'Kim Ltd', '', 'connection', 1);"
                  "insert into lookup_dirty (person_id) values (1), (2)");
    flow_lookup(k);
    struct lookup_ask ask = {.q = K_S("kim"), .limit = 10, .kind = K_S("organization")};
    flow_ok(k, lookup_find(&k->cx, &ask, &hits));
    assert_true(hits.n == 1 && hits.v[0].id == 2);
    ask = (struct lookup_ask){.q = K_S("kim"), .limit = 10, .role = K_S("customer")};
    flow_ok(k, lookup_find(&k->cx, &ask, &hits));
    assert_true(hits.n == 1 && hits.v[0].id == 1);
    ask = (struct lookup_ask){.q = K_S("kim"), .limit = 10, .stage = K_S("loyal")};
    flow_ok(k, lookup_find(&k->cx, &ask, &hits));
    assert_int_equal(hits.n, 0);
}

static k_id ours, private_one;

static k_err make_private(struct k_ctx *cx, void *arg)
{
    k_id id;
    ours = make(arg, "Open Person", "person", false);
    private_one = make(arg, "Hidden Person", "person", true);
    K_TRY(people_add_address(
        cx, private_one, &(struct people_address){K_S("email"), K_S("hidden@quiet.example")}));
    return people_add_datum(cx, ours,
                            &(struct people_datum){.kind = K_S("nickname"),
                                                   .value = K_S("Secretname"),
                                                   .mine = true},
                            &id);
}

static k_err share(struct k_ctx *cx, void *arg)
{
    return people_share(cx, private_one, false);
}

static void an_own_address_book_is_found_by_its_member_alone(struct kit_db *k)
{
    k_id mara = flow_member(k, "mara"), tom = flow_member(k, "tom");
    flow_as(k, mara);
    flow_ok(k, flow_write(k, make_private, k));
    flow_lookup(k);
    assert_string_equal(found(k, "person"), "Open Person|Hidden Person");
    assert_string_equal(found(k, "quiet"), "Hidden Person");
    assert_string_equal(found(k, "secret"), "Open Person");
    flow_as(k, tom);
    assert_string_equal(found(k, "person"), "Open Person");
    assert_string_equal(found(k, "hidden"), "");
    assert_string_equal(found(k, "quiet"), "");
    assert_string_equal(found(k, "secret"), "");
    assert_string_equal(found(k, "open secret"), "");
    flow_as(k, 0);
    assert_string_equal(found(k, "person"), "Open Person");
    flow_as(k, mara);
    flow_ok(k, flow_write(k, share, NULL));
    flow_lookup(k);
    flow_as(k, tom);
    assert_string_equal(found(k, "hidden"), "Hidden Person");
}

static void pages_give_each_person_once(struct kit_db *k)
{
    char seen[300] = {0};
    int64_t from = 0;
    size_t n = 0;
    flow_as(k, flow_member(k, "mara"));
    for (int i = 1; i < 300; i++)
        kit_db_run(k, k_fmt(k->cx.arena,
                            "insert into person (id, name, stage, created_at) values (%d, "
                            "'Sam Sample%03d Samuel', '%s', 1); insert into lookup_dirty "
                            "(person_id) values (%d)",
                            i, i, i % 3 ? "contact" : "dialogue", i)
                          .p);
    flow_lookup(k);
    do {
        struct lookup_hits hits;
        struct lookup_ask ask = {.q = K_S("sam"), .from = from, .limit = 17};
        flow_ok(k, lookup_find(&k->cx, &ask, &hits));
        for (size_t i = 0; i < hits.n; i++) {
            assert_int_equal(seen[hits.v[i].id]++, 0);
            n++;
        }
        from = hits.next;
        kit_db_reset(k);
    } while (from);
    assert_int_equal(n, 299);
}

static k_id kept, gone, merge_id;

static k_err do_merge(struct k_ctx *cx, void *arg)
{
    struct merge_ask ask = {.kept = kept, .gone = gone};
    return merge_people(cx, &ask, &merge_id);
}

static k_err rename_works(struct k_ctx *cx, void *arg)
{
    return people_change(cx, &(struct people_change){.id = *(k_id *)arg,
                                                     .has_name = true,
                                                     .name = K_S("Analytical Works")});
}

static k_err drop(struct k_ctx *cx, void *arg)
{
    return people_remove(cx, *(k_id *)arg, true);
}

static void what_changes_is_found_anew(struct kit_db *k)
{
    open_people(k);
    k_id works = kit_db_number(k, "select id from person where kind = 'organization'");
    flow_ok(k, flow_write(k, rename_works, &works));
    flow_lookup(k);
    assert_string_equal(found(k, "analytical"), "Analytical Works|Ada Lovelace");
    assert_string_equal(found(k, "difference"), "");
    kept = kit_db_number(k, "select id from person where name = 'Ada Lovelace'");
    gone = kit_db_number(k, "select id from person where name = 'Adam Smith'");
    flow_ok(k, flow_write(k, do_merge, NULL));
    flow_lookup(k);
    assert_string_equal(found(k, "adam"), "Ada Lovelace"); /* another spelling of hers now */
    flow_ok(k, flow_write(k, drop, &kept));
    flow_lookup(k);
    assert_string_equal(found(k, "ada"), "");
    assert_number(k,
                  "select count(*) from person_word w where not exists (select 1 from person "
                  "p where p.id = w.person_id)",
                  0);
}

static void a_mark_without_news_writes_nothing(struct kit_db *k)
{
    open_people(k);
    kit_db_run(k, "update person_word set place = place; "
                  "insert into lookup_dirty (person_id) select id from person");
    int64_t words = kit_db_number(k, "select count(*) from person_word"), n;
    flow_ok(k, db_write(&k->cx, lookup_index_some, &n));
    assert_int_equal(n, kit_db_number(k, "select count(*) from person"));
    assert_int_equal(kit_db_number(k, "select count(*) from person_word"), words);
    flow_ok(k, db_write(&k->cx, lookup_index_some, &n));
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(people_are_found_by_whatever_one_remembers),
        KIT_BOTH(the_nearest_stand_first),
        KIT_BOTH(stage_role_and_kind_are_asked_with_it),
        KIT_BOTH(an_own_address_book_is_found_by_its_member_alone),
        KIT_BOTH(pages_give_each_person_once),
        KIT_BOTH(what_changes_is_found_anew),
        KIT_BOTH(a_mark_without_news_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
