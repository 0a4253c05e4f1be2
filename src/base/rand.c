/* rand: xoroshiro128++ (Blackman and Vigna 2019), seeded through splitmix64. */
#include "base/rand.h"

static uint64_t splitmix(uint64_t *x)
{
    uint64_t z = (*x += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t rotl(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

void k_rand_seed(struct k_rand *r, uint64_t seed)
{
    r->s[0] = splitmix(&seed);
    r->s[1] = splitmix(&seed);
}

uint64_t k_rand_u64(struct k_rand *r)
{
    uint64_t a = r->s[0], b = r->s[1];
    uint64_t out = rotl(a + b, 17) + a;
    b ^= a;
    r->s[0] = rotl(a, 49) ^ b ^ (b << 21);
    r->s[1] = rotl(b, 28);
    return out;
}

uint64_t k_rand_below(struct k_rand *r, uint64_t n)
{
    uint64_t floor = (0u - n) % n; /* values under it would make the first ones likelier */
    uint64_t v;
    do
        v = k_rand_u64(r);
    while (v < floor);
    return v % n;
}

double k_rand_unit(struct k_rand *r)
{
    return (double)(k_rand_u64(r) >> 11) * 0x1p-53;
}
