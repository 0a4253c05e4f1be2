/* insight_graph: the people around us as nodes and edges, few enough to be drawn and read as a
 * table. Reads tie, link, person, member. */
#include "base/json.h"
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
    K_TRY(sq_insight_ties_of(cx, k_json_ids(cx->arena, g->people.v, g->people.n),
                             cx->actor.member, k_cx_now(cx), &ties));
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
    k_str ids = k_json_ids(cx->arena, g->people.v, g->people.n);
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
static k_err around_members(struct k_ctx *cx, const struct insight_graph_ask *ask,
                            struct insight_graph *g)
{
    struct sq_member_list_list members;
    size_t active = 0;
    K_TRY(sq_member_list(cx, &members));
    for (size_t i = 0; i < members.n; i++)
        active += k_str_eqz(members.v[i].status, "active");
    int64_t each = ask->member ? ask->limit : ask->limit / (active ? (int64_t)active : 1);
    for (size_t i = 0; i < members.n; i++) {
        struct sq_insight_member_ties_list ties;
        if (!k_str_eqz(members.v[i].status, "active") ||
            (ask->member && members.v[i].id != ask->member))
            continue;
        K_TRY(sq_insight_member_ties(
            cx,
            &(struct sq_insight_member_ties_args){.me = cx->actor.member,
                                                  .member_id = members.v[i].id,
                                                  .role = ask->role,
                                                  .stage = ask->stage,
                                                  .max = each > 3 ? each : 3},
            &ties));
        for (size_t k = 0; k < ties.n && g->people.n < (size_t)ask->limit; k++)
            if (ties.v[k].last_two_way_at > 0)
                insight_want(cx->arena, &g->people, ties.v[k].person_id);
    }
    return K_OK;
}

static k_err around_person(struct k_ctx *cx, const struct insight_graph_ask *ask,
                           struct insight_graph *g)
{
    struct sq_people_get_row who;
    struct sq_insight_links_list links;
    struct sq_insight_links_count_row all;
    bool found;
    K_TRY(people_find(cx, ask->person, &who));
    insight_want(cx->arena, &g->people, who.id);
    K_TRY(sq_insight_links(cx, cx->actor.member, who.id, ask->limit, &links));
    for (size_t i = 0; i < links.n && g->people.n < (size_t)ask->limit; i++)
        insight_want(cx->arena, &g->people, links.v[i].id);
    K_TRY(sq_insight_links_count(cx, cx->actor.member, who.id, INSIGHT_GRAPH_COUNT + 1, &all,
                                 &found));
    g->all = all.n + 1;
    return K_OK;
}

static k_err count_all(struct k_ctx *cx, const struct insight_graph_ask *ask,
                       struct insight_graph *g)
{
    struct sq_insight_graph_count_row row;
    bool found;
    K_TRY(sq_insight_graph_count(
        cx,
        &(struct sq_insight_graph_count_args){.me = cx->actor.member,
                                              .member_id = ask->member,
                                              .role = ask->role,
                                              .stage = ask->stage,
                                              .max = INSIGHT_GRAPH_COUNT + 1},
        &row, &found));
    g->all = row.n;
    return K_OK;
}

k_err insight_graph(struct k_ctx *cx, const struct insight_graph_ask *ask,
                    struct insight_graph *out)
{
    *out = (struct insight_graph){0};
    if (ask->person) {
        K_TRY(around_person(cx, ask, out));
    } else {
        K_TRY(around_members(cx, ask, out));
        K_TRY(count_all(cx, ask, out));
    }
    out->capped = out->all > INSIGHT_GRAPH_COUNT;
    out->all = out->capped ? INSIGHT_GRAPH_COUNT : out->all;
    K_TRY(add_ties(cx, out));
    K_TRY(add_links(cx, out));
    return insight_people_of(cx, &out->people, &out->shown);
}
