/* migrate: brings a database to the form that this program wants. Reads the embedded files
 * (migrations.h), writes the table schema_migration. Each file runs in a transaction of its own
 * under a lock, so two programs that start at once do not meet; a file that ran is known by the
 * SHA-256 of its text and must never change. */
#include "base/buf.h"
#include "db/driver.h"
#include <sodium.h>

#define SUM_HEX 65

static const struct db_stmt stmts[] = {
    {.name = "migration_get",
     .sqlite = "select checksum from schema_migration where name = ?1",
     .postgres = "select checksum from schema_migration where name = $1",
     .types = "s",
     .index = 0,
     .n_params = 1,
     .n_cols = 1},
    {.name = "migration_put",
     .sqlite = "insert into schema_migration (name, checksum, applied_at) values (?1, ?2, ?3)",
     .postgres = "insert into schema_migration (name, checksum, applied_at) "
                 "values ($1, $2, $3)",
     .types = "ssi",
     .index = 1,
     .n_params = 3,
     .write = true},
    {.name = "migration_newest",
     .sqlite = "select name from schema_migration order by name desc limit 1",
     .postgres = "select name from schema_migration order by name desc limit 1",
     .types = "",
     .index = 2,
     .n_cols = 1},
};

static const char own_table[] = "create table if not exists schema_migration (\n"
                                "    name text primary key,\n"
                                "    checksum text not null,\n"
                                "    applied_at bigint not null\n"
                                ")";
/* Any number will do, as long as it is the same in every program: "kith" in ASCII. */
static const char postgres_lock[] = "select pg_advisory_xact_lock(1802073192)";

/* ---- neutral text ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

static void put_word(struct k_buf *b, k_str word, enum db_kind kind)
{
    static const struct {
        k_str neutral, postgres;
    } types[] = {
        {K_S_INIT("integer"), K_S_INIT("bigint")},
        {K_S_INIT("real"), K_S_INIT("double precision")},
        {K_S_INIT("blob"), K_S_INIT("bytea")},
    };
    for (size_t i = 0; kind == DB_POSTGRES && i < sizeof types / sizeof *types; i++)
        if (k_str_eq(word, types[i].neutral))
            word = types[i].postgres;
    k_buf_str(b, word);
}

/* One line outside a string; comments are dropped, quoted text is left alone. */
static void put_line(struct k_buf *b, k_str line, enum db_kind kind, char *quote)
{
    for (size_t i = 0; i < line.n;) {
        char c = line.p[i];
        if (*quote == 0 && c == '-' && i + 1 < line.n && line.p[i + 1] == '-')
            break;
        if (*quote == 0 && is_word(c)) {
            size_t from = i;
            while (i < line.n && is_word(line.p[i]))
                i++;
            put_word(b, k_str_sub(line, from, i - from), kind);
            continue;
        }
        if (c == '\'' || c == '"')
            *quote = *quote == 0 ? c : *quote == c ? 0 : *quote;
        k_buf_chr(b, c);
        i++;
    }
    k_buf_chr(b, '\n');
}

k_str db_migration_text(struct k_arena *a, k_str neutral, enum db_kind kind)
{
    struct k_buf b;
    char quote = 0;
    bool ours = true;
    k_buf_init(&b, a, neutral.n * 3 + 64);
    while (neutral.p) {
        k_str line = k_str_cut(&neutral, '\n');
        k_str bare = k_str_trim(line);
        if (k_str_eq(bare, K_S("-- sqlite:")))
            ours = kind == DB_SQLITE;
        else if (k_str_eq(bare, K_S("-- postgres:")))
            ours = kind == DB_POSTGRES;
        else if (k_str_eq(bare, K_S("-- end")))
            ours = true;
        else if (ours)
            put_line(&b, line, kind, &quote);
    }
    return k_buf_view(&b);
}

/* ---- running ---- */

static void checksum(k_str text, char out[SUM_HEX])
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(sum, (const unsigned char *)text.p, text.n);
    sodium_bin2hex(out, SUM_HEX, sum, sizeof sum);
}

static k_err recorded(struct k_ctx *cx, const struct migration *m, k_str *sum)
{
    struct db_rows *r;
    bool found = false;
    *sum = K_NONE;
    K_TRY(db_query(cx, &stmts[0], (struct db_val[]){db_text(m->name)}, &r));
    k_err err = db_next(cx, r, &found);
    if (err == K_OK && found)
        *sum = k_dup(cx->arena, db_col_str(r, 0));
    db_done(r);
    return err;
}

static k_err apply(struct k_ctx *cx, const struct migration *m, const char *sum)
{
    k_str text = db_migration_text(cx->arena, m->text, db_kind_of(cx->db));
    k_err err = db_script(cx, k_dupz(cx->arena, text));
    if (err != K_OK)
        return k_fail(cx, err, NULL, "The migration %.*s did not run; the log says why.",
                      K_ARG(m->name));
    struct db_val row[] = {db_text(m->name), db_text(k_str_z(sum)), db_int(k_cx_now(cx))};
    K_TRY(db_exec(cx, &stmts[1], row, NULL));
    k_log(K_INFO, "migrated", "file=%.*s", K_ARG(m->name));
    return K_OK;
}

struct step {
    const struct migration *m;
    bool applied;
};

static k_err run_step(struct k_ctx *cx, void *arg)
{
    struct step *s = arg;
    char sum[SUM_HEX];
    k_str seen;
    if (db_kind_of(cx->db) == DB_POSTGRES)
        K_TRY(db_script(cx, postgres_lock));
    K_TRY(recorded(cx, s->m, &seen));
    checksum(s->m->text, sum);
    s->applied = seen.p == NULL;
    if (s->applied)
        return apply(cx, s->m, sum);
    if (!k_str_eqz(seen, sum))
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "The migration %.*s was changed after it ran on this database.",
                      K_ARG(s->m->name));
    return K_OK;
}

static k_err make_own_table(struct k_ctx *cx, void *arg)
{
    (void)arg;
    if (db_kind_of(cx->db) == DB_POSTGRES)
        K_TRY(db_script(cx, postgres_lock));
    return db_script(cx, own_table);
}

static k_err refuse_newer(struct k_ctx *cx, const struct migration *table, size_t n)
{
    struct db_rows *r;
    bool found = false;
    k_str newest = K_NONE;
    K_TRY(db_query(cx, &stmts[2], NULL, &r));
    k_err err = db_next(cx, r, &found);
    if (err == K_OK && found)
        newest = k_dup(cx->arena, db_col_str(r, 0));
    db_done(r);
    if (err != K_OK || newest.p == NULL || (n && k_str_cmp(newest, table[n - 1].name) <= 0))
        return err;
    return k_fail(cx, K_ERR_UNSUPPORTED, NULL,
                  "This database was used by a newer Kith (%.*s). Install that version.",
                  K_ARG(newest));
}

k_err db_migrate_with(struct k_ctx *cx, const struct migration *table, size_t n, int *applied)
{
    *applied = 0;
    K_TRY(db_write(cx, make_own_table, NULL));
    K_TRY(refuse_newer(cx, table, n));
    for (size_t i = 0; i < n; i++) {
        struct step s = {.m = &table[i]};
        K_TRY(db_write(cx, run_step, &s));
        *applied += s.applied;
    }
    return K_OK;
}

k_err db_migrate(struct k_ctx *cx, int *applied)
{
    return db_migrate_with(cx, migrations, n_migrations, applied);
}
