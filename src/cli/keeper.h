/* keeper: holds the node number of this process while it makes ids: leases it, renews it on a
 * thread and a connection of its own, gives it back at the end. Table node. */
#ifndef KITH_CLI_KEEPER_H
#define KITH_CLI_KEEPER_H

#include "db/db.h"

struct keeper;
/* Leases a number in the database of cfg (migrated before) and sets ids to it. cx is only used
 * during the call; its clock and ids must live until keeper_stop. */
k_err keeper_start(struct k_ctx *cx, const struct db_config *cfg, struct k_ids *ids,
                   struct keeper **out) K_CHECK;
/* false: another process took the number because we did not renew in time. A new one is leased
 * as soon as the database lets us. Any thread. */
bool keeper_holds(struct keeper *k);
/* The number as it is now, for leases on rows. Any thread. */
int keeper_node(struct keeper *k);
void keeper_stop(struct keeper *k); /* NULL is fine */

#endif
