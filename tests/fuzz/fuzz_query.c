/* Listening queries: the first line is the query, the rest is a post. Any text is read in
 * bounds; a problem names a place that it has; what is read comes back from its own text; the
 * words that made a hit lie in the post; an index of many says the same. */
#include "base/utf8.h"
#include "listen/index.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static k_str no_list(void *arg, k_str name)
{
    return k_str_eqz(name, "noise") ? K_S("jobs OR \"we are hiring\" OR list:noise") : K_NONE;
}

/* The index says the same, made at once or by and by. */
static void ask_index(const struct query *q, const struct listen_post *post, bool yes)
{
    struct listen_entry entry = {7, q};
    struct listen_desk *d = listen_desk_new(LISTEN_UNICODE);
    struct listen_index *x = listen_index_new(LISTEN_UNICODE, NULL, &entry, 1);
    struct listen_hits hits = {0};
    must(d && x);
    listen_index_add(x, (struct listen_entry){8, q});
    listen_desk_put(d, x, post);
    listen_index_match(x, d, &hits);
    must(hits.n == (yes ? 2 : 0));
    listen_index_remove(x, 0);
    hits.n = 0;
    listen_index_match(x, d, &hits);
    must(hits.n == (yes ? 1 : 0) && (!yes || hits.v[0] == 8));
    free(hits.v);
    listen_index_free(x);
    listen_desk_free(d);
}

static void hold(struct k_arena *a, const struct query *q, k_str said)
{
    struct listen_post post = {.text = said,
                               .title = said,
                               .bio = said,
                               .handle = said,
                               .url = said,
                               .followers = -1,
                               .strength = -1};
    struct query_spans spans;
    bool yes = query_holds(a, LISTEN_UNICODE, q, &post, &spans);
    must(yes || spans.n == 0);
    ask_index(q, &post, yes);
    for (size_t i = 0; i < spans.n; i++)
        must(spans.v[i].start <= spans.v[i].end && spans.v[i].end <= said.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    k_str rest = k_str_n((const char *)data, size < 4096 ? size : 4096);
    k_str text = k_str_cut(&rest, '\n');
    struct query_options with = {.list = no_list};
    struct query q, again;
    struct query_problem p;
    if (!query_parse(a, text, &with, &q, &p)) {
        must(p.text && p.start <= p.end && p.end <= text.n);
    } else {
        k_str written = query_write(a, &q);
        must(written.n > QUERY_TEXT_MOST ||
             (query_parse(a, written, NULL, &again, &p) && query_equal(q.root, again.root)));
        if (q.leaves < 40)
            hold(a, &q, k_utf8_scrub(a, k_str_sub(rest, 0, 512)));
    }
    k_arena_free(a);
    return 0;
}
