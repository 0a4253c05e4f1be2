/* people_known: addresses, data and roles of a person (domain/people.h). */
#include "domain/datum_kinds.h"
#include "domain/fields.h"
#include "domain/people.h"
#include "domain/tie.h"
#include "domain/workplace.h"

/* The owner of a row beside a person: an own address book stays together. */
static k_id owner_for(const struct k_ctx *cx, const struct sq_people_get_row *p, bool mine)
{
    return p->owner_id || mine ? cx->actor.member : 0;
}

/* Another address, or one less: it may say where they work. */
static k_err address_changed(struct k_ctx *cx, k_id person)
{
    K_TRY(workplace_join(cx, person, NULL));
    return people_log(cx, "person.changed", person);
}

static k_err no_such(struct k_ctx *cx)
{
    return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is nothing of that id on this person.");
}

/* --- addresses --------------------------------------------------------------------------- */

/* Networks whose native id is the address itself. */
static const struct datum_kind *kind_of_network(k_str network)
{
    if (k_str_eqz(network, "web"))
        return datum_kind_find(K_S("url"));
    bool plain = k_str_eqz(network, "email") || k_str_eqz(network, "phone");
    return plain ? datum_kind_find(network) : NULL;
}

/* What a member typed as the handle of an account on a network. */
static k_err account_of(struct k_ctx *cx, k_str text, struct datum_text *out)
{
    k_str s = k_str_trim(text);
    if (k_str_starts(s, K_S("@")))
        s = k_str_from(s, 1);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ')
            s.n = 0;
    if (s.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "address",
                      "Write the account as its network does, without blanks.");
    out->value = s;
    out->norm = k_cat(cx->arena, K_S("handle:"), k_lower(cx->arena, s));
    return K_OK;
}

static k_err read_address(struct k_ctx *cx, k_str network, k_str text, struct datum_text *out)
{
    const struct datum_kind *kind = kind_of_network(network);
    if (!kind)
        return account_of(cx, text, out);
    if (!kind->norm(cx->arena, text, out))
        return k_fail(cx, K_ERR_BAD_INPUT, "address", "%s", kind->wrong);
    return K_OK;
}

static bool good_network(k_str n)
{
    for (size_t i = 0; i < n.n; i++)
        if (!((n.p[i] >= 'a' && n.p[i] <= 'z') || (n.p[i] >= '0' && n.p[i] <= '9') ||
              n.p[i] == '_'))
            return false;
    return n.n > 0 && n.n <= 40;
}

/* Somebody has it. *as_datum: its holder is nobody the member sees. */
static k_err taken(struct k_ctx *cx, k_id person, const struct sq_people_identity_holder_row *h,
                   bool *as_datum)
{
    if (h->person_id == person && people_sees(cx, h->owner_id))
        return k_fail(cx, K_ERR_EXISTS, "address", "This person has that address already.");
    *as_datum = h->person_id == person || !people_sees(cx, h->person_owner_id);
    if (*as_datum)
        return K_OK;
    return k_fail(cx, K_ERR_EXISTS, "address",
                  "%.*s has that address. If both are one person, merge them.", K_ARG(h->name));
}

static k_err address_as_datum(struct k_ctx *cx, k_id person, const struct people_address *n)
{
    const struct datum_kind *kind = kind_of_network(n->network);
    k_id id;
    return people_add_datum(cx, person,
                            &(struct people_datum){.kind = k_str_z(kind ? kind->name : "other"),
                                                   .label = kind ? n->label : n->network,
                                                   .value = n->address,
                                                   .mine = n->mine},
                            &id);
}

static k_err insert_address(struct k_ctx *cx, const struct sq_people_get_row *p,
                            const struct people_address *n, const struct datum_text *text)
{
    bool web = k_str_eqz(n->network, "web");
    struct sq_people_identity_insert_args args = {.id = k_cx_id(cx),
                                                  .person_id = p->id,
                                                  .network = n->network,
                                                  .native_id = text->norm,
                                                  .handle = text->value,
                                                  .name = n->name,
                                                  .url = web        ? text->value
                                                         : n->url.n ? n->url
                                                                    : K_NONE,
                                                  .source = K_S("member"),
                                                  .source_id = cx->actor.member,
                                                  .verified =
                                                      n->verified ? K_S("member") : K_S(""),
                                                  .label = n->label,
                                                  .owner_id = owner_for(cx, p, n->mine),
                                                  .now = k_cx_now(cx)};
    return sq_people_identity_insert(cx, &args, NULL);
}

k_err people_add_address(struct k_ctx *cx, k_id person, const struct people_address *n)
{
    struct sq_people_get_row p;
    struct sq_people_identity_holder_row holder;
    struct datum_text text, url;
    bool found, as_datum = false;
    K_TRY(people_find(cx, person, &p));
    if (!good_network(n->network))
        return k_fail(cx, K_ERR_BAD_INPUT, "network",
                      "Write email, phone, web or the name of a network in small letters.");
    K_TRY(read_address(cx, n->network, n->address, &text));
    if (n->url.n && !datum_url(cx->arena, n->url, &url))
        return k_fail(cx, K_ERR_BAD_INPUT, "url", "%s", datum_kind_find(K_S("url"))->wrong);
    K_TRY(sq_people_identity_holder(cx, n->network, text.norm, &holder, &found));
    if (found)
        K_TRY(taken(cx, p.id, &holder, &as_datum));
    if (as_datum)
        return address_as_datum(cx, p.id, n);
    K_TRY(insert_address(cx, &p, n, &text));
    return address_changed(cx, p.id);
}

static k_err find_address(struct k_ctx *cx, k_id person, k_id identity,
                          struct sq_people_get_row *p, struct sq_people_identity_row *row)
{
    bool found;
    K_TRY(people_find(cx, person, p));
    K_TRY(sq_people_identity(cx, identity, row, &found));
    if (!found || row->person_id != p->id || !people_sees(cx, row->owner_id))
        return no_such(cx);
    return K_OK;
}

/* The address itself: only of those that a member or a file told. */
static k_err change_address(struct k_ctx *cx, const struct sq_people_identity_row *row,
                            k_str address, struct sq_people_identity_set_args *args)
{
    struct sq_people_identity_holder_row holder;
    struct datum_text text;
    bool found, as_datum;
    if (k_str_eqz(row->source, "network"))
        return k_fail(cx, K_ERR_CONFLICT, "address",
                      "The network told us this account: it cannot be written over.");
    K_TRY(read_address(cx, row->network, address, &text));
    K_TRY(sq_people_identity_holder(cx, row->network, text.norm, &holder, &found));
    if (found && holder.id != row->id) {
        K_TRY(taken(cx, row->person_id, &holder, &as_datum));
        return k_fail(cx, K_ERR_EXISTS, "address", "Somebody has that address already.");
    }
    args->native_id = text.norm;
    args->handle = text.value;
    if (k_str_eqz(row->network, "web"))
        args->url = text.value;
    return K_OK;
}

k_err people_set_address(struct k_ctx *cx, k_id person, k_id identity,
                         const struct people_address *c)
{
    struct sq_people_get_row p;
    struct sq_people_identity_row row;
    struct datum_text url;
    K_TRY(find_address(cx, person, identity, &p, &row));
    struct sq_people_identity_set_args args = {.id = row.id,
                                               .native_id = row.native_id,
                                               .handle = row.handle,
                                               .url = row.url,
                                               .verified = row.verified,
                                               .label = c->has_label ? c->label : row.label,
                                               .now = k_cx_now(cx)};
    if (c->has_verified)
        args.verified = c->verified ? K_S("member") : K_S("");
    if (c->has_url && c->url.n && !datum_url(cx->arena, c->url, &url))
        return k_fail(cx, K_ERR_BAD_INPUT, "url", "%s", datum_kind_find(K_S("url"))->wrong);
    if (c->has_url)
        args.url = c->url.n ? url.value : K_NONE;
    if (c->has_address)
        K_TRY(change_address(cx, &row, c->address, &args));
    K_TRY(sq_people_identity_set(cx, &args, NULL));
    if (c->has_address || c->has_verified)
        K_TRY(workplace_withdraw(cx, p.id, row.id));
    return address_changed(cx, p.id);
}

k_err people_drop_address(struct k_ctx *cx, k_id person, k_id identity)
{
    struct sq_people_get_row p;
    struct sq_people_identity_row row;
    K_TRY(find_address(cx, person, identity, &p, &row));
    if (k_str_eqz(row.source, "network"))
        return k_fail(cx, K_ERR_CONFLICT, "id",
                      "They spoke to us from this account: it stays with what they said.");
    K_TRY(sq_people_identity_drop(cx, row.id, NULL));
    K_TRY(workplace_withdraw(cx, p.id, row.id));
    return address_changed(cx, p.id);
}

/* --- data -------------------------------------------------------------------------------- */

static k_err good_days(struct k_ctx *cx, int64_t from, int64_t to)
{
    if (from && to && to < from)
        return k_fail(cx, K_ERR_BAD_INPUT, "to_day", "The end lies before the beginning.");
    return K_OK;
}

static k_err check_datum(struct k_ctx *cx, const struct datum_kind *kind, k_str label,
                         k_str value, struct datum_text *out)
{
    if (kind->labelled && label.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "label", "Say what it is for.");
    if (!kind->norm(cx->arena, value, out))
        return k_fail(cx, K_ERR_BAD_INPUT, "value", "%s", kind->wrong);
    return K_OK;
}

static k_err insert_datum(struct k_ctx *cx, const struct sq_people_get_row *p,
                          const struct people_datum *n, const struct datum_text *text, k_id *id)
{
    *id = k_cx_id(cx);
    return sq_people_datum_insert(cx,
                                  &(struct sq_people_datum_insert_args){
                                      .id = *id,
                                      .person_id = p->id,
                                      .kind = n->kind,
                                      .label = n->label,
                                      .value = text->value,
                                      .norm = text->norm,
                                      .parts = n->parts,
                                      .source = n->source.n ? n->source : K_S("member"),
                                      .source_id = cx->actor.member,
                                      .owner_id = owner_for(cx, p, n->mine),
                                      .from_day = n->from_day,
                                      .to_day = n->to_day,
                                      .created_by = cx->actor.member,
                                      .now = k_cx_now(cx),
                                  },
                                  NULL);
}

k_err people_add_datum(struct k_ctx *cx, k_id person, const struct people_datum *n, k_id *id)
{
    struct sq_people_get_row p;
    struct datum_text text;
    const struct datum_kind *kind = datum_kind_find(n->kind);
    K_TRY(people_find(cx, person, &p));
    if (kind == NULL)
        return k_fail(cx, K_ERR_BAD_INPUT, "kind", "There is no such kind.");
    K_TRY(check_datum(cx, kind, n->label, n->value, &text));
    K_TRY(good_days(cx, n->from_day, n->to_day));
    if (!kind->many || k_str_eqz(n->kind, "field"))
        K_TRY(sq_people_datum_drop_kind(cx, p.id, n->kind, kind->many ? n->label : K_S(""),
                                        owner_for(cx, &p, n->mine), NULL));
    K_TRY(insert_datum(cx, &p, n, &text, id));
    return address_changed(cx, p.id);
}

static k_err find_datum(struct k_ctx *cx, k_id person, k_id datum, struct sq_people_get_row *p,
                        struct sq_people_data_row *row)
{
    bool found;
    K_TRY(people_find(cx, person, p));
    K_TRY(sq_people_datum(cx, datum, row, &found));
    if (!found || row->person_id != p->id || !people_sees(cx, row->owner_id))
        return no_such(cx);
    return K_OK;
}

k_err people_set_datum(struct k_ctx *cx, k_id person, k_id datum, const struct people_datum *c)
{
    struct sq_people_get_row p;
    struct sq_people_data_row row;
    struct datum_text text;
    K_TRY(find_datum(cx, person, datum, &p, &row));
    const struct datum_kind *kind = datum_kind_find(row.kind);
    if (kind == NULL)
        kind = datum_kind_find(K_S("other"));
    struct sq_people_datum_set_args args = {.id = row.id,
                                            .label = c->has_label ? c->label : row.label,
                                            .value = row.value,
                                            .norm = row.norm,
                                            .parts = c->has_parts ? c->parts : row.parts,
                                            .from_day =
                                                c->has_from_day ? c->from_day : row.from_day,
                                            .to_day = c->has_to_day ? c->to_day : row.to_day};
    if (c->has_value || c->has_label)
        K_TRY(check_datum(cx, kind, args.label, c->has_value ? c->value : row.value, &text));
    if (c->has_value) {
        args.value = text.value;
        args.norm = text.norm;
    }
    K_TRY(good_days(cx, args.from_day, args.to_day));
    K_TRY(sq_people_datum_set(cx, &args, NULL));
    if (c->has_value)
        K_TRY(workplace_withdraw(cx, p.id, row.id));
    return address_changed(cx, p.id);
}

k_err people_drop_datum(struct k_ctx *cx, k_id person, k_id datum)
{
    struct sq_people_get_row p;
    struct sq_people_data_row row;
    K_TRY(find_datum(cx, person, datum, &p, &row));
    K_TRY(sq_people_datum_drop(cx, row.id, NULL));
    K_TRY(workplace_withdraw(cx, p.id, row.id));
    return address_changed(cx, p.id);
}

/* --- roles ------------------------------------------------------------------------------- */

/* The organization that a role is at; 0 = us. */
static k_err organization_for(struct k_ctx *cx, const struct sq_people_get_row *p,
                              const struct people_role *n, k_id *id)
{
    struct sq_people_get_row org;
    struct sq_people_named_row named;
    bool found;
    k_str name = k_str_trim(n->organization_name);
    *id = 0;
    if (n->organization) {
        K_TRY(people_find(cx, n->organization, &org));
        *id = org.id;
        if (!k_str_eqz(org.kind, "organization"))
            return k_fail(cx, K_ERR_BAD_INPUT, "organization_id", "This is no organization.");
    } else if (name.n) {
        K_TRY(sq_people_named(cx, name, cx->actor.member, &named, &found));
        *id = found ? named.id : 0;
        if (!found)
            K_TRY(people_create(cx,
                                &(struct people_new){.kind = K_S("organization"),
                                                     .name = name,
                                                     .mine = p->owner_id != 0,
                                                     .demo = p->demo},
                                id));
    }
    if (*id == p->id)
        return k_fail(cx, K_ERR_BAD_INPUT, "organization_id", "Nobody belongs to themselves.");
    return K_OK;
}

/* After roles changed: what lists show is a role that holds, the one shown before if it does.
 */
static k_err choose_main_role(struct k_ctx *cx, const struct sq_people_get_row *p)
{
    struct sq_people_roles_list list;
    k_str best = K_S("");
    int64_t today = k_cx_now(cx) / K_DAY;
    K_TRY(sq_people_roles(cx, p->id, cx->actor.member, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_people_roles_row *r = &list.v[i];
        bool over = r->to_day && r->to_day <= today;
        if (r->organization_id || over || r->owner_id != p->owner_id)
            continue;
        best = best.n == 0 || k_str_eq(r->role, p->role) ? r->role : best;
    }
    if (!k_str_eq(best, p->role))
        K_TRY(sq_people_role_main(cx, p->id, best, NULL));
    K_TRY(tie_refold(cx, p->id));
    return people_log(cx, "person.changed", p->id);
}

k_err people_add_role(struct k_ctx *cx, k_id person, const struct people_role *n, k_id *id)
{
    struct sq_people_get_row p;
    k_id organization;
    K_TRY(people_find(cx, person, &p));
    K_TRY(good_days(cx, n->from_day, n->to_day));
    K_TRY(organization_for(cx, &p, n, &organization));
    if (organization == 0 && n->role.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "role",
                      "Say which role to us, or name an organization.");
    if (organization)
        K_TRY(workplace_yield(cx, p.id, organization, owner_for(cx, &p, n->mine)));
    *id = k_cx_id(cx);
    K_TRY(sq_people_role_insert(cx,
                                &(struct sq_people_role_insert_args){
                                    .id = *id,
                                    .person_id = p.id,
                                    .organization_id = organization,
                                    .role = n->role.n ? n->role : K_S("employee"),
                                    .title = n->title,
                                    .from_day = n->from_day,
                                    .to_day = n->to_day,
                                    .source = K_S("member"),
                                    .source_id = cx->actor.member,
                                    .owner_id = owner_for(cx, &p, n->mine),
                                    .created_by = cx->actor.member,
                                    .now = k_cx_now(cx),
                                },
                                NULL));
    return choose_main_role(cx, &p);
}

static k_err find_role(struct k_ctx *cx, k_id person, k_id role, struct sq_people_get_row *p,
                       struct sq_people_roles_row *row)
{
    bool found;
    K_TRY(people_find(cx, person, p));
    K_TRY(sq_people_role(cx, role, row, &found));
    if (!found || row->person_id != p->id || !people_sees(cx, row->owner_id))
        return no_such(cx);
    return K_OK;
}

k_err people_set_role(struct k_ctx *cx, k_id person, k_id role, const struct people_role *c)
{
    struct sq_people_get_row p;
    struct sq_people_roles_row row;
    k_id organization;
    K_TRY(find_role(cx, person, role, &p, &row));
    organization = row.organization_id;
    if (c->has_organization)
        K_TRY(organization_for(cx, &p, c, &organization));
    struct sq_people_role_set_args args = {.id = row.id,
                                           .organization_id = organization,
                                           .role = c->has_role ? c->role : row.role,
                                           .title = c->has_title ? c->title : row.title,
                                           .from_day =
                                               c->has_from_day ? c->from_day : row.from_day,
                                           .to_day = c->has_to_day ? c->to_day : row.to_day};
    K_TRY(good_days(cx, args.from_day, args.to_day));
    K_TRY(sq_people_role_set(cx, &args, NULL));
    K_TRY(sq_workplace_kept(cx, row.id, cx->actor.member, NULL));
    return choose_main_role(cx, &p);
}

k_err people_drop_role(struct k_ctx *cx, k_id person, k_id role)
{
    struct sq_people_get_row p;
    struct sq_people_roles_row row;
    K_TRY(find_role(cx, person, role, &p, &row));
    K_TRY(sq_people_role_drop(cx, row.id, NULL));
    if (k_str_eqz(row.source, "domain"))
        K_TRY(workplace_refuse(cx, p.id, row.organization_id));
    return choose_main_role(cx, &p);
}
