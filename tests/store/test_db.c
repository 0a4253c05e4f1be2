/* What db.h promises, on both databases: types, transactions, errors, migrations, the pool. */
#include "db/driver.h"
#include "kit/db.h"
#include "os/thread.h"
#include "store/sql.gen.h"

#include <sched.h>

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

/* ---- statements of this test ---- */

enum { PUT, GET, BIG, ALL, BUMP, N_STMTS };
static const struct db_stmt stmts[N_STMTS] = {
    [PUT] = {.name = "put",
             .sqlite = "insert into thing (id, i, r, s, b) values (?1, ?2, ?3, ?4, ?5)",
             .postgres = "insert into thing (id, i, r, s, b) values ($1, $2, $3, $4, $5)",
             .types = "iirsb",
             .index = PUT,
             .n_params = 5,
             .write = true},
    [GET] = {.name = "get",
             .sqlite = "select i, r, s, b from thing where id = ?1",
             .postgres = "select i, r, s, b from thing where id = $1",
             .types = "i",
             .index = GET,
             .n_params = 1,
             .n_cols = 4},
    [BIG] = {.name = "big",
             .sqlite = "select sum(i), count(*), max(id) > 1, avg(i) from thing",
             .postgres = "select sum(i), count(*), max(id) > 1, avg(i) from thing",
             .types = "",
             .index = BIG,
             .n_cols = 4},
    [ALL] = {.name = "all",
             .sqlite = "select id, s from thing order by id",
             .postgres = "select id, s from thing order by id",
             .types = "",
             .index = ALL,
             .n_cols = 2},
    [BUMP] = {.name = "bump",
              .sqlite = "update thing set i = i + 1 where id <= ?1",
              .postgres = "update thing set i = i + 1 where id <= $1",
              .types = "i",
              .index = BUMP,
              .n_params = 1,
              .write = true},
};

static void make_table(struct kit_db *k)
{
    kit_db_run(k, db_kind_of(k->cx.db) == DB_SQLITE
                      ? "create table thing (id integer primary key, i integer, r real, "
                        "s text, b blob)"
                      : "create table thing (id bigint primary key, i bigint, "
                        "r double precision, s text, b bytea)");
}

static k_err put(struct k_ctx *cx, int64_t id, struct db_val i, struct db_val r,
                 struct db_val s, struct db_val b)
{
    return db_exec(cx, &stmts[PUT], (struct db_val[]){db_int(id), i, r, s, b}, NULL);
}

static k_err put_plain(struct k_ctx *cx, int64_t id)
{
    return put(cx, id, db_int(id), db_real(0.5), db_text(K_S("x")), db_blob(K_S("y")));
}

static void values_come_back_as_they_went_in(struct kit_db *k)
{
    static const char bytes[] = {0, 1, (char)0xff, '\\', 'x', 0};
    k_str words = K_S("Größe 'quoted' \"and\" \\x41 \xF0\x9F\x98\x80\n");
    struct db_rows *r;
    bool more;
    make_table(k);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put(&k->cx, 1, db_int(INT64_MIN), db_real(-1.5e300), db_text(words),
                 db_blob(k_str_n(bytes, sizeof bytes))));
    CHECK_OK(put(&k->cx, 2, db_null_int(0), db_null_real(__builtin_nan("")), db_text(K_NONE),
                 db_blob(K_NONE)));
    CHECK_OK(put(&k->cx, 3, db_int(0), db_real(0.1), db_str(K_NONE), db_bytes(K_NONE)));
    CHECK_OK(db_commit(&k->cx));

    CHECK_OK(db_query(&k->cx, &stmts[GET], (struct db_val[]){db_int(1)}, &r));
    CHECK_OK(db_next(&k->cx, r, &more));
    assert_true(more);
    assert_true(db_col_int(r, 0) == INT64_MIN);
    assert_true(db_col_real(r, 1) == -1.5e300);
    assert_true(k_str_eq(db_col_str(r, 2), words));
    assert_true(k_str_eq(db_col_blob(r, 3), k_str_n(bytes, sizeof bytes)));
    CHECK_OK(db_next(&k->cx, r, &more));
    assert_false(more);
    db_done(r);

    CHECK_OK(db_query(&k->cx, &stmts[GET], (struct db_val[]){db_int(2)}, &r));
    CHECK_OK(db_next(&k->cx, r, &more));
    assert_true(db_col_int(r, 0) == 0);
    assert_true(__builtin_isnan(db_col_real(r, 1)));
    assert_null(db_col_str(r, 2).p);
    assert_null(db_col_blob(r, 3).p);
    db_done(r);

    CHECK_OK(db_query(&k->cx, &stmts[GET], (struct db_val[]){db_int(3)}, &r));
    CHECK_OK(db_next(&k->cx, r, &more));
    assert_true(db_col_real(r, 1) == 0.1);
    assert_non_null(db_col_str(r, 2).p);
    assert_int_equal(db_col_str(r, 2).n, 0);
    assert_non_null(db_col_blob(r, 3).p);
    db_done(r);
}

static void sums_counts_and_comparisons_are_numbers(struct kit_db *k)
{
    struct db_rows *r;
    bool more;
    make_table(k);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put_plain(&k->cx, 1));
    CHECK_OK(put_plain(&k->cx, 4));
    CHECK_OK(db_query(&k->cx, &stmts[BIG], NULL, &r));
    CHECK_OK(db_next(&k->cx, r, &more));
    assert_int_equal(db_col_int(r, 0), 5);
    assert_int_equal(db_col_int(r, 1), 2);
    assert_int_equal(db_col_int(r, 2), 1);
    assert_int_equal(db_col_int(r, 3), 2); /* 2.5 */
    assert_true(db_col_real(r, 3) == 2.5);
    db_done(r);
    CHECK_OK(db_commit(&k->cx));
}

static void a_stream_gives_every_row_and_may_end_early(struct kit_db *k)
{
    struct db_rows *r;
    bool more = true;
    int64_t n = 0;
    make_table(k);
    CHECK_OK(db_begin(&k->cx, true));
    for (int64_t i = 1; i <= 300; i++)
        CHECK_OK(put_plain(&k->cx, i));
    CHECK_OK(db_commit(&k->cx));
    CHECK_OK(db_stream(&k->cx, &stmts[ALL], NULL, &r));
    while (more) {
        CHECK_OK(db_next(&k->cx, r, &more));
        if (more)
            assert_int_equal(db_col_int(r, 0), ++n);
    }
    db_done(r);
    assert_int_equal(n, 300);
    CHECK_OK(db_stream(&k->cx, &stmts[ALL], NULL, &r));
    CHECK_OK(db_next(&k->cx, r, &more));
    db_done(r);
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 300);
}

/* ---- transactions ---- */

static void rollback_undoes_all_and_drops_notices(struct kit_db *k)
{
    make_table(k);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put_plain(&k->cx, 1));
    k_ctx_notice(&k->cx, K_TOPIC_POST, 1);
    assert_true(db_in_transaction(k->cx.db));
    db_rollback(&k->cx);
    assert_false(db_in_transaction(k->cx.db));
    assert_int_equal(k->cx.n_notices, 0);
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 0);
    db_rollback(&k->cx);
}

static void a_duplicate_says_exists_and_spoils_the_transaction(struct kit_db *k)
{
    make_table(k);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put_plain(&k->cx, 1));
    assert_int_equal(put_plain(&k->cx, 1), K_ERR_EXISTS);
    assert_int_equal(put_plain(&k->cx, 2), K_ERR_EXISTS); /* not even run */
    assert_int_equal(db_commit(&k->cx), K_ERR_EXISTS);
    assert_false(db_in_transaction(k->cx.db));
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 0);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put_plain(&k->cx, 2));
    CHECK_OK(db_commit(&k->cx));
}

static void exec_counts_what_it_changed(struct kit_db *k)
{
    int64_t n;
    make_table(k);
    CHECK_OK(db_begin(&k->cx, true));
    for (int64_t i = 1; i <= 5; i++)
        CHECK_OK(put_plain(&k->cx, i));
    CHECK_OK(db_exec(&k->cx, &stmts[BUMP], (struct db_val[]){db_int(3)}, &n));
    assert_int_equal(n, 3);
    CHECK_OK(db_exec(&k->cx, &stmts[BUMP], (struct db_val[]){db_int(0)}, &n));
    assert_int_equal(n, 0);
    CHECK_OK(db_commit(&k->cx));
}

struct published {
    size_t n, calls;
    struct k_notice last;
    bool in_transaction;
    struct k_ctx *cx;
};

static void publish(void *arg, const struct k_notice *v, size_t n)
{
    struct published *p = arg;
    p->n += n;
    p->calls++;
    p->last = v[n - 1];
    p->in_transaction = db_in_transaction(p->cx->db);
}

static void notices_are_published_once_after_commit(struct kit_db *k)
{
    struct published p = {.cx = &k->cx};
    struct db_publish to = {publish, &p};
    make_table(k);
    k->cx.db->cfg.publish = &to;
    CHECK_OK(db_begin(&k->cx, true));
    k_ctx_notice(&k->cx, K_TOPIC_POST, 7);
    k_ctx_notice(&k->cx, K_TOPIC_POST, 7);
    k_ctx_notice(&k->cx, K_TOPIC_PERSON, 8);
    assert_int_equal(p.calls, 0);
    CHECK_OK(db_commit(&k->cx));
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(db_commit(&k->cx));
    k->cx.db->cfg.publish = NULL;
    assert_int_equal(p.calls, 1);
    assert_int_equal(p.n, 2);
    assert_int_equal(p.last.id, 8);
    assert_false(p.in_transaction);
}

static void a_reader_sees_one_state_of_the_world(struct kit_db *k)
{
    struct k_ctx other;
    make_table(k);
    kit_db_second(k, &other, 1);
    CHECK_OK(db_begin(&k->cx, false));
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 0);
    CHECK_OK(db_begin(&other, true));
    CHECK_OK(put_plain(&other, 1));
    CHECK_OK(db_commit(&other));
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 0);
    CHECK_OK(db_commit(&k->cx));
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 1);
    kit_db_second_close(&other);
}

static k_err fails_with_policy(struct k_ctx *cx, void *arg)
{
    (void)arg;
    K_TRY(put_plain(cx, 9));
    return K_ERR_POLICY;
}

static k_err duplicates_twice(struct k_ctx *cx, void *arg)
{
    ++*(int *)arg;
    K_TRY(put_plain(cx, 9));
    return put_plain(cx, 9);
}

static void a_failed_write_leaves_nothing(struct kit_db *k)
{
    int runs = 0;
    make_table(k);
    assert_int_equal(db_write(&k->cx, fails_with_policy, NULL), K_ERR_POLICY);
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 0);
    assert_int_equal(db_write(&k->cx, duplicates_twice, &runs), K_ERR_EXISTS);
    assert_int_equal(runs, db_kind_of(k->cx.db) == DB_POSTGRES ? 2 : 1);
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 0);
}

/* ---- writers ---- */

static void a_second_writer_waits_and_then_says_busy(struct kit_db *k)
{
    struct k_ctx other;
    make_table(k);
    k->cfg.busy_ms = 20;
    kit_db_second(k, &other, 1);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put_plain(&k->cx, 1));
    assert_int_equal(db_begin(&other, true), K_ERR_BUSY);
    CHECK_OK(db_commit(&k->cx));
    CHECK_OK(db_begin(&other, true));
    CHECK_OK(put_plain(&other, 2));
    CHECK_OK(db_commit(&other));
    kit_db_second_close(&other);
}

static void writes_once_it_may(void *arg)
{
    struct k_ctx *other = arg;
    CHECK_OK(db_begin(other, true));
    CHECK_OK(put_plain(other, 2));
    CHECK_OK(db_commit(other));
}

static void a_long_write_sees_that_somebody_waits(struct kit_db *k)
{
    struct k_ctx other;
    struct os_thread thread;
    make_table(k);
    kit_db_second(k, &other, 1);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put_plain(&k->cx, 1));
    assert_int_equal(db_write_wanted(k->cx.db), db_kind_of(k->cx.db) == DB_POSTGRES);
    CHECK_OK(os_thread_start(&thread, "waits", writes_once_it_may, &other));
    while (!db_write_wanted(k->cx.db))
        sched_yield();
    CHECK_OK(db_commit(&k->cx));
    os_thread_join(&thread);
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 2);
    assert_int_equal(db_write_wanted(k->cx.db), db_kind_of(k->cx.db) == DB_POSTGRES);
    kit_db_second_close(&other);
}

static void a_read_only_connection_refuses_writes(struct kit_db *k)
{
    struct k_ctx other;
    make_table(k);
    k->cfg.read_only = true;
    kit_db_second(k, &other, 1);
    assert_int_not_equal(db_script(&other, "insert into thing (id) values (1)"), K_OK);
    CHECK_OK(db_begin(&other, false));
    CHECK_OK(db_commit(&other));
    kit_db_second_close(&other);
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 0);
}

static void a_lost_server_connection_comes_back_outside_a_transaction(struct kit_db *k)
{
    struct k_ctx other;
    make_table(k);
    kit_db_second(k, &other, 1);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put_plain(&k->cx, 1));
    CHECK_OK(db_script(&other, "select pg_terminate_backend(pid) from pg_stat_activity where "
                               "datname = current_database() and pid <> pg_backend_pid()"));
    assert_int_equal(put_plain(&k->cx, 2), K_ERR_DB_DOWN);
    assert_int_equal(db_commit(&k->cx), K_ERR_DB_DOWN);
    assert_int_equal(kit_db_number(k, "select count(*) from thing"), 0);
    CHECK_OK(db_script(&other, "select pg_terminate_backend(pid) from pg_stat_activity where "
                               "datname = current_database() and pid <> pg_backend_pid()"));
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(put_plain(&k->cx, 3));
    CHECK_OK(db_commit(&k->cx));
    kit_db_second_close(&other);
}

/* ---- pool ---- */

static void a_pool_gives_each_connection_to_one(struct kit_db *k)
{
    struct db_pool *p;
    struct k_ctx a = k->cx, b = k->cx, c = k->cx;
    a.db = b.db = c.db = NULL;
    CHECK_OK(db_pool_open(&k->cx, &k->cfg, 2, &p));
    CHECK_OK(db_pool_take(&a, p, 10));
    CHECK_OK(db_pool_take(&b, p, 10));
    assert_ptr_not_equal(a.db, b.db);
    assert_int_equal(db_pool_take(&c, p, 10), K_ERR_BUSY);
    assert_null(c.db);
    CHECK_OK(db_begin(&a, true));
    db_pool_give(&a, p);
    assert_null(a.db);
    CHECK_OK(db_pool_take(&c, p, 10));
    assert_false(db_in_transaction(c.db));
    db_pool_give(&b, p);
    struct db_pool_stats stats;
    db_pool_stats_get(p, &stats);
    assert_true(stats.size == 2 && stats.idle == 1);
    assert_true(stats.takes == 4 && stats.waits == 1 && stats.refusals == 1);
    assert_int_equal(stats.done.transactions, 1);
    db_pool_give(&c, p);
    db_pool_close(p);
}

static void a_wrong_place_says_what_to_write(struct kit_db *k)
{
    struct db_config cfg;
    struct db_conn *c;
    assert_int_equal(db_config_parse(&k->cx, K_S("mysql://x"), &cfg), K_ERR_BAD_INPUT);
    assert_true(k_str_find(k->cx.detail.text, K_S("postgres://")) >= 0);
    kit_db_reset(k);
    assert_int_equal(db_config_parse(&k->cx, K_S("  "), &cfg), K_ERR_BAD_INPUT);
    kit_db_reset(k);
    CHECK_OK(db_config_parse(&k->cx, K_S("/no/such/folder/k.db"), &cfg));
    assert_int_equal(db_open(&k->cx, &cfg, &c), K_ERR_DB_DOWN);
    assert_null(c);
    assert_true(k_str_find(k->cx.detail.text, K_S("/no/such/folder")) >= 0);
    kit_db_reset(k);
    CHECK_OK(db_config_parse(&k->cx, K_S("postgres://kith@127.0.0.1:1/kith"), &cfg));
    assert_int_equal(cfg.kind, DB_POSTGRES);
    assert_int_equal(db_open(&k->cx, &cfg, &c), K_ERR_DB_DOWN);
}

static void generated_statements_read_and_write(struct kit_db *k)
{
    struct sq_setting_get_row row;
    struct sq_setting_all_list list;
    bool found;
    int64_t n;
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(sq_setting_set(&k->cx, K_S("b"), K_S("1"), 5, 0, NULL));
    CHECK_OK(sq_setting_set(&k->cx, K_S("a"), K_S("2"), 6, 7, NULL));
    CHECK_OK(sq_setting_set(&k->cx, K_S("b"), K_S("3"), 8, 9, NULL));
    CHECK_OK(db_commit(&k->cx));
    CHECK_OK(sq_setting_get(&k->cx, K_S("b"), &row, &found));
    assert_true(found);
    assert_true(k_str_eqz(row.value, "3"));
    assert_int_equal(row.updated_by, 9);
    CHECK_OK(sq_setting_get(&k->cx, K_S("c"), &row, &found));
    assert_false(found);
    CHECK_OK(sq_setting_all(&k->cx, &list));
    assert_int_equal(list.n, 2);
    assert_true(k_str_eqz(list.v[0].name, "a"));
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(sq_setting_remove(&k->cx, K_S("a"), &n));
    assert_int_equal(n, 1);
    CHECK_OK(db_commit(&k->cx));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(values_come_back_as_they_went_in),
        KIT_BOTH(sums_counts_and_comparisons_are_numbers),
        KIT_BOTH(a_stream_gives_every_row_and_may_end_early),
        KIT_BOTH(rollback_undoes_all_and_drops_notices),
        KIT_BOTH(a_duplicate_says_exists_and_spoils_the_transaction),
        KIT_BOTH(exec_counts_what_it_changed),
        KIT_BOTH(notices_are_published_once_after_commit),
        KIT_BOTH(a_reader_sees_one_state_of_the_world),
        KIT_BOTH(a_failed_write_leaves_nothing),
        KIT_SQLITE(a_second_writer_waits_and_then_says_busy),
        KIT_BOTH(a_long_write_sees_that_somebody_waits),
        KIT_BOTH(a_read_only_connection_refuses_writes),
        KIT_POSTGRES(a_lost_server_connection_comes_back_outside_a_transaction),
        KIT_BOTH(a_pool_gives_each_connection_to_one),
        KIT_SQLITE(a_wrong_place_says_what_to_write),
        KIT_BOTH(generated_statements_read_and_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
