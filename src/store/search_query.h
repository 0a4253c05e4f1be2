/* search_query: what a person types into the search field, read without ever failing on its
 * syntax, written as each database wants it, and found again in a text. Pure.
 *
 *   refund late         both words          "never arrived"   words in a row
 *   -coupon             not this word       refund*           words that begin so
 */
#ifndef KITH_STORE_SEARCH_QUERY_H
#define KITH_STORE_SEARCH_QUERY_H

#include "base/arena.h"

#define SEARCH_TERMS_MAX 16
#define SEARCH_WORDS_MAX 16 /* of one phrase */

struct search_term {
    k_str words[SEARCH_WORDS_MAX]; /* as typed: each database folds in its own way */
    k_str plain[SEARCH_WORDS_MAX]; /* the same folded in ours (k_utf8_plain), for excerpts */
    size_t n;
    bool not, prefix; /* prefix: the last word is a beginning */
};
struct search_query {
    struct search_term terms[SEARCH_TERMS_MAX];
    size_t n;
    bool wanted; /* at least one term is not a "not" */
};

/* Reads it; what is over the maximum is left out, signs that are no word count as blanks. */
void search_query_parse(struct k_arena *a, k_str typed, struct search_query *out);

/* The query for FTS5 and for to_tsquery. Every word is quoted: nothing that was typed is syntax
 * there. K_NONE when nothing is wanted. */
k_str search_query_fts5(struct k_arena *a, const struct search_query *q);
k_str search_query_tsquery(struct k_arena *a, const struct search_query *q);

struct search_mark {
    int64_t start, end; /* UTF-16 units of the excerpt, end is behind the last */
};
struct search_excerpt {
    k_str text; /* a piece of the text, white space folded, with "…" where it was cut */
    struct search_mark marks[SEARCH_TERMS_MAX * 2];
    size_t n;
};
/* About `size` bytes of text around the first match, never cut inside a character. */
void search_query_excerpt(struct k_arena *a, const struct search_query *q, k_str text,
                          size_t size, struct search_excerpt *out);

#endif
