/* Copies of a whole database, back and forth, and what it says of its own health. */
#include "db/driver.h"
#include "kit/db.h"
#include "os/file.h"
#include "store/event.h"
#include "store/setting.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

static void fill(struct kit_db *k)
{
    CHECK_OK(db_begin(&k->cx, true));
    for (int i = 0; i < 50; i++) {
        struct event_new e = {
            .verb = K_S("x.y"), .object_kind = K_S("x"), .payload = K_S("{}")};
        CHECK_OK(event_append(&k->cx, &e, NULL));
    }
    CHECK_OK(setting_set(&k->cx, K_S("name"), K_S("Größe")));
    CHECK_OK(db_commit(&k->cx));
}

static const char *folder(struct kit_db *k)
{
    k_str path;
    CHECK_OK(os_folder_temp(k->cx.arena, "kith-backup-", &path));
    return path.p;
}

static const char *in(struct kit_db *k, const char *dir, const char *name)
{
    return k_fmt(k->cx.arena, "%s/%s", dir, name).p;
}

static void check_restored(struct kit_db *k, const struct db_config *cfg)
{
    struct k_ctx cx = k->cx;
    struct event_report r;
    k_str name;
    cx.db = NULL;
    CHECK_OK(db_open(&cx, cfg, &cx.db));
    CHECK_OK(event_verify(&cx, 0, &r));
    assert_true(r.whole);
    assert_int_equal(r.checked, 50);
    CHECK_OK(setting_get(&cx, K_S("name"), &name));
    assert_true(k_str_eqz(name, "Größe"));
    int applied;
    CHECK_OK(db_migrate(&cx, &applied));
    assert_int_equal(applied, 0);
    db_close(cx.db);
}

/* An empty place of the same kind. */
static void empty_place(struct kit_db *k, struct kit_db *place, const char *dir,
                        struct db_config *cfg)
{
    if (db_kind_of(k->cx.db) == DB_SQLITE) {
        *cfg = (struct db_config){.kind = DB_SQLITE, .where = k_str_z(in(k, dir, "new.db"))};
        return;
    }
    kit_db_open_empty(place, DB_POSTGRES);
    *cfg = place->cfg;
}

static void a_backup_brings_everything_back(struct kit_db *k)
{
    struct kit_db place = {.dir = ""};
    struct db_config cfg;
    const char *dir = folder(k), *file = in(k, dir, "backup");
    unsigned mode;
    fill(k);
    CHECK_OK(db_backup(&k->cx, file));
    CHECK_OK(os_file_mode(file, &mode));
    assert_int_equal(mode, 0600);
    assert_false(os_file_exists(in(k, dir, "backup.part")));
    empty_place(k, &place, dir, &cfg);
    CHECK_OK(db_restore(&k->cx, &cfg, file));
    check_restored(k, &cfg);
    assert_int_equal(db_restore(&k->cx, &cfg, file), K_ERR_CONFLICT);
    assert_non_null(k->cx.detail.text.p);
    assert_int_equal(db_backup(&k->cx, file), K_ERR_EXISTS);
    kit_db_close(&place);
    CHECK_OK(os_folder_remove(dir));
}

static void a_backup_is_one_moment_while_others_write(struct kit_db *k)
{
    struct k_ctx other;
    struct kit_db place = {.dir = ""};
    struct db_config cfg;
    const char *dir = folder(k), *file = in(k, dir, "backup");
    fill(k);
    kit_db_second(k, &other, 1);
    CHECK_OK(db_begin(&other, true));
    CHECK_OK(setting_set(&other, K_S("name"), K_S("later")));
    CHECK_OK(db_backup(&k->cx, file)); /* does not wait for the writer */
    CHECK_OK(db_commit(&other));
    kit_db_second_close(&other);
    empty_place(k, &place, dir, &cfg);
    CHECK_OK(db_restore(&k->cx, &cfg, file));
    check_restored(k, &cfg);
    kit_db_close(&place);
    CHECK_OK(os_folder_remove(dir));
}

static void what_is_no_backup_is_refused(struct kit_db *k)
{
    struct kit_db place = {.dir = ""};
    struct db_config cfg;
    const char *dir = folder(k), *file = in(k, dir, "letter.txt");
    CHECK_OK(os_file_write(file, K_S("Dear all, this is no database at all.\n"), 0600));
    empty_place(k, &place, dir, &cfg);
    k_err err = db_restore(&k->cx, &cfg, file);
    assert_int_equal(err, cfg.kind == DB_SQLITE ? K_ERR_BAD_INPUT : K_ERR_DB);
    assert_non_null(k->cx.detail.text.p);
    assert_false(os_file_exists(in(k, dir, "new.db")));
    assert_int_equal(db_restore(&k->cx, &cfg, in(k, dir, "nothing")), K_ERR_NOT_FOUND);
    kit_db_close(&place);
    CHECK_OK(os_folder_remove(dir));
}

static void health_tells_version_size_and_migration(struct kit_db *k)
{
    struct db_health h;
    bool sqlite = db_kind_of(k->cx.db) == DB_SQLITE;
    CHECK_OK(db_health_get(&k->cx, true, &h));
    assert_true(h.whole && h.why.p == NULL);
    assert_true(k_str_starts(h.version, sqlite ? K_S("SQLite 3.") : K_S("PostgreSQL 1")));
    assert_true(h.bytes > 50000);
    assert_true(k_str_eq(h.migration, migrations[n_migrations - 1].name));
}

/* Bytes of the event log are overwritten, as a dying disk does. */
static void a_damaged_file_is_seen_and_not_backed_up(struct kit_db *k)
{
    struct db_health h;
    const char *dir = folder(k);
    fill(k);
    int64_t page = kit_db_number(k, "select rootpage from sqlite_schema where name = 'event'");
    kit_db_run(k, "pragma wal_checkpoint(truncate)");
    db_close(k->cx.db);
    k->cx.db = NULL;
    FILE *f = fopen(k->where, "r+be");
    assert_non_null(f);
    assert_int_equal(fseek(f, (long)(page - 1) * 4096 + 1, SEEK_SET), 0);
    assert_true(fputs("damage damage damage", f) >= 0);
    assert_int_equal(fclose(f), 0);
    CHECK_OK(db_open(&k->cx, &k->cfg, &k->cx.db));
    k_err err = db_health_get(&k->cx, false, &h);
    assert_true(err != K_OK || (!h.whole && h.why.p));
    assert_int_not_equal(db_backup(&k->cx, in(k, dir, "backup")), K_OK);
    assert_false(os_file_exists(in(k, dir, "backup")));
    assert_false(os_file_exists(in(k, dir, "backup.part")));
    CHECK_OK(os_folder_remove(dir));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_backup_brings_everything_back),
        KIT_BOTH(a_backup_is_one_moment_while_others_write),
        KIT_BOTH(what_is_no_backup_is_refused),
        KIT_BOTH(health_tells_version_size_and_migration),
        KIT_SQLITE(a_damaged_file_is_seen_and_not_backed_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
