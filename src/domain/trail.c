/* trail: a chain of hashes over changes. */
#include "domain/trail.h"

k_str trail_print(struct k_arena *a, k_str before, k_id thing, k_str after)
{
    k_str all = k_fmt(a, "%.*s|%lld|%.*s", K_ARG(before), (long long)thing, K_ARG(after));
    return k_fmt(a, "%016llx", (unsigned long long)k_str_hash(all));
}
