/* distinct: how many different authors (or other keys) were seen, in 16 KiB however many there
 * are. Two of them merge into that of both: hours into days, servers into one. Pure. */
#ifndef KITH_LISTEN_DISTINCT_H
#define KITH_LISTEN_DISTINCT_H

#include "base/buf.h"

#define DISTINCT_BITS 14
#define DISTINCT_CELLS (1 << DISTINCT_BITS)
#define DISTINCT_RANK_MOST (64 - DISTINCT_BITS + 1)
/* As distinct_write writes it. */
#define DISTINCT_BYTES_MOST ((size_t)2 + DISTINCT_CELLS * 6 / 8)

/* HyperLogLog, p = 14 (Flajolet, Fusy, Gandouet and Meunier 2007, "HyperLogLog: the analysis of
 * a near-optimal cardinality estimation algorithm"): the standard error is 1.04 / sqrt(2^14) =
 * 0.8 %. {0} is an empty one. */
struct distinct {
    uint8_t cell[DISTINCT_CELLS]; /* 0 .. DISTINCT_RANK_MOST */
};

/* hash: of the key, by sketch_hash or one as even in all 64 bits, and always the same one. */
void distinct_add(struct distinct *d, uint64_t hash);
void distinct_merge(struct distinct *into, const struct distinct *from);

/* How many, by the improved raw estimator of Ertl 2017 ("New cardinality estimation algorithms
 * for HyperLogLog sketches", algorithm 6): right for few and for many alike, with 64-bit
 * hashes, without linear counting, its threshold, or tables of bias. */
double distinct_count(const struct distinct *d);

/* As bytes, at most DISTINCT_BYTES_MOST: a list of the cells that are not 0 while that is
 * shorter, else all in 6 bits each. The same content always gives the same bytes. */
void distinct_write(const struct distinct *d, struct k_buf *out);
/* Back from bytes. false, with the reason in *why, for anything that distinct_write does not
 * write; *out is then empty. */
bool distinct_read(k_str bytes, struct distinct *out, const char **why);

#endif
