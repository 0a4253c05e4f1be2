/* digest: over libsodium. Pure. */
#include "store/digest.h"

#include <sodium.h>

k_str store_hex(struct k_arena *a, k_str bytes)
{
    char *p = k_new_n(a, char, bytes.n * 2 + 1);
    sodium_bin2hex(p, bytes.n * 2 + 1, (const unsigned char *)bytes.p, bytes.n);
    return k_str_n(p, bytes.n * 2);
}

k_str store_sha256_hex(struct k_arena *a, k_str data)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)data.p, data.n);
    return store_hex(a, k_str_n((const char *)hash, sizeof hash));
}
