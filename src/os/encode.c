/* encode: hex and the base64 family by libsodium (in constant time), base32 by hand. Pure. */
#include "os/secret.h"
#include <sodium.h>

k_str k_hex(struct k_arena *a, k_str data)
{
    size_t n = k_mul(data.n, 2);
    char *p = k_arena_alloc(a, k_add(n, 1));
    sodium_bin2hex(p, n + 1, (const unsigned char *)(data.n ? data.p : ""), data.n);
    return (k_str){p, n};
}

bool k_hex_decode(struct k_arena *a, k_str text, k_str *out)
{
    size_t n = 0;
    unsigned char *p = k_arena_alloc(a, k_add(text.n / 2, 1));
    if (text.n % 2 != 0)
        return false;
    if (text.n > 0 &&
        (sodium_hex2bin(p, text.n / 2, text.p, text.n, NULL, &n, NULL) != 0 || n != text.n / 2))
        return false;
    *out = (k_str){(const char *)p, n};
    return true;
}

static k_str base64(struct k_arena *a, k_str data, int variant)
{
    size_t n = sodium_base64_encoded_len(data.n, variant);
    char *p = k_arena_alloc(a, n);
    sodium_bin2base64(p, n, (const unsigned char *)(data.n ? data.p : ""), data.n, variant);
    return k_str_z(p);
}

static bool base64_decode(struct k_arena *a, k_str text, int variant, k_str *out)
{
    size_t n = 0, cap = text.n / 4 * 3 + 3;
    const char *end = NULL;
    unsigned char *p = k_arena_alloc(a, k_add(cap, 1));
    if (text.n > 0 &&
        (sodium_base642bin(p, cap, text.p, text.n, NULL, &n, &end, variant) != 0 ||
         end != text.p + text.n))
        return false;
    *out = (k_str){(const char *)p, n};
    return true;
}

k_str k_base64(struct k_arena *a, k_str data)
{
    return base64(a, data, sodium_base64_VARIANT_ORIGINAL);
}

k_str k_base64url(struct k_arena *a, k_str data)
{
    return base64(a, data, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool k_base64_decode(struct k_arena *a, k_str text, k_str *out)
{
    return base64_decode(a, text, sodium_base64_VARIANT_ORIGINAL, out);
}

bool k_base64url_decode(struct k_arena *a, k_str text, k_str *out)
{
    return base64_decode(a, text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out);
}

k_str k_base32(struct k_arena *a, k_str data)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    size_t n = 0;
    unsigned have = 0, bits = 0;
    char *p = k_arena_alloc(a, k_add(k_mul(data.n, 2), 1));
    for (size_t i = 0; i < data.n; i++) {
        bits = (bits << 8) | (unsigned char)data.p[i];
        for (have += 8; have >= 5; have -= 5)
            p[n++] = letters[(bits >> (have - 5)) & 31];
    }
    if (have > 0)
        p[n++] = letters[(bits << (5 - have)) & 31];
    return (k_str){p, n};
}

static int base32_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool k_base32_decode(struct k_arena *a, k_str text, k_str *out)
{
    size_t n = 0, letters = 0;
    unsigned have = 0, bits = 0;
    char *p = k_arena_alloc(a, k_add(text.n, 1));
    while (text.n > 0 && text.p[text.n - 1] == '=')
        text.n--;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == ' ' || text.p[i] == '-')
            continue;
        int v = base32_value(text.p[i]);
        if (v < 0)
            return false;
        letters++;
        bits = (bits << 5) | (unsigned)v;
        have += 5;
        if (have >= 8) {
            have -= 8;
            p[n++] = (char)(bits >> have);
        }
    }
    static const bool possible[] = {true, false, true, false, true, true, false, true};
    bool clean = (bits & ((1u << have) - 1)) == 0; /* what is left over must be zero bits */
    *out = (k_str){p, n};
    return possible[letters % 8] && clean;
}

k_str k_code_bare(struct k_arena *a, k_str typed)
{
    char *p = k_arena_alloc(a, typed.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            p[n++] = c;
    }
    return k_str_n(p, n);
}
