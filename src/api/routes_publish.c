/* routes_publish: posts of our own: where one may post, what is planned, deciding, changing,
 * letting go. Cancelling, trying again and settling are those of the outbox. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/shapes_publish.h"
#include "api/show.h"
#include "connectors/registry.h"
#include "domain/hours.h"
#include "domain/insight.h"
#include "domain/publish.h"
#include "domain/sign.h"

enum { DAYS = 28, SPAN_MAX = 100, ROWS_MAX = 1000 };

/* --- showing ----------------------------------------------------------------------------- */

static struct api_planned show_planned(struct names *n, const struct sq_outbox_get_row *r,
                                       const struct api_outbox *o, bool may)
{
    bool held = k_str_eqz(r->state, "held");
    bool waits = held || k_str_eqz(r->state, "queued") || k_str_eqz(r->state, "draft");
    struct api_planned p = {
        .id = r->id,
        .publication_id = r->publication_id,
        .conversation_id = r->conversation_id,
        .post_id = r->post_id,
        .channel = o->channel,
        .member = o->member,
        .approved_by = o->approved_by,
        .text = r->text,
        .said = publish_said(r->text, r->sign),
        .sign = r->sign,
        .state = r->state,
        .held_for = held ? r->held_for : K_S(""),
        .error_text = r->error_text,
        .rules = r->rules,
        .due_at = r->due_at,
        .created_at = r->created_at,
        .sent_at = r->sent_at,
        .overdue = waits && !k_str_eqz(r->state, "queued") &&
                   publish_overdue(r->due_at, k_cx_now(n->cx)),
        .second_person = o->second_person,
        .late = o->late,
        .stands_for = o->stands_for,
        .bare = may ? o->bare : K_NONE,
        .can_approve = may && o->can_approve,
        .no_approve_reason = o->no_approve_reason,
        .can_change = may && waits,
        .can_confirm = may && o->can_release,
        .can_cancel = may && o->can_cancel,
        .can_retry = may && o->can_retry,
        .can_settle = may && o->can_settle,
    };
    p.approvals.v = o->approvals.v;
    p.approvals.n = p.approvals.cap = o->approvals.n;
    return p;
}

static k_err add_labels(struct k_ctx *cx, struct api_planned *v, size_t n)
{
    struct sq_publish_topics_of_list rows;
    struct k_buf b;
    k_buf_init(&b, cx->arena, 24 * n + 8);
    for (size_t i = 0; i < n; i++)
        k_buf_fmt(&b, "%s%lld", i ? "," : "[", (long long)v[i].id);
    k_buf_str(&b, n ? K_S("]") : K_S("[]"));
    K_TRY(sq_publish_topics_of(cx, k_buf_view(&b), &rows));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].outbox_id == v[i].id)
                *k_vec_push(cx->arena, &v[i].labels) =
                    (struct api_label){rows.v[k].label_id, rows.v[k].name, rows.v[k].colour};
    return K_OK;
}

/* may: of each, whether who asks speaks there; NULL = yes. */
static k_err show_rows(struct k_ctx *cx, const struct sq_outbox_get_row *rows, size_t n,
                       const bool *may, struct api_planned **out)
{
    struct names names = names_new(cx);
    struct api_outbox *o;
    K_TRY(show_outbox_rows(&names, rows, n, &o));
    *out = k_new_n(cx->arena, struct api_planned, n + 1);
    for (size_t i = 0; i < n; i++)
        (*out)[i] = show_planned(&names, &rows[i], &o[i], may ? may[i] : true);
    return add_labels(cx, *out, n);
}

static k_err show_by_id(struct k_ctx *cx, k_id id, void *out)
{
    struct sq_outbox_get_row row;
    struct api_planned *one;
    bool found;
    K_TRY(sq_outbox_get(cx, id, cx->actor.eyes, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such post.");
    K_TRY(show_rows(cx, &row, 1, NULL, &one));
    *(struct api_planned *)out = one[0];
    return K_OK;
}

k_err route_planned_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_planned_in *i = in;
    struct api_planned_list *o = out;
    struct sq_publish_calendar_list list;
    struct sq_access_limits_list limits;
    if (i->to <= i->from || i->to - i->from > SPAN_MAX * K_DAY)
        return k_fail(cx, K_ERR_BAD_INPUT, "to", "A span of at most %d days.", SPAN_MAX);
    K_TRY(sq_publish_calendar(cx, i->from, i->to, ROWS_MAX, cx->actor.eyes, &list));
    K_TRY(sq_access_limits_of(cx, cx->actor.member, &limits));
    bool *may = k_new_n(cx->arena, bool, list.n + 1);
    for (size_t k = 0; k < list.n; k++) {
        may[k] = api_may(rq, PERM_REPLY);
        for (size_t m = 0; m < limits.n; m++)
            if (limits.v[m].channel_id == list.v[k].channel_id && limits.v[m].mute)
                may[k] = false;
    }
    o->items.n = o->items.cap = list.n;
    return show_rows(cx, list.v, list.n, may, &o->items.v);
}

/* --- where one may post ------------------------------------------------------------------ */

static struct api_told show_told(const struct listening *l)
{
    return (struct api_told){listening_heard(l), l->told, listening_ratio(l)};
}

static k_str why_not(k_str status, bool mute)
{
    if (mute)
        return K_S("You may not speak as this channel. Who may is on the page Channels.");
    if (k_str_eqz(status, "paused"))
        return K_S("The channel is paused.");
    return k_str_eqz(status, "active") ? K_NONE
                                       : K_S("The channel has stopped. Reconnect it first.");
}

static struct listening told_on(const struct insight_heards *all, k_id channel)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].key == channel)
            return all->v[i].l;
    return (struct listening){0};
}

static k_err add_place(struct k_ctx *cx, const struct sq_channel_get_row *ch,
                       const struct connector *c, const struct insight_heards *heard,
                       struct api_postings *o)
{
    struct sq_access_limit_of_row limit = {0};
    struct listening l = told_on(heard, ch->id);
    bool limited;
    k_str sign;
    K_TRY(sq_access_limit_of(cx, cx->actor.member, ch->id, &limit, &limited));
    if (limited && limit.hides > 1)
        return K_OK;
    K_TRY(sign_of(cx, cx->actor.member, ch->id, 0, &sign));
    *k_vec_push(cx->arena, &o->items) =
        (struct api_posting){.channel = {ch->id, ch->name, ch->network},
                             .sends_as = ch->handle.n ? ch->handle : ch->name,
                             .sign = sign.p ? sign : K_S(""),
                             .no_post_reason = why_not(ch->status, limited && limit.mute),
                             .limits = {c->limits.graphemes, c->limits.bytes},
                             .listening = show_told(&l)};
    return K_OK;
}

k_err route_planned_places(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_postings *o = out;
    struct sq_channel_all_list channels;
    struct insight_heards heard;
    struct insight_listening_ask ask = {
        .by = "channel", .from = k_cx_now(cx) - DAYS * K_DAY, .to = k_cx_now(cx) + K_DAY};
    K_TRY(insight_listening(cx, &ask, &heard));
    K_TRY(sq_channel_all(cx, &channels));
    for (size_t i = 0; i < channels.n; i++) {
        const struct connector *c = connector_find(channels.v[i].network);
        if (c && c->publish)
            K_TRY(add_place(cx, &channels.v[i], c, &heard, o));
    }
    o->house = show_told(&heard.all);
    o->days = DAYS;
    return hours_house_zone_name(cx, &o->time_zone);
}

static k_err limits_of(struct k_ctx *cx, k_id channel, const struct reply_limits **out)
{
    struct sq_channel_get_row row;
    bool found;
    *out = NULL;
    K_TRY(sq_channel_get(cx, channel, &row, &found));
    const struct connector *c = found ? connector_find(row.network) : NULL;
    if (c && c->publish)
        *out = &c->limits;
    return K_OK;
}

/* --- deciding ---------------------------------------------------------------------------- */

k_err route_planned_check(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_planned_check_in *i = in;
    struct publish_item item = {.channel = i->channel_id, .text = i->text};
    struct reply_check check;
    struct sq_channel_get_row ch = {0};
    bool found;
    K_TRY(limits_of(cx, i->channel_id, &item.limits));
    K_TRY(publish_check(cx, &item, &(struct publish_topics){i->label_ids.v, i->label_ids.n},
                        i->publication_id, &check));
    K_TRY(sq_channel_get(cx, i->channel_id, &ch, &found));
    return show_check(cx, &check, connector_find(ch.network), i->channel_id, out);
}

k_err route_planned_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_planned_new_in *i = in;
    struct api_planned_list *o = out;
    struct publish_item *items = k_new_n(cx->arena, struct publish_item, i->items.n + 1);
    struct sq_publish_of_list list;
    k_id id;
    for (size_t k = 0; k < i->items.n; k++) {
        items[k] = (struct publish_item){i->items.v[k].channel_id, i->items.v[k].text, NULL};
        K_TRY(limits_of(cx, items[k].channel, &items[k].limits));
    }
    K_TRY(publish_decide(cx,
                         &(struct publish_ask){.items = items,
                                               .n = i->items.n,
                                               .topics = {i->label_ids.v, i->label_ids.n},
                                               .at = i->at,
                                               .key = i->key,
                                               .soft_ok = i->warnings_seen,
                                               .ask_second = i->ask_second},
                         &id));
    K_TRY(sq_publish_of(cx, id, cx->actor.eyes, &list));
    o->items.n = o->items.cap = list.n;
    return show_rows(cx, list.v, list.n, NULL, &o->items.v);
}

k_err route_planned_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_planned_patch_in *i = in;
    if (i->has_text || i->has_label_ids) {
        struct publish_edit edit = {.outbox = i->id,
                                    .text = i->has_text ? i->text : K_NONE,
                                    .at = i->has_at ? i->at : 0,
                                    .retopic = i->has_label_ids,
                                    .topics = {i->label_ids.v, i->label_ids.n},
                                    .soft_ok = i->warnings_seen,
                                    .ask_second = i->ask_second};
        struct sq_outbox_get_row row;
        bool found;
        K_TRY(sq_outbox_get(cx, i->id, cx->actor.eyes, &row, &found));
        if (found)
            K_TRY(limits_of(cx, row.channel_id, &edit.limits));
        K_TRY(publish_change(cx, &edit));
    } else if (i->has_at) {
        K_TRY(publish_retime(cx, i->id, i->at));
    }
    return show_by_id(cx, i->id, out);
}

k_err route_planned_confirm(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_planned_confirm_in *i = in;
    K_TRY(publish_confirm(cx, i->id, i->now, i->at));
    return show_by_id(cx, i->id, out);
}
