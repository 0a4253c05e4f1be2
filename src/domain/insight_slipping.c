/* insight_slipping: who slips away by their own rhythm or by a wish to keep in touch, and what
 * there would be to talk about: facts, promises, their last words; never a text to send. Reads
 * person, tie, keep_in_touch, fact, commitment, post. */
#include "base/utf8.h"
#include "domain/insight.h"

enum { FACTS = 2, PROMISES = 2, WORDS = 300 };

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
    K_TRY(sq_insight_last_words(cx, s->person.id, &words, &found));
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
    if (s->keep.last_at == 0)
        return k_fmt(a, "Wished for every %lld days, and there was no contact yet.",
                     (long long)s->keep.ideal_days);
    return k_fmt(
        a, "Wished for every %lld days, %lld at most; the last contact was %lld days ago.",
        (long long)s->keep.ideal_days, (long long)s->keep.latest_days,
        (long long)((now - s->keep.last_at) / K_DAY));
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
    if (s->keep.ideal_days)
        s->sentence = keep_say(cx->arena, s, now);
    else
        s->sentence = silence_say(cx->arena, s, now);
    return add_topics(cx, s);
}

static k_err by_rhythm(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                       struct insight_slips *out)
{
    struct sq_insight_persons_list list;
    k_id me = cx->actor.member;
    if (ask->member)
        K_TRY(sq_insight_slipping_member(
            cx,
            &(struct sq_insight_slipping_member_args){.me = me,
                                                      .member_id = ask->member,
                                                      .stage = ask->stage,
                                                      .points = ask->points,
                                                      .id = ask->id,
                                                      .now = k_cx_now(cx),
                                                      .max = ask->limit},
            &list));
    else
        K_TRY(sq_insight_slipping(cx,
                                  &(struct sq_insight_slipping_args){.me = me,
                                                                     .stage = ask->stage,
                                                                     .points = ask->points,
                                                                     .id = ask->id,
                                                                     .max = ask->limit},
                                  &list));
    for (size_t i = 0; i < list.n; i++)
        k_vec_push(cx->arena, out)->person = list.v[i];
    return K_OK;
}

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
                                                           .max = ask->limit},
                           &list));
    for (size_t i = 0; i < list.n; i++)
        insight_want(cx->arena, &ids, list.v[i].person_id);
    K_TRY(insight_people_of(cx, &ids, &people));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_insight_keeps_row *r = &list.v[i];
        const insight_person *p = insight_find(&people, r->person_id);
        if (!p)
            continue;
        struct insight_slip *s = k_vec_push(cx->arena, out);
        s->person = *p;
        s->keep.member = r->member_id;
        s->keep.ideal_days = r->ideal_days;
        s->keep.latest_days = r->latest_days;
        s->keep.last_at = r->last_at;
        s->keep.due_at = r->due_at;
        s->keep.late = r->due_at + (r->latest_days - r->ideal_days) * K_DAY < k_cx_now(cx);
    }
    return K_OK;
}

k_err insight_slipping(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                       struct insight_slips *out)
{
    *out = (struct insight_slips){0};
    K_TRY(ask->keeps ? by_wish(cx, ask, out) : by_rhythm(cx, ask, out));
    for (size_t i = 0; i < out->n; i++)
        K_TRY(fill(cx, ask->keeps ? 0 : ask->member, &out->v[i]));
    return K_OK;
}
