/* db: the only door to a database. Two drivers (db_sqlite.c, db_postgres.c) behind one vtable;
 * statements come from the generated table (store/sql.gen.h), are prepared once a connection
 * and bound by type. A connection belongs to one thread at a time. Nothing here builds SQL. */
#ifndef KITH_DB_DB_H
#define KITH_DB_DB_H

#include "base/ctx.h"

enum db_kind { DB_SQLITE, DB_POSTGRES };

/* One generated statement. Text for each database; params in order ($1, ?1 is the first).
 * `index` is its place in its table: connections keep their prepared handles by it. */
struct db_stmt {
    const char *name;
    const char *sqlite; /* NULL: for PostgreSQL alone */
    const char *postgres;
    const char *const *params;
    const char *const *cols; /* names of what it gives; NULL for none */
    const char *types; /* of the params, a letter each: i int, r real, s text, b blob; large:
                          arrays of them (PostgreSQL) */
    uint16_t index;
    uint8_t n_params, n_cols;
    bool write; /* only in a write transaction */
    bool scan;  /* marked ":scan": may read or sort a whole table (small tables, reports) */
    bool fresh; /* PostgreSQL plans it anew each time, knowing what is asked */
};

enum db_type { DB_T_NULL, DB_T_INT, DB_T_REAL, DB_T_TEXT, DB_T_BLOB, DB_T_ARRAY };
struct db_val {
    enum db_type type;
    union {
        int64_t i;
        double d;
        k_str s;
        struct {
            const void *v;
            size_t n;
            char of; /* 'i', 'r', 's', 'b' */
        } a;
    };
};
/* Arrays, for statements that write many rows at once. Elements are never null. */
struct db_ints {
    const int64_t *v;
    size_t n;
};
struct db_reals {
    const double *v;
    size_t n;
};
struct db_strs {
    const k_str *v;
    size_t n;
};
static inline struct db_val db_int_array(struct db_ints a)
{
    return (struct db_val){.type = DB_T_ARRAY, .a = {a.v, a.n, 'i'}};
}
static inline struct db_val db_real_array(struct db_reals a)
{
    return (struct db_val){.type = DB_T_ARRAY, .a = {a.v, a.n, 'r'}};
}
static inline struct db_val db_text_array(struct db_strs a)
{
    return (struct db_val){.type = DB_T_ARRAY, .a = {a.v, a.n, 's'}};
}
static inline struct db_val db_blob_array(struct db_strs a)
{
    return (struct db_val){.type = DB_T_ARRAY, .a = {a.v, a.n, 'b'}};
}
static inline struct db_val db_int(int64_t v)
{
    return (struct db_val){.type = DB_T_INT, .i = v};
}
static inline struct db_val db_real(double v)
{
    return (struct db_val){.type = DB_T_REAL, .d = v};
}
static inline struct db_val db_text(k_str s) /* NULL when s.p is NULL */
{
    return (struct db_val){.type = s.p ? DB_T_TEXT : DB_T_NULL, .s = s};
}
static inline struct db_val db_blob(k_str s)
{
    return (struct db_val){.type = s.p ? DB_T_BLOB : DB_T_NULL, .s = s};
}
static inline struct db_val db_null_int(int64_t v) /* NULL when 0 */
{
    return (struct db_val){.type = v ? DB_T_INT : DB_T_NULL, .i = v};
}
static inline struct db_val db_null_real(double v) /* NULL when NaN */
{
    return (struct db_val){.type = v == v ? DB_T_REAL : DB_T_NULL, .d = v};
}
static inline struct db_val db_str(k_str s) /* never NULL: empty when s.p is NULL */
{
    return (struct db_val){.type = DB_T_TEXT, .s = s};
}
static inline struct db_val db_bytes(k_str s) /* never NULL */
{
    return (struct db_val){.type = DB_T_BLOB, .s = s};
}

/* Where the notices of commits go: one for a running server, outlives its connections. */
struct db_publish {
    /* Called in the committing thread after each commit that had notices. */
    void (*fn)(void *arg, const struct k_notice *v, size_t n);
    void *arg;
    /* Who we are among the servers that share a PostgreSQL (a-z, 0-9; not empty): then commits
     * tell the others, too, and we do not hear ourselves. Empty: nobody else is told. */
    char origin[24];
};

/* Where the database is. SQLite: a file; PostgreSQL: a URL (postgres://...). */
struct db_config {
    enum db_kind kind;
    k_str where;
    int busy_ms;    /* how long a writer waits for the lock; 0 = 5000 */
    int cache_mib;  /* SQLite page cache a connection; 0 = 64 for writers, 16 for readers */
    bool read_only; /* refuses writes (reports, search) */
    const struct db_publish *publish; /* NULL: notices of commits are dropped */
};
/* Reads "postgres://..." or a path. K_ERR_BAD_INPUT with what to write instead. */
k_err db_config_parse(struct k_ctx *cx, k_str text, struct db_config *out) K_CHECK;

/* Opens one connection and prepares nothing yet. Errors: DB_DOWN (cannot be reached; detail
 * says why), DB. */
k_err db_open(struct k_ctx *cx, const struct db_config *cfg, struct db_conn **out) K_CHECK;
void db_close(struct db_conn *c); /* NULL is fine; rolls an open transaction back */
enum db_kind db_kind_of(const struct db_conn *c);

/* Transactions. On SQLite a write transaction takes the one writer's place at once (a fair lock
 * of the process, then BEGIN IMMEDIATE; K_ERR_BUSY after busy_ms); a reader never becomes a
 * writer. On PostgreSQL writers run side by side (read committed): what is read in order to be
 * changed is changed in one statement, or read `for update`, or guarded by a version.
 * Not nested. After a statement failed (also with EXISTS) the transaction can only be rolled
 * back: each further call gives the same error; use `on conflict` where a duplicate may be.
 * On commit, notices collected in cx are published (struct db_publish). When db_commit fails
 * (DISK_FULL, BUSY, DB, DB_DOWN) the transaction is over and everything of it undone; with
 * DB_DOWN it is unknown whether it was. */
k_err db_begin(struct k_ctx *cx, bool write) K_CHECK;
k_err db_commit(struct k_ctx *cx) K_CHECK;
void db_rollback(struct k_ctx *cx); /* does nothing without a transaction; drops the notices */
bool db_in_transaction(const struct db_conn *c);
/* Whether somebody may be waiting to write, so that a long transaction ought to end: on SQLite
 * whether a thread of this process waits for the one writer's place, seen from any connection;
 * on PostgreSQL always. */
bool db_write_wanted(struct db_conn *c);
/* Runs fn in a write transaction: commits when it returns K_OK, else rolls back. On PostgreSQL
 * a serialisation failure or deadlock is run again (at most 5 times), a unique violation once
 * (two inserted the same at once: the second run finds it). So fn must not have effects outside
 * the database, and starts anew when called anew. */
k_err db_write(struct k_ctx *cx, k_err (*fn)(struct k_ctx *cx, void *arg), void *arg) K_CHECK;
/* Other servers on the same database (PostgreSQL; on SQLite nobody else listens). */

/* Tells them a word: a name and up to three numbers, "at.12.7.1". In a transaction it
 * leaves with the commit, else at once. Without an origin, and on SQLite, nothing happens. */
k_err db_tell(struct k_ctx *cx, const char *name, const int64_t *v, size_t n) K_CHECK;

/* One connection that only listens, for one thread. */
struct db_listen;
/* UNSUPPORTED on SQLite; DB_DOWN. cfg->publish names the origin that is not heard. */
k_err db_listen_open(struct k_ctx *cx, const struct db_config *cfg,
                     struct db_listen **out) K_CHECK;
struct db_word {
    k_str name; /* that of a topic for a notice ("all": too many to name), or db_tell's */
    int64_t v[3];
};
/* Waits until something comes, wake_fd (-1 = none) can be read, or wait_ms are over, and calls
 * fn for each word of others. DB_DOWN: the connection is lost, and what was said since, too. */
k_err db_listen_wait(struct db_listen *l, int wake_fd, int wait_ms,
                     void (*fn)(void *arg, const struct db_word *w), void *arg) K_CHECK;
void db_listen_close(struct db_listen *l); /* NULL is fine */

/* Statements. Called by generated functions only (store/sql.gen.c). A connection has at most
 * one open result: between db_query (or db_stream) and db_done nothing else may run on it.
 * Errors: EXISTS (unique or primary key), DISK_FULL, BUSY, DB_DOWN, DB; the log says more. */
struct db_rows;
k_err db_exec(struct k_ctx *cx, const struct db_stmt *st, const struct db_val *args,
              int64_t *changed) K_CHECK;
k_err db_query(struct k_ctx *cx, const struct db_stmt *st, const struct db_val *args,
               struct db_rows **out) K_CHECK;
/* The same, but rows come one by one and are never all in memory: for long results. */
k_err db_stream(struct k_ctx *cx, const struct db_stmt *st, const struct db_val *args,
                struct db_rows **out) K_CHECK;
/* true: a row is there. Text and blobs of a row are valid until the next db_next or db_done:
 * copy into the arena. */
k_err db_next(struct k_ctx *cx, struct db_rows *r, bool *more) K_CHECK;
int64_t db_col_int(const struct db_rows *r, int i); /* NULL gives 0 */
double db_col_real(const struct db_rows *r, int i); /* NULL gives NaN */
k_str db_col_str(const struct db_rows *r, int i);   /* NULL gives K_NONE */
k_str db_col_blob(const struct db_rows *r, int i);
void db_done(struct db_rows *r); /* NULL is fine */

/* What this connection did since it was opened: for /metrics and doctor. */
struct db_stats {
    uint64_t statements, rows, transactions;
    uint64_t busy_us; /* in statements and commits, with waiting for the writer's place */
};
void db_stats_get(const struct db_conn *c, struct db_stats *out);

/* A pool of connections for worker threads: take waits for a free one (K_ERR_BUSY after
 * wait_ms). */
struct db_pool;
/* When cfg leaves cache_mib open, the connections share 128 MiB (8 to 64 each). */
k_err db_pool_open(struct k_ctx *cx, const struct db_config *cfg, int size,
                   struct db_pool **out) K_CHECK;
k_err db_pool_take(struct k_ctx *cx, struct db_pool *p, int wait_ms) K_CHECK; /* sets cx->db */
/* Clears cx->db; rolls back what was left open. A lost connection is opened anew by its next
 * taker (DB_DOWN when that fails). */
void db_pool_give(struct k_ctx *cx, struct db_pool *p);
struct db_pool_stats {
    int size, idle;
    uint64_t takes, waits, refusals; /* takes that waited; that got none in time */
    struct db_stats done;            /* by all connections, as of when each was given back */
};
void db_pool_stats_get(struct db_pool *p, struct db_pool_stats *out); /* any thread */
void db_pool_close(struct db_pool *p); /* NULL is fine; all must have been given back */

/* Around the writing of millions of rows into a database that nobody else uses. It loses the
 * indexes that serve reading only; *indexes (in the arena) is their text, which db_bulk_end
 * makes again; PostgreSQL gathers statistics then (which SQLite must never have). Outside of
 * a transaction. Stopped between the two, indexes are missing: begin with a new database. */
k_err db_bulk_begin(struct k_ctx *cx, k_str *indexes) K_CHECK;
k_err db_bulk_end(struct k_ctx *cx, k_str indexes) K_CHECK;

/* Who writes much in a row on SQLite. Its connection keeps up to 256 MiB of pages then, so that
 * what one transaction changes is written once, at its end. And it need not wait while it goes
 * from the journal into the file: commits of this connection leave that to others for a while,
 * and db_settle on another connection (outside of a transaction, any thread) does it, as far as
 * nobody reads older pages. PostgreSQL does so by itself. */
k_err db_write_much(struct k_ctx *cx, bool much) K_CHECK;
k_err db_settle(struct k_ctx *cx) K_CHECK;

/* One thing that this process keeps in memory about a database, for as long as it has a
 * connection to it: the first who asks makes it, `end` frees it. It is the caller's alone until
 * it is given back. NULL when `make` made none: then there is nothing to give back. */
void *db_kept_take(struct db_conn *c, void *(*make)(void), void (*end)(void *value));
void db_kept_give(struct db_conn *c);

/* Migrations: embedded files in order, each in a transaction, recorded with its checksum.
 * K_ERR_CONFLICT when a recorded checksum differs from ours (detail names the file),
 * K_ERR_UNSUPPORTED when the database is newer than this program. */
k_err db_migrate(struct k_ctx *cx, int *applied) K_CHECK;

/* For doctor and /readyz. */
struct db_health {
    bool whole;      /* the database found nothing wrong with itself */
    k_str why;       /* what it found; K_NONE when whole */
    k_str version;   /* "SQLite 3.40.1", "PostgreSQL 15.4" */
    int64_t bytes;   /* on disk, with journal and indexes */
    k_str migration; /* the newest file that ran; K_NONE before the first */
};
/* Asks all of it; `thorough` reads every page of a SQLite file (minutes on large ones). */
k_err db_health_get(struct k_ctx *cx, bool thorough, struct db_health *out) K_CHECK;

/* Writes one consistent copy to path while others go on working: a SQLite file of its own, or
 * the archive of pg_dump (custom format), made with rights 0600 and checked before it gets its
 * name. EXISTS when path is there; DISK_FULL; UNSUPPORTED when pg_dump is not installed. */
k_err db_backup(struct k_ctx *cx, const char *path) K_CHECK;
/* Brings such a copy into an empty or missing database. CONFLICT when there is something in it;
 * BAD_INPUT when path is no backup of this kind of database; UNSUPPORTED without pg_restore. */
k_err db_restore(struct k_ctx *cx, const struct db_config *into, const char *path) K_CHECK;

#endif
