/* dav_card: one card: read, written, taken away. Writes through import/card and domain/people,
 * in one transaction with the number that it gets. */
#include "api/dav.h"
#include "db/db.h"
#include "domain/people.h"
#include "os/file.h"

/* --- preconditions ----------------------------------------------------------------------- */

/* Whether one of a list of ETags, or *, is this one. */
static bool names(k_str list, k_str etag)
{
    while (list.n > 0) {
        k_str one = k_str_trim(k_str_cut(&list, ','));
        if (k_str_eqz(one, "*") || k_str_eq(one, etag))
            return true;
    }
    return false;
}

/* If-Match, If-None-Match of a write; etag: "" when there is no card. */
static k_err check_match(struct dav *d, k_str etag)
{
    k_str match = http_header(d->http, "If-Match"),
          none = http_header(d->http, "If-None-Match");
    bool ok = !match.p || (etag.n && names(match, etag));
    if (ok && (!none.p || !etag.n || !names(none, etag)))
        return K_OK;
    return k_fail(d->cx, K_ERR_STALE, NULL, "The card is not as it was when you read it.");
}

/* --- GET --------------------------------------------------------------------------------- */

/* 4.0 for who says so, 3.0 for all others. */
static bool wants_v4(const struct dav *d)
{
    k_str accept = http_header(d->http, "Accept");
    ptrdiff_t v4 = k_str_ifind(accept, K_S("version=4")),
              quoted = k_str_ifind(accept, K_S("version=\"4"));
    return v4 >= 0 || quoted >= 0;
}

k_err dav_get(struct dav *d)
{
    struct sq_card_list_row row;
    bool found, gone = true, v4 = wants_v4(d);
    k_str text = K_NONE;
    K_TRY(dav_number(d));
    K_TRY(sq_card_by_name(d->cx, d->at.owner, d->at.name, &row, &found));
    if (found)
        K_TRY(dav_card_text(d, &row, v4, &text, &gone));
    if (gone)
        return k_fail(d->cx, K_ERR_NOT_FOUND, NULL, "There is no such card.");
    k_str etag = dav_etag(d, row.seq);
    http_add_header(d->rs, "ETag", etag);
    http_add_header(d->rs, "Vary", K_S("Accept"));
    http_add_header(d->rs, "Cache-Control", K_S("private, no-cache"));
    k_str known = http_header(d->http, "If-None-Match");
    if (known.p && names(known, etag)) {
        d->rs->status = 304;
        return K_OK;
    }
    d->rs->status = 200;
    d->rs->content_type = v4 ? "text/vcard; charset=utf-8; version=4.0"
                             : "text/vcard; charset=utf-8; version=3.0";
    k_buf_str(&d->rs->body, text);
    return K_OK;
}

/* --- PUT --------------------------------------------------------------------------------- */

struct writing {
    struct dav *d;
    struct vcard card;
    struct contact says;
    k_str text;
    struct sq_card_list_row row; /* of the card, before and then behind */
    bool there, created;
};

/* The lock of all who give numbers, first of all: the card is as it is until the commit. */
static k_err hold(struct writing *w)
{
    struct dav *d = w->d;
    struct sq_card_state_next_row next;
    bool found;
    K_TRY(sq_card_state_next(d->cx, &next, &found));
    K_TRY(cards_number_all(d->cx));
    K_TRY(sq_card_state_get(d->cx, &d->state, &found));
    K_TRY(sq_card_by_name(d->cx, d->at.owner, d->at.name, &w->row, &w->there));
    w->there = w->there && !w->row.gone;
    return check_match(d, w->there ? dav_etag(d, w->row.seq) : K_S(""));
}

static k_err uid_conflict(struct dav *d, k_str name)
{
    struct dav_where other = d->at;
    other.name = name;
    d->refused_href = dav_path(d->cx->arena, &other);
    return dav_refuse(d, K_ERR_CONFLICT, DAV_CARD_NS, "no-uid-conflict",
                      "Another card of this address book has that id.");
}

/* Nobody else in the book may have the id. */
static k_err check_new_uid(struct writing *w)
{
    struct dav *d = w->d;
    struct sq_card_list_row row;
    k_id person = cards_uid_person(w->says.uid);
    bool found;
    K_TRY(sq_card_of_uid(d->cx, w->says.uid, d->at.owner, &row, &found));
    if (found)
        return uid_conflict(d, row.name);
    if (!person)
        return K_OK;
    K_TRY(sq_card_of_person(d->cx, person, d->at.owner, &row, &found));
    return found && !row.gone ? uid_conflict(d, row.name) : K_OK;
}

static k_err check_same_uid(struct writing *w)
{
    struct dav *d = w->d;
    struct card_known known;
    K_TRY(card_load(d->cx, d->who.member, &w->row.person_id, 1, &known));
    if (!w->says.uid.n || k_str_eq(w->says.uid, card_uid(d->cx->arena, &known.person)))
        return K_OK;
    return uid_conflict(d, w->row.name);
}

/* A group of a client is kept as it is: its members are cards by themselves. */
static k_err put_group(struct writing *w)
{
    struct dav *d = w->d;
    k_id id = w->there ? w->row.person_id : k_cx_id(d->cx);
    if (!w->there)
        K_TRY(sq_card_insert(
            d->cx,
            &(struct sq_card_insert_args){
                .person_id = id, .owner_id = d->at.owner, .name = d->at.name, .is_group = true},
            NULL));
    return sq_card_group_set(
        d->cx,
        &(struct sq_card_group_set_args){
            .person_id = id, .owner_id = d->at.owner, .text = w->text, .seq = d->state.seq},
        NULL);
}

static k_err put_person(struct writing *w)
{
    struct dav *d = w->d;
    struct card_put put = {d->who.member, d->at.owner, &w->card};
    k_id person = w->row.person_id;
    if (w->there) {
        K_TRY(check_same_uid(w));
        return card_change(d->cx, &put, person);
    }
    K_TRY(check_new_uid(w));
    K_TRY(card_create(d->cx, &put, &person));
    K_TRY(sq_card_insert(d->cx,
                         &(struct sq_card_insert_args){
                             .person_id = person, .owner_id = d->at.owner, .name = d->at.name},
                         NULL));
    return card_keep_form(d->cx, &put, person);
}

static k_err write_put(struct k_ctx *cx, void *arg)
{
    struct writing *w = arg;
    struct dav *d = w->d;
    bool found;
    K_TRY(hold(w));
    w->created = !w->there;
    if (w->there && w->row.is_group != w->says.group)
        return dav_refuse(d, K_ERR_FORBIDDEN, DAV_CARD_NS, "valid-address-data",
                          "A group stays a group, and a person a person.");
    if (!w->there)
        K_TRY(sq_card_name_free(cx, d->at.owner, d->at.name, NULL));
    K_TRY(w->says.group ? put_group(w) : put_person(w));
    K_TRY(cards_number_all(cx));
    return sq_card_by_name(cx, d->at.owner, d->at.name, &w->row, &found);
}

/* The bytes of the body, wherever they are. */
static k_err body(struct dav *d, k_str *text)
{
    *text = d->http->body;
    if (!d->http->body_file.n)
        return K_OK;
    k_err err = os_file_read(d->cx->arena, d->http->body_file.p, CARD_TEXT, text);
    if (err == K_ERR_TOO_LARGE || err == K_ERR_LIMIT)
        return dav_refuse(d, K_ERR_FORBIDDEN, DAV_CARD_NS, "max-resource-size",
                          "The card is larger than 4 MiB. A smaller picture helps.");
    return err;
}

static bool is_card_type(k_str type)
{
    static const char *const types[] = {"text/vcard", "text/x-vcard", "text/directory"};
    k_str name = k_str_trim(k_str_cut(&type, ';'));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (k_str_ieq(name, k_str_z(types[i])))
            return true;
    return name.n == 0;
}

static k_err read_card(struct writing *w)
{
    struct dav *d = w->d;
    k_str why;
    if (!is_card_type(d->http->content_type))
        return dav_refuse(d, K_ERR_BAD_TYPE, DAV_CARD_NS, "supported-address-data",
                          "A card is text/vcard.");
    K_TRY(body(d, &w->text));
    if (!card_read(d->cx->arena, w->text, &w->card, &why))
        return dav_refuse(d, K_ERR_FORBIDDEN, DAV_CARD_NS, "valid-address-data",
                          k_dupz(d->cx->arena, why));
    contact_of_card(d->cx->arena, &w->card, &w->says);
    if (w->says.why.p)
        return dav_refuse(d, K_ERR_FORBIDDEN, DAV_CARD_NS, "valid-address-data",
                          k_dupz(d->cx->arena, w->says.why));
    if (!w->says.name.n)
        return dav_refuse(d, K_ERR_FORBIDDEN, DAV_CARD_NS, "valid-address-data",
                          "A card has a name.");
    return K_OK;
}

/* Names that numbers are given to, so that they never meet those of clients. */
static bool is_reserved(k_str name)
{
    size_t digits = 0, dashes = 0;
    k_str rest = k_str_from(name, 5);
    if (!k_str_starts(name, K_S("kith-")) || !k_str_ends(rest, K_S(".vcf")))
        return false;
    for (size_t i = 0; i + 4 < rest.n; i++) {
        digits += rest.p[i] >= '0' && rest.p[i] <= '9';
        dashes += rest.p[i] == '-';
    }
    return dashes == 1 && digits + dashes + 4 == rest.n;
}

k_err dav_put(struct dav *d)
{
    struct writing w = {.d = d};
    k_str now = K_NONE;
    bool gone;
    if (d->at.name.n > 250 || is_reserved(d->at.name))
        return k_fail(d->cx, K_ERR_BAD_INPUT, NULL, "A card cannot be called so.");
    K_TRY(read_card(&w));
    K_TRY(dav_number(d));
    K_TRY(db_write(d->cx, write_put, &w));
    K_TRY(dav_card_text(d, &w.row, w.card.version == VCARD_40, &now, &gone));
    if (k_str_eq(now, w.text)) /* else the client must read what became of it */
        http_add_header(d->rs, "ETag", dav_etag(d, w.row.seq));
    d->rs->status = w.created ? 201 : 204;
    return K_OK;
}

/* --- DELETE ------------------------------------------------------------------------------ */

static k_err write_delete(struct k_ctx *cx, void *arg)
{
    struct writing *w = arg;
    struct dav *d = w->d;
    K_TRY(hold(w));
    if (!w->there)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "There is no such card.");
    if (w->row.is_group)
        return sq_card_group_set(cx,
                                 &(struct sq_card_group_set_args){.person_id = w->row.person_id,
                                                                  .owner_id = d->at.owner,
                                                                  .seq = d->state.seq,
                                                                  .gone = true,
                                                                  .gone_at = k_cx_now(cx)},
                                 NULL);
    K_TRY(people_remove(cx, w->row.person_id, dav_may(d, PERM_MEMBERS)));
    return cards_number_all(cx);
}

k_err dav_delete(struct dav *d)
{
    struct writing w = {.d = d};
    K_TRY(dav_number(d));
    k_err err = db_write(d->cx, write_delete, &w);
    if (err == K_ERR_FORBIDDEN) {
        d->refused_ns = DAV_NS;
        d->refused = "need-privileges";
    }
    if (err == K_OK)
        d->rs->status = 204;
    return err;
}
