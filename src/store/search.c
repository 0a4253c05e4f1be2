/* search: fills the index and asks it. */
#include "store/search.h"
#include "base/buf.h"
#include "base/vec.h"
#include "store/sql.gen.h"

#define EXCERPT_BYTES 220
#define TIDY_PAGES 400

/* ---- filling ---- */

struct batch {
    int64_t max, n;
};

static k_str ids_json(struct k_arena *a, const struct sq_search_waiting_list *rows)
{
    struct k_buf b;
    k_buf_init(&b, a, rows->n * 22 + 16);
    for (size_t i = 0; i < rows->n; i++) {
        k_buf_chr(&b, i ? ',' : '[');
        k_buf_i64(&b, rows->v[i].post_id);
    }
    k_buf_chr(&b, ']');
    return k_buf_view(&b);
}

/* Each step is a statement of its own: on PostgreSQL the rows are ours after the first, and
 * what is read of the posts afterwards is at least as new as the marks. */
static k_err index_batch(struct k_ctx *cx, void *arg)
{
    struct batch *b = arg;
    struct sq_search_waiting_list rows;
    K_TRY(sq_search_waiting(cx, b->max, &rows));
    b->n = (int64_t)rows.n;
    if (rows.n == 0)
        return K_OK;
    k_str ids = ids_json(cx->arena, &rows);
    K_TRY(sq_search_forget(cx, ids, NULL));
    K_TRY(sq_search_learn(cx, ids, NULL));
    return sq_search_indexed(cx, ids, NULL);
}

k_err search_index_some(struct k_ctx *cx, int64_t max, int64_t *n)
{
    struct batch b = {.max = max < 1 ? 1 : max > SEARCH_BATCH ? SEARCH_BATCH : max};
    k_err err = db_write(cx, index_batch, &b);
    *n = err == K_OK ? b.n : 0;
    return err;
}

k_err search_waiting(struct k_ctx *cx, int64_t *n)
{
    struct sq_search_count_waiting_row row = {.n = 0};
    bool found;
    K_TRY(sq_search_count_waiting(cx, &row, &found));
    *n = row.n;
    return K_OK;
}

static k_err tidy(struct k_ctx *cx, void *arg)
{
    (void)arg;
    return sq_search_tidy(cx, TIDY_PAGES, NULL);
}

k_err search_tidy(struct k_ctx *cx)
{
    return db_write(cx, tidy, NULL);
}

/* ---- asking ---- */

static k_time since_of(struct k_ctx *cx, const struct search_ask *ask)
{
    if (ask->from || ask->all_time || db_kind_of(cx->db) == DB_SQLITE)
        return ask->from;
    return k_cx_now(cx) - SEARCH_WINDOW;
}

static void add_hit(struct k_ctx *cx, const struct search_query *q,
                    const struct sq_search_posts_row *r, struct search_hits *out)
{
    struct search_hit *h = k_vec_push(cx->arena, out);
    *h = (struct search_hit){.id = r->id,
                             .conversation_id = r->conversation_id,
                             .channel_id = r->channel_id,
                             .network = r->network,
                             .person_id = r->person_id,
                             .member_id = r->member_id,
                             .direction = r->direction,
                             .kind = r->kind,
                             .posted_at = r->posted_at};
    search_query_excerpt(cx->arena, q, r->text, EXCERPT_BYTES, &h->excerpt);
}

k_err search_find(struct k_ctx *cx, const struct search_ask *ask, struct search_hits *out)
{
    struct search_query q;
    struct sq_search_posts_list rows;
    int64_t limit = ask->limit < 1 ? 30 : ask->limit > 100 ? 100 : ask->limit;
    *out = (struct search_hits){.since = since_of(cx, ask)};
    search_query_parse(cx->arena, ask->q, &q);
    if (!q.wanted)
        return k_fail(cx, K_ERR_BAD_INPUT, "q", "Give at least one word to look for.");
    bool sqlite = db_kind_of(cx->db) == DB_SQLITE;
    struct sq_search_posts_args args = {.match = sqlite ? search_query_fts5(cx->arena, &q)
                                                        : search_query_tsquery(cx->arena, &q),
                                        .before = ask->before ? ask->before : INT64_MAX,
                                        .channel = ask->channel,
                                        .person = ask->person,
                                        .since = out->since ? out->since : INT64_MIN,
                                        .until = ask->to ? ask->to : INT64_MAX,
                                        .n = limit + 1,
                                        .eyes = cx->actor.eyes};
    K_TRY(sq_search_posts(cx, &args, &rows));
    for (size_t i = 0; i < rows.n && i < (size_t)limit; i++)
        add_hit(cx, &q, &rows.v[i], out);
    if (rows.n > (size_t)limit)
        out->next = out->v[out->n - 1].id;
    return K_OK;
}
