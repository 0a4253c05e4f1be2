/* lang_words: English and German by the small words that hold their sentences together: sure
 * for most posts in them, silent for all others. Pure. */
#ifndef KITH_TEXT_LANG_WORDS_H
#define KITH_TEXT_LANG_WORDS_H

#include "base/str.h"

/* "en", "de", or NULL: the words do not tell. The text: without names and links, valid UTF-8.
 */
const char *lang_words(k_str text);

#endif
