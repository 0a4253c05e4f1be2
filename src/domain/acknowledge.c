/* acknowledge: facts out of the rows, the decision, and the look before it leaves. */
#include "domain/acknowledge.h"

#include "domain/acknowledge_rules.h"
#include "domain/hours.h"
#include "store/event.h"
#include "store/setting.h"

#define SETTING "acknowledge"
#define DROP_MOST 100 /* rows a look */

/* ---- the switch of the house ------------------------------------------------------------- */

k_err acknowledge_allowed(struct k_ctx *cx, bool *on)
{
    k_str value;
    K_TRY(setting_get(cx, K_S(SETTING), &value));
    *on = k_str_eqz(value, "1");
    return K_OK;
}

static k_err owner_acts(struct k_ctx *cx)
{
    struct sq_reply_author_row m = {0};
    bool found = false;
    if (cx->actor.kind == K_ACTOR_MEMBER)
        K_TRY(sq_reply_author(cx, cx->actor.member, &m, &found));
    if (found && k_str_eqz(m.role, "owner"))
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, "acknowledge",
                  "Only an owner of the house lets rules acknowledge in private. Ask one to "
                  "switch it on.");
}

k_err acknowledge_allow(struct k_ctx *cx, bool on)
{
    bool was;
    K_TRY(acknowledge_allowed(cx, &was));
    if (was == on)
        return K_OK;
    if (on)
        K_TRY(owner_acts(cx));
    K_TRY(setting_set(cx, K_S(SETTING), on ? K_S("1") : K_S("0")));
    return event_append(cx,
                        &(struct event_new){.verb = on ? K_S("acknowledgement.allowed")
                                                       : K_S("acknowledgement.forbidden"),
                                            .object_kind = K_S("setting")},
                        NULL);
}

/* ---- what is known ----------------------------------------------------------------------- */

struct knowing {
    struct sq_conversation_get_row conversation;
    struct sq_post_get_row post; /* of theirs, that is acknowledged */
    struct acknowledge_facts facts;
    k_str text;
};

static k_err who_answers(struct k_ctx *cx, struct knowing *k)
{
    struct acknowledge_promise *p = &k->facts.promise;
    struct sq_inbox_member_row member;
    struct sq_inbox_team_row team;
    bool found = false;
    if (k->conversation.owner_id)
        K_TRY(sq_inbox_member(cx, k->conversation.owner_id, &member, &found));
    if (found) {
        p->who = member.name;
        return K_OK;
    }
    if (k->conversation.team_id)
        K_TRY(sq_inbox_team(cx, k->conversation.team_id, &team, &found));
    p->team = found;
    p->who = found ? team.name : K_S("");
    return K_OK;
}

static k_err by_when(struct k_ctx *cx, struct knowing *k)
{
    struct sq_sla_clocks_list clocks;
    struct hours_book book;
    k_time due = 0;
    K_TRY(sq_sla_clocks(cx, k->conversation.id, &clocks));
    for (size_t i = 0; i < clocks.n; i++)
        if (!k_str_eqz(clocks.v[i].kind, "resolve"))
            due = clocks.v[i].due_at;
    K_TRY(hours_read(cx, &book));
    acknowledge_by(due, hours_of(&book, 0), k_cx_now(cx), &k->facts.promise);
    return K_OK;
}

static k_err words(struct k_ctx *cx, struct knowing *k)
{
    const struct k_zone *zone;
    k_str zone_name, locale;
    bool german = k_str_eqz(k->post.lang, "de");
    K_TRY(hours_house_zone(cx, &zone));
    K_TRY(hours_house_zone_name(cx, &zone_name));
    K_TRY(setting_get(cx, K_S("locale"), &locale));
    if (k->post.lang.n == 0)
        german = k_str_eqz(locale, "de");
    k->text = acknowledge_text(cx->arena, german, &k->facts.promise, zone, zone_name);
    return K_OK;
}

static k_err before(struct k_ctx *cx, struct knowing *k, k_id outbox)
{
    struct sq_acknowledge_before_row b = {0};
    struct sq_pause_of_conversation_row pause;
    bool found;
    K_TRY(sq_acknowledge_before(cx, outbox, k->conversation.id, k->post.person_id,
                                k_cx_now(cx) - ACKNOWLEDGE_AGAIN, &b, &found));
    k->facts.last_here = b.here;
    k->facts.last_them = b.them;
    k->facts.answering = b.answering > 0;
    return sq_pause_of_conversation(cx, k->conversation.id, &pause, &k->facts.paused);
}

/* Nobody else changes the conversation until the transaction ends. */
static k_err know(struct k_ctx *cx, k_id conversation, k_id post, k_id outbox,
                  struct knowing *k)
{
    struct sq_channel_get_row channel;
    bool here, has_post, found;
    K_TRY(sq_conversation_lock(cx, conversation, &k->conversation, &here));
    K_TRY(sq_post_get(cx, post, 0, &k->post, &has_post));
    if (!here || !has_post)
        return K_OK; /* not in private, for all we know */
    K_TRY(sq_channel_get(cx, k->post.channel_id, &channel, &found));
    k->facts.direct = k->conversation.direct && (k_str_eqz(k->post.visibility, "direct") ||
                                                 k_str_eqz(k->post.kind, "direct"));
    k->facts.channel_on = found && channel.acknowledge;
    k->facts.folded = k_str_eqz(k->conversation.status, "folded");
    k->facts.posted_at = k->post.posted_at;
    k->facts.waiting_since = k->post.deleted_at ? 0 : k->conversation.waiting_since;
    k->facts.last_out_at = k->conversation.last_out_at;
    k->facts.automatic = acknowledge_by_machine(k->post.text);
    K_TRY(acknowledge_allowed(cx, &k->facts.allowed));
    K_TRY(before(cx, k, outbox));
    K_TRY(who_answers(cx, k));
    K_TRY(by_when(cx, k));
    return words(cx, k);
}

/* ---- deciding ---------------------------------------------------------------------------- */

static k_err put_in_outbox(struct k_ctx *cx, const struct knowing *k, k_id rule, k_id *outbox)
{
    *outbox = k_cx_id(cx);
    k_ctx_notice(cx, K_TOPIC_OUTBOX, *outbox);
    return sq_outbox_insert(
        cx,
        &(struct sq_outbox_insert_args){
            .id = *outbox,
            .channel_id = k->post.channel_id,
            .conversation_id = k->conversation.id,
            .reply_to_id = k->post.id,
            .act = K_S("acknowledge"),
            .text = k->text,
            .state = K_S("queued"),
            .idem_key = k_fmt(cx->arena, "kith-%llx-%llx", (unsigned long long)*outbox,
                              (unsigned long long)k_rand_u64(cx->rand)),
            .rules = K_S("[]"),
            .rule_id = rule,
            .now = k_cx_now(cx),
        },
        NULL);
}

/* The same reason was noted already, since the last acknowledgement. */
static k_err noted(struct k_ctx *cx, const struct routing_case *c,
                   const struct routing_effect *e, bool *yes)
{
    struct sq_routing_effects_list all;
    *yes = false;
    K_TRY(sq_routing_effects(cx, c->conversation, &all));
    for (size_t i = 0; i < all.n; i++)
        if (k_str_eqz(all.v[i].act, "acknowledge"))
            *yes = k_str_eq(all.v[i].word, e->word) && all.v[i].rule_id == e->rule->id;
    return K_OK;
}

/* *keep: it is worth an entry. That it was acknowledged before is none: somebody who writes
 * five lines in a row would make five. */
static k_err decide(struct k_ctx *cx, const struct routing_case *c, struct routing_effect *e,
                    bool *keep)
{
    struct knowing k = {0};
    bool before_this = false;
    K_TRY(know(cx, c->conversation, e->post, 0, &k));
    k.facts.automatic |= c->automatic;
    enum acknowledge_why why = acknowledge_judge(&k.facts, k_cx_now(cx));
    e->word = k_str_z(acknowledge_whys[why].name);
    if (why == ACKNOWLEDGE_YES)
        K_TRY(put_in_outbox(cx, &k, e->rule->id, &e->value));
    else
        K_TRY(noted(cx, c, e, &before_this));
    *keep = why != ACKNOWLEDGE_ALREADY && !before_this;
    return *keep ? routing_note(cx, c->conversation, e, e->word) : K_OK;
}

k_err acknowledge_decide(struct k_ctx *cx, struct routing_case *c)
{
    struct k_actor was = cx->actor;
    k_err err = K_OK;
    size_t n = 0;
    for (size_t i = 0; err == K_OK && i < c->effects.n; i++) {
        struct routing_effect *e = &c->effects.v[i];
        bool keep = true;
        if (e->act == ROUTING_ACKNOWLEDGE) {
            cx->actor = (struct k_actor){.kind = K_ACTOR_RULE, .rule = e->rule->id};
            err = decide(cx, c, e, &keep);
        }
        if (keep)
            c->effects.v[n++] = *e;
    }
    c->effects.n = n;
    cx->actor = was;
    return err;
}

/* ---- before it leaves -------------------------------------------------------------------- */

static k_err drop(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                  const struct acknowledge_why_row *why)
{
    struct k_actor was = cx->actor;
    K_TRY(sq_acknowledge_drop(cx, row->id, k_str_z(why->why), NULL));
    k_ctx_notice(cx, K_TOPIC_OUTBOX, row->id);
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, row->conversation_id);
    cx->actor = (struct k_actor){.kind = K_ACTOR_RULE, .rule = row->rule_id};
    k_err err = event_append(
        cx,
        &(struct event_new){.verb = K_S("acknowledgement.dropped"),
                            .object_kind = K_S("conversation"),
                            .object_id = row->conversation_id,
                            .payload = k_fmt(cx->arena, "{\"outbox\":\"%lld\",\"why\":\"%s\"}",
                                             (long long)row->id, why->name)},
        NULL);
    cx->actor = was;
    return err;
}

/* Whether it may leave; what was taken or changed meanwhile is passed over. */
static k_err look(struct k_ctx *cx, const struct sq_acknowledge_queued_row *q, bool *may)
{
    struct knowing k = {0};
    struct sq_conversation_get_row locked;
    struct sq_outbox_get_row row;
    bool found;
    *may = false;
    K_TRY(sq_conversation_lock(cx, q->conversation_id, &locked, &found));
    K_TRY(sq_outbox_get(cx, q->id, 0, &row, &found));
    if (!found || !k_str_eqz(row.state, "queued"))
        return K_OK;
    K_TRY(know(cx, row.conversation_id, row.reply_to_id, row.id, &k));
    k.facts.decided_at = row.created_at;
    enum acknowledge_why why = acknowledge_judge(&k.facts, k_cx_now(cx));
    if (why == ACKNOWLEDGE_YES && !k_str_eq(k.text, row.text))
        why = ACKNOWLEDGE_CHANGED;
    *may = why == ACKNOWLEDGE_YES;
    return *may ? K_OK : drop(cx, &row, &acknowledge_whys[why]);
}

k_err acknowledge_next(struct k_ctx *cx, k_id *id)
{
    k_time now = k_cx_now(cx);
    *id = 0;
    for (int i = 0; i < DROP_MOST && *id == 0; i++) {
        struct sq_acknowledge_queued_row q;
        bool found, may;
        K_TRY(sq_acknowledge_queued(cx, now - ACKNOWLEDGE_FRESH, now, &q, &found));
        if (!found)
            return K_OK;
        K_TRY(look(cx, &q, &may));
        *id = may ? q.id : 0;
    }
    return K_OK;
}
