/* limiter: token buckets as the generic cell rate algorithm (ITU-T I.371): of each key only the
 * time is kept at which its bucket is full again. A fixed table, hashed with a seed of the
 * process, so that nobody can choose whom to collide with. */
#include "net/limiter.h"
#include <arpa/inet.h>
#include <pthread.h>

#define WINDOW 8u /* places a key may stand in */

struct bucket {
    uint64_t hash;
    k_time full_at; /* <= now: full, so the place is free */
};

struct limiter {
    pthread_mutex_t lock;
    k_time refill, depth; /* depth: from empty to full */
    size_t n;             /* a power of two */
    struct bucket buckets[];
};

struct limiter *limiter_new(int burst, k_time refill, size_t keys)
{
    size_t n = WINDOW;
    keys = keys ? keys : 8192;
    while (n < keys && n < (size_t)1 << 24)
        n *= 2;
    struct limiter *l = calloc(1, sizeof *l + n * sizeof(struct bucket));
    if (l == NULL)
        return NULL;
    pthread_mutex_init(&l->lock, NULL);
    l->refill = refill;
    l->depth = refill * burst;
    l->n = n;
    return l;
}

void limiter_free(struct limiter *l)
{
    if (l == NULL)
        return;
    pthread_mutex_destroy(&l->lock);
    free(l);
}

/* The bucket of this hash, or else the one of its window that is nearest to full. */
static struct bucket *find(struct limiter *l, uint64_t hash)
{
    struct bucket *best = NULL;
    for (size_t i = 0; i < WINDOW; i++) {
        struct bucket *b = &l->buckets[(hash + i) & (l->n - 1)];
        if (b->hash == hash)
            return b;
        if (best == NULL || b->full_at < best->full_at)
            best = b;
    }
    *best = (struct bucket){hash, 0};
    return best;
}

bool limiter_take(struct limiter *l, k_str key, k_time now, k_time *wait)
{
    pthread_mutex_lock(&l->lock);
    struct bucket *b = find(l, k_str_hash(key));
    /* A clock that was set back must not lock anybody out for longer than a whole bucket. */
    if (b->full_at < now || b->full_at > now + l->depth)
        b->full_at = b->full_at < now ? now : now + l->depth;
    k_time over = b->full_at + l->refill - now - l->depth;
    bool ok = over <= 0;
    if (ok)
        b->full_at += l->refill;
    pthread_mutex_unlock(&l->lock);
    if (wait)
        *wait = ok ? 0 : over;
    return ok;
}

void limiter_give(struct limiter *l, k_str key)
{
    uint64_t hash = k_str_hash(key);
    pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < WINDOW; i++) {
        struct bucket *b = &l->buckets[(hash + i) & (l->n - 1)];
        if (b->hash == hash && b->full_at > 0)
            b->full_at -= l->refill;
    }
    pthread_mutex_unlock(&l->lock);
}

k_str limiter_address(struct k_arena *a, k_str address)
{
    unsigned char bits[16];
    char text[INET6_ADDRSTRLEN];
    if (k_str_chr(address, ':') < 0 || inet_pton(AF_INET6, k_dupz(a, address), bits) != 1)
        return address;
    memset(bits + 8, 0, 8);
    inet_ntop(AF_INET6, bits, text, sizeof text);
    return k_fmt(a, "%s/64", text);
}
