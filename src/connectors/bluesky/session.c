/* session: signing in, calls, and tokens that expire. The access token lives for two hours, the
 * refresh token for months; when both are gone the app password is used again. */
#include "connectors/bluesky/sky.h"
#include "formats/link.h"

static k_str without_slash(k_str url)
{
    while (url.n > 0 && url.p[url.n - 1] == '/')
        url.n--;
    return url;
}

k_err sky_open(struct k_net_ctx *nx, const struct channel_view *ch, struct channel_news *news,
               struct sky *s)
{
    *news = (struct channel_news){.budget_left = -1};
    k_str service =
        link_tidy(nx->arena, ch->address.n ? ch->address : K_S("https://bsky.social"));
    if (service.p == NULL)
        return k_net_fail(nx, K_ERR_BAD_INPUT, "\"%.*s\" is no address of a Bluesky service.",
                          K_ARG(ch->address));
    k_str handle = k_str_trim(k_json_get_str(ch->config, "handle"));
    if (k_str_starts(handle, K_S("@")))
        handle = k_str_from(handle, 1);
    *s = (struct sky){.nx = nx,
                      .news = news,
                      .service = without_slash(service),
                      .host = k_json_get_str(ch->config, "host"),
                      .handle = handle,
                      .did = k_json_get_str(ch->config, "did"),
                      .password = k_str_trim(k_json_get_str(ch->secret, "app_password")),
                      .access = k_json_get_str(ch->secret, "access"),
                      .refresh = k_json_get_str(ch->secret, "refresh")};
    if (s->host.n == 0)
        s->host = s->service;
    if (handle.n == 0 || s->password.n == 0)
        return k_net_fail(nx, K_ERR_BAD_INPUT, "Handle and app password are needed.");
    return K_OK;
}

/* ---- what a channel keeps ---- */

static void keep_secret(struct sky *s)
{
    struct k_buf b;
    k_buf_init(&b, s->nx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "app_password");
    kw_str(&w, s->password);
    kw_key(&w, "access");
    kw_str(&w, s->access);
    kw_key(&w, "refresh");
    kw_str(&w, s->refresh);
    kw_end(&w);
    s->news->secret = k_buf_view(&b);
}

static void keep_config(struct sky *s)
{
    struct k_buf b;
    k_buf_init(&b, s->nx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "handle");
    kw_str(&w, s->handle);
    kw_key(&w, "did");
    kw_str(&w, s->did);
    kw_key(&w, "host");
    kw_str(&w, s->host);
    kw_end(&w);
    s->news->config = k_buf_view(&b);
    s->news->handle = s->handle;
}

/* The server that the identity document names. Not one without TLS when the service has it. */
static k_str host_of(const struct sky *s, const struct k_json *session)
{
    const struct k_json *v;
    k_json_each (i, v, k_json_path(session, "didDoc.service")) {
        k_str endpoint = k_json_get_str(v, "serviceEndpoint");
        if (k_str_ends(k_json_get_str(v, "id"), K_S("#atproto_pds")) && link_is_web(endpoint) &&
            (!link_is_plain(endpoint) || link_is_plain(s->service)))
            return without_slash(endpoint);
    }
    return s->service;
}

/* ---- exchanges ---- */

static k_str endpoint(struct sky *s, k_str host, const struct sky_call *call)
{
    const char *mark = call->query.n ? "?" : "";
    return k_fmt(s->nx->arena, "%.*s/xrpc/%s%s%.*s", K_ARG(host), call->method, mark,
                 K_ARG(call->query));
}

static k_err send(struct sky *s, k_str host, const struct sky_call *call, k_str bearer,
                  struct http_res *res)
{
    struct exchange ex = {.method = call->json.p || call->post ? "POST" : "GET",
                          .url = endpoint(s, host, call),
                          .bearer = bearer,
                          .json = call->json,
                          .acts = call->acts,
                          .secret = call->secret};
    K_TRY(exchange_do(s->nx, &ex, res));
    exchange_budget(res, k_now(s->nx->clock), s->news);
    return K_OK;
}

/* name and words of an error answer {error, message}. */
static void error_words(struct sky *s, const struct http_res *res, k_str *name, k_str *words)
{
    const struct k_json *v = NULL;
    *name = *words = K_NONE;
    if (k_json_parse(s->nx->arena, res->body, &v, NULL) != K_OK)
        return;
    *name = k_json_get_str(v, "error");
    *words = k_json_get_str(v, "message");
    if (words->n == 0)
        *words = *name;
}

static k_err sign_in_refused(struct sky *s, const struct http_res *res)
{
    k_str name, words;
    error_words(s, res, &name, &words);
    if (k_str_eqz(name, "AuthFactorTokenRequired"))
        return k_net_fail(s->nx, K_ERR_NET_AUTH,
                          "This account asks for a code by mail. Make an app password in "
                          "Bluesky's settings and use that.");
    if (res->status == 401)
        return k_net_fail(s->nx, K_ERR_NET_AUTH,
                          "Bluesky does not accept handle and app password. Make a new app "
                          "password in Bluesky's settings and connect again.");
    if (res->status == 400 && k_str_eqz(name, "AccountTakedown"))
        return k_net_fail(s->nx, K_ERR_NET_AUTH, "Bluesky has taken this account down.");
    return exchange_status(s->nx, res, K_S("Bluesky"), words, s->news);
}

static k_err take_session(struct sky *s, const struct http_res *res)
{
    const struct k_json *v;
    K_TRY(exchange_json(s->nx, res, &v));
    k_str access = k_json_get_str(v, "accessJwt"), refresh = k_json_get_str(v, "refreshJwt");
    k_str did = k_json_get_str(v, "did");
    if (access.n == 0 || refresh.n == 0 || !k_str_starts(did, K_S("did:")))
        return k_net_fail(s->nx, K_ERR_NET_BAD_ANSWER,
                          "The service signed us in without giving tokens.");
    if (s->did.n > 0 && !k_str_eq(s->did, did))
        return k_net_fail(s->nx, K_ERR_NET_AUTH,
                          "The handle %.*s belongs to another account now. Connect it as a new "
                          "channel.",
                          K_ARG(s->handle));
    s->access = access;
    s->refresh = refresh;
    keep_secret(s);
    bool moved = k_json_get(v, "didDoc") && !k_str_eq(s->host, host_of(s, v));
    k_str handle = k_json_get_str(v, "handle");
    if (s->did.n > 0 && !moved && (handle.n == 0 || k_str_eq(handle, s->handle)))
        return K_OK;
    s->did = did;
    s->handle = handle.n && !k_str_eqz(handle, "handle.invalid") ? handle : s->handle;
    s->host = host_of(s, v);
    keep_config(s);
    return K_OK;
}

k_err sky_sign_in(struct sky *s)
{
    struct k_buf b;
    struct http_res res;
    k_buf_init(&b, s->nx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "identifier");
    kw_str(&w, s->did.n ? s->did : s->handle);
    kw_key(&w, "password");
    kw_str(&w, s->password);
    kw_end(&w);
    struct sky_call call = {
        .method = "com.atproto.server.createSession", .json = k_buf_view(&b), .secret = true};
    s->signed_in_anew = true;
    K_TRY(send(s, s->service, &call, K_NONE, &res));
    return res.status == 200 ? take_session(s, &res) : sign_in_refused(s, &res);
}

static k_err renew(struct sky *s)
{
    struct http_res res;
    struct sky_call call = {.method = "com.atproto.server.refreshSession", .post = true};
    if (s->refresh.n > 0) {
        K_TRY(send(s, s->host, &call, s->refresh, &res));
        if (res.status == 200)
            return take_session(s, &res);
        if (res.status != 400 && res.status != 401)
            return exchange_status(s->nx, &res, K_S("Bluesky"), K_NONE, s->news);
    }
    return sky_sign_in(s);
}

static bool token_is_over(int status, k_str name)
{
    return (status == 400 || status == 401) &&
           (k_str_eqz(name, "ExpiredToken") || k_str_eqz(name, "InvalidToken") ||
            k_str_eqz(name, "AuthMissing") || k_str_eqz(name, "AuthenticationRequired"));
}

k_err sky_ask(struct sky *s, const struct sky_call *call, const struct k_json **out,
              k_str *name)
{
    struct http_res res;
    k_str error = K_NONE, words = K_NONE;
    *out = NULL;
    if (name)
        *name = K_NONE;
    if (s->access.n == 0)
        K_TRY(renew(s));
    for (int try = 0;; try++) {
        K_TRY(send(s, s->host, call, s->access, &res));
        if (res.status >= 200 && res.status < 300)
            break;
        error_words(s, &res, &error, &words);
        if (try > 0 || s->signed_in_anew || !token_is_over(res.status, error)) {
            if (name)
                *name = error;
            return exchange_status(s->nx, &res, K_S("Bluesky"), words, s->news);
        }
        K_TRY(renew(s)); /* it did nothing with the old token: asking again is safe */
    }
    return exchange_json(s->nx, &res, out);
}

void sky_param(struct k_buf *b, const char *name, k_str value)
{
    if (b->n > 0)
        k_buf_chr(b, '&');
    k_buf_fmt(b, "%s=", name);
    k_buf_url(b, value);
}

bool sky_uri(k_str uri, k_str *did, k_str *collection, k_str *rkey)
{
    if (!k_str_starts(uri, K_S("at://")))
        return false;
    k_str rest = k_str_from(uri, 5);
    *did = k_str_cut(&rest, '/');
    *collection = k_str_cut(&rest, '/');
    *rkey = rest;
    return k_str_starts(*did, K_S("did:")) && collection->n > 0 && rkey->n > 0 &&
           k_str_chr(*rkey, '/') < 0;
}
