/* routes_security: what members set up to sign in: authenticator app, recovery codes, passkeys;
 * what the organisation wants of whom, and who is short of it. */
#include "api/api.h"
#include "api/auth.h"
#include "api/enter.h"
#include "api/handlers.h"
#include "api/others.h"
#include "api/shapes_security.h"
#include "db/db.h"
#include "domain/access_rules.h"
#include "domain/account.h"
#include "signin/second.h"
#include "signin/totp.h"
#include "store/event.h"
#include "store/setting.h"

#define PASSKEYS_MAX 20 /* a member */

static const struct k_secret_key *key_of(const struct api_req *rq)
{
    return rq->api->cfg.env->key;
}

/* --- the page ---------------------------------------------------------------------------- */

static struct api_passkey show_passkey(struct k_ctx *cx,
                                       const struct sq_passkey_of_member_row *r)
{
    struct api_passkey out = {.id = r->id,
                              .name = r->name,
                              .backed_up = r->backed_up,
                              .created_at = r->created_at,
                              .last_used_at = r->last_used_at};
    k_str words = r->transports;
    while (words.n > 0)
        *k_vec_push(cx->arena, &out.transports) = k_str_cut(&words, ' ');
    return out;
}

static k_err add_passkeys(struct k_ctx *cx, struct api_req *rq, struct api_security *o)
{
    struct sq_passkey_of_member_list list;
    struct passkey_site site;
    K_TRY(sq_passkey_of_member(cx, rq->who.member, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->passkeys) = show_passkey(cx, &list.v[i]);
    if (enter_site(cx, rq, &site) != K_OK) {
        o->no_passkeys = cx->detail.text;
        cx->detail = (struct k_detail){0};
    }
    return K_OK;
}

static k_err add_providers(struct k_ctx *cx, k_id member, struct api_security *o)
{
    struct sq_oidc_identity_of_member_list list;
    K_TRY(sq_oidc_identity_of_member(cx, member, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->providers) = (struct api_provider_of_me){
            list.v[i].provider_id, list.v[i].name, list.v[i].email, list.v[i].last_at};
    return K_OK;
}

k_err route_me_security(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_security *o = out;
    struct sq_second_get_row s;
    struct sq_member_get_row m;
    struct sq_member_password_by_id_row password;
    struct second_policy policy;
    bool found;
    K_TRY(sq_second_get(cx, rq->who.member, &s, &found));
    K_TRY(sq_member_get(cx, rq->who.member, &m, &found));
    K_TRY(sq_member_password_by_id(cx, rq->who.member, &password, &found));
    K_TRY(second_policy_get(cx, &policy));
    o->factor = rq->who.factor;
    o->confirmed_at = rq->who.confirmed_at;
    o->has_password = !k_str_empty(password.password_hash);
    o->totp = s.totp_confirmed_at > 0;
    o->totp_since = s.totp_confirmed_at;
    o->recovery_left = s.recovery_left;
    o->recovery_at = s.recovery_left ? s.recovery_at : 0;
    o->required = second_policy_wants(&policy, m.role);
    o->second_factor_by = second_deadline(&policy, m.role, m.created_at);
    K_TRY(add_passkeys(cx, rq, o));
    return add_providers(cx, rq->who.member, o);
}

/* --- authenticator app ------------------------------------------------------------------- */

k_err route_totp_begin(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_totp_new *o = out;
    struct sq_member_get_row m;
    k_str secret, organisation, locale;
    bool found;
    K_TRY(second_totp_begin(cx, key_of(rq), rq->who.member, &secret));
    K_TRY(sq_member_get(cx, rq->who.member, &m, &found));
    K_TRY(me_organisation(cx, &organisation, &locale));
    o->secret = k_base32(cx->arena, secret);
    o->uri = totp_uri(cx->arena, organisation, m.email, secret);
    return K_OK;
}

struct confirm {
    const struct api_req *rq;
    k_str code;
    struct second_codes codes;
};

/* With the first second factor come recovery codes. */
static k_err first_codes(struct k_ctx *cx, const struct api_req *rq, struct second_codes *out)
{
    struct sq_second_get_row s;
    bool found;
    *out = (struct second_codes){.n = 0};
    K_TRY(sq_second_get(cx, rq->who.member, &s, &found));
    return s.recovery_left > 0 ? K_OK
                               : second_recovery_make(cx, key_of(rq), rq->who.member, out);
}

static k_err write_totp(struct k_ctx *cx, void *arg)
{
    struct confirm *c = arg;
    K_TRY(second_totp_confirm(cx, key_of(c->rq), c->rq->who.member, c->code));
    K_TRY(sq_session_confirm(cx, c->rq->who.session, K_S("totp"), k_cx_now(cx), NULL));
    return first_codes(cx, c->rq, &c->codes);
}

k_err route_totp_confirm(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_code_in *i = in;
    struct api_codes *o = out;
    struct confirm c = {.rq = rq, .code = i->code};
    k_str key = k_fmt(cx->arena, "totp:%lld", (long long)rq->who.member);
    K_TRY(api_try(cx, rq, rq->api->accounts, key));
    K_TRY(db_write(cx, write_totp, &c));
    limiter_give(rq->api->accounts, key);
    memcpy(&o->codes, &c.codes, sizeof c.codes);
    return K_OK;
}

/* What a role needs stays until there is something in its place. */
static k_err may_take_off(struct k_ctx *cx, const struct api_req *rq, bool other)
{
    struct second_policy policy;
    K_TRY(second_policy_get(cx, &policy));
    if (other || !second_policy_wants(&policy, rq->who.role))
        return K_OK;
    return k_fail(cx, K_ERR_CONFLICT, NULL,
                  "Your role needs a second factor. Set another one up first.");
}

k_err route_totp_drop(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct sq_second_get_row s;
    bool found;
    K_TRY(sq_second_get(cx, rq->who.member, &s, &found));
    if (s.totp_confirmed_at)
        K_TRY(may_take_off(cx, rq, s.passkeys > 0));
    return second_totp_drop(cx, rq->who.member);
}

k_err route_recovery_make(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_codes *o = out;
    struct second_codes codes;
    struct sq_second_get_row s;
    bool found;
    K_TRY(sq_second_get(cx, rq->who.member, &s, &found));
    if (s.totp_confirmed_at == 0 && s.passkeys == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "Recovery codes stand in for a second factor. Set one up first.");
    K_TRY(second_recovery_make(cx, key_of(rq), rq->who.member, &codes));
    memcpy(&o->codes, &codes, sizeof codes);
    return K_OK;
}

/* --- passkeys ---------------------------------------------------------------------------- */

k_err route_passkey_options(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_passkey_options *o = out;
    struct sq_passkey_of_member_list list;
    struct sq_second_handle_row handle;
    struct sq_member_get_row m;
    struct passkey_site site;
    k_str challenge, locale;
    bool found;
    char raw[32];
    K_TRY(enter_site(cx, rq, &site));
    K_TRY(sq_passkey_of_member(cx, rq->who.member, &list));
    if (list.n >= PASSKEYS_MAX)
        return k_fail(cx, K_ERR_LIMIT, NULL, "You have %d passkeys. Remove one first.",
                      PASSKEYS_MAX);
    k_secret_random(raw, sizeof raw);
    K_TRY(sq_second_handle(cx, rq->who.member, k_str_n(raw, sizeof raw), &handle, &found));
    K_TRY(enter_ask(cx, "passkey_new", rq->who.member, &challenge));
    K_TRY(sq_member_get(cx, rq->who.member, &m, &found));
    K_TRY(me_organisation(cx, &o->rp_name, &locale));
    o->rp_name = o->rp_name.n ? o->rp_name : K_S("Kith");
    o->challenge = k_base64url(cx->arena, challenge);
    o->rp_id = site.rp_id;
    o->user_id = k_base64url(cx->arena, handle.handle);
    o->user_name = m.email;
    o->user_title = m.name;
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->exclude) = k_base64url(cx->arena, list.v[i].credential_id);
    return K_OK;
}

struct making {
    const struct api_req *rq;
    struct sq_passkey_insert_args row;
    struct second_codes codes;
};

static k_err write_passkey(struct k_ctx *cx, void *arg)
{
    struct making *m = arg;
    int64_t changed = 0;
    m->row.id = k_cx_id(cx);
    m->row.now = k_cx_now(cx);
    K_TRY(sq_passkey_insert(cx, &m->row, &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_EXISTS, NULL, "This passkey is known here already.");
    K_TRY(sq_session_confirm(cx, m->rq->who.session, K_S("passkey"), k_cx_now(cx), NULL));
    K_TRY(first_codes(cx, m->rq, &m->codes));
    return account_record(cx, "member.passkey_added", "member", m->row.member_id, "name",
                          m->row.name);
}

/* Words of the browser that we know, blank-separated. */
static k_str transports_of(struct k_ctx *cx, const struct api_passkey_new_in *in)
{
    static const char *const known[] = {"internal", "usb",        "nfc", "ble",
                                        "hybrid",   "smart-card", NULL};
    k_str out = K_S("");
    for (size_t i = 0; i < in->transports.n; i++)
        if (k_str_in(in->transports.v[i], known))
            out = k_fmt(cx->arena, "%.*s%s%.*s", K_ARG(out), out.n ? " " : "",
                        K_ARG(in->transports.v[i]));
    return out;
}

static k_err check_made(struct k_ctx *cx, struct api_req *rq,
                        const struct api_passkey_new_in *in, struct passkey_facts *facts)
{
    struct passkey_site site;
    k_str client_data, attestation, challenge;
    k_id asked;
    K_TRY(enter_site(cx, rq, &site));
    if (!k_base64url_decode(cx->arena, in->client_data, &client_data) ||
        !k_base64url_decode(cx->arena, in->attestation, &attestation))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "This is not base64url.");
    K_TRY(enter_answered(cx, "passkey_new", client_data, &challenge, &asked));
    const char *why = asked != rq->who.member ? "it was asked of somebody else"
                                              : passkey_made(cx->arena, &site, challenge,
                                                             client_data, attestation, facts);
    if (why == NULL && !facts->user_verified)
        why = "the authenticator did not check who uses it";
    if (why == NULL)
        return K_OK;
    k_log(K_WARN, "passkey_refused", "remote=%.*s why=\"%s\"", K_ARG(rq->http->remote), why);
    return k_fail(
        cx, K_ERR_BAD_INPUT, "attestation",
        "This passkey cannot be used here. It must ask for a PIN, a finger or a face.");
}

k_err route_passkey_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_passkey_new_in *i = in;
    struct api_passkey_made *o = out;
    struct passkey_facts facts;
    struct making m = {.rq = rq};
    K_TRY(check_made(cx, rq, i, &facts));
    m.row = (struct sq_passkey_insert_args){.member_id = rq->who.member,
                                            .credential_id = facts.id,
                                            .public_key = facts.key,
                                            .sign_count = facts.sign_count,
                                            .name = i->name,
                                            .transports = transports_of(cx, i),
                                            .aaguid = facts.aaguid,
                                            .backed_up = facts.backed_up};
    K_TRY(db_write(cx, write_passkey, &m));
    o->passkey =
        show_passkey(cx, &(struct sq_passkey_of_member_row){.id = m.row.id,
                                                            .name = m.row.name,
                                                            .transports = m.row.transports,
                                                            .backed_up = m.row.backed_up,
                                                            .created_at = m.row.now});
    memcpy(&o->codes, &m.codes, sizeof m.codes);
    return K_OK;
}

static k_err find_passkey(struct k_ctx *cx, k_id member, k_id id,
                          struct sq_passkey_of_member_row *out, size_t *n)
{
    struct sq_passkey_of_member_list list;
    K_TRY(sq_passkey_of_member(cx, member, &list));
    *n = list.n;
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].id == id) {
            *out = list.v[i];
            return K_OK;
        }
    return k_fail(cx, K_ERR_NOT_FOUND, "id", "You have no such passkey.");
}

k_err route_passkey_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_passkey_in *i = in;
    struct sq_passkey_of_member_row row;
    size_t n;
    K_TRY(find_passkey(cx, rq->who.member, i->id, &row, &n));
    K_TRY(sq_passkey_rename(cx, i->id, rq->who.member, i->name, NULL));
    row.name = i->name;
    *(struct api_passkey *)out = show_passkey(cx, &row);
    return K_OK;
}

k_err route_passkey_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct sq_passkey_of_member_row row;
    struct sq_second_get_row s;
    bool found;
    size_t n;
    K_TRY(find_passkey(cx, rq->who.member, id, &row, &n));
    K_TRY(sq_second_get(cx, rq->who.member, &s, &found));
    K_TRY(may_take_off(cx, rq, n > 1 || s.totp_confirmed_at > 0));
    K_TRY(sq_passkey_delete(cx, id, rq->who.member, NULL));
    K_TRY(second_tidy(cx, rq->who.member));
    return account_record(cx, "member.passkey_removed", "member", rq->who.member, "name",
                          row.name);
}

/* --- the organisation -------------------------------------------------------------------- */

k_err route_second_policy_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_second_policy *o = out;
    struct second_policy p;
    K_TRY(second_policy_get(cx, &p));
    for (const char *const *w = words_role; *w; w++)
        if (second_policy_wants(&p, k_str_z(*w)))
            *k_vec_push(cx->arena, &o->roles) = k_str_z(*w);
    o->grace_days = p.grace_days;
    o->since = o->roles.n ? p.since : 0;
    return K_OK;
}

/* The days to set one up begin anew only for roles of which it was not asked before. */
k_err route_second_policy_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_second_policy_in *i = in;
    struct second_policy was, p = {.grace_days = i->grace_days};
    bool more = false;
    K_TRY(second_policy_get(cx, &was));
    for (size_t k = 0; k < i->roles.n; k++) {
        p.roles[access_rank(i->roles.v[k]) - 1] = true;
        more |= !second_policy_wants(&was, i->roles.v[k]);
    }
    p.since = more || was.since == 0 ? k_cx_now(cx) : was.since;
    k_str text = second_policy_text(cx->arena, &p);
    K_TRY(setting_set(cx, K_S(SECOND_SETTING), text));
    struct event_new e = {.verb = K_S("settings.second_factor_set"),
                          .object_kind = K_S("setting"),
                          .payload = text};
    K_TRY(event_append(cx, &e, NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return route_second_policy_get(cx, rq, NULL, out);
}

k_err route_members_security(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_member_security_list *o = out;
    struct sq_second_list_list list;
    struct sq_member_list_list members;
    struct second_policy p;
    K_TRY(second_policy_get(cx, &p));
    K_TRY(sq_second_list(cx, &list));
    K_TRY(sq_member_list(cx, &members));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_second_list_row *r = &list.v[i];
        for (size_t k = 0; k < members.n; k++) {
            const struct sq_member_list_row *m = &members.v[k];
            if (m->id != r->member_id || !k_str_eqz(m->status, "active"))
                continue;
            bool wants = second_policy_wants(&p, m->role);
            *k_vec_push(cx->arena, &o->items) = (struct api_member_security){
                .member_id = m->id,
                .totp = r->totp,
                .passkeys = r->passkeys,
                .providers = r->providers,
                .recovery_left = r->recovery_left,
                .required = wants,
                .short_of = wants && !r->totp && !r->passkeys && !r->providers,
                .by = second_deadline(&p, m->role, m->created_at)};
        }
    }
    return K_OK;
}

k_err route_member_reset(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_reset_in *i = in;
    struct sq_member_get_row m;
    bool found;
    if (!i->totp && !i->passkeys)
        return k_fail(cx, K_ERR_BAD_INPUT, "totp", "Say what to take off.");
    K_TRY(sq_member_get(cx, i->id, &m, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such member.");
    if (!account_may_change(rq->who.role, m.role, m.role))
        return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                      "Only somebody of that rank may change this member.");
    K_TRY(second_reset(cx, i->id, i->totp, i->passkeys));
    K_TRY(sq_session_delete_others(cx, i->id, i->id == rq->who.member ? rq->who.session : 0,
                                   NULL));
    return others_end_member(cx, rq, i->id, i->id == rq->who.member ? rq->who.session : 0);
}
