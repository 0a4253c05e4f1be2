/* show_record: what members wrote down about a person. */
#include "api/show_record.h"
#include "api/cursor.h"
#include "base/utf8.h"
#include "domain/common_rules.h"
#include "domain/record.h"
#include "domain/value_rules.h"

#define MOST 200
#define SOURCE_SHOWN 120 /* graphemes of a post that is the source of a record */

static k_err gone(struct k_ctx *cx)
{
    return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such record.");
}

/* The person of a record, when the member sees them. */
static k_err of_person(struct k_ctx *cx, bool found, k_id person)
{
    struct sq_people_get_row p;
    return found ? people_find(cx, person, &p) : gone(cx);
}

k_err show_touch(struct k_ctx *cx, k_id id, struct api_touch *out)
{
    struct names names = names_new(cx);
    struct sq_record_touch_get_row r;
    bool found;
    K_TRY(sq_record_touch_get(cx, id, &r, &found));
    K_TRY(of_person(cx, found && people_sees(cx, r.owner_id), r.person_id));
    *out = (struct api_touch){.id = r.id,
                              .person_id = r.person_id,
                              .post_id = r.post_id,
                              .moment_id = r.moment_id,
                              .direction = r.direction,
                              .medium = r.medium,
                              .source = r.source,
                              .text = r.text,
                              .member = names_member(&names, r.member_id),
                              .prompted = r.prompted,
                              .personal = r.personal,
                              .automatic = r.automatic,
                              .mine = r.owner_id != 0,
                              .asked = r.asked,
                              .at = r.at};
    if (r.channel_id) {
        out->channel = k_new(cx->arena, struct api_channel_ref);
        *out->channel = names_channel(&names, r.channel_id);
    }
    return names_done(&names);
}

/* --- moments ----------------------------------------------------------------------------- */

static k_err put_moment(struct names *n, const struct sq_moment_get_row *r,
                        struct api_moment_record *out, bool *mine)
{
    struct k_ctx *cx = n->cx;
    struct sq_moment_who_list who;
    *out = (struct api_moment_record){.id = r->id,
                                      .kind = r->kind,
                                      .title = r->title,
                                      .text = r->text,
                                      .source = r->source,
                                      .at = r->at,
                                      .until_at = r->until_at,
                                      .created_at = r->created_at,
                                      .conversation_id = r->conversation_id,
                                      .repairs_id = r->repairs_id,
                                      .severity = r->severity,
                                      .created_by = names_member(n, r->created_by)};
    *mine = false;
    K_TRY(sq_moment_who(cx, r->id, cx->actor.member, &who));
    for (size_t i = 0; i < who.n; i++) {
        const struct sq_moment_who_row *w = &who.v[i];
        if (w->member_id) {
            *mine = *mine || w->member_id == cx->actor.member;
            *k_vec_push(cx->arena, &out->members) = names_member_of(n, w->member_id);
        } else if (people_sees(cx, w->owner_id) && w->name.p) {
            *k_vec_push(cx->arena, &out->people) = (struct api_person_ref){
                w->person_id, w->name, w->handle, w->avatar_url, w->stage};
        }
    }
    return K_OK;
}

k_err show_moment(struct k_ctx *cx, k_id id, struct api_moment_record *out)
{
    struct names names = names_new(cx);
    struct sq_moment_get_row r;
    bool mine;
    K_TRY(record_moment_find(cx, id, &r));
    K_TRY(put_moment(&names, &r, out, &mine));
    return names_done(&names);
}

/* --- facts, promises, deals, value -------------------------------------------------------- */

/* NULL when no post is the source. */
static struct api_post_source *source_of(struct k_ctx *cx, k_id post, k_id conversation,
                                         k_str text, k_time at)
{
    struct api_post_source *s;
    if (post == 0 || conversation == 0)
        return NULL;
    s = k_new(cx->arena, struct api_post_source);
    *s = (struct api_post_source){post, conversation, k_utf8_cut(text, SOURCE_SHOWN), at};
    return s;
}

static struct api_fact fact_of(struct names *n, const struct sq_fact_get_row *r)
{
    return (struct api_fact){
        .id = r->id,
        .person_id = r->person_id,
        .post_id = r->post_id,
        .post = source_of(n->cx, r->post_id, r->post_conversation, r->post_text, r->posted_at),
        .kind = r->kind,
        .text = r->text,
        .topic = r->topic,
        .source = r->source,
        .said_at = r->said_at,
        .created_at = r->created_at,
        .mine = r->owner_id != 0,
        .created_by = names_member(n, r->created_by)};
}

k_err show_fact(struct k_ctx *cx, k_id id, struct api_fact *out)
{
    struct names names = names_new(cx);
    struct sq_fact_get_row r;
    bool found;
    K_TRY(sq_fact_get(cx, id, &r, &found));
    K_TRY(of_person(cx, found && people_sees(cx, r.owner_id), r.person_id));
    *out = fact_of(&names, &r);
    return names_done(&names);
}

static struct api_commitment commitment_of(struct names *n,
                                           const struct sq_commitment_get_row *r)
{
    return (struct api_commitment){.id = r->id,
                                   .person_id = r->person_id,
                                   .conversation_id = r->conversation_id,
                                   .side = r->side,
                                   .text = r->text,
                                   .state = r->state,
                                   .member = names_member(n, r->member_id),
                                   .settled_by = names_member(n, r->settled_by),
                                   .created_by = names_member(n, r->created_by),
                                   .due_at = r->due_at,
                                   .settled_at = r->settled_at,
                                   .created_at = r->created_at,
                                   .overdue = k_str_eqz(r->state, "open") && r->due_at &&
                                              r->due_at < k_cx_now(n->cx)};
}

k_err show_commitment(struct k_ctx *cx, k_id id, struct api_commitment *out)
{
    struct names names = names_new(cx);
    struct sq_commitment_get_row r;
    bool found;
    K_TRY(sq_commitment_get(cx, id, &r, &found));
    K_TRY(of_person(cx, found, r.person_id));
    *out = commitment_of(&names, &r);
    return names_done(&names);
}

k_err show_commitments_due(struct k_ctx *cx, k_str cursor, int64_t limit,
                           struct api_commitment_list *out)
{
    struct names names = names_new(cx);
    struct sq_commitment_due_list list;
    int64_t key[2] = {-1, 0};
    bool given;
    K_TRY(cursor_read(cx, cursor, 'c', key, 2, &given));
    K_TRY(sq_commitment_due(cx, cx->actor.member, key[0], key[1], limit + 1, &list));
    for (size_t i = 0; i < list.n && i < (size_t)limit; i++) {
        const struct sq_commitment_due_row *r = &list.v[i];
        struct sq_commitment_get_row row = {.id = r->id,
                                            .person_id = r->person_id,
                                            .member_id = r->member_id,
                                            .side = r->side,
                                            .text = r->text,
                                            .due_at = r->due_at,
                                            .state = r->state,
                                            .settled_at = r->settled_at,
                                            .settled_by = r->settled_by,
                                            .conversation_id = r->conversation_id,
                                            .created_by = r->created_by,
                                            .created_at = r->created_at};
        struct api_commitment *c = k_vec_push(cx->arena, &out->items);
        *c = commitment_of(&names, &row);
        c->person = k_new(cx->arena, struct api_person_ref);
        *c->person =
            (struct api_person_ref){.id = r->person_id, .name = r->name, .stage = r->stage};
    }
    if (list.n > (size_t)limit) {
        const struct sq_commitment_due_row *last = &list.v[limit - 1];
        out->next = cursor_make(cx->arena, 'c', (int64_t[]){last->due_at, last->id}, 2);
    }
    return names_done(&names);
}

static k_err put_deal(struct names *n, const struct sq_deal_get_row *r, struct api_deal *out)
{
    *out = (struct api_deal){.id = r->id,
                             .person_id = r->person_id,
                             .conversation_id = r->conversation_id,
                             .kind = r->kind,
                             .title = r->title,
                             .currency = r->currency,
                             .state = r->state,
                             .amount_minor = r->amount_minor,
                             .member = names_member(n, r->member_id),
                             .created_by = names_member(n, r->created_by),
                             .at = r->at,
                             .created_at = r->created_at};
    K_TRY(show_person_ref(n->cx, r->person_id, &out->person));
    K_TRY(show_person_ref(n->cx, r->organization_id, &out->organization));
    return show_person_ref(n->cx, r->referred_id, &out->referred);
}

k_err show_deal(struct k_ctx *cx, k_id id, struct api_deal *out)
{
    struct names names = names_new(cx);
    struct sq_deal_get_row r;
    bool found;
    K_TRY(sq_deal_get(cx, id, &r, &found));
    K_TRY(of_person(cx, found, r.person_id));
    K_TRY(put_deal(&names, &r, out));
    return names_done(&names);
}

static struct api_value value_of(struct names *n, const struct sq_value_get_row *r)
{
    return (struct api_value){
        .id = r->id,
        .person_id = r->person_id,
        .post_id = r->post_id,
        .post = source_of(n->cx, r->post_id, r->post_conversation, r->post_text, r->posted_at),
        .moment_id = r->moment_id,
        .deal_id = r->deal_id,
        .side = r->side,
        .kind = r->kind,
        .text = r->text,
        .member = names_member(n, r->member_id),
        .created_by = names_member(n, r->created_by),
        .at = r->at,
        .created_at = r->created_at};
}

k_err show_value(struct k_ctx *cx, k_id id, struct api_value *out)
{
    struct names names = names_new(cx);
    struct sq_value_get_row r;
    bool found;
    K_TRY(sq_value_get(cx, id, &r, &found));
    K_TRY(of_person(cx, found, r.person_id));
    *out = value_of(&names, &r);
    return names_done(&names);
}

/* --- everything of a person --------------------------------------------------------------- */

struct gathering {
    struct names names;
    k_id person;
    struct api_records *out;
    K_VEC(struct value_item) values;
    K_VEC(struct common_fact) facts;
    K_VEC(struct common_moment) moments;
    K_VEC(k_str) organizations;
    K_VEC(struct common_interest) interests;
};

static k_err gather_moments(struct gathering *g)
{
    struct k_ctx *cx = g->names.cx;
    struct sq_moment_of_person_list list;
    K_TRY(sq_moment_of_person(cx, g->person, MOST, &list));
    for (size_t i = 0; i < list.n; i++) {
        bool mine;
        struct api_moment_record *m = k_vec_push(cx->arena, &g->out->moments);
        K_TRY(put_moment(&g->names, &list.v[i], m, &mine));
        bool shared = !k_str_eqz(m->kind, "failure");
        *k_vec_push(cx->arena, &g->moments) =
            (struct common_moment){.title = m->title, .at = m->at, .mine = mine && shared};
    }
    return K_OK;
}

static k_err gather_facts(struct gathering *g)
{
    struct k_ctx *cx = g->names.cx;
    struct sq_fact_of_person_list list;
    K_TRY(sq_fact_of_person(cx, g->person, cx->actor.member, MOST, &list));
    for (size_t i = 0; i < list.n; i++) {
        *k_vec_push(cx->arena, &g->out->facts) = fact_of(&g->names, &list.v[i]);
        *k_vec_push(cx->arena, &g->facts) =
            (struct common_fact){list.v[i].kind, list.v[i].text, list.v[i].topic};
    }
    return K_OK;
}

static k_err gather_values(struct gathering *g)
{
    struct k_ctx *cx = g->names.cx;
    struct sq_value_of_person_list list;
    K_TRY(sq_value_of_person(cx, g->person, MOST, &list));
    for (size_t i = 0; i < list.n; i++) {
        *k_vec_push(cx->arena, &g->out->values) = value_of(&g->names, &list.v[i]);
        *k_vec_push(cx->arena, &g->values) = (struct value_item){
            .us = k_str_eqz(list.v[i].side, "us"), .text = list.v[i].text, .at = list.v[i].at};
    }
    return K_OK;
}

/* A deal that is value already in its own words is not counted twice. */
static bool told_as_value(const struct gathering *g, k_id deal)
{
    for (size_t i = 0; i < g->out->values.n; i++)
        if (g->out->values.v[i].deal_id == deal)
            return true;
    return false;
}

static k_err gather_deals(struct gathering *g)
{
    struct k_ctx *cx = g->names.cx;
    struct sq_deal_of_person_list list;
    struct sq_deal_referring_list from;
    K_TRY(sq_deal_of_person(cx, g->person, MOST, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_deal_get_row *r = &list.v[i];
        K_TRY(put_deal(&g->names, r, k_vec_push(cx->arena, &g->out->deals)));
        if (k_str_eqz(r->state, "won") && !told_as_value(g, r->id))
            *k_vec_push(cx->arena, &g->values) = (struct value_item){
                .us = true, .text = r->title, .at = r->at, .is_implied = true};
    }
    K_TRY(sq_deal_referring(cx, g->person, MOST, &from));
    for (size_t i = 0; i < from.n; i++)
        K_TRY(put_deal(&g->names, &from.v[i], k_vec_push(cx->arena, &g->out->referred_by)));
    return K_OK;
}

static k_err gather_commitments(struct gathering *g)
{
    struct k_ctx *cx = g->names.cx;
    struct sq_commitment_of_person_list list;
    K_TRY(sq_commitment_of_person(cx, g->person, MOST, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &g->out->commitments) = commitment_of(&g->names, &list.v[i]);
    return K_OK;
}

static k_err gather_world(struct gathering *g)
{
    struct k_ctx *cx = g->names.cx;
    struct sq_people_roles_list roles;
    struct sq_interest_of_member_list interests;
    K_TRY(sq_people_roles(cx, g->person, cx->actor.member, &roles));
    for (size_t i = 0; i < roles.n; i++) {
        struct api_person_ref *o;
        K_TRY(show_person_ref(cx, roles.v[i].organization_id, &o));
        if (o)
            *k_vec_push(cx->arena, &g->organizations) = o->name;
    }
    K_TRY(sq_interest_all(cx, &interests));
    for (size_t i = 0; i < interests.n; i++)
        *k_vec_push(cx->arena, &g->interests) = (struct common_interest){
            .member = interests.v[i].member_id,
            .topic = interests.v[i].topic,
            .text = interests.v[i].text,
            .name = names_member_of(&g->names, interests.v[i].member_id).name};
    return K_OK;
}

static void put_common(struct gathering *g)
{
    struct k_arena *a = g->names.cx->arena;
    struct common_list list;
    common_ground(a,
                  &(struct common_world){.me = g->names.cx->actor.member,
                                         .facts = g->facts.v,
                                         .n_facts = g->facts.n,
                                         .interests = g->interests.v,
                                         .n_interests = g->interests.n,
                                         .organizations = g->organizations.v,
                                         .n_organizations = g->organizations.n,
                                         .moments = g->moments.v,
                                         .n_moments = g->moments.n},
                  &list);
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(a, &g->out->common) =
            (struct api_common){.kind = k_str_z(common_kind_name(list.v[i].kind)),
                                .text = list.v[i].text,
                                .reason = list.v[i].reason,
                                .member = names_member(&g->names, list.v[i].member)};
}

static void put_line(struct gathering *g)
{
    struct value_line line;
    value_line(g->names.cx->arena, g->values.v, g->values.n, &line);
    g->out->value_line =
        (struct api_value_line){.balance = k_str_z(value_balance_name(line.balance)),
                                .line = line.line,
                                .us_text = line.us_text,
                                .them_text = line.them_text,
                                .us = (int64_t)line.us,
                                .them = (int64_t)line.them};
}

k_err show_records(struct k_ctx *cx, k_id person, struct api_records *out)
{
    struct sq_people_get_row p;
    K_TRY(people_find(cx, person, &p));
    struct gathering g = {.names = names_new(cx), .person = p.id, .out = out};
    K_TRY(gather_moments(&g));
    K_TRY(gather_facts(&g));
    K_TRY(gather_values(&g));
    K_TRY(gather_deals(&g));
    K_TRY(gather_commitments(&g));
    K_TRY(gather_world(&g));
    put_common(&g);
    put_line(&g);
    return names_done(&g.names);
}
