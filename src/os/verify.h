/* verify: signatures that others made (passkeys, identity providers), on OpenSSL. Which
 * algorithm is taken is the caller's decision, never the message's. Pure, any thread. */
#ifndef KITH_OS_VERIFY_H
#define KITH_OS_VERIFY_H

#include "base/str.h"

enum k_verify_alg {
    K_VERIFY_NONE,
    K_VERIFY_ES256, /* ECDSA on P-256 with SHA-256 */
    K_VERIFY_RS256, /* RSASSA-PKCS1-v1_5 with SHA-256, 2048 to 8192 bits */
    K_VERIFY_EDDSA  /* Ed25519 */
};

/* A public key as the protocols carry it: big-endian numbers. */
struct k_verify_key {
    enum k_verify_alg alg;
    k_str x, y; /* ES256: 32 bytes each; EDDSA: x alone, 32 bytes */
    k_str n, e; /* RS256 */
};
/* Whether it is a key of its algorithm: a point on the curve, a modulus long enough. */
bool k_verify_key_ok(const struct k_verify_key *key);
/* Whether `signature` over `message` was made with the key. ES256: r and s in DER, as passkeys
 * send it. False also for a key that is none. */
bool k_verify(const struct k_verify_key *key, k_str message, k_str signature);
/* The same with r and s one after the other, 32 bytes each, as JWTs carry ES256. */
bool k_verify_jose(const struct k_verify_key *key, k_str message, k_str signature);

/* HMAC-SHA-1 (RFC 2104): what the one-time codes of phones are made of (RFC 4226). */
struct k_sha1_mac {
    unsigned char bytes[20];
};
struct k_sha1_mac k_verify_hmac_sha1(k_str key, k_str data);

#endif
