/* shingle: how much two texts are the same. A text becomes the set of its three-word shingles
 * (words folded to lower case; @names, links and punctuation left out; a text of one or two
 * words is one shingle), each a 64-bit hash. Pure. */
#ifndef KITH_TEXT_SHINGLE_H
#define KITH_TEXT_SHINGLE_H

#include "base/arena.h"

struct shingle_set {
    uint64_t *v; /* ascending, each once */
    size_t n;
};

/* The shingles of the first 64 KiB of text. Memory from the arena. */
struct shingle_set shingle_of(struct k_arena *a, k_str text);
/* Jaccard: shared / all, 0..1; 0 when either has none. */
double shingle_jaccard(const struct shingle_set *x, const struct shingle_set *y);

#endif
