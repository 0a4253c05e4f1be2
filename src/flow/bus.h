/* bus: "something about this changed", from the thread that committed it to everybody who
 * listens: open screens, sleeping workers. Carries ids only. Nothing is kept: who was away asks
 * the database. */
#ifndef KITH_FLOW_BUS_H
#define KITH_FLOW_BUS_H

#include "base/ctx.h"

struct flow_bus;
typedef void (*flow_bus_fn)(void *arg, const struct k_notice *v, size_t n);

struct flow_bus *flow_bus_new(void); /* NULL when out of memory */
void flow_bus_free(struct flow_bus *b);

/* fn is called in the thread that publishes, under the bus's lock: it must be quick and must
 * not publish or subscribe. The number is for flow_bus_leave; 0 when there is no room
 * (FLOW_BUS_LISTENERS). */
enum { FLOW_BUS_LISTENERS = 4096 };
int64_t flow_bus_join(struct flow_bus *b, flow_bus_fn fn, void *arg);
void flow_bus_leave(struct flow_bus *b,
                    int64_t number); /* afterwards fn is not called any more */
/* For db_on_commit: arg is the bus. */
void flow_bus_publish(void *arg, const struct k_notice *v, size_t n);

#endif
