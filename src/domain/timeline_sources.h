/* timeline_sources: where the entries of a timeline come from, one row a source. For
 * timeline*.c only. */
#ifndef KITH_DOMAIN_TIMELINE_SOURCES_H
#define KITH_DOMAIN_TIMELINE_SOURCES_H

#include "base/vec.h"
#include "domain/timeline.h"

struct timeline_entries {
    struct timeline_entry *v;
    size_t n, cap;
};
/* Appends entries of a person that lie behind (at, id), the newest first, at most max; a source
 * that is read whole appends all it has, in any order. Everything in cx->arena. */
typedef k_err (*timeline_load)(struct k_ctx *cx, const struct timeline_ask *ask, k_time at,
                               k_id id, int64_t max, struct timeline_entries *out);
struct timeline_source {
    unsigned kinds; /* that it can give */
    bool chunks;    /* comes in chunks, in order */
    timeline_load load;
};
extern const struct timeline_source timeline_sources[];
extern const size_t n_timeline_sources;

#endif
