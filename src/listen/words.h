/* words: a text cut into the words that listening queries look for. A word is a run of letters,
 * digits, marks and '_'; a character of a script without blanks (Han, Kana, Thai ...) is a word
 * of its own; so is an emoji with all that belongs to it. "#tag", "@name" and "$CASH" are words
 * beside those they consist of, at the place of the first of them: a query for `acme` finds
 * "#acme", one for `#acme` finds no other. Pure. */
#ifndef KITH_LISTEN_WORDS_H
#define KITH_LISTEN_WORDS_H

#include "base/arena.h"
#include "base/vec.h"

#define LISTEN_TEXT ((size_t)65536) /* bytes of a text that are looked at */
#define LISTEN_WORD ((size_t)128)   /* bytes of a word; of a longer one the beginning counts */

struct listen_word {
    k_str key;           /* NFKC, case folded, an emoji without its skin; in the arena */
    k_str raw;           /* as it stands in the text; a slice of it */
    uint32_t start, end; /* bytes in the text */
    uint32_t at;         /* which place in the row of words; marked ones share theirs */
    uint32_t next;       /* the place behind it */
};
struct listen_words {
    struct listen_word *v; /* K_VEC, by rising `at` */
    size_t n, cap;
    uint32_t places;
};

enum listen_way {
    LISTEN_UNICODE,
    LISTEN_ASCII, /* runs of ASCII letters, digits, _ # @ and bytes from 0x80 on, ASCII lowered:
                     the words of the workload that engines are measured with */
};
/* All words of a text of valid UTF-8 (with LISTEN_ASCII any bytes). */
void listen_words(struct k_arena *a, enum listen_way way, k_str text, struct listen_words *out);

/* A word as its key. */
k_str listen_fold(struct k_arena *a, k_str word);

#endif
