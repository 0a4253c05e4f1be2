/* bench_world: fills a database with invented posts, as a poller would do it. */
#include "cli/bench_world.h"
#include "db/db.h"
#include "store/sql.gen.h"
#include <time.h>

#define SEED 20260101

static k_err make_channel(struct k_ctx *cx, struct bench_world *w, int i)
{
    const struct bench_channel *ch = &bench_channels[i];
    struct sq_channel_same_row row;
    struct sq_channel_get_row known;
    bool found;
    k_str handle = k_fmt(cx->arena, "bench%d", i);
    K_TRY(sq_channel_same(cx, k_str_z(ch->network), K_S("bench"), handle, &row, &found));
    w->channels[i] = row.id;
    if (found) {
        K_TRY(sq_channel_get(cx, row.id, &known, &found));
        return k_str_i64(known.cursor, &w->made[i]) || known.cursor.n == 0 ? K_OK
                                                                           : K_ERR_BAD_INPUT;
    }
    w->channels[i] = k_cx_id(cx);
    K_TRY(sq_channel_insert(cx,
                            &(struct sq_channel_insert_args){.id = w->channels[i],
                                                             .network = k_str_z(ch->network),
                                                             .name = k_str_z(ch->name),
                                                             .handle = handle,
                                                             .address = K_S("bench"),
                                                             .config = K_S("{}"),
                                                             .now = k_cx_now(cx)},
                            NULL));
    /* No poller asks it. */
    return sq_channel_set(cx, w->channels[i], k_str_z(ch->name), K_S("archive"), 0, NULL);
}

static k_err make_channels(struct k_ctx *cx, void *arg)
{
    for (int i = 0; i < BENCH_CHANNELS; i++)
        K_TRY(make_channel(cx, arg, i));
    return K_OK;
}

k_err bench_world_open(struct k_ctx *cx, k_time from, k_time step, struct bench_world *out)
{
    *out = (struct bench_world){.now = from, .step = step, .texts = k_arena_new(0)};
    if (!out->texts)
        return K_ERR_NO_MEMORY;
    out->posts = bench_posts_new(cx->arena, SEED);
    k_err err = db_write(cx, make_channels, out);
    if (err == K_OK)
        bench_posts_go_on(out->posts, out->made);
    else
        bench_world_close(out);
    return err;
}

void bench_world_close(struct bench_world *w)
{
    k_arena_free(w->texts);
    w->texts = NULL;
}

struct page {
    struct bench_world *w;
    struct item *items;
    size_t n;
    int channel;
    struct ingest_result res;
};

static k_err store_page(struct k_ctx *cx, void *arg)
{
    struct page *p = arg;
    struct bench_world *w = p->w;
    k_id channel = w->channels[p->channel];
    struct ingest_from from = {
        .channel = channel,
        .network = k_str_z(bench_channels[p->channel].network),
        .source = w->archive ? INGEST_IMPORT : INGEST_LIVE,
        .archive = w->archive,
    };
    K_TRY(ingest_batch(cx, &from, p->items, p->n, &p->res));
    int64_t made = w->made[p->channel] + (int64_t)p->n;
    return sq_channel_took(
        cx,
        &(struct sq_channel_took_args){.id = channel,
                                       .cursor = k_fmt(cx->arena, "%lld", (long long)made),
                                       .now = k_cx_now(cx),
                                       .last_item_at = p->res.newest},
        NULL);
}

k_err bench_world_page(struct k_ctx *cx, struct bench_world *w, size_t n)
{
    k_arena_reset(w->texts);
    struct page p = {.w = w,
                     .n = n,
                     .items = k_new_n(w->texts, struct item, n),
                     .channel = bench_posts_channel(w->posts)};
    bench_posts_page(w->posts, w->texts, p.channel, w->now, w->step, p.items, n);
    w->now += (k_time)n * w->step;
    k_time began = k_mono();
    clock_t cpu = clock();
    K_TRY(db_write(cx, store_page, &p));
    w->spent += k_mono() - began;
    w->cpu += (double)(clock() - cpu) / CLOCKS_PER_SEC;
    w->made[p.channel] += (int64_t)n;
    w->added += p.res.added;
    return K_OK;
}
