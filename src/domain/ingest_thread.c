/* ingest_thread: finds the conversation of each new post, also when the answer comes before its
 * parent. A post goes where its parent is; else where its thread's root is; else a conversation
 * begins, under the name of the parent we do not have. When that parent turns up, the
 * conversation is renamed to the earlier root, or merged with the one that has it. Reads post
 * and conversation; merging writes. */
#include "domain/ingest_batch.h"

/* ---- conversations of the page ----------------------------------------------------------- */

static struct ingest_conversation *remember(struct k_ctx *cx, struct ingest_batch *b,
                                            struct ingest_conversation *c)
{
    *k_vec_push(cx->arena, &b->conversations) = c;
    *k_map_at(&b->by_id, ingest_id_key(&c->id)) = c;
    if (c->channel == b->from->channel)
        *k_map_at(&b->by_root, c->root) = c;
    return c;
}

static struct ingest_conversation *from_row(struct k_ctx *cx,
                                            const struct sq_conversation_get_row *r)
{
    struct ingest_conversation *c = k_new(cx->arena, struct ingest_conversation);
    *c = (struct ingest_conversation){
        .id = r->id,
        .channel = r->channel_id,
        .owner = r->owner_id,
        .team = r->team_id,
        .team_by = r->team_by,
        .rule_points = r->rule_points,
        .due_state = r->due_state,
        .direct = r->direct,
        .split = r->split_from != 0,
        .storm = r->storm_id,
        .root = r->native_root,
        .kind = r->kind,
        .status = r->status,
        .first_words = r->first_words,
        .first_words_at = r->last_at,
        .state = {.person_id = r->person_id,
                  .first_at = r->first_at,
                  .last_at = r->last_at,
                  .last_in_at = r->last_in_at,
                  .last_out_at = r->last_out_at,
                  .waiting_since = r->waiting_since,
                  .post_count = r->post_count,
                  .answered = r->answered},
    };
    return c;
}

/* A merged conversation leads on; the chain is short, but a bound does not hurt. */
static k_err follow(struct k_ctx *cx, struct ingest_batch *b,
                    const struct sq_conversation_get_row *row, struct ingest_conversation **out)
{
    if (row->merged_into)
        return ingest_conversation_get(cx, b, row->merged_into, out);
    *out = k_map_get(&b->by_id, ingest_id_key(&row->id));
    if (!*out)
        *out = remember(cx, b, from_row(cx, row));
    *out = ingest_home(*out);
    return K_OK;
}

k_err ingest_conversation_get(struct k_ctx *cx, struct ingest_batch *b, k_id id,
                              struct ingest_conversation **out)
{
    *out = ingest_home(k_map_get(&b->by_id, ingest_id_key(&id)));
    if (*out)
        return K_OK;
    struct sq_conversation_get_row row;
    bool found;
    K_TRY(sq_conversation_lock(cx, id, &row, &found));
    return found ? follow(cx, b, &row, out) : K_OK;
}

k_err ingest_conversation_by_root(struct k_ctx *cx, struct ingest_batch *b, k_str root,
                                  struct ingest_conversation **out)
{
    *out = ingest_home(k_map_get(&b->by_root, root));
    if (*out)
        return K_OK;
    struct sq_conversation_get_row row;
    bool found;
    K_TRY(sq_conversation_by_root(cx, b->from->channel, root, &row, &found));
    if (!found)
        return K_OK;
    K_TRY(follow(cx, b, &row, out));
    if (*out)
        *k_map_at(&b->by_root, root) = *out;
    return K_OK;
}

struct ingest_conversation *ingest_conversation_new(struct k_ctx *cx, struct ingest_batch *b,
                                                    k_str root)
{
    struct ingest_conversation *c = k_new(cx->arena, struct ingest_conversation);
    *c = (struct ingest_conversation){.id = k_cx_id(cx),
                                      .channel = b->from->channel,
                                      .root = root,
                                      .is_new = true,
                                      .waiting_read = true,
                                      .kind = K_S("other"),
                                      .status = K_S("open"),
                                      .first_words = K_S("")};
    return remember(cx, b, c);
}

/* ---- merging ----------------------------------------------------------------------------- */

static k_err worked_on(struct k_ctx *cx, k_id conversation, bool *yes)
{
    struct sq_conversation_worked_on_row row;
    bool found;
    K_TRY(sq_conversation_worked_on(cx, conversation, &row, &found));
    *yes = found && row.n > 0;
    return K_OK;
}

k_err ingest_move_all(struct k_ctx *cx, k_id from, k_id into, k_time now)
{
    K_TRY(sq_conversation_move_posts(cx, from, into, NULL));
    K_TRY(sq_conversation_move_notes(cx, from, into, NULL));
    K_TRY(sq_talk_move(cx, from, into, NULL));
    K_TRY(sq_reminder_move(cx, from, into, NULL));
    K_TRY(sq_conversation_move_handoffs(cx, from, into, NULL));
    K_TRY(sq_conversation_move_outbox(cx, from, into, NULL));
    K_TRY(sq_conversation_move_labels(cx, from, into, NULL));
    K_TRY(sq_conversation_drop_labels(cx, from, NULL));
    K_TRY(sq_conversation_move_drafts(cx, from, into, K_S("\n\n"), NULL));
    K_TRY(sq_conversation_drop_drafts(cx, from, NULL));
    K_TRY(sq_routing_effects_move(cx, from, into, NULL));
    K_TRY(sq_follower_move(cx, from, into, NULL));
    K_TRY(sq_follower_clear(cx, from, NULL));
    K_TRY(sq_sla_clocks_drop(cx, from, now, NULL));
    K_TRY(sq_storm_move(cx, from, into, NULL));
    return sq_conversation_merged(cx, from, into, now, NULL);
}

k_err ingest_conversation_merge(struct k_ctx *cx, struct ingest_batch *b,
                                struct ingest_conversation *into,
                                struct ingest_conversation *from)
{
    if (into == from)
        return K_OK;
    if (!into->is_new && !from->is_new) {
        bool keep_from, keep_into;
        K_TRY(worked_on(cx, from->id, &keep_from));
        K_TRY(worked_on(cx, into->id, &keep_into));
        if (keep_from && !keep_into) {
            struct ingest_conversation *x = into;
            into = from;
            from = x;
        }
        K_TRY(ingest_move_all(cx, from->id, into->id, b->now));
    } else if (into->is_new && !from->is_new) {
        struct ingest_conversation *x = into;
        into = from;
        from = x;
    }
    if (from->is_new) { /* never stored: the survivor takes the root over */
        into->root = from->root;
        K_TRY(sq_conversation_reroot(cx, into->id, into->root, NULL));
    }
    from->merged_into = into;
    into->recount = into->changed = true;
    into->direct |= from->direct;
    into->storm = into->storm ? into->storm : from->storm;
    return K_OK;
}

/* ---- threading --------------------------------------------------------------------------- */

static k_err thread_one(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p);

/* The parent on this page, threaded first. */
static k_err parent_on_page(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p,
                            struct ingest_conversation **c)
{
    struct ingest_post *parent = k_map_get(&b->by_native, p->item->native_parent);
    if (!parent || parent == p || parent->known || !ingest_is_new(parent) ||
        parent->threaded == INGEST_THREAD_BUSY) /* a ring: both say they answer the other */
        return K_OK;
    K_TRY(thread_one(cx, b, parent));
    p->parent_known = true;
    p->parent_id = parent->id;
    p->parent_ours = ingest_ours(parent) && !parent->rule;
    p->parent_person = parent->who ? parent->who->id : parent->addressee;
    *c = ingest_home(parent->conversation);
    return K_OK;
}

static k_err parent_stored(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p,
                           struct ingest_conversation **c)
{
    struct sq_post_by_native_row row;
    bool found;
    struct ingest_post *on_page = k_map_get(&b->by_native, p->item->native_parent);
    if (on_page && on_page->known) {
        row = on_page->old;
        found = true;
    } else {
        K_TRY(sq_post_by_native(cx, b->from->network, p->item->native_parent, &row, &found));
    }
    if (!found)
        return K_OK;
    p->parent_known = true;
    p->parent_id = row.id;
    p->parent_ours = k_str_eqz(row.direction, "out") && row.rule_id == 0;
    p->parent_person = row.person_id;
    return ingest_conversation_get(cx, b, row.conversation_id, c);
}

static k_err by_parent(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p,
                       struct ingest_conversation **c)
{
    if (p->item->native_parent.n == 0)
        return K_OK;
    K_TRY(parent_on_page(cx, b, p, c));
    if (!*c && !p->parent_known)
        K_TRY(parent_stored(cx, b, p, c));
    return K_OK;
}

/* Under which name the thread is known, or will be. */
static k_str root_of(const struct item *it)
{
    return it->native_root.n     ? it->native_root
           : it->native_parent.n ? it->native_parent
                                 : it->native_id;
}

/* Another channel may have the root; then the thread goes on there. */
static k_err by_root(struct k_ctx *cx, struct ingest_batch *b, const struct ingest_post *p,
                     struct ingest_conversation **c)
{
    k_str root = root_of(p->item);
    K_TRY(ingest_conversation_by_root(cx, b, root, c));
    if (*c || k_str_eq(root, p->item->native_id) || k_str_eq(root, p->item->native_parent))
        return K_OK;
    struct sq_post_by_native_row row;
    bool found;
    K_TRY(sq_post_by_native(cx, b->from->network, root, &row, &found));
    return found ? ingest_conversation_get(cx, b, row.conversation_id, c) : K_OK;
}

static bool is_direct(const struct ingest_post *p)
{
    return k_str_eqz(p->kind, "direct") || k_str_eqz(p->visibility, "direct");
}

/* What is said in private and what is said in public never share a conversation: who may see
 * what is decided by conversation. A network that does not say how visible an answer is means
 * that it is as visible as what it answers. */
static k_err keep_apart(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p,
                        struct ingest_conversation **c)
{
    if (!*c || (*c)->direct == is_direct(p))
        return K_OK;
    if ((*c)->direct && p->item->visibility.n == 0) {
        p->visibility = K_S("direct");
        return K_OK;
    }
    *c = NULL;
    K_TRY(ingest_conversation_by_root(cx, b, p->item->native_id, c));
    if (!*c)
        *c = ingest_conversation_new(cx, b, p->item->native_id);
    if ((*c)->is_new)
        (*c)->direct = is_direct(p);
    if ((*c)->direct || !is_direct(p))
        return K_OK;
    (*c)->direct = true; /* answers to it were here first, and thought public */
    return sq_conversation_private(cx, (*c)->id, NULL);
}

/* Takes in what answered this post before it was here. */
static k_err adopt(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p,
                   struct ingest_conversation **c)
{
    struct sq_post_orphans_list orphans;
    K_TRY(sq_post_orphans(cx, b->from->network, p->item->native_id, &orphans));
    for (size_t i = 0; i < orphans.n; i++) {
        struct ingest_conversation *theirs;
        K_TRY(ingest_conversation_get(cx, b, orphans.v[i].conversation_id, &theirs));
        K_TRY(sq_post_adopt(cx, orphans.v[i].id, p->id, NULL));
        *k_vec_push(cx->arena, &b->adopted) =
            (struct ingest_adopted){.row = orphans.v[i], .parent = p};
        if (!theirs || theirs->direct != is_direct(p) || theirs->split)
            continue;
        if (!*c) { /* their conversation bears our id or another placeholder: rename it */
            *c = theirs;
            if (!k_str_eq(theirs->root, root_of(p->item)) &&
                k_str_eq(theirs->root, p->item->native_id)) {
                theirs->root = root_of(p->item);
                *k_map_at(&b->by_root, theirs->root) = theirs;
                K_TRY(sq_conversation_reroot(cx, theirs->id, theirs->root, NULL));
            }
        } else if (theirs != *c) {
            K_TRY(ingest_conversation_merge(cx, b, *c, theirs));
            *c = ingest_home(*c);
        }
    }
    return K_OK;
}

static k_err thread_one(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    if (p->threaded == INGEST_THREAD_DONE)
        return K_OK;
    p->threaded = INGEST_THREAD_BUSY;
    struct ingest_conversation *c = NULL;
    K_TRY(by_parent(cx, b, p, &c));
    if (!c)
        K_TRY(by_root(cx, b, p, &c));
    K_TRY(keep_apart(cx, b, p, &c));
    K_TRY(adopt(cx, b, p, &c));
    if (!c) {
        c = ingest_conversation_new(cx, b, root_of(p->item));
        c->direct = is_direct(p);
    }
    c->changed |= p->rule == 0; /* what a rule says leaves the conversation as it is */
    p->conversation = c;
    p->threaded = INGEST_THREAD_DONE;
    return K_OK;
}

k_err ingest_thread(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (ingest_is_new(&b->posts[i]))
            K_TRY(thread_one(cx, b, &b->posts[i]));
    for (size_t i = 0; i < b->n; i++) {
        struct ingest_post *p = &b->posts[i];
        if (p->known && (p->fate->fate == INGEST_EDITED || p->fate->fate == INGEST_DELETED)) {
            K_TRY(ingest_conversation_get(cx, b, p->old.conversation_id, &p->conversation));
            if (p->conversation)
                p->conversation->recount = p->conversation->changed = true;
        } else if (p->known) {
            p->fate->conversation = p->old.conversation_id;
        } else if (ingest_is_new(p)) {
            p->conversation = ingest_home(p->conversation);
        }
    }
    return K_OK;
}
