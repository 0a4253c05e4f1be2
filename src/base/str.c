/* str: searching, cutting and reading numbers in borrowed slices. Pure: reads its arguments
 * only; the one piece of state is the random seed of k_str_hash, drawn once a process. */
#include "base/str.h"
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>

static unsigned char lower(char c)
{
    unsigned char u = (unsigned char)c;
    return (u >= 'A' && u <= 'Z') ? (unsigned char)(u + 32) : u;
}

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool same_folded(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

bool k_str_in(k_str s, const char *const *words)
{
    for (; *words; words++)
        if (k_str_eqz(s, *words))
            return true;
    return false;
}

bool k_str_ieq(k_str a, k_str b)
{
    return a.n == b.n && same_folded(a.p, b.p, a.n);
}

int k_str_cmp(k_str a, k_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool k_str_starts(k_str s, k_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool k_str_istarts(k_str s, k_str prefix)
{
    return s.n >= prefix.n && same_folded(s.p, prefix.p, prefix.n);
}

bool k_str_ends(k_str s, k_str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

ptrdiff_t k_str_find(k_str s, k_str what)
{
    if (what.n == 0)
        return 0;
    if (s.n < what.n)
        return -1;
    const char *hit = memmem(s.p, s.n, what.p, what.n);
    return hit ? hit - s.p : -1;
}

ptrdiff_t k_str_ifind(k_str s, k_str what)
{
    if (what.n == 0)
        return 0;
    for (size_t i = 0; i + what.n <= s.n; i++)
        if (lower(s.p[i]) == lower(what.p[0]) && same_folded(s.p + i, what.p, what.n))
            return (ptrdiff_t)i;
    return -1;
}

ptrdiff_t k_str_chr(k_str s, char c)
{
    const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
    return hit ? hit - s.p : -1;
}

k_str k_str_trim(k_str s)
{
    while (s.n > 0 && space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && space(s.p[s.n - 1]))
        s.n--;
    return s;
}

k_str k_str_sub(k_str s, size_t from, size_t n)
{
    if (s.p == NULL)
        return s;
    if (from > s.n)
        from = s.n;
    size_t rest = s.n - from;
    return (k_str){s.p + from, n < rest ? n : rest};
}

k_str k_str_from(k_str s, size_t from)
{
    return k_str_sub(s, from, s.n);
}

k_str k_str_cut(k_str *s, char sep)
{
    ptrdiff_t at = k_str_chr(*s, sep);
    k_str head = *s;
    if (at < 0) {
        *s = K_NONE;
        return head;
    }
    head.n = (size_t)at;
    *s = k_str_from(*s, head.n + 1);
    return head;
}

bool k_str_u64(k_str s, uint64_t *out)
{
    uint64_t v = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(v, 10u, &v) ||
            __builtin_add_overflow(v, (uint64_t)(c - '0'), &v))
            return false;
    }
    *out = v;
    return true;
}

bool k_str_i64(k_str s, int64_t *out)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    bool sign = minus || (s.n > 0 && s.p[0] == '+');
    uint64_t v;
    if (!k_str_u64(sign ? k_str_from(s, 1) : s, &v))
        return false;
    if (v > (uint64_t)INT64_MAX + (minus ? 1u : 0u))
        return false;
    *out = minus ? (int64_t)(0u - v) : (int64_t)v;
    return true;
}

static size_t digits(k_str s, size_t *i)
{
    size_t from = *i;
    while (*i < s.n && s.p[*i] >= '0' && s.p[*i] <= '9')
        (*i)++;
    return *i - from;
}

/* [+-] digits [. digits] [e [+-] digits]: keeps out what strtod takes besides (hex, inf, nan).
 */
static bool looks_decimal(k_str s)
{
    size_t i = 0;
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        i++;
    size_t seen = digits(s, &i);
    if (i < s.n && s.p[i] == '.') {
        i++;
        seen += digits(s, &i);
    }
    if (seen == 0)
        return false;
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i++;
        if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
            i++;
        if (digits(s, &i) == 0)
            return false;
    }
    return i == s.n;
}

bool k_str_f64(k_str s, double *out)
{
    char z[512];
    if (s.n >= sizeof z || !looks_decimal(s))
        return false;
    memcpy(z, s.p, s.n);
    z[s.n] = 0;
    errno = 0;
    double v = strtod(z, NULL);
    if (errno == ERANGE && (v > 1 || v < -1))
        return false;
    *out = v;
    return true;
}

static uint64_t seed[2];
static pthread_once_t seed_once = PTHREAD_ONCE_INIT;

static void draw_seed(void)
{
    if (getrandom(seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed[0] = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)&seed;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 m = (unsigned __int128)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Eight bytes at a time through a 64x64->128 multiplication, with a seed drawn at start so that
 * nobody outside can choose keys that collide. */
uint64_t k_str_hash(k_str s)
{
    pthread_once(&seed_once, draw_seed);
    uint64_t h = seed[0] ^ 0x9e3779b97f4a7c15u;
    const char *p = s.p;
    size_t n = s.n;
    for (; n >= 8; n -= 8, p += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        h = mix(h ^ w, seed[1] | 0xa0761d6478bd6421u);
    }
    uint64_t tail = 0;
    if (n > 0)
        memcpy(&tail, p, n);
    h = mix(h ^ tail, 0xe7037ed1a0b428dbu);
    return mix(h ^ (uint64_t)s.n, 0x8ebc6af09c88c6e3u);
}
