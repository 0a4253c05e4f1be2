/* match_norm: what stands in an address book, as it is compared. Reads texts and the lists of
 * match_words. */
#include "domain/match_norm.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "domain/match_words.h"
#include "text/letter.h"

/* ---- words ------------------------------------------------------------------------------- */

/* Letters that the decomposition of Unicode leaves whole. */
static const struct {
    uint32_t cp;
    const char *plain;
} letters[] = {{0xf8, "o"},  {0x142, "l"}, {0x111, "d"}, {0xf0, "d"},        {0xe6, "a"},
               {0x153, "o"}, {0xfe, "th"}, {0x131, "i"}, {0x3c2, "\xcf\x83"}};

static const char *plain_letter(uint32_t cp)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].cp == cp)
            return letters[i].plain;
    return NULL;
}

/* The text without what stands in () [] {}. An open bracket that is never closed stays. */
static k_str without_brackets(struct k_arena *a, k_str s)
{
    static const char open[] = "([{", close[] = ")]}";
    struct k_buf b;
    k_buf_init(&b, a, s.n + 8);
    for (size_t i = 0; i < s.n; i++) {
        const char *at = s.p[i] ? strchr(open, s.p[i]) : NULL;
        ptrdiff_t end = at ? k_str_chr(k_str_from(s, i), close[at - open]) : -1;
        if (end > 0)
            i += (size_t)end;
        k_buf_chr(&b, end > 0 ? ' ' : s.p[i]);
    }
    return k_buf_view(&b);
}

k_str match_norm_words(struct k_arena *a, k_str s)
{
    k_str plain = k_utf8_plain(a, k_utf8_cut(without_brackets(a, s), 300));
    struct k_buf b;
    bool blank = false;
    k_buf_init(&b, a, 2 * plain.n + 8);
    for (size_t i = 0; i < plain.n;) {
        size_t at = i;
        uint32_t cp = k_utf8_next(plain, &i);
        if (letter_is_apostrophe(cp))
            continue;
        if (!letter_is_word(cp)) {
            blank = b.n > 0;
            continue;
        }
        if (blank)
            k_buf_chr(&b, ' ');
        blank = false;
        char last = b.n > 0 ? b.p[b.n - 1] : ' ';
        if (cp == 'e' && (last == 'a' || last == 'o' || last == 'u'))
            continue; /* ae, oe, ue as a, o, u with dots, which lost them above */
        const char *other = plain_letter(cp);
        k_buf_str(&b, other ? k_str_z(other) : k_str_sub(plain, at, i - at));
    }
    return k_buf_view(&b);
}

/* ---- names ------------------------------------------------------------------------------- */

static k_str join(struct k_arena *a, const k_str *v, size_t n)
{
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            k_buf_chr(&b, ' ');
        k_buf_str(&b, v[i]);
    }
    return k_buf_view(&b);
}

/* Drops titles anywhere and takes suffixes at the end out; a name is never left empty. */
static struct match_words strip(struct k_arena *a, k_str s, k_str *suffix)
{
    struct match_words all = match_words_of(a, s), out = {0};
    for (size_t i = 0; i < all.n; i++) {
        bool last = i + 1 == all.n;
        if (last && out.n > 0 && match_listed(MATCH_WORDS_SUFFIXES, all.v[i]))
            *suffix = all.v[i];
        else if (!match_listed(MATCH_WORDS_TITLES, all.v[i]) || (last && out.n == 0))
            *k_vec_push(a, &out) = all.v[i];
    }
    return out;
}

/* A family name without its particles, unless it is nothing else. */
static k_str family_of(struct k_arena *a, const k_str *v, size_t n)
{
    while (n > 1 && match_listed(MATCH_WORDS_PARTICLES, v[0])) {
        v++;
        n--;
    }
    return join(a, v, n);
}

static void split(struct k_arena *a, const struct match_words *w, struct match_name *out)
{
    size_t family = w->n > 1 ? w->n - 1 : w->n;
    while (family > 1 && match_listed(MATCH_WORDS_PARTICLES, w->v[family - 1]))
        family--;
    if (w->n > 0)
        out->given = w->v[0];
    if (family > 1)
        out->middle = join(a, w->v + 1, family - 1);
    if (family < w->n)
        out->family = family_of(a, w->v + family, w->n - family);
}

static bool is_handle(k_str whole)
{
    k_str s = k_str_trim(whole);
    if (s.n == 0)
        return true;
    bool blank = k_str_chr(s, ' ') >= 0;
    if (!blank && (k_str_chr(s, '@') >= 0 || k_str_chr(s, '.') > 1 || k_str_chr(s, '_') >= 0))
        return true;
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += s.p[i] >= '0' && s.p[i] <= '9';
    return digits * 3 > s.n;
}

/* "Heide, Anna von der": what stands before a comma is the family name. */
static bool comma(struct k_arena *a, k_str whole, k_str *given, k_str *family)
{
    ptrdiff_t at = k_str_chr(whole, ',');
    if (at <= 0 || k_str_chr(k_str_from(whole, (size_t)at + 1), ',') >= 0)
        return false;
    k_str after = match_norm_words(a, k_str_from(whole, (size_t)at + 1));
    struct match_words w = match_words_of(a, after);
    if (w.n == 0 || match_listed(MATCH_WORDS_SUFFIXES, w.v[0]) ||
        match_listed(MATCH_WORDS_TITLES, w.v[0]))
        return false;
    *given = k_str_from(whole, (size_t)at + 1);
    *family = k_str_sub(whole, 0, (size_t)at);
    return true;
}

struct match_name match_norm_name(struct k_arena *a, k_str whole, k_str given, k_str family)
{
    struct match_name out = {.shown = whole};
    k_str g = k_str_trim(given), f = k_str_trim(family);
    if (out.shown.n == 0)
        out.shown = g.n && f.n ? k_fmt(a, "%.*s %.*s", K_ARG(g), K_ARG(f)) : g.n ? g : f;
    if (g.n == 0 && f.n == 0 && !comma(a, whole, &g, &f)) {
        struct match_words w = strip(a, match_norm_words(a, whole), &out.suffix);
        out.handle = is_handle(whole);
        split(a, &w, &out);
        return out;
    }
    struct match_words gw = strip(a, match_norm_words(a, g), &out.suffix);
    struct match_words fw = strip(a, match_norm_words(a, f), &out.suffix);
    if (gw.n > 0)
        out.given = gw.v[0];
    if (gw.n > 1)
        out.middle = join(a, gw.v + 1, gw.n - 1);
    out.family = family_of(a, fw.v, fw.n);
    return out;
}

k_str match_norm_organization(struct k_arena *a, k_str s)
{
    struct match_words all = match_words_of(a, match_norm_words(a, s)), out = {0};
    for (size_t i = 0; i < all.n; i++)
        if (!match_listed(MATCH_WORDS_LEGAL, all.v[i]))
            *k_vec_push(a, &out) = all.v[i];
    return out.n > 0 ? join(a, out.v, out.n) : join(a, all.v, all.n);
}

bool match_nickname(k_str x, k_str y)
{
    uint16_t in_x[MATCH_GROUPS], in_y[MATCH_GROUPS];
    size_t nx = match_name_groups(x, in_x), ny = nx ? match_name_groups(y, in_y) : 0;
    for (size_t i = 0; i < nx; i++)
        for (size_t j = 0; j < ny; j++)
            if (in_x[i] == in_y[j])
                return true;
    return false;
}

/* ---- phone, mail ------------------------------------------------------------------------- */

k_str match_norm_phone(struct k_arena *a, k_str s, k_str country)
{
    char digits[32];
    size_t n = 0;
    s = k_str_trim(s);
    if (k_str_istarts(s, K_S("tel:")))
        s = k_str_from(s, 4);
    bool plus = s.n > 0 && s.p[0] == '+';
    ptrdiff_t zero = plus ? k_str_find(s, K_S("(0)")) : -1; /* +43 (0) 1 ...: not dialled */
    for (size_t i = 0; i < s.n && n < sizeof digits; i++) {
        bool skip = zero >= 0 && i == (size_t)zero + 1;
        if (s.p[i] == ';' || s.p[i] == 'x')
            break; /* an extension */
        if (s.p[i] >= '0' && s.p[i] <= '9' && !skip)
            digits[n++] = s.p[i];
    }
    k_str d = k_str_n(digits, n);
    if (!plus && k_str_starts(d, K_S("00"))) {
        plus = true;
        d = k_str_from(d, 2);
    }
    if (d.n < 5)
        return K_S("");
    if (!plus && country.n > 0 && d.p[0] == '0')
        return k_fmt(a, "+%.*s%.*s", K_ARG(country), K_ARG(k_str_from(d, 1)));
    return plus ? k_fmt(a, "+%.*s", K_ARG(d)) : k_dup(a, d);
}

k_str match_phone_tail(k_str norm)
{
    return norm.n > MATCH_PHONE_TAIL ? k_str_from(norm, norm.n - MATCH_PHONE_TAIL) : norm;
}

k_str match_norm_email(struct k_arena *a, k_str s)
{
    s = k_str_trim(s);
    if (k_str_istarts(s, K_S("mailto:")))
        s = k_str_from(s, 7);
    ptrdiff_t at = k_str_chr(s, '@');
    bool one = at > 0 && k_str_chr(k_str_from(s, (size_t)at + 1), '@') < 0;
    if (!one || (size_t)at + 3 > s.n || k_str_chr(s, ' ') >= 0 || s.n > 254)
        return K_S("");
    return k_utf8_fold(a, s);
}

k_str match_email_local(k_str norm)
{
    ptrdiff_t at = k_str_chr(norm, '@');
    return at > 0 ? k_str_sub(norm, 0, (size_t)at) : K_S("");
}

k_str match_email_domain(k_str norm)
{
    ptrdiff_t at = k_str_chr(norm, '@');
    return at > 0 ? k_str_from(norm, (size_t)at + 1) : K_S("");
}

k_str match_email_fold(struct k_arena *a, k_str norm)
{
    k_str local = match_email_local(norm), domain = match_email_domain(norm);
    ptrdiff_t plus = k_str_chr(local, '+');
    bool gmail = k_str_eqz(domain, "gmail.com") || k_str_eqz(domain, "googlemail.com");
    struct k_buf b;
    k_buf_init(&b, a, norm.n + 16);
    if (plus > 0)
        local = k_str_sub(local, 0, (size_t)plus);
    for (size_t i = 0; i < local.n; i++)
        if (!gmail || local.p[i] != '.')
            k_buf_chr(&b, local.p[i]);
    k_buf_chr(&b, '@');
    k_buf_str(&b, gmail ? K_S("gmail.com") : domain);
    return k_buf_view(&b);
}

bool match_email_shared(k_str norm)
{
    k_str local = match_email_local(norm);
    return match_listed(MATCH_WORDS_SHARED, local);
}

bool match_domain_public(k_str domain)
{
    return match_listed(MATCH_WORDS_PUBLIC, domain);
}

/* ---- links, handles, streets, dates -------------------------------------------------------
 */

k_str match_norm_url(struct k_arena *a, k_str s)
{
    s = k_lower(a, k_str_trim(s));
    ptrdiff_t scheme = k_str_find(s, K_S("://"));
    if (scheme >= 0) {
        k_str name = k_str_sub(s, 0, (size_t)scheme);
        if (!k_str_eqz(name, "http") && !k_str_eqz(name, "https"))
            return K_S("");
        s = k_str_from(s, (size_t)scheme + 3);
    }
    if (k_str_starts(s, K_S("www.")))
        s = k_str_from(s, 4);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '?' || s.p[i] == '#')
            s.n = i;
    while (s.n > 0 && s.p[s.n - 1] == '/')
        s.n--;
    k_str host = match_url_domain(s);
    bool web = k_str_chr(host, '.') > 0 && k_str_chr(s, ' ') < 0 && k_str_chr(host, '@') < 0;
    return web && s.n <= 500 ? s : K_S("");
}

k_str match_url_domain(k_str norm)
{
    return k_str_cut(&norm, '/');
}

k_str match_norm_handle(struct k_arena *a, k_str s)
{
    s = k_str_trim(s);
    if (s.n > 0 && s.p[0] == '@')
        s = k_str_from(s, 1);
    ptrdiff_t at = k_str_chr(s, '@');
    if (at > 0)
        s = k_str_sub(s, 0, (size_t)at);
    /* anna.bsky.social: what everybody's handle ends with is no part of it */
    if (k_str_ends(s, K_S(".bsky.social")))
        s.n -= sizeof ".bsky.social" - 1;
    k_str plain = k_utf8_plain(a, s);
    struct k_buf b;
    k_buf_init(&b, a, plain.n + 8);
    for (size_t i = 0; i < plain.n;) {
        size_t from = i;
        if (letter_is_word(k_utf8_next(plain, &i)))
            k_buf_str(&b, k_str_sub(plain, from, i - from));
    }
    return k_buf_view(&b);
}

k_str match_norm_street(struct k_arena *a, k_str s)
{
    struct match_words w = match_words_of(a, match_norm_words(a, s));
    for (size_t i = 0; i < w.n; i++) {
        w.v[i] = match_street_word(w.v[i]);
        bool str = w.v[i].n > 5 && k_str_ends(w.v[i], K_S("str")); /* hauptstr. */
        if (str)
            w.v[i] = k_cat(a, w.v[i], K_S("asse"));
    }
    return join(a, w.v, w.n);
}

static bool number(k_str s, size_t digits, int *out)
{
    int64_t v;
    if (s.n == 0 || s.n > digits || s.p[0] == '-' || s.p[0] == '+' || !k_str_i64(s, &v))
        return false;
    *out = (int)v;
    return true;
}

static struct match_date checked(struct match_date d)
{
    bool bad = d.month > 12 || d.day > 31 || (d.year && (d.year < 1800 || d.year > 2200));
    return bad ? (struct match_date){0} : d;
}

static struct match_date dotted(k_str s, char mark)
{
    struct match_date d = {0};
    k_str first = k_str_cut(&s, mark), second = k_str_cut(&s, mark);
    bool ok = number(first, 2, &d.day) && number(second, 2, &d.month);
    if (ok && k_str_trim(s).n > 0)
        ok = number(k_str_trim(s), 4, &d.year);
    return ok ? checked(d) : (struct match_date){0};
}

struct match_date match_norm_date(k_str s)
{
    struct match_date d = {0};
    s = k_str_trim(s);
    if (k_str_chr(s, '.') > 0)
        return dotted(s, '.');
    if (k_str_starts(s, K_S("--"))) {
        k_str rest = k_str_from(s, 2);
        bool dash = k_str_chr(rest, '-') == 2;
        bool ok = number(k_str_sub(rest, 0, 2), 2, &d.month) &&
                  number(k_str_sub(rest, dash ? 3 : 2, 2), 2, &d.day);
        return ok ? checked(d) : (struct match_date){0};
    }
    bool dash = k_str_chr(s, '-') == 4;
    if (!number(k_str_sub(s, 0, 4), 4, &d.year))
        return (struct match_date){0};
    if (s.n > 4 && (!number(k_str_sub(s, dash ? 5 : 4, 2), 2, &d.month) ||
                    !number(k_str_sub(s, dash ? 8 : 6, 2), 2, &d.day)))
        return (struct match_date){0};
    return checked(d);
}
