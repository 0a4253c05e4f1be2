/* bench_ingest: how many posts a second go through the whole flow; and the same flow used to
 * make a large database. Writes the database of the settings. */
#include "cli/bench.h"
#include "cli/bench_world.h"
#include "store/search.h"
#include <stdio.h>

#define WORLD_BEGINS 1704067200000000LL /* 2024-01-01T00:00:00Z */
#define WORLD_LASTS (730 * K_DAY)       /* what is seeded covers two years */
#define HISTORY 90                      /* percent of the seed that was done before Kith came */
#define SEED_PAGE 500

/* Runs ingest with a clock that follows the posts. */
static struct k_ctx context_at(const struct cli *c, struct k_arena *a,
                               const struct k_clock *clock)
{
    struct k_ctx cx = c->cx;
    cx.arena = a;
    cx.clock = clock;
    return cx;
}

static k_err pages(struct k_ctx *cx, struct k_clock *clock, struct bench_world *w,
                   int64_t posts, size_t page)
{
    for (int64_t done = 0; done < posts; done += (int64_t)page) {
        clock->fixed = w->now + (k_time)page * w->step + K_SEC;
        K_TRY(bench_world_page(cx, w, page));
        k_arena_reset(cx->arena);
    }
    return K_OK;
}

static k_err measure(struct cli *c, int64_t posts, size_t page)
{
    struct bench_world w;
    struct k_clock clock = k_clock_fixed(WORLD_BEGINS);
    struct k_arena *a = k_arena_new(0);
    if (!a)
        return K_ERR_NO_MEMORY;
    struct k_ctx cx = context_at(c, a, &clock);
    k_err err = bench_world_open(&c->cx, WORLD_BEGINS, K_MIN, &w);
    if (err == K_OK) {
        err = pages(&cx, &clock, &w, posts, page);
        bench_world_close(&w);
    }
    k_arena_free(a);
    if (err != K_OK)
        return err;
    bench_figure("posts", (double)w.added, "posts");
    bench_figure("ingest", (double)w.added / ((double)w.spent / K_SEC), "posts/s");
    bench_figure("ingest_cpu", (double)w.added / w.cpu, "posts/cpu-s");
    return K_OK;
}

int bench_ingest(struct cli *c, int argc, char **argv)
{
    int64_t posts = 50000, page = INGEST_MAX;
    if (!bench_number(&argc, argv, "--posts", 1, &posts) ||
        !bench_number(&argc, argv, "--page", 1, &page) || cli_no_more(argc, argv) != 0)
        return 2;
    int code = cli_open_db(c, CLI_WRITE);
    if (code != 0)
        return code;
    if (page > INGEST_MAX)
        page = INGEST_MAX;
    k_err err = measure(c, posts, (size_t)page);
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}

/* ---- seed -------------------------------------------------------------------------------- */

static k_err index_all(struct k_ctx *cx)
{
    int64_t n = 1;
    while (n > 0)
        K_TRY(search_index_some(cx, SEARCH_BATCH, &n));
    return K_OK;
}

static k_err fill(struct k_ctx *cx, struct k_clock *clock, struct bench_world *w, int64_t posts)
{
    int64_t done = 0, said = 0;
    for (int i = 0; i < BENCH_CHANNELS; i++)
        done += w->made[i];
    for (; done < posts; done += SEED_PAGE) {
        w->archive = done < posts / 100 * HISTORY;
        w->now = WORLD_BEGINS + done * w->step;
        clock->fixed = w->now + (k_time)SEED_PAGE * w->step + K_SEC;
        K_TRY(bench_world_page(cx, w, SEED_PAGE));
        k_arena_reset(cx->arena);
        int64_t n;
        if (done / SEED_PAGE % 2)
            K_TRY(search_index_some(cx, SEARCH_BATCH, &n));
        if (done / 100000 > said) {
            said = done / 100000;
            fprintf(stderr, "%lld of %lld posts\n", (long long)done, (long long)posts);
        }
    }
    return index_all(cx);
}

static k_err seed(struct cli *c, int64_t posts)
{
    struct bench_world w;
    struct k_clock clock = k_clock_fixed(WORLD_BEGINS);
    struct k_arena *a = k_arena_new(0);
    if (!a)
        return K_ERR_NO_MEMORY;
    struct k_ctx cx = context_at(c, a, &clock);
    k_time began = k_mono();
    k_err err = bench_world_open(&c->cx, WORLD_BEGINS, WORLD_LASTS / posts, &w);
    if (err == K_OK) {
        err = fill(&cx, &clock, &w, posts);
        bench_world_close(&w);
    }
    k_arena_free(a);
    if (err != K_OK)
        return err;
    bench_figure("seeded", (double)w.added, "posts");
    bench_figure("seconds", (double)(k_mono() - began) / K_SEC, "s");
    return K_OK;
}

int bench_seed(struct cli *c, int argc, char **argv)
{
    int64_t posts = 3000000;
    if (!bench_number(&argc, argv, "--posts", 1000, &posts) || cli_no_more(argc, argv) != 0)
        return 2;
    int code = cli_open_db(c, CLI_WRITE);
    if (code != 0)
        return code;
    k_err err = seed(c, posts);
    return err == K_OK ? 0 : cli_complain(&c->cx, err);
}
