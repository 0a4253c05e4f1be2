/* hours_rules: walks over spans in which the clocks of a place do not change, day by day. */
#include "domain/hours_rules.h"

/* ---- days as text ------------------------------------------------------------------------ */

static bool two_digits(k_str s, int *out)
{
    uint64_t v;
    if (s.n != 2 || !k_str_u64(s, &v))
        return false;
    *out = (int)v;
    return true;
}

static bool minute_of(k_str s, int16_t *out)
{
    int h, m;
    k_str hour = k_str_cut(&s, ':');
    if (!two_digits(hour, &h) || !two_digits(s, &m) || h > 24 || m > 59 || (h == 24 && m > 0))
        return false;
    *out = (int16_t)(h * 60 + m);
    return true;
}

bool hours_day_read(k_str text, struct hours_day *out, const char **why)
{
    *out = (struct hours_day){0};
    for (int last = 0; text.n > 0;) {
        k_str span = k_str_trim(k_str_cut(&text, ' ')), from;
        int16_t a, b;
        if (span.n == 0)
            continue;
        *why = "Write openings such as 09:00-12:00 13:00-17:30.";
        from = k_str_cut(&span, '-');
        if (!minute_of(from, &a) || !minute_of(span, &b))
            return false;
        *why = "An opening ends after it begins, on the same day, and behind the one before. "
               "Over midnight are two: until 24:00, and from 00:00 on the next day.";
        if (b <= a || a < last)
            return false;
        *why = "These are too many openings for one day.";
        if (out->n == HOURS_SPANS)
            return false;
        out->v[out->n].from = a;
        out->v[out->n++].to = b;
        last = b;
    }
    return true;
}

k_str hours_day_text(struct k_arena *a, const struct hours_day *d)
{
    k_str s = K_S("");
    for (int i = 0; i < d->n; i++)
        s = k_fmt(a, "%.*s%s%02d:%02d-%02d:%02d", K_ARG(s), i ? " " : "", d->v[i].from / 60,
                  d->v[i].from % 60, d->v[i].to / 60, d->v[i].to % 60);
    return s;
}

/* ---- openings, one after the other ------------------------------------------------------- */

static const struct hours_day *open_on(const struct hours *h, int64_t day)
{
    size_t from = 0, to = h->n_special;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (h->special[middle].day == day)
            return &h->special[middle].open;
        if (h->special[middle].day < day)
            from = middle + 1;
        else
            to = middle;
    }
    return &h->week[(day % 7 + 7 + 3) % 7]; /* 1970-01-01 was a Thursday */
}

/* Where a walk is: the clocks stand `zone.offset` ahead until zone.until; `day` is theirs. */
struct walk {
    const struct hours *h;
    struct k_zone_span zone;
    int64_t day;
    int at; /* next opening of the day */
};

static struct walk walk_from(const struct hours *h, k_time at)
{
    struct walk w = {.h = h, .zone = k_zone_at(h->zone, at)};
    w.day = k_day_at(at + w.zone.offset);
    return w;
}

/* The next opening as a span of UTC, within the days of this offset and cut to it. It may be
 * empty, and it may lie before where the walk began. false: no more until `limit`. */
static bool walk_next(struct walk *w, k_time limit, k_time *from, k_time *to)
{
    for (;; w->day++, w->at = 0) {
        k_time midnight = w->day * K_DAY - w->zone.offset;
        if (midnight >= w->zone.until && w->zone.until < limit) { /* the clocks change */
            *w = walk_from(w->h, w->zone.until);
            midnight = w->day * K_DAY - w->zone.offset;
        }
        if (midnight >= limit)
            return false;
        const struct hours_day *d = open_on(w->h, w->day);
        if (w->at == d->n)
            continue;
        *from = midnight + d->v[w->at].from * K_MIN;
        *to = midnight + d->v[w->at++].to * K_MIN;
        *from = *from < w->zone.from ? w->zone.from : *from;
        *to = *to > w->zone.until ? w->zone.until : *to;
        return true;
    }
}

bool hours_open(const struct hours *h, k_time at)
{
    return h == NULL || hours_between(h, at, at + 1) > 0;
}

k_time hours_between(const struct hours *h, k_time from, k_time to)
{
    k_time sum = 0, a, b;
    if (to <= from)
        return 0;
    if (h == NULL)
        return to - from;
    for (struct walk w = walk_from(h, from); walk_next(&w, to, &a, &b);) {
        a = a < from ? from : a;
        b = b > to ? to : b;
        sum += b > a ? b - a : 0;
    }
    return sum;
}

k_time hours_add(const struct hours *h, k_time from, k_time span)
{
    k_time a, b;
    if (h == NULL || span <= 0)
        return span > 0 ? from + span : from;
    for (struct walk w = walk_from(h, from); walk_next(&w, from + HOURS_FAR, &a, &b);) {
        a = a < from ? from : a;
        if (b <= a)
            continue;
        if (b - a >= span)
            return a + span;
        span -= b - a;
    }
    return 0;
}

k_time hours_next_open(const struct hours *h, k_time at)
{
    k_time a, b;
    if (h == NULL)
        return at;
    for (struct walk w = walk_from(h, at); walk_next(&w, at + HOURS_FAR, &a, &b);)
        if (b > at && b > a)
            return a < at ? at : a;
    return 0;
}
