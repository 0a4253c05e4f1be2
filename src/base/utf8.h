/* utf8: validity, code points, and what utf8proc knows (graphemes, case folding, normal forms).
 */
#ifndef KITH_BASE_UTF8_H
#define KITH_BASE_UTF8_H

#include "base/arena.h"

bool k_utf8_valid(k_str s);
k_str k_utf8_scrub(
    struct k_arena *a,
    k_str s); /* invalid bytes become U+FFFD, NUL is dropped; s itself if clean */
/* Decodes the code point at s[*i] and moves *i behind it; U+FFFD and one byte on for invalid
 * bytes. */
uint32_t k_utf8_next(k_str s, size_t *i);
size_t k_utf8_count(k_str s);                /* code points */
size_t k_utf8_units(k_str s);                /* of UTF-16, as browsers count */
size_t k_utf8_graphemes(k_str s);            /* user-perceived characters (UAX 29) */
k_str k_utf8_cut(k_str s, size_t graphemes); /* at most that many, never inside one */
k_str k_utf8_fold(struct k_arena *a,
                  k_str s); /* NFKC, case folded: for comparing, not for showing */
k_str k_utf8_plain(struct k_arena *a,
                   k_str s); /* folded, and without accents: for finding words */
k_str k_utf8_nfc(struct k_arena *a, k_str s);

#endif
