/* ingest_own: our own posts, which members wrote in Kith or elsewhere, or a rule said. The
 * sender and the network both tell us of what we sent, in any order; here they become one post.
 * Reads and writes outbox, post, touch, tally, conversation_label. */
#include "domain/acknowledge_rules.h"
#include "domain/listening_rules.h"
#include "domain/ingest_batch.h"
#include "domain/publish.h"
#include "store/event.h"

/* ---- before threading: whose is it? ------------------------------------------------------ */

static bool is_answer(const struct sq_outbox_unsettled_row *row, const struct ingest_post *p)
{
    if (k_str_eqz(row->act, "post"))
        return p->item->native_parent.n == 0 && k_str_eq(k_str_trim(row->text), p->text);
    bool ack = k_str_eqz(row->act, "acknowledge"); /* its mark is enough: it must never pass
                                                      for an answer of ours */
    bool same_place = row->answers.n == 0 || p->item->native_parent.n == 0 ||
                      k_str_eq(row->answers, p->item->native_parent);
    return same_place &&
           (k_str_eq(k_str_trim(row->text), p->text) || (ack && acknowledge_marked(p->text)));
}

/* A person had said that it is there, and a post stands for it. */
static k_err name_it(struct k_ctx *cx, struct ingest_post *p,
                     const struct sq_outbox_unsettled_row *row)
{
    struct sq_post_get_row post;
    bool found;
    K_TRY(sq_post_get(cx, row->post_id, 0, &post, &found));
    if (!found)
        return K_OK;
    p->known = true;
    p->id = p->fate->post = post.id;
    p->fate->fate = INGEST_SAME;
    p->old = (struct sq_post_by_native_row){.id = post.id,
                                            .conversation_id = post.conversation_id,
                                            .channel_id = post.channel_id,
                                            .direction = post.direction,
                                            .person_id = post.person_id,
                                            .member_id = post.member_id,
                                            .parent_id = post.parent_id,
                                            .posted_at = post.posted_at};
    K_TRY(sq_post_named(cx,
                        &(struct sq_post_named_args){.id = post.id,
                                                     .native_id = p->item->native_id,
                                                     .url = p->item->url,
                                                     .meta = p->item->meta,
                                                     .content_hash = p->hash},
                        NULL));
    return sq_outbox_named(cx, row->id, p->item->native_id, NULL);
}

static k_err settle(struct k_ctx *cx, struct ingest_post *p,
                    struct sq_outbox_unsettled_list *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct sq_outbox_unsettled_row *row = &rows->v[i];
        if (row->id == 0 || !is_answer(row, p))
            continue;
        p->member = row->member_id;
        p->rule = row->rule_id;
        if (k_str_eqz(row->state, "sent"))
            K_TRY(row->post_id ? name_it(cx, p, row) : K_OK);
        else
            p->settles = row->id;
        p->settles_act = row->act;
        row->id = 0; /* one row, one post */
        return K_OK;
    }
    return K_OK;
}

k_err ingest_own_recognise(struct k_ctx *cx, struct ingest_batch *b)
{
    struct sq_outbox_unsettled_list rows;
    bool read = false;
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (!ingest_ours(p) || !ingest_is_new(p))
            continue;
        p->member = b->from->member;
        p->rule = b->from->rule;
        if (ingest_by_sender(b) || b->from->source == INGEST_IMPORT)
            continue;
        if (!read)
            K_TRY(sq_outbox_unsettled(cx, b->from->channel, &rows));
        read = true;
        K_TRY(settle(cx, p, &rows));
    }
    return K_OK;
}

/* ---- after storing ----------------------------------------------------------------------- */

/* The network was faster than its answer to the sender: the post is the member's after all. */
static k_err claim(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    k_id member = b->from->member;
    if (!p->known || !member || p->old.member_id || !k_str_eqz(p->old.direction, "out"))
        return K_OK;
    bool prompted = p->old.native_parent.n > 0;
    struct sq_tally_add_args t = {.day = p->old.posted_at / K_DAY,
                                  .channel_id = p->old.channel_id,
                                  .measure =
                                      prompted ? K_S("told_prompted") : K_S("told_unprompted"),
                                  .n = -1};
    K_TRY(sq_tally_add(cx, &t, NULL));
    t.member_id = member;
    t.n = 1;
    K_TRY(sq_tally_add(cx, &t, NULL));
    if (listening_asks(p->text)) {
        t.measure = K_S("asked");
        K_TRY(sq_tally_add(cx, &t, NULL));
        t.member_id = 0;
        t.n = -1;
        K_TRY(sq_tally_add(cx, &t, NULL));
    }
    K_TRY(sq_touch_member(cx, p->old.person_id, p->old.posted_at, p->id, member, NULL));
    struct ingest_person *who;
    K_TRY(ingest_person_get(cx, b, p->old.person_id, &who));
    if (who)
        who->tie.refold = true;
    return sq_post_of_member(cx, p->id, member, NULL);
}

static k_err settled(struct k_ctx *cx, const struct ingest_batch *b,
                     const struct ingest_post *p)
{
    int64_t changed;
    K_TRY(sq_outbox_sent(cx, p->settles, p->id, p->item->native_id, b->now, &changed));
    if (changed == 0)
        return K_OK;
    if (k_str_eqz(p->settles_act, "post"))
        K_TRY(publish_is_out(cx, p->settles));
    k_ctx_notice(cx, K_TOPIC_OUTBOX, p->settles);
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, p->conversation->id);
    struct k_actor was = cx->actor;
    if (p->rule)
        cx->actor = (struct k_actor){.kind = K_ACTOR_RULE, .rule = p->rule};
    k_err err = event_append(
        cx,
        &(struct event_new){
            .verb = k_str_eqz(p->settles_act, "post")          ? K_S("publication.sent")
                    : k_str_eqz(p->settles_act, "acknowledge") ? K_S("acknowledgement.sent")
                                                               : K_S("reply.sent"),
            .object_kind = K_S("conversation"),
            .object_id = p->conversation->id,
            .approved_by = p->member,
            .payload = k_fmt(cx->arena, "{\"outbox\":\"%lld\"}", (long long)p->settles)},
        NULL);
    cx->actor = was;
    return err;
}

k_err ingest_own_settle(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (!ingest_ours(p))
            continue;
        K_TRY(claim(cx, b, p));
        if (p->settles && ingest_is_new(p))
            K_TRY(settled(cx, b, p));
    }
    return K_OK;
}
