/* db_sqlite: the driver of SQLite (WAL). A connection is one sqlite3 handle without its mutex;
 * prepared handles stand in an array by the statement's index. Writers queue for the file's one
 * place (writer.h) before BEGIN IMMEDIATE. The planner never sees statistics nor bound values
 * (no ANALYZE, QPSG on): a plan that the tests have seen is the plan that runs. */
#include "db/driver.h"
#include "db/handle.h"
#include "db/writer.h"
#include "os/file.h"
#include <pthread.h>

struct handle {
    const struct db_stmt *st;
    sqlite3_stmt *h;
};

struct sqlite_conn {
    struct db_conn base;
    struct db_rows rows;
    sqlite3 *h;
    sqlite3_stmt *begin_read, *begin_write, *commit, *rollback;
    struct handle *handles; /* by index of the statement */
    size_t n_handles;
    sqlite3_stmt *stepping; /* of the open result */
    struct writer *place;
    bool holds; /* the place is ours */
};

static struct sqlite_conn *own(struct db_conn *c)
{
    return (struct sqlite_conn *)(void *)c;
}

static sqlite3_stmt *stepping(const struct db_rows *r)
{
    return own(r->conn)->stepping;
}

/* ---- errors ---- */

static k_err error_of(int extended)
{
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return K_ERR_EXISTS;
    default:
        break;
    }
    switch (extended & 0xff) {
    case SQLITE_FULL:
        return K_ERR_DISK_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return K_ERR_BUSY;
    case SQLITE_NOMEM:
        return K_ERR_NO_MEMORY;
    case SQLITE_INTERRUPT:
        return K_ERR_CANCELLED;
    case SQLITE_CANTOPEN:
        return K_ERR_DB_DOWN;
    default:
        return K_ERR_DB;
    }
}

static k_err failed(struct sqlite_conn *c, const char *what)
{
    int code = sqlite3_extended_errcode(c->h);
    k_err err = error_of(code);
    k_log(err == K_ERR_EXISTS ? K_DEBUG : K_ERROR, "db_failed",
          "statement=%s code=%d text=\"%s\"", what, code, sqlite3_errmsg(c->h));
    return err;
}

/* ---- opening ---- */

static void library_once(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS,
                   0); /* its global counter is a lock in every malloc */
    sqlite3_initialize();
}

/* The file is made by us, so that only our user can read what people wrote. */
static k_err make_file(struct k_ctx *cx, const char *path)
{
    k_err err = os_file_create(path, K_NONE, 0600);
    if (err == K_OK || err == K_ERR_EXISTS)
        return K_OK;
    return k_fail(cx, K_ERR_DB_DOWN, "database", "The file %s cannot be made: %s", path,
                  err == K_ERR_NOT_FOUND ? "its folder is not there." : k_err_row(err)->text);
}

static const char settings[] = "pragma journal_mode = wal;"
                               "pragma synchronous = normal;"
                               "pragma foreign_keys = on;"
                               "pragma secure_delete = off;"
                               "pragma wal_autocheckpoint = 4000;"
                               "pragma journal_size_limit = 67108864;"
                               "pragma mmap_size = 134217728;"
                               "pragma temp_store = memory;";

static k_err configure(struct k_ctx *cx, struct sqlite_conn *c)
{
    const struct db_config *cfg = &c->base.cfg;
    sqlite3_extended_result_codes(c->h, 1);
    sqlite3_busy_timeout(c->h, cfg->busy_ms);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    char more[96];
    (void)snprintf(more, sizeof more, "pragma cache_size = -%d; pragma query_only = %d;",
                   cfg->cache_mib * 1024, cfg->read_only);
    if (sqlite3_exec(c->h, settings, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_exec(c->h, more, NULL, NULL, NULL) == SQLITE_OK)
        return K_OK;
    k_err err = failed(c, "open");
    return k_fail(cx, err, "database", "%s is not a database that Kith can use: %s.",
                  cfg->where.p, sqlite3_errmsg(c->h));
}

static k_err prepare(struct sqlite_conn *c, const char *name, const char *text,
                     sqlite3_stmt **out)
{
    if (sqlite3_prepare_v3(c->h, text, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) == SQLITE_OK &&
        *out)
        return K_OK;
    return failed(c, name);
}

static k_err prepare_own(struct sqlite_conn *c)
{
    K_TRY(prepare(c, "begin", "begin", &c->begin_read));
    K_TRY(prepare(c, "begin", "begin immediate", &c->begin_write));
    K_TRY(prepare(c, "commit", "commit", &c->commit));
    return prepare(c, "rollback", "rollback", &c->rollback);
}

static void sqlite_free(struct db_conn *base)
{
    struct sqlite_conn *c = own(base);
    for (size_t i = 0; i < c->n_handles; i++)
        sqlite3_finalize(c->handles[i].h);
    sqlite3_finalize(c->begin_read);
    sqlite3_finalize(c->begin_write);
    sqlite3_finalize(c->commit);
    sqlite3_finalize(c->rollback);
    sqlite3_close(c->h);
    writer_close(c->place);
    free(c->handles);
    free(c);
}

static k_err open_parts(struct k_ctx *cx, struct sqlite_conn *c)
{
    const char *path = c->base.cfg.where.p;
    K_TRY(make_file(cx, path));
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &c->h, flags, NULL) != SQLITE_OK)
        return k_fail(cx, c->h ? error_of(sqlite3_extended_errcode(c->h)) : K_ERR_NO_MEMORY,
                      "database", "The file %s cannot be opened: %s.", path,
                      c->h ? sqlite3_errmsg(c->h) : "out of memory");
    c->place = writer_open(path);
    if (c->place == NULL)
        return K_ERR_NO_MEMORY;
    K_TRY(configure(cx, c));
    return prepare_own(c);
}

static k_err sqlite_open(struct k_ctx *cx, const struct db_config *cfg, struct db_conn **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, library_once);
    struct sqlite_conn *c = calloc(1, sizeof *c);
    if (c == NULL)
        return K_ERR_NO_MEMORY;
    c->base.driver = &db_sqlite_driver;
    c->base.cfg = *cfg;
    k_err err = open_parts(cx, c);
    if (err != K_OK) {
        sqlite_free(&c->base);
        return err;
    }
    *out = &c->base;
    return K_OK;
}

static bool sqlite_reopen(struct db_conn *c)
{
    (void)c; /* a file is never lost the way a server is: `broken` is not set here */
    return false;
}

/* ---- transactions ---- */

static int run_own(sqlite3_stmt *h)
{
    int rc = sqlite3_step(h);
    sqlite3_reset(h);
    return rc;
}

static void leave(struct sqlite_conn *c)
{
    if (c->holds)
        writer_give(c->place);
    c->holds = false;
}

static k_err sqlite_begin(struct k_ctx *cx, struct db_conn *base, bool write)
{
    struct sqlite_conn *c = own(base);
    if (write && !writer_take(c->place, base->cfg.busy_ms))
        return k_fail(cx, K_ERR_BUSY, NULL, "Another write takes too long. Try again.");
    c->holds = write;
    if (run_own(write ? c->begin_write : c->begin_read) == SQLITE_DONE)
        return K_OK;
    k_err err = failed(c, "begin");
    leave(c);
    return err;
}

static k_err sqlite_commit(struct k_ctx *cx, struct db_conn *base)
{
    (void)cx;
    struct sqlite_conn *c = own(base);
    if (run_own(c->commit) != SQLITE_DONE)
        return failed(c, "commit");
    leave(c);
    return K_OK;
}

/* A full disk may have ended the transaction by itself. */
static void sqlite_rollback(struct db_conn *base)
{
    struct sqlite_conn *c = own(base);
    if (!sqlite3_get_autocommit(c->h) && run_own(c->rollback) != SQLITE_DONE)
        (void)failed(c, "rollback");
    leave(c);
}

static bool sqlite_wanted(struct db_conn *base)
{
    return writer_wanted(own(base)->place);
}

/* ---- statements ---- */

static k_err grow_handles(struct sqlite_conn *c, size_t want)
{
    size_t n = want + 64;
    struct handle *v = reallocarray(c->handles, n, sizeof *v);
    if (v == NULL)
        return K_ERR_NO_MEMORY;
    memset(v + c->n_handles, 0, (n - c->n_handles) * sizeof *v);
    c->handles = v;
    c->n_handles = n;
    return K_OK;
}

/* Tables of statements other than the generated one (tests) share the array: the statement
 * itself is compared too. */
static k_err handle_of(struct sqlite_conn *c, const struct db_stmt *st, sqlite3_stmt **out)
{
    if (st->index >= c->n_handles)
        K_TRY(grow_handles(c, st->index));
    struct handle *slot = &c->handles[st->index];
    if (slot->st != st) {
        sqlite3_finalize(slot->h);
        *slot = (struct handle){.st = NULL};
        if (st->sqlite == NULL)
            return db_rule_broken("it is for PostgreSQL alone", st);
        K_TRY(prepare(c, st->name, st->sqlite, &slot->h));
        if (sqlite3_column_count(slot->h) != st->n_cols && st->n_cols)
            return db_rule_broken("its cols are not the columns it gives", st);
        if (!st->write && !sqlite3_stmt_readonly(slot->h))
            return db_rule_broken("it writes and is not marked :write", st);
        slot->st = st;
    }
    *out = slot->h;
    return K_OK;
}

static int bind_one(sqlite3_stmt *h, int i, const struct db_val *v)
{
    switch (v->type) {
    case DB_T_INT:
        return sqlite3_bind_int64(h, i, v->i);
    case DB_T_REAL:
        return sqlite3_bind_double(h, i, v->d);
    case DB_T_TEXT:
        return sqlite3_bind_text64(h, i, v->s.p ? v->s.p : "", v->s.n, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case DB_T_BLOB:
        return sqlite3_bind_blob64(h, i, v->s.p ? v->s.p : "", v->s.n, SQLITE_STATIC);
    case DB_T_ARRAY:
        return SQLITE_MISUSE;
    case DB_T_NULL:
    default:
        return sqlite3_bind_null(h, i);
    }
}

/* Arguments that only the twin for PostgreSQL uses are left out. */
static k_err bind_all(struct sqlite_conn *c, const struct db_stmt *st, sqlite3_stmt *h,
                      const struct db_val *args)
{
    int n = sqlite3_bind_parameter_count(h);
    for (int i = 0; i < n && i < st->n_params; i++)
        if (bind_one(h, i + 1, &args[i]) != SQLITE_OK)
            return failed(c, st->name);
    return K_OK;
}

static k_err sqlite_exec(struct k_ctx *cx, struct db_conn *base, const struct db_stmt *st,
                         const struct db_val *args, int64_t *changed)
{
    (void)cx;
    struct sqlite_conn *c = own(base);
    sqlite3_stmt *h;
    K_TRY(handle_of(c, st, &h));
    K_TRY(bind_all(c, st, h, args));
    int rc = sqlite3_step(h);
    while (rc == SQLITE_ROW)
        rc = sqlite3_step(h);
    k_err err = rc == SQLITE_DONE ? K_OK : failed(c, st->name);
    *changed = sqlite3_changes64(c->h);
    sqlite3_reset(h);
    return err;
}

static k_err sqlite_query(struct k_ctx *cx, struct db_conn *base, const struct db_stmt *st,
                          const struct db_val *args, bool stream, struct db_rows **out)
{
    (void)cx;
    (void)stream; /* SQLite always gives row by row */
    struct sqlite_conn *c = own(base);
    K_TRY(handle_of(c, st, &c->stepping));
    K_TRY(bind_all(c, st, c->stepping, args));
    *out = &c->rows;
    return K_OK;
}

static k_err sqlite_next(struct k_ctx *cx, struct db_rows *r, bool *more)
{
    (void)cx;
    int rc = sqlite3_step(stepping(r));
    *more = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return K_OK;
    return failed(own(r->conn), r->st->name);
}

static int64_t sqlite_int(const struct db_rows *r, int i)
{
    return sqlite3_column_int64(stepping(r), i);
}

static double sqlite_real(const struct db_rows *r, int i)
{
    sqlite3_stmt *h = stepping(r);
    return sqlite3_column_type(h, i) == SQLITE_NULL ? __builtin_nan("")
                                                    : sqlite3_column_double(h, i);
}

static k_str sqlite_str(const struct db_rows *r, int i)
{
    sqlite3_stmt *h = stepping(r);
    bool text = sqlite3_column_type(h, i) == SQLITE_TEXT;
    /* As a blob it is not copied in order to end with a NUL. */
    const void *p = text ? sqlite3_column_blob(h, i) : (const void *)sqlite3_column_text(h, i);
    if (text && p == NULL)
        p = ""; /* an empty one */
    return p ? (k_str){p, (size_t)sqlite3_column_bytes(h, i)} : K_NONE;
}

static k_str sqlite_blob(const struct db_rows *r, int i)
{
    sqlite3_stmt *h = stepping(r);
    if (sqlite3_column_type(h, i) == SQLITE_NULL)
        return K_NONE;
    const void *p = sqlite3_column_blob(h, i); /* NULL for an empty one */
    return (k_str){p ? p : "", (size_t)sqlite3_column_bytes(h, i)};
}

static void sqlite_done(struct db_rows *r)
{
    struct sqlite_conn *c = own(r->conn);
    sqlite3_reset(c->stepping);
    c->stepping = NULL;
}

static k_err sqlite_script(struct k_ctx *cx, struct db_conn *base, const char *text)
{
    (void)cx;
    struct sqlite_conn *c = own(base);
    return sqlite3_exec(c->h, text, NULL, NULL, NULL) == SQLITE_OK ? K_OK : failed(c, "script");
}

static k_err sqlite_ask(struct k_ctx *cx, struct db_conn *base, const char *text, k_str *out)
{
    struct sqlite_conn *c = own(base);
    sqlite3_stmt *h = NULL;
    K_TRY(prepare(c, "ask", text, &h));
    int rc = sqlite3_step(h);
    k_err err = rc == SQLITE_ROW || rc == SQLITE_DONE ? K_OK : failed(c, "ask");
    if (rc == SQLITE_ROW)
        *out = k_dup(cx->arena, k_str_z((const char *)sqlite3_column_text(h, 0)));
    sqlite3_finalize(h);
    return err;
}

static k_err sqlite_describe(struct k_ctx *cx, struct db_conn *base, const struct db_stmt *st,
                             void (*fn)(void *arg, int i, const char *name), void *arg)
{
    (void)cx;
    sqlite3_stmt *h;
    K_TRY(handle_of(own(base), st, &h));
    for (int i = 0; i < sqlite3_column_count(h); i++)
        fn(arg, i, sqlite3_column_name(h, i));
    return K_OK;
}

sqlite3 *db_sqlite_handle(struct db_conn *c)
{
    return c->driver == &db_sqlite_driver ? own(c)->h : NULL;
}

const struct db_driver db_sqlite_driver = {
    .kind = DB_SQLITE,
    .open = sqlite_open,
    .close = sqlite_free,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .wanted = sqlite_wanted,
    .exec = sqlite_exec,
    .query = sqlite_query,
    .next = sqlite_next,
    .col_int = sqlite_int,
    .col_real = sqlite_real,
    .col_str = sqlite_str,
    .col_blob = sqlite_blob,
    .done = sqlite_done,
    .script = sqlite_script,
    .ask = sqlite_ask,
    .reopen = sqlite_reopen,
    .describe = sqlite_describe,
};
