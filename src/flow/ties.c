/* ties: threads that fold ahead of the one that writes. They read in transactions that begin
 * when the writer's has begun: on SQLite nobody else writes then, on PostgreSQL the persons are
 * locked. Stretches are written in any order: a part is committed when all that were begun are
 * in it. */
#include "flow/ties.h"

#include "os/queue.h"
#include "os/thread.h"

enum { FOLDERS = 2, LOADS = 2 * FOLDERS + 1 };
#define HEAVY (700 * K_MSEC) /* a part that wrote much */
#define LOAD_MAX ((size_t)256 * 1024 * 1024)

/* A batch and its memory; goes round between the two queues. */
struct load {
    struct k_arena *arena;
    struct tie_batch batch;
};

struct crew;
struct folder {
    struct crew *crew;
    struct os_thread thread;
    struct k_ctx cx;
    k_err err;
};

struct crew {
    struct db_pool *pool;
    struct folder folders[FOLDERS];
    int n; /* folders with a connection */
    struct folder settler;
    bool settles;
    struct os_queue *folded, *empty;
    struct load loads[LOADS], *shown;
    struct os_lock lock; /* of these: */
    struct tie_range range;
    int at_work;
};

/* ---- a thread that folds ----------------------------------------------------------------- */

static k_err take(struct folder *f, struct tie_stretch *s)
{
    os_lock_take(&f->crew->lock);
    k_err err = tie_range_take(&f->cx, &f->crew->range, s);
    os_lock_give(&f->crew->lock);
    return err;
}

static k_err fold_all(struct folder *f)
{
    for (;;) {
        struct tie_stretch s;
        struct load *l = os_queue_pop(f->crew->empty, OS_FOREVER);
        if (l == NULL)
            return K_OK; /* the writer wants no more */
        k_arena_reset(l->arena);
        f->cx.arena = l->arena;
        K_TRY(take(f, &s));
        if (s.upto == 0)
            return K_OK;
        K_TRY(tie_stretch_work(&f->cx, &f->crew->range, &s, &l->batch));
        if (!os_queue_push(f->crew->folded, l, OS_FOREVER))
            return K_OK;
    }
}

static void fold(void *arg)
{
    struct folder *f = arg;
    f->err = db_begin(&f->cx, false);
    if (f->err == K_OK)
        f->err = fold_all(f);
    db_rollback(&f->cx);
    os_lock_take(&f->crew->lock);
    bool last = --f->crew->at_work == 0;
    os_lock_give(&f->crew->lock);
    if (last || f->err != K_OK)
        os_queue_close(f->crew->folded);
}

/* Brings the part before into the file while this one is worked out. */
static void settle(void *arg)
{
    struct folder *f = arg;
    f->err = db_settle(&f->cx); /* when it fails, a commit does it later */
}

/* ---- the thread that writes -------------------------------------------------------------- */

static void join(struct crew *c)
{
    os_queue_close(c->empty);
    os_queue_close(c->folded);
    for (int i = 0; i < c->n; i++)
        os_thread_join(&c->folders[i].thread);
    os_thread_join(&c->settler.thread);
}

static void crew_end(void *arg)
{
    struct crew *c = arg;
    join(c);
    os_queue_free(c->folded);
    os_queue_free(c->empty);
}

static k_err crew_begin(void *arg, struct k_ctx *cx, const struct tie_range *range)
{
    struct crew *c = arg;
    k_err err = K_OK;
    c->range = *range;
    c->shown = NULL;
    c->at_work = c->n;
    c->folded = os_queue_new(LOADS, false);
    c->empty = os_queue_new(LOADS, false);
    if (c->folded == NULL || c->empty == NULL) {
        os_queue_free(c->folded);
        os_queue_free(c->empty);
        return K_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < LOADS; i++)
        (void)os_queue_push(c->empty, &c->loads[i], 0);
    for (int i = 0; i < c->n && err == K_OK; i++)
        err = os_thread_start(&c->folders[i].thread, "ties", fold, &c->folders[i]);
    if (err == K_OK && c->settles)
        err = os_thread_start(&c->settler.thread, "settle", settle, &c->settler);
    if (err != K_OK)
        crew_end(c);
    return err;
}

static k_err crew_next(void *arg, const struct tie_batch **out)
{
    struct crew *c = arg;
    if (c->shown)
        (void)os_queue_push(c->empty, c->shown, OS_FOREVER);
    c->shown = os_queue_pop(c->folded, OS_FOREVER);
    *out = c->shown ? &c->shown->batch : NULL;
    if (c->shown)
        return K_OK;
    join(c);
    for (int i = 0; i < c->n; i++)
        K_TRY(c->folders[i].err);
    return K_OK;
}

/* ---- both -------------------------------------------------------------------------------- */

static bool hire(struct k_ctx *cx, struct crew *c, struct folder *f)
{
    *f = (struct folder){
        .crew = c,
        .cx = {.arena = cx->arena, .clock = cx->clock, .rand = cx->rand, .ids = cx->ids}};
    return db_pool_take(&f->cx, c->pool, 0) == K_OK;
}

static void gather(struct k_ctx *cx, struct crew *c)
{
    for (int i = 0; i < FOLDERS; i++)
        c->n += hire(cx, c, &c->folders[c->n]);
    c->settles = db_kind_of(cx->db) == DB_SQLITE && c->n > 0 && hire(cx, c, &c->settler);
    os_lock_init(&c->lock);
}

static void dismiss(struct crew *c)
{
    if (c->settles)
        db_pool_give(&c->settler.cx, c->pool);
    for (int i = 0; i < c->n; i++)
        db_pool_give(&c->folders[i].cx, c->pool);
    for (size_t i = 0; i < LOADS; i++)
        k_arena_free(c->loads[i].arena);
    os_lock_free(&c->lock);
}

static bool make_loads(struct crew *c)
{
    bool all = true;
    for (size_t i = 0; i < LOADS; i++) {
        c->loads[i].arena = k_arena_new(LOAD_MAX);
        all &= c->loads[i].arena != NULL;
    }
    return all;
}

static k_err run_part(struct k_ctx *cx, const struct crew *c, k_id by,
                      const struct tie_folder *f, struct tie_run *out)
{
    K_TRY(db_write_much(cx, c->settles));
    k_err err = tie_run_part(cx, by, TIE_RUN_PEOPLE, f, out);
    if (err == K_OK && !out->done && c->settles && out->longest > HEAVY)
        err = db_settle(cx); /* nobody waits now; else a commit had to */
    if (err == K_OK && !out->done)
        return K_OK; /* the next part finds the pages of this one */
    k_err after = db_write_much(cx, false);
    return err == K_OK ? after : err;
}

k_err flow_ties_part(struct k_ctx *cx, struct db_pool *pool, k_id by, struct tie_run *out)
{
    struct crew c = {.pool = pool};
    struct tie_folder f = {.arg = &c,
                           .until = TIE_RUN_PART,
                           .at_most = TIE_RUN_LONG,
                           .paced = db_kind_of(cx->db) == DB_POSTGRES,
                           .begin = crew_begin,
                           .next = crew_next,
                           .end = crew_end};
    k_err err = K_ERR_NO_MEMORY;
    gather(cx, &c);
    if (c.n == 0)
        err = tie_run_some(cx, by, TIE_STRETCH * 4, out);
    else if (make_loads(&c))
        err = run_part(cx, &c, by, &f, out);
    dismiss(&c);
    return err;
}
