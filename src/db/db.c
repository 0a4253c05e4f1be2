/* db: the rules that hold for every database: which connection speaks which, transactions and
 * what may run in them, retries, notices after commit. Talks to the drivers (driver.h) only. */
#include "db/driver.h"

#define RETRIES 5

k_err db_rule_broken(const char *rule, const struct db_stmt *st)
{
#ifdef KITH_DEV
    k_panic("%s: %s", st ? st->name : "database", rule);
#else
    k_log(K_ERROR, "db_rule", "statement=%s rule=\"%s\"", st ? st->name : "-", rule);
    return K_ERR_DB;
#endif
}

/* ---- connections ---- */

k_err db_config_parse(struct k_ctx *cx, k_str text, struct db_config *out)
{
    *out = (struct db_config){.where = k_str_trim(text)};
    k_str s = out->where;
    bool url = k_str_starts(s, K_S("postgres://")) || k_str_starts(s, K_S("postgresql://"));
    out->kind = url ? DB_POSTGRES : DB_SQLITE;
    if (s.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "database",
                      "Give a file for SQLite or postgres://user@host/name for PostgreSQL.");
    if (!url && k_str_find(s, K_S("://")) >= 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "database",
                      "\"%.*s\" is no database that Kith knows. Give a file for SQLite or "
                      "postgres://user@host/name for PostgreSQL.",
                      (int)k_str_find(s, K_S("://")), s.p);
    if (memchr(s.p, 0, s.n))
        return k_fail(cx, K_ERR_BAD_INPUT, "database", "The name holds a zero byte.");
    return K_OK;
}

static const struct db_driver *driver_of(enum db_kind kind)
{
    return kind == DB_POSTGRES ? &db_postgres_driver : &db_sqlite_driver;
}

k_err db_open(struct k_ctx *cx, const struct db_config *cfg, struct db_conn **out)
{
    *out = NULL;
    struct db_config c = *cfg;
    c.where.p = strndup(cfg->where.p, cfg->where.n);
    if (c.where.p == NULL)
        return K_ERR_NO_MEMORY;
    if (c.busy_ms <= 0)
        c.busy_ms = 5000;
    if (c.cache_mib <= 0)
        c.cache_mib = c.read_only ? 16 : 64;
    struct db_kept *kept = db_kept_open(&c);
    k_err err = kept ? driver_of(cfg->kind)->open(cx, &c, out) : K_ERR_NO_MEMORY;
    if (err != K_OK) {
        db_kept_close(kept);
        free((char *)(uintptr_t)c.where.p);
    } else {
        (*out)->kept = kept;
    }
    return err;
}

void db_close(struct db_conn *c)
{
    if (c == NULL)
        return;
    if (c->open)
        db_done(c->open);
    if (c->tx != DB_TX_NONE)
        c->driver->rollback(c);
    char *where = (char *)(uintptr_t)c->cfg.where.p;
    struct db_kept *kept = c->kept;
    c->driver->close(c);
    db_kept_close(kept);
    free(where);
}

enum db_kind db_kind_of(const struct db_conn *c)
{
    return c->driver->kind;
}

void db_stats_get(const struct db_conn *c, struct db_stats *out)
{
    *out = c->stats;
}

/* A lost connection comes back by itself, but never inside a transaction. */
static k_err revive(struct db_conn *c)
{
    if (!c->broken)
        return K_OK;
    if (c->tx != DB_TX_NONE || !c->driver->reopen(c))
        return K_ERR_DB_DOWN;
    return K_OK;
}

/* ---- transactions ---- */

static void spent(struct db_conn *c, k_time since)
{
    c->stats.busy_us += (uint64_t)(k_mono() - since);
}

static void drop_notices(struct k_ctx *cx)
{
    cx->notices = NULL;
    cx->n_notices = cx->cap_notices = 0;
}

bool db_in_transaction(const struct db_conn *c)
{
    return c->tx != DB_TX_NONE;
}

bool db_write_wanted(struct db_conn *c)
{
    return c->driver->wanted == NULL || c->driver->wanted(c);
}

k_err db_begin(struct k_ctx *cx, bool write)
{
    struct db_conn *c = cx->db;
    if (c->tx != DB_TX_NONE || c->open)
        return db_rule_broken("a transaction is running already", NULL);
    if (write && c->cfg.read_only)
        return db_rule_broken("this connection only reads", NULL);
    K_TRY(revive(c));
    k_time since = k_mono();
    k_err err = c->driver->begin(cx, c, write);
    if (err == K_ERR_DB_DOWN && c->broken && c->driver->reopen(c)) /* the server restarted */
        err = c->driver->begin(cx, c, write);
    spent(c, since);
    if (err == K_OK) {
        c->tx = write ? DB_TX_WRITE : DB_TX_READ;
        c->failed = K_OK;
        c->retry = false;
        c->stats.transactions++;
    }
    return err;
}

static void publish(struct k_ctx *cx)
{
    const struct db_publish *p = cx->db->cfg.publish;
    struct k_notice *v = cx->notices;
    size_t n = cx->n_notices;
    drop_notices(cx);
    if (n && p && p->fn)
        p->fn(p->arg, v, n);
}

k_err db_commit(struct k_ctx *cx)
{
    struct db_conn *c = cx->db;
    if (c->tx == DB_TX_NONE || c->open)
        return db_rule_broken("there is no transaction to commit, or a result is open", NULL);
    k_err err = c->failed;
    if (err == K_OK) {
        k_time since = k_mono();
        err = c->driver->commit(cx, c);
        spent(c, since);
    }
    if (err != K_OK) {
        db_rollback(cx);
        return err;
    }
    c->tx = DB_TX_NONE;
    publish(cx);
    return K_OK;
}

void db_rollback(struct k_ctx *cx)
{
    struct db_conn *c = cx->db;
    if (c->open)
        db_done(c->open);
    if (c->tx == DB_TX_NONE)
        return;
    c->driver->rollback(c);
    c->tx = DB_TX_NONE;
    c->failed = K_OK;
    drop_notices(cx);
}

static k_err write_once(struct k_ctx *cx, k_err (*fn)(struct k_ctx *cx, void *arg), void *arg)
{
    K_TRY(db_begin(cx, true));
    k_err err = fn(cx, arg);
    if (err == K_OK)
        return db_commit(cx);
    db_rollback(cx);
    return err;
}

k_err db_write(struct k_ctx *cx, k_err (*fn)(struct k_ctx *cx, void *arg), void *arg)
{
    bool again_on_exists = db_kind_of(cx->db) == DB_POSTGRES;
    struct k_detail before = cx->detail;
    k_err err = K_OK;
    for (int run = 0; run <= RETRIES; run++) {
        cx->detail = before;
        cx->db->retry = false;
        err = write_once(cx, fn, arg);
        bool again = cx->db->retry || (err == K_ERR_EXISTS && again_on_exists);
        if (err == K_OK || !again)
            return err;
        if (err == K_ERR_EXISTS)
            again_on_exists = false;
    }
    return err;
}

/* ---- statements ---- */

static k_err allowed(struct db_conn *c, const struct db_stmt *st)
{
    if (c->open)
        return db_rule_broken("another result is still open on this connection", st);
    if (st->write && c->tx != DB_TX_WRITE)
        return db_rule_broken("it writes, outside a write transaction", st);
    if (c->failed != K_OK && c->tx != DB_TX_NONE)
        return c->failed;
    return revive(c);
}

static k_err noted(struct db_conn *c, k_err err)
{
    if (err != K_OK && c->tx != DB_TX_NONE && c->failed == K_OK)
        c->failed = err;
    return err;
}

k_err db_exec(struct k_ctx *cx, const struct db_stmt *st, const struct db_val *args,
              int64_t *changed)
{
    struct db_conn *c = cx->db;
    int64_t n = 0;
    K_TRY(allowed(c, st));
    k_time since = k_mono();
    k_err err = c->driver->exec(cx, c, st, args, &n);
    spent(c, since);
    c->stats.statements++;
    if (changed)
        *changed = n;
    return noted(c, err);
}

static k_err start(struct k_ctx *cx, const struct db_stmt *st, const struct db_val *args,
                   bool stream, struct db_rows **out)
{
    struct db_conn *c = cx->db;
    *out = NULL;
    K_TRY(allowed(c, st));
    k_time since = k_mono();
    k_err err = c->driver->query(cx, c, st, args, stream, out);
    if (err == K_ERR_DB_DOWN && c->tx == DB_TX_NONE && c->broken && c->driver->reopen(c))
        err = c->driver->query(cx, c, st, args, stream, out);
    c->stats.statements++;
    if (err != K_OK) {
        spent(c, since);
        return noted(c, err);
    }
    struct db_rows *r = *out;
    r->conn = c;
    r->st = st;
    r->since = since;
    r->stream = stream;
    c->open = r;
    return K_OK;
}

k_err db_query(struct k_ctx *cx, const struct db_stmt *st, const struct db_val *args,
               struct db_rows **out)
{
    return start(cx, st, args, false, out);
}

k_err db_stream(struct k_ctx *cx, const struct db_stmt *st, const struct db_val *args,
                struct db_rows **out)
{
    return start(cx, st, args, true, out);
}

k_err db_next(struct k_ctx *cx, struct db_rows *r, bool *more)
{
    k_err err = r->conn->driver->next(cx, r, more);
    if (err == K_OK && *more)
        r->conn->stats.rows++;
    return noted(r->conn, err);
}

int64_t db_col_int(const struct db_rows *r, int i)
{
    return r->conn->driver->col_int(r, i);
}

double db_col_real(const struct db_rows *r, int i)
{
    return r->conn->driver->col_real(r, i);
}

k_str db_col_str(const struct db_rows *r, int i)
{
    return r->conn->driver->col_str(r, i);
}

k_str db_col_blob(const struct db_rows *r, int i)
{
    return r->conn->driver->col_blob(r, i);
}

void db_done(struct db_rows *r)
{
    if (r == NULL || r->conn->open != r)
        return;
    struct db_conn *c = r->conn;
    c->driver->done(r);
    c->open = NULL;
    spent(c, r->since);
}

k_err db_tell(struct k_ctx *cx, const char *name, const int64_t *v, size_t n)
{
    struct db_conn *c = cx->db;
    k_str words = k_str_z(name);
    if (c->driver->tell == NULL)
        return K_OK;
    if (c->open)
        return db_rule_broken("another result is still open on this connection", NULL);
    K_TRY(revive(c));
    for (size_t i = 0; i < n; i++)
        words = k_fmt(cx->arena, "%.*s.%lld", K_ARG(words), (long long)v[i]);
    return noted(c, c->driver->tell(cx, c, words));
}

k_err db_script(struct k_ctx *cx, const char *text)
{
    struct db_conn *c = cx->db;
    if (c->open)
        return db_rule_broken("another result is still open on this connection", NULL);
    K_TRY(revive(c));
    return noted(c, c->driver->script(cx, c, text));
}

k_err db_ask(struct k_ctx *cx, const char *text, k_str *out)
{
    struct db_conn *c = cx->db;
    *out = K_NONE;
    if (c->open)
        return db_rule_broken("another result is still open on this connection", NULL);
    K_TRY(revive(c));
    return noted(c, c->driver->ask(cx, c, text, out));
}

k_err db_describe(struct k_ctx *cx, const struct db_stmt *st,
                  void (*fn)(void *arg, int i, const char *name), void *arg)
{
    return cx->db->driver->describe(cx, cx->db, st, fn, arg);
}
