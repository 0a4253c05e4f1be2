/* url: a small, strict reader of http and https addresses. Used by the HTTP client (redirects,
 * host and port for the allow list), by connectors and by the feed reader. Reads and writes
 * nothing but its arguments. */
#include "net/url.h"
#include <arpa/inet.h>

#define TEXT_MAX 8192u

static bool is_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* No control characters, blanks or backslashes anywhere: programs differ in what they make of
 * them. */
static bool is_clean(k_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20 || c == 0x7f || c == '\\')
            return false;
    }
    return s.n <= TEXT_MAX;
}

/* Bytes that may not stand in an address become escapes; escapes stay as they are. */
static k_str escaped(struct k_arena *a, k_str s)
{
    static const char hex[] = "0123456789ABCDEF";
    if (!s.p)
        return s;
    char *out = k_arena_alloc(a, s.n * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x7f && strchr("\"<>^`{|}", c) == NULL) {
            out[n++] = (char)c;
            continue;
        }
        out[n++] = '%';
        out[n++] = hex[c >> 4];
        out[n++] = hex[c & 15];
    }
    return k_str_n(out, n);
}

static bool take_port(k_str s, struct url *u)
{
    uint64_t port;
    if (s.n == 0)
        return true;
    if (s.n > 5 || s.p[0] == '+' || !k_str_u64(s, &port) || port == 0 || port > 65535)
        return false;
    u->port = (int)port;
    return true;
}

static bool take_v6(struct k_arena *a, k_str s, struct url *u)
{
    unsigned char bits[16];
    char text[INET6_ADDRSTRLEN];
    if (s.n == 0 || s.n > 45 || k_str_chr(s, '%') >= 0)
        return false;
    if (inet_pton(AF_INET6, k_dupz(a, s), bits) != 1)
        return false;
    inet_ntop(AF_INET6, bits, text, sizeof text);
    u->host = k_dup(a, k_str_z(text));
    return true;
}

static bool take_name(struct k_arena *a, k_str s, struct url *u)
{
    if (s.n == 0 || s.n > 253 || s.p[0] == '.' || s.p[0] == '-')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (!is_word(c) && c != '-' && c != '.' && c != '_')
            return false;
        if (c == '.' && i + 1 < s.n && s.p[i + 1] == '.')
            return false;
    }
    u->host = k_lower(a, s);
    return true;
}

static bool take_authority(struct k_arena *a, k_str s, struct url *u)
{
    if (s.n > 0 && s.p[0] == '[') {
        ptrdiff_t end = k_str_chr(s, ']');
        if (end < 0)
            return false;
        k_str rest = k_str_from(s, (size_t)end + 1);
        if (rest.n > 0 && rest.p[0] != ':')
            return false;
        return take_v6(a, k_str_sub(s, 1, (size_t)end - 1), u) &&
               take_port(k_str_from(rest, 1), u);
    }
    k_str name = k_str_cut(&s, ':');
    return take_name(a, name, u) && take_port(s, u);
}

/* RFC 3986, 5.2.4, over whole segments; path starts with '/'. */
static k_str without_dots(struct k_arena *a, k_str path)
{
    char *out = k_arena_alloc(a, path.n + 2);
    size_t n = 0;
    k_str rest = k_str_from(path, 1);
    while (rest.p) {
        k_str segment = k_str_cut(&rest, '/');
        bool up = k_str_eqz(segment, "..");
        if (up)
            while (n > 0 && out[--n] != '/')
                ;
        if (up || k_str_eqz(segment, ".")) {
            if (!rest.p)
                out[n++] = '/';
            continue;
        }
        out[n++] = '/';
        if (segment.n)
            memcpy(out + n, segment.p, segment.n);
        n += segment.n;
    }
    if (n == 0)
        out[n++] = '/';
    return k_str_n(out, n);
}

/* Splits "path?query#fragment". */
static void split_tail(struct k_arena *a, k_str s, k_str *path, struct url *u)
{
    k_str front = k_str_cut(&s, '#');
    u->fragment = escaped(a, s);
    *path = k_str_cut(&front, '?');
    u->query = escaped(a, front);
}

static bool take_tail(struct k_arena *a, k_str s, struct url *u)
{
    k_str path;
    split_tail(a, s, &path, u);
    u->path = path.n ? without_dots(a, escaped(a, path)) : K_S("/");
    return true;
}

/* Behind "scheme:". */
static bool take_hierarchy(struct k_arena *a, k_str s, struct url *u)
{
    if (!k_str_starts(s, K_S("//")))
        return false;
    s = k_str_from(s, 2);
    size_t end = 0;
    while (end < s.n && s.p[end] != '/' && s.p[end] != '?' && s.p[end] != '#')
        end++;
    u->port = u->https ? 443 : 80;
    return take_authority(a, k_str_sub(s, 0, end), u) && take_tail(a, k_str_from(s, end), u);
}

/* The length of "scheme" when s starts with one and a ':', else 0. */
static size_t scheme_length(k_str s)
{
    size_t i = 0;
    while (i < s.n && (is_word((unsigned char)s.p[i]) || strchr("+-.", s.p[i])) && s.p[i])
        i++;
    bool letter = i > 0 && !(s.p[0] >= '0' && s.p[0] <= '9') && is_word((unsigned char)s.p[0]);
    return letter && i < s.n && s.p[i] == ':' ? i : 0;
}

bool url_parse(struct k_arena *a, k_str text, struct url *out)
{
    *out = (struct url){0};
    text = k_str_trim(text);
    if (!is_clean(text))
        return false;
    size_t n = scheme_length(text);
    k_str scheme = k_str_sub(text, 0, n);
    out->https = k_str_ieq(scheme, K_S("https"));
    if (!out->https && !k_str_ieq(scheme, K_S("http")))
        return false;
    return take_hierarchy(a, k_str_from(text, n + 1), out);
}

/* base's path up to its last '/', and then ref's. */
static k_str merged(struct k_arena *a, k_str base, k_str ref)
{
    size_t n = base.n;
    while (n > 0 && base.p[n - 1] != '/')
        n--;
    return k_cat(a, k_str_sub(base, 0, n), ref);
}

bool url_resolve(struct k_arena *a, const struct url *base, k_str ref, struct url *out)
{
    ref = k_str_trim(ref);
    if (!is_clean(ref))
        return false;
    if (scheme_length(ref) > 0)
        return url_parse(a, ref, out);
    *out = *base;
    if (k_str_starts(ref, K_S("//")))
        return take_hierarchy(a, ref, out);
    k_str path;
    split_tail(a, ref, &path, out);
    if (path.n == 0) {
        if (!out->query.p)
            out->query = base->query;
        return true;
    }
    path = escaped(a, path);
    out->path = without_dots(a, path.p[0] == '/' ? path : merged(a, base->path, path));
    return true;
}

static void put_origin(struct k_buf *b, const struct url *u, bool always_port)
{
    bool v6 = k_str_chr(u->host, ':') >= 0;
    k_buf_fmt(b, "%s%.*s%s", v6 ? "[" : "", K_ARG(u->host), v6 ? "]" : "");
    if (always_port || u->port != (u->https ? 443 : 80))
        k_buf_fmt(b, ":%d", u->port);
}

static k_str text_of(struct k_arena *a, const struct url *u, bool path, bool fragment)
{
    struct k_buf b;
    k_buf_init(&b, a, TEXT_MAX * 8);
    k_buf_str(&b, u->https ? K_S("https://") : K_S("http://"));
    put_origin(&b, u, false);
    if (path)
        k_buf_str(&b, u->path);
    if (path && u->query.p)
        k_buf_fmt(&b, "?%.*s", K_ARG(u->query));
    if (fragment && u->fragment.p)
        k_buf_fmt(&b, "#%.*s", K_ARG(u->fragment));
    return k_buf_view(&b);
}

k_str url_text(struct k_arena *a, const struct url *u)
{
    return text_of(a, u, true, true);
}

k_str url_without_fragment(struct k_arena *a, const struct url *u)
{
    return text_of(a, u, true, false);
}

k_str url_origin(struct k_arena *a, const struct url *u)
{
    return text_of(a, u, false, false);
}

k_str url_host_port(struct k_arena *a, const struct url *u)
{
    struct k_buf b;
    k_buf_init(&b, a, 512);
    put_origin(&b, u, true);
    return k_buf_view(&b);
}

bool url_same_origin(const struct url *a, const struct url *b)
{
    return a->https == b->https && a->port == b->port && k_str_eq(a->host, b->host);
}

void url_add_query(struct k_buf *b, const char *name, k_str value)
{
    k_buf_chr(b, k_str_chr(k_buf_view(b), '?') >= 0 ? '&' : '?');
    k_buf_url(b, k_str_z(name));
    k_buf_chr(b, '=');
    k_buf_url(b, value);
}
