/* kit/db: a fresh, migrated database for a test, and a context that repeats: a clock that
 * stands still until it is moved, seeded randomness, ids of node 1. Each test body runs on
 * SQLite and, when KITH_TEST_PG names a server, on PostgreSQL; else it skips with the reason.
 *
 *     static void a_reply_is_sent_once(struct kit_db *k) { ... &k->cx ... }
 *     int main(void)
 *     {
 *         const struct CMUnitTest tests[] = {KIT_BOTH(a_reply_is_sent_once)};
 *         return cmocka_run_group_tests(tests, NULL, NULL);
 *     }
 */
#ifndef KITH_TESTS_KIT_DB_H
#define KITH_TESTS_KIT_DB_H

#include "db/db.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define KIT_T0 1767225600000000LL /* 2026-01-01T00:00:00Z: where the clock of a test starts */

struct kit_db {
    struct k_ctx cx;      /* ready to use; cx.db is open */
    struct db_config cfg; /* for more connections and pools */
    struct k_clock clock; /* k->clock.fixed += K_HOUR moves time for every context of the kit */
    struct k_rand rand;
    struct k_ids ids;
    char dir[256]; /* SQLite: a folder of its own, removed at the end */
    char where[512];
};

/* Opens a new database with all migrations applied. Fails the test when it cannot. */
void kit_db_open(struct kit_db *k, enum db_kind kind);
/* The same without any table, for tests of migrations. */
void kit_db_open_empty(struct kit_db *k, enum db_kind kind);
void kit_db_close(struct kit_db *k); /* drops the database */
bool kit_db_has_postgres(void);

/* Another context with a connection of its own to the same database, for a second thread.
 * It shares clock and ids; its randomness is seeded with `seed`. */
void kit_db_second(struct kit_db *k, struct k_ctx *cx, uint64_t seed);
void kit_db_second_close(struct k_ctx *cx);

/* Fresh detail and arena between two steps of a test: what was in the arena is gone. */
void kit_db_reset(struct kit_db *k);
/* Runs plain SQL (several statements, neutral types are not translated). Fails the test on an
 * error. */
/* k's database becomes a copy of one that make_it filled, once a program and kind: for what
 * takes seconds to make. Nothing else is connected to k. */
void kit_db_copy_of(struct kit_db *k, void (*make_it)(struct kit_db *k));
void kit_db_run(struct kit_db *k, const char *text);
/* The number that a plain query gives in its first row. */
int64_t kit_db_number(struct kit_db *k, const char *query);

/* One entry of a cmocka table for each database. */
struct kit_case {
    void (*fn)(struct kit_db *k);
    enum db_kind kind;
    bool empty; /* without migrations */
};
void kit_db_case(void **state);
int kit_db_case_end(void **state);
/* clang-format off */
#define KIT_ON(test, words, ...)                                                                 \
    {#test " (" words ")", kit_db_case, NULL, kit_db_case_end, &(struct kit_case){test, __VA_ARGS__}}
/* clang-format on */
#define KIT_SQLITE(test) KIT_ON(test, "sqlite", DB_SQLITE)
#define KIT_POSTGRES(test) KIT_ON(test, "postgres", DB_POSTGRES)
#define KIT_BOTH(test) KIT_SQLITE(test), KIT_POSTGRES(test)
#define KIT_BOTH_EMPTY(test)                                                                   \
    KIT_ON(test, "sqlite", DB_SQLITE, true), KIT_ON(test, "postgres", DB_POSTGRES, true)

#endif
