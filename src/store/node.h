/* node: which number the ids of this process bear. A number is leased: two processes never make
 * ids with the same one, and an id is never below one that is stored, also when the clock went
 * back or the process was killed. Table node. */
#ifndef KITH_STORE_NODE_H
#define KITH_STORE_NODE_H

#include "db/db.h"

#define NODE_LEASE (30 * K_SEC) /* how long a lease lasts */
#define NODE_RENEW (10 * K_SEC) /* how often its holder renews it */
#define NODE_NUMBERS 256

struct node {
    uint8_t number;
    char name[96];  /* host and a random word: one process */
    k_id not_below; /* floor for k_ids_init */
};

/* Leases the lowest free number in a write transaction of its own and fills *out; then call
 * k_ids_init(&ids, out->number, out->not_below). `host` says where we run, for people.
 * LIMIT when all numbers are leased. */
k_err node_lease(struct k_ctx *cx, k_str host, struct node *out) K_CHECK;
/* Prolongs it (a transaction of its own) and stores how far ids may go meanwhile. GONE: another
 * process took the number because we did not renew in time; stop making ids and lease anew. */
k_err node_renew(struct k_ctx *cx, const struct node *n) K_CHECK;
/* Gives the number back at the end, with the last id made. */
k_err node_release(struct k_ctx *cx, const struct node *n) K_CHECK;

#endif
