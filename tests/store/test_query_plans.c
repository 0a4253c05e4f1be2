/* Every named statement, as each database would run it: none reads or sorts a whole big table,
 * none gives other columns than it declares. SQLite plans without statistics (db_sqlite.c), so
 * an empty database shows the real plans; PostgreSQL is asked for its generic plan over some
 * thousand rows, with scans and sorts made so dear that it takes them only when nothing else
 * can answer. Statements marked :scan may do as they like. */
#include "base/buf.h"
#include "db/driver.h"
#include "db/handle.h"
#include "kit/db.h"
#include "store/sql.gen.h"
#include <ctype.h>

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

static const char *const big[] = {
    "post",          "conversation", "person",      "identity",    "touch",
    "event",         "outbox",       "echo",        "job",         "channel_seen",
    "search_dirty",  "post_version", "post_search", "mention",     "note",
    "event_payload", "thread_look",  "datum",       "person_role", "fact",
    "commitment",    "deal",         "value_entry", "moment",      "moment_person",
    "tie",           "stage_move",   "link",        "card",        "person_word",
    "lookup_dirty",  "role_refused"};
#define N_BIG (sizeof big / sizeof *big)

static bool is_big(k_str name)
{
    for (size_t i = 0; i < N_BIG; i++)
        if (k_str_eqz(name, big[i]))
            return true;
    return false;
}

/* ---- words of a statement ---- */

static k_str next_word(k_str *s)
{
    size_t i = 0;
    while (i < s->n && !isalnum((unsigned char)s->p[i]) && s->p[i] != '_')
        i++;
    size_t from = i;
    while (i < s->n && (isalnum((unsigned char)s->p[i]) || s->p[i] == '_'))
        i++;
    k_str word = k_str_sub(*s, from, i - from);
    *s = k_str_from(*s, i);
    return word;
}

/* Whether `name`, a table or an alias of one in this statement, means a big table. */
static bool means_big(const char *sql, k_str name)
{
    k_str s = k_str_z(sql), before = K_NONE;
    if (is_big(name))
        return true;
    while (s.n) {
        k_str word = next_word(&s);
        if (k_str_eqz(word, "as"))
            continue;
        if (k_str_eq(word, name) && is_big(before))
            return true;
        before = word;
    }
    return false;
}

static bool has_word(const char *sql, const char *what)
{
    k_str s = k_str_z(sql);
    while (s.n)
        if (k_str_eqz(next_word(&s), what))
            return true;
    return false;
}

/* ---- SQLite ---- */

/* What one line of EXPLAIN QUERY PLAN tells. */
struct seen {
    bool big, sort; /* reads a big table in whatever way; sorts something */
    const char *why;
};

/* Walking an index in its order up to a limit is fine, and so is the table itself when nothing
 * is looked for. */
static void see_line(const char *sql, k_str line, struct seen *s)
{
    bool scan = k_str_starts(line, K_S("SCAN ")), search = k_str_starts(line, K_S("SEARCH "));
    s->sort = s->sort || k_str_find(line, K_S("USE TEMP B-TREE FOR ORDER BY")) >= 0;
    if (!scan && !search)
        return;
    k_str rest = k_str_from(line, scan ? 5 : 7);
    bool is = means_big(sql, next_word(&rest));
    bool ordered = has_word(sql, "limit") &&
                   (k_str_find(line, K_S(" USING ")) >= 0 || !has_word(sql, "where"));
    s->big = s->big || is;
    if (is && k_str_find(line, K_S("AUTOMATIC")) >= 0)
        s->why = "it builds an index for itself";
    if (is && scan && !ordered)
        s->why = "it reads a whole table";
}

static const char *wrong_plan_sqlite(struct kit_db *k, const char *sql, struct k_buf *plan)
{
    sqlite3_stmt *h = NULL;
    struct seen s = {.why = NULL};
    k_str text = k_fmt(k->cx.arena, "explain query plan %s", sql);
    assert_int_equal(sqlite3_prepare_v2(db_sqlite_handle(k->cx.db), text.p, -1, &h, NULL),
                     SQLITE_OK);
    while (sqlite3_step(h) == SQLITE_ROW) {
        k_str line = k_str_z((const char *)sqlite3_column_text(h, 3));
        k_buf_fmt(plan, "    %.*s\n", K_ARG(line));
        see_line(sql, line, &s);
    }
    sqlite3_finalize(h);
    return s.why ? s.why : s.big && s.sort ? "it sorts" : NULL;
}

/* ---- PostgreSQL ---- */

static const char seed[] =
    "insert into channel (id, network, name, created_at) select i, 'bluesky', 'c' || i, 0 "
    "from generate_series(1, 20) i;"
    "insert into member (id, handle, name, email, role, created_at) select i, 'm' || i, 'M', "
    "'m' || i, 'agent', 0 from generate_series(1, 20) i;"
    "insert into person (id, name, last_in_at, created_at) select i, 'n' || i, i, i from "
    "generate_series(1, 3000) i;"
    "insert into identity (id, person_id, network, native_id, handle, updated_at, created_at) "
    "select i, i, 'bluesky', 'did' || i, 'h' || i, i, i from generate_series(1, 3000) i;"
    "insert into conversation (id, channel_id, network, native_root, status, owner_id, "
    "team_id, "
    "person_id, kind, storm_id, priority, last_at, waiting_since, answered, snoozed_until, "
    "created_at, updated_at) select i, 1 + i % 20, 'bluesky', 'r' || i, "
    "(array['open', 'open', 'done', 'snoozed', 'folded'])[1 + i % 5], i % 7, i % 4, i % 3000, "
    "(array['lead', 'complaint', 'question', 'praise', 'other'])[1 + i % 5], "
    "case when i % 50 = 0 then i % 500 else 0 end, i % 1000, i, "
    "case when i % 3 = 0 then i else 0 end, i % 2, i, i, i from generate_series(1, 4000) i;"
    "insert into post (id, conversation_id, channel_id, network, native_id, native_parent, "
    "parent_id, direction, person_id, identity_id, member_id, text, posted_at, received_at) "
    "select i, 1 + i % 4000, 1 + i % 20, 'bluesky', 'p' || i, "
    "case when i % 2 = 0 then 'p' || i / 2 end, case when i % 10 = 0 then 0 else i / 2 end, "
    "case when i % 4 = 0 then 'out' else 'in' end, i % 3000, i % 3000, "
    "case when i % 4 = 0 then 1 + i % 20 else 0 end, 'word' || i || ' and ' || i % 100, i, i "
    "from generate_series(1, 8000) i;"
    "insert into post_search select id, posted_at, to_tsvector('simple', text) from post;"
    "insert into post_version select id, 1, 'old', id from post where id <= 3000;"
    "insert into search_dirty select id, null from post where id % 2 = 0;"
    "insert into touch (id, person_id, member_id, channel_id, post_id, direction, medium, at) "
    "select id, person_id, member_id, channel_id, id, direction, 'public', posted_at from post;"
    "insert into echo (page_id, post_id, person_id, room, at, words, link) select i / 500, i, "
    "i, 0, i, '\\x01', '' from generate_series(1, 3000) i;"
    "insert into echo_page (id, posts) select i, 9 from generate_series(1, 3000) i;"
    "insert into storm (id, head_id, sample, posts, authors, first_at, last_at) select i, i, "
    "'', 9, 9, i, i from generate_series(1, 500) i;"
    "insert into storm_post (storm_id, post_id, who, at, alike) select 1 + i % 500, i, "
    "i, i, 900 from generate_series(1, 4000) i;"
    "insert into channel_seen select 1 + i % 20, 'p' || i, i, i from generate_series(1, 4000) "
    "i;"
    "insert into event select i, i, 'member', i % 20, 'verb' || i % 30, 'conversation', i % "
    "4000, "
    "0, '\\x00', '\\x00', '\\x00' from generate_series(1, 5000) i;"
    "insert into event_payload select i, '\\x00', '{}' from generate_series(1, 5000) i;"
    "insert into job (id, kind, key, state, run_at, lease_until, created_at, finished_at) "
    "select i, 'k', 'j' || i, (array['done', 'done', 'ready', 'running', 'failed'])[1 + i % "
    "5], "
    "i, i, i, i from generate_series(1, 4000) i;"
    "insert into outbox (id, channel_id, conversation_id, member_id, text, state, idem_key, "
    "next_at, lease_until, created_at) select i, 1 + i % 20, 1 + i % 4000, 1 + i % 20, 't', "
    "(array['sent', 'sent', 'sent', 'queued', 'sending', 'unclear', 'failed'])[1 + i % 7], "
    "'key' || i, i, i, i from generate_series(1, 4000) i;"
    "insert into note (id, conversation_id, member_id, text, created_at) select i, 1 + i % "
    "4000, "
    "1 + i % 20, 'n', i from generate_series(1, 4000) i;"
    "insert into mention (id, member_id, conversation_id, note_id, kind, created_at, seen_at) "
    "select i, 1 + i % 20, 1 + i % 4000, i, 'note', i, case when i % 2 = 0 then i else 0 end "
    "from generate_series(1, 4000) i;";

static const char seed_records[] =
    "insert into datum (id, person_id, kind, label, value, norm, source, created_at) select i, "
    "1 + i % 3000, (array['note', 'language', 'postal', 'field'])[1 + i % 4], 'l', 'v' || i, "
    "'v' || i, 'member', i from generate_series(1, 6000) i;"
    "insert into person_role (id, person_id, organization_id, role, source, created_at) select "
    "i, 1 + i % 3000, case when i % 2 = 0 then 0 else i % 50 end, 'customer', 'member', i from "
    "generate_series(1, 4000) i;"
    "insert into fact (id, person_id, kind, text, topic, created_at) select i, 1 + i % 3000, "
    "'likes', 't', 'topic' || i % 400, i from generate_series(1, 4000) i;"
    "insert into commitment (id, person_id, side, text, due_at, created_at) select i, 1 + i % "
    "3000, 'us', 't', i, i from generate_series(1, 4000) i;"
    "insert into deal (id, kind, person_id, title, at, created_at, referred_id) select i, "
    "'deal', 1 + i % 3000, 't', i, i, case when i % 5 = 0 then i % 3000 else 0 end from "
    "generate_series(1, 4000) i;"
    "insert into value_entry (id, person_id, side, kind, text, at, created_at) select i, 1 + i "
    "% 3000, 'us', 'help', 't', i, i from generate_series(1, 4000) i;"
    "insert into moment (id, kind, title, at, created_at) select i, 'met', 't', i, i from "
    "generate_series(1, 4000) i;"
    "insert into moment_person (moment_id, person_id) select i, 1 + i % 3000 from "
    "generate_series(1, 4000) i;"
    "insert into tie (person_id, member_id, state, strength) select 1 + i % 3000, i / 3000, "
    "'\\x00', i % 100 from generate_series(1, 6000) i;"
    "insert into stage_move (person_id, at, from_stage, to_stage) select 1 + i % 3000, i, 'a', "
    "'b' from generate_series(1, 4000) i;"
    "insert into link (a_id, b_id, kind, weight, source, created_at) select 1 + i % 3000, i, "
    "'said', 0.5, 'member', i from generate_series(1, 4000) i;"
    "insert into card (person_id, owner_id, name, seq, gone, gone_at) select 1 + i % 3000, i / "
    "3000, 'c' || i, i, case when i % 9 = 0 then 1 else 0 end, i from generate_series(1, 8000) "
    "i;"
    "insert into person_word (owner_id, place, word, person_id) select case when i % 9 = 0 "
    "then "
    "1 else 0 end, i % 12, 'word' || i || ' and', 1 + i % 3000 from generate_series(1, 9000) i;"
    "insert into lookup_dirty (person_id) select id from person;"
    "insert into role_refused (id, person_id, organization_id, decided_by, decided_at) select "
    "i, 1 + i % 3000, i % 50, 1, i from generate_series(1, 4000) i;"
    "analyze;"
    "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; "
    "set enable_sort = off; set enable_mergejoin = off; set enable_hashjoin = off";

static void put_prepare(struct k_buf *b, const struct db_stmt *st)
{
    k_buf_str(b, K_S("prepare plan_test"));
    for (int i = 0; i < st->n_params; i++) {
        char t = st->types[i];
        k_buf_fmt(b, "%s%s", i ? ", " : " (",
                  t == 'i'   ? "bigint"
                  : t == 'r' ? "double precision"
                  : t == 'b' ? "bytea"
                             : "text");
    }
    k_buf_fmt(b, "%s as %s", st->n_params ? ")" : "", st->postgres);
}

static const char *explain_text(struct kit_db *k, const struct db_stmt *st)
{
    struct k_buf b;
    k_buf_init(&b, k->cx.arena, 4000);
    k_buf_str(&b, K_S("explain (costs off) execute plan_test"));
    for (int i = 0; i < st->n_params; i++)
        k_buf_fmt(&b, "%snull", i ? ", " : " (");
    k_buf_str(&b, st->n_params ? K_S(")") : K_S(""));
    assert_true(k_buf_ok(&b));
    return b.p;
}

/* The big table that a line of the plan reads; K_NONE for other lines. */
static k_str big_table_of(k_str line)
{
    ptrdiff_t at = k_str_find(line, K_S(" on "));
    if (at < 0 || k_str_find(line, K_S("Scan")) < 0)
        return K_NONE;
    k_str rest = k_str_from(line, (size_t)at + 4);
    k_str word = next_word(&rest);
    return is_big(word) ? word : K_NONE;
}

static bool is_sort(k_str words)
{
    return k_str_starts(words, K_S("Incremental Sort")) ||
           (k_str_starts(words, K_S("Sort")) && !k_str_starts(words, K_S("Sort Key")));
}

/* A sort is judged by what is under it, the lines further in; an index scan by whether a line
 * further in says what is looked up: else it is the whole index, fine up to a limit only. */
static const char *wrong_plan_text(const char *sql, k_str plan)
{
    ptrdiff_t sort = -1, walk = -1;
    bool limited = has_word(sql, "limit");
    while (plan.p) {
        k_str line = k_str_cut(&plan, '\n'), words = k_str_trim(line);
        ptrdiff_t depth = words.p - line.p;
        if (k_str_starts(words, K_S("->  ")))
            words = k_str_from(words, 4);
        bool reads_big = big_table_of(words).p != NULL;
        if (walk >= 0 && depth <= walk)
            return "it reads a whole index";
        if (walk >= 0 && k_str_starts(words, K_S("Index Cond")))
            walk = -1;
        if (reads_big && k_str_starts(words, K_S("Seq Scan")))
            return "it reads a whole table";
        if (reads_big && !limited && k_str_starts(words, K_S("Index")))
            walk = depth;
        if (depth <= sort)
            sort = -1;
        if (sort >= 0 && reads_big)
            return "it sorts";
        if (sort < 0 && is_sort(words))
            sort = depth;
    }
    return walk >= 0 ? "it reads a whole index" : NULL;
}

static const char *wrong_plan_postgres(struct kit_db *k, const struct db_stmt *st,
                                       struct k_buf *plan)
{
    static uint16_t next = 10000; /* drivers keep handles by index */
    struct k_buf b;
    struct db_rows *r;
    bool more = true;
    k_buf_init(&b, k->cx.arena, 100000);
    put_prepare(&b, st);
    if (db_script(&k->cx, b.p) != K_OK)
        return "the server does not take it (the log says why)";
    const char *text = explain_text(k, st);
    struct db_stmt explain = {.name = st->name,
                              .sqlite = text,
                              .postgres = text,
                              .types = "",
                              .index = next++,
                              .n_cols = 1};
    CHECK_OK(db_query(&k->cx, &explain, NULL, &r));
    while (more) {
        CHECK_OK(db_next(&k->cx, r, &more));
        if (more)
            k_buf_fmt(plan, "    %.*s\n", K_ARG(db_col_str(r, 0)));
    }
    db_done(r);
    kit_db_run(k, "deallocate plan_test");
    return wrong_plan_text(st->postgres, k_buf_view(plan));
}

/* ---- every statement ---- */

static const char *wrong_plan(struct kit_db *k, const struct db_stmt *st, struct k_buf *plan)
{
    return db_kind_of(k->cx.db) == DB_SQLITE ? wrong_plan_sqlite(k, st->sqlite, plan)
                                             : wrong_plan_postgres(k, st, plan);
}

static void seed_for(struct kit_db *k)
{
    if (db_kind_of(k->cx.db) == DB_POSTGRES) {
        kit_db_run(k, seed);
        kit_db_run(k, seed_records);
    }
}

static void no_statement_reads_or_sorts_a_big_table(struct kit_db *k)
{
    int wrong = 0;
    seed_for(k);
    for (size_t i = 0; i < SQ_COUNT; i++) {
        const struct db_stmt *st = &sq_stmts[i];
        if (!st->sqlite && db_kind_of(k->cx.db) == DB_SQLITE)
            continue; /* for PostgreSQL alone */
        struct k_buf plan;
        k_buf_init(&plan, k->cx.arena, 100000);
        const char *why = wrong_plan(k, st, &plan);
        if (why && (!st->scan || plan.n == 0)) {
            print_error("%s: %s:\n%.*s", st->name, why, K_ARG(k_buf_view(&plan)));
            wrong++;
        }
        kit_db_reset(k);
    }
    if (wrong)
        fail_msg("%d statements (above) lack an index", wrong);
}

struct names {
    const char *v[256];
    int n;
    struct k_arena *arena;
};

static void keep_name(void *arg, int i, const char *name)
{
    struct names *c = arg;
    assert_true(i < 256);
    c->v[i] = k_dupz(c->arena, k_str_z(name));
    c->n = i + 1;
}

/* A column may go by another name than the text gives it, but not by that of a column that
 * stands elsewhere: then the order is wrong. */
static int misplaced(const struct db_stmt *st, const struct names *c)
{
    int wrong = c->n != st->n_cols;
    if (wrong)
        print_error("%s: gives %d columns, cols has %d\n", st->name, c->n, st->n_cols);
    for (int i = 0; i < c->n && !wrong; i++)
        for (int j = 0; j < c->n; j++)
            if (i != j && strcmp(c->v[i], st->cols[j]) == 0 &&
                strcmp(c->v[j], st->cols[j]) != 0 && strcmp(c->v[i], st->cols[i]) != 0) {
                print_error("%s: column %d is %s, cols says %s\n", st->name, i + 1, c->v[i],
                            st->cols[i]);
                wrong = 1;
            }
    return wrong;
}

static void every_statement_gives_the_columns_it_declares(struct kit_db *k)
{
    int wrong = 0;
    for (size_t i = 0; i < SQ_COUNT; i++) {
        struct names c = {.arena = k->cx.arena};
        if (!sq_stmts[i].sqlite && db_kind_of(k->cx.db) == DB_SQLITE)
            continue; /* for PostgreSQL alone */
        k_err err = db_describe(&k->cx, &sq_stmts[i], keep_name, &c);
        wrong += err != K_OK || misplaced(&sq_stmts[i], &c);
    }
    if (wrong)
        fail_msg("%d statements (above) do not give what cols says", wrong);
}

/* ---- the judge is judged ---- */

static void bad_plans_are_seen(struct kit_db *k)
{
    static const struct {
        const char *sql;
        bool bad;
    } rows[] = {
        {"select id from post where text = 'x'", true},
        {"select p.id from post p where p.text = 'x'", true},
        {"select p.id from post as p order by p.text limit 5", true},
        {"select p.id from person x join post p on p.member_id = x.id where x.id = 5", true},
        {"select id from post where conversation_id = 5 order by received_at", true},
        {"select count(*) from conversation", true},
        {"delete from touch where at > person_id", true},
        {"select id from post where id = 5", false},
        {"select id from post where conversation_id = 5 order by posted_at, id", false},
        {"select id from conversation where status = 'open' order by priority desc, last_at "
         "desc, "
         "id desc limit 50",
         false},
        {"select name from label order by colour", false},
        {"select name, id from person order by name, id limit 5", false},
        {"select name, id from person order by name, id", true},
        {"select id from post order by id desc limit 5", false},
    };
    seed_for(k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct db_stmt st = {
            .name = "x", .sqlite = rows[i].sql, .postgres = rows[i].sql, .types = ""};
        struct k_buf plan;
        k_buf_init(&plan, k->cx.arena, 100000);
        const char *why = wrong_plan(k, &st, &plan);
        if ((why != NULL) != rows[i].bad)
            fail_msg("%s: %s\n%.*s", rows[i].sql, why ? why : "nothing seen",
                     K_ARG(k_buf_view(&plan)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(every_statement_gives_the_columns_it_declares),
        KIT_BOTH(no_statement_reads_or_sorts_a_big_table),
        KIT_BOTH(bad_plans_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
