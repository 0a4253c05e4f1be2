/* Several threads write through a pool while one reads: no update is lost, the chain of events
 * stays whole at every moment, ids are never given twice.
 * tsan: pool, writer's place and notices are shared between threads. */
#include "db/driver.h"
#include "kit/db.h"
#include "os/thread.h"
#include "store/event.h"
#include "store/job.h"
#include "store/sql.gen.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)
#define WRITERS 4
#define ROUNDS 40

static const struct db_stmt stmts[] = {
    {.name = "bump",
     .sqlite = "update counter set n = n + 1 where id = 1",
     .postgres = "update counter set n = n + 1 where id = 1",
     .types = "",
     .index = 900,
     .write = true},
    {.name = "read",
     .sqlite = "select n from counter where id = 2",
     .postgres = "select n from counter where id = 2 for update",
     .types = "",
     .index = 901,
     .n_cols = 1,
     .write = true},
    {.name = "write",
     .sqlite = "update counter set n = ?1 where id = 2",
     .postgres = "update counter set n = $1 where id = 2",
     .types = "i",
     .index = 902,
     .n_params = 1,
     .write = true},
};

struct worker;
struct work {
    struct worker *first;
    struct kit_db *k;
    struct db_pool *pool;
    _Atomic int writing;
    _Atomic int64_t claimed, verified;
};

struct worker {
    struct work *w;
    struct os_thread thread;
    struct k_ctx cx;
    struct k_rand rand;
    k_err err;
};

static k_err change(struct k_ctx *cx, void *arg)
{
    struct event_new e = {.verb = K_S("x.y"),
                          .object_kind = K_S("x"),
                          .object_id = k_cx_id(cx),
                          .payload = K_S("{}")};
    struct db_rows *r;
    bool more;
    (void)arg;
    K_TRY(db_exec(cx, &stmts[0], NULL, NULL));
    K_TRY(db_query(cx, &stmts[1], NULL, &r));
    k_err err = db_next(cx, r, &more);
    int64_t n = more ? db_col_int(r, 0) : 0;
    db_done(r);
    K_TRY(err);
    K_TRY(db_exec(cx, &stmts[2], (struct db_val[]){db_int(n + 1)}, NULL));
    struct job_new j = {.kind = K_S("k"),
                        .key = k_fmt(cx->arena, "%lld", (long long)e.object_id)};
    K_TRY(job_enqueue(cx, &j, NULL, NULL));
    k_ctx_notice(cx, K_TOPIC_POST, e.object_id);
    return event_append(cx, &e, NULL);
}

static k_err round_of(struct worker *me)
{
    struct job j;
    bool found;
    K_TRY(db_pool_take(&me->cx, me->w->pool, 30000));
    k_err err = db_write(&me->cx, change, NULL);
    if (err == K_OK)
        err = job_claim(&me->cx, 1, &j, &found);
    if (err == K_OK && found)
        me->w->claimed++;
    db_pool_give(&me->cx, me->w->pool);
    k_arena_reset(me->cx.arena);
    return err;
}

static void write_on(void *arg)
{
    struct worker *me = arg;
    for (int i = 0; i < ROUNDS && me->err == K_OK; i++)
        me->err = round_of(me);
    me->w->writing--;
}

static void read_on(void *arg)
{
    struct worker *me = arg;
    struct event_report r = {.whole = true};
    do {
        me->err = db_pool_take(&me->cx, me->w->pool, 30000);
        if (me->err == K_OK)
            me->err = event_verify(&me->cx, 0, &r);
        db_pool_give(&me->cx, me->w->pool);
        me->w->verified++;
        k_arena_reset(me->cx.arena);
    } while (me->w->writing && me->err == K_OK && r.whole);
    if (me->err == K_OK && !r.whole)
        me->err = K_ERR_CONFLICT;
}

static void worker_start(struct work *w, struct worker *me, int i, void (*fn)(void *))
{
    me->w = w;
    me->cx = w->k->cx;
    me->cx.db = NULL;
    me->cx.arena = k_arena_new(0);
    k_rand_seed(&me->rand, (uint64_t)i);
    me->cx.rand = &me->rand;
    CHECK_OK(os_thread_start(&me->thread, "worker", fn, me));
}

static _Atomic int64_t published;

static void count_notices(void *arg, const struct k_notice *v, size_t n)
{
    (void)arg;
    (void)v;
    published += (int64_t)n;
}

static void no_update_is_lost_and_the_chain_stays_whole(struct kit_db *k)
{
    struct work w = {.k = k, .writing = WRITERS};
    struct worker workers[WRITERS + 1];
    struct event_report r;
    memset(workers, 0, sizeof workers);
    published = 0;
    struct db_publish to = {count_notices, NULL};
    struct db_config cfg = k->cfg;
    cfg.publish = &to;
    kit_db_run(k, "create table counter (id bigint primary key, n bigint);"
                  "insert into counter values (1, 0), (2, 0)");
    CHECK_OK(db_pool_open(&k->cx, &cfg, 3, &w.pool));
    for (int i = 0; i <= WRITERS; i++)
        worker_start(&w, &workers[i], i, i < WRITERS ? write_on : read_on);
    for (int i = 0; i <= WRITERS; i++) {
        os_thread_join(&workers[i].thread);
        k_arena_free(workers[i].cx.arena);
    }
    db_pool_close(w.pool);
    for (int i = 0; i <= WRITERS; i++)
        assert_int_equal(workers[i].err, K_OK);
    assert_int_equal(kit_db_number(k, "select n from counter where id = 1"), WRITERS * ROUNDS);
    assert_int_equal(kit_db_number(k, "select n from counter where id = 2"), WRITERS * ROUNDS);
    CHECK_OK(event_verify(&k->cx, 0, &r));
    assert_true(r.whole);
    assert_int_equal(r.checked, WRITERS * ROUNDS);
    assert_int_equal(kit_db_number(k, "select count(distinct object_id) from event"),
                     WRITERS * ROUNDS);
    assert_int_equal(kit_db_number(k, "select count(*) from job where state = 'running' and "
                                      "attempts = 1"),
                     w.claimed);
    assert_int_equal(published, WRITERS * ROUNDS);
    assert_true(w.verified > 0);
}

/* --- leases ------------------------------------------------------------------------------ */

struct claiming {
    int64_t node;
    bool found;
};

static k_err claim_channel(struct k_ctx *cx, void *arg)
{
    struct claiming *c = arg;
    struct sq_channel_get_row row;
    return sq_channel_claim(cx, c->node, k_cx_now(cx) + K_MIN, k_cx_now(cx), &row, &c->found);
}

static void claim_all(void *arg)
{
    struct worker *me = arg;
    struct claiming c = {.node = me - me->w->first + 1, .found = true};
    while (me->err == K_OK && c.found) {
        me->err = db_pool_take(&me->cx, me->w->pool, 30000);
        if (me->err == K_OK)
            me->err = db_write(&me->cx, claim_channel, &c);
        db_pool_give(&me->cx, me->w->pool);
        me->w->claimed += c.found;
        k_arena_reset(me->cx.arena);
    }
}

/* A server that finds all due rows locked by others may go home early; it comes again. */
static void each_channel_is_asked_by_one_server(struct kit_db *k)
{
    struct worker workers[WRITERS];
    struct work w = {.k = k, .first = workers};
    memset(workers, 0, sizeof workers);
    for (int i = 1; i <= ROUNDS; i++)
        kit_db_run(k, k_fmt(k->cx.arena,
                            "insert into channel (id, network, name, created_at) values "
                            "(%d, 'fake', 'c', 1)",
                            i)
                          .p);
    CHECK_OK(db_pool_open(&k->cx, &k->cfg, WRITERS, &w.pool));
    for (int i = 0; i < WRITERS; i++)
        worker_start(&w, &workers[i], i, claim_all);
    for (int i = 0; i < WRITERS; i++) {
        os_thread_join(&workers[i].thread);
        k_arena_free(workers[i].cx.arena);
        assert_int_equal(workers[i].err, K_OK);
    }
    db_pool_close(w.pool);
    assert_int_equal(w.claimed, ROUNDS);
    assert_int_equal(kit_db_number(k, "select count(*) from channel where lease_node > 0"),
                     ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(each_channel_is_asked_by_one_server),
        KIT_BOTH(no_update_is_lost_and_the_chain_stays_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
