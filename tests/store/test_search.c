/* Search: what people type is never a syntax error, words are found without case and accents,
 * the index follows edits and deletions, pages go on where the last one ended. */
#include "base/buf.h"
#include "db/driver.h"
#include "kit/db.h"
#include "store/search.h"
#include "store/sql.gen.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

/* ---- the query alone ---- */

static void what_is_typed_becomes_words_phrases_and_refusals(void **unused)
{
    (void)unused;
    static const struct {
        const char *typed, *fts5, *tsquery;
    } rows[] = {
        {"late refund", "(\"late\") AND (\"refund\")", "('late') & ('refund')"},
        {"  \"never  arrived\" ", "(\"never arrived\")", "('never' <-> 'arrived')"},
        {"-coupon late", "(\"late\") NOT (\"coupon\")", "('late') & !('coupon')"},
        {"refund*", "(\"refund\"*)", "('refund':*)"},
        {"\"my ref\"*", "(\"my ref\"*)", "('my' <-> 'ref':*)"},
        {"-\"buy now\" x", "(\"x\") NOT (\"buy now\")", "('x') & !('buy' <-> 'now')"},
        {"e-mail", "(\"e mail\")", "('e' <-> 'mail')"},
        {"Größe", "(\"Größe\")", "('Größe')"},
        {"a\"b", "(\"a\") AND (\"b\")", "('a') & ('b')"},
        {"\"open end", "(\"open end\")", "('open' <-> 'end')"},
        {"AND OR NOT", "(\"AND\") AND (\"OR\") AND (\"NOT\")", "('AND') & ('OR') & ('NOT')"},
        {"x) OR 1=1 --", "(\"x\") AND (\"OR\") AND (\"1 1\")",
         "('x') & ('OR') & ('1' <-> '1')"},
        {"text:secret ^a +b", "(\"text secret\") AND (\"a\") AND (\"b\")",
         "('text' <-> 'secret') & ('a') & ('b')"},
        {"it's 'q'", "(\"it s\") AND (\"q\")", "('it' <-> 's') & ('q')"},
        {"a - b", "(\"a\") AND (\"b\")", "('a') & ('b')"},
        {"-only", NULL, NULL},
        {"", NULL, NULL},
        {"!!! \"\" * - -", NULL, NULL},
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct search_query q;
        search_query_parse(a, k_str_z(rows[i].typed), &q);
        k_str fts = search_query_fts5(a, &q), ts = search_query_tsquery(a, &q);
        if (!k_str_eqz(fts, rows[i].fts5) || !k_str_eqz(ts, rows[i].tsquery))
            fail_msg("%s became %.*s and %.*s", rows[i].typed, K_ARG(fts), K_ARG(ts));
    }
    k_arena_free(a);
}

static void an_excerpt_is_around_the_first_match_and_marks_it(void **unused)
{
    (void)unused;
    static const struct {
        const char *q, *text, *excerpt;
        int64_t marks[4]; /* start, end, start, end; 0 0 = none */
    } rows[] = {
        {"größe", "Die GRÖSSE  stimmt\nnicht", "Die GRÖSSE stimmt nicht", {4, 10}},
        {"late", "😀 late, Late!", "😀 late, Late!", {3, 7, 9, 13}},
        {"\"never arrived\"",
         "never came. Never arrived.",
         "never came. Never arrived.",
         {12, 25}},
        {"ref*", "a refund", "a refund", {2, 8}},
        {"word",
         "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii word jjjj kkkk llll mmmm nnnn",
         "…iiii word jjjj kkkk llll mmmm…",
         {6, 10}},
        {"none", "nothing here", "nothing here", {0, 0}},
        {"-late x", "late x", "late x", {5, 6}},
        {"x", "", "", {0, 0}},
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct search_query q;
        struct search_excerpt e;
        search_query_parse(a, k_str_z(rows[i].q), &q);
        search_query_excerpt(a, &q, k_str_z(rows[i].text), 30, &e);
        if (!k_str_eqz(e.text, rows[i].excerpt))
            fail_msg("%s: %.*s", rows[i].q, K_ARG(e.text));
        size_t want = (size_t)(rows[i].marks[1] > 0) + (rows[i].marks[3] > 0);
        assert_int_equal(e.n, want);
        for (size_t m = 0; m < e.n; m++) {
            assert_int_equal(e.marks[m].start, rows[i].marks[m * 2]);
            assert_int_equal(e.marks[m].end, rows[i].marks[m * 2 + 1]);
        }
    }
    k_arena_free(a);
}

/* ---- on a database ---- */

static void write_begin(struct kit_db *k)
{
    CHECK_OK(db_begin(&k->cx, true));
}

static void write_end(struct kit_db *k)
{
    CHECK_OK(db_commit(&k->cx));
}

static void world(struct kit_db *k)
{
    kit_db_run(k, "insert into channel (id, network, name, created_at) values (1, 'n', 'c', 0);"
                  "insert into channel (id, network, name, created_at) values (2, 'n', 'd', 0);"
                  "insert into conversation (id, channel_id, network, native_root, created_at, "
                  "updated_at) values (1, 1, 'n', 'r', 0, 0);"
                  "insert into conversation (id, channel_id, network, native_root, created_at, "
                  "updated_at) values (2, 2, 'n', 'r', 0, 0)");
}

enum { ADD, EDIT, DELETE };
static const struct db_stmt stmts[] = {
    [ADD] = {.name = "add",
             .sqlite = "insert into post (id, conversation_id, channel_id, network, native_id, "
                       "direction, person_id, text, posted_at, received_at) values "
                       "(?1, ?2, ?2, 'n', 'p' || ?1, 'in', ?3, ?4, ?5, ?5)",
             .postgres =
                 "insert into post (id, conversation_id, channel_id, network, native_id, "
                 "direction, person_id, text, posted_at, received_at) values "
                 "($1, $2, $2, 'n', 'p' || $1, 'in', $3, $4, $5, $5)",
             .types = "iiisi",
             .index = 900,
             .n_params = 5,
             .write = true},
    [EDIT] = {.name = "edit",
              .sqlite = "update post set text = ?2 where id = ?1",
              .postgres = "update post set text = $2 where id = $1",
              .types = "is",
              .index = 901,
              .n_params = 2,
              .write = true},
    [DELETE] = {.name = "delete",
                .sqlite = "update post set deleted_at = 5 where id = ?1",
                .postgres = "update post set deleted_at = 5 where id = $1",
                .types = "i",
                .index = 902,
                .n_params = 1,
                .write = true},
};

static void add(struct kit_db *k, int64_t id, int64_t channel, int64_t person, k_time at,
                const char *text)
{
    struct db_val v[] = {db_int(id), db_int(channel), db_int(person), db_text(k_str_z(text)),
                         db_int(at)};
    CHECK_OK(db_exec(&k->cx, &stmts[ADD], v, NULL));
    CHECK_OK(sq_post_dirty(&k->cx, id, K_NONE, NULL));
}

static void index_all(struct kit_db *k)
{
    int64_t n = 1;
    while (n)
        CHECK_OK(search_index_some(&k->cx, 7, &n));
    CHECK_OK(search_waiting(&k->cx, &n));
    assert_int_equal(n, 0);
}

static struct search_hits find(struct kit_db *k, struct search_ask ask)
{
    struct search_hits hits;
    CHECK_OK(search_find(&k->cx, &ask, &hits));
    return hits;
}

/* The ids found, newest first, as text. */
static const char *found(struct kit_db *k, const char *q)
{
    struct search_hits hits = find(k, (struct search_ask){.q = k_str_z(q)});
    struct k_buf b;
    k_buf_init(&b, k->cx.arena, 1000);
    k_buf_str(&b, K_S(""));
    for (size_t i = 0; i < hits.n; i++)
        k_buf_fmt(&b, "%s%lld", i ? " " : "", (long long)hits.v[i].id);
    return hits.n ? b.p : "";
}

static void a_few_posts(struct kit_db *k)
{
    static const char *const texts[] = {
        "My order never arrived",      "The coupon arrived late",
        "Größe passt nicht, schade",   "REFUND please: refunds take too long",
        "see example.com/shop/late?x", "Café au lait, a résumé and naïve words",
        "it's late, isn't it",         "e-mail: max.muster@example.org, order #4711",
    };
    world(k);
    write_begin(k);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        add(k, 11 + (int64_t)i, 1 + (int64_t)i % 2, 100 + (int64_t)i, KIT_T0 - K_HOUR,
            texts[i]);
    write_end(k);
}

static void words_are_found_as_people_write_them(struct kit_db *k)
{
    static const struct {
        const char *q, *ids;
    } rows[] = {
        {"late", "17 15 12"},
        {"LATE", "17 15 12"},
        {"arrived", "12 11"},
        {"late arrived", "12"},
        {"late -coupon", "17 15"},
        {"\"never arrived\"", "11"},
        {"\"arrived never\"", ""},
        {"refund", "14"},
        {"refunds", "14"},
        {"ref*", "14"},
        {"groß*", "13"},
        {"größe", "13"},
        {"GRÖßE", "13"},
        {"grosse", ""},
        {"große", "13"},
        {"cafe", "16"},
        {"café", "16"},
        {"RESUME", "16"},
        {"example", "18 15"},
        {"example.com", "15"},
        {"shop", "15"},
        {"it's", "17"},
        {"4711", "18"},
        {"#4711", "18"},
        {"max.muster@example.org", "18"},
        {"e-mail", "18"},
        {"nowhere", ""},
        {"'; drop table post; --", ""},
        {"late OR coupon", ""},
        {"NEAR(late)", ""},
        {"\"late", "17 15 12"},
        {"-late -arrived order", "18"},
    };
    a_few_posts(k);
    assert_string_equal(found(k, "late"), ""); /* not yet indexed */
    index_all(k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(found(k, rows[i].q), rows[i].ids) != 0)
            fail_msg("%s found %s, not %s", rows[i].q, found(k, rows[i].q), rows[i].ids);
}

static void a_search_without_a_word_says_what_is_missing(struct kit_db *k)
{
    struct search_hits hits;
    static const char *const rows[] = {"", "  ", "-late", "?!", "\"\""};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kit_db_reset(k);
        struct search_ask ask = {.q = k_str_z(rows[i])};
        assert_int_equal(search_find(&k->cx, &ask, &hits), K_ERR_BAD_INPUT);
        assert_true(k_str_eqz(k->cx.detail.field, "q"));
    }
}

static void anything_typed_is_answered(struct kit_db *k)
{
    a_few_posts(k);
    index_all(k);
    for (int run = 0; run < 300; run++) {
        static const char signs[] = "late \"'-*()&|!:<>\\^{}+~#,.;%_$?@[]=/AND OR NOT\t\n";
        char typed[40];
        size_t n = k_rand_below(k->cx.rand, sizeof typed);
        struct search_hits hits;
        for (size_t i = 0; i < n; i++)
            typed[i] = run % 3 ? signs[k_rand_below(k->cx.rand, sizeof signs - 1)]
                               : (char)k_rand_below(k->cx.rand, 256);
        struct search_ask ask = {.q = k_str_n(typed, n)};
        k_err err = search_find(&k->cx, &ask, &hits);
        if (err != K_OK && err != K_ERR_BAD_INPUT)
            fail_msg("error %d for \"%.*s\"", (int)err, (int)n, typed);
        kit_db_reset(k);
    }
}

/* ---- following changes ---- */

static void edit(struct kit_db *k, int64_t id, const char *text)
{
    write_begin(k);
    CHECK_OK(sq_post_dirty_edit(&k->cx, id, NULL));
    CHECK_OK(db_exec(&k->cx, &stmts[EDIT],
                     (struct db_val[]){db_int(id), db_text(k_str_z(text))}, NULL));
    write_end(k);
}

static void the_index_follows_edits_and_deletions(struct kit_db *k)
{
    a_few_posts(k);
    index_all(k);
    edit(k, 12, "The parcel came");
    edit(k, 12, "The parcel came early"); /* twice before the indexer comes by */
    index_all(k);
    assert_string_equal(found(k, "coupon"), "");
    assert_string_equal(found(k, "late"), "17 15");
    assert_string_equal(found(k, "parcel early"), "12");
    write_begin(k);
    add(k, 50, 1, 100, KIT_T0, "first words");
    write_end(k);
    edit(k, 50, "second words"); /* edited before it was ever indexed */
    index_all(k);
    assert_string_equal(found(k, "first"), "");
    assert_string_equal(found(k, "second"), "50");
    write_begin(k);
    CHECK_OK(sq_post_dirty_edit(&k->cx, 17, NULL));
    CHECK_OK(db_exec(&k->cx, &stmts[DELETE], (struct db_val[]){db_int(17)}, NULL));
    write_end(k);
    assert_string_equal(found(k, "late"), "15"); /* at once, before the index knows */
    index_all(k);
    assert_string_equal(found(k, "late"), "15");
    write_begin(k); /* and comes back */
    kit_db_run(k, "update post set deleted_at = 0 where id = 17");
    CHECK_OK(sq_post_dirty(&k->cx, 17, K_NONE, NULL));
    write_end(k);
    index_all(k);
    assert_string_equal(found(k, "late"), "17 15");
    CHECK_OK(search_tidy(&k->cx));
    if (db_kind_of(k->cx.db) == DB_SQLITE)
        kit_db_run(k, "insert into post_fts (post_fts, rank) values ('integrity-check', 1)");
    else
        assert_int_equal(kit_db_number(k, "select count(*) from post_search"), 9);
}

static void a_post_that_is_gone_leaves_the_index(struct kit_db *k)
{
    a_few_posts(k);
    index_all(k);
    write_begin(k);
    CHECK_OK(sq_post_dirty_edit(&k->cx, 11, NULL));
    kit_db_run(k, "delete from post where id = 11");
    write_end(k);
    index_all(k);
    assert_string_equal(found(k, "arrived"), "12");
    write_begin(k);
    add(k, 11, 1, 100, KIT_T0, "arrived anew");
    write_end(k);
    index_all(k);
    assert_string_equal(found(k, "arrived"), "12 11");
}

/* ---- pages and filters ---- */

static void pages_go_on_where_the_last_one_ended(struct kit_db *k)
{
    world(k);
    write_begin(k);
    for (int64_t i = 1; i <= 95; i++)
        add(k, i, 1 + i % 2, i % 3, KIT_T0 - (100 - i) * K_MIN, "the same words");
    write_end(k);
    index_all(k);
    struct search_ask ask = {.q = K_S("same"), .limit = 20};
    int64_t next = 95, pages = 0;
    do {
        struct search_hits hits = find(k, ask);
        for (size_t i = 0; i < hits.n; i++)
            assert_int_equal(hits.v[i].id, next--);
        ask.before = hits.next;
        pages++;
    } while (ask.before);
    assert_int_equal(next, 0);
    assert_int_equal(pages, 5);
}

static void filters_hold(struct kit_db *k)
{
    world(k);
    write_begin(k);
    for (int64_t i = 1; i <= 20; i++)
        add(k, i, 1 + i % 2, i % 4, KIT_T0 - (21 - i) * 10 * K_DAY, "words");
    write_end(k);
    index_all(k);
    bool all = true;
    struct search_ask ask = {.q = K_S("words"), .all_time = all, .channel = 2};
    assert_int_equal(find(k, ask).n, 10);
    ask = (struct search_ask){.q = K_S("words"), .all_time = all, .person = 1};
    assert_int_equal(find(k, ask).n, 5);
    ask = (struct search_ask){.q = K_S("words"), .from = KIT_T0 - 30 * K_DAY};
    assert_int_equal(find(k, ask).n, 3);
    ask.to = KIT_T0 - 10 * K_DAY;
    assert_int_equal(find(k, ask).n, 2);
    ask = (struct search_ask){.q = K_S("words")};
    struct search_hits hits = find(k, ask);
    bool sqlite = db_kind_of(k->cx.db) == DB_SQLITE;
    assert_int_equal(hits.n, sqlite ? 20 : 9);
    assert_true(hits.since == (sqlite ? 0 : KIT_T0 - SEARCH_WINDOW));
    ask.all_time = true;
    assert_int_equal(find(k, ask).n, 20);
}

/* A member edits a post in the very moment in which the indexer works on it. */
static void an_edit_beside_the_indexer_is_not_lost(struct kit_db *k)
{
    struct k_ctx other;
    int64_t n;
    a_few_posts(k);
    kit_db_second(k, &other, 1);
    CHECK_OK(
        db_begin(&other, true)); /* marks the post that waits already, edits, not yet done */
    CHECK_OK(sq_post_dirty_edit(&other, 12, NULL));
    CHECK_OK(db_exec(&other, &stmts[EDIT],
                     (struct db_val[]){db_int(12), db_text(K_S("edited"))}, NULL));
    CHECK_OK(search_index_some(&k->cx, 100, &n));
    assert_int_equal(n, 7);
    CHECK_OK(db_commit(&other));
    kit_db_second_close(&other);
    index_all(k);
    assert_string_equal(found(k, "coupon"), "");
    assert_string_equal(found(k, "edited"), "12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_becomes_words_phrases_and_refusals),
        cmocka_unit_test(an_excerpt_is_around_the_first_match_and_marks_it),
        KIT_BOTH(words_are_found_as_people_write_them),
        KIT_BOTH(a_search_without_a_word_says_what_is_missing),
        KIT_BOTH(anything_typed_is_answered),
        KIT_BOTH(the_index_follows_edits_and_deletions),
        KIT_BOTH(a_post_that_is_gone_leaves_the_index),
        KIT_BOTH(pages_go_on_where_the_last_one_ended),
        KIT_BOTH(filters_hold),
        KIT_POSTGRES(an_edit_beside_the_indexer_is_not_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
