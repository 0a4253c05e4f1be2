/* shared: a value made once and read by many threads, until another takes its place. Readers
 * hold it as long as they need it; the last one to give it back frees what was replaced. */
#ifndef KITH_BASE_SHARED_H
#define KITH_BASE_SHARED_H

#include "base/arena.h"
#include <pthread.h>

struct k_shared_box;
struct k_shared {
    pthread_mutex_t lock;
    struct k_shared_box *now;
};
#define K_SHARED_EMPTY                                                                         \
    {                                                                                          \
        .lock = PTHREAD_MUTEX_INITIALIZER                                                      \
    }
/* The value kept under this key, held until `holder` is reset or freed; NULL when another one
 * is kept, or none. */
const void *k_shared_get(struct k_shared *s, k_str key, struct k_arena *holder);
/* Keeps a value in place of the one before, and holds it as k_shared_get does. The arena it
 * lives in now belongs to the keeper. */
const void *k_shared_put(struct k_shared *s, k_str key, struct k_arena *arena,
                         const void *value, struct k_arena *holder);

#endif
