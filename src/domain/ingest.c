/* ingest: takes a page through the steps that flow/flow.c lists. Reads and writes the database
 * in the caller's transaction. */
#include "domain/ingest_batch.h"
#include "domain/ingest_steps.h"

/* In the order they were written, so that what is answered comes before its answer. Stable. */
static void sort_by_time(struct ingest_post *v, size_t n, struct ingest_post *scratch)
{
    if (n < 2)
        return;
    size_t half = n / 2;
    sort_by_time(v, half, scratch);
    sort_by_time(v + half, n - half, scratch);
    memcpy(scratch, v, n * sizeof *v);
    for (size_t i = 0, a = 0, z = half; i < n; i++)
        v[i] = z == n || (a < half && scratch[a].item->posted_at <= scratch[z].item->posted_at)
                   ? scratch[a++]
                   : scratch[z++];
}

static bool in_order(const struct item *items, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (items[i].posted_at < items[i - 1].posted_at)
            return false;
    return true;
}

static void batch_begin(struct k_ctx *cx, struct ingest_batch *b,
                        const struct ingest_from *from, const struct item *items, size_t n,
                        struct ingest_result *out)
{
    *out = (struct ingest_result){.items = k_new_n(cx->arena, struct ingest_one, n)};
    *b = (struct ingest_batch){.from = from, .now = k_cx_now(cx), .n = n, .result = out};
    b->posts = k_new_n(cx->arena, struct ingest_post, n);
    for (size_t i = 0; i < n; i++) {
        b->posts[i].item = &items[i];
        b->posts[i].fate = &out->items[i];
    }
    if (!in_order(items, n))
        sort_by_time(b->posts, n, k_new_n(cx->arena, struct ingest_post, n));
    struct k_map *maps[] = {&b->by_native, &b->people, &b->gone,
                            &b->by_root,   &b->by_id,  &b->people_by_id};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        k_map_init(maps[i], cx->arena);
}

static void count(const struct ingest_batch *b)
{
    struct ingest_result *r = b->result;
    int64_t *by_fate[] = {[INGEST_NEW] = &r->added,
                          [INGEST_SAME] = &r->same,
                          [INGEST_EDITED] = &r->edited,
                          [INGEST_DELETED] = &r->deleted,
                          [INGEST_REFUSED] = &r->refused};
    for (size_t i = 0; i < b->n; i++) {
        const struct ingest_post *p = &b->posts[i];
        ++*by_fate[p->fate->fate];
        if (p->conversation)
            p->fate->conversation = ingest_home(p->conversation)->id;
        if (p->fate->fate == INGEST_NEW && p->posted_at > r->newest)
            r->newest = p->posted_at;
    }
}

k_err ingest_batch(struct k_ctx *cx, const struct ingest_from *from, const struct item *items,
                   size_t n, struct ingest_result *out)
{
    if (n > INGEST_MAX)
        return k_fail(cx, K_ERR_LIMIT, NULL, "A page holds at most %d posts.", INGEST_MAX);
    struct ingest_batch b;
    batch_begin(cx, &b, from, items, n, out);
    if (n == 0)
        return K_OK;
    for (size_t i = 0; i < n_ingest_steps; i++)
        K_TRY(ingest_steps[i].run(cx, &b));
    count(&b);
    return K_OK;
}
