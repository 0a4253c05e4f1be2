/* insight_paths: the strongest introductions to a person, over one or two people in between.
 * From the one to be reached outwards, the surest links first; a way whose links cannot beat
 * what was found is not followed. Reads link, tie, person. */
#include "base/json.h"
#include "domain/insight.h"
#include "domain/people.h"

#include <stdlib.h>

enum { NEAR = 64, FAR = 512 }; /* links of one person, people two links away */

struct step {
    k_id id, before; /* before: between it and the one to be reached; 0 = none */
    double links;
};
struct steps {
    struct step *v;
    size_t n, cap;
};
struct search {
    struct k_ctx *cx;
    k_id target;
    struct steps near, far;
    struct path_best *best;
};

static struct step *step_of(struct steps *s, k_id id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].id == id)
            return &s->v[i];
    return NULL;
}

static int surer(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    if (x->links != y->links)
        return x->links > y->links ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static void sort(struct steps *s, size_t most)
{
    if (s->n > 1)
        qsort(s->v, s->n, sizeof *s->v, surer);
    if (s->n > most)
        s->n = most;
}

/* Ties of members with these people: each is a path. */
static k_err offer_ties(struct search *s, const struct steps *steps)
{
    struct sq_insight_ties_of_list ties;
    struct insight_ids ids = {0};
    if (steps->n == 0)
        return K_OK;
    for (size_t i = 0; i < steps->n; i++)
        *k_vec_push(s->cx->arena, &ids) = steps->v[i].id;
    K_TRY(sq_insight_ties_of(s->cx, k_json_ids(s->cx->arena, ids.v, ids.n), s->cx->actor.member,
                             k_cx_now(s->cx), &ties));
    struct steps by_id = *steps;
    for (size_t i = 0; i < ties.n; i++) {
        const struct step *at = step_of(&by_id, ties.v[i].person_id);
        double tie = ties.v[i].strength / 100;
        if (!at)
            continue;
        struct path p = {.member = ties.v[i].member_id,
                         .tie = tie,
                         .links = at->links,
                         .strength = tie * at->links};
        if (at->id != s->target)
            p.via[p.n_via++] = at->id;
        if (at->before)
            p.via[p.n_via++] = at->before;
        path_offer(s->best, &p);
    }
    return K_OK;
}

static k_err read_links(struct search *s, k_id id, struct steps *out)
{
    struct sq_insight_links_list list;
    K_TRY(sq_insight_links(s->cx, s->cx->actor.member, id, NEAR, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct step *known = step_of(out, list.v[i].id);
        if (known)
            known->links = path_both(known->links, list.v[i].weight);
        else
            *k_vec_push(s->cx->arena, out) =
                (struct step){.id = list.v[i].id, .links = list.v[i].weight};
    }
    return K_OK;
}

/* Who is behind one who is near. */
static k_err go_behind(struct search *s, const struct step *near)
{
    struct steps behind = {0};
    K_TRY(read_links(s, near->id, &behind));
    for (size_t i = 0; i < behind.n; i++) {
        struct step next = {
            .id = behind.v[i].id, .before = near->id, .links = behind.v[i].links * near->links};
        if (next.id == s->target || step_of(&s->near, next.id) ||
            next.links <= path_floor(s->best))
            continue;
        struct step *known = step_of(&s->far, next.id);
        if (!known)
            *k_vec_push(s->cx->arena, &s->far) = next;
        else if (next.links > known->links)
            *known = next;
    }
    return K_OK;
}

k_err insight_paths(struct k_ctx *cx, k_id person, size_t most, struct path_best *out)
{
    struct sq_people_get_row who;
    struct search s = {.cx = cx, .best = out};
    struct steps self = {0};
    *out = (struct path_best){.most = most < PATH_MOST ? most : PATH_MOST};
    K_TRY(people_find(cx, person, &who));
    s.target = who.id;
    *k_vec_push(cx->arena, &self) = (struct step){.id = who.id, .links = 1};
    K_TRY(offer_ties(&s, &self));
    K_TRY(read_links(&s, who.id, &s.near));
    sort(&s.near, NEAR);
    K_TRY(offer_ties(&s, &s.near));
    for (size_t i = 0; i < s.near.n && s.near.v[i].links > path_floor(out); i++)
        if (s.far.n < FAR)
            K_TRY(go_behind(&s, &s.near.v[i]));
    sort(&s.far, FAR);
    return offer_ties(&s, &s.far);
}

/* ---- why ------------------------------------------------------------------------------- */

struct insight_reason *insight_reason_of(const struct insight_reasons *r, bool tie, k_id from,
                                         k_id to)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].tie == tie && ((r->v[i].from == from && r->v[i].to == to) ||
                                   (!tie && r->v[i].from == to && r->v[i].to == from)))
            return &r->v[i];
    return NULL;
}

static void add_link(struct k_arena *a, struct insight_reasons *r,
                     const struct sq_insight_link_among_row *l)
{
    struct insight_reason *known = insight_reason_of(r, false, l->a_id, l->b_id);
    if (!known) {
        *k_vec_push(a, r) = (struct insight_reason){
            .from = l->a_id, .to = l->b_id, .weight = l->weight, .kind = l->kind};
        return;
    }
    if (l->weight > known->weight)
        known->kind = l->kind;
    known->weight = path_both(known->weight, l->weight);
}

k_err insight_path_reasons(struct k_ctx *cx, k_id person, const struct path_best *best,
                           struct insight_reasons *out)
{
    struct sq_insight_link_among_list links;
    struct sq_insight_ties_of_list ties;
    struct insight_ids ids = {0};
    *out = (struct insight_reasons){0};
    insight_want(cx->arena, &ids, person);
    for (size_t i = 0; i < best->n; i++)
        for (int k = 0; k < best->v[i].n_via; k++)
            insight_want(cx->arena, &ids, best->v[i].via[k]);
    k_str list = k_json_ids(cx->arena, ids.v, ids.n);
    K_TRY(sq_insight_link_among(cx, list, list, FAR, &links));
    for (size_t i = 0; i < links.n; i++)
        add_link(cx->arena, out, &links.v[i]);
    K_TRY(sq_insight_ties_of(cx, list, cx->actor.member, k_cx_now(cx), &ties));
    for (size_t i = 0; i < ties.n; i++)
        *k_vec_push(cx->arena, out) =
            (struct insight_reason){.tie = true,
                                    .from = ties.v[i].member_id,
                                    .to = ties.v[i].person_id,
                                    .weight = ties.v[i].strength / 100,
                                    .last_at = ties.v[i].last_two_way_at};
    return K_OK;
}

/* ---- who hangs on one thread ------------------------------------------------------------- */

static int stronger(const void *a, const void *b)
{
    const insight_person *x = a, *y = b;
    int64_t px = tie_points(x->strength), py = tie_points(y->strength);
    if (px != py)
        return px > py ? -1 : 1;
    return (x->id < y->id) - (x->id > y->id);
}

/* Those of each stage from dialogue on, then of all. */
static k_err read_singles(struct k_ctx *cx, int64_t points, k_id id, int64_t limit,
                          struct sq_insight_persons_list *out)
{
    *out = (struct sq_insight_persons_list){0};
    for (int s = STAGE_DIALOGUE; s < STAGE_COUNT; s++) {
        struct sq_insight_persons_list list;
        struct sq_insight_singles_args args = {
            cx->actor.member, k_str_z(stage_name((enum stage)s)), points, id, limit};
        K_TRY(sq_insight_singles(cx, &args, &list));
        for (size_t i = 0; i < list.n; i++)
            *k_vec_push(cx->arena, out) = list.v[i];
    }
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, stronger);
    out->n = out->n < (size_t)limit ? out->n : (size_t)limit;
    return K_OK;
}

k_err insight_singles(struct k_ctx *cx, int64_t points, k_id id, int64_t limit,
                      struct insight_singles *out)
{
    struct sq_insight_persons_list list;
    *out = (struct insight_singles){0};
    K_TRY(read_singles(cx, points, id, limit, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct sq_insight_known_by_list known;
        out->points = tie_points(list.v[i].strength);
        out->id = list.v[i].id;
        K_TRY(sq_insight_known_by(cx, list.v[i].id, cx->actor.member, k_cx_now(cx), &known));
        for (size_t k = 0; k < known.n; k++)
            if (known.v[k].last_two_way_at > 0)
                *k_vec_push(cx->arena, out) =
                    (struct insight_single){.person = list.v[i],
                                            .member = known.v[k].member_id,
                                            .strength = known.v[k].strength,
                                            .last_two_way_at = known.v[k].last_two_way_at};
    }
    out->more = list.n == (size_t)limit;
    return K_OK;
}

/* ---- attention --------------------------------------------------------------------------- */

static int centre_first(const void *a, const void *b)
{
    const struct insight_role *x = a, *y = b;
    bool cx = k_str_eqz(x->role, "customer"), cy = k_str_eqz(y->role, "customer");
    if (cx != cy)
        return cx ? -1 : 1;
    if (x->touches != y->touches)
        return x->touches > y->touches ? -1 : 1;
    return k_str_cmp(x->role, y->role);
}

static struct insight_role *role_of(struct k_arena *a, struct insight_attention *t, k_str role)
{
    for (size_t i = 0; i < t->n; i++)
        if (k_str_eq(t->v[i].role, role))
            return &t->v[i];
    struct insight_role *r = k_vec_push(a, t);
    r->role = role;
    return r;
}

k_err insight_attention(struct k_ctx *cx, k_time from, k_time to, struct insight_attention *out)
{
    struct sq_insight_attention_list now, before;
    k_id me = cx->actor.member;
    *out = (struct insight_attention){0};
    struct sq_insight_attention_args args = {.me = me,
                                             .from_at = from,
                                             .to_at = to,
                                             .max = INSIGHT_ATTENTION,
                                             .eyes = cx->actor.eyes};
    K_TRY(sq_insight_attention(cx, &args, &now));
    args.to_at = from;
    args.from_at = from - (to - from);
    K_TRY(sq_insight_attention(cx, &args, &before));
    role_of(cx->arena, out, K_S("customer"));
    for (size_t i = 0; i < now.n; i++) {
        struct insight_role *r = role_of(cx->arena, out, now.v[i].role);
        r->touches = now.v[i].touches;
        r->heard = now.v[i].heard;
        r->told = now.v[i].told;
        r->people = now.v[i].people;
        out->touches += now.v[i].touches;
    }
    for (size_t i = 0; i < before.n; i++) {
        role_of(cx->arena, out, before.v[i].role)->before = before.v[i].touches;
        out->before += before.v[i].touches;
    }
    out->cut = out->touches >= INSIGHT_ATTENTION || out->before >= INSIGHT_ATTENTION;
    qsort(out->v, out->n, sizeof *out->v, centre_first);
    return K_OK;
}
