/* Migrations: run once, in order, whole or not at all, and never changed afterwards. */
#include "db/driver.h"
#include "kit/db.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

static const struct migration two[] = {
    {K_S_INIT("0001_a.sql"),
     K_S_INIT("-- a comment with integer; and 'a quote\n"
              "create table a (id integer primary key, word text not null default 'real; "
              "integer', r real, b blob);\n"
              "-- sqlite:\ncreate table only_sqlite (x integer);\n"
              "-- postgres:\ncreate table only_postgres (x bigint);\n-- end\n"
              "insert into a (id, r, b) values (9007199254740993, 0.1, null);\n")},
    {K_S_INIT("0002_b.sql"), K_S_INIT("alter table a add column more integer;\n")},
};

static void migrations_run_once_and_in_order(struct kit_db *k)
{
    int n;
    bool sqlite = db_kind_of(k->cx.db) == DB_SQLITE;
    CHECK_OK(db_migrate_with(&k->cx, two, 1, &n));
    assert_int_equal(n, 1);
    CHECK_OK(db_migrate_with(&k->cx, two, 2, &n));
    assert_int_equal(n, 1);
    CHECK_OK(db_migrate_with(&k->cx, two, 2, &n));
    assert_int_equal(n, 0);
    assert_true(kit_db_number(k, "select id from a where word = 'real; integer' and more is "
                                 "null") == 9007199254740993);
    assert_int_equal(kit_db_number(k, sqlite ? "select count(*) from only_sqlite"
                                             : "select count(*) from only_postgres"),
                     0);
}

static void a_changed_migration_is_refused(struct kit_db *k)
{
    int n;
    struct migration changed[] = {two[0], two[1]};
    CHECK_OK(db_migrate_with(&k->cx, two, 2, &n));
    changed[1].text = K_S("alter table a add column more text;\n");
    assert_int_equal(db_migrate_with(&k->cx, changed, 2, &n), K_ERR_CONFLICT);
    assert_true(k_str_find(k->cx.detail.text, K_S("0002_b.sql")) >= 0);
}

static void a_newer_database_is_refused(struct kit_db *k)
{
    int n;
    CHECK_OK(db_migrate_with(&k->cx, two, 2, &n));
    assert_int_equal(db_migrate_with(&k->cx, two, 1, &n), K_ERR_UNSUPPORTED);
}

static void a_broken_migration_leaves_nothing(struct kit_db *k)
{
    int n;
    struct migration broken[] = {
        two[0],
        {K_S_INIT("0002_c.sql"), K_S_INIT("create table c (id integer);\ncreate table c (id "
                                          "integer);\n")}};
    assert_int_not_equal(db_migrate_with(&k->cx, broken, 2, &n), K_OK);
    assert_int_equal(n, 1);
    CHECK_OK(db_migrate_with(&k->cx, two, 2, &n));
    assert_int_equal(n, 1);
    kit_db_run(k, "create table c (id integer)");
}

static void the_embedded_migrations_run(struct kit_db *k)
{
    int n;
    CHECK_OK(db_migrate(&k->cx, &n));
    assert_int_equal(n, n_migrations);
    CHECK_OK(db_migrate(&k->cx, &n));
    assert_int_equal(n, 0);
    assert_int_equal(kit_db_number(k, "select count(*) from post"), 0);
}

/* 0031: a storm of before bears its posts and its reach, and why some stand on their own. */
static void storms_of_before_keep_their_posts(struct kit_db *k)
{
    int n;
    CHECK_OK(db_migrate_with(&k->cx, migrations, 30, &n));
    kit_db_run(k, "insert into channel (id, network, address, name, handle, created_at) values "
                  "(1, 'fake', 'a', 'a', 'a', 1)");
    kit_db_run(k, "insert into person (id, name, created_at, updated_at) values "
                  "(21, 'ann', 1, 1), (22, 'bob', 1, 1), (23, 'cem', 1, 1)");
    kit_db_run(k, "insert into identity (id, person_id, network, native_id, followers, "
                  "updated_at, created_at) values (31, 21, 'fake', 'ann', 100, 1, 1), "
                  "(32, 22, 'fake', 'bob', 20, 1, 1), (33, 22, 'other', 'bob', 50, 1, 1), "
                  "(34, 23, 'fake', 'cem', -1, 1, 1)");
    kit_db_run(k, "insert into conversation (id, channel_id, network, native_root, status, "
                  "person_id, owner_id, storm_id, created_at, updated_at) values "
                  "(41, 1, 'fake', 'x', 'open', 21, 0, 9, 1, 1), "
                  "(42, 1, 'fake', 'y', 'folded', 22, 0, 9, 1, 1), "
                  "(43, 1, 'fake', 'z', 'open', 23, 7, 9, 1, 1)");
    kit_db_run(k, "insert into post (id, conversation_id, channel_id, network, native_id, "
                  "direction, person_id, text, posted_at, received_at, content_hash) values "
                  "(51, 41, 1, 'fake', 'x', 'in', 21, 'w', 1000, 1, 1), "
                  "(52, 42, 1, 'fake', 'y', 'in', 22, 'w', 2000, 1, 1), "
                  "(53, 43, 1, 'fake', 'z', 'in', 23, 'w', 3000, 1, 1)");
    kit_db_run(k, "insert into storm (id, head_id, sample, posts, authors, first_at, last_at) "
                  "values (9, 41, 'w', 3, 3, 1000, 3000)");
    kit_db_run(k, "insert into echo (fingerprint, post_id, conversation_id, person_id, at) "
                  "values (5, 51, 41, 21, 1000)");
    CHECK_OK(db_migrate(&k->cx, &n));
    assert_int_equal(kit_db_number(k, "select count(*) from storm_post where own = ''"), 2);
    assert_int_equal(
        kit_db_number(k, "select post_id from storm_post where own = 'held' and at = 3000"),
        53);
    assert_int_equal(kit_db_number(k, "select reach from storm where decided = ''"), 150);
    assert_int_equal(kit_db_number(k, "select reach_known from storm"), 2);
    assert_int_equal(kit_db_number(k, "select count(*) from echo"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH_EMPTY(migrations_run_once_and_in_order),
        KIT_BOTH_EMPTY(a_changed_migration_is_refused),
        KIT_BOTH_EMPTY(a_newer_database_is_refused),
        KIT_BOTH_EMPTY(a_broken_migration_leaves_nothing),
        KIT_BOTH_EMPTY(the_embedded_migrations_run),
        KIT_BOTH_EMPTY(storms_of_before_keep_their_posts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
