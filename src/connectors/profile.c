/* profile: asks for a page, and says in one word what came. */
#include "connectors/profile.h"
#include "formats/rel.h"
#include "net/client.h"

enum { PATIENCE_MS = 8000, REDIRECTS = 5 };

static enum profile_seen seen_of(k_err err)
{
    switch (err) {
    case K_ERR_NET_TIMEOUT:
    case K_ERR_NET_DOWN:
        return PROFILE_DOWN;
    case K_ERR_NET_BLOCKED:
        return PROFILE_BLOCKED;
    case K_ERR_TOO_LARGE:
        return PROFILE_LARGE;
    default:
        return PROFILE_OTHER;
    }
}

static enum profile_seen seen_of_status(int status)
{
    if (status >= 200 && status < 300)
        return PROFILE_READ;
    if (status == 404 || status == 410)
        return PROFILE_GONE;
    return status == 408 || status == 429 || status >= 500 ? PROFILE_DOWN : PROFILE_REFUSED;
}

static bool is_html(const struct http_res *res)
{
    k_str type = http_res_header(res, "content-type");
    k_str name = k_str_trim(k_str_cut(&type, ';'));
    return k_str_ieq(name, K_S("text/html")) || k_str_ieq(name, K_S("application/xhtml+xml"));
}

static k_err take_links(struct k_net_ctx *nx, const struct http_res *res,
                        struct profile_page *out)
{
    struct rel_links links;
    K_TRY(rel_me(nx->arena, res->body, out->landed, &links));
    for (size_t i = 0; i < links.v.n; i++)
        *k_vec_push(nx->arena, &out->links) = links.v.v[i];
    return K_OK;
}

k_err profile_read(struct k_net_ctx *nx, k_str url, struct profile_page *out)
{
    struct http_header accept = {K_S("Accept"), K_S("text/html,application/xhtml+xml;q=0.9")};
    struct http_req req = {.url = url,
                           .headers = &accept,
                           .n_headers = 1,
                           .timeout_ms = PATIENCE_MS,
                           .max_body = REL_MAX_BYTES,
                           .max_redirects = REDIRECTS};
    struct http_res res;
    *out = (struct profile_page){.seen = PROFILE_OTHER};
    k_err err = http_do(nx->http, nx->arena, &req, &res, NULL);
    if (err == K_ERR_CANCELLED || err == K_ERR_NO_MEMORY)
        return k_net_fail(nx, err, "The page was not read.");
    out->seen = err == K_OK ? seen_of_status(res.status) : seen_of(err);
    if (out->seen != PROFILE_READ)
        return K_OK;
    out->landed = res.final_url.n ? res.final_url : url;
    if (!is_html(&res)) {
        out->seen = PROFILE_OTHER;
        return K_OK;
    }
    return take_links(nx, &res, out);
}
