/* keeper: one thread that renews the lease every NODE_RENEW. */
#include "cli/keeper.h"
#include "os/secret.h"
#include "os/thread.h"
#include "store/node.h"
#include <stdlib.h>
#include <unistd.h>

struct keeper {
    struct db_pool *pool; /* of one connection, which comes back by itself */
    struct node node;
    struct k_ids *ids;
    const struct k_clock *clock;
    struct k_rand rand;
    char host[64];
    struct os_thread thread;
    struct os_lock lock; /* stopping, holds */
    struct os_cond wake;
    bool stopping, holds;
};

static void set_holds(struct keeper *k, bool holds)
{
    os_lock_take(&k->lock);
    if (k->holds != holds)
        k_log(holds ? K_INFO : K_ERROR, holds ? "node_number_held" : "node_number_lost",
              "number=%d", k->node.number);
    k->holds = holds;
    os_lock_give(&k->lock);
}

bool keeper_holds(struct keeper *k)
{
    os_lock_take(&k->lock);
    bool holds = k->holds;
    os_lock_give(&k->lock);
    return holds;
}

int keeper_node(struct keeper *k)
{
    os_lock_take(&k->lock);
    int number = k->node.number;
    os_lock_give(&k->lock);
    return number;
}

static k_err lease(struct keeper *k, struct k_ctx *cx)
{
    K_TRY(node_lease(cx, k_str_z(k->host), &k->node));
    k_ids_move(k->ids, k->node.number, k->node.not_below);
    return K_OK;
}

/* While the database is away nothing can be stored, so no id of ours can clash; once it is back
 * the renewal says whether the number is still ours. */
static void renew(struct keeper *k, struct k_ctx *cx)
{
    k_err err = keeper_holds(k) ? node_renew(cx, &k->node) : K_ERR_GONE;
    if (err == K_ERR_GONE) {
        set_holds(k, false);
        err = lease(k, cx);
        if (err == K_OK)
            set_holds(k, true);
    }
    if (err != K_OK)
        k_log(K_WARN, "node_number_not_renewed", "number=%d slug=%s", k->node.number,
              k_err_row(err)->slug);
}

/* Runs fn with a connection and memory of its own. */
static void with_database(struct keeper *k, void (*fn)(struct keeper *k, struct k_ctx *cx))
{
    struct k_arena *a = k_arena_new(1 << 20);
    if (a == NULL)
        return;
    struct k_ctx cx = {.arena = a, .clock = k->clock, .rand = &k->rand, .ids = k->ids};
    if (db_pool_take(&cx, k->pool, 5000) == K_OK) {
        fn(k, &cx);
        db_pool_give(&cx, k->pool);
    }
    k_arena_free(a);
}

static void keep(void *arg)
{
    struct keeper *k = arg;
    os_lock_take(&k->lock);
    while (!k->stopping) {
        bool woken = os_cond_wait(&k->wake, &k->lock, k_mono() + NODE_RENEW);
        if (k->stopping || woken)
            continue;
        os_lock_give(&k->lock);
        with_database(k, renew);
        os_lock_take(&k->lock);
    }
    os_lock_give(&k->lock);
}

static k_err start(struct keeper *k, struct k_ctx *cx, const struct db_config *cfg)
{
    struct db_conn *before = cx->db;
    K_TRY(db_pool_open(cx, cfg, 1, &k->pool));
    k_err err = db_pool_take(cx, k->pool, 5000);
    if (err == K_OK) {
        err = lease(k, cx);
        db_pool_give(cx, k->pool);
    }
    cx->db = before;
    if (err != K_OK)
        return err;
    k->holds = true;
    return os_thread_start(&k->thread, "keeper", keep, k);
}

k_err keeper_start(struct k_ctx *cx, const struct db_config *cfg, struct k_ids *ids,
                   struct keeper **out)
{
    struct keeper *k = calloc(1, sizeof *k);
    *out = NULL;
    if (k == NULL)
        return K_ERR_NO_MEMORY;
    k->ids = ids;
    k->clock = cx->clock;
    k_rand_seed(&k->rand, k_secret_random_u64());
    if (gethostname(k->host, sizeof k->host - 1) != 0)
        k->host[0] = '\0';
    os_lock_init(&k->lock);
    os_cond_init(&k->wake);
    k_err err = start(k, cx, cfg);
    if (err != K_OK) {
        keeper_stop(k);
        k = NULL;
    }
    *out = k;
    return err;
}

static void give_back(struct keeper *k, struct k_ctx *cx)
{
    if (node_release(cx, &k->node) != K_OK)
        k_log(K_WARN, "node_number_kept", "number=%d", k->node.number);
}

void keeper_stop(struct keeper *k)
{
    if (k == NULL)
        return;
    os_lock_take(&k->lock);
    k->stopping = true;
    os_cond_all(&k->wake);
    os_lock_give(&k->lock);
    os_thread_join(&k->thread);
    if (k->pool && k->holds)
        with_database(k, give_back);
    db_pool_close(k->pool);
    os_cond_free(&k->wake);
    os_lock_free(&k->lock);
    free(k);
}
