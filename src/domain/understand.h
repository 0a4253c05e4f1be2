/* understand: what a post is about, with the words that say so. Today by phrases in English and
 * German (understand_rules.c); models take their place behind the same function. Pure. */
#ifndef KITH_DOMAIN_UNDERSTAND_H
#define KITH_DOMAIN_UNDERSTAND_H

#include "base/buf.h"

/* Bits: a post may hold several. */
enum intent {
    INTENT_COMPLAINT = 1,
    INTENT_LEAD = 2,
    INTENT_QUESTION = 4,
    INTENT_PRAISE = 8,
};
#define INTENT_ALL 15U
#define INTENT_COUNT 4

struct understand_in {
    k_str text; /* plain, valid UTF-8 */
    k_str lang; /* as the network says; K_NONE */
};
struct finding {
    enum intent intent;
    uint32_t start, end; /* bytes in text */
    k_str phrase;        /* the words there, a slice of text */
};
#define UNDERSTAND_MAX 12 /* findings kept of one post; the first ones */
struct understanding {
    const char *lang; /* ISO 639 code, static; "und" when unsure */
    unsigned intents; /* of enum intent */
    struct finding found[UNDERSTAND_MAX];
    size_t n;
};

void understand(const struct understand_in *in, struct understanding *out);

/* "complaint lead question praise": blank-separated names of the bits, in this order. At most
 * 40 bytes. */
size_t understand_names(unsigned intents, char out[48]);
unsigned understand_bits(k_str names); /* the other way; unknown names are left out */
/* The strongest of them, as a conversation bears it: complaint, lead, question, praise, other.
 */
const char *understand_kind(unsigned intents);
/* JSON for post.understood: [{"kind":"complaint","phrase":"still waiting","start":5,"end":18}]
 * (places in UTF-16 units, as browsers count). */
void understand_json(struct k_buf *b, k_str text, const struct understanding *u);

/* The phrases themselves, for doctor and documents. */
struct understand_phrase {
    enum intent intent;
    const char *lang; /* en, de */
    const char *text;
};
extern const struct understand_phrase understand_phrases[];
extern const size_t n_understand_phrases;

#endif
