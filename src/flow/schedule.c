/* schedule: threads and ticks. Owns no data; each step takes a connection from the pool and a
 * fresh arena. */
#include "flow/schedule.h"

#include "domain/approval.h"
#include "domain/cards.h"
#include "domain/handoff.h"
#include "domain/inbox.h"
#include "domain/ingest.h"
#include "domain/lookup.h"
#include "domain/reminders.h"
#include "domain/sla.h"
#include "flow/bus.h"
#include "flow/channels.h"
#include "flow/jobs.h"
#include "flow/outbox.h"
#include "os/thread.h"
#include "store/search.h"

#include <stdlib.h>

enum {
    POLLERS = 2,
    JOBBERS = 2, /* a nightly run, or a page that does not answer, keeps no import waiting */
    THREADS = POLLERS + JOBBERS + 2,
    INDEX_BATCH = 1000,
    RESCORE_BATCH = 200,
    WAKE_BATCH = 100,
    CARD_BATCHES = 10,
    DUE_BATCH = 100
};
#define NAP (K_SEC)        /* a sleeping thread looks by itself this often */
#define POOL_WAIT_MS 10000 /* how long a step waits for a connection */

struct worker {
    struct flow_schedule *s;
    k_err (*step)(struct k_ctx *cx, struct worker *w, bool *more);
    struct os_thread thread;
    struct k_arena *arena;
    struct k_rand rand;
    k_time last[16]; /* of each tick */
};

struct flow_schedule {
    struct flow_env env;
    struct os_lock lock;
    struct os_cond cond;
    uint64_t wakes; /* goes up with every wake */
    bool stopping;
    int busy; /* threads inside a step */
    int64_t listener;
    struct worker workers[THREADS];
};

static k_err tick_index(struct k_ctx *cx, const struct flow_env *env)
{
    int64_t n = INDEX_BATCH;
    for (int i = 0; i < 5 && n == INDEX_BATCH; i++)
        K_TRY(search_index_some(cx, INDEX_BATCH, &n));
    n = LOOKUP_BATCH;
    for (int i = 0; i < 5 && n == LOOKUP_BATCH; i++)
        K_TRY(db_write(cx, lookup_index_some, &n));
    return K_OK;
}

static k_err do_wake(struct k_ctx *cx, void *arg)
{
    return inbox_wake_due(cx, WAKE_BATCH, arg);
}

static k_err tick_snooze(struct k_ctx *cx, const struct flow_env *env)
{
    int64_t n;
    return db_write(cx, do_wake, &n);
}

static k_err do_reminders(struct k_ctx *cx, void *arg)
{
    return reminders_due(cx, WAKE_BATCH, arg);
}

static k_err tick_reminders(struct k_ctx *cx, const struct flow_env *env)
{
    int64_t n;
    return db_write(cx, do_reminders, &n);
}

static k_err do_rescore(struct k_ctx *cx, void *arg)
{
    return ingest_rescore_due(cx, RESCORE_BATCH, arg);
}

static k_err tick_rescore(struct k_ctx *cx, const struct flow_env *env)
{
    int64_t n;
    return db_write(cx, do_rescore, &n);
}

static k_err tick_reclaim(struct k_ctx *cx, const struct flow_env *env)
{
    return job_reclaim(cx, NULL);
}

static k_err do_number(struct k_ctx *cx, void *arg)
{
    return cards_number_some(cx, arg);
}

static k_err do_forget(struct k_ctx *cx, void *arg)
{
    return cards_forget_old(cx);
}

static k_err tick_cards(struct k_ctx *cx, const struct flow_env *env)
{
    bool more;
    K_TRY(cards_waiting(cx, &more));
    for (int i = 0; i < CARD_BATCHES && more; i++)
        K_TRY(db_write(cx, do_number, &more));
    return K_OK;
}

static k_err tick_cards_old(struct k_ctx *cx, const struct flow_env *env)
{
    return db_write(cx, do_forget, NULL);
}

static k_err do_deadlines(struct k_ctx *cx, void *arg)
{
    return sla_tick(cx, DUE_BATCH, arg);
}

static k_err tick_deadlines(struct k_ctx *cx, const struct flow_env *env)
{
    int64_t n;
    return db_write(cx, do_deadlines, &n);
}

static k_err do_handoffs(struct k_ctx *cx, void *arg)
{
    return handoff_escalate_due(cx, DUE_BATCH, arg);
}

static k_err tick_handoffs(struct k_ctx *cx, const struct flow_env *env)
{
    int64_t n;
    return db_write(cx, do_handoffs, &n);
}

static k_err do_approvals(struct k_ctx *cx, void *arg)
{
    return approval_tell_late(cx, DUE_BATCH, arg);
}

static k_err tick_approvals(struct k_ctx *cx, const struct flow_env *env)
{
    int64_t n;
    return db_write(cx, do_approvals, &n);
}

static k_err tick_plan(struct k_ctx *cx, const struct flow_env *env)
{
    return flow_jobs_plan(cx);
}

const struct flow_tick flow_ticks[] = {
    {"index", K_SEC, tick_index,
     "Puts new, edited and deleted posts, and people, into their search indexes."},
    {"snooze", 5 * K_SEC, tick_snooze, "Opens conversations whose snooze has ended."},
    {"reminders", 5 * K_SEC, tick_reminders,
     "Reminds members of what they wanted to look at again."},
    {"rescore", 30 * K_SEC, tick_rescore, "Raises the priority of those who wait longer."},
    {"cards", 10 * K_SEC, tick_cards, "Numbers who changed, for address books of phones."},
    {"cards_old", K_DAY, tick_cards_old, "Forgets cards that are gone for long."},
    {"deadlines", 5 * K_SEC, tick_deadlines,
     "Warns of deadlines at three quarters, and says which were missed."},
    {"handoffs", 30 * K_SEC, tick_handoffs,
     "Lets hand-overs go up that nobody acknowledged in time."},
    {"approvals", 30 * K_SEC, tick_approvals,
     "Tells of replies whose approval was not given in time."},
    {"reclaim", 15 * K_SEC, tick_reclaim, "Takes over jobs whose worker died."},
    {"plan", 10 * K_MIN, tick_plan,
     "Plans the jobs that come by themselves, where none waits."},
};
const size_t flow_n_ticks = sizeof flow_ticks / sizeof *flow_ticks;

static bool stopping(void *arg)
{
    struct flow_schedule *s = arg;
    os_lock_take(&s->lock);
    bool yes = s->stopping;
    os_lock_give(&s->lock);
    return yes;
}

static k_err step_poll(struct k_ctx *cx, struct worker *w, bool *more)
{
    return channel_poll_next(cx, &w->s->env, more);
}

static k_err step_send(struct k_ctx *cx, struct worker *w, bool *more)
{
    return outbox_send_next(cx, &w->s->env, more);
}

static k_err step_job(struct k_ctx *cx, struct worker *w, bool *more)
{
    return flow_jobs_next(cx, &w->s->env, stopping, w->s, more);
}

static k_err step_ticks(struct k_ctx *cx, struct worker *w, bool *more)
{
    *more = false;
    for (size_t i = 0; i < flow_n_ticks; i++) {
        if (w->last[i] && k_mono() - w->last[i] < flow_ticks[i].every)
            continue;
        w->last[i] = k_mono();
        k_arena_reset(cx->arena);
        k_err err = flow_ticks[i].fn(cx, &w->s->env);
        if (err != K_OK)
            k_log(K_WARN, "tick_failed", "name=%s why=%s", flow_ticks[i].name,
                  k_err_row(err)->slug);
    }
    return K_OK;
}

/* Sleeps until a wake that came after `seen`, a nap's end or the stop. */
static bool nap(struct flow_schedule *s, uint64_t *seen, k_time how_long)
{
    k_time until = k_mono() + how_long;
    os_lock_take(&s->lock);
    while (!s->stopping && s->wakes == *seen && os_cond_wait(&s->cond, &s->lock, until))
        ;
    *seen = s->wakes;
    bool go_on = !s->stopping;
    os_lock_give(&s->lock);
    return go_on;
}

static void count_busy(struct flow_schedule *s, int by)
{
    os_lock_take(&s->lock);
    s->busy += by;
    if (s->stopping && s->busy == 0)
        os_cond_all(&s->cond);
    os_lock_give(&s->lock);
}

static k_err one_step(struct worker *w, bool *more)
{
    struct flow_env *env = &w->s->env;
    struct k_ctx cx = {
        .arena = w->arena, .clock = env->clock, .rand = &w->rand, .ids = env->ids};
    k_arena_reset(w->arena);
    *more = false;
    k_err err = db_pool_take(&cx, env->pool, POOL_WAIT_MS);
    if (err != K_OK)
        return err;
    err = w->step(&cx, w, more);
    if (err != K_OK)
        k_log(K_WARN, "worker_failed", "thread=%s error=%s detail=\"%.*s\"", w->thread.name,
              k_err_row(err)->slug, K_ARG(cx.detail.text));
    db_pool_give(&cx, env->pool);
    return err;
}

static bool cannot_store(k_err err)
{
    return err == K_ERR_BUSY || err == K_ERR_DISK_FULL || err == K_ERR_DB || err == K_ERR_IO;
}

static void note_state(struct worker *w, k_err err)
{
    struct flow_state *state = w->s->env.state;
    unsigned bit = 1u << (w - w->s->workers);
    if (state == NULL)
        return;
    if (cannot_store(err)) {
        state->why = (int)err;
        state->failing |= bit;
    } else
        state->failing &= ~bit;
}

k_err flow_state_err(struct flow_state *state)
{
    return state && state->failing ? (k_err)state->why : K_OK;
}

static void loop(void *arg)
{
    struct worker *w = arg;
    uint64_t seen = 0;
    k_time pause = NAP;
    for (bool go_on = true; go_on;) {
        bool more = false;
        count_busy(w->s, 1);
        k_err err = one_step(w, &more);
        count_busy(w->s, -1);
        note_state(w, err);
        pause = err == K_OK ? NAP : pause < 30 * K_SEC ? pause * 2 : pause;
        if (err == K_OK && more)
            go_on = !stopping(w->s);
        else
            go_on = nap(w->s, &seen, pause);
    }
}

static void heard(void *arg, const struct k_notice *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].topic == K_TOPIC_OUTBOX || v[i].topic == K_TOPIC_CHANNEL ||
            v[i].topic == K_TOPIC_IMPORT || v[i].topic == K_TOPIC_ALL) {
            flow_schedule_wake(arg);
            return;
        }
}

void flow_schedule_wake(struct flow_schedule *s)
{
    os_lock_take(&s->lock);
    s->wakes++;
    os_cond_all(&s->cond);
    os_lock_give(&s->lock);
}

static k_err start_worker(struct flow_schedule *s, int i, const char *name,
                          k_err (*step)(struct k_ctx *cx, struct worker *w, bool *more))
{
    struct worker *w = &s->workers[i];
    w->s = s;
    w->step = step;
    w->arena = k_arena_new(0);
    if (!w->arena)
        return K_ERR_NO_MEMORY;
    k_rand_seed(&w->rand, k_secret_random_u64());
    return os_thread_start(&w->thread, name, loop, w);
}

k_err flow_schedule_start(const struct flow_env *env, struct flow_schedule **out)
{
    struct flow_schedule *s = calloc(1, sizeof *s);
    k_err err = s ? K_OK : K_ERR_NO_MEMORY;
    if (err != K_OK)
        return err;
    s->env = *env;
    os_lock_init(&s->lock);
    os_cond_init(&s->cond);
    for (int i = 0; i < POLLERS && err == K_OK; i++)
        err = start_worker(s, i, "poller", step_poll);
    if (err == K_OK)
        err = start_worker(s, POLLERS, "sender", step_send);
    for (int i = 0; i < JOBBERS && err == K_OK; i++)
        err = start_worker(s, POLLERS + 1 + i, "jobs", step_job);
    if (err == K_OK)
        err = start_worker(s, THREADS - 1, "ticker", step_ticks);
    if (err != K_OK) {
        flow_schedule_stop(s);
        return err;
    }
    s->listener = env->bus ? flow_bus_join(env->bus, heard, s) : 0;
    *out = s;
    return K_OK;
}

void flow_schedule_halt(struct flow_schedule *s, k_time patience)
{
    k_time until = k_mono() + patience;
    if (!s)
        return;
    os_lock_take(&s->lock);
    s->stopping = true;
    os_cond_all(&s->cond);
    while (s->busy > 0 && os_cond_wait(&s->cond, &s->lock, until))
        ;
    os_lock_give(&s->lock);
}

void flow_schedule_stop(struct flow_schedule *s)
{
    if (!s)
        return;
    if (s->listener)
        flow_bus_leave(s->env.bus, s->listener);
    os_lock_take(&s->lock);
    s->stopping = true;
    os_cond_all(&s->cond);
    os_lock_give(&s->lock);
    for (int i = 0; i < THREADS; i++) {
        os_thread_join(&s->workers[i].thread);
        k_arena_free(s->workers[i].arena);
    }
    os_cond_free(&s->cond);
    os_lock_free(&s->lock);
    free(s);
}
