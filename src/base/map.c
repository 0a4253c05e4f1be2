/* map: entries in order of insertion, and a table of their numbers for finding them (linear
 * probing, at most half full). */
#include "base/map.h"
#include "base/vec.h"

void k_map_init(struct k_map *m, struct k_arena *a)
{
    *m = (struct k_map){.arena = a};
}

/* The slot that holds key, or the free one where it belongs. */
static size_t find(const struct k_map *m, k_str key, uint64_t hash)
{
    size_t mask = m->n_slots - 1, i = (size_t)hash & mask;
    while (m->slots[i]) {
        const struct k_map_entry *e = &m->entries[m->slots[i] - 1];
        if (e->hash == hash && k_str_eq(e->key, key))
            break;
        i = (i + 1) & mask;
    }
    return i;
}

static void rehash(struct k_map *m)
{
    size_t n = m->n_slots ? k_mul(m->n_slots, 2) : 16;
    m->slots = k_new_n(m->arena, uint32_t, n);
    m->n_slots = n;
    for (size_t e = 0; e < m->n; e++) {
        size_t i = (size_t)m->entries[e].hash & (n - 1);
        while (m->slots[i])
            i = (i + 1) & (n - 1);
        m->slots[i] = (uint32_t)e + 1;
    }
}

void **k_map_at(struct k_map *m, k_str key)
{
    if ((m->n + 1) * 2 > m->n_slots)
        rehash(m);
    uint64_t hash = k_str_hash(key);
    size_t i = find(m, key, hash);
    if (m->slots[i])
        return &m->entries[m->slots[i] - 1].value;
    if (m->n == m->cap)
        m->entries = k_vec_grow(m->arena, m->entries, m->n, &m->cap, sizeof *m->entries);
    struct k_map_entry *e = &m->entries[m->n++];
    *e = (struct k_map_entry){.key = key, .hash = hash};
    m->slots[i] = (uint32_t)m->n;
    return &e->value;
}

static const struct k_map_entry *entry(const struct k_map *m, k_str key)
{
    if (m->n == 0)
        return NULL;
    size_t i = find(m, key, k_str_hash(key));
    return m->slots[i] ? &m->entries[m->slots[i] - 1] : NULL;
}

void *k_map_get(const struct k_map *m, k_str key)
{
    const struct k_map_entry *e = entry(m, key);
    return e ? e->value : NULL;
}

bool k_map_has(const struct k_map *m, k_str key)
{
    return entry(m, key) != NULL;
}
