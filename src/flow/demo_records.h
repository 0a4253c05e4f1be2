/* demo_records: what the demo's colleagues wrote down about the demo's people: meetings, facts,
 * promises, deals, value on both sides; an advocate, and one who stayed after a bad day. What
 * was before the six weeks: demo_history. */
#ifndef KITH_FLOW_DEMO_RECORDS_H
#define KITH_FLOW_DEMO_RECORDS_H

#include "domain/people.h"

/* Does fn as a colleague at a time of the story, in a transaction of its own. */
typedef k_err (*demo_as)(struct k_ctx *cx, k_id member, k_time at,
                         k_err (*fn)(struct k_ctx *cx, void *arg), void *arg);
/* members: of DEMO_COLLEAGUES. start: when the story begins. People are found by their accounts
 * on the demo's first network; one that is not there is left out. */
k_err demo_records_write(struct k_ctx *cx, const k_id *members, k_time start,
                         demo_as as) K_CHECK;

#endif
