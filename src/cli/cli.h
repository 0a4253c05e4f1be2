/* cli: the commands of the binary, one file each. A command gets the arguments behind its name
 * and returns an exit code: 0 done, 1 failed, 2 wrong use. */
#ifndef KITH_CLI_CLI_H
#define KITH_CLI_CLI_H

#include "cli/settings.h"
#include "db/db.h"

struct keeper; /* cli/keeper.h */

struct cli_command {
    const char *name, *args, *summary;
    int (*run)(int argc, char **argv);
};
/* The table of src/main.c, which sets these before it calls a command. */
extern const struct cli_command *cli_commands;
extern size_t cli_n_commands;

/* What commands begin with: settings read, log set up, a context without a database. */
struct cli {
    struct k_ctx cx;
    struct k_rand rand;
    struct k_ids ids;
    struct settings settings;
    struct db_config db;
    struct keeper *keeper;
};
/* Takes the settings out of argv. Not 0: the command ends with it; the reason was printed. */
int cli_open(struct cli *c, int *argc, char **argv);
void cli_close(struct cli *c);
enum { CLI_READ, CLI_WRITE };
/* Opens the database of the settings into c->cx.db. CLI_WRITE: brings it up to date and holds a
 * node number, so that ids made here clash with none of a server that runs meanwhile. 0, or 1
 * with the reason printed. */
int cli_open_db(struct cli *c, int access);
int cli_node(const struct cli *c); /* number of the node that CLI_WRITE holds */
/* Prints cx->detail, or what the error says; returns 1. */
int cli_complain(const struct k_ctx *cx, k_err err);
int cli_no_more(int argc, char **argv); /* 0, or 2 when an argument is left over */
/* Takes "--name value" (or, without value, "--name") out of argv. */
k_str cli_option(int *argc, char **argv, const char *name);
bool cli_flag(int *argc, char **argv, const char *name);
bool cli_is_loopback(k_str listen);

int cli_serve(int argc, char **argv);
int cli_openapi(int argc, char **argv);
int cli_migrate(int argc, char **argv);
int cli_user(int argc, char **argv);
int cli_doctor(int argc, char **argv);
int cli_backup(int argc, char **argv);
int cli_restore(int argc, char **argv);
int cli_export(int argc, char **argv);
int cli_demo(int argc, char **argv);
int cli_import(int argc, char **argv);
int cli_people(int argc, char **argv);
int cli_trace(int argc, char **argv);
int cli_bench(int argc, char **argv);

#endif
