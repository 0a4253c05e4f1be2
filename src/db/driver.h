/* driver: what db.c wants of a database, and what its drivers share. Private to src/db (and to
 * tests that look behind the door). A driver embeds struct db_conn as its first member; db.c
 * keeps the rules (one open result, failed transactions, writes only where allowed), the driver
 * only talks to its library. */
#ifndef KITH_DB_DRIVER_H
#define KITH_DB_DRIVER_H

#include "db/db.h"
#include "db/migrations.h"

struct db_rows {
    struct db_conn *conn;
    const struct db_stmt *st;
    k_time since; /* k_mono at its start */
    bool stream;
};

enum db_tx { DB_TX_NONE, DB_TX_READ, DB_TX_WRITE };

struct db_conn {
    const struct db_driver *driver;
    struct db_config cfg; /* .where is owned by the connection */
    enum db_tx tx;
    k_err failed;         /* of the running transaction: it can only be rolled back */
    bool retry;           /* the failure was a serialisation failure or deadlock */
    bool broken;          /* the connection is lost: only reopening helps */
    struct db_rows *open; /* the one open result */
    struct db_stats stats;
    struct db_kept *kept; /* what this process keeps about the database */
};

/* The place of a database, shared by all connections to it; NULL when out of memory. The last
 * one to close it ends what was kept. */
struct db_kept *db_kept_open(const struct db_config *cfg);
void db_kept_close(struct db_kept *k); /* NULL is fine */

struct db_driver {
    enum db_kind kind;
    k_err (*open)(struct k_ctx *cx, const struct db_config *cfg, struct db_conn **out);
    void (*close)(struct db_conn *c);
    k_err (*begin)(struct k_ctx *cx, struct db_conn *c, bool write);
    k_err (*commit)(struct k_ctx *cx, struct db_conn *c);
    void (*rollback)(struct db_conn *c);
    bool (*wanted)(struct db_conn *c); /* see db_write_wanted; NULL: always */
    k_err (*exec)(struct k_ctx *cx, struct db_conn *c, const struct db_stmt *st,
                  const struct db_val *args, int64_t *changed);
    /* Sets *out to the connection's own result, st and stream already known to it. */
    k_err (*query)(struct k_ctx *cx, struct db_conn *c, const struct db_stmt *st,
                   const struct db_val *args, bool stream, struct db_rows **out);
    k_err (*next)(struct k_ctx *cx, struct db_rows *r, bool *more);
    int64_t (*col_int)(const struct db_rows *r, int i);
    double (*col_real)(const struct db_rows *r, int i);
    k_str (*col_str)(const struct db_rows *r, int i);
    k_str (*col_blob)(const struct db_rows *r, int i);
    void (*done)(struct db_rows *r);
    /* Statements without parameters, in the running transaction or each in its own. */
    k_err (*script)(struct k_ctx *cx, struct db_conn *c, const char *text);
    /* The first column of the first row of a plain query as text; K_NONE when there is none. */
    k_err (*ask)(struct k_ctx *cx, struct db_conn *c, const char *text, k_str *out);
    /* Tells the other servers, with the running transaction or at once; NULL: there are none.
     */
    k_err (*tell)(struct k_ctx *cx, struct db_conn *c, k_str words);
    bool (*reopen)(struct db_conn *c); /* brings a broken connection back; false: not now */
    /* Calls fn with each column's name: what the driver says of a statement's result. */
    k_err (*describe)(struct k_ctx *cx, struct db_conn *c, const struct db_stmt *st,
                      void (*fn)(void *arg, int i, const char *name), void *arg);
};

extern const struct db_driver db_sqlite_driver, db_postgres_driver;

/* Runs plain text of several statements: migrations and tests. */
k_err db_script(struct k_ctx *cx, const char *text) K_CHECK;
/* What a plain query gives first, as text in the arena: health and tests. */
k_err db_ask(struct k_ctx *cx, const char *text, k_str *out) K_CHECK;
/* The names of the columns that st gives, as the database sees it. */
k_err db_describe(struct k_ctx *cx, const struct db_stmt *st,
                  void (*fn)(void *arg, int i, const char *name), void *arg) K_CHECK;
/* Migrates with another table than the embedded one. */
k_err db_migrate_with(struct k_ctx *cx, const struct migration *table, size_t n,
                      int *applied) K_CHECK;
/* The text of a migration for one database: blocks chosen, types translated. */
k_str db_migration_text(struct k_arena *a, k_str neutral, enum db_kind kind);

/* ---- words to other servers: listen.c ---- */

#define DB_LISTEN_CHANNEL "kith"
/* Notices as statements that tell them, to run in front of a commit; NULL: there is nobody to
 * tell, or nothing. */
const char *db_listen_statements(struct k_ctx *cx, const struct db_conn *c);
/* One statement that tells words; NULL as above. */
const char *db_listen_statement(struct k_arena *a, const struct db_conn *c, k_str words);
/* Takes a payload apart; nothing of our own origin. Pure. */
void db_listen_parse(k_str payload, k_str own, void (*fn)(void *arg, const struct db_word *w),
                     void *arg);

/* A rule of the house was broken by our own code: ends the process in builds for development,
 * gives K_ERR_DB in the release. */
k_err db_rule_broken(const char *rule, const struct db_stmt *st);

#endif
