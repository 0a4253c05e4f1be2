/* Headers that say how to go on: Link ends and moves on, rate limits stay within what is
 * believed, and unpacking keeps to its limit. */
#include "net/gzip.h"
#include "net/link.h"
#include "net/ratelimit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW (1790000000LL * K_SEC)

static void judge_limits(k_str value)
{
    static const char *const names[] = {"ratelimit", "ratelimit-remaining", "x-ratelimit-reset",
                                        "retry-after"};
    struct ratelimit r;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct http_header h = {k_str_z(names[i]), value};
        ratelimit_read(&h, 1, NOW, &r);
        if (r.remaining < -1 || r.limit < -1 || (r.reset && r.reset < NOW) ||
            r.reset > NOW + 32 * K_DAY || r.not_before > NOW + 32 * K_DAY)
            __builtin_trap();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    k_str text = k_str_n((const char *)data, size), rest = text, out;
    struct link l;
    size_t before = rest.n + 1;
    while (link_next(&rest, &l)) {
        if (rest.n >= before)
            __builtin_trap();
        before = rest.n;
    }
    judge_limits(text);
    if (gzip_unpack(a, text, 10000, &out) == K_OK && out.n > 10000)
        __builtin_trap();
    k_arena_free(a);
    return 0;
}
