/* auth_app: app passwords. Reads token and member rows. */
#include "api/api.h"
#include "api/auth.h"
#include "os/secret.h"
#include "store/sql.gen.h"

enum { BYTES = 15, GROUP = 4 };

/* As it is compared: people type capitals, and leave dashes out. */
static k_str plain(struct k_arena *a, k_str typed)
{
    char *p = k_arena_alloc(a, typed.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++)
        if (typed.p[i] != '-' && typed.p[i] != ' ')
            p[n++] = typed.p[i];
    return k_lower(a, k_str_n(p, n));
}

/* Never the digest of something that is sent as a bearer. */
static k_str digest_of(struct k_ctx *cx, k_str typed)
{
    return auth_digest(cx, k_cat(cx->arena, K_S("app password "), plain(cx->arena, typed)));
}

k_str auth_app_secret(struct k_ctx *cx, k_str *digest)
{
    struct k_buf b;
    k_str random = k_lower(cx->arena, k_secret_token(cx->arena, BYTES, K_SECRET_BASE32));
    k_buf_init(&b, cx->arena, 64);
    for (size_t i = 0; i < random.n; i++) {
        if (i && i % GROUP == 0)
            k_buf_chr(&b, '-');
        k_buf_chr(&b, random.p[i]);
    }
    *digest = digest_of(cx, k_buf_view(&b));
    return k_buf_view(&b);
}

static k_err refuse(struct k_ctx *cx)
{
    return k_fail(cx, K_ERR_UNAUTHENTICATED, NULL,
                  "Sign in with your address and an app password: you make one in the settings "
                  "of Kith, under contacts on your phone.");
}

static bool is_user(const struct sq_member_get_row *m, k_str typed)
{
    return k_str_ieq(typed, m->email) || k_str_ieq(typed, m->handle);
}

static k_err check(struct k_ctx *cx, const struct api *api, k_str user, k_str password,
                   struct api_who *out)
{
    struct sq_token_by_hash_row t;
    struct sq_member_get_row m;
    bool found;
    K_TRY(sq_token_by_hash(cx, digest_of(cx, password), &t, &found));
    if (!found || t.revoked_at || (t.expires_at && t.expires_at <= k_cx_now(cx)) ||
        !k_str_eqz(t.status, "active") || !k_str_eqz(t.scopes, "contacts"))
        return refuse(cx);
    K_TRY(sq_member_get(cx, t.member_id, &m, &found));
    if (!found || !is_user(&m, user))
        return refuse(cx);
    *out = (struct api_who){
        .member = m.id, .token = t.id, .role = t.role, .perms = auth_perms_of_role(t.role)};
    cx->actor.kind = K_ACTOR_TOKEN;
    cx->actor.member = m.id;
    cx->actor.token = t.id;
    auth_note_seen(cx, api, out, t.last_used_at);
    return K_OK;
}

k_err auth_app_who(struct k_ctx *cx, struct api *api, const struct http_request *http,
                   struct api_who *out, k_time *wait)
{
    k_str given = http_header(http, "Authorization"), pair = K_NONE;
    k_str key = k_cat(cx->arena, K_S("dav:"), limiter_address(cx->arena, http->remote));
    *wait = 0;
    if (!k_str_istarts(given, K_S("Basic ")))
        return refuse(cx);
    if (!limiter_take(api->addresses, key, k_cx_now(cx), wait))
        return k_fail(cx, K_ERR_RATE_LIMITED, NULL, "Too many wrong passwords.");
    if (!k_base64_decode(cx->arena, k_str_trim(k_str_from(given, 6)), &pair))
        return refuse(cx);
    k_str user = k_str_cut(&pair, ':');
    k_err err = check(cx, api, k_str_trim(user), pair, out);
    if (err != K_ERR_UNAUTHENTICATED)
        limiter_give(api->addresses, key); /* only wrong ones count */
    return err;
}
