/* digest: SHA-256 and hexadecimal, for what is stored instead of a name. */
#ifndef KITH_STORE_DIGEST_H
#define KITH_STORE_DIGEST_H

#include "base/arena.h"

/* Lower-case hexadecimal, in the arena. */
k_str store_hex(struct k_arena *a, k_str bytes);
k_str store_sha256_hex(struct k_arena *a, k_str data);

#endif
