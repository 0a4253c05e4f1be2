/* dialect_parts: what the parts of the importer share (dialect.c, dialect_leaf.c,
 * dialect_write.c, dialect_tables.c); internal. */
#ifndef KITH_LISTEN_DIALECT_PARTS_H
#define KITH_LISTEN_DIALECT_PARTS_H

#include "base/buf.h"
#include "listen/dialect.h"

/* ---- tables ------------------------------------------------------------------------------ */

enum dialect_type {
    DIALECT_WORDS,   /* words, looked for in a place: `to` is "title:" */
    DIALECT_EXACT,   /* the very signs, in a place */
    DIALECT_TAG,     /* #value */
    DIALECT_FACT,    /* to"value" */
    DIALECT_ACCOUNT, /* the same; a number is no handle */
    DIALECT_PART,    /* to"*value*" */
    DIALECT_RANGE,
    DIALECT_LANG,
    DIALECT_COUNTRY,
    DIALECT_PLAIN, /* `to` as it is */
    DIALECT_GONE,  /* Kith has nothing like it */
};
struct dialect_row {
    const char *name, *value; /* value NULL: any; rows with one stand before the one without */
    enum dialect_type type;
    const char *to;
    enum dialect_change change; /* told when there is a `why` */
    const char *why;
};
enum {
    NEARS = 1,          /* NEAR, ONEAR and ~ behind brackets */
    SMALL = 2,          /* "and" is an operator as AND is */
    NO_AND = 4,         /* AND and NOT are words over there */
    BLANK_TOLD = 8,     /* what a blank between words means is told nowhere */
    MINUS_TOLD = 16,    /* nor what a minus means */
    MIXED_TOLD = 32,    /* AND beside OR needs brackets over there */
    PATTERNS = 64,      /* * and ? stand for letters */
    SQUARE = 128,       /* [ ] are brackets */
    BRACES = 256,       /* {Word}: with its capitals */
    COMMENTS = 512,     /* <<< >>> */
    COLON_BLANK = 1024, /* title: word */
    TURN_COSTS = 2048,  /* "a b"~5: the other order takes two off */
    WEIGHTS = 4096,     /* word^9 */
    COUNTS = 8192,      /* word/5 */
    AT_LEAST = 16384,   /* a number alone is the least */
};
struct dialect_rules {
    const struct dialect_row *rows;
    size_t n_rows;
    unsigned traits;
    int near_plain; /* words between of a NEAR without a number; -1: it needs one */
};
extern const struct dialect_rules dialect_rules[DIALECTS];
/* NULL: there is no such field. */
const struct dialect_row *dialect_row(const struct dialect_rules *rules, k_str name,
                                      k_str value);
/* The two letters of a country by two or three; false: not known. */
bool dialect_country(k_str code, char two[2]);

/* ---- the tree ---------------------------------------------------------------------------- */

enum node_kind { NODE_ALL, NODE_ANY, NODE_NOT, NODE_NEAR, NODE_LEAF, NODE_GONE };
struct node {
    enum node_kind kind;
    size_t start, end; /* in the text that is read */
    struct node **of;
    size_t n;
    bool brackets;            /* it stood in some */
    bool bare;                /* LEAF: a word without quotes or field */
    bool dead;                /* not written */
    bool shrunk;              /* something in it is dead */
    bool loose;               /* NEAR: written as AND */
    enum dialect_effect lost; /* of what is dead */
    int sign;                 /* -1 below an odd number of NOTs */
    int apart;                /* NEAR: places, as Kith counts */
    bool ordered;
    k_str text;        /* LEAF */
    const char *place; /* LEAF: of words, where they are looked for; NULL: no words */
    size_t at, to;     /* LEAF, NOT: where it stands in what was written */
};
struct noted {
    struct dialect_note note;
    const struct node *of; /* what decides its effect; NULL: it is settled */
};
struct reader {
    struct k_arena *a;
    k_str text;
    size_t i;
    const struct dialect_rules *rules;
    struct query_problem *problem;
    bool failed;
    int depth;
    k_str name; /* title:( ... ): the field that leaves are values of */
    struct {
        struct noted *v;
        size_t n, cap;
    } notes;
};

/* Says what is wrong, once; NULL. */
static inline void *refuse(struct reader *r, size_t start, size_t end, const char *text)
{
    if (!r->failed)
        *r->problem = (struct query_problem){start, end, text};
    r->failed = true;
    return NULL;
}
struct node *dialect_node(struct reader *r, enum node_kind kind, size_t start, size_t end);
/* of: what it is told of, and what its effect on the query hangs on; of NULL: the place is
 * start to end and `effect` holds. */
void dialect_tell(struct reader *r, const struct node *of, enum dialect_change change,
                  const char *why);
void dialect_tell_at(struct reader *r, size_t start, size_t end, enum dialect_change change,
                     enum dialect_effect effect, const char *why);

/* A word, a phrase or the value of a field; apart: of a phrase with ~, else -1. */
struct node *dialect_leaf(struct reader *r, k_str name, k_str value, bool quoted, int apart,
                          size_t start, size_t end);
struct node *dialect_exact(struct reader *r, k_str value, size_t start, size_t end);

/* The tree as text; false: r->problem. */
bool dialect_write(struct reader *r, struct node *root, k_str *out);

#endif
