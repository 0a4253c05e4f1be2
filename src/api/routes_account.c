/* routes_account: first start, invitation links, own account. */
#include "api/api.h"
#include "api/auth.h"
#include "api/enter.h"
#include "api/handlers.h"
#include "api/others.h"
#include "api/me.h"
#include "base/version.h"
#include "db/db.h"
#include "domain/account.h"
#include "store/setting.h"

/* --- start ------------------------------------------------------------------------------- */

k_err route_start_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_start *o = out;
    struct sq_oidc_list_list providers;
    struct passkey_site site;
    struct sq_member_own_row row;
    bool found;
    K_TRY(sq_member_own(cx, &row, &found));
    K_TRY(me_organisation(cx, &o->organisation, &o->locale));
    K_TRY(me_has_demo(cx, &o->demo));
    o->needs_owner = row.n == 0;
    o->passkeys = enter_site(cx, rq, &site) == K_OK;
    cx->detail = (struct k_detail){0};
    K_TRY(sq_oidc_list(cx, &providers));
    for (size_t i = 0; i < providers.n; i++)
        if (providers.v[i].enabled)
            *k_vec_push(cx->arena, &o->providers) =
                (struct api_provider_ref){providers.v[i].id, providers.v[i].name};
    o->version = k_str_z(k_version);
    return K_OK;
}

/* What a new account needs, and its session: written in one transaction. */
struct joining {
    struct account_new account;
    k_str organisation; /* first start */
    k_str invitation;   /* digest of its link; K_NONE at first start */
};

static k_err make_account(struct k_ctx *cx, struct enter *e)
{
    const struct joining *j = e->arg;
    if (j->invitation.p)
        return account_join(cx, j->invitation, j->account, &e->member);
    K_TRY(account_create_owner(cx, j->account, &e->member));
    K_TRY(setting_set(cx, K_S("organisation"), j->organisation));
    return setting_set(cx, K_S("locale"), j->account.locale);
}

static k_err join(struct k_ctx *cx, struct api_req *rq, struct joining *j, k_str password,
                  void *me)
{
    struct enter e = {
        .rq = rq, .factor = K_S("password"), .first = make_account, .arg = j, .me = me};
    K_TRY(k_secret_password_hash(cx->arena, password, &j->account.password_hash));
    return enter_now(cx, &e);
}

static k_str or_empty(k_str s)
{
    return s.p ? s : K_S("");
}

k_err route_start_owner(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_owner_in *i = in;
    if (!api_first_code_ok(cx, rq->api, i->code))
        return k_fail(cx, K_ERR_FORBIDDEN, "code",
                      "This is not the code. It is on the console of the server, and in the "
                      "file first-start-code of its data folder.");
    struct joining j = {.organisation = or_empty(i->organisation),
                        .account = {.name = i->name,
                                    .handle = i->handle,
                                    .email = i->email,
                                    .locale = or_empty(i->locale)}};
    K_TRY(join(cx, rq, &j, i->password, out));
    api_first_code_spent(cx, rq->api);
    return K_OK;
}

/* --- invitation links -------------------------------------------------------------------- */

k_err route_invitation_open(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_invitation_token_in *i = in;
    struct api_invitation_open *o = out;
    struct sq_invitation_by_token_row row;
    struct names names = names_new(cx);
    bool found;
    k_str locale;
    K_TRY(sq_invitation_by_token(cx, auth_digest(cx, i->token), &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "There is no such invitation.");
    if (row.used_at || row.expires_at <= k_cx_now(cx))
        return k_fail(cx, K_ERR_GONE, NULL,
                      "This invitation was used or is too old. Ask for a new one.");
    K_TRY(me_organisation(cx, &o->organisation, &locale));
    o->email = row.email.n > 0 ? row.email : K_NONE;
    o->role = row.role;
    o->invited_by = names_member_of(&names, row.created_by).name;
    o->team = names_team(&names, row.team_id);
    o->expires_at = row.expires_at;
    return names_done(&names);
}

k_err route_invitation_use(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_invitation_use_in *i = in;
    struct joining j = {.invitation = auth_digest(cx, i->token),
                        .account = {.name = i->name,
                                    .handle = i->handle,
                                    .email = or_empty(i->email),
                                    .locale = or_empty(i->locale)}};
    return join(cx, rq, &j, i->password, out);
}

/* --- own account ------------------------------------------------------------------------- */

k_err route_me_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return me_fill(cx, rq, out);
}

k_err route_me_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_me_in *i = in;
    struct sq_member_get_row m;
    bool found;
    K_TRY(sq_member_get(cx, rq->who.member, &m, &found));
    struct account_profile p = {.name = i->has_name ? i->name : m.name,
                                .handle = i->has_handle ? i->handle : m.handle,
                                .sign = i->has_sign ? i->sign : m.sign,
                                .locale = i->has_locale ? i->locale : m.locale,
                                .theme = i->has_theme ? i->theme : m.theme};
    K_TRY(account_set_profile(cx, rq->who.member, p));
    return me_fill(cx, rq, out);
}

struct new_password {
    struct api_req *rq;
    k_str hash;
};

static k_err write_password(struct k_ctx *cx, void *arg)
{
    const struct new_password *p = arg;
    return account_set_password(cx, p->rq->who.member, p->hash, p->rq->who.session);
}

k_err route_me_password(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_password_in *i = in;
    struct new_password p = {.rq = rq};
    struct sq_member_password_by_id_row row;
    bool found;
    k_str key = k_fmt(cx->arena, "password:%lld", (long long)rq->who.member);
    K_TRY(api_try(cx, rq, rq->api->accounts, key));
    K_TRY(sq_member_password_by_id(cx, rq->who.member, &row, &found));
    if (!found || !k_secret_password_ok(row.password_hash, i->current))
        return k_fail(cx, K_ERR_BAD_INPUT, "current", "This is not your password.");
    K_TRY(k_secret_password_hash(cx->arena, i->password, &p.hash));
    K_TRY(db_write(cx, write_password, &p));
    limiter_give(rq->api->accounts, key);
    K_TRY(others_end_member(cx, rq, rq->who.member, rq->who.session));
    return K_OK;
}

k_err route_me_sessions(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_session_list *o = out;
    struct sq_session_list_list list;
    K_TRY(sq_session_list(cx, rq->who.member, k_cx_now(cx), &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) =
            (struct api_session){.id = list.v[i].id,
                                 .user_agent = list.v[i].user_agent,
                                 .address = list.v[i].address,
                                 .current = list.v[i].id == rq->who.session,
                                 .factor = list.v[i].factor,
                                 .created_at = list.v[i].created_at,
                                 .last_seen_at = list.v[i].last_seen_at,
                                 .expires_at = list.v[i].expires_at};
    return K_OK;
}

k_err route_me_session_end(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_id_in *i = in;
    int64_t changed = 0;
    K_TRY(sq_session_delete(cx, i->id, rq->who.member, &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "You have no such session.");
    K_TRY(others_end_session(cx, rq, i->id));
    return K_OK;
}
