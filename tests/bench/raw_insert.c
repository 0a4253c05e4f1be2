/* raw_insert SOURCE TARGET PAGE: the rival of ingest. Puts the rows that ingest left in the
 * SQLite file SOURCE once more into the same tables with the same indexes of TARGET (a migrated
 * SQLite file, or postgres://...), as fast as a plain loop of prepared inserts goes: all rows
 * are in memory before the clock starts, each transaction holds PAGE posts and their share of
 * every other table. Prints posts a second. Knows nothing of Kith but the names of its tables.
 */
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COLUMNS 40

/* Parents before children. `by`: the column with an id or a post's id, by which a row belongs
 * to a page: ids grow with time. -1: the rows are spread evenly. */
static const struct {
    const char *name;
    int by;
} kinds[] = {
    {"channel", -1}, {"person", 0}, {"identity", 0},       {"conversation", 0},
    {"post", 0},     {"touch", 0},  {"search_dirty", 0},   {"echo", 1},
    {"tally", -1},   {"event", -1}, {"event_payload", -1},
};
enum { TABLES = sizeof kinds / sizeof *kinds, CHANNEL = 0, POST = 4 };

struct table {
    const char *name;
    int columns, by;
    char insert[4096];
    size_t n, cap, next;
    sqlite3_value **cells; /* n * columns */
    sqlite3_stmt *h;
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "raw_insert: %s: %s\n", what, why);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *more(void *p, size_t size)
{
    p = realloc(p, size);
    if (p == NULL)
        die("memory", "there is none left");
    return p;
}

/* ---- reading ----------------------------------------------------------------------------- */

static void write_insert(struct table *t, sqlite3_stmt *h, int postgres)
{
    size_t n = (size_t)snprintf(t->insert, sizeof t->insert, "insert into %s (", t->name);
    for (int i = 0; i < t->columns; i++)
        n += (size_t)snprintf(t->insert + n, sizeof t->insert - n, "%s%s", i ? ", " : "",
                              sqlite3_column_name(h, i));
    n += (size_t)snprintf(t->insert + n, sizeof t->insert - n, ") values (");
    for (int i = 0; i < t->columns; i++)
        n += (size_t)snprintf(t->insert + n, sizeof t->insert - n, "%s%c%d", i ? ", " : "",
                              postgres ? '$' : '?', i + 1);
    (void)snprintf(t->insert + n, sizeof t->insert - n, ")");
}

static void read_table(sqlite3 *db, struct table *t, int postgres)
{
    char query[128];
    sqlite3_stmt *h;
    (void)snprintf(query, sizeof query, "select * from %s order by %d", t->name,
                   t->by + 1 ? t->by + 1 : 1);
    if (sqlite3_prepare_v2(db, query, -1, &h, NULL) != SQLITE_OK)
        die(t->name, sqlite3_errmsg(db));
    t->columns = sqlite3_column_count(h);
    write_insert(t, h, postgres);
    while (sqlite3_step(h) == SQLITE_ROW) {
        if (t->n == t->cap) {
            t->cap = t->cap ? 2 * t->cap : 1024;
            t->cells = more(t->cells, t->cap * (size_t)t->columns * sizeof(*t->cells));
        }
        for (int i = 0; i < t->columns; i++)
            t->cells[t->n * (size_t)t->columns + (size_t)i] =
                sqlite3_value_dup(sqlite3_column_value(h, i));
        t->n++;
    }
    sqlite3_finalize(h);
}

/* ---- SQLite ------------------------------------------------------------------------------ */

static void run(sqlite3 *db, const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        die(text, sqlite3_errmsg(db));
}

/* The settings are those of Kith's own connections. */
static sqlite3 *open_sqlite(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        die(path, "cannot be opened");
    run(db, "pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;"
            "pragma secure_delete = off; pragma wal_autocheckpoint = 4000;"
            "pragma journal_size_limit = 67108864; pragma mmap_size = 134217728;"
            "pragma temp_store = memory; pragma cache_size = -65536;");
    return db;
}

static void insert_sqlite(sqlite3 *db, struct table *t, size_t row)
{
    if (t->h == NULL && sqlite3_prepare_v3(db, t->insert, -1, SQLITE_PREPARE_PERSISTENT, &t->h,
                                           NULL) != SQLITE_OK)
        die(t->insert, sqlite3_errmsg(db));
    for (int i = 0; i < t->columns; i++)
        sqlite3_bind_value(t->h, i + 1, t->cells[row * (size_t)t->columns + (size_t)i]);
    if (sqlite3_step(t->h) != SQLITE_DONE)
        die(t->insert, sqlite3_errmsg(db));
    sqlite3_reset(t->h);
}

/* ---- PostgreSQL -------------------------------------------------------------------------- */

static void check(PGconn *pg, PGresult *r, const char *what)
{
    ExecStatusType s = PQresultStatus(r);
    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK)
        die(what, PQerrorMessage(pg));
    PQclear(r);
}

static PGconn *open_postgres(const char *url, struct table *tables)
{
    PGconn *pg = PQconnectdb(url);
    if (PQstatus(pg) != CONNECTION_OK)
        die(url, PQerrorMessage(pg));
    for (int t = 0; t < TABLES; t++)
        check(pg, PQprepare(pg, tables[t].name, tables[t].insert, 0, NULL), tables[t].insert);
    return pg;
}

static void insert_postgres(PGconn *pg, const struct table *t, size_t row)
{
    const char *v[COLUMNS];
    int lengths[COLUMNS], formats[COLUMNS];
    for (int i = 0; i < t->columns; i++) {
        sqlite3_value *cell = t->cells[row * (size_t)t->columns + (size_t)i];
        formats[i] = sqlite3_value_type(cell) == SQLITE_BLOB;
        v[i] = sqlite3_value_type(cell) == SQLITE_NULL ? NULL
               : formats[i]                            ? sqlite3_value_blob(cell)
                                                       : (const char *)sqlite3_value_text(cell);
        lengths[i] = sqlite3_value_bytes(cell);
    }
    check(pg, PQexecPrepared(pg, t->name, t->columns, v, lengths, formats, 0), t->insert);
}

/* ---- the loop ---------------------------------------------------------------------------- */

/* Where the share of a page ends: before the first row that is as new as the next page's first
 * post. */
static size_t share_end(const struct table *t, size_t i, size_t pages, sqlite3_int64 next)
{
    size_t r = t->next;
    if (i + 1 == pages)
        return t->n;
    if (t->by < 0)
        return t->n * (i + 1) / pages;
    while (r < t->n &&
           sqlite3_value_int64(t->cells[r * (size_t)t->columns + (size_t)t->by]) < next)
        r++;
    return r;
}

static void insert_page(sqlite3 *db, PGconn *pg, struct table *tables, size_t i, size_t page,
                        size_t pages)
{
    const struct table *post = &tables[POST];
    sqlite3_int64 next =
        i + 1 < pages ? sqlite3_value_int64(post->cells[(i + 1) * page * (size_t)post->columns])
                      : 0;
    for (int k = 1; k < TABLES; k++) {
        struct table *t = &tables[k];
        for (size_t end = share_end(t, i, pages, next); t->next < end; t->next++)
            pg ? insert_postgres(pg, t, t->next) : insert_sqlite(db, t, t->next);
    }
}

static void transaction(sqlite3 *db, PGconn *pg, const char *begin_or_commit)
{
    if (pg)
        check(pg, PQexec(pg, begin_or_commit), begin_or_commit);
    else
        run(db, begin_or_commit);
}

int main(int argc, char **argv)
{
    static struct table tables[TABLES];
    sqlite3 *source, *db = NULL;
    PGconn *pg = NULL;
    if (argc != 4)
        die("usage", "raw_insert SOURCE TARGET PAGE");
    int postgres = strncmp(argv[2], "postgres", 8) == 0;
    if (sqlite3_open_v2(argv[1], &source, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        die(argv[1], "cannot be opened");
    for (int t = 0; t < TABLES; t++) {
        tables[t].name = kinds[t].name;
        tables[t].by = kinds[t].by;
        read_table(source, &tables[t], postgres);
    }
    if (postgres)
        pg = open_postgres(argv[2], tables);
    else
        db = open_sqlite(argv[2]);
    for (size_t r = 0; r < tables[CHANNEL].n; r++)
        pg ? insert_postgres(pg, &tables[CHANNEL], r) : insert_sqlite(db, &tables[CHANNEL], r);
    size_t page = (size_t)atol(argv[3]);
    size_t pages = (tables[POST].n + page - 1) / page;
    double began = now(), cpu = (double)clock();
    for (size_t i = 0; i < pages; i++) {
        transaction(db, pg, "begin");
        insert_page(db, pg, tables, i, page, pages);
        transaction(db, pg, "commit");
    }
    printf("raw %.1f posts/s\n", (double)tables[POST].n / (now() - began));
    printf("raw_cpu %.1f posts/cpu-s\n",
           (double)tables[POST].n / (((double)clock() - cpu) / CLOCKS_PER_SEC));
    return 0;
}
