/* feed_xml: RSS, RDF and Atom on expat. A table says which element is what; an element counts
 * only directly below its item or channel. Markup that stands in the XML itself (XHTML content,
 * naked tags) is written out again as text. */
#include "base/buf.h"
#include "base/log.h"
#include "formats/feed.h"
#include "formats/link.h"
#include <expat.h>
#include <strings.h>

enum ns { NS_CORE, NS_ATOM, NS_DC, NS_DCTERMS, NS_CONTENT, NS_WFW, NS_XHTML, NS_RDF, NS_OTHER };

static const struct {
    const char *uri, *prefix; /* the prefix counts where nobody declared it */
    enum ns ns;
} spaces[] = {
    {"http://www.w3.org/2005/Atom", "atom", NS_ATOM},
    {"http://purl.org/atom/ns#", "", NS_ATOM},
    {"http://purl.org/rss/1.0/", "rss", NS_CORE},
    {"http://my.netscape.com/rdf/simple/0.9/", "", NS_CORE},
    {"http://channel.netscape.com/rdf/simple/0.9/", "", NS_CORE},
    {"http://my.netscape.com/publish/formats/rss-0.91.dtd", "", NS_CORE},
    {"http://backend.userland.com/rss2", "", NS_CORE},
    {"http://backend.userland.com/RSS2", "", NS_CORE},
    {"http://backend.userland.com/rss", "", NS_CORE},
    {"http://blogs.law.harvard.edu/tech/rss", "", NS_CORE},
    {"http://purl.org/net/rss1.1#", "", NS_CORE},
    {"http://purl.org/dc/elements/1.1/", "dc", NS_DC},
    {"http://purl.org/dc/elements/1.0/", "", NS_DC},
    {"http://purl.org/dc/terms/", "dcterms", NS_DCTERMS},
    {"http://purl.org/rss/1.0/modules/content/", "content", NS_CONTENT},
    {"http://wellformedweb.org/CommentAPI/", "wfw", NS_WFW},
    {"http://www.w3.org/1999/xhtml", "xhtml", NS_XHTML},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", NS_RDF},
};

enum field {
    F_NONE,
    F_TITLE,
    F_LINK,
    F_ID,
    F_SUMMARY,
    F_CONTENT,
    F_POSTED,
    F_UPDATED,
    F_AUTHOR,
    F_AUTHOR_NAME,
    F_AUTHOR_EMAIL,
    F_AUTHOR_URL,
    F_COMMENTS,
    F_COMMENTS_FEED,
    F_LANG
};

static const struct {
    enum ns ns; /* NS_CORE stands for NS_ATOM as well */
    const char *name;
    enum field field;
} tags[] = {
    {NS_CORE, "title", F_TITLE},
    {NS_DC, "title", F_TITLE},
    {NS_CORE, "link", F_LINK},
    {NS_CORE, "guid", F_ID},
    {NS_CORE, "id", F_ID},
    {NS_CORE, "description", F_SUMMARY},
    {NS_CORE, "summary", F_SUMMARY},
    {NS_CORE, "abstract", F_SUMMARY},
    {NS_DC, "description", F_SUMMARY},
    {NS_CORE, "content", F_CONTENT},
    {NS_CONTENT, "encoded", F_CONTENT},
    {NS_XHTML, "body", F_CONTENT},
    {NS_CORE, "body", F_CONTENT},
    {NS_CORE, "fullitem", F_CONTENT},
    {NS_CORE, "pubDate", F_POSTED},
    {NS_CORE, "published", F_POSTED},
    {NS_CORE, "issued", F_POSTED},
    {NS_CORE, "created", F_POSTED},
    {NS_DC, "date", F_POSTED},
    {NS_DCTERMS, "created", F_POSTED},
    {NS_DCTERMS, "issued", F_POSTED},
    {NS_CORE, "updated", F_UPDATED},
    {NS_CORE, "modified", F_UPDATED},
    {NS_DCTERMS, "modified", F_UPDATED},
    {NS_CORE, "author", F_AUTHOR},
    {NS_DC, "author", F_AUTHOR},
    {NS_DC, "creator", F_AUTHOR},
    {NS_CORE, "comments", F_COMMENTS},
    {NS_WFW, "commentRss", F_COMMENTS_FEED},
    {NS_CORE, "language", F_LANG},
    {NS_DC, "language", F_LANG},
};

/* How text is taken: as it is, or with the markup of child elements written out; in the second
 * form a '<' of the text must be escaped. */
enum form { FORM_PLAIN, FORM_HTML, FORM_XHTML };

struct reader {
    struct k_arena *a;
    XML_Parser parser;
    struct feed *out;
    const char *why;
    int depth;
    k_str base[FEED_MAX_DEPTH + 1]; /* xml:base in force at each depth */
    k_str root_space;               /* namespace of the root, whatever it is: the feed's own */
    int feed_depth, item_depth;     /* 0 = not inside */
    int author_depth;
    bool permalink;
    bool over; /* past FEED_MAX_ITEMS: what follows is read, not kept */

    enum field field; /* what is being taken; F_NONE = nothing */
    int field_depth;
    enum form form;
    bool unwrap; /* drop the <div> around Atom's XHTML */
    struct k_buf text;
};

static struct feed_item *item_of(struct reader *r)
{
    return &r->out->items.v[r->out->items.n - 1];
}

/* Name as expat gives it ("uri\nlocal", or "prefix:local" without namespaces). */
static enum ns split_name(const char *name, const char **local)
{
    const char *cut = strrchr(name, '\n');
    const char *colon = strchr(name, ':');
    *local = cut ? cut + 1 : colon ? colon + 1 : name;
    if (cut == NULL && colon == NULL)
        return NS_CORE;
    k_str space = k_str_n(name, (size_t)(*local - name - 1));
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (k_str_eqz(space, cut ? spaces[i].uri : spaces[i].prefix))
            return spaces[i].ns;
    return NS_OTHER;
}

/* The namespace of the root is the feed's own, whatever its address is. */
static enum ns space_of(struct reader *r, const char *name, const char **local)
{
    enum ns ns = split_name(name, local);
    k_str space = k_str_n(name, *local > name ? (size_t)(*local - name - 1) : 0);
    if (ns != NS_OTHER || (r->depth > 1 && !k_str_eq(space, r->root_space)))
        return ns;
    if (r->depth == 1)
        r->root_space = k_dup(r->a, space);
    return r->depth == 1 || r->out->kind == FEED_ATOM ? NS_ATOM : NS_CORE;
}

static const char *attribute(const char **atts, const char *wanted)
{
    for (; *atts; atts += 2) {
        const char *local;
        split_name(*atts, &local);
        if (strcmp(local, wanted) == 0)
            return atts[1];
    }
    return NULL;
}

static k_str keep(struct reader *r, const char *z)
{
    return k_str_trim(k_dup(r->a, k_str_z(z)));
}

static k_str resolved(struct reader *r, k_str link)
{
    int d = r->depth <= FEED_MAX_DEPTH ? r->depth : FEED_MAX_DEPTH;
    return link.n ? link_resolve(r->a, r->base[d], link) : K_NONE;
}

static void stop(struct reader *r, const char *why)
{
    if (r->why == NULL)
        r->why = why;
    XML_StopParser(r->parser, XML_FALSE);
}

/* ---- taking text ---- */

static void add_escaped(struct k_buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '<')
            k_buf_str(b, K_S("&lt;"));
        else if (s[i] == '>')
            k_buf_str(b, K_S("&gt;"));
        else if (s[i] == '&')
            k_buf_str(b, K_S("&amp;"));
        else
            k_buf_chr(b, s[i]);
    }
}

static void take(struct reader *r, enum field field, enum form form)
{
    r->field = field;
    r->field_depth = r->depth;
    r->form = form;
    r->unwrap = false;
    k_buf_init(&r->text, r->a, FEED_MAX_TEXT);
}

static bool is_void(const char *local)
{
    static const char *const names[] = {"br", "hr", "img", "wbr", "input", "col", "area"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(local, names[i]) == 0)
            return true;
    return false;
}

/* A child element of what is being taken. Plain text that has one is markup after all. */
static void open_markup(struct reader *r, const char *local, const char **atts)
{
    if (r->form == FORM_PLAIN) {
        k_str so_far = k_dup(r->a, k_buf_view(&r->text));
        k_buf_reset(&r->text);
        add_escaped(&r->text, so_far.p, so_far.n);
        r->form = FORM_XHTML;
    }
    if (r->unwrap && r->depth == r->field_depth + 1 && strcmp(local, "div") == 0)
        return;
    k_buf_chr(&r->text, '<');
    k_buf_str(&r->text, k_str_z(local));
    for (; *atts; atts += 2) {
        const char *name;
        split_name(*atts, &name);
        bool link = strcmp(name, "href") == 0 || strcmp(name, "src") == 0;
        k_str value = k_str_z(atts[1]), whole = link ? resolved(r, value) : K_NONE;
        k_buf_fmt(&r->text, " %s=\"", name);
        k_buf_html(&r->text, whole.p ? whole : value);
        k_buf_chr(&r->text, '"');
    }
    k_buf_chr(&r->text, '>');
}

static void close_markup(struct reader *r, const char *local)
{
    bool wrapper = r->unwrap && r->depth == r->field_depth + 1 && strcmp(local, "div") == 0;
    if (!wrapper && !is_void(local))
        k_buf_fmt(&r->text, "</%s>", local);
}

static void on_text(void *arg, const char *s, int n)
{
    struct reader *r = arg;
    size_t room = r->field == F_NONE ? 0 : FEED_MAX_TEXT - r->text.n;
    size_t take_n = n > 0 ? (size_t)n : 0;
    if (take_n > room) /* cut between two characters */
        for (take_n = room; take_n > 0 && ((unsigned char)s[take_n] & 0xc0) == 0x80;)
            take_n--;
    if (take_n == 0)
        return;
    if (r->form == FORM_XHTML)
        add_escaped(&r->text, s, take_n);
    else
        k_buf_add(&r->text, s, take_n);
}

/* &nbsp; and its like, which nobody declared: left for whoever reads the markup. */
static void on_skipped_entity(void *arg, const char *name, int is_parameter)
{
    struct reader *r = arg;
    if (r->field != F_NONE && !is_parameter)
        k_buf_fmt(&r->text, "&%s;", name);
}

/* ---- storing it ---- */

/* "me@example.com (Me)", "Me (me@example.com)", "Me <me@example.com>" or a name alone. */
static void split_author(k_str s, k_str *name, k_str *email)
{
    ptrdiff_t open = k_str_chr(s, '(');
    char closing = ')';
    if (open < 0) {
        open = k_str_chr(s, '<');
        closing = '>';
    }
    k_str outside = s, inside = K_NONE;
    if (open >= 0) {
        outside = k_str_trim(k_str_sub(s, 0, (size_t)open));
        inside = k_str_from(s, (size_t)open + 1);
        ptrdiff_t end = k_str_chr(inside, closing);
        inside = k_str_trim(k_str_sub(inside, 0, end < 0 ? inside.n : (size_t)end));
    }
    bool inside_is_mail = k_str_chr(inside, '@') > 0;
    bool outside_is_mail = k_str_chr(outside, '@') > 0 && k_str_chr(outside, ' ') < 0;
    *email = inside_is_mail ? inside : outside_is_mail ? outside : K_NONE;
    *name = inside_is_mail ? outside : outside_is_mail ? inside : s;
}

static void set_once(k_str *to, k_str value)
{
    if (to->n == 0 && value.n > 0)
        *to = value;
}

static void set_words(struct feed_words *to, k_str value, enum form form)
{
    if (to->v.n == 0 && value.n > 0)
        *to = (struct feed_words){value, form != FORM_PLAIN};
}

static void set_date(k_time *to, k_str value)
{
    k_time t;
    if (*to == 0 && feed_date(value, &t))
        *to = t;
}

static void set_author(struct feed_item *it, k_str value)
{
    k_str name, email;
    split_author(value, &name, &email);
    set_once(&it->author, name);
    set_once(&it->author_email, email);
}

static void store_in_item(struct reader *r, struct feed_item *it, k_str value)
{
    switch (r->field) {
    case F_TITLE:
        set_words(&it->title, value, r->form);
        break;
    case F_SUMMARY:
        set_words(&it->summary, value, r->form);
        break;
    case F_CONTENT:
        set_words(&it->content, value, r->form);
        break;
    case F_LINK:
        set_once(&it->link, resolved(r, value));
        break;
    case F_ID:
        set_once(&it->id, value);
        if (r->permalink && link_is_web(value))
            it->link = it->link.n ? it->link : value;
        break;
    case F_POSTED:
        set_date(&it->posted, value);
        break;
    case F_UPDATED:
        set_date(&it->updated, value);
        break;
    case F_AUTHOR:
        set_author(it, value);
        break;
    case F_AUTHOR_NAME:
        set_once(&it->author, value);
        break;
    case F_AUTHOR_EMAIL:
        set_once(&it->author_email, value);
        break;
    case F_AUTHOR_URL:
        set_once(&it->author_url, resolved(r, value));
        break;
    case F_COMMENTS:
        set_once(&it->comments, resolved(r, value));
        break;
    case F_COMMENTS_FEED:
        set_once(&it->comments_feed, resolved(r, value));
        break;
    case F_LANG:
        set_once(&it->lang, value);
        break;
    default:
        break;
    }
}

static void store_in_feed(struct reader *r, k_str value)
{
    struct feed *f = r->out;
    if (r->field == F_TITLE)
        set_words(&f->title, value, r->form);
    else if (r->field == F_LINK)
        set_once(&f->link, resolved(r, value));
    else if (r->field == F_LANG)
        set_once(&f->lang, value);
    else if (r->field == F_AUTHOR_NAME)
        set_once(&f->author, value);
}

static void store(struct reader *r)
{
    k_str value = k_str_trim(k_buf_view(&r->text));
    if (r->item_depth && !r->over)
        store_in_item(r, item_of(r), value);
    else if (!r->item_depth)
        store_in_feed(r, value);
    r->field = F_NONE;
}

/* ---- elements ---- */

static void open_root(struct reader *r, enum ns ns, const char *local, const char **atts)
{
    const char *lang = attribute(atts, "lang");
    if (lang)
        r->out->lang = keep(r, lang);
    bool atom = strcmp(local, "feed") == 0 && (ns == NS_ATOM || ns == NS_CORE);
    bool rss = strcasecmp(local, "rss") == 0 || (ns == NS_RDF && strcmp(local, "RDF") == 0);
    r->out->kind = atom ? FEED_ATOM : FEED_RSS;
    r->feed_depth = atom ? r->depth : 0;
    if (!atom && !rss)
        stop(r, "this is XML, but neither RSS nor Atom");
}

static void open_item(struct reader *r, const char **atts)
{
    r->item_depth = r->depth;
    r->over = r->out->items.n == FEED_MAX_ITEMS;
    r->out->cut = r->out->cut || r->over;
    if (r->over)
        return;
    struct feed_item *it = k_vec_push(r->a, &r->out->items);
    const char *about = attribute(atts, "about"), *lang = attribute(atts, "lang");
    if (about)
        it->id = keep(r, about);
    if (lang)
        it->lang = keep(r, lang);
}

/* Atom's link says in attributes what RSS's says in its text. */
static void open_link(struct reader *r, const char **atts)
{
    const char *href = attribute(atts, "href"), *rel = attribute(atts, "rel");
    const char *type = attribute(atts, "type");
    if (href == NULL) {
        take(r, F_LINK, FORM_PLAIN);
        return;
    }
    k_str url = resolved(r, keep(r, href));
    bool replies = rel && strcmp(rel, "replies") == 0;
    if (r->over)
        return;
    if (replies && r->item_depth) {
        bool feed = type && strstr(type, "xml") && !strstr(type, "xhtml");
        set_once(feed ? &item_of(r)->comments_feed : &item_of(r)->comments, url);
    } else if (rel == NULL || *rel == '\0' || strcmp(rel, "alternate") == 0) {
        set_once(r->item_depth ? &item_of(r)->link : &r->out->link, url);
    }
}

/* What Atom's type attribute makes of a text; false when it is nothing to read. */
static bool form_of(const char **atts, bool is_content, enum form *form)
{
    const char *type = attribute(atts, "type"), *mode = attribute(atts, "mode");
    *form = FORM_PLAIN;
    if (mode && strcmp(mode, "base64") == 0)
        return false;
    if (is_content && attribute(atts, "src"))
        return false;
    if (type == NULL || *type == '\0' || strcmp(type, "text") == 0)
        *form = mode && strcmp(mode, "escaped") == 0 ? FORM_HTML : FORM_PLAIN;
    else if (strstr(type, "xhtml"))
        *form = FORM_XHTML;
    else if (strstr(type, "html"))
        *form = FORM_HTML;
    else if (strstr(type, "xml"))
        *form = FORM_XHTML;
    else if (strncmp(type, "text/", 5) != 0)
        return false; /* a picture, say */
    return true;
}

static void open_words(struct reader *r, enum field field, enum ns ns, const char **atts)
{
    enum form form = ns == NS_XHTML ? FORM_XHTML : FORM_HTML;
    const char *type = attribute(atts, "type");
    if (ns == NS_ATOM && !form_of(atts, field == F_CONTENT, &form))
        return;
    take(r, field, form);
    r->unwrap = ns == NS_ATOM && type && strcmp(type, "xhtml") == 0;
}

static void open_field(struct reader *r, enum field field, enum ns ns, const char **atts)
{
    const char *permalink = attribute(atts, "isPermaLink");
    switch (field) {
    case F_LINK:
        open_link(r, atts);
        return;
    case F_TITLE:
    case F_SUMMARY:
    case F_CONTENT:
        open_words(r, field, ns, atts);
        return;
    case F_AUTHOR:
        r->author_depth = r->depth;
        break;
    case F_ID:
        r->permalink =
            r->out->kind == FEED_RSS && !(permalink && strcmp(permalink, "false") == 0);
        break;
    default:
        break;
    }
    take(r, field, FORM_PLAIN);
}

static enum field field_named(enum ns ns, const char *local)
{
    ns = ns == NS_ATOM ? NS_CORE : ns;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i].ns == ns && strcasecmp(tags[i].name, local) == 0)
            return tags[i].field;
    return F_NONE;
}

/* A person's parts in Atom. */
static bool open_author_part(struct reader *r, const char *local)
{
    static const struct {
        const char *name;
        enum field field;
    } parts[] = {{"name", F_AUTHOR_NAME},
                 {"email", F_AUTHOR_EMAIL},
                 {"uri", F_AUTHOR_URL},
                 {"url", F_AUTHOR_URL},
                 {"homepage", F_AUTHOR_URL}};
    if (r->author_depth == 0 || r->depth != r->author_depth + 1)
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].name, local) == 0)
            take(r, parts[i].field, FORM_PLAIN);
    return true;
}

static void on_open(void *arg, const char *name, const char **atts)
{
    struct reader *r = arg;
    const char *local;
    if (++r->depth > FEED_MAX_DEPTH) {
        stop(r, "it is nested too deep");
        return;
    }
    enum ns ns = space_of(r, name, &local);
    const char *base = attribute(atts, "base");
    k_str whole = base ? link_resolve(r->a, r->base[r->depth - 1], k_str_z(base)) : K_NONE;
    r->base[r->depth] = whole.p ? whole : r->base[r->depth - 1];
    if (r->depth == 1)
        open_root(r, ns, local, atts);
    if (r->depth == 1 || open_author_part(r, local))
        return;
    if (r->field != F_NONE) {
        open_markup(r, local, atts);
        return;
    }
    bool core = (ns == NS_CORE || ns == NS_ATOM) && !r->item_depth;
    if (core && (strcasecmp(local, "item") == 0 || strcmp(local, "entry") == 0)) {
        open_item(r, atts);
        return;
    }
    if (core && strcasecmp(local, "channel") == 0) {
        r->feed_depth = r->depth;
        return;
    }
    int parent = r->item_depth ? r->item_depth : r->feed_depth;
    enum field field = parent && r->depth == parent + 1 ? field_named(ns, local) : F_NONE;
    if (field != F_NONE)
        open_field(r, field, ns, atts);
}

static void on_close(void *arg, const char *name)
{
    struct reader *r = arg;
    const char *local;
    split_name(name, &local);
    if (r->field != F_NONE && r->depth == r->field_depth)
        store(r);
    else if (r->field != F_NONE)
        close_markup(r, local);
    if (r->depth == r->author_depth)
        r->author_depth = 0;
    if (r->depth == r->item_depth)
        r->item_depth = 0;
    if (r->depth == r->feed_depth)
        r->feed_depth = 0;
    r->depth--;
}

static void on_entity(void *arg, const XML_Char *name, int is_parameter, const XML_Char *value,
                      int n, const XML_Char *base, const XML_Char *system_id,
                      const XML_Char *public_id, const XML_Char *notation)
{
    stop(arg, "it declares entities, which is refused");
}

/* No document outside this one is ever read: each counts as empty. It must be parsed as such,
 * or expat takes unknown entities for errors after all. */
static int on_external(XML_Parser p, const XML_Char *context, const XML_Char *base,
                       const XML_Char *system_id, const XML_Char *public_id)
{
    XML_Parser empty = XML_ExternalEntityParserCreate(p, context, "UTF-8");
    if (empty == NULL)
        return XML_STATUS_ERROR;
    enum XML_Status done = XML_Parse(empty, "", 0, 1);
    XML_ParserFree(empty);
    return done == XML_STATUS_OK ? XML_STATUS_OK : XML_STATUS_ERROR;
}

static k_err run(struct reader *r, XML_Parser p, k_str utf8, k_str *why)
{
    r->parser = p;
    XML_SetUserData(p, r);
    XML_SetElementHandler(p, on_open, on_close);
    XML_SetCharacterDataHandler(p, on_text);
    XML_SetEntityDeclHandler(p, on_entity);
    XML_SetSkippedEntityHandler(p, on_skipped_entity);
    XML_SetExternalEntityRefHandler(p, on_external);
    XML_SetParamEntityParsing(p, XML_PARAM_ENTITY_PARSING_ALWAYS);
    XML_UseForeignDTD(p, XML_TRUE); /* unknown entities are skipped, not fatal */
    if (XML_Parse(p, utf8.p, (int)utf8.n, 1) == XML_STATUS_OK && !r->why)
        return K_OK;
    *why = r->why ? k_str_z(r->why)
                  : k_fmt(r->a, "line %lu: %s", (unsigned long)XML_GetCurrentLineNumber(p),
                          XML_ErrorString(XML_GetErrorCode(p)));
    return K_ERR_BAD_INPUT;
}

static void inherit(struct feed *f)
{
    for (size_t i = 0; i < f->items.n; i++) {
        set_once(&f->items.v[i].lang, f->lang);
        if (f->items.v[i].author_email.n == 0)
            set_once(&f->items.v[i].author, f->author);
    }
}

k_err feed_xml_parse(struct k_arena *a, k_str utf8, k_str base, struct feed *out, k_str *why)
{
    /* Once with namespaces; once more by prefixes when somebody forgot to declare one. */
    for (int namespaces = 1; namespaces >= 0; namespaces--) {
        struct reader *r = k_new(a, struct reader);
        *r = (struct reader){.a = a, .out = out, .base[0] = base};
        *out = (struct feed){0};
        XML_Parser p =
            namespaces ? XML_ParserCreateNS("UTF-8", '\n') : XML_ParserCreate("UTF-8");
        if (p == NULL)
            k_panic("out of memory");
        k_err err = run(r, p, utf8, why);
        enum XML_Error code = XML_GetErrorCode(p);
        XML_ParserFree(p);
        if (err == K_OK) {
            inherit(out);
            return K_OK;
        }
        if (code != XML_ERROR_UNBOUND_PREFIX)
            return err;
    }
    return K_ERR_BAD_INPUT;
}
