/* feed_find: the feeds that a web page announces in its <link> elements. Not an HTML parser: it
 * looks at tags only, and skips comments, scripts and styles. */
#include "base/buf.h"
#include "formats/feed.h"
#include "formats/link.h"

enum { PAGE_BYTES = 256 << 10, MOST_LINKS = 20 };

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The few entities that addresses and titles hold. */
static k_str decode(struct k_arena *a, k_str s)
{
    static const struct {
        k_str name;
        char c;
    } known[] = {
        {K_S_INIT("&amp;"), '&'},   {K_S_INIT("&quot;"), '"'}, {K_S_INIT("&#39;"), '\''},
        {K_S_INIT("&#x27;"), '\''}, {K_S_INIT("&lt;"), '<'},   {K_S_INIT("&gt;"), '>'},
        {K_S_INIT("&#038;"), '&'},  {K_S_INIT("&#38;"), '&'},  {K_S_INIT("&#x2F;"), '/'}};
    struct k_buf b;
    k_buf_init(&b, a, s.n + 1);
    for (size_t i = 0; i < s.n;) {
        size_t k = 0, n = sizeof known / sizeof *known;
        while (s.p[i] == '&' && k < n && !k_str_istarts(k_str_from(s, i), known[k].name))
            k++;
        bool hit = s.p[i] == '&' && k < n;
        k_buf_chr(&b, hit ? known[k].c : s.p[i]);
        i += hit ? known[k].name.n : 1;
    }
    return k_buf_view(&b);
}

/* Next attribute of the inside of a tag; false at its end. */
static bool next_attribute(k_str *s, k_str *name, k_str *value)
{
    size_t i = 0;
    while (i < s->n && (blank(s->p[i]) || s->p[i] == '/'))
        i++;
    size_t from = i;
    while (i < s->n && !blank(s->p[i]) && s->p[i] != '=' && s->p[i] != '/')
        i++;
    *name = k_str_sub(*s, from, i - from);
    *value = K_NONE;
    while (i < s->n && blank(s->p[i]))
        i++;
    if (i < s->n && s->p[i] == '=') {
        i++;
        while (i < s->n && blank(s->p[i]))
            i++;
        char quote = i < s->n && (s->p[i] == '"' || s->p[i] == '\'') ? s->p[i++] : '\0';
        from = i;
        while (i < s->n && (quote ? s->p[i] != quote : !blank(s->p[i])))
            i++;
        *value = k_str_sub(*s, from, i - from);
        i += quote && i < s->n;
    }
    *s = k_str_from(*s, i);
    return name->n > 0;
}

static bool is_feed_type(k_str type)
{
    static const char *const types[] = {"application/rss+xml", "application/atom+xml",
                                        "application/feed+json", "application/rdf+xml",
                                        "application/json"};
    k_str rest = type, name = k_str_trim(k_str_cut(&rest, ';'));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (k_str_ieq(name, k_str_z(types[i])))
            return true;
    return false;
}

static bool has_word(k_str list, k_str word)
{
    while (list.p) {
        k_str w = k_str_cut(&list, ' ');
        if (k_str_ieq(k_str_trim(w), word))
            return true;
    }
    return false;
}

static void read_link(struct k_arena *a, k_str inside, k_str base, struct feed_links *out)
{
    k_str rel = K_NONE, type = K_NONE, href = K_NONE, title = K_NONE, name, value;
    while (next_attribute(&inside, &name, &value)) {
        if (k_str_ieq(name, K_S("rel")))
            rel = value;
        else if (k_str_ieq(name, K_S("type")))
            type = value;
        else if (k_str_ieq(name, K_S("href")))
            href = value;
        else if (k_str_ieq(name, K_S("title")))
            title = value;
    }
    /* application/json is also how WordPress announces its API: only a feed when it says so. */
    bool json = k_str_ieq(k_str_trim(type), K_S("application/json"));
    if (!has_word(rel, K_S("alternate")) || !is_feed_type(type) ||
        (json && k_str_ifind(href, K_S("feed")) < 0))
        return;
    k_str url = link_resolve(a, base, decode(a, href));
    for (size_t i = 0; i < out->v.n; i++)
        if (k_str_eq(out->v.v[i].url, url))
            return;
    if (url.p && out->v.n < MOST_LINKS)
        *k_vec_push(a, &out->v) = (struct feed_link){url, decode(a, title)};
}

/* From behind '<': the end of the tag, with quotes respected; -1 when it never ends. */
static ptrdiff_t tag_end(k_str s)
{
    char quote = '\0';
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && i > 0 && (s.p[i - 1] == '=' || blank(s.p[i - 1])))
            quote = c;
        else if (c == '>')
            return (ptrdiff_t)i;
    }
    return -1;
}

/* How far to go on behind a tag whose content is no markup. */
static size_t skip_raw(k_str rest, k_str tag)
{
    static const struct {
        k_str open, close;
    } raw[] = {{K_S_INIT("script"), K_S_INIT("</script")},
               {K_S_INIT("style"), K_S_INIT("</style")},
               {K_S_INIT("template"), K_S_INIT("</template")}};
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
        if (!k_str_istarts(tag, raw[i].open))
            continue;
        ptrdiff_t end = k_str_ifind(rest, raw[i].close);
        return end < 0 ? rest.n : (size_t)end;
    }
    return 0;
}

void feed_discover(struct k_arena *a, k_str page, k_str base, struct feed_links *out)
{
    k_str rest = k_str_sub(page, 0, PAGE_BYTES);
    *out = (struct feed_links){0};
    for (ptrdiff_t at; (at = k_str_chr(rest, '<')) >= 0;) {
        rest = k_str_from(rest, (size_t)at + 1);
        if (k_str_starts(rest, K_S("!--"))) {
            ptrdiff_t end = k_str_find(rest, K_S("-->"));
            rest = k_str_from(rest, end < 0 ? rest.n : (size_t)end);
            continue;
        }
        ptrdiff_t end = tag_end(rest);
        if (end < 0)
            return;
        k_str tag = k_str_sub(rest, 0, (size_t)end);
        rest = k_str_from(rest, (size_t)end + 1);
        if (k_str_istarts(tag, K_S("link")) && tag.n > 5 && blank(tag.p[4]))
            read_link(a, k_str_from(tag, 5), base, out);
        else if (k_str_istarts(tag, K_S("base")) && tag.n > 5 && blank(tag.p[4])) {
            k_str inside = k_str_from(tag, 5), name, value;
            while (next_attribute(&inside, &name, &value))
                if (k_str_ieq(name, K_S("href")) && link_resolve(a, base, value).p)
                    base = link_resolve(a, base, value);
        }
        rest = k_str_from(rest, skip_raw(rest, tag));
    }
}
