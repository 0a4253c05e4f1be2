/* page: serves the embedded files. Reads the table of assets, writes the answer. */
#include "api/page.h"
#include "net/assets.h"

/* No inline script. Styles may be inline: the component library writes its variables and
 * positions that way, and a style can run nothing. Pictures of others load only after a click.
 */
static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob: https:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";
static const char data_policy[] = "default-src 'none'; frame-ancestors 'none'; sandbox";

void page_security_headers(struct http_response *rs, bool html)
{
    http_add_header(rs, "Content-Security-Policy", k_str_z(html ? page_policy : data_policy));
    http_add_header(rs, "X-Content-Type-Options", K_S("nosniff"));
    http_add_header(rs, "X-Frame-Options", K_S("DENY"));
    http_add_header(rs, "Referrer-Policy", K_S("no-referrer"));
    http_add_header(rs, "Cross-Origin-Opener-Policy", K_S("same-origin"));
    http_add_header(rs, "Cross-Origin-Resource-Policy", K_S("same-origin"));
    http_add_header(rs, "Permissions-Policy",
                    K_S("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
}

/* A path whose last part has a dot is a file; anything else is a screen of the UI. */
static bool is_file(k_str path)
{
    size_t from = path.n;
    while (from > 0 && path.p[from - 1] != '/')
        from--;
    return k_str_chr(k_str_from(path, from), '.') >= 0;
}

static bool takes_gzip(k_str accept)
{
    while (accept.n > 0) {
        k_str part = k_str_cut(&accept, ',');
        k_str coding = k_str_trim(k_str_cut(&part, ';'));
        k_str weight = k_str_trim(part);
        if (k_str_ieq(coding, K_S("gzip")))
            return !k_str_eqz(weight, "q=0") && !k_str_eqz(weight, "q=0.0");
    }
    return false;
}

static bool is_known(k_str if_none_match, k_str etag)
{
    while (if_none_match.n > 0) {
        k_str one = k_str_trim(k_str_cut(&if_none_match, ','));
        if (k_str_starts(one, K_S("W/")))
            one = k_str_from(one, 2);
        if (k_str_eq(one, etag) || k_str_eqz(one, "*"))
            return true;
    }
    return false;
}

static void send_asset(const struct http_request *rq, struct http_response *rs,
                       const struct asset *a)
{
    rs->content_type = a->content_type;
    page_security_headers(rs, k_str_starts(k_str_z(a->content_type), K_S("text/html")));
    http_add_header(rs, "Vary", K_S("Accept-Encoding"));
    http_add_header(rs, "ETag", a->etag);
    http_add_header(rs, "Cache-Control",
                    a->immutable ? K_S("public, max-age=31536000, immutable")
                                 : K_S("no-cache"));
    if (is_known(http_header(rq, "If-None-Match"), a->etag)) {
        rs->status = 304;
        return;
    }
    bool gzip = a->gzip.p && takes_gzip(http_header(rq, "Accept-Encoding"));
    if (gzip)
        http_add_header(rs, "Content-Encoding", K_S("gzip"));
    rs->status = 200;
    rs->static_p = gzip ? a->gzip.p : a->plain.p;
    rs->static_n = gzip ? a->gzip.n : a->plain.n;
}

void page_serve(struct k_ctx *cx, const struct http_request *rq, struct http_response *rs)
{
    const struct asset *a = assets_find(rq->path);
    if (a == NULL && !is_file(rq->path))
        a = assets_find(K_S("/index.html"));
    if (a) {
        send_asset(rq, rs, a);
        return;
    }
    page_security_headers(rs, false);
    http_problem(rs, K_ERR_NOT_FOUND, K_NONE, K_NONE, cx->request_id);
}
