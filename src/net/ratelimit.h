/* ratelimit: what a network says about how much we may still ask, in the many spellings there
 * are. Pure. */
#ifndef KITH_NET_RATELIMIT_H
#define KITH_NET_RATELIMIT_H

#include "base/time.h"
#include "net/client.h"

struct ratelimit {
    int64_t limit;     /* requests a window; -1 = not said */
    int64_t remaining; /* requests left in it; -1 = not said */
    k_time reset;      /* when the window starts anew; 0 = not said */
    k_time not_before; /* Retry-After: ask again then; 0 = not said */
};

/* Reads RateLimit-*, X-RateLimit-*, X-Rate-Limit-*, RateLimit (IETF drafts 7 and later; of
 * several limits the tightest) and Retry-After (seconds or a date). Resets come as seconds from
 * now, seconds or milliseconds since 1970, or a date; one in the past is now, one more than 31
 * days ahead is not believed. Names of headers are lower-case. */
void ratelimit_read(const struct http_header *headers, size_t n, k_time now,
                    struct ratelimit *out);

#endif
