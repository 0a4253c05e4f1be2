/* dav_props: the properties of what is below /dav/, one row each; PROPFIND. Reads card and
 * member rows. */
#include "api/dav.h"
#include "base/utf8.h"

enum { DEEP = 4 }; /* properties of what a property points at */

struct prop {
    const char *element; /* d: DAV, c: CardDAV, s: calendarserver */
    unsigned things;     /* where there is one */
    bool all;            /* part of allprop */
    void (*put)(struct dav *d, const struct dav_item *it); /* what is inside the element */
    /* What it points at, instead: a property that can be expanded. */
    struct dav_where (*target)(const struct dav *d, const struct dav_item *it);
};

/* --- what points at something ------------------------------------------------------------- */

static struct dav_where my_principal(const struct dav *d, const struct dav_item *it)
{
    (void)it;
    return (struct dav_where){.thing = DAV_PRINCIPAL, .member = d->who.member};
}

static struct dav_where my_home(const struct dav *d, const struct dav_item *it)
{
    (void)it;
    return (struct dav_where){.thing = DAV_HOME, .member = d->who.member};
}

static struct dav_where principals(const struct dav *d, const struct dav_item *it)
{
    (void)d;
    (void)it;
    return (struct dav_where){.thing = DAV_PRINCIPALS};
}

/* --- what is in them --------------------------------------------------------------------- */

static void put_type(struct dav *d, const struct dav_item *it)
{
    if (it->where.thing == DAV_CARD)
        return;
    dav_empty(&d->out, "d:collection");
    if (it->where.thing == DAV_PRINCIPAL)
        dav_empty(&d->out, "d:principal");
    if (it->where.thing == DAV_BOOK)
        dav_empty(&d->out, "c:addressbook");
}

static void put_display_name(struct dav *d, const struct dav_item *it)
{
    struct sq_member_get_row m = {.name = K_S("")};
    bool found, book = it->where.thing == DAV_BOOK;
    k_str name =
        it->where.owner ? K_S("Kith: my own contacts") : K_S("Kith: the team's people");
    if (!book && sq_member_get(d->cx, d->who.member, &m, &found) != K_OK)
        m.name = K_S("");
    dav_words(&d->out, book ? k_tongue_say(d->cx->arena, d->rs->tongue, name) : m.name);
}

static void put_description(struct dav *d, const struct dav_item *it)
{
    k_str text = it->where.owner ? K_S("Your own address book. Only you see it.")
                                 : K_S("The people that the whole team knows.");
    dav_words(&d->out, k_tongue_say(d->cx->arena, d->rs->tongue, text));
}

static void put_etag(struct dav *d, const struct dav_item *it)
{
    k_buf_fmt(d->out.b, "&quot;%.*s.%lld&quot;", K_ARG(d->state.base),
              (long long)it->card->seq);
}

static void put_content_type(struct dav *d, const struct dav_item *it)
{
    (void)it;
    dav_words(&d->out, K_S("text/vcard; charset=utf-8"));
}

static k_str token_of(struct dav *d, k_id owner)
{
    struct cards_token t = {.owner = owner, .person = INT64_MAX};
    if (dav_book_seq(d, owner, &t.seq) != K_OK)
        t.seq = d->state.seq;
    return cards_token_text(d->cx, &d->state, &t);
}

static void put_token(struct dav *d, const struct dav_item *it)
{
    dav_words(&d->out, token_of(d, it->where.owner));
}

static void put_address_data(struct dav *d, const struct dav_item *it)
{
    (void)it;
    k_buf_str(d->out.b,
              K_S("<c:address-data-type content-type=\"text/vcard\" version=\"3.0\"/>"
                  "<c:address-data-type content-type=\"text/vcard\" version=\"4.0\"/>"));
}

static void put_collations(struct dav *d, const struct dav_item *it)
{
    (void)it;
    dav_text(&d->out, "c:supported-collation", K_S("i;ascii-casemap"));
    dav_text(&d->out, "c:supported-collation", K_S("i;octet"));
    dav_text(&d->out, "c:supported-collation", K_S("i;unicode-casemap"));
}

static void put_max_size(struct dav *d, const struct dav_item *it)
{
    (void)it;
    k_buf_i64(d->out.b, CARD_TEXT);
}

static void put_reports(struct dav *d, const struct dav_item *it)
{
    static const char *const books[] = {"c:addressbook-multiget", "c:addressbook-query",
                                        "d:sync-collection"};
    bool book = it->where.thing == DAV_BOOK, card = it->where.thing == DAV_CARD;
    for (size_t i = 0; i < (book ? 3U : card ? 2U : 0U); i++) {
        k_buf_str(d->out.b, K_S("<d:supported-report><d:report>"));
        dav_empty(&d->out, books[i]);
        k_buf_str(d->out.b, K_S("</d:report></d:supported-report>"));
    }
    k_buf_str(d->out.b, K_S("<d:supported-report><d:report><d:expand-property/></d:report>"
                            "</d:supported-report>"));
}

static void put_privilege(struct dav *d, const char *name)
{
    dav_open(&d->out, "d:privilege");
    dav_empty(&d->out, name);
    dav_close(&d->out, "d:privilege");
}

static void put_privileges(struct dav *d, const struct dav_item *it)
{
    bool below = it->where.thing == DAV_BOOK || it->where.thing == DAV_CARD;
    put_privilege(d, "d:read");
    put_privilege(d, "d:read-current-user-privilege-set");
    if (!below || !dav_may(d, PERM_WORK))
        return;
    put_privilege(d, "d:write");
    put_privilege(d, "d:write-content");
    put_privilege(d, "d:bind");
    if (it->where.owner || dav_may(d, PERM_MEMBERS))
        put_privilege(d, "d:unbind");
}

static void put_supported_privileges(struct dav *d, const struct dav_item *it)
{
    static const char *const names[] = {"d:read",  "d:read-current-user-privilege-set",
                                        "d:write", "d:write-content",
                                        "d:bind",  "d:unbind"};
    (void)it;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dav_open(&d->out, "d:supported-privilege");
        put_privilege(d, names[i]);
        dav_close(&d->out, "d:supported-privilege");
    }
}

static const struct prop props[] = {
    {"d:resourcetype", DAV_ALL, true, put_type, NULL},
    {"d:displayname", DAV_PRINCIPAL | DAV_HOME | DAV_BOOK, true, put_display_name, NULL},
    {"d:getetag", DAV_CARD, true, put_etag, NULL},
    {"d:getcontenttype", DAV_CARD, true, put_content_type, NULL},
    {"d:current-user-principal", DAV_ALL, false, NULL, my_principal},
    {"d:principal-URL", DAV_PRINCIPAL, false, NULL, my_principal},
    {"d:owner", DAV_HOME | DAV_BOOK | DAV_CARD, false, NULL, my_principal},
    {"d:principal-collection-set", DAV_ALL, false, NULL, principals},
    {"d:current-user-privilege-set", DAV_ALL, false, put_privileges, NULL},
    {"d:supported-privilege-set", DAV_ALL, false, put_supported_privileges, NULL},
    {"d:supported-report-set", DAV_ALL, false, put_reports, NULL},
    {"d:sync-token", DAV_BOOK, false, put_token, NULL},
    {"s:getctag", DAV_BOOK, false, put_token, NULL},
    {"c:addressbook-home-set", DAV_PRINCIPAL, false, NULL, my_home},
    {"c:addressbook-description", DAV_BOOK, false, put_description, NULL},
    {"c:supported-address-data", DAV_BOOK, false, put_address_data, NULL},
    {"c:supported-collation-set", DAV_BOOK, false, put_collations, NULL},
    {"c:max-resource-size", DAV_BOOK, false, put_max_size, NULL},
};
enum { N_PROPS = sizeof props / sizeof *props };

static const char *space_of(const struct prop *p)
{
    return p->element[0] == 'c' ? DAV_CARD_NS : p->element[0] == 's' ? DAV_CS_NS : DAV_NS;
}

static const struct prop *find(struct dav_name n, enum dav_thing thing)
{
    for (size_t i = 0; i < N_PROPS; i++)
        if (props[i].things & thing && dav_is(n, space_of(&props[i]), props[i].element + 2))
            return &props[i];
    return NULL;
}

/* --- answers ----------------------------------------------------------------------------- */

struct wants {
    const struct dav_want *v;
    size_t n;
};
static void respond(struct dav *d, const struct dav_item *it, struct wants w, int depth);

/* The properties that an expanded one asks of its target. */
static struct wants nested(struct dav *d, const struct dav_node *node)
{
    K_VEC(struct dav_want) list = {0};
    for (const struct dav_node *c = node ? node->child : NULL; c; c = c->next) {
        k_str ns = dav_attribute(c, "namespace");
        if (dav_is(c->name, DAV_NS, "property"))
            *k_vec_push(d->cx->arena, &list) =
                (struct dav_want){{ns.p ? ns : K_S(DAV_NS), dav_attribute(c, "name")}, c};
    }
    return (struct wants){list.v, list.n};
}

/* Without a copy: a book has a hundred thousand of them. */
static void put_address(struct dav *d, const struct dav_where *w)
{
    struct dav_where folder = *w;
    if (w->thing != DAV_CARD) {
        dav_href(&d->out, dav_path(d->cx->arena, w));
        return;
    }
    folder.name = K_S("");
    if (!d->folder[w->owner != 0].p)
        d->folder[w->owner != 0] = dav_path(d->cx->arena, &folder);
    dav_open(&d->out, "d:href");
    k_buf_str(d->out.b, d->folder[w->owner != 0]);
    k_buf_url(d->out.b, w->name);
    dav_close(&d->out, "d:href");
}

static void put_one(struct dav *d, const struct prop *p, const struct dav_item *it,
                    const struct dav_node *node, int depth)
{
    struct wants w = {0};
    dav_open(&d->out, p->element);
    if (p->target) {
        struct dav_item to = {.where = p->target(d, it)};
        if (d->ask.kind == DAV_EXPAND && depth < DEEP)
            w = nested(d, node);
        if (w.n)
            respond(d, &to, w, depth + 1);
        else
            put_address(d, &to.where);
    } else if (!d->ask.names_only) {
        p->put(d, it);
    }
    dav_close(&d->out, p->element);
}

static void put_status(struct dav *d, const char *status)
{
    dav_close(&d->out, "d:prop");
    dav_text(&d->out, "d:status", k_str_z(status));
    dav_close(&d->out, "d:propstat");
}

static void put_found(struct dav *d, const struct dav_item *it, struct wants w, int depth)
{
    bool list = d->ask.all_props || d->ask.names_only;
    k_buf_str(d->out.b, K_S("<d:propstat><d:prop>"));
    for (size_t i = 0; list && depth == 0 && i < N_PROPS; i++)
        if (props[i].things & it->where.thing && (props[i].all || d->ask.names_only))
            put_one(d, &props[i], it, NULL, depth);
    for (size_t i = 0; i < w.n; i++) {
        const struct prop *p = find(w.v[i].name, it->where.thing);
        if (p)
            put_one(d, p, it, w.v[i].node, depth);
    }
    if (it->data.p)
        dav_text(&d->out, "c:address-data", it->data);
    put_status(d, "HTTP/1.1 200 OK");
}

static void respond(struct dav *d, const struct dav_item *it, struct wants w, int depth)
{
    size_t missing = 0;
    dav_open(&d->out, "d:response");
    put_address(d, &it->where);
    for (size_t i = 0; i < w.n; i++)
        missing += find(w.v[i].name, it->where.thing) == NULL;
    if (missing < w.n || w.n == 0 || it->data.p)
        put_found(d, it, w, depth);
    if (missing)
        k_buf_str(d->out.b, K_S("<d:propstat><d:prop>"));
    for (size_t i = 0; missing && i < w.n; i++)
        if (!find(w.v[i].name, it->where.thing))
            dav_any(&d->out, w.v[i].name);
    if (missing)
        put_status(d, "HTTP/1.1 404 Not Found");
    dav_close(&d->out, "d:response");
}

void dav_response(struct dav *d, const struct dav_item *it)
{
    respond(d, it, (struct wants){d->ask.props.v, d->ask.props.n}, 0);
}

void dav_response_status(struct dav *d, k_str path, const char *status)
{
    dav_open(&d->out, "d:response");
    dav_href(&d->out, path);
    dav_text(&d->out, "d:status", k_str_z(status));
    dav_close(&d->out, "d:response");
}

void dav_multistatus_begin(struct dav *d)
{
    d->rs->status = 207;
    d->rs->content_type = "application/xml; charset=utf-8";
    http_add_header(d->rs, "Cache-Control", K_S("no-store"));
    dav_begin(&d->out, "d:multistatus");
}

void dav_multistatus_end(struct dav *d)
{
    dav_close(&d->out, "d:multistatus");
}

k_err dav_book_seq(struct dav *d, k_id owner, int64_t *seq)
{
    struct sq_card_newest_row row = {0};
    bool found;
    K_TRY(sq_card_newest(d->cx, owner, &row, &found));
    *seq = row.seq > d->state.pruned ? row.seq : d->state.pruned;
    return K_OK;
}

k_err dav_read_body(struct dav *d)
{
    struct dav_problem p;
    if (dav_read(d->cx->arena, d->http->body, &d->ask, &p))
        return K_OK;
    if (p.refused)
        return dav_refuse(d, K_ERR_FORBIDDEN, p.ns, p.refused, p.why);
    return k_fail(d->cx, K_ERR_BAD_REQUEST, NULL, "%s", p.why);
}

/* --- PROPFIND ---------------------------------------------------------------------------- */

static k_err each_card(struct k_ctx *cx, void *arg, const struct sq_card_list_row *row)
{
    struct dav *d = arg;
    struct dav_item it = {.where = {.thing = DAV_CARD,
                                    .member = d->who.member,
                                    .owner = d->at.owner,
                                    .name = row->name},
                          .card = row};
    (void)cx;
    dav_response(d, &it);
    return K_OK;
}

static void below(struct dav *d, struct dav_where where)
{
    dav_response(d, &(struct dav_item){.where = where});
}

static k_err put_below(struct dav *d)
{
    k_id me = d->who.member;
    switch (d->at.thing) {
    case DAV_ROOT:
        below(d, (struct dav_where){.thing = DAV_PRINCIPALS});
        below(d, (struct dav_where){.thing = DAV_HOMES});
        return K_OK;
    case DAV_PRINCIPALS:
        below(d, my_principal(d, NULL));
        return K_OK;
    case DAV_HOMES:
        below(d, my_home(d, NULL));
        return K_OK;
    case DAV_HOME:
        below(d, (struct dav_where){.thing = DAV_BOOK, .member = me});
        below(d, (struct dav_where){.thing = DAV_BOOK, .member = me, .owner = me});
        return K_OK;
    case DAV_BOOK:
        return sq_card_list_each(d->cx, d->at.owner, 0, INT64_MAX, each_card, d);
    default:
        return K_OK;
    }
}

k_err dav_propfind(struct dav *d)
{
    k_str depth = http_header(d->http, "Depth");
    struct sq_card_list_row card = {0};
    struct dav_item it = {.where = d->at};
    bool found = true;
    if (k_str_ieq(depth, K_S("infinity")))
        return dav_refuse(d, K_ERR_FORBIDDEN, DAV_NS, "propfind-finite-depth",
                          "Ask with the depth 0 or 1.");
    K_TRY(dav_read_body(d));
    if (d->ask.kind != DAV_PROPFIND)
        return k_fail(d->cx, K_ERR_BAD_REQUEST, NULL, "This is no PROPFIND.");
    K_TRY(dav_number(d));
    if (d->at.thing == DAV_CARD) {
        K_TRY(sq_card_by_name(d->cx, d->at.owner, d->at.name, &card, &found));
        it.card = &card;
    }
    if (!found || card.gone)
        return k_fail(d->cx, K_ERR_NOT_FOUND, NULL, "There is no such card.");
    dav_multistatus_begin(d);
    dav_response(d, &it);
    if (!k_str_eqz(depth, "0"))
        K_TRY(put_below(d));
    dav_multistatus_end(d);
    return K_OK;
}
