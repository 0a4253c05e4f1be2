/* segments: saved conditions over people. */
#include "domain/segments.h"
#include "domain/people.h"
#include "domain/segment_rules.h"
#include "store/event.h"

#define CHUNK 1000
#define SCAN 1000000 /* people that a page or a count looks at */
#define SEGMENTS_MOST 500

k_err segments_find(struct k_ctx *cx, k_id id, struct sq_segment_get_row *row)
{
    bool found;
    K_TRY(sq_segment_get(cx, id, row, &found));
    if (!found || !people_sees(cx, row->owner_id))
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such segment.");
    return K_OK;
}

static k_err parse(struct k_ctx *cx, k_str text, struct segment *out)
{
    k_str where;
    const char *why;
    if (segment_parse(cx->arena, text, out, &where, &why))
        return K_OK;
    k_str field = k_fmt(cx->arena, "conditions%s%.*s", where.n ? "." : "", K_ARG(where));
    return k_fail(cx, K_ERR_BAD_INPUT, field.p, "%s", why);
}

static k_err log_segment(struct k_ctx *cx, const char *verb, k_id id)
{
    struct event_new e = {
        .verb = k_str_z(verb), .object_kind = K_S("segment"), .object_id = id};
    k_ctx_notice(cx, K_TOPIC_PERSON, 0);
    return event_append(cx, &e, NULL);
}

k_err segments_create(struct k_ctx *cx, const struct segments_new *n, k_id *id)
{
    struct segment s;
    struct sq_segment_list_list list;
    K_TRY(parse(cx, n->conditions, &s));
    K_TRY(sq_segment_list(cx, cx->actor.member, &list));
    if (list.n >= SEGMENTS_MOST)
        return k_fail(cx, K_ERR_LIMIT, NULL, "There are too many segments.");
    *id = k_cx_id(cx);
    K_TRY(sq_segment_insert(
        cx,
        &(struct sq_segment_insert_args){.id = *id,
                                         .name = n->name,
                                         .conditions = n->conditions,
                                         .owner_id = n->mine ? cx->actor.member : 0,
                                         .created_by = cx->actor.member,
                                         .now = k_cx_now(cx)},
        NULL));
    return log_segment(cx, "segment.created", *id);
}

k_err segments_change(struct k_ctx *cx, k_id id, k_str name, k_str conditions)
{
    struct sq_segment_get_row row;
    struct segment s;
    K_TRY(segments_find(cx, id, &row));
    if (conditions.n)
        K_TRY(parse(cx, conditions, &s));
    K_TRY(sq_segment_set(cx, id, name.n ? name : row.name,
                         conditions.n ? conditions : row.conditions, NULL));
    return log_segment(cx, "segment.changed", id);
}

k_err segments_remove(struct k_ctx *cx, k_id id)
{
    struct sq_segment_get_row row;
    K_TRY(segments_find(cx, id, &row));
    K_TRY(sq_segment_drop_keep(cx, id, NULL));
    K_TRY(sq_segment_drop(cx, id, NULL));
    return log_segment(cx, "segment.removed", id);
}

/* --- who is in it ------------------------------------------------------------------------ */

static bool is_in(const struct k_ctx *cx, const struct segment *s,
                  const struct sq_segment_people_row *r, struct k_arena *scratch)
{
    struct segment_person p = {.kind = r->kind,
                               .name = r->name,
                               .about = r->about,
                               .role = r->role,
                               .stage = r->stage,
                               .strength = r->strength,
                               .dormancy = r->dormancy,
                               .heard = r->heard,
                               .told = r->told,
                               .exchanges = r->exchanges,
                               .last_touch_at = r->last_touch_at,
                               .created_at = r->created_at,
                               .mine = r->owner_id != 0,
                               .addresses = r->addresses,
                               .data = r->data,
                               .organizations = r->organizations};
    return segment_holds(s, &p, k_cx_now(cx), scratch);
}

struct walk {
    const struct segment *s;
    k_id after;
    k_time silent_since; /* only without real contact later; 0 = all */
    k_id silent_with;    /* of that member; 0 = of anybody */
    size_t max, seen, found;
    struct segments_page *page; /* NULL: only counted */
    struct k_arena *own;        /* of the page */
    bool ended;
};

/* One chunk; its memory goes with it. */
static k_err chunk(struct k_ctx *cx, struct walk *w)
{
    struct sq_segment_people_list list;
    struct sq_segment_people_args args = {.me = cx->actor.member,
                                          .after = w->after,
                                          .stage = w->s->stage,
                                          .role = w->s->role,
                                          .addresses = w->s->needs & SEGMENT_ADDRESSES,
                                          .data = w->s->needs & SEGMENT_DATA,
                                          .organizations = w->s->needs & SEGMENT_ORGANIZATIONS,
                                          .contact = w->silent_since ? w->silent_with : -1,
                                          .now = k_cx_now(cx),
                                          .max = CHUNK};
    K_TRY(sq_segment_people(cx, &args, &list));
    for (size_t i = 0; i < list.n && w->found < w->max; i++) {
        w->after = list.v[i].id;
        w->seen++;
        if (w->silent_since &&
            (list.v[i].contact_at > w->silent_since || list.v[i].shared_at > w->silent_since))
            continue;
        if (!is_in(cx, w->s, &list.v[i], cx->arena))
            continue;
        w->found++;
        if (w->page)
            *k_vec_push(w->own, w->page) = w->after;
    }
    w->ended = list.n < CHUNK && w->found < w->max;
    return K_OK;
}

static k_err go(struct k_ctx *cx, struct walk *w)
{
    struct k_arena *own = cx->arena;
    struct k_arena *a = k_arena_new(0);
    k_err err = a ? K_OK : K_ERR_NO_MEMORY;
    w->own = own;
    while (err == K_OK && !w->ended && w->found < w->max && w->seen < SCAN) {
        cx->arena = a;
        err = chunk(cx, w);
        cx->detail.text = k_dup(own, cx->detail.text);
        cx->arena = own;
        k_arena_reset(a);
    }
    k_arena_free(a);
    return err;
}

k_err segments_people(struct k_ctx *cx, k_str conditions, k_id after, size_t max,
                      struct segments_page *out)
{
    struct segment s;
    *out = (struct segments_page){0};
    K_TRY(parse(cx, conditions, &s));
    struct walk w = {.s = &s, .after = after, .max = max, .page = out};
    K_TRY(go(cx, &w));
    out->next = w.ended ? 0 : w.after;
    return K_OK;
}

k_err segments_silent(struct k_ctx *cx, k_str conditions, k_id member, k_time since, size_t max,
                      struct segments_page *out)
{
    struct segment s;
    *out = (struct segments_page){0};
    K_TRY(parse(cx, conditions, &s));
    struct walk w = {
        .s = &s, .silent_since = since, .silent_with = member, .max = max, .page = out};
    return go(cx, &w);
}

k_err segments_holds(struct k_ctx *cx, k_str conditions, k_id person, bool *holds)
{
    struct segment s;
    struct sq_segment_people_list list;
    *holds = false;
    K_TRY(parse(cx, conditions, &s));
    struct sq_segment_people_args args = {.me = cx->actor.member,
                                          .after = person - 1,
                                          .stage = s.stage,
                                          .role = s.role,
                                          .addresses = s.needs & SEGMENT_ADDRESSES,
                                          .data = s.needs & SEGMENT_DATA,
                                          .organizations = s.needs & SEGMENT_ORGANIZATIONS,
                                          .contact = -1,
                                          .max = 1};
    K_TRY(sq_segment_people(cx, &args, &list));
    *holds = list.n == 1 && list.v[0].id == person && is_in(cx, &s, &list.v[0], cx->arena);
    return K_OK;
}

k_err segments_count(struct k_ctx *cx, k_str conditions, int64_t *n, bool *capped)
{
    struct segment s;
    K_TRY(parse(cx, conditions, &s));
    struct walk w = {.s = &s, .max = SEGMENTS_COUNT};
    K_TRY(go(cx, &w));
    *n = (int64_t)w.found;
    *capped = !w.ended;
    return K_OK;
}
