/* approval: rows of stages. */
#include "domain/approval.h"
#include "base/json.h"
#include "domain/absence.h"
#include "domain/access.h"
#include "domain/hours.h"
#include "domain/inbox.h"
#include "domain/pause.h"
#include "domain/reply_steps.h"
#include "store/event.h"

#define NOTE_MAX 2000
#define TOLD_MAX 50 /* members, of one stage */
#define TEXT_MAX 60000

/* ---- who is asked ------------------------------------------------------------------------ */

static enum policy_who who_of(k_str word)
{
    for (int i = 0; approval_who_words[i]; i++)
        if (k_str_eqz(word, approval_who_words[i]))
            return (enum policy_who)i;
    return POLICY_WHO_ANYBODY;
}

/* Who said yes before, and for whom. */
static struct approval_ask ask_of(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                                  const struct sq_approval_of_list *stages,
                                  const struct sq_approval_of_row *at)
{
    k_id *decided = k_new_n(cx->arena, k_id, 2 * stages->n + 1);
    struct approval_ask ask = {.who = who_of(at->who),
                               .role = at->role,
                               .id = at->who_id,
                               .author = row->member_id,
                               .decided = decided};
    for (size_t i = 0; i < stages->n; i++)
        if (stages->v[i].decided_by) {
            decided[ask.n_decided++] = stages->v[i].decided_by;
            if (stages->v[i].stood_for)
                decided[ask.n_decided++] = stages->v[i].stood_for;
        }
    return ask;
}

static struct approval_candidate candidate_of(const struct access_member *m)
{
    return (struct approval_candidate){m->id, m->role, m->teams, m->n_teams};
}

/* The acting member stands in for somebody who is asked and away. */
static k_err stands_in(struct k_ctx *cx, const struct access_world *w,
                       const struct approval_ask *ask, k_id *for_whom)
{
    *for_whom = 0;
    for (size_t i = 0; i < w->members.n && !*for_whom; i++) {
        struct approval_candidate c = candidate_of(&w->members.v[i]);
        k_id who = c.id;
        if (c.id == cx->actor.member || approval_may(ask, &c) != APPROVAL_MAY)
            continue;
        K_TRY(absence_delegate_of(cx, c.id, k_cx_now(cx), &who));
        if (who == cx->actor.member)
            *for_whom = c.id;
    }
    return K_OK;
}

static k_err judge(struct k_ctx *cx, const struct access_world *w,
                   const struct sq_outbox_get_row *row, struct approval_now *out)
{
    struct approval_ask ask = ask_of(cx, row, &out->stages, out->open);
    const struct access_member *me = access_member_of(w, cx->actor.member);
    out->verdict = APPROVAL_READS_ONLY;
    if (!me)
        return K_OK;
    struct approval_candidate c = candidate_of(me);
    out->verdict = approval_may(&ask, &c);
    if (out->verdict != APPROVAL_NOT_ASKED)
        return K_OK;
    K_TRY(stands_in(cx, w, &ask, &out->stands_for));
    if (out->stands_for)
        out->verdict = APPROVAL_MAY;
    return K_OK;
}

static void find_open(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                      struct approval_now *out)
{
    for (size_t i = 0; i < out->stages.n && k_str_eqz(row->state, "held"); i++)
        if (k_str_eqz(out->stages.v[i].state, "open"))
            out->open = &out->stages.v[i];
    out->late = out->open && out->open->due_at <= k_cx_now(cx);
}

static k_err stages_of(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                       struct approval_now *out)
{
    *out = (struct approval_now){0};
    K_TRY(sq_approval_of(cx, row->id, &out->stages));
    find_open(cx, row, out);
    return K_OK;
}

static k_err stages_of_each(struct k_ctx *cx, const struct sq_outbox_get_row *rows, size_t n,
                            struct sq_approval_of_list *out)
{
    k_id *ids = k_new_n(cx->arena, k_id, n + 1);
    for (size_t i = 0; i < n; i++)
        ids[i] = rows[i].id;
    return sq_approval_of_many(cx, k_json_ids(cx->arena, ids, n), out);
}

/* Those of one row, in their order. */
static void pick_stages(struct k_arena *a, const struct sq_approval_of_list *all, k_id outbox,
                        struct sq_approval_of_list *out)
{
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].outbox_id != outbox)
            continue;
        (void)k_vec_push(a, out);
        size_t at = out->n - 1;
        for (; at > 0 && out->v[at - 1].stage > all->v[i].stage; at--)
            out->v[at] = out->v[at - 1];
        out->v[at] = all->v[i];
    }
}

k_err approval_now_each(struct k_ctx *cx, const struct sq_outbox_get_row *rows, size_t n,
                        struct approval_now *out)
{
    struct sq_approval_of_list all;
    struct access_world w;
    bool world = false;
    K_TRY(stages_of_each(cx, rows, n, &all));
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct approval_now){0};
        pick_stages(cx->arena, &all, rows[i].id, &out[i].stages);
        find_open(cx, &rows[i], &out[i]);
        if (!out[i].open)
            continue;
        if (!world)
            K_TRY(access_read(cx, &w));
        world = true;
        K_TRY(judge(cx, &w, &rows[i], &out[i]));
    }
    return K_OK;
}

k_err approval_now(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                   struct approval_now *out)
{
    struct access_world w;
    K_TRY(stages_of(cx, row, out));
    if (!out->open)
        return K_OK;
    K_TRY(access_read(cx, &w));
    return judge(cx, &w, row, out);
}

k_err approval_mine(struct k_ctx *cx, struct approval_mine *out)
{
    struct sq_approval_open_list open;
    *out = (struct approval_mine){0};
    if (!cx->actor.member)
        return K_OK;
    K_TRY(sq_approval_open(cx, APPROVAL_OPEN_MAX, cx->actor.eyes, &open));
    struct approval_now *now = k_new_n(cx->arena, struct approval_now, open.n + 1);
    if (open.n > 0)
        K_TRY(approval_now_each(cx, open.v, open.n, now));
    for (size_t i = 0; i < open.n; i++) {
        if (!now[i].open || now[i].verdict != APPROVAL_MAY)
            continue;
        *k_vec_push(cx->arena, &out->outbox) = open.v[i];
        out->late += now[i].late;
    }
    return K_OK;
}

/* ---- telling ----------------------------------------------------------------------------- */

/* Members to tell, each once. */
struct told {
    k_id v[TOLD_MAX];
    size_t n;
};

static k_err tell(struct k_ctx *cx, struct told *told, k_id member,
                  const struct sq_outbox_get_row *row, const char *kind, k_str text)
{
    bool sees = true;
    if (member == 0 || member == cx->actor.member || told->n == TOLD_MAX)
        return K_OK;
    for (size_t i = 0; i < told->n; i++)
        if (told->v[i] == member)
            return K_OK;
    if (row->conversation_id)
        K_TRY(access_sees(cx, member, row->conversation_id, &sees));
    else
        K_TRY(access_sees_channel(cx, member, row->channel_id, &sees));
    if (!sees)
        return K_OK;
    told->v[told->n++] = member;
    return inbox_tell(cx, member, row->conversation_id, 0, kind, text);
}

static k_err team_of(struct k_ctx *cx, k_id conversation, k_id *team)
{
    struct sq_conversation_get_row c = {0};
    bool found;
    K_TRY(sq_conversation_get(cx, conversation, 0, &c, &found));
    *team = found ? c.team_id : 0;
    return K_OK;
}

/* Whom a stage for anybody is told to: the team that has it, else managers and above. */
static bool near(const struct access_member *m, k_id team)
{
    if (access_rank(m->role) >= access_rank(K_S("manager")))
        return true;
    for (size_t i = 0; i < m->n_teams; i++)
        if (m->teams[i] == team)
            return true;
    return false;
}

/* Those who are asked at the stage; who is away is told by who stands in. */
static k_err tell_asked(struct k_ctx *cx, struct told *told,
                        const struct sq_outbox_get_row *row, const struct access_world *w,
                        const struct approval_now *now, const char *kind)
{
    struct approval_ask ask = ask_of(cx, row, &now->stages, now->open);
    k_id team = 0;
    K_TRY(team_of(cx, row->conversation_id, &team));
    for (int round = 0; round < 2 && told->n == 0; round++)
        for (size_t i = 0; i < w->members.n; i++) {
            const struct access_member *m = &w->members.v[i];
            struct approval_candidate c = candidate_of(m);
            k_id who = 0;
            bool far = ask.who == POLICY_WHO_ANYBODY && round == 0 && !near(m, team);
            if (far || approval_may(&ask, &c) != APPROVAL_MAY)
                continue;
            K_TRY(absence_delegate_of(cx, m->id, k_cx_now(cx), &who));
            if (who != row->member_id)
                K_TRY(tell(cx, told, who, row, kind, row->text));
        }
    return K_OK;
}

static k_err say(struct k_ctx *cx, const struct sq_outbox_get_row *row, const char *verb,
                 const struct sq_approval_of_row *stage, bool changed)
{
    k_ctx_notice(cx, K_TOPIC_OUTBOX, row->id);
    if (row->conversation_id)
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, row->conversation_id);
    return event_append(
        cx,
        &(struct event_new){
            .verb = reply_verb(cx, row, k_str_z(verb)),
            .object_kind = row->conversation_id ? K_S("conversation") : K_S("outbox"),
            .object_id = row->conversation_id ? row->conversation_id : row->id,
            .approved_by = cx->actor.member,
            .payload = k_fmt(cx->arena,
                             "{\"outbox\":\"%lld\",\"stage\":%lld,\"rules\":\"%.*s\","
                             "\"changed\":%s}",
                             (long long)row->id, (long long)stage->stage, K_ARG(stage->rules),
                             changed ? "true" : "false")},
        NULL);
}

/* ---- asking ------------------------------------------------------------------------------ */

/* Names of the policy become ids. One that is not here any more: an admin decides. */
static k_err resolve(struct k_ctx *cx, const struct policy_stage *s,
                     struct sq_approval_insert_args *out)
{
    struct sq_policy_team_named_row team;
    struct sq_policy_member_named_row member;
    bool found = true;
    out->who = k_str_z(approval_who_words[s->who]);
    out->role = s->who == POLICY_WHO_ROLE ? s->name : K_S("");
    out->name = s->name.n ? s->name : K_S("");
    if (s->who == POLICY_WHO_TEAM) {
        K_TRY(sq_policy_team_named(cx, s->name, &team, &found));
        out->who_id = found ? team.id : 0;
    } else if (s->who == POLICY_WHO_MEMBER) {
        K_TRY(sq_policy_member_named(cx, s->name, &member, &found));
        out->who_id = found ? member.id : 0;
    }
    if (!found) {
        out->who = K_S("role");
        out->role = out->name = K_S("admin");
    }
    return K_OK;
}

static bool asked_before(const struct sq_approval_of_list *stages,
                         const struct sq_approval_insert_args *x)
{
    for (size_t i = 0; i < stages->n; i++) {
        const struct sq_approval_of_row *r = &stages->v[i];
        if (k_str_eq(r->who, x->who) && k_str_eq(r->role, x->role) && r->who_id == x->who_id)
            return true;
    }
    return false;
}

/* A stage that nobody could ever answer would keep the reply for good, and nobody would notice.
 */
static k_err each_has_somebody(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                               const struct access_world *w, const struct approval_now *now)
{
    for (size_t i = 0; i < now->stages.n; i++) {
        const struct sq_approval_of_row *at = &now->stages.v[i];
        struct approval_ask ask = ask_of(cx, row, &now->stages, at);
        bool somebody = at->decided_by != 0;
        for (size_t k = 0; k < w->members.n && !somebody; k++) {
            struct approval_candidate c = candidate_of(&w->members.v[k]);
            somebody = approval_may(&ask, &c) == APPROVAL_MAY;
        }
        if (!somebody)
            return k_fail(cx, K_ERR_NEEDS_REVIEW, "text",
                          "There is nobody here who could approve this (rule %.*s). Talk to "
                          "whoever keeps the policy.",
                          K_ARG(at->rules));
    }
    return K_OK;
}

/* The first stage that waits is asked, when none is. */
static k_err begin_next(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                        struct approval_now *now)
{
    struct hours_book book;
    struct access_world w;
    struct told told = {0};
    K_TRY(stages_of(cx, row, now));
    for (size_t i = 0; i < now->stages.n && !now->open; i++)
        if (k_str_eqz(now->stages.v[i].state, "waiting"))
            now->open = &now->stages.v[i];
    if (!now->open || !k_str_eqz(now->open->state, "waiting"))
        return K_OK;
    K_TRY(access_read(cx, &w));
    K_TRY(each_has_somebody(cx, row, &w, now));
    K_TRY(hours_read(cx, &book));
    K_TRY(sq_approval_begin(cx, now->open->id, k_cx_now(cx),
                            hours_add(hours_of(&book, 0), k_cx_now(cx), now->open->within),
                            NULL));
    return tell_asked(cx, &told, row, &w, now, "approval");
}

k_err approval_ask(struct k_ctx *cx, k_id outbox, const struct policy_findings *found)
{
    struct sq_outbox_get_row row;
    struct approval_plan plan;
    struct approval_now now;
    bool here;
    approval_plan(cx->arena, found, &plan);
    K_TRY(sq_outbox_get(cx, outbox, 0, &row, &here));
    if (!here)
        return K_OK;
    K_TRY(stages_of(cx, &row, &now));
    int64_t stage = (int64_t)now.stages.n;
    for (size_t i = 0; i < plan.steps.n; i++) {
        const struct approval_step *s = &plan.steps.v[i];
        struct sq_approval_insert_args x = {.id = k_cx_id(cx),
                                            .outbox_id = outbox,
                                            .stage = stage + 1,
                                            .rules = s->rules,
                                            .within = s->stage.within};
        K_TRY(resolve(cx, &s->stage, &x));
        /* Who looked at these words, whoever it was, is somebody else. */
        bool anybody = s->stage.who == POLICY_WHO_ANYBODY && stage > 0;
        if (anybody || asked_before(&now.stages, &x))
            continue;
        K_TRY(sq_approval_insert(cx, &x, NULL));
        stage++;
    }
    return begin_next(cx, &row, &now);
}

/* ---- deciding ---------------------------------------------------------------------------- */

/* The row, its open stage, and that the acting member decides there. */
static k_err my_turn(struct k_ctx *cx, k_id outbox, struct sq_outbox_get_row *row,
                     struct approval_now *now)
{
    bool found;
    K_TRY(reply_member_acts(cx));
    K_TRY(sq_outbox_get(cx, outbox, cx->actor.eyes, row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such reply.");
    K_TRY(approval_now(cx, row, now));
    if (!now->open)
        return k_fail(cx, K_ERR_CONFLICT, NULL, "This waits for nobody's yes: it is %.*s.",
                      K_ARG(row->state));
    const char *why = approval_why_not(now->verdict);
    return why ? k_fail(cx, K_ERR_NEEDS_REVIEW, NULL, "%s", why) : K_OK;
}

static k_err still_fits(struct k_ctx *cx, const struct approval_yes *in,
                        const struct sq_outbox_get_row *row, const struct approval_now *now)
{
    struct sq_conversation_get_row c;
    bool found = false;
    if (row->conversation_id) {
        K_TRY(sq_conversation_lock(cx, row->conversation_id, &c, &found));
        K_TRY(pause_allows(cx, row->conversation_id));
    } else {
        K_TRY(pause_allows_post(cx, row->id));
    }
    if (found && in->version < c.said_version)
        return k_fail(cx, K_ERR_STALE, "version",
                      "Something was said here meanwhile. Read it before you send.");
    if (now->late && !in->late_ok)
        return k_fail(
            cx, K_ERR_LATE, "late_ok",
            "The time for this has passed. Look whether it still helps; then say so.");
    return K_OK;
}

/* The words as they would leave now, by the policy as it is now. */
static k_err look_again(struct k_ctx *cx, const struct approval_yes *in,
                        const struct sq_outbox_get_row *row, struct reply_check *c)
{
    k_str text = in->text.p ? k_str_trim(in->text) : row->text;
    if (text.n == 0 || text.n > TEXT_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "text", "Write something first, at most %d bytes.",
                      TEXT_MAX);
    if (in->note.n > NOTE_MAX || in->condition.n > NOTE_MAX)
        return k_fail(cx, K_ERR_LIMIT, in->note.n > NOTE_MAX ? "note" : "condition",
                      "A note has at most %d bytes.", NOTE_MAX);
    K_TRY(reply_check_row(cx, row, text, in->limits, c));
    return reply_allows(cx, c, &(struct reply_send){.soft_ok = true, .ask_second = true});
}

static k_err tell_author(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                         const char *kind, k_str text)
{
    struct told told = {0};
    return tell(cx, &told, row->member_id, row, kind, text);
}

/* What the decision does to the reply: the next stage is asked, or it leaves. */
static k_err go_on(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                   const struct reply_check *c)
{
    struct approval_now now;
    K_TRY(approval_ask(cx, row->id, &c->findings));
    K_TRY(stages_of(cx, row, &now));
    bool condition = false;
    for (size_t i = 0; i < now.stages.n; i++) {
        if (k_str_eqz(now.stages.v[i].state, "open"))
            return K_OK;
        condition |= now.stages.v[i].condition.n > 0;
    }
    if (condition)
        return K_OK;
    return sq_outbox_release(cx, row->id, cx->actor.member, k_cx_now(cx), NULL);
}

k_err approval_give(struct k_ctx *cx, const struct approval_yes *in)
{
    struct sq_outbox_get_row row;
    struct approval_now now;
    struct reply_check c = {0};
    K_TRY(my_turn(cx, in->outbox, &row, &now));
    K_TRY(still_fits(cx, in, &row, &now));
    K_TRY(look_again(cx, in, &row, &c));
    bool changed = !k_str_eq(c.text, row.text);
    if (changed)
        K_TRY(access_speak(cx, row.channel_id));
    k_str before = row.text, note = k_str_trim(in->note), condition = k_str_trim(in->condition);
    row.text = c.text;
    K_TRY(sq_outbox_rewrite(
        cx,
        &(struct sq_outbox_rewrite_args){.id = row.id,
                                         .text = c.text,
                                         .sign = c.sign,
                                         .rules = reply_rules_told(cx->arena, &c.findings),
                                         .policy_version = c.policy_version},
        NULL));
    K_TRY(sq_approval_decide(
        cx,
        &(struct sq_approval_decide_args){.id = now.open->id,
                                          .state = K_S("approved"),
                                          .decided_by = cx->actor.member,
                                          .stood_for = now.stands_for,
                                          .now = k_cx_now(cx),
                                          .note = note.n ? note : K_S(""),
                                          .condition = condition.n ? condition : K_S(""),
                                          .text_before = changed ? before : K_NONE,
                                          .text_after = changed ? c.text : K_NONE},
        NULL));
    if (condition.n > 0)
        K_TRY(tell_author(cx, &row, "reply_condition", condition));
    if (changed || note.n > 0)
        K_TRY(tell_author(cx, &row, changed ? "reply_changed" : "reply_approved",
                          note.n ? note : c.text));
    K_TRY(go_on(cx, &row, &c));
    return say(cx, &row, "reply.approved", now.open, changed);
}

/* The words go back to who wrote them: a post of our own stays in the calendar as a draft; an
 * answer becomes the draft in its conversation, without the sign that it carries. */
static k_err back_to_draft(struct k_ctx *cx, const struct sq_outbox_get_row *row)
{
    struct sq_draft_all_list drafts;
    k_str text;
    if (k_str_eqz(row->act, "post"))
        return sq_publish_back(cx, row->id, NULL);
    K_TRY(sq_outbox_set_state(cx, row->id, K_S("held"), K_S("cancelled"), k_cx_now(cx), NULL));
    K_TRY(sq_draft_all(cx, row->conversation_id, &drafts));
    for (size_t i = 0; i < drafts.n; i++)
        if (drafts.v[i].member_id == row->member_id)
            return K_OK;
    K_TRY(reply_unsigned(cx, row, &text));
    return sq_draft_put(cx,
                        &(struct sq_draft_put_args){.conversation_id = row->conversation_id,
                                                    .member_id = row->member_id,
                                                    .reply_to_id = row->reply_to_id,
                                                    .text = text,
                                                    .now = k_cx_now(cx)},
                        NULL);
}

k_err approval_return(struct k_ctx *cx, k_id outbox, k_str note)
{
    struct sq_outbox_get_row row;
    struct approval_now now;
    note = k_str_trim(note);
    if (note.n == 0 || note.n > NOTE_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "note",
                      "Say what should be changed, in at most %d bytes.", NOTE_MAX);
    K_TRY(my_turn(cx, outbox, &row, &now));
    K_TRY(sq_approval_decide(cx,
                             &(struct sq_approval_decide_args){.id = now.open->id,
                                                               .state = K_S("returned"),
                                                               .decided_by = cx->actor.member,
                                                               .stood_for = now.stands_for,
                                                               .now = k_cx_now(cx),
                                                               .note = note,
                                                               .condition = K_S("")},
                             NULL));
    K_TRY(approval_drop(cx, outbox));
    K_TRY(back_to_draft(cx, &row));
    K_TRY(tell_author(cx, &row, "reply_returned", note));
    return say(cx, &row, "reply.returned", now.open, false);
}

k_err approval_drop(struct k_ctx *cx, k_id outbox)
{
    return sq_approval_drop(cx, outbox, NULL);
}

/* ---- late -------------------------------------------------------------------------------- */

static k_err tell_of(struct k_ctx *cx, const struct access_world *w, k_id outbox, k_id stage)
{
    struct sq_outbox_get_row row;
    struct approval_now now;
    struct told told = {0};
    bool found;
    K_TRY(sq_approval_late_told(cx, stage, k_cx_now(cx), NULL));
    K_TRY(sq_outbox_get(cx, outbox, 0, &row, &found));
    if (!found)
        return K_OK;
    K_TRY(stages_of(cx, &row, &now));
    if (!now.open)
        return K_OK;
    K_TRY(tell_asked(cx, &told, &row, w, &now, "approval_late"));
    K_TRY(tell(cx, &told, row.member_id, &row, "approval_late", row.text));
    for (size_t i = 0; i < w->members.n; i++)
        if (access_rank(w->members.v[i].role) >= access_rank(K_S("manager")))
            K_TRY(tell(cx, &told, w->members.v[i].id, &row, "approval_late", row.text));
    return say(cx, &row, "approval.late", now.open, false);
}

k_err approval_tell_late(struct k_ctx *cx, int max, int64_t *n)
{
    struct sq_approval_late_list late;
    struct access_world w;
    K_TRY(sq_approval_late(cx, k_cx_now(cx), max, &late));
    *n = (int64_t)late.n;
    if (late.n == 0)
        return K_OK;
    K_TRY(access_read(cx, &w));
    for (size_t i = 0; i < late.n; i++)
        K_TRY(tell_of(cx, &w, late.v[i].outbox_id, late.v[i].id));
    return K_OK;
}
