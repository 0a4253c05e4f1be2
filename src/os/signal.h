/* signal: the wish to stop, as a flag to ask and a descriptor to poll. SIGTERM and SIGINT set
 * it; a second SIGINT ends the process at once. SIGPIPE is ignored: a write to a closed
 * connection is an error of that write. */
#ifndef KITH_OS_SIGNAL_H
#define KITH_OS_SIGNAL_H

#include "base/err.h"
#include <stdbool.h>

k_err os_signal_setup(void) K_CHECK; /* once, on the main thread, before others start */
bool os_signal_stopping(void);
int os_signal_fd(void); /* readable once somebody wants the process to stop; -1 before setup */
void os_signal_stop(void); /* the same wish from inside; safe from any thread and handler */

#endif
