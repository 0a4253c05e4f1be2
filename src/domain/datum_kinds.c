/* datum_kinds: the table, and the checks it names. */
#include "domain/datum_kinds.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "domain/time_zones.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* No blanks and no control characters inside. */
static bool solid(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
            return false;
    return s.n > 0;
}

/* --- addresses --------------------------------------------------------------------------- */

static bool good_label(k_str l)
{
    if (l.n == 0 || l.n > 63 || l.p[0] == '-' || l.p[l.n - 1] == '-')
        return false;
    for (size_t i = 0; i < l.n; i++)
        if (!is_alpha(l.p[i]) && !is_digit(l.p[i]) && l.p[i] != '-' &&
            (unsigned char)l.p[i] < 0x80)
            return false;
    return true;
}

/* At least two labels; letters of all scripts. */
static bool good_host(k_str host)
{
    size_t labels = 0;
    if (host.n == 0 || host.n > 253)
        return false;
    while (host.p) {
        if (!good_label(k_str_cut(&host, '.')))
            return false;
        labels++;
    }
    return labels >= 2;
}

bool datum_email(struct k_arena *a, k_str text, struct datum_text *out)
{
    k_str s = k_str_trim(text);
    if (k_str_istarts(s, K_S("mailto:")))
        s = k_str_from(s, 7);
    ptrdiff_t at = k_str_chr(s, '@');
    if (at < 1 || at > 64 || !solid(s) || !good_host(k_str_from(s, (size_t)at + 1)))
        return false;
    for (ptrdiff_t i = 0; i < at; i++)
        if (memchr("<>()[],;:\\\"", s.p[i], 12))
            return false;
    if (s.p[0] == '.' || s.p[at - 1] == '.')
        return false;
    *out = (struct datum_text){.value = s, .norm = k_utf8_fold(a, s)};
    return true;
}

/* The number without its extension: "ext. 5", "x5", ";ext=5", "#5". */
static k_str without_extension(struct k_arena *a, k_str s)
{
    static const char *const marks[] = {";", "x", "#"};
    ptrdiff_t end = (ptrdiff_t)s.n;
    k_str small = k_lower(a, s);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        ptrdiff_t at = k_str_find(small, k_str_z(marks[i]));
        if (at > 0 && at < end)
            end = at;
    }
    ptrdiff_t e = k_str_find(small, K_S("e"));
    return k_str_sub(s, 0, (size_t)(e > 0 && e < end ? e : end));
}

bool datum_phone(struct k_arena *a, k_str text, struct datum_text *out)
{
    k_str s = k_str_trim(text);
    if (k_str_istarts(s, K_S("tel:")))
        s = k_str_from(s, 4);
    k_str number = k_str_trim(without_extension(a, s));
    struct k_buf b;
    k_buf_init(&b, a, 64);
    for (size_t i = 0; i < number.n; i++) {
        char c = number.p[i];
        if (is_digit(c) || (c == '+' && b.n == 0))
            k_buf_chr(&b, c);
        else if (!memchr(" -./()\t", c, 7))
            return false;
    }
    k_str norm = k_buf_view(&b);
    if (k_str_starts(norm, K_S("00")))
        norm = k_cat(a, K_S("+"), k_str_from(norm, 2));
    size_t digits = norm.n - (norm.n && norm.p[0] == '+');
    if (digits < 5 || digits > 15)
        return false;
    *out = (struct datum_text){.value = s, .norm = norm};
    return true;
}

static bool good_authority(k_str authority)
{
    k_str host = k_str_cut(&authority, ':');
    int64_t port = 1;
    if (authority.p && (!k_str_i64(authority, &port) || port < 1 || port > 65535))
        return false;
    return good_host(host);
}

bool datum_url(struct k_arena *a, k_str text, struct datum_text *out)
{
    k_str s = k_str_trim(text), rest;
    if (!solid(s))
        return false;
    if (k_str_istarts(s, K_S("https://")))
        rest = k_str_from(s, 8);
    else if (k_str_istarts(s, K_S("http://")))
        rest = k_str_from(s, 7);
    else if (k_str_find(s, K_S(":/")) < 0)
        rest = s;
    else
        return false;
    size_t end = 0;
    while (end < rest.n && !memchr("/?#", rest.p[end], 3))
        end++;
    k_str host = k_lower(a, k_str_sub(rest, 0, end)), path = k_str_from(rest, end);
    if (!good_authority(host))
        return false;
    out->value = rest.p == s.p ? k_cat(a, K_S("https://"), s) : s;
    if (k_str_starts(host, K_S("www.")))
        host = k_str_from(host, 4);
    while (k_str_ends(path, K_S("/")))
        path.n--;
    out->norm = k_cat(a, host, path);
    return true;
}

/* --- words with a form ------------------------------------------------------------------- */

static bool all(k_str s, bool (*is)(char c))
{
    for (size_t i = 0; i < s.n; i++)
        if (!is(s.p[i]))
            return false;
    return s.n > 0;
}

static bool is_alnum(char c)
{
    return is_alpha(c) || is_digit(c);
}

/* A subtag as BCP 47 writes it: Hant, TW, the rest small. */
static void put_subtag(struct k_arena *a, struct k_buf *b, k_str tag)
{
    k_str small = k_lower(a, tag);
    k_buf_chr(b, '-');
    for (size_t i = 0; i < small.n; i++) {
        bool big = is_alpha(small.p[i]) && (tag.n == 2 || (tag.n == 4 && i == 0));
        k_buf_chr(b, big ? (char)(small.p[i] - 'a' + 'A') : small.p[i]);
    }
}

bool datum_language(struct k_arena *a, k_str text, struct datum_text *out)
{
    k_str rest = k_str_trim(text), first = k_str_cut(&rest, '-');
    struct k_buf b;
    k_buf_init(&b, a, 64);
    if (first.n < 2 || first.n > 3 || !all(first, is_alpha))
        return false;
    k_buf_str(&b, k_lower(a, first));
    while (rest.p) {
        k_str tag = k_str_cut(&rest, '-');
        if (tag.n > 8 || !all(tag, is_alnum))
            return false;
        put_subtag(a, &b, tag);
    }
    if (!k_buf_ok(&b))
        return false;
    out->value = k_buf_view(&b);
    out->norm = k_lower(a, out->value);
    return true;
}

bool datum_zone(struct k_arena *a, k_str text, struct datum_text *out)
{
    k_str s = k_str_trim(text);
    *out = (struct datum_text){.value = s, .norm = k_lower(a, s)};
    return time_zone_known(s);
}

static bool number_in(k_str s, size_t digits, int from, int to)
{
    int64_t n = 0;
    return s.n == digits && all(s, is_digit) && k_str_i64(s, &n) && n >= from && n <= to;
}

/* Month and day, with or without the year. */
static bool good_day(k_str year, k_str month_day)
{
    char whole[] = "2000-00-00"; /* a leap year when none is said */
    k_time t;
    if (month_day.n != 5)
        return false;
    if (year.n)
        memcpy(whole, year.p, 4);
    memcpy(whole + 5, month_day.p, 5);
    return k_time_parse(k_str_n(whole, 10), &t);
}

bool datum_date(struct k_arena *a, k_str text, struct datum_text *out)
{
    k_str s = k_str_trim(text);
    bool good;
    if (k_str_starts(s, K_S("--"))) {
        good = good_day(K_S(""), k_str_from(s, 2));
    } else {
        k_str year = k_str_sub(s, 0, 4);
        good = number_in(year, 4, 1000, 2999);
        if (s.n == 7)
            good = good && s.p[4] == '-' && number_in(k_str_from(s, 5), 2, 1, 12);
        else if (s.n != 4)
            good = good && s.n == 10 && s.p[4] == '-' && good_day(year, k_str_from(s, 5));
    }
    *out = (struct datum_text){.value = s, .norm = s};
    (void)a;
    return good;
}

bool datum_consent(struct k_arena *a, k_str text, struct datum_text *out)
{
    k_str s = k_lower(a, k_str_trim(text));
    *out = (struct datum_text){.value = s, .norm = s};
    return k_str_eqz(s, "given") || k_str_eqz(s, "refused") || k_str_eqz(s, "withdrawn");
}

bool datum_plain(struct k_arena *a, k_str text, struct datum_text *out)
{
    k_str s = k_str_trim(text);
    *out = (struct datum_text){.value = s, .norm = k_utf8_plain(a, s)};
    return s.n > 0;
}

/* Notes are read, not compared. */
static bool datum_prose(struct k_arena *a, k_str text, struct datum_text *out)
{
    (void)a;
    *out = (struct datum_text){.value = k_str_trim(text), .norm = K_S("")};
    return out->value.n > 0;
}

/* --- the table --------------------------------------------------------------------------- */

#define EMPTY "Write something."
const struct datum_kind datum_kinds[] = {
    {"name", datum_plain, EMPTY, .doc = "the name in its parts: given, family ..."},
    {"spelling", datum_plain, EMPTY, .many = true, .doc = "the name in other letters"},
    {"nickname", datum_plain, EMPTY, .many = true, .doc = "how friends say it"},
    {"email", datum_email, "Write an e-mail address such as ada@example.org.", .many = true,
     .doc = "an address that others use too, so that it tells nobody apart"},
    {"phone", datum_phone, "Write a phone number such as +49 30 1234567.", .many = true,
     .doc = "a number that others use too"},
    {"url", datum_url, "Write an address such as https://example.org.", .many = true,
     .doc = "a page that others use too"},
    {"postal", datum_plain, EMPTY, .many = true, .sensitive = true,
     .doc = "a postal address; its parts: street, city, region, code, country"},
    {"birthday", datum_date, "Write a date such as 1984-05-03, or --05-03 without the year.",
     .sensitive = true, .doc = "when they were born"},
    {"anniversary", datum_date, "Write a date such as 2009-06-20.", .many = true,
     .doc = "a day they keep"},
    {"language", datum_language, "Write a language tag such as de or pt-BR.", .many = true,
     .doc = "a language they like to be spoken to in"},
    {"timezone", datum_zone, "Write a time zone such as Europe/Berlin.",
     .doc = "where their day is"},
    {"pronouns", datum_plain, EMPTY, .doc = "how they want to be spoken of"},
    {"title", datum_plain, EMPTY, .many = true, .doc = "a title that goes with the name"},
    {"industry", datum_plain, EMPTY, .many = true, .doc = "of an organization: what it does"},
    {"consent", datum_consent, "Write given, refused or withdrawn.", .many = true,
     .labelled = true, .doc = "what they agreed to; the label says to what"},
    {"note", datum_prose, EMPTY, .many = true, .sensitive = true,
     .doc = "what a member wrote down about them"},
    {"field", datum_plain, EMPTY, .many = true, .labelled = true,
     .doc = "a field that the team made; the label is its id"},
    {"category", datum_plain, EMPTY, .many = true, .doc = "a group of an address book"},
    {"other", datum_prose, EMPTY, .many = true, .labelled = true,
     .doc = "what an address book held beside; the label is its name there"},
};
const size_t n_datum_kinds = sizeof datum_kinds / sizeof *datum_kinds;

const struct datum_kind *datum_kind_find(k_str name)
{
    for (size_t i = 0; i < n_datum_kinds; i++)
        if (k_str_eqz(name, datum_kinds[i].name))
            return &datum_kinds[i];
    return NULL;
}

/* --- days -------------------------------------------------------------------------------- */

bool datum_day(k_str text, int64_t *day)
{
    k_str s = k_str_trim(text);
    k_time t = 0;
    *day = 0;
    if (s.n == 0)
        return true;
    if (s.n != 10 || !k_time_parse(s, &t))
        return false;
    *day = t / K_DAY - (t % K_DAY < 0);
    return true;
}

k_str datum_day_text(struct k_arena *a, int64_t day)
{
    return day ? k_str_sub(k_time_iso(a, day * K_DAY), 0, 10) : K_NONE;
}
