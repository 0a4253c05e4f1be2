/* publish_rules: the moments of a planned post. Pure. */
#include "domain/publish_rules.h"

bool publish_overdue(k_time due, k_time now)
{
    return due < now - PUBLISH_LATE;
}

enum publish_when publish_time(k_time at, k_time now, k_time *due)
{
    *due = at > now ? at : now;
    if (at == 0)
        return PUBLISH_GOOD;
    if (at < now - PUBLISH_SLACK)
        return PUBLISH_PAST;
    return at > now + PUBLISH_AHEAD ? PUBLISH_FAR : PUBLISH_GOOD;
}

const char *publish_late_why(k_str channel_status)
{
    return k_str_eqz(channel_status, "active") ? "late" : "channel";
}
