/* ics: see the header. */
#include "formats/ics.h"

#include "base/utf8.h"
#include <libical/ical.h>
#include <pthread.h>

struct reading {
    struct k_arena *a;
    k_time from, to;
    struct ics_events *out;
    icalcomponent *root;
    size_t line;
};

bool ics_is(k_str text)
{
    return k_str_ifind(k_str_sub(text, 0, 4096), K_S("BEGIN:VCALENDAR")) >= 0;
}

static k_str copy(struct k_arena *a, const char *z, size_t max)
{
    return z ? k_utf8_scrub(a, k_str_trim(k_dup(a, k_str_sub(k_str_z(z), 0, max)))) : K_S("");
}

static k_time time_of(icaltimetype t)
{
    if (icaltime_is_null_time(t))
        return 0;
    return (k_time)icaltime_as_timet_with_zone(t, t.zone) * K_SEC;
}

static k_str stamp(struct k_arena *a, k_str uid, k_time at)
{
    char iso[32];
    k_time_iso_to(iso, at);
    return k_fmt(a, "%.*s#%.4s%.2s%.2sT%.2s%.2s%.2sZ", K_ARG(uid), iso, iso + 5, iso + 8,
                 iso + 11, iso + 14, iso + 17);
}

/* --- who ---------------------------------------------------------------------------------- */

static bool is_room(icalproperty *p)
{
    icalparameter *type = icalproperty_get_first_parameter(p, ICAL_CUTYPE_PARAMETER);
    icalparameter_cutype t = type ? icalparameter_get_cutype(type) : ICAL_CUTYPE_INDIVIDUAL;
    return t == ICAL_CUTYPE_ROOM || t == ICAL_CUTYPE_RESOURCE;
}

static void add_person(struct k_arena *a, struct ics_event *e, icalproperty *p,
                       const char *value)
{
    k_str address = k_lower(a, copy(a, value, 400));
    if (k_str_starts(address, K_S("mailto:")))
        address = k_str_from(address, 7);
    if (k_str_chr(address, '@') <= 0 || is_room(p) || e->people.n == ICS_PEOPLE)
        return;
    for (size_t i = 0; i < e->people.n; i++)
        if (k_str_eq(e->people.v[i].address, address))
            return;
    icalparameter *name = icalproperty_get_first_parameter(p, ICAL_CN_PARAMETER);
    icalparameter *said = icalproperty_get_first_parameter(p, ICAL_PARTSTAT_PARAMETER);
    *k_vec_push(a, &e->people) =
        (struct ics_person){copy(a, name ? icalparameter_get_cn(name) : NULL, 300), address,
                            said && icalparameter_get_partstat(said) == ICAL_PARTSTAT_DECLINED};
}

static void read_people(struct k_arena *a, icalcomponent *c, struct ics_event *e)
{
    icalproperty *p;
    for (p = icalcomponent_get_first_property(c, ICAL_ATTENDEE_PROPERTY); p;
         p = icalcomponent_get_next_property(c, ICAL_ATTENDEE_PROPERTY))
        add_person(a, e, p, icalproperty_get_attendee(p));
    p = icalcomponent_get_first_property(c, ICAL_ORGANIZER_PROPERTY);
    if (p)
        add_person(a, e, p, icalproperty_get_organizer(p));
}

/* --- when --------------------------------------------------------------------------------- */

/* The entry of this uid that takes the place of the planned time, or NULL. */
static bool is_moved(const struct reading *r, icalcomponent *c, k_str uid, k_time planned)
{
    icalcomponent *parent = icalcomponent_get_parent(c);
    bool moved = false;
    if (!parent)
        return false;
    icalcompiter it = icalcomponent_begin_component(parent, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *o; (o = icalcompiter_deref(&it)); icalcompiter_next(&it)) {
        if (o == c)
            continue;
        icalproperty *id = icalcomponent_get_first_property(o, ICAL_RECURRENCEID_PROPERTY);
        if (id && k_str_eq(copy(r->a, icalcomponent_get_uid(o), 500), uid))
            moved =
                moved || time_of(icalproperty_get_datetime_with_component(id, o)) == planned;
    }
    return moved;
}

static bool is_left_out(icalcomponent *c, k_time at)
{
    icalproperty *p;
    for (p = icalcomponent_get_first_property(c, ICAL_EXDATE_PROPERTY); p;
         p = icalcomponent_get_next_property(c, ICAL_EXDATE_PROPERTY))
        if (time_of(icalproperty_get_datetime_with_component(p, c)) == at)
            return true;
    return false;
}

static void put(struct reading *r, const struct ics_event *e)
{
    if (r->out->n < ICS_EVENTS &&
        (e->why.p || e->cancelled || (e->at >= r->from && e->at < r->to)))
        *k_vec_push(r->a, r->out) = *e;
}

/* A rule that repeats within a day is no meeting of people, and could be without end. */
static bool is_dense(const struct icalrecurrencetype *rule)
{
    return rule->freq < ICAL_DAILY_RECURRENCE ||
           rule->by_second[0] != ICAL_RECURRENCE_ARRAY_MAX ||
           rule->by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX ||
           rule->by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

static void put_one_of_many(struct reading *r, icalcomponent *c, const struct ics_event *e,
                            k_time at)
{
    struct ics_event one = *e;
    if (at < r->from || at >= r->to || is_left_out(c, at) || is_moved(r, c, e->uid, at))
        return;
    one.ref = stamp(r->a, e->uid, at);
    one.until = e->until ? at + (e->until - e->at) : 0;
    one.at = at;
    put(r, &one);
}

static void put_repeated(struct reading *r, icalcomponent *c, icalproperty *p,
                         const struct ics_event *e)
{
    struct icalrecurrencetype rule = icalproperty_get_rrule(p);
    icaltimetype start = icalcomponent_get_dtstart(c);
    size_t before = r->out->n;
    if (is_dense(&rule) || e->cancelled) {
        put(r, e);
        return;
    }
    icalrecur_iterator *it = icalrecur_iterator_new(rule, start);
    for (int i = 0; it && i < ICS_STEPS && r->out->n - before < ICS_TIMES; i++) {
        icaltimetype t = icalrecur_iterator_next(it);
        if (icaltime_is_null_time(t))
            break;
        t.zone = start.zone;
        k_time at = time_of(t);
        if (at >= r->to)
            break;
        put_one_of_many(r, c, e, at);
    }
    if (it)
        icalrecur_iterator_free(it);
}

static void put_further_dates(struct reading *r, icalcomponent *c, const struct ics_event *e)
{
    icalproperty *p;
    int n = 0;
    for (p = icalcomponent_get_first_property(c, ICAL_RDATE_PROPERTY); p && n < ICS_TIMES;
         p = icalcomponent_get_next_property(c, ICAL_RDATE_PROPERTY), n++)
        put_one_of_many(r, c, e, time_of(icalproperty_get_rdate(p).time));
}

static void read_event(struct reading *r, icalcomponent *c)
{
    struct ics_event e = {.line = r->line, .uid = copy(r->a, icalcomponent_get_uid(c), 500)};
    icalproperty *rule = icalcomponent_get_first_property(c, ICAL_RRULE_PROPERTY);
    icalproperty *moved = icalcomponent_get_first_property(c, ICAL_RECURRENCEID_PROPERTY);
    e.title = copy(r->a, icalcomponent_get_summary(c), 500);
    e.place = copy(r->a, icalcomponent_get_location(c), 500);
    e.at = time_of(icalcomponent_get_dtstart(c));
    e.until = time_of(icalcomponent_get_dtend(c));
    e.cancelled = icalcomponent_get_status(c) == ICAL_STATUS_CANCELLED ||
                  icalcomponent_get_method(r->root) == ICAL_METHOD_CANCEL;
    if (e.until <= e.at)
        e.until = 0;
    e.ref = e.uid;
    if (!e.uid.n)
        e.why = K_S("This entry has no UID.");
    else if (!e.at)
        e.why = K_S("This entry does not say when it begins.");
    read_people(r->a, c, &e);
    if (moved)
        e.ref = stamp(r->a, e.uid, time_of(icalproperty_get_datetime_with_component(moved, c)));
    if (e.why.p || moved || !rule) {
        put(r, &e);
        put_further_dates(r, c, &e);
        return;
    }
    put_repeated(r, c, rule, &e);
    put_further_dates(r, c, &e);
}

/* --- the file ----------------------------------------------------------------------------- */

/* The number of the line where the next entry begins, behind the last one. */
static size_t next_begin(k_str text, size_t *pos, size_t *line)
{
    while (*pos < text.n) {
        k_str rest = k_str_from(text, *pos), row = k_str_cut(&rest, '\n');
        *pos = rest.p ? (size_t)(rest.p - text.p) : text.n;
        ++*line;
        if (k_str_ieq(k_str_trim(row), K_S("BEGIN:VEVENT")))
            return *line;
    }
    return *line;
}

static void read_calendar(struct reading *r, icalcomponent *root, k_str text, size_t *pos,
                          size_t *line)
{
    icalcompiter it = icalcomponent_begin_component(root, ICAL_VEVENT_COMPONENT);
    r->root = root;
    for (icalcomponent *c; (c = icalcompiter_deref(&it)); icalcompiter_next(&it)) {
        r->line = next_begin(text, pos, line);
        read_event(r, c);
    }
}

k_err ics_read(struct k_arena *a, k_str text, k_time from, k_time to, struct ics_events *out,
               k_str *why)
{
    static pthread_mutex_t lock =
        PTHREAD_MUTEX_INITIALIZER; /* libical keeps state of its own */
    struct reading r = {.a = a, .from = from, .to = to, .out = out};
    size_t pos = 0, line = 0;
    *out = (struct ics_events){0};
    *why = text.n > ICS_BYTES ? K_S("This calendar is larger than 64 MiB.")
                              : K_S("This is no calendar. Save it as iCalendar (.ics).");
    if (text.n > ICS_BYTES || !ics_is(text))
        return K_ERR_BAD_INPUT;
    (void)pthread_mutex_lock(&lock);
    icalerror_set_errors_are_fatal(false);
    icalcomponent *root = icalparser_parse_string(k_dupz(a, k_utf8_scrub(a, text)));
    if (root && icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) {
        read_calendar(&r, root, text, &pos, &line);
    } else if (root) { /* several calendars in a file */
        icalcompiter it = icalcomponent_begin_component(root, ICAL_VCALENDAR_COMPONENT);
        for (icalcomponent *c; (c = icalcompiter_deref(&it)); icalcompiter_next(&it))
            read_calendar(&r, c, text, &pos, &line);
    }
    if (root)
        icalcomponent_free(root);
    (void)pthread_mutex_unlock(&lock);
    return root ? K_OK : K_ERR_BAD_INPUT;
}
