/* calendar: see the header. */
#include "import/calendar.h"

#include "base/utf8.h"
#include "formats/ics.h"
#include "import/history.h"

enum { BATCH = 200, BACK_DAYS = 3652, CROWD = 12, FIRST = 300 };

struct calendar_options {
    struct history_ours ours;
    bool share;
};
struct calendar {
    struct calendar_options opt;
    struct contact_from from;
    struct ics_events events;
    size_t first; /* of the batch */
};

static k_err parse(struct k_ctx *cx, k_str json, struct calendar_options *o)
{
    const struct k_json *doc;
    *o = (struct calendar_options){0};
    if (k_json_parse(cx->arena, json.n ? json : K_S("{}"), &doc, NULL) != K_OK ||
        !k_json_is_object(doc))
        return k_fail(cx, K_ERR_BAD_INPUT, "options", "The options are not a JSON object.");
    o->share = k_json_bool(k_json_get(doc, "share"), false);
    return history_parse_ours(cx, k_json_get(doc, "ours"), &o->ours);
}

static k_str options_json(struct k_arena *a, const struct calendar_options *o)
{
    struct k_buf b;
    k_buf_init(&b, a, 64 * 1024);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    history_put_ours(&w, &o->ours);
    kw_key(&w, "share");
    kw_bool(&w, o->share);
    kw_end(&w);
    return k_buf_view(&b);
}

static k_err read_file(struct k_ctx *cx, k_str text, k_time now, struct ics_events *out)
{
    k_str why = K_NONE;
    if (ics_read(cx->arena, text, now - BACK_DAYS * K_DAY, now, out, &why) != K_OK)
        return k_fail(cx, K_ERR_BAD_INPUT, "file", "%.*s", K_ARG(why));
    return K_OK;
}

static k_err calendar_guess(struct k_ctx *cx, k_str text, struct import_guess *out)
{
    struct calendar_options o = {0};
    struct ics_events events;
    K_TRY(read_file(cx, text, k_cx_now(cx), &events));
    K_TRY(history_own_address(cx, &o.ours));
    out->options = options_json(cx->arena, &o);
    return K_OK;
}

static k_err calendar_canon(struct k_ctx *cx, k_str json, k_str *options)
{
    struct calendar_options o;
    K_TRY(parse(cx, json, &o));
    *options = options_json(cx->arena, &o);
    return K_OK;
}

static k_err calendar_open(struct k_ctx *cx, struct import_pass *ip)
{
    struct calendar *p = k_new(cx->arena, struct calendar);
    ip->state = p;
    K_TRY(parse(cx, ip->run.options, &p->opt));
    /* The window ends with the day the run was made: every part sees the same entries. */
    K_TRY(read_file(cx, ip->text, ip->run.created_at, &p->events));
    p->from = (struct contact_from){.member = ip->run.started_by,
                                    .share = p->opt.share,
                                    .source = K_S("calendar"),
                                    .source_id = ip->run.id,
                                    .country = K_S("")};
    return K_OK;
}

/* The place of a run is the number of entries done. */
static k_err calendar_fill(struct k_ctx *cx, struct import_pass *ip, size_t max)
{
    struct calendar *p = ip->state;
    p->first = ip->pos < p->events.n ? ip->pos : p->events.n;
    ip->n = p->events.n - p->first < max ? p->events.n - p->first : max;
    ip->pos = p->first + ip->n;
    ip->line = ip->n ? p->events.v[ip->pos - 1].line : ip->line;
    return K_OK;
}

/* With somebody who is not us, who did not decline; and we did not. */
static size_t others(const struct calendar *p, const struct ics_event *e)
{
    size_t n = 0;
    for (size_t i = 0; i < e->people.n; i++) {
        bool ours = history_is_ours(&p->opt.ours, e->people.v[i].address);
        if (ours && e->people.v[i].declined)
            return 0;
        n += !ours && !e->people.v[i].declined;
    }
    return n;
}

static k_str ref_of(struct k_arena *a, const struct ics_event *e)
{
    return k_cat(a, K_S("calendar:"), e->ref);
}

static k_err refuse(struct k_ctx *cx, struct import_pass *ip, const struct ics_event *e)
{
    return import_refuse(cx, ip, e->line, e->title, e->why);
}

static k_err calendar_count(struct k_ctx *cx, struct import_pass *ip)
{
    const struct calendar *p = ip->state;
    for (size_t i = p->first; i < p->first + ip->n; i++) {
        const struct ics_event *e = &p->events.v[i];
        struct sq_history_known_row row;
        bool found;
        if (e->why.p) {
            K_TRY(refuse(cx, ip, e));
            continue;
        }
        if (e->cancelled || others(p, e) == 0)
            continue;
        K_TRY(sq_history_known(cx, ref_of(cx->arena, e), ip->run.started_by, &row, &found));
        ip->matched += found;
        ip->added += !found;
    }
    return K_OK;
}

struct meeting {
    struct import_pass *ip;
    const struct calendar *p;
    const struct ics_event *e;
    k_str ref;
    k_id moment;
    bool crowd;
};

static k_err put_moment(struct k_ctx *cx, struct meeting *m)
{
    struct sq_history_moment_by_ref_row row;
    bool found;
    k_str kind = m->crowd ? K_S("event") : K_S("meeting");
    k_str title = m->crowd ? K_S("Event") : K_S("Meeting");
    if (m->p->opt.share && m->e->title.n)
        title = k_utf8_cut(m->e->title, FIRST);
    K_TRY(sq_history_moment_by_ref(cx, m->ref, &row, &found));
    m->moment = found ? row.id : k_cx_id(cx);
    if (found)
        return m->p->opt.share
                   ? sq_history_moment_set(cx, m->moment, title, m->e->at, m->e->until, NULL)
                   : K_OK;
    return sq_history_moment_insert(
        cx,
        &(struct sq_history_moment_insert_args){.id = m->moment,
                                                .kind = kind,
                                                .title = title,
                                                .text = m->p->opt.share ? m->e->place : K_S(""),
                                                .at = m->e->at,
                                                .until_at = m->e->until,
                                                .source_ref = m->ref,
                                                .member_id = m->ip->run.started_by,
                                                .now = m->ip->now},
        NULL);
}

static k_err put_touch(struct k_ctx *cx, const struct meeting *m, k_id person, int64_t *made)
{
    return sq_history_touch_insert(cx,
                                   &(struct sq_history_touch_insert_args){
                                       .id = k_cx_id(cx),
                                       .person_id = person,
                                       .member_id = m->ip->run.started_by,
                                       .direction = K_S("both"),
                                       .medium = m->crowd ? K_S("event") : K_S("meeting"),
                                       .personal = !m->crowd,
                                       .source = K_S("calendar"),
                                       .source_ref = m->ref,
                                       .text = m->e->title,
                                       .moment_id = m->moment,
                                       .owner_id = m->p->from.share ? 0 : m->ip->run.started_by,
                                       .at = m->e->at},
                                   made);
}

/* In a crowd one has met those whom one knows. */
static k_err store_meeting(struct k_ctx *cx, struct meeting *m)
{
    int64_t made = 0, n;
    K_TRY(put_moment(cx, m));
    if (m->ip->run.started_by)
        K_TRY(sq_history_moment_person(cx, m->moment, 0, m->ip->run.started_by, NULL));
    for (size_t i = 0; i < m->e->people.n; i++) {
        const struct ics_person *w = &m->e->people.v[i];
        k_id person;
        if (w->declined || history_is_ours(&m->p->opt.ours, w->address))
            continue;
        K_TRY(history_person(cx, &m->p->from, w->name, w->address, m->crowd, &person));
        if (!person)
            continue;
        K_TRY(sq_history_moment_person(cx, m->moment, person, 0, NULL));
        K_TRY(put_touch(cx, m, person, &n));
        import_touched(cx, m->ip, person);
        made += n;
    }
    m->ip->added += made > 0;
    m->ip->matched += made == 0;
    return K_OK;
}

/* It did not take place: what an earlier import stored of it goes. */
static k_err call_off(struct k_ctx *cx, const struct meeting *m)
{
    struct sq_history_moment_by_ref_row row;
    bool found;
    int64_t gone;
    K_TRY(sq_history_touch_drop(cx, m->ref, m->ip->run.started_by, &gone));
    K_TRY(sq_history_moment_by_ref(cx, m->ref, &row, &found));
    if (!found || gone == 0)
        return K_OK;
    for (size_t i = 0; i < m->e->people.n; i++) {
        const struct ics_person *w = &m->e->people.v[i];
        k_id person;
        K_TRY(history_person(cx, &m->p->from, w->name, w->address, true, &person));
        if (person)
            import_touched(cx, m->ip, person);
    }
    K_TRY(sq_history_moment_drop_people(cx, row.id, NULL));
    m->ip->matched++;
    return sq_history_moment_drop(cx, row.id, NULL);
}

static k_err calendar_store(struct k_ctx *cx, struct import_pass *ip)
{
    const struct calendar *p = ip->state;
    for (size_t i = p->first; i < p->first + ip->n; i++) {
        const struct ics_event *e = &p->events.v[i];
        struct meeting m = {.ip = ip, .p = p, .e = e, .ref = ref_of(cx->arena, e)};
        size_t n = others(p, e);
        m.crowd = n > CROWD;
        if (e->why.p)
            K_TRY(refuse(cx, ip, e));
        else if (e->cancelled)
            K_TRY(call_off(cx, &m));
        else if (n > 0)
            K_TRY(store_meeting(cx, &m));
    }
    return K_OK;
}

static k_err calendar_sample(struct k_ctx *cx, k_str text, k_str options, size_t max,
                             size_t cell, struct import_sample *out)
{
    static const char *const names[] = {"date", "title", "people"};
    struct ics_events events;
    K_TRY(read_file(cx, text, k_cx_now(cx), &events));
    out->format = K_S("ics");
    for (size_t i = 0; i < 3; i++)
        *k_vec_push(cx->arena, &out->columns) =
            (struct import_sample_column){k_str_z(names[i]), K_NONE, K_S("")};
    for (size_t i = events.n; i-- > 0 && out->rows.n < max;) {
        const struct ics_event *e = &events.v[i];
        k_str *cells = k_new_n(cx->arena, k_str, 3);
        struct k_buf b;
        k_buf_init(&b, cx->arena, 64 * 1024);
        for (size_t k = 0; k < e->people.n && k < 8; k++)
            k_buf_fmt(
                &b, "%s%.*s", k ? ", " : "",
                K_ARG(e->people.v[k].name.n ? e->people.v[k].name : e->people.v[k].address));
        cells[0] = e->at ? k_time_iso(cx->arena, e->at) : K_S("");
        cells[1] = k_utf8_scrub(cx->arena, k_str_sub(e->title, 0, cell));
        cells[2] = k_utf8_scrub(cx->arena, k_str_sub(k_buf_view(&b), 0, cell));
        *k_vec_push(cx->arena, &out->rows) = (struct import_sample_row){cells};
    }
    return K_OK;
}

const struct import_kind import_kind_calendar = {
    .name = "calendar",
    .doc = "Calendars (ICS): meetings with people, as far as they took place.",
    .batch = BATCH,
    .personal = true,
    .guess = calendar_guess,
    .canon = calendar_canon,
    .open = calendar_open,
    .fill = calendar_fill,
    .count = calendar_count,
    .store = calendar_store,
    .sample = calendar_sample,
};
