/* dav: from a request to its method and back; paths; refusals. */
#include "api/dav.h"
#include "api/page.h"
#include "base/utf8.h"
#include "db/db.h"

/* clang-format off */
const struct dav_method dav_methods[] = {
    {HTTP_OPTIONS, DAV_ALL, PERM_READ, dav_options, "what is taken here"},
    {HTTP_PROPFIND, DAV_ALL, PERM_READ, dav_propfind, "properties, and what is below"},
    {HTTP_REPORT, DAV_ALL, PERM_READ, dav_report, "cards by name, by condition, and what changed"},
    {HTTP_GET, DAV_CARD, PERM_READ, dav_get, "a card"},
    {HTTP_PUT, DAV_CARD, PERM_WORK, dav_put, "a new card, or a card written over"},
    {HTTP_DELETE, DAV_CARD, PERM_WORK, dav_delete, "a card taken away; one of the team's wants the right to remove people"},
};
/* clang-format on */
const size_t dav_n_methods = sizeof dav_methods / sizeof *dav_methods;

bool dav_may(const struct dav *d, enum perm p)
{
    return d->who.perms >> p & 1;
}

k_err dav_refuse(struct dav *d, k_err err, const char *ns, const char *what, const char *why)
{
    d->refused_ns = ns;
    d->refused = what;
    return k_fail(d->cx, err, NULL, "%s", why);
}

/* --- paths ------------------------------------------------------------------------------- */

bool dav_is_path(k_str path)
{
    return k_str_starts(path, K_S(DAV_ROOT_PATH)) || k_str_eqz(path, "/dav") ||
           k_str_eqz(path, DAV_WELL_KNOWN);
}

/* Below a home: team/NAME, mine/NAME. */
static bool read_book(k_id member, k_str rest, struct dav_where *out)
{
    k_str book = k_str_cut(&rest, '/');
    bool team = k_str_eqz(book, "team");
    if (!team && !k_str_eqz(book, "mine"))
        return false;
    out->owner = team ? 0 : member;
    out->thing = rest.n ? DAV_CARD : DAV_BOOK;
    out->name = rest;
    return k_str_chr(rest, '/') < 0;
}

/* Of another member there is nothing here, whoever asks. */
bool dav_where_read(const struct dav *d, k_str path, struct dav_where *out)
{
    int64_t member = 0;
    *out = (struct dav_where){.thing = DAV_ROOT};
    if (k_str_eqz(path, "/dav") || k_str_eqz(path, DAV_ROOT_PATH))
        return true;
    if (!k_str_starts(path, K_S(DAV_ROOT_PATH)))
        return false;
    k_str rest = k_str_from(path, sizeof DAV_ROOT_PATH - 1);
    bool home = k_str_eqz(k_str_cut(&rest, '/'), "addressbooks");
    if (!home && !k_str_starts(path, K_S(DAV_ROOT_PATH "principals")))
        return false;
    out->thing = home ? DAV_HOMES : DAV_PRINCIPALS;
    if (!rest.n)
        return true;
    if (!k_str_i64(k_str_cut(&rest, '/'), &member) || member != d->who.member)
        return false;
    out->thing = home ? DAV_HOME : DAV_PRINCIPAL;
    out->member = member;
    if (!rest.n)
        return true;
    return home && read_book(member, rest, out);
}

k_str dav_path(struct k_arena *a, const struct dav_where *w)
{
    long long m = (long long)w->member;
    switch (w->thing) {
    case DAV_PRINCIPALS:
        return K_S(DAV_ROOT_PATH "principals/");
    case DAV_PRINCIPAL:
        return k_fmt(a, DAV_ROOT_PATH "principals/%lld/", m);
    case DAV_HOMES:
        return K_S(DAV_ROOT_PATH "addressbooks/");
    case DAV_HOME:
        return k_fmt(a, DAV_ROOT_PATH "addressbooks/%lld/", m);
    case DAV_BOOK:
    case DAV_CARD:
        return k_fmt(a, DAV_ROOT_PATH "addressbooks/%lld/%s/%.*s", m,
                     w->owner ? "mine" : "team", K_ARG(w->name));
    default:
        return K_S(DAV_ROOT_PATH);
    }
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

k_str dav_href_path(struct k_arena *a, k_str href)
{
    ptrdiff_t scheme = k_str_find(href, K_S("://"));
    if (scheme > 0) {
        href = k_str_from(href, (size_t)scheme + 3);
        ptrdiff_t slash = k_str_chr(href, '/');
        href = slash < 0 ? K_S("/") : k_str_from(href, (size_t)slash);
    }
    char *p = k_arena_alloc(a, href.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < href.n; i++) {
        bool escaped = href.p[i] == '%' && i + 2 < href.n && hex(href.p[i + 1]) >= 0 &&
                       hex(href.p[i + 2]) >= 0;
        p[n] = href.p[i];
        if (escaped) {
            p[n] = (char)(hex(href.p[i + 1]) << 4 | hex(href.p[i + 2]));
            i += 2;
        }
        if (p[n++] == 0)
            return K_NONE;
    }
    return k_utf8_valid(k_str_n(p, n)) ? k_str_n(p, n) : K_NONE;
}

/* --- numbers ----------------------------------------------------------------------------- */

static k_err number_some(struct k_ctx *cx, void *arg)
{
    return cards_number_some(cx, arg);
}

k_err dav_number(struct dav *d)
{
    bool more;
    K_TRY(cards_waiting(d->cx, &more));
    while (more)
        K_TRY(db_write(d->cx, number_some, &more));
    return sq_card_state_get(d->cx, &d->state, &more);
}

k_str dav_etag(const struct dav *d, int64_t seq)
{
    return k_fmt(d->cx->arena, "\"%.*s.%lld\"", K_ARG(d->state.base), (long long)seq);
}

/* --- refusals ---------------------------------------------------------------------------- */

static const char *prefix_of(const char *ns)
{
    return strcmp(ns, DAV_CARD_NS) == 0 ? "c" : "d";
}

/* A privilege that is missing is said with the address and its name (RFC 3744, 7.1.1). */
static void put_refused(struct dav *d)
{
    k_str name = k_fmt(d->cx->arena, "%s:%s", prefix_of(d->refused_ns), d->refused);
    const char *z = k_dupz(d->cx->arena, name);
    bool privileges = strcmp(d->refused, "need-privileges") == 0;
    if (!privileges && !d->refused_href.n) {
        dav_empty(&d->out, z);
        return;
    }
    dav_open(&d->out, z);
    if (privileges)
        dav_open(&d->out, "d:resource");
    dav_href(&d->out, privileges ? d->http->path : d->refused_href);
    if (privileges) {
        dav_open(&d->out, "d:privilege");
        dav_empty(&d->out, d->http->method == HTTP_DELETE ? "d:unbind"
                           : d->http->method == HTTP_PUT  ? "d:write"
                                                          : "d:read");
        dav_close(&d->out, "d:privilege");
        dav_close(&d->out, "d:resource");
    }
    dav_close(&d->out, z);
}

static void refuse(struct dav *d, k_err err, k_time wait)
{
    const struct k_err_row *row = k_err_row(err);
    struct http_response *rs = d->rs;
    k_str why = d->cx->detail.text.n ? d->cx->detail.text : k_str_z(row->text);
    if (err == K_ERR_UNAUTHENTICATED)
        http_add_header(rs, "WWW-Authenticate",
                        K_S("Basic realm=\"Kith contacts\", charset=\"UTF-8\""));
    if (wait > 0)
        http_add_header(rs, "Retry-After",
                        k_fmt(d->cx->arena, "%lld", (long long)(wait / K_SEC + 1)));
    if (row->status >= 500)
        k_log(K_WARN, "request_failed", "slug=%s request=%.*s detail=\"%.*s\"", row->slug,
              K_ARG(d->cx->request_id), K_ARG(d->cx->detail.text));
    rs->status = err == K_ERR_BAD_INPUT ? 403 : err == K_ERR_STALE ? 412 : row->status;
    rs->content_type = "application/xml; charset=utf-8";
    k_buf_reset(&rs->body);
    dav_begin(&d->out, "d:error");
    if (d->refused)
        put_refused(d);
    k_buf_str(d->out.b, K_S("<k:why xmlns:k=\"urn:kith:dav\">"));
    dav_words(&d->out, k_tongue_say(d->cx->arena, rs->tongue, why));
    k_buf_str(d->out.b, K_S("</k:why>"));
    dav_close(&d->out, "d:error");
}

/* --- one request ------------------------------------------------------------------------- */

static k_str allowed(struct k_arena *a, enum dav_thing thing)
{
    k_str s = K_S("");
    for (size_t i = 0; i < dav_n_methods; i++)
        if (dav_methods[i].things & thing)
            s = k_fmt(a, "%.*s%s%s%s", K_ARG(s), s.n ? ", " : "",
                      http_method_name(dav_methods[i].method),
                      dav_methods[i].method == HTTP_GET ? ", HEAD" : "");
    return s;
}

static const struct dav_method *method_of(const struct dav *d)
{
    enum http_method m = d->http->method == HTTP_HEAD ? HTTP_GET : d->http->method;
    for (size_t i = 0; i < dav_n_methods; i++)
        if (dav_methods[i].method == m && dav_methods[i].things & d->at.thing)
            return &dav_methods[i];
    return NULL;
}

static k_err call(struct dav *d)
{
    if (!dav_where_read(d, d->http->path, &d->at))
        return k_fail(d->cx, K_ERR_NOT_FOUND, NULL, "There is nothing here.");
    const struct dav_method *m = method_of(d);
    if (m == NULL) {
        http_add_header(d->rs, "Allow", allowed(d->cx->arena, d->at.thing));
        return K_ERR_METHOD;
    }
    if (!dav_may(d, PERM_CONTACTS) || !dav_may(d, m->perm))
        return dav_refuse(d, K_ERR_FORBIDDEN, DAV_NS, "need-privileges",
                          "Your role does not allow this.");
    return m->fn(d);
}

static k_err with_db(struct dav *d, k_time *wait)
{
    k_err err = auth_app_who(d->cx, d->api, d->http, &d->who, wait);
    if (err != K_OK)
        return err;
    door_remember(d->api->door, d->http, k_cx_now(d->cx));
    return call(d);
}

void dav_handle(struct api *api, struct k_ctx *cx, struct http_request *http,
                struct http_response *rs)
{
    struct dav d = {.cx = cx, .api = api, .http = http, .rs = rs, .out = {&rs->body}};
    k_time wait = 0;
    rs->route = DAV_ROOT_PATH;
    page_security_headers(rs, false);
    if (k_str_eqz(http->path, DAV_WELL_KNOWN)) {
        rs->status = 301;
        http_add_header(rs, "Location", K_S(DAV_ROOT_PATH));
        return;
    }
    http_add_header(rs, "DAV", K_S("1, 3, access-control, addressbook"));
    k_err err = api->cfg.take(api->cfg.arg, cx);
    if (err == K_OK) {
        err = with_db(&d, &wait);
        api->cfg.give(api->cfg.arg, cx);
    }
    if (err == K_OK && !k_buf_ok(&rs->body))
        err = k_fail(cx, K_ERR_TOO_LARGE, NULL, "The answer is too large. Ask for less.");
    if (err != K_OK)
        refuse(&d, err, wait);
}

k_err dav_options(struct dav *d)
{
    d->rs->status = 200;
    http_add_header(d->rs, "Allow", allowed(d->cx->arena, d->at.thing));
    return K_OK;
}
