/* figures: each is counted from rows, kept as JSON, or read from what is kept. */
#include "domain/figures.h"

#include "base/json.h"
#include "domain/tie_run.h"

#include <stdlib.h>

enum { VALUE_MAX = 1 << 20 };

/* doc NULL: nothing is kept. */
static k_err kept(struct k_ctx *cx, const char *name, const struct k_json **doc, k_time *at)
{
    struct sq_figure_get_row row;
    bool found;
    *doc = NULL;
    *at = 0;
    K_TRY(sq_figure_get(cx, k_str_z(name), &row, &found));
    if (found && k_json_parse(cx->arena, row.value, doc, NULL) == K_OK)
        *at = row.at;
    else
        *doc = NULL;
    return K_OK;
}

static int64_t number(const struct k_json *list, size_t i)
{
    return k_json_int(k_json_at(list, i), 0);
}

/* ---- stages ------------------------------------------------------------------------------ */

static void add_stages(struct figures_stages *s, const struct sq_insight_stages_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        s->n[stage_parse(list->v[i].stage)] += list->v[i].n;
}

static k_err count_stages(struct k_ctx *cx, struct figures_stages *out)
{
    struct sq_insight_stages_list list;
    struct sq_insight_silent_row silent = {0};
    bool found;
    K_TRY(sq_insight_stages(cx, &list));
    K_TRY(sq_insight_silent(cx, &silent, &found));
    *out = (struct figures_stages){.drifting = silent.drifting, .dormant = silent.dormant};
    add_stages(out, &list);
    return K_OK;
}

static void stages_json(struct k_jw *w, const struct figures_stages *s)
{
    kw_arr(w);
    for (int i = 0; i < STAGE_COUNT; i++)
        kw_int(w, s->n[i]);
    kw_int(w, s->drifting);
    kw_int(w, s->dormant);
    kw_end(w);
}

k_err figures_stages(struct k_ctx *cx, struct figures_stages *out)
{
    struct sq_insight_stages_list own;
    struct sq_insight_silent_row silent = {0};
    const struct k_json *doc;
    k_time at;
    bool found;
    K_TRY(kept(cx, "stages", &doc, &at));
    if (doc == NULL)
        K_TRY(count_stages(cx, out));
    else
        *out = (struct figures_stages){.drifting = number(doc, STAGE_COUNT),
                                       .dormant = number(doc, STAGE_COUNT + 1)};
    for (int i = 0; i < STAGE_COUNT && doc; i++)
        out->n[i] = number(doc, (size_t)i);
    out->at = at;
    K_TRY(sq_insight_stages_own(cx, cx->actor.member, &own));
    add_stages(out, &own);
    K_TRY(sq_insight_silent_own(cx, cx->actor.member, &silent, &found));
    out->drifting += silent.drifting;
    out->dormant += silent.dormant;
    return K_OK;
}

/* ---- moves ------------------------------------------------------------------------------- */

static int64_t first_of_month(struct k_arena *a, int64_t day)
{
    char iso[32];
    k_time at = day * K_DAY;
    k_time_iso_to(iso, at);
    k_str first = k_fmt(a, "%.7s-01", iso);
    return k_time_parse(first, &at) ? at / K_DAY : day;
}

static void add_move(struct k_arena *a, struct figures_moves *m,
                     const struct sq_insight_moves_row *r)
{
    for (size_t i = m->n; i-- > 0 && m->v[i].day == r->day;)
        if (k_str_eq(m->v[i].from_stage, r->from_stage) &&
            k_str_eq(m->v[i].to_stage, r->to_stage)) {
            m->v[i].n += r->n;
            return;
        }
    *k_vec_push(a, m) = *r;
}

/* Months that began since `from`; days of one month follow each other. */
static void moves_json(struct k_ctx *cx, struct k_jw *w,
                       const struct sq_insight_moves_list *list)
{
    struct figures_moves months = {.n = 0};
    int64_t last = -1, month = 0;
    for (size_t i = 0; i < list->n; i++) {
        struct sq_insight_moves_row r = list->v[i];
        if (r.day != last)
            month = first_of_month(cx->arena, r.day);
        last = r.day;
        r.day = month;
        add_move(cx->arena, &months, &r);
    }
    kw_arr(w);
    for (size_t i = 0; i < months.n; i++) {
        kw_arr(w);
        kw_int(w, months.v[i].day);
        kw_str(w, months.v[i].from_stage);
        kw_str(w, months.v[i].to_stage);
        kw_int(w, months.v[i].n);
        kw_end(w);
    }
    kw_end(w);
}

static int by_day(const void *a, const void *b)
{
    const struct sq_insight_moves_row *x = a, *y = b;
    return (x->day > y->day) - (x->day < y->day);
}

static void take_moves(struct k_ctx *cx, const struct sq_insight_moves_list *list,
                       struct figures_moves *out)
{
    for (size_t i = 0; i < list->n; i++)
        *k_vec_push(cx->arena, out) = list->v[i];
}

k_err figures_moves(struct k_ctx *cx, k_time from, struct figures_moves *out)
{
    struct sq_insight_moves_list list;
    const struct k_json *doc;
    *out = (struct figures_moves){.n = 0};
    K_TRY(kept(cx, "moves", &doc, &out->at));
    if (doc == NULL) {
        K_TRY(sq_insight_moves(cx, from, &list));
        take_moves(cx, &list, out);
    }
    for (size_t i = 0; i < k_json_len(doc); i++) {
        const struct k_json *r = k_json_at(doc, i);
        if (number(r, 0) * K_DAY >= from)
            *k_vec_push(cx->arena, out) =
                (struct sq_insight_moves_row){.day = number(r, 0),
                                              .from_stage = k_json_str(k_json_at(r, 1)),
                                              .to_stage = k_json_str(k_json_at(r, 2)),
                                              .n = number(r, 3)};
    }
    K_TRY(sq_insight_moves_own(cx, cx->actor.member, from, &list));
    take_moves(cx, &list, out);
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, by_day);
    return K_OK;
}

/* ---- capacity ---------------------------------------------------------------------------- */

static void capacity_json(struct k_jw *w, const struct sq_insight_capacity_list *list)
{
    kw_arr(w);
    for (size_t i = 0; i < list->n; i++) {
        const struct sq_insight_capacity_row *r = &list->v[i];
        const int64_t n[] = {r->member_id,   r->weekly, r->monthly,
                             r->half_yearly, r->live,   r->known};
        kw_arr(w);
        for (size_t k = 0; k < sizeof n / sizeof *n; k++)
            kw_int(w, n[k]);
        kw_end(w);
    }
    kw_end(w);
}

static void add_capacity(struct k_arena *a, struct figures_capacity *out,
                         const struct sq_insight_capacity_row *r)
{
    size_t at = 0;
    while (at < out->n && out->v[at].member_id < r->member_id)
        at++;
    if (at == out->n || out->v[at].member_id != r->member_id) {
        (void)k_vec_push(a, out);
        for (size_t i = out->n - 1; i > at; i--)
            out->v[i] = out->v[i - 1];
        out->v[at] = (struct sq_insight_capacity_row){.member_id = r->member_id};
    }
    struct sq_insight_capacity_row *sum = &out->v[at];
    sum->weekly += r->weekly;
    sum->monthly += r->monthly;
    sum->half_yearly += r->half_yearly;
    sum->live += r->live;
    sum->known += r->known;
}

k_err figures_capacity(struct k_ctx *cx, struct figures_capacity *out)
{
    struct sq_insight_capacity_list list = {0};
    const struct k_json *doc;
    k_time now = k_cx_now(cx);
    *out = (struct figures_capacity){.n = 0};
    K_TRY(kept(cx, "capacity", &doc, &out->at));
    if (doc == NULL)
        K_TRY(sq_insight_capacity(cx, now, &list));
    for (size_t i = 0; i < list.n; i++)
        add_capacity(cx->arena, out, &list.v[i]);
    for (size_t i = 0; i < k_json_len(doc); i++) {
        const struct k_json *r = k_json_at(doc, i);
        add_capacity(cx->arena, out,
                     &(struct sq_insight_capacity_row){number(r, 0), number(r, 1), number(r, 2),
                                                       number(r, 3), number(r, 4),
                                                       number(r, 5)});
    }
    K_TRY(sq_insight_capacity_own(cx, cx->actor.member, now, &list));
    for (size_t i = 0; i < list.n; i++)
        add_capacity(cx->arena, out, &list.v[i]);
    return K_OK;
}

/* ---- beforehand -------------------------------------------------------------------------- */

struct keeping {
    struct {
        const char *name;
        k_str value; /* K_NONE: stays as it is */
    } v[3];
    bool large;
};

static k_err keep(struct k_ctx *cx, void *arg)
{
    const struct keeping *k = arg;
    if (!k->large)
        return sq_figure_drop_all(cx, NULL);
    for (size_t i = 0; i < sizeof k->v / sizeof *k->v; i++)
        if (k->v[i].value.p)
            K_TRY(sq_figure_put(cx, k_str_z(k->v[i].name), k->v[i].value, k_cx_now(cx), NULL));
    return K_OK;
}

/* Whether what is kept is from before the last run over all ties, or old. */
static k_err is_due(struct k_ctx *cx, const char *name, bool *due)
{
    struct tie_run run;
    struct sq_figure_get_row row;
    bool found;
    K_TRY(tie_run_state(cx, &run));
    K_TRY(sq_figure_get(cx, k_str_z(name), &row, &found));
    *due = !found || row.at < run.finished_at || row.at < k_cx_now(cx) - FIGURES_SELDOM;
    return K_OK;
}

static k_err count_seldom(struct k_ctx *cx, struct keeping *k)
{
    struct sq_insight_moves_list moves;
    struct sq_insight_capacity_list capacity;
    struct k_buf b;
    K_TRY(sq_insight_moves(cx, 0, &moves));
    k_buf_init(&b, cx->arena, VALUE_MAX);
    struct k_jw w = k_jw(&b);
    moves_json(cx, &w, &moves);
    k->v[1].value = k_dup(cx->arena, k_buf_view(&b));
    K_TRY(sq_insight_capacity(cx, k_cx_now(cx), &capacity));
    k_buf_init(&b, cx->arena, VALUE_MAX);
    w = k_jw(&b);
    capacity_json(&w, &capacity);
    k->v[2].value = k_dup(cx->arena, k_buf_view(&b));
    return K_OK;
}

k_err figures_work_out(struct k_ctx *cx, int64_t large)
{
    struct keeping k = {.v = {{.name = "stages"}, {.name = "moves"}, {.name = "capacity"}}};
    struct sq_figure_people_row people = {0};
    struct figures_stages stages;
    struct k_buf b;
    bool found, due;
    K_TRY(sq_figure_people(cx, large + 1, &people, &found));
    k.large = people.n > large;
    if (k.large) {
        K_TRY(count_stages(cx, &stages));
        k_buf_init(&b, cx->arena, VALUE_MAX);
        struct k_jw w = k_jw(&b);
        stages_json(&w, &stages);
        k.v[0].value = k_dup(cx->arena, k_buf_view(&b));
        K_TRY(is_due(cx, "capacity", &due));
        K_TRY(due ? count_seldom(cx, &k) : K_OK);
    }
    return db_write(cx, keep, &k);
}
