/* feed: what comes before and after the parsers proper: bytes to UTF-8, repair of what is
 * nearly well-formed, dates. */
#include "formats/feed.h"
#include "base/buf.h"
#include "base/utf8.h"
#include <iconv.h>

/* ---- encodings ---- */

/* encoding="..." of an XML declaration written in ASCII. */
static k_str declared_encoding(k_str s)
{
    k_str head = k_str_sub(s, 0, 256);
    ptrdiff_t end = k_str_find(head, K_S("?>"));
    if (!k_str_starts(head, K_S("<?xml")) || end < 0)
        return K_NONE;
    head = k_str_sub(head, 0, (size_t)end);
    ptrdiff_t at = k_str_find(head, K_S("encoding"));
    if (at < 0)
        return K_NONE;
    k_str rest = k_str_from(head, (size_t)at + 8);
    rest = k_str_trim(rest);
    if (!k_str_starts(rest, K_S("=")))
        return K_NONE;
    rest = k_str_trim(k_str_from(rest, 1));
    if (rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '\''))
        return K_NONE;
    ptrdiff_t close = k_str_chr(k_str_from(rest, 1), rest.p[0]);
    return close < 0 ? K_NONE : k_str_sub(rest, 1, (size_t)close);
}

/* UTF-16 shows itself by a byte order mark or by the zero beside the first '<' or '{'. */
static const char *wide_encoding(k_str s)
{
    if (s.n < 4)
        return NULL;
    const unsigned char *p = (const unsigned char *)s.p;
    if ((p[0] == 0xff && p[1] == 0xfe) || (p[0] != 0 && p[1] == 0 && p[2] != 0))
        return "UTF-16LE";
    if ((p[0] == 0xfe && p[1] == 0xff) || (p[0] == 0 && p[1] != 0 && p[2] == 0))
        return "UTF-16BE";
    return NULL;
}

/* Wrong bytes become U+FFFD one by one. */
static bool convert(struct k_arena *a, k_str s, const char *from, k_str *out)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1)
        return false;
    struct k_buf b;
    k_buf_init(&b, a, (size_t)4 * FEED_MAX_BYTES);
    char *in = (char *)(uintptr_t)s.p;
    size_t left = s.n;
    while (left > 0 && k_buf_ok(&b)) {
        char chunk[4096], *at = chunk;
        size_t room = sizeof chunk, before = left;
        size_t r = iconv(cd, &in, &left, &at, &room);
        k_buf_add(&b, chunk, sizeof chunk - room);
        if (r == (size_t)-1 && room == sizeof chunk && left == before) {
            k_buf_str(&b, K_S("\xef\xbf\xbd"));
            in++;
            left--;
        }
    }
    iconv_close(cd);
    *out = k_buf_view(&b);
    return k_buf_ok(&b);
}

static bool is_utf8_name(k_str name)
{
    return name.n == 0 || k_str_ieq(name, K_S("utf-8")) || k_str_ieq(name, K_S("utf8")) ||
           k_str_ieq(name, K_S("us-ascii")) || k_str_ieq(name, K_S("ascii"));
}

static k_str to_utf8(struct k_arena *a, k_str s, k_str charset)
{
    k_str out;
    const char *wide = wide_encoding(s);
    if (wide)
        return convert(a, s, wide, &out) ? out : s;
    k_str name = declared_encoding(s);
    if (name.p == NULL)
        name = charset;
    /* An ASCII declaration that speaks of UTF-16 is wrong about itself. Latin-1 in the wild is
     * windows-1252, which has it inside. */
    if (is_utf8_name(name) || k_str_istarts(name, K_S("utf-16")) ||
        k_str_istarts(name, K_S("utf16")))
        return s;
    if (k_str_ieq(name, K_S("iso-8859-1")) || k_str_ieq(name, K_S("latin1")))
        name = K_S("windows-1252");
    if (name.n < 40 && convert(a, s, k_dupz(a, name), &out))
        return out;
    return s;
}

/* ---- what is nearly well-formed ---- */

static bool begins_entity(k_str s)
{
    size_t i = 1;
    if (i < s.n && s.p[i] == '#')
        i++;
    size_t first = i;
    while (i < s.n && i < 40) {
        char c = (char)(s.p[i] | 0x20);
        if (!((c >= 'a' && c <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9')))
            break;
        i++;
    }
    return i > first && i < s.n && s.p[i] == ';';
}

/* Wrong bytes and control characters are replaced, a bare '&' is escaped, and what stands
 * before the first '<' is passed over. CDATA sections stay as they are. */
static k_str repair(struct k_arena *a, k_str s)
{
    s = k_utf8_scrub(a, s);
    ptrdiff_t start = k_str_chr(s, '<');
    s = k_str_from(s, start < 0 ? 0 : (size_t)start);
    struct k_buf b;
    k_buf_init(&b, a, s.n * 5 + 1);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '<' && k_str_starts(k_str_from(s, i), K_S("<![CDATA["))) {
            ptrdiff_t end = k_str_find(k_str_from(s, i), K_S("]]>"));
            size_t n = end < 0 ? s.n - i : (size_t)end + 3;
            k_buf_add(&b, s.p + i, n);
            i += n - 1;
        } else if (c == '&' && !begins_entity(k_str_from(s, i))) {
            k_buf_str(&b, K_S("&amp;"));
        } else {
            k_buf_chr(&b, c < ' ' && c != '\t' && c != '\n' && c != '\r' ? ' ' : (char)c);
        }
    }
    return k_buf_view(&b);
}

/* ---- one document ---- */

static k_str without_mark(k_str s)
{
    return k_str_trim(k_str_from(s, k_str_starts(s, K_S("\xef\xbb\xbf")) ? 3 : 0));
}

bool feed_is_page(k_str bytes)
{
    k_str head = k_str_sub(without_mark(bytes), 0, 4096);
    if (k_str_istarts(head, K_S("<!doctype html")) || k_str_istarts(head, K_S("<html")))
        return true;
    return k_str_istarts(head, K_S("<")) && k_str_ifind(head, K_S("<html")) >= 0 &&
           k_str_ifind(head, K_S("<rss")) < 0 && k_str_ifind(head, K_S("<feed")) < 0;
}

k_err feed_parse(struct k_arena *a, k_str bytes, k_str base, k_str charset, struct feed *out,
                 k_str *why)
{
    *out = (struct feed){0};
    if (bytes.n > FEED_MAX_BYTES) {
        *why = k_fmt(a, "the feed is larger than %d MB", FEED_MAX_BYTES >> 20);
        return K_ERR_TOO_LARGE;
    }
    k_str text = without_mark(to_utf8(a, bytes, charset));
    if (text.n == 0) {
        *why = K_S("there is nothing in it");
        return K_ERR_BAD_INPUT;
    }
    if (text.p[0] == '{')
        return feed_json_parse(a, text, base, out, why);
    if (feed_is_page(text)) {
        *why = K_S("this is a web page, not a feed");
        return K_ERR_BAD_INPUT;
    }
    k_err err = feed_xml_parse(a, text, base, out, why);
    if (err != K_OK) {
        struct feed again = {0};
        k_str second_why;
        if (feed_xml_parse(a, repair(a, text), base, &again, &second_why) == K_OK) {
            *out = again;
            return K_OK;
        }
    }
    return err;
}

/* ---- dates ---- */

struct date_parts {
    int64_t year, month, day, hour, minute, second;
    bool has_time;
};

static int month_named(k_str w)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (w.n < 3)
        return 0;
    for (int m = 0; m < 12; m++)
        if (k_str_ieq(k_str_sub(w, 0, 3), k_str_n(months + 3 * m, 3)))
            return m + 1;
    return 0;
}

static k_str next_piece(k_str *s)
{
    size_t i = 0;
    while (i < s->n && memchr(" \t\r\n,/-.T", s->p[i], 9))
        i++;
    size_t from = i;
    bool digits = i < s->n && s->p[i] >= '0' && s->p[i] <= '9';
    while (i < s->n && !memchr(" \t\r\n,/-.", s->p[i], 8) &&
           !(digits && (s->p[i] == 'T' || s->p[i] == 'Z' || s->p[i] == '+')))
        i++;
    k_str piece = k_str_sub(*s, from, i - from);
    *s = k_str_from(*s, i);
    return piece;
}

static bool take_clock(k_str w, struct date_parts *d)
{
    k_str rest = w, hour = k_str_cut(&rest, ':'), minute = k_str_cut(&rest, ':');
    if (!k_str_i64(hour, &d->hour) || !k_str_i64(minute, &d->minute))
        return false;
    if (rest.p && !k_str_i64(rest, &d->second))
        d->second = 0;
    d->has_time = true;
    return true;
}

static void take_number(int64_t v, size_t digits, struct date_parts *d)
{
    if (digits == 4 && d->year == 0)
        d->year = v;
    else if (digits == 8 && d->year == 0) {
        d->year = v / 10000;
        d->month = v / 100 % 100;
        d->day = v % 100;
    } else if (d->year && d->month == 0)
        d->month = v;
    else if (d->day == 0)
        d->day = v;
}

/* Year, month by name or number, day and clock in any usual order, zone left out (UTC). */
static bool loose_date(k_str s, k_time *out)
{
    struct date_parts d = {0};
    k_str rest = s;
    for (int pieces = 0; rest.n > 0 && pieces < 10; pieces++) {
        k_str w = next_piece(&rest);
        int64_t v;
        if (k_str_chr(w, ':') > 0 && !d.has_time)
            take_clock(w, &d);
        else if (!d.has_time && w.n && w.p[0] != '+' && k_str_i64(w, &v))
            take_number(v, w.n, &d);
        else if (d.month == 0 && month_named(w))
            d.month = month_named(w);
    }
    char iso[64];
    if (d.year < 1000 || d.year > 9999 || d.month > 12 || d.day > 31 || d.month < 0 ||
        d.day < 0 || d.hour < 0 || d.hour > 23 || d.minute < 0 || d.minute > 59 ||
        d.second < 0 || d.second > 59)
        return false;
    int n = snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)d.year,
                     d.month ? (int)d.month : 1, d.day ? (int)d.day : 1, (int)d.hour,
                     (int)d.minute, (int)d.second);
    return k_time_parse(k_str_n(iso, (size_t)n), out);
}

bool feed_date(k_str s, k_time *out)
{
    s = k_str_trim(s);
    if (s.n == 0 || s.n > 100)
        return false;
    bool read = k_time_parse(s, out) || k_time_parse_http(s, out) || loose_date(s, out);
    return read && *out > -70 * 366 * K_DAY; /* before 1900 is nobody's date */
}
