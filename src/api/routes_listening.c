/* routes_listening: bad moments and what became of them, heard against told, builders. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_insight.h"
#include "api/show.h"
#include "domain/insight.h"

#include <math.h>

static struct api_person_ref ref_of(const insight_person *p)
{
    return (struct api_person_ref){p->id, p->name, p->handle, p->avatar_url, p->stage};
}

/* --- recovery ---------------------------------------------------------------------------- */

static k_err show_failures(struct k_ctx *cx, const struct insight_failures *list,
                           struct api_recovery_list *o)
{
    struct sq_insight_persons_list people;
    struct insight_ids ids = {0};
    for (size_t k = 0; k < list->n; k++)
        insight_want(cx->arena, &ids, list->v[k].person);
    K_TRY(insight_people_of(cx, &ids, &people));
    for (size_t k = 0; k < list->n; k++) {
        const struct insight_failure *f = &list->v[k];
        const insight_person *who = insight_find(&people, f->person);
        if (!who)
            continue;
        *k_vec_push(cx->arena, &o->items) = (struct api_recovery){
            .moment_id = f->moment.id,
            .conversation_id = f->moment.conversation_id,
            .person = ref_of(who),
            .title = f->moment.title,
            .severity = f->moment.severity,
            .at = f->moment.at,
            .answered_at = f->later.answered_at,
            .repaired_at = f->later.repaired_at,
            .wrote_at = f->later.wrote_at,
            .bought_at = f->later.bought_at,
            .spoke_at = f->later.spoke_at,
            .before_at = f->later.before_at,
            .again_at = f->later.again_at,
            .open = !f->later.answered_at && !f->later.repaired_at,
            .silent = f->later.silent,
            .young = f->later.young,
            .second = f->later.before_at > 0,
            .sentence = insight_failure_say(cx->arena, &f->later),
        };
    }
    return K_OK;
}

static void share_of(struct k_arena *a, struct api_recovery_list *o, const char *what,
                     int64_t n, int64_t of)
{
    *k_vec_push(a, &o->counts) = (struct api_share_of){
        .what = k_str_z(what),
        .count = n,
        .of = of,
        .share = of ? (double)n / (double)of : (double)NAN,
        .at_least = of && of < RECOVERY_FEW ? recovery_wilson(n, of) : (double)NAN};
}

enum { COUNTED = 500 }; /* moments */

/* What came later is counted of those on which something was done and that are not young. */
static k_err count_failures(struct k_ctx *cx, k_time from, struct api_recovery_list *o)
{
    struct insight_failures all;
    int64_t answered = 0, repaired = 0, second = 0, known = 0;
    int64_t wrote = 0, bought = 0, spoke = 0, silent = 0;
    K_TRY(insight_failures(cx, from, INT64_MAX, INT64_MAX, COUNTED, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct recovery_case *c = &all.v[i].later;
        answered += c->answered_at > 0;
        repaired += c->repaired_at > 0;
        second += c->before_at > 0;
        if ((!c->answered_at && !c->repaired_at) || c->young)
            continue;
        known++;
        wrote += c->wrote_at > 0;
        bought += c->bought_at > 0;
        spoke += c->spoke_at > 0;
        silent += c->silent;
    }
    o->failures = (int64_t)all.n;
    share_of(cx->arena, o, "answered", answered, o->failures);
    share_of(cx->arena, o, "repaired", repaired, o->failures);
    share_of(cx->arena, o, "wrote", wrote, known);
    share_of(cx->arena, o, "bought", bought, known);
    share_of(cx->arena, o, "spoke", spoke, known);
    share_of(cx->arena, o, "silent", silent, known);
    share_of(cx->arena, o, "second", second, o->failures);
    return K_OK;
}

k_err route_relationships_recovery(struct k_ctx *cx, struct api_req *rq, const void *in,
                                   void *out)
{
    const struct api_recovery_in *i = in;
    struct api_recovery_list *o = out;
    struct insight_failures list;
    int64_t key[2] = {INT64_MAX, INT64_MAX};
    bool given;
    o->from = i->from ? i->from : k_cx_now(cx) - 365 * K_DAY;
    K_TRY(cursor_read(cx, i->cursor, 'f', key, 2, &given));
    K_TRY(insight_failures(cx, o->from, key[0], key[1], request_limit(i->limit), &list));
    K_TRY(show_failures(cx, &list, o));
    if (list.at)
        o->next = cursor_make(cx->arena, 'f', (int64_t[]){list.at, list.id}, 2);
    return count_failures(cx, o->from, o);
}

/* --- heard against told ------------------------------------------------------------------ */

static struct api_listening_row show_heard(struct k_arena *a, const struct listening *l)
{
    k_str sentence = listening_say(a, l);
    return (struct api_listening_row){.read = l->read,
                                      .answered = l->answered,
                                      .asked = l->asked,
                                      .heard = listening_heard(l),
                                      .told = l->told,
                                      .came_in = l->came_in,
                                      .ratio = listening_ratio(l),
                                      .week = K_NONE,
                                      .sentence = sentence.n ? sentence : K_NONE};
}

static struct api_channel_ref *channel_ref(struct names *n, k_id id)
{
    struct api_channel_ref *c = k_new(n->cx->arena, struct api_channel_ref);
    *c = names_channel(n, id);
    return c;
}

/* false: it is gone, or not to be seen. */
static bool name_row(struct names *n, const char *by,
                     const struct sq_insight_persons_list *people, k_id key,
                     struct api_listening_row *row)
{
    struct k_arena *a = n->cx->arena;
    if (strcmp(by, "channel") == 0)
        row->channel = channel_ref(n, key);
    else if (strcmp(by, "member") == 0)
        row->member = names_member(n, key);
    else if (strcmp(by, "team") == 0)
        row->team = names_team(n, key);
    else if (strcmp(by, "week") == 0)
        row->week = k_str_sub(k_time_iso(a, key * K_DAY), 0, 10);
    if (strcmp(by, "person") != 0)
        return true;
    const insight_person *p = insight_find(people, key);
    if (!p)
        return false;
    row->person = k_new(a, struct api_person_ref);
    *row->person = ref_of(p);
    return true;
}

k_err route_relationships_listening(struct k_ctx *cx, struct api_req *rq, const void *in,
                                    void *out)
{
    const struct api_listening_in *i = in;
    struct api_listening *o = out;
    struct names names = names_new(cx);
    struct sq_insight_persons_list people = {0};
    struct insight_ids ids = {0};
    struct insight_heards list;
    o->by = i->by.n ? i->by : K_S("channel");
    o->to = k_cx_now(cx);
    o->from = (o->to / K_DAY - (i->days ? i->days : 30) + 1) * K_DAY;
    struct insight_listening_ask ask = {.by = k_dupz(cx->arena, o->by),
                                        .from = o->from,
                                        .to = o->to,
                                        .channel = i->channel,
                                        .member = i->member,
                                        .person = i->person};
    K_TRY(insight_listening(cx, &ask, &list));
    for (size_t k = 0; k_str_eqz(o->by, "person") && k < list.n; k++)
        insight_want(cx->arena, &ids, list.v[k].key);
    K_TRY(insight_people_of(cx, &ids, &people));
    for (size_t k = 0; k < list.n; k++) {
        struct api_listening_row row = show_heard(cx->arena, &list.v[k].l);
        if (name_row(&names, ask.by, &people, list.v[k].key, &row))
            *k_vec_push(cx->arena, &o->items) = row;
    }
    o->all = show_heard(cx->arena, &list.all);
    return names_done(&names);
}

/* --- builders ---------------------------------------------------------------------------- */

k_err route_me_builder_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_builder_me *o = out;
    struct sq_insight_builder_get_row row;
    bool found;
    K_TRY(sq_insight_builder_get(cx, cx->actor.member, &row, &found));
    o->opt_in = found && row.opt_in;
    o->notice = k_str_z(insight_builders_notice);
    return K_OK;
}

k_err route_me_builder_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(insight_builder_choose(cx, ((const struct api_builder_in *)in)->opt_in));
    return route_me_builder_get(cx, rq, NULL, out);
}

static void say_deeds(struct k_arena *a, const struct insight_builder *b,
                      struct api_builder *out)
{
    if (b->lasting)
        *k_vec_push(a, &out->sentences) = k_fmt(
            a, "Keeps %lld relationships of half a year and longer.", (long long)b->lasting);
    if (b->survived)
        *k_vec_push(a, &out->sentences) =
            k_fmt(a, "%lld of them went on after a bad moment.", (long long)b->survived);
    if (b->returned)
        *k_vec_push(a, &out->sentences) =
            k_fmt(a, "%lld people came back after a long silence.", (long long)b->returned);
    if (b->answers)
        *k_vec_push(a, &out->sentences) =
            k_fmt(a, "On %lld days one answered the other.", (long long)b->answers);
}

static void show_builder(struct names *n, const struct insight_builder *b,
                         struct api_builder *out)
{
    *out = (struct api_builder){.member = names_member_of(n, b->member),
                                .ties = b->ties,
                                .lasting = b->lasting,
                                .survived = b->survived,
                                .returned = b->returned,
                                .answers = b->answers,
                                .told = b->told};
    say_deeds(n->cx->arena, b, out);
}

/* Teams of which enough take part that nobody is seen through the sum. */
static void show_teams(struct names *n, const struct insight_builders *list,
                       struct api_builders *o)
{
    struct k_arena *a = n->cx->arena;
    K_VEC(struct api_builder_team) all = {0};
    for (size_t i = 0; i < list->n; i++) {
        struct names_teams teams = names_teams_of(n, list->v[i].member);
        for (size_t t = 0; t < teams.n; t++) {
            size_t k = 0;
            while (k < all.n && all.v[k].team.id != teams.v[t].id)
                k++;
            if (k == all.n)
                k_vec_push(a, &all)->team = teams.v[t];
            all.v[k].members++;
            all.v[k].ties += list->v[i].ties;
            all.v[k].lasting += list->v[i].lasting;
            all.v[k].survived += list->v[i].survived;
            all.v[k].returned += list->v[i].returned;
        }
    }
    for (size_t k = 0; k < all.n; k++)
        if (all.v[k].members >= INSIGHT_TEAM_LEAST)
            *k_vec_push(a, &o->teams) = all.v[k];
}

k_err route_relationships_builders(struct k_ctx *cx, struct api_req *rq, const void *in,
                                   void *out)
{
    struct api_builders *o = out;
    struct names names = names_new(cx);
    struct insight_builders list;
    K_TRY(insight_builders(cx, 0, &list));
    o->notice = k_str_z(insight_builders_notice);
    o->team_least = INSIGHT_TEAM_LEAST;
    for (size_t i = 0; i < list.n; i++) {
        show_builder(&names, &list.v[i], k_vec_push(cx->arena, &o->items));
        o->me |= list.v[i].member == cx->actor.member;
    }
    show_teams(&names, &list, o);
    return names_done(&names);
}

enum { LEADS = 3 };

static int64_t fit(const struct insight_builder *b, k_id channel)
{
    return channel ? b->on_channel : b->lasting + b->survived + b->returned;
}

/* Three at most of those whom something speaks for, in the order of names. */
static bool among_best(const struct insight_builders *list, size_t i, k_id channel)
{
    int better = 0;
    for (size_t k = 0; k < list->n; k++)
        better += fit(&list->v[k], channel) > fit(&list->v[i], channel) ||
                  (k < i && fit(&list->v[k], channel) == fit(&list->v[i], channel));
    return fit(&list->v[i], channel) > 0 && better < LEADS;
}

k_err route_relationships_lead(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id channel = ((const struct api_lead_in *)in)->channel;
    struct api_leads *o = out;
    struct names names = names_new(cx);
    struct insight_builders list;
    K_TRY(insight_builders(cx, channel, &list));
    o->notice = k_str_z(insight_builders_notice);
    for (size_t i = 0; i < list.n; i++) {
        const struct insight_builder *b = &list.v[i];
        if (!among_best(&list, i, channel))
            continue;
        struct api_lead *l = k_vec_push(cx->arena, &o->items);
        l->member = names_member_of(&names, b->member);
        if (channel)
            l->reason = k_fmt(cx->arena, "Keeps %lld lasting relationships on this channel.",
                              (long long)b->on_channel);
        else
            l->reason =
                k_fmt(cx->arena,
                      "Keeps %lld lasting relationships; %lld went on after a bad "
                      "moment, %lld came back.",
                      (long long)b->lasting, (long long)b->survived, (long long)b->returned);
    }
    return names_done(&names);
}
