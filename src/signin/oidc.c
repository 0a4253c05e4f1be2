/* oidc: requests to a provider, and their answers. Reads and writes nothing but the network. */
#include "signin/oidc.h"
#include "base/buf.h"
#include "net/url.h"

#define ANSWER_MAX ((size_t)512 << 10)
#define PATIENCE_MS 10000

/* --- asking ------------------------------------------------------------------------------ */

/* Without TLS only where the configuration opened a private address on purpose. */
static bool may_ask(struct k_ctx *cx, struct http_client *http, k_str address)
{
    struct url u;
    return url_parse(cx->arena, address, &u) &&
           (u.https || http_client_allows(http, url_host_port(cx->arena, &u)));
}

static k_err ask_json(struct k_ctx *cx, struct http_client *http, struct http_req *rq,
                      const struct k_json **out)
{
    struct http_res rs;
    k_str why = K_NONE;
    rq->timeout_ms = PATIENCE_MS;
    rq->max_body = ANSWER_MAX;
    k_err err = http_do(http, cx->arena, rq, &rs, &why);
    if (err != K_OK)
        return k_fail(cx, err, "issuer", "The provider could not be asked: %.*s", K_ARG(why));
    if (rs.status != 200 || k_json_parse(cx->arena, rs.body, out, NULL) != K_OK ||
        !k_json_is_object(*out)) {
        k_log(K_WARN, "provider_refused", "url=%.*s status=%d", K_ARG(rq->url), rs.status);
        return k_fail(cx, K_ERR_NET_BAD_ANSWER, "issuer",
                      "The provider answered with something else than expected (HTTP %d).",
                      rs.status);
    }
    return K_OK;
}

static k_str endpoint(struct k_ctx *cx, struct http_client *http, const struct k_json *v,
                      const char *name)
{
    k_str s = k_json_get_str(v, name);
    return s.n && may_ask(cx, http, s) ? s : K_NONE;
}

static bool has_word(const struct k_json *list, const char *word)
{
    const struct k_json *one = NULL;
    k_json_each (i, one, list)
        if (k_str_eqz(k_json_str(one), word))
            return true;
    return false;
}

k_err oidc_discover(struct k_ctx *cx, struct http_client *http, k_str issuer,
                    struct oidc_site *out)
{
    const struct k_json *v = NULL, *one = NULL;
    k_str base = k_str_ends(issuer, K_S("/")) ? k_str_sub(issuer, 0, issuer.n - 1) : issuer;
    struct http_req rq = {
        .url = k_fmt(cx->arena, "%.*s/.well-known/openid-configuration", K_ARG(base))};
    if (!may_ask(cx, http, rq.url))
        return k_fail(cx, K_ERR_BAD_INPUT, "issuer",
                      "The issuer is an address that begins with https://.");
    K_TRY(ask_json(cx, http, &rq, &v));
    if (!k_str_eq(k_json_get_str(v, "issuer"), issuer))
        return k_fail(cx, K_ERR_NET_BAD_ANSWER, "issuer",
                      "The provider calls itself \"%.*s\": write its issuer exactly so.",
                      K_ARG(k_json_get_str(v, "issuer")));
    const struct k_json *auth = k_json_get(v, "token_endpoint_auth_methods_supported");
    *out = (struct oidc_site){.authorize = endpoint(cx, http, v, "authorization_endpoint"),
                              .token = endpoint(cx, http, v, "token_endpoint"),
                              .jwks = endpoint(cx, http, v, "jwks_uri"),
                              .post = auth && !has_word(auth, "client_secret_basic") &&
                                      has_word(auth, "client_secret_post")};
    k_json_each (i, one, k_json_get(v, "id_token_signing_alg_values_supported"))
        if (k_json_is_str(one))
            *k_vec_push(cx->arena, &out->algs) = k_json_str(one);
    if (!out->authorize.p || !out->token.p || !out->jwks.p)
        return k_fail(cx, K_ERR_NET_BAD_ANSWER, "issuer",
                      "The provider does not say where to sign in, or not with https://.");
    return K_OK;
}

/* --- there and back ---------------------------------------------------------------------- */

struct oidc_ask oidc_ask_new(struct k_arena *a, k_str redirect)
{
    return (struct oidc_ask){.state = k_secret_token(a, 24, K_SECRET_BASE64URL),
                             .nonce = k_secret_token(a, 24, K_SECRET_BASE64URL),
                             .verifier = k_secret_token(a, 48, K_SECRET_BASE64URL),
                             .redirect = redirect};
}

k_str oidc_authorize(struct k_arena *a, const struct oidc_site *site,
                     const struct sq_oidc_list_row *p, const struct oidc_ask *ask)
{
    struct k_buf b;
    struct k_digest d = k_secret_sha256(ask->verifier);
    k_buf_init(&b, a, 1 << 16);
    k_buf_str(&b, site->authorize);
    url_add_query(&b, "response_type", K_S("code"));
    url_add_query(&b, "client_id", p->client_id);
    url_add_query(&b, "redirect_uri", ask->redirect);
    url_add_query(&b, "scope", p->scopes);
    url_add_query(&b, "state", ask->state);
    url_add_query(&b, "nonce", ask->nonce);
    url_add_query(&b, "code_challenge", k_base64url(a, k_digest_str(&d)));
    url_add_query(&b, "code_challenge_method", K_S("S256"));
    return k_buf_view(&b);
}

static void form(struct k_buf *b, const char *name, k_str value)
{
    if (b->n > 0)
        k_buf_chr(b, '&');
    k_buf_fmt(b, "%s=", name);
    k_buf_url(b, value);
}

static k_str escaped(struct k_arena *a, k_str s)
{
    struct k_buf b;
    k_buf_init(&b, a, 1 << 16);
    k_buf_url(&b, s);
    return k_buf_view(&b);
}

/* The code for tokens (RFC 6749, 4.1.3), with the verifier behind our challenge. */
static k_err trade(struct k_ctx *cx, struct http_client *http, const struct oidc_site *site,
                   const struct sq_oidc_list_row *p, k_str secret, const struct oidc_ask *ask,
                   k_str code, k_str *id_token)
{
    const struct http_header head[] = {
        {K_S("Content-Type"), K_S("application/x-www-form-urlencoded")},
        {K_S("Accept"), K_S("application/json")}};
    const struct k_json *v = NULL;
    struct k_buf b;
    bool basic = secret.n > 0 && !site->post;
    k_buf_init(&b, cx->arena, 1 << 16);
    form(&b, "grant_type", K_S("authorization_code"));
    form(&b, "code", code);
    form(&b, "redirect_uri", ask->redirect);
    form(&b, "code_verifier", ask->verifier);
    if (!basic)
        form(&b, "client_id", p->client_id);
    if (secret.n > 0 && site->post)
        form(&b, "client_secret", secret);
    struct http_req rq = {.method = "POST",
                          .url = site->token,
                          .headers = head,
                          .n_headers = 2,
                          .body = k_buf_view(&b)};
    if (basic) { /* both are form-encoded first (RFC 6749, 2.3.1) */
        rq.basic_user = escaped(cx->arena, p->client_id);
        rq.basic_password = escaped(cx->arena, secret);
    }
    K_TRY(ask_json(cx, http, &rq, &v));
    *id_token = k_json_get_str(v, "id_token");
    return K_OK;
}

k_err oidc_redeem(struct k_ctx *cx, struct http_client *http, const struct sq_oidc_list_row *p,
                  k_str secret, const struct oidc_ask *ask, k_str code,
                  const struct k_json **claims)
{
    struct oidc_site site;
    const struct k_json *jwks = NULL;
    k_str token = K_NONE;
    K_TRY(oidc_discover(cx, http, p->issuer, &site));
    K_TRY(trade(cx, http, &site, p, secret, ask, code, &token));
    struct http_req rq = {.url = site.jwks};
    K_TRY(ask_json(cx, http, &rq, &jwks));
    struct oidc_expect want = {.issuer = p->issuer,
                               .client_id = p->client_id,
                               .nonce = ask->nonce,
                               .alg = p->alg,
                               .now = k_cx_now(cx)};
    const char *why = oidc_check_token(cx->arena, token, jwks, &want, claims);
    if (why == NULL)
        return K_OK;
    k_log(K_WARN, "provider_token_refused", "provider=%lld why=\"%s\"", (long long)p->id, why);
    return k_fail(cx, K_ERR_UNAUTHENTICATED, NULL,
                  "What the provider sent is not believed. The log says why.");
}

/* --- secrets ----------------------------------------------------------------------------- */

static k_str purpose(struct k_ctx *cx, k_id provider)
{
    return k_fmt(cx->arena, "oidc:%lld", (long long)provider);
}

k_str oidc_seal(struct k_ctx *cx, const struct k_secret_key *key, k_id provider, k_str secret)
{
    return k_secret_seal(cx->arena, key, purpose(cx, provider), secret);
}

k_err oidc_open(struct k_ctx *cx, const struct k_secret_key *key,
                const struct sq_oidc_list_row *p, k_str *secret)
{
    *secret = K_NONE;
    if (p->secret.n == 0 ||
        k_secret_open(cx->arena, key, purpose(cx, p->id), p->secret, secret) == K_OK)
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                  "The secret of this provider cannot be opened with this server's key file. "
                  "Enter it again.");
}
