/* tie_rows: what the tables say about a person, as events of the fold. Reads touch, moment,
 * value_entry, deal, person_role. */
#include "domain/tie_keep.h"

#include <stdlib.h>

struct tie_event tie_event_of(const struct sq_tie_touches_row *r)
{
    return (struct tie_event){.at = r->at,
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

static k_err read_touches(struct k_ctx *cx, k_id person, k_time upto, struct tie_events *out)
{
    struct sq_tie_touches_list rows;
    K_TRY(sq_tie_touches(cx, person, upto, &rows));
    for (size_t i = 0; i < rows.n; i++)
        *k_vec_push(cx->arena, out) = tie_event_of(&rows.v[i]);
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

static k_err read_moments(struct k_ctx *cx, k_id after, k_id upto, struct tie_records *out)
{
    struct sq_tie_moments_list rows;
    K_TRY(sq_tie_moments(cx, after, upto, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_tie_moments_row *r = &rows.v[i];
        struct tie_record rec = {r->person_id,
                                 {.at = r->at, .id = r->id, .member = r->member_id}};
        if (moment_means(r->kind, &rec.e))
            *k_vec_push(cx->arena, out) = rec;
    }
    return K_OK;
}

static k_err read_values(struct k_ctx *cx, k_id after, k_id upto, struct tie_records *out)
{
    struct sq_tie_values_list rows;
    K_TRY(sq_tie_values(cx, after, upto, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_tie_values_row *r = &rows.v[i];
        bool us = k_str_eqz(r->side, "us");
        bool sends = k_str_eqz(r->kind, "referral") || k_str_eqz(r->kind, "introduction");
        *k_vec_push(cx->arena, out) =
            (struct tie_record){r->person_id,
                                {.at = r->at,
                                 .id = r->id,
                                 .what = TIE_VALUE,
                                 .direction = us ? TOUCH_IN : TOUCH_OUT,
                                 .advocates = us && sends,
                                 .member = r->member_id}};
    }
    return K_OK;
}

static k_err read_deals(struct k_ctx *cx, k_id after, k_id upto, struct tie_records *out)
{
    struct sq_tie_deals_list rows;
    K_TRY(sq_tie_deals(cx, after, upto, &rows));
    for (size_t i = 0; i < rows.n; i++)
        *k_vec_push(cx->arena, out) =
            (struct tie_record){rows.v[i].person_id,
                                {.at = rows.v[i].at,
                                 .id = rows.v[i].id,
                                 .what = TIE_VALUE,
                                 .direction = TOUCH_IN,
                                 .advocates = k_str_eqz(rows.v[i].kind, "referral"),
                                 .member = rows.v[i].member_id}};
    return K_OK;
}

static int by_person(const void *a, const void *b)
{
    const struct tie_record *x = a, *y = b;
    return x->person == y->person ? 0 : x->person < y->person ? -1 : 1;
}

k_err tie_records_read(struct k_ctx *cx, k_id after, k_id upto, struct tie_records *out)
{
    *out = (struct tie_records){0};
    K_TRY(read_moments(cx, after, upto, out));
    K_TRY(read_values(cx, after, upto, out));
    K_TRY(read_deals(cx, after, upto, out));
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, by_person);
    return K_OK;
}

k_err tie_is_ours(struct k_ctx *cx, k_id person, bool *ours)
{
    struct sq_tie_is_ours_row row;
    bool found;
    K_TRY(sq_tie_is_ours(cx, person, &row, &found));
    *ours = found && row.n > 0;
    return K_OK;
}

void tie_events_sort(struct tie_events *v)
{
    for (size_t i = 1; i < v->n; i++)
        if (tie_event_cmp(&v->v[i - 1], &v->v[i]) > 0) {
            qsort(v->v, v->n, sizeof *v->v, tie_event_cmp);
            return;
        }
}

/* Everything that happened with a person, in order of time. */
static k_err read_all(struct k_ctx *cx, k_id person, k_time upto, struct tie_events *out)
{
    struct tie_records records;
    K_TRY(read_touches(cx, person, upto, out));
    K_TRY(tie_records_read(cx, person - 1, person, &records));
    for (size_t i = 0; i < records.n; i++)
        *k_vec_push(cx->arena, out) = records.v[i].e;
    tie_events_sort(out);
    return K_OK;
}

static k_err mutual_now(struct k_ctx *cx, k_id person, double *mutual)
{
    struct sq_insight_tie_row row;
    struct tie_state kept;
    bool found;
    *mutual = 0;
    K_TRY(sq_insight_tie(cx, person, 0, &row, &found));
    if (found && tie_unpack(row.state, &kept) == K_OK)
        *mutual = kept.mutual;
    return K_OK;
}

k_err tie_course(struct k_ctx *cx, const struct tie_house *h, k_id person, const k_time *at,
                 size_t n, double *strength)
{
    struct tie_events events = {0};
    struct tie_set set = {0};
    double mutual;
    size_t next = 0;
    K_TRY(read_all(cx, person, n ? at[n - 1] : 0, &events));
    K_TRY(mutual_now(cx, person, &mutual));
    tie_set_of(cx->arena, &set, 0);
    for (size_t i = 0; i < n; i++) {
        for (; next < events.n && events.v[next].at <= at[i]; next++)
            tie_set_add(cx->arena, &set, &events.v[next], &h->weights);
        struct tie_state s = set.v[0].s;
        s.mutual = mutual;
        strength[i] = tie_strength(&s, &h->around, &h->weights, at[i]);
    }
    return K_OK;
}

k_err tie_fold_rows(struct k_ctx *cx, const struct tie_house *h, k_id person, k_time upto,
                    struct tie_set *out, bool *ours)
{
    struct tie_events events = {0};
    K_TRY(read_all(cx, person, upto, &events));
    K_TRY(tie_is_ours(cx, person, ours));
    *out = (struct tie_set){0};
    tie_set_of(cx->arena, out, 0);
    for (size_t i = 0; i < events.n && events.v[i].at <= upto; i++)
        tie_set_add(cx->arena, out, &events.v[i], &h->weights);
    return K_OK;
}
