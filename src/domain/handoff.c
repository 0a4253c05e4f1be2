/* handoff: the object that carries a conversation between teams. Reads and writes handoff,
 * conversation, mention; appends events. */
#include "domain/handoff.h"

#include "domain/inbox.h"
#include "store/event.h"
#include "store/sql.gen.h"

static const char *const reasons[] = {"hot_lead", "complaint", "press", "legal", "other", NULL};
static const char *const results[] = {"solved",       "deal",  "no_need",
                                      "not_possible", "other", NULL};

static k_err say(struct k_ctx *cx, k_str verb, k_id conversation, k_id id)
{
    k_ctx_notice(cx, K_TOPIC_HANDOFF, id);
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, conversation);
    return event_append(
        cx,
        &(struct event_new){.verb = verb,
                            .object_kind = K_S("conversation"),
                            .object_id = conversation,
                            .payload =
                                k_fmt(cx->arena, "{\"handoff\":\"%lld\"}", (long long)id)},
        NULL);
}

static k_err handoff_read(struct k_ctx *cx, k_id id, struct sq_handoff_get_row *row)
{
    bool found;
    K_TRY(sq_handoff_get(cx, id, row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This hand-over is not here.");
    return K_OK;
}

static k_err in_team(struct k_ctx *cx, k_id team, bool *yes)
{
    struct sq_handoff_member_team_row row;
    bool found;
    K_TRY(sq_handoff_member_team(cx, team, cx->actor.member, &row, &found));
    *yes = found && row.n > 0;
    return K_OK;
}

static k_err check_new(struct k_ctx *cx, const struct handoff_new *h)
{
    struct sq_inbox_team_row team;
    bool found;
    if (!k_str_in(h->reason, reasons))
        return k_fail(cx, K_ERR_BAD_INPUT, "reason",
                      "The reason is hot_lead, complaint, press, legal or other.");
    if (h->due_at && h->due_at <= k_cx_now(cx))
        return k_fail(cx, K_ERR_BAD_INPUT, "due_at", "The deadline is a time in the future.");
    K_TRY(sq_inbox_team(cx, h->to_team, &team, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "to_team", "This team is not here any more.");
    return K_OK;
}

/* A conversation is in one hand-over at a time; the team that has it may pass it on. */
static k_err close_open_one(struct k_ctx *cx, const struct handoff_new *h)
{
    struct sq_handoff_open_row open;
    bool found, ours = false;
    K_TRY(sq_handoff_open(cx, h->conversation, &open, &found));
    if (!found)
        return K_OK;
    K_TRY(in_team(cx, open.to_team, &ours));
    if (!ours || open.to_team == h->to_team)
        return k_fail(cx, K_ERR_EXISTS, "to_team",
                      "This conversation was handed over already and is not closed yet.");
    return handoff_close(cx, open.id, K_S("other"), K_S("Passed on to another team."));
}

static k_err tell_team(struct k_ctx *cx, const struct handoff_new *h)
{
    struct sq_inbox_team_members_list members;
    K_TRY(sq_inbox_team_members(cx, h->to_team, &members));
    for (size_t i = 0; i < members.n; i++)
        if (members.v[i].member_id != cx->actor.member)
            K_TRY(
                inbox_tell(cx, members.v[i].member_id, h->conversation, 0, "handoff", h->ask));
    return K_OK;
}

k_err handoff_give(struct k_ctx *cx, const struct handoff_new *h, k_id *id)
{
    struct sq_handoff_own_team_row own = {0};
    bool found;
    K_TRY(check_new(cx, h));
    K_TRY(inbox_change(cx,
                       &(struct inbox_change){.conversation = h->conversation,
                                              .has_team = true,
                                              .team = h->to_team,
                                              .has_owner = true,
                                              .has_status = true,
                                              .status = K_S("open")},
                       NULL));
    K_TRY(close_open_one(cx, h));
    K_TRY(sq_handoff_own_team(cx, cx->actor.member, &own, &found));
    *id = k_cx_id(cx);
    K_TRY(sq_handoff_insert(cx,
                            &(struct sq_handoff_insert_args){
                                .id = *id,
                                .conversation_id = h->conversation,
                                .from_member = cx->actor.member,
                                .from_team = found ? own.team_id : 0,
                                .to_team = h->to_team,
                                .reason = h->reason,
                                .ask = k_str_trim(h->ask).n ? k_str_trim(h->ask) : K_S(""),
                                .due_at = h->due_at,
                                .now = k_cx_now(cx),
                            },
                            NULL));
    K_TRY(tell_team(cx, h));
    return say(cx, K_S("handoff.given"), h->conversation, *id);
}

k_err handoff_acknowledge(struct k_ctx *cx, k_id id)
{
    struct sq_handoff_get_row row;
    bool ours;
    int64_t changed = 0;
    K_TRY(handoff_read(cx, id, &row));
    K_TRY(in_team(cx, row.to_team, &ours));
    if (!ours)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                      "Only somebody of the team it was given to can take it.");
    K_TRY(sq_handoff_acknowledge(cx, id, cx->actor.member, k_cx_now(cx), &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL, "Somebody took this already.");
    K_TRY(inbox_change(cx,
                       &(struct inbox_change){.conversation = row.conversation_id,
                                              .has_owner = true,
                                              .owner = cx->actor.member},
                       NULL));
    if (row.from_member != cx->actor.member)
        K_TRY(inbox_tell(cx, row.from_member, row.conversation_id, 0, "handoff",
                         K_S("Your hand-over was acknowledged.")));
    return say(cx, K_S("handoff.acknowledged"), row.conversation_id, id);
}

k_err handoff_close(struct k_ctx *cx, k_id id, k_str result, k_str outcome)
{
    struct sq_handoff_get_row row;
    int64_t changed = 0;
    K_TRY(handoff_read(cx, id, &row));
    if (!k_str_in(result, results))
        return k_fail(cx, K_ERR_BAD_INPUT, "result",
                      "The result is solved, deal, no_need, not_possible or other.");
    outcome = k_str_trim(outcome);
    if (outcome.n == 0)
        return k_fail(
            cx, K_ERR_BAD_INPUT, "outcome",
            "Say in a sentence how it ended: it goes back to the colleague who found it.");
    K_TRY(sq_handoff_close(cx,
                           &(struct sq_handoff_close_args){.id = id,
                                                           .member_id = cx->actor.member,
                                                           .result = result,
                                                           .outcome = outcome,
                                                           .now = k_cx_now(cx)},
                           &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL, "This hand-over is closed already.");
    if (row.from_member != cx->actor.member)
        K_TRY(inbox_tell(cx, row.from_member, row.conversation_id, 0, "handoff_outcome",
                         outcome));
    return say(cx, K_S("handoff.closed"), row.conversation_id, id);
}

k_err handoff_seen(struct k_ctx *cx, k_id id)
{
    struct sq_handoff_get_row row;
    K_TRY(handoff_read(cx, id, &row));
    if (row.from_member != cx->actor.member)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                      "The outcome goes back to the one who gave it.");
    K_TRY(sq_handoff_seen(cx, id, cx->actor.member, k_cx_now(cx), NULL));
    k_ctx_notice(cx, K_TOPIC_HANDOFF, id);
    return K_OK;
}
