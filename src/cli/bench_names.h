/* bench_names: made people with names as they are spread in life: a few are very frequent, most
 * are rare. Pure. Shared by the measures of `kith bench`. */
#ifndef KITH_CLI_BENCH_NAMES_H
#define KITH_CLI_BENCH_NAMES_H

#include "base/arena.h"
#include "base/rand.h"

struct bench_person {
    k_str given, family, name; /* name: as shown; some have a middle name */
    k_str mail, handle, phone; /* "" = none */
    int64_t employer;          /* 1..employers; 0 = none */
};
/* The i-th person, always the same one. */
void bench_person_make(struct k_arena *a, int64_t i, int64_t employers,
                       struct bench_person *out);
k_str bench_employer_name(struct k_arena *a, int64_t i);

#endif
