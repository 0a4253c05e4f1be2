/* contact: what both forms share: addresses, profiles on networks. Pure. */
#include "import/contact.h"

#include "base/utf8.h"
#include "formats/link.h"

void contact_address(struct k_arena *a, struct contact *c, const struct contact_address *n)
{
    for (size_t i = 0; i < c->addresses.n; i++) {
        struct contact_address *had = &c->addresses.v[i];
        if (!k_str_eq(had->network, n->network) || !k_str_eq(had->value, n->value) ||
            !k_str_eq(had->label, n->label))
            continue;
        if (!had->url.n)
            had->url = n->url;
        return;
    }
    *k_vec_push(a, &c->addresses) = *n;
}

void contact_datum(struct k_arena *a, struct contact *c, const struct contact_datum *n)
{
    *k_vec_push(a, &c->data) = *n;
}

/* How programs call networks -> how we do. */
static const struct {
    const char *theirs, *ours;
} networks[] = {
    {"twitter", "x"},       {"xtwitter", "x"},
    {"fb", "facebook"},     {"linkedinprofile", "linkedin"},
    {"insta", "instagram"}, {"bsky", "bluesky"},
    {"jabber", "xmpp"},     {"gtalk", "xmpp"},
    {"googletalk", "xmpp"}, {"aim", "aim"},
    {"msn", "msn"},         {"skypeusername", "skype"},
};

k_str contact_network(struct k_arena *a, k_str name)
{
    struct k_buf b;
    k_str small = k_utf8_plain(a, name);
    if (k_str_starts(small, K_S("x-")))
        small = k_str_from(small, 2);
    k_buf_init(&b, a, 256);
    for (size_t i = 0; i < small.n && b.n < 40; i++)
        if ((small.p[i] >= 'a' && small.p[i] <= 'z') ||
            (small.p[i] >= '0' && small.p[i] <= '9'))
            k_buf_chr(&b, small.p[i]);
    k_str word = k_buf_view(&b);
    if (word.n && k_str_i64(word, &(int64_t){0}))
        return K_S(""); /* a number in a table of some program says nothing to us */
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
        if (k_str_eqz(word, networks[i].theirs))
            return k_str_z(networks[i].ours);
    return word;
}

/* Sites of networks; the handle is what follows `path` up to the next slash. */
static const struct {
    const char *host, *path, *network;
} sites[] = {
    {"x.com", "/", "x"},
    {"twitter.com", "/", "x"},
    {"linkedin.com", "/in/", "linkedin"},
    {"facebook.com", "/", "facebook"},
    {"instagram.com", "/", "instagram"},
    {"bsky.app", "/profile/", "bluesky"},
    {"github.com", "/", "github"},
    {"youtube.com", "/@", "youtube"},
    {"tiktok.com", "/@", "tiktok"},
    {"threads.net", "/@", "threads"},
    {"t.me", "/", "telegram"},
    {"xing.com", "/profile/", "xing"},
    {"medium.com", "/@", "medium"},
};

static k_str handle_behind(k_str path, const char *front)
{
    k_str rest = k_str_from(path, strlen(front)), handle = k_str_cut(&rest, '/');
    return k_str_trim(rest).n ? K_NONE : handle; /* a page below a profile is no profile */
}

/* "index.htm" is a page, no handle. */
static bool is_file(k_str handle)
{
    return handle.n > 4 && handle.p[handle.n - 4] == '.';
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* "j%C3%B6rg" as its letters; as it is when they are none. */
static k_str decoded(struct k_arena *a, k_str s)
{
    struct k_buf b;
    k_buf_init(&b, a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        bool two = s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0;
        k_buf_chr(&b, (char)(two ? hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]) : s.p[i]));
        i += two ? 2 : 0;
    }
    k_str out = k_buf_view(&b);
    for (size_t i = 0; i < out.n; i++)
        if ((unsigned char)out.p[i] <= ' ' || out.p[i] == '/')
            return s;
    return k_utf8_valid(out) ? out : s;
}

/* https://social.example/@ada, the way of Mastodon and others: ada@social.example. */
static bool fediverse(struct k_arena *a, const struct link_parts *p, k_str *network,
                      k_str *handle)
{
    k_str name = handle_behind(p->path, "/@");
    if (!k_str_starts(p->path, K_S("/@")) || !name.n || k_str_chr(name, '@') >= 0)
        return false;
    *network = K_S("mastodon");
    *handle = k_fmt(a, "%.*s@%.*s", K_ARG(name), K_ARG(k_lower(a, p->host)));
    return true;
}

bool contact_profile(struct k_arena *a, k_str url, k_str *network, k_str *handle)
{
    struct link_parts p = link_parse(k_str_trim(url));
    if (!p.host.n || !p.path.n || p.query.n)
        return false;
    k_str host = k_lower(a, p.host);
    if (k_str_starts(host, K_S("www.")))
        host = k_str_from(host, 4);
    for (size_t i = 0; i < sizeof sites / sizeof *sites; i++) {
        k_str site = k_str_z(sites[i].host);
        bool here = k_str_eq(host, site) || (host.n > site.n && k_str_ends(host, site) &&
                                             host.p[host.n - site.n - 1] == '.');
        if (!here)
            continue;
        *network = k_str_z(sites[i].network);
        *handle = k_str_starts(p.path, k_str_z(sites[i].path))
                      ? handle_behind(p.path, sites[i].path)
                      : K_NONE;
        *handle = decoded(a, *handle);
        return handle->n > 0 && !is_file(*handle);
    }
    return fediverse(a, &p, network, handle);
}

void contact_handle(struct k_arena *a, struct contact *c, k_str network, k_str handle,
                    k_str url, k_str label, size_t line)
{
    struct contact_address n = {.network = contact_network(a, network),
                                .value = k_str_trim(handle),
                                .url = k_str_trim(url),
                                .label = label,
                                .followers = -1,
                                .line = line};
    k_str seen_network, seen;
    if (!n.url.n && contact_profile(a, n.value, &seen_network, &seen)) {
        n.url = n.value;
        n.value = seen;
        n.network = n.network.n ? n.network : seen_network;
    }
    if (k_str_starts(n.value, K_S("@")))
        n.value = k_str_from(n.value, 1);
    bool solid = n.value.n > 0 && n.value.n <= 200;
    for (size_t i = 0; i < n.value.n; i++)
        solid = solid && (unsigned char)n.value.p[i] > ' ';
    if (solid && n.network.n)
        contact_address(a, c, &n);
    else
        contact_datum(a, c,
                      &(struct contact_datum){.kind = K_S("other"),
                                              .label = network.n ? network : K_S("account"),
                                              .value = handle.n ? handle : url,
                                              .line = line});
}

void contact_url(struct k_arena *a, struct contact *c, k_str url, k_str label, size_t line)
{
    k_str network, handle;
    url = k_str_trim(url);
    if (contact_profile(a, url, &network, &handle))
        contact_handle(a, c, network, handle, url, label, line);
    else if (url.n)
        contact_datum(a, c,
                      &(struct contact_datum){
                          .kind = K_S("url"), .label = label, .value = url, .line = line});
}
