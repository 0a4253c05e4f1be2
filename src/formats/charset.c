/* charset: see the header. */
#include "formats/charset.h"

#include "base/buf.h"
#include "base/utf8.h"
#include <iconv.h>

/* The 32 places where windows-1252 is not Latin-1; 0 = nothing there. */
static const uint16_t places_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

k_str charset_from_1252(struct k_arena *a, k_str s)
{
    struct k_buf b;
    k_buf_init(&b, a, 3 * s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        unsigned c = (unsigned char)s.p[i];
        if (c >= 0x80 && c < 0xa0)
            c = places_1252[c - 0x80] ? places_1252[c - 0x80] : 0xfffd;
        if (c >= 0x800) {
            k_buf_chr(&b, (char)(0xe0 | c >> 12));
            k_buf_chr(&b, (char)(0x80 | (c >> 6 & 0x3f)));
        } else if (c >= 0x80) {
            k_buf_chr(&b, (char)(0xc0 | c >> 6));
        }
        k_buf_chr(&b, (char)(c < 0x80 ? c : 0x80 | (c & 0x3f)));
    }
    return k_buf_view(&b);
}

/* false when the set is unknown or the bytes are none of it. */
static bool convert(struct k_arena *a, k_str bytes, const char *from, k_str *out)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1)
        return false;
    size_t room = k_add(k_mul(bytes.n, 4), 16), left = room, in_left = bytes.n;
    char *to = k_arena_try(a, room), *p = to;
    /* iconv does not write to its input; its type is older than const. */
    union {
        const char *given;
        char *wanted;
    } in = {bytes.p};
    bool ok = to && iconv(cd, &in.wanted, &in_left, &p, &left) != (size_t)-1;
    iconv_close(cd);
    if (ok)
        *out = k_utf8_scrub(a, k_str_n(to, room - left));
    return ok;
}

static bool names_utf8(k_str name)
{
    return !name.n || k_str_ieq(name, K_S("utf-8")) || k_str_ieq(name, K_S("utf8")) ||
           k_str_ieq(name, K_S("us-ascii")) || k_str_ieq(name, K_S("ascii"));
}

k_str charset_to_utf8(struct k_arena *a, k_str bytes, k_str name)
{
    k_str out = K_NONE;
    if (!bytes.n)
        return K_S("");
    if (!names_utf8(name) && name.n < 40 && convert(a, bytes, k_dupz(a, name), &out))
        return out;
    if (k_utf8_valid(bytes))
        return k_utf8_scrub(a, bytes);
    return k_utf8_scrub(a, charset_from_1252(a, bytes));
}

k_str charset_file(struct k_arena *a, k_str bytes)
{
    k_str out = K_NONE;
    if (k_str_starts(bytes, K_S("\xEF\xBB\xBF")))
        return k_str_from(bytes, 3);
    if (k_str_starts(bytes, K_S("\xFF\xFE")) &&
        convert(a, k_str_from(bytes, 2), "UTF-16LE", &out))
        return out;
    if (k_str_starts(bytes, K_S("\xFE\xFF")) &&
        convert(a, k_str_from(bytes, 2), "UTF-16BE", &out))
        return out;
    return bytes;
}
