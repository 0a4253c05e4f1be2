/* map: from slice to pointer, in an arena; open addressing, insertion order kept for iteration.
 */
#ifndef KITH_BASE_MAP_H
#define KITH_BASE_MAP_H

#include "base/arena.h"

struct k_map_entry {
    k_str key;
    uint64_t hash;
    void *value;
};
struct k_map {
    struct k_arena *arena;
    struct k_map_entry *entries; /* n of them, in order of insertion */
    uint32_t *slots;             /* 0 = free, else index + 1 */
    size_t n, cap, n_slots;
};

void k_map_init(struct k_map *m, struct k_arena *a);
/* The place of key's value; made (NULL) when it is new. The key's bytes must outlive the map.
 */
void **k_map_at(struct k_map *m, k_str key);
void *k_map_get(const struct k_map *m, k_str key); /* NULL when absent */
bool k_map_has(const struct k_map *m, k_str key);

#endif
