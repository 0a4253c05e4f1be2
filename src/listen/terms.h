/* terms: the words that stand out in the posts of a topic, held against all other posts of the
 * same time. Counts in, rows with their reasons out. Pure. */
#ifndef KITH_LISTEN_TERMS_H
#define KITH_LISTEN_TERMS_H

#include "base/arena.h"

/* In how many posts a word stands: once a post, however often it stands there. Of counts with
 * an error (frequent.h) take `count - error` for hits and `count` for all: the row is then too
 * careful, never too bold. */
struct terms_count {
    k_str term;
    uint64_t hits; /* posts of the topic */
    uint64_t all;  /* all posts, those of the topic among them */
};

struct terms_options {
    uint64_t least;   /* posts of the topic with the word: its support */
    double score;     /* G2 from which a word stands out */
    size_t most;      /* rows */
    const k_str *own; /* words of the query itself: they stand out, and tell nothing */
    size_t n_own;
};
/* 5 posts; 15.13 (a word that does not stand out gets so far once in 10,000); 20 rows. */
extern const struct terms_options terms_options_usual;

struct terms_row {
    k_str term;
    uint64_t hits, elsewhere;      /* posts with it: of the topic, and of the others */
    double share, share_elsewhere; /* 0 .. 1 */
    double factor; /* how many times as usual here as elsewhere; half a post is added there */
    double score;  /* G2 */
};
enum terms_why {
    TERMS_COMPARED,
    TERMS_NO_HITS, /* no post of the topic */
    TERMS_NO_REST, /* every post is one of the topic: there is nothing to hold it against */
    TERMS_NO_SENSE /* more posts of the topic than posts */
};
struct terms {
    struct terms_row *v; /* by falling score, then by term */
    size_t n;
    size_t refused;           /* counts that cannot be, as more posts with a word than posts */
    size_t rare;              /* words under the support */
    size_t common;            /* words that stand here as elsewhere, or are rarer here */
    uint64_t hits, elsewhere; /* posts of the topic, and others */
    enum terms_why why;
};

/* The words that stand out: G2 at least options->score, and a greater share here than
 * elsewhere. Rows live in the arena, terms are borrowed. options may be NULL. */
void terms_pick(struct k_arena *a, const struct terms_count *counts, size_t n, uint64_t hits,
                uint64_t all, const struct terms_options *options, struct terms *out);

/* The log-likelihood ratio G2 = 2 sum O ln(O / E) of a table of 2 x 2: with and without the
 * word, here (k11, k12) and elsewhere (k21, k22). Dunning 1993, Computational Linguistics 19:
 * "Accurate methods for the statistics of surprise and coincidence". It holds for rare words
 * where chi squared does not. Distributed as chi squared of one degree of freedom when there is
 * nothing to find; 0 for an empty row or column. */
double terms_g2(double k11, double k12, double k21, double k22);

/* "In 34 of 120 posts here, in 12 of 4000 others." in English, for tongue. */
k_str terms_say(struct k_arena *a, const struct terms *t, const struct terms_row *row);

#endif
