/* job: the queue in table job; the statements (sql/job.sql) do the work, this file decides. */
#include "store/job.h"
#include "base/vec.h"
#include "store/sql.gen.h"

#define PAUSE_FIRST (15 * K_SEC)
#define PAUSE_MAX K_HOUR

k_err job_enqueue(struct k_ctx *cx, const struct job_new *j, k_id *id, bool *running)
{
    k_time now = k_cx_now(cx);
    struct sq_job_add_args a = {.id = k_cx_id(cx),
                                .kind = j->kind,
                                .key = j->key,
                                .payload = j->payload.n ? j->payload : K_S("{}"),
                                .run_at = j->run_at ? j->run_at : now,
                                .now = now};
    struct sq_job_add_row row;
    bool found;
    K_TRY(sq_job_add(cx, &a, &row, &found));
    if (!found)
        return K_ERR_DB;
    if (id)
        *id = row.id;
    if (running)
        *running = k_str_eqz(row.state, "running");
    return K_OK;
}

k_err job_plan(struct k_ctx *cx, k_str kind, k_time run_at)
{
    return sq_job_plan(cx, k_cx_id(cx), kind, run_at, k_cx_now(cx), NULL);
}

struct claim {
    int node;
    struct sq_job_claim_row row;
    bool found;
};

static k_err claim(struct k_ctx *cx, void *arg)
{
    struct claim *c = arg;
    k_time now = k_cx_now(cx);
    return sq_job_claim(cx, now, c->node, now + JOB_LEASE, &c->row, &c->found);
}

k_err job_claim(struct k_ctx *cx, int node, struct job *out, bool *found)
{
    struct claim c = {.node = node};
    *found = false;
    K_TRY(db_write(cx, claim, &c));
    *found = c.found;
    if (c.found)
        *out = (struct job){c.row.id,      c.row.kind,     c.row.key,
                            c.row.payload, c.row.attempts, c.row.progress};
    return K_OK;
}

static k_err ours(int64_t changed)
{
    return changed ? K_OK : K_ERR_GONE;
}

k_err job_renew(struct k_ctx *cx, const struct job *j)
{
    int64_t changed;
    K_TRY(sq_job_keep(cx, j->id, j->attempts, k_cx_now(cx) + JOB_LEASE, &changed));
    return ours(changed);
}

k_err job_progress(struct k_ctx *cx, const struct job *j, k_str progress)
{
    int64_t changed;
    K_TRY(sq_job_report(cx, j->id, j->attempts, k_cx_now(cx) + JOB_LEASE, progress, &changed));
    return ours(changed);
}

static k_err end(struct k_ctx *cx, const struct job *j, k_str state, k_str error)
{
    int64_t changed;
    struct sq_job_end_args a = {j->id, j->attempts, state, error, k_cx_now(cx)};
    K_TRY(sq_job_end(cx, &a, &changed));
    return ours(changed);
}

k_err job_finish(struct k_ctx *cx, const struct job *j)
{
    return end(cx, j, K_S("done"), K_NONE);
}

k_time job_pause(int64_t attempts, double chance)
{
    k_time pause = PAUSE_FIRST;
    for (int64_t i = 1; i < attempts && pause < PAUSE_MAX; i++)
        pause *= 2;
    if (pause > PAUSE_MAX)
        pause = PAUSE_MAX;
    return pause + (k_time)((double)pause * 0.25 * chance);
}

k_err job_fail(struct k_ctx *cx, const struct job *j, k_str why, bool for_good)
{
    int64_t changed;
    if (for_good || j->attempts >= JOB_ATTEMPTS)
        return end(cx, j, K_S("failed"), why);
    k_time at = k_cx_now(cx) + job_pause(j->attempts, k_rand_unit(cx->rand));
    K_TRY(sq_job_again(cx, j->id, j->attempts, at, why, &changed));
    return ours(changed);
}

static k_err reclaim(struct k_ctx *cx, void *arg)
{
    k_time now = k_cx_now(cx);
    K_TRY(sq_job_give_up(cx, now, JOB_ATTEMPTS,
                         K_S("The program stopped each time while it did this."), NULL));
    return sq_job_reclaim(cx, now, JOB_ATTEMPTS, arg);
}

k_err job_reclaim(struct k_ctx *cx, int64_t *n)
{
    int64_t changed = 0;
    K_TRY(db_write(cx, reclaim, &changed));
    if (n)
        *n = changed;
    return K_OK;
}

k_err job_next_due(struct k_ctx *cx, k_time *at)
{
    struct sq_job_next_due_row row = {.run_at = 0};
    bool found;
    K_TRY(sq_job_next_due(cx, &row, &found));
    *at = found ? row.run_at : 0;
    return K_OK;
}

/* ---- for screens ---- */

static struct job_state state_of(const struct sq_job_get_row *r)
{
    return (struct job_state){r->id,    r->kind,       r->key,        r->payload,
                              r->state, r->run_at,     r->attempts,   r->progress,
                              r->error, r->created_at, r->finished_at};
}

k_err job_get(struct k_ctx *cx, k_id id, struct job_state *out, bool *found)
{
    struct sq_job_get_row row;
    K_TRY(sq_job_get(cx, id, &row, found));
    if (*found)
        *out = state_of(&row);
    return K_OK;
}

k_err job_troubled(struct k_ctx *cx, int64_t limit, struct job_state_list *out)
{
    struct sq_job_troubled_list rows;
    *out = (struct job_state_list){.v = NULL};
    K_TRY(sq_job_troubled(cx, limit, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_job_troubled_row *r = &rows.v[i];
        *k_vec_push(cx->arena, out) = (struct job_state){
            r->id,       r->kind,     r->key,   r->payload,    r->state,      r->run_at,
            r->attempts, r->progress, r->error, r->created_at, r->finished_at};
    }
    return K_OK;
}

k_err job_prune(struct k_ctx *cx, k_time before, int64_t *n)
{
    return sq_job_prune(cx, before, n);
}
