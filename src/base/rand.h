/* rand: randomness from the context, so that tests repeat. Secrets never come from here:
 * os/secret.h. */
#ifndef KITH_BASE_RAND_H
#define KITH_BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

struct k_rand {
    uint64_t s[2];
};
void k_rand_seed(struct k_rand *r, uint64_t seed);
uint64_t k_rand_u64(struct k_rand *r);
uint64_t k_rand_below(struct k_rand *r, uint64_t n); /* 0..n-1, unbiased; n > 0 */
double k_rand_unit(struct k_rand *r);                /* [0, 1) */

#endif
