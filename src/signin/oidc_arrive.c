/* oidc_arrive: who a provider sent, as a member. Reads and writes oidc_identity, member, teams,
 * invitation, session. */
#include "base/buf.h"
#include "domain/account.h"
#include "signin/oidc.h"
#include "store/member.h"

struct arrival {
    const struct sq_oidc_list_row *p;
    const struct k_json *claims;
    struct oidc_map map;
    oidc_words groups;
    struct oidc_place place;
    k_str subject, email; /* email: empty unless it may be believed */
    struct oidc_comer comer;
    k_id member; /* known, or with that address */
    k_str role;  /* of that member */
    struct sq_invitation_by_email_row invitation;
};

static k_err read_claims(struct k_ctx *cx, struct arrival *v)
{
    k_str wrong, typed = k_json_get_str(v->claims, "email");
    bool verified = k_json_bool(k_json_get(v->claims, "email_verified"), false) ||
                    k_str_eqz(k_json_get_str(v->claims, "email_verified"), "true");
    if (!oidc_map_parse(cx->arena, v->p->mapping, v->p->default_role, &v->map, &wrong))
        return k_fail(cx, K_ERR_BAD_INPUT, "mapping", "%.*s", K_ARG(wrong));
    oidc_groups(cx->arena, v->claims, v->p->groups_claim, &v->groups);
    oidc_place(cx->arena, &v->map, &v->groups, &v->place);
    v->subject = k_json_get_str(v->claims, "sub");
    v->email = K_S("");
    if (typed.n && (verified || v->p->trust_email)) {
        v->comer.email_ok = member_email(cx, typed, &v->email) == K_OK;
        cx->detail = (struct k_detail){0};
    }
    return K_OK;
}

static k_err look_up(struct k_ctx *cx, struct arrival *v)
{
    struct sq_oidc_identity_get_row known;
    struct sq_member_by_email_row member;
    bool found;
    K_TRY(sq_oidc_identity_get(cx, v->p->id, v->subject, &known, &v->comer.known));
    if (v->comer.known) {
        v->member = known.member_id;
        v->role = known.role;
        v->comer.left = !k_str_eqz(known.status, "active");
        return K_OK;
    }
    if (!v->comer.email_ok)
        return K_OK;
    K_TRY(sq_member_by_email(cx, v->email, &member, &found));
    if (found) {
        v->comer.member_by_mail = true;
        v->comer.left = !k_str_eqz(member.status, "active");
        v->member = member.id;
        v->role = member.role;
        return K_OK;
    }
    return sq_invitation_by_email(cx, v->email, k_cx_now(cx), &v->invitation,
                                  &v->comer.invited);
}

/* --- making and moving ------------------------------------------------------------------- */

static k_str name_of(const struct arrival *v)
{
    static const char *const claims[] = {"name", "preferred_username", "email"};
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        k_str s = k_str_trim(k_json_get_str(v->claims, claims[i]));
        if (s.n > 0)
            return k_str_sub(s, 0, 120);
    }
    return v->email;
}

/* Somebody new. Without a password: they come by their provider only, until they set one up. */
static k_err make(struct k_ctx *cx, struct arrival *v)
{
    struct account_new n = {.name = name_of(v),
                            .email = v->email,
                            .role = v->place.role,
                            .locale = K_S(""),
                            .password_hash = K_NONE};
    int64_t changed = 0;
    if (v->comer.invited) {
        n.team_id = v->invitation.team_id;
        if (!v->place.manages)
            n.role = v->invitation.role;
    }
    K_TRY(account_create(cx, &n, &v->member));
    v->role = n.role;
    if (v->comer.invited)
        K_TRY(sq_invitation_use(cx, v->invitation.id, v->member, k_cx_now(cx), &changed));
    return K_OK;
}

/* Teams that the map knows follow the groups; others stay as members set them. */
static k_err follow_teams(struct k_ctx *cx, struct arrival *v)
{
    struct sq_team_of_member_list now;
    K_VEC(k_id) want = {0};
    size_t same = 0;
    K_TRY(sq_team_of_member(cx, v->member, &now));
    for (size_t i = 0; i < v->place.teams.n; i++) {
        struct sq_team_get_row team;
        bool found;
        K_TRY(sq_team_get(cx, v->place.teams.v[i], &team, &found));
        if (found) /* one that was removed since gives nothing */
            *k_vec_push(cx->arena, &want) = v->place.teams.v[i];
    }
    for (size_t i = 0; i < now.n; i++) {
        for (size_t k = 0; k < want.n; k++)
            same += want.v[k] == now.v[i].id;
        if (!oidc_map_has_team(&v->map, now.v[i].id))
            *k_vec_push(cx->arena, &want) = now.v[i].id;
    }
    size_t others = 0;
    for (size_t i = 0; i < now.n; i++)
        others += !oidc_map_has_team(&v->map, now.v[i].id);
    if (same + others == now.n && want.n == now.n)
        return K_OK;
    return account_set_teams(cx, K_S("owner"), v->member, want.v, want.n);
}

/* An owner is made by an owner, and stays one whatever a provider says. */
static k_err follow(struct k_ctx *cx, struct arrival *v)
{
    if (!v->place.manages)
        return K_OK;
    if (!k_str_eqz(v->role, "owner"))
        K_TRY(account_set_role(cx, K_S("owner"), v->member, v->place.role));
    return follow_teams(cx, v);
}

static k_str groups_json(struct k_ctx *cx, const oidc_words *groups)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 1 << 20);
    struct k_jw w = k_jw(&b);
    kw_arr(&w);
    for (size_t i = 0; i < groups->n; i++)
        kw_str(&w, groups->v[i]);
    kw_end(&w);
    return k_buf_ok(&b) ? k_buf_view(&b) : K_S("[]");
}

static k_err keep_identity(struct k_ctx *cx, const struct arrival *v)
{
    struct sq_oidc_identity_put_args args = {.provider_id = v->p->id,
                                             .subject = v->subject,
                                             .member_id = v->member,
                                             .email = v->email,
                                             .groups = groups_json(cx, &v->groups),
                                             .now = k_cx_now(cx)};
    return sq_oidc_identity_put(cx, &args, NULL);
}

/* The provider took away what let this member in: everything of ours ends, too. */
static k_err shut_out(struct k_ctx *cx, const struct arrival *v)
{
    K_TRY(sq_session_delete_others(cx, v->member, 0, NULL));
    K_TRY(sq_token_revoke_member(cx, v->member, k_cx_now(cx), NULL));
    K_TRY(keep_identity(cx, v));
    K_TRY(account_record(cx, "member.provider_refused", "member", v->member, "provider",
                         v->p->name));
    k_ctx_notice(cx, K_TOPIC_ACCESS, v->member);
    return K_OK;
}

static k_err act(struct k_ctx *cx, struct arrival *v, enum oidc_verdict verdict, k_id *member)
{
    if (verdict == OIDC_NO_GROUP && v->comer.known)
        return shut_out(cx, v);
    if (verdict > OIDC_ACCEPT)
        return K_OK;
    if (verdict == OIDC_JOIN || verdict == OIDC_ACCEPT)
        K_TRY(make(cx, v));
    K_TRY(keep_identity(cx, v));
    if (verdict == OIDC_LINK)
        K_TRY(account_record(cx, "member.provider_linked", "member", v->member, "provider",
                             v->p->name));
    *member = v->member;
    return follow(cx, v);
}

k_err oidc_arrive(struct k_ctx *cx, const struct sq_oidc_list_row *p,
                  const struct k_json *claims, enum oidc_verdict *verdict, k_id *member)
{
    struct arrival v = {.p = p, .claims = claims};
    *member = 0;
    K_TRY(read_claims(cx, &v));
    K_TRY(look_up(cx, &v));
    *verdict =
        oidc_judge(&v.comer, &v.place, p->link_by_email, k_str_eqz(p->joining, "everybody"));
    return act(cx, &v, *verdict, member);
}
