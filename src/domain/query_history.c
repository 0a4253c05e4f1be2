/* query_history: stored posts held against queries. */
#include "domain/query_history.h"

#include "base/map.h"
#include "domain/ears.h"
#include "domain/heard.h"
#include "store/job.h"

#define TRY_PAGE 2000
#define DROP_PART 5000 /* old hits that go in one transaction */

/* ---- before it is saved ------------------------------------------------------------------ */

struct trying {
    const struct query *q;
    struct query_tried *out;
    struct k_map people, conversations;
    k_time now;
};

static void seen_once(struct k_arena *a, struct k_map *m, k_id id, int64_t *n)
{
    k_id *kept = k_new(a, k_id);
    *kept = id;
    void **slot = k_map_at(m, (k_str){(const char *)kept, sizeof *kept});
    *n += !*slot;
    *slot = kept;
}

static void try_one(struct k_ctx *cx, struct trying *t, const struct sq_listening_posts_row *r)
{
    struct query_tried *out = t->out;
    struct listen_post post = heard_from_row(cx->arena, r);
    struct query_spans spans;
    bool sample = out->samples.n < QUERY_TRY_SAMPLES;
    struct k_arena *a = k_arena_new(0);
    if (!a)
        k_panic("no memory to listen with");
    bool yes = query_holds(sample ? cx->arena : a, LISTEN_UNICODE, t->q, &post,
                           sample ? &spans : NULL);
    k_arena_free(a);
    if (!yes)
        return;
    size_t day = (size_t)((t->now - r->posted_at) / K_DAY);
    if (r->posted_at <= t->now && day < out->days.n)
        out->days.v[out->days.n - 1 - day]++;
    out->found++;
    seen_once(cx->arena, &t->conversations, r->conversation_id, &out->conversations);
    if (r->person_id)
        seen_once(cx->arena, &t->people, r->person_id, &out->people);
    if (sample)
        *k_vec_push(cx->arena, &out->samples) = (struct query_sample){r, spans};
}

k_err query_history_try(struct k_ctx *cx, const struct query *q, k_time since,
                        struct query_tried *out)
{
    struct trying t = {.q = q, .out = out, .now = k_cx_now(cx)};
    k_id before = INT64_MAX;
    *out = (struct query_tried){.since = since};
    for (k_time day = since; day + K_DAY / 2 < t.now; day += K_DAY)
        *k_vec_push(cx->arena, &out->days) = 0;
    k_map_init(&t.people, cx->arena);
    k_map_init(&t.conversations, cx->arena);
    for (bool more = true; more;) {
        struct sq_listening_posts_list rows;
        K_TRY(sq_listening_posts(cx, before, since, TRY_PAGE, cx->actor.eyes, &rows));
        for (size_t i = 0; i < rows.n && out->posts < QUERY_TRY_POSTS; i++, out->posts++)
            try_one(cx, &t, &rows.v[i]);
        more = rows.n == TRY_PAGE;
        if (rows.n)
            before = rows.v[rows.n - 1].id;
        out->capped = more && out->posts >= QUERY_TRY_POSTS;
        if (out->capped)
            out->since = rows.v[rows.n - 1].received_at;
        more = more && !out->capped;
    }
    return K_OK;
}

/* ---- afterwards -------------------------------------------------------------------------- */

k_err query_history_ask(struct k_ctx *cx, k_id query, int64_t version)
{
    k_time now = k_cx_now(cx);
    K_TRY(sq_listening_fill_put(
        cx,
        &(struct sq_listening_fill_put_args){.query_id = query,
                                             .version = version,
                                             .since = now - QUERY_HISTORY_DAYS * K_DAY,
                                             .from_id = k_cx_id(cx),
                                             .by_id = cx->actor.member,
                                             .now = now},
        NULL));
    return job_enqueue(cx, &(struct job_new){.kind = K_S("listening_fill")}, NULL, NULL);
}

/* The queries that wait, and where the one stands that waits longest. */
struct filling {
    struct sq_listening_fills_list fills;
    int64_t *found; /* of this part, by fill */
    k_id from, to;
};

static bool waits(const struct sq_listening_fills_row *f)
{
    return f->done_at == 0;
}

static k_err add_hits(struct k_ctx *cx, struct filling *w, const struct ears_said *said,
                      const struct listen_post *post, const struct sq_listening_posts_row *r)
{
    for (size_t i = 0; i < said->n; i++) {
        size_t k = 0;
        while (k < w->fills.n && (uint64_t)w->fills.v[k].query_id != said->found[i])
            k++;
        if (k == w->fills.n || !waits(&w->fills.v[k]) || r->id >= w->fills.v[k].next_id)
            continue;
        w->found[k]++;
        K_TRY(sq_hit_add(cx,
                         &(struct sq_hit_add_args){.query_id = w->fills.v[k].query_id,
                                                   .post_id = r->id,
                                                   .posted_at = r->posted_at,
                                                   .channel_id = r->channel_id,
                                                   .mood = heard_mood(post),
                                                   .hidden = said->hidden},
                         NULL));
    }
    return sq_hit_set_hidden(cx, r->id, said->hidden, NULL);
}

/* Hits of a query as it was before. *more: some are left. */
static k_err drop_old(struct k_ctx *cx, const struct filling *w, bool *more)
{
    *more = false;
    for (size_t i = 0; i < w->fills.n && !*more; i++) {
        int64_t gone = 0;
        if (waits(&w->fills.v[i]))
            K_TRY(sq_hit_drop_old(cx, w->fills.v[i].query_id, w->fills.v[i].version, DROP_PART,
                                  &gone));
        *more = gone == DROP_PART;
    }
    return K_OK;
}

static k_err step_all(struct k_ctx *cx, const struct filling *w, int64_t looked, bool end)
{
    for (size_t i = 0; i < w->fills.n; i++) {
        const struct sq_listening_fills_row *f = &w->fills.v[i];
        if (waits(f) && (end || f->next_id > w->to))
            K_TRY(
                sq_listening_fill_step(cx,
                                       &(struct sq_listening_fill_step_args){
                                           .query_id = f->query_id,
                                           .version = f->version,
                                           .next_id = end ? 0 : w->to,
                                           .looked = f->next_id >= w->from || end ? looked : 0,
                                           .hits = w->found[i],
                                           .done_at = end ? k_cx_now(cx) : 0},
                                       NULL));
    }
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return K_OK;
}

static k_err look_through(struct k_ctx *cx, struct filling *w, k_time since, bool *done)
{
    struct sq_listening_posts_list rows;
    const struct ears *ears;
    K_TRY(ears_read(cx, &ears));
    K_TRY(sq_listening_posts(cx, w->from, since, QUERY_HISTORY_PART, 0, &rows));
    struct ears_desk *desk = ears_desk_new(cx->arena);
    for (size_t i = 0; i < rows.n && ears; i++) {
        struct listen_post post = heard_from_row(cx->arena, &rows.v[i]);
        struct ears_said said = ears_hear(ears, desk, &post);
        K_TRY(add_hits(cx, w, &said, &post, &rows.v[i]));
    }
    *done = rows.n < QUERY_HISTORY_PART;
    w->to = rows.n ? rows.v[rows.n - 1].id : 0;
    return step_all(cx, w, (int64_t)rows.n, *done);
}

k_err query_history_some(struct k_ctx *cx, bool *done)
{
    struct filling w = {0};
    k_time since = INT64_MAX;
    bool more;
    K_TRY(sq_listening_fills(cx, &w.fills));
    w.found = k_new_n(cx->arena, int64_t, w.fills.n + 1);
    for (size_t i = 0; i < w.fills.n; i++) {
        const struct sq_listening_fills_row *f = &w.fills.v[i];
        if (!waits(f))
            continue;
        w.from = f->next_id > w.from ? f->next_id : w.from;
        since = f->since < since ? f->since : since;
    }
    *done = w.from == 0;
    if (*done)
        return K_OK;
    K_TRY(drop_old(cx, &w, &more));
    return more ? K_OK : look_through(cx, &w, since, done);
}
