/* insight_graph: the people around us as nodes and edges, few enough to be drawn and read as a
 * table. Reads tie, link, person, member. */
#include "domain/insight.h"
#include "domain/people.h"

enum { LINKS = 2000 };

static void edge(struct k_arena *a, struct insight_graph *g, struct insight_edge e)
{
    for (size_t i = 0; !e.tie && i < g->edges.n; i++) {
        struct insight_edge *x = &g->edges.v[i];
        if (x->tie || x->from != e.from || x->to != e.to)
            continue;
        if (e.weight > x->weight)
            x->kind = e.kind;
        x->weight = path_both(x->weight, e.weight);
        return;
    }
    *k_vec_push(a, &g->edges) = e;
}

static k_err add_ties(struct k_ctx *cx, struct insight_graph *g)
{
    struct sq_insight_ties_of_list ties;
    if (g->people.n == 0)
        return K_OK;
    K_TRY(sq_insight_ties_of(cx, insight_ids_json(cx->arena, &g->people), cx->actor.member,
                             k_cx_now(cx), &ties));
    for (size_t i = 0; i < ties.n; i++) {
        insight_want(cx->arena, &g->members, ties.v[i].member_id);
        edge(cx->arena, g,
             (struct insight_edge){.from = ties.v[i].member_id,
                                   .to = ties.v[i].person_id,
                                   .tie = true,
                                   .weight = ties.v[i].strength / 100});
    }
    return K_OK;
}

static k_err add_links(struct k_ctx *cx, struct insight_graph *g)
{
    struct sq_insight_link_among_list links;
    k_str ids = insight_ids_json(cx->arena, &g->people);
    K_TRY(sq_insight_link_among(cx, ids, ids, LINKS, &links));
    for (size_t i = 0; i < links.n; i++)
        edge(cx->arena, g,
             (struct insight_edge){.from = links.v[i].a_id,
                                   .to = links.v[i].b_id,
                                   .weight = links.v[i].weight,
                                   .kind = links.v[i].kind});
    return K_OK;
}

/* The strongest of each member, as many for each. */
static k_err around_members(struct k_ctx *cx, int64_t limit, struct insight_graph *g)
{
    struct sq_member_list_list members;
    K_TRY(sq_member_list(cx, &members));
    int64_t each = limit / (members.n ? (int64_t)members.n : 1);
    for (size_t i = 0; i < members.n; i++) {
        struct sq_insight_member_ties_list ties;
        if (!k_str_eqz(members.v[i].status, "active"))
            continue;
        K_TRY(sq_insight_member_ties(cx, cx->actor.member, members.v[i].id, false,
                                     each > 3 ? each : 3, &ties));
        for (size_t k = 0; k < ties.n && g->people.n < (size_t)limit; k++)
            if (ties.v[k].last_two_way_at > 0)
                insight_want(cx->arena, &g->people, ties.v[k].person_id);
    }
    return K_OK;
}

k_err insight_graph(struct k_ctx *cx, k_id person, int64_t limit, struct insight_graph *out)
{
    struct sq_people_get_row who;
    struct sq_insight_links_list links;
    *out = (struct insight_graph){0};
    if (person) {
        K_TRY(people_find(cx, person, &who));
        insight_want(cx->arena, &out->people, who.id);
        K_TRY(sq_insight_links(cx, cx->actor.member, who.id, limit, &links));
        for (size_t i = 0; i < links.n && out->people.n < (size_t)limit; i++)
            insight_want(cx->arena, &out->people, links.v[i].id);
    } else {
        K_TRY(around_members(cx, limit, out));
    }
    K_TRY(add_ties(cx, out));
    K_TRY(add_links(cx, out));
    return insight_people_of(cx, &out->people, &out->shown);
}
