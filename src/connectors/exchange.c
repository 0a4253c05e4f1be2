/* exchange: requests, and what their failures mean. */
#include "connectors/exchange.h"
#include "base/utf8.h"
#include "formats/link.h"
#include "net/url.h"

enum { MOST_HEADERS = 8 };

static bool is_ok(int status)
{
    return status >= 200 && status < 300;
}

static k_err may_carry_secret(struct k_net_ctx *nx, const struct exchange *ex)
{
    if (ex->bearer.p == NULL && ex->basic_user.p == NULL && !ex->secret)
        return K_OK;
    struct url u;
    if (!url_parse(nx->arena, ex->url, &u) || u.https ||
        http_client_allows(nx->http, url_host_port(nx->arena, &u)))
        return K_OK; /* what is no address is refused by the client */
    return k_net_fail(nx, K_ERR_NET_BLOCKED,
                      "%.*s is reached without encryption (http), so the password is not sent "
                      "there. Use an https address.",
                      K_ARG(link_site(nx->arena, ex->url)));
}

static size_t headers_of(struct k_net_ctx *nx, const struct exchange *ex,
                         struct http_header headers[MOST_HEADERS])
{
    size_t n = 0;
    headers[n++] = (struct http_header){K_S("Accept"),
                                        k_str_z(ex->accept ? ex->accept : "application/json")};
    if (ex->json.p)
        headers[n++] = (struct http_header){K_S("Content-Type"), K_S("application/json")};
    if (ex->bearer.p)
        headers[n++] = (struct http_header){K_S("Authorization"),
                                            k_fmt(nx->arena, "Bearer %.*s", K_ARG(ex->bearer))};
    for (size_t i = 0; i < 4 && ex->extra[i].name.p; i++)
        headers[n++] = ex->extra[i];
    return n;
}

k_err exchange_do(struct k_net_ctx *nx, const struct exchange *ex, struct http_res *res)
{
    k_str why = K_NONE, site = link_site(nx->arena, ex->url);
    struct http_header headers[MOST_HEADERS];
    K_TRY(may_carry_secret(nx, ex));
    struct http_req req = {.method = ex->method,
                           .url = ex->url,
                           .headers = headers,
                           .n_headers = headers_of(nx, ex, headers),
                           .body = ex->json,
                           .basic_user = ex->basic_user,
                           .basic_password = ex->basic_password,
                           .max_body = ex->max_body,
                           .max_redirects = ex->redirects};
    *res = (struct http_res){0};
    k_err err = http_do(nx->http, nx->arena, &req, res, &why);
    if (err == K_OK && !(ex->acts && res->status >= 500))
        return K_OK;
    if (ex->acts && (err == K_OK || res->sent))
        return k_net_fail(nx, K_ERR_UNCLEAR, "%.*s did not say whether it took it. %.*s",
                          K_ARG(site),
                          K_ARG(err ? k_fmt(nx->arena, "%.*s.", K_ARG(why))
                                    : k_fmt(nx->arena, "HTTP %d.", res->status)));
    return k_net_fail(nx, err, "%.*s.", K_ARG(why));
}

k_err exchange_json(struct k_net_ctx *nx, const struct http_res *res, const struct k_json **out)
{
    k_str where = K_NONE;
    if (k_json_parse(nx->arena, res->body, out, &where) == K_OK)
        return K_OK;
    return k_net_fail(nx, K_ERR_NET_BAD_ANSWER,
                      "%.*s answered with something that cannot be read (%.*s).",
                      K_ARG(link_site(nx->arena, res->final_url)), K_ARG(where));
}

/* ---- budgets ---- */

static k_str limit_header(const struct http_res *res, const char *name, const char *x_name)
{
    k_str v = http_res_header(res, name);
    return k_str_trim(v.p ? v : http_res_header(res, x_name));
}

/* Seconds from now, or since 1970: the networks differ, and the size tells. */
static k_time window_end(k_str text, k_time now)
{
    int64_t v;
    k_time t;
    if (k_str_i64(text, &v) && v >= 0 && v < INT64_MAX / K_SEC)
        return v > 1000000000 ? v * K_SEC : now + v * K_SEC;
    return k_time_parse(text, &t) ? t : 0;
}

void exchange_budget(const struct http_res *res, k_time now, struct channel_news *news)
{
    int64_t left;
    k_str remaining = limit_header(res, "ratelimit-remaining", "x-ratelimit-remaining");
    news->budget_left = k_str_i64(remaining, &left) && left >= 0 ? left : -1;
    news->budget_reset =
        window_end(limit_header(res, "ratelimit-reset", "x-ratelimit-reset"), now);
}

k_time exchange_wait_until(const struct http_res *res, k_time now)
{
    int64_t seconds;
    k_time until = 0;
    k_str after = k_str_trim(http_res_header(res, "retry-after"));
    if (k_str_i64(after, &seconds) && seconds >= 0 && seconds <= 86400)
        until = now + seconds * K_SEC;
    else if (!k_time_parse_http(after, &until))
        until = window_end(limit_header(res, "ratelimit-reset", "x-ratelimit-reset"), now);
    if (until <= now)
        until = now + K_MIN;
    return until > now + K_DAY ? now + K_DAY : until;
}

k_err exchange_status(struct k_net_ctx *nx, const struct http_res *res, k_str who, k_str words,
                      struct channel_news *news)
{
    k_str said =
        words.n ? k_fmt(nx->arena, " It says: %.*s", K_ARG(k_utf8_cut(words, 200))) : K_S("");
    if (is_ok(res->status))
        return K_OK;
    if (res->status == 429) {
        if (news)
            news->not_before = exchange_wait_until(res, k_now(nx->clock));
        return k_net_fail(nx, K_ERR_NET_LIMITED, "%.*s asks us to slow down.%.*s", K_ARG(who),
                          K_ARG(said));
    }
    if (res->status == 401 || res->status == 403)
        return k_net_fail(nx, K_ERR_NET_AUTH, "%.*s does not accept the password.%.*s",
                          K_ARG(who), K_ARG(said));
    if (res->status == 404 || res->status == 410)
        return k_net_fail(nx, K_ERR_NET_REFUSED, "%.*s has nothing at this address.%.*s",
                          K_ARG(who), K_ARG(said));
    if (res->status >= 500)
        return k_net_fail(nx, K_ERR_NET_DOWN, "%.*s is in trouble (HTTP %d).%.*s", K_ARG(who),
                          res->status, K_ARG(said));
    if (res->status < 400)
        return k_net_fail(nx, K_ERR_NET_BAD_ANSWER, "%.*s sends us elsewhere (HTTP %d).",
                          K_ARG(who), res->status);
    return k_net_fail(nx, K_ERR_NET_REFUSED, "%.*s refuses (HTTP %d).%.*s", K_ARG(who),
                      res->status, K_ARG(said));
}
