/* backup: `kith backup DIR` and `kith restore DIR`. A backup is a folder: a consistent copy of
 * the database, on request the key that opens the channels' credentials, and manifest.json,
 * which says what each file must be. */
#include "cli/app.h"
#include "cli/cli.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/version.h"
#include "os/file.h"
#include "os/map.h"
#include "os/secret.h"
#include "store/event.h"
#include "store/sql.gen.h"
#include <stdio.h>
#include <unistd.h>

#define KEY_FILE "secret.key"

static const char *in(struct k_ctx *cx, const char *dir, const char *name)
{
    return k_dupz(cx->arena, k_fmt(cx->arena, "%s/%s", dir, name));
}

static const char *copy_name(const struct db_config *cfg)
{
    return cfg->kind == DB_SQLITE ? "kith.db" : "kith.pgdump";
}

static k_err digest(struct k_ctx *cx, const char *path, k_str *out)
{
    struct os_map map = {0};
    k_err err = os_file_map(path, &map);
    if (err != K_OK)
        return k_fail(cx, err, NULL, "%s cannot be read", path);
    struct k_digest d = k_secret_sha256(os_map_text(&map));
    os_file_unmap(&map);
    *out = k_hex(cx->arena, k_digest_str(&d));
    return K_OK;
}

/* --- backup ------------------------------------------------------------------------------ */

/* key: the digest of the key that opens this database's credentials, so that a restore can tell
 * whether it is there; none when there is no key yet. */
static k_err write_manifest(struct k_ctx *cx, const char *dir, const char *const *files,
                            size_t n, k_str key)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 1 << 20);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "kith");
    kw_str(&w, k_str_z(k_version));
    kw_key(&w, "at");
    kw_time(&w, k_cx_now(cx));
    kw_key(&w, "files");
    kw_obj(&w);
    for (size_t i = 0; i < n; i++) {
        k_str hash;
        K_TRY(digest(cx, in(cx, dir, files[i]), &hash));
        kw_key(&w, files[i]);
        kw_str(&w, hash);
    }
    kw_end(&w);
    if (key.n > 0) {
        kw_key(&w, "key");
        kw_str(&w, key);
    }
    kw_end(&w);
    k_buf_chr(&b, '\n');
    return os_file_write(in(cx, dir, "manifest.json"), k_buf_view(&b), 0600);
}

static k_err copy_file(struct k_ctx *cx, const char *from, const char *to)
{
    k_str bytes;
    k_err err = os_file_read(cx->arena, from, 1 << 20, &bytes);
    if (err == K_OK)
        err = os_file_create(to, bytes, 0600);
    return err == K_OK ? K_OK : k_fail(cx, err, NULL, "%s cannot be copied to %s", from, to);
}

/* What of the files is there, and the folder, is taken away: half a backup looks like one. */
static void remove_half(struct k_ctx *cx, const char *dir)
{
    unlink(in(cx, dir, copy_name(&(struct db_config){.kind = DB_SQLITE})));
    unlink(in(cx, dir, copy_name(&(struct db_config){.kind = DB_POSTGRES})));
    unlink(in(cx, dir, KEY_FILE));
    unlink(in(cx, dir, "manifest.json"));
    rmdir(dir);
}

static k_err fill(struct cli *c, const char *dir, bool with_key)
{
    struct k_ctx *cx = &c->cx;
    const char *files[2] = {copy_name(&c->db)};
    const char *key_path = app_key_path(cx->arena, &c->settings);
    k_str key = K_NONE;
    size_t n = 1;
    K_TRY(db_backup(cx, in(cx, dir, files[0])));
    if (with_key) {
        K_TRY(copy_file(cx, key_path, in(cx, dir, KEY_FILE)));
        files[n++] = KEY_FILE;
    }
    if (os_file_exists(key_path))
        K_TRY(digest(cx, key_path, &key));
    return write_manifest(cx, dir, files, n, key);
}

static k_err backup(struct cli *c, const char *dir, bool with_key)
{
    struct k_ctx *cx = &c->cx;
    if (os_file_exists(dir))
        return k_fail(cx, K_ERR_EXISTS, NULL, "%s is there already; name a new folder", dir);
    k_err err = os_folder_make(dir, 0700);
    if (err != K_OK)
        return k_fail(cx, err, NULL, "the folder %s cannot be made: %s", dir,
                      k_err_row(err)->text);
    err = fill(c, dir, with_key);
    if (err != K_OK) {
        remove_half(cx, dir);
        return err;
    }
    printf("Backup written to %s.\n", dir);
    if (!with_key)
        printf("The key file is not in it. Keep %s elsewhere: without it the channels' "
               "credentials cannot be opened, and each channel has to be connected again.\n",
               app_key_path(cx->arena, &c->settings));
    return K_OK;
}

int cli_backup(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    bool with_key = cli_flag(&argc, argv, "--with-key");
    if (code == 0 && argc != 1) {
        fprintf(stderr, "kith backup DIR [--with-key]\n");
        code = 2;
    }
    if (code == 0)
        code = cli_open_db(&c, CLI_READ);
    if (code == 0) {
        k_err err = backup(&c, argv[0], with_key);
        if (err != K_OK)
            code = cli_complain(&c.cx, err);
    }
    cli_close(&c);
    return code;
}

/* --- restore ----------------------------------------------------------------------------- */

static k_err check_file(struct k_ctx *cx, const char *dir, const struct k_json *files,
                        const char *name)
{
    k_str want = k_json_get_str(files, name), have;
    K_TRY(digest(cx, in(cx, dir, name), &have));
    if (!k_str_eq(want, have))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL,
                      "%s/%s is not as it was when the backup was made", dir, name);
    return K_OK;
}

static k_err read_manifest(struct k_ctx *cx, const char *dir, const struct k_json **files,
                           k_str *key)
{
    k_str text;
    const struct k_json *doc = NULL;
    if (os_file_read(cx->arena, in(cx, dir, "manifest.json"), 1 << 20, &text) != K_OK ||
        k_json_parse(cx->arena, text, &doc, NULL) != K_OK ||
        !k_json_is_object(k_json_get(doc, "files")))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL,
                      "%s is no backup of Kith: its manifest.json cannot be read", dir);
    *files = k_json_get(doc, "files");
    *key = k_json_get_str(doc, "key");
    return K_OK;
}

static k_err restore_key(struct k_ctx *cx, const struct settings *s, const char *dir,
                         const struct k_json *files)
{
    const char *to = app_key_path(cx->arena, s);
    if (k_json_get(files, KEY_FILE) == NULL || os_file_exists(to))
        return K_OK;
    return copy_file(cx, in(cx, dir, KEY_FILE), to);
}

/* Says whether the channels' credentials can be opened. */
static k_err say_key(struct k_ctx *cx, const char *path, k_str want)
{
    k_str have;
    if (!os_file_exists(path)) {
        printf("There is no key file. Put the old one at %s, or connect each channel again.\n",
               path);
        return K_OK;
    }
    K_TRY(digest(cx, path, &have));
    if (want.n > 0 && !k_str_eq(want, have))
        printf("%s holds another key than the one this backup was made with. Put the old one "
               "in its place, or connect each channel again.\n",
               path);
    return K_OK;
}

/* Phones that saw what came after the backup must not take our numbers for those they know. */
static k_err begin_anew(struct k_ctx *cx, void *arg)
{
    return sq_card_state_anew(cx, k_secret_token(cx->arena, 8, K_SECRET_HEX), NULL);
}

static k_err verify(struct k_ctx *cx, const struct db_config *cfg)
{
    struct event_report chain = {0};
    struct db_health health = {0};
    int applied = 0;
    K_TRY(db_open(cx, cfg, &cx->db));
    K_TRY(db_migrate(cx, &applied));
    K_TRY(db_write(cx, begin_anew, NULL));
    K_TRY(db_health_get(cx, true, &health));
    K_TRY(event_verify(cx, 0, &chain));
    if (!health.whole || !chain.whole)
        return k_fail(cx, K_ERR_DB, NULL, "what was restored is not whole: %.*s",
                      K_ARG(health.whole ? chain.why : health.why));
    printf("Restored: %.*s, whole; the event log's %lld entries fit together.\n",
           K_ARG(health.version), (long long)chain.checked);
    return K_OK;
}

static k_err restore(struct cli *c, const char *dir)
{
    struct k_ctx *cx = &c->cx;
    const struct k_json *files = NULL;
    k_str key = K_NONE;
    K_TRY(read_manifest(cx, dir, &files, &key));
    K_TRY(app_db_config(cx, &c->settings, &c->db));
    const char *copy = copy_name(&c->db);
    if (k_json_get(files, copy) == NULL)
        return k_fail(cx, K_ERR_BAD_INPUT, "database",
                      "this backup is of the other kind of database: it has no %s", copy);
    /* All of it is checked before anything is written. */
    K_TRY(check_file(cx, dir, files, copy));
    if (k_json_get(files, KEY_FILE))
        K_TRY(check_file(cx, dir, files, KEY_FILE));
    K_TRY(os_folder_make(k_dupz(cx->arena, c->settings.data), 0700));
    K_TRY(db_restore(cx, &c->db, in(cx, dir, copy)));
    K_TRY(restore_key(cx, &c->settings, dir, files));
    K_TRY(verify(cx, &c->db));
    return say_key(cx, app_key_path(cx->arena, &c->settings), key);
}

int cli_restore(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    if (code == 0 && argc != 1) {
        fprintf(stderr, "kith restore DIR [--data DIR] into an empty place\n");
        code = 2;
    }
    if (code == 0) {
        k_err err = restore(&c, argv[0]);
        if (err != K_OK)
            code = cli_complain(&c.cx, err);
    }
    cli_close(&c);
    return code;
}
