/* handoff: the object that carries a conversation between teams. Reads and writes handoff,
 * conversation, mention; appends events. */
#include "domain/handoff.h"

#include "domain/absence.h"
#include "domain/hours.h"
#include "domain/access.h"
#include "domain/followers.h"
#include "domain/inbox.h"
#include "store/setting.h"
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
    K_TRY(sq_handoff_get(cx, id, cx->actor.eyes, row, &found));
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

/* Who follows hears of it, but for the team, which is asked; who gives it away follows on. */
static k_err tell_followers(struct k_ctx *cx, const struct handoff_new *h,
                            const struct sq_inbox_team_members_list *team)
{
    k_id *asked = k_new_n(cx->arena, k_id, team->n + 1);
    for (size_t i = 0; i < team->n; i++)
        asked[i] = team->v[i].member_id;
    K_TRY(followers_tell(cx, &(struct followers_news){.conversation = h->conversation,
                                                      .kind = "followed_handoff",
                                                      .by = cx->actor.member,
                                                      .text = h->ask,
                                                      .told = asked,
                                                      .n_told = team->n}));
    return followers_add(cx, h->conversation, cx->actor.member, "handoff");
}

/* Of the team, those who may see it: a team of whom nobody may cannot have it. */
static k_err tell_team(struct k_ctx *cx, const struct handoff_new *h)
{
    struct sq_inbox_team_members_list members;
    bool any = false, sees;
    K_TRY(sq_inbox_team_members(cx, h->to_team, &members));
    for (size_t i = 0; i < members.n; i++) {
        K_TRY(access_sees(cx, members.v[i].member_id, h->conversation, &sees));
        any |= sees;
        if (sees && members.v[i].member_id != cx->actor.member)
            K_TRY(
                inbox_tell(cx, members.v[i].member_id, h->conversation, 0, "handoff", h->ask));
    }
    if (members.n > 0 && !any)
        return k_fail(cx, K_ERR_CONFLICT, "to_team",
                      "Nobody of this team may see this conversation.");
    return tell_followers(cx, h, &members);
}

/* When it goes up if nobody acknowledges it; 0 = never. */
static k_err next_step(struct k_ctx *cx, k_time *at)
{
    struct hours_book book;
    int64_t minutes;
    *at = 0;
    K_TRY(handoff_patience(cx, &minutes));
    if (minutes == 0)
        return K_OK;
    K_TRY(hours_read(cx, &book));
    *at = hours_add(hours_of(&book, 0), k_cx_now(cx), minutes * K_MIN);
    return K_OK;
}

k_err handoff_give(struct k_ctx *cx, const struct handoff_new *h, k_id *id)
{
    struct sq_handoff_own_team_row own = {0};
    k_time escalate = 0;
    bool found;
    K_TRY(next_step(cx, &escalate));
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
                                .escalate_at = escalate,
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

k_err handoff_told(struct k_ctx *cx, k_id id)
{
    struct sq_handoff_get_row row;
    K_TRY(handoff_read(cx, id, &row));
    if (row.closed_at == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL, "This hand-over is not closed yet.");
    K_TRY(sq_handoff_told(cx, id, cx->actor.member, k_cx_now(cx), NULL));
    return say(cx, K_S("handoff.told"), row.conversation_id, id);
}

/* ---- going up ---------------------------------------------------------------------------- */

static const char patience_setting[] = "handoff_escalate_minutes";

k_err handoff_patience(struct k_ctx *cx, int64_t *minutes)
{
    k_str value = K_NONE;
    K_TRY(setting_get(cx, k_str_z(patience_setting), &value));
    if (value.p == NULL || !k_str_i64(value, minutes))
        *minutes = HANDOFF_ESCALATE_MINUTES;
    return K_OK;
}

k_err handoff_set_patience(struct k_ctx *cx, int64_t minutes)
{
    if (minutes < 0 || minutes > 10080)
        return k_fail(cx, K_ERR_BAD_INPUT, "escalate_minutes",
                      "Say how many minutes: at most a week, 0 for never.");
    return setting_set(cx, k_str_z(patience_setting),
                       k_fmt(cx->arena, "%lld", (long long)minutes));
}

static k_err tell_one(struct k_ctx *cx, k_id member, const struct sq_handoff_get_row *h,
                      bool *told)
{
    k_id who = 0;
    K_TRY(absence_delegate_of(cx, member, k_cx_now(cx), &who));
    if (who == 0)
        return K_OK;
    *told = true;
    return inbox_tell(cx, who, h->conversation_id, 0, "handoff_late", h->ask);
}

static k_err tell_role(struct k_ctx *cx, k_str role, const struct sq_handoff_get_row *h,
                       bool *told)
{
    struct sq_inbox_members_of_roles_list list;
    K_TRY(sq_inbox_members_of_roles(cx, role, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(tell_one(cx, list.v[i].id, h, told));
    return K_OK;
}

/* Tells those of one step; *told: there were some. */
static k_err tell_step(struct k_ctx *cx, int step, const struct sq_handoff_get_row *h,
                       bool *told)
{
    struct sq_inbox_team_row team = {0};
    bool found;
    if (step == 1) {
        K_TRY(sq_inbox_team(cx, h->to_team, &team, &found));
        return found && team.lead_id ? tell_one(cx, team.lead_id, h, told) : K_OK;
    }
    if (step == 2) {
        K_TRY(tell_role(cx, K_S("manager"), h, told));
        return tell_role(cx, K_S("admin"), h, told);
    }
    return tell_role(cx, K_S("owner"), h, told);
}

/* A step that has nobody is no step. */
static k_err go_up(struct k_ctx *cx, const struct sq_handoff_get_row *h)
{
    enum { STEPS = 3 };
    int step = (int)h->escalated;
    bool told = false;
    k_time again = 0;
    while (!told && step < STEPS)
        K_TRY(tell_step(cx, ++step, h, &told));
    if (step < STEPS)
        K_TRY(next_step(cx, &again));
    K_TRY(sq_handoff_escalated(cx, h->id, step, again, NULL));
    return told ? say(cx, K_S("handoff.escalated"), h->conversation_id, h->id) : K_OK;
}

k_err handoff_escalate_due(struct k_ctx *cx, int max, int64_t *n)
{
    struct sq_handoff_escalate_due_list due;
    K_TRY(sq_handoff_escalate_due(cx, k_cx_now(cx), max, &due));
    for (size_t i = 0; i < due.n; i++)
        K_TRY(go_up(cx, &due.v[i]));
    *n = (int64_t)due.n;
    return K_OK;
}

/* ---- what came of it --------------------------------------------------------------------- */

#define FINDERS 12
struct finders {
    k_id v[FINDERS];
    size_t n;
};

/* Each once, and never who did it. */
static bool add_finder(const struct k_ctx *cx, struct finders *f, k_id member)
{
    if (member == 0 || member == cx->actor.member || f->n == FINDERS)
        return false;
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i] == member)
            return false;
    f->v[f->n++] = member;
    return true;
}

k_err handoff_found_deal(struct k_ctx *cx, k_id person, k_str title, bool won)
{
    struct sq_handoff_finders_list given;
    struct sq_handoff_kind_finders_list said;
    struct finders f = {.n = 0};
    const char *kind = won ? "found_won" : "found_deal";
    K_TRY(sq_handoff_finders(cx, person, K_S("hot_lead"), &given));
    for (size_t i = 0; i < given.n; i++)
        if (add_finder(cx, &f, given.v[i].member_id))
            K_TRY(inbox_tell(cx, given.v[i].member_id, given.v[i].conversation_id, 0, kind,
                             title));
    K_TRY(sq_handoff_kind_finders(cx, person, K_S("lead"), &said));
    for (size_t i = 0; i < said.n; i++)
        if (add_finder(cx, &f, said.v[i].member_id))
            K_TRY(
                inbox_tell(cx, said.v[i].member_id, said.v[i].conversation_id, 0, kind, title));
    return K_OK;
}

k_err handoff_found_resolved(struct k_ctx *cx, k_id conversation)
{
    struct sq_inbox_state_row c;
    struct sq_handoff_of_conversation_list given;
    struct finders f = {.n = 0};
    bool found;
    K_TRY(sq_inbox_state(cx, conversation, 0, &c, &found));
    if (!found)
        return K_OK;
    K_TRY(sq_handoff_of_conversation(cx, conversation, &given));
    for (size_t i = 0; i < given.n; i++)
        if (k_str_eqz(given.v[i].reason, "complaint") &&
            add_finder(cx, &f, given.v[i].from_member))
            K_TRY(inbox_tell(cx, given.v[i].from_member, conversation, 0, "found_resolved",
                             given.v[i].outcome));
    if (k_str_eqz(c.kind, "complaint") && add_finder(cx, &f, c.kind_by))
        K_TRY(inbox_tell(cx, c.kind_by, conversation, 0, "found_resolved", K_S("")));
    return K_OK;
}
