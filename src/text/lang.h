/* lang: which language a text is in. Pure. */
#ifndef KITH_TEXT_LANG_H
#define KITH_TEXT_LANG_H

#include "base/str.h"

/* ISO 639-1 (else 639-3) code as a static string, "und" when unsure. hint: what the network
 * says ("de", "de-AT", "ger" is not known); a hint that is a plausible code wins. @names and
 * links do not count. Thread-safe. */
const char *lang_of(k_str text, k_str hint);

/* What the text alone says: the code, and how much of the text (0..100 %) is in it. "und" when
 * the text is short, mixed or the detector is not sure. */
const char *lang_detect(k_str text, int *percent);

#endif
