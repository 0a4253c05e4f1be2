/* cli: the commands of the binary, one file each. A command gets the arguments behind its name
 * and returns an exit code: 0 done, 1 failed, 2 wrong use. */
#ifndef KITH_CLI_CLI_H
#define KITH_CLI_CLI_H

#include "base/str.h"

struct cli_command {
    const char *name, *args, *summary;
    int (*run)(int argc, char **argv);
};
extern const struct cli_command cli_commands[];
extern const size_t cli_n_commands;

int cli_openapi(int argc, char **argv);

#endif
