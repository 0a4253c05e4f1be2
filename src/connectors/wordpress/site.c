/* site: finding the REST interface of a site, signing in, calls. */
#include "connectors/wordpress/site.h"
#include "formats/link.h"

k_str site_url(const struct site *s, k_str path)
{
    return k_cat(s->nx->arena, s->root, path);
}

/* ---- calls ---- */

static void error_words(const struct site *s, const struct http_res *res, k_str *code,
                        k_str *words)
{
    const struct k_json *v = NULL;
    *code = *words = K_NONE;
    if (k_json_parse(s->nx->arena, res->body, &v, NULL) != K_OK)
        return;
    *code = k_json_get_str(v, "code");
    *words = k_json_get_str(v, "message");
}

static k_err refused(const struct site *s, const struct http_res *res, k_str code, k_str words)
{
    k_str who = link_site(s->nx->arena, s->root);
    if (res->status == 401 || k_str_eqz(code, "incorrect_password") ||
        k_str_eqz(code, "invalid_username"))
        return k_net_fail(
            s->nx, K_ERR_NET_AUTH,
            "%.*s does not accept user and application password. Make a new one in "
            "WordPress (Users, Profile, Application Passwords). If it is right, the "
            "web server may be dropping the Authorization header.",
            K_ARG(who));
    return exchange_status(s->nx, res, who, words, s->news);
}

k_err site_ask(const struct site *s, const char *method, k_str url, k_str json, bool acts,
               const struct k_json **out, struct http_res *res, k_str *code)
{
    struct http_res own;
    k_str error, words;
    if (res == NULL)
        res = &own;
    if (code)
        *code = K_NONE;
    struct exchange ex = {.method = method,
                          .url = url,
                          .basic_user = s->user,
                          .basic_password = s->password,
                          .json = json,
                          .acts = acts};
    K_TRY(exchange_do(s->nx, &ex, res));
    exchange_budget(res, k_now(s->nx->clock), s->news);
    if (res->status >= 200 && res->status < 300)
        return exchange_json(s->nx, res, out);
    error_words(s, res, &error, &words);
    if (code)
        *code = error;
    return refused(s, res, error, words);
}

/* ---- a channel that was connected ---- */

static k_err take_form(struct k_net_ctx *nx, const struct channel_view *ch,
                       struct channel_news *news, struct site *s)
{
    *news = (struct channel_news){.budget_left = -1};
    *s = (struct site){.nx = nx,
                       .news = news,
                       .address = link_tidy(nx->arena, ch->address),
                       .user = k_str_trim(k_json_get_str(ch->config, "user")),
                       .password = k_str_trim(k_json_get_str(ch->secret, "app_password"))};
    if (s->address.p == NULL)
        return k_net_fail(nx, K_ERR_BAD_INPUT, "\"%.*s\" is no web address.",
                          K_ARG(ch->address));
    if (s->user.n == 0 || s->password.n == 0)
        return k_net_fail(nx, K_ERR_BAD_INPUT, "User and application password are needed.");
    return K_OK;
}

k_err site_open(struct k_net_ctx *nx, const struct channel_view *ch, struct channel_news *news,
                struct site *s)
{
    K_TRY(take_form(nx, ch, news, s));
    s->root = k_json_get_str(ch->config, "root");
    s->home = k_json_get_str(ch->config, "home");
    s->user_id = k_json_int(k_json_get(ch->config, "user_id"), 0);
    s->moderates = k_json_bool(k_json_get(ch->config, "moderates"), false);
    if (s->root.n == 0 || s->home.n == 0)
        return k_net_fail(nx, K_ERR_NET_AUTH, "This channel has to be connected again.");
    return K_OK;
}

/* ---- connecting ---- */

/* The target of <...>; rel="https://api.w.org/" among Link headers. */
static k_str api_link(const struct site *s, const struct http_res *res)
{
    for (size_t i = 0; i < res->n_headers; i++) {
        k_str v = res->headers[i].value;
        if (!k_str_eqz(res->headers[i].name, "link"))
            continue;
        while (v.n > 0) {
            ptrdiff_t open = k_str_chr(v, '<'), close = k_str_chr(v, '>');
            if (open < 0 || close < open)
                break;
            k_str target = k_str_sub(v, (size_t)open + 1, (size_t)(close - open) - 1);
            v = k_str_from(v, (size_t)close + 1);
            ptrdiff_t next = k_str_chr(v, '<');
            if (k_str_find(k_str_sub(v, 0, next < 0 ? v.n : (size_t)next),
                           K_S("https://api.w.org/")) >= 0)
                return link_resolve(s->nx->arena, res->final_url, target);
        }
    }
    return K_NONE;
}

/* Asks a possible root without the credential: is it the interface of a WordPress? */
static k_err try_root(struct site *s, k_str root, bool *is_it)
{
    struct http_res res;
    const struct k_json *v = NULL, *name;
    struct exchange ex = {.url = root, .redirects = 3};
    *is_it = false;
    if (root.p == NULL)
        return K_OK;
    K_TRY(exchange_do(s->nx, &ex, &res));
    if (res.status != 200 || k_json_parse(s->nx->arena, res.body, &v, NULL) != K_OK)
        return K_OK;
    k_json_each (i, name, k_json_get(v, "namespaces")) {
        if (k_str_eqz(k_json_str(name), "wp/v2"))
            *is_it = true;
    }
    k_str home = k_json_get_str(v, "home");
    struct link_parts u = link_parse(link_is_web(home) ? home : s->address);
    k_str path = u.path;
    while (path.n > 0 && path.p[path.n - 1] == '/')
        path.n--;
    s->home = k_cat(s->nx->arena,
                    link_site(s->nx->arena, link_is_web(home) ? home : s->address), path);
    s->root = root;
    return K_OK;
}

/* A site with TLS that names its interface without: asked with TLS. */
static k_str with_tls(const struct site *s, k_str site, k_str root)
{
    if (root.p == NULL || link_is_plain(site) || !link_is_plain(root))
        return root;
    return k_cat(s->nx->arena, K_S("https"), k_str_from(root, 4));
}

static k_err find_root(struct site *s)
{
    struct http_res res;
    struct exchange ex = {.url = s->address, .accept = "text/html", .redirects = 5};
    bool is_it = false;
    K_TRY(exchange_do(s->nx, &ex, &res));
    k_str site = res.final_url.n ? res.final_url : s->address;
    k_str dir = link_resolve(s->nx->arena, site, K_S("."));
    const k_str roots[] = {
        with_tls(s, site, api_link(s, &res)),
        link_resolve(s->nx->arena, dir, K_S("wp-json/")),
        link_resolve(s->nx->arena, dir, K_S("?rest_route=/")),
        link_resolve(s->nx->arena, dir, K_S("/wp-json/")),
    };
    for (size_t i = 0; i < sizeof roots / sizeof *roots && !is_it; i++)
        K_TRY(try_root(s, roots[i], &is_it));
    if (is_it)
        return K_OK;
    return k_net_fail(
        s->nx, K_ERR_BAD_INPUT,
        "There is no WordPress with its REST interface at %.*s. Give the address of "
        "the site's front page; some security plug-ins switch the interface off.",
        K_ARG(link_site(s->nx->arena, s->address)));
}

static void keep_config(const struct site *s, struct channel_news *news)
{
    struct k_buf b;
    k_buf_init(&b, s->nx->arena, 1 << 16);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "user");
    kw_str(&w, s->user);
    kw_key(&w, "root");
    kw_str(&w, s->root);
    kw_key(&w, "home");
    kw_str(&w, s->home);
    kw_key(&w, "user_id");
    kw_int(&w, s->user_id);
    kw_key(&w, "moderates");
    kw_bool(&w, s->moderates);
    kw_end(&w);
    news->config = k_buf_view(&b);
}

k_err site_connect(struct k_net_ctx *nx, const struct channel_view *ch,
                   struct channel_news *news, struct site *s)
{
    const struct k_json *me;
    K_TRY(take_form(nx, ch, news, s));
    K_TRY(find_root(s));
    k_str url =
        link_with(nx->arena, site_url(s, K_S("wp/v2/users/me")), "context", K_S("edit"));
    K_TRY(site_ask(s, NULL, url, K_NONE, false, &me, NULL, NULL));
    s->user_id = k_json_int(k_json_get(me, "id"), 0);
    s->moderates = k_json_bool(k_json_path(me, "capabilities.moderate_comments"), false);
    if (s->user_id <= 0)
        return k_net_fail(nx, K_ERR_NET_BAD_ANSWER, "WordPress did not say who we are.");
    keep_config(s, news);
    k_str name = k_json_get_str(me, "username");
    news->handle =
        k_fmt(nx->arena, "%.*s@%.*s", K_ARG(name.n ? name : s->user), K_ARG(s->home));
    return K_OK;
}
