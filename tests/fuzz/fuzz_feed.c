/* Feeds and pages with feeds: whatever comes, it ends, within its limits, with valid text. */
#include "base/utf8.h"
#include "formats/feed.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(struct feed_words w)
{
    assert(k_utf8_valid(w.v) && w.v.n <= FEED_MAX_TEXT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct k_arena *a;
    if (a == NULL)
        a = k_arena_new((size_t)1 << 30);
    k_str bytes = k_str_n((const char *)data, n), why = K_NONE;
    k_str base = K_S("https://feed.example/a/b");
    struct feed f;
    struct feed_links links;
    if (feed_parse(a, bytes, base, K_NONE, &f, &why) == K_OK) {
        assert(f.items.n <= FEED_MAX_ITEMS);
        for (size_t i = 0; i < f.items.n; i++) {
            check(f.items.v[i].title);
            check(f.items.v[i].content);
            check(f.items.v[i].summary);
            assert(k_utf8_valid(f.items.v[i].id) && k_utf8_valid(f.items.v[i].author));
        }
    } else {
        assert(why.n > 0);
    }
    feed_discover(a, bytes, base, &links);
    k_arena_reset(a);
    return 0;
}
