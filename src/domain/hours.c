/* hours: calendars out of their rows and into them. */
#include "domain/hours.h"

#include "domain/sla.h"
#include "domain/time_zones.h"
#include "store/event.h"

static void week_read(k_str text, struct hours *h)
{
    const char *why;
    for (int i = 0; i < 7; i++)
        if (!hours_day_read(k_str_cut(&text, '|'), &h->week[i], &why))
            h->week[i] = (struct hours_day){0};
}

/* Days of a calendar, and of the house for a member's own. */
static void add_days(struct k_ctx *cx, const struct hours_book *b, k_id calendar,
                     struct hours *h)
{
    struct hours_special *v = k_new_n(cx->arena, struct hours_special, b->days.n + 1);
    const char *why;
    size_t n = 0;
    for (size_t i = 0; i < b->days.n; i++) {
        if (b->days.v[i].calendar_id != calendar)
            continue;
        v[n].day = b->days.v[i].day;
        if (hours_day_read(b->days.v[i].open, &v[n].open, &why))
            n++;
    }
    h->special = v;
    h->n_special = n;
}

static const struct k_zone *zone_of(struct k_ctx *cx, k_str name)
{
    const struct k_zone *zone = k_zone_load(cx->arena, name);
    if (zone)
        return zone;
    k_log(K_WARN, "no_time_zone", "name=%.*s why=\"install tzdata\"", K_ARG(name));
    return k_zone_utc();
}

k_err hours_house_zone(struct k_ctx *cx, const struct k_zone **out)
{
    struct sq_calendar_list_list rows;
    K_TRY(sq_calendar_list(cx, &rows));
    *out = k_zone_utc();
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].is_default)
            *out = zone_of(cx, rows.v[i].time_zone);
    return K_OK;
}

k_err hours_house_zone_name(struct k_ctx *cx, k_str *out)
{
    struct sq_calendar_list_list rows;
    K_TRY(sq_calendar_list(cx, &rows));
    *out = K_S("UTC");
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].is_default)
            *out = rows.v[i].time_zone;
    return K_OK;
}

k_err hours_read(struct k_ctx *cx, struct hours_book *out)
{
    struct sq_calendar_list_list rows;
    *out = (struct hours_book){0};
    K_TRY(sq_calendar_list(cx, &rows));
    if (rows.n == 0)
        return K_OK;
    K_TRY(sq_calendar_days(cx, &out->days));
    for (size_t i = 0; i < rows.n; i++) {
        struct hours_calendar *c = k_vec_push(cx->arena, out);
        c->row = rows.v[i];
        c->hours.zone = zone_of(cx, c->row.time_zone);
        week_read(c->row.week, &c->hours);
        add_days(cx, out, c->row.member_id && rows.v[0].is_default ? rows.v[0].id : c->row.id,
                 &c->hours);
    }
    return K_OK;
}

const struct hours_calendar *hours_calendar_of(const struct hours_book *b, k_id calendar)
{
    const struct hours_calendar *house = NULL;
    for (size_t i = 0; i < b->n; i++) {
        if (b->v[i].row.id == calendar)
            return &b->v[i];
        if (b->v[i].row.is_default)
            house = &b->v[i];
    }
    return house;
}

const struct hours *hours_of(const struct hours_book *b, k_id calendar)
{
    const struct hours_calendar *c = hours_calendar_of(b, calendar);
    return c ? &c->hours : NULL;
}

/* ---- saving ------------------------------------------------------------------------------ */

static k_err check_week(struct k_ctx *cx, const struct hours_new *h, k_str *week)
{
    struct hours_day day;
    const char *why = NULL;
    *week = K_S("");
    for (int i = 0; i < 7; i++) {
        k_str field = k_fmt(cx->arena, "week[%d]", i);
        if (!hours_day_read(h->week[i], &day, &why))
            return k_fail(cx, K_ERR_BAD_INPUT, field.p, "%s", why);
        *week = k_fmt(cx->arena, "%.*s%s%.*s", K_ARG(*week), i ? "|" : "",
                      K_ARG(hours_day_text(cx->arena, &day)));
    }
    return K_OK;
}

static k_err check_days(struct k_ctx *cx, const struct hours_new *h)
{
    struct hours_day day;
    const char *why = NULL;
    if (h->n_days > HOURS_DAYS)
        return k_fail(cx, K_ERR_BAD_INPUT, "days", "These are too many days.");
    for (size_t i = 0; i < h->n_days; i++) {
        if (!hours_day_read(h->days[i].open, &day, &why))
            return k_fail(cx, K_ERR_BAD_INPUT, k_fmt(cx->arena, "days[%zu].open", i).p, "%s",
                          why);
        for (size_t k = 0; k < i; k++)
            if (h->days[k].day == h->days[i].day)
                return k_fail(cx, K_ERR_BAD_INPUT, k_fmt(cx->arena, "days[%zu].day", i).p,
                              "This day is there twice.");
    }
    return K_OK;
}

static k_err check(struct k_ctx *cx, const struct hours_new *h, k_str *week)
{
    if (k_str_trim(h->name).n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "name", "Give these hours a name.");
    if (!time_zone_known(h->time_zone))
        return k_fail(cx, K_ERR_BAD_INPUT, "time_zone",
                      "Name a place of the time zone database, such as Europe/Berlin.");
    if (!k_zone_load(cx->arena, h->time_zone))
        return k_fail(
            cx, K_ERR_BAD_INPUT, "time_zone",
            "This machine does not know the clocks of this place. Its keeper installs "
            "the package tzdata.");
    K_TRY(check_week(cx, h, week));
    return check_days(cx, h);
}

static k_err write_days(struct k_ctx *cx, k_id id, const struct hours_new *h)
{
    K_TRY(sq_calendar_drop_days(cx, id, NULL));
    for (size_t i = 0; i < h->n_days; i++)
        K_TRY(sq_calendar_add_day(cx, id, h->days[i].day, k_str_trim(h->days[i].name),
                                  k_str_trim(h->days[i].open), NULL));
    return K_OK;
}

static k_err say(struct k_ctx *cx, k_str verb, k_id id)
{
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    K_TRY(sla_ask_all(cx));
    return event_append(
        cx, &(struct event_new){.verb = verb, .object_kind = K_S("calendar"), .object_id = id},
        NULL);
}

k_err hours_save(struct k_ctx *cx, const struct hours_new *h, k_id *id)
{
    struct hours_book book;
    k_str week;
    int64_t changed = 1;
    K_TRY(check(cx, h, &week));
    K_TRY(hours_read(cx, &book));
    bool first = book.n == 0 && h->member == 0;
    if (book.n >= HOURS_CALENDARS && h->id == 0)
        return k_fail(cx, K_ERR_LIMIT, NULL, "There are too many calendars.");
    *id = h->id ? h->id : k_cx_id(cx);
    if (h->id)
        K_TRY(sq_calendar_set(cx, h->id, k_str_trim(h->name), h->time_zone, week, &changed));
    else
        K_TRY(sq_calendar_insert(cx,
                                 &(struct sq_calendar_insert_args){.id = *id,
                                                                   .name = k_str_trim(h->name),
                                                                   .time_zone = h->time_zone,
                                                                   .week = week,
                                                                   .is_default = false,
                                                                   .member_id = h->member,
                                                                   .by_id = cx->actor.member,
                                                                   .now = k_cx_now(cx)},
                                 NULL));
    if (changed == 0)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There are no such hours.");
    if ((h->is_default || first) && h->member == 0) {
        K_TRY(sq_calendar_no_default(cx, NULL));
        K_TRY(sq_calendar_make_default(cx, *id, NULL));
    }
    K_TRY(write_days(cx, *id, h));
    return say(cx, K_S("calendar.changed"), *id);
}

k_err hours_remove(struct k_ctx *cx, k_id id)
{
    struct hours_book book;
    struct sq_calendar_used_row used = {0};
    bool found;
    K_TRY(hours_read(cx, &book));
    const struct hours_calendar *c = hours_calendar_of(&book, id);
    if (!c || c->row.id != id)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There are no such hours.");
    K_TRY(sq_calendar_used(cx, id, &used, &found));
    if (used.n > 0 && c->row.member_id == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "Members or deadlines use these hours. Give them others first.");
    if (c->row.is_default && book.n > 1)
        return k_fail(
            cx, K_ERR_CONFLICT, NULL,
            "These are the hours of the house. Make others those of the house first.");
    K_TRY(sq_calendar_drop_days(cx, id, NULL));
    K_TRY(sq_calendar_drop(cx, id, NULL));
    return say(cx, K_S("calendar.removed"), id);
}
