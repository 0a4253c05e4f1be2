/* talk: reads conversation, member; reads and writes talk, talk_member; writes note, mention.
 */
#include "domain/talk.h"

#include "base/utf8.h"
#include "domain/inbox.h"
#include "store/event.h"
#include "store/sql.gen.h"

static k_err say(struct k_ctx *cx, const char *verb, k_id conversation, k_id talk)
{
    return event_append(cx,
                        &(struct event_new){.verb = k_str_z(verb),
                                            .object_kind = K_S("conversation"),
                                            .object_id = conversation,
                                            .payload = k_fmt(cx->arena, "{\"talk\":\"%lld\"}",
                                                             (long long)talk)},
                        NULL);
}

static k_err get(struct k_ctx *cx, k_id id, struct sq_talk_get_row *t)
{
    bool found;
    K_TRY(sq_talk_get(cx, id, cx->actor.eyes, t, &found));
    return found ? K_OK
                 : k_fail(cx, K_ERR_NOT_FOUND, "id",
                          "This side talk is not here, or it was removed.");
}

/* All who take part, but for who acts; of one unseen word about it the newest stays. */
static k_err tell(struct k_ctx *cx, k_id conversation, k_id talk, k_id note, const char *kind,
                  k_str text)
{
    struct sq_talk_members_list all;
    K_TRY(sq_talk_members(cx, talk, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].member_id == cx->actor.member)
            continue;
        if (note)
            K_TRY(sq_talk_told_before(cx, all.v[i].member_id, talk, NULL));
        K_TRY(inbox_tell(cx, all.v[i].member_id, conversation, note, kind, text));
    }
    return K_OK;
}

static k_err write(struct k_ctx *cx, k_id conversation, k_id talk, k_str text, k_id *note)
{
    struct inbox_named named = {0};
    k_time now = k_cx_now(cx);
    text = k_str_trim(text);
    if (text.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "text", "Write something.");
    K_TRY(inbox_named(cx, conversation, text, &named));
    *note = k_cx_id(cx);
    K_TRY(sq_note_insert(cx,
                         &(struct sq_note_insert_args){.id = *note,
                                                       .conversation_id = conversation,
                                                       .talk_id = talk,
                                                       .member_id = cx->actor.member,
                                                       .text = text,
                                                       .now = now},
                         NULL));
    if (cx->actor.member)
        K_TRY(sq_talk_join(cx, talk, cx->actor.member, now, NULL));
    for (size_t i = 0; i < named.n; i++)
        K_TRY(sq_talk_join(cx, talk, named.v[i], now, NULL));
    return tell(cx, conversation, talk, *note, "talk", text);
}

static k_err ask(struct k_ctx *cx, const struct talk_new *t, k_id talk)
{
    if (t->n > TALK_MEMBERS)
        return k_fail(cx, K_ERR_BAD_INPUT, "member_ids", "At most %d members.", TALK_MEMBERS);
    for (size_t i = 0; i < t->n; i++) {
        K_TRY(inbox_may_hear(cx, t->members[i], t->conversation, "member_ids"));
        K_TRY(sq_talk_join(cx, talk, t->members[i], k_cx_now(cx), NULL));
    }
    return K_OK;
}

k_err talk_open(struct k_ctx *cx, const struct talk_new *t, k_id *talk)
{
    k_str subject = k_str_trim(t->subject);
    k_id note;
    if (subject.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "subject", "Say what it is about.");
    K_TRY(inbox_there(cx, t->conversation));
    *talk = k_cx_id(cx);
    K_TRY(sq_talk_insert(cx,
                         &(struct sq_talk_insert_args){.id = *talk,
                                                       .conversation_id = t->conversation,
                                                       .subject = subject,
                                                       .opened_by = cx->actor.member,
                                                       .now = k_cx_now(cx)},
                         NULL));
    K_TRY(ask(cx, t, *talk));
    K_TRY(write(cx, t->conversation, *talk, t->text, &note));
    K_TRY(inbox_touched(cx, t->conversation));
    return say(cx, "talk.opened", t->conversation, *talk);
}

k_err talk_say(struct k_ctx *cx, k_id talk, k_str text, k_id *note)
{
    struct sq_talk_get_row t;
    K_TRY(get(cx, talk, &t));
    if (t.closed_at)
        K_TRY(sq_talk_closed(cx, talk, 0, 0, K_S(""), NULL));
    K_TRY(write(cx, t.conversation_id, talk, text, note));
    K_TRY(inbox_touched(cx, t.conversation_id));
    return say(cx, "talk.said", t.conversation_id, talk);
}

k_err talk_close(struct k_ctx *cx, k_id talk, k_str outcome)
{
    struct sq_talk_get_row t;
    int64_t changed;
    outcome = k_str_trim(outcome);
    K_TRY(get(cx, talk, &t));
    K_TRY(sq_talk_closed(cx, talk, cx->actor.member, k_cx_now(cx), outcome, &changed));
    if (changed == 0)
        return K_OK;
    K_TRY(tell(cx, t.conversation_id, talk, 0, "talk_closed", outcome.n ? outcome : t.subject));
    K_TRY(inbox_touched(cx, t.conversation_id));
    return say(cx, "talk.closed", t.conversation_id, talk);
}

k_err talk_left(struct k_ctx *cx, k_id member)
{
    return sq_talk_leave(cx, member, NULL);
}
