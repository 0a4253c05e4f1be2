/* link: RFC 3986 in small. */
#include "formats/link.h"
#include "base/buf.h"

static bool scheme_ok(k_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = (char)(s.p[i] | 0x20);
        bool letter = c >= 'a' && c <= 'z';
        bool other = (s.p[i] >= '0' && s.p[i] <= '9') || memchr("+-.", s.p[i], 3) != NULL;
        if (!letter && (i == 0 || !other))
            return false;
    }
    return s.n > 0;
}

/* Cuts the tail that starts with sep off; K_NONE when there is none. */
static k_str cut_tail(k_str *s, char sep)
{
    ptrdiff_t at = k_str_chr(*s, sep);
    if (at < 0)
        return K_NONE;
    k_str tail = k_str_from(*s, (size_t)at + 1);
    *s = k_str_sub(*s, 0, (size_t)at);
    return tail;
}

static void split_authority(struct link_parts *u)
{
    k_str rest = u->authority;
    ptrdiff_t at = k_str_chr(rest, '@');
    if (at >= 0)
        rest = k_str_from(rest, (size_t)at + 1);
    ptrdiff_t bracket = k_str_chr(rest, ']');
    size_t host_end = bracket < 0 ? 0 : (size_t)bracket + 1;
    ptrdiff_t colon = k_str_chr(k_str_from(rest, host_end), ':');
    if (colon >= 0) {
        host_end += (size_t)colon;
        u->port = k_str_from(rest, host_end + 1);
    } else {
        host_end = rest.n;
    }
    u->host = k_str_sub(rest, 0, host_end);
}

struct link_parts link_parse(k_str s)
{
    struct link_parts u = {0};
    u.fragment = cut_tail(&s, '#');
    u.query = cut_tail(&s, '?');
    ptrdiff_t colon = k_str_chr(s, ':');
    if (colon > 0 && scheme_ok(k_str_sub(s, 0, (size_t)colon))) {
        u.scheme = k_str_sub(s, 0, (size_t)colon);
        s = k_str_from(s, (size_t)colon + 1);
    }
    if (k_str_starts(s, K_S("//"))) {
        s = k_str_from(s, 2);
        ptrdiff_t slash = k_str_chr(s, '/');
        size_t n = slash < 0 ? s.n : (size_t)slash;
        u.authority = k_str_sub(s, 0, n);
        s = k_str_from(s, n);
        split_authority(&u);
    }
    u.path = s;
    return u;
}

static bool printable(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
            return false;
    return true;
}

bool link_is_web(k_str s)
{
    struct link_parts u = link_parse(s);
    return u.host.n > 0 && printable(s) &&
           (k_str_ieq(u.scheme, K_S("https")) || k_str_ieq(u.scheme, K_S("http")));
}

bool link_is_plain(k_str s)
{
    return k_str_ieq(link_parse(s).scheme, K_S("http"));
}

/* Takes the last segment of what was written so far away. */
static void drop_segment(struct k_buf *b, size_t floor)
{
    size_t n = b->n;
    while (n > floor && b->p[n - 1] != '/')
        n--;
    k_buf_cut(b, n > floor ? n - 1 : floor);
}

/* RFC 3986, 5.2.4: "." and ".." are gone from the path that is appended. */
static void add_path(struct k_buf *b, k_str path)
{
    size_t floor = b->n;
    k_str rest = path;
    bool absolute = k_str_starts(path, K_S("/"));
    if (absolute)
        rest = k_str_from(rest, 1);
    while (rest.p) {
        k_str segment = k_str_cut(&rest, '/');
        bool last = rest.p == NULL;
        bool up = k_str_eqz(segment, ".."), here = k_str_eqz(segment, ".");
        if (up)
            drop_segment(b, floor);
        if (up || here) {
            if (last)
                k_buf_chr(b, '/');
            continue;
        }
        k_buf_chr(b, '/');
        k_buf_str(b, segment);
    }
    if (b->n == floor)
        k_buf_chr(b, '/');
}

/* The path of base up to and with its last '/', then ref's. */
static k_str merge(struct k_arena *a, const struct link_parts *base, k_str ref)
{
    k_str dir = base->path;
    while (dir.n > 0 && dir.p[dir.n - 1] != '/')
        dir.n--;
    return k_cat(a, dir.n ? dir : K_S("/"), ref);
}

k_str link_resolve(struct k_arena *a, k_str base, k_str ref)
{
    struct link_parts b = link_parse(k_str_trim(base)), r = link_parse(k_str_trim(ref));
    struct link_parts t = r;
    if (r.scheme.p == NULL) {
        t.scheme = b.scheme;
        if (r.authority.p == NULL) {
            t.authority = b.authority;
            if (r.path.n == 0) {
                t.path = b.path;
                t.query = r.query.p ? r.query : b.query;
            } else if (r.path.p[0] != '/') {
                t.path = merge(a, &b, r.path);
            }
        }
    }
    struct k_buf out;
    k_buf_init(&out, a, base.n + ref.n + 16);
    k_buf_str(&out, t.scheme);
    k_buf_str(&out, K_S("://"));
    k_buf_str(&out, t.authority);
    add_path(&out, t.path);
    if (t.query.p) {
        k_buf_chr(&out, '?');
        k_buf_str(&out, t.query);
    }
    if (t.fragment.p) {
        k_buf_chr(&out, '#');
        k_buf_str(&out, t.fragment);
    }
    k_str whole = k_buf_view(&out);
    return k_buf_ok(&out) && link_is_web(whole) ? whole : K_NONE;
}

k_str link_tidy(struct k_arena *a, k_str typed)
{
    k_str s = k_str_trim(typed);
    cut_tail(&s, '#');
    struct link_parts u = link_parse(s);
    /* "blog.example:8080" reads like a scheme; one with "//" behind it is one. */
    if (u.authority.p == NULL)
        s = k_cat(a, K_S("https://"), s);
    u = link_parse(s);
    if (!link_is_web(s))
        return K_NONE;
    return u.path.n ? k_dup(a, s) : link_resolve(a, s, s);
}

k_str link_site(struct k_arena *a, k_str s)
{
    struct link_parts u = link_parse(s);
    k_str host = k_lower(a, u.host);
    return u.port.n ? k_fmt(a, "%.*s:%.*s", K_ARG(host), K_ARG(u.port)) : host;
}

k_str link_with(struct k_arena *a, k_str s, const char *name, k_str value)
{
    struct k_buf b;
    k_buf_init(&b, a, s.n + 3 * value.n + strlen(name) + 8);
    k_buf_str(&b, s);
    k_buf_chr(&b, k_str_chr(s, '?') >= 0 ? '&' : '?');
    k_buf_str(&b, k_str_z(name));
    k_buf_chr(&b, '=');
    k_buf_url(&b, value);
    return k_buf_view(&b);
}
