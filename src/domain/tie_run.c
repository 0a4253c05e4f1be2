/* tie_run: folds everybody's rows anew, some thousand persons a transaction, in order of their
 * ids: nightly and when asked for. What is folded comes from tie_stretch, in this thread or in
 * another one. Reads touch, moment, value_entry, deal, link; writes tie, person, stage_move,
 * and the settings relationship_run, _spread and _lively. */
#include "domain/tie_run.h"
#include "base/json.h"
#include "domain/outlook.h"
#include "store/setting.h"

enum { SPREAD_ROLES = 64 };
#define LINKS_BYTES ((size_t)64 << 20) /* of the caller's arena, in one go */

/* ---- where a run stands ------------------------------------------------------------------ */

static k_err run_read(struct k_ctx *cx, struct tie_run *out)
{
    const struct k_json *doc;
    k_str text;
    *out = (struct tie_run){.done = true};
    K_TRY(setting_get(cx, K_S("relationship_run"), &text));
    if (text.n == 0 || k_json_parse(cx->arena, text, &doc, NULL) != K_OK)
        return K_OK;
    *out = (struct tie_run){
        .after = k_json_int(k_json_get(doc, "after"), 0),
        .linked = k_json_int(k_json_get(doc, "linked"), 0),
        .people = k_json_int(k_json_get(doc, "people"), 0),
        .touches = k_json_int(k_json_get(doc, "touches"), 0),
        .ties = k_json_int(k_json_get(doc, "ties"), 0),
        .pace = k_json_int(k_json_get(doc, "pace"), 0),
        .started_at = k_json_int(k_json_get(doc, "started_at"), 0),
        .finished_at = k_json_int(k_json_get(doc, "finished_at"), 0),
        .by = k_json_int(k_json_get(doc, "by"), 0),
        .folded = k_json_bool(k_json_get(doc, "folded"), false),
        .together = k_json_bool(k_json_get(doc, "together"), false),
        .done = k_json_bool(k_json_get(doc, "done"), true),
    };
    return K_OK;
}

static k_err run_write(struct k_ctx *cx, const struct tie_run *r)
{
    return setting_set(
        cx, K_S("relationship_run"),
        k_fmt(
            cx->arena,
            "{\"after\":%lld,\"linked\":%lld,\"people\":%lld,\"touches\":%lld,\"ties\":%lld,"
            "\"pace\":%lld,\"started_at\":%lld,\"finished_at\":%lld,\"by\":%lld,\"folded\":%s,"
            "\"together\":%s,\"done\":%s}",
            (long long)r->after, (long long)r->linked, (long long)r->people,
            (long long)r->touches, (long long)r->ties, (long long)r->pace,
            (long long)r->started_at, (long long)r->finished_at, (long long)r->by,
            r->folded ? "true" : "false", r->together ? "true" : "false",
            r->done ? "true" : "false"));
}

k_err tie_run_state(struct k_ctx *cx, struct tie_run *out)
{
    return run_read(cx, out);
}

/* ---- a part's persons -------------------------------------------------------------------- */

/* Folds in the thread that writes. */
struct alone {
    struct k_ctx *cx;
    struct tie_range range;
    struct tie_batch batch;
};

static k_err alone_begin(void *arg, struct k_ctx *cx, const struct tie_range *range)
{
    struct alone *a = arg;
    *a = (struct alone){.cx = cx, .range = *range};
    return K_OK;
}

static k_err alone_next(void *arg, const struct tie_batch **out)
{
    struct alone *a = arg;
    struct tie_stretch s;
    *out = NULL;
    K_TRY(tie_range_take(a->cx, &a->range, &s));
    if (s.upto == 0)
        return K_OK;
    *out = &a->batch;
    return tie_stretch_work(a->cx, &a->range, &s, &a->batch);
}

static void alone_end(void *arg)
{
    (void)arg;
}

static k_err take(struct k_ctx *cx, struct tie_run *run, const struct tie_batch *b, bool linked)
{
    K_TRY(tie_batch_write(cx, b));
    run->people += b->people;
    run->touches += b->touches;
    run->ties += b->ties;
    k_id *at = linked ? &run->linked : &run->after;
    *at = b->last > *at ? b->last : *at;
    return K_OK;
}

/* Writes what is folded as long as there is something. */
static k_err run_range(struct k_ctx *cx, const struct tie_folder *f, struct tie_run *run,
                       const struct tie_range *range)
{
    const struct tie_batch *b = NULL;
    k_err err = f->begin(f->arg, cx, range);
    if (err != K_OK)
        return err;
    do {
        err = f->next(f->arg, &b);
        if (err == K_OK && b)
            err = take(cx, run, b, range->linked);
    } while (err == K_OK && b);
    f->end(f->arg);
    return err;
}

/* Contacts in common come behind all persons, for the scores from now on. */
static k_err run_some(struct k_ctx *cx, const struct tie_folder *f, struct tie_run *run,
                      int64_t max, struct tie_range range, k_time began)
{
    bool found;
    range.now = k_cx_now(cx);
    range.until = f->until ? began + f->until : 0;
    range.at_most = began + f->at_most;
    range.linked = run->folded;
    if (!run->folded) {
        struct sq_tie_run_range_row row;
        range.after = run->after;
        K_TRY(sq_tie_run_range(cx, run->after, max, &row, &found));
        range.upto = row.upto;
        run->folded = row.upto == 0;
    } else {
        struct sq_tie_run_linked_range_row row;
        range.after = run->linked;
        K_TRY(sq_tie_run_linked_range(cx, run->linked, max, &row, &found));
        range.upto = row.upto;
        run->together = row.upto == 0;
    }
    return range.upto ? run_range(cx, f, run, &range) : K_OK;
}

/* ---- behind all persons ------------------------------------------------------------------ */

/* How strengths lie within each role: what a percentile is read from. */
static k_err work_out_spread(struct k_ctx *cx, k_str *out)
{
    struct sq_tie_run_spread_list rows;
    struct k_buf b;
    k_buf_init(&b, cx->arena, SETTING_VALUE_MAX);
    struct k_jw w = k_jw(&b);
    K_TRY(sq_tie_run_spread(cx, &rows));
    kw_obj(&w);
    size_t roles = 0;
    for (size_t i = 0; i < rows.n && roles < SPREAD_ROLES; i++) {
        if (i == 0 || !k_str_eq(rows.v[i].role, rows.v[i - 1].role)) {
            if (roles++ > 0)
                kw_end(&w);
            kw_keys(&w, rows.v[i].role.n ? rows.v[i].role : K_S("-"));
            kw_arr(&w);
        }
        kw_int(&w, rows.v[i].points);
        kw_int(&w, rows.v[i].n);
    }
    if (roles > 0)
        kw_end(&w);
    kw_end(&w);
    *out = k_buf_view(&b);
    return K_OK;
}

k_err tie_percentile(struct k_ctx *cx, k_str role, double strength, double *out)
{
    const struct k_json *doc;
    int64_t below = 0, same = 0, all = 0;
    k_str text;
    *out = -1;
    K_TRY(setting_get(cx, K_S("relationship_spread"), &text));
    if (text.n == 0 || strength <= 0 || k_json_parse(cx->arena, text, &doc, NULL) != K_OK)
        return K_OK;
    const struct k_json *row = k_json_get(doc, k_dupz(cx->arena, role.n ? role : K_S("-")));
    for (size_t i = 0; i + 1 < k_json_len(row); i += 2) {
        int64_t points = k_json_int(k_json_at(row, i), 0);
        int64_t n = k_json_int(k_json_at(row, i + 1), 0);
        below += points < (int64_t)strength ? n : 0;
        same += points == (int64_t)strength ? n : 0;
        all += n;
    }
    if (all > 0)
        *out = 100 * ((double)below + (double)same / 2) / (double)all;
    return K_OK;
}

/* ---- a part of a run --------------------------------------------------------------------- */

struct part {
    int64_t max;
    k_id by;
    const struct tie_folder *folder;
    struct tie_run *run;
    const struct tie_known *known; /* when contacts in common come */
    k_str spread, lively;          /* of the end */
    k_time longest;
};

/* How many persons would have been written in half the time that a part may take: where all
 * come to another stage writing takes longer than folding. */
static int64_t pace_of(int64_t people, k_time took)
{
    int64_t in_time = took > TIE_RUN_PACE ? people * TIE_RUN_PACE / took : people;
    return in_time > 0 ? in_time : 1;
}

/* As many as there is time for. */
static int64_t most(const struct part *p)
{
    int64_t max = p->run->pace > TIE_STRETCH ? 2 * p->run->pace : 2 * TIE_STRETCH;
    return p->folder->paced && max < p->max ? max : p->max;
}

static k_err do_part(struct k_ctx *cx, void *arg)
{
    struct part *p = arg;
    struct tie_house h;
    k_time began = k_mono();
    K_TRY(run_read(cx, p->run));
    if (p->run->done && p->run->by != p->by)
        *p->run = (struct tie_run){.started_at = k_cx_now(cx)};
    bool unread = p->run->folded && !p->run->together && !p->known; /* another went on */
    if (p->run->done || unread)
        return K_OK;
    K_TRY(tie_house_read(cx, &h));
    int64_t before = p->run->people;
    struct tie_range range = {.house = &h, .known = p->known};
    K_TRY(run_some(cx, p->folder, p->run, most(p), range, began));
    if (p->run->people > before)
        p->run->pace = pace_of(p->run->people - before, k_mono() - began);
    return run_write(cx, p->run);
}

/* A transaction of its own. */
static k_err in_turn(struct k_ctx *cx, k_err (*fn)(struct k_ctx *cx, void *arg), struct part *p)
{
    k_time began = k_mono();
    k_err err = db_write(cx, fn, p);
    k_time took = k_mono() - began;
    p->longest = took > p->longest ? took : p->longest;
    p->run->longest = p->longest;
    return err;
}

/* As many transactions as there is time for: what they share is read only once. */
static k_err each_link_part(struct k_ctx *cx, struct part *p, k_time until)
{
    k_err err = K_OK;
    do
        err = in_turn(cx, do_part, p);
    while (err == K_OK && !p->run->together && k_mono() < until &&
           k_arena_used(cx->arena) < LINKS_BYTES);
    return err;
}

static k_err link_parts(struct k_ctx *cx, struct part *p)
{
    struct k_arena *mine = cx->arena, *a = k_arena_new(SIZE_MAX / 2);
    struct tie_known known;
    if (a == NULL)
        return K_ERR_NO_MEMORY;
    cx->arena = a;
    k_err err = tie_known_read(cx, p->run->ties, &known);
    cx->arena = mine;
    p->known = &known;
    if (err == K_OK)
        err = each_link_part(cx, p, k_mono() + TIE_RUN_LINKS);
    k_arena_free(a);
    return err;
}

/* What is read from all ties once they are there. It is read before the transaction begins. */
static k_err do_end(struct k_ctx *cx, void *arg)
{
    struct part *p = arg;
    p->run->done = true;
    p->run->by = p->by;
    p->run->finished_at = k_cx_now(cx);
    K_TRY(setting_set(cx, K_S("relationship_spread"), p->spread));
    K_TRY(outlook_keep(cx, p->lively));
    k_ctx_notice(cx, K_TOPIC_PERSON, 0);
    return run_write(cx, p->run);
}

k_err tie_run_part(struct k_ctx *cx, k_id by, int64_t max, const struct tie_folder *f,
                   struct tie_run *out)
{
    struct part p = {.max = max, .by = by, .folder = f, .run = out};
    K_TRY(run_read(cx, out));
    if (out->done || !out->folded)
        return in_turn(cx, do_part, &p);
    if (!out->together)
        return link_parts(cx, &p);
    K_TRY(work_out_spread(cx, &p.spread));
    K_TRY(outlook_work_out(cx, &p.lively));
    return in_turn(cx, do_end, &p);
}

k_err tie_run_some(struct k_ctx *cx, k_id by, int64_t max, struct tie_run *out)
{
    struct alone a;
    struct tie_folder f = {
        .arg = &a, .begin = alone_begin, .next = alone_next, .end = alone_end};
    return tie_run_part(cx, by, max, &f, out);
}
