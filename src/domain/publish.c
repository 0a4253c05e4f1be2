/* publish: decides, changes, moves, holds and lets go posts of our own. The decision is a row
 * of the outbox for each channel and an entry of the event log, in one transaction. */
#include "domain/publish.h"

#include "base/utf8.h"
#include "domain/access.h"
#include "domain/approval.h"
#include "domain/pause.h"
#include "domain/reply_steps.h"
#include "domain/sign.h"
#include "store/event.h"

enum { HOLD_MAX = 200, TEXT_MAX = 60000 };

/* ---- the event log ----------------------------------------------------------------------- */

struct told {
    k_id outbox, channel, publication;
    k_time due;
    int64_t policy_version;
    k_str rules, why;
};

static k_err tell(struct k_ctx *cx, k_str verb, const struct told *t)
{
    k_str payload = k_fmt(cx->arena,
                          "{\"outbox\":\"%lld\",\"channel\":\"%lld\",\"publication\":\"%lld\","
                          "\"due\":\"%.*s\",\"why\":\"%.*s\",\"policy\":%lld,\"rules\":%.*s}",
                          (long long)t->outbox, (long long)t->channel,
                          (long long)t->publication, K_ARG(k_time_iso(cx->arena, t->due)),
                          K_ARG(t->why), (long long)t->policy_version, K_ARG(t->rules));
    k_ctx_notice(cx, K_TOPIC_OUTBOX, t->outbox);
    return event_append(cx,
                        &(struct event_new){.verb = verb,
                                            .object_kind = K_S("outbox"),
                                            .object_id = t->outbox,
                                            .approved_by = cx->actor.member,
                                            .payload = payload},
                        NULL);
}

static k_err tell_row(struct k_ctx *cx, k_str verb, const struct sq_outbox_get_row *r,
                      k_time due)
{
    return tell(cx, verb,
                &(struct told){.outbox = r->id,
                               .channel = r->channel_id,
                               .publication = r->publication_id,
                               .due = due,
                               .policy_version = r->policy_version,
                               .why = r->held_for,
                               .rules = r->rules});
}

/* ---- checking ---------------------------------------------------------------------------- */

static const char *item_field(struct k_ctx *cx, size_t i, const char *name)
{
    return k_dupz(cx->arena, k_fmt(cx->arena, "items[%zu].%s", i, name));
}

/* Whom the acting member would be as this channel, and whether it may be. */
static k_err subject_of(struct k_ctx *cx, k_id channel, struct reply_subject *s)
{
    struct sq_access_limit_of_row limit = {0};
    bool found, limited = false;
    *s = (struct reply_subject){0};
    K_TRY(reply_author(cx, cx->actor.member, s));
    K_TRY(sq_channel_get(cx, channel, &s->channel, &found));
    if (found)
        K_TRY(sq_access_limit_of(cx, cx->actor.member, channel, &limit, &limited));
    if (!found || (limited && limit.hides > 1) || k_str_eqz(s->channel.status, "removed"))
        return k_fail(cx, K_ERR_NOT_FOUND, "channel_id", "This channel is not here.");
    return K_OK;
}

/* Topics as the check knows them, by name. */
static k_err read_topics(struct k_ctx *cx, const struct publish_topics *t,
                         struct reply_subject *s)
{
    k_str *names = k_new_n(cx->arena, k_str, t->n + 1);
    if (t->n > PUBLISH_TOPICS)
        return k_fail(cx, K_ERR_BAD_INPUT, "label_ids", "Choose at most %d labels.",
                      PUBLISH_TOPICS);
    for (size_t i = 0; i < t->n; i++) {
        struct sq_label_get_row label;
        bool found;
        K_TRY(sq_label_get(cx, t->v[i], &label, &found));
        if (!found)
            return k_fail(cx, K_ERR_BAD_INPUT, "label_ids", "This label is not here any more.");
        names[i] = label.name;
    }
    s->labels = names;
    s->n_labels = t->n;
    return K_OK;
}

static k_err topics_of_row(struct k_ctx *cx, k_id outbox, struct reply_subject *s)
{
    struct sq_publish_topics_list rows;
    K_TRY(sq_publish_topics(cx, outbox, &rows));
    k_str *names = k_new_n(cx->arena, k_str, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        names[i] = rows.v[i].name;
    s->labels = names;
    s->n_labels = rows.n;
    return K_OK;
}

static k_err put_topics(struct k_ctx *cx, k_id outbox, const struct publish_topics *t)
{
    for (size_t i = 0; i < t->n; i++)
        K_TRY(sq_publish_topic_put(cx, outbox, t->v[i], NULL));
    return K_OK;
}

static k_err judge(struct k_ctx *cx, const struct reply_subject *s,
                   const struct publish_item *item, struct reply_check *out)
{
    k_str sign;
    if (!item->limits)
        return k_fail(cx, K_ERR_UNSUPPORTED, "channel_id",
                      "On \"%.*s\" Kith cannot post; it can only answer or listen.",
                      K_ARG(s->channel.name));
    K_TRY(sign_of(cx, cx->actor.member, s->channel.id, 0, &sign));
    *out = (struct reply_check){0};
    return reply_judge(cx, s, k_utf8_scrub(cx->arena, item->text), sign, item->limits, out);
}

k_err publish_check(struct k_ctx *cx, const struct publish_item *item,
                    const struct publish_topics *topics, k_id skip, struct reply_check *out)
{
    struct reply_subject s;
    K_TRY(reply_member_acts(cx));
    K_TRY(subject_of(cx, item->channel, &s));
    K_TRY(read_topics(cx, topics, &s));
    s.publication = skip;
    return judge(cx, &s, item, out);
}

static k_err fits(struct k_ctx *cx, const struct reply_check *c,
                  const struct reply_limits *most, const char *field)
{
    if (most->graphemes && c->graphemes > most->graphemes)
        return k_fail(cx, K_ERR_LIMIT, field,
                      "With your sign this has %lld characters; the network takes %d.",
                      (long long)c->graphemes, most->graphemes);
    if (most->bytes && c->bytes > most->bytes)
        return k_fail(cx, K_ERR_LIMIT, field,
                      "With your sign this has %lld bytes; the network takes %d.",
                      (long long)c->bytes, most->bytes);
    return K_OK;
}

/* Everything that must hold before these words may be put on their way. */
static k_err may_say(struct k_ctx *cx, struct reply_subject *s, const struct publish_item *item,
                     const struct reply_send *how, const char *field, struct reply_check *c)
{
    k_str text = k_str_trim(item->text);
    K_TRY(access_speak(cx, s->channel.id));
    K_TRY(reply_channel_works(cx, &s->channel));
    if (text.n == 0 || text.n > TEXT_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, field, "Write something first, at most %d bytes.",
                      TEXT_MAX);
    K_TRY(judge(cx, s, item, c));
    K_TRY(fits(cx, c, item->limits, field));
    return reply_allows(cx, c, how);
}

static k_err moment(struct k_ctx *cx, k_time at, k_time *due)
{
    switch (publish_time(at, k_cx_now(cx), due)) {
    case PUBLISH_PAST:
        return k_fail(cx, K_ERR_BAD_INPUT, "at", "This moment has passed. Choose a later one.");
    case PUBLISH_FAR:
        return k_fail(cx, K_ERR_BAD_INPUT, "at", "Choose a moment within %d days.",
                      (int)(PUBLISH_AHEAD / K_DAY));
    case PUBLISH_GOOD:
        break;
    }
    return K_OK;
}

k_err publish_subject(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                      struct reply_subject *s)
{
    bool found;
    s->publication = row->publication_id;
    K_TRY(topics_of_row(cx, row->id, s));
    K_TRY(sq_channel_get(cx, row->channel_id, &s->channel, &found));
    return found ? K_OK : k_fail(cx, K_ERR_UNSUPPORTED, NULL, "The channel is not here.");
}

/* ---- the decision ------------------------------------------------------------------------ */

static k_err put(struct k_ctx *cx, const struct reply_subject *s, const struct reply_check *c,
                 const struct publish_topics *topics, k_time due)
{
    k_id id = k_cx_id(cx);
    k_str state = reply_begins(c), rules = reply_rules_told(cx->arena, &c->findings);
    bool held = k_str_eqz(state, "held");
    struct told t = {.outbox = id,
                     .channel = s->channel.id,
                     .publication = s->publication,
                     .due = due,
                     .policy_version = c->policy_version,
                     .why = held ? K_S("review") : K_S(""),
                     .rules = rules};
    K_TRY(sq_publish_insert(
        cx,
        &(struct sq_publish_insert_args){
            .id = id,
            .channel_id = s->channel.id,
            .member_id = cx->actor.member,
            .text = c->text,
            .sign = c->sign,
            .state = state,
            .held_for = t.why,
            .idem_key = k_fmt(cx->arena, "kith-%llx-%llx", (unsigned long long)id,
                              (unsigned long long)k_rand_u64(cx->rand)),
            .policy_version = c->policy_version,
            .rules = rules,
            .publication_id = s->publication,
            .due_at = due,
            .now = k_cx_now(cx)},
        NULL));
    K_TRY(put_topics(cx, id, topics));
    K_TRY(pause_allows_post(cx, id));
    K_TRY(approval_ask(cx, id, &c->findings));
    return tell(cx, K_S("publication.decided"), &t);
}

static k_err used_before(struct k_ctx *cx, k_str key, k_id *publication)
{
    struct sq_publication_by_key_row row;
    bool found;
    *publication = 0;
    if (key.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "key", "The screen must name its decision.");
    K_TRY(sq_publication_by_key(cx, key, &row, &found));
    if (found && row.member_id != cx->actor.member)
        return k_fail(cx, K_ERR_CONFLICT, "key", "This key was used for another decision.");
    *publication = found ? row.id : 0;
    return K_OK;
}

static bool named_before(const struct publish_ask *ask, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (ask->items[k].channel == ask->items[i].channel)
            return true;
    return false;
}

static k_err decide_item(struct k_ctx *cx, const struct publish_ask *ask, size_t i,
                         k_id publication, k_time due)
{
    struct reply_subject s;
    struct reply_check c;
    struct reply_send how = {.soft_ok = ask->soft_ok, .ask_second = ask->ask_second};
    if (named_before(ask, i))
        return k_fail(cx, K_ERR_BAD_INPUT, item_field(cx, i, "channel_id"),
                      "Name each channel once.");
    K_TRY(subject_of(cx, ask->items[i].channel, &s));
    K_TRY(read_topics(cx, &ask->topics, &s));
    s.publication = publication;
    K_TRY(may_say(cx, &s, &ask->items[i], &how, item_field(cx, i, "text"), &c));
    return put(cx, &s, &c, &ask->topics, due);
}

k_err publish_decide(struct k_ctx *cx, const struct publish_ask *ask, k_id *publication)
{
    k_time due;
    K_TRY(reply_member_acts(cx));
    K_TRY(used_before(cx, ask->key, publication));
    if (*publication)
        return K_OK;
    if (ask->n == 0 || ask->n > PUBLISH_CHANNELS)
        return k_fail(cx, K_ERR_BAD_INPUT, "items", "Choose one to %d channels.",
                      PUBLISH_CHANNELS);
    K_TRY(moment(cx, ask->at, &due));
    *publication = k_cx_id(cx);
    K_TRY(sq_publication_insert(cx, *publication, cx->actor.member, ask->key, k_cx_now(cx),
                                NULL));
    for (size_t i = 0; i < ask->n; i++)
        K_TRY(decide_item(cx, ask, i, *publication, due));
    return K_OK;
}

k_str publish_said(k_str text, k_str sign)
{
    if (sign.n == 0 || !k_str_ends(text, sign))
        return text;
    return k_str_trim(k_str_sub(text, 0, text.n - sign.n));
}

k_err publish_is_out(struct k_ctx *cx, k_id outbox)
{
    return sq_publish_label_conversation(cx, outbox, k_cx_now(cx), NULL);
}

/* ---- what a person does with a row ------------------------------------------------------- */

static k_err row_of(struct k_ctx *cx, k_id outbox, struct sq_outbox_get_row *row)
{
    bool found;
    K_TRY(reply_member_acts(cx));
    K_TRY(sq_publish_taken(cx, outbox, cx->actor.eyes, row, &found));
    if (!found || !k_str_eqz(row->act, "post"))
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such post.");
    K_TRY(access_speak(cx, row->channel_id));
    if (k_str_eqz(row->state, "queued") || k_str_eqz(row->state, "held") ||
        k_str_eqz(row->state, "draft"))
        return K_OK;
    return k_fail(cx, K_ERR_CONFLICT, NULL, "This post is %.*s by now.", K_ARG(row->state));
}

/* What holds a row besides a second person goes on holding it. */
static k_str still_held_for(const struct sq_outbox_get_row *row)
{
    bool other = k_str_eqz(row->state, "held") && !k_str_eqz(row->held_for, "review") &&
                 !k_str_eqz(row->held_for, "right");
    return other ? row->held_for : K_S("");
}

/* A draft whose time has passed says when. *due: when it is to leave. */
static k_err moment_of(struct k_ctx *cx, const struct publish_edit *edit,
                       const struct sq_outbox_get_row *row, k_time *due)
{
    *due = row->due_at;
    if (edit->at)
        return moment(cx, edit->at, due);
    if (k_str_eqz(row->state, "draft") && publish_overdue(row->due_at, k_cx_now(cx)))
        return k_fail(cx, K_ERR_STALE, "at", "Its time has passed. Choose another one.");
    return K_OK;
}

/* The row with other words: where it stands from now on, and who is asked about it. */
static k_err rewrite(struct k_ctx *cx, struct sq_outbox_get_row *row,
                     const struct reply_check *c)
{
    k_str why = still_held_for(row), state = reply_begins(c);
    int64_t changed;
    if (k_str_eqz(state, "held"))
        why = K_S("review");
    else if (why.n > 0)
        state = K_S("held");
    row->held_for = why;
    row->policy_version = c->policy_version;
    row->rules = reply_rules_told(cx->arena, &c->findings);
    K_TRY(
        sq_publish_change(cx,
                          &(struct sq_publish_change_args){.id = row->id,
                                                           .member_id = cx->actor.member,
                                                           .text = c->text,
                                                           .sign = c->sign,
                                                           .state = state,
                                                           .held_for = why,
                                                           .policy_version = c->policy_version,
                                                           .rules = row->rules},
                          &changed));
    K_TRY(sq_publish_unask(cx, row->id, NULL)); /* other words are another question */
    return approval_ask(cx, row->id, &c->findings);
}

k_err publish_change(struct k_ctx *cx, const struct publish_edit *edit)
{
    struct sq_outbox_get_row row;
    struct reply_subject s;
    struct reply_check c;
    struct reply_send how = {.soft_ok = edit->soft_ok, .ask_second = edit->ask_second};
    k_time due;
    K_TRY(row_of(cx, edit->outbox, &row));
    K_TRY(moment_of(cx, edit, &row, &due));
    K_TRY(subject_of(cx, row.channel_id, &s));
    s.publication = row.publication_id;
    if (edit->retopic) {
        K_TRY(read_topics(cx, &edit->topics, &s));
        K_TRY(sq_publish_topics_drop(cx, row.id, NULL));
        K_TRY(put_topics(cx, row.id, &edit->topics));
    } else {
        K_TRY(topics_of_row(cx, row.id, &s));
    }
    k_str text = edit->text.p ? edit->text : publish_said(row.text, row.sign);
    K_TRY(pause_allows_post(cx, row.id));
    K_TRY(may_say(cx, &s, &(struct publish_item){row.channel_id, text, edit->limits}, &how,
                  "text", &c));
    if (due != row.due_at)
        K_TRY(sq_publish_move(cx, row.id, due, NULL));
    K_TRY(rewrite(cx, &row, &c));
    return tell_row(cx, K_S("publication.changed"), &row, due);
}

k_err publish_retime(struct k_ctx *cx, k_id outbox, k_time at)
{
    struct sq_outbox_get_row row;
    k_time due;
    K_TRY(row_of(cx, outbox, &row));
    K_TRY(moment(cx, at, &due));
    K_TRY(sq_publish_move(cx, outbox, due, NULL));
    return tell_row(cx, K_S("publication.moved"), &row, due);
}

static k_err author_may(struct k_ctx *cx, const struct sq_outbox_get_row *row)
{
    struct sq_reply_author_row who;
    struct sq_access_limit_of_row limit = {0};
    bool found, limited;
    K_TRY(sq_reply_author(cx, row->member_id, &who, &found));
    K_TRY(sq_access_limit_of(cx, row->member_id, row->channel_id, &limit, &limited));
    if (found && k_str_eqz(who.status, "active") && !k_str_eqz(who.role, "viewer") &&
        !(limited && limit.mute))
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                  "Its author may not say this any more. Open it, and make it yours first.");
}

k_err publish_let_go(struct k_ctx *cx, const struct sq_outbox_get_row *row)
{
    struct sq_channel_get_row ch;
    int64_t changed;
    bool found;
    K_TRY(author_may(cx, row));
    K_TRY(pause_allows_post(cx, row->id));
    K_TRY(sq_channel_get(cx, row->channel_id, &ch, &found));
    if (found)
        K_TRY(reply_channel_works(cx, &ch));
    if (publish_overdue(row->due_at, k_cx_now(cx)))
        return k_fail(
            cx, K_ERR_STALE, "at",
            "Its time has passed. Say whether it leaves now, or choose another time.");
    K_TRY(sq_outbox_release(cx, row->id, cx->actor.member, k_cx_now(cx), &changed));
    return tell_row(cx, K_S("publication.released"), row, row->due_at);
}

k_err publish_confirm(struct k_ctx *cx, k_id outbox, bool now, k_time at)
{
    struct sq_outbox_get_row row;
    k_time due;
    K_TRY(row_of(cx, outbox, &row));
    if (k_str_eqz(row.state, "draft"))
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "This was given back. Change it, then plan it again.");
    if (now || at) {
        K_TRY(moment(cx, now ? 0 : at, &due));
        K_TRY(sq_publish_move(cx, outbox, due, NULL));
    }
    return reply_release(cx, outbox, 0);
}

/* ---- what holds by itself ---------------------------------------------------------------- */

static k_err hold(struct k_ctx *cx, k_id outbox, const char *why)
{
    struct sq_outbox_get_row row;
    int64_t changed;
    bool found;
    K_TRY(sq_publish_hold(cx, outbox, k_str_z(why), &changed));
    if (changed == 0)
        return K_OK;
    K_TRY(sq_outbox_get(cx, outbox, 0, &row, &found));
    return tell_row(cx, K_S("publication.held"), &row, row.due_at);
}

k_err publish_hold_late(struct k_ctx *cx)
{
    struct sq_publish_late_list list;
    K_TRY(sq_publish_late(cx, k_cx_now(cx) - PUBLISH_LATE, HOLD_MAX, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(hold(cx, list.v[i].id, publish_late_why(list.v[i].status)));
    return K_OK;
}

/* Leads learn that something waits, and where; the words stay where they may be seen. */
static k_err tell_leads(struct k_ctx *cx, k_id member)
{
    struct sq_publish_leads_list list;
    K_TRY(sq_publish_leads(cx, member, &list));
    for (size_t i = 0; i < list.n; i++) {
        K_TRY(sq_mention_insert(cx,
                                &(struct sq_mention_insert_args){.id = k_cx_id(cx),
                                                                 .member_id = list.v[i].id,
                                                                 .kind = K_S("held_post"),
                                                                 .by_id = member,
                                                                 .text = K_S(""),
                                                                 .now = k_cx_now(cx)},
                                NULL));
        k_ctx_notice(cx, K_TOPIC_MEMBER, list.v[i].id);
    }
    return K_OK;
}

k_err publish_rights_changed(struct k_ctx *cx)
{
    struct sq_publish_mute_list list;
    K_TRY(sq_publish_mute(cx, HOLD_MAX, &list));
    for (size_t i = 0; i < list.n; i++) {
        bool told = false;
        for (size_t k = 0; k < i; k++)
            told = told || list.v[k].member_id == list.v[i].member_id;
        K_TRY(hold(cx, list.v[i].id, "right"));
        if (!told)
            K_TRY(tell_leads(cx, list.v[i].member_id));
    }
    return K_OK;
}
