/* shared: boxes with a count of holders, under one lock. */
#include "base/shared.h"

struct k_shared_box {
    struct k_shared *home;
    struct k_arena *arena;
    const void *value;
    k_str key;   /* in the arena */
    int holders; /* the place itself is one */
};

static void give(void *ptr)
{
    struct k_shared_box *b = ptr;
    struct k_shared *s = b->home;
    pthread_mutex_lock(&s->lock);
    bool last = --b->holders == 0;
    pthread_mutex_unlock(&s->lock);
    if (last)
        k_arena_free(b->arena);
}

const void *k_shared_get(struct k_shared *s, k_str key, struct k_arena *holder)
{
    struct k_shared_box *b;
    pthread_mutex_lock(&s->lock);
    b = s->now && k_str_eq(s->now->key, key) ? s->now : NULL;
    if (b)
        b->holders++;
    pthread_mutex_unlock(&s->lock);
    if (!b)
        return NULL;
    k_arena_defer(holder, give, b);
    return b->value;
}

const void *k_shared_put(struct k_shared *s, k_str key, struct k_arena *arena,
                         const void *value, struct k_arena *holder)
{
    struct k_shared_box *b = k_new(arena, struct k_shared_box), *old;
    *b = (struct k_shared_box){s, arena, value, k_dup(arena, key), 2};
    pthread_mutex_lock(&s->lock);
    old = s->now;
    s->now = b;
    pthread_mutex_unlock(&s->lock);
    if (old)
        give(old);
    k_arena_defer(holder, give, b);
    return value;
}
