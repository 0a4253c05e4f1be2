/* publish_rules: when a post of our own may leave by itself, and when a person must look again.
 * Pure. */
#ifndef KITH_DOMAIN_PUBLISH_RULES_H
#define KITH_DOMAIN_PUBLISH_RULES_H

#include "base/str.h"
#include "base/time.h"

#define PUBLISH_LATE (5 * K_MIN)    /* behind its time nothing leaves by itself */
#define PUBLISH_AHEAD (400 * K_DAY) /* so far ahead one can plan */
#define PUBLISH_SLACK (2 * K_MIN)   /* a moment that has just passed counts as now */

/* Its time has passed by more than a few minutes: it is held, and a person says now or when. */
bool publish_overdue(k_time due, k_time now);

enum publish_when { PUBLISH_GOOD, PUBLISH_PAST, PUBLISH_FAR };
/* Whether a member may choose this moment; *due: what counts. at 0 = now. */
enum publish_when publish_time(k_time at, k_time now, k_time *due);

/* Why a post that waits would be held: late while its channel works, or the channel. */
const char *publish_late_why(k_str channel_status);

#endif
