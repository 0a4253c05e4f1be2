/* routes_signin: sign in by password with a second factor, by passkey; sign out; show once more
 * who one is. */
#include "api/api.h"
#include "api/auth.h"
#include "api/enter.h"
#include "api/handlers.h"
#include "api/others.h"
#include "api/shapes_security.h"
#include "db/db.h"
#include "signin/second.h"
#include "store/member.h"

static const char *const wrong_login = "The address or the password is wrong.";
static const char *const wrong_code = "This code is wrong, too old, or was used already.";

static const struct k_secret_key *key_of(const struct api_req *rq)
{
    return rq->api->cfg.env->key;
}

/* --- by password ------------------------------------------------------------------------- */

struct login {
    k_id member;
    k_str code;
    k_str new_hash; /* K_NONE unless the stored one costs too little */
};

/* The member with this address and password; 0 when they do not fit. Takes the same time for an
 * address that nobody has. */
static k_err find_login(struct k_ctx *cx, k_str email, k_str password, struct login *l)
{
    struct sq_member_password_row row;
    bool found;
    K_TRY(sq_member_password(cx, email, &row, &found));
    if (!found || !k_str_eqz(row.status, "active") || k_str_empty(row.password_hash)) {
        k_secret_password_dummy(password);
        return K_OK;
    }
    if (!k_secret_password_ok(row.password_hash, password))
        return K_OK;
    l->member = row.id;
    if (k_secret_password_old(row.password_hash))
        K_TRY(k_secret_password_hash(cx->arena, password, &l->new_hash));
    return K_OK;
}

/* What the right password alone is worth. */
static k_err verdict_of(struct k_ctx *cx, k_id member, enum second_verdict *out)
{
    struct sq_member_get_row m;
    struct sq_second_get_row s;
    struct second_policy policy;
    bool found;
    K_TRY(sq_member_get(cx, member, &m, &found));
    K_TRY(sq_second_get(cx, member, &s, &found));
    K_TRY(second_policy_get(cx, &policy));
    *out = second_after_password(s.totp_confirmed_at > 0, s.passkeys > 0,
                                 second_deadline(&policy, m.role, m.created_at), k_cx_now(cx));
    return K_OK;
}

static k_err use_up(struct k_ctx *cx, struct enter *e)
{
    const struct login *l = e->arg;
    if (l->new_hash.p)
        K_TRY(sq_member_set_password(cx, l->member, l->new_hash, NULL));
    if (l->code.n == 0)
        return K_OK;
    K_TRY(second_code_use(cx, key_of(e->rq), l->member, l->code, &e->factor));
    return e->factor.p ? K_OK : enter_refused(cx, e->rq, "code", wrong_code);
}

/* The password is right; is it enough? */
static k_err ask_for_more(struct k_ctx *cx, struct login *l)
{
    enum second_verdict v;
    K_TRY(verdict_of(cx, l->member, &v));
    if (v == SECOND_ENOUGH)
        l->code = K_NONE;
    if (v == SECOND_ENOUGH || l->code.n > 0)
        return K_OK;
    if (v == SECOND_PASSKEY)
        return k_fail(cx, K_ERR_SECOND_FACTOR, "passkey",
                      "Your role needs a second factor: sign in with your passkey, or give a "
                      "recovery code.");
    return k_fail(cx, K_ERR_SECOND_FACTOR, "code",
                  "Give the code of your authenticator app, or a recovery code.");
}

k_err route_session_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_session_in *i = in;
    struct login l = {.code = k_str_trim(i->code)};
    struct enter e = {
        .rq = rq, .factor = K_S("password"), .first = use_up, .arg = &l, .me = out};
    k_str email = K_NONE;
    if (member_email(cx, i->email, &email) != K_OK) {
        cx->detail = (struct k_detail){0};
        return k_fail(cx, K_ERR_UNAUTHENTICATED, "password", "%s", wrong_login);
    }
    k_str key = k_fmt(cx->arena, "login:%.*s", K_ARG(email));
    K_TRY(api_try(cx, rq, rq->api->accounts, key));
    K_TRY(find_login(cx, email, i->password, &l));
    if (l.member == 0)
        return enter_refused(cx, rq, "password", wrong_login);
    K_TRY(ask_for_more(cx, &l));
    e.member = l.member;
    K_TRY(enter_now(cx, &e));
    limiter_give(rq->api->accounts, key);
    if (l.code.n > 0) /* asked twice: once without the code */
        limiter_give(rq->api->accounts, key);
    return K_OK;
}

/* --- by passkey -------------------------------------------------------------------------- */

k_err route_passkey_ask(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_passkey_ask *o = out;
    struct passkey_site site;
    k_str challenge;
    K_TRY(enter_site(cx, rq, &site));
    K_TRY(enter_ask(cx, "passkey", 0, &challenge));
    o->challenge = k_base64url(cx->arena, challenge);
    o->rp_id = site.rp_id;
    return K_OK;
}

/* What a browser sent, as bytes. */
struct shown {
    k_str id, user_handle;
    struct passkey_proof proof;
};

static bool decode(struct k_ctx *cx, const struct api_passkey_proof_in *in, struct shown *out)
{
    struct k_arena *a = cx->arena;
    *out = (struct shown){.id = K_NONE};
    return k_base64url_decode(a, in->id, &out->id) &&
           k_base64url_decode(a, in->client_data, &out->proof.client_data) &&
           k_base64url_decode(a, in->authenticator_data, &out->proof.authenticator_data) &&
           k_base64url_decode(a, in->signature, &out->proof.signature) &&
           (in->user_handle.n == 0 ||
            k_base64url_decode(a, in->user_handle, &out->user_handle));
}

struct proven {
    struct sq_passkey_by_credential_row row;
    struct passkey_facts facts;
};

/* NULL, or why this passkey lets nobody in, in words for the log. */
static k_err judge(struct k_ctx *cx, const struct passkey_site *site, k_str challenge,
                   const struct shown *s, struct proven *out, const char **why)
{
    bool found;
    K_TRY(sq_passkey_by_credential(cx, s->id, &out->row, &found));
    if (!found || !k_str_eqz(out->row.status, "active"))
        *why = "nobody here has this passkey";
    else if (s->user_handle.n > 0 && !k_secret_same(s->user_handle, out->row.handle))
        *why = "it belongs to another account";
    else
        *why = passkey_used(cx->arena, site, challenge, out->row.public_key, &s->proof,
                            &out->facts);
    if (*why == NULL && !out->facts.user_verified)
        *why = "the authenticator did not check who uses it";
    if (*why == NULL && passkey_copied(out->row.sign_count, out->facts.sign_count))
        *why = "its counter went back: it may have been copied";
    return K_OK;
}

/* Whose passkey it is; UNAUTHENTICATED. */
static k_err prove(struct k_ctx *cx, struct api_req *rq, const struct api_passkey_proof_in *in,
                   struct proven *out)
{
    struct passkey_site site;
    struct shown s;
    k_str challenge;
    k_id asked;
    const char *why = NULL;
    K_TRY(enter_site(cx, rq, &site));
    if (!decode(cx, in, &s))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "This is not base64url.");
    K_TRY(enter_answered(cx, "passkey", s.proof.client_data, &challenge, &asked));
    K_TRY(judge(cx, &site, challenge, &s, out, &why));
    if (why == NULL)
        return K_OK;
    k_log(K_WARN, "passkey_refused", "remote=%.*s why=\"%s\"", K_ARG(rq->http->remote), why);
    return enter_refused(cx, rq, NULL, "This passkey does not work here.");
}

static k_err note_use(struct k_ctx *cx, const struct proven *p)
{
    return sq_passkey_used(cx, p->row.id, p->facts.sign_count, p->facts.backed_up, k_cx_now(cx),
                           NULL);
}

static k_err use_passkey(struct k_ctx *cx, struct enter *e)
{
    return note_use(cx, e->arg);
}

k_err route_session_passkey(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct proven p;
    K_TRY(prove(cx, rq, in, &p));
    struct enter e = {.rq = rq,
                      .member = p.row.member_id,
                      .factor = K_S("passkey"),
                      .first = use_passkey,
                      .arg = &p,
                      .me = out};
    return enter_now(cx, &e);
}

/* --- out --------------------------------------------------------------------------------- */

static k_err write_sign_out(struct k_ctx *cx, void *arg)
{
    const struct api_req *rq = arg;
    return sq_session_delete(cx, rq->who.session, rq->who.member, NULL);
}

k_err route_session_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(db_write(cx, write_sign_out, rq));
    K_TRY(others_end_session(cx, rq, rq->who.session));
    http_add_header(rq->res, "Set-Cookie", auth_cookie_gone(cx, rq->api));
    return K_OK;
}

/* --- once more --------------------------------------------------------------------------- */

struct confirming {
    const struct api_req *rq;
    k_str code;
    const struct proven *passkey; /* NULL = none */
};

static k_err write_confirm(struct k_ctx *cx, void *arg)
{
    const struct confirming *c = arg;
    k_str factor = K_NONE;
    if (c->passkey) {
        factor = K_S("passkey");
        K_TRY(note_use(cx, c->passkey));
    } else if (c->code.n > 0) {
        K_TRY(second_code_use(cx, key_of(c->rq), c->rq->who.member, c->code, &factor));
        if (factor.p == NULL)
            return k_fail(cx, K_ERR_BAD_INPUT, "code", "%s", wrong_code);
    }
    /* A session that began with more does not become less. */
    if (factor.p == NULL || second_strong(c->rq->who.factor))
        factor = c->rq->who.factor;
    return sq_session_confirm(cx, c->rq->who.session, factor, k_cx_now(cx), NULL);
}

static k_err check_password(struct k_ctx *cx, const struct api_req *rq, k_str password)
{
    struct sq_member_password_by_id_row row;
    bool found;
    K_TRY(sq_member_password_by_id(cx, rq->who.member, &row, &found));
    if (!found || k_str_empty(row.password_hash) ||
        !k_secret_password_ok(row.password_hash, password))
        return k_fail(cx, K_ERR_BAD_INPUT, "password", "This is not your password.");
    return K_OK;
}

k_err route_me_confirm(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_confirm_in *i = in;
    struct confirming c = {.rq = rq, .code = k_str_trim(i->code)};
    struct proven p;
    k_str key = k_fmt(cx->arena, "confirm:%lld", (long long)rq->who.member);
    if (i->password.n == 0 && c.code.n == 0 && i->passkey == NULL)
        return k_fail(cx, K_ERR_BAD_INPUT, "password",
                      "Give your password, a code or a passkey.");
    K_TRY(api_try(cx, rq, rq->api->accounts, key));
    if (i->passkey) {
        K_TRY(prove(cx, rq, i->passkey, &p));
        if (p.row.member_id != rq->who.member)
            return k_fail(cx, K_ERR_BAD_INPUT, "passkey", "This passkey is not yours.");
        c.passkey = &p;
    } else if (c.code.n == 0) {
        K_TRY(check_password(cx, rq, i->password));
    }
    K_TRY(db_write(cx, write_confirm, &c));
    limiter_give(rq->api->accounts, key);
    return K_OK;
}
