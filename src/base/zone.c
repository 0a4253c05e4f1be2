/* zone: TZif files (RFC 9636) and the POSIX rule in their last line. Times of the file are
 * whole seconds; leap seconds are left out, as UTC is counted here. */
#include "base/zone.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_MAX ((size_t)256 * 1024)
#define HEAD 44
#define CHANGES_MAX 4000
#define TYPES_MAX 256

/* When the clocks change in a year: "M3.5.0/2", "J60", "59". */
struct change {
    enum { NTH_WEEKDAY, DAY_NO_LEAP, DAY } kind;
    int month, week, day; /* day: of the week (0 = Sunday), or of the year */
    int64_t second;       /* of that day by the clocks before the change */
};
struct rule {
    bool there, summer;       /* summer: the two changes hold */
    int64_t standard, other;  /* seconds ahead of UTC */
    struct change begin, end; /* of `other` */
};
struct k_zone {
    size_t n;
    int64_t *at;     /* n changes, seconds, rising */
    int64_t *offset; /* n + 1: before the first, and behind each; seconds */
    struct rule rule;
};

/* ---- the rule -------------------------------------------------------------------------- */

static bool take(k_str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = k_str_from(*s, 1);
    return true;
}

static bool take_number(k_str *s, int most, int *out)
{
    int v = 0;
    size_t i = 0;
    for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++) {
        v = v * 10 + (s->p[i] - '0');
        if (v > most)
            return false;
    }
    *out = v;
    *s = k_str_from(*s, i);
    return i > 0;
}

/* "CET", "<+0330>". */
static bool take_name(k_str *s)
{
    size_t i = 0;
    if (s->n > 0 && s->p[0] == '<') {
        ptrdiff_t end = k_str_chr(*s, '>');
        if (end < 0)
            return false;
        *s = k_str_from(*s, (size_t)end + 1);
        return true;
    }
    while (i < s->n &&
           ((s->p[i] >= 'a' && s->p[i] <= 'z') || (s->p[i] >= 'A' && s->p[i] <= 'Z')))
        i++;
    *s = k_str_from(*s, i);
    return i >= 3;
}

/* "5", "-3:30", "167:00:00" as seconds. */
static bool take_clock(k_str *s, int64_t *out)
{
    int h = 0, m = 0, sec = 0;
    bool minus = take(s, '-');
    if (!minus)
        (void)take(s, '+');
    if (!take_number(s, 167, &h))
        return false;
    if (take(s, ':') &&
        (!take_number(s, 59, &m) || (take(s, ':') && !take_number(s, 59, &sec))))
        return false;
    *out = (minus ? -1 : 1) * (h * 3600LL + m * 60LL + sec);
    return true;
}

static bool take_day(k_str *s, struct change *c)
{
    if (take(s, 'M')) {
        c->kind = NTH_WEEKDAY;
        return take_number(s, 12, &c->month) && c->month >= 1 && take(s, '.') &&
               take_number(s, 5, &c->week) && c->week >= 1 && take(s, '.') &&
               take_number(s, 6, &c->day);
    }
    c->kind = take(s, 'J') ? DAY_NO_LEAP : DAY;
    return take_number(s, 365, &c->day) && (c->kind == DAY || c->day >= 1);
}

static bool take_change(k_str *s, struct change *c)
{
    c->second = 2 * 3600;
    return take(s, ',') && take_day(s, c) && (!take(s, '/') || take_clock(s, &c->second));
}

/* "CET-1CEST,M3.5.0,M10.5.0/3": behind the name stands what is to be added to get UTC. */
static bool read_rule(k_str s, struct rule *r)
{
    if (!take_name(&s) || !take_clock(&s, &r->standard))
        return false;
    r->standard = -r->standard;
    r->there = true;
    if (s.n == 0)
        return true;
    r->summer = true;
    r->other = r->standard + 3600;
    if (!take_name(&s))
        return false;
    if (s.n > 0 && s.p[0] != ',') {
        if (!take_clock(&s, &r->other))
            return false;
        r->other = -r->other;
    }
    return take_change(&s, &r->begin) && take_change(&s, &r->end) && s.n == 0;
}

static bool leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t day_of_change(const struct change *c, int64_t year)
{
    if (c->kind == DAY)
        return k_day_of(year, 1, 1) + c->day;
    if (c->kind == DAY_NO_LEAP)
        return k_day_of(year, 1, 1) + c->day - 1 + (leap(year) && c->day >= 60);
    int64_t first = k_day_of(year, c->month, 1);
    int64_t next = c->month == 12 ? k_day_of(year + 1, 1, 1) : k_day_of(year, c->month + 1, 1);
    int64_t weekday = (first % 7 + 7 + 4) % 7; /* 1970-01-01 was a Thursday; 0 = Sunday */
    int64_t day = first + (c->day - weekday + 7) % 7 + 7LL * (c->week - 1);
    return day < next ? day : day - 7;
}

static int64_t moment(const struct change *c, int64_t year, int64_t offset_before)
{
    return day_of_change(c, year) * 86400 + c->second - offset_before;
}

/* The span of the rule around `at` (seconds). */
static struct k_zone_span by_rule(const struct rule *r, int64_t at)
{
    struct k_zone_span s = {r->standard, -K_ZONE_EVER, K_ZONE_EVER};
    if (!r->summer)
        return s;
    int64_t year = k_day_date(k_day_at(at * K_SEC)).year;
    for (int64_t y = year - 1; y <= year + 1; y++) {
        const struct {
            int64_t at, offset;
        } changes[] = {{moment(&r->begin, y, r->standard), r->other},
                       {moment(&r->end, y, r->other), r->standard}};
        for (int i = 0; i < 2; i++) {
            if (changes[i].at <= at && changes[i].at > s.from) {
                s.from = changes[i].at;
                s.offset = changes[i].offset;
            } else if (changes[i].at > at && changes[i].at < s.until) {
                s.until = changes[i].at;
            }
        }
    }
    return s;
}

/* ---- the file ---------------------------------------------------------------------------- */

struct head {
    uint32_t isut, isstd, leaps, times, types, chars;
};

static uint32_t be32(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static int64_t be64(const char *p)
{
    return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

static bool read_head(k_str s, struct head *h)
{
    if (s.n < HEAD || memcmp(s.p, "TZif", 4) != 0)
        return false;
    const char *p = s.p + 20;
    *h = (struct head){be32(p),      be32(p + 4),  be32(p + 8),
                       be32(p + 12), be32(p + 16), be32(p + 20)};
    return h->times <= CHANGES_MAX && h->types >= 1 && h->types <= TYPES_MAX &&
           h->leaps <= 200 && h->chars <= 4096 && h->isut <= TYPES_MAX && h->isstd <= TYPES_MAX;
}

static size_t body_size(const struct head *h, size_t width)
{
    return h->times * width + h->times + (size_t)h->types * 6 + h->chars +
           h->leaps * (width + 4) + h->isstd + h->isut;
}

static bool read_body(struct k_arena *a, k_str s, const struct head *h, size_t width,
                      struct k_zone *z)
{
    const char *kinds = s.p + h->times * width, *types = kinds + h->times;
    z->at = k_new_n(a, int64_t, h->times + 1);
    z->offset = k_new_n(a, int64_t, h->times + 1);
    z->offset[0] = (int32_t)be32(types);
    for (uint32_t i = 0; i < h->times; i++) {
        unsigned kind = (unsigned char)kinds[i];
        int64_t at = width == 8 ? be64(s.p + i * 8) : (int32_t)be32(s.p + (size_t)i * 4);
        if (kind >= h->types || (i > 0 && at <= z->at[i - 1]) || at < -(1LL << 40) ||
            at > 1LL << 40)
            return false;
        z->at[i] = at;
        z->offset[i + 1] = (int32_t)be32(types + (size_t)kind * 6);
    }
    z->n = h->times;
    for (size_t i = 0; i <= z->n; i++)
        if (z->offset[i] < -26 * 3600 || z->offset[i] > 26 * 3600)
            return false;
    return true;
}

const struct k_zone *k_zone_read(struct k_arena *a, k_str bytes)
{
    struct head h;
    struct k_zone *z = k_new(a, struct k_zone);
    if (bytes.n > FILE_MAX || !read_head(bytes, &h))
        return NULL;
    bool wide = bytes.p[4] >= '2'; /* the first part is for old programs: again, with 64 bits */
    k_str rest = k_str_from(bytes, HEAD);
    if (wide) {
        rest = k_str_from(rest, body_size(&h, 4));
        if (!read_head(rest, &h))
            return NULL;
        rest = k_str_from(rest, HEAD);
    }
    size_t width = wide ? 8 : 4, size = body_size(&h, width);
    if (rest.n < size || !read_body(a, rest, &h, width, z))
        return NULL;
    rest = k_str_from(rest, size);
    if (wide && take(&rest, '\n') && rest.n > 1) {
        k_str line = k_str_cut(&rest, '\n');
        if (rest.p == NULL || !read_rule(line, &z->rule))
            return NULL;
    }
    return z;
}

const struct k_zone *k_zone_load(struct k_arena *a, k_str name)
{
    static char bytes[FILE_MAX];
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    const char *folder = getenv("TZDIR");
    const struct k_zone *z = NULL;
    if (name.n == 0 || name.n > 60 || name.p[0] == '/' || k_str_find(name, K_S("..")) >= 0)
        return NULL;
    k_str path = k_fmt(a, "%s/%.*s", folder ? folder : "/usr/share/zoneinfo", K_ARG(name));
    FILE *f = fopen(path.p, "rbe");
    if (!f)
        return NULL;
    pthread_mutex_lock(&lock);
    z = k_zone_read(a, k_str_n(bytes, fread(bytes, 1, sizeof bytes, f)));
    pthread_mutex_unlock(&lock);
    (void)fclose(f);
    return z;
}

const struct k_zone *k_zone_utc(void)
{
    static int64_t zero;
    static const struct k_zone utc = {.offset = &zero};
    return &utc;
}

/* ---- asking ------------------------------------------------------------------------------ */

/* How many changes are at or before it. */
static size_t changes_before(const struct k_zone *z, int64_t at)
{
    size_t from = 0, to = z->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (z->at[middle] <= at)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

struct k_zone_span k_zone_at(const struct k_zone *z, k_time t)
{
    int64_t at = t >= 0 ? t / K_SEC : -((-t + K_SEC - 1) / K_SEC);
    size_t i = changes_before(z, at);
    struct k_zone_span s = {z->offset[i], i > 0 ? z->at[i - 1] : -K_ZONE_EVER,
                            i < z->n ? z->at[i] : K_ZONE_EVER};
    if (i == z->n && z->rule.there) {
        int64_t last = s.from;
        s = by_rule(&z->rule, at);
        if (s.from < last)
            s.from = last;
    }
    s.offset *= K_SEC;
    s.from = s.from <= -K_ZONE_EVER ? -K_ZONE_EVER : s.from * K_SEC;
    s.until = s.until >= K_ZONE_EVER ? K_ZONE_EVER : s.until * K_SEC;
    return s;
}
