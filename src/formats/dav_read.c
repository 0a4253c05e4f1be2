/* dav_read: XML into a small tree, the tree into a request. */
#include "base/log.h"
#include "base/utf8.h"
#include "formats/dav.h"
#include <expat.h>

#define SEP '\n' /* between namespace and name: in neither of them */

/* --- the tree ---------------------------------------------------------------------------- */

struct reader {
    struct k_arena *a;
    XML_Parser parser;
    struct dav_node *root, *path[DAV_DEPTH];
    struct dav_node *last[DAV_DEPTH]; /* newest child of each in the path */
    struct k_buf text[DAV_DEPTH];
    int depth;
    size_t elements;
    const char *why;
};

static void stop(struct reader *r, const char *why)
{
    if (r->why == NULL)
        r->why = why;
    XML_StopParser(r->parser, XML_FALSE);
}

static struct dav_name name_of(struct k_arena *a, const char *name)
{
    const char *cut = strchr(name, SEP);
    if (cut == NULL)
        return (struct dav_name){K_S(""), k_dup(a, k_str_z(name))};
    return (struct dav_name){k_dup(a, k_str_n(name, (size_t)(cut - name))),
                             k_dup(a, k_str_z(cut + 1))};
}

static const char *const *copy_attributes(struct reader *r, const char **from)
{
    size_t n = 0;
    while (from[n])
        n++;
    if (n > 2 * (size_t)DAV_ATTRIBUTES) {
        stop(r, "An element has too many attributes.");
        n = 0;
    }
    const char **to = k_new_n(r->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        to[i] = k_dupz(r->a, k_str_z(from[i]));
    return to;
}

static void XMLCALL on_start(void *arg, const char *name, const char **attributes)
{
    struct reader *r = arg;
    if (r->why)
        return;
    if (r->depth == DAV_DEPTH || ++r->elements > DAV_ELEMENTS) {
        stop(r, "The request is too deep or has too many elements.");
        return;
    }
    struct dav_node *n = k_new(r->a, struct dav_node);
    n->name = name_of(r->a, name);
    n->attributes = copy_attributes(r, attributes);
    if (r->depth == 0)
        r->root = n;
    else if (r->last[r->depth - 1])
        r->last[r->depth - 1]->next = n;
    else
        r->path[r->depth - 1]->child = n;
    if (r->depth > 0)
        r->last[r->depth - 1] = n;
    r->path[r->depth] = n;
    r->last[r->depth] = NULL;
    k_buf_init(&r->text[r->depth], r->a, DAV_TEXT);
    r->depth++;
}

static void XMLCALL on_end(void *arg, const char *name)
{
    struct reader *r = arg;
    if (r->why)
        return;
    struct dav_node *n = r->path[--r->depth];
    if (!k_buf_ok(&r->text[r->depth]))
        stop(r, "A text is longer than the limit.");
    n->text = k_str_trim(k_dup(r->a, k_buf_view(&r->text[r->depth])));
}

static void XMLCALL on_text(void *arg, const char *s, int n)
{
    struct reader *r = arg;
    if (!r->why && r->depth > 0)
        k_buf_add(&r->text[r->depth - 1], s, (size_t)n);
}

static void XMLCALL on_doctype(void *arg, const char *name, const char *system,
                               const char *public, int internal)
{
    stop(arg, "A document type is not taken.");
}

static struct dav_node *read_tree(struct k_arena *a, k_str body, const char **why)
{
    struct reader *r = k_new(a, struct reader);
    r->a = a;
    r->parser = XML_ParserCreateNS(NULL, SEP);
    if (r->parser == NULL)
        k_panic("out of memory for XML");
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    enum XML_Status ok = XML_Parse(r->parser, body.p, (int)body.n, 1);
    XML_ParserFree(r->parser);
    *why = r->why ? r->why : ok == XML_STATUS_OK ? NULL : "The body is not XML.";
    return *why ? NULL : r->root;
}

/* --- looking at it ----------------------------------------------------------------------- */

bool dav_is(struct dav_name n, const char *ns, const char *local)
{
    return k_str_eqz(n.local, local) && k_str_eqz(n.ns, ns);
}

k_str dav_attribute(const struct dav_node *n, const char *name)
{
    for (size_t i = 0; n->attributes[i]; i += 2)
        if (strcmp(n->attributes[i], name) == 0)
            return k_str_z(n->attributes[i + 1]);
    return K_NONE;
}

const struct dav_node *dav_child(const struct dav_node *n, const char *ns, const char *local)
{
    for (const struct dav_node *c = n->child; c; c = c->next)
        if (dav_is(c->name, ns, local))
            return c;
    return NULL;
}

static k_str upper(struct k_arena *a, k_str s)
{
    char *p = k_arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32 : s.p[i]);
    return k_str_n(p, s.n);
}

/* --- requests ---------------------------------------------------------------------------- */

struct request {
    struct k_arena *a;
    struct dav_request *out;
    struct dav_problem *problem;
};

static bool refuse(struct request *q, const char *ns, const char *refused, const char *why)
{
    *q->problem = (struct dav_problem){ns, refused, why};
    return false;
}

static bool take_data(struct request *q, const struct dav_node *n)
{
    struct dav_data *d = &q->out->data;
    k_str type = dav_attribute(n, "content-type"), version = dav_attribute(n, "version");
    d->asked = true;
    d->all = true;
    d->v4 = k_str_eqz(version, "4.0");
    if ((type.p && !k_str_ieq(type, K_S("text/vcard"))) ||
        (version.p && !d->v4 && !k_str_eqz(version, "3.0")))
        return refuse(q, DAV_CARD_NS, "supported-address-data",
                      "Cards are text/vcard 3.0 or 4.0.");
    for (const struct dav_node *c = n->child; c; c = c->next) {
        if (!dav_is(c->name, DAV_CARD_NS, "prop"))
            continue;
        k_str name = upper(q->a, dav_attribute(c, "name"));
        d->all = false;
        if (d->props.n < sizeof d->no_value)
            d->no_value[d->props.n] = k_str_eqz(dav_attribute(c, "novalue"), "yes");
        *k_vec_push(q->a, &d->props) = name;
    }
    return true;
}

static bool take_props(struct request *q, const struct dav_node *prop)
{
    for (const struct dav_node *c = prop->child; c; c = c->next) {
        if (dav_is(c->name, DAV_CARD_NS, "address-data")) {
            if (!take_data(q, c))
                return false;
            continue;
        }
        *k_vec_push(q->a, &q->out->props) = (struct dav_want){c->name, c};
    }
    return true;
}

/* prop, allprop or propname, as PROPFIND and the reports have it. */
static bool take_wanted(struct request *q, const struct dav_node *root)
{
    const struct dav_node *prop = dav_child(root, DAV_NS, "prop");
    q->out->names_only = dav_child(root, DAV_NS, "propname") != NULL;
    q->out->all_props = !prop && !q->out->names_only;
    if (q->out->kind == DAV_PROPFIND && q->out->all_props &&
        !dav_child(root, DAV_NS, "allprop"))
        return refuse(q, NULL, NULL, "Say prop, propname or allprop.");
    return prop == NULL || take_props(q, prop);
}

static bool take_multiget(struct request *q, const struct dav_node *root)
{
    for (const struct dav_node *c = root->child; c; c = c->next)
        if (dav_is(c->name, DAV_NS, "href"))
            *k_vec_push(q->a, &q->out->hrefs) = c->text;
    if (q->out->hrefs.n == 0)
        return refuse(q, NULL, NULL, "A multiget names cards.");
    return take_wanted(q, root);
}

static bool take_limit(struct request *q, const struct dav_node *root, const char *ns)
{
    const struct dav_node *limit = dav_child(root, ns, "limit");
    const struct dav_node *n = limit ? dav_child(limit, ns, "nresults") : NULL;
    if (limit && (!n || !k_str_i64(n->text, &q->out->limit) || q->out->limit < 1))
        return refuse(q, NULL, NULL, "A limit is a number above zero.");
    return true;
}

/* --- filters ----------------------------------------------------------------------------- */

static bool take_match(struct request *q, const struct dav_node *n, struct dav_match *m)
{
    static const char *const hows[] = {"contains", "equals", "starts-with", "ends-with"};
    static const char *const collations[] = {"i;unicode-casemap", "i;ascii-casemap", "i;octet"};
    k_str how = dav_attribute(n, "match-type"), collation = dav_attribute(n, "collation");
    *m = (struct dav_match){.text = n->text,
                            .negate = k_str_eqz(dav_attribute(n, "negate-condition"), "yes")};
    size_t h = 0, c = 0;
    while (how.p && h < 4 && !k_str_eqz(how, hows[h]))
        h++;
    if (k_str_eqz(collation, "default"))
        collation = K_NONE;
    while (collation.p && c < 3 && !k_str_eqz(collation, collations[c]))
        c++;
    if (c == 3)
        return refuse(q, DAV_CARD_NS, "supported-collation", "There is no such collation.");
    if (h == 4)
        return refuse(q, DAV_CARD_NS, "supported-filter", "There is no such match-type.");
    m->how = (enum dav_text_how)h;
    m->collation = (enum dav_collation)c;
    return true;
}

static bool take_param_filter(struct request *q, const struct dav_node *n,
                              struct dav_param_filter *f)
{
    const struct dav_node *match = dav_child(n, DAV_CARD_NS, "text-match");
    *f =
        (struct dav_param_filter){.name = upper(q->a, dav_attribute(n, "name")),
                                  .absent = dav_child(n, DAV_CARD_NS, "is-not-defined") != NULL,
                                  .has_match = match != NULL};
    if (f->name.n == 0)
        return refuse(q, NULL, NULL, "A filter has a name.");
    return match == NULL || take_match(q, match, &f->match);
}

static bool is_all(const struct dav_node *n)
{
    return k_str_eqz(dav_attribute(n, "test"), "allof");
}

static bool take_prop_filter(struct request *q, const struct dav_node *n)
{
    struct dav_prop_filter *f = k_vec_push(q->a, &q->out->filter.props);
    k_str name = upper(q->a, dav_attribute(n, "name"));
    ptrdiff_t dot = k_str_chr(name, '.');
    f->group = dot > 0 ? k_str_sub(name, 0, (size_t)dot) : K_NONE;
    f->name = k_str_from(name, (size_t)(dot + 1));
    f->all = is_all(n);
    if (f->name.n == 0)
        return refuse(q, NULL, NULL, "A filter has a name.");
    for (const struct dav_node *c = n->child; c; c = c->next) {
        bool ok = true;
        if (dav_is(c->name, DAV_CARD_NS, "is-not-defined"))
            f->absent = true;
        else if (dav_is(c->name, DAV_CARD_NS, "text-match"))
            ok = take_match(q, c, k_vec_push(q->a, &f->matches));
        else if (dav_is(c->name, DAV_CARD_NS, "param-filter"))
            ok = take_param_filter(q, c, k_vec_push(q->a, &f->params));
        else
            ok = refuse(q, DAV_CARD_NS, "supported-filter", "There is no such filter.");
        if (!ok)
            return false;
    }
    return true;
}

static bool take_query(struct request *q, const struct dav_node *root)
{
    const struct dav_node *filter = dav_child(root, DAV_CARD_NS, "filter");
    if (!filter)
        return refuse(q, NULL, NULL, "A query has a filter.");
    q->out->filter.all = is_all(filter);
    for (const struct dav_node *c = filter->child; c; c = c->next) {
        if (!dav_is(c->name, DAV_CARD_NS, "prop-filter"))
            return refuse(q, DAV_CARD_NS, "supported-filter", "There is no such filter.");
        if (!take_prop_filter(q, c))
            return false;
    }
    return take_limit(q, root, DAV_CARD_NS) && take_wanted(q, root);
}

static bool take_sync(struct request *q, const struct dav_node *root)
{
    const struct dav_node *token = dav_child(root, DAV_NS, "sync-token");
    const struct dav_node *level = dav_child(root, DAV_NS, "sync-level");
    q->out->sync_token = token ? token->text : K_S("");
    q->out->sync_infinite = level && k_str_eqz(level->text, "infinite");
    return take_limit(q, root, DAV_NS) && take_wanted(q, root);
}

/* An XML name without a colon, so that it can be said again. */
static bool is_name(k_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        bool later = (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (!letter && c != '_' && !(later && i > 0))
            return false;
    }
    return s.n > 0 && s.n <= 100;
}

static bool take_expand(struct request *q, const struct dav_node *root)
{
    for (const struct dav_node *c = root->child; c; c = c->next) {
        if (!dav_is(c->name, DAV_NS, "property"))
            continue;
        k_str ns = dav_attribute(c, "namespace"), name = dav_attribute(c, "name");
        if (!is_name(name))
            return refuse(q, NULL, NULL, "A property has a name.");
        *k_vec_push(q->a, &q->out->props) =
            (struct dav_want){{ns.p ? ns : K_S(DAV_NS), name}, c};
    }
    return true;
}

static const struct {
    const char *ns, *name;
    enum dav_kind kind;
    bool (*take)(struct request *q, const struct dav_node *root);
} roots[] = {
    {DAV_NS, "propfind", DAV_PROPFIND, take_wanted},
    {DAV_CARD_NS, "addressbook-multiget", DAV_MULTIGET, take_multiget},
    {DAV_CARD_NS, "addressbook-query", DAV_QUERY, take_query},
    {DAV_NS, "sync-collection", DAV_SYNC, take_sync},
    {DAV_NS, "expand-property", DAV_EXPAND, take_expand},
};

bool dav_read(struct k_arena *a, k_str body, struct dav_request *out,
              struct dav_problem *problem)
{
    struct request q = {a, out, problem};
    const char *why = NULL;
    *out = (struct dav_request){.kind = DAV_OTHER};
    *problem = (struct dav_problem){0};
    if (k_str_trim(body).n == 0) {
        out->kind = DAV_PROPFIND;
        out->all_props = true;
        return true;
    }
    if (body.n > DAV_BODY)
        return refuse(&q, NULL, NULL, "The request is larger than the limit.");
    const struct dav_node *root = read_tree(a, body, &why);
    if (root == NULL)
        return refuse(&q, NULL, NULL, why);
    out->root = root->name;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (dav_is(root->name, roots[i].ns, roots[i].name)) {
            out->kind = roots[i].kind;
            return roots[i].take(&q, root);
        }
    return true;
}
