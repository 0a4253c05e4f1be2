/* routes_views: views of the inbox that members keep under a name. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/names.h"
#include "api/shapes_views.h"
#include "domain/views.h"
#include "store/conversation.h"

/* Views of a list that are counted; the rest says 0, and that there are more. */
#define COUNTED 50

static k_err count(struct k_ctx *cx, const struct sq_saved_view_list_row *r,
                   struct api_saved_view *o)
{
    struct conversation_ask ask = {.view = r->base,
                                   .me = cx->actor.member,
                                   .team = r->by_team,
                                   .channel = r->by_channel,
                                   .label = r->by_label,
                                   .owner = r->by_owner,
                                   .kind = r->by_kind,
                                   .network = r->by_network};
    K_TRY(conversation_count_of(cx, &ask, &o->count));
    o->capped = o->count > CONVERSATION_COUNT_MAX;
    if (o->capped)
        o->count = CONVERSATION_COUNT_MAX;
    return K_OK;
}

static struct api_saved_view shown(struct names *n, const struct view_looker *who,
                                   const struct sq_saved_view_list_row *r)
{
    struct view_kept v = views_kept(r);
    return (struct api_saved_view){
        .id = r->id,
        .name = r->name,
        .view = r->base,
        .channel = r->by_channel,
        .label = r->by_label,
        .owner = r->by_owner,
        .team = r->by_team,
        .kind = r->by_kind,
        .network = r->by_network.n ? r->by_network : K_NONE,
        .shared = r->owner_id  ? K_S("me")
                  : r->team_id ? K_S("team")
                               : K_S("house"),
        .shared_team = names_team(n, r->team_id),
        .created_by = names_member(n, r->created_by),
        .changed_at = r->changed_at,
        .version = r->version,
        .can_change = view_changed(who, &v).may,
        .gone = r->gone,
    };
}

k_err route_saved_views_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_saved_view_list *o = out;
    struct names names = names_new(cx);
    struct view_looker who;
    struct views_list list;
    K_TRY(views_looker(cx, &who));
    K_TRY(views_list(cx, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct api_saved_view *v = k_vec_push(cx->arena, &o->items);
        *v = shown(&names, &who, &list.v[i]);
        v->capped = i >= COUNTED;
        if (i < COUNTED)
            K_TRY(count(cx, &list.v[i], v));
    }
    return names_done(&names);
}

static k_err show(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_saved_view_list_row row;
    struct view_looker who;
    struct api_saved_view *o = out;
    K_TRY(views_looker(cx, &who));
    K_TRY(views_find(cx, id, &row));
    *o = shown(&names, &who, &row);
    K_TRY(count(cx, &row, o));
    return names_done(&names);
}

static struct views_new wanted(const struct api_saved_view_in *i)
{
    return (struct views_new){
        .name = i->name,
        .shared = i->shared,
        .team = i->shared_team,
        .filter = {.base = i->view,
                   .channel = i->channel,
                   .label = i->label,
                   .owner = i->owner,
                   .team = i->team,
                   .kind = i->kind.p ? i->kind : K_S(""),
                   .network = i->network.p ? i->network : K_S("")},
    };
}

k_err route_saved_view_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct views_new n = wanted(in);
    k_id id;
    K_TRY(views_save(cx, &n, &id));
    return show(cx, id, out);
}

k_err route_saved_view_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_saved_view_in *i = in;
    struct views_change ch = {.version = i->version,
                              .has_name = i->has_name,
                              .has_shared = i->has_shared,
                              .has_filter = i->has_view,
                              .to = wanted(i)};
    K_TRY(views_change(cx, i->id, &ch));
    return show(cx, i->id, out);
}

k_err route_saved_view_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return views_remove(cx, ((const struct api_id_in *)in)->id);
}

k_err route_saved_view_restore(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    K_TRY(views_restore(cx, id));
    return show(cx, id, out);
}

k_err route_saved_views_order(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_saved_views_order_in *i = in;
    K_TRY(views_order(cx, i->ids.v, i->ids.n));
    return route_saved_views_list(cx, rq, NULL, out);
}
