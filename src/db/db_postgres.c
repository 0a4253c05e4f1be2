/* db_postgres: the driver of PostgreSQL through libpq. A connection prepares each statement on
 * first use; parameters go out in binary with declared types (no copies, no guessing by the
 * server), results come back as text. Knows SQLSTATEs; nothing above it does. */
#include "db/driver.h"
#include "db/handle.h"
#include <endian.h>

enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, OID_FLOAT8 = 701 };
enum { OID_BYTEAS = 1001, OID_TEXTS = 1009, OID_INT8S = 1016, OID_FLOAT8S = 1022 };
#define SERVER_MIN 130000
#define SCRATCH_MAX ((size_t)64 * 1024 * 1024)

struct handle {
    const struct db_stmt *st; /* NULL: not prepared on this connection */
    char name[16];
};

struct pg_conn {
    struct db_conn base;
    struct db_rows rows;
    PGconn *h;
    struct handle *handles; /* by index of the statement */
    size_t n_handles;
    uint32_t prepared;       /* counter for names */
    PGresult *res;           /* of the open result: all rows, or the one of a stream */
    int at;                  /* row in res */
    struct k_arena *scratch; /* decoded blobs of the current row */
    const char *values[UINT8_MAX + 1];
    int lengths[UINT8_MAX + 1], formats[UINT8_MAX + 1];
    uint64_t numbers[UINT8_MAX + 1];
};

static struct pg_conn *own(struct db_conn *c)
{
    return (struct pg_conn *)(void *)c;
}

/* ---- errors ---- */

static k_err error_of(const char *state)
{
    static const struct {
        char state[6];
        k_err err;
    } rows[] = {
        {"23505", K_ERR_EXISTS},      {"53100", K_ERR_DISK_FULL}, {"53200", K_ERR_NO_MEMORY},
        {"53300", K_ERR_DB_DOWN},     {"55P03", K_ERR_BUSY},      {"40001", K_ERR_BUSY},
        {"40P01", K_ERR_BUSY},        {"57014", K_ERR_CANCELLED}, {"57P01", K_ERR_DB_DOWN},
        {"57P02", K_ERR_DB_DOWN},     {"57P03", K_ERR_DB_DOWN},   {"22021", K_ERR_BAD_INPUT},
        {"25006", K_ERR_UNSUPPORTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(state, rows[i].state) == 0)
            return rows[i].err;
    return K_ERR_DB;
}

static k_err failed(struct pg_conn *c, const char *what, const PGresult *res)
{
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    if (PQstatus(c->h) != CONNECTION_OK)
        c->base.broken = true;
    if (state == NULL)
        state = "";
    k_err err = c->base.broken ? K_ERR_DB_DOWN : error_of(state);
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
        c->base.retry = true;
    k_str text = k_str_trim(k_str_z(res ? PQresultErrorMessage(res) : PQerrorMessage(c->h)));
    k_log(err == K_ERR_EXISTS || c->base.retry ? K_DEBUG : K_ERROR, "db_failed",
          "statement=%s code=%s text=\"%.*s\"", what, state, K_ARG(text));
    return err;
}

/* Takes res over. */
static k_err answer(struct pg_conn *c, const char *what, PGresult *res)
{
    ExecStatusType s = PQresultStatus(res);
    k_err err = s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK ? K_OK : failed(c, what, res);
    PQclear(res);
    return err;
}

static void log_notice(void *arg, const char *text)
{
    (void)arg;
    k_str s = k_str_trim(k_str_z(text));
    k_log(K_DEBUG, "db_notice", "text=\"%.*s\"", K_ARG(s));
}

/* ---- opening ---- */

static k_err run_plain(struct pg_conn *c, const char *what, const char *text)
{
    return answer(c, what, PQexec(c->h, text));
}

/* What a session needs; `jit` costs more than it gives on statements as short as ours. */
static k_err configure(struct pg_conn *c)
{
    char text[256];
    (void)snprintf(text, sizeof text,
                   "set client_encoding = 'UTF8'; set timezone = 'UTC'; set jit = off;"
                   "set bytea_output = 'hex'; set lock_timeout = %d;"
                   "set default_transaction_read_only = %s",
                   c->base.cfg.busy_ms, c->base.cfg.read_only ? "on" : "off");
    return run_plain(c, "configure", text);
}

static k_err connect_first(struct k_ctx *cx, struct pg_conn *c)
{
    const char *const keys[] = {"connect_timeout", "tcp_user_timeout", "application_name",
                                "dbname", NULL};
    const char *const values[] = {"5", "30000", "kith", c->base.cfg.where.p, NULL};
    c->h = PQconnectdbParams(keys, values, 1);
    if (c->h == NULL)
        return K_ERR_NO_MEMORY;
    if (PQstatus(c->h) != CONNECTION_OK) {
        k_str why = k_str_trim(k_str_z(PQerrorMessage(c->h)));
        return k_fail(cx, K_ERR_DB_DOWN, "database", "PostgreSQL cannot be reached: %.*s",
                      K_ARG(why));
    }
    PQsetNoticeProcessor(c->h, log_notice, NULL);
    if (PQserverVersion(c->h) < SERVER_MIN)
        return k_fail(cx, K_ERR_UNSUPPORTED, "database",
                      "This PostgreSQL is too old: Kith needs version 13 or newer.");
    const char *encoding = PQparameterStatus(c->h, "server_encoding");
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
        return k_fail(cx, K_ERR_UNSUPPORTED, "database",
                      "The database holds text as %s: make one with encoding 'UTF8'.",
                      encoding ? encoding : "?");
    return configure(c);
}

static void pg_free(struct db_conn *base)
{
    struct pg_conn *c = own(base);
    PQclear(c->res);
    PQfinish(c->h);
    k_arena_free(c->scratch);
    free(c->handles);
    free(c);
}

static k_err pg_open(struct k_ctx *cx, const struct db_config *cfg, struct db_conn **out)
{
    struct pg_conn *c = calloc(1, sizeof *c);
    if (c == NULL)
        return K_ERR_NO_MEMORY;
    c->base.driver = &db_postgres_driver;
    c->base.cfg = *cfg;
    c->scratch = k_arena_new(SCRATCH_MAX);
    k_err err = c->scratch ? connect_first(cx, c) : K_ERR_NO_MEMORY;
    if (err != K_OK) {
        pg_free(&c->base);
        return err;
    }
    *out = &c->base;
    return K_OK;
}

static bool pg_reopen(struct db_conn *base)
{
    struct pg_conn *c = own(base);
    PQreset(c->h);
    for (size_t i = 0; i < c->n_handles; i++)
        c->handles[i].st = NULL;
    base->broken = PQstatus(c->h) != CONNECTION_OK || configure(c) != K_OK;
    k_log(base->broken ? K_WARN : K_INFO, "db_reconnect", "ok=%d", !base->broken);
    return !base->broken;
}

/* ---- transactions ---- */

static k_err pg_begin(struct k_ctx *cx, struct db_conn *base, bool write)
{
    (void)cx;
    return run_plain(own(base), "begin",
                     write ? "begin" : "begin isolation level repeatable read read only");
}

static k_err pg_commit(struct k_ctx *cx, struct db_conn *base)
{
    struct pg_conn *c = own(base);
    const char *told = db_listen_statements(cx, base); /* in the same round trip */
    PGresult *res = PQexec(c->h, told ? told : "commit");
    bool undone = strcmp(PQcmdStatus(res), "ROLLBACK") == 0;
    K_TRY(answer(c, "commit", res));
    return undone ? K_ERR_DB : K_OK;
}

static void pg_rollback(struct db_conn *base)
{
    struct pg_conn *c = own(base);
    if (!base->broken && PQtransactionStatus(c->h) != PQTRANS_IDLE &&
        run_plain(c, "rollback", "rollback") != K_OK)
        base->broken = true;
}

/* ---- statements ---- */

static k_err grow_handles(struct pg_conn *c, size_t want)
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

static Oid oid_of(char type)
{
    static const char letters[] = "irsbIRSB";
    static const Oid oids[] = {OID_INT8,  OID_FLOAT8,  OID_TEXT,  OID_BYTEA,
                               OID_INT8S, OID_FLOAT8S, OID_TEXTS, OID_BYTEAS};
    const char *at = strchr(letters, type);
    return at && *at ? oids[at - letters] : OID_TEXT;
}

static void types_of(const struct db_stmt *st, Oid types[UINT8_MAX + 1])
{
    for (int i = 0; i < st->n_params; i++)
        types[i] = oid_of(st->types[i]);
}

/* The name of the prepared statement; see db_sqlite.c for why `st` is compared. */
static k_err handle_of(struct pg_conn *c, const struct db_stmt *st, const char **name)
{
    if (st->index >= c->n_handles)
        K_TRY(grow_handles(c, st->index));
    struct handle *slot = &c->handles[st->index];
    if (slot->st != st) {
        Oid types[UINT8_MAX + 1];
        types_of(st, types);
        slot->st = NULL;
        (void)snprintf(slot->name, sizeof slot->name, "k%u", ++c->prepared);
        K_TRY(answer(c, st->name,
                     PQprepare(c->h, slot->name, st->postgres, st->n_params, types)));
        slot->st = st;
    }
    *name = slot->name;
    return K_OK;
}

/* ---- arrays: header of five numbers, then each element behind its length, large end first */

enum { ARRAY_HEAD = 20 };

static size_t element_size(const struct db_val *v, size_t i)
{
    bool wide = v->a.of == 'i' || v->a.of == 'r';
    return wide ? sizeof(uint64_t) : ((const k_str *)v->a.v)[i].n;
}

static char *put32(char *to, uint32_t n)
{
    n = htobe32(n);
    memcpy(to, &n, sizeof n);
    return to + sizeof n;
}

static char *put_element(char *to, const struct db_val *v, size_t i)
{
    size_t n = element_size(v, i);
    to = put32(to, (uint32_t)n);
    if (v->a.of == 'i' || v->a.of == 'r') {
        uint64_t bits;
        memcpy(&bits, (const char *)v->a.v + i * sizeof bits, sizeof bits);
        bits = htobe64(bits);
        memcpy(to, &bits, sizeof bits);
    } else if (n > 0) {
        memcpy(to, ((const k_str *)v->a.v)[i].p, n);
    }
    return to + n;
}

static k_err bind_array(struct k_ctx *cx, struct pg_conn *c, int i, const struct db_val *v)
{
    size_t n = ARRAY_HEAD;
    for (size_t k = 0; k < v->a.n; k++)
        n += sizeof(uint32_t) + element_size(v, k);
    if (n > SCRATCH_MAX)
        return K_ERR_TOO_LARGE;
    char *at = k_arena_alloc(cx->arena, n);
    c->values[i] = at;
    c->lengths[i] = (int)n;
    c->formats[i] = 1;
    at = put32(at, v->a.n > 0); /* dimensions */
    at = put32(at, 0);          /* nothing is null */
    at = put32(at, oid_of(v->a.of));
    if (v->a.n == 0) {
        c->lengths[i] = 12;
        return K_OK;
    }
    at = put32(at, (uint32_t)v->a.n);
    at = put32(at, 1); /* the first index */
    for (size_t k = 0; k < v->a.n; k++)
        at = put_element(at, v, k);
    return K_OK;
}

/* ---- single values ---- */

static void bind_one(struct pg_conn *c, int i, const struct db_val *v)
{
    c->formats[i] = 1;
    if (v->type == DB_T_NULL) {
        c->values[i] = NULL;
    } else if (v->type == DB_T_INT || v->type == DB_T_REAL) {
        uint64_t bits = (uint64_t)v->i;
        if (v->type == DB_T_REAL)
            memcpy(&bits, &v->d, sizeof bits);
        c->numbers[i] = htobe64(bits);
        c->values[i] = (const char *)&c->numbers[i];
        c->lengths[i] = (int)sizeof c->numbers[i];
    } else {
        c->values[i] = v->s.p ? v->s.p : "";
        c->lengths[i] = (int)v->s.n;
    }
}

static k_err bind_all(struct k_ctx *cx, struct pg_conn *c, const struct db_stmt *st,
                      const struct db_val *args)
{
    for (int i = 0; i < st->n_params; i++) {
        if (args[i].type == DB_T_ARRAY) {
            K_TRY(bind_array(cx, c, i, &args[i]));
            continue;
        }
        if ((args[i].type == DB_T_TEXT || args[i].type == DB_T_BLOB) && args[i].s.n > INT32_MAX)
            return K_ERR_TOO_LARGE;
        bind_one(c, i, &args[i]);
    }
    return K_OK;
}

/* Binds and sends. NULL: *err says why. */
static PGresult *run(struct k_ctx *cx, struct pg_conn *c, const struct db_stmt *st,
                     const struct db_val *args, k_err *err)
{
    const char *name;
    Oid types[UINT8_MAX + 1];
    *err = bind_all(cx, c, st, args);
    if (*err == K_OK && st->fresh) {
        types_of(st, types);
        return PQexecParams(c->h, st->postgres, st->n_params, types, c->values, c->lengths,
                            c->formats, 0);
    }
    if (*err == K_OK)
        *err = handle_of(c, st, &name);
    if (*err != K_OK)
        return NULL;
    return PQexecPrepared(c->h, name, st->n_params, c->values, c->lengths, c->formats, 0);
}

static k_err pg_exec(struct k_ctx *cx, struct db_conn *base, const struct db_stmt *st,
                     const struct db_val *args, int64_t *changed)
{
    struct pg_conn *c = own(base);
    k_err err;
    *changed = 0;
    PGresult *res = run(cx, c, st, args, &err);
    if (err != K_OK)
        return err;
    (void)k_str_i64(k_str_z(PQcmdTuples(res)), changed);
    return answer(c, st->name, res);
}

static k_err start_stream(struct k_ctx *cx, struct pg_conn *c, const struct db_stmt *st,
                          const struct db_val *args)
{
    const char *name;
    K_TRY(handle_of(c, st, &name));
    K_TRY(bind_all(cx, c, st, args));
    if (!PQsendQueryPrepared(c->h, name, st->n_params, c->values, c->lengths, c->formats, 0))
        return failed(c, st->name, NULL);
    (void)PQsetSingleRowMode(c->h);
    return K_OK;
}

static k_err start_all(struct k_ctx *cx, struct pg_conn *c, const struct db_stmt *st,
                       const struct db_val *args)
{
    k_err err;
    c->res = run(cx, c, st, args, &err);
    if (err != K_OK)
        return err;
    ExecStatusType s = PQresultStatus(c->res);
    if (s != PGRES_TUPLES_OK && s != PGRES_COMMAND_OK)
        err = failed(c, st->name, c->res);
    else if (st->n_cols && PQnfields(c->res) != st->n_cols)
        err = db_rule_broken("its cols are not the columns it gives", st);
    if (err != K_OK) {
        PQclear(c->res);
        c->res = NULL;
    }
    return err;
}

static k_err pg_query(struct k_ctx *cx, struct db_conn *base, const struct db_stmt *st,
                      const struct db_val *args, bool stream, struct db_rows **out)
{
    struct pg_conn *c = own(base);
    c->at = -1;
    K_TRY(stream ? start_stream(cx, c, st, args) : start_all(cx, c, st, args));
    *out = &c->rows;
    return K_OK;
}

static k_err next_of_stream(struct pg_conn *c, const struct db_stmt *st, bool *more)
{
    PQclear(c->res);
    c->res = PQgetResult(c->h);
    c->at = 0;
    *more = c->res && PQresultStatus(c->res) == PGRES_SINGLE_TUPLE;
    if (*more || c->res == NULL || PQresultStatus(c->res) == PGRES_TUPLES_OK)
        return K_OK;
    return failed(c, st->name, c->res);
}

static k_err pg_next(struct k_ctx *cx, struct db_rows *r, bool *more)
{
    (void)cx;
    struct pg_conn *c = own(r->conn);
    *more = false;
    if (k_arena_used(c->scratch))
        k_arena_reset(c->scratch);
    if (r->stream)
        return next_of_stream(c, r->st, more);
    *more = ++c->at < PQntuples(c->res);
    return K_OK;
}

static k_str value(const struct db_rows *r, int i)
{
    struct pg_conn *c = own(r->conn);
    if (PQgetisnull(c->res, c->at, i))
        return K_NONE;
    return (k_str){PQgetvalue(c->res, c->at, i), (size_t)PQgetlength(c->res, c->at, i)};
}

/* Numbers of every kind, and comparisons, which give t or f. */
static int64_t pg_int(const struct db_rows *r, int i)
{
    k_str s = value(r, i);
    int64_t v = 0;
    double d;
    if (s.n == 1 && (s.p[0] == 't' || s.p[0] == 'f'))
        return s.p[0] == 't';
    if (s.n && !k_str_i64(s, &v) && k_str_f64(s, &d))
        v = (int64_t)d;
    return v;
}

static double pg_real(const struct db_rows *r, int i)
{
    double d;
    return k_str_f64(value(r, i), &d) ? d : __builtin_nan("");
}

static k_str pg_str(const struct db_rows *r, int i)
{
    return value(r, i);
}

static int hex(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static k_str pg_blob(const struct db_rows *r, int i)
{
    struct pg_conn *c = own(r->conn);
    k_str s = value(r, i);
    if (s.p == NULL || PQftype(c->res, i) != OID_BYTEA || !k_str_starts(s, K_S("\\x")))
        return s;
    size_t n = (s.n - 2) / 2;
    char *p = k_arena_alloc(c->scratch, n + 1);
    for (size_t k = 0; k < n; k++)
        p[k] = (char)(hex(s.p[2 + 2 * k]) << 4 | hex(s.p[3 + 2 * k]));
    return (k_str){p, n};
}

static void pg_done(struct db_rows *r)
{
    struct pg_conn *c = own(r->conn);
    do {
        PQclear(c->res);
        c->res = r->stream ? PQgetResult(c->h) : NULL;
    } while (c->res);
    k_arena_reset(c->scratch);
}

static k_err pg_script(struct k_ctx *cx, struct db_conn *base, const char *text)
{
    (void)cx;
    return run_plain(own(base), "script", text);
}

static k_err pg_ask(struct k_ctx *cx, struct db_conn *base, const char *text, k_str *out)
{
    struct pg_conn *c = own(base);
    PGresult *res = PQexec(c->h, text);
    if (PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) && !PQgetisnull(res, 0, 0))
        *out = k_dup(cx->arena, k_str_z(PQgetvalue(res, 0, 0)));
    return answer(c, "ask", res);
}

static k_err pg_describe(struct k_ctx *cx, struct db_conn *base, const struct db_stmt *st,
                         void (*fn)(void *arg, int i, const char *name), void *arg)
{
    (void)cx;
    struct pg_conn *c = own(base);
    const char *name;
    K_TRY(handle_of(c, st, &name));
    PGresult *res = PQdescribePrepared(c->h, name);
    for (int i = 0; i < PQnfields(res); i++)
        fn(arg, i, PQfname(res, i));
    return answer(c, st->name, res);
}

static k_err pg_tell(struct k_ctx *cx, struct db_conn *base, k_str words)
{
    const char *text = db_listen_statement(cx->arena, base, words);
    return text ? run_plain(own(base), "tell", text) : K_OK;
}

PGconn *db_postgres_handle(struct db_conn *c)
{
    return c->driver == &db_postgres_driver ? own(c)->h : NULL;
}

const struct db_driver db_postgres_driver = {
    .kind = DB_POSTGRES,
    .open = pg_open,
    .close = pg_free,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .exec = pg_exec,
    .query = pg_query,
    .next = pg_next,
    .col_int = pg_int,
    .col_real = pg_real,
    .col_str = pg_str,
    .col_blob = pg_blob,
    .done = pg_done,
    .script = pg_script,
    .ask = pg_ask,
    .tell = pg_tell,
    .reopen = pg_reopen,
    .describe = pg_describe,
};
