/* record_kept: facts, promises, deals, value on both sides, keep-in-touch (domain/record.h). */
#include "base/buf.h"
#include "base/utf8.h"
#include "domain/handoff.h"
#include "domain/record_steps.h"

#define TOPIC_MOST 60
#define INTERESTS_MOST 100
#define LINK_REFERRED 0.8

/* --- facts ------------------------------------------------------------------------------- */

k_str record_topic(struct k_arena *a, k_str text)
{
    struct k_buf b;
    k_str plain = k_utf8_plain(a, k_str_trim(text));
    bool blank = false;
    k_buf_init(&b, a, plain.n + 1);
    for (size_t i = 0; i < plain.n; i++) {
        unsigned char c = (unsigned char)plain.p[i];
        bool word = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word && blank && b.n)
            k_buf_chr(&b, ' ');
        if (word)
            k_buf_chr(&b, (char)c);
        blank = !word;
    }
    return k_buf_view(&b);
}

static k_str topic_for(struct k_arena *a, k_str topic, k_str text)
{
    k_str t = record_topic(a, topic.n ? topic : text);
    return t.n <= TOPIC_MOST || topic.n ? k_utf8_cut(t, TOPIC_MOST) : K_S("");
}

/* A fact that is heard from a post: theirs. */
static k_err said_in(struct k_ctx *cx, k_id person, k_id post, k_time *said_at)
{
    struct sq_post_get_row row;
    bool found;
    if (post == 0)
        return K_OK;
    K_TRY(sq_post_get(cx, post, cx->actor.eyes, &row, &found));
    if (!found || row.person_id != person || !k_str_eqz(row.direction, "in"))
        return k_fail(cx, K_ERR_BAD_INPUT, "post_id", "This person did not write that post.");
    if (*said_at == 0)
        *said_at = row.posted_at;
    return K_OK;
}

k_err record_fact(struct k_ctx *cx, k_id person, const struct record_fact *f, k_id *id)
{
    struct sq_people_get_row p;
    k_time said_at = f->said_at;
    K_TRY(people_find(cx, person, &p));
    K_TRY(record_words(cx, "text", f->text));
    K_TRY(said_in(cx, p.id, f->post, &said_at));
    *id = k_cx_id(cx);
    K_TRY(sq_fact_insert(
        cx,
        &(struct sq_fact_insert_args){.id = *id,
                                      .person_id = p.id,
                                      .kind = f->kind,
                                      .text = k_str_trim(f->text),
                                      .topic = topic_for(cx->arena, f->topic, f->text),
                                      .source = f->post ? K_S("post") : K_S("member"),
                                      .post_id = f->post,
                                      .said_at = said_at,
                                      .owner_id = p.owner_id || f->mine ? cx->actor.member : 0,
                                      .created_by = cx->actor.member,
                                      .now = k_cx_now(cx)},
        NULL));
    return record_log(cx, "fact.added", "fact", *id, p.id);
}

static k_err fact_find(struct k_ctx *cx, k_id id, struct sq_fact_get_row *row)
{
    struct sq_people_get_row p;
    bool found;
    K_TRY(sq_fact_get(cx, id, row, &found));
    if (!found || !people_sees(cx, row->owner_id))
        return record_no_such(cx);
    return people_find(cx, row->person_id, &p);
}

k_err record_fact_change(struct k_ctx *cx, k_id id, const struct record_fact *f)
{
    struct sq_fact_get_row now;
    K_TRY(fact_find(cx, id, &now));
    k_str text = f->has_text ? k_str_trim(f->text) : now.text;
    k_str topic = now.topic;
    K_TRY(record_words(cx, "text", text));
    if (f->has_topic || f->has_text)
        topic = topic_for(cx->arena, f->has_topic ? f->topic : K_S(""), text);
    K_TRY(sq_fact_set(
        cx,
        &(struct sq_fact_set_args){.id = id,
                                   .kind = f->has_kind ? f->kind : now.kind,
                                   .text = text,
                                   .topic = topic,
                                   .said_at = f->has_said_at ? f->said_at : now.said_at},
        NULL));
    return record_log(cx, "fact.changed", "fact", id, now.person_id);
}

k_err record_fact_remove(struct k_ctx *cx, k_id id)
{
    struct sq_fact_get_row now;
    K_TRY(fact_find(cx, id, &now));
    K_TRY(sq_fact_drop(cx, id, NULL));
    return record_log(cx, "fact.removed", "fact", id, now.person_id);
}

k_err record_interests(struct k_ctx *cx, const k_str *texts, size_t n)
{
    k_id me = cx->actor.member;
    if (n > INTERESTS_MOST)
        return k_fail(cx, K_ERR_LIMIT, "items", "At most 100 interests.");
    K_TRY(sq_interest_clear(cx, me, NULL));
    for (size_t i = 0; i < n; i++) {
        k_str topic = topic_for(cx->arena, texts[i], texts[i]);
        if (topic.n)
            K_TRY(sq_interest_put(cx, me, topic, k_str_trim(texts[i]), NULL));
    }
    k_ctx_notice(cx, K_TOPIC_MEMBER, me);
    return K_OK;
}

/* --- commitments ------------------------------------------------------------------------- */

k_err record_commitment(struct k_ctx *cx, k_id person, const struct record_commitment *c,
                        k_id *id)
{
    struct sq_people_get_row p;
    K_TRY(people_find(cx, person, &p));
    K_TRY(record_words(cx, "text", c->text));
    *id = k_cx_id(cx);
    K_TRY(sq_commitment_insert(
        cx,
        &(struct sq_commitment_insert_args){.id = *id,
                                            .person_id = p.id,
                                            .member_id = c->member,
                                            .side = c->side,
                                            .text = k_str_trim(c->text),
                                            .due_at = c->due_at,
                                            .conversation_id = c->conversation,
                                            .created_by = cx->actor.member,
                                            .now = k_cx_now(cx)},
        NULL));
    return record_log(cx, "commitment.made", "commitment", *id, p.id);
}

static k_err commitment_find(struct k_ctx *cx, k_id id, struct sq_commitment_get_row *row)
{
    struct sq_people_get_row p;
    bool found;
    K_TRY(sq_commitment_get(cx, id, row, &found));
    return found ? people_find(cx, row->person_id, &p) : record_no_such(cx);
}

k_err record_commitment_change(struct k_ctx *cx, k_id id, const struct record_commitment *c)
{
    struct sq_commitment_get_row now;
    K_TRY(commitment_find(cx, id, &now));
    struct sq_commitment_set_args args = {.id = id,
                                          .text = c->has_text ? k_str_trim(c->text) : now.text,
                                          .due_at = c->has_due_at ? c->due_at : now.due_at,
                                          .member_id =
                                              c->has_member ? c->member : now.member_id,
                                          .state = now.state,
                                          .settled_at = now.settled_at,
                                          .settled_by = now.settled_by};
    K_TRY(record_words(cx, "text", args.text));
    if (c->has_state && !k_str_eq(c->state, now.state)) {
        bool open = k_str_eqz(c->state, "open");
        args.state = c->state;
        args.settled_at = open ? 0 : k_cx_now(cx);
        args.settled_by = open ? 0 : cx->actor.member;
    }
    K_TRY(sq_commitment_set(cx, &args, NULL));
    K_TRY(record_refold(cx, now.person_id));
    return record_log(cx, "commitment.changed", "commitment", id, now.person_id);
}

k_err record_commitment_remove(struct k_ctx *cx, k_id id)
{
    struct sq_commitment_get_row now;
    K_TRY(commitment_find(cx, id, &now));
    K_TRY(sq_commitment_drop(cx, id, NULL));
    return record_log(cx, "commitment.removed", "commitment", id, now.person_id);
}

/* --- deals, orders, referrals ------------------------------------------------------------ */

static k_err good_money(struct k_ctx *cx, int64_t amount, k_str currency)
{
    bool three = currency.n == 3;
    for (size_t i = 0; i < currency.n; i++)
        three = three && currency.p[i] >= 'A' && currency.p[i] <= 'Z';
    if (amount < 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "amount_minor", "An amount is not negative.");
    if ((amount || currency.n) && !three)
        return k_fail(cx, K_ERR_BAD_INPUT, "currency",
                      "Write the currency in three letters, such as EUR.");
    return K_OK;
}

/* Whom a referral sent to us; made when only a name is known. */
static k_err referred_person(struct k_ctx *cx, const struct sq_people_get_row *p,
                             const struct record_deal *d, k_id *id)
{
    struct sq_people_get_row other;
    *id = 0;
    if (!k_str_eqz(d->kind, "referral")) {
        if (d->referred || d->referred_name.n)
            return k_fail(cx, K_ERR_BAD_INPUT, "referred_id",
                          "Only a referral sends somebody to us.");
        return K_OK;
    }
    if (d->referred) {
        K_TRY(people_find(cx, d->referred, &other));
        *id = other.id;
    } else if (k_str_trim(d->referred_name).n) {
        K_TRY(people_create(cx,
                            &(struct people_new){.name = d->referred_name,
                                                 .role = K_S("prospect"),
                                                 .mine = p->owner_id != 0,
                                                 .demo = p->demo},
                            id));
    }
    if (*id == 0 || *id == p->id)
        return k_fail(cx, K_ERR_BAD_INPUT, "referred_id", "Say whom they sent to us.");
    return K_OK;
}

static k_err link_both(struct k_ctx *cx, k_id a, k_id b, k_id deal)
{
    struct sq_link_put_args args = {.a_id = a,
                                    .b_id = b,
                                    .kind = K_S("referred"),
                                    .weight = LINK_REFERRED,
                                    .source = K_S("deal"),
                                    .source_id = deal,
                                    .now = k_cx_now(cx)};
    K_TRY(sq_link_put(cx, &args, NULL));
    args.a_id = b;
    args.b_id = a;
    return sq_link_put(cx, &args, NULL);
}

static k_err organization_of(struct k_ctx *cx, k_id id, k_id *out)
{
    struct sq_people_get_row o;
    *out = 0;
    if (id == 0)
        return K_OK;
    K_TRY(people_find(cx, id, &o));
    if (!k_str_eqz(o.kind, "organization"))
        return k_fail(cx, K_ERR_BAD_INPUT, "organization_id", "This is no organization.");
    *out = o.id;
    return K_OK;
}

k_err record_deal(struct k_ctx *cx, k_id person, const struct record_deal *d, k_id *id)
{
    struct sq_people_get_row p;
    bool referral = k_str_eqz(d->kind, "referral");
    struct sq_deal_insert_args args = {.kind = d->kind,
                                       .title = k_str_trim(d->title),
                                       .amount_minor = d->amount_minor,
                                       .currency = d->currency,
                                       .state = d->state.n ? d->state
                                                : referral ? K_S("won")
                                                           : K_S("open"),
                                       .at = d->at ? d->at : k_cx_now(cx),
                                       .conversation_id = d->conversation,
                                       .member_id = d->member ? d->member : cx->actor.member,
                                       .created_by = cx->actor.member,
                                       .now = k_cx_now(cx)};
    K_TRY(people_find(cx, person, &p));
    K_TRY(record_words(cx, "title", d->title));
    K_TRY(good_money(cx, d->amount_minor, d->currency));
    K_TRY(organization_of(cx, d->organization, &args.organization_id));
    K_TRY(referred_person(cx, &p, d, &args.referred_id));
    args.person_id = p.id;
    args.id = *id = k_cx_id(cx);
    K_TRY(sq_deal_insert(cx, &args, NULL));
    if (args.referred_id) {
        K_TRY(link_both(cx, p.id, args.referred_id, *id));
        K_TRY(record_refold(cx, args.referred_id));
        k_ctx_notice(cx, K_TOPIC_PERSON, args.referred_id);
    }
    K_TRY(record_refold(cx, p.id));
    if (!referral)
        K_TRY(handoff_found_deal(cx, p.id, args.title, k_str_eqz(args.state, "won")));
    return record_log(cx, "deal.created", "deal", *id, p.id);
}

static k_err deal_find(struct k_ctx *cx, k_id id, struct sq_deal_get_row *row)
{
    struct sq_people_get_row p;
    bool found;
    K_TRY(sq_deal_get(cx, id, row, &found));
    return found ? people_find(cx, row->person_id, &p) : record_no_such(cx);
}

k_err record_deal_change(struct k_ctx *cx, k_id id, const struct record_deal *d)
{
    struct sq_deal_get_row now;
    K_TRY(deal_find(cx, id, &now));
    struct sq_deal_set_args args = {.id = id,
                                    .title = d->has_title ? k_str_trim(d->title) : now.title,
                                    .amount_minor = d->has_amount_minor ? d->amount_minor
                                                                        : now.amount_minor,
                                    .currency = d->has_currency ? d->currency : now.currency,
                                    .state = d->has_state ? d->state : now.state,
                                    .at = d->has_at ? d->at : now.at,
                                    .organization_id = now.organization_id,
                                    .member_id = d->has_member ? d->member : now.member_id};
    K_TRY(record_words(cx, "title", args.title));
    K_TRY(good_money(cx, args.amount_minor, args.currency));
    if (d->has_organization)
        K_TRY(organization_of(cx, d->organization, &args.organization_id));
    K_TRY(sq_deal_set(cx, &args, NULL));
    K_TRY(record_refold(cx, now.person_id));
    if (k_str_eqz(args.state, "won") && !k_str_eqz(now.state, "won"))
        K_TRY(handoff_found_deal(cx, now.person_id, args.title, true));
    return record_log(cx, "deal.changed", "deal", id, now.person_id);
}

k_err record_deal_remove(struct k_ctx *cx, k_id id)
{
    struct sq_deal_get_row now;
    K_TRY(deal_find(cx, id, &now));
    struct sq_link_drop_args back = {.a_id = now.referred_id,
                                     .b_id = now.person_id,
                                     .kind = K_S("referred"),
                                     .source = K_S("deal"),
                                     .source_id = id};
    K_TRY(sq_link_drop(cx, &back, NULL));
    back.a_id = now.person_id;
    back.b_id = now.referred_id;
    K_TRY(sq_link_drop(cx, &back, NULL));
    K_TRY(sq_deal_drop(cx, id, NULL));
    K_TRY(record_refold(cx, now.person_id));
    return record_log(cx, "deal.removed", "deal", id, now.person_id);
}

/* --- value ------------------------------------------------------------------------------- */

/* The evidence must be this person's. *at: when the post was written, if one shows it. */
static k_err good_evidence(struct k_ctx *cx, k_id person, const struct record_value *v,
                           k_time *at)
{
    struct sq_moment_get_row moment;
    struct sq_deal_get_row deal;
    struct sq_post_get_row post;
    bool found;
    if (v->post) {
        K_TRY(sq_post_get(cx, v->post, cx->actor.eyes, &post, &found));
        if (!found || post.person_id != person)
            return k_fail(cx, K_ERR_BAD_INPUT, "post_id",
                          "That post is not between us and this person.");
        *at = post.posted_at;
    }
    if (v->moment)
        K_TRY(record_moment_find(cx, v->moment, &moment));
    if (v->deal) {
        K_TRY(deal_find(cx, v->deal, &deal));
        if (deal.person_id != person)
            return k_fail(cx, K_ERR_BAD_INPUT, "deal_id", "That deal is another person's.");
    }
    return K_OK;
}

k_err record_value(struct k_ctx *cx, k_id person, const struct record_value *v, k_id *id)
{
    struct sq_people_get_row p;
    k_time shown_at = k_cx_now(cx);
    K_TRY(people_find(cx, person, &p));
    K_TRY(record_words(cx, "text", v->text));
    K_TRY(good_evidence(cx, p.id, v, &shown_at));
    *id = k_cx_id(cx);
    K_TRY(sq_value_insert(
        cx,
        &(struct sq_value_insert_args){.id = *id,
                                       .person_id = p.id,
                                       .member_id = v->member ? v->member : cx->actor.member,
                                       .side = v->side,
                                       .kind = v->kind,
                                       .text = k_str_trim(v->text),
                                       .post_id = v->post,
                                       .moment_id = v->moment,
                                       .deal_id = v->deal,
                                       .at = v->at ? v->at : shown_at,
                                       .created_by = cx->actor.member,
                                       .now = k_cx_now(cx)},
        NULL));
    K_TRY(record_refold(cx, p.id));
    return record_log(cx, "value.added", "value", *id, p.id);
}

static k_err value_find(struct k_ctx *cx, k_id id, struct sq_value_get_row *row)
{
    struct sq_people_get_row p;
    bool found;
    K_TRY(sq_value_get(cx, id, row, &found));
    return found ? people_find(cx, row->person_id, &p) : record_no_such(cx);
}

k_err record_value_change(struct k_ctx *cx, k_id id, const struct record_value *v)
{
    struct sq_value_get_row now;
    K_TRY(value_find(cx, id, &now));
    struct sq_value_set_args args = {.id = id,
                                     .side = v->has_side ? v->side : now.side,
                                     .kind = v->has_kind ? v->kind : now.kind,
                                     .text = v->has_text ? k_str_trim(v->text) : now.text,
                                     .at = v->has_at ? v->at : now.at};
    K_TRY(record_words(cx, "text", args.text));
    K_TRY(sq_value_set(cx, &args, NULL));
    K_TRY(record_refold(cx, now.person_id));
    return record_log(cx, "value.changed", "value", id, now.person_id);
}

k_err record_value_remove(struct k_ctx *cx, k_id id)
{
    struct sq_value_get_row now;
    K_TRY(value_find(cx, id, &now));
    K_TRY(sq_value_drop(cx, id, NULL));
    K_TRY(record_refold(cx, now.person_id));
    return record_log(cx, "value.removed", "value", id, now.person_id);
}

/* --- keep-in-touch ----------------------------------------------------------------------- */

k_err record_keep(struct k_ctx *cx, k_id person, k_id segment, bool anybody, int64_t ideal_days,
                  int64_t latest_days)
{
    struct sq_people_get_row p = {0};
    if (ideal_days < 1 || latest_days < ideal_days || latest_days > 3660)
        return k_fail(cx, K_ERR_BAD_INPUT, "latest_days",
                      "The latest interval is at least the ideal one, at most ten years.");
    if (person)
        K_TRY(people_find(cx, person, &p));
    K_TRY(sq_keep_put(cx,
                      &(struct sq_keep_put_args){.id = k_cx_id(cx),
                                                 .person_id = p.id,
                                                 .segment_id = segment,
                                                 .member_id = anybody ? 0 : cx->actor.member,
                                                 .ideal_days = ideal_days,
                                                 .latest_days = latest_days,
                                                 .created_by = cx->actor.member,
                                                 .now = k_cx_now(cx)},
                      NULL));
    return record_log(cx, "keep.set", person ? "person" : "segment", person ? p.id : segment,
                      p.id);
}

k_err record_keep_remove(struct k_ctx *cx, k_id person, k_id segment, bool anybody)
{
    struct sq_people_get_row p = {0};
    if (person)
        K_TRY(people_find(cx, person, &p));
    K_TRY(sq_keep_drop(cx, p.id, segment, anybody ? 0 : cx->actor.member, NULL));
    return record_log(cx, "keep.dropped", person ? "person" : "segment",
                      person ? p.id : segment, p.id);
}
