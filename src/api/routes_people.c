/* routes_people: people, their timeline, single posts, search. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/show.h"
#include "connectors/registry.h"
#include "domain/lookup.h"
#include "domain/reply.h"
#include "domain/stage_rules.h"
#include "flow/trace.h"
#include "store/event.h"
#include "store/search.h"

/* --- by their words ---------------------------------------------------------------------- */

static k_err find_people(struct k_ctx *cx, const struct api_people_in *in, int64_t limit,
                         struct api_person_list *out)
{
    struct lookup_ask ask = {
        .q = in->q, .stage = in->stage, .role = in->role, .kind = in->kind, .limit = limit};
    struct lookup_hits hits;
    bool given;
    K_TRY(cursor_read(cx, in->cursor, 'q', &ask.from, 1, &given));
    K_TRY(lookup_find(cx, &ask, &hits));
    for (size_t i = 0; i < hits.n; i++)
        *k_vec_push(cx->arena, &out->items) = show_person_row(&hits.v[i]);
    if (hits.next)
        out->next = cursor_make(cx->arena, 'q', &hits.next, 1);
    return K_OK;
}

/* --- all of them, in an order ------------------------------------------------------------ */

/* What an index is there for: one of these; the rarest that is asked for. */
enum of { OF_STAGE, OF_ROLE, OF_KIND, OFS };

static enum of of_what(const struct sq_person_list_args *a)
{
    if (a->role.n > 0)
        return OF_ROLE;
    return a->kind.n > 0 && !k_str_eqz(a->kind, "person") ? OF_KIND : OF_STAGE;
}

typedef k_err list_by(struct k_ctx *cx, const struct sq_person_list_args *args,
                      struct sq_person_list_list *out);
enum order { BY_HEARD, BY_CONTACT, BY_STRENGTH, BY_NAME, ORDERS };
static const struct ordering {
    const char *name;
    char cursor;
    list_by *list[OFS]; /* NULL: by name */
} orders[ORDERS] = {
    [BY_HEARD] = {"heard",
                  'p',
                  {sq_person_list, sq_person_by_heard_role, sq_person_by_heard_kind}},
    [BY_CONTACT] = {"contact",
                    'c',
                    {sq_person_by_contact_stage, sq_person_by_contact_role,
                     sq_person_by_contact_kind}},
    [BY_STRENGTH] = {"strength",
                     'w',
                     {sq_person_by_strength_stage, sq_person_by_strength_role,
                      sq_person_by_strength_kind}},
    [BY_NAME] = {"name", 'n', {NULL}},
};

static enum order order_of(k_str name)
{
    int n = 0;
    while (n < BY_NAME && !k_str_eqz(name, orders[n].name))
        n++;
    return name.n ? (enum order)n : BY_HEARD;
}

static k_err by_alphabet(struct k_ctx *cx, const struct sq_person_list_args *a,
                         struct sq_person_list_list *out)
{
    typedef k_err by_name(struct k_ctx * cx, const struct sq_person_by_alphabet_args *args,
                          struct sq_person_list_list *out);
    static by_name *const list[OFS] = {sq_person_by_alphabet_stage, sq_person_by_alphabet_role,
                                       sq_person_by_alphabet_kind};
    struct sq_people_get_row last = {.name = K_S("")};
    bool found, given = a->id != INT64_MAX, all = of_what(a) == OF_STAGE && a->stage.n == 0;
    if (given)
        K_TRY(sq_people_get(cx, a->id, &last, &found));
    struct sq_person_by_alphabet_args args = {a->me,     a->stage,          a->role, a->kind,
                                              last.name, given ? a->id : 0, a->max};
    return all ? sq_person_by_alphabet(cx, &args, out) : list[of_what(a)](cx, &args, out);
}

static int64_t key_of(enum order o, const struct sq_person_list_row *r)
{
    return o == BY_HEARD      ? r->last_in_at
           : o == BY_CONTACT  ? r->last_touch_at
           : o == BY_STRENGTH ? tie_points(r->strength)
                              : 0;
}

/* Lists of the stages as one; what is behind the last of the page is left. */
static void merge(enum order o, struct sq_person_list_list *l, size_t max)
{
    for (size_t i = 0; i < l->n && i < max; i++) {
        size_t best = i;
        for (size_t k = i + 1; k < l->n; k++) {
            int64_t a = key_of(o, &l->v[k]), b = key_of(o, &l->v[best]);
            if (a > b || (a == b && l->v[k].id > l->v[best].id))
                best = k;
        }
        struct sq_person_list_row row = l->v[i];
        l->v[i] = l->v[best];
        l->v[best] = row;
    }
    l->n = l->n < max ? l->n : max;
}

static k_err list_people(struct k_ctx *cx, enum order o, const struct sq_person_list_args *args,
                         struct sq_person_list_list *out)
{
    enum of of = of_what(args);
    if (o == BY_NAME)
        return by_alphabet(cx, args, out);
    if (of != OF_STAGE || args->stage.n > 0)
        return orders[o].list[of](cx, args, out);
    *out = (struct sq_person_list_list){0};
    for (int s = STAGE_CONNECTION; s < STAGE_COUNT; s++) {
        struct sq_person_list_list list;
        struct sq_person_list_args one = *args;
        one.stage = k_str_z(stage_name((enum stage)s));
        K_TRY(orders[o].list[OF_STAGE](cx, &one, &list));
        for (size_t i = 0; i < list.n; i++)
            *k_vec_push(cx->arena, out) = list.v[i];
    }
    merge(o, out, (size_t)args->max);
    return K_OK;
}

static k_err in_order(struct k_ctx *cx, const struct api_people_in *in, int64_t limit,
                      struct api_person_list *out)
{
    struct sq_person_list_list list;
    int64_t key[2] = {INT64_MAX, INT64_MAX};
    enum order o = order_of(in->sort);
    bool given;
    K_TRY(cursor_read(cx, in->cursor, orders[o].cursor, key, 2, &given));
    struct sq_person_list_args args = {cx->actor.member, in->stage, in->role, in->kind,
                                       key[0],           key[1],    limit + 1};
    K_TRY(list_people(cx, o, &args, &list));
    for (size_t i = 0; i < list.n && i < (size_t)limit; i++)
        *k_vec_push(cx->arena, &out->items) = show_person_row(&list.v[i]);
    if (list.n > (size_t)limit) {
        const struct sq_person_list_row *r = &list.v[limit - 1];
        out->next =
            cursor_make(cx->arena, orders[o].cursor, (int64_t[]){key_of(o, r), r->id}, 2);
    }
    return K_OK;
}

static k_err add_identities(struct k_ctx *cx, struct api_person_list *out)
{
    struct sq_show_identities_list list;
    struct k_buf ids;
    k_buf_init(&ids, cx->arena, 1 << 16);
    for (size_t i = 0; i < out->items.n; i++)
        k_buf_fmt(&ids, "%c%lld", i ? ',' : '[', (long long)out->items.v[i].id);
    if (out->items.n == 0)
        return K_OK;
    k_buf_chr(&ids, ']');
    K_TRY(sq_show_identities(cx, k_buf_view(&ids), cx->actor.member, &list));
    for (size_t i = 0; i < list.n; i++)
        for (size_t k = 0; k < out->items.n; k++) {
            const struct sq_show_identities_row *r = &list.v[i];
            struct api_person *p = &out->items.v[k];
            if (p->id != r->person_id)
                continue;
            *k_vec_push(cx->arena, &p->identities) =
                (struct api_identity){.id = r->id,
                                      .network = r->network,
                                      .handle = r->handle,
                                      .name = r->name,
                                      .url = r->url,
                                      .avatar_url = r->avatar_url,
                                      .bio = r->bio,
                                      .source = r->source,
                                      .label = r->label,
                                      .verified = r->verified,
                                      .followers = r->followers,
                                      .mine = r->owner_id != 0};
            if (p->handle.n == 0)
                p->handle = r->handle;
            if (p->avatar_url.n == 0)
                p->avatar_url = r->avatar_url;
        }
    return K_OK;
}

k_err show_people(struct k_ctx *cx, const k_id *ids, size_t n, struct api_person_list *out)
{
    struct sq_person_list_list list;
    struct k_buf b;
    k_buf_init(&b, cx->arena, 1 << 16);
    for (size_t i = 0; i < n; i++)
        k_buf_fmt(&b, "%c%lld", i ? ',' : '[', (long long)ids[i]);
    if (n == 0)
        return K_OK;
    k_buf_chr(&b, ']');
    K_TRY(sq_segment_rows(cx, k_buf_view(&b), &list));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < list.n; k++)
            if (list.v[k].id == ids[i])
                *k_vec_push(cx->arena, &out->items) = show_person_row(&list.v[k]);
    return add_identities(cx, out);
}

k_err route_people_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_people_in *i = in;
    int64_t limit = request_limit(i->limit);
    if (i->q.n > 0)
        K_TRY(find_people(cx, i, limit, out));
    else
        K_TRY(in_order(cx, i, limit, out));
    return add_identities(cx, out);
}

/* --- one person -------------------------------------------------------------------------- */

/* --- posts ------------------------------------------------------------------------------- */

k_err route_post_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct api_post *o = out;
    struct names names = names_new(cx);
    struct api_person_ref *author;
    struct sq_post_versions_list versions;
    struct sq_post_get_row row;
    bool found;
    K_TRY(sq_post_get(cx, id, cx->actor.eyes, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such post.");
    K_TRY(show_author(cx, row.identity_id, &author));
    show_post(&names, &row, author, o);
    K_TRY(sq_post_versions(cx, id, &versions));
    for (size_t i = 0; i < versions.n; i++)
        *k_vec_push(cx->arena, &o->versions) = (struct api_version){
            versions.v[i].version, versions.v[i].text, versions.v[i].seen_at};
    return names_done(&names);
}

k_err route_post_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct names names = names_new(cx);
    k_id id = 0;
    K_TRY(reply_remove(cx, ((const struct api_id_in *)in)->id, &id));
    return show_outbox_by_id(cx, &names, id, out);
}

k_err route_post_trace(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_trace *o = out;
    struct trace trace = {0};
    K_TRY(flow_trace(cx, ((const struct api_id_in *)in)->id, &trace));
    o->post_id = trace.post;
    o->direction = trace.direction;
    for (size_t i = 0; i < trace.steps.n; i++) {
        const struct trace_step *s = &trace.steps.v[i];
        *k_vec_push(cx->arena, &o->steps) = (struct api_step){.name = k_str_z(s->name),
                                                              .file = k_str_z(s->file),
                                                              .outcome = s->outcome,
                                                              .reason = s->reason,
                                                              .at = s->at,
                                                              .took_us = s->took_us};
    }
    return K_OK;
}

/* --- search ------------------------------------------------------------------------------ */

static k_err people_of_hits(struct k_ctx *cx, const struct search_hits *hits,
                            struct sq_show_persons_list *out)
{
    struct k_buf ids;
    size_t n = 0;
    k_buf_init(&ids, cx->arena, 1 << 16);
    for (size_t i = 0; i < hits->n; i++)
        if (hits->v[i].person_id)
            k_buf_fmt(&ids, "%c%lld", n++ ? ',' : '[', (long long)hits->v[i].person_id);
    *out = (struct sq_show_persons_list){0};
    if (n == 0)
        return K_OK;
    k_buf_chr(&ids, ']');
    return sq_show_persons(cx, k_buf_view(&ids), out);
}

static struct api_person_ref *person_in(struct k_arena *a,
                                        const struct sq_show_persons_list *people, k_id id)
{
    for (size_t i = 0; id && i < people->n; i++) {
        const struct sq_show_persons_row *r = &people->v[i];
        if (r->id != id)
            continue;
        struct api_person_ref *ref = k_new(a, struct api_person_ref);
        *ref = (struct api_person_ref){r->id, r->name, r->handle, r->avatar_url, r->stage};
        return ref;
    }
    return NULL;
}

k_err route_search_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_search_in *i = in;
    struct api_hit_list *o = out;
    struct names names = names_new(cx);
    struct sq_show_persons_list people;
    struct search_hits hits = {0};
    int64_t limit = i->limit > 0 ? i->limit : 30;
    struct search_ask ask = {.q = i->q,
                             .channel = i->channel,
                             .person = i->person,
                             .from = i->from,
                             .to = i->to,
                             .all_time = i->all_time,
                             .limit = limit > 100 ? 100 : limit};
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'q', &ask.before, 1, &given));
    K_TRY(search_find(cx, &ask, &hits));
    K_TRY(people_of_hits(cx, &hits, &people));
    for (size_t k = 0; k < hits.n; k++) {
        const struct search_hit *h = &hits.v[k];
        struct api_hit *hit = k_vec_push(cx->arena, &o->items);
        *hit = (struct api_hit){.post_id = h->id,
                                .conversation_id = h->conversation_id,
                                .channel = names_channel(&names, h->channel_id),
                                .person = person_in(cx->arena, &people, h->person_id),
                                .member = names_member(&names, h->member_id),
                                .network = h->network,
                                .direction = h->direction,
                                .kind = h->kind,
                                .excerpt = h->excerpt.text,
                                .posted_at = h->posted_at};
        for (size_t m = 0; m < h->excerpt.n; m++)
            *k_vec_push(cx->arena, &hit->marks) =
                (struct api_mark){h->excerpt.marks[m].start, h->excerpt.marks[m].end};
    }
    o->since = hits.since;
    if (hits.next)
        o->next = cursor_make(cx->arena, 'q', &hits.next, 1);
    return names_done(&names);
}
