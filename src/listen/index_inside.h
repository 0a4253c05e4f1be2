/* index_inside: what the parts of the index share (index.c, index_terms.c, index_compile.c,
 * index_match.c, desk.c); internal.
 *
 * How threads may match while one changes: whatever they reach is complete before it can be
 * reached. An array that grows is copied, the new one is stored with release order, and only
 * then what leads to its new element; a reader loads in the other order, with acquire. What was
 * replaced stays where it is until the index is freed. */
#ifndef KITH_LISTEN_INDEX_INSIDE_H
#define KITH_LISTEN_INDEX_INSIDE_H

#include "base/log.h"
#include "listen/index.h"
#include <stdlib.h>

#define LISTEN_LOAD(p) __atomic_load_n(&(p), __ATOMIC_ACQUIRE)
#define LISTEN_STORE(p, v) __atomic_store_n(&(p), (v), __ATOMIC_RELEASE)

/* ---- words as numbers -------------------------------------------------------------------- */

/* A word of up to 16 bytes is its own key; of a longer one a is its hash, b where it stands. */
struct listen_key {
    uint64_t a, b;
    uint32_t n; /* bytes */
};
struct listen_key listen_key_of(const char *p, size_t n);
/* Mixes all bits of a key (the finalizer of MurmurHash3 over two multiplied halves). */
static inline uint64_t listen_key_hash(uint64_t a, uint64_t b)
{
    uint64_t h = a * 0x9e3779b97f4a7c15u ^ (b + 0x632be59bd9b4e019u) * 0xc2b2ae3d27d4eb4fu;
    h = (h ^ (h >> 32)) * 0xd6e8feb86659fd93u;
    return h ^ (h >> 32);
}

/* One word of the post, or a virtual one: a fact ("\1author\1ann"). */
struct desk_word {
    uint64_t a, b, hash; /* b: 0 of one over 16 bytes */
    const char *p;
    uint32_t n, at, next;
    bool fact;
};
#define DESK_BLOCK 64   /* bytes that are cut at once */
#define DESK_FACTS 4096 /* bytes of short facts that are kept beside the texts */
#define DESK_LOW (2 * (LISTEN_TEXT + 4 * DESK_BLOCK) + DESK_FACTS)
/* Places of the title begin there: no row leads from it into the text. */
#define DESK_TITLE 1000000u

/* A term has one of so many bits; a post of twenty words sets half a percent of them. */
#define DESK_BITS 4096
static inline uint32_t listen_term_bit(uint32_t term)
{
    return term * 0x9e3779b1u >> 20;
}

/* What is seen of a post by one index: numbers of terms, and where they stand. */
struct seen {
    uint32_t term, at, next;
};
#define DESK_MANY 32 /* seen: from so many on they are found by `firsts` */
/* 64 bytes made small in place; bits of those that are parts of words (with wide also # @ and
 * all from 0x80 on). *other: bytes from 0x80 on, or $ # @, are set in it. */
typedef uint64_t listen_block(char *p, bool wide, uint64_t *other);
listen_block listen_block_plain;
listen_block *listen_block_of_machine(void); /* the fastest there is */
struct listen_desk {
    enum listen_way way;
    listen_block *block;
    struct k_arena *arena; /* of the post on it */
    const struct listen_post *post;
    struct query_reading *reading; /* of the post; NULL: nobody asked by the book yet */
    struct desk_word *words;       /* K_VEC, malloc */
    size_t n, cap;
    struct seen *seen; /* K_VEC, malloc; of the index that is matched now, by place */
    size_t n_seen, cap_seen;
    uint32_t *firsts; /* open addressing: 1 + the first seen of a term; when there are many */
    size_t n_firsts;
    uint64_t there[DESK_BITS / 64]; /* a bit of each term that is seen (listen_term_bit) */
    uint32_t *stamps;               /* of queries: the round in which they were looked at */
    size_t n_stamps;
    uint32_t round;
    unsigned facts; /* 1 << enum query_fact: kinds that are laid here */
    char *low;      /* texts in small letters, 64 bytes of nothing behind each */
    size_t n_low;
    uint64_t *bits; /* of its bytes: 1 = part of a word */
};
/* Cuts a text of plain bytes (all of it with LISTEN_ASCII; else ASCII alone) into the words of
 * the desk; false: it takes the slow way, listen_words. */
bool listen_desk_plain(struct listen_desk *d, k_str text, uint32_t from);
/* One more word, behind which 16 bytes may be read. */
void listen_desk_padded(struct listen_desk *d, const char *p, size_t n, uint32_t at, bool fact);

/* ---- the index --------------------------------------------------------------------------- */

/* Programs: prefix code of 32-bit words. The low 4 bits are the operation, the rest its number.
 */
enum code_op {
    CODE_ALL,  /* its number: how many parts follow, and above 12 bits their words */
    CODE_ANY,  /* the same */
    CODE_NOT,  /* one part follows; n: its words */
    CODE_TERM, /* n: the term is there */
    CODE_ROW,  /* n terms follow: they stand in a row */
    CODE_NEAR, /* n: apart * 2 + ordered; two terms follow */
    CODE_NODE, /* n: in `nodes`: held by the book */
};
#define CODE_PARTS 12
struct posting {
    uint32_t query;
    uint32_t code; /* where its program begins, * 4; + POSTING_SURE, POSTING_AGAIN */
    uint64_t need; /* up to NEED_MOST bits of terms, 12 bits each: one of them must be there */
};
#define POSTING_SURE 1U  /* it holds: nothing else is to be looked at */
#define POSTING_AGAIN 2U /* it is filed under other words, too */
#define NEED_MOST 5
#define NEED_NONE (~UINT64_C(0))
struct postings {
    uint32_t n, cap;
    struct posting v[];
};
struct term {
    uint64_t a, b;         /* its key; b of a word over 16 bytes: the address of its bytes */
    struct postings *list; /* NULL: none */
    uint32_t n;            /* bytes */
    float cost;            /* posts of a thousand that have it */
};
struct term_table {
    uint64_t mask, filter_mask, prefix_mask;
    uint32_t *slots;    /* open addressing: 7 bits of the hash, 25 of the term; 0: empty */
    uint64_t *filter;   /* bits of all terms by their hash: most words are none */
    uint16_t *prefixes; /* by hash of three bytes: bit i: there are prefixes of i bytes */
};
#define TERM_BITS 25
#define TERM_MASK ((1U << TERM_BITS) - 1)
struct pattern { /* a word with * or ?, which is a term of its own */
    k_str key;
    uint32_t term;
};
struct listen_index {
    enum listen_way way;
    struct listen_rates rates;
    struct k_arena *arena;   /* of all that readers reach */
    struct k_arena *growing; /* where arrays grow: of its own while many are made at once */
    struct k_arena *scratch; /* of one change */
    struct term_table *table;
    struct term *terms; /* from 1 on */
    size_t n_terms, cap_terms;
    size_t n_prefixes;
    struct pattern *patterns;
    size_t n_patterns, cap_patterns;
    unsigned facts; /* 1 << enum query_fact: kinds that are terms */
    uint32_t *code; /* the programs */
    size_t n_code, cap_code;
    const struct query_node **nodes; /* parts that are held by the book */
    size_t n_nodes, cap_nodes;
    uint64_t *ids; /* by number; LISTEN_NONE: removed */
    size_t n_ids, cap_ids;
    struct postings *always;
    size_t removed;
    uint32_t
        *shared; /* while many are made: open addressing, where parts are written; or NULL */
    size_t n_shared, shared_mask;
};
#define PREFIX_MIN 3
#define PREFIX_MAX 15
static inline uint16_t *listen_prefixes(const struct term_table *t, uint64_t a)
{
    return &t->prefixes[((a & 0xffffff) * 0x9e3779b1u) >> 12 & t->prefix_mask];
}

/* A copy of an array with room for one more element: the array itself while it has room. */
void *listen_room(struct listen_index *x, const void *v, size_t n, size_t *cap, size_t each);
/* Appends to an array of an index that readers know. */
#define LISTEN_PUSH(x, v, n, cap, ...)                                                         \
    do {                                                                                       \
        LISTEN_STORE((x)->v, listen_room((x), (x)->v, (x)->n, &(x)->cap, sizeof *(x)->v));     \
        (x)->v[(x)->n] = __VA_ARGS__;                                                          \
        LISTEN_STORE((x)->n, (x)->n + 1);                                                      \
    } while (0)

void listen_terms_init(struct listen_index *x);
/* A table that is not too large for the terms there are. */
void listen_terms_settle(struct listen_index *x);
/* The term of a key, made when it is new. */
uint32_t listen_term_of(struct listen_index *x, k_str key);
/* The word as a term, also acme* and b?nk. */
uint32_t listen_term_of_word(struct listen_index *x, const struct query_word *w);
/* The fact as a term; 0: this fact is none. */
uint32_t listen_term_of_fact(struct listen_index *x, enum query_fact fact, k_str value);
k_str listen_term_key(const struct listen_index *x, uint32_t term);
/* Whether a word of this hash may be a term: most are none. */
static inline bool listen_may_be(const struct term_table *t, uint64_t hash)
{
    const uint64_t *word = &t->filter[hash >> 20 & t->filter_mask];
    return __atomic_load_n(word, __ATOMIC_RELAXED) >> (hash >> 58) & 1;
}
/* The word of a post that may be a term, as one; 0: none. */
uint32_t listen_term_seen(const struct listen_index *x, const struct term_table *t,
                          const struct desk_word *w);

/* Terms one of which is there whenever a part of a query holds; too many are of no use. */
struct need {
    uint32_t terms[NEED_MOST];
    uint32_t n; /* 0: nothing can be said */
};
/* Where a query is filed. */
struct anchor {
    uint32_t term;
    bool sure;        /* the term alone makes it hold */
    struct need need; /* what must be there besides */
};
struct anchors { /* K_VEC */
    struct anchor *v;
    size_t n, cap;
};
#define LISTEN_UNKNOWN 1e9 /* cost of what no word leads to */
/* Appends the program of a query, says where it is to be filed (in x->scratch) and what that
 * costs: posts of a thousand that have one of the anchors. */
double listen_compile(struct listen_index *x, const struct query_node *root,
                      struct anchors *out);

/* Room for one more on a desk; growing is rare, and a desk without memory cannot go on. */
#define ROOM(v, n, cap)                                                                        \
    do {                                                                                       \
        if ((n) == (cap)) {                                                                    \
            (cap) = (cap) ? (cap)*2 : 64;                                                      \
            (v) = realloc((v), (cap) * sizeof *(v));                                           \
            if (!(v))                                                                          \
                k_panic("no memory to listen with");                                           \
        }                                                                                      \
    } while (0)

#endif
