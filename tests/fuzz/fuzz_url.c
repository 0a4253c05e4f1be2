/* Web addresses: what is read and written is read alike again, and a relative address never
 * leads to a thing that would not be taken as a whole one. */
#include "net/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(struct k_arena *a, const struct url *u)
{
    struct url again;
    k_str text = url_text(a, u);
    if (text.n > 8192) /* escapes made it longer than is read */
        return;
    if (!url_parse(a, text, &again) || !k_str_eq(url_text(a, &again), text) ||
        !url_same_origin(u, &again))
        __builtin_trap();
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] <= 0x20 || text.p[i] >= 0x7f || text.p[i] == '\\')
            __builtin_trap();
    if (k_str_chr(u->host, '@') >= 0 || u->path.n == 0 || u->path.p[0] != '/' || u->port < 1)
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    struct url base, u;
    k_str rest = k_str_n((const char *)data, size);
    k_str first = k_str_cut(&rest, '\n');
    if (url_parse(a, first, &base))
        judge(a, &base);
    else
        (void)url_parse(a, K_S("https://example.org/a/b?c#d"), &base);
    if (url_resolve(a, &base, rest, &u))
        judge(a, &u);
    k_arena_free(a);
    return 0;
}
