/* routes_regroup: conversations put together, taken apart, and back. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/shapes_inbox.h"
#include "api/show.h"
#include "domain/regroup.h"

#define KIN_MAX 30

/* Others of the same person on the same channel, the newest first. */
k_err route_conversation_kin(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_conversation_list *o = out;
    struct names names = names_new(cx);
    struct sq_conversation_get_row c;
    struct sq_regroup_kin_list kin;
    struct conversation_rows rows;
    bool found;
    K_TRY(sq_conversation_get(cx, ((const struct api_id_in *)in)->id, cx->actor.eyes, &c,
                              &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such conversation.");
    K_TRY(sq_regroup_kin(cx,
                         &(struct sq_regroup_kin_args){.id = c.id,
                                                       .person_id = c.person_id,
                                                       .channel_id = c.channel_id,
                                                       .direct = c.direct,
                                                       .max = KIN_MAX,
                                                       .eyes = cx->actor.eyes},
                         &kin));
    k_id *ids = k_new_n(cx->arena, k_id, kin.n + 1);
    for (size_t i = 0; i < kin.n; i++)
        ids[i] = kin.v[i].id;
    K_TRY(conversation_show(cx, ids, kin.n, &rows));
    for (size_t i = 0; i < rows.n; i++)
        *k_vec_push(cx->arena, &o->items) = show_conversation(&names, &rows.v[i]);
    return names_done(&names);
}

static k_err show_made(struct k_ctx *cx, const struct regroup_made *made,
                       struct api_regrouped *o)
{
    struct names names = names_new(cx);
    for (size_t i = 0; i < made->n; i++)
        *k_vec_push(cx->arena, &o->regrouping_ids) = made->ids[i];
    return show_conversation_by_id(cx, &names, made->conversation, &o->conversation);
}

k_err route_conversation_merge(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_thread_merge_in *i = in;
    struct regroup_made made;
    K_TRY(regroup_merge(cx, i->id, i->version, i->from_ids.v, i->from_ids.n, &made));
    return show_made(cx, &made, out);
}

k_err route_conversation_split(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_thread_split_in *i = in;
    struct regroup_made made;
    K_TRY(regroup_split(cx, i->id, i->version, i->post_ids.v, i->post_ids.n, &made));
    return show_made(cx, &made, out);
}

k_err route_regrouping_undo(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct names names = names_new(cx);
    k_id conversation;
    K_TRY(regroup_undo(cx, ((const struct api_id_in *)in)->id, &conversation));
    return show_conversation_by_id(cx, &names, conversation, out);
}
