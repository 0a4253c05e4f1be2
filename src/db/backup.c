/* backup: copies of a whole database, back and forth, and what a database says of its own
 * health. SQLite copies itself (vacuum into: one snapshot, compact, writers go on);
 * PostgreSQL's own programs are run, with the password in their environment and never among
 * arguments. */
#include "db/driver.h"
#include "db/handle.h"
#include "os/file.h"
#include "os/process.h"
#include <stdio.h>
#include <unistd.h>

/* ---- health ---- */

static k_err number(struct k_ctx *cx, const char *text, int64_t *out)
{
    k_str s;
    *out = 0;
    K_TRY(db_ask(cx, text, &s));
    (void)k_str_i64(s, out);
    return K_OK;
}

static k_err sqlite_health(struct k_ctx *cx, bool thorough, struct db_health *out)
{
    k_str said;
    int64_t wal = 0;
    out->version = k_fmt(cx->arena, "SQLite %s", sqlite3_libversion());
    K_TRY(db_ask(cx, thorough ? "pragma integrity_check(1)" : "pragma quick_check(1)", &said));
    out->whole = k_str_eqz(said, "ok");
    out->why = out->whole ? K_NONE : said;
    K_TRY(number(cx, "select page_count * page_size from pragma_page_count, pragma_page_size",
                 &out->bytes));
    k_str log = k_fmt(cx->arena, "%s-wal", cx->db->cfg.where.p);
    if (os_file_exists(log.p) && os_file_size(log.p, &wal) == K_OK)
        out->bytes += wal;
    return K_OK;
}

static k_err postgres_health(struct k_ctx *cx, struct db_health *out)
{
    k_str version, broken;
    K_TRY(db_ask(cx, "show server_version", &version));
    out->version = k_fmt(cx->arena, "PostgreSQL %.*s", K_ARG(version));
    K_TRY(number(cx, "select pg_database_size(current_database())", &out->bytes));
    K_TRY(db_ask(cx,
                 "select indexrelid::regclass::text from pg_index where not indisvalid limit 1",
                 &broken));
    out->whole = broken.p == NULL;
    if (!out->whole)
        out->why = k_fmt(cx->arena, "The index %.*s is not valid: reindex it.", K_ARG(broken));
    return K_OK;
}

static const char has_migrations_sqlite[] =
    "select 1 from sqlite_schema where name = 'schema_migration'";
static const char has_migrations_postgres[] =
    "select 1 where to_regclass('schema_migration') is not null";
static const char newest_migration[] =
    "select name from schema_migration order by name desc limit 1";

static bool is_sqlite(const struct k_ctx *cx)
{
    return db_kind_of(cx->db) == DB_SQLITE;
}

k_err db_health_get(struct k_ctx *cx, bool thorough, struct db_health *out)
{
    k_str has;
    *out = (struct db_health){.whole = false};
    K_TRY(is_sqlite(cx) ? sqlite_health(cx, thorough, out) : postgres_health(cx, out));
    K_TRY(db_ask(cx, is_sqlite(cx) ? has_migrations_sqlite : has_migrations_postgres, &has));
    return has.p ? db_ask(cx, newest_migration, &out->migration) : K_OK;
}

/* ---- SQLite ---- */

/* The whole database as it is now, into an empty file. */
static k_err vacuum_into(struct k_ctx *cx, const char *path)
{
    sqlite3 *h = db_sqlite_handle(cx->db);
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(h, "vacuum into ?1", -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    sqlite3_finalize(st);
    if (rc == SQLITE_DONE)
        return K_OK;
    k_log(K_ERROR, "db_backup_failed", "code=%d text=\"%s\"", rc, sqlite3_errmsg(h));
    return (rc & 0xff) == SQLITE_FULL || (rc & 0xff) == SQLITE_IOERR ? K_ERR_DISK_FULL
                                                                     : K_ERR_DB;
}

/* Opens a copy, lets it look at itself, and says which migration it is of. */
static k_err check_copy(struct k_ctx *cx, const char *path, struct db_health *health)
{
    struct k_ctx look = *cx;
    struct db_config cfg = {.kind = DB_SQLITE, .where = k_str_z(path), .cache_mib = 4};
    look.db = NULL;
    K_TRY(db_open(&look, &cfg, &look.db));
    k_err err = db_health_get(&look, false, health);
    db_close(look.db);
    return err;
}

static void remove_copy(struct k_ctx *cx, const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        unlink(k_fmt(cx->arena, "%s%s", path, ends[i]).p);
}

static k_err sqlite_backup(struct k_ctx *cx, const char *part)
{
    struct db_health health = {.whole = false};
    K_TRY(vacuum_into(cx, part));
    K_TRY(check_copy(cx, part, &health));
    return health.whole
               ? K_OK
               : k_fail(cx, K_ERR_DB, NULL, "The copy is damaged: %.*s", K_ARG(health.why));
}

static k_err copy_bytes(FILE *in, FILE *out)
{
    char bytes[65536];
    size_t n;
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        if (fwrite(bytes, 1, n, out) != n)
            return K_ERR_DISK_FULL;
    if (ferror(in))
        return K_ERR_IO;
    return fflush(out) == 0 && fsync(fileno(out)) == 0 ? K_OK : K_ERR_DISK_FULL;
}

/* A backup is a file at rest: its bytes are all of it. */
static k_err copy_file(struct k_ctx *cx, const char *from, const char *to)
{
    FILE *in = fopen(from, "rbe");
    if (in == NULL)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "The file %s cannot be read.", from);
    k_err err = os_file_exists(to) ? K_OK : os_file_create(to, K_NONE, 0600);
    FILE *out = err == K_OK ? fopen(to, "r+be") : NULL;
    if (err == K_OK)
        err = out ? copy_bytes(in, out) : K_ERR_IO;
    if (out && fclose(out) != 0 && err == K_OK)
        err = K_ERR_DISK_FULL;
    (void)fclose(in);
    return err;
}

static k_err sqlite_restore(struct k_ctx *cx, const struct db_config *into, const char *path)
{
    struct db_health health = {.whole = false};
    k_str to = k_fmt(cx->arena, "%.*s", K_ARG(into->where));
    k_str wal = k_fmt(cx->arena, "%s-wal", path);
    int64_t bytes = 0;
    if (os_file_exists(to.p) && (os_file_size(to.p, &bytes) != K_OK || bytes > 0))
        return k_fail(cx, K_ERR_CONFLICT, NULL, "%s is there already. Move it away first.",
                      to.p);
    if (os_file_exists(wal.p))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL,
                      "%s is a database in use, not a backup: %s lies beside it.", path, wal.p);
    k_err err = copy_file(cx, path, to.p);
    if (err == K_OK &&
        (check_copy(cx, to.p, &health) != K_OK || !health.whole || health.migration.p == NULL))
        err = k_fail(cx, K_ERR_BAD_INPUT, NULL, "%s is no whole SQLite backup of Kith.", path);
    if (err != K_OK && err != K_ERR_NOT_FOUND)
        remove_copy(cx, to.p);
    return err;
}

/* ---- PostgreSQL ---- */

/* What the programs need to connect as we did, as environment. */
static k_err connection_env(struct k_ctx *cx, PGconn *h, const char *env[], size_t max)
{
    size_t n = 0;
    PQconninfoOption *all = PQconninfo(h);
    if (all == NULL)
        return K_ERR_NO_MEMORY;
    for (PQconninfoOption *o = all; o->keyword && n + 1 < max; o++)
        if (o->envvar && o->val && *o->val)
            env[n++] = k_fmt(cx->arena, "%s=%s", o->envvar, o->val).p;
    env[n] = NULL;
    PQconninfoFree(all);
    return K_OK;
}

static k_err run_tool(struct k_ctx *cx, PGconn *h, const char *const argv[])
{
    const char *env[64];
    struct os_process_end end;
    K_TRY(connection_env(cx, h, env, sizeof env / sizeof *env));
    k_err err = os_process_run(cx->arena, argv, env, &end);
    if (err == K_ERR_NOT_FOUND)
        return k_fail(cx, K_ERR_UNSUPPORTED, NULL,
                      "%s is not installed (Debian: postgresql-client).", argv[0]);
    if (err != K_OK || end.status == 0)
        return err;
    k_str said = k_str_trim(end.said);
    k_log(K_ERROR, "db_tool_failed", "program=%s status=%d text=\"%.*s\"", argv[0], end.status,
          K_ARG(said));
    bool full = k_str_find(said, K_S("No space left")) >= 0;
    return k_fail(cx, full ? K_ERR_DISK_FULL : K_ERR_DB, NULL, "%s failed: %.*s", argv[0],
                  K_ARG(said));
}

static k_err postgres_backup(struct k_ctx *cx, const char *part)
{
    const char *const dump[] = {
        "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", part, NULL};
    const char *const list[] = {"pg_restore", "--list", part, NULL};
    K_TRY(run_tool(cx, db_postgres_handle(cx->db), dump));
    return run_tool(cx, db_postgres_handle(cx->db), list);
}

static k_err postgres_restore(struct k_ctx *cx, const struct db_config *into, const char *path)
{
    const char *const restore[] = {"pg_restore",
                                   "--no-owner",
                                   "--no-privileges",
                                   "--exit-on-error",
                                   "--single-transaction",
                                   "--dbname",
                                   NULL,
                                   path,
                                   NULL};
    const char *argv[sizeof restore / sizeof *restore];
    struct k_ctx to = *cx;
    int64_t tables;
    memcpy(argv, restore, sizeof restore);
    to.db = NULL;
    if (!os_file_exists(path))
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "There is no file %s.", path);
    K_TRY(db_open(&to, into, &to.db));
    argv[6] = PQdb(db_postgres_handle(to.db));
    k_err err = number(
        &to, "select count(*) from pg_tables where schemaname = current_schema()", &tables);
    if (err == K_OK && tables)
        err = k_fail(&to, K_ERR_CONFLICT, NULL, "The database is not empty. Make a new one.");
    if (err == K_OK)
        err = run_tool(&to, db_postgres_handle(to.db), argv);
    db_close(to.db);
    cx->detail = to.detail;
    return err;
}

/* ---- both ---- */

k_err db_backup(struct k_ctx *cx, const char *path)
{
    k_str part = k_fmt(cx->arena, "%s.part", path);
    if (db_in_transaction(cx->db))
        return db_rule_broken("a backup is made outside a transaction", NULL);
    if (os_file_exists(path))
        return k_fail(cx, K_ERR_EXISTS, NULL, "%s is there already.", path);
    remove_copy(cx, part.p);
    k_err err = os_file_create(part.p, K_NONE, 0600);
    if (err == K_OK)
        err = is_sqlite(cx) ? sqlite_backup(cx, part.p) : postgres_backup(cx, part.p);
    if (err == K_OK && rename(part.p, path) != 0)
        err = K_ERR_IO;
    remove_copy(cx, part.p);
    return err;
}

k_err db_restore(struct k_ctx *cx, const struct db_config *into, const char *path)
{
    return into->kind == DB_SQLITE ? sqlite_restore(cx, into, path)
                                   : postgres_restore(cx, into, path);
}
