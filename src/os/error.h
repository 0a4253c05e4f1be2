/* error: the system's error numbers as ours; os is the only folder that looks at errno. */
#ifndef KITH_OS_ERROR_H
#define KITH_OS_ERROR_H

#include "base/err.h"

/* What errno says after `what` failed on path; logged here unless it is NOT_FOUND or EXISTS,
 * which are often answers. */
k_err os_error(const char *what, const char *path);

#endif
