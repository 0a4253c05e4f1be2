/* frequent: the most frequent hashtags, words or links of a stream of any length, in memory
 * that is fixed from the beginning. Each count comes with how much of it may be wrong. Two of
 * them merge into that of both. Pure. */
#ifndef KITH_LISTEN_FREQUENT_H
#define KITH_LISTEN_FREQUENT_H

#include "base/buf.h"

#define FREQUENT_ROOM_MOST ((uint32_t)10000)
#define FREQUENT_KEY 63                         /* bytes of a key that are kept to be shown */
#define FREQUENT_COUNT_MOST ((uint64_t)1 << 53) /* counts stop here */
#define FREQUENT_BYTES_MOST(room) ((size_t)(room) * (8 + 8 + 8 + 1 + FREQUENT_KEY) + 17)

/* One counter: the key was seen between count - error and count times. */
struct frequent_row {
    uint64_t hash; /* of the whole key */
    uint64_t count, error;
    uint32_t at; /* place in the heap */
    uint8_t n;
    char key[FREQUENT_KEY]; /* its first n bytes, whole characters */
};

/* Space-Saving (Metwally, Agrawal and El Abbadi 2005, "Efficient computation of frequent and
 * top-k elements in data streams"): a new key takes the place of the least frequent one, and
 * its count with it, as error. With `room` counters no count is more than total / room too
 * high, none is too low, and every key seen more often than that is among them. The authors
 * keep counters in a list of buckets; here they stand in a heap, the least on top. */
struct frequent {
    uint32_t room, n;
    uint64_t total;         /* of all weights */
    struct frequent_row *v; /* n of room */
    uint32_t *heap;         /* their indices */
    uint32_t *slots;        /* by hash: 0 is free, else index + 1 */
    uint32_t mask;
};

/* room: 1 .. FREQUENT_ROOM_MOST counters (what is more or less is taken as that); about 112
 * bytes each, all taken from the arena now. */
void frequent_init(struct k_arena *a, uint32_t room, struct frequent *out);

/* A key, `weight` times. hash: sketch_hash(key), which may be shared. The key is valid UTF-8.
 */
void frequent_add(struct frequent *f, uint64_t hash, k_str key, uint64_t weight);

/* The counters by falling count, then by hash. In the arena; the rows are those of f. */
const struct frequent_row **frequent_list(struct k_arena *a, const struct frequent *f);
static inline k_str frequent_key(const struct frequent_row *row)
{
    return k_str_n(row->key, row->n);
}
/* No key that is not listed was seen more often. */
uint64_t frequent_unlisted(const struct frequent *f);

/* Adds what `from` saw; both have the same room, else false and nothing is done. What one of
 * them does not list counts there as frequent_unlisted, as error (Agarwal and others 2012,
 * "Mergeable summaries"): the bounds hold for both streams as one. Scratch memory from `a`. */
bool frequent_merge(struct k_arena *a, struct frequent *into, const struct frequent *from);

/* As bytes, at most FREQUENT_BYTES_MOST(room). The same counters always give the same bytes. */
void frequent_write(struct k_arena *a, const struct frequent *f, struct k_buf *out);
/* Back from bytes, with memory from the arena. false, with the reason in *why, for anything
 * that frequent_write does not write; *out is then not to be used. */
bool frequent_read(struct k_arena *a, k_str bytes, struct frequent *out, const char **why);

#endif
