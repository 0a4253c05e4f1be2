/* card_put: what a client made of a card. The card as we wrote it is compared with the card as
 * it came back; what is the same in both is left alone, however the client writes it. */
#include "base/utf8.h"
#include "formats/charset.h"
#include "import/card_link.h"
#include "import/contact_put.h"

#include "domain/people.h"

bool card_read(struct k_arena *a, k_str text, struct vcard *out, k_str *why)
{
    struct vcards r = vcards_open(charset_file(a, text));
    struct vcard more;
    *why = K_NONE;
    if (!vcards_next(&r, a, out) || out->props.n == 0)
        *why = K_S("This is no vCard.");
    else if (out->problems.n)
        *why = out->problems.v[0].why;
    else if (vcards_next(&r, a, &more))
        *why = K_S("There is more than one card.");
    return why->p == NULL;
}

/* What programs write about themselves and about when: it says nothing of the person. */
static void without_own_marks(struct k_arena *a, const struct vcard *card, struct vcard *out)
{
    static const char *const marks[] = {"PRODID", "REV", NULL};
    *out = (struct vcard){.version = card->version, .line = card->line};
    for (size_t i = 0; i < card->props.n; i++)
        if (!k_str_in(card->props.v[i].name, marks))
            *k_vec_push(a, &out->props) = card->props.v[i];
}

static struct contact_from from_of(const struct card_put *put)
{
    return (struct contact_from){.member = put->member,
                                 .share = put->owner == 0,
                                 .source = K_S("carddav"),
                                 .source_id = put->member,
                                 .apart = true};
}

k_err card_keep_form(struct k_ctx *cx, const struct card_put *put, k_id person)
{
    struct card_known known;
    struct vcard card;
    without_own_marks(cx->arena, put->card, &card);
    K_TRY(card_load(cx, put->member, &person, 1, &known));
    K_TRY(sq_card_text_set(cx, person, put->owner, card_form(cx->arena, &known, &card), NULL));
    return sq_card_mark(cx, person, NULL);
}

k_err card_create(struct k_ctx *cx, const struct card_put *put, k_id *person)
{
    struct contact_from from = from_of(put);
    struct contact_fate fate;
    struct contact c;
    struct vcard card, placed;
    without_own_marks(cx->arena, put->card, &card);
    card_place(cx->arena, &card, &placed, &c);
    K_TRY(contact_store(cx, &from, &c, &fate));
    *person = fate.person;
    return people_log(cx, "person.created", *person);
}

/* --- what changed ------------------------------------------------------------------------ */

struct change {
    struct k_ctx *cx;
    const struct card_put *put;
    struct card_known known;
    struct card_refs refs; /* of the card as it was */
    struct contact was, is;
    size_t n; /* rows changed */
    K_VEC(const struct contact_address *) new_addresses;
    K_VEC(const struct contact_datum *) new_data;
    K_VEC(const struct contact_job *) new_jobs;
};

/* The row of a property of the old card; with several, the one of this value. Line 0: a part of
 * some property, by its value. */
static const struct card_ref *row_of(const struct change *g, size_t line, k_str value)
{
    const struct card_ref *only = NULL;
    size_t n = 0;
    for (size_t i = 0; i < g->refs.n; i++) {
        const struct card_ref *r = &g->refs.v[i];
        if (line && r->prop + 1 != line)
            continue;
        only = r;
        n++;
        if (r->table == CARD_DATUM && k_str_eq(g->known.data.v[r->row].value, value))
            return r;
    }
    return line && n == 1 ? only : NULL;
}

static k_err drop_row(struct change *g, const struct card_ref *r)
{
    if (!r)
        return K_OK;
    if (r->table == CARD_DATUM) {
        g->n++;
        return sq_people_datum_drop(g->cx, g->known.data.v[r->row].id, NULL);
    }
    if (r->table == CARD_ROLE) {
        g->n++;
        return sq_card_role_end(g->cx, g->known.roles.v[r->row].id, k_cx_now(g->cx) / K_DAY,
                                NULL);
    }
    const struct sq_card_identities_row *row = &g->known.identities.v[r->row];
    if (k_str_eqz(row->source, "network"))
        return K_OK; /* they spoke to us from there */
    g->n++;
    return sq_people_identity_drop(g->cx, row->id, NULL);
}

static k_err label_row(struct change *g, const struct card_ref *r, k_str label)
{
    if (!r || r->table == CARD_ROLE)
        return K_OK;
    g->n++;
    if (r->table == CARD_IDENTITY)
        return sq_card_identity_label(g->cx, g->known.identities.v[r->row].id, label,
                                      k_cx_now(g->cx), NULL);
    const struct sq_card_data_row *row = &g->known.data.v[r->row];
    if (k_str_eqz(row->kind, "other"))
        return K_OK; /* its label is its name */
    return sq_card_datum_set(
        g->cx,
        &(struct sq_card_datum_set_args){row->id, label, row->value, row->norm, row->parts},
        NULL);
}

/* --- addresses --------------------------------------------------------------------------- */

static k_err change_addresses(struct change *g)
{
    struct k_arena *a = g->cx->arena;
    bool *taken = k_new_n(a, bool, g->is.addresses.n + 1);
    for (size_t i = 0; i < g->was.addresses.n; i++) {
        const struct contact_address *w = &g->was.addresses.v[i];
        const struct card_ref *r = row_of(g, w->line, w->value);
        size_t k = 0;
        while (k < g->is.addresses.n &&
               (taken[k] || !card_same_address(a, w, &g->is.addresses.v[k])))
            k++;
        if (k == g->is.addresses.n) {
            K_TRY(drop_row(g, r));
            continue;
        }
        taken[k] = true;
        if (!k_str_eq(w->label, g->is.addresses.v[k].label))
            K_TRY(label_row(g, r, g->is.addresses.v[k].label));
    }
    for (size_t k = 0; k < g->is.addresses.n; k++)
        if (!taken[k])
            *k_vec_push(a, &g->new_addresses) = &g->is.addresses.v[k];
    return K_OK;
}

/* --- data -------------------------------------------------------------------------------- */

static bool apart_from_data(const struct contact_datum *d)
{
    return k_str_eqz(d->kind, "note") || k_str_eqz(d->kind, "name");
}

static bool same_datum(const struct contact_datum *x, const struct contact_datum *y, bool label)
{
    return k_str_eq(x->kind, y->kind) && k_str_eq(x->value, y->value) &&
           (!label || k_str_eq(x->label, y->label));
}

/* As it was, with another label, or not at all. *at: its place, or the number of data. */
static void find_datum(const struct change *g, const struct contact_datum *w, const bool *taken,
                       size_t *at)
{
    bool other = k_str_eqz(w->kind, "other");
    for (int pass = 0; pass < (other ? 1 : 2); pass++)
        for (*at = 0; *at < g->is.data.n; ++*at)
            if (!taken[*at] && same_datum(w, &g->is.data.v[*at], pass == 0))
                return;
}

static k_err change_datum(struct change *g, const struct contact_datum *was,
                          const struct contact_datum *is)
{
    const struct card_ref *r = row_of(g, was->line, was->value);
    if (!k_str_eq(was->label, is->label))
        K_TRY(label_row(g, r, is->label));
    if (k_str_eq(was->parts, is->parts) || !r || r->table != CARD_DATUM)
        return K_OK;
    const struct sq_card_data_row *row = &g->known.data.v[r->row];
    g->n++;
    return sq_card_datum_set(g->cx,
                             &(struct sq_card_datum_set_args){
                                 row->id,
                                 k_str_eq(was->label, is->label) ? row->label : is->label,
                                 row->value, row->norm, is->parts},
                             NULL);
}

static k_err change_data(struct change *g)
{
    struct k_arena *a = g->cx->arena;
    bool *taken = k_new_n(a, bool, g->is.data.n + 1);
    for (size_t i = 0; i < g->was.data.n; i++) {
        const struct contact_datum *w = &g->was.data.v[i];
        size_t at;
        if (apart_from_data(w))
            continue;
        find_datum(g, w, taken, &at);
        if (at == g->is.data.n) {
            K_TRY(drop_row(g, row_of(g, w->line, w->value)));
            continue;
        }
        taken[at] = true;
        K_TRY(change_datum(g, w, &g->is.data.v[at]));
    }
    for (size_t k = 0; k < g->is.data.n; k++)
        if (!taken[k] && !apart_from_data(&g->is.data.v[k]))
            *k_vec_push(a, &g->new_data) = &g->is.data.v[k];
    return K_OK;
}

/* --- the name in its parts, notes -------------------------------------------------------- */

static const struct contact_datum *first_of(const struct contact *c, const char *kind)
{
    for (size_t i = 0; i < c->data.n; i++)
        if (k_str_eqz(c->data.v[i].kind, kind))
            return &c->data.v[i];
    return NULL;
}

static k_err change_parts_of_name(struct change *g)
{
    const struct contact_datum *was = first_of(&g->was, "name"), *is = first_of(&g->is, "name");
    if (!is || (was && k_str_eq(was->value, is->value) && k_str_eq(was->parts, is->parts)))
        return K_OK;
    for (size_t i = 0; i < g->known.data.n; i++)
        if (k_str_eqz(g->known.data.v[i].kind, "name"))
            K_TRY(drop_row(g, &(struct card_ref){.table = CARD_DATUM, .row = i}));
    *k_vec_push(g->cx->arena, &g->new_data) = is;
    return K_OK;
}

static k_str all_notes(struct k_arena *a, const struct contact *c)
{
    k_str all = K_S("");
    for (size_t i = 0; i < c->data.n; i++)
        if (k_str_eqz(c->data.v[i].kind, "note"))
            all = k_fmt(a, "%.*s%s%.*s", K_ARG(all), all.n ? "\n\n" : "",
                        K_ARG(c->data.v[i].value));
    return all;
}

/* Notes that still stand in the text stay as they are; the rest of it is a new one. */
static k_err change_notes(struct change *g)
{
    struct k_arena *a = g->cx->arena;
    k_str was = all_notes(a, &g->was), rest = all_notes(a, &g->is);
    if (k_str_eq(was, rest))
        return K_OK;
    for (size_t i = 0; i < g->known.data.n; i++) {
        k_str note = g->known.data.v[i].value;
        if (!k_str_eqz(g->known.data.v[i].kind, "note"))
            continue;
        ptrdiff_t at = note.n ? k_str_find(rest, note) : -1;
        if (at < 0) {
            K_TRY(drop_row(g, &(struct card_ref){.table = CARD_DATUM, .row = i}));
            continue;
        }
        k_str before = k_str_trim(k_str_sub(rest, 0, (size_t)at));
        k_str behind = k_str_trim(k_str_from(rest, (size_t)at + note.n));
        rest = k_fmt(a, "%.*s%s%.*s", K_ARG(before), before.n && behind.n ? "\n\n" : "",
                     K_ARG(behind));
    }
    if (!k_str_trim(rest).n)
        return K_OK;
    struct contact_datum *d = k_new(a, struct contact_datum);
    *d = (struct contact_datum){
        .kind = K_S("note"), .label = K_S(""), .value = k_str_trim(rest)};
    *k_vec_push(a, &g->new_data) = d;
    return K_OK;
}

/* --- jobs -------------------------------------------------------------------------------- */

static bool same_job(const struct contact_job *x, const struct contact_job *y)
{
    return k_str_eq(x->organization, y->organization) && k_str_eq(x->title, y->title);
}

static bool has_job(const struct contact *c, const struct contact_job *job)
{
    for (size_t i = 0; i < c->jobs.n; i++)
        if (same_job(&c->jobs.v[i], job))
            return true;
    return false;
}

/* The card shows one job at most: its row, or the row of a title without an organization. */
static const struct card_ref *job_row(const struct change *g)
{
    for (size_t i = 0; i < g->refs.n; i++) {
        const struct card_ref *r = &g->refs.v[i];
        bool title = r->table == CARD_DATUM &&
                     k_str_eqz(g->known.data.v[r->row].label, "job title") &&
                     k_str_eqz(g->known.data.v[r->row].kind, "other");
        if (r->table == CARD_ROLE || title)
            return r;
    }
    return NULL;
}

static k_err change_jobs(struct change *g)
{
    bool company = k_str_eqz(g->known.person.kind, "organization");
    for (size_t i = 0; i < g->was.jobs.n && !company; i++)
        if (!has_job(&g->is, &g->was.jobs.v[i]))
            K_TRY(drop_row(g, job_row(g)));
    for (size_t i = 0; i < g->is.jobs.n && !company; i++)
        if (!has_job(&g->was, &g->is.jobs.v[i]))
            *k_vec_push(g->cx->arena, &g->new_jobs) = &g->is.jobs.v[i];
    return K_OK;
}

/* --- the person -------------------------------------------------------------------------- */

static k_err change_person(struct change *g)
{
    k_str kind = g->is.organization ? K_S("organization") : K_S("person");
    k_str name = k_utf8_cut(g->is.name, 200);
    bool same_name = k_str_eq(g->was.name, g->is.name);
    if (same_name && k_str_eq(kind, g->known.person.kind))
        return K_OK;
    g->n++;
    return sq_card_person_set(g->cx, g->known.person.id, kind,
                              same_name ? g->known.person.name : name, k_cx_now(g->cx), NULL);
}

static k_err put_new(struct change *g)
{
    struct contact_from from = from_of(g->put);
    struct contact_put s = {.cx = g->cx,
                            .from = &from,
                            .c = &g->is,
                            .person = g->known.person.id,
                            .owner = g->put->owner,
                            .now = k_cx_now(g->cx)};
    K_TRY(contact_put_load(&s));
    for (size_t i = 0; i < g->new_addresses.n; i++)
        K_TRY(contact_put_address(&s, g->new_addresses.v[i]));
    for (size_t i = 0; i < g->new_data.n; i++)
        K_TRY(contact_put_datum(&s, g->new_data.v[i]));
    for (size_t i = 0; i < g->new_jobs.n; i++)
        K_TRY(contact_put_job(&s, g->new_jobs.v[i]));
    g->n += s.news;
    return K_OK;
}

/* The card as it is here, as the client would have read it. */
static k_err as_it_was(struct change *g)
{
    struct k_arena *a = g->cx->arena;
    struct vcard card, again, placed;
    struct k_buf b;
    k_str why;
    enum vcard_version v = g->put->card->version == VCARD_40 ? VCARD_40 : VCARD_30;
    card_make(a, &g->known, v, k_cx_now(g->cx) / K_DAY, &card, &g->refs);
    k_buf_init(&b, a, 4 * CARD_TEXT);
    vcard_write(a, &card, v, &b);
    if (!k_buf_ok(&b) || !card_read(a, k_buf_view(&b), &again, &why) ||
        again.props.n != card.props.n)
        return k_fail(g->cx, K_ERR_INTERNAL, NULL, "The card cannot be written.");
    card_place(a, &again, &placed, &g->was);
    return K_OK;
}

k_err card_change(struct k_ctx *cx, const struct card_put *put, k_id person)
{
    struct change g = {.cx = cx, .put = put};
    struct vcard card, placed;
    K_TRY(card_load(cx, put->member, &person, 1, &g.known));
    if (!g.known.person.id)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "There is no such person.");
    without_own_marks(cx->arena, put->card, &card);
    card_place(cx->arena, &card, &placed, &g.is);
    if (g.is.why.p)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "%.*s", K_ARG(g.is.why));
    K_TRY(as_it_was(&g));
    K_TRY(change_person(&g));
    K_TRY(change_addresses(&g));
    K_TRY(change_data(&g));
    K_TRY(change_parts_of_name(&g));
    K_TRY(change_notes(&g));
    K_TRY(change_jobs(&g));
    K_TRY(put_new(&g));
    K_TRY(card_keep_form(cx, put, person));
    return g.n ? people_log(cx, "person.changed", person) : K_OK;
}
