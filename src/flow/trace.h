/* trace: the way one post went, step by step in the order of flow.c: what came out of each
 * step, why, and when. Read from what is stored; the pure steps are run again and timed. For
 * `kith trace` and the screen behind a post. */
#ifndef KITH_FLOW_TRACE_H
#define KITH_FLOW_TRACE_H

#include "base/ctx.h"
#include "base/vec.h"

/* The way out, as a table like ingest_steps: names, what they do, where they are written. */
struct flow_out_step {
    const char *name, *does, *file;
};
extern const struct flow_out_step flow_out_steps[];
extern const size_t flow_n_out_steps;

struct trace_step {
    const char *name, *file; /* of the step table */
    k_str outcome, reason;   /* words; reason may be empty */
    k_time at;               /* when it happened; 0 = not known */
    int64_t took_us;         /* of a pure step run again now; -1 = was not run again */
};
struct trace {
    k_id post;
    k_str direction; /* in, out */
    K_VEC(struct trace_step) steps;
};
/* NOT_FOUND when there is no such post. Everything in the arena. */
k_err flow_trace(struct k_ctx *cx, k_id post, struct trace *out) K_CHECK;

#endif
