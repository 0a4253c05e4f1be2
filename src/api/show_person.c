/* show_person: the page of a person: everything that the member who asks may see. */
#include "api/show.h"
#include "domain/contact_rules.h"
#include "domain/datum_kinds.h"
#include "domain/insight.h"
#include "domain/people.h"
#include "domain/profiles.h"
#include "domain/segments.h"
#include "domain/workplace_rules.h"

#define DATA_MOST 1000
#define PEOPLE_MOST 200
#define COUNT_MOST 1000

k_err show_person_ref(struct k_ctx *cx, k_id id, struct api_person_ref **out)
{
    struct sq_people_ref_row r;
    bool found = false;
    *out = NULL;
    if (id)
        K_TRY(sq_people_ref(cx, id, cx->actor.member, &r, &found));
    if (!found)
        return K_OK;
    *out = k_new(cx->arena, struct api_person_ref);
    **out = (struct api_person_ref){r.id, r.name, r.handle, r.avatar_url, r.stage};
    return K_OK;
}

void show_choices(struct k_arena *a, k_str json, struct show_words *out)
{
    const struct k_json *doc = NULL, *c = NULL;
    if (json.n == 0 || k_json_parse(a, json, &doc, NULL) != K_OK)
        return;
    k_json_each (i, c, doc)
        *k_vec_push(a, out) = k_json_str(c);
}

/* --- data -------------------------------------------------------------------------------- */

static struct api_datum_group *group_of(struct k_arena *a, struct api_person_page *out,
                                        k_str name)
{
    size_t last = out->data.n;
    if (last && k_str_eq(out->data.v[last - 1].kind, name))
        return &out->data.v[last - 1];
    const struct datum_kind *kind = datum_kind_find(name);
    struct api_datum_group *g = k_vec_push(a, &out->data);
    *g = (struct api_datum_group){
        .kind = name, .many = !kind || kind->many, .sensitive = kind && kind->sensitive};
    return g;
}

static void fill_field(struct api_person_page *out, const struct sq_people_data_row *r)
{
    int64_t id = 0;
    if (!k_str_i64(r->label, &id))
        return;
    for (size_t i = 0; i < out->fields.n; i++)
        if (out->fields.v[i].field_id == id) {
            out->fields.v[i].datum_id = r->id;
            out->fields.v[i].value = r->value;
        }
}

/* Those that a screen asks for by name. */
static void named_datum(struct k_arena *a, struct api_person_page *out,
                        const struct sq_people_data_row *r)
{
    if (k_str_eqz(r->kind, "language"))
        *k_vec_push(a, &out->languages) = r->value;
    else if (k_str_eqz(r->kind, "timezone"))
        out->time_zone = r->value;
    else if (k_str_eqz(r->kind, "pronouns"))
        out->pronouns = r->value;
}

static void put_datum(struct names *n, struct api_person_page *out,
                      const struct sq_people_data_row *r)
{
    struct k_arena *a = n->cx->arena;
    if (k_str_eqz(r->kind, "field")) {
        fill_field(out, r);
        return;
    }
    named_datum(a, out, r);
    *k_vec_push(a, &group_of(a, out, r->kind)->items) =
        (struct api_datum){.id = r->id,
                           .kind = r->kind,
                           .label = r->label,
                           .value = r->value,
                           .parts = r->parts,
                           .source = r->source,
                           .from_day = datum_day_text(a, r->from_day),
                           .to_day = datum_day_text(a, r->to_day),
                           .mine = r->owner_id != 0,
                           .created_by = names_member(n, r->created_by),
                           .created_at = r->created_at};
}

static k_err fields_of_team(struct k_ctx *cx, struct api_person_page *out)
{
    struct sq_field_list_list list;
    K_TRY(sq_field_list(cx, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct api_field_value *f = k_vec_push(cx->arena, &out->fields);
        *f = (struct api_field_value){
            .field_id = list.v[i].id, .name = list.v[i].name, .type = list.v[i].type};
        struct show_words words = {0};
        show_choices(cx->arena, list.v[i].choices, &words);
        f->choices.v = words.v;
        f->choices.n = words.n;
    }
    return K_OK;
}

static k_err data(struct names *n, k_id person, struct api_person_page *out)
{
    struct sq_people_data_list list;
    K_TRY(fields_of_team(n->cx, out));
    K_TRY(sq_people_data(n->cx, person, n->cx->actor.member, DATA_MOST, &list));
    for (size_t i = 0; i < list.n; i++)
        put_datum(n, out, &list.v[i]);
    return K_OK;
}

/* --- roles ------------------------------------------------------------------------------- */

static bool holds(struct k_ctx *cx, int64_t to_day)
{
    return to_day == 0 || to_day > k_cx_now(cx) / K_DAY;
}

/* Why a domain says so. */
static k_err why_there(struct k_ctx *cx, const struct sq_people_roles_row *r, k_str *why)
{
    struct sq_workplace_address_row row;
    bool found;
    *why = K_NONE;
    if (!k_str_eqz(r->source, "domain"))
        return K_OK;
    K_TRY(sq_workplace_address(cx, r->source_id, &row, &found));
    if (found)
        *why = workplace_say(cx->arena, row.address);
    return K_OK;
}

static k_err roles(struct k_ctx *cx, k_id person, struct api_person_page *out)
{
    struct sq_people_roles_list list;
    K_TRY(sq_people_roles(cx, person, cx->actor.member, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_people_roles_row *r = &list.v[i];
        struct api_person_ref *organization;
        K_TRY(show_person_ref(cx, r->organization_id, &organization));
        if (r->organization_id && !organization)
            continue;
        k_str why;
        K_TRY(why_there(cx, r, &why));
        *k_vec_push(cx->arena, &out->roles) =
            (struct api_person_role){.id = r->id,
                                     .role = r->role,
                                     .title = r->title,
                                     .organization = organization,
                                     .from_day = datum_day_text(cx->arena, r->from_day),
                                     .to_day = datum_day_text(cx->arena, r->to_day),
                                     .current = holds(cx, r->to_day),
                                     .source = r->source,
                                     .why = why,
                                     .mine = r->owner_id != 0,
                                     .created_at = r->created_at};
    }
    return K_OK;
}

static k_err belonging(struct k_ctx *cx, k_id organization, struct api_person_page *out)
{
    struct sq_people_of_organization_list list;
    K_TRY(sq_people_of_organization(cx, organization, cx->actor.member, PEOPLE_MOST, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_people_of_organization_row *r = &list.v[i];
        *k_vec_push(cx->arena, &out->people) = (struct api_belonging){
            .role_id = r->role_id,
            .person = {r->id, r->name, r->handle, r->avatar_url, r->stage},
            .role = r->role,
            .title = r->title,
            .from_day = datum_day_text(cx->arena, r->from_day),
            .to_day = datum_day_text(cx->arena, r->to_day),
            .current = holds(cx, r->to_day)};
    }
    return K_OK;
}

/* --- the page ---------------------------------------------------------------------------- */

static k_err counts(struct k_ctx *cx, k_id person, struct api_record_counts *out)
{
    struct sq_record_counts_row r;
    bool found;
    K_TRY(
        sq_record_counts(cx, person, cx->actor.member, COUNT_MOST, cx->actor.eyes, &r, &found));
    *out = (struct api_record_counts){.posts = r.posts,
                                      .touches = r.touches,
                                      .moments = r.moments,
                                      .facts = r.facts,
                                      .commitments = r.commitments,
                                      .commitments_open = r.commitments_open,
                                      .deals = r.deals,
                                      .value_us = r.value_us,
                                      .value_them = r.value_them,
                                      .notes = r.notes};
    return K_OK;
}

/* What came behind the last real contact and is none. */
static k_err say_no_contact(struct k_ctx *cx, k_id person, struct api_keep *k)
{
    struct sq_contact_newest_row r;
    bool found;
    K_TRY(sq_contact_newest(cx, person, cx->actor.member, k->last_at, cx->actor.eyes, &r,
                            &found));
    if (!found)
        return K_OK;
    struct contact_touch t = {.direction = touch_direction_of(r.direction),
                              .medium = touch_medium_of(r.medium),
                              .prompted = r.prompted,
                              .automatic = r.automatic};
    k->no_contact = contact_not_say(cx->arena, contact_of(&t), r.at);
    return K_OK;
}

/* Where nobody wished for this person alone: the shortest wish for a segment they are in. */
static k_err keep_of_segment(struct names *n, const struct sq_people_get_row *p,
                             struct api_person_page *out)
{
    struct sq_segment_keeps_list list;
    const struct sq_segment_keeps_row *best = NULL;
    K_TRY(sq_segment_keeps(n->cx, n->cx->actor.member, &list));
    for (size_t i = 0; i < list.n; i++) {
        bool in;
        if (best && best->ideal_days <= list.v[i].ideal_days)
            continue;
        K_TRY(segments_holds(n->cx, list.v[i].conditions, p->id, &in));
        if (in)
            best = &list.v[i];
    }
    if (best == NULL)
        return K_OK;
    k_time last;
    K_TRY(insight_contact_last(n->cx, p->id, best->member_id, &last));
    k_time from = last > best->created_at ? last : best->created_at;
    out->keep_in_touch = k_new(n->cx->arena, struct api_keep);
    *out->keep_in_touch = show_segment_keep(n, best);
    out->keep_in_touch->last_at = last;
    out->keep_in_touch->due_at = from + best->ideal_days * K_DAY;
    out->keep_in_touch->latest_at = from + best->latest_days * K_DAY;
    return say_no_contact(n->cx, p->id, out->keep_in_touch);
}

static k_err keep(struct names *n, const struct sq_people_get_row *p,
                  struct api_person_page *out)
{
    struct sq_keep_of_person_list list;
    const struct sq_keep_of_person_row *best = NULL;
    k_time last;
    K_TRY(sq_keep_of_person(n->cx, p->id, &list));
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].member_id == 0 || list.v[i].member_id == n->cx->actor.member)
            best = &list.v[i];
    if (best == NULL)
        return keep_of_segment(n, p, out);
    out->keep_in_touch = k_new(n->cx->arena, struct api_keep);
    K_TRY(insight_contact_last(n->cx, p->id, best->member_id, &last));
    *out->keep_in_touch = show_keep(n, best, last);
    return say_no_contact(n->cx, p->id, out->keep_in_touch);
}

struct api_keep show_keep(struct names *n, const struct sq_keep_of_person_row *r, k_time last)
{
    k_time from = last > r->created_at ? last : r->created_at;
    return (struct api_keep){.id = r->id,
                             .person_id = r->person_id,
                             .segment_id = r->segment_id,
                             .member = names_member(n, r->member_id),
                             .ideal_days = r->ideal_days,
                             .latest_days = r->latest_days,
                             .last_at = r->person_id ? last : 0,
                             .due_at = r->person_id ? from + r->ideal_days * K_DAY : 0,
                             .latest_at = r->person_id ? from + r->latest_days * K_DAY : 0};
}

struct api_keep show_segment_keep(struct names *n, const struct sq_segment_keeps_row *r)
{
    return (struct api_keep){.id = r->id,
                             .segment_id = r->segment_id,
                             .segment_name = r->name,
                             .member = names_member(n, r->member_id),
                             .ideal_days = r->ideal_days,
                             .latest_days = r->latest_days};
}

/* --- pages of accounts ------------------------------------------------------------------- */

static struct api_identity_page *page_of(struct api_person *p, k_id identity)
{
    for (size_t i = 0; i < p->identities.n; i++)
        if (p->identities.v[i].id == identity)
            return p->identities.v[i].page;
    return NULL;
}

static void put_page(struct k_ctx *cx, struct api_person *p,
                     const struct sq_profile_shown_row *r)
{
    struct api_identity_page *page = k_new(cx->arena, struct api_identity_page);
    enum profile_seen seen = profile_seen_of(r->seen);
    *page = (struct api_identity_page){.url = r->url,
                                       .said = k_str_z(profile_page_said(seen)),
                                       .read_at = r->read_at,
                                       .next_at = r->next_at};
    for (size_t i = 0; i < p->identities.n; i++)
        if (p->identities.v[i].id == r->identity_id)
            p->identities.v[i].page = page;
}

/* What the pages of the accounts say that the member may see. */
static k_err pages(struct k_ctx *cx, k_id person, struct api_person *p)
{
    struct sq_profile_shown_list list;
    struct sq_profile_named_list named;
    K_TRY(sq_profile_shown(cx, person, cx->actor.member, &list));
    for (size_t i = 0; i < list.n; i++)
        put_page(cx, p, &list.v[i]);
    if (list.n == 0)
        return K_OK;
    K_TRY(sq_profile_named(cx, person, DATA_MOST, &named));
    for (size_t i = 0; i < named.n; i++) {
        const struct sq_profile_named_row *m = &named.v[i];
        struct api_identity_page *page = page_of(p, m->identity_id);
        k_str said =
            k_str_z(profile_link_said(profile_link_of(m->state), profile_seen_of(m->seen)));
        if (page)
            *k_vec_push(cx->arena, &page->links) =
                (struct api_page_link){.url = m->url,
                                       .state = m->state,
                                       .said = said,
                                       .looked_at = m->looked_at,
                                       .both_at = m->both_at,
                                       .ended_at = m->ended_at};
    }
    return K_OK;
}

k_err show_person_page(struct k_ctx *cx, const struct api_req *rq, k_id id,
                       struct api_person_page *out)
{
    struct names names = names_new(cx);
    struct sq_people_get_row r;
    K_TRY(people_find(cx, id, &r));
    K_TRY(show_person_of(cx, &r, &out->head));
    K_TRY(pages(cx, r.id, &out->head));
    out->can_remove = api_may(rq, PERM_WORK) && (r.owner_id != 0 || api_may(rq, PERM_MEMBERS));
    K_TRY(data(&names, r.id, out));
    K_TRY(roles(cx, r.id, out));
    if (k_str_eqz(r.kind, "organization"))
        K_TRY(belonging(cx, r.id, out));
    K_TRY(keep(&names, &r, out));
    K_TRY(counts(cx, r.id, &out->counts));
    out->created_at = r.created_at;
    out->updated_at = r.updated_at;
    return names_done(&names);
}
