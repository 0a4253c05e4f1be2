/* html_tree: a tokeniser after the HTML standard (13.2.5), reduced to what decides where a tag
 * begins and ends, and a builder that keeps elements properly nested. Where a browser could
 * read something in another way than we do, the content is dropped. */
#include "text/html_tree.h"
#include "base/utf8.h"
#include "text/entity.h"

#define ALT_MAX 300 /* graphemes of a picture's text */

enum treatment {
    UNWRAP, /* the tag goes, what is inside stays */
    KEEP,
    SEPARATE, /* as UNWRAP, but a line of its own */
    CELL,     /* as UNWRAP, with a blank before */
    IMAGE,    /* its alt text stays */
    DROP,     /* goes with all that is inside */
    RAW       /* DROP, and inside no markup counts but its own end tag */
};

struct kind {
    const char *name;
    enum treatment how;
    enum html_tag tag;
};

static const struct kind kinds[] = {
    {"a", KEEP, HTML_A},     {"b", KEEP, HTML_B},       {"blockquote", KEEP, HTML_BLOCKQUOTE},
    {"br", KEEP, HTML_BR},   {"code", KEEP, HTML_CODE}, {"em", KEEP, HTML_EM},
    {"i", KEEP, HTML_I},     {"li", KEEP, HTML_LI},     {"ol", KEEP, HTML_OL},
    {"p", KEEP, HTML_P},     {"pre", KEEP, HTML_PRE},   {"strong", KEEP, HTML_STRONG},
    {"ul", KEEP, HTML_UL},   {"address", SEPARATE, 0},  {"article", SEPARATE, 0},
    {"aside", SEPARATE, 0},  {"body", SEPARATE, 0},     {"center", SEPARATE, 0},
    {"dd", SEPARATE, 0},     {"details", SEPARATE, 0},  {"dialog", SEPARATE, 0},
    {"dir", SEPARATE, 0},    {"div", SEPARATE, 0},      {"dl", SEPARATE, 0},
    {"dt", SEPARATE, 0},     {"fieldset", SEPARATE, 0}, {"figcaption", SEPARATE, 0},
    {"figure", SEPARATE, 0}, {"footer", SEPARATE, 0},   {"form", SEPARATE, 0},
    {"h1", SEPARATE, 0},     {"h2", SEPARATE, 0},       {"h3", SEPARATE, 0},
    {"h4", SEPARATE, 0},     {"h5", SEPARATE, 0},       {"h6", SEPARATE, 0},
    {"header", SEPARATE, 0}, {"hr", SEPARATE, 0},       {"legend", SEPARATE, 0},
    {"main", SEPARATE, 0},   {"menu", SEPARATE, 0},     {"nav", SEPARATE, 0},
    {"option", SEPARATE, 0}, {"section", SEPARATE, 0},  {"summary", SEPARATE, 0},
    {"table", SEPARATE, 0},  {"tbody", SEPARATE, 0},    {"tfoot", SEPARATE, 0},
    {"thead", SEPARATE, 0},  {"tr", SEPARATE, 0},       {"td", CELL, 0},
    {"th", CELL, 0},         {"img", IMAGE, 0},         {"applet", DROP, 0},
    {"object", DROP, 0},     {"svg", DROP, 0},          {"template", DROP, 0},
    {"iframe", RAW, 0},      {"noembed", RAW, 0},       {"noframes", RAW, 0},
    {"noscript", RAW, 0},    {"plaintext", RAW, 0},     {"script", RAW, 0},
    {"style", RAW, 0},       {"textarea", RAW, 0},      {"title", RAW, 0},
    {"xmp", RAW, 0},
};

static const struct kind *kind_of(k_str name)
{
    static const struct kind other = {"", UNWRAP, HTML_ROOT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (k_str_ieq(name, k_str_z(kinds[i].name)))
            return &kinds[i];
    return &other;
}

const char *html_tag_name(enum html_tag t)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].how == KEEP && kinds[i].tag == t)
            return kinds[i].name;
    return "";
}

/* --- tokens ------------------------------------------------------------------------------ */

enum token_kind { END_OF_INPUT, TEXT, START_TAG, END_TAG };

struct token {
    enum token_kind kind;
    k_str text; /* TEXT: as written; tags: the name as written */
    k_str href, alt;
    bool self_closing;
};

struct scan {
    k_str s;
    size_t i;
};

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool at(const struct scan *s, size_t ahead, char c)
{
    return s->i + ahead < s->s.n && s->s.p[s->i + ahead] == c;
}

/* Moves behind the next `what`; to the end when there is none. */
static void skip_past(struct scan *s, k_str what)
{
    ptrdiff_t found = k_str_find(k_str_from(s->s, s->i), what);
    s->i = found < 0 ? s->s.n : s->i + (size_t)found + what.n;
}

/* s->i is behind "<!--". Comments end at "-->", "--!>", or at once with ">" or "->". */
static void skip_comment(struct scan *s)
{
    if (at(s, 0, '>') || (at(s, 0, '-') && at(s, 1, '>'))) {
        s->i += at(s, 0, '>') ? 1 : 2;
        return;
    }
    while (s->i < s->s.n) {
        skip_past(s, K_S("--"));
        while (at(s, 0, '-'))
            s->i++;
        if (at(s, 0, '>') || (at(s, 0, '!') && at(s, 1, '>'))) {
            s->i += at(s, 0, '>') ? 1 : 2;
            return;
        }
    }
}

static k_str attribute_value(struct scan *s)
{
    char quote = s->i < s->s.n ? s->s.p[s->i] : 0;
    size_t from = s->i;
    if (quote == '"' || quote == '\'') {
        from = ++s->i;
        while (s->i < s->s.n && s->s.p[s->i] != quote)
            s->i++;
        k_str v = k_str_sub(s->s, from, s->i - from);
        s->i += s->i < s->s.n;
        return v;
    }
    while (s->i < s->s.n && !space(s->s.p[s->i]) && s->s.p[s->i] != '>')
        s->i++;
    return k_str_sub(s->s, from, s->i - from);
}

static void skip_space(struct scan *s)
{
    while (s->i < s->s.n && space(s->s.p[s->i]))
        s->i++;
}

/* One attribute; the first of a name counts, as in browsers. */
static void attribute(struct scan *s, struct token *t)
{
    size_t from = s->i++; /* even '=' may begin a name */
    while (s->i < s->s.n && !space(s->s.p[s->i]) && s->s.p[s->i] != '/' &&
           s->s.p[s->i] != '>' && s->s.p[s->i] != '=')
        s->i++;
    k_str name = k_str_sub(s->s, from, s->i - from), value = K_S("");
    skip_space(s);
    if (at(s, 0, '=')) {
        s->i++;
        skip_space(s);
        if (!at(s, 0, '>'))
            value = attribute_value(s);
    }
    if (t->href.p == NULL && k_str_ieq(name, K_S("href")))
        t->href = value;
    if (t->alt.p == NULL && k_str_ieq(name, K_S("alt")))
        t->alt = value;
}

/* s->i is at the first letter of the name. false when the input ends inside the tag: then there
 * is no tag, and nothing behind it. */
static bool tag(struct scan *s, struct token *t)
{
    size_t from = s->i;
    while (s->i < s->s.n && !space(s->s.p[s->i]) && s->s.p[s->i] != '/' && s->s.p[s->i] != '>')
        s->i++;
    t->text = k_str_sub(s->s, from, s->i - from);
    while (s->i < s->s.n) {
        char c = s->s.p[s->i];
        if (c == '>') {
            s->i++;
            return true;
        }
        if (space(c) || c == '/') {
            t->self_closing = c == '/' && at(s, 1, '>');
            s->i++;
            continue;
        }
        attribute(s, t);
    }
    return false;
}

/* Text up to the next '<' that begins markup. */
static void text_run(struct scan *s, struct token *t)
{
    size_t from = s->i;
    for (; s->i < s->s.n; s->i++) {
        if (!at(s, 0, '<') || s->i + 1 >= s->s.n)
            continue;
        char c = s->s.p[s->i + 1];
        if (letter(c) || c == '!' || c == '?' || c == '/')
            break;
    }
    t->kind = TEXT;
    t->text = k_str_sub(s->s, from, s->i - from);
}

/* What stands at '<': true when it is a tag (in *t), false when it is skipped. */
static bool markup(struct scan *s, struct token *t)
{
    if (at(s, 1, '/')) {
        t->kind = END_TAG;
        s->i += 2;
    } else {
        t->kind = START_TAG;
        s->i += 1;
    }
    if (s->i < s->s.n && letter(s->s.p[s->i]))
        return tag(s, t);
    if (t->kind == START_TAG && at(s, 0, '!') && at(s, 1, '-') && at(s, 2, '-')) {
        s->i += 3;
        skip_comment(s);
    } else {
        skip_past(s, K_S(">")); /* <!doctype>, <?xml?>, <![CDATA[, </ > */
    }
    return false;
}

static struct token next_token(struct scan *s)
{
    struct token t = {.kind = END_OF_INPUT};
    while (s->i < s->s.n) {
        t = (struct token){.kind = END_OF_INPUT};
        text_run(s, &t);
        if (t.text.n > 0)
            return t;
        if (markup(s, &t))
            return t;
    }
    t.kind = END_OF_INPUT;
    return t;
}

/* Moves behind the end tag of a raw element, or to the end. */
static void skip_raw(struct scan *s, k_str name)
{
    for (;;) {
        skip_past(s, K_S("</"));
        if (s->i >= s->s.n)
            return;
        k_str rest = k_str_from(s->s, s->i);
        char behind = rest.n > name.n ? rest.p[name.n] : 0;
        if (k_str_istarts(rest, name) && (space(behind) || behind == '/' || behind == '>')) {
            skip_past(s, K_S(">"));
            return;
        }
    }
}

/* Moves behind the end tag of a dropped element that may hold others of its name. */
static void skip_element(struct scan *s, k_str name)
{
    for (size_t depth = 1; depth > 0;) {
        struct token t = next_token(s);
        if (t.kind == END_OF_INPUT)
            return;
        if (t.kind == TEXT)
            continue;
        if (k_str_ieq(t.text, name))
            depth = t.kind == END_TAG ? depth - 1 : depth + !t.self_closing;
        else if (t.kind == START_TAG && kind_of(t.text)->how == RAW)
            skip_raw(s, t.text);
    }
}

/* --- tree -------------------------------------------------------------------------------- */

struct build {
    struct k_arena *a;
    struct html_node *open[HTML_DEPTH_MAX + 1]; /* open[0] is the root */
    size_t depth;
};

static struct html_node *append(struct build *b, enum html_tag tag, k_str text)
{
    struct html_node *n = k_new(b->a, struct html_node), *up = b->open[b->depth];
    *n = (struct html_node){.tag = tag, .text = text};
    if (up->last)
        up->last->next = n;
    else
        up->first = n;
    up->last = n;
    return n;
}

static bool control(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f;
}

/* Decoded text without control characters. */
static k_str plain(struct k_arena *a, k_str raw, bool in_attribute)
{
    k_str t = entity_decode(a, raw, in_attribute);
    size_t i = 0, n = 0;
    while (i < t.n && !control((unsigned char)t.p[i]))
        i++;
    if (i == t.n)
        return t;
    char *p = k_arena_alloc(a, t.n);
    for (i = 0; i < t.n; i++)
        if (!control((unsigned char)t.p[i]))
            p[n++] = t.p[i];
    return k_str_n(p, n);
}

static void add_text(struct build *b, k_str text)
{
    if (text.n == 0)
        return;
    struct html_node *n = append(b, HTML_TEXT, text);
    if (k_str_trim(text).n == 0)
        return;
    n->full = true;
    for (size_t d = b->depth + 1; d-- > 0 && !b->open[d]->full;)
        b->open[d]->full = true;
}

/* The depth at which an element of this tag is open, looking up no further than `borders` say
 * (a bit for each tag); 0 when none. */
static size_t open_at(const struct build *b, enum html_tag tag, unsigned borders)
{
    for (size_t d = b->depth; d > 0; d--) {
        if (b->open[d]->tag == tag)
            return d;
        if (borders >> b->open[d]->tag & 1u)
            return 0;
    }
    return 0;
}

static void close_to(struct build *b, size_t depth)
{
    if (depth > 0)
        b->depth = depth - 1;
}

#define BIT(t) (1u << (t))
#define BLOCKS                                                                                 \
    (BIT(HTML_P) | BIT(HTML_BLOCKQUOTE) | BIT(HTML_UL) | BIT(HTML_OL) | BIT(HTML_LI) |         \
     BIT(HTML_PRE))
#define CONTAINERS (BIT(HTML_BLOCKQUOTE) | BIT(HTML_UL) | BIT(HTML_OL) | BIT(HTML_LI))
#define LISTS (BIT(HTML_UL) | BIT(HTML_OL))

/* http, https or mailto, without white space and controls; K_NONE for anything else. */
static k_str address(struct k_arena *a, k_str raw)
{
    k_str t = plain(a, raw, true);
    char *p = k_arena_alloc(a, k_add(t.n, 1));
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) /* browsers leave out tabs and line ends too */
        if (t.p[i] != '\t' && t.p[i] != '\n')
            p[n++] = t.p[i];
    k_str url = k_str_trim(k_str_n(p, n));
    bool web = k_str_istarts(url, K_S("http://")) || k_str_istarts(url, K_S("https://"));
    size_t scheme = (size_t)(k_str_chr(url, ':') + 1) + (web ? 2 : 0);
    if (!web && !k_str_istarts(url, K_S("mailto:")))
        return K_NONE;
    k_str rest = k_str_from(url, scheme);
    if (rest.n == 0 || rest.p[0] == '/' || rest.p[0] == '\\' || url.n > 2048)
        return K_NONE;
    for (size_t i = 0; i < url.n; i++)
        if (url.p[i] == ' ' || url.p[i] == '"' || url.p[i] == '<' || url.p[i] == '>')
            return K_NONE;
    return url;
}

static void open_element(struct build *b, enum html_tag tag, const struct token *t)
{
    k_str url = K_NONE;
    if (html_is_block(tag)) /* a block ends the paragraph before it */
        close_to(b, open_at(b, HTML_P, CONTAINERS));
    if (tag == HTML_LI) {
        close_to(b, open_at(b, HTML_LI, LISTS));
        if (!open_at(b, HTML_UL, BIT(HTML_OL)) && !open_at(b, HTML_OL, BIT(HTML_UL))) {
            append(b, HTML_BREAK, K_NONE); /* an item of no list */
            return;
        }
    }
    if (tag == HTML_A) {
        close_to(b, open_at(b, HTML_A, 0));
        url = address(b->a, t->href);
        if (url.p == NULL)
            return;
    }
    if (b->depth >= HTML_DEPTH_MAX) {
        if (html_is_block(tag))
            append(b, HTML_BREAK, K_NONE);
        return;
    }
    struct html_node *n = append(b, tag, url);
    b->open[++b->depth] = n;
}

static void start_tag(struct build *b, struct scan *s, const struct token *t)
{
    const struct kind *k = kind_of(t->text);
    switch (k->how) {
    case KEEP:
        if (k->tag == HTML_BR)
            append(b, HTML_BR, K_NONE);
        else
            open_element(b, k->tag, t);
        break;
    case SEPARATE:
        append(b, HTML_BREAK, K_NONE);
        break;
    case CELL:
        add_text(b, K_S(" "));
        break;
    case IMAGE:
        add_text(b, k_utf8_cut(plain(b->a, t->alt, true), ALT_MAX));
        break;
    case DROP:
        if (!t->self_closing)
            skip_element(s, t->text);
        break;
    case RAW:
        if (k_str_ieq(t->text, K_S("plaintext")))
            s->i = s->s.n;
        skip_raw(s, t->text);
        break;
    case UNWRAP:
        break;
    }
}

static void end_tag(struct build *b, const struct token *t)
{
    const struct kind *k = kind_of(t->text);
    if (k->how == SEPARATE)
        append(b, HTML_BREAK, K_NONE);
    if (k->how != KEEP)
        return;
    if (k->tag == HTML_BR) { /* browsers read </br> as <br> */
        append(b, HTML_BR, K_NONE);
        return;
    }
    unsigned borders = k->tag == HTML_LI ? LISTS : k->tag == HTML_P ? CONTAINERS : 0;
    close_to(b, open_at(b, k->tag, html_is_block(k->tag) ? borders : BLOCKS));
}

struct html_node *html_tree(struct k_arena *a, k_str html)
{
    struct build b = {.a = a};
    struct scan s = {.s = html};
    struct html_node *root = k_new(a, struct html_node);
    b.open[0] = root;
    for (;;) {
        struct token t = next_token(&s);
        if (t.kind == END_OF_INPUT)
            return root;
        if (t.kind == TEXT)
            add_text(&b, plain(a, t.text, false));
        else if (t.kind == START_TAG)
            start_tag(&b, &s, &t);
        else
            end_tag(&b, &t);
    }
}
