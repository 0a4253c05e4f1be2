/* vec: the one function behind k_vec_push. */
#include "base/vec.h"
#include "base/log.h"

void *k_vec_grow(struct k_arena *a, void *v, size_t n, size_t *cap, size_t elem)
{
    size_t want = *cap ? k_mul(*cap, 2) : 8;
    void *p = k_arena_grow(a, v, k_mul(*cap, elem), k_mul(want, elem));
    if (p == NULL)
        k_panic("out of memory: %zu elements of %zu bytes", want, elem);
    (void)n;
    *cap = want;
    return p;
}
