/* ingest_listen: what comes in is held against the listening queries. One that says "do not
 * collect" is asked before anything is made of a post, and only where nobody said it to us;
 * what the others find is written beside the post. Reads the queries (domain/ears); writes hit,
 * listening_skipped. */
#include "domain/ears.h"
#include "domain/heard.h"
#include "domain/ingest_batch.h"

static k_err read_channel(struct k_ctx *cx, const struct ingest_batch *b, k_str *name)
{
    struct sq_channel_get_row row;
    bool found;
    K_TRY(sq_channel_get(cx, b->from->channel, &row, &found));
    *name = found ? row.name : K_S("");
    return K_OK;
}

static k_err begin(struct k_ctx *cx, struct ingest_batch *b)
{
    if (b->ears_read)
        return K_OK;
    b->ears_read = true;
    K_TRY(ears_read(cx, &b->ears));
    if (!b->ears)
        return K_OK;
    b->desk = ears_desk_new(cx->arena);
    return read_channel(cx, b, &b->channel_name);
}

static struct ears_said hear(struct k_ctx *cx, const struct ingest_batch *b,
                             const struct ingest_post *p, struct listen_post *post)
{
    *post = heard_from_page(cx->arena, b, p, b->channel_name);
    return ears_hear(b->ears, b->desk, post);
}

/* ---- not to be collected ----------------------------------------------------------------- */

/* Nobody says it to us: no answer, no mention, no letter; somebody talks, and we listen. */
static bool said_to_nobody(const struct ingest_post *p)
{
    return k_str_eqz(p->kind, "post") && p->item->native_parent.n == 0;
}

k_err ingest_skip(struct k_ctx *cx, struct ingest_batch *b)
{
    if (b->from->source != INGEST_LIVE)
        return K_OK;
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        struct listen_post post;
        if (!ingest_is_new(p) || ingest_ours(p) || !said_to_nobody(p))
            continue;
        K_TRY(begin(cx, b));
        if (!b->ears)
            return K_OK;
        k_id by = hear(cx, b, p, &post).skipped_by;
        if (by == 0)
            continue;
        *k_map_at(&b->by_native, p->item->native_id) = NULL; /* nothing hangs on it */
        p->fate->fate = INGEST_REFUSED;
        p->fate->post = 0;
        p->fate->why = "A listening query says that this is not to be collected.";
        K_TRY(sq_listening_skipped_add(cx, by, b->now / K_DAY, 1, NULL));
    }
    return K_OK;
}

/* ---- what is found ----------------------------------------------------------------------- */

k_err ingest_listen(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        struct listen_post post;
        bool edited = p->fate->fate == INGEST_EDITED;
        if (ingest_ours(p) || !(ingest_is_new(p) || edited))
            continue;
        K_TRY(begin(cx, b));
        if (!b->ears)
            return K_OK;
        struct ears_said said = hear(cx, b, p, &post);
        p->found = k_new_n(cx->arena, k_id, said.n + 1);
        for (size_t k = 0; k < said.n; k++)
            p->found[p->n_found++] = (k_id)said.found[k];
        p->hidden = said.hidden;
        p->mood = heard_mood(&post);
    }
    return K_OK;
}

k_err ingest_listen_store(struct k_ctx *cx, struct ingest_batch *b, const struct ingest_post *p)
{
    if (p->fate->fate == INGEST_EDITED || p->fate->fate == INGEST_DELETED)
        K_TRY(sq_hit_drop_post(cx, p->id, NULL));
    for (size_t i = 0; i < p->n_found; i++)
        K_TRY(sq_hit_add(cx,
                         &(struct sq_hit_add_args){.query_id = p->found[i],
                                                   .post_id = p->id,
                                                   .posted_at = p->posted_at,
                                                   .channel_id = b->from->channel,
                                                   .mood = p->mood,
                                                   .hidden = p->hidden},
                         NULL));
    return K_OK;
}
