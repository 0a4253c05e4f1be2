/* kit/db: makes and drops the databases of tests. On SQLite a folder under TMPDIR, on
 * PostgreSQL a database of its own on the server of KITH_TEST_PG. Migrated once a program, then
 * copied: a test costs milliseconds. */
#include "kit/db.h"
#include "db/driver.h"
#include <unistd.h>

static char template_file[300], template_dir[256], template_pg[64];
static int serial; /* tests run one after the other */

bool kit_db_has_postgres(void)
{
    const char *url = getenv("KITH_TEST_PG");
    return url && *url;
}

static void must(struct k_ctx *cx, k_err err, const char *what)
{
    if (err != K_OK)
        fail_msg("%s: %s %.*s", what, k_err_row(err)->slug, K_ARG(cx->detail.text));
}

/* ---- contexts ---- */

static void context(struct kit_db *k)
{
    memset(k, 0, sizeof *k);
    k->clock = k_clock_fixed(KIT_T0);
    k_rand_seed(&k->rand, 42);
    k_ids_init(&k->ids, 1, 0);
    k->cx = (struct k_ctx){.arena = k_arena_new(0),
                           .clock = &k->clock,
                           .rand = &k->rand,
                           .ids = &k->ids,
                           .request_id = K_S("test")};
}

static void connect_to(struct kit_db *k, const char *where)
{
    (void)snprintf(k->where, sizeof k->where, "%s", where);
    must(&k->cx, db_config_parse(&k->cx, k_str_z(k->where), &k->cfg), "parse");
    k->cfg.cache_mib = 4;
    must(&k->cx, db_open(&k->cx, &k->cfg, &k->cx.db), "open");
    if (k->cfg.kind == DB_SQLITE) /* nobody pulls the plug on a test */
        must(&k->cx, db_script(&k->cx, "pragma synchronous = off"), "open");
}

static void disconnect(struct kit_db *k)
{
    db_close(k->cx.db);
    k->cx.db = NULL;
}

static void free_context(struct kit_db *k)
{
    k_arena_free(k->cx.arena);
    k->cx.arena = NULL;
}

void kit_db_reset(struct kit_db *k)
{
    k->cx.detail = (struct k_detail){.text = K_NONE};
    k_arena_reset(k->cx.arena);
}

void kit_db_second(struct kit_db *k, struct k_ctx *cx, uint64_t seed)
{
    struct k_rand *r = calloc(1, sizeof *r);
    assert_non_null(r);
    k_rand_seed(r, seed);
    *cx = k->cx;
    cx->db = NULL;
    cx->arena = k_arena_new(0);
    cx->rand = r;
    cx->detail = (struct k_detail){.text = K_NONE};
    must(cx, db_open(cx, &k->cfg, &cx->db), "open");
    if (k->cfg.kind == DB_SQLITE)
        must(cx, db_script(cx, "pragma synchronous = off"), "open");
}

void kit_db_second_close(struct k_ctx *cx)
{
    db_close(cx->db);
    k_arena_free(cx->arena);
    free(cx->rand);
    memset(cx, 0, sizeof *cx);
}

/* ---- SQLite: a folder ---- */

static void make_dir(char *out, size_t max)
{
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(out, max, "%s/kith-db-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(out));
}

static void remove_dir(const char *dir, const char *file)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char path[400];
        (void)snprintf(path, sizeof path, "%s/%s%s", dir, file, ends[i]);
        unlink(path);
    }
    rmdir(dir);
}

static void copy_file(const char *from, const char *to)
{
    char bytes[65536];
    size_t n;
    FILE *in = fopen(from, "rbe"), *out = fopen(to, "wbe");
    assert_non_null(in);
    assert_non_null(out);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    assert_int_equal(fclose(out), 0);
    (void)fclose(in);
}

static void remove_template(void)
{
    remove_dir(template_dir, "t.db");
}

/* ---- PostgreSQL: a database ---- */

static void pg_url(char *out, size_t max, const char *name)
{
    const char *url = getenv("KITH_TEST_PG");
    const char *slash = strrchr(url, '/');
    (void)snprintf(out, max, "%.*s/%s", (int)(slash - url), url, name);
}

/* Runs one statement on the server's own database. */
static void pg_server(const char *text)
{
    struct kit_db s;
    context(&s);
    connect_to(&s, getenv("KITH_TEST_PG"));
    must(&s.cx, db_script(&s.cx, text), text);
    disconnect(&s);
    free_context(&s);
}

static void pg_drop(const char *name)
{
    char text[160];
    (void)snprintf(text, sizeof text, "drop database if exists %s with (force)", name);
    pg_server(text);
}

static void pg_create(const char *name, const char *template)
{
    char text[200];
    pg_drop(name);
    (void)snprintf(text, sizeof text, "create database %s template %s", name, template);
    pg_server(text);
}

static void drop_template(void)
{
    if (getpid() == (pid_t)strtol(strrchr(template_pg, '_') + 1, NULL, 10))
        pg_drop(template_pg);
}

static const char *database_of(const struct kit_db *k)
{
    return strrchr(k->where, '/') + 1;
}

/* ---- templates ---- */

static void migrate(struct kit_db *k)
{
    int applied;
    must(&k->cx, db_migrate(&k->cx, &applied), "migrate");
}

static void sqlite_template(void)
{
    struct kit_db k;
    make_dir(template_dir, sizeof template_dir);
    (void)snprintf(template_file, sizeof template_file, "%s/t.db", template_dir);
    context(&k);
    connect_to(&k, template_file);
    migrate(&k);
    disconnect(&k);
    free_context(&k);
    (void)atexit(remove_template);
}

static void postgres_template(void)
{
    struct kit_db k;
    char url[512];
    (void)snprintf(template_pg, sizeof template_pg, "kith_template_%d", (int)getpid());
    pg_create(template_pg, "template1");
    pg_url(url, sizeof url, template_pg);
    context(&k);
    connect_to(&k, url);
    migrate(&k);
    disconnect(&k);
    free_context(&k);
    (void)atexit(drop_template);
}

static void make(struct kit_db *k, enum db_kind kind, bool migrated)
{
    char where[512], name[64];
    context(k);
    if (kind == DB_SQLITE) {
        if (migrated && !template_file[0])
            sqlite_template();
        make_dir(k->dir, sizeof k->dir);
        (void)snprintf(where, sizeof where, "%s/k.db", k->dir);
        if (migrated)
            copy_file(template_file, where);
    } else {
        if (migrated && !template_pg[0])
            postgres_template();
        (void)snprintf(name, sizeof name, "kith_test_%d_%d", (int)getpid(), ++serial);
        pg_create(name, migrated ? template_pg : "template1");
        pg_url(where, sizeof where, name);
    }
    connect_to(k, where);
}

void kit_db_open(struct kit_db *k, enum db_kind kind)
{
    make(k, kind, true);
}

void kit_db_open_empty(struct kit_db *k, enum db_kind kind)
{
    make(k, kind, false);
}

void kit_db_close(struct kit_db *k)
{
    if (k->cx.arena == NULL)
        return;
    disconnect(k);
    if (k->dir[0])
        remove_dir(k->dir, "k.db");
    else if (k->where[0])
        pg_drop(database_of(k));
    free_context(k);
}

/* ---- what costs seconds to make is made once a program ---- */

static struct kit_db kept[2]; /* by kind: SQLite, PostgreSQL */
static pid_t kept_by;         /* a child that a test forks drops nothing */

static struct kit_db *kept_of(enum db_kind kind)
{
    return &kept[kind == DB_POSTGRES];
}

static void drop_kept(void)
{
    if (getpid() != kept_by)
        return;
    if (kept[0].dir[0])
        remove_dir(kept[0].dir, "k.db");
    if (kept[1].where[0])
        pg_drop(database_of(&kept[1]));
}

void kit_db_copy_of(struct kit_db *k, void (*make_it)(struct kit_db *k))
{
    struct kit_db *from = kept_of(k->cfg.kind);
    char text[300], where[512];
    if (!from->where[0]) {
        make(from, k->cfg.kind, true);
        make_it(from);
        disconnect(from); /* the last one: SQLite's log is in the file now */
        free_context(from);
        if (kept_by == 0)
            (void)atexit(drop_kept);
        kept_by = getpid();
    }
    disconnect(k);
    (void)snprintf(where, sizeof where, "%s", k->where);
    if (k->cfg.kind == DB_SQLITE) {
        (void)snprintf(text, sizeof text, "%s/k.db", from->dir);
        copy_file(text, where);
    } else {
        (void)snprintf(text, sizeof text, "%s", database_of(k));
        pg_create(text, database_of(from));
    }
    connect_to(k, where);
}

/* ---- plain SQL ---- */

void kit_db_run(struct kit_db *k, const char *text)
{
    must(&k->cx, db_script(&k->cx, text), "plain SQL (the log says why)");
}

int64_t kit_db_number(struct kit_db *k, const char *query)
{
    k_str text;
    int64_t v = 0;
    must(&k->cx, db_ask(&k->cx, query, &text), query);
    if (text.p && !k_str_i64(text, &v))
        fail_msg("%s gives \"%.*s\", not a number", query, K_ARG(text));
    return v;
}

/* ---- cases ---- */

static struct kit_db current;
static bool current_open;

void kit_db_case(void **state)
{
    const struct kit_case *c = *state;
    if (c->kind == DB_POSTGRES && !kit_db_has_postgres()) {
        print_message("# skip: KITH_TEST_PG names no PostgreSQL server\n");
        skip();
    }
    make(&current, c->kind, !c->empty);
    current_open = true;
    c->fn(&current);
}

/* Also after a failed assertion, which leaves the test by a jump. */
int kit_db_case_end(void **state)
{
    (void)state;
    if (current_open)
        kit_db_close(&current);
    current_open = false;
    return 0;
}
