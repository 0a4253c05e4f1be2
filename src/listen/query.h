/* query: the language of listening queries: text to a tree and back. What cannot be understood
 * is refused with its place, never guessed. docs/design/listening.md tells the language.
 * Pure. */
#ifndef KITH_LISTEN_QUERY_H
#define KITH_LISTEN_QUERY_H

#include "listen/post.h"
#include "listen/words.h"

#define QUERY_TEXT_MOST ((size_t)32768) /* bytes */
#define QUERY_DEPTH 24                  /* brackets in brackets */
#define QUERY_LEAVES 3000
#define QUERY_PATTERNS 60   /* words with * or ? */
#define QUERY_LETTERS 3     /* that such a word has at least */
#define QUERY_APART 50      /* words, the most that NEAR and ~ may say */
#define QUERY_LOOSE 20      /* words of a phrase with ~ */
#define QUERY_APART_PLAIN 4 /* of a NEAR without a number */

enum query_kind {
    QUERY_ALL,   /* AND */
    QUERY_ANY,   /* OR */
    QUERY_NOT,   /* of one; stands beside something positive in an ALL */
    QUERY_NEAR,  /* of two: so many words apart at the most */
    QUERY_WORDS, /* one word, or several in a row */
    QUERY_FACT,  /* something that is known of the post or its author */
};
/* Where words are looked for. */
enum query_where { QUERY_ANYWHERE /* title and text */, QUERY_TEXT, QUERY_TITLE, QUERY_BIO };

/* One word of a row. */
struct query_word {
    k_str key;    /* folded; of an exact one as it was written */
    k_str raw;    /* as it was written */
    bool pattern; /* has * (any letters) or ? (one) */
    bool exact;   /* case and signs count: a part of the text with no letter beside it */
};
enum query_fact {
    QUERY_AUTHOR, /* handle or name; * and ? count in texts */
    QUERY_SITE,   /* host of the post, or one above it */
    QUERY_URL,    /* a part of the address of the post */
    QUERY_LINK,   /* a part of a link in it */
    QUERY_LANG,
    QUERY_COUNTRY,
    QUERY_NETWORK,
    QUERY_CHANNEL,
    QUERY_TO,
    QUERY_LABEL,
    QUERY_FOLLOWERS, /* low to high */
    QUERY_SENTIMENT, /* `bits`: 1 << enum listen_mood */
    QUERY_INTENT,    /* `bits` of LISTEN_COMPLAINT ...: one of them */
    QUERY_IS,        /* `bits` of LISTEN_IS_*: one of them */
    QUERY_STAGE,     /* `bits`: 1 << enum listen_stage */
    QUERY_STRENGTH,  /* low to high, 0 to 100 */
    QUERY_FACTS
};

struct query_node {
    enum query_kind kind;
    uint32_t start, end;    /* bytes in the text of the query */
    struct query_node **of; /* ALL, ANY: two or more; NOT: one; NEAR: two */
    size_t n;
    int apart;    /* NEAR: places apart; WORDS: words between, any order; -1 in a row */
    bool ordered; /* NEAR */
    enum query_where where;
    const struct query_word *words; /* WORDS: one or more */
    size_t n_words;
    enum query_fact fact;
    k_str value; /* folded */
    unsigned bits;
    double low, high;
    bool above, below; /* more than low, less than high; else they are included */
};
struct query {
    const struct query_node *root;
    size_t leaves, patterns;
};

/* Why a text is no query, and where. */
struct query_problem {
    size_t start, end; /* bytes */
    const char *text;  /* a sentence with what to do; in the arena or static */
};
struct query_options {
    enum listen_way way;
    bool for_skip; /* only what is known before a post is stored: no relation, intent, label ...
                    */
    /* The text of a saved list by its name (list:noise); NULL: there are none. p == NULL: there
     * is no such list. */
    k_str (*list)(void *arg, k_str name);
    void *arg;
};
/* false: *problem says why. options may be NULL. The tree lives in the arena and borrows
 * nothing. */
bool query_parse(struct k_arena *a, k_str text, const struct query_options *options,
                 struct query *out, struct query_problem *problem);

/* The tree as text that parses to an equal tree, its words as they were written. */
k_str query_write(struct k_arena *a, const struct query *q);
bool query_equal(const struct query_node *a, const struct query_node *b); /* places apart */

/* ---- by the book ------------------------------------------------------------------------- */

/* A place in a post that made a query hold. */
struct query_span {
    enum query_where where; /* TEXT, TITLE or BIO */
    uint32_t start, end;    /* bytes */
};
struct query_spans { /* K_VEC */
    struct query_span *v;
    size_t n, cap;
};
/* Whether it holds for a post, found the slow and obvious way: what every faster way is held
 * against. spans (may be NULL): the words that made it so, by field and place, 200 at the most;
 * empty when it does not hold, or facts alone decided. Of a NEAR whose sides are NEARs
 * themselves, a million occurrences and ten million pairs are looked at and no more. */
bool query_holds(struct k_arena *a, enum listen_way way, const struct query *q,
                 const struct listen_post *post, struct query_spans *spans);

/* The same for many queries and one post, whose words are cut once. Lives in the arena and dies
 * with it; the post is borrowed. */
struct query_reading *query_read(struct k_arena *a, enum listen_way way,
                                 const struct listen_post *post);
bool query_read_holds(struct query_reading *r, const struct query_node *root,
                      struct query_spans *spans);
/* The words of a query in a post, whether it holds or not: a hit that is shown once more
 * without all that is known of it. */
void query_words(struct k_arena *a, enum listen_way way, const struct query *q,
                 const struct listen_post *post, struct query_spans *spans);
/* Whether a word fits a pattern: * any letters, ? one. */
bool listen_fits(k_str pattern, k_str word);

#endif
