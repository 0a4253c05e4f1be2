/* kept: one thing for each database that this process has a connection to, under a lock. */
#include "db/driver.h"
#include "os/thread.h"

struct db_kept {
    struct db_kept *next;
    enum db_kind kind;
    char *where;
    int users; /* connections; under `all_lock` */
    struct os_lock lock;
    void *value;
    void (*end)(void *value);
};

static struct os_lock all_lock = {PTHREAD_MUTEX_INITIALIZER};
static struct db_kept *all;

static struct db_kept *place_new(const struct db_config *cfg)
{
    struct db_kept *k = calloc(1, sizeof *k);
    char *where = k ? strndup(cfg->where.p, cfg->where.n) : NULL;
    if (where == NULL) {
        free(k);
        return NULL;
    }
    *k = (struct db_kept){.next = all, .kind = cfg->kind, .where = where};
    os_lock_init(&k->lock);
    all = k;
    return k;
}

struct db_kept *db_kept_open(const struct db_config *cfg)
{
    os_lock_take(&all_lock);
    struct db_kept *k = all;
    while (k && (k->kind != cfg->kind || !k_str_eqz(cfg->where, k->where)))
        k = k->next;
    if (k == NULL)
        k = place_new(cfg);
    if (k)
        k->users++;
    os_lock_give(&all_lock);
    return k;
}

void db_kept_close(struct db_kept *k)
{
    if (k == NULL)
        return;
    os_lock_take(&all_lock);
    bool last = --k->users == 0;
    struct db_kept **at = &all;
    while (last && *at != k)
        at = &(*at)->next;
    if (last)
        *at = k->next;
    os_lock_give(&all_lock);
    if (!last)
        return;
    if (k->value)
        k->end(k->value);
    os_lock_free(&k->lock);
    free(k->where);
    free(k);
}

void *db_kept_take(struct db_conn *c, void *(*make)(void), void (*end)(void *value))
{
    struct db_kept *k = c->kept;
    os_lock_take(&k->lock);
    if (k->value == NULL) {
        k->value = make();
        k->end = end;
    }
    if (k->value == NULL)
        os_lock_give(&k->lock);
    return k->value;
}

void db_kept_give(struct db_conn *c)
{
    os_lock_give(&c->kept->lock);
}
