/* sketch: what the two sketches share (distinct.h counts how many different, frequent.h which
 * are the most frequent): the hash of a key, and numbers as bytes. Pure. */
#ifndef KITH_LISTEN_SKETCH_H
#define KITH_LISTEN_SKETCH_H

#include "base/buf.h"

/* FNV-1a over the bytes, then the mixer of MurmurHash3 (fmix64), which spreads it over all 64
 * bits. Stable between releases: sketches are stored. Whoever knows it can make keys that
 * collide: the sketches count for people to look at, they decide nothing. */
static inline uint64_t sketch_hash(k_str key)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < key.n; i++)
        h = (h ^ (unsigned char)key.p[i]) * 0x100000001b3u;
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

/* Little endian, in n bytes. */
static inline void sketch_put(struct k_buf *b, uint64_t v, int n)
{
    for (int i = 0; i < n; i++)
        k_buf_chr(b, (char)(v >> (8 * i)));
}

/* Bytes that are read; too few leave `failed` and give 0. */
struct sketch_bytes {
    k_str left;
    bool failed;
};

static inline uint64_t sketch_get(struct sketch_bytes *r, int n)
{
    uint64_t v = 0;
    if (r->left.n < (size_t)n) {
        r->failed = true;
        return 0;
    }
    for (int i = 0; i < n; i++)
        v |= (uint64_t)(unsigned char)r->left.p[i] << (8 * i);
    r->left = k_str_from(r->left, (size_t)n);
    return v;
}

#endif
