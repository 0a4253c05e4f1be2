/* cli: what all commands share. */
#include "cli/cli.h"
#include "cli/app.h"
#include "os/file.h"
#include "os/secret.h"
#include "cli/keeper.h"
#include <stdio.h>

const struct cli_command *cli_commands;
size_t cli_n_commands;

int cli_complain(const struct k_ctx *cx, k_err err)
{
    k_str text = cx->detail.text.n > 0 ? cx->detail.text : k_str_z(k_err_row(err)->text);
    fprintf(stderr, "kith: ");
    if (cx->detail.field.n > 0)
        fprintf(stderr, "%.*s: ", K_ARG(cx->detail.field));
    fprintf(stderr, "%.*s\n", K_ARG(text));
    return 1;
}

static enum k_level level_of(k_str word)
{
    return k_str_eqz(word, "debug")   ? K_DEBUG
           : k_str_eqz(word, "warn")  ? K_WARN
           : k_str_eqz(word, "error") ? K_ERROR
                                      : K_INFO;
}

int cli_open(struct cli *c, int *argc, char **argv)
{
    *c = (struct cli){0};
    struct k_arena *a = k_arena_new(0);
    if (a == NULL)
        return 1;
    k_rand_seed(&c->rand, k_secret_random_u64());
    k_ids_init(&c->ids, 0, 0);
    c->cx =
        (struct k_ctx){.arena = a, .clock = &k_clock_system, .rand = &c->rand, .ids = &c->ids};
    k_err err = settings_load(&c->cx, argc, argv, &c->settings);
    if (err != K_OK) {
        cli_complain(&c->cx, err);
        return 2;
    }
    k_log_setup(level_of(c->settings.log_level), k_str_eqz(c->settings.log_format, "json"));
    return 0;
}

static k_err open_db(struct cli *c, int access)
{
    struct k_ctx *cx = &c->cx;
    int applied = 0;
    K_TRY(app_db_config(cx, &c->settings, &c->db));
    if (c->db.kind == DB_SQLITE && !os_file_exists(k_dupz(cx->arena, c->db.where)) &&
        access == CLI_READ)
        return k_fail(cx, K_ERR_NOT_FOUND, "data", "there is no database in '%.*s' yet",
                      K_ARG(c->settings.data));
    if (access == CLI_WRITE)
        K_TRY(os_folder_make(k_dupz(cx->arena, c->settings.data), 0700));
    K_TRY(db_open(cx, &c->db, &cx->db));
    if (access == CLI_READ)
        return K_OK;
    K_TRY(db_migrate(cx, &applied));
    struct db_conn *db =
        cx->db; /* the keeper takes a connection of its own with this context */
    cx->db = NULL;
    k_err err = keeper_start(cx, &c->db, &c->ids, &c->keeper);
    cx->db = db;
    return err;
}

int cli_open_db(struct cli *c, int access)
{
    k_err err = open_db(c, access);
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}

void cli_close(struct cli *c)
{
    keeper_stop(c->keeper);
    db_close(c->cx.db);
    k_arena_free(c->cx.arena);
}

int cli_no_more(int argc, char **argv)
{
    if (argc == 0)
        return 0;
    fprintf(stderr,
            "kith: '%s' is not understood here; `kith doctor --tables settings` lists "
            "the settings\n",
            argv[0]);
    return 2;
}

static void take_out(int *argc, char **argv, int at, int n)
{
    for (int i = at; i + n < *argc; i++)
        argv[i] = argv[i + n];
    *argc -= n;
}

k_str cli_option(int *argc, char **argv, const char *name)
{
    for (int i = 0; i + 1 < *argc; i++)
        if (strcmp(argv[i], name) == 0) {
            k_str v = k_str_z(argv[i + 1]);
            take_out(argc, argv, i, 2);
            return v;
        }
    return K_NONE;
}

bool cli_flag(int *argc, char **argv, const char *name)
{
    for (int i = 0; i < *argc; i++)
        if (strcmp(argv[i], name) == 0) {
            take_out(argc, argv, i, 1);
            return true;
        }
    return false;
}

int cli_node(const struct cli *c)
{
    return keeper_node(c->keeper);
}
