/* insight_links: finds who knows whom among people: colleagues, who was somewhere together, who
 * answers whom in our conversations. Each step looks at some hundred rows behind the place
 * where the one before ended (setting link_place), so it stays small however many people there
 * are. Reads person_role, moment, touch, post; writes link, setting. */
#include "base/buf.h"
#include "base/json.h"
#include "domain/insight.h"
#include "store/setting.h"

#include <stdlib.h>

enum { ROWS = 500, CROWD = 30 }; /* a crowd larger than this says nothing about two of them */
#define COLLEAGUE 0.4
#define TOGETHER 0.3 /* each time one step closer */
#define TALKED 0.2

/* What was looked at last of each source: two numbers each. */
struct place {
    int64_t v[6];
};
enum { PLACE_ROLE = 0, PLACE_MOMENT = 2, PLACE_TOUCH = 4 };

static k_err place_read(struct k_ctx *cx, struct place *p)
{
    k_str kept, part;
    *p = (struct place){{0}};
    K_TRY(setting_get(cx, K_S("link_place"), &kept));
    for (int i = 0; i < 6 && kept.p; i++) {
        part = k_str_cut(&kept, ' ');
        if (!k_str_i64(part, &p->v[i]))
            p->v[i] = 0;
    }
    return K_OK;
}

static k_err place_keep(struct k_ctx *cx, const struct place *p)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 200);
    for (int i = 0; i < 6; i++)
        k_buf_fmt(&b, "%s%lld", i ? " " : "", (long long)p->v[i]);
    return setting_set(cx, K_S("link_place"), k_buf_view(&b));
}

struct bond {
    const char *kind, *source;
    k_id source_id;
    double weight;
    bool grows; /* each time a step closer */
};

static k_err join_one(struct k_ctx *cx, const struct bond *b, k_id from, k_id to)
{
    k_str kind = k_str_z(b->kind);
    int64_t known = 0;
    K_TRY(b->grows ? sq_link_more(cx, from, to, kind, b->weight, &known)
                   : sq_link_seen(cx, from, to, kind, b->weight, &known));
    if (known)
        return K_OK;
    return sq_link_new(cx,
                       &(struct sq_link_new_args){.a_id = from,
                                                  .b_id = to,
                                                  .kind = kind,
                                                  .weight = b->weight,
                                                  .source = k_str_z(b->source),
                                                  .source_id = b->source_id,
                                                  .now = k_cx_now(cx)},
                       NULL);
}

/* Smaller id first, so that writers take rows in one order. */
static k_err join(struct k_ctx *cx, const struct bond *b, k_id x, k_id y)
{
    if (x == y || x == 0 || y == 0)
        return K_OK;
    K_TRY(join_one(cx, b, x < y ? x : y, x < y ? y : x));
    return join_one(cx, b, x < y ? y : x, x < y ? x : y);
}

static k_err join_all(struct k_ctx *cx, const struct bond *b, const k_id *ids, size_t n)
{
    if (n > CROWD)
        return K_OK;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            K_TRY(join(cx, b, ids[i], ids[k]));
    return K_OK;
}

/* Whole organizations only: one that the end of the page cuts off comes with the next, unless
 * it fills the page: a crowd. */
static k_err colleagues(struct k_ctx *cx, struct place *p, bool *more)
{
    struct sq_link_roles_list list;
    struct insight_ids ids = {0};
    k_id *at = &p->v[PLACE_ROLE], first = 0;
    K_TRY(sq_link_roles(cx, at[0], INT64_MAX, ROWS, &list));
    *more = list.n == ROWS;
    for (size_t i = 0; i < list.n; i++) {
        k_id org = list.v[i].organization_id;
        bool end = i + 1 == list.n;
        first = first ? first : org;
        insight_want(cx->arena, &ids, list.v[i].person_id);
        if ((end && *more && org != first) || (!end && list.v[i + 1].organization_id == org))
            continue;
        struct bond b = {"colleague", "role", org, COLLEAGUE, false};
        K_TRY(join_all(cx, &b, ids.v, ids.n));
        at[0] = org;
        ids.n = 0;
    }
    if (!*more)
        at[0] = 0; /* roles change: the next night begins anew */
    return K_OK;
}

static k_err together(struct k_ctx *cx, struct place *p, bool *more)
{
    struct sq_link_moments_list list;
    int64_t *at = &p->v[PLACE_MOMENT];
    K_TRY(sq_link_moments(cx, at[0], at[1], ROWS, &list));
    *more = list.n == ROWS;
    for (size_t i = 0; i < list.n; i++) {
        struct sq_link_moment_people_list people;
        struct insight_ids ids = {0};
        struct bond b = {"moment", "moment", list.v[i].id, TOGETHER, true};
        K_TRY(sq_link_moment_people(cx, list.v[i].id, CROWD + 1, &people));
        for (size_t k = 0; k < people.n; k++)
            insight_want(cx->arena, &ids, people.v[k].person_id);
        K_TRY(join_all(cx, &b, ids.v, ids.n));
        at[0] = list.v[i].at;
        at[1] = list.v[i].id;
    }
    return K_OK;
}

static int by_pair(const void *a, const void *b)
{
    const struct sq_link_talk_row *x = a, *y = b;
    if (x->a_id != y->a_id)
        return x->a_id < y->a_id ? -1 : 1;
    return (x->b_id > y->b_id) - (x->b_id < y->b_id);
}

static k_err talked(struct k_ctx *cx, struct place *p, bool *more)
{
    struct sq_link_touches_list list;
    struct sq_link_talk_list talk;
    struct insight_ids posts = {0};
    int64_t *at = &p->v[PLACE_TOUCH];
    struct bond b = {"talked", "post", 0, TALKED, true};
    if (at[0] == 0)
        at[0] = k_cx_now(cx) - 365 * K_DAY; /* older talk says little about today */
    K_TRY(sq_link_touches(cx, at[0], at[1], ROWS, &list));
    *more = list.n == ROWS;
    for (size_t i = 0; i < list.n; i++) {
        if (list.v[i].post_id)
            *k_vec_push(cx->arena, &posts) = list.v[i].post_id;
        at[0] = list.v[i].at;
        at[1] = list.v[i].id;
    }
    if (posts.n == 0)
        return K_OK;
    K_TRY(sq_link_talk(cx, k_json_ids(cx->arena, posts.v, posts.n), &talk));
    if (talk.n > 1)
        qsort(talk.v, talk.n, sizeof *talk.v, by_pair);
    for (size_t i = 0; i < talk.n; i++)
        K_TRY(join(cx, &b, talk.v[i].a_id, talk.v[i].b_id));
    return K_OK;
}

k_err insight_links(struct k_ctx *cx, bool *done)
{
    struct place p;
    bool roles, moments, touches;
    K_TRY(place_read(cx, &p));
    K_TRY(colleagues(cx, &p, &roles));
    K_TRY(together(cx, &p, &moments));
    K_TRY(talked(cx, &p, &touches));
    *done = !roles && !moments && !touches;
    return place_keep(cx, &p);
}
