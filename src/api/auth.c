/* auth: reads cookie and bearer, the session, token and member rows; writes when a session was
 * last seen. */
#include "api/auth.h"
#include "api/api.h"
#include "api/words.h"
#include "base/utf8.h"
#include "db/db.h"
#include "os/secret.h"
#include "signin/second_rules.h"
#include "store/sql.gen.h"

#define P(name) (1u << PERM_##name)
#define P_VIEWER (P(SELF) | P(READ) | P(CONTACTS))
#define P_AGENT (P_VIEWER | P(WORK) | P(REPLY))
#define P_MANAGER (P_AGENT | P(IMPORT) | P(POLICY) | P(MEMBERS) | P(AUDIT))
#define P_ADMIN (P_MANAGER | P(CHANNELS) | P(SETTINGS))

const struct auth_role auth_roles[] = {
    {"owner", P_ADMIN | P(OWNER)}, {"admin", P_ADMIN},
    {"manager", P_MANAGER},        {"agent", P_AGENT},
    {"viewer", P_VIEWER},
};
const size_t auth_n_roles = sizeof auth_roles / sizeof *auth_roles;

#define SEEN_EVERY K_MIN

unsigned auth_perms_of_role(k_str role)
{
    for (size_t i = 0; i < auth_n_roles; i++)
        if (k_str_eqz(role, auth_roles[i].role))
            return auth_roles[i].perms;
    return 0;
}

unsigned auth_perms_of_scopes(k_str scopes)
{
    unsigned bits = 0;
    while (scopes.n > 0) {
        k_str word = k_str_cut(&scopes, ' ');
        for (unsigned i = 0; words_perm[i]; i++)
            if (k_str_eqz(word, words_perm[i]) && words_has(words_scope, word))
                bits |= 1u << (PERM_SELF + i);
    }
    return bits;
}

k_str auth_digest(struct k_ctx *cx, k_str secret)
{
    struct k_digest d = k_secret_sha256(secret);
    return k_dup(cx->arena, k_digest_str(&d));
}

k_str auth_secret(struct k_ctx *cx, const char *prefix, k_str *digest)
{
    k_str random = k_secret_token(cx->arena, 24, K_SECRET_BASE64URL);
    k_str secret = k_fmt(cx->arena, "%s%.*s", prefix, K_ARG(random));
    *digest = auth_digest(cx, secret);
    return secret;
}

/* --- who --------------------------------------------------------------------------------- */

struct seen {
    const struct api *api;
    const struct api_who *who;
};

static k_err write_seen(struct k_ctx *cx, void *arg)
{
    const struct seen *s = arg;
    k_time now = k_cx_now(cx);
    if (s->who->token)
        return sq_token_used(cx, s->who->token, now, NULL);
    K_TRY(sq_session_seen(cx, s->who->session, now, now + s->api->cfg.session_days * K_DAY,
                          NULL));
    return sq_member_seen(cx, s->who->member, now, NULL);
}

/* That a session was used is worth nothing when the disk is full: a failure is forgotten. */
void auth_note_seen(struct k_ctx *cx, const struct api *api, const struct api_who *who,
                    k_time last)
{
    struct seen s = {api, who};
    if (k_cx_now(cx) - last < SEEN_EVERY)
        return;
    k_err err = db_write(cx, write_seen, &s);
    if (err != K_OK) {
        k_log(K_WARN, "seen_not_stored", "slug=%s", k_err_row(err)->slug);
        cx->detail = (struct k_detail){0};
    }
}

static k_err who_by_token(struct k_ctx *cx, const struct api *api, k_str token,
                          struct api_who *out)
{
    struct sq_token_by_hash_row row;
    bool found;
    K_TRY(sq_token_by_hash(cx, auth_digest(cx, token), &row, &found));
    k_time now = k_cx_now(cx);
    if (!found || row.revoked_at || (row.expires_at && row.expires_at <= now) ||
        !k_str_eqz(row.status, "active"))
        return k_fail(cx, K_ERR_UNAUTHENTICATED, NULL, "This token does not work (any more).");
    unsigned perms = auth_perms_of_scopes(row.scopes) | P(SELF);
    *out = (struct api_who){.member = row.member_id,
                            .token = row.id,
                            .role = row.role,
                            .limited = row.limited,
                            .perms = perms & auth_perms_of_role(row.role)};
    auth_note_seen(cx, api, out, row.last_used_at);
    return K_OK;
}

/* A role that needs a second factor: who came without one may set one up, once its time is
 * over.
 */
static void look_at_factor(struct k_ctx *cx, const struct sq_session_by_token_row *row,
                           struct api_who *out)
{
    struct second_policy policy;
    if (second_strong(row->factor) || row->second.p == NULL)
        return;
    second_policy_parse(cx->arena, row->second, &policy);
    out->second_by = second_deadline(&policy, row->role, row->joined_at);
    out->setup = second_short(row->factor, out->second_by, k_cx_now(cx));
    if (out->setup)
        out->perms = P(SELF);
}

static k_err who_of_session(struct k_ctx *cx, k_str digest, struct api_who *out,
                            k_time *seen_at)
{
    struct sq_session_by_token_row row;
    bool found;
    K_TRY(sq_session_by_token(cx, digest, &row, &found));
    if (!found || row.expires_at <= k_cx_now(cx) || !k_str_eqz(row.status, "active"))
        return K_ERR_UNAUTHENTICATED;
    *out = (struct api_who){.member = row.member_id,
                            .session = row.id,
                            .role = row.role,
                            .csrf = row.csrf,
                            .limited = row.limited,
                            .factor = row.factor,
                            .confirmed_at = row.confirmed_at,
                            .perms = auth_perms_of_role(row.role)};
    look_at_factor(cx, &row, out);
    *seen_at = row.last_seen_at;
    return K_OK;
}

static k_err who_by_cookie(struct k_ctx *cx, const struct api *api, k_str cookie,
                           struct api_who *out)
{
    k_time seen_at;
    K_TRY(who_of_session(cx, auth_digest(cx, cookie), out, &seen_at));
    auth_note_seen(cx, api, out, seen_at);
    return K_OK;
}

static void act_as(struct k_ctx *cx, const struct api_who *who)
{
    cx->actor = (struct k_actor){.kind = who->token ? K_ACTOR_TOKEN : K_ACTOR_MEMBER,
                                 .member = who->member,
                                 .token = who->token,
                                 .eyes = who->limited ? who->member : 0};
}

k_err auth_who(struct k_ctx *cx, const struct api *api, const struct http_request *http,
               struct api_who *out)
{
    k_str bearer = http_header(http, "Authorization");
    k_str cookie = http_cookie(http, AUTH_COOKIE);
    k_err err = K_ERR_UNAUTHENTICATED;
    if (k_str_istarts(bearer, K_S("Bearer ")))
        err = who_by_token(cx, api, k_str_trim(k_str_from(bearer, 7)), out);
    else if (cookie.n > 0)
        err = who_by_cookie(cx, api, cookie, out);
    if (err == K_OK)
        act_as(cx, out);
    return err;
}

/* --- may they ---------------------------------------------------------------------------- */

static bool is_unsafe(enum http_method m)
{
    return m != HTTP_GET && m != HTTP_HEAD && m != HTTP_OPTIONS;
}

k_err auth_check(struct k_ctx *cx, const struct api_req *rq)
{
    const struct route *r = rq->route;
    if (rq->who.token && r->flags & ROUTE_NO_TOKEN)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                      "A token cannot do this: sign in as a member.");
    if (rq->who.setup && r->perm != PERM_SELF)
        return K_ERR_SETUP;
    if (!api_may(rq, r->perm))
        return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                      rq->who.token ? "This token has not the scope '%s', or its member's role "
                                      "lost it."
                                    : "Your role has not the permission '%s'.",
                      words_perm[r->perm - PERM_SELF]);
    if (rq->who.session && is_unsafe(rq->http->method) &&
        !k_secret_same(http_header(rq->http, "X-CSRF-Token"), rq->who.csrf))
        return K_ERR_CSRF;
    if (r->flags & ROUTE_FRESH && k_cx_now(cx) - rq->who.confirmed_at > AUTH_FRESH)
        return K_ERR_CONFIRM;
    return K_OK;
}

k_err auth_check_origin(struct k_ctx *cx, const struct http_request *http)
{
    k_str site = http_header(http, "Sec-Fetch-Site");
    if (is_unsafe(http->method) && site.n > 0 && !k_str_eqz(site, "same-origin") &&
        !k_str_eqz(site, "none"))
        return k_fail(cx, K_ERR_CSRF, NULL, "Another site sent this.");
    return K_OK;
}

/* --- sessions ---------------------------------------------------------------------------- */

static k_str set_cookie(struct k_ctx *cx, const struct api *api, k_str value, int64_t seconds)
{
    return k_fmt(cx->arena, AUTH_COOKIE "=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
                 K_ARG(value), (long long)seconds, api->cfg.secure_cookie ? "; Secure" : "");
}

k_str auth_cookie_gone(struct k_ctx *cx, const struct api *api)
{
    return set_cookie(cx, api, K_S(""), 0);
}

k_err auth_session_start(struct k_ctx *cx, struct api_req *rq, k_id member, k_str factor,
                         k_str *cookie)
{
    k_str digest;
    k_str secret = auth_secret(cx, "", &digest);
    k_time now = k_cx_now(cx), seen_at;
    int64_t days = rq->api->cfg.session_days;
    struct sq_session_insert_args args = {
        .id = k_cx_id(cx),
        .token_hash = digest,
        .csrf = k_secret_token(cx->arena, 18, K_SECRET_BASE64URL),
        .member_id = member,
        .user_agent =
            k_utf8_scrub(cx->arena, k_str_sub(http_header(rq->http, "User-Agent"), 0, 200)),
        .address = rq->http->remote,
        .factor = factor,
        .at = now,
        .expires_at = now + days * K_DAY,
    };
    K_TRY(sq_session_delete_expired(cx, now, NULL));
    K_TRY(sq_session_insert(cx, &args, NULL));
    K_TRY(who_of_session(cx, digest, &rq->who, &seen_at));
    act_as(cx, &rq->who);
    *cookie = set_cookie(cx, rq->api, secret, days * K_DAY / K_SEC);
    return sq_member_seen(cx, member, now, NULL);
}
