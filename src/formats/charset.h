/* charset: text of other character sets as UTF-8. Pure (iconv of the C library behind it). Used
 * by the readers of CSV and vCard. */
#ifndef KITH_FORMATS_CHARSET_H
#define KITH_FORMATS_CHARSET_H

#include "base/arena.h"

/* Bytes of windows-1252 (and so of Latin-1); what has no place there becomes U+FFFD. */
k_str charset_from_1252(struct k_arena *a, k_str s);
/* Bytes in the set that somebody named ("iso-8859-15", "SHIFT_JIS"; K_NONE = not said) as valid
 * UTF-8 without NUL: as they are where they are valid UTF-8 and nothing else was named; by the
 * named set; else as windows-1252. Never fails. */
k_str charset_to_utf8(struct k_arena *a, k_str bytes, k_str name);
/* A whole file: without a byte order mark, UTF-16 with one is converted. Lives in `a` or in
 * `bytes`. */
k_str charset_file(struct k_arena *a, k_str bytes);

#endif
