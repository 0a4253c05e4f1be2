/* routes_known: who knows whom: introductions, single threads, capacity, attention, the graph.
 */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_insight.h"
#include "api/show.h"
#include "domain/figures.h"
#include "domain/insight.h"

#include <math.h>

static struct api_person_ref ref_of(const insight_person *p)
{
    return (struct api_person_ref){p->id, p->name, p->handle, p->avatar_url, p->stage};
}

/* --- introductions ----------------------------------------------------------------------- */

static k_str path_say(struct k_arena *a, k_str member, const struct api_path *p)
{
    if (p->via.n == 0)
        return k_fmt(a, "%.*s knows them.", K_ARG(member));
    if (p->via.n == 1)
        return k_fmt(a, "%.*s could ask %.*s for an introduction.", K_ARG(member),
                     K_ARG(p->via.v[0].name));
    return k_fmt(a, "%.*s could ask %.*s, who knows %.*s.", K_ARG(member),
                 K_ARG(p->via.v[0].name), K_ARG(p->via.v[1].name));
}

/* How two people know each other. */
static k_str link_say(struct k_arena *a, k_str kind, k_str one, k_str other)
{
    static const struct {
        const char *kind, *joint, *say;
    } rows[] = {{"colleague", "and", "belong to the same organization."},
                {"moment", "and", "were at something together."},
                {"talked", "and", "answer each other."},
                {"referred", "or", "sent us the other."},
                {"introduced", "or", "introduced the other to us."},
                {"family", "and", "belong to one family."},
                {"", "and", "know each other, as one of us noted."}};
    size_t i = 0;
    while (rows[i].kind[0] && !k_str_eqz(kind, rows[i].kind))
        i++;
    return k_fmt(a, "%.*s %s %.*s %s", K_ARG(one), rows[i].joint, K_ARG(other), rows[i].say);
}

static struct api_path_step step_of(struct k_arena *a, const struct insight_reason *r,
                                    k_str from, k_str to)
{
    k_str say = link_say(a, r && !r->tie ? r->kind : K_S(""), from, to);
    if (r && r->tie)
        say = k_fmt(a, "%.*s talks with %.*s: strength %.0f, the last exchange on %.*s.",
                    K_ARG(from), K_ARG(to), 100 * r->weight, K_ARG(tie_day_say(a, r->last_at)));
    return (struct api_path_step){.kind = r && r->tie ? K_S("tie")
                                          : r         ? r->kind
                                                      : K_S("said"),
                                  .weight = r ? r->weight : 0,
                                  .sentence = say};
}

/* From the member over each one in between to the one to be reached. */
static void add_steps(struct k_arena *a, const struct insight_reasons *reasons,
                      const struct path *p, const insight_person *target, struct api_path *row)
{
    k_id at = p->n_via ? p->via[0] : target->id;
    k_str name = row->via.n ? row->via.v[0].name : target->name;
    *k_vec_push(a, &row->steps) =
        step_of(a, insight_reason_of(reasons, true, p->member, at), row->member.name, name);
    for (int i = 1; i <= p->n_via; i++) {
        k_id next = i < p->n_via ? p->via[i] : target->id;
        k_str to = i < p->n_via && (size_t)i < row->via.n ? row->via.v[i].name : target->name;
        *k_vec_push(a, &row->steps) =
            step_of(a, insight_reason_of(reasons, false, at, next), name, to);
        at = next;
        name = to;
    }
}

k_err route_person_paths(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_paths_in *i = in;
    struct api_paths *o = out;
    struct names names = names_new(cx);
    struct sq_insight_persons_list people;
    struct insight_ids ids = {0};
    struct path_best best;
    struct insight_reasons reasons;
    K_TRY(insight_paths(cx, i->id, i->limit ? (size_t)i->limit : 5, &best));
    K_TRY(insight_path_reasons(cx, i->id, &best, &reasons));
    insight_want(cx->arena, &ids, i->id);
    for (size_t k = 0; k < best.n; k++)
        for (int v = 0; v < best.v[k].n_via; v++)
            insight_want(cx->arena, &ids, best.v[k].via[v]);
    K_TRY(insight_people_of(cx, &ids, &people));
    const insight_person *target = insight_find(&people, i->id);
    for (size_t k = 0; target && k < best.n; k++) {
        const struct path *p = &best.v[k];
        struct api_path *row = k_vec_push(cx->arena, &o->items);
        *row = (struct api_path){.member = names_member_of(&names, p->member),
                                 .strength = p->strength * 100,
                                 .tie = p->tie * 100,
                                 .links = p->links};
        for (int v = 0; v < p->n_via; v++) {
            const insight_person *who = insight_find(&people, p->via[v]);
            if (who)
                *k_vec_push(cx->arena, &row->via) = ref_of(who);
        }
        row->sentence = path_say(cx->arena, row->member.name, row);
        add_steps(cx->arena, &reasons, p, target, row);
    }
    return names_done(&names);
}

/* --- single threads ---------------------------------------------------------------------- */

k_err route_relationships_single_thread(struct k_ctx *cx, struct api_req *rq, const void *in,
                                        void *out)
{
    const struct api_page_in *i = in;
    struct api_single_list *o = out;
    struct names names = names_new(cx);
    struct insight_singles list;
    int64_t key[2] = {INT64_MAX, INT64_MAX};
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 's', key, 2, &given));
    K_TRY(insight_singles(cx, key[0], key[1], request_limit(i->limit), &list));
    for (size_t k = 0; k < list.n; k++)
        *k_vec_push(cx->arena, &o->items) =
            (struct api_single){.person = ref_of(&list.v[k].person),
                                .role = list.v[k].person.role,
                                .member = names_member_of(&names, list.v[k].member),
                                .strength = list.v[k].person.strength,
                                .tie_strength = list.v[k].strength,
                                .last_two_way_at = list.v[k].last_two_way_at};
    if (list.more)
        o->next = cursor_make(cx->arena, 's', (int64_t[]){list.points, list.id}, 2);
    return names_done(&names);
}

/* --- capacity ---------------------------------------------------------------------------- */

k_err route_relationships_capacity(struct k_ctx *cx, struct api_req *rq, const void *in,
                                   void *out)
{
    struct api_capacities *o = out;
    struct names names = names_new(cx);
    struct figures_capacity list;
    K_TRY(figures_capacity(cx, &list));
    o->counted_at = list.at;
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_insight_capacity_row *r = &list.v[i];
        struct capacity c = {{r->weekly, r->monthly, r->half_yearly, r->live}};
        struct api_capacity *row = k_vec_push(cx->arena, &o->items);
        row->member = names_member_of(&names, r->member_id);
        row->known = r->known;
        row->warning = capacity_say(cx->arena, &c);
        if (row->warning.n == 0)
            row->warning = K_NONE;
        for (int k = 0; k < CAPACITY_LAYERS; k++)
            *k_vec_push(cx->arena, &row->layers) = (struct api_capacity_layer){
                k_str_z(capacity_layers[k].name), capacity_layers[k].holds, c.n[k]};
    }
    return names_done(&names);
}

/* --- attention --------------------------------------------------------------------------- */

static double share(int64_t n, int64_t of)
{
    return of > 0 ? (double)n / (double)of : (double)NAN;
}

static void say_attention(struct k_arena *a, const struct insight_attention *in,
                          struct api_attention *out)
{
    K_VEC(struct attention_role) roles = {0};
    struct attention_drift drift;
    for (size_t k = 0; k < in->n; k++)
        *k_vec_push(a, &roles) =
            (struct attention_role){in->v[k].role, in->v[k].touches, in->v[k].before};
    attention_judge(roles.v, roles.n, &drift);
    out->verdict = k_str_z(attention_name(drift.verdict));
    out->sentence = attention_say(a, &drift);
}

k_err route_relationships_attention(struct k_ctx *cx, struct api_req *rq, const void *in,
                                    void *out)
{
    const struct api_flow_in *i = in;
    struct api_attention *o = out;
    struct insight_attention a;
    o->to = i->to ? i->to : k_cx_now(cx);
    o->from = i->from ? i->from : o->to - 30 * K_DAY;
    if (o->from > o->to)
        return k_fail(cx, K_ERR_BAD_INPUT, "from", "The period must begin before it ends.");
    K_TRY(insight_attention(cx, o->from, o->to, &a));
    o->touches = a.touches;
    o->touches_before = a.before;
    o->cut = a.cut;
    for (size_t k = 0; k < a.n; k++)
        *k_vec_push(cx->arena, &o->roles) =
            (struct api_attention_role){.role = a.v[k].role,
                                        .touches = a.v[k].touches,
                                        .heard = a.v[k].heard,
                                        .told = a.v[k].told,
                                        .people = a.v[k].people,
                                        .touches_before = a.v[k].before,
                                        .share = share(a.v[k].touches, a.touches),
                                        .share_before = share(a.v[k].before, a.before)};
    say_attention(cx->arena, &a, o);
    return K_OK;
}

/* --- the graph --------------------------------------------------------------------------- */

static k_str node(struct k_arena *a, bool member, k_id id)
{
    return k_fmt(a, "%c%lld", member ? 'm' : 'p', (long long)id);
}

static void show_nodes(struct names *n, const struct insight_graph *g, struct api_graph *out)
{
    struct k_arena *a = n->cx->arena;
    for (size_t i = 0; i < g->members.n; i++)
        *k_vec_push(a, &out->nodes) =
            (struct api_graph_node){.node = node(a, true, g->members.v[i]),
                                    .kind = K_S("member"),
                                    .id = g->members.v[i],
                                    .name = names_member_of(n, g->members.v[i]).name};
    for (size_t i = 0; i < g->shown.n; i++) {
        const insight_person *p = &g->shown.v[i];
        *k_vec_push(a, &out->nodes) = (struct api_graph_node){.node = node(a, false, p->id),
                                                              .kind = K_S("person"),
                                                              .id = p->id,
                                                              .name = p->name,
                                                              .role = p->role,
                                                              .stage = p->stage,
                                                              .avatar_url = p->avatar_url,
                                                              .strength = p->strength,
                                                              .dormancy = p->dormancy};
    }
}

k_err route_relationships_graph(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_graph_in *i = in;
    struct api_graph *o = out;
    struct names names = names_new(cx);
    struct insight_graph g;
    struct insight_graph_ask ask = {.person = i->person,
                                    .member = i->member,
                                    .role = i->role,
                                    .stage = i->stage,
                                    .limit = i->limit ? i->limit : 150};
    K_TRY(insight_graph(cx, &ask, &g));
    o->shown = (int64_t)g.shown.n;
    o->all = g.all > o->shown ? g.all : o->shown;
    o->capped = g.capped;
    show_nodes(&names, &g, o);
    for (size_t k = 0; k < g.edges.n; k++) {
        const struct insight_edge *e = &g.edges.v[k];
        *k_vec_push(cx->arena, &o->edges) =
            (struct api_graph_edge){.from = node(cx->arena, e->tie, e->from),
                                    .to = node(cx->arena, false, e->to),
                                    .kind = e->tie ? K_S("tie") : e->kind,
                                    .weight = e->weight};
    }
    return names_done(&names);
}
