/* insight_known: who of us knows a person, whether that hangs on one thread, and who might take
 * care. Reads person, tie, touch, conversation. */
#include "domain/insight.h"
#include "domain/people.h"

#include <stdlib.h>

static int stronger(const void *a, const void *b)
{
    const struct insight_knower *x = a, *y = b;
    if (x->row.strength != y->row.strength)
        return x->row.strength > y->row.strength ? -1 : 1;
    return (x->row.member_id > y->row.member_id) - (x->row.member_id < y->row.member_id);
}

/* The strongest who is in touch; else the strongest at all. */
static void suggest(struct k_arena *a, struct insight_known *k)
{
    const struct insight_knower *best = NULL;
    for (size_t i = 0; i < k->n && !best; i++)
        if (k->v[i].row.strength > 0 && k->v[i].rhythm == RHYTHM_ALIVE)
            best = &k->v[i];
    bool alive = best != NULL;
    if (!best && k->n > 0 && k->v[0].row.strength > 0)
        best = &k->v[0];
    if (!best)
        return;
    k->suggested = best->row.member_id;
    if (alive)
        k->why = k_fmt(a, "Strongest tie of those in touch: %.0f, the last exchange on %.*s.",
                       best->row.strength, K_ARG(tie_day_say(a, best->row.last_two_way_at)));
    else
        k->why = k_fmt(a, "Nobody is in touch now; this was the strongest tie, until %.*s.",
                       K_ARG(tie_day_say(a, best->row.last_two_way_at)));
}

k_err insight_known(struct k_ctx *cx, k_id person, struct insight_known *out)
{
    struct sq_people_get_row who;
    struct sq_insight_known_by_list list;
    k_time now = k_cx_now(cx);
    size_t two_way = 0;
    *out = (struct insight_known){0};
    K_TRY(people_find(cx, person, &who));
    K_TRY(sq_insight_known_by(cx, who.id, cx->actor.member, now, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct insight_knower *k = k_vec_push(cx->arena, out);
        k->row = list.v[i];
        k->dormancy =
            rhythm_dormancy(k->row.last_two_way_at, (double)k->row.interval_days, now);
        k->rhythm = rhythm_of(k->row.last_two_way_at > 0, k->dormancy);
        two_way += k->row.last_two_way_at > 0;
    }
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, stronger);
    out->single = stage_parse(who.stage) >= STAGE_DIALOGUE && two_way == 1;
    if (two_way == 0)
        out->sentence = K_S("Nobody of us talks with them in person yet.");
    else if (out->single)
        out->sentence = K_S("Only one of us knows them: bring in a second person.");
    else
        out->sentence = k_fmt(cx->arena, "%lld of us talk with them.", (long long)two_way);
    suggest(cx->arena, out);
    return K_OK;
}
