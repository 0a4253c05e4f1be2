/* ingest_route: who should look. History needs nobody, new words wake what slept, and for what
 * is live the rules of the house are asked about each post of theirs, in the order they were
 * written. What rules decide about a conversation stands in it before it is stored; their
 * labels, notices and deadlines follow when it has a row. Reads what rules look at; writes
 * through routing and sla. */
#include "domain/acknowledge.h"
#include "domain/ingest_batch.h"
#include "domain/storm_rules.h"

/* History that nobody waits in needs no one. New words of theirs wake what slept or was done,
 * and take what was folded out of its storm. */
static void route(const struct ingest_batch *b, struct ingest_post *p)
{
    struct ingest_conversation *c = p->conversation;
    bool live = b->from->source == INGEST_LIVE || !b->from->archive;
    if (ingest_ours(p) || c->is_new || !live || p->posted_at <= c->state.last_out_at)
        return;
    bool asks = (p->heard.intents & STORM_ASKING) != 0;
    if (p->echoed && (k_str_eqz(c->status, "folded") || (c->storm_head && !asks)))
        return; /* nothing but what the storm says: what was decided about it holds */
    if (!k_str_eqz(c->status, "open"))
        c->status = K_S("open");
}

static void route_new(const struct ingest_batch *b, struct ingest_conversation *c)
{
    bool history = b->from->source == INGEST_IMPORT;
    if (!k_str_eqz(c->status, "open"))
        return;
    if (b->from->archive || (history && c->state.waiting_since == 0) ||
        c->state.person_id == 0) /* only we spoke: nothing to do */
        c->status = K_S("done");
}

/* ---- rules ------------------------------------------------------------------------------- */

static bool live(const struct ingest_batch *b)
{
    return b->from->source != INGEST_IMPORT && !b->from->archive;
}

static struct routing_case *case_of(struct k_ctx *cx, struct ingest_conversation *c)
{
    if (!c->routed) {
        c->routed = k_new(cx->arena, struct routing_case);
        *c->routed = (struct routing_case){.conversation = c->id,
                                           .channel = c->channel,
                                           .is_new = c->is_new,
                                           .owner = c->owner,
                                           .team = c->team,
                                           .team_by = c->team_by,
                                           .points = c->rule_points,
                                           .due_state = c->due_state};
    }
    return c->routed;
}

/* The conversation as it is with this post, and the author as the page knows them. */
static void add_post(const struct ingest_batch *b, const struct ingest_post *p,
                     struct routing_case *x)
{
    const struct ingest_conversation *c = p->conversation;
    x->post = p->id;
    x->network = b->from->network;
    x->private_now = c->direct && b->from->answers_privately;
    x->automatic = p->item->automatic;
    x->post_kind = p->kind;
    x->visibility = p->visibility;
    x->lang = k_str_z(p->heard.lang);
    x->text = p->text;
    x->intents = p->heard.intents;
    x->reply = p->parent_id != 0 || p->item->native_parent.n > 0;
    x->about = k_str_z(understand_kind(understand_bits(c->kind) | c->heard_intents));
    x->answered = c->state.answered;
    x->storm = c->storm;
    x->priority = c->priority.score;
    x->person = p->who ? p->who->id : c->state.person_id;
    x->has_person = x->person_is_new = p->who && p->who->is_new;
    if (x->person_is_new) {
        x->stage = STAGE_CONTACT;
        x->followers = p->who->followers;
    }
}

static k_err route_by_rules(struct k_ctx *cx, struct ingest_batch *b, struct ingest_post *p)
{
    struct ingest_conversation *c = p->conversation;
    if (ingest_ours(p) || !c || !k_str_eqz(c->status, "open"))
        return K_OK;
    struct routing_case *x = case_of(cx, c);
    int64_t points = x->points;
    add_post(b, p, x);
    K_TRY(routing_run(cx, &b->routing, x, ROUTING_ON_POST));
    c->owner = x->owner;
    c->team = x->team;
    c->rule_points = x->points;
    return points != x->points ? ingest_conversation_score(cx, b, c) : K_OK;
}

k_err ingest_route(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (ingest_is_new(&b->posts[i]))
            route(b, &b->posts[i]);
    for (size_t i = 0; i < b->conversations.n; i++)
        if (b->conversations.v[i]->is_new && !b->conversations.v[i]->merged_into)
            route_new(b, b->conversations.v[i]);
    if (!live(b))
        return K_OK;
    K_TRY(routing_world_read(cx, &b->routing));
    for (size_t i = 0; i < b->n && b->routing.set; i++)
        if (ingest_is_new(&b->posts[i]))
            K_TRY(route_by_rules(cx, b, &b->posts[i]));
    return K_OK;
}

k_err ingest_route_keep(struct k_ctx *cx, struct ingest_batch *b)
{
    K_TRY(sla_world_read(cx, &b->sla));
    for (size_t i = 0; i < b->conversations.n; i++) {
        struct ingest_conversation *c = b->conversations.v[i];
        if (!c->changed || c->merged_into)
            continue;
        if (c->routed)
            K_TRY(routing_keep(cx, &b->routing, c->routed));
        if (!b->sla.idle && (!c->is_new || k_str_eqz(c->status, "open")))
            K_TRY(sla_settle(cx, &b->sla, c->id));
        if (c->routed)
            K_TRY(acknowledge_decide(cx, c->routed));
    }
    return K_OK;
}

k_err ingest_route_say(struct k_ctx *cx, struct ingest_batch *b)
{
    for (size_t i = 0; i < b->conversations.n; i++)
        if (b->conversations.v[i]->routed && !b->conversations.v[i]->merged_into)
            K_TRY(routing_say(cx, b->conversations.v[i]->routed));
    return K_OK;
}
