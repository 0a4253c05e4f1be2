/* dav_report: addressbook-multiget, addressbook-query, sync-collection, expand-property. Cards
 * are read and written out a few at a time, in memory of their own: a hundred pictures are not
 * held at once. */
#include "api/dav.h"

enum {
    FEW = 20,         /* cards read at once */
    PAGE = 500,       /* of a book that is searched */
    CHANGES = 100000, /* in an answer, where the client names no limit */
    ENOUGH = 48 << 20 /* bytes of an answer: what is left is asked for again */
};

/* --- cards as text ----------------------------------------------------------------------- */

static void put_prop(struct k_arena *a, const struct dav_data *data, const struct vcard_prop *p,
                     struct vcard *out)
{
    for (size_t i = 0; i < data->props.n; i++) {
        if (!k_str_eq(p->name, data->props.v[i]))
            continue;
        struct vcard_prop *copy = k_vec_push(a, &out->props);
        *copy = *p;
        if (i < sizeof data->no_value && data->no_value[i])
            copy->value = K_S("");
        return;
    }
}

/* Only the properties that were asked for; a card has its name whatever was. */
static void some_props(struct k_arena *a, const struct dav_data *data, struct vcard *card)
{
    struct vcard all = *card;
    *card = (struct vcard){.version = all.version};
    for (size_t i = 0; i < all.props.n; i++)
        put_prop(a, data, &all.props.v[i], card);
}

struct shown {
    struct vcard card;
    k_str text;
    bool there;
};

/* The cards of a few rows, in the arena of cx. */
static k_err show(struct k_ctx *cx, const struct dav *d, const struct sq_card_list_row *rows,
                  size_t n, const struct dav_data *data, struct shown *out)
{
    struct card_known known[FEW];
    k_id ids[FEW] = {0};
    struct k_buf b;
    enum vcard_version v = data->v4 ? VCARD_40 : VCARD_30;
    for (size_t i = 0; i < n; i++)
        ids[i] = rows[i].person_id;
    K_TRY(card_load(cx, d->who.member, ids, n, known));
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct shown){.there = known[i].person.id != 0};
        if (rows[i].is_group) {
            struct sq_card_group_text_row text;
            K_TRY(sq_card_group_text(cx, rows[i].person_id, d->at.owner, &text, &out[i].there));
            out[i].text = text.text;
            struct vcards r = vcards_open(out[i].text);
            out[i].there = out[i].there && vcards_next(&r, cx->arena, &out[i].card);
            continue;
        }
        if (!out[i].there)
            continue;
        card_make(cx->arena, &known[i], v, k_cx_now(cx) / K_DAY, &out[i].card, NULL);
        struct vcard copy = out[i].card;
        if (!data->all)
            some_props(cx->arena, data, &copy);
        k_buf_init(&b, cx->arena, 4 * CARD_TEXT);
        vcard_write(cx->arena, &copy, v, &b);
        out[i].text = k_buf_view(&b);
    }
    return K_OK;
}

k_err dav_card_text(struct dav *d, const struct sq_card_list_row *row, bool v4, k_str *text,
                    bool *gone)
{
    struct shown one;
    struct dav_data data = {.v4 = v4, .all = true};
    K_TRY(show(d->cx, d, row, 1, &data, &one));
    *gone = row->gone || !one.there;
    *text = one.text;
    return K_OK;
}

/* --- a few cards into the answer ---------------------------------------------------------- */

struct batch {
    struct dav *d;
    struct k_ctx cx; /* with an arena that is emptied after each few */
    struct sq_card_list_row rows[FEW];
    size_t n;
    const struct dav_filter *filter; /* of a query */
    int64_t matches;
};

static k_err batch_open(struct dav *d, struct batch *b)
{
    *b = (struct batch){.d = d, .cx = *d->cx};
    b->cx.arena = k_arena_new((size_t)1 << 30);
    return b->cx.arena ? K_OK : K_ERR_NO_MEMORY;
}

static struct dav_where where_of(const struct dav *d, k_str name)
{
    return (struct dav_where){
        .thing = DAV_CARD, .member = d->who.member, .owner = d->at.owner, .name = name};
}

static void put_shown(struct batch *b, const struct sq_card_list_row *row,
                      const struct shown *one)
{
    struct dav *d = b->d;
    struct dav_item it = {.where = where_of(d, row->name), .card = row};
    if (one)
        it.data = one->text.p ? one->text : K_S("");
    if (d->out.b->n > ENOUGH)
        dav_response_status(d, dav_path(d->cx->arena, &it.where),
                            "HTTP/1.1 507 Insufficient Storage");
    else
        dav_response(d, &it);
}

static void put_missing(struct batch *b, k_str name)
{
    struct dav_where w = where_of(b->d, name);
    dav_response_status(b->d, dav_path(b->cx.arena, &w), "HTTP/1.1 404 Not Found");
}

static bool is_wanted(struct batch *b, const struct shown *one)
{
    if (!b->filter)
        return true;
    bool holds = dav_filter_holds(b->cx.arena, b->filter, &one->card);
    bool within = b->d->ask.limit == 0 || b->matches < b->d->ask.limit;
    b->matches += holds;
    return holds && within;
}

static k_err batch_flush(struct batch *b)
{
    struct dav *d = b->d;
    struct shown shown[FEW];
    bool data = d->ask.data.asked;
    k_err err = K_OK;
    if (data || b->filter)
        err = show(&b->cx, d, b->rows, b->n, &d->ask.data, shown);
    for (size_t i = 0; i < b->n && err == K_OK; i++) {
        if (!data && !b->filter)
            put_shown(b, &b->rows[i], NULL);
        else if (!shown[i].there && !b->filter)
            put_missing(b, b->rows[i].name);
        else if (shown[i].there && is_wanted(b, &shown[i]))
            put_shown(b, &b->rows[i], data ? &shown[i] : NULL);
    }
    k_arena_reset(b->cx.arena);
    b->n = 0;
    return err;
}

static k_err batch_add(struct batch *b, const struct sq_card_list_row *row)
{
    b->rows[b->n++] = *row;
    return b->n == FEW ? batch_flush(b) : K_OK;
}

static k_err batch_close(struct batch *b, k_err err)
{
    if (err == K_OK)
        err = batch_flush(b);
    if (err != K_OK && b->cx.detail.text.n)
        err = k_fail(b->d->cx, err, NULL, "%.*s", K_ARG(b->cx.detail.text));
    k_arena_free(b->cx.arena);
    return err;
}

/* --- multiget ---------------------------------------------------------------------------- */

static k_err get_one(struct dav *d, struct batch *b, k_str href)
{
    struct sq_card_list_row row;
    struct dav_where w;
    k_str path = dav_href_path(d->cx->arena, href);
    bool found =
        path.p && dav_where_read(d, path, &w) && w.thing == DAV_CARD && w.owner == d->at.owner;
    if (found)
        K_TRY(sq_card_by_name(d->cx, w.owner, w.name, &row, &found));
    if (found && !row.gone)
        return batch_add(b, &row);
    K_TRY(batch_flush(b));
    dav_response_status(d, path.p ? path : K_S(DAV_ROOT_PATH), "HTTP/1.1 404 Not Found");
    return K_OK;
}

static k_err get_many(struct dav *d, struct batch *b)
{
    for (size_t i = 0; i < d->ask.hrefs.n; i++)
        K_TRY(get_one(d, b, d->ask.hrefs.v[i]));
    return K_OK;
}

/* --- query ------------------------------------------------------------------------------- */

static void put_within_limits(struct dav *d)
{
    dav_open(&d->out, "d:response");
    dav_href(&d->out, d->http->path);
    dav_text(&d->out, "d:status", K_S("HTTP/1.1 507 Insufficient Storage"));
    k_buf_str(d->out.b, K_S("<d:error><d:number-of-matches-within-limits/></d:error>"));
    dav_close(&d->out, "d:response");
}

/* The book is read through: names, addresses and what a client kept are in many tables. */
static k_err query(struct dav *d, struct batch *b)
{
    struct k_ctx page = *d->cx;
    struct sq_card_list_list list = {0};
    k_err err = K_OK;
    k_id after = 0;
    b->filter = &d->ask.filter;
    page.arena = k_arena_new(0);
    if (page.arena == NULL)
        return K_ERR_NO_MEMORY;
    do {
        k_arena_reset(page.arena);
        err = sq_card_list(&page, d->at.owner, after, PAGE, &list);
        for (size_t i = 0; i < list.n && err == K_OK; i++) {
            after = list.v[i].person_id;
            err = batch_add(b, &list.v[i]);
        }
        if (err == K_OK)
            err = batch_flush(b);
    } while (err == K_OK && list.n == PAGE &&
             (d->ask.limit == 0 || b->matches <= d->ask.limit));
    k_arena_free(page.arena);
    if (err == K_OK && d->ask.limit && b->matches > d->ask.limit)
        put_within_limits(d);
    return err;
}

static k_err with_batch(struct dav *d, k_err (*fn)(struct dav *d, struct batch *b))
{
    struct batch b;
    K_TRY(batch_open(d, &b));
    dav_multistatus_begin(d);
    K_TRY(batch_close(&b, fn(d, &b)));
    dav_multistatus_end(d);
    return K_OK;
}

/* --- sync-collection --------------------------------------------------------------------- */

struct sync {
    struct dav *d;
    struct batch batch;
    struct cards_token token; /* where the client was, then where it is */
    int64_t max, n;
    bool more;
};

static k_err put_change(struct sync *s, const struct sq_card_list_row *row)
{
    if (s->n == s->max) {
        s->more = true;
        return K_OK;
    }
    s->n++;
    s->token.seq = row->seq;
    s->token.person = row->person_id;
    if (!row->gone)
        return batch_add(&s->batch, row);
    put_missing(&s->batch, row->name);
    return K_OK;
}

/* Without the text of cards the rows can be streamed. */
static k_err each_change(struct k_ctx *cx, void *arg, const struct sq_card_list_row *row)
{
    struct sync *s = arg;
    struct dav_item it = {.where = where_of(s->d, row->name), .card = row};
    (void)cx;
    if (row->gone || s->n == s->max)
        return put_change(s, row);
    s->n++;
    s->token.seq = row->seq;
    s->token.person = row->person_id;
    dav_response(s->d, &it);
    return K_OK;
}

static k_err changes(struct sync *s, bool alive)
{
    struct sq_card_changes_args args = {.owner_id = s->d->at.owner,
                                        .seq = s->token.seq,
                                        .person_id = s->token.person,
                                        .alive = alive,
                                        .max = s->max + 1};
    struct sq_card_list_list list;
    if (!s->d->ask.data.asked)
        return sq_card_changes_each(s->d->cx, &args, each_change, s);
    K_TRY(sq_card_changes(s->d->cx, &args, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(put_change(s, &list.v[i]));
    return K_OK;
}

static k_err read_token(struct sync *s, bool *first)
{
    struct dav *d = s->d;
    *first = d->ask.sync_token.n == 0;
    s->token = (struct cards_token){.owner = d->at.owner};
    if (!*first && !cards_token_read(&d->state, d->at.owner, d->ask.sync_token, &s->token))
        return dav_refuse(d, K_ERR_FORBIDDEN, DAV_NS, "valid-sync-token",
                          "This token is not known (any more): begin anew.");
    return K_OK;
}

static k_err sync(struct dav *d)
{
    struct sync s = {.d = d, .max = CHANGES};
    int64_t newest;
    bool first;
    if (d->ask.limit > 0 && d->ask.limit < CHANGES)
        s.max = d->ask.limit;
    K_TRY(read_token(&s, &first));
    K_TRY(dav_book_seq(d, d->at.owner, &newest));
    K_TRY(batch_open(d, &s.batch));
    dav_multistatus_begin(d);
    K_TRY(batch_close(&s.batch, changes(&s, first)));
    if (s.more)
        put_within_limits(d);
    else
        s.token = (struct cards_token){d->at.owner, newest, INT64_MAX};
    dav_text(&d->out, "d:sync-token", cards_token_text(d->cx, &d->state, &s.token));
    dav_multistatus_end(d);
    return K_OK;
}

/* --- any report -------------------------------------------------------------------------- */

static k_err expand(struct dav *d)
{
    struct sq_card_list_row card = {0};
    struct dav_item it = {.where = d->at, .card = &card};
    bool found = true;
    if (d->at.thing == DAV_CARD)
        K_TRY(sq_card_by_name(d->cx, d->at.owner, d->at.name, &card, &found));
    if (!found || card.gone)
        return k_fail(d->cx, K_ERR_NOT_FOUND, NULL, "There is no such card.");
    dav_multistatus_begin(d);
    dav_response(d, &it);
    dav_multistatus_end(d);
    return K_OK;
}

k_err dav_report(struct dav *d)
{
    K_TRY(dav_read_body(d));
    bool book = d->at.thing == DAV_BOOK;
    K_TRY(dav_number(d));
    if (d->ask.kind == DAV_EXPAND)
        return expand(d);
    if (d->ask.kind == DAV_MULTIGET && (book || d->at.thing == DAV_CARD))
        return with_batch(d, get_many);
    if (d->ask.kind == DAV_QUERY && book)
        return with_batch(d, query);
    if (d->ask.kind == DAV_SYNC && book)
        return sync(d);
    return dav_refuse(d, K_ERR_FORBIDDEN, DAV_NS, "supported-report",
                      "This report is not made here.");
}
