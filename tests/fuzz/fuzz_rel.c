/* Pages of strangers: whatever comes, reading ends, within its limits, with web addresses. */
#include "formats/link.h"
#include "formats/rel.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct k_arena *a = k_arena_new(0);
    struct rel_links links;
    k_str bytes = k_str_n((const char *)data, n);
    assert(rel_me(a, bytes, K_S("https://page.example/a/b"), &links) == K_OK);
    assert(links.v.n <= REL_MAX_LINKS);
    for (size_t i = 0; i < links.v.n; i++) {
        assert(link_is_web(links.v.v[i]) && links.v.v[i].n <= REL_MAX_URL);
        for (size_t j = 0; j < i; j++)
            assert(!k_str_eq(links.v.v[i], links.v.v[j]));
    }
    k_arena_free(a);
    return 0;
}
