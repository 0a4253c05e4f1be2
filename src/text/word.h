/* word: a text as the hashes of its words, one after the other: folded by compatibility and
 * case; @names, links and punctuation left out; a letter of a script written without blanks is
 * a word of its own. The hash is fixed for ever, because what is made of it is stored. Pure. */
#ifndef KITH_TEXT_WORD_H
#define KITH_TEXT_WORD_H

#include "base/str.h"

#define WORD_TEXT ((size_t)65536) /* bytes of a text that are read */

struct word_reader {
    k_str text;
    size_t i, end;   /* where the next is looked for; the end of the word read last */
    bool after_word; /* the character before was part of a word */
    bool alone;      /* the word read last is a letter of a script without blanks */
    bool joined;     /* ... and stands directly behind another one */
};
struct word_reader word_read(k_str text);
/* The next word; false at the end. */
bool word_next(struct word_reader *w, uint64_t *hash);

/* A hash over numbers, one after the other: begins with WORD_HASH, ends with word_mix. */
#define WORD_HASH 0xcbf29ce484222325u
uint64_t word_add(uint64_t hash, uint64_t v);
uint64_t word_mix(uint64_t hash);

#endif
