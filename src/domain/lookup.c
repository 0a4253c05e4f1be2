/* lookup: see the header. Filling is in lookup_fill.c. */
#include "domain/lookup.h"

enum { COUNTED = 1000, MOST_ROWS = 8000 };

struct search {
    struct k_ctx *cx;
    const struct lookup_ask *ask;
    struct lookup_query q;
    struct lookup_hits all; /* of every page up to this one */
    int64_t want;
};

static bool is_full(const struct search *s)
{
    return (int64_t)s->all.n >= s->want;
}

static void take(struct search *s, const struct sq_person_list_row *r)
{
    for (size_t i = 0; i < s->all.n; i++)
        if (s->all.v[i].id == r->id)
            return;
    *k_vec_push(s->cx->arena, &s->all) = *r;
}

/* Rows that begin with `text`, in one place; the other tokens of the query where `lead` says
 * which one leads, none where it is -1. */
static k_err at_place(struct search *s, int place, k_id owner, k_str text, int lead)
{
    struct k_arena *a = s->cx->arena;
    struct sq_person_list_list list;
    k_str other[3] = {K_S(""), K_S(""), K_S("")};
    size_t n = 0;
    for (size_t i = 0; lead >= 0 && i < s->q.n; i++)
        if ((int)i != lead && n < 3)
            other[n++] = s->q.tokens[i];
    struct sq_lookup_hits_args args = {.owner = owner,
                                       .place = place,
                                       .low = text,
                                       .upto = lookup_upto(a, text),
                                       .t2 = other[0],
                                       .u2 = lookup_upto(a, other[0]),
                                       .t3 = other[1],
                                       .u3 = lookup_upto(a, other[1]),
                                       .t4 = other[2],
                                       .u4 = lookup_upto(a, other[2]),
                                       .me = s->cx->actor.member,
                                       .stage = s->ask->stage,
                                       .role = s->ask->role,
                                       .kind = s->ask->kind,
                                       .max = s->want};
    /* Somebody with two such words takes two rows: more are read until that is made up for. */
    for (bool more = true; more; args.max *= 2) {
        K_TRY(sq_lookup_hits(s->cx, &args, &list));
        for (size_t i = 0; i < list.n; i++)
            take(s, &list.v[i]);
        more = (int64_t)list.n == args.max && !is_full(s) && args.max < MOST_ROWS;
    }
    return K_OK;
}

/* Place by place, the team's people and then those of the own address book. */
static k_err each_place(struct search *s, k_str text, int lead)
{
    k_id me = s->cx->actor.member;
    for (int place = 0; place < LOOKUP_PLACES && !is_full(s); place++) {
        K_TRY(at_place(s, place, 0, text, lead));
        if (me && !is_full(s))
            K_TRY(at_place(s, place, me, text, lead));
    }
    return K_OK;
}

/* How many rows begin so, roughly: where most people are. */
static k_err weigh(struct search *s, k_str token, int64_t *n)
{
    static const int places[] = {LOOKUP_RANKS - 1, LOOKUP_RANKS - 2, 2 * LOOKUP_RANKS - 1,
                                 3 * LOOKUP_RANKS - 1};
    k_str upto = lookup_upto(s->cx->arena, token);
    *n = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct sq_lookup_count_row row = {0};
        struct sq_lookup_count_args args = {
            .owner = 0, .place = places[i], .low = token, .upto = upto, .max = COUNTED};
        bool found;
        K_TRY(sq_lookup_count(s->cx, &args, &row, &found));
        *n += row.n;
    }
    return K_OK;
}

/* The token that the fewest have leads; whether they have the others is looked up. */
static k_err choose_lead(struct search *s, int *lead)
{
    int64_t least = INT64_MAX;
    *lead = 0;
    for (size_t i = 0; i < s->q.n && least > 0; i++) {
        int64_t n;
        K_TRY(weigh(s, s->q.tokens[i], &n));
        if (n >= least)
            continue;
        least = n;
        *lead = (int)i;
    }
    return K_OK;
}

static k_err search(struct search *s)
{
    int lead;
    K_TRY(each_place(s, s->q.phrase, -1));
    if (s->q.n < 2 || is_full(s))
        return K_OK;
    K_TRY(choose_lead(s, &lead));
    return each_place(s, s->q.tokens[lead], lead);
}

k_err lookup_find(struct k_ctx *cx, const struct lookup_ask *ask, struct lookup_hits *out)
{
    struct search s = {.cx = cx, .ask = ask};
    int64_t end = ask->from + ask->limit;
    *out = (struct lookup_hits){0};
    lookup_query_parse(cx->arena, ask->q, &s.q);
    if (s.q.n == 0 || ask->from < 0 || ask->from >= LOOKUP_MOST)
        return K_OK;
    s.want = end + 1;
    K_TRY(search(&s));
    for (int64_t i = ask->from; i < (int64_t)s.all.n && i < end; i++)
        *k_vec_push(cx->arena, out) = s.all.v[i];
    if ((int64_t)s.all.n > end && end < LOOKUP_MOST)
        out->next = end;
    return K_OK;
}
