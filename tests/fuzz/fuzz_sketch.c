/* Sketches from bytes: "f" and one of what is frequent, or "d" and one of how many are
 * different. What is read is written back as it came, and counts on in its bounds. */
#include "listen/distinct.h"
#include "listen/frequent.h"
#include "listen/sketch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void frequent(struct k_arena *a, k_str bytes)
{
    struct frequent f, twice;
    struct k_buf b;
    const char *why;
    if (!frequent_read(a, bytes, &f, &why)) {
        must(why != NULL);
        return;
    }
    k_buf_init(&b, a, FREQUENT_BYTES_MOST(f.room));
    frequent_write(a, &f, &b);
    must(k_buf_ok(&b) && k_str_eq(k_buf_view(&b), bytes));
    must(frequent_read(a, bytes, &twice, &why) && frequent_merge(a, &twice, &f));
    for (unsigned i = 0; i < 40; i++) {
        k_str key = k_fmt(a, "%u", i % 11);
        uint64_t total = twice.total;
        frequent_add(&twice, sketch_hash(key), key, i);
        must(twice.total >= total && twice.n <= twice.room);
    }
    const struct frequent_row **list = frequent_list(a, &twice);
    for (uint32_t i = 0; i < twice.n; i++)
        must(list[i]->error <= list[i]->count && list[i]->n <= FREQUENT_KEY &&
             (i == 0 || list[i]->count <= list[i - 1]->count));
}

static void distinct(struct k_arena *a, k_str bytes)
{
    struct distinct *d = k_new(a, struct distinct), *twice = k_new(a, struct distinct);
    struct k_buf b;
    const char *why;
    if (!distinct_read(bytes, d, &why)) {
        must(why != NULL && distinct_count(d) <= 0);
        return;
    }
    k_buf_init(&b, a, DISTINCT_BYTES_MOST);
    distinct_write(d, &b);
    must(k_buf_ok(&b) && k_str_eq(k_buf_view(&b), bytes));
    *twice = *d;
    distinct_merge(twice, d);
    must(memcmp(twice, d, sizeof *d) == 0);
    distinct_add(twice, sketch_hash(bytes));
    must(distinct_count(twice) >= distinct_count(d) && distinct_count(twice) <= 0x1p64);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    k_str bytes = k_str_n((const char *)data, size);
    if (k_str_starts(bytes, K_S("f")))
        frequent(a, k_str_from(bytes, 1));
    else if (k_str_starts(bytes, K_S("d")))
        distinct(a, k_str_from(bytes, 1));
    k_arena_free(a);
    return 0;
}
