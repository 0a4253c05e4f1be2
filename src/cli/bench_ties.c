/* bench_ties: relationships at scale, on a made house (bench_house): everything worked out for
 * the first time, once more a day later, and touches one by one. Writes the database of the
 * settings. */
#include "cli/bench.h"
#include "cli/bench_house.h"
#include "domain/tie.h"
#include "flow/ties.h"
#include "store/sql.gen.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { PAGES = 100, PAGE = 200 /* touches a transaction */, CONNECTIONS = 4 };

struct bench {
    struct bench_house h;
    struct db_pool *pool;
    struct k_clock clock;
};

static double seconds_since(k_time began)
{
    return (double)(k_mono() - began) / K_SEC;
}

static k_time cpu_of(clockid_t clock)
{
    struct timespec t;
    return clock_gettime(clock, &t) == 0 ? t.tv_sec * K_SEC + t.tv_nsec / 1000 : 0;
}

/* ---- the full run ------------------------------------------------------------------------ */

static k_err full_run(struct k_ctx *cx, struct bench *b, k_id by, const char *name)
{
    struct tie_run run = {.done = false};
    k_time began = k_mono(), cpu = cpu_of(CLOCK_PROCESS_CPUTIME_ID), longest = 0, folded = 0;
    while (!run.done) {
        K_TRY(flow_ties_part(cx, b->pool, by, &run));
        k_arena_reset(cx->arena);
        longest = run.longest > longest ? run.longest : longest;
        if (run.folded && folded == 0)
            folded = k_mono();
    }
    bench_figure(name, seconds_since(began), "s");
    bench_figure(k_fmt(cx->arena, "%s_contacts", name).p, seconds_since(folded), "s");
    bench_figure(k_fmt(cx->arena, "%s_cpu", name).p,
                 (double)(cpu_of(CLOCK_PROCESS_CPUTIME_ID) - cpu) / K_SEC, "s");
    bench_figure(k_fmt(cx->arena, "%s_longest", name).p, (double)longest / K_MSEC, "ms");
    bench_figure(k_fmt(cx->arena, "%s_ties", name).p, (double)run.ties, "ties");
    return K_OK;
}

static k_err runs(struct k_ctx *cx, struct bench *b)
{
    struct tie_run last;
    K_TRY(tie_run_state(cx, &last));
    b->clock.fixed = b->h.begins + b->h.lasts + K_HOUR;
    if (last.finished_at == 0) {
        K_TRY(full_run(cx, b, k_cx_id(cx), "first_run"));
        K_TRY(tie_run_state(cx, &last));
    }
    b->clock.fixed = last.finished_at + K_DAY;
    K_TRY(full_run(cx, b, k_cx_id(cx), "run"));
    return full_run(cx, b, k_cx_id(cx), "run_unchanged");
}

/* ---- one touch --------------------------------------------------------------------------- */

struct page {
    const struct bench *b;
    k_time spent, cpu; /* on the ties alone: read, fold, pack, write */
};

/* As ingest does it: the touch is a row already, and the person is known. */
static k_err touch_one(struct k_ctx *cx, struct page *p, const struct tie_house *house)
{
    const struct bench_house *h = &p->b->h;
    struct tie_event e = {.at = k_cx_now(cx) - K_HOUR + (k_time)k_rand_below(cx->rand, K_MIN),
                          .id = k_cx_id(cx),
                          .direction = TOUCH_OUT,
                          .medium = TOUCH_PUBLIC,
                          .prompted = true,
                          .channel = h->channel,
                          .member = h->member + 3};
    k_id person =
        bench_house_person(h, 1 + (int64_t)k_rand_below(cx->rand, (uint64_t)h->people));
    struct sq_touch_insert_args row_of = {.id = e.id,
                                          .person_id = person,
                                          .member_id = e.member,
                                          .channel_id = e.channel,
                                          .direction = K_S("out"),
                                          .medium = K_S("public"),
                                          .prompted = true,
                                          .at = e.at};
    K_TRY(sq_touch_insert(cx, &row_of, NULL));
    k_time began = k_mono(), cpu = cpu_of(CLOCK_THREAD_CPUTIME_ID);
    struct tie_change c = {.person = person, .told_more = 1, .last_out_at = e.at};
    *k_vec_push(cx->arena, &c.touches) = e;
    K_TRY(tie_apply(cx, house, &c));
    p->spent += k_mono() - began;
    p->cpu += cpu_of(CLOCK_THREAD_CPUTIME_ID) - cpu;
    return K_OK;
}

static k_err touch_page(struct k_ctx *cx, void *arg)
{
    struct tie_house house;
    K_TRY(tie_house_read(cx, &house));
    for (int i = 0; i < PAGE; i++)
        K_TRY(touch_one(cx, arg, &house));
    return K_OK;
}

static k_err one_by_one(struct k_ctx *cx, const struct bench *b)
{
    struct page p = {.b = b};
    k_time began = k_mono();
    for (int i = 0; i < PAGES; i++) {
        K_TRY(db_write(cx, touch_page, &p));
        k_arena_reset(cx->arena);
    }
    double n = PAGES * PAGE;
    bench_figure("touch", (double)p.spent / n, "us");
    bench_figure("touch_cpu", (double)p.cpu / n, "us");
    bench_figure("touch_stored", (double)(k_mono() - began) / n, "us");
    return K_OK;
}

/* ---- all of it --------------------------------------------------------------------------- */

/* Which of them, and before that whether as if for the first time. */
struct wanted {
    bool seed, anew, runs, touches;
};

static k_err measure(struct cli *c, struct k_ctx *cx, struct bench *b, struct wanted w)
{
    struct rusage used;
    k_time began = k_mono();
    K_TRY(bench_house_open(c, cx, &b->h));
    if (b->h.made)
        bench_figure("seeding", seconds_since(began), "s");
    if (w.anew)
        K_TRY(bench_house_forget_ties(cx, &b->h));
    if (w.seed)
        return K_OK;
    K_TRY(db_pool_open(cx, &c->db, CONNECTIONS, &b->pool));
    if (w.runs)
        K_TRY(runs(cx, b));
    if (w.touches)
        K_TRY(one_by_one(cx, b));
    if (getrusage(RUSAGE_SELF, &used) == 0)
        bench_figure("memory", (double)used.ru_maxrss / 1024, "MiB");
    return K_OK;
}

int bench_ties(struct cli *c, int argc, char **argv)
{
    struct bench b = {.h = {.people = 100000, .touches = 2000000}};
    struct wanted w = {.seed = cli_flag(&argc, argv, "--seed"),
                       .anew = cli_flag(&argc, argv, "--anew"),
                       .runs = !cli_flag(&argc, argv, "--no-runs"),
                       .touches = !cli_flag(&argc, argv, "--no-touches")};
    if (!bench_number(&argc, argv, "--people", 100, &b.h.people) ||
        !bench_number(&argc, argv, "--touches", 1000, &b.h.touches) ||
        cli_no_more(argc, argv) != 0)
        return 2;
    int code = cli_open_db(c, CLI_WRITE);
    struct k_arena *a = k_arena_new(0);
    if (code != 0 || !a)
        return 1;
    struct k_ctx cx = c->cx;
    b.clock = k_clock_fixed(k_cx_now(&cx));
    cx.arena = a;
    cx.clock = &b.clock;
    k_err err = measure(c, &cx, &b, w);
    db_pool_close(b.pool);
    if (cx.detail.text.n)
        c->cx.detail = (struct k_detail){.text = k_dup(c->cx.arena, cx.detail.text)};
    k_arena_free(a);
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}
