/* time: clocks, and dates as text. Civil dates by Howard Hinnant's days_from_civil; no time
 * zone data is used, offsets are read from the text itself. */
#include "base/time.h"

static k_time system_now(const struct k_clock *c)
{
    struct timespec t;
    (void)c;
    clock_gettime(CLOCK_REALTIME, &t);
    return (k_time)t.tv_sec * K_SEC + t.tv_nsec / 1000;
}

static k_time fixed_now(const struct k_clock *c)
{
    return c->fixed;
}

const struct k_clock k_clock_system = {.now = system_now};

struct k_clock k_clock_fixed(k_time at)
{
    return (struct k_clock){.now = fixed_now, .fixed = at};
}

k_time k_mono(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (k_time)t.tv_sec * K_SEC + t.tv_nsec / 1000;
}

struct civil {
    int64_t year;
    int month, day, hour, minute, second;
    k_time micros;
    k_time offset; /* east of Greenwich, microseconds */
};

static int64_t days_from_civil(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void civil_from_days(int64_t z, struct civil *c)
{
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    c->day = (int)(doy - (153 * mp + 2) / 5 + 1);
    c->month = (int)(mp < 10 ? mp + 3 : mp - 9);
    c->year = yoe + era * 400 + (c->month <= 2);
}

int64_t k_day_of(int64_t year, int month, int day)
{
    return days_from_civil(year, month, day);
}

struct k_date k_day_date(int64_t day)
{
    struct civil c = {0};
    civil_from_days(day, &c);
    return (struct k_date){c.year, c.month, c.day};
}

static bool civil_ok(const struct civil *c)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (c->month < 1 || c->month > 12 || c->day < 1)
        return false;
    bool leap = c->year % 4 == 0 && (c->year % 100 != 0 || c->year % 400 == 0);
    if (c->day > days[c->month - 1] + (leap && c->month == 2))
        return false;
    return c->hour <= 23 && c->minute <= 59 && c->second <= 60; /* 60: a leap second */
}

static bool civil_time(const struct civil *c, k_time *out)
{
    if (!civil_ok(c))
        return false;
    k_time t = days_from_civil(c->year, c->month, c->day) * K_DAY;
    t += c->hour * K_HOUR + c->minute * K_MIN + c->second * K_SEC + c->micros;
    *out = t - c->offset;
    return true;
}

/* Exactly n digits from *s. */
static bool take_digits(k_str *s, size_t n, int *out)
{
    uint64_t v;
    if (s->n < n || !k_str_u64(k_str_sub(*s, 0, n), &v))
        return false;
    *out = (int)v;
    *s = k_str_from(*s, n);
    return true;
}

static bool take(k_str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = k_str_from(*s, 1);
    return true;
}

/* Z, +01:00, +0100 or +01. */
static bool take_offset(k_str *s, k_time *out)
{
    int h, m = 0;
    *out = 0;
    if (take(s, 'Z') || take(s, 'z'))
        return true;
    bool minus = s->n > 0 && s->p[0] == '-';
    if (!minus && !(s->n > 0 && s->p[0] == '+'))
        return false;
    *s = k_str_from(*s, 1);
    if (!take_digits(s, 2, &h) || h > 23)
        return false;
    bool colon = take(s, ':');
    if (!take_digits(s, 2, &m) && colon)
        return false;
    if (m > 59)
        return false;
    *out = (minus ? -1 : 1) * (h * K_HOUR + m * K_MIN);
    return true;
}

/* .123456 of any length; what is finer than a microsecond is cut off. */
static bool take_fraction(k_str *s, k_time *out)
{
    k_time unit = K_SEC, v = 0;
    size_t n = 0;
    if (!take(s, '.') && !take(s, ','))
        return true;
    for (; s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9'; n++) {
        unit /= 10;
        v += (s->p[0] - '0') * unit;
        *s = k_str_from(*s, 1);
    }
    *out = v;
    return n > 0;
}

static bool take_clock(k_str *s, struct civil *c)
{
    if (!take_digits(s, 2, &c->hour) || !take(s, ':') || !take_digits(s, 2, &c->minute))
        return false;
    if (!take(s, ':'))
        return true;
    return take_digits(s, 2, &c->second) && take_fraction(s, &c->micros);
}

bool k_time_parse(k_str s, k_time *out)
{
    struct civil c = {0};
    int year;
    s = k_str_trim(s);
    if (!take_digits(&s, 4, &year) || !take(&s, '-') || !take_digits(&s, 2, &c.month) ||
        !take(&s, '-') || !take_digits(&s, 2, &c.day))
        return false;
    c.year = year;
    if (s.n == 0)
        return civil_time(&c, out);
    if (!take(&s, 'T') && !take(&s, 't') && !take(&s, ' '))
        return false;
    if (!take_clock(&s, &c))
        return false;
    (void)take(&s, ' ');
    return take_offset(&s, &c.offset) && s.n == 0 && civil_time(&c, out);
}

/* The next run of letters, digits, ':', '.', '+' (and '-' before digits), skipping what lies
 * between. */
static k_str word(k_str *s)
{
    size_t i = 0;
    while (i < s->n && (s->p[i] == ' ' || s->p[i] == '\t' || s->p[i] == ',' ||
                        s->p[i] == '\r' || s->p[i] == '\n'))
        i++;
    size_t from = i;
    while (i < s->n && s->p[i] != ' ' && s->p[i] != '\t' && s->p[i] != ',' && s->p[i] != '\r' &&
           s->p[i] != '\n')
        i++;
    k_str w = k_str_sub(*s, from, i - from);
    *s = k_str_from(*s, i);
    return w;
}

static bool month_of(k_str w, int *out)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int m = 0; w.n >= 3 && m < 12; m++)
        if (k_str_ieq(k_str_sub(w, 0, 3), k_str_n(names + 3 * m, 3))) {
            *out = m + 1;
            return true;
        }
    return false;
}

static bool number(k_str w, int most, int *out)
{
    uint64_t v;
    if (!k_str_u64(w, &v) || v > (uint64_t)most)
        return false;
    *out = (int)v;
    return true;
}

/* Two digits mean 1970 to 2069, three are an error of the year 2000 (RFC 5322 4.3). */
static bool year_of(k_str w, int64_t *out)
{
    int y;
    if (w.n < 2 || !number(w, 9999, &y))
        return false;
    if (w.n == 2)
        y += y < 70 ? 2000 : 1900;
    if (w.n == 3)
        y += 1900;
    *out = y;
    return true;
}

static bool zone_of(k_str w, k_time *out)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"GMT", 0},  {"UT", 0},   {"UTC", 0},  {"EST", -5}, {"EDT", -4}, {"CST", -6},
                 {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (k_str_ieq(w, k_str_z(zones[i].name))) {
            *out = zones[i].hours * K_HOUR;
            return true;
        }
    return take_offset(&w, out) && w.n == 0;
}

static bool clock_of(k_str w, struct civil *c)
{
    k_str h = k_str_cut(&w, ':'), m = k_str_cut(&w, ':');
    if (!number(h, 23, &c->hour) || m.n != 2 || !number(m, 59, &c->minute))
        return false;
    return w.p == NULL || (w.n == 2 && number(w, 60, &c->second));
}

/* "06 Nov 1994" and "06-Nov-94" after the day of the week. */
static bool day_month_year(k_str first, k_str *s, struct civil *c)
{
    if (k_str_chr(first, '-') > 0) {
        k_str d = k_str_cut(&first, '-'), m = k_str_cut(&first, '-');
        return number(d, 31, &c->day) && month_of(m, &c->month) && year_of(first, &c->year);
    }
    return number(first, 31, &c->day) && month_of(word(s), &c->month) &&
           year_of(word(s), &c->year);
}

bool k_time_parse_http(k_str s, k_time *out)
{
    struct civil c = {0};
    k_str w = word(&s);
    if (w.n > 0 && (w.p[0] < '0' || w.p[0] > '9'))
        w = word(&s);          /* the day of the week says nothing new */
    if (month_of(w, &c.month)) /* asctime: Nov  6 08:49:37 1994 */
        return number(word(&s), 31, &c.day) && clock_of(word(&s), &c) &&
               year_of(word(&s), &c.year) && word(&s).n == 0 && civil_time(&c, out);
    if (!day_month_year(w, &s, &c) || !clock_of(word(&s), &c))
        return false;
    w = word(&s);
    if (w.n > 0 && !zone_of(w, &c.offset))
        return false;
    return civil_time(&c, out);
}

static char *put(char *p, int64_t v, int width)
{
    for (int i = width - 1; i >= 0; i--, v /= 10)
        p[i] = (char)('0' + v % 10);
    return p + width;
}

size_t k_time_iso_to(char out[32], k_time t)
{
    struct civil c = {0};
    int64_t days = t / K_DAY, rest = t % K_DAY;
    if (rest < 0) {
        rest += K_DAY;
        days--;
    }
    civil_from_days(days, &c);
    char *p = out;
    if (c.year < 0)
        *p++ = '-';
    int64_t y = c.year < 0 ? -c.year : c.year;
    p = put(p, y, y > 99999 ? 6 : y > 9999 ? 5 : 4);
    *p++ = '-';
    p = put(p, c.month, 2);
    *p++ = '-';
    p = put(p, c.day, 2);
    *p++ = 'T';
    p = put(p, rest / K_HOUR, 2);
    *p++ = ':';
    p = put(p, rest / K_MIN % 60, 2);
    *p++ = ':';
    p = put(p, rest / K_SEC % 60, 2);
    *p++ = '.';
    p = put(p, rest % K_SEC, 6);
    *p++ = 'Z';
    *p = 0;
    return (size_t)(p - out);
}

k_str k_time_iso(struct k_arena *a, k_time t)
{
    char z[32];
    size_t n = k_time_iso_to(z, t);
    return k_dup(a, k_str_n(z, n));
}

bool k_day_parse(k_str s, int64_t *day)
{
    k_time t;
    if (s.n != 10 || !k_time_parse(s, &t))
        return false;
    *day = k_day_at(t);
    return true;
}

k_str k_day_iso(struct k_arena *a, int64_t day)
{
    return k_str_sub(k_time_iso(a, day * K_DAY), 0, 10);
}
