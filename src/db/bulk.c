/* bulk: a database that takes in millions of rows at once. Indexes are built when the rows are
 * there, which is many times cheaper for all that do not grow at their end. SQLite stops
 * waiting for the disk and gets more memory; PostgreSQL then gathers what its planner must
 * know. */
#include "base/buf.h"
#include "db/driver.h"

enum { MUCH_MIB = 256 }; /* of pages, in a connection that writes much */

/* Sorting in files: with temp_store in memory the sort of an index would be there, too. */
static const char sqlite_begin[] = "pragma synchronous = off; pragma cache_size = -524288;"
                                   "pragma wal_autocheckpoint = 100000;"
                                   "pragma temp_store = file;";
static const char sqlite_end[] = "pragma temp_store = memory; pragma synchronous = normal;"
                                 "pragma cache_size = -65536;"
                                 "pragma wal_autocheckpoint = 4000;"
                                 "pragma wal_checkpoint(truncate);";

/* Those of a constraint stay: rows are found by them, and what is twice is refused. */
#define SQLITE_INDEXES                                                                         \
    "from sqlite_schema where type = 'index' and upper(sql) not like 'CREATE UNIQUE%'"
#define POSTGRES_INDEXES                                                                       \
    "from pg_indexes i where schemaname = current_schema() and not exists (select 1 from "     \
    "pg_constraint c where c.conname = i.indexname) and indexdef not like 'CREATE UNIQUE%'"

static const char *const texts[] = {
    [DB_SQLITE] = "select group_concat(sql, ';') " SQLITE_INDEXES,
    [DB_POSTGRES] = "select string_agg(indexdef, ';') " POSTGRES_INDEXES};
static const char *const drops[] = {
    [DB_SQLITE] = "select group_concat('drop index ' || name, ';') " SQLITE_INDEXES,
    [DB_POSTGRES] =
        "select string_agg('drop index ' || quote_ident(indexname), ';') " POSTGRES_INDEXES};
static const char postgres_end[] = "set synchronous_commit = on; reset maintenance_work_mem";

k_err db_bulk_begin(struct k_ctx *cx, k_str *indexes)
{
    enum db_kind kind = db_kind_of(cx->db);
    k_str drop = K_NONE;
    *indexes = K_NONE;
    if (kind == DB_SQLITE)
        K_TRY(db_script(cx, sqlite_begin));
    K_TRY(db_ask(cx, texts[kind], indexes));
    K_TRY(db_ask(cx, drops[kind], &drop));
    return drop.n ? db_script(cx, k_dupz(cx->arena, drop)) : K_OK;
}

k_err db_bulk_end(struct k_ctx *cx, k_str indexes)
{
    if (db_kind_of(cx->db) == DB_SQLITE) {
        K_TRY(indexes.n ? db_script(cx, k_dupz(cx->arena, indexes)) : K_OK);
        return db_script(cx, sqlite_end);
    }
    K_TRY(db_script(cx, "set synchronous_commit = off; set maintenance_work_mem = '512MB'"));
    if (indexes.n)
        K_TRY(db_script(cx, k_dupz(cx->arena, indexes)));
    K_TRY(db_script(cx, "vacuum analyze"));
    return db_script(cx, postgres_end);
}

/* ---- writing much in a row ------------------------------------------------------------ */

k_err db_write_much(struct k_ctx *cx, bool much)
{
    if (db_kind_of(cx->db) != DB_SQLITE)
        return K_OK;
    int mib = cx->db->cfg.cache_mib;
    if (much && mib < MUCH_MIB)
        mib = MUCH_MIB;
    return db_script(cx,
                     k_fmt(cx->arena, "pragma wal_autocheckpoint = %d; pragma cache_size = -%d",
                           much ? 65536 : 4000, mib * 1024)
                         .p);
}

k_err db_settle(struct k_ctx *cx)
{
    if (db_kind_of(cx->db) != DB_SQLITE)
        return K_OK;
    return db_script(cx, "pragma wal_checkpoint(passive)");
}
