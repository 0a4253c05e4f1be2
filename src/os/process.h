/* process: runs another program to its end and says how it went. Never through a shell. */
#ifndef KITH_OS_PROCESS_H
#define KITH_OS_PROCESS_H

#include "base/arena.h"

struct os_process_end {
    int status; /* exit status; 128 + signal when it was killed */
    k_str said; /* the last bytes of its stderr (and stdout), at most 4 KiB */
};
/* Looks for argv[0] in PATH. `env` (NULL-terminated "NAME=value") is added to ours, for what
 * must not stand in a list of processes; may be NULL. Errors: NOT_FOUND (no such program), IO.
 */
k_err os_process_run(struct k_arena *a, const char *const argv[], const char *const env[],
                     struct os_process_end *out) K_CHECK;

#endif
