/* bench_ingest: how many posts a second go through the whole flow. Writes the database of the
 * settings. */
#include "cli/bench.h"
#include "cli/bench_world.h"

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
    struct k_clock clock = k_clock_fixed(BENCH_BEGINS);
    struct k_arena *a = k_arena_new(0);
    if (!a)
        return K_ERR_NO_MEMORY;
    struct k_ctx cx = context_at(c, a, &clock);
    k_err err = bench_world_open(&c->cx, BENCH_BEGINS, K_MIN, &w);
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
