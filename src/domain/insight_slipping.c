/* insight_slipping: who slips away by their own rhythm or by a wish to keep in touch, and what
 * there would be to talk about: facts, promises, their last words; never a text to send. Reads
 * person, tie, keep_in_touch, fact, commitment, post. */
#include "base/utf8.h"
#include "domain/insight.h"
#include "domain/segments.h"
#include "domain/slip_rules.h"

#include <stdlib.h>
#include <string.h>

/* LOOKS: people of a stretch that is put in order; WISHES: a page of wishes. */
enum { FACTS = 2, PROMISES = 2, WORDS = 300, LOOKS = 2000, WISHES = 200 };

static void topic(struct insight_slip *s, struct insight_topic t)
{
    if (s->n_topics < sizeof s->topics / sizeof *s->topics)
        s->topics[s->n_topics++] = t;
}

static k_err add_promises(struct k_ctx *cx, struct insight_slip *s)
{
    struct sq_insight_promises_list list;
    K_TRY(sq_insight_promises(cx, s->person.id, PROMISES, &list));
    for (size_t i = 0; i < list.n; i++) {
        bool us = k_str_eqz(list.v[i].side, "us");
        topic(s, (struct insight_topic){.kind = us ? "promise_us" : "promise_them",
                                        .text = list.v[i].text,
                                        .at = list.v[i].created_at,
                                        .due_at = list.v[i].due_at});
    }
    return K_OK;
}

static k_err add_topics(struct k_ctx *cx, struct insight_slip *s)
{
    struct sq_insight_facts_list facts;
    struct sq_insight_last_words_row words;
    bool found;
    K_TRY(add_promises(cx, s));
    K_TRY(sq_insight_last_words(cx, s->person.id, cx->actor.eyes, &words, &found));
    if (found)
        topic(s, (struct insight_topic){.kind = "words",
                                        .text = k_utf8_cut(words.text, WORDS),
                                        .at = words.posted_at,
                                        .post = words.id});
    K_TRY(sq_insight_facts(cx, s->person.id, cx->actor.member, FACTS, &facts));
    for (size_t i = 0; i < facts.n; i++)
        topic(s, (struct insight_topic){.kind = "fact",
                                        .text = facts.v[i].text,
                                        .at = facts.v[i].said_at,
                                        .post = facts.v[i].post_id});
    return K_OK;
}

/* When they wrote behind the last contact: nobody answered it. 0 = they did not. */
static k_time unanswered(const struct insight_slip *s)
{
    k_time last = s->keep.ideal_days ? s->keep.last_at : s->last_two_way_at;
    for (size_t i = 0; i < s->n_topics; i++)
        if (strcmp(s->topics[i].kind, "words") == 0 && s->topics[i].at > last)
            return s->topics[i].at;
    return 0;
}

static k_str silence_say(struct k_arena *a, const struct insight_slip *s, k_time now)
{
    long long days = (long long)((now - s->last_two_way_at) / K_DAY);
    if (s->rhythm == RHYTHM_ASLEEP)
        return k_fmt(a,
                     "No exchange for %lld days, usually every %lld: most likely over, unless "
                     "somebody begins again.",
                     days, (long long)s->interval_days);
    return k_fmt(a, "No exchange for %lld days, usually every %lld.", days,
                 (long long)s->interval_days);
}

static k_str keep_say(struct k_arena *a, const struct insight_slip *s, k_time now)
{
    long long ideal = (long long)s->keep.ideal_days, latest = (long long)s->keep.latest_days;
    long long days = (long long)((now - s->keep.last_at) / K_DAY);
    k_time wrote = unanswered(s);
    k_str day = wrote ? tie_day_say(a, wrote) : K_S("");
    if (s->keep.last_at == 0 && wrote)
        return k_fmt(
            a,
            "Wished for every %lld days, and there was no contact yet: what they wrote "
            "on %.*s waits for an answer.",
            ideal, K_ARG(day));
    if (s->keep.last_at == 0)
        return k_fmt(a, "Wished for every %lld days, and there was no contact yet.", ideal);
    if (wrote)
        return k_fmt(a,
                     "Wished for every %lld days, %lld at most; the last contact was %lld days "
                     "ago, and what they wrote on %.*s waits for an answer.",
                     ideal, latest, days, K_ARG(day));
    return k_fmt(
        a, "Wished for every %lld days, %lld at most; the last contact was %lld days ago.",
        ideal, latest, days);
}

/* What the tie says, and what to talk about. */
static k_err fill(struct k_ctx *cx, k_id member, struct insight_slip *s)
{
    struct sq_insight_tie_row tie;
    k_time now = k_cx_now(cx);
    bool found;
    K_TRY(sq_insight_tie(cx, s->person.id, member, &tie, &found));
    if (found && tie.last_two_way_at > 0) {
        s->peak = tie.peak;
        s->interval_days = tie.interval_days;
        s->last_two_way_at = tie.last_two_way_at;
        s->dormancy = rhythm_dormancy(tie.last_two_way_at, (double)tie.interval_days, now);
        s->rhythm = rhythm_of(true, s->dormancy);
    }
    K_TRY(add_topics(cx, s));
    if (s->keep.ideal_days)
        s->sentence = keep_say(cx->arena, s, now);
    else if (member == 0 &&
             unanswered(s)) /* of one member's tie: a colleague may have answered */
        s->sentence = insight_waits_say(cx->arena, unanswered(s), s->last_two_way_at,
                                        (double)s->interval_days, now);
    else
        s->sentence = silence_say(cx->arena, s, now);
    return K_OK;
}

/* Those of one stretch of points, behind where the last one ended, as they come. */
static k_err stretch(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                     struct sq_insight_slipping_list *list)
{
    k_id me = cx->actor.member;
    if (ask->member)
        return sq_insight_slipping_member(
            cx,
            &(struct sq_insight_slipping_member_args){.me = me,
                                                      .member_id = ask->member,
                                                      .stage = ask->stage,
                                                      .points = ask->at.points,
                                                      .id = ask->at.id,
                                                      .now = k_cx_now(cx),
                                                      .max = LOOKS},
            list);
    return sq_insight_slipping(cx,
                               &(struct sq_insight_slipping_args){.me = me,
                                                                  .stage = ask->stage,
                                                                  .points = ask->at.points,
                                                                  .id = ask->at.id,
                                                                  .now = k_cx_now(cx),
                                                                  .max = LOOKS},
                               list);
}

/* "" = no segment was asked for. */
static k_err in_segment(struct k_ctx *cx, k_str conditions, k_id person, bool *in)
{
    *in = true;
    return conditions.n ? segments_holds(cx, conditions, person, in) : K_OK;
}

static int64_t rank_of(const struct sq_insight_slipping_row *r)
{
    return slip_rank(r->strength, r->peak, r->dormancy);
}

/* Whether it comes behind the one of that rank and id. */
static bool behind(const struct sq_insight_slipping_row *r, int64_t rank, k_id id)
{
    int64_t own = rank_of(r);
    return own < rank || (own == rank && r->id < id);
}

static int dearest_first(const void *x, const void *y)
{
    const struct sq_insight_slipping_row *a = x, *b = y;
    if (a->id == b->id)
        return 0;
    return behind(b, rank_of(a), a->id) ? -1 : 1;
}

/* The people of a page, in its order. */
static k_err put_page(struct k_ctx *cx, const struct sq_insight_slipping_row *v,
                      const struct insight_ids *ids, struct insight_slips *out)
{
    struct sq_insight_persons_list people;
    K_TRY(insight_people_of(cx, ids, &people));
    for (size_t i = 0; i < ids->n; i++) {
        const insight_person *p = insight_find(&people, ids->v[i]);
        const struct sq_insight_slipping_row *r = v;
        while (r->id != ids->v[i])
            r++;
        if (p == NULL)
            continue;
        struct insight_slip *s = k_vec_push(cx->arena, out);
        s->person = *p;
        s->person.strength = r->strength;
        s->score = slip_of(r->strength, r->peak, r->dormancy).score;
        s->reason = slip_say(cx->arena, r->strength, r->peak, r->dormancy);
    }
    return K_OK;
}

/* A stretch of the strongest is put in order and read from where the page before ended; behind
 * its end the next stretch begins. */
static k_err by_rhythm(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                       k_str conditions, struct insight_slips *out)
{
    struct sq_insight_slipping_list list;
    struct insight_ids page = {0};
    size_t i = 0;
    K_TRY(stretch(cx, ask, &list));
    struct insight_slips_at next = {.rank = INT64_MAX, .last = INT64_MAX};
    if (list.n > 0)
        next = (struct insight_slips_at){list.v[list.n - 1].points, list.v[list.n - 1].id,
                                         INT64_MAX, INT64_MAX};
    if (list.n > 1)
        qsort(list.v, list.n, sizeof *list.v, dearest_first);
    while (i < list.n && !behind(&list.v[i], ask->at.rank, ask->at.last))
        i++;
    for (bool in; i < list.n && page.n < (size_t)ask->limit; i++) {
        K_TRY(in_segment(cx, conditions, list.v[i].id, &in));
        if (in)
            insight_want(cx->arena, &page, list.v[i].id);
    }
    out->more = i < list.n || list.n == LOOKS;
    out->at = i < list.n && i > 0
                  ? (struct insight_slips_at){ask->at.points, ask->at.id,
                                              rank_of(&list.v[i - 1]), list.v[i - 1].id}
                  : next;
    return put_page(cx, list.v, &page, out);
}

static void wish(struct k_ctx *cx, const struct sq_insight_keeps_row *r, k_id segment,
                 const insight_person *p, struct insight_slips *out)
{
    struct insight_slip *s = k_vec_push(cx->arena, out);
    s->person = *p;
    s->keep.member = r->member_id;
    s->keep.segment = segment;
    s->keep.ideal_days = r->ideal_days;
    s->keep.latest_days = r->latest_days;
    s->keep.last_at = r->last_at;
    s->keep.due_at = r->due_at;
    s->keep.late = r->due_at + (r->latest_days - r->ideal_days) * K_DAY < k_cx_now(cx);
}

/* Wishes for one person. */
static k_err by_wish(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                     struct insight_slips *out)
{
    struct sq_insight_keeps_list list;
    struct sq_insight_persons_list people;
    struct insight_ids ids = {0};
    K_TRY(sq_insight_keeps(cx,
                           &(struct sq_insight_keeps_args){.me = cx->actor.member,
                                                           .member_id = ask->member,
                                                           .stage = ask->stage,
                                                           .now = k_cx_now(cx),
                                                           .max = WISHES},
                           &list));
    for (size_t i = 0; i < list.n; i++)
        insight_want(cx->arena, &ids, list.v[i].person_id);
    K_TRY(insight_people_of(cx, &ids, &people));
    for (size_t i = 0; i < list.n; i++) {
        const insight_person *p = insight_find(&people, list.v[i].person_id);
        if (p)
            wish(cx, &list.v[i], 0, p, out);
    }
    return K_OK;
}

static bool wished(const struct insight_slips *s, k_id person)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].person.id == person)
            return true;
    return false;
}

k_err insight_contact_last(struct k_ctx *cx, k_id person, k_id member, k_time *at)
{
    struct sq_contact_last_row row;
    bool found;
    K_TRY(sq_contact_last(cx, person, member, k_cx_now(cx), &row, &found));
    *at = !found ? 0 : row.tie_at > row.moment_at ? row.tie_at : row.moment_at;
    return K_OK;
}

/* Wishes for all of a segment: its people whose interval is over. A wish for the person alone
 * goes before. */
static k_err by_segment(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                        const struct sq_segment_keeps_row *k, struct insight_slips *out)
{
    struct segments_page page;
    struct sq_insight_persons_list people;
    struct insight_ids ids = {0};
    k_time now = k_cx_now(cx), since = now - k->ideal_days * K_DAY;
    if (k->created_at > since)
        return K_OK;
    K_TRY(segments_silent(cx, k->conditions, k->member_id, since, WISHES, &page));
    for (size_t i = 0; i < page.n; i++)
        insight_want(cx->arena, &ids, page.v[i]);
    K_TRY(insight_people_of(cx, &ids, &people));
    for (size_t i = 0; i < people.n; i++) {
        const insight_person *p = &people.v[i];
        k_time last;
        K_TRY(insight_contact_last(cx, p->id, k->member_id, &last));
        k_time from = last > k->created_at ? last : k->created_at;
        struct sq_insight_keeps_row r = {.person_id = p->id,
                                         .member_id = k->member_id,
                                         .ideal_days = k->ideal_days,
                                         .latest_days = k->latest_days,
                                         .last_at = last,
                                         .due_at = from + k->ideal_days * K_DAY};
        if (!wished(out, p->id) && (ask->stage.n == 0 || k_str_eq(ask->stage, p->stage)))
            wish(cx, &r, k->segment_id, p, out);
    }
    return K_OK;
}

static int overdue_first(const void *a, const void *b)
{
    const struct insight_slip *x = a, *y = b;
    if (x->keep.due_at != y->keep.due_at)
        return x->keep.due_at < y->keep.due_at ? -1 : 1;
    return (x->person.id > y->person.id) - (x->person.id < y->person.id);
}

static k_err by_wishes(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                       k_str conditions, struct insight_slips *out)
{
    struct sq_segment_keeps_list keeps;
    size_t kept = 0;
    K_TRY(by_wish(cx, ask, out));
    K_TRY(sq_segment_keeps(cx, cx->actor.member, &keeps));
    for (size_t i = 0; i < keeps.n; i++)
        if (ask->member == 0 || keeps.v[i].member_id == 0 ||
            keeps.v[i].member_id == ask->member)
            K_TRY(by_segment(cx, ask, &keeps.v[i], out));
    for (size_t i = 0; i < out->n; i++) {
        bool in;
        K_TRY(in_segment(cx, conditions, out->v[i].person.id, &in));
        if (in)
            out->v[kept++] = out->v[i];
    }
    out->n = kept;
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, overdue_first);
    out->n = out->n > (size_t)ask->limit ? (size_t)ask->limit : out->n;
    return K_OK;
}

k_err insight_slipping(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                       struct insight_slips *out)
{
    struct sq_segment_get_row segment = {.conditions = K_S("")};
    *out = (struct insight_slips){0};
    if (ask->segment)
        K_TRY(segments_find(cx, ask->segment, &segment));
    if (ask->keeps)
        K_TRY(by_wishes(cx, ask, segment.conditions, out));
    else
        K_TRY(by_rhythm(cx, ask, segment.conditions, out));
    for (size_t i = 0; i < out->n; i++)
        K_TRY(fill(cx, ask->keeps ? 0 : ask->member, &out->v[i]));
    return K_OK;
}
