/* card_link: see the header. */
#include "import/card_link.h"

#include "domain/match_norm.h"

void card_used_init(struct k_arena *a, const struct card_known *k, struct card_used *out)
{
    out->identities = k_new_n(a, bool, k->identities.n + 1);
    out->data = k_new_n(a, bool, k->data.n + 1);
}

/* --- addresses --------------------------------------------------------------------------- */

static bool same_number(struct k_arena *a, k_str x, k_str y)
{
    k_str n = match_norm_phone(a, x, K_S("")), m = match_norm_phone(a, y, K_S(""));
    return k_str_eq(x, y) || (n.n && k_str_eq(n, m));
}

static bool same_value(struct k_arena *a, k_str network, k_str x, k_str y)
{
    return k_str_eqz(network, "phone") ? same_number(a, x, y) : k_str_ieq(x, y);
}

bool card_same_address(struct k_arena *a, const struct contact_address *x,
                       const struct contact_address *y)
{
    return k_str_eq(x->network, y->network) && same_value(a, x->network, x->value, y->value);
}

static bool identity_says(struct k_arena *a, const struct sq_card_identities_row *row,
                          const struct contact_address *n)
{
    return k_str_eq(row->network, n->network) &&
           same_value(a, n->network, row->handle.n ? row->handle : row->native_id, n->value);
}

/* An address that is somebody else's first is kept as a datum. */
static bool datum_says_address(struct k_arena *a, const struct sq_card_data_row *row,
                               const struct contact_address *n)
{
    bool other = k_str_eqz(row->kind, "other");
    if (!other && !k_str_eq(row->kind, n->network))
        return false;
    if (other && !k_str_starts(row->label, n->network))
        return false;
    return same_value(a, n->network, row->value, n->value);
}

bool card_find_address(struct k_arena *a, const struct card_known *k, struct card_used *used,
                       const struct contact_address *n, struct card_ref *ref)
{
    for (size_t i = 0; i < k->identities.n; i++)
        if (!used->identities[i] && identity_says(a, &k->identities.v[i], n)) {
            used->identities[i] = true;
            ref->table = CARD_IDENTITY;
            ref->row = i;
            return true;
        }
    for (size_t i = 0; i < k->data.n; i++)
        if (!used->data[i] && datum_says_address(a, &k->data.v[i], n)) {
            used->data[i] = true;
            ref->table = CARD_DATUM;
            ref->row = i;
            return true;
        }
    return false;
}

/* --- data -------------------------------------------------------------------------------- */

/* As it is kept: what is no value of its kind is of kind other under the kind's name. */
static bool datum_says(const struct sq_card_data_row *row, const struct contact_datum *d,
                       bool label)
{
    if (!k_str_eq(row->value, d->value))
        return false;
    if (k_str_eq(row->kind, d->kind))
        return !label || k_str_eq(row->label, d->label);
    return k_str_eqz(row->kind, "other") && k_str_starts(row->label, d->kind);
}

static bool web_says(struct k_arena *a, const struct sq_card_identities_row *row,
                     const struct contact_datum *d)
{
    return k_str_eqz(d->kind, "url") && k_str_eqz(row->network, "web") &&
           k_str_eq(match_norm_url(a, row->url.n ? row->url : row->handle),
                    match_norm_url(a, d->value));
}

bool card_find_datum(struct k_arena *a, const struct card_known *k, struct card_used *used,
                     const struct contact_datum *d, struct card_ref *ref)
{
    bool other = k_str_eqz(d->kind, "other"); /* its label is its name: it must fit */
    for (int pass = 0; pass < (other ? 1 : 2); pass++)
        for (size_t i = 0; i < k->data.n; i++)
            if (!used->data[i] && datum_says(&k->data.v[i], d, pass == 0)) {
                used->data[i] = true;
                ref->table = CARD_DATUM;
                ref->row = i;
                return true;
            }
    for (size_t i = 0; i < k->identities.n; i++)
        if (!used->identities[i] && web_says(a, &k->identities.v[i], d)) {
            used->identities[i] = true;
            ref->table = CARD_IDENTITY;
            ref->row = i;
            return true;
        }
    return false;
}

/* --- a whole card ------------------------------------------------------------------------ */

void card_place(struct k_arena *a, const struct vcard *card, struct vcard *copy,
                struct contact *says)
{
    *copy = (struct vcard){.version = card->version};
    for (size_t i = 0; i < card->props.n; i++) {
        struct vcard_prop *p = k_vec_push(a, &copy->props);
        *p = card->props.v[i];
        p->line = i + 1;
    }
    contact_of_card(a, copy, says);
}

bool card_is_head(k_str name)
{
    static const char *const names[] = {
        "N",          "FN",     "ORG",  "TITLE",
        "NOTE",       "UID",    "KIND", "X-ADDRESSBOOKSERVER-KIND",
        "X-ABSHOWAS", "PHOTO",  "LOGO", "SOUND",
        "KEY",        "PRODID", "REV",  "VERSION",
        NULL};
    return k_str_in(name, names);
}

struct linking {
    struct k_arena *a;
    const struct card_known *k;
    struct card_used *used;
    bool *linked, *broken;
    struct card_refs *refs;
};

static void link_to(struct linking *l, size_t line, bool found, struct card_ref ref)
{
    if (line == 0)
        return;
    ref.prop = line - 1;
    l->linked[ref.prop] = true;
    l->broken[ref.prop] = l->broken[ref.prop] || !found;
    if (found)
        *k_vec_push(l->a, l->refs) = ref;
}

/* Rows of a property that is not written as it was are free for a line of their own. */
static void let_go(struct linking *l)
{
    size_t kept = 0;
    for (size_t i = 0; i < l->refs->n; i++) {
        struct card_ref *r = &l->refs->v[i];
        if (!l->broken[r->prop])
            l->refs->v[kept++] = *r;
        else if (r->table == CARD_IDENTITY)
            l->used->identities[r->row] = false;
        else
            l->used->data[r->row] = false;
    }
    l->refs->n = kept;
}

static bool group_is_linked(const struct linking *l, const struct vcard *card, size_t label)
{
    for (size_t i = 0; i < card->props.n; i++)
        if (i != label && l->linked[i] &&
            k_str_ieq(card->props.v[i].group, card->props.v[label].group))
            return true;
    return false;
}

void card_link(struct k_arena *a, const struct card_known *k, struct card_used *used,
               const struct vcard *card, bool *linked, struct card_refs *refs)
{
    struct linking l = {a, k, used, linked, k_new_n(a, bool, card->props.n + 1), refs};
    struct vcard copy, rest = {.version = card->version};
    struct contact says;
    for (size_t i = 0; i < card->props.n; i++) { /* places stay: a head becomes nothing */
        struct vcard_prop *p = k_vec_push(a, &rest.props);
        *p = card->props.v[i];
        if (card_is_head(p->name))
            *p = (struct vcard_prop){.name = K_S("NICKNAME"), .value = K_S("")};
    }
    card_place(a, &rest, &copy, &says);
    for (size_t i = 0; i < says.addresses.n; i++) {
        struct card_ref ref = {0};
        bool found = card_find_address(a, k, used, &says.addresses.v[i], &ref);
        link_to(&l, says.addresses.v[i].line, found, ref);
    }
    for (size_t i = 0; i < says.data.n; i++) {
        struct card_ref ref = {0};
        bool found = card_find_datum(a, k, used, &says.data.v[i], &ref);
        link_to(&l, says.data.v[i].line, found, ref);
    }
    let_go(&l);
    for (size_t i = 0; i < card->props.n; i++)
        linked[i] = linked[i] && !l.broken[i];
    for (size_t i = 0; i < card->props.n; i++)
        if (k_str_eqz(card->props.v[i].name, "X-ABLABEL") && card->props.v[i].group.n)
            linked[i] = linked[i] || group_is_linked(&l, card, i);
}
