/* phrase: a set of short phrases, compiled once and found in one pass over a text
 * (Aho-Corasick). Pure. Letters are compared in lower case (ASCII and the two-byte letters of
 * Latin-1, Greek and Cyrillic: those whose lower case has as many bytes, so that places stay
 * places in the text as given); any white space equals one blank; the apostrophes ' and U+2019
 * are the same. A phrase matches whole words only: no letter or digit directly before or behind
 * it, unless it ends in '*' ("refund*" finds "refunded"). */
#ifndef KITH_TEXT_PHRASE_H
#define KITH_TEXT_PHRASE_H

#include "base/arena.h"

struct phrase_set;
struct phrase_hit {
    uint32_t phrase;     /* index into the phrases of the set */
    uint32_t start, end; /* bytes in the text searched */
};

/* Compiles n phrases (at most 65,000, each 1..120 bytes, UTF-8, any case). The set lives in the
 * arena and is read-only afterwards: threads may share it. */
const struct phrase_set *phrase_set_new(struct k_arena *a, const k_str *phrases, size_t n);

/* Finds at most max hits, in order of their end; returns how many. Work is linear in the text.
 */
size_t phrase_find(const struct phrase_set *set, k_str text, struct phrase_hit *out,
                   size_t max);

#endif
