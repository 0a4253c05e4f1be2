/* routes_approval: replies that wait for somebody's yes. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/show.h"
#include "connectors/registry.h"
#include "domain/approval.h"
#include "domain/reply.h"

static k_err row_of(struct k_ctx *cx, k_id id, struct sq_outbox_get_row *row,
                    const struct connector **c)
{
    struct sq_channel_get_row channel;
    bool found;
    K_TRY(sq_outbox_get(cx, id, cx->actor.eyes, row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such reply.");
    K_TRY(sq_channel_get(cx, row->channel_id, &channel, &found));
    *c = found ? connector_find(channel.network) : NULL;
    return K_OK;
}

k_err route_approvals_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_outbox_list *o = out;
    struct names names = names_new(cx);
    struct approval_mine mine;
    K_TRY(approval_mine(cx, &mine));
    o->items.n = o->items.cap = mine.outbox.n;
    return show_outbox_rows(&names, mine.outbox.v, mine.outbox.n, &o->items.v);
}

k_err route_outbox_check(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_outbox_check_in *i = in;
    struct sq_outbox_get_row row;
    const struct connector *c;
    struct reply_check check;
    K_TRY(row_of(cx, i->id, &row, &c));
    K_TRY(reply_check_row(cx, &row, i->text, c ? &c->limits : NULL, &check));
    return show_check(cx, &check, c, row.channel_id, out);
}

k_err route_outbox_approve(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_approve_in *i = in;
    struct names names = names_new(cx);
    struct sq_outbox_get_row row;
    const struct connector *c;
    K_TRY(row_of(cx, i->id, &row, &c));
    struct approval_yes yes = {.outbox = i->id,
                               .version = i->version,
                               .text = i->has_text && i->text.p ? i->text : K_NONE,
                               .note = i->note,
                               .condition = i->condition,
                               .late_ok = i->late_ok,
                               .limits = c ? &c->limits : NULL};
    K_TRY(approval_give(cx, &yes));
    return show_outbox_by_id(cx, &names, i->id, out);
}

k_err route_outbox_return(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_return_in *i = in;
    struct names names = names_new(cx);
    K_TRY(approval_return(cx, i->id, i->note));
    return show_outbox_by_id(cx, &names, i->id, out);
}
