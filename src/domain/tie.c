/* tie: reads what happened and keeps what it folds into. */
#include "domain/tie.h"

#include "store/sql.gen.h"
#include <stdlib.h>

struct events {
    struct tie_event *v;
    size_t n, cap;
};

/* ---- rows as events ---------------------------------------------------------------------- */

static k_err read_touches(struct k_ctx *cx, k_id person, k_time upto, struct events *out)
{
    struct sq_tie_touches_list rows;
    K_TRY(sq_tie_touches(cx, person, upto, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_tie_touches_row *r = &rows.v[i];
        *k_vec_push(cx->arena, out) =
            (struct tie_event){.at = r->at,
                               .id = r->id,
                               .direction = touch_direction_of(r->direction),
                               .medium = touch_medium_of(r->medium),
                               .prompted = r->prompted,
                               .personal = r->personal,
                               .automatic = r->automatic,
                               .praise = r->praise,
                               .asked = (int)r->asked,
                               .channel = r->channel_id,
                               .member = r->member_id,
                               .owner = r->owner_id};
    }
    return K_OK;
}

/* What a moment says; false: it is only told. */
static bool moment_means(k_str kind, struct tie_event *e)
{
    static const struct {
        const char *kind;
        enum tie_what what;
    } rows[] = {{"met", TIE_SHARED},      {"meeting", TIE_SHARED},  {"event", TIE_SHARED},
                {"project", TIE_SHARED},  {"failure", TIE_FAILURE}, {"recovery", TIE_REPAIR},
                {"praise", TIE_ADVOCATED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (k_str_eqz(kind, rows[i].kind)) {
            e->what = rows[i].what;
            return true;
        }
    return false;
}

static k_err read_moments(struct k_ctx *cx, k_id person, struct events *out)
{
    struct sq_tie_moments_list rows;
    K_TRY(sq_tie_moments(cx, person, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_tie_moments_row *r = &rows.v[i];
        struct tie_event e = {.at = r->at, .id = r->id, .member = r->member_id};
        if (moment_means(r->kind, &e))
            *k_vec_push(cx->arena, out) = e;
    }
    return K_OK;
}

static k_err read_values(struct k_ctx *cx, k_id person, struct events *out)
{
    struct sq_tie_values_list rows;
    struct sq_tie_deals_list deals;
    K_TRY(sq_tie_values(cx, person, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_tie_values_row *r = &rows.v[i];
        bool us = k_str_eqz(r->side, "us");
        bool sends = k_str_eqz(r->kind, "referral") || k_str_eqz(r->kind, "introduction");
        *k_vec_push(cx->arena, out) = (struct tie_event){.at = r->at,
                                                         .id = r->id,
                                                         .what = TIE_VALUE,
                                                         .direction = us ? TOUCH_IN : TOUCH_OUT,
                                                         .advocates = us && sends,
                                                         .member = r->member_id};
    }
    K_TRY(sq_tie_deals(cx, person, &deals));
    for (size_t i = 0; i < deals.n; i++)
        *k_vec_push(cx->arena, out) =
            (struct tie_event){.at = deals.v[i].at,
                               .id = deals.v[i].id,
                               .what = TIE_VALUE,
                               .direction = TOUCH_IN,
                               .advocates = k_str_eqz(deals.v[i].kind, "referral"),
                               .member = deals.v[i].member_id};
    return K_OK;
}

static void sort(struct events *v)
{
    for (size_t i = 1; i < v->n; i++)
        if (tie_event_cmp(&v->v[i - 1], &v->v[i]) > 0) {
            qsort(v->v, v->n, sizeof *v->v, tie_event_cmp);
            return;
        }
}

k_err tie_fold_rows(struct k_ctx *cx, k_id person, k_time upto, struct tie_set *out, bool *ours)
{
    struct events events = {0};
    struct sq_tie_is_ours_row row;
    bool found;
    K_TRY(read_touches(cx, person, upto, &events));
    K_TRY(read_moments(cx, person, &events));
    K_TRY(read_values(cx, person, &events));
    K_TRY(sq_tie_is_ours(cx, person, &row, &found));
    *ours = found && row.n > 0;
    *out = (struct tie_set){0};
    tie_set_of(cx->arena, out, 0);
    sort(&events);
    for (size_t i = 0; i < events.n; i++)
        if (events.v[i].at <= upto)
            tie_set_add(cx->arena, out, &events.v[i], &tie_weights_documented);
    return K_OK;
}
