/* account: changes of members, invitations and teams. Reads and writes member, session, token,
 * invitation, team rows and the event log. */
#include "domain/account.h"
#include "base/buf.h"
#include "base/json.h"
#include "domain/access.h"
#include "domain/followers.h"
#include "domain/views.h"
#include "domain/reminders.h"
#include "domain/talk.h"
#include "store/sql.gen.h"
#include "store/event.h"
#include "store/member.h"
#include "store/setting.h"

k_err account_record(struct k_ctx *cx, const char *verb, const char *kind, k_id id,
                     const char *name, k_str value)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 4096);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    if (name) {
        kw_key(&w, name);
        kw_str(&w, value);
    }
    kw_end(&w);
    k_ctx_notice(cx, K_TOPIC_MEMBER, id);
    return event_append(cx,
                        &(struct event_new){.verb = k_str_z(verb),
                                            .object_kind = k_str_z(kind),
                                            .object_id = id,
                                            .payload = k_buf_view(&b)},
                        NULL);
}

bool account_may_change(k_str actor, k_str target, k_str next)
{
    int a = access_rank(actor), to = access_rank(next);
    return a >= access_rank(K_S("manager")) && access_rank(target) <= a && to <= a && to > 0;
}

static k_err get(struct k_ctx *cx, k_id member, struct sq_member_get_row *row)
{
    bool found;
    K_TRY(sq_member_get(cx, member, row, &found));
    return found ? K_OK : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such member.");
}

static k_err get_to_change(struct k_ctx *cx, k_str actor_role, k_id member, k_str next,
                           struct sq_member_get_row *row)
{
    K_TRY(get(cx, member, row));
    if (!account_may_change(actor_role, row->role, next.p ? next : row->role))
        return k_fail(cx, K_ERR_FORBIDDEN, next.p ? "role" : NULL,
                      "Only somebody of that rank may change this member.");
    return K_OK;
}

/* --- making ------------------------------------------------------------------------------ */

static k_err check_handle(struct k_ctx *cx, k_str typed, k_id self, k_str *handle)
{
    struct sq_member_handle_taken_row row;
    bool taken;
    K_TRY(member_handle(cx, typed, handle));
    K_TRY(sq_member_handle_taken(cx, *handle, &row, &taken));
    if (taken && row.id != self)
        return k_fail(cx, K_ERR_EXISTS, "handle", "Somebody has this handle.");
    return K_OK;
}

k_err account_create(struct k_ctx *cx, const struct account_new *n, k_id *id)
{
    struct sq_member_insert_args args = {.id = k_cx_id(cx),
                                         .name = k_str_trim(n->name),
                                         .role = n->role,
                                         .password_hash = n->password_hash,
                                         .locale = n->locale,
                                         .demo = n->demo,
                                         .at = k_cx_now(cx)};
    struct sq_member_email_taken_row row;
    bool taken;
    if (k_str_empty(args.name))
        return k_fail(cx, K_ERR_BAD_INPUT, "name", "A name is needed.");
    K_TRY(member_email(cx, n->email, &args.email));
    K_TRY(sq_member_email_taken(cx, args.email, &row, &taken));
    if (taken)
        return k_fail(cx, K_ERR_EXISTS, "email", "Somebody has an account with this address.");
    if (k_str_empty(n->handle))
        K_TRY(member_handle_for(cx, args.name, &args.handle));
    else
        K_TRY(check_handle(cx, n->handle, 0, &args.handle));
    K_TRY(sq_member_insert(cx, &args, NULL));
    if (n->team_id)
        K_TRY(sq_team_member_add(cx, n->team_id, args.id, NULL));
    *id = args.id;
    K_TRY(account_record(cx, "member.joined", "member", args.id, "role", n->role));
    return access_refresh(cx);
}

k_err account_create_owner(struct k_ctx *cx, struct account_new n, k_id *id)
{
    struct sq_member_own_row row;
    bool found;
    K_TRY(sq_member_own(cx, &row, &found));
    if (row.n > 0)
        return k_fail(cx, K_ERR_GONE, NULL,
                      "The first account was made already. Sign in, or ask for an invitation.");
    n.role = K_S("owner");
    return account_create(cx, &n, id);
}

k_err account_invite(struct k_ctx *cx, const struct account_invite *in, k_id *id)
{
    struct sq_invitation_insert_args args = {.id = k_cx_id(cx),
                                             .token_hash = in->token_digest,
                                             .role = in->role,
                                             .team_id = in->team_id,
                                             .created_by = cx->actor.member,
                                             .at = k_cx_now(cx),
                                             .expires_at = in->expires_at};
    if (!account_may_change(in->actor_role, in->role, in->role))
        return k_fail(cx, K_ERR_FORBIDDEN, "role", "You cannot give more than you have.");
    if (!k_str_empty(in->email))
        K_TRY(member_email(cx, in->email, &args.email));
    struct sq_team_get_row team;
    bool found = true;
    if (in->team_id)
        K_TRY(sq_team_get(cx, in->team_id, &team, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "team_id", "There is no such team.");
    K_TRY(sq_invitation_insert(cx, &args, NULL));
    *id = args.id;
    return account_record(cx, "member.invited", "invitation", args.id, "role", in->role);
}

k_err account_join(struct k_ctx *cx, k_str token_digest, struct account_new n, k_id *id)
{
    struct sq_invitation_by_token_row row;
    bool found;
    int64_t changed = 0;
    K_TRY(sq_invitation_by_token(cx, token_digest, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "There is no such invitation.");
    n.role = row.role;
    n.team_id = row.team_id;
    if (row.email.n > 0)
        n.email = row.email;
    K_TRY(account_create(cx, &n, id));
    K_TRY(sq_invitation_use(cx, row.id, *id, k_cx_now(cx), &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_GONE, NULL,
                      "This invitation was used or is too old. Ask for a new one.");
    return K_OK;
}

/* --- changing ---------------------------------------------------------------------------- */

static k_err keep_an_owner(struct k_ctx *cx, const struct sq_member_get_row *m)
{
    struct sq_member_owners_row row;
    bool found;
    if (!k_str_eqz(m->role, "owner") || !k_str_eqz(m->status, "active"))
        return K_OK;
    K_TRY(sq_member_owners(cx, m->id, &row, &found));
    if (row.n == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "This is the last owner. Make somebody else an owner first.");
    return K_OK;
}

k_err account_set_role(struct k_ctx *cx, k_str actor_role, k_id member, k_str role)
{
    struct sq_member_get_row m;
    K_TRY(get_to_change(cx, actor_role, member, role, &m));
    if (k_str_eq(m.role, role))
        return K_OK;
    K_TRY(keep_an_owner(cx, &m));
    K_TRY(sq_member_set_role(cx, member, role, NULL));
    K_TRY(account_record(cx, "member.role_changed", "member", member, "role", role));
    return access_refresh(cx);
}

k_err account_lock_out(struct k_ctx *cx, k_id member)
{
    K_TRY(sq_session_delete_others(cx, member, 0, NULL));
    K_TRY(sq_token_revoke_member(cx, member, k_cx_now(cx), NULL));
    K_TRY(sq_passkey_delete_of(cx, member, NULL));
    K_TRY(sq_recovery_clear(cx, member, NULL));
    K_TRY(sq_second_drop(cx, member, NULL));
    K_TRY(sq_step_drop_of(cx, member, NULL));
    return sq_invitation_delete_of(cx, member, NULL);
}

/* What a member was writing is nobody's answer any more; colleagues keep it as a note. */
static k_err drafts_to_notes(struct k_ctx *cx, k_id member)
{
    struct sq_draft_of_member_list list;
    k_str locale;
    K_TRY(setting_get(cx, K_S("locale"), &locale));
    const char *word = k_str_eqz(locale, "de") ? "Entwurf" : "Draft";
    K_TRY(sq_draft_of_member(cx, member, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct sq_note_insert_args note = {
            .id = k_cx_id(cx),
            .conversation_id = list.v[i].conversation_id,
            .member_id = member,
            .text = k_fmt(cx->arena, "%s: %.*s", word, K_ARG(list.v[i].text)),
            .now = k_cx_now(cx)};
        K_TRY(sq_note_insert(cx, &note, NULL));
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, note.conversation_id);
    }
    return sq_draft_drop_of(cx, member, NULL);
}

k_err account_set_status(struct k_ctx *cx, k_str actor_role, k_id member, k_str status)
{
    struct sq_member_get_row m;
    K_TRY(get_to_change(cx, actor_role, member, K_NONE, &m));
    if (k_str_eq(m.status, status))
        return K_OK;
    if (k_str_eqz(status, "left")) {
        K_TRY(keep_an_owner(cx, &m));
        K_TRY(account_lock_out(cx, member));
        K_TRY(drafts_to_notes(cx, member));
        K_TRY(sq_team_member_clear(cx, member, NULL));
        K_TRY(sq_team_lead_clear(cx, member, NULL));
        K_TRY(sq_member_drop_work(cx, member, k_cx_now(cx), NULL));
        K_TRY(views_leave(cx, member));
        K_TRY(followers_leave(cx, member));
        K_TRY(talk_left(cx, member));
        K_TRY(reminders_leave(cx, member));
    }
    K_TRY(sq_member_set_status(cx, member, status, NULL));
    K_TRY(account_record(cx, "member.status_changed", "member", member, "status", status));
    k_ctx_notice(cx, K_TOPIC_ACCESS, member);
    return access_refresh(cx);
}

k_err account_set_teams(struct k_ctx *cx, k_str actor_role, k_id member, const k_id *teams,
                        size_t n)
{
    struct sq_member_get_row m;
    K_TRY(get_to_change(cx, actor_role, member, K_NONE, &m));
    K_TRY(sq_team_member_clear(cx, member, NULL));
    for (size_t i = 0; i < n; i++) {
        struct sq_team_get_row team;
        bool found;
        K_TRY(sq_team_get(cx, teams[i], &team, &found));
        if (!found)
            return k_fail(cx, K_ERR_BAD_INPUT, "team_ids", "There is no such team.");
        K_TRY(sq_team_member_add(cx, teams[i], member, NULL));
    }
    K_TRY(account_record(cx, "member.teams_changed", "member", member, NULL, K_NONE));
    return access_refresh(cx);
}

k_err account_set_password(struct k_ctx *cx, k_id member, k_str password_hash, k_id keep)
{
    K_TRY(sq_member_set_password(cx, member, password_hash, NULL));
    K_TRY(sq_session_delete_others(cx, member, keep, NULL));
    return account_record(cx, "member.password_changed", "member", member, NULL, K_NONE);
}

k_err account_set_profile(struct k_ctx *cx, k_id member, struct account_profile p)
{
    K_TRY(check_handle(cx, p.handle, member, &p.handle));
    struct sq_member_set_profile_args args = {.id = member,
                                              .name = k_str_trim(p.name),
                                              .handle = p.handle,
                                              .sign = p.sign,
                                              .locale = p.locale,
                                              .theme = p.theme};
    K_TRY(sq_member_set_profile(cx, &args, NULL));
    k_ctx_notice(cx, K_TOPIC_MEMBER, member);
    return K_OK;
}

/* --- teams ------------------------------------------------------------------------------- */

static k_err check_team_name(struct k_ctx *cx, k_str name, k_id self)
{
    struct sq_team_name_taken_row row;
    bool taken;
    K_TRY(sq_team_name_taken(cx, name, &row, &taken));
    if (taken && row.id != self)
        return k_fail(cx, K_ERR_EXISTS, "name", "There is a team with this name.");
    return K_OK;
}

static k_err check_lead(struct k_ctx *cx, k_id lead)
{
    struct sq_inbox_member_row row;
    bool found = true;
    if (lead)
        K_TRY(sq_inbox_member(cx, lead, &row, &found));
    return found ? K_OK
                 : k_fail(cx, K_ERR_BAD_INPUT, "lead_id", "This member is not here any more.");
}

k_err account_team_create(struct k_ctx *cx, k_str name, k_str kind, bool demo, k_id *id)
{
    K_TRY(check_team_name(cx, name, 0));
    struct sq_team_insert_args args = {
        .id = k_cx_id(cx), .name = name, .kind = kind, .demo = demo, .at = k_cx_now(cx)};
    K_TRY(sq_team_insert(cx, &args, NULL));
    *id = args.id;
    return account_record(cx, "team.created", "team", args.id, "name", name);
}

k_err account_team_change(struct k_ctx *cx, k_id team, k_str name, k_str kind, k_id lead)
{
    int64_t changed = 0;
    K_TRY(check_team_name(cx, name, team));
    K_TRY(check_lead(cx, lead));
    K_TRY(sq_team_set(cx, team, name, kind, lead, &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such team.");
    return account_record(cx, "team.changed", "team", team, "name", name);
}

k_err account_team_remove(struct k_ctx *cx, k_id team)
{
    struct sq_team_used_row used;
    bool found;
    int64_t changed = 0;
    K_TRY(sq_team_used(cx, team, &used, &found));
    if (used.conversations || used.handoffs)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "Conversations were given to this team. Give them to another one first.");
    K_TRY(sq_team_member_clear_team(cx, team, NULL));
    K_TRY(sq_team_delete(cx, team, &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such team.");
    K_TRY(account_record(cx, "team.removed", "team", team, NULL, K_NONE));
    return access_refresh(cx);
}
