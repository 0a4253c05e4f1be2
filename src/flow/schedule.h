/* schedule: the threads behind the screens. Pollers ask channels, the sender delivers what was
 * decided, two workers do jobs, the ticker does what comes every few seconds (search index,
 * snoozes, waiting times, leases). Each thread has a connection only while it works; all of
 * them stop cleanly between two steps. */
#ifndef KITH_FLOW_SCHEDULE_H
#define KITH_FLOW_SCHEDULE_H

#include "flow/env.h"

/* What the ticker does. */
struct flow_tick {
    const char *name;
    k_time every;
    k_err (*fn)(struct k_ctx *cx, const struct flow_env *env);
    const char *doc;
};
extern const struct flow_tick flow_ticks[];
extern const size_t flow_n_ticks;

struct flow_schedule;
/* Starts all threads. BUSY when the system gives no threads. */
k_err flow_schedule_start(const struct flow_env *env, struct flow_schedule **out) K_CHECK;
/* Asks all threads to stop behind the step they are in and waits for that, but not longer than
 * `patience`. Whoever still waits for a network then may be cut off (http_client_stop): a cut
 * send is looked up at the next start. NULL is fine. */
void flow_schedule_halt(struct flow_schedule *s, k_time patience);
void flow_schedule_stop(
    struct flow_schedule *s); /* waits for each to end its step; NULL is fine */
/* Why the workers cannot store what comes in; K_OK while they can. Thread-safe. */
k_err flow_state_err(struct flow_state *state);
/* Somebody has work: sleeping threads look at once. Thread-safe. */
void flow_schedule_wake(struct flow_schedule *s);

#endif
