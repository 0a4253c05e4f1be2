/* letter: what counts as part of a word, for phrases and shingles alike. Pure. */
#ifndef KITH_TEXT_LETTER_H
#define KITH_TEXT_LETTER_H

#include "base/str.h"

/* A letter, a digit, or a mark that belongs to the letter before it. */
bool letter_is_word(uint32_t cp);
/* A letter of a script written without blanks (Han, Kana, Thai ...): a word of its own. */
bool letter_is_alone(uint32_t cp);
bool letter_is_space(uint32_t cp);
bool letter_is_apostrophe(uint32_t cp); /* ' and U+2019 */

/* Bytes of the @name or link that begins at s[i], 0 when none does. A link begins with http://,
 * https:// or www., or is a host and a path ("example.com/x"); before it stands no letter or
 * digit. */
size_t letter_skip(k_str s, size_t i);

#endif
