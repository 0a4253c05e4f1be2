/* ingest_rescore: the priority of conversations that changed by an act, an answer or the time
 * that goes by. Reads conversation, post, person, storm; writes conversation. */
#include "domain/ingest_batch.h"

static void rescore_batch(struct k_ctx *cx, struct ingest_batch *b)
{
    *b = (struct ingest_batch){.now = k_cx_now(cx)};
    k_map_init(&b->by_id, cx->arena);
    k_map_init(&b->by_root, cx->arena);
    k_map_init(&b->people_by_id, cx->arena);
}

/* A page without posts, and the conversation on it; NULL when there is none. */
static k_err read_one(struct k_ctx *cx, k_id conversation, struct ingest_batch *b,
                      struct ingest_conversation **c)
{
    static const struct ingest_from nowhere = {0};
    rescore_batch(cx, b);
    b->from = &nowhere;
    return ingest_conversation_get(cx, b, conversation, c);
}

k_err ingest_rescore(struct k_ctx *cx, k_id conversation)
{
    struct ingest_batch b;
    struct ingest_conversation *c;
    K_TRY(read_one(cx, conversation, &b, &c));
    if (!c)
        return K_OK;
    K_TRY(ingest_conversation_score(cx, &b, c));
    bool open = k_str_eqz(c->status, "open");
    return sq_conversation_scored(
        cx,
        &(struct sq_conversation_scored_args){
            .id = c->id,
            .priority = c->priority.score,
            .reason = ingest_reason(cx, &c->priority),
            .signals = ingest_signals(cx, &c->priority),
            .rescore_at = open && c->priority.again_in ? b.now + c->priority.again_in : 0},
        NULL);
}

k_err ingest_reopened(struct k_ctx *cx, k_id conversation)
{
    struct ingest_batch b;
    struct ingest_conversation *c;
    K_TRY(read_one(cx, conversation, &b, &c));
    if (!c)
        return K_OK;
    K_TRY(ingest_conversation_recount(cx, c));
    K_TRY(ingest_conversation_score(cx, &b, c));
    return sq_conversation_reopened(
        cx,
        &(struct sq_conversation_reopened_args){
            .id = c->id,
            .waiting_since = c->state.waiting_since,
            .priority = c->priority.score,
            .reason = ingest_reason(cx, &c->priority),
            .signals = ingest_signals(cx, &c->priority),
            .rescore_at = c->priority.again_in ? b.now + c->priority.again_in : 0},
        NULL);
}

k_err ingest_regrouped(struct k_ctx *cx, k_id conversation, unsigned heard)
{
    struct ingest_batch b;
    struct ingest_conversation *c;
    K_TRY(read_one(cx, conversation, &b, &c));
    if (!c)
        return K_OK;
    c->heard_intents = heard;
    K_TRY(ingest_conversation_recount(cx, c));
    if (k_str_eqz(c->status, "done"))
        c->state.waiting_since = 0; /* a member said that nobody waits here */
    K_TRY(ingest_conversation_score(cx, &b, c));
    return ingest_conversation_save(cx, &b, c);
}

k_err ingest_rescore_due(struct k_ctx *cx, int max, int64_t *n)
{
    struct sq_conversation_rescore_due_list due;
    K_TRY(sq_conversation_rescore_due(cx, k_cx_now(cx), max, &due));
    for (size_t i = 0; i < due.n; i++) {
        K_TRY(ingest_rescore(cx, due.v[i].id));
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, due.n > 20 ? 0 : due.v[i].id);
    }
    *n = (int64_t)due.n;
    return K_OK;
}
