/* routes_segments: saved conditions over people, and who is in one. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_records.h"
#include "api/shapes_segments.h"
#include "api/show.h"
#include "connectors/registry.h"
#include "domain/record.h"
#include "domain/segment_rules.h"
#include "domain/segments.h"

#define PREVIEW 10

/* The member's own wish before anybody's. */
static void add_keep(struct names *n, const struct sq_segment_keeps_list *keeps,
                     struct api_segment *s)
{
    for (size_t i = 0; i < keeps->n; i++) {
        if (keeps->v[i].segment_id != s->id)
            continue;
        s->keep_in_touch = k_new(n->cx->arena, struct api_keep);
        *s->keep_in_touch = show_segment_keep(n, &keeps->v[i]);
    }
}

static struct api_segment shown(struct names *n, const struct sq_segment_get_row *r)
{
    return (struct api_segment){.id = r->id,
                                .name = r->name,
                                .conditions = r->conditions,
                                .mine = r->owner_id != 0,
                                .count = -1,
                                .created_by = names_member(n, r->created_by),
                                .created_at = r->created_at};
}

/* What a closed list of words holds; NULL: any text. */
static const char *const *values_of(const struct segment_field *f)
{
    static const char *const kinds[] = {"person", "organization", NULL};
    if (strcmp(f->name, "stage") == 0)
        return words_stage;
    if (strcmp(f->name, "role") == 0)
        return words_person_role;
    return strcmp(f->name, "kind") == 0 ? kinds : NULL;
}

static void add_values(struct k_arena *a, const struct segment_field *f,
                       struct api_segment_field *out)
{
    static const char *const by_hand[] = {"email", "phone", "web"};
    bool networks = strcmp(f->name, "network") == 0;
    for (size_t i = 0; networks && i < n_connectors; i++)
        *k_vec_push(a, &out->values) = k_str_z(connectors[i]->network);
    for (size_t i = 0; networks && i < sizeof by_hand / sizeof *by_hand; i++)
        if (!connector_find(k_str_z(by_hand[i])))
            *k_vec_push(a, &out->values) = k_str_z(by_hand[i]);
    for (const char *const *v = values_of(f); v && *v; v++)
        *k_vec_push(a, &out->values) = k_str_z(*v);
}

k_err route_segment_fields_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_segment_field_list *o = out;
    for (size_t i = 0; i < n_segment_fields; i++) {
        const struct segment_field *f = &segment_fields[i];
        struct api_segment_field *item = k_vec_push(cx->arena, &o->items);
        *item = (struct api_segment_field){.field = k_str_z(f->name),
                                           .type = k_str_z(segment_type_name(f->type)),
                                           .doc = k_str_z(f->doc)};
        for (const char *const *op = segment_ops(f->type); *op; op++)
            *k_vec_push(cx->arena, &item->ops) = k_str_z(*op);
        add_values(cx->arena, f, item);
    }
    return K_OK;
}

k_err route_segments_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_segment_list *o = out;
    struct names names = names_new(cx);
    struct sq_segment_list_list list;
    struct sq_segment_keeps_list keeps;
    K_TRY(sq_segment_list(cx, cx->actor.member, &list));
    K_TRY(sq_segment_keeps(cx, cx->actor.member, &keeps));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_segment_list_row *r = &list.v[i];
        struct sq_segment_get_row row = {r->id,       r->name,       r->conditions,
                                         r->owner_id, r->created_by, r->created_at};
        struct api_segment *s = k_vec_push(cx->arena, &o->items);
        *s = shown(&names, &row);
        add_keep(&names, &keeps, s);
    }
    return names_done(&names);
}

static k_err show_segment(struct k_ctx *cx, k_id id, void *out)
{
    struct names names = names_new(cx);
    struct sq_segment_get_row row;
    struct sq_segment_keeps_list keeps;
    struct api_segment *o = out;
    K_TRY(segments_find(cx, id, &row));
    *o = shown(&names, &row);
    K_TRY(sq_segment_keeps(cx, cx->actor.member, &keeps));
    add_keep(&names, &keeps, o);
    K_TRY(segments_count(cx, row.conditions, &o->count, &o->capped));
    return names_done(&names);
}

k_err route_segment_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_segment(cx, ((const struct api_id_in *)in)->id, out);
}

k_err route_segment_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_segment_in *i = in;
    k_id id;
    K_TRY(segments_create(cx, &(struct segments_new){i->name, i->conditions, i->mine}, &id));
    return show_segment(cx, id, out);
}

k_err route_segment_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_segment_in *i = in;
    K_TRY(segments_change(cx, i->id, i->name, i->conditions));
    return show_segment(cx, i->id, out);
}

k_err route_segment_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return segments_remove(cx, ((const struct api_id_in *)in)->id);
}

k_err route_segment_people(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_segment_people_in *i = in;
    struct api_person_list *o = out;
    struct sq_segment_get_row row;
    struct segments_page page;
    int64_t after = 0;
    bool given;
    K_TRY(segments_find(cx, i->id, &row));
    K_TRY(cursor_read(cx, i->cursor, 's', &after, 1, &given));
    K_TRY(segments_people(cx, row.conditions, after, (size_t)request_limit(i->limit), &page));
    K_TRY(show_people(cx, page.v, page.n, o));
    if (page.next)
        o->next = cursor_make(cx->arena, 's', &page.next, 1);
    return K_OK;
}

k_err route_segment_preview(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_segment_preview_in *i = in;
    struct api_segment_preview *o = out;
    struct api_person_list some = {0};
    struct segments_page page;
    K_TRY(segments_count(cx, i->conditions, &o->count, &o->capped));
    K_TRY(segments_people(cx, i->conditions, 0, PREVIEW, &page));
    K_TRY(show_people(cx, page.v, page.n, &some));
    for (size_t k = 0; k < some.items.n; k++)
        *k_vec_push(cx->arena, &o->people) = some.items.v[k];
    return K_OK;
}

k_err route_segment_keep(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_keep_in *i = in;
    struct sq_segment_get_row row;
    K_TRY(segments_find(cx, i->id, &row));
    K_TRY(record_keep(cx, 0, i->id, i->anybody, i->ideal_days, i->latest_days));
    return show_segment(cx, i->id, out);
}

k_err route_segment_keep_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_keep_off_in *i = in;
    struct sq_segment_get_row row;
    K_TRY(segments_find(cx, i->id, &row));
    return record_keep_remove(cx, 0, i->id, i->anybody);
}
