/* utf8: decoding and checking by hand (RFC 3629: no surrogates, nothing overlong, nothing past
 * U+10FFFF); graphemes, folding and normal forms by utf8proc. Pure but for the arena. */
#include "base/utf8.h"
#include "base/buf.h"
#include <utf8proc.h>

#define BAD 0xfffdu

/* Length of the sequence that a lead byte begins, its payload bits, and the smallest code point
 * it may say; 0 for a byte that begins nothing. */
static unsigned lead(unsigned char c, uint32_t *bits, uint32_t *least)
{
    if (c >= 0xc2 && c <= 0xdf) {
        *bits = c & 0x1fu;
        *least = 0x80;
        return 2;
    }
    if (c >= 0xe0 && c <= 0xef) {
        *bits = c & 0x0fu;
        *least = 0x800;
        return 3;
    }
    if (c >= 0xf0 && c <= 0xf4) {
        *bits = c & 0x07u;
        *least = 0x10000;
        return 4;
    }
    return 0;
}

/* The length of the valid sequence at p, its code point in *cp; 0 when there is none. */
static unsigned decode(const unsigned char *p, size_t n, uint32_t *cp)
{
    if (p[0] < 0x80) {
        *cp = p[0];
        return 1;
    }
    uint32_t v = 0, least = 0;
    unsigned len = lead(p[0], &v, &least);
    if (len == 0 || len > n)
        return 0;
    for (unsigned i = 1; i < len; i++) {
        if ((p[i] & 0xc0u) != 0x80)
            return 0;
        v = (v << 6) | (p[i] & 0x3fu);
    }
    if (v < least || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
        return 0;
    *cp = v;
    return len;
}

uint32_t k_utf8_next(k_str s, size_t *i)
{
    uint32_t cp = BAD;
    unsigned len = decode((const unsigned char *)s.p + *i, s.n - *i, &cp);
    *i += len ? len : 1;
    return cp;
}

static size_t ascii_run(k_str s, size_t i)
{
    uint64_t w;
    for (; i + 8 <= s.n; i += 8) {
        memcpy(&w, s.p + i, 8);
        if (w & 0x8080808080808080u)
            break;
    }
    while (i < s.n && (unsigned char)s.p[i] < 0x80)
        i++;
    return i;
}

/* Length of the valid part at the front. */
static size_t valid_len(k_str s)
{
    size_t i = ascii_run(s, 0);
    uint32_t cp;
    while (i < s.n) {
        unsigned len = decode((const unsigned char *)s.p + i, s.n - i, &cp);
        if (len == 0)
            return i;
        i = ascii_run(s, i + len);
    }
    return i;
}

bool k_utf8_valid(k_str s)
{
    return valid_len(s) == s.n;
}

k_str k_utf8_scrub(struct k_arena *a, k_str s)
{
    if (valid_len(s) == s.n && k_str_chr(s, 0) < 0)
        return s;
    char *p = k_arena_alloc(a, k_add(k_mul(s.n, 3), 1));
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t cp = k_utf8_next(s, &i);
        if (cp == 0)
            continue;
        const char *from = cp == BAD ? "\xef\xbf\xbd" : s.p + at;
        size_t len = cp == BAD ? 3 : i - at;
        memcpy(p + n, from, len);
        n += len;
    }
    return (k_str){p, n};
}

size_t k_utf8_units(k_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;)
        n += k_utf8_next(s, &i) > 0xffff ? 2 : 1;
    return n;
}

size_t k_utf8_count(k_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; n++)
        (void)k_utf8_next(s, &i);
    return n;
}

/* Whether a grapheme ends between the two: between two of ASCII always, but for CR LF. */
static bool breaks(uint32_t before, uint32_t cp, utf8proc_int32_t *state)
{
    if (before < 0x80 && cp < 0x80) {
        *state = 0;
        return before != '\r' || cp != '\n';
    }
    return utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)cp,
                                            state);
}

/* Bytes of the first `most` graphemes; their number in *count. */
static size_t measure(k_str s, size_t most, size_t *count)
{
    utf8proc_int32_t state = 0;
    uint32_t before = 0;
    size_t seen = 0, i = 0;
    while (i < s.n) {
        size_t at = i;
        uint32_t cp = k_utf8_next(s, &i);
        bool edge = at == 0 || breaks(before, cp, &state);
        if (edge && seen == most) {
            *count = seen;
            return at;
        }
        seen += edge;
        before = cp;
    }
    *count = seen;
    return s.n;
}

size_t k_utf8_graphemes(k_str s)
{
    size_t n;
    (void)measure(s, SIZE_MAX, &n);
    return n;
}

k_str k_utf8_cut(k_str s, size_t graphemes)
{
    size_t n;
    if (s.n <= graphemes) /* a grapheme has at least one byte */
        return s;
    return k_str_sub(s, 0, measure(s, graphemes, &n));
}

static k_str mapped(struct k_arena *a, k_str s, utf8proc_option_t how)
{
    k_str clean = k_utf8_scrub(a, s);
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)clean.p, (utf8proc_ssize_t)clean.n, &out, how);
    if (n < 0)
        return clean;
    k_str r = k_dup(a, k_str_n((const char *)out, (size_t)n));
    free(out);
    return r;
}

k_str k_utf8_fold(struct k_arena *a, k_str s)
{
    if (s.p == NULL)
        return s;
    if (ascii_run(s, 0) == s.n && k_str_chr(s, 0) < 0)
        return k_lower(a, s);
    return mapped(a, s,
                  UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                      UTF8PROC_IGNORE);
}

k_str k_utf8_plain(struct k_arena *a, k_str s)
{
    if (s.p == NULL)
        return s;
    if (ascii_run(s, 0) == s.n && k_str_chr(s, 0) < 0)
        return k_lower(a, s);
    return mapped(a, s,
                  UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                      UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
}

/* Below U+0300 nothing combines, so such text is in normal form already. Its lead bytes are
 * under 0xCC. */
static bool plainly_nfc(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xcc || s.p[i] == 0)
            return false;
    return k_utf8_valid(s);
}

k_str k_utf8_nfc(struct k_arena *a, k_str s)
{
    if (s.p == NULL || plainly_nfc(s))
        return s;
    return mapped(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}
