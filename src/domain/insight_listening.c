/* insight_listening: heard against told, by channel, member, team, person or week. Reads tally,
 * tie, touch, team_member; insight_decided writes tally and conversation. */
#include "domain/insight.h"
#include "domain/people.h"

enum { PEOPLE = 200 }; /* by person: of the strongest ties */

static struct insight_heard *row_of(struct k_arena *a, struct insight_heards *h, k_id key)
{
    for (size_t i = h->n; i-- > 0;)
        if (h->v[i].key == key)
            return &h->v[i];
    struct insight_heard *r = k_vec_push(a, h);
    r->key = key;
    return r;
}

static k_err by_tally(struct k_ctx *cx, const struct insight_listening_ask *ask,
                      struct insight_heards *out)
{
    struct sq_insight_tally_channels_list list;
    struct sq_insight_tally_channels_args args = {.from_day = ask->from / K_DAY,
                                                  .to_day = ask->to / K_DAY,
                                                  .channel_id = ask->channel,
                                                  .member_id = ask->member,
                                                  .eyes = cx->actor.eyes};
    bool week = strcmp(ask->by, "week") == 0;
    if (week)
        K_TRY(sq_insight_tally_days(cx, &args, &list));
    else if (strcmp(ask->by, "channel") == 0)
        K_TRY(sq_insight_tally_channels(cx, &args, &list));
    else
        K_TRY(sq_insight_tally_members(cx, &args, &list));
    for (size_t i = 0; i < list.n; i++) {
        k_id key = list.v[i].key;
        if (week)
            key -= (key + 3) % 7; /* day 0 is a Thursday: the Monday before */
        listening_add(&row_of(cx->arena, out, key)->l, list.v[i].measure, list.v[i].n);
        listening_add(&out->all, list.v[i].measure, list.v[i].n);
    }
    return K_OK;
}

static void join(struct listening *to, const struct listening *l)
{
    to->read += l->read;
    to->answered += l->answered;
    to->asked += l->asked;
    to->told += l->told;
    to->came_in += l->came_in;
}

/* Who is in two teams counts in both. */
static k_err by_team(struct k_ctx *cx, struct insight_heards *out)
{
    struct sq_team_member_list_list teams;
    struct insight_heards members = *out;
    K_TRY(sq_team_member_list(cx, &teams));
    *out = (struct insight_heards){.all = members.all};
    for (size_t i = 0; i < teams.n; i++)
        for (size_t k = 0; k < members.n; k++)
            if (members.v[k].key == teams.v[i].member_id)
                join(&row_of(cx->arena, out, teams.v[i].team_id)->l, &members.v[k].l);
    return K_OK;
}

static k_err of_person(struct k_ctx *cx, const struct insight_listening_ask *ask,
                       struct insight_heards *out)
{
    struct sq_insight_told_person_row r;
    struct sq_people_get_row who;
    bool found;
    K_TRY(people_find(cx, ask->person, &who));
    K_TRY(sq_insight_told_person(cx,
                                 &(struct sq_insight_told_person_args){.person_id = who.id,
                                                                       .me = cx->actor.member,
                                                                       .from_at = ask->from,
                                                                       .to_at = ask->to,
                                                                       .eyes = cx->actor.eyes},
                                 &r, &found));
    struct insight_heard *h = row_of(cx->arena, out, who.id);
    h->l = (struct listening){
        .answered = r.answered, .told = r.told, .came_in = r.heard, .read = r.heard};
    out->all = h->l;
    return K_OK;
}

static int stronger(const void *a, const void *b)
{
    const struct sq_insight_told_people_row *x = a, *y = b;
    if (x->points != y->points)
        return x->points > y->points ? -1 : 1;
    return (x->id < y->id) - (x->id > y->id);
}

/* The strongest of each stage, then of all. */
static k_err strongest(struct k_ctx *cx, struct sq_insight_told_people_list *out)
{
    *out = (struct sq_insight_told_people_list){0};
    for (int s = STAGE_CONNECTION; s < STAGE_COUNT; s++) {
        struct sq_insight_told_people_list list;
        k_str stage = k_str_z(stage_name((enum stage)s));
        K_TRY(sq_insight_told_people(cx, cx->actor.member, stage, PEOPLE, &list));
        for (size_t i = 0; i < list.n; i++)
            *k_vec_push(cx->arena, out) = list.v[i];
    }
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, stronger);
    out->n = out->n < PEOPLE ? out->n : PEOPLE;
    return K_OK;
}

/* Of the strongest ties, since ever: what they said against what we said. */
static k_err of_people(struct k_ctx *cx, struct insight_heards *out)
{
    struct sq_insight_told_people_list list;
    K_TRY(strongest(cx, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct insight_heard *h = k_vec_push(cx->arena, out);
        h->key = list.v[i].id;
        h->l = (struct listening){
            .read = list.v[i].heard, .came_in = list.v[i].heard, .told = list.v[i].told};
        join(&out->all, &h->l);
    }
    return K_OK;
}

k_err insight_listening(struct k_ctx *cx, const struct insight_listening_ask *ask,
                        struct insight_heards *out)
{
    *out = (struct insight_heards){0};
    if (strcmp(ask->by, "person") == 0)
        return ask->person ? of_person(cx, ask, out) : of_people(cx, out);
    K_TRY(by_tally(cx, ask, out));
    return strcmp(ask->by, "team") == 0 ? by_team(cx, out) : K_OK;
}

k_err insight_decided(struct k_ctx *cx, k_id conversation)
{
    struct sq_insight_unread_row row;
    bool found;
    if (cx->actor.kind == K_ACTOR_SYSTEM || cx->actor.member == 0)
        return K_OK;
    K_TRY(sq_insight_unread(cx, conversation, &row, &found));
    if (!found || row.n == 0)
        return K_OK;
    K_TRY(sq_insight_read(cx, conversation, row.last_in_at, NULL));
    return sq_tally_add(cx,
                        &(struct sq_tally_add_args){.day = k_cx_now(cx) / K_DAY,
                                                    .channel_id = row.channel_id,
                                                    .member_id = cx->actor.member,
                                                    .measure = K_S("read"),
                                                    .n = row.n},
                        NULL);
}
