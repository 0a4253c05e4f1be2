/* limit: token buckets in a fixed table with linear probing over a short run, one lock. */
#include "api/limit.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#define RUN 8

struct bucket {
    uint64_t hash; /* 0 = free */
    k_time at;
    double left;
};
struct limit {
    pthread_mutex_t lock;
    size_t slots;
    double burst, per_minute;
    struct bucket v[];
};

struct limit *limit_new(size_t slots, double burst, double per_minute)
{
    struct limit *l = calloc(1, sizeof *l + slots * sizeof l->v[0]);
    if (l == NULL)
        return NULL;
    pthread_mutex_init(&l->lock, NULL);
    l->slots = slots;
    l->burst = burst;
    l->per_minute = per_minute;
    return l;
}

void limit_free(struct limit *l)
{
    if (l == NULL)
        return;
    pthread_mutex_destroy(&l->lock);
    free(l);
}

static double level(const struct limit *l, const struct bucket *b, k_time now)
{
    double back = (double)(now - b->at) / (double)K_MIN * l->per_minute;
    return fmin(l->burst, b->left + fmax(back, 0));
}

static struct bucket *find(struct limit *l, uint64_t hash, k_time now)
{
    struct bucket *place = NULL;
    for (size_t i = 0; i < RUN; i++) {
        struct bucket *b = &l->v[(hash + i) & (l->slots - 1)];
        if (b->hash == hash)
            return b;
        if (place == NULL || b->hash == 0 ||
            (place->hash != 0 && level(l, b, now) > level(l, place, now)))
            place = b;
    }
    *place = (struct bucket){.hash = hash, .at = now, .left = l->burst};
    return place;
}

bool limit_take(struct limit *l, k_str key, k_time now, int *wait_s)
{
    uint64_t hash = k_str_hash(key) | 1;
    pthread_mutex_lock(&l->lock);
    struct bucket *b = find(l, hash, now);
    double left = level(l, b, now);
    bool ok = left >= 1;
    b->left = ok ? left - 1 : left;
    b->at = now;
    if (wait_s)
        *wait_s = ok ? 0 : (int)ceil((1 - left) / l->per_minute * 60);
    pthread_mutex_unlock(&l->lock);
    return ok;
}

void limit_forget(struct limit *l, k_str key)
{
    uint64_t hash = k_str_hash(key) | 1;
    pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < RUN; i++) {
        struct bucket *b = &l->v[(hash + i) & (l->slots - 1)];
        if (b->hash == hash)
            b->left = l->burst;
    }
    pthread_mutex_unlock(&l->lock);
}

k_str limit_address(k_str remote)
{
    int colons = 0;
    for (size_t i = 0; i < remote.n; i++)
        if (remote.p[i] == ':' && ++colons == 4)
            return k_str_sub(remote, 0, i);
    return remote;
}
