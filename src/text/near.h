/* near: whether two texts say nearly the same. A text becomes the set of its words, each a
 * 32-bit hash; of scripts written without blanks, of each two neighbouring letters. Two are
 * alike from a Jaccard of NEAR_ALIKE on: one word of six may be another one. Texts of fewer
 * different words are alike only when they are equal word for word. The hash is fixed for ever,
 * because sets are stored. Pure. */
#ifndef KITH_TEXT_NEAR_H
#define KITH_TEXT_NEAR_H

#include "base/str.h"

#define NEAR_MOST 64   /* words kept: of a longer text, those with the smallest hashes */
#define NEAR_LEAST 5   /* different words; fewer are compared word for word */
#define NEAR_ALIKE 0.7 /* 5 of 7: one word of six replaced */
#define NEAR_PACKED ((size_t)4 * NEAR_MOST)

struct near_text {
    uint32_t v[NEAR_MOST]; /* ascending, each once; of a short text, a hash of its words */
    uint32_t n;
    uint32_t words; /* how many the text has; not packed */
};
/* The first 64 KiB of a text. n is 0 when it has no words. */
void near_of(k_str text, struct near_text *out);
/* What is alike only to the same key of the same kind: a link. */
void near_key(k_str kind, k_str key, struct near_text *out);
/* The same without its room. */
struct near_set {
    const uint32_t *v;
    uint32_t n;
};
static inline struct near_set near_set(const struct near_text *t)
{
    return (struct near_set){t->v, t->n};
}
/* Jaccard, 0..1: exact up to NEAR_MOST different words, else estimated on the words kept. 0
 * when it is less than `least`, or when either has none. */
double near_alike(const struct near_set *x, const struct near_set *y, double least);

/* As it is stored: 4 bytes a word, the lowest first. out: NEAR_PACKED bytes; gives how many. */
size_t near_pack(const struct near_set *x, char *out);
/* false: these bytes are no such set. */
bool near_unpack(k_str bytes, struct near_text *out);

#endif
