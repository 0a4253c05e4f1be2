/* contact_store: see the header. */
#include "import/contact_store.h"

#include "base/utf8.h"
#include "domain/datum_kinds.h"
#include "domain/lookup.h"
#include "domain/match_norm.h"
#include "domain/workplace.h"
#include "import/contact_known.h"
#include "import/contact_put.h"
#include "store/sql.gen.h"

enum { NAME = 200 };

static k_str key_of(struct k_arena *a, k_str kind, k_str label, k_str value)
{
    return k_fmt(a, "%.*s\n%.*s\n%.*s", K_ARG(kind), K_ARG(label), K_ARG(value));
}

k_err contact_put_load(struct contact_put *s)
{
    struct sq_contact_data_list list;
    k_map_init(&s->had, s->cx->arena);
    K_TRY(sq_contact_data(s->cx, s->person, s->from->member, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_map_at(&s->had,
                  key_of(s->cx->arena, list.v[i].kind, list.v[i].label, list.v[i].value)) = s;
    return K_OK;
}

/* As compared, by the table of kinds; false: it is no value of this kind. */
static bool norm_of(struct k_arena *a, const struct contact_from *from, k_str kind, k_str value,
                    struct datum_text *out)
{
    const struct datum_kind *k = datum_kind_find(kind);
    if (!k || !k->norm(a, value, out) || out->norm.n > 1000)
        return false;
    if (k_str_eqz(kind, "phone"))
        out->norm = match_norm_phone(a, value, from->country);
    return true;
}

static k_err write_datum(struct contact_put *s, const struct contact_datum *d, k_str norm)
{
    k_str label = k_utf8_cut(d->label, NAME);
    k_str key = key_of(s->cx->arena, d->kind, label, d->value);
    void **had = k_map_at(&s->had, key);
    if (*had)
        return K_OK;
    *had = s;
    s->news++;
    return sq_contact_datum_insert(
        s->cx,
        &(struct sq_contact_datum_insert_args){.id = k_cx_id(s->cx),
                                               .person_id = s->person,
                                               .kind = d->kind,
                                               .label = label,
                                               .value = d->value,
                                               .norm = norm,
                                               .parts = d->parts,
                                               .source = s->from->source,
                                               .source_id = s->from->source_id,
                                               .owner_id = s->owner,
                                               .created_by = s->from->member,
                                               .now = s->now},
        NULL);
}

/* Whether they have another value where there can be only one. */
static bool taken(struct contact_put *s, const struct contact_datum *d)
{
    const struct datum_kind *kind = datum_kind_find(d->kind);
    bool other = false;
    if (!kind || kind->many)
        return false;
    k_str front = k_fmt(s->cx->arena, "%.*s\n", K_ARG(d->kind));
    for (size_t i = 0; i < s->had.n; i++)
        other =
            other || (s->had.entries[i].value && k_str_starts(s->had.entries[i].key, front));
    return other && !k_map_get(&s->had, key_of(s->cx->arena, d->kind, d->label, d->value));
}

/* What is no value of its kind, or one too many, is kept under the kind's name. */
k_err contact_put_datum(struct contact_put *s, const struct contact_datum *d)
{
    struct datum_text text;
    struct contact_datum kept = *d;
    if (!taken(s, d) && norm_of(s->cx->arena, s->from, d->kind, d->value, &text))
        return write_datum(s, d, text.norm);
    kept.kind = K_S("other");
    if (!k_str_eqz(d->kind, "other"))
        kept.label = d->label.n
                         ? k_fmt(s->cx->arena, "%.*s %.*s", K_ARG(d->kind), K_ARG(d->label))
                         : d->kind;
    return write_datum(s, &kept, K_S(""));
}

static k_err put_datum_of(struct contact_put *s, const char *kind, k_str label, k_str value)
{
    return contact_put_datum(
        s, &(struct contact_datum){.kind = k_str_z(kind), .label = label, .value = value});
}

/* --- addresses --------------------------------------------------------------------------- */

/* Where an address tells nobody apart, or is somebody else's, it is known all the same. */
static k_err address_as_datum(struct contact_put *s, const struct contact_address *n)
{
    if (k_str_eqz(n->network, "email") || k_str_eqz(n->network, "phone"))
        return put_datum_of(s, k_dupz(s->cx->arena, n->network), n->label, n->value);
    return put_datum_of(s, "other", n->network, n->value);
}

static k_err held(struct contact_put *s, const struct contact_address *n, k_str native,
                  bool *theirs)
{
    struct sq_contact_by_native_row row;
    struct sq_contact_by_handle_row h;
    bool found, account = k_str_starts(native, K_S("handle:"));
    k_id identity = 0;
    *theirs = false;
    K_TRY(sq_contact_by_native(s->cx, n->network, native, &row, &found));
    if (found && row.person_id == s->person)
        identity = row.id;
    if (!found && account) {
        K_TRY(sq_contact_by_handle(s->cx, n->network, n->value, s->from->member, &h, &found));
        if (found && h.person_id == s->person)
            identity = h.id;
    }
    *theirs = identity != 0;
    if (!identity)
        return K_OK;
    return sq_contact_identity_fill(
        s->cx,
        &(struct sq_contact_identity_fill_args){.id = identity,
                                                .url = n->url.n ? n->url : K_NONE,
                                                .followers = n->followers,
                                                .label = n->label,
                                                .now = s->now},
        NULL);
}

k_err contact_put_address(struct contact_put *s, const struct contact_address *n)
{
    k_str native = contact_native(s->cx->arena, s->from, n);
    bool theirs = false;
    int64_t made = 0;
    if (!native.n)
        return address_as_datum(s, n);
    K_TRY(held(s, n, native, &theirs));
    if (theirs)
        return K_OK;
    K_TRY(sq_contact_identity_insert(
        s->cx,
        &(struct sq_contact_identity_insert_args){.id = k_cx_id(s->cx),
                                                  .person_id = s->person,
                                                  .network = n->network,
                                                  .native_id = native,
                                                  .handle = n->value,
                                                  .name = k_utf8_cut(s->c->name, NAME),
                                                  .url = n->url.n ? n->url : K_NONE,
                                                  .followers = n->followers,
                                                  .source = s->from->source,
                                                  .source_id = s->from->source_id,
                                                  .label = k_utf8_cut(n->label, NAME),
                                                  .owner_id = s->owner,
                                                  .now = s->now},
        &made));
    s->news += made > 0;
    return made ? K_OK : address_as_datum(s, n);
}

/* --- organizations ----------------------------------------------------------------------- */

static k_err find_organization(struct contact_put *s, k_str name, k_str norm, k_str domain,
                               k_id *id)
{
    struct sq_contact_organization_row row;
    struct sq_contact_organization_named_row named;
    struct sq_contact_by_native_row by_domain;
    bool found = false;
    *id = 0;
    if (domain.n) {
        K_TRY(sq_contact_by_native(s->cx, K_S("web"), domain, &by_domain, &found));
        if (found && (by_domain.owner_id == 0 || by_domain.owner_id == s->from->member))
            *id = by_domain.person_id;
    }
    if (!*id && norm.n) {
        K_TRY(sq_contact_organization(s->cx, norm, s->from->member, &row, &found));
        *id = found ? row.id : 0;
    }
    if (!*id) {
        K_TRY(sq_contact_organization_named(s->cx, name, s->from->member, &named, &found));
        *id = found ? named.id : 0;
    }
    return K_OK;
}

static k_err put_domain(struct contact_put *s, k_id organization, k_str name, k_str domain)
{
    if (!domain.n || match_domain_public(domain))
        return K_OK;
    return sq_contact_identity_insert(
        s->cx,
        &(struct sq_contact_identity_insert_args){.id = k_cx_id(s->cx),
                                                  .person_id = organization,
                                                  .network = K_S("web"),
                                                  .native_id = domain,
                                                  .handle = domain,
                                                  .name = name,
                                                  .followers = -1,
                                                  .source = s->from->source,
                                                  .source_id = s->from->source_id,
                                                  .owner_id = s->owner,
                                                  .now = s->now},
        NULL);
}

static k_err make_organization(struct contact_put *s, k_str name, k_str norm, k_str domain,
                               k_id *id)
{
    struct contact_put o = *s;
    *id = k_cx_id(s->cx);
    K_TRY(sq_contact_person_insert(
        s->cx,
        &(struct sq_contact_person_insert_args){.id = *id,
                                                .kind = K_S("organization"),
                                                .name = name,
                                                .owner_id = s->owner,
                                                .now = s->now},
        NULL));
    o.person = *id;
    k_map_init(&o.had, s->cx->arena);
    struct contact_datum d = {.kind = K_S("name"), .label = K_S(""), .value = name};
    K_TRY(write_datum(&o, &d, norm));
    K_TRY(lookup_mark(s->cx, *id));
    k_ctx_notice(s->cx, K_TOPIC_PERSON, *id);
    return put_domain(&o, *id, name, domain);
}

k_err contact_put_job(struct contact_put *s, const struct contact_job *job)
{
    struct sq_contact_roles_list list;
    k_id organization = 0;
    k_str name = k_utf8_cut(job->organization, NAME), domain = K_S("");
    if (!job->organization.n)
        return job->title.n ? put_datum_of(s, "other", K_S("job title"), job->title) : K_OK;
    k_str norm = match_norm_organization(s->cx->arena, job->organization);
    if (!s->c->organization)
        domain = match_url_domain(match_norm_url(s->cx->arena, s->c->domain));
    K_TRY(find_organization(s, name, norm, domain, &organization));
    if (!organization)
        K_TRY(make_organization(s, name, norm, domain, &organization));
    if (organization == s->person)
        return job->title.n ? put_datum_of(s, "other", K_S("job title"), job->title) : K_OK;
    if (name.n < job->organization.n)
        K_TRY(put_datum_of(s, "other", K_S("organization"), job->organization));
    K_TRY(sq_contact_roles(s->cx, s->person, s->from->member, &list));
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].organization_id == organization && k_str_eq(list.v[i].title, job->title))
            return K_OK;
    s->news++;
    K_TRY(workplace_yield(s->cx, s->person, organization, s->owner));
    return sq_contact_role_insert(
        s->cx,
        &(struct sq_contact_role_insert_args){.id = k_cx_id(s->cx),
                                              .person_id = s->person,
                                              .organization_id = organization,
                                              .title = job->title,
                                              .source = s->from->source,
                                              .source_id = s->from->source_id,
                                              .owner_id = s->owner,
                                              .created_by = s->from->member,
                                              .now = s->now},
        NULL);
}

/* --- the person -------------------------------------------------------------------------- */

static k_err put_person(struct contact_put *s, const struct contact_known *known)
{
    k_str name = k_utf8_cut(s->c->name, NAME);
    K_TRY(sq_contact_person_insert(
        s->cx,
        &(struct sq_contact_person_insert_args){.id = s->person,
                                                .kind = s->c->organization ? K_S("organization")
                                                                           : K_S("person"),
                                                .name = name,
                                                .uid = known->uid,
                                                .owner_id = s->owner,
                                                .now = s->now},
        NULL));
    if (name.n < s->c->name.n)
        K_TRY(put_datum_of(s, "spelling", K_S(""), s->c->name));
    if (!s->c->organization)
        return K_OK;
    struct contact_datum d = {.kind = K_S("name"), .label = K_S(""), .value = name};
    return write_datum(s, &d, match_norm_organization(s->cx->arena, name));
}

/* Whether a name is no name, but an address that stands for one. */
static bool is_address_of(const struct contact *c, k_str name)
{
    for (size_t i = 0; i < c->addresses.n; i++)
        if (k_str_ieq(c->addresses.v[i].value, name))
            return true;
    return false;
}

/* They have a name and an id already: what the entry says beside them is kept. */
static k_err keep_name(struct contact_put *s, const struct contact_known *known)
{
    struct sq_person_get_row row;
    bool found;
    K_TRY(sq_person_get(s->cx, s->person, &row, &found));
    if (found && is_address_of(s->c, row.name) && !is_address_of(s->c, s->c->name))
        K_TRY(sq_contact_person_named(s->cx, s->person, k_utf8_cut(s->c->name, NAME), s->now,
                                      NULL));
    else if (found && !k_str_eq(row.name, s->c->name) && !is_address_of(s->c, s->c->name))
        K_TRY(put_datum_of(s, "spelling", K_S(""), s->c->name));
    K_TRY(sq_contact_person_changed(s->cx, s->person, known->uid, s->now, NULL));
    struct sq_contact_by_uid_list list;
    K_TRY(sq_contact_by_uid(s->cx, known->uid, s->from->member, &list));
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].id == s->person)
            return K_OK;
    struct contact_datum d = {.kind = K_S("other"), .label = K_S("uid"), .value = known->uid};
    return write_datum(s, &d, k_cat(s->cx->arena, K_S("uid:"), known->uid));
}

static k_err put_conflicts(struct contact_put *s, const struct contact_known *known)
{
    for (size_t i = 0; i < known->conflicts.n; i++) {
        const struct contact_conflict *c = &known->conflicts.v[i];
        bool first = c->person < s->person;
        K_TRY(sq_contact_pair_insert(
            s->cx,
            &(struct sq_contact_pair_insert_args){.a_id = first ? c->person : s->person,
                                                  .b_id = first ? s->person : c->person,
                                                  .weight = c->bits,
                                                  .probability = c->probability,
                                                  .evidence = c->evidence,
                                                  .now = s->now},
            NULL));
    }
    return K_OK;
}

static k_err put_all(struct contact_put *s)
{
    for (size_t i = 0; i < s->c->addresses.n; i++)
        K_TRY(contact_put_address(s, &s->c->addresses.v[i]));
    for (size_t i = 0; i < s->c->data.n; i++)
        K_TRY(contact_put_datum(s, &s->c->data.v[i]));
    for (size_t i = 0; i < s->c->jobs.n; i++)
        K_TRY(contact_put_job(s, &s->c->jobs.v[i]));
    if (s->c->organization)
        return put_domain(s, s->person, s->c->name,
                          match_url_domain(match_norm_url(s->cx->arena, s->c->domain)));
    return s->c->domain.n ? put_datum_of(s, "other", K_S("domain"), s->c->domain) : K_OK;
}

k_err contact_look(struct k_ctx *cx, const struct contact_from *from, const struct contact *c,
                   struct contact_fate *out)
{
    struct contact_known known;
    *out = (struct contact_fate){0};
    K_TRY(contact_known(cx, from, c, &known));
    out->person = known.person;
    out->added = !known.person && !from->only_known;
    return K_OK;
}

k_err contact_store(struct k_ctx *cx, const struct contact_from *from, const struct contact *c,
                    struct contact_fate *out)
{
    struct contact_known known;
    struct contact_put s = {.cx = cx,
                            .from = from,
                            .c = c,
                            .owner = from->share ? 0 : from->member,
                            .now = k_cx_now(cx)};
    *out = (struct contact_fate){0};
    if (c->why.p || !c->name.n)
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "%.*s",
                      K_ARG(c->why.p ? c->why : K_S("There is no name.")));
    K_TRY(contact_known(cx, from, c, &known));
    if (!known.person && from->only_known)
        return K_OK;
    out->added = !known.person;
    s.person = out->person = known.person ? known.person : k_cx_id(cx);
    K_TRY(contact_put_load(&s));
    K_TRY(out->added ? put_person(&s, &known) : keep_name(&s, &known));
    K_TRY(put_all(&s));
    K_TRY(put_conflicts(&s, &known));
    if (!out->added && !s.news)
        return K_OK;
    k_ctx_notice(cx, K_TOPIC_PERSON, s.person);
    K_TRY(sq_card_mark(cx, s.person, NULL));
    K_TRY(workplace_join(cx, s.person, NULL));
    K_TRY(lookup_mark(cx, s.person));
    return sq_match_dirty_add(cx, s.person, NULL);
}

k_err contact_store_group(struct k_ctx *cx, const struct contact_from *from,
                          const struct contact *c, size_t *missing)
{
    *missing = 0;
    for (size_t i = 0; i < c->members.n; i++) {
        struct sq_contact_by_uid_list list;
        struct contact_put s = {.cx = cx,
                                .from = from,
                                .c = c,
                                .owner = from->share ? 0 : from->member,
                                .now = k_cx_now(cx)};
        K_TRY(sq_contact_by_uid(cx, c->members.v[i], from->member, &list));
        if (list.n == 0) {
            ++*missing;
            continue;
        }
        s.person = list.v[0].id;
        K_TRY(contact_put_load(&s));
        K_TRY(put_datum_of(&s, "category", K_S(""), c->name));
    }
    return K_OK;
}
