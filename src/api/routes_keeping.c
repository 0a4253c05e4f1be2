/* routes_keeping: legal holds, all about one person as a file, erasure and its certificate. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_keeping.h"
#include "api/show.h"
#include "domain/keeping.h"
#include "store/setting.h"

/* NULL for one who is gone or whom the member does not see. */
static k_err person_ref(struct k_ctx *cx, k_id id, struct api_person_ref **out)
{
    struct sq_people_ref_row row;
    bool found = false;
    *out = NULL;
    if (id)
        K_TRY(sq_people_ref(cx, id, cx->actor.member, &row, &found));
    if (!found)
        return K_OK;
    *out = k_new(cx->arena, struct api_person_ref);
    **out = (struct api_person_ref){row.id, row.name, row.handle, row.avatar_url, row.stage};
    return K_OK;
}

static k_err show_hold(struct k_ctx *cx, struct names *n, const struct sq_hold_get_row *r,
                       struct api_hold *out)
{
    *out = (struct api_hold){.id = r->id,
                             .reason = r->reason,
                             .set_by = names_member(n, r->set_by),
                             .set_at = r->set_at,
                             .lifted_by = names_member(n, r->lifted_by),
                             .lifted_at = r->lifted_at};
    K_TRY(person_ref(cx, r->person_id, &out->person));
    if (r->channel_id) {
        out->channel = k_new(cx->arena, struct api_channel_ref);
        *out->channel = names_channel(n, r->channel_id);
    }
    return K_OK;
}

k_err route_holds_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_page_in *i = in;
    struct api_hold_list *o = out;
    struct names names = names_new(cx);
    struct sq_hold_list_list list;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'h', &before, 1, &given));
    K_TRY(sq_hold_list(cx, before, limit + 1, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++)
        K_TRY(show_hold(cx, &names, &list.v[k], k_vec_push(cx->arena, &o->items)));
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'h', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

static k_err hold_by_id(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_hold_get_row row;
    bool found;
    K_TRY(sq_hold_get(cx, id, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such hold.");
    K_TRY(show_hold(cx, &names, &row, out));
    return names_done(&names);
}

k_err route_hold_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_hold_in *i = in;
    k_id id;
    K_TRY(keeping_hold(cx,
                       &(struct keeping_hold){.person = i->person_id,
                                              .channel = i->channel_id,
                                              .reason = i->reason},
                       &id));
    return hold_by_id(cx, id, out);
}

k_err route_hold_lift(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    K_TRY(keeping_lift(cx, id));
    return hold_by_id(cx, id, out);
}

static k_err organisation(struct k_ctx *cx, k_str *name)
{
    return setting_get(cx, K_S("organisation"), name);
}

static struct api_erasure show_erasure(struct names *n, const struct sq_erasure_get_row *r,
                                       k_str name)
{
    return (struct api_erasure){.id = r->id,
                                .person_id = r->person_id,
                                .organisation = name,
                                .reason = r->reason,
                                .erased_by = names_member(n, r->erased_by),
                                .erased_at = r->erased_at,
                                .counts = r->counts,
                                .accounts = r->accounts,
                                .event_seq = r->event_seq,
                                .event_hash = r->event_hash};
}

k_err route_erasures_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_page_in *i = in;
    struct api_erasure_list *o = out;
    struct names names = names_new(cx);
    struct sq_erasure_list_list list;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    k_str name;
    K_TRY(organisation(cx, &name));
    K_TRY(cursor_read(cx, i->cursor, 'e', &before, 1, &given));
    K_TRY(sq_erasure_list(cx, before, limit + 1, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++)
        *k_vec_push(cx->arena, &o->items) = show_erasure(&names, &list.v[k], name);
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'e', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

static k_err erasure_by_id(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_erasure_get_row row;
    bool found;
    k_str name;
    K_TRY(organisation(cx, &name));
    K_TRY(sq_erasure_get(cx, id, &row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such certificate.");
    *(struct api_erasure *)out = show_erasure(&names, &row, name);
    return names_done(&names);
}

k_err route_erasure_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return erasure_by_id(cx, ((const struct api_id_in *)in)->id, out);
}

k_err route_person_erase(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_erase_in *i = in;
    k_id certificate;
    K_TRY(keeping_erase(cx, i->id, i->reason, &certificate));
    return erasure_by_id(cx, certificate, out);
}

k_err route_person_everything(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    K_TRY(keeping_export(cx, id, &rq->res->body));
    rq->res->content_type = "application/x-ndjson";
    http_add_header(
        rq->res, "Content-Disposition",
        k_fmt(cx->arena, "attachment; filename=\"person-%lld.jsonl\"", (long long)id));
    http_add_header(rq->res, "Cache-Control", K_S("no-store"));
    return K_OK;
}
