/* ratelimit: reads rate limit headers into one struct, for the channels' budgets and back-off.
 * Reads its arguments only. */
#include "net/ratelimit.h"

#define FARTHEST (31 * K_DAY)

/* A moment given as a number or a date; 0 when it is neither or not to be believed. */
static k_time read_moment(k_str s, k_time now)
{
    double v = 0;
    k_time at = 0;
    s = k_str_trim(s);
    if (k_str_f64(s, &v)) {
        if (!(v >= 0) || v > 1e14)
            return 0;
        if (v < 1e8) /* seconds from now */
            at = now + (k_time)(v * 1e6);
        else if (v < 1e11) /* seconds since 1970 */
            at = (k_time)(v * 1e6);
        else /* milliseconds since 1970 */
            at = (k_time)(v * 1e3);
    } else if (!k_time_parse(s, &at) && !k_time_parse_http(s, &at)) {
        return 0;
    }
    if (at > now + FARTHEST)
        return 0;
    return at < now ? now : at;
}

/* Some networks write counts as "599.0". */
static int64_t read_count(k_str s)
{
    double v = 0;
    s = k_str_trim(s);
    ptrdiff_t end = k_str_chr(s, ','); /* "100, 100;w=3600" */
    if (end < 0)
        end = k_str_chr(s, ';');
    if (end >= 0)
        s = k_str_sub(s, 0, (size_t)end);
    return k_str_f64(s, &v) && v >= 0 && v < 1e15 ? (int64_t)v : -1;
}

struct member {
    int64_t limit, remaining, seconds;
};

/* One limit of the RateLimit header: `limit=10, remaining=4, reset=30` or `"x";r=4;t=30`. */
static void read_member(k_str s, char between, struct member *m)
{
    while (s.p) {
        k_str value = k_str_cut(&s, between);
        k_str name = k_str_trim(k_str_cut(&value, '='));
        if (k_str_eqz(name, "limit") || k_str_eqz(name, "q"))
            m->limit = read_count(value);
        else if (k_str_eqz(name, "remaining") || k_str_eqz(name, "r"))
            m->remaining = read_count(value);
        else if (k_str_eqz(name, "reset") || k_str_eqz(name, "t"))
            m->seconds = read_count(value);
    }
}

static void tighten(struct ratelimit *out, const struct member *m, k_time now)
{
    if (m->remaining < 0 || (out->remaining >= 0 && m->remaining >= out->remaining))
        return;
    out->remaining = m->remaining;
    out->limit = m->limit;
    out->reset =
        m->seconds >= 0 && m->seconds < FARTHEST / K_SEC ? now + m->seconds * K_SEC : 0;
}

static void read_structured(k_str s, k_time now, struct ratelimit *out)
{
    if (k_str_chr(s, ';') < 0) {
        struct member m = {-1, -1, -1};
        read_member(s, ',', &m);
        tighten(out, &m, now);
        return;
    }
    while (s.p) {
        struct member m = {-1, -1, -1};
        read_member(k_str_cut(&s, ','), ';', &m);
        tighten(out, &m, now);
    }
}

/* The last part of ratelimit-X, x-ratelimit-X, x-rate-limit-X; K_NONE for other names. */
static k_str limit_word(k_str name)
{
    static const char *const fronts[] = {"ratelimit-", "x-ratelimit-", "x-rate-limit-"};
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (k_str_starts(name, k_str_z(fronts[i])))
            return k_str_from(name, strlen(fronts[i]));
    return K_NONE;
}

void ratelimit_read(const struct http_header *headers, size_t n, k_time now,
                    struct ratelimit *out)
{
    *out = (struct ratelimit){.limit = -1, .remaining = -1};
    for (size_t i = 0; i < n; i++) {
        k_str name = headers[i].name, value = headers[i].value, word = limit_word(name);
        if (k_str_eqz(word, "limit"))
            out->limit = read_count(value);
        else if (k_str_eqz(word, "remaining"))
            out->remaining = read_count(value);
        else if (k_str_eqz(word, "reset"))
            out->reset = read_moment(value, now);
        else if (k_str_eqz(name, "ratelimit"))
            read_structured(value, now, out);
        else if (k_str_eqz(name, "retry-after"))
            out->not_before = read_moment(value, now);
    }
}
