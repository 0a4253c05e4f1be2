/* limit: how often something may be tried, in memory: sign-in for each address and account.
 * A bucket holds `burst` tries and gets `per_minute` back each minute. */
#ifndef KITH_API_LIMIT_H
#define KITH_API_LIMIT_H

#include "base/time.h"

struct limit;
/* NULL when out of memory. slots: keys remembered at once (a power of two). When all are in use
 * the fullest bucket, the one nearest to being forgotten anyway, makes place. */
struct limit *limit_new(size_t slots, double burst, double per_minute);
void limit_free(struct limit *l);
/* Takes one try for key. false: none left; *wait_s (may be NULL) says in how many seconds. Any
 * thread. now: any clock in microseconds that does not go back. */
bool limit_take(struct limit *l, k_str key, k_time now, int *wait_s);
void limit_forget(struct limit *l, k_str key); /* after a success */
/* The part of an address that one attacker holds: an IPv6 address counts by its /64. */
k_str limit_address(k_str remote);

#endif
