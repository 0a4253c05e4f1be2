/* ingest_store: scores and writes what the steps before found, then tells the log and the
 * screens. Writes conversation, post, post_version, search_dirty, echo, event. */
#include "base/json.h"
#include "base/utf8.h"
#include "domain/ingest_batch.h"
#include "store/event.h"

#define MANY 40 /* changed conversations from which screens are told "look again" once */

/* ---- prioritise -------------------------------------------------------------------------- */

k_str ingest_reason(struct k_ctx *cx, const struct priority *p)
{
    char line[4 * PRIORITY_REASON + 1];
    return k_dup(cx->arena, k_str_n(line, priority_reason(p, line)));
}

k_str ingest_signals(struct k_ctx *cx, const struct priority *p)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 8192);
    priority_json(&b, p);
    return k_buf_view(&b);
}

static k_err storm_people(struct k_ctx *cx, struct ingest_conversation *c)
{
    struct sq_storm_get_row row;
    bool found;
    if (!c->storm || c->storm_head)
        return K_OK;
    K_TRY(sq_storm_get(cx, c->storm, &row, &found));
    c->storm_head = found && row.head_id == c->id;
    if (c->storm_head) {
        c->storm_people = row.authors;
        c->storm_grown = k_str_eqz(row.decided, "grown");
    }
    return K_OK;
}

k_err ingest_conversation_score(struct k_ctx *cx, struct ingest_batch *b,
                                struct ingest_conversation *c)
{
    struct ingest_person *who;
    K_TRY(ingest_conversation_waits(cx, c));
    K_TRY(storm_people(cx, c));
    K_TRY(ingest_person_get(cx, b, c->state.person_id, &who));
    const struct conversation_state *s = &c->state;
    priority_score(
        &(struct priority_in){
            .intents = s->intents,
            .direct = s->direct,
            .addressed = s->addressed,
            .review = s->review,
            .unanswered = s->unanswered,
            .answered = s->answered && !c->storm_grown,
            .waits = s->waiting_since ? b->now - s->waiting_since : 0,
            .stage = who ? who->tie.stage : STAGE_CONNECTION,
            .exchanges = who ? (int)who->tie.exchanges : 0,
            .followers = who ? who->followers : -1,
            .storm_people = c->storm_head ? c->storm_people : 0,
            .rule_points = (int)c->rule_points,
            .due_state = (int)c->due_state,
        },
        &c->priority);
    return K_OK;
}

k_err ingest_prioritise(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->conversations.n; i++) {
        struct ingest_conversation *c = b->conversations.v[i];
        if (c->changed && !c->merged_into && !c->recount)
            K_TRY(ingest_conversation_score(cx, b, c));
    }
    return K_OK;
}

/* ---- store ------------------------------------------------------------------------------- */

static k_time rescore_at(const struct ingest_batch *b, const struct ingest_conversation *c)
{
    bool open = k_str_eqz(c->status, "open");
    return open && c->priority.again_in ? b->now + c->priority.again_in : 0;
}

/* The kind only grows in strength: a thank-you does not end a complaint. */
static k_str kind_of(const struct ingest_conversation *c)
{
    unsigned was = understand_bits(c->kind);
    return k_str_z(understand_kind(was | c->heard_intents));
}

static k_err insert_conversation(struct k_ctx *cx, struct ingest_batch *b,
                                 struct ingest_conversation *c)
{
    const struct conversation_state *s = &c->state;
    int64_t made;
    K_TRY(sq_conversation_insert(cx,
                                 &(struct sq_conversation_insert_args){
                                     .id = c->id,
                                     .channel_id = c->channel,
                                     .network = b->from->network,
                                     .native_root = c->root,
                                     .subject = c->subject,
                                     .status = c->status,
                                     .person_id = s->person_id,
                                     .kind = kind_of(c),
                                     .storm_id = c->storm,
                                     .priority = c->priority.score,
                                     .reason = ingest_reason(cx, &c->priority),
                                     .signals = ingest_signals(cx, &c->priority),
                                     .first_words = c->first_words,
                                     .post_count = s->post_count,
                                     .first_at = s->first_at,
                                     .last_at = s->last_at,
                                     .last_in_at = s->last_in_at,
                                     .last_out_at = s->last_out_at,
                                     .waiting_since = s->waiting_since,
                                     .answered = s->answered,
                                     .rescore_at = rescore_at(b, c),
                                     .demo = b->from->demo,
                                     .direct = c->direct,
                                     .now = b->now,
                                 },
                                 &made));
    return made ? K_OK : K_ERR_BUSY; /* another node began it at the same moment */
}

k_err ingest_conversation_save(struct k_ctx *cx, struct ingest_batch *b,
                               struct ingest_conversation *c)
{
    const struct conversation_state *s = &c->state;
    return sq_conversation_heard(cx,
                                 &(struct sq_conversation_heard_args){
                                     .id = c->id,
                                     .status = c->status,
                                     .person_id = s->person_id,
                                     .kind = kind_of(c),
                                     .storm_id = c->storm,
                                     .priority = c->priority.score,
                                     .reason = ingest_reason(cx, &c->priority),
                                     .signals = ingest_signals(cx, &c->priority),
                                     .first_words = c->first_words,
                                     .post_count = s->post_count,
                                     .first_at = s->first_at,
                                     .last_at = s->last_at,
                                     .last_in_at = s->last_in_at,
                                     .last_out_at = s->last_out_at,
                                     .waiting_since = s->waiting_since,
                                     .answered = s->answered,
                                     .rescore_at = rescore_at(b, c),
                                     .now = b->now,
                                 },
                                 NULL);
}

static k_str understood(struct k_ctx *cx, const struct ingest_post *p)
{
    if (p->heard.n == 0)
        return K_NONE;
    struct k_buf b;
    k_buf_init(&b, cx->arena, 64 * 1024);
    understand_json(&b, p->text, &p->heard);
    return k_buf_view(&b);
}

static k_str none_if_empty(k_str s)
{
    return s.n ? s : K_NONE;
}

static k_err insert_post(struct k_ctx *cx, struct ingest_batch *b, const struct ingest_post *p)
{
    static const char *const sources[] = {"live", "import", "demo"};
    const struct item *it = p->item;
    char intents[48];
    size_t n = understand_names(p->heard.intents, intents);
    int64_t made;
    K_TRY(sq_post_insert(cx,
                         &(struct sq_post_insert_args){
                             .id = p->id,
                             .conversation_id = p->conversation->id,
                             .channel_id = b->from->channel,
                             .network = b->from->network,
                             .native_id = it->native_id,
                             .native_parent = none_if_empty(it->native_parent),
                             .parent_id = p->parent_id,
                             .direction = ingest_ours(p) ? K_S("out") : K_S("in"),
                             .kind = p->kind,
                             .visibility = p->visibility,
                             .person_id = p->who ? p->who->id : p->addressee,
                             .identity_id = p->who ? p->who->identity : 0,
                             .member_id = p->member,
                             .text = p->text,
                             .html = none_if_empty(p->html),
                             .url = none_if_empty(it->url),
                             .lang = k_str_z(p->heard.lang),
                             .intents = k_str_n(intents, n),
                             .understood = understood(cx, p),
                             .meta = none_if_empty(it->meta),
                             .posted_at = p->posted_at,
                             .received_at = b->now,
                             .edited_at = it->edited_at,
                             .content_hash = ingest_by_sender(b) ? 0 : p->hash,
                             .source = k_str_z(sources[b->from->source]),
                             .rule_id = p->rule,
                         },
                         &made));
    if (!made)
        return K_ERR_BUSY; /* another node stored it at the same moment */
    if (ingest_ours(p) && p->conversation->storm && !p->rule)
        K_TRY(sq_storm_answered(cx, p->conversation->id, p->member, b->now, NULL));
    return sq_post_dirty(cx, p->id, K_NONE, NULL);
}

/* The network shows what a member wrote in its own form for the first time: no edit, and
 * nothing that others must look at again before they send. */
static k_err first_sight(struct k_ctx *cx, const struct ingest_post *p)
{
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, p->old.conversation_id);
    return sq_post_seen_again(
        cx,
        &(struct sq_post_seen_again_args){.id = p->id,
                                          .html = none_if_empty(p->html),
                                          .url = none_if_empty(p->item->url),
                                          .meta = none_if_empty(p->item->meta),
                                          .content_hash = p->hash},
        NULL);
}

static k_err edit_post(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    char intents[48];
    size_t n = understand_names(p->heard.intents, intents);
    K_TRY(sq_post_dirty_edit(cx, p->id, NULL));
    if (p->old.content_hash != p->hash)
        K_TRY(sq_post_version_add(cx, p->id, b->now, NULL));
    if (p->conversation)
        p->conversation->heard_intents |= p->heard.intents;
    return sq_post_edited(cx,
                          &(struct sq_post_edited_args){
                              .id = p->id,
                              .text = p->text,
                              .html = none_if_empty(p->html),
                              .lang = k_str_z(p->heard.lang),
                              .intents = k_str_n(intents, n),
                              .understood = understood(cx, p),
                              .meta = none_if_empty(p->item->meta),
                              .edited_at = p->item->edited_at ? p->item->edited_at : b->now,
                              .content_hash = p->hash,
                          },
                          NULL);
}

static k_err store_post(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    if (ingest_is_new(p))
        return insert_post(cx, b, p);
    if (p->first_sight && p->fate->fate == INGEST_SAME)
        return first_sight(cx, p);
    if (p->fate->fate == INGEST_EDITED)
        return edit_post(cx, b, p);
    if (p->fate->fate == INGEST_DELETED) {
        K_TRY(sq_post_dirty_edit(cx, p->id, NULL));
        return sq_post_deleted(cx, p->id, b->now, NULL);
    }
    return K_OK;
}

k_err ingest_store(struct k_ctx *cx, struct ingest_batch *b)
{
    K_TRY(ingest_people_store(cx, b));
    for (size_t i = 0; i < b->conversations.n; i++) {
        struct ingest_conversation *c = b->conversations.v[i];
        if (c->is_new && !c->merged_into)
            K_TRY(insert_conversation(cx, b, c));
    }
    for (size_t i = 0; i < b->n; i++) {
        K_TRY(store_post(cx, b, &b->posts[i]));
        K_TRY(ingest_listen_store(cx, b, &b->posts[i]));
    }
    K_TRY(echoes_add(cx, b->echoes, b->n_echoes));
    K_TRY(ingest_own_settle(cx, b));
    for (size_t i = 0; i < b->conversations.n; i++) {
        struct ingest_conversation *c = b->conversations.v[i];
        bool again = c->recount || c->state.look_again;
        if (!c->changed || c->merged_into || (c->is_new && !again))
            continue;
        if (again) {
            K_TRY(ingest_conversation_recount(cx, c));
            K_TRY(ingest_conversation_score(cx, b, c));
        }
        K_TRY(ingest_conversation_save(cx, b, c));
    }
    return ingest_route_keep(cx, b);
}

/* ---- notify ------------------------------------------------------------------------------ */

static void post_ids(struct k_jw *w, const struct ingest_batch *b, enum ingest_fate fate,
                     const char *key)
{
    kw_key(w, key);
    kw_arr(w);
    for (size_t i = 0; i < b->n; i++)
        if (b->posts[i].fate->fate == fate)
            kw_id(w, b->posts[i].fate->post);
    kw_end(w);
}

/* One entry a page: ids only, the texts are in their rows. */
static k_err log_page(struct k_ctx *cx, const struct ingest_batch *b)
{
    struct k_buf buf;
    k_buf_init(&buf, cx->arena, EVENT_PAYLOAD_MAX);
    struct k_jw w = k_jw(&buf);
    kw_obj(&w);
    post_ids(&w, b, INGEST_NEW, "added");
    post_ids(&w, b, INGEST_EDITED, "edited");
    post_ids(&w, b, INGEST_DELETED, "deleted");
    kw_end(&w);
    return event_append(cx,
                        &(struct event_new){.verb = K_S("posts.received"),
                                            .object_kind = K_S("channel"),
                                            .object_id = b->from->channel,
                                            .payload = k_buf_view(&buf)},
                        NULL);
}

k_err ingest_notify(struct k_ctx *cx, struct ingest_batch *b)
{
    size_t changed = 0;
    for (size_t i = 0; i < b->conversations.n; i++)
        changed += b->conversations.v[i]->changed;
    if (changed == 0)
        return K_OK;
    if (changed > MANY)
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, 0);
    for (size_t i = 0; i < b->conversations.n && changed <= MANY; i++) {
        const struct ingest_conversation *c = b->conversations.v[i];
        if (!c->changed)
            continue;
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, c->id);
        if (c->state.person_id)
            k_ctx_notice(cx, K_TOPIC_PERSON, c->state.person_id);
    }
    K_TRY(ingest_tell_followers(cx, b));
    K_TRY(ingest_route_say(cx, b));
    return log_page(cx, b);
}
