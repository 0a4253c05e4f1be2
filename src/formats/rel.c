/* rel: listens to the elements that libxml2 finds. Nothing is kept but addresses. */
#include "formats/rel.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "formats/link.h"
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

enum { MOST_DEPTH = 512, MOST_ELEMENTS = 100000 };

struct scan {
    struct k_arena *arena;
    htmlParserCtxtPtr parser;
    K_VEC(k_str) found; /* as written */
    k_str base;         /* of the first <base href>; as written */
    size_t depth, elements;
    size_t hidden; /* depth of the element in which nothing counts; 0 = none */
};

static k_str text(const xmlChar *z)
{
    return k_str_z((const char *)z);
}

static k_str attribute(const xmlChar **atts, const char *name)
{
    for (size_t i = 0; atts && atts[i]; i += 2)
        if (k_str_ieq(text(atts[i]), k_str_z(name)))
            return k_str_trim(text(atts[i + 1]));
    return K_NONE;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* "me", and not what a site says of links that its visitors wrote. */
static bool says_me(k_str rel)
{
    bool me = false;
    for (size_t i = 0; i < rel.n;) {
        size_t from = i;
        while (i < rel.n && !blank(rel.p[i]))
            i++;
        k_str word = k_str_sub(rel, from, i - from);
        if (k_str_ieq(word, K_S("ugc")) || k_str_ieq(word, K_S("sponsored")))
            return false;
        me |= k_str_ieq(word, K_S("me"));
        i++;
    }
    return me;
}

static bool hides(k_str name)
{
    static const char *const names[] = {"script", "style",    "template", "textarea",
                                        "title",  "iframe",   "noembed",  "noframes",
                                        "xmp",    "noscript", NULL};
    return k_str_in(name, names);
}

static void read_element(struct scan *s, k_str name, const xmlChar **atts)
{
    k_str href = attribute(atts, "href");
    if (href.n == 0 || href.n > REL_MAX_URL)
        return;
    if (k_str_eqz(name, "base") && s->base.p == NULL)
        s->base = k_dup(s->arena, href);
    bool link = k_str_eqz(name, "a") || k_str_eqz(name, "link");
    if (link && s->found.n < REL_MAX_LINKS * 4 && says_me(attribute(atts, "rel")))
        *k_vec_push(s->arena, &s->found) = k_dup(s->arena, href);
}

static void element_begins(void *arg, const xmlChar *xml_name, const xmlChar **atts)
{
    struct scan *s = arg;
    k_str name = text(xml_name);
    if (++s->depth > MOST_DEPTH || ++s->elements > MOST_ELEMENTS) {
        xmlStopParser(s->parser);
        return;
    }
    if (s->hidden == 0 && hides(name))
        s->hidden = s->depth;
    if (s->hidden == 0)
        read_element(s, name, atts);
}

static void element_ends(void *arg, const xmlChar *name)
{
    struct scan *s = arg;
    (void)name;
    if (s->hidden == s->depth)
        s->hidden = 0;
    s->depth -= s->depth > 0;
}

static void add(struct k_arena *a, k_str url, struct rel_links *out)
{
    if (url.n == 0 || url.n > REL_MAX_URL || out->v.n >= REL_MAX_LINKS)
        return;
    for (size_t i = 0; i < out->v.n; i++)
        if (k_str_eq(out->v.v[i], url))
            return;
    *k_vec_push(a, &out->v) = url;
}

k_err rel_me(struct k_arena *a, k_str html, k_str base, struct rel_links *out)
{
    struct scan s = {.arena = a};
    htmlSAXHandler sax = {.startElement = element_begins, .endElement = element_ends};
    *out = (struct rel_links){.v = {.n = 0}};
    html = k_str_sub(html, 0, REL_MAX_BYTES);
    if (html.n == 0)
        return K_OK;
    s.parser = htmlCreateMemoryParserCtxt(html.p, (int)html.n);
    if (s.parser == NULL)
        return K_ERR_NO_MEMORY;
    *s.parser->sax = sax;
    s.parser->userData = &s;
    (void)xmlSwitchEncoding(s.parser, k_utf8_valid(html) ? XML_CHAR_ENCODING_UTF8
                                                         : XML_CHAR_ENCODING_8859_1);
    (void)htmlCtxtUseOptions(s.parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                           HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    (void)htmlParseDocument(s.parser);
    htmlFreeParserCtxt(s.parser);
    k_str from = s.base.p ? link_resolve(a, base, s.base) : base;
    for (size_t i = 0; i < s.found.n; i++)
        add(a, link_resolve(a, from.p ? from : base, s.found.v[i]), out);
    return K_OK;
}
