/* migrate: `kith migrate` brings the database up to date without starting the server. */
#include "cli/cli.h"
#include "cli/app.h"
#include "os/file.h"
#include <stdio.h>

static k_err migrate(struct cli *c, int *applied)
{
    struct k_ctx *cx = &c->cx;
    K_TRY(app_db_config(cx, &c->settings, &c->db));
    K_TRY(os_folder_make(k_dupz(cx->arena, c->settings.data), 0700));
    K_TRY(db_open(cx, &c->db, &cx->db));
    return db_migrate(cx, applied);
}

int cli_migrate(int argc, char **argv)
{
    struct cli c;
    int applied = 0;
    int code = cli_open(&c, &argc, argv);
    if (code == 0)
        code = cli_no_more(argc, argv);
    if (code == 0) {
        k_err err = migrate(&c, &applied);
        if (err != K_OK)
            code = cli_complain(&c.cx, err);
        else if (applied == 0)
            printf("The database is up to date.\n");
        else
            printf("%d migration%s applied.\n", applied, applied == 1 ? "" : "s");
    }
    cli_close(&c);
    return code;
}
