/* log: structured, one line an event on stderr: key=value or JSON. The last lines stay in a
 * ring for doctor. Values that are secret are given as K_SECRET and print as ***. */
#ifndef KITH_BASE_LOG_H
#define KITH_BASE_LOG_H

#include "base/str.h"

enum k_level { K_DEBUG, K_INFO, K_WARN, K_ERROR };
void k_log_setup(enum k_level min, bool json);
/* k_log(K_INFO, "channel_polled", "channel=%lld items=%zu", ...): event is a fixed word, the
 * rest is a printf format of key=value pairs; a value with blanks is given as %s between double
 * quotes. */
void k_log(enum k_level level, const char *event, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
#define K_SECRET "***"
/* Ends the process: for states that must not be. Flushes the log. */
void k_panic(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
/* Copies the newest lines (newest last) into out as text, at most max bytes. */
size_t k_log_recent(char *out, size_t max);

#endif
