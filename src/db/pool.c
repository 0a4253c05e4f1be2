/* pool: the connections of the worker threads. All are opened at the start, so that a wrong
 * setting is seen then; one that is lost is opened anew when it is given back or taken next. */
#include "db/driver.h"
#include "os/thread.h"

struct db_pool {
    struct os_lock lock;
    struct os_cond freed;
    struct db_conn **idle;
    int n_idle, size;
    struct db_pool_stats stats; /* of the past; size and idle are filled in when asked */
};

#define CACHE_MIB 128 /* of all connections together */

static int cache_each(int size)
{
    int mib = CACHE_MIB / (size > 0 ? size : 1);
    return mib < 8 ? 8 : mib > 64 ? 64 : mib;
}

k_err db_pool_open(struct k_ctx *cx, const struct db_config *cfg, int size,
                   struct db_pool **out)
{
    *out = NULL;
    struct db_config each = *cfg;
    if (each.cache_mib <= 0)
        each.cache_mib = cache_each(size);
    struct db_pool *p = calloc(1, sizeof *p);
    if (p == NULL)
        return K_ERR_NO_MEMORY;
    os_lock_init(&p->lock);
    os_cond_init(&p->freed);
    k_err err = K_OK;
    p->idle = calloc((size_t)size, sizeof(struct db_conn *));
    if (p->idle == NULL)
        err = K_ERR_NO_MEMORY;
    while (err == K_OK && p->size < size) {
        err = db_open(cx, &each, &p->idle[p->size]);
        p->size += err == K_OK;
    }
    p->n_idle = p->size;
    if (err != K_OK) {
        db_pool_close(p);
        return err;
    }
    *out = p;
    return K_OK;
}

static struct db_conn *wait_idle(struct db_pool *p, int wait_ms)
{
    k_time until = k_mono() + wait_ms * K_MSEC;
    struct db_conn *c = NULL;
    bool in_time = true;
    os_lock_take(&p->lock);
    p->stats.takes++;
    p->stats.waits += p->n_idle == 0;
    while (p->n_idle == 0 && in_time)
        in_time = os_cond_wait(&p->freed, &p->lock, until);
    if (p->n_idle == 0)
        p->stats.refusals++;
    else
        c = p->idle[--p->n_idle]; /* the one used last: its cache is warm */
    os_lock_give(&p->lock);
    return c;
}

k_err db_pool_take(struct k_ctx *cx, struct db_pool *p, int wait_ms)
{
    if (cx->db)
        return db_rule_broken("this context holds a connection already", NULL);
    struct db_conn *c = wait_idle(p, wait_ms);
    if (c == NULL)
        return k_fail(cx, K_ERR_BUSY, NULL, "All connections to the database are in use.");
    cx->db = c;
    if (!c->broken || c->driver->reopen(c))
        return K_OK;
    db_pool_give(cx, p);
    return K_ERR_DB_DOWN;
}

/* Moves what a connection did into the sum of the pool. */
static void count_in(struct db_stats *sum, struct db_stats *done)
{
    sum->statements += done->statements;
    sum->rows += done->rows;
    sum->transactions += done->transactions;
    sum->busy_us += done->busy_us;
    *done = (struct db_stats){.rows = 0};
}

/* A lost connection is brought back by the next taker, who needs it, not by the giver. */
void db_pool_give(struct k_ctx *cx, struct db_pool *p)
{
    struct db_conn *c = cx->db;
    if (c == NULL)
        return;
    db_rollback(cx);
    cx->db = NULL;
    os_lock_take(&p->lock);
    count_in(&p->stats.done, &c->stats);
    p->idle[p->n_idle++] = c;
    os_cond_one(&p->freed);
    os_lock_give(&p->lock);
}

void db_pool_stats_get(struct db_pool *p, struct db_pool_stats *out)
{
    os_lock_take(&p->lock);
    *out = p->stats;
    out->size = p->size;
    out->idle = p->n_idle;
    os_lock_give(&p->lock);
}

void db_pool_close(struct db_pool *p)
{
    if (p == NULL)
        return;
    if (p->n_idle != p->size)
        k_panic("the pool is closed while %d connections are in use", p->size - p->n_idle);
    for (int i = 0; i < p->n_idle; i++)
        db_close(p->idle[i]);
    os_cond_free(&p->freed);
    os_lock_free(&p->lock);
    free(p->idle);
    free(p);
}
