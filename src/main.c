/* main: the table of commands. Reads the arguments, calls one command. */
#include "cli/cli.h"
#include "base/version.h"
#include <stdio.h>

static const struct cli_command commands[] = {
    {"serve", "[--data DIR] [--listen ADDR:PORT]", "run the server", cli_serve},
    {"demo", "[--data DIR] [--remove]", "fill a workspace with the demo, or clear it",
     cli_demo},
    {"import", "KIND FILE [--dry-run]", "take posts, people, mail or meetings from files",
     cli_import},
    {"people", "duplicates|merge|undo ...", "who may be one, merging and undoing", cli_people},
    {"trace", "POST", "show the way of one post, step by step", cli_trace},
    {"user", "list|add|password|role|leave ...", "accounts, from the machine itself", cli_user},
    {"doctor", "[--thorough] [--tables [NAME]]", "what is wrong, and how to mend it",
     cli_doctor},
    {"export", "[--conversations] [FILE]", "everything as JSON lines, or conversations as CSV",
     cli_export},
    {"backup", "DIR [--with-key]", "a copy of everything, to restore from", cli_backup},
    {"restore", "DIR", "bring a backup back into an empty place", cli_restore},
    {"migrate", "", "bring the database up to date", cli_migrate},
    {"bench", "MEASURE [...]", "measure Kith, or make the data to measure on", cli_bench},
    {"openapi", "", "print the API's document (OpenAPI 3.1)", cli_openapi},
};

static int usage(FILE *to)
{
    fprintf(to, "kith %s: social relationship management\n\n", k_version);
    for (size_t i = 0; i < cli_n_commands; i++)
        fprintf(to, "  kith %-10s %-34s %s\n", cli_commands[i].name, cli_commands[i].args,
                cli_commands[i].summary);
    return to == stdout ? 0 : 2;
}

static const struct cli_command *command_of(const char *name)
{
    for (size_t i = 0; i < cli_n_commands; i++)
        if (k_str_eqz(k_str_z(name), cli_commands[i].name))
            return &cli_commands[i];
    return NULL;
}

static int help(const struct cli_command *c)
{
    printf("  kith %s %s\n\n%c%s.\n\n"
           "Settings, as --name VALUE, KITH_NAME or in a file: kith doctor --tables settings\n",
           c->name, c->args, c->summary[0] - 'a' + 'A', c->summary + 1);
    return 0;
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (k_str_eqz(k_str_z(argv[i]), "--help") || k_str_eqz(k_str_z(argv[i]), "-h"))
            return true;
    return false;
}

int main(int argc, char **argv)
{
    cli_commands = commands;
    cli_n_commands = sizeof commands / sizeof *commands;
    k_str name = argc > 1 ? k_str_z(argv[1]) : K_NONE;
    const struct cli_command *c;
    if (k_str_empty(name))
        return usage(stderr);
    if (k_str_eqz(name, "--help") || k_str_eqz(name, "-h") || k_str_eqz(name, "help"))
        return argc > 2 && (c = command_of(argv[2])) ? help(c) : usage(stdout);
    if (k_str_eqz(name, "--version"))
        return printf("kith %s\n", k_version) < 0;
    c = command_of(argv[1]);
    if (c)
        return asks_for_help(argc, argv) ? help(c) : c->run(argc - 2, argv + 2);
    fprintf(stderr, "kith: there is no command '%s'\n\n", argv[1]);
    return usage(stderr);
}
