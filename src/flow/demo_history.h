/* demo_history: what was before the six weeks of the demo: a year of calls, rides together, bad
 * days and what put them right, so that rhythm, single threads, introductions, recovery and
 * builders have something to show. And what the colleagues set up: segments, who takes part in
 * builders. */
#ifndef KITH_FLOW_DEMO_HISTORY_H
#define KITH_FLOW_DEMO_HISTORY_H

#include "flow/demo_records.h"

/* As demo_records_write. */
k_err demo_history_write(struct k_ctx *cx, const k_id *members, k_time start,
                         demo_as as) K_CHECK;

#endif
