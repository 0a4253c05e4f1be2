/* tongue: the sentences that the server makes, in the language of who reads them. Code writes
 * and stores English only; the English sentence is the key of its translation (tongue_de.def),
 * with {} where a value stands. It is said in another language once, at the border: the answer
 * writer for fields marked F_SAID, the problem writer, and the file of refused rows. Pure. */
#ifndef KITH_BASE_TONGUE_H
#define KITH_BASE_TONGUE_H

#include "base/arena.h"

enum k_tongue { K_TONGUE_EN, K_TONGUE_DE };

struct k_tongue_row {
    const char *en, *de; /* with as many {} on both sides, in the same order */
};
extern const struct k_tongue_row k_tongue_rows[];
extern const size_t k_tongue_n_rows;

/* The language that an Accept-Language header asks for first; English when none is ours. */
enum k_tongue k_tongue_of(k_str accept_language);
const char *k_tongue_tag(enum k_tongue t); /* "de", for Content-Language */

/* The sentence in that language. Values inside it are said too when they are sentences; a line
 * of terms ("Loyal · wrote 2 times") is said term by term. What has no row, and every text
 * over 600 bytes, comes back as it is. The result borrows from `english` or lives in `a`. */
k_str k_tongue_say(struct k_arena *a, enum k_tongue t, k_str english);

/* Is there a row for it? For tests. */
bool k_tongue_knows(k_str english);

#endif
