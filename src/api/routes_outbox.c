/* routes_outbox: what leaves, and what a person decides about what did not. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/show.h"
#include "domain/reply.h"

k_err route_outbox_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_outbox_in *i = in;
    struct api_outbox_list *o = out;
    struct names names = names_new(cx);
    struct sq_outbox_by_state_list some;
    struct sq_outbox_all_list all;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'x', &before, 1, &given));
    if (i->state.n > 0)
        K_TRY(sq_outbox_by_state(cx, i->state, before, limit + 1, cx->actor.eyes, &some));
    else
        K_TRY(sq_outbox_all(cx, before, limit + 1, cx->actor.eyes, &all));
    const struct sq_outbox_get_row *rows = i->state.n > 0 ? some.v : all.v;
    size_t n = i->state.n > 0 ? some.n : all.n;
    o->items.n = o->items.cap = n < (size_t)limit ? n : (size_t)limit;
    if (n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'x', &rows[limit - 1].id, 1);
    return show_outbox_rows(&names, rows, o->items.n, &o->items.v);
}

k_err route_outbox_retry(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct names names = names_new(cx);
    K_TRY(reply_retry(cx, id));
    return show_outbox_by_id(cx, &names, id, out);
}

k_err route_outbox_settle(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_settle_in *i = in;
    struct names names = names_new(cx);
    K_TRY(reply_settle(cx, i->id, k_str_eqz(i->outcome, "sent")));
    return show_outbox_by_id(cx, &names, i->id, out);
}

k_err route_outbox_cancel(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct names names = names_new(cx);
    K_TRY(reply_cancel(cx, id));
    return show_outbox_by_id(cx, &names, id, out);
}
