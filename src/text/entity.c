/* entity: decoding by a sorted table (entity.def). The result is never longer than the text. */
#include "text/entity.h"

#define NAME_MAX_LEN 8

static const struct {
    char name[NAME_MAX_LEN + 1];
    uint16_t code;
    uint8_t bare;
} table[] = {
#define ENTITY(name, code, bare) {name, code, bare},
#include "text/entity.def"
#undef ENTITY
};

/* Index in the table, or -1. */
static int find(k_str name)
{
    int lo = 0, hi = (int)(sizeof table / sizeof *table) - 1;
    while (lo <= hi) {
        int mid = (lo + hi) / 2;
        int c = k_str_cmp(name, k_str_z(table[mid].name));
        if (c == 0)
            return mid;
        if (c < 0)
            hi = mid - 1;
        else
            lo = mid + 1;
    }
    return -1;
}

static size_t encode(char *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (char)(0xc0 | c >> 6);
        p[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        p[0] = (char)(0xe0 | c >> 12);
        p[1] = (char)(0x80 | (c >> 6 & 0x3f));
        p[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    p[0] = (char)(0xf0 | c >> 18);
    p[1] = (char)(0x80 | (c >> 12 & 0x3f));
    p[2] = (char)(0x80 | (c >> 6 & 0x3f));
    p[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

static uint32_t meant(uint32_t c)
{
    static const uint16_t windows[32] = {
        0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178,
    };
    if (c >= 0x80 && c < 0xa0)
        return windows[c - 0x80];
    return c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ? 0xfffd : c;
}

static int digit(char c, bool hex)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (hex && c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return hex && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* s begins with "&#". Bytes taken, 0 when it is no reference. */
static size_t numeric(k_str s, uint32_t *code)
{
    size_t i = 2;
    bool hex = i < s.n && (s.p[i] == 'x' || s.p[i] == 'X');
    i += hex;
    size_t first = i;
    uint32_t c = 0;
    for (; i < s.n && digit(s.p[i], hex) >= 0; i++)
        if (c <= 0x10ffff)
            c = c * (hex ? 16u : 10u) + (uint32_t)digit(s.p[i], hex);
    if (i == first)
        return 0;
    *code = meant(c);
    return i + (i < s.n && s.p[i] == ';');
}

static bool alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* s begins with '&'. Bytes taken, 0 when it is no reference. */
static size_t named(k_str s, bool in_attribute, uint32_t *code)
{
    size_t n = 1;
    while (n < s.n && n <= NAME_MAX_LEN + 1 && alnum(s.p[n]))
        n++;
    int at = n < s.n && s.p[n] == ';' ? find(k_str_sub(s, 1, n - 1)) : -1;
    if (at >= 0) {
        *code = table[at].code;
        return n + 1;
    }
    for (; n > 2; n--) { /* the longest beginning that counts without a semicolon */
        at = find(k_str_sub(s, 1, n - 1));
        if (at < 0 || !table[at].bare)
            continue;
        if (in_attribute && n < s.n && (s.p[n] == '=' || alnum(s.p[n])))
            return 0;
        *code = table[at].code;
        return n;
    }
    return 0;
}

k_str entity_decode(struct k_arena *a, k_str text, bool in_attribute)
{
    ptrdiff_t amp = k_str_chr(text, '&');
    if (amp < 0)
        return text;
    char *out = k_arena_alloc(a, k_add(text.n, 1));
    size_t n = 0, i = 0;
    while (amp >= 0) {
        memcpy(out + n, text.p + i, (size_t)amp);
        n += (size_t)amp;
        i += (size_t)amp;
        uint32_t code = '&';
        k_str rest = k_str_from(text, i);
        size_t taken = rest.n > 1 && rest.p[1] == '#' ? numeric(rest, &code)
                                                      : named(rest, in_attribute, &code);
        n += encode(out + n, taken ? code : '&');
        i += taken ? taken : 1;
        amp = k_str_chr(k_str_from(text, i), '&');
    }
    memcpy(out + n, text.p + i, text.n - i);
    return (k_str){out, n + text.n - i};
}
