/* Queries of other products: the first byte says whose, the rest is the query. Any text is read
 * in bounds; what comes out is a query of Kith's, or there is a problem with a place; notes
 * have places in the text. */
#include "listen/dialect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct k_arena *a = k_arena_new(0);
    k_str text = k_str_n((const char *)data + 1, size < 4096 ? size - 1 : 4095);
    struct dialect_result r;
    struct query q;
    struct query_problem p;
    if (dialect_read(a, (enum dialect)(data[0] % DIALECTS), text, &r))
        must(query_parse(a, r.text, NULL, &q, &p));
    else
        must(r.text.n == 0 && r.problem.text && r.problem.start <= r.problem.end &&
             r.problem.end <= text.n);
    for (size_t i = 0; i < r.n_notes; i++)
        must(r.notes[i].why && r.notes[i].start <= r.notes[i].end && r.notes[i].end <= text.n &&
             (i == 0 || r.notes[i - 1].start <= r.notes[i].start));
    k_arena_free(a);
    return 0;
}
