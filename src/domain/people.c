/* people: persons and organizations themselves; what is known of them is in people_known.c. */
#include "domain/people.h"
#include "domain/keeping.h"
#include "base/utf8.h"
#include "domain/lookup.h"
#include "domain/tie.h"
#include "store/event.h"

#define MERGES 16 /* one into the next, at most */

bool people_sees(const struct k_ctx *cx, k_id owner)
{
    return owner == 0 || owner == cx->actor.member;
}

k_err people_find(struct k_ctx *cx, k_id id, struct sq_people_get_row *row)
{
    bool found;
    K_TRY(sq_people_get(cx, id, row, &found));
    for (int i = 0; found && row->merged_into && i < MERGES; i++)
        K_TRY(sq_people_get(cx, row->merged_into, row, &found));
    if (!found || !people_sees(cx, row->owner_id))
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such person.");
    return K_OK;
}

k_err people_log(struct k_ctx *cx, const char *verb, k_id person)
{
    struct event_new e = {
        .verb = k_str_z(verb), .object_kind = K_S("person"), .object_id = person};
    K_TRY(sq_people_changed(cx, person, k_cx_now(cx), NULL));
    K_TRY(sq_match_dirty_add(cx, person, NULL));
    K_TRY(lookup_mark(cx, person));
    k_ctx_notice(cx, K_TOPIC_PERSON, person);
    return event_append(cx, &e, NULL);
}

static k_err good_name(struct k_ctx *cx, k_str name)
{
    if (k_str_trim(name).n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "name", "A name is needed.");
    return K_OK;
}

static int64_t today(const struct k_ctx *cx)
{
    return k_cx_now(cx) / K_DAY;
}

static k_err role_row(struct k_ctx *cx, k_id person, k_str role, k_id owner)
{
    return sq_people_role_insert(cx,
                                 &(struct sq_people_role_insert_args){
                                     .id = k_cx_id(cx),
                                     .person_id = person,
                                     .role = role,
                                     .from_day = today(cx),
                                     .source = K_S("member"),
                                     .source_id = cx->actor.member,
                                     .owner_id = owner,
                                     .created_by = cx->actor.member,
                                     .now = k_cx_now(cx),
                                 },
                                 NULL);
}

k_err people_create(struct k_ctx *cx, const struct people_new *n, k_id *id)
{
    k_id owner = n->mine ? cx->actor.member : 0;
    K_TRY(good_name(cx, n->name));
    *id = k_cx_id(cx);
    K_TRY(sq_people_insert(cx,
                           &(struct sq_people_insert_args){
                               .id = *id,
                               .kind = n->kind.n ? n->kind : K_S("person"),
                               .name = k_utf8_cut(k_str_trim(n->name), 200),
                               .about = n->about.n ? n->about : K_NONE,
                               .role = n->role,
                               .owner_id = owner,
                               .demo = n->demo,
                               .now = k_cx_now(cx),
                           },
                           NULL));
    if (n->role.n)
        K_TRY(role_row(cx, *id, n->role, owner));
    return people_log(cx, "person.created", *id);
}

/* The role to us that lists show changes: the one before ends today. */
static k_err change_role(struct k_ctx *cx, const struct sq_people_get_row *now, k_str role)
{
    struct sq_people_roles_list list;
    bool there = role.n == 0;
    K_TRY(sq_people_roles(cx, now->id, cx->actor.member, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_people_roles_row *r = &list.v[i];
        if (r->organization_id || r->to_day)
            continue;
        there = there || k_str_eq(r->role, role);
        if (!k_str_eq(r->role, now->role) || k_str_eq(r->role, role))
            continue;
        K_TRY(sq_people_role_set(cx,
                                 &(struct sq_people_role_set_args){.id = r->id,
                                                                   .role = r->role,
                                                                   .title = r->title,
                                                                   .from_day = r->from_day,
                                                                   .to_day = today(cx)},
                                 NULL));
    }
    return there ? K_OK : role_row(cx, now->id, role, now->owner_id);
}

k_err people_change(struct k_ctx *cx, const struct people_change *c)
{
    struct sq_people_get_row now;
    K_TRY(people_find(cx, c->id, &now));
    if (c->has_name)
        K_TRY(good_name(cx, c->name));
    if (c->has_role && !k_str_eq(c->role, now.role))
        K_TRY(change_role(cx, &now, c->role));
    struct sq_people_set_args args = {.id = now.id,
                                      .kind = c->has_kind ? c->kind : now.kind,
                                      .name = c->has_name ? k_utf8_cut(k_str_trim(c->name), 200)
                                                          : now.name,
                                      .about = c->has_about ? c->about : now.about,
                                      .role = c->has_role ? c->role : now.role,
                                      .now = k_cx_now(cx)};
    K_TRY(sq_people_set(cx, &args, NULL));
    if (!k_str_eq(args.name, now.name))
        K_TRY(lookup_mark_staff(cx, now.id));
    if (!k_str_eq(args.role, now.role))
        K_TRY(tie_refold(cx, now.id));
    return people_log(cx, "person.changed", now.id);
}

/* --- mine, the team's, gone --------------------------------------------------------------- */

k_err people_share(struct k_ctx *cx, k_id id, bool history)
{
    struct sq_people_get_row p;
    k_id me = cx->actor.member;
    K_TRY(people_find(cx, id, &p));
    if (p.owner_id == 0)
        return k_fail(cx, K_ERR_CONFLICT, "id", "This person is the whole team's already.");
    K_TRY(sq_people_share_identities(cx, p.id, me, NULL));
    K_TRY(sq_people_share_data(cx, p.id, me, NULL));
    K_TRY(sq_people_share_roles(cx, p.id, me, NULL));
    K_TRY(sq_people_share_facts(cx, p.id, me, NULL));
    if (history)
        K_TRY(sq_people_share_touches(cx, p.id, me, NULL));
    K_TRY(sq_people_share(cx, p.id, me, k_cx_now(cx), NULL));
    return people_log(cx, "person.shared", p.id);
}

typedef k_err (*drop_fn)(struct k_ctx *cx, int64_t id, int64_t *changed);
static const drop_fn drops[] = {
    sq_people_drop_posts,
    sq_people_drop_conversations,
    sq_people_drop_identities,
    sq_people_drop_data,
    sq_people_drop_roles,
    sq_people_drop_roles_at,
    sq_workplace_drop_person,
    sq_workplace_drop_organization,
    sq_people_drop_touches,
    sq_people_drop_facts,
    sq_people_drop_commitments,
    sq_people_drop_values,
    sq_people_drop_referred,
    sq_people_drop_deals,
    sq_people_drop_moments,
    sq_people_drop_ties,
    sq_people_drop_moves,
    sq_people_drop_keep,
    sq_people_drop_links_back,
    sq_people_drop_links,
    sq_people_drop_keys,
    sq_people_drop_pairs,
    sq_people_drop_pairs_back,
    sq_match_dirty_drop,
    sq_card_forget,
    sq_lookup_drop,
    sq_lookup_unmark,
    sq_people_drop,
};

static k_err drop_one(struct k_ctx *cx, k_id id)
{
    for (size_t i = 0; i < sizeof drops / sizeof *drops; i++)
        K_TRY(drops[i](cx, id, NULL));
    return event_erase_object(cx, K_S("person"), id, NULL);
}

/* Those merged into the person, and into them, go before it. */
static k_err drop_with_merged(struct k_ctx *cx, k_id id, int depth)
{
    struct sq_people_merged_here_list list;
    K_TRY(sq_people_merged_here(cx, id, &list));
    for (size_t i = 0; i < list.n; i++) {
        if (depth < MERGES)
            K_TRY(drop_with_merged(cx, list.v[i].gone_id, depth + 1));
        K_TRY(sq_people_drop_merge_rows(cx, list.v[i].merge_id, NULL));
        K_TRY(sq_people_drop_merge(cx, list.v[i].merge_id, NULL));
    }
    return drop_one(cx, id);
}

k_err people_remove(struct k_ctx *cx, k_id id, bool may_shared)
{
    struct sq_people_get_row p;
    K_TRY(people_find(cx, id, &p));
    if (p.owner_id == 0 && !may_shared)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                      "This person belongs to the whole team: a manager can remove it.");
    K_TRY(keeping_person_may_go(cx, p.id));
    K_TRY(drop_with_merged(cx, p.id, 0));
    struct event_new e = {
        .verb = K_S("person.removed"), .object_kind = K_S("person"), .object_id = p.id};
    k_ctx_notice(cx, K_TOPIC_PERSON, p.id);
    return event_append(cx, &e, NULL);
}
