/* routes_records: what happened between us and a person, as members write it down: touches by
 * hand, moments, facts, promises, deals, value, keep-in-touch, own interests. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/show_record.h"
#include "domain/record.h"

static k_id id_of(const void *in)
{
    return ((const struct api_id_in *)in)->id;
}

k_err route_person_records(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_records(cx, id_of(in), out);
}

/* --- touches ----------------------------------------------------------------------------- */

k_err route_touch_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_touch_in *i = in;
    struct record_touch t = {.medium = i->medium,
                             .direction = i->direction,
                             .text = i->text,
                             .at = i->at,
                             .member = i->member_id,
                             .asked = (int)i->asked,
                             .personal = i->personal,
                             .has_prompted = i->has_prompted,
                             .prompted = i->prompted,
                             .moment = i->moment_id,
                             .moment_title = i->moment_title,
                             .with = i->with_ids.v,
                             .n_with = i->with_ids.n};
    k_id id;
    K_TRY(record_touch(cx, i->id, &t, &id));
    return show_touch(cx, id, out);
}

k_err route_touch_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return record_touch_remove(cx, id_of(in), api_may(rq, PERM_MEMBERS));
}

/* --- moments ----------------------------------------------------------------------------- */

static struct record_moment moment_of(const struct api_moment_record_in *i)
{
    return (struct record_moment){.kind = i->kind,
                                  .title = i->title,
                                  .text = i->text,
                                  .at = i->at,
                                  .until_at = i->until_at,
                                  .conversation = i->conversation_id,
                                  .repairs = i->repairs_id,
                                  .severity = (int)i->severity,
                                  .persons = i->person_ids.v,
                                  .n_persons = i->person_ids.n,
                                  .members = i->member_ids.v,
                                  .n_members = i->member_ids.n,
                                  .has_kind = i->has_kind,
                                  .has_title = i->has_title,
                                  .has_text = i->has_text,
                                  .has_at = i->has_at,
                                  .has_until_at = i->has_until_at,
                                  .has_repairs = i->has_repairs_id,
                                  .has_severity = i->has_severity,
                                  .has_persons = i->has_person_ids,
                                  .has_members = i->has_member_ids};
}

k_err route_moment_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct record_moment m = moment_of(in);
    k_id id;
    K_TRY(record_moment(cx, &m, &id));
    return show_moment(cx, id, out);
}

k_err route_moment_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_moment(cx, id_of(in), out);
}

k_err route_moment_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_moment_record_in *i = in;
    struct record_moment m = moment_of(i);
    K_TRY(record_moment_change(cx, i->id, &m));
    return show_moment(cx, i->id, out);
}

k_err route_moment_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return record_moment_remove(cx, id_of(in));
}

/* --- facts ------------------------------------------------------------------------------- */

static struct record_fact fact_of(const struct api_fact_in *i)
{
    return (struct record_fact){.kind = i->kind,
                                .text = i->text,
                                .topic = i->topic,
                                .post = i->post_id,
                                .said_at = i->said_at,
                                .mine = i->mine,
                                .has_kind = i->has_kind,
                                .has_text = i->has_text,
                                .has_topic = i->has_topic,
                                .has_said_at = i->has_said_at};
}

k_err route_fact_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_fact_in *i = in;
    struct record_fact f = fact_of(i);
    k_id id;
    K_TRY(record_fact(cx, i->id, &f, &id));
    return show_fact(cx, id, out);
}

k_err route_fact_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_fact_in *i = in;
    struct record_fact f = fact_of(i);
    K_TRY(record_fact_change(cx, i->id, &f));
    return show_fact(cx, i->id, out);
}

k_err route_fact_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return record_fact_remove(cx, id_of(in));
}

static k_err my_interests(struct k_ctx *cx, void *out)
{
    struct api_interest_list *o = out;
    struct sq_interest_of_member_list list;
    K_TRY(sq_interest_of_member(cx, cx->actor.member, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) =
            (struct api_interest){list.v[i].topic, list.v[i].text};
    return K_OK;
}

k_err route_interests_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return my_interests(cx, out);
}

k_err route_interests_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_interests_in *i = in;
    K_TRY(record_interests(cx, i->items.v, i->items.n));
    return my_interests(cx, out);
}

/* --- commitments ------------------------------------------------------------------------- */

static struct record_commitment commitment_of(const struct api_commitment_in *i)
{
    return (struct record_commitment){.side = i->side,
                                      .text = i->text,
                                      .state = i->state,
                                      .due_at = i->due_at,
                                      .member = i->member_id,
                                      .conversation = i->conversation_id,
                                      .has_text = i->has_text,
                                      .has_state = i->has_state,
                                      .has_due_at = i->has_due_at,
                                      .has_member = i->has_member_id};
}

k_err route_commitment_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_commitment_in *i = in;
    struct record_commitment c = commitment_of(i);
    k_id id;
    K_TRY(record_commitment(cx, i->id, &c, &id));
    return show_commitment(cx, id, out);
}

k_err route_commitment_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_commitment_in *i = in;
    struct record_commitment c = commitment_of(i);
    K_TRY(record_commitment_change(cx, i->id, &c));
    return show_commitment(cx, i->id, out);
}

k_err route_commitment_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return record_commitment_remove(cx, id_of(in));
}

k_err route_commitments_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_page_in *i = in;
    return show_commitments_due(cx, i->cursor, request_limit(i->limit), out);
}

/* --- deals ------------------------------------------------------------------------------- */

static struct record_deal deal_of(const struct api_deal_in *i)
{
    return (struct record_deal){.kind = i->kind,
                                .title = i->title,
                                .currency = i->currency,
                                .state = i->state,
                                .amount_minor = i->amount_minor,
                                .at = i->at,
                                .organization = i->organization_id,
                                .referred = i->referred_id,
                                .referred_name = i->referred_name,
                                .conversation = i->conversation_id,
                                .member = i->member_id,
                                .has_title = i->has_title,
                                .has_currency = i->has_currency,
                                .has_state = i->has_state,
                                .has_amount_minor = i->has_amount_minor,
                                .has_at = i->has_at,
                                .has_organization = i->has_organization_id,
                                .has_member = i->has_member_id};
}

k_err route_deal_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_deal_in *i = in;
    struct record_deal d = deal_of(i);
    k_id id;
    K_TRY(record_deal(cx, i->id, &d, &id));
    return show_deal(cx, id, out);
}

k_err route_deal_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_deal_in *i = in;
    struct record_deal d = deal_of(i);
    K_TRY(record_deal_change(cx, i->id, &d));
    return show_deal(cx, i->id, out);
}

k_err route_deal_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return record_deal_remove(cx, id_of(in));
}

/* --- value ------------------------------------------------------------------------------- */

static struct record_value value_of(const struct api_value_in *i)
{
    return (struct record_value){.side = i->side,
                                 .kind = i->kind,
                                 .text = i->text,
                                 .at = i->at,
                                 .post = i->post_id,
                                 .moment = i->moment_id,
                                 .deal = i->deal_id,
                                 .member = i->member_id,
                                 .has_side = i->has_side,
                                 .has_kind = i->has_kind,
                                 .has_text = i->has_text,
                                 .has_at = i->has_at};
}

k_err route_value_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_value_in *i = in;
    struct record_value v = value_of(i);
    k_id id;
    K_TRY(record_value(cx, i->id, &v, &id));
    return show_value(cx, id, out);
}

k_err route_value_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_value_in *i = in;
    struct record_value v = value_of(i);
    K_TRY(record_value_change(cx, i->id, &v));
    return show_value(cx, i->id, out);
}

k_err route_value_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return record_value_remove(cx, id_of(in));
}

/* --- keep-in-touch ----------------------------------------------------------------------- */

k_err route_person_keep(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_keep_in *i = in;
    K_TRY(record_keep(cx, i->id, 0, i->anybody, i->ideal_days, i->latest_days));
    return show_person_page(cx, rq, i->id, out);
}

k_err route_person_keep_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_keep_off_in *i = in;
    return record_keep_remove(cx, i->id, 0, i->anybody);
}
