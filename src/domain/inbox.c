/* inbox: acts of members on conversations. Reads and writes conversation, note, mention,
 * conversation_label; appends events. Part of the domain: no HTTP, no threads. */
#include "domain/inbox.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "domain/absence.h"
#include "domain/followers.h"
#include "domain/handoff.h"
#include "domain/access.h"
#include "domain/ingest.h"
#include "domain/insight.h"
#include "domain/routing.h"
#include "domain/sla.h"
#include "domain/storm.h"
#include "store/event.h"
#include "store/sql.gen.h"

static const char *const statuses[] = {"open", "done", "snoozed", NULL};
static const char *const kinds[] = {"lead", "complaint", "question", "praise", "other", NULL};

static k_err state_get(struct k_ctx *cx, k_id id, struct sq_inbox_state_row *row)
{
    bool found;
    K_TRY(sq_inbox_state(cx, id, cx->actor.eyes, row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id",
                      "This conversation is not here, or it was removed.");
    if (k_str_eqz(row->status, "merged"))
        return k_fail(cx, K_ERR_CONFLICT, "id",
                      "This conversation was merged into another one. Open it again, and you "
                      "are there.");
    return K_OK;
}

/* One entry of the event log about a conversation; payload is JSON of what changed. */
static k_err say(struct k_ctx *cx, k_str verb, k_id conversation, k_str payload)
{
    return event_append(cx,
                        &(struct event_new){.verb = verb,
                                            .object_kind = K_S("conversation"),
                                            .object_id = conversation,
                                            .payload = payload},
                        NULL);
}

static k_err tell(struct k_ctx *cx, struct sq_mention_insert_args m, const char *kind,
                  k_str text)
{
    m.id = k_cx_id(cx);
    m.kind = k_str_z(kind);
    m.by_id = cx->actor.member;
    m.text = k_utf8_cut(text, 200);
    m.now = k_cx_now(cx);
    K_TRY(sq_mention_insert(cx, &m, NULL));
    k_ctx_notice(cx, K_TOPIC_MEMBER, m.member_id);
    return K_OK;
}

k_err inbox_tell(struct k_ctx *cx, k_id member, k_id conversation, k_id note, const char *kind,
                 k_str text)
{
    return tell(cx,
                (struct sq_mention_insert_args){
                    .member_id = member, .conversation_id = conversation, .note_id = note},
                kind, text);
}

k_err inbox_tell_about(struct k_ctx *cx, k_id member, k_id person, k_id conversation,
                       const char *kind, k_str text)
{
    return tell(cx,
                (struct sq_mention_insert_args){
                    .member_id = member, .conversation_id = conversation, .person_id = person},
                kind, text);
}

static k_err check_status(struct k_ctx *cx, const struct inbox_change *ch)
{
    if (!k_str_in(ch->status, statuses))
        return k_fail(cx, K_ERR_BAD_INPUT, "status", "The status is open, done or snoozed.");
    if (k_str_eqz(ch->status, "snoozed") && ch->snoozed_until &&
        ch->snoozed_until <= k_cx_now(cx))
        return k_fail(cx, K_ERR_BAD_INPUT, "snoozed_until",
                      "Snooze until a time in the future.");
    return K_OK;
}

static k_err check_owner(struct k_ctx *cx, k_id conversation, k_id owner)
{
    struct sq_inbox_member_row row;
    bool found = true, sees = true;
    if (owner)
        K_TRY(sq_inbox_member(cx, owner, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "owner_id", "This member is not here any more.");
    if (owner && owner != cx->actor.member)
        K_TRY(access_sees(cx, owner, conversation, &sees));
    if (!sees)
        return k_fail(cx, K_ERR_CONFLICT, "owner_id", "%.*s may not see this conversation.",
                      K_ARG(row.name));
    return K_OK;
}

static k_err check_team(struct k_ctx *cx, k_id team)
{
    struct sq_inbox_team_row row;
    bool found = true;
    if (team)
        K_TRY(sq_inbox_team(cx, team, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "team_id", "This team is not here any more.");
    return K_OK;
}

static k_err check(struct k_ctx *cx, const struct inbox_change *ch)
{
    if (ch->has_status)
        K_TRY(check_status(cx, ch));
    if (ch->has_owner)
        K_TRY(check_owner(cx, ch->conversation, ch->owner));
    if (ch->has_team)
        K_TRY(check_team(cx, ch->team));
    if (ch->has_kind && !k_str_in(ch->kind, kinds))
        return k_fail(cx, K_ERR_BAD_INPUT, "kind",
                      "The kind is lead, complaint, question, praise or other.");
    return K_OK;
}

/* The state after the change. Opening or finishing ends a snooze. */
static struct sq_inbox_state_row next_state(const struct sq_inbox_state_row *now,
                                            const struct inbox_change *ch)
{
    struct sq_inbox_state_row next = *now;
    if (ch->has_status) {
        next.status = ch->status;
        next.snoozed_until = k_str_eqz(ch->status, "snoozed") ? ch->snoozed_until : 0;
    }
    if (ch->has_owner)
        next.owner_id = ch->owner;
    if (ch->has_team)
        next.team_id = ch->team;
    if (ch->has_kind)
        next.kind = ch->kind;
    return next;
}

static k_err say_status(struct k_ctx *cx, const struct sq_inbox_state_row *to)
{
    if (k_str_eqz(to->status, "snoozed"))
        return say(cx, K_S("conversation.snoozed"), to->id,
                   k_fmt(cx->arena, "{\"until\":%lld}", (long long)to->snoozed_until));
    if (!k_str_eqz(to->status, "done"))
        return say(cx, K_S("conversation.reopened"), to->id, K_S("{}"));
    K_TRY(followers_tell(cx, &(struct followers_news){.conversation = to->id,
                                                      .kind = "followed_done",
                                                      .by = cx->actor.member}));
    return say(cx, K_S("conversation.done"), to->id, K_S("{}"));
}

static k_err say_owner(struct k_ctx *cx, const struct sq_inbox_state_row *from,
                       const struct sq_inbox_state_row *to)
{
    k_str payload = k_fmt(cx->arena, "{\"from\":\"%lld\",\"to\":\"%lld\"}",
                          (long long)from->owner_id, (long long)to->owner_id);
    K_TRY(say(cx, to->owner_id ? K_S("conversation.assigned") : K_S("conversation.unassigned"),
              to->id, payload));
    if (to->owner_id && to->owner_id != cx->actor.member)
        K_TRY(inbox_tell(cx, to->owner_id, to->id, 0, "assigned", K_S("")));
    return K_OK;
}

/* One event for each thing that really changed. */
static k_err say_changes(struct k_ctx *cx, const struct sq_inbox_state_row *from,
                         const struct sq_inbox_state_row *to)
{
    if (!k_str_eq(from->status, to->status) || from->snoozed_until != to->snoozed_until)
        K_TRY(say_status(cx, to));
    if (from->owner_id != to->owner_id)
        K_TRY(say_owner(cx, from, to));
    if (from->team_id != to->team_id)
        K_TRY(say(cx, K_S("conversation.team_set"), to->id,
                  k_fmt(cx->arena, "{\"from\":\"%lld\",\"to\":\"%lld\"}",
                        (long long)from->team_id, (long long)to->team_id)));
    if (!k_str_eq(from->kind, to->kind))
        K_TRY(say(cx, K_S("conversation.kind_set"), to->id,
                  k_fmt(cx->arena, "{\"from\":\"%.*s\",\"to\":\"%.*s\"}", K_ARG(from->kind),
                        K_ARG(to->kind))));
    return K_OK;
}

static bool same_state(const struct sq_inbox_state_row *a, const struct sq_inbox_state_row *b)
{
    return k_str_eq(a->status, b->status) && a->owner_id == b->owner_id &&
           a->team_id == b->team_id && k_str_eq(a->kind, b->kind) &&
           a->snoozed_until == b->snoozed_until;
}

static k_err moved_on(struct k_ctx *cx)
{
    return k_fail(cx, K_ERR_CONFLICT, "version",
                  "Somebody changed this conversation meanwhile. Look at it again.");
}

/* Who is away has somebody who stands in; nobody does: it is theirs all the same. */
static k_err stand_in(struct k_ctx *cx, const struct sq_inbox_state_row *now,
                      struct sq_inbox_state_row *next)
{
    k_id who = 0;
    if (next->owner_id == 0 || next->owner_id == now->owner_id ||
        next->owner_id == cx->actor.member)
        return K_OK;
    K_TRY(absence_delegate_of(cx, next->owner_id, k_cx_now(cx), &who));
    if (who)
        next->owner_id = who;
    return K_OK;
}

/* Deadlines and rules that look at what changed. */
static k_err follow(struct k_ctx *cx, const struct sq_inbox_state_row *from,
                    const struct sq_inbox_state_row *to)
{
    if (k_str_eqz(to->status, "done") && !k_str_eqz(from->status, "done"))
        K_TRY(handoff_found_resolved(cx, to->id));
    if (to->storm_id && !k_str_eq(from->status, to->status))
        K_TRY(storm_followed(cx, to->id, to->status));
    if (!k_str_eq(from->status, to->status) || !k_str_eq(from->kind, to->kind))
        K_TRY(sla_settle_one(cx, to->id));
    return routing_apply(cx, to->id, ROUTING_ON_STATE);
}

k_err inbox_change(struct k_ctx *cx, const struct inbox_change *ch, int64_t *version)
{
    struct sq_inbox_state_row now, next;
    int64_t changed = 0;
    K_TRY(state_get(cx, ch->conversation, &now));
    K_TRY(check(cx, ch));
    if (ch->version && ch->version != now.version)
        return moved_on(cx);
    if (version)
        *version = now.version;
    next = next_state(&now, ch);
    K_TRY(stand_in(cx, &now, &next));
    if (same_state(&now, &next))
        return K_OK;
    K_TRY(sq_inbox_state_set(cx,
                             &(struct sq_inbox_state_set_args){
                                 .id = now.id,
                                 .version = now.version,
                                 .status = next.status,
                                 .owner_id = next.owner_id,
                                 .team_id = next.team_id,
                                 .kind = next.kind,
                                 .member_id = cx->actor.member,
                                 .snoozed_until = next.snoozed_until,
                                 .now = k_cx_now(cx),
                             },
                             &changed));
    if (changed == 0)
        return moved_on(cx);
    if (version)
        *version = now.version + 1;
    if (k_str_eqz(next.status, "open") && !k_str_eqz(now.status, "open"))
        K_TRY(ingest_reopened(cx, now.id));
    K_TRY(insight_decided(cx, now.id));
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, now.id);
    K_TRY(say_changes(cx, &now, &next));
    return follow(cx, &now, &next);
}

k_err inbox_there(struct k_ctx *cx, k_id conversation)
{
    struct sq_inbox_state_row state;
    return state_get(cx, conversation, &state);
}

k_err inbox_touched(struct k_ctx *cx, k_id conversation)
{
    K_TRY(sq_inbox_touch(cx, conversation, k_cx_now(cx), NULL));
    K_TRY(insight_decided(cx, conversation)); /* a note or a label is a decision too */
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, conversation);
    return K_OK;
}

static bool handle_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '.' || c == '_' || c == '-';
}

void inbox_each_at(k_str text, void (*fn)(void *arg, k_str handle), void *arg)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '@' || (i > 0 && handle_char(text.p[i - 1])))
            continue;
        size_t end = i + 1;
        while (end < text.n && handle_char(text.p[end]))
            end++;
        size_t n = end - i - 1;
        while (n > 0 && (text.p[i + n] == '.' || text.p[i + n] == '-'))
            n--;
        if (n > 0)
            fn(arg, k_str_n(text.p + i + 1, n));
        i = end - 1;
    }
}

/* Members named in a text, each once. */
struct naming {
    const struct sq_note_handles_list *members;
    struct k_ctx *cx;
    struct inbox_named *out;
};

static void named_add(void *arg, k_str handle)
{
    struct naming *nm = arg;
    for (size_t i = 0; i < nm->members->n; i++) {
        k_id id = nm->members->v[i].id;
        if (k_str_ieq(nm->members->v[i].handle, handle) && id != nm->cx->actor.member &&
            !k_id_among(nm->out->v, nm->out->n, id))
            *k_vec_push(nm->cx->arena, nm->out) = id;
    }
}

k_err inbox_may_hear(struct k_ctx *cx, k_id member, k_id conversation, const char *field)
{
    struct sq_inbox_member_row who;
    bool sees, found;
    K_TRY(sq_inbox_member(cx, member, &who, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, field, "This member is not here any more.");
    K_TRY(access_sees(cx, member, conversation, &sees));
    return sees ? K_OK
                : k_fail(cx, K_ERR_BAD_INPUT, field, "%.*s may not see this conversation.",
                         K_ARG(who.name));
}

k_err inbox_named(struct k_ctx *cx, k_id conversation, k_str text, struct inbox_named *out)
{
    struct sq_note_handles_list members;
    K_TRY(sq_note_handles(cx, &members));
    struct naming nm = {.members = &members, .cx = cx, .out = out};
    inbox_each_at(text, named_add, &nm);
    for (size_t i = 0; i < out->n; i++)
        K_TRY(inbox_may_hear(cx, out->v[i], conversation, "text"));
    return K_OK;
}

/* Who is named is told, and follows from now on; who followed before hears of the note. */
static k_err tell_named(struct k_ctx *cx, k_id conversation, k_id note, k_str text)
{
    struct inbox_named nm = {0};
    K_TRY(inbox_named(cx, conversation, text, &nm));
    for (size_t i = 0; i < nm.n; i++)
        K_TRY(inbox_tell(cx, nm.v[i], conversation, note, "note", text));
    K_TRY(followers_tell(cx, &(struct followers_news){.conversation = conversation,
                                                      .note = note,
                                                      .kind = "followed_note",
                                                      .by = cx->actor.member,
                                                      .text = text,
                                                      .told = nm.v,
                                                      .n_told = nm.n}));
    for (size_t i = 0; i < nm.n; i++)
        K_TRY(followers_add(cx, conversation, nm.v[i], "note"));
    return K_OK;
}

k_err inbox_note(struct k_ctx *cx, k_id conversation, k_str text, k_id *note)
{
    struct sq_inbox_state_row state;
    K_TRY(state_get(cx, conversation, &state));
    text = k_str_trim(text);
    if (text.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "text", "Write something into the note.");
    *note = k_cx_id(cx);
    K_TRY(sq_note_insert(cx,
                         &(struct sq_note_insert_args){.id = *note,
                                                       .conversation_id = conversation,
                                                       .member_id = cx->actor.member,
                                                       .text = text,
                                                       .now = k_cx_now(cx)},
                         NULL));
    K_TRY(tell_named(cx, conversation, *note, text));
    K_TRY(inbox_touched(cx, conversation));
    return say(cx, K_S("note.added"), conversation,
               k_fmt(cx->arena, "{\"note\":\"%lld\"}", (long long)*note));
}

k_err inbox_label(struct k_ctx *cx, k_id conversation, k_id label, bool on)
{
    struct sq_inbox_state_row state;
    struct sq_label_get_row row;
    bool found;
    int64_t changed = 0;
    K_TRY(state_get(cx, conversation, &state));
    K_TRY(sq_label_get(cx, label, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "label_id", "This label is not here any more.");
    if (on)
        K_TRY(sq_label_put(cx, conversation, label, cx->actor.member, k_cx_now(cx), &changed));
    else
        K_TRY(sq_label_take(cx, conversation, label, &changed));
    if (changed == 0)
        return K_OK;
    K_TRY(inbox_touched(cx, conversation));
    K_TRY(say(cx, on ? K_S("label.added") : K_S("label.removed"), conversation,
              k_fmt(cx->arena, "{\"label\":\"%lld\"}", (long long)label)));
    return routing_apply(cx, conversation, ROUTING_ON_STATE);
}

k_err inbox_wake_due(struct k_ctx *cx, int max, int64_t *n)
{
    struct sq_inbox_wake_list woken;
    K_TRY(sq_inbox_wake(cx, k_cx_now(cx), max, &woken));
    for (size_t i = 0; i < woken.n; i++) {
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, woken.v[i].id);
        K_TRY(ingest_reopened(cx, woken.v[i].id));
        K_TRY(sla_settle_one(cx, woken.v[i].id));
        K_TRY(say(cx, K_S("conversation.woke"), woken.v[i].id, K_S("{}")));
    }
    *n = (int64_t)woken.n;
    return K_OK;
}
