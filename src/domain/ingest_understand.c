/* ingest_understand: what each new or changed post is about, and what that does to its
 * conversation. Pure but for reading what waits in a conversation we know (post). */
#include "base/utf8.h"
#include "domain/ingest_batch.h"

#define WAITING 50      /* so many posts that wait are looked at */
#define WORDS 140       /* characters of a post that lists show */
#define SUBJECT_MAX 300 /* characters */

static struct conversation_in as_waiting(const struct sq_post_waiting_row *r)
{
    return (struct conversation_in){.at = r->posted_at,
                                    .intents = understand_bits(r->intents),
                                    .kind = r->kind,
                                    .visibility = r->visibility};
}

static k_err read_waiting(struct k_ctx *cx, struct ingest_conversation *c)
{
    struct sq_post_waiting_list rows;
    K_TRY(sq_post_waiting(cx, c->id, c->state.last_out_at, WAITING, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct conversation_in post = as_waiting(&rows.v[i]);
        conversation_wait(&c->state, &post);
    }
    return K_OK;
}

k_err ingest_conversation_waits(struct k_ctx *cx, struct ingest_conversation *c)
{
    bool read = c->waiting_read || c->state.waiting_since == 0;
    c->waiting_read = true;
    return read ? K_OK : read_waiting(cx, c);
}

k_err ingest_conversation_recount(struct k_ctx *cx, struct ingest_conversation *c)
{
    struct sq_post_span_row span;
    struct sq_post_first_in_row first;
    struct sq_post_last_row last;
    bool found;
    K_TRY(sq_post_span(cx, c->id, &span, &found));
    c->state = (struct conversation_state){
        .first_at = span.first_at,
        .last_at = span.last_at,
        .last_in_at = span.last_in_at,
        .last_out_at = span.last_out_at,
        .post_count = span.posts,
        .answered = span.first_in_at > 0 && span.last_out_at >= span.first_in_at,
    };
    K_TRY(sq_post_first_in(cx, c->id, &first, &found));
    if (found)
        c->state.person_id = first.person_id;
    K_TRY(sq_post_last(cx, c->id, &last, &found));
    if (found)
        c->first_words = last.deleted_at ? K_S("") : k_utf8_cut(last.text, WORDS);
    c->waiting_read = true;
    return span.last_live_in_at > span.last_out_at ? read_waiting(cx, c) : K_OK;
}

/* ---- what a post says of its conversation ------------------------------------------------ */

static void show(struct ingest_conversation *c, const struct ingest_post *p)
{
    if (p->posted_at >= c->first_words_at) {
        c->first_words = k_utf8_cut(p->text, WORDS);
        c->first_words_at = p->posted_at;
    }
    if (c->is_new && c->subject.n == 0)
        c->subject = k_utf8_cut(p->item->subject, SUBJECT_MAX);
}

static k_err hear(struct k_ctx *cx, struct ingest_conversation *c, struct ingest_post *p)
{
    K_TRY(ingest_conversation_waits(cx, c));
    p->prompted = p->parent_known && p->parent_ours;
    conversation_hear(&c->state, &(struct conversation_in){.at = p->posted_at,
                                                           .person_id = p->who ? p->who->id : 0,
                                                           .intents = p->heard.intents,
                                                           .kind = p->kind,
                                                           .visibility = p->visibility,
                                                           .answers_us = p->prompted});
    c->heard_intents |= p->heard.intents;
    return K_OK;
}

static void tell(struct ingest_conversation *c, struct ingest_post *p)
{
    bool answers_somebody = p->item->native_parent.n > 0 && !p->parent_ours;
    p->prompted = conversation_tell(&c->state, p->posted_at) || answers_somebody;
    p->addressee = p->parent_person ? p->parent_person : p->prompted ? c->state.person_id : 0;
}

k_err ingest_understand(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (!ingest_is_new(p) && p->fate->fate != INGEST_EDITED)
            continue;
        understand(&(struct understand_in){.text = p->text, .lang = p->item->lang}, &p->heard);
        if (ingest_ours(p))
            p->heard = (struct understanding){.lang = p->heard.lang}; /* our own words */
        struct ingest_conversation *c = p->conversation;
        if (!c || !ingest_is_new(p))
            continue;
        if (p->rule) { /* no answer: who waits, waits on */
            p->addressee = p->parent_person;
            continue;
        }
        show(c, p);
        if (ingest_ours(p))
            tell(c, p);
        else
            K_TRY(hear(cx, c, p));
    }
    return K_OK;
}
