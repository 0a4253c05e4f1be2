/* routes_duplicates: the queue of who may be one, decisions, merges, undo, the scan. */
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_duplicates.h"
#include "api/show.h"
#include "domain/match.h"
#include "domain/merge.h"
#include "flow/jobs.h"

#define COUNT_MOST 1000

/* --- the queue --------------------------------------------------------------------------- */

struct evidence {
    struct api_match_evidence *v;
    size_t n, cap;
};

static struct evidence evidence_of(struct k_arena *a, k_str json)
{
    struct evidence out = {0};
    const struct k_json *list = NULL, *e;
    if (k_json_parse(a, json, &list, NULL) != K_OK)
        return out;
    k_json_each (i, e, list)
        *k_vec_push(a, &out) =
            (struct api_match_evidence){.field = k_json_get_str(e, "field"),
                                        .agreement = k_json_get_str(e, "agreement"),
                                        .a = k_json_get_str(e, "a"),
                                        .b = k_json_get_str(e, "b"),
                                        .bits = k_json_num(k_json_get(e, "bits"), 0)};
    return out;
}

static bool more_known(const struct api_person *x, const struct api_person *y)
{
    if (x->mine != y->mine)
        return y->mine;
    return x->heard + x->told >= y->heard + y->told;
}

static k_err show_pair(struct k_ctx *cx, const struct sq_match_queue_row *r,
                       struct api_duplicate *out)
{
    struct evidence e = evidence_of(cx->arena, r->evidence);
    K_TRY(show_person(cx, r->a_id, &out->a));
    K_TRY(show_person(cx, r->b_id, &out->b));
    out->kind = r->kind;
    out->probability = r->probability;
    out->bits = r->weight;
    out->evidence.v = e.v;
    out->evidence.n = e.n;
    out->keep = more_known(&out->a, &out->b) ? r->a_id : r->b_id;
    out->created_at = r->created_at;
    return K_OK;
}

k_err route_duplicate_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_pair_look_in *i = in;
    struct match_verdict *v = k_new(cx->arena, struct match_verdict);
    (void)rq;
    K_TRY(match_beside(cx, i->a, i->b, v));
    return show_pair(cx,
                     &(struct sq_match_queue_row){
                         .a_id = i->a < i->b ? i->a : i->b,
                         .b_id = i->a < i->b ? i->b : i->a,
                         .kind = v->kind == MATCH_EXACT ? K_S("exact") : K_S("probable"),
                         .probability = v->probability,
                         .weight = v->bits,
                         .evidence = match_evidence_json(cx->arena, v),
                         .created_at = k_cx_now(cx)},
                     out);
}

/* A cursor names the last pair; its place is where it stands now. */
static k_err place(struct k_ctx *cx, k_str cursor, struct sq_match_queue_args *args)
{
    int64_t key[2];
    bool given, found;
    struct sq_match_pair_row last;
    args->probability = 2;
    args->a_id = args->b_id = INT64_MAX;
    K_TRY(cursor_read(cx, cursor, 'd', key, 2, &given));
    if (!given)
        return K_OK;
    K_TRY(sq_match_pair(cx, key[0], key[1], &last, &found));
    if (!found)
        return k_fail(cx, K_ERR_GONE, "cursor", "The list has changed. Load it again.");
    args->probability = last.probability;
    args->a_id = key[0];
    args->b_id = key[1];
    return K_OK;
}

k_err route_duplicates_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_duplicates_in *i = in;
    struct api_duplicate_list *o = out;
    int64_t limit = i->limit > 0 ? i->limit : 20;
    struct sq_match_queue_args args = {.me = rq->who.member, .max = limit + 1};
    struct sq_match_queue_list list;
    struct sq_match_queue_count_row n;
    bool found;
    K_TRY(place(cx, i->cursor, &args));
    K_TRY(sq_match_queue(cx, &args, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++) {
        struct api_duplicate *d = k_vec_push(cx->arena, &o->items);
        K_TRY(show_pair(cx, &list.v[k], d));
    }
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'd',
                              (int64_t[]){list.v[limit - 1].a_id, list.v[limit - 1].b_id}, 2);
    K_TRY(sq_match_queue_count(cx, rq->who.member, COUNT_MOST + 1, &n, &found));
    o->count_capped = n.n > COUNT_MOST;
    o->count = o->count_capped ? COUNT_MOST : n.n;
    return K_OK;
}

/* --- decisions --------------------------------------------------------------------------- */

static k_err read_take(struct k_ctx *cx, const k_str *v, size_t n, struct match_decision *d)
{
    for (size_t i = 0; i < n; i++) {
        bool *to = k_str_eqz(v[i], "name")    ? &d->take_name
                   : k_str_eqz(v[i], "about") ? &d->take_about
                   : k_str_eqz(v[i], "role")  ? &d->take_role
                                              : NULL;
        if (!to)
            return k_fail(cx, K_ERR_BAD_INPUT, "take", "Take name, about or role.");
        *to = true;
    }
    return K_OK;
}

k_err route_duplicate_decide(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_decision_in *i = in;
    struct match_decision d = {.a = i->a, .b = i->b, .verdict = i->verdict, .keep = i->keep};
    K_TRY(read_take(cx, i->take.v, i->take.n, &d));
    return match_decide(cx, &d, &((struct api_decided *)out)->merge_id);
}

k_err route_people_merge(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_merge_in *i = in;
    struct match_decision d = {
        .a = i->keep, .b = i->gone, .verdict = K_S("merge"), .keep = i->keep};
    K_TRY(read_take(cx, i->take.v, i->take.n, &d));
    return match_decide(cx, &d, &((struct api_decided *)out)->merge_id);
}

/* Of three who are one the second pair is about whom the first one kept. */
static k_err decide_one(struct k_ctx *cx, const struct api_pair_in *p, k_str verdict,
                        struct api_decisions *o)
{
    struct match_decision d = {.a = p->a, .b = p->b, .verdict = verdict};
    k_id merge;
    bool merging = k_str_eqz(verdict, "merge");
    if (merging) {
        K_TRY(merge_root(cx, p->a, &d.a));
        K_TRY(merge_root(cx, p->b, &d.b));
    }
    if (merging && d.a == d.b && p->a != p->b) {
        o->done++;
        return K_OK;
    }
    K_TRY(match_decide(cx, &d, &merge));
    o->done++;
    if (merge)
        *k_vec_push(cx->arena, &o->merges) = merge;
    return K_OK;
}

k_err route_duplicates_bulk(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_decisions_in *i = in;
    struct api_decisions *o = out;
    for (size_t k = 0; k < i->pairs.n; k++) {
        k_err err = decide_one(cx, &i->pairs.v[k], i->verdict, o);
        if (err == K_OK)
            continue;
        if (err != K_ERR_CONFLICT && err != K_ERR_NOT_FOUND && err != K_ERR_BAD_INPUT)
            return err;
        k_str why = cx->detail.text.n ? cx->detail.text : k_str_z(k_err_row(err)->text);
        *k_vec_push(cx->arena, &o->skipped) = (struct api_skipped){i->pairs.v[k].a, why};
        cx->detail = (struct k_detail){0};
    }
    return K_OK;
}

/* --- merges ------------------------------------------------------------------------------ */

static k_err show_merge(struct k_ctx *cx, struct names *names, const struct sq_merge_get_row *r,
                        struct api_merge *out)
{
    struct sq_merge_person_get_row gone;
    struct sq_merge_rows_count_row n;
    struct evidence e = evidence_of(cx->arena, r->why);
    bool found, counted;
    K_TRY(sq_merge_person_get(cx, r->gone_id, &gone, &found));
    K_TRY(sq_merge_rows_count(cx, r->id, &n, &counted));
    *out = (struct api_merge){.id = r->id,
                              .gone_id = r->gone_id,
                              .gone_name = found ? gone.name : K_S(""),
                              .evidence = {.v = e.v, .n = e.n},
                              .rows = counted ? n.n : 0,
                              .made_by = names_member(names, r->made_by),
                              .made_at = r->made_at,
                              .undone_by = names_member(names, r->undone_by),
                              .undone_at = r->undone_at};
    return K_OK;
}

k_err route_person_merges(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_merges_in *i = in;
    struct api_merge_list *o = out;
    struct names names = names_new(cx);
    struct sq_merge_list_list list;
    struct api_person_ref *who;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(show_person_ref(cx, i->id, &who));
    if (!who)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This person is not here.");
    K_TRY(cursor_read(cx, i->cursor, 'm', &before, 1, &given));
    K_TRY(sq_merge_list(cx, i->id, before, limit + 1, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++) {
        struct api_merge *m = k_vec_push(cx->arena, &o->items);
        K_TRY(show_merge(cx, &names, &list.v[k], m));
    }
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'm', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

k_err route_merge_undo(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return merge_undo(cx, ((const struct api_id_in *)in)->id,
                      &((struct api_undone *)out)->person_id);
}

/* --- the scan ---------------------------------------------------------------------------- */

k_err route_match_scan_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_match_scan *o = out;
    struct sq_match_scan_job_row row;
    const struct k_json *p = NULL;
    bool found;
    o->state = K_S("none");
    K_TRY(sq_match_scan_job(cx, &row, &found));
    if (!found)
        return K_OK;
    o->state = row.state;
    if (row.progress.n == 0)
        return K_OK;
    K_TRY(k_json_parse(cx->arena, row.progress, &p, NULL));
    o->done = k_json_int(k_json_get(p, "done"), 0);
    o->total = k_json_int(k_json_get(p, "total"), 0);
    o->asked = k_json_int(k_json_get(p, "asked"), 0);
    o->merged = k_json_int(k_json_get(p, "merged"), 0);
    if (o->done > o->total || k_str_eqz(row.state, "done"))
        o->done = o->total;
    return K_OK;
}

k_err route_match_scan_start(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(flow_jobs_match(cx));
    return route_match_scan_get(cx, rq, NULL, out);
}
