/* routes_pause: the one switch that stops everything that would be said in public, and the
 * confirmation of what it held. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_pause.h"
#include "api/show.h"
#include "domain/pause.h"
#include "domain/reply.h"

static k_err begun_of(struct k_ctx *cx, struct names *n, k_id pause, struct api_pause *out)
{
    struct sq_pause_begun_list list;
    size_t seen = 0;
    K_TRY(sq_pause_begun(cx, pause, &list));
    struct sq_outbox_get_row *rows = k_new_n(cx->arena, struct sq_outbox_get_row, list.n + 1);
    for (size_t i = 0; i < list.n; i++) {
        bool found;
        K_TRY(sq_outbox_get(cx, list.v[i].outbox_id, cx->actor.eyes, &rows[seen], &found));
        seen += found;
    }
    out->begun.n = out->begun.cap = seen;
    return show_outbox_rows(n, rows, seen, &out->begun.v);
}

k_err show_pause(struct k_ctx *cx, struct names *n, const struct sq_pause_get_row *r,
                 struct api_pause *out)
{
    *out = (struct api_pause){.id = r->id,
                              .scope = r->scope,
                              .label_id = r->label_id,
                              .label = r->label,
                              .region = r->region,
                              .reason = r->reason,
                              .started_by = names_member(n, r->started_by),
                              .started_at = r->started_at,
                              .ended_by = names_member(n, r->ended_by),
                              .ended_at = r->ended_at,
                              .held = r->held};
    if (r->channel_id) {
        out->channel = k_new(cx->arena, struct api_channel_ref);
        *out->channel = names_channel(n, r->channel_id);
    }
    return begun_of(cx, n, r->id, out);
}

static k_err show_by_id(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_pause_get_row row;
    bool found;
    K_TRY(sq_pause_get(cx, id, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such pause.");
    K_TRY(show_pause(cx, &names, &row, out));
    return names_done(&names);
}

k_err route_pauses_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_page_in *i = in;
    struct api_pause_list *o = out;
    struct names names = names_new(cx);
    struct sq_pause_list_list list;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'p', &before, 1, &given));
    K_TRY(sq_pause_list(cx, before, limit + 1, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++)
        K_TRY(show_pause(cx, &names, &list.v[k], k_vec_push(cx->arena, &o->items)));
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'p', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

k_err route_regions_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_region_list *o = out;
    struct sq_channel_regions_list list;
    K_TRY(sq_channel_regions(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        k_vec_push(cx->arena, &o->items)->name = list.v[i].region;
    return K_OK;
}

k_err route_pause_start(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_pause_in *i = in;
    k_id id;
    K_TRY(pause_start(cx,
                      &(struct pause_new){.scope = i->scope,
                                          .channel = i->channel_id,
                                          .label = i->label_id,
                                          .region = i->region,
                                          .reason = i->reason},
                      &id));
    return show_by_id(cx, id, out);
}

k_err route_pause_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_pause_reason_in *i = in;
    K_TRY(pause_explain(cx, i->id, i->reason));
    return show_by_id(cx, i->id, out);
}

k_err route_pause_end(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    K_TRY(pause_finish(cx, id));
    return show_by_id(cx, id, out);
}

k_err route_outbox_release(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_release_in *i = in;
    struct names names = names_new(cx);
    K_TRY(reply_release(cx, i->id, i->version));
    return show_outbox_by_id(cx, &names, i->id, out);
}
