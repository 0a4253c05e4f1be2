/* workplace: see the header. */
#include "domain/workplace.h"

#include "domain/lookup.h"
#include "domain/people.h"
#include "domain/workplace_rules.h"
#include <stdlib.h>

/* What would be said: that the owner of the row (0 = all) sees it at that organization. */
struct finding {
    k_id organization, address, owner;
};

/* ---- one person ---------------------------------------------------------------------------
 */

static k_err find_organization(struct k_ctx *cx, k_str domain, k_id owner, k_id *id)
{
    struct sq_workplace_organization_row row;
    bool found = false;
    *id = 0;
    for (; domain.n && !*id; domain = workplace_wider(domain)) {
        K_TRY(sq_workplace_organization(cx, domain, owner, &row, &found));
        if (found)
            *id = row.id;
    }
    return K_OK;
}

static int by_id(const void *x, const void *y)
{
    k_id a = ((const struct sq_workplace_addresses_row *)x)->id,
         b = ((const struct sq_workplace_addresses_row *)y)->id;
    return (a > b) - (a < b);
}

/* *clear = false: two addresses speak for two organizations, or somebody said more already. */
static k_err find(struct k_ctx *cx, k_id person, k_id person_owner, struct finding *out,
                  bool *clear)
{
    struct sq_workplace_addresses_list list;
    *out = (struct finding){0};
    *clear = true;
    K_TRY(sq_workplace_addresses(cx, person, &list));
    if (list.n) /* in the order it came */
        qsort(list.v, list.n, sizeof *list.v, by_id);
    for (size_t i = 0; i < list.n && *clear; i++) {
        const struct sq_workplace_addresses_row *r = &list.v[i];
        struct workplace_address x = {r->network, r->address, r->verified};
        k_id owner = person_owner ? person_owner : r->owner_id, organization;
        K_TRY(find_organization(cx, workplace_domain(cx->arena, &x), owner, &organization));
        if (!organization || organization == person)
            continue;
        if (!out->organization || (out->organization == organization && owner == 0))
            *out = (struct finding){organization, r->id, owner};
        *clear = out->organization == organization;
    }
    return K_OK;
}

/* Nobody said where they work, nor that it is not there. */
static k_err is_open(struct k_ctx *cx, k_id person, const struct finding *f, bool *open)
{
    struct sq_workplace_roles_list list;
    struct sq_workplace_refused_row row;
    bool found;
    int64_t today = k_cx_now(cx) / K_DAY;
    K_TRY(sq_workplace_refused(cx, person, f->organization, &row, &found));
    K_TRY(sq_workplace_roles(cx, person, &list));
    *open = !found;
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_workplace_roles_row *r = &list.v[i];
        bool seen = r->owner_id == 0 || r->owner_id == f->owner;
        bool over = r->to_day && r->to_day <= today;
        if (seen && (r->organization_id == f->organization || !over))
            *open = false;
    }
    return K_OK;
}

static k_err put_role(struct k_ctx *cx, k_id person, const struct finding *f)
{
    K_TRY(sq_people_role_insert(
        cx,
        &(struct sq_people_role_insert_args){.id = k_cx_id(cx),
                                             .person_id = person,
                                             .organization_id = f->organization,
                                             .role = K_S("employee"),
                                             .source = K_S("domain"),
                                             .source_id = f->address,
                                             .owner_id = f->owner,
                                             .now = k_cx_now(cx)},
        NULL));
    return people_log(cx, "person.workplace", person);
}

static k_err join_person(struct k_ctx *cx, k_id person, k_id owner, bool *joined)
{
    struct finding f;
    bool good;
    *joined = false;
    K_TRY(find(cx, person, owner, &f, &good));
    if (!good || !f.organization)
        return K_OK;
    K_TRY(is_open(cx, person, &f, &good));
    if (!good)
        return K_OK;
    *joined = true;
    return put_role(cx, person, &f);
}

/* ---- all of an organization ---------------------------------------------------------------
 */

/* Those whom nobody placed anywhere, by the words of their addresses. */
static k_err join_place(struct k_ctx *cx, int place, k_id owner, k_str words, bool *joined)
{
    struct sq_workplace_people_list list;
    struct sq_workplace_people_args args = {.owner = owner,
                                            .place = place,
                                            .low = words,
                                            .upto = lookup_upto(cx->arena, words),
                                            .max = WORKPLACE_PEOPLE};
    K_TRY(sq_workplace_people(cx, &args, &list));
    for (size_t i = 0; i < list.n; i++) {
        bool one = false;
        K_TRY(join_person(cx, list.v[i].id, list.v[i].owner_id, &one));
        *joined |= one;
    }
    return K_OK;
}

static k_err join_organization(struct k_ctx *cx, k_id organization, k_id owner, bool *joined)
{
    struct sq_workplace_domains_list list;
    struct sq_workplace_members_list members;
    K_TRY(sq_workplace_domains(cx, organization, &list));
    K_TRY(sq_workplace_members(cx, &members));
    for (size_t i = 0; i < list.n; i++) {
        struct workplace_address x = {K_S("web"), list.v[i].domain, K_S("member")};
        struct lookup_query q;
        lookup_query_parse(cx->arena, workplace_domain(cx->arena, &x), &q);
        for (int rank = 0; q.n && rank < LOOKUP_RANKS; rank++) {
            int place = LOOKUP_ADDRESS * LOOKUP_RANKS + rank;
            K_TRY(join_place(cx, place, owner, q.phrase, joined));
            for (size_t m = 0; !owner && m < members.n; m++) /* each in an own address book */
                K_TRY(join_place(cx, place, members.v[m].id, q.phrase, joined));
        }
    }
    return K_OK;
}

k_err workplace_join(struct k_ctx *cx, k_id person, bool *joined)
{
    struct sq_people_get_row p;
    bool found, one = false;
    K_TRY(sq_people_get(cx, person, &p, &found));
    if (found && !p.merged_into)
        K_TRY(k_str_eqz(p.kind, "organization") ? join_organization(cx, p.id, p.owner_id, &one)
                                                : join_person(cx, p.id, p.owner_id, &one));
    if (joined)
        *joined = one;
    return K_OK;
}

/* ---- and apart ----------------------------------------------------------------------------
 */

k_err workplace_withdraw(struct k_ctx *cx, k_id person, k_id address)
{
    return sq_workplace_withdraw(cx, person, address, NULL);
}

k_err workplace_yield(struct k_ctx *cx, k_id person, k_id organization, k_id owner)
{
    return sq_workplace_yield(cx, person, organization, owner, NULL);
}

k_err workplace_refuse(struct k_ctx *cx, k_id person, k_id organization)
{
    return sq_workplace_refuse(
        cx,
        &(struct sq_workplace_refuse_args){.id = k_cx_id(cx),
                                           .person_id = person,
                                           .organization_id = organization,
                                           .decided_by = cx->actor.member,
                                           .now = k_cx_now(cx)},
        NULL);
}
