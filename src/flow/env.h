/* env: what the workers behind the screens share: where connections come from, HTTP, the key of
 * credentials, our node. Made once by the running server (cli/app.c) or a test; lives as long
 * as the workers. */
#ifndef KITH_FLOW_ENV_H
#define KITH_FLOW_ENV_H

#include "db/db.h"
#include "os/secret.h"

struct http_client;
struct flow_bus;

/* Which of the workers could not store at their last step, and why: bit i for worker i. */
struct flow_state {
    _Atomic unsigned failing;
    _Atomic int why; /* k_err */
};

struct flow_env {
    struct db_pool *pool;
    const struct k_clock *clock;
    struct k_ids *ids;
    struct http_client *http;
    const struct k_secret_key *key;
    struct flow_bus *bus;
    int node;                 /* leased number, for leases on rows */
    const char *data_dir;     /* uploads of imports, journals of the demo */
    struct flow_state *state; /* written by the schedule; NULL: nobody asks */
};

#endif
