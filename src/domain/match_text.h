/* match_text: how alike two short texts are: names, numbers, streets. Pure; texts are
 * normalised already (match_norm.h). Longer ones count by their first MATCH_TEXT_MAX
 * characters. */
#ifndef KITH_DOMAIN_MATCH_TEXT_H
#define KITH_DOMAIN_MATCH_TEXT_H

#include "base/arena.h"
#include "base/vec.h"

#define MATCH_TEXT_MAX 64

struct match_words {
    k_str *v;
    size_t n, cap;
};

/* Jaro-Winkler, 0..1 (Winkler 1990: prefix of at most 4 at 0.1, added above 0.7 as in Winkler's
 * own program). Two empty texts: 1, one empty: 0. */
double match_jaro_winkler(k_str a, k_str b);
/* Edits between them: insert, delete, replace, or two neighbours changed about (optimal string
 * alignment). */
int match_edits(k_str a, k_str b);
/* Soundex as the National Archives of the USA define it (a letter and three digits), of a text
 * in a-z. Of another script: the text itself. Empty for none. */
k_str match_soundex(struct k_arena *a, k_str s);

/* The words between blanks, in order. */
struct match_words match_words_of(struct k_arena *a, k_str s);
/* The same words sorted, joined by a blank. */
k_str match_sorted(struct k_arena *a, const struct match_words *w);
/* How many words of x have one in y that is nearly the same (Jaro-Winkler >= alike, or
 * one begins with the other's four letters or more; numbers only when equal), each of y taken
 * once; weights (NULL = 1 each) of the words of x found are added to *found, of all to *all. */
void match_words_found(const struct match_words *x, const struct match_words *y,
                       const double *weight, double alike, double *found, double *all);

#endif
