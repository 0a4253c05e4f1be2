/* routes_queries: listening queries and their topics: the list, reading and trying a text,
 * saving, what was found, changes and undo. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/names.h"
#include "api/shapes_queries.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/access_rules.h"
#include "domain/heard.h"
#include "domain/query_history.h"
#include "listen/dialect.h"
#include "listen/index.h"

#define DAYS 30
#define WORDS_SHOWN 1000 /* characters of a post */

/* --- the list ---------------------------------------------------------------------------- */

struct listing {
    struct names names;
    struct sq_hit_counts_list hits;
    struct sq_listening_skipped_since_list skipped;
    struct sq_listening_fills_list fills;
    bool admin;
};

static k_err read_listing(struct k_ctx *cx, struct listing *l)
{
    struct sq_member_get_row me;
    bool found;
    k_time since = k_cx_now(cx) - DAYS * K_DAY;
    *l = (struct listing){.names = names_new(cx)};
    K_TRY(sq_hit_counts(cx, since, &l->hits));
    K_TRY(sq_listening_skipped_since(cx, since / K_DAY, &l->skipped));
    K_TRY(sq_listening_fills(cx, &l->fills));
    K_TRY(sq_member_get(cx, cx->actor.member, &me, &found));
    l->admin = found && access_rank(me.role) >= access_rank(K_S("admin"));
    return K_OK;
}

/* How much of the time that is to be looked through was looked through; ids tell the time. */
static double filled(const struct sq_listening_fills_row *f)
{
    double all = (double)(k_id_time(f->first_id) - f->since);
    double left = (double)(k_id_time(f->next_id) - f->since);
    return f->done_at || all <= 0 ? 1 : left < 0 ? 1 : 1 - left / all;
}

static int by_query(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

/* The row of a query in a list that is sorted by them; they stand first in each row. */
#define row_of(list, id)                                                                       \
    ((list)->n ? bsearch(&(id), (list)->v, (list)->n, sizeof *(list)->v, by_query) : NULL)

/* All that it finds is hidden. */
static bool hides(const struct sq_listening_queries_row *r)
{
    return query_verb_parse(r->verb) == QUERY_HIDE;
}

static void show(struct k_ctx *cx, struct listing *l, const struct sq_listening_queries_row *r,
                 struct api_query *out)
{
    *out = (struct api_query){
        .id = r->id,
        .name = r->name,
        .body = r->body,
        .verb = r->verb,
        .topic = r->topic_id,
        .enabled = r->enabled,
        .may_change = l->admin || r->locked_by == 0 || r->locked_by == cx->actor.member,
        .locked_by = r->locked_by ? names_member(&l->names, r->locked_by) : NULL,
        .changed_by = names_member(&l->names, r->changed_by),
        .version = r->version,
        .changed_at = r->changed_at,
        .filled = 1};
    const struct sq_hit_counts_row *hits = row_of(&l->hits, r->id);
    const struct sq_listening_skipped_since_row *skipped = row_of(&l->skipped, r->id);
    const struct sq_listening_fills_row *fill = row_of(&l->fills, r->id);
    if (hits) {
        out->posts = hides(r) ? hits->posts : hits->shown;
        out->last_at = hits->last_at;
    }
    if (skipped)
        out->skipped = skipped->posts;
    if (fill) {
        out->looked = fill->looked;
        out->filled = filled(fill);
    }
}

k_err route_queries_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_queries *o = out;
    struct listing l;
    struct sq_listening_queries_list rows;
    struct sq_listening_topics_list topics;
    K_TRY(read_listing(cx, &l));
    K_TRY(sq_listening_queries(cx, &rows));
    K_TRY(sq_listening_topics(cx, &topics));
    o->days = DAYS;
    for (size_t i = 0; i < rows.n; i++)
        show(cx, &l, &rows.v[i], k_vec_push(cx->arena, &o->items));
    for (size_t i = 0; i < topics.n; i++)
        *k_vec_push(cx->arena, &o->topics) =
            (struct api_query_topic){topics.v[i].id, topics.v[i].name, topics.v[i].rival};
    return names_done(&l.names);
}

k_err route_query_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct listing l;
    struct sq_listening_queries_row row;
    K_TRY(queries_find(cx, ((const struct api_id_in *)in)->id, &row));
    K_TRY(read_listing(cx, &l));
    show(cx, &l, &row, out);
    return names_done(&l.names);
}

/* --- saving ------------------------------------------------------------------------------ */

static k_err save(struct k_ctx *cx, struct api_req *rq, const struct api_query_in *i, void *out)
{
    struct api_id_in saved = {0};
    struct queries_new n = {.id = i->id,
                            .version = i->version,
                            .has_name = i->has_name,
                            .has_body = i->has_body,
                            .has_verb = i->has_verb,
                            .has_topic = i->has_topic,
                            .has_enabled = i->has_enabled,
                            .name = i->name,
                            .body = i->body,
                            .verb = i->verb,
                            .topic = i->topic,
                            .enabled = i->enabled};
    K_TRY(queries_save(cx, &n, &saved.id));
    return route_query_get(cx, rq, &saved, out);
}

k_err route_query_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save(cx, rq, in, out);
}

k_err route_query_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save(cx, rq, in, out);
}

k_err route_query_lock(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_query_lock_in *i = in;
    K_TRY(queries_lock(cx, i->id, i->locked));
    return route_query_get(cx, rq, &(struct api_id_in){.id = i->id}, out);
}

k_err route_query_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return queries_remove(cx, ((const struct api_id_in *)in)->id);
}

/* --- topics ------------------------------------------------------------------------------ */

static k_err save_topic(struct k_ctx *cx, const struct api_query_topic_in *i, void *out)
{
    struct api_query_topic *o = out;
    *o = (struct api_query_topic){i->id, i->name, i->rival};
    return queries_topic_save(cx, &o->id, i->name, i->rival);
}

k_err route_query_topic_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save_topic(cx, in, out);
}

k_err route_query_topic_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save_topic(cx, in, out);
}

k_err route_query_topic_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return queries_topic_remove(cx, ((const struct api_id_in *)in)->id);
}

/* --- reading and trying ------------------------------------------------------------------ */

/* A place in UTF-16 units, as browsers count. */
static int64_t units(k_str text, size_t at)
{
    return (int64_t)k_utf8_units(k_str_sub(text, 0, at));
}

k_err route_query_read(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_query_read_in *i = in;
    struct api_query_read *o = out;
    struct query q;
    struct query_problem p;
    struct listen_cost cost;
    if (!queries_read(cx->arena, i->body, query_verb_parse(i->verb), &q, &p)) {
        o->problem = k_new(cx->arena, struct api_query_problem);
        *o->problem = (struct api_query_problem){units(i->body, p.start), units(i->body, p.end),
                                                 k_str_z(p.text)};
        o->written = K_S("");
        return K_OK;
    }
    o->written = query_write(cx->arena, &q);
    listen_cost_of(cx->arena, LISTEN_UNICODE, NULL, &q, &cost);
    for (size_t k = 0; k < cost.n; k++)
        *k_vec_push(cx->arena, &o->anchors) = cost.v[k];
    o->per_thousand = cost.per_thousand;
    return K_OK;
}

k_err route_query_import(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    static const char *const changes[] = {"left_out", "widened", "narrowed", "read_as"};
    static const char *const effects[] = {"none", "more", "less", "either"};
    const struct api_query_import_in *i = in;
    struct api_query_import *o = out;
    struct dialect_result r;
    enum dialect d = 0;
    while (d < DIALECTS && !k_str_eqz(i->dialect, dialect_names[d]))
        d++;
    bool read = dialect_read(cx->arena, d, i->text, &r);
    o->text = read ? r.text : K_S("");
    if (!read) {
        o->problem = k_new(cx->arena, struct api_query_problem);
        *o->problem =
            (struct api_query_problem){units(i->text, r.problem.start),
                                       units(i->text, r.problem.end), k_str_z(r.problem.text)};
    }
    for (size_t k = 0; k < r.n_notes; k++)
        *k_vec_push(cx->arena, &o->notes) =
            (struct api_query_note){.start = units(i->text, r.notes[k].start),
                                    .end = units(i->text, r.notes[k].end),
                                    .change = k_str_z(changes[r.notes[k].change]),
                                    .effect = k_str_z(effects[r.notes[k].effect]),
                                    .why = k_str_z(r.notes[k].why)};
    return K_OK;
}

static void show_sample(struct k_ctx *cx, const struct query_sample *s,
                        struct api_query_post *out)
{
    const struct sq_listening_posts_row *r = s->post;
    struct listen_post post = heard_from_row(cx->arena, r);
    int mood = heard_mood(&post);
    *out = (struct api_query_post){.post_id = r->id,
                                   .conversation_id = r->conversation_id,
                                   .person_id = r->person_id,
                                   .network = r->network,
                                   .person = r->person,
                                   .handle = r->handle,
                                   .title = post.title,
                                   .text = k_utf8_cut(r->text, WORDS_SHOWN),
                                   .url = r->url,
                                   .mood = mood < 0   ? K_S("against")
                                           : mood > 0 ? K_S("pro")
                                                      : K_S("neither"),
                                   .stage = r->stage,
                                   .followers = r->followers,
                                   .at = r->posted_at};
    for (size_t i = 0; i < s->spans.n; i++) {
        const struct query_span *span = &s->spans.v[i];
        k_str text = span->where == QUERY_TITLE ? post.title
                     : span->where == QUERY_BIO ? post.bio
                                                : post.text;
        *k_vec_push(cx->arena, &out->spans) =
            (struct api_query_span){.where = span->where == QUERY_TITLE ? K_S("title")
                                             : span->where == QUERY_BIO ? K_S("bio")
                                                                        : K_S("text"),
                                    .start = units(text, span->start),
                                    .end = units(text, span->end)};
    }
}

k_err route_query_try(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_query_read_in *i = in;
    struct api_query_tried *o = out;
    struct query_tried t;
    struct query q;
    struct query_problem p;
    o->days = i->days ? i->days : DAYS;
    if (!queries_read(cx->arena, i->body, query_verb_parse(i->verb), &q, &p))
        return k_fail(cx, K_ERR_BAD_INPUT, "body", "%s", p.text);
    K_TRY(query_history_try(cx, &q, k_cx_now(cx) - o->days * K_DAY, &t));
    o->posts = t.posts;
    o->found = t.found;
    o->people = t.people;
    o->conversations = t.conversations;
    o->capped = t.capped;
    o->since = t.since;
    for (size_t k = 0; k < t.days.n; k++)
        *k_vec_push(cx->arena, &o->by_day) = (struct api_query_count){t.days.v[k]};
    for (size_t k = 0; k < t.samples.n; k++)
        show_sample(cx, &t.samples.v[k], k_vec_push(cx->arena, &o->samples));
    return K_OK;
}

/* --- what was found ---------------------------------------------------------------------- */

/* The words that made the query hold, when the text is still such. */
static void add_spans(struct k_ctx *cx, const struct query *q, struct api_query_post *p)
{
    struct query_spans spans;
    struct listen_post post = {.text = p->text, .followers = -1, .strength = -1};
    query_words(cx->arena, LISTEN_UNICODE, q, &post, &spans);
    for (size_t i = 0; i < spans.n; i++)
        *k_vec_push(cx->arena, &p->spans) =
            (struct api_query_span){.where = K_S("text"),
                                    .start = units(p->text, spans.v[i].start),
                                    .end = units(p->text, spans.v[i].end)};
}

k_err route_query_posts(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_query_posts_in *i = in;
    struct api_query_posts *o = out;
    struct sq_listening_queries_row row;
    struct sq_hit_posts_list list;
    struct query q;
    struct query_problem problem;
    int64_t place[2] = {INT64_MAX, INT64_MAX}, limit = request_limit(i->limit);
    bool given;
    K_TRY(queries_find(cx, i->id, &row));
    K_TRY(cursor_read(cx, i->cursor, 'q', place, 2, &given));
    K_TRY(sq_hit_posts(cx,
                       &(struct sq_hit_posts_args){.query_id = i->id,
                                                   .hidden = i->hidden || hides(&row),
                                                   .before_at = place[0],
                                                   .before_id = place[1],
                                                   .max = limit + 1,
                                                   .eyes = cx->actor.eyes},
                       &list));
    bool can_read = queries_read(cx->arena, row.body, query_verb_parse(row.verb), &q, &problem);
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++) {
        const struct sq_hit_posts_row *r = &list.v[k];
        struct api_query_post *p = k_vec_push(cx->arena, &o->items);
        *p = (struct api_query_post){.post_id = r->id,
                                     .conversation_id = r->conversation_id,
                                     .person_id = r->person_id,
                                     .network = r->network,
                                     .person = r->person,
                                     .handle = r->handle,
                                     .title = K_S(""),
                                     .text = k_utf8_cut(r->text, WORDS_SHOWN),
                                     .url = r->url,
                                     .mood = r->mood < 0   ? K_S("against")
                                             : r->mood > 0 ? K_S("pro")
                                                           : K_S("neither"),
                                     .stage = r->stage,
                                     .followers = r->followers,
                                     .at = r->posted_at};
        if (can_read)
            add_spans(cx, &q, p);
    }
    if (list.n > (size_t)limit) {
        const struct sq_hit_posts_row *last = &list.v[limit - 1];
        o->next = cursor_make(cx->arena, 'q', (int64_t[]){last->posted_at, last->id}, 2);
    }
    return K_OK;
}

k_err route_query_days(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_query_days_in *i = in;
    struct api_query_days *o = out;
    struct sq_listening_queries_row row;
    struct sq_hit_days_list list;
    o->days = i->days ? i->days : DAYS;
    K_TRY(queries_find(cx, i->id, &row));
    K_TRY(sq_hit_days(cx, i->id, hides(&row), k_cx_now(cx) - o->days * K_DAY, &list));
    for (size_t k = 0; k < list.n; k++)
        *k_vec_push(cx->arena, &o->items) = (struct api_query_day){.at = list.v[k].day * K_DAY,
                                                                   .posts = list.v[k].posts,
                                                                   .against = list.v[k].against,
                                                                   .pro = list.v[k].pro};
    return K_OK;
}

/* --- changes ----------------------------------------------------------------------------- */

static k_str member_in(struct k_ctx *cx, k_str json, const char *name)
{
    const struct k_json *doc = NULL;
    if (json.n == 0 || k_json_parse(cx->arena, json, &doc, NULL) != K_OK)
        return K_S("");
    return k_json_get_str(doc, name);
}

k_err route_query_changes(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_page_in *i = in;
    struct api_query_changes *o = out;
    struct names names = names_new(cx);
    struct sq_listening_changes_list list;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'c', &before, 1, &given));
    K_TRY(sq_listening_changes(cx, before, limit + 1, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++) {
        const struct sq_listening_changes_row *r = &list.v[k];
        *k_vec_push(cx->arena, &o->items) = (struct api_query_change){
            .id = r->id,
            .query_id = r->query_id,
            .what = r->what,
            .name = member_in(cx, r->after.n ? r->after : r->before, "name"),
            .before = member_in(cx, r->before, "body"),
            .after = member_in(cx, r->after, "body"),
            .can_undo = r->last_id == r->id,
            .by = names_member(&names, r->made_by),
            .at = r->made_at};
    }
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'c', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

k_err route_query_undo(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(queries_undo(cx, ((const struct api_id_in *)in)->id));
    return route_queries_list(cx, rq, NULL, out);
}
