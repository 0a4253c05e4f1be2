/* routes_channels: networks that can be connected, and our channels with their health. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/show.h"
#include "connectors/registry.h"
#include "flow/channels.h"
#include "store/event.h"

#define TALLY_DAYS 7

/* --- networks ---------------------------------------------------------------------------- */

static struct api_network show_network(struct k_arena *a, const struct connector *c)
{
    struct api_network out = {
        .network = k_str_z(c->network),
        .title = k_str_z(c->title),
        .summary = k_str_z(c->summary),
        .can_reply = c->reply != NULL,
        .can_edit = c->flags & CONNECTOR_CAN_EDIT,
        .can_delete = c->remove != NULL,
        .is_public = c->flags & CONNECTOR_PUBLIC,
        .limits = {c->limits.graphemes, c->limits.bytes},
        .depth = c->limits.depth,
        .poll_seconds = c->poll_seconds,
    };
    for (size_t i = 0; i < c->n_fields; i++) {
        const struct connector_field *f = &c->fields[i];
        *k_vec_push(a, &out.fields) =
            (struct api_network_field){.name = k_str_z(f->name),
                                       .label = k_str_z(f->label),
                                       .help = k_str_z(f->help),
                                       .placeholder = k_str_z(f->placeholder),
                                       .or_else = k_str_z(f->or_else),
                                       .required = f->required,
                                       .secret = f->secret};
    }
    return out;
}

k_err route_networks_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_network_list *o = out;
    for (size_t i = 0; i < n_connectors; i++)
        if (!(connectors[i]->flags & CONNECTOR_HIDDEN))
            *k_vec_push(cx->arena, &o->items) = show_network(cx->arena, connectors[i]);
    return K_OK;
}

/* --- channels ---------------------------------------------------------------------------- */

/* What is shown beside the row itself. */
struct around {
    struct sq_show_channel_tally_list tally;
    struct sq_access_limits_list limits; /* of the one who asks */
};

static k_err read_around(struct k_ctx *cx, struct around *out)
{
    K_TRY(sq_show_channel_tally(cx, k_cx_now(cx) / K_DAY - TALLY_DAYS + 1, cx->actor.eyes,
                                &out->tally));
    return sq_access_limits_of(cx, cx->actor.member, &out->limits);
}

static void show_limits(const struct around *around, struct api_channel *out)
{
    out->may_see = out->may_direct = out->may_send = true;
    for (size_t i = 0; i < around->limits.n; i++) {
        const struct sq_access_limits_row *l = &around->limits.v[i];
        if (l->channel_id != out->id)
            continue;
        out->may_see = l->hides < 2;
        out->may_direct = l->hides < 1;
        out->may_send = !l->mute;
    }
}

static struct api_channel show_channel(struct names *n, const struct sq_channel_get_row *r,
                                       const struct around *around)
{
    const struct sq_show_channel_tally_list *tally = &around->tally;
    const struct connector *c = connector_find(r->network);
    k_time now = k_cx_now(n->cx);
    struct api_channel out = {
        .id = r->id,
        .network = r->network,
        .network_title = c ? k_str_z(c->title) : r->network,
        .name = r->name,
        .handle = r->handle,
        .address = r->address,
        .region = r->region,
        .retention_days = r->retention_days,
        .config = r->config,
        .status = r->status,
        .health = k_str_z(channel_health_word(channel_health(r, now))),
        .health_text = channel_health_text(n->cx->arena, r, now),
        .error_slug = r->error_slug,
        .error_text = r->error_text,
        .last_success_at = r->last_success_at,
        .last_item_at = r->last_item_at,
        .last_error_at = r->last_error_at,
        .next_poll_at = k_str_eqz(r->status, "active") ? r->next_poll_at : 0,
        .created_at = r->created_at,
        .failures = r->failures,
        .lag_seconds = r->lag_us / K_SEC,
        .can_reply = c && c->reply,
        .can_acknowledge = c && connector_answers_privately(c),
        .acknowledge = r->acknowledge,
        .demo = r->demo,
        .created_by = names_member(n, r->created_by),
    };
    show_limits(around, &out);
    for (size_t i = 0; i < tally->n; i++) {
        if (tally->v[i].channel_id != r->id)
            continue;
        if (k_str_eqz(tally->v[i].measure, "heard"))
            out.heard += tally->v[i].n;
        else if (k_str_starts(tally->v[i].measure, K_S("told")))
            out.told += tally->v[i].n;
    }
    return out;
}

k_err route_channels_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_channel_list *o = out;
    struct names names = names_new(cx);
    struct sq_channel_all_list list;
    struct around around;
    K_TRY(sq_channel_all(cx, &list));
    K_TRY(read_around(cx, &around));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->items) = show_channel(&names, &list.v[i], &around);
    return names_done(&names);
}

static k_err find_channel(struct k_ctx *cx, k_id id, struct sq_channel_get_row *out)
{
    bool found;
    K_TRY(sq_channel_get(cx, id, out, &found));
    if (!found || k_str_eqz(out->status, "removed"))
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such channel.");
    return K_OK;
}

static k_err show_by_id(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_channel_get_row row;
    struct around around;
    K_TRY(find_channel(cx, id, &row));
    K_TRY(read_around(cx, &around));
    *(struct api_channel *)out = show_channel(&names, &row, &around);
    return names_done(&names);
}

k_err route_channel_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_by_id(cx, ((const struct api_id_in *)in)->id, out);
}

k_err route_channel_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_channel_new_in *i = in;
    const struct connector *c = connector_find(i->network);
    struct channel_new new = {.network = i->network, .name = i->name, .fields = i->fields};
    k_id id = 0;
    if (c == NULL || c->flags & CONNECTOR_HIDDEN)
        return k_fail(cx, K_ERR_BAD_INPUT, "network", "There is no such network.");
    K_TRY(channel_connect(cx, rq->api->cfg.env, &new, &id));
    return show_by_id(cx, id, out);
}

k_err route_channel_reconnect(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_reconnect_in *i = in;
    K_TRY(channel_reconnect(cx, rq->api->cfg.env, i->id, i->fields));
    return show_by_id(cx, i->id, out);
}

static k_err say(struct k_ctx *cx, const char *verb, k_id id)
{
    struct event_new e = {
        .verb = k_str_z(verb), .object_kind = K_S("channel"), .object_id = id};
    k_ctx_notice(cx, K_TOPIC_CHANNEL, id);
    return event_append(cx, &e, NULL);
}

k_err route_channel_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_channel_in *i = in;
    struct sq_channel_get_row row;
    K_TRY(find_channel(cx, i->id, &row));
    bool archive = k_str_eqz(row.status, "archive");
    if (i->has_status && archive)
        return k_fail(cx, K_ERR_CONFLICT, "status",
                      "These posts were imported: there is nothing to pause or resume.");
    if (i->has_status && k_str_eqz(row.status, "stopped") && k_str_eqz(i->status, "active"))
        return k_fail(cx, K_ERR_CONFLICT, "status",
                      "It has stopped because of its credentials. Reconnect it.");
    k_str status = i->has_status ? i->status : row.status;
    K_TRY(sq_channel_set(cx, i->id, i->has_name ? i->name : row.name, status, k_cx_now(cx),
                         NULL));
    if (i->has_region)
        K_TRY(sq_channel_set_region(cx, i->id, k_str_trim(i->region), NULL));
    if (i->has_retention_days)
        K_TRY(sq_channel_set_retention(cx, i->id, i->retention_days, NULL));
    if (i->has_acknowledge)
        K_TRY(sq_channel_set_acknowledge(cx, i->id, i->acknowledge, NULL));
    bool switched = i->has_status && !k_str_eq(status, row.status);
    K_TRY(say(cx,
              !switched                     ? "channel.changed"
              : k_str_eqz(status, "paused") ? "channel.paused"
                                            : "channel.resumed",
              i->id));
    return show_by_id(cx, i->id, out);
}

k_err route_channel_poll(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct sq_channel_get_row row;
    K_TRY(find_channel(cx, id, &row));
    K_TRY(sq_channel_poll_now(cx, id, k_cx_now(cx), NULL));
    k_ctx_notice(cx, K_TOPIC_CHANNEL, id);
    return show_by_id(cx, id, out);
}

k_err route_channel_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct sq_channel_get_row row;
    K_TRY(find_channel(cx, id, &row));
    K_TRY(sq_channel_remove(cx, id, NULL));
    return say(cx, "channel.removed", id);
}
