/* limiter: how often one address may do a thing (sign in, answer an invitation). A bucket of
 * tokens for each key, in memory of fixed size; time comes from the caller. Any thread. */
#ifndef KITH_NET_LIMITER_H
#define KITH_NET_LIMITER_H

#include "base/arena.h"
#include "base/time.h"

struct limiter;

/* burst (> 0) at once, then one each refill microseconds. Remembers at most keys (0 = 8192) at
 * a time; beyond that the key that is nearest to a full bucket is forgotten. NULL when out of
 * memory. */
struct limiter *limiter_new(int burst, k_time refill, size_t keys);
void limiter_free(struct limiter *l);
/* Takes one token of the key. false when there is none: *wait (may be NULL) is the time until
 * there is. */
bool limiter_take(struct limiter *l, k_str key, k_time now, k_time *wait);
/* Puts one token back: what was tried was right. */
void limiter_give(struct limiter *l, k_str key);
/* What to count an address by: an IPv4 address itself, of IPv6 the first 64 bits, which is what
 * one customer has. Anything else stays as it is. */
k_str limiter_address(struct k_arena *a, k_str address);

#endif
