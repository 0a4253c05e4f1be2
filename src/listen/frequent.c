/* frequent: Space-Saving counters in a heap, found by their hash. As bytes: version, room and
 * number (4 bytes each), total (8), then each counter by falling count: hash, count, error (8
 * each), length (1), key. */
#include "listen/frequent.h"
#include "base/utf8.h"
#include "listen/sketch.h"

#define VERSION 1

void frequent_init(struct k_arena *a, uint32_t room, struct frequent *out)
{
    uint32_t slots = 2;
    room = room < 1 ? 1 : room;
    room = room > FREQUENT_ROOM_MOST ? FREQUENT_ROOM_MOST : room;
    while (slots < 2 * room)
        slots *= 2;
    *out = (struct frequent){.room = room,
                             .v = k_new_n(a, struct frequent_row, room),
                             .heap = k_new_n(a, uint32_t, room),
                             .slots = k_new_n(a, uint32_t, slots),
                             .mask = slots - 1};
}

static uint64_t plus(uint64_t x, uint64_t y)
{
    uint64_t room = FREQUENT_COUNT_MOST - x; /* x is never more */
    return y < room ? x + y : FREQUENT_COUNT_MOST;
}

/* ---- by hash ----------------------------------------------------------------------------- */

/* The slot of the hash, or the free one where it belongs. */
static uint32_t slot_of(const struct frequent *f, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & f->mask;
    while (f->slots[at] && f->v[f->slots[at] - 1].hash != hash)
        at = (at + 1) & f->mask;
    return at;
}

/* Frees a slot; those behind it move up, so that each is found from its own place on. */
static void unslot(struct frequent *f, uint64_t hash)
{
    uint32_t hole = slot_of(f, hash);
    for (uint32_t at = (hole + 1) & f->mask; f->slots[at]; at = (at + 1) & f->mask) {
        uint32_t home = (uint32_t)f->v[f->slots[at] - 1].hash & f->mask;
        if (((at - home) & f->mask) >= ((at - hole) & f->mask)) {
            f->slots[hole] = f->slots[at];
            hole = at;
        }
    }
    f->slots[hole] = 0;
}

/* ---- the heap ---------------------------------------------------------------------------- */

static uint64_t count_at(const struct frequent *f, uint32_t at)
{
    return f->v[f->heap[at]].count;
}

static void put_at(struct frequent *f, uint32_t at, uint32_t row)
{
    f->heap[at] = row;
    f->v[row].at = at;
}

static void swap(struct frequent *f, uint32_t x, uint32_t y)
{
    uint32_t row = f->heap[x];
    put_at(f, x, f->heap[y]);
    put_at(f, y, row);
}

static void rise(struct frequent *f, uint32_t at)
{
    for (; at > 0 && count_at(f, at) < count_at(f, (at - 1) / 2); at = (at - 1) / 2)
        swap(f, at, (at - 1) / 2);
}

static void sink(struct frequent *f, uint32_t at)
{
    for (uint32_t child; (child = 2 * at + 1) < f->n; at = child) {
        if (child + 1 < f->n && count_at(f, child + 1) < count_at(f, child))
            child++;
        if (count_at(f, at) <= count_at(f, child))
            return;
        swap(f, at, child);
    }
}

/* ---- counting ---------------------------------------------------------------------------- */

static void name(struct frequent_row *row, uint64_t hash, k_str key)
{
    size_t n = key.n;
    if (n > FREQUENT_KEY) {
        n = FREQUENT_KEY;
        while (n > 0 && ((unsigned char)key.p[n] & 0xc0) == 0x80) /* inside a character */
            n--;
    }
    row->hash = hash;
    row->n = (uint8_t)n;
    if (n > 0)
        memcpy(row->key, key.p, n);
}

/* A counter for a key that has none, in a place that is free. */
static void append(struct frequent *f, uint64_t hash, k_str key, uint64_t count, uint64_t error)
{
    uint32_t i = f->n++;
    f->slots[slot_of(f, hash)] = i + 1;
    name(&f->v[i], hash, key);
    f->v[i].count = count;
    f->v[i].error = error;
    put_at(f, i, i);
    rise(f, i);
}

void frequent_add(struct frequent *f, uint64_t hash, k_str key, uint64_t weight)
{
    uint32_t known = f->slots[slot_of(f, hash)];
    if (weight == 0)
        return;
    f->total = plus(f->total, weight);
    if (known == 0 && f->n < f->room) {
        append(f, hash, key, plus(0, weight), 0);
        return;
    }
    struct frequent_row *row = &f->v[known ? known - 1 : f->heap[0]];
    if (known == 0) {
        unslot(f, row->hash);
        f->slots[slot_of(f, hash)] = f->heap[0] + 1;
        name(row, hash, key);
        row->error = row->count;
    }
    row->count = plus(row->count, weight);
    sink(f, row->at);
}

uint64_t frequent_unlisted(const struct frequent *f)
{
    return f->n < f->room ? 0 : count_at(f, 0);
}

static int by_count(const void *x, const void *y)
{
    const struct frequent_row *a = *(const struct frequent_row *const *)x;
    const struct frequent_row *b = *(const struct frequent_row *const *)y;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

const struct frequent_row **frequent_list(struct k_arena *a, const struct frequent *f)
{
    const struct frequent_row **list = k_new_n(a, const struct frequent_row *, f->n + 1);
    for (uint32_t i = 0; i < f->n; i++)
        list[i] = &f->v[i];
    qsort(list, f->n, sizeof *list, by_count);
    return list;
}

bool frequent_merge(struct k_arena *a, struct frequent *into, const struct frequent *from)
{
    if (into->room != from->room)
        return false;
    struct frequent both; /* with room for all: then the most frequent of them stay */
    const struct frequent *of[] = {into, from};
    uint64_t unlisted[] = {frequent_unlisted(into), frequent_unlisted(from)};
    struct frequent_row *rows = k_new_n(a, struct frequent_row, into->n + from->n + 1);
    const struct frequent_row **list =
        k_new_n(a, const struct frequent_row *, into->n + from->n + 1);
    size_t n = 0;
    for (int k = 0; k < 2; k++) {
        for (uint32_t i = 0; i < of[k]->n; i++) {
            const struct frequent_row *row = &of[k]->v[i];
            uint32_t other = of[1 - k]->slots[slot_of(of[1 - k], row->hash)];
            if (other && k == 1)
                continue;
            rows[n] = *row;
            rows[n].count =
                plus(row->count, other ? from->v[other - 1].count : unlisted[1 - k]);
            rows[n].error =
                plus(row->error, other ? from->v[other - 1].error : unlisted[1 - k]);
            list[n] = &rows[n];
            n++;
        }
    }
    qsort(list, n, sizeof *list, by_count);
    frequent_init(a, into->room, &both);
    both.total = plus(into->total, from->total);
    for (size_t i = 0; i < n && i < both.room; i++)
        append(&both, list[i]->hash, frequent_key(list[i]), list[i]->count, list[i]->error);
    into->n = both.n;
    into->total = both.total;
    memcpy(into->v, both.v, both.room * sizeof *both.v);
    memcpy(into->heap, both.heap, both.room * sizeof *both.heap);
    memcpy(into->slots, both.slots, ((size_t)both.mask + 1) * sizeof *both.slots);
    return true;
}

/* ---- bytes ------------------------------------------------------------------------------- */

void frequent_write(struct k_arena *a, const struct frequent *f, struct k_buf *out)
{
    const struct frequent_row **list = frequent_list(a, f);
    sketch_put(out, VERSION, 1);
    sketch_put(out, f->room, 4);
    sketch_put(out, f->n, 4);
    sketch_put(out, f->total, 8);
    for (uint32_t i = 0; i < f->n; i++) {
        sketch_put(out, list[i]->hash, 8);
        sketch_put(out, list[i]->count, 8);
        sketch_put(out, list[i]->error, 8);
        sketch_put(out, list[i]->n, 1);
        k_buf_str(out, frequent_key(list[i]));
    }
}

/* `before`: the count and hash of the counter before this one. */
static const char *read_row(struct sketch_bytes *r, struct frequent *f,
                            struct frequent_row *before)
{
    struct frequent_row row = {.hash = sketch_get(r, 8)};
    row.count = sketch_get(r, 8);
    row.error = sketch_get(r, 8);
    size_t n = (size_t)sketch_get(r, 1);
    if (r->failed || r->left.n < n)
        return "it ends within a counter";
    k_str key = k_str_sub(r->left, 0, n);
    r->left = k_str_from(r->left, n);
    if (n > FREQUENT_KEY || !k_utf8_valid(key))
        return "a key is too long or no text";
    if (n + 3 < FREQUENT_KEY && sketch_hash(key) != row.hash) /* longer ones may be cut */
        return "a key is not that of its hash";
    if (row.count == 0 || row.count > FREQUENT_COUNT_MOST || row.error > row.count ||
        row.count - row.error > f->total)
        return "a count is out of its range";
    if (row.count > before->count || (row.count == before->count && row.hash <= before->hash))
        return "its counters are not in their order";
    if (f->slots[slot_of(f, row.hash)])
        return "a key stands in it twice";
    append(f, row.hash, key, row.count, row.error);
    before->count = row.count;
    before->hash = row.hash;
    return NULL;
}

bool frequent_read(struct k_arena *a, k_str bytes, struct frequent *out, const char **why)
{
    struct sketch_bytes r = {.left = bytes};
    struct frequent_row before = {.count = UINT64_MAX};
    uint64_t version = sketch_get(&r, 1), room = sketch_get(&r, 4), n = sketch_get(&r, 4);
    uint64_t total = sketch_get(&r, 8);
    *out = (struct frequent){0};
    *why = NULL;
    if (r.failed || version != VERSION)
        *why = "it is no sketch of this version";
    else if (room < 1 || room > FREQUENT_ROOM_MOST || n > room || total > FREQUENT_COUNT_MOST)
        *why = "its size is out of its range";
    if (*why)
        return false;
    frequent_init(a, (uint32_t)room, out);
    out->total = total;
    while (n-- > 0 && *why == NULL)
        *why = read_row(&r, out, &before);
    if (*why == NULL && r.left.n > 0)
        *why = "something stands behind its end";
    return *why == NULL;
}
