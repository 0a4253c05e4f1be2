/* Import of posts: every row is taken, known already, or refused with its line and reason; a
 * second run doubles nothing. */
#include "import/kinds.h"
#include "import/posts.h"
#include "kit/db.h"
#include "os/map.h"
#include "store/sql.gen.h"
#include <stdlib.h>

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

static const char csv[] =
    "tweet_id,author_id,created_at,text,in_response_to_tweet_id,to\r\n"
    "1,ann,2017-10-31 22:10:47+00:00,\"Where is my order, @acme?\",,acme\r\n"
    "2,acme,2017-10-31T22:14:00Z,\"On its way, Ann.\",1,\r\n"
    "3,bob,someday,Hello @acme,,acme\r\n"
    "4,cem,1509490000,,,acme\r\n"
    "5,dee,1509490000,\"never closed,,acme\r\n"
    "6,eve,1509490100,Hello again @acme,,acme\r\n";

static const char jsonl[] =
    "{\"id\":\"p2\",\"network\":\"micro\",\"author\":{\"handle\":\"acme\",\"name\":\"Acme\"},"
    "\"text\":\"Thank you, "
    "Ann.\",\"created_at\":\"2024-02-01T10:05:00+01:00\",\"in_reply_to\":\"p1\"}\n"
    "{\"id\":\"p1\",\"network\":\"micro\",\"author\":{\"handle\":\"ann\"},\"text\":\"I "
    "recommend @acme to "
    "everybody\",\"created_at\":\"2024-02-01T10:00:00+01:00\",\"to\":\"acme\"}\n"
    "not json\n"
    "{\"id\":\"p3\",\"author\":{\"handle\":\"ann\"},\"text\":\"tomorrow\",\"created_at\":"
    "\"2199-01-01T00:00:00Z\"}\n";

struct begin {
    k_str text, options;
    k_id run;
    bool dry;
};
static k_err do_new(struct k_ctx *cx, void *arg)
{
    struct begin *b = arg;
    struct import_guess guess = {0};
    K_TRY(import_kind_posts.guess(cx, b->text, &guess));
    return import_new(cx, &import_kind_posts, K_S("posts.csv"), &guess, &b->run);
}
static k_err do_begin(struct k_ctx *cx, void *arg)
{
    struct begin *b = arg;
    return import_begin(cx, b->run, b->options, b->dry);
}

static struct sq_import_get_row pass(struct kit_db *k, struct begin *b, bool dry, size_t rows)
{
    struct sq_import_get_row run;
    bool found, more = true;
    b->dry = dry;
    CHECK_OK(db_write(&k->cx, do_begin, b));
    while (more)
        CHECK_OK(import_some(&k->cx, b->run, b->text, rows, &more));
    CHECK_OK(sq_import_get(&k->cx, b->run, &run, &found));
    assert_true(found);
    return run;
}

static void rows_are_taken_or_refused_with_their_line(struct kit_db *k)
{
    struct begin b = {.text = k_str_z(csv), .options = K_NONE};
    CHECK_OK(db_write(&k->cx, do_new, &b));
    struct sq_import_get_row run = pass(k, &b, true, 2);
    assert_string_equal(run.state.p, "checked");
    assert_int_equal(run.added, 3);
    assert_int_equal(run.refused, 3);
    assert_int_equal(kit_db_number(k, "select count(*) from post"), 0);
    assert_int_equal(
        kit_db_number(k, "select count(*) from import_reject where line in (4, 5, 6)"), 3);

    run = pass(k, &b, false, 2);
    assert_string_equal(run.state.p, "done");
    assert_int_equal(run.added, 3);
    assert_int_equal(run.total, 6);
    assert_int_equal(kit_db_number(k, "select count(*) from post where direction = 'out'"),
                     1); /* acme was recognised */
    assert_int_equal(
        kit_db_number(k, "select count(*) from post p join post q on p.parent_id = q.id"), 1);
    assert_int_equal(
        kit_db_number(k, "select count(*) from conversation where waiting_since > 0"),
        1); /* eve */

    run = pass(k, &b, false, 500); /* again: nothing is doubled */
    assert_int_equal(run.added, 0);
    assert_int_equal(run.matched, 3);
    assert_int_equal(kit_db_number(k, "select count(*) from post"), 3);
}

static void an_answer_before_its_parent_finds_it(struct kit_db *k)
{
    struct begin b = {.text = k_str_z(jsonl), .options = K_NONE};
    CHECK_OK(db_write(&k->cx, do_new, &b));
    struct sq_import_get_row run = pass(k, &b, false, 1);
    assert_int_equal(run.added, 2);
    assert_int_equal(run.refused, 2);
    assert_int_equal(kit_db_number(k, "select count(*) from conversation"), 1);
    assert_int_equal(
        kit_db_number(k, "select count(*) from post where network = 'micro' and parent_id > 0"),
        1);
    assert_int_equal(
        kit_db_number(
            k, "select count(*) from channel where status = 'archive' and network = 'micro'"),
        1);
    k_time newest;
    assert_true(k_time_parse(K_S("2024-02-01T09:05:00Z"), &newest));
    assert_int_equal(
        kit_db_number(k, "select last_item_at from channel where status = 'archive'"), newest);
}

static void what_is_no_table_of_posts_is_refused(struct kit_db *k)
{
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {{"", 0}, {"\x89PNG\0\0", 6}, {"one column\nx\n", 13}, {"{}\n", 3}};
    for (size_t i = 0; i < 4; i++) {
        struct begin b = {.text = k_str_n(cases[i].text, cases[i].n)};
        k->cx.detail = (struct k_detail){0};
        assert_int_equal(db_write(&k->cx, do_new, &b), K_ERR_BAD_INPUT);
        assert_true(k->cx.detail.text.n > 0);
    }
    struct begin b = {.text = k_str_z(csv), .options = K_S("{\"network\":\"x y\"}")};
    k->cx.detail = (struct k_detail){0};
    CHECK_OK(db_write(&k->cx, do_new, &b));
    assert_int_equal(db_write(&k->cx, do_begin, &b), K_ERR_BAD_INPUT);
    assert_string_equal(k->cx.detail.field.p, "options.network");
}

/* The real posts beside the project, when they are there. */
static void real_history_imports_without_a_refusal(struct kit_db *k)
{
    static const char *const files[] = {"airline", "twcs"};
    const char *shared = getenv("KITH_SHARED");
    for (size_t i = 0; i < 2; i++) {
        struct os_map map;
        struct k_arena *a = k_arena_new(0);
        const char *path = k_dupz(a, k_fmt(a, "%s/data/posts/%s/posts.jsonl",
                                           shared ? shared : "../shared", files[i]));
        k_err err = os_file_map(path, &map);
        k_arena_free(a);
        if (err != K_OK) {
            print_message(
                "# skip: no posts of %s beside the project; KITH_SHARED says where they are\n",
                files[i]);
            skip();
        }
        struct begin b = {.text = os_map_text(&map)};
        CHECK_OK(db_write(&k->cx, do_new, &b));
        struct sq_import_get_row run = pass(k, &b, false, 100000);
        assert_int_equal(run.refused, 0);
        assert_int_equal(run.added + run.matched, run.total);
        assert_true(run.added > 9000);
        os_file_unmap(&map);
        kit_db_reset(k);
    }
    assert_true(kit_db_number(k, "select count(*) from post where direction = 'out'") >= 8);
    assert_true(
        kit_db_number(
            k, "select count(*) from conversation where waiting_since > 0 and answered = 0") >
        1000);
}

/* What a file is, by its first bytes: nobody is asked, so a wrong guess would make contacts of
 * posts. */
static void a_file_is_taken_for_what_it_is(void **state)
{
    static const struct {
        const char *kind, *text;
    } rows[] = {
        {"posts", csv},
        {"posts", jsonl},
        /* Texts with commas and the names of members would look like the header of a table. */
        {"posts", "{\"id\": \"1\", \"network\": \"micro\", \"author\": {\"handle\": \"ann\", "
                  "\"name\": \"Ann\"}, \"text\": \"name, phone, email, company, tel\", "
                  "\"created_at\": \"2024-02-01T10:00:00Z\", \"to\": \"acme\"}\n"
                  "{\"id\": \"2\", \"text\": \"x\", \"to\": \"acme\"}\n"},
        {"posts", "id,name,tweet_text,date\r\n1,ann,Hello,2024-02-01\r\n"},
        {"people", "{\"name\":\"Ann Lee\",\"email\":\"ann@mill.example\"}\n"},
        {"people", "First Name,Last Name,Phone\r\nAnn,Lee,+4930123\r\n"},
        {"people", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nEND:VCARD\r\n"},
        {"mail", "From ann@mill.example Thu Feb  1 10:00:00 2024\nFrom: ann@mill.example\n"
                 "Subject: x\n\nHello\n"},
        {"calendar", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"},
    };
    (void)state;
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(import_kind_of(a, k_str_z(rows[i].text))->name, rows[i].kind);
    k_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_taken_for_what_it_is),
        KIT_BOTH(rows_are_taken_or_refused_with_their_line),
        KIT_BOTH(an_answer_before_its_parent_finds_it),
        KIT_BOTH(what_is_no_table_of_posts_is_refused),
        KIT_SQLITE(real_history_imports_without_a_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
