/* routes_person: one person by hand: made, changed, shared, removed; addresses, data, roles,
 * fields of the team's own. Each act answers with the whole page. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/show.h"
#include "domain/datum_kinds.h"
#include "domain/fields.h"
#include "domain/people.h"
#include "domain/profiles.h"
#include "flow/jobs.h"

static k_err read_day(struct k_ctx *cx, const char *field, k_str text, int64_t *day)
{
    if (!datum_day(text, day))
        return k_fail(cx, K_ERR_BAD_INPUT, field, "Write a date such as 2026-11-22.");
    return K_OK;
}

/* --- the person -------------------------------------------------------------------------- */

k_err route_person_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_person_page(cx, rq, ((const struct api_id_in *)in)->id, out);
}

k_err route_person_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_person_new_in *i = in;
    k_id id;
    K_TRY(people_create(cx,
                        &(struct people_new){.kind = i->kind,
                                             .name = i->name,
                                             .about = i->about,
                                             .role = i->role,
                                             .mine = i->mine},
                        &id));
    return show_person_page(cx, rq, id, out);
}

k_err route_person_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_person_in *i = in;
    struct people_change c = {.id = i->id,
                              .kind = i->kind,
                              .name = i->name,
                              .about = i->about,
                              .role = i->role,
                              .has_kind = i->has_kind,
                              .has_name = i->has_name,
                              .has_about = i->has_about,
                              .has_role = i->has_role};
    K_TRY(people_change(cx, &c));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    (void)out;
    return people_remove(cx, ((const struct api_id_in *)in)->id, api_may(rq, PERM_MEMBERS));
}

k_err route_person_share(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_share_in *i = in;
    K_TRY(people_share(cx, i->id, i->history));
    return show_person_page(cx, rq, i->id, out);
}

/* --- addresses --------------------------------------------------------------------------- */

static struct people_address address_of(const struct api_address_in *i)
{
    return (struct people_address){.network = i->network,
                                   .address = i->address,
                                   .label = i->label,
                                   .url = i->url,
                                   .name = i->name,
                                   .verified = i->verified,
                                   .mine = i->mine,
                                   .has_address = i->has_address,
                                   .has_label = i->has_label,
                                   .has_url = i->has_url,
                                   .has_verified = i->has_verified};
}

k_err route_person_address_create(struct k_ctx *cx, struct api_req *rq, const void *in,
                                  void *out)
{
    const struct api_address_in *i = in;
    struct people_address n = address_of(i);
    K_TRY(people_add_address(cx, i->id, &n));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_address_patch(struct k_ctx *cx, struct api_req *rq, const void *in,
                                 void *out)
{
    const struct api_address_in *i = in;
    struct people_address c = address_of(i);
    K_TRY(people_set_address(cx, i->id, i->identity_id, &c));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_address_delete(struct k_ctx *cx, struct api_req *rq, const void *in,
                                  void *out)
{
    const struct api_known_in *i = in;
    K_TRY(people_drop_address(cx, i->id, i->item_id));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_address_read(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_known_in *i = in;
    bool soon;
    K_TRY(profiles_want(cx, i->id, i->item_id, &soon));
    if (soon)
        K_TRY(flow_jobs_profile(cx, i->item_id));
    return show_person_page(cx, rq, i->id, out);
}

/* --- data -------------------------------------------------------------------------------- */

static k_err datum_of(struct k_ctx *cx, const struct api_datum_in *i, struct people_datum *d)
{
    *d = (struct people_datum){.kind = i->kind,
                               .label = i->label,
                               .value = i->value,
                               .parts = i->parts,
                               .mine = i->mine,
                               .has_label = i->has_label,
                               .has_value = i->has_value,
                               .has_parts = i->has_parts,
                               .has_from_day = i->has_from_day,
                               .has_to_day = i->has_to_day};
    K_TRY(read_day(cx, "from_day", i->from_day, &d->from_day));
    return read_day(cx, "to_day", i->to_day, &d->to_day);
}

k_err route_person_datum_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_datum_in *i = in;
    struct people_datum d;
    k_id id;
    K_TRY(datum_of(cx, i, &d));
    if (k_str_eqz(i->kind, "field"))
        return k_fail(cx, K_ERR_BAD_INPUT, "kind", "Fill fields by their own address.");
    K_TRY(people_add_datum(cx, i->id, &d, &id));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_datum_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_datum_in *i = in;
    struct people_datum d;
    K_TRY(datum_of(cx, i, &d));
    K_TRY(people_set_datum(cx, i->id, i->datum_id, &d));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_datum_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_known_in *i = in;
    K_TRY(people_drop_datum(cx, i->id, i->item_id));
    return show_person_page(cx, rq, i->id, out);
}

/* --- roles ------------------------------------------------------------------------------- */

static k_err role_of(struct k_ctx *cx, const struct api_person_role_in *i,
                     struct people_role *r)
{
    *r = (struct people_role){.role = i->role,
                              .title = i->title,
                              .organization = i->organization_id,
                              .organization_name = i->organization_name,
                              .mine = i->mine,
                              .has_role = i->has_role,
                              .has_title = i->has_title,
                              .has_organization = i->has_organization_id,
                              .has_from_day = i->has_from_day,
                              .has_to_day = i->has_to_day};
    K_TRY(read_day(cx, "from_day", i->from_day, &r->from_day));
    return read_day(cx, "to_day", i->to_day, &r->to_day);
}

k_err route_person_role_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_person_role_in *i = in;
    struct people_role r;
    k_id id;
    K_TRY(role_of(cx, i, &r));
    K_TRY(people_add_role(cx, i->id, &r, &id));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_role_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_person_role_in *i = in;
    struct people_role r;
    K_TRY(role_of(cx, i, &r));
    K_TRY(people_set_role(cx, i->id, i->role_id, &r));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_role_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_known_in *i = in;
    K_TRY(people_drop_role(cx, i->id, i->item_id));
    return show_person_page(cx, rq, i->id, out);
}

/* --- kinds and fields -------------------------------------------------------------------- */

k_err route_datum_kinds_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_datum_kind_list *o = out;
    for (size_t i = 0; i < n_datum_kinds; i++) {
        const struct datum_kind *k = &datum_kinds[i];
        *k_vec_push(cx->arena, &o->items) = (struct api_datum_kind){.kind = k_str_z(k->name),
                                                                    .doc = k_str_z(k->doc),
                                                                    .wrong = k_str_z(k->wrong),
                                                                    .many = k->many,
                                                                    .sensitive = k->sensitive,
                                                                    .labelled = k->labelled};
    }
    return K_OK;
}

static struct api_field show_field(struct names *n, const struct sq_field_list_row *r)
{
    struct api_field f = {.id = r->id,
                          .name = r->name,
                          .type = r->type,
                          .created_by = names_member(n, r->created_by),
                          .created_at = r->created_at};
    struct show_words words = {0};
    show_choices(n->cx->arena, r->choices, &words);
    f.choices.v = words.v;
    f.choices.n = words.n;
    return f;
}

k_err route_fields_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_field_list *o = out;
    struct names names = names_new(cx);
    struct sq_field_list_list list;
    K_TRY(sq_field_list(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) = show_field(&names, &list.v[i]);
    return names_done(&names);
}

static k_err field_by_id(struct k_ctx *cx, k_id id, struct api_field *out)
{
    struct names names = names_new(cx);
    struct sq_field_list_row row;
    bool found;
    K_TRY(sq_field_get(cx, id, &row, &found));
    *out = show_field(&names, &row);
    return names_done(&names);
}

k_err route_field_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_field_in *i = in;
    k_id id;
    K_TRY(fields_create(cx, &(struct fields_new){i->name, i->type, i->choices.v, i->choices.n},
                        &id));
    return field_by_id(cx, id, out);
}

k_err route_field_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_field_in *i = in;
    K_TRY(fields_change(cx, &(struct fields_change){.id = i->id,
                                                    .name = i->name,
                                                    .choices = i->choices.v,
                                                    .n_choices = i->choices.n,
                                                    .has_name = i->has_name,
                                                    .has_choices = i->has_choices}));
    return field_by_id(cx, i->id, out);
}

k_err route_field_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return fields_drop(cx, ((const struct api_id_in *)in)->id);
}

k_err route_person_field_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_fill_in *i = in;
    K_TRY(fields_fill(cx, i->id, i->field_id, i->value));
    return show_person_page(cx, rq, i->id, out);
}
