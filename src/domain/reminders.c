/* reminders: reads conversation; reads and writes reminder; writes mention. */
#include "domain/reminders.h"

#include "domain/access.h"
#include "domain/inbox.h"
#include "store/sql.gen.h"

k_err reminders_set(struct k_ctx *cx, const struct reminder_new *r)
{
    k_time now = k_cx_now(cx);
    K_TRY(inbox_there(cx, r->conversation));
    if (!cx->actor.member)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL, "Only a member is reminded.");
    if (r->at && r->at <= now)
        return k_fail(cx, K_ERR_BAD_INPUT, "at", "Choose a time that is still to come.");
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, r->conversation);
    if (r->at == 0)
        return sq_reminder_drop(cx, r->conversation, cx->actor.member, NULL);
    return sq_reminder_put(
        cx,
        &(struct sq_reminder_put_args){.id = k_cx_id(cx),
                                       .conversation_id = r->conversation,
                                       .member_id = cx->actor.member,
                                       .due_at = r->at,
                                       .unless_they_write = r->unless_they_write,
                                       .text = k_str_trim(r->text),
                                       .now = now},
        NULL);
}

k_err reminders_due(struct k_ctx *cx, int max, int64_t *n)
{
    struct sq_reminder_take_due_list due;
    K_TRY(sq_reminder_take_due(cx, k_cx_now(cx), max, &due));
    for (size_t i = 0; i < due.n; i++) {
        const struct sq_reminder_take_due_row *r = &due.v[i];
        bool sees;
        K_TRY(access_sees(cx, r->member_id, r->conversation_id, &sees));
        if (r->needed && sees)
            K_TRY(inbox_tell(cx, r->member_id, r->conversation_id, 0, "reminder", r->text));
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, r->conversation_id);
    }
    *n = (int64_t)due.n;
    return K_OK;
}

k_err reminders_leave(struct k_ctx *cx, k_id member)
{
    return sq_reminder_leave(cx, member, NULL);
}
