/* bulk: a database that takes in millions of rows at once. SQLite stops waiting for the disk
 * and gets more memory; PostgreSQL builds its indexes when the rows are there, which is many
 * times cheaper for an index of words, and then gathers what its planner must know. */
#include "base/buf.h"
#include "db/driver.h"

static const char sqlite_begin[] = "pragma synchronous = off; pragma cache_size = -524288;"
                                   "pragma wal_autocheckpoint = 100000;";
static const char sqlite_end[] = "pragma synchronous = normal; pragma cache_size = -65536;"
                                 "pragma wal_autocheckpoint = 4000;"
                                 "pragma wal_checkpoint(truncate);";

/* Those of a constraint stay: rows are found by them, and what is twice is refused. */
#define INDEXES                                                                                \
    "from pg_indexes i where schemaname = current_schema() and not exists (select 1 from "     \
    "pg_constraint c where c.conname = i.indexname) and indexdef not like 'CREATE UNIQUE%'"

static const char postgres_texts[] = "select string_agg(indexdef, ';') " INDEXES;
static const char postgres_drop[] =
    "select string_agg('drop index ' || quote_ident(indexname), ';') " INDEXES;
static const char postgres_end[] = "set synchronous_commit = on; reset maintenance_work_mem";

k_err db_bulk_begin(struct k_ctx *cx, k_str *indexes)
{
    k_str drop;
    *indexes = K_NONE;
    if (db_kind_of(cx->db) == DB_SQLITE)
        return db_script(cx, sqlite_begin);
    K_TRY(db_ask(cx, postgres_texts, indexes));
    K_TRY(db_ask(cx, postgres_drop, &drop));
    return drop.n ? db_script(cx, k_dupz(cx->arena, drop)) : K_OK;
}

k_err db_bulk_end(struct k_ctx *cx, k_str indexes)
{
    if (db_kind_of(cx->db) == DB_SQLITE)
        return db_script(cx, sqlite_end);
    K_TRY(db_script(cx, "set synchronous_commit = off; set maintenance_work_mem = '512MB'"));
    if (indexes.n)
        K_TRY(db_script(cx, k_dupz(cx->arena, indexes)));
    K_TRY(db_script(cx, "vacuum analyze"));
    return db_script(cx, postgres_end);
}
