/* routes_members: members, invitations, teams, API tokens. */
#include "api/api.h"
#include "api/auth.h"
#include "api/enter.h"
#include "api/handlers.h"
#include "api/others.h"
#include "api/me.h"
#include "domain/account.h"

/* --- members ----------------------------------------------------------------------------- */

k_err route_members_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_members_in *i = in;
    struct api_member_list *o = out;
    struct names names = names_new(cx);
    struct sq_member_list_list list;
    K_TRY(sq_member_list(cx, &list));
    for (size_t k = 0; k < list.n; k++)
        if (k_str_empty(i->status) || k_str_eq(i->status, list.v[k].status))
            *k_vec_push(cx->arena, &o->items) = me_member(&names, &list.v[k]);
    return names_done(&names);
}

k_err route_member_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_member_in *i = in;
    struct names names = names_new(cx);
    k_str actor = rq->who.role;
    if (i->has_role)
        K_TRY(account_set_role(cx, actor, i->id, i->role));
    if (i->has_team_ids)
        K_TRY(account_set_teams(cx, actor, i->id, i->team_ids.v, i->team_ids.n));
    if (i->has_status)
        K_TRY(account_set_status(cx, actor, i->id, i->status));
    if (i->has_status && k_str_eqz(i->status, "left"))
        K_TRY(others_end_member(cx, rq, i->id, 0));
    return me_member_by_id(cx, &names, i->id, out);
}

/* --- invitations ------------------------------------------------------------------------- */

static struct api_invitation show_invitation(struct names *n,
                                             const struct sq_invitation_list_row *r)
{
    return (struct api_invitation){.id = r->id,
                                   .email = r->email.n > 0 ? r->email : K_NONE,
                                   .role = r->role,
                                   .team = names_team(n, r->team_id),
                                   .created_by = names_member(n, r->created_by),
                                   .created_at = r->created_at,
                                   .expires_at = r->expires_at};
}

k_err route_invitations_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_invitation_list *o = out;
    struct names names = names_new(cx);
    struct sq_invitation_list_list list;
    K_TRY(sq_invitation_list(cx, k_cx_now(cx), &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) = show_invitation(&names, &list.v[i]);
    return names_done(&names);
}

k_err route_invitation_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_invitation_in *i = in;
    struct api_invitation *o = out;
    struct names names = names_new(cx);
    k_str digest;
    k_str secret = auth_secret(cx, "", &digest);
    k_time now = k_cx_now(cx);
    struct account_invite invite = {.actor_role = rq->who.role,
                                    .email = i->email,
                                    .role = i->role,
                                    .team_id = i->team_id,
                                    .token_digest = digest,
                                    .expires_at = now + (i->days ? i->days : 7) * K_DAY};
    K_TRY(account_invite(cx, &invite, &o->id));
    o->email = i->email.n > 0 ? i->email : K_NONE;
    o->role = i->role;
    o->team = names_team(&names, i->team_id);
    o->created_by = names_member(&names, rq->who.member);
    o->created_at = now;
    o->expires_at = invite.expires_at;
    o->url =
        k_fmt(cx->arena, "%.*s/invitation/%.*s", K_ARG(enter_address(cx, rq)), K_ARG(secret));
    return names_done(&names);
}

k_err route_invitation_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_id_in *i = in;
    int64_t changed = 0;
    K_TRY(sq_invitation_delete(cx, i->id, &changed));
    return changed ? K_OK
                   : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such open invitation.");
}

/* --- teams ------------------------------------------------------------------------------- */

static struct api_team show_team(const struct sq_team_list_row *r)
{
    return (struct api_team){.id = r->id,
                             .name = r->name,
                             .kind = r->kind,
                             .lead_id = r->lead_id,
                             .members = r->members,
                             .demo = r->demo,
                             .created_at = r->created_at};
}

static k_err find_team(struct k_ctx *cx, k_id id, struct api_team *out)
{
    struct sq_team_list_list list;
    K_TRY(sq_team_list(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].id == id) {
            *out = show_team(&list.v[i]);
            return K_OK;
        }
    return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such team.");
}

k_err route_teams_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_team_list *o = out;
    struct sq_team_list_list list;
    K_TRY(sq_team_list(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) = show_team(&list.v[i]);
    return K_OK;
}

k_err route_team_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_team_in *i = in;
    k_id id = 0;
    K_TRY(account_team_create(cx, i->name, i->kind, false, &id));
    return find_team(cx, id, out);
}

k_err route_team_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_team_in *i = in;
    struct api_team now;
    K_TRY(find_team(cx, i->id, &now));
    K_TRY(account_team_change(cx, i->id, i->has_name ? i->name : now.name,
                              i->has_kind ? i->kind : now.kind,
                              i->has_lead_id ? i->lead_id : now.lead_id));
    return find_team(cx, i->id, out);
}

k_err route_team_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return account_team_remove(cx, ((const struct api_id_in *)in)->id);
}

/* --- tokens ------------------------------------------------------------------------------ */

/* Scopes as words; the column holds them with blanks between. */
static void split_scopes(struct k_ctx *cx, k_str scopes, struct api_token *out)
{
    while (scopes.n > 0)
        *k_vec_push(cx->arena, &out->scopes) = k_str_cut(&scopes, ' ');
}

k_err route_tokens_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_token_list *o = out;
    struct names names = names_new(cx);
    struct sq_token_list_list list;
    K_TRY(sq_token_list(cx, api_may(rq, PERM_SETTINGS) ? 0 : rq->who.member, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_token_list_row *r = &list.v[i];
        struct api_token *t = k_vec_push(cx->arena, &o->items);
        *t = (struct api_token){.id = r->id,
                                .name = r->name,
                                .member = names_member_of(&names, r->member_id),
                                .created_at = r->created_at,
                                .last_used_at = r->last_used_at,
                                .expires_at = r->expires_at,
                                .revoked_at = r->revoked_at};
        split_scopes(cx, r->scopes, t);
    }
    return names_done(&names);
}

/* Not a token for programs, but a password that somebody types into a phone. */
static bool is_app(k_str scope)
{
    return k_str_eqz(scope, "contacts");
}

k_err route_me_contacts(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_contacts *o = out;
    struct sq_member_get_row m;
    struct sq_card_count_row team, own;
    bool found;
    K_TRY(sq_member_get(cx, rq->who.member, &m, &found));
    K_TRY(sq_card_count(cx, 0, &team, &found));
    K_TRY(sq_card_count(cx, rq->who.member, &own, &found));
    *o = (struct api_contacts){.url = k_cat(cx->arena, enter_address(cx, rq), K_S("/dav/")),
                               .user = m.email,
                               .team_people = team.n,
                               .own_people = own.n};
    return K_OK;
}

/* A token has no more than its member: asking for more is a mistake worth saying. */
static k_err join_scopes(struct k_ctx *cx, const struct api_req *rq,
                         const struct api_token_in *i, k_str *out)
{
    k_str scopes = K_S("");
    for (size_t k = 0; k < i->scopes.n; k++) {
        if (is_app(i->scopes.v[k]) && i->scopes.n > 1)
            return k_fail(cx, K_ERR_BAD_INPUT, "scopes",
                          "An app password is for contacts alone.");
        if (!(auth_perms_of_scopes(i->scopes.v[k]) & rq->who.perms))
            return k_fail(cx, K_ERR_FORBIDDEN, "scopes", "You have not got '%.*s' yourself.",
                          K_ARG(i->scopes.v[k]));
        scopes =
            k_fmt(cx->arena, "%.*s%s%.*s", K_ARG(scopes), k ? " " : "", K_ARG(i->scopes.v[k]));
    }
    *out = scopes;
    return K_OK;
}

k_err route_token_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_token_in *i = in;
    struct api_token *o = out;
    struct names names = names_new(cx);
    k_str digest;
    k_str secret = is_app(i->scopes.v[0]) ? auth_app_secret(cx, &digest)
                                          : auth_secret(cx, AUTH_TOKEN_PREFIX, &digest);
    k_time now = k_cx_now(cx);
    struct sq_token_insert_args args = {.id = k_cx_id(cx),
                                        .token_hash = digest,
                                        .name = i->name,
                                        .member_id = rq->who.member,
                                        .at = now,
                                        .expires_at = i->days ? now + i->days * K_DAY : 0};
    K_TRY(join_scopes(cx, rq, i, &args.scopes));
    K_TRY(sq_token_insert(cx, &args, NULL));
    K_TRY(account_record(cx, "token.created", "token", args.id, "scopes", args.scopes));
    *o = (struct api_token){.id = args.id,
                            .name = i->name,
                            .scopes = {i->scopes.v, i->scopes.n, i->scopes.cap},
                            .member = names_member_of(&names, rq->who.member),
                            .created_at = now,
                            .expires_at = args.expires_at,
                            .secret = secret};
    return names_done(&names);
}

k_err route_token_revoke(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_id_in *i = in;
    struct sq_token_get_row row;
    bool found;
    K_TRY(sq_token_get(cx, i->id, &row, &found));
    if (!found || (row.member_id != rq->who.member && !api_may(rq, PERM_SETTINGS)))
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "You have no such token.");
    K_TRY(sq_token_revoke(cx, i->id, k_cx_now(cx), NULL));
    K_TRY(others_end_session(cx, rq, i->id));
    return account_record(cx, "token.revoked", "token", i->id, NULL, K_NONE);
}
