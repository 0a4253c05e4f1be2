/* vec: growing arrays in an arena. struct { T *v; size_t n, cap; } with any name; grows by
 * doubling. */
#ifndef KITH_BASE_VEC_H
#define KITH_BASE_VEC_H

#include "base/arena.h"

#define K_VEC(type)                                                                            \
    struct {                                                                                   \
        type *v;                                                                               \
        size_t n, cap;                                                                         \
    }

/* Appends a zeroed element and gives its address (valid until the next push). */
#define k_vec_push(a, vec)                                                                     \
    ((vec)->n == (vec)->cap ? (void)((vec)->v = k_vec_grow((a), (vec)->v, (vec)->n,            \
                                                           &(vec)->cap, sizeof *(vec)->v))     \
                            : (void)0,                                                         \
     &(vec)->v[(vec)->n++])

/* Room for more: copies n elements into a zeroed array of twice the capacity. */
void *k_vec_grow(struct k_arena *a, void *v, size_t n, size_t *cap, size_t elem);

#endif
