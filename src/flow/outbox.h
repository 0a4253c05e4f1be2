/* outbox: the sender. Delivers what a member decided to send: takes the next row by a lease, in
 * the transaction that sees that its channel is not paused, asks the connector, looks before it
 * repeats, and hands what stays unclear to a person. */
#ifndef KITH_FLOW_OUTBOX_H
#define KITH_FLOW_OUTBOX_H

#include "flow/env.h"

#define OUTBOX_LEASE (90 * K_SEC)

/* One row, whatever becomes of it. *found false: nothing is due. Failures of the network are
 * written to the row and its channel and are no error here. */
k_err outbox_send_next(struct k_ctx *cx, const struct flow_env *env, bool *found) K_CHECK;

#endif
