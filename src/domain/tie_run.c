/* tie_run: folds everybody's rows anew, some thousand persons a transaction, in order of their
 * ids: nightly and when asked for. Reads touch, moment, value_entry, deal, link; writes tie,
 * person, stage_move, and the settings relationship_run, _spread and _lively. */
#include "base/json.h"
#include "domain/outlook.h"
#include "domain/tie_keep.h"
#include "domain/tie_run.h"
#include "store/setting.h"

#include <math.h>

enum { PAST = 90 /* days */, SPREAD_ROLES = 64 };

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
        .started_at = k_json_int(k_json_get(doc, "started_at"), 0),
        .finished_at = k_json_int(k_json_get(doc, "finished_at"), 0),
        .by = k_json_int(k_json_get(doc, "by"), 0),
        .folded = k_json_bool(k_json_get(doc, "folded"), false),
        .done = k_json_bool(k_json_get(doc, "done"), true),
    };
    return K_OK;
}

static k_err run_write(struct k_ctx *cx, const struct tie_run *r)
{
    return setting_set(
        cx, K_S("relationship_run"),
        k_fmt(cx->arena,
              "{\"after\":%lld,\"linked\":%lld,\"people\":%lld,\"touches\":%lld,\"ties\":%lld,"
              "\"started_at\":%lld,\"finished_at\":%lld,\"by\":%lld,\"folded\":%s,\"done\":%s}",
              (long long)r->after, (long long)r->linked, (long long)r->people,
              (long long)r->touches, (long long)r->ties, (long long)r->started_at,
              (long long)r->finished_at, (long long)r->by, r->folded ? "true" : "false",
              r->done ? "true" : "false"));
}

k_err tie_run_state(struct k_ctx *cx, struct tie_run *out)
{
    return run_read(cx, out);
}

/* ---- persons ----------------------------------------------------------------------------- */

/* A range of persons with all that is known of them. */
struct range {
    const struct tie_house *house;
    struct sq_tie_run_people_list people;
    struct sq_tie_of_person_list kept;
    struct tie_records records;
    struct tie_events touches; /* person by person, each by time */
    size_t *first;             /* of each person in touches; one more behind the last */
    size_t person, kept_at, record_at;
    struct k_arena *arena;
    struct tie_run *run;
    k_time now;
};

static k_err take_touch(struct k_ctx *cx, void *arg, const struct sq_tie_touches_row *row)
{
    struct range *r = arg;
    while (r->person < r->people.n && r->people.v[r->person].id < row->person_id)
        r->first[++r->person] = r->touches.n;
    if (r->person < r->people.n && r->people.v[r->person].id == row->person_id)
        *k_vec_push(r->arena, &r->touches) = tie_event_of(row);
    return K_OK; /* else of one who was merged and kept a row: nobody's */
}

static k_err read_range(struct k_ctx *cx, struct range *r, int64_t max)
{
    K_TRY(sq_tie_run_people(cx, r->run->after, max, &r->people));
    if (r->people.n == 0)
        return K_OK;
    k_id after = r->run->after, upto = r->people.v[r->people.n - 1].id;
    r->first = k_new_n(cx->arena, size_t, r->people.n + 1);
    K_TRY(sq_tie_run_kept(cx, after, upto, &r->kept));
    K_TRY(tie_records_read(cx, after, upto, &r->records));
    K_TRY(sq_tie_run_touches_each(cx, after, upto, take_touch, r));
    while (r->person < r->people.n)
        r->first[++r->person] = r->touches.n;
    return K_OK;
}

/* Events of person i, records among touches; in order of time. */
static struct tie_events events_of(struct range *r, size_t i)
{
    k_id id = r->people.v[i].id;
    size_t from = r->first[i], n = r->first[i + 1] - from;
    struct tie_events e = {.v = r->touches.v + from, .n = n, .cap = n};
    while (r->record_at < r->records.n && r->records.v[r->record_at].person < id)
        r->record_at++;
    for (; r->record_at < r->records.n && r->records.v[r->record_at].person == id;
         r->record_at++) {
        if (e.v == r->touches.v + from) { /* a copy, with room for records */
            struct tie_events copy = {
                .v = k_new_n(r->arena, struct tie_event, n + 8), .n = n, .cap = n + 8};
            if (n > 0)
                memcpy(copy.v, e.v, n * sizeof *e.v);
            e = copy;
        }
        *k_vec_push(r->arena, &e) = r->records.v[r->record_at].e;
    }
    tie_events_sort(&e);
    return e;
}

struct past {
    double v[64];
    size_t n;
};

static void look_back(const struct range *r, const struct tie_set *set, k_time then,
                      struct past *p)
{
    p->n = set->n < 64 ? set->n : 64;
    for (size_t i = 0; i < p->n; i++)
        p->v[i] = tie_strength(&set->v[i].s, &r->house->around, &r->house->weights, then);
}

static void fold_all(struct range *r, const struct tie_events *e, struct tie_set *set,
                     struct past *past)
{
    k_time then = r->now - PAST * K_DAY;
    bool looked = false;
    tie_set_of(r->arena, set, 0);
    for (size_t i = 0; i < e->n; i++) {
        if (!looked && e->v[i].at > then) {
            look_back(r, set, then, past);
            looked = true;
        }
        tie_set_add(r->arena, set, &e->v[i], &r->house->weights);
    }
    if (!looked)
        look_back(r, set, then, past);
}

/* One side only, as it was: nothing is kept of that, and nothing to write. */
static bool as_before(const struct tie_change *c, const struct tie_kept *k,
                      const struct tie_set *set)
{
    enum stage stage = set->v[0].s.first_at ? STAGE_CONTACT : STAGE_CONNECTION;
    return k->n == 0 && !c->tied && !tie_set_two_sided(set) && c->stage == stage;
}

static k_err store_ties(struct k_ctx *cx, struct range *r, struct tie_change *c,
                        struct tie_kept *k, const struct past *past)
{
    struct tie_score score, first = {0};
    bool tied = tie_set_two_sided(&k->set);
    for (size_t i = 0; tied && i < k->set.n; i++) {
        K_TRY(tie_put(cx, r->house, c->person, &k->set.v[i], i < past->n ? past->v[i] : 0,
                      i ? &score : &first));
        r->run->ties++;
    }
    return tie_store_person(cx, c, k, &first, tied);
}

static k_err run_person(struct k_ctx *cx, struct range *r, size_t i)
{
    const struct sq_tie_run_people_row *p = &r->people.v[i];
    struct tie_events e = events_of(r, i);
    struct tie_set set = {0};
    struct tie_kept k;
    struct past past = {.n = 0};
    struct tie_change c = {.person = p->id,
                           .tied = p->tied,
                           .exchanges = p->exchanges,
                           .last_exchange_day = p->last_exchange_day,
                           .stage = stage_parse(p->stage),
                           .measured = true,
                           .strength = p->strength,
                           .dormancy = p->dormancy};
    while (r->kept_at < r->kept.n && r->kept.v[r->kept_at].person_id < p->id)
        r->kept_at++;
    size_t from = r->kept_at;
    while (r->kept_at < r->kept.n && r->kept.v[r->kept_at].person_id == p->id)
        r->kept_at++;
    tie_kept_open(cx, r->kept.v + from, r->kept_at - from, &k);
    fold_all(r, &e, &set, &past);
    r->run->touches += (int64_t)e.n;
    if (as_before(&c, &k, &set))
        return K_OK;
    K_TRY(tie_kept_replace(cx, p->id, &k, &set));
    return store_ties(cx, r, &c, &k, &past);
}

static k_err run_range(struct k_ctx *cx, const struct tie_house *h, struct tie_run *run,
                       int64_t max)
{
    struct range r = {.house = h, .arena = cx->arena, .run = run, .now = k_cx_now(cx)};
    K_TRY(read_range(cx, &r, max));
    for (size_t i = 0; i < r.people.n; i++)
        K_TRY(run_person(cx, &r, i));
    run->people += (int64_t)r.people.n;
    run->folded = r.people.n < (size_t)max;
    if (r.people.n > 0)
        run->after = r.people.v[r.people.n - 1].id;
    return K_OK;
}

/* ---- behind all persons ------------------------------------------------------------------ */

static k_err set_mutual(struct k_ctx *cx, const struct sq_tie_run_mutual_row *m)
{
    struct sq_tie_state_row row;
    struct tie_state s;
    uint8_t bytes[TIE_PACKED_MAX];
    bool found;
    K_TRY(sq_tie_state(cx, m->person_id, m->member_id, &row, &found));
    if (!found || tie_unpack(row.state, &s) != K_OK || s.mutual == m->mean)
        return K_OK;
    s.mutual = m->mean;
    size_t n = tie_pack(&s, bytes);
    return sq_tie_state_put(cx, m->person_id, m->member_id, k_str_n((const char *)bytes, n),
                            NULL);
}

/* Contacts in common, for the scores from now on. */
static k_err run_links(struct k_ctx *cx, struct tie_run *run, int64_t max)
{
    struct sq_tie_run_mutual_list rows;
    struct sq_tie_run_linked_row next;
    bool found;
    K_TRY(sq_tie_run_linked(cx, run->linked, max, &next, &found));
    if (!found || next.upto == 0) {
        run->done = true;
        return K_OK;
    }
    K_TRY(sq_tie_run_mutual(cx, run->linked, next.upto, &rows));
    for (size_t i = 0; i < rows.n; i++)
        K_TRY(set_mutual(cx, &rows.v[i]));
    run->linked = next.upto;
    return K_OK;
}

/* How strengths lie within each role: what a percentile is read from. */
static k_err write_spread(struct k_ctx *cx)
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
    return setting_set(cx, K_S("relationship_spread"), k_buf_view(&b));
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
    struct tie_run *run;
};

static k_err do_part(struct k_ctx *cx, void *arg)
{
    struct part *p = arg;
    struct tie_house h;
    K_TRY(run_read(cx, p->run));
    if (p->run->done && p->run->by != p->by)
        *p->run = (struct tie_run){.started_at = k_cx_now(cx)};
    if (p->run->done)
        return K_OK;
    K_TRY(tie_house_read(cx, &h));
    if (!p->run->folded)
        K_TRY(run_range(cx, &h, p->run, p->max));
    else
        K_TRY(run_links(cx, p->run, p->max));
    if (p->run->done) {
        p->run->by = p->by;
        p->run->finished_at = k_cx_now(cx);
        K_TRY(write_spread(cx));
        K_TRY(outlook_keep(cx));
        k_ctx_notice(cx, K_TOPIC_PERSON, 0);
    }
    return run_write(cx, p->run);
}

k_err tie_run_some(struct k_ctx *cx, k_id by, int64_t max, struct tie_run *out)
{
    struct part p = {.max = max, .by = by, .run = out};
    return db_write(cx, do_part, &p);
}
