/* kit/issuer: the keys of an identity provider, their set, tokens signed with them. */
#ifndef KITH_TESTS_KIT_ISSUER_H
#define KITH_TESTS_KIT_ISSUER_H

#include "base/arena.h"

struct kit_issuer {
    struct k_arena *arena;
    void *rsa, *ec, *ed; /* EVP_PKEY */
};
void kit_issuer_new(struct kit_issuer *i, struct k_arena *a);
void kit_issuer_free(struct kit_issuer *i);

/* Our three keys as a key set; their kid is their algorithm. */
k_str kit_issuer_keys(const struct kit_issuer *i);
/* The public RSA key as PEM: what a forger would use as an HMAC secret. */
k_str kit_issuer_pem(const struct kit_issuer *i);
/* A token with this header and these claims (JSON). by: "RS256", "ES256", "EdDSA" signs so;
 * "HS256" with `secret`; "none" not at all. */
k_str kit_token(const struct kit_issuer *i, k_str header, k_str claims, const char *by,
                k_str secret);
/* The same with the header that belongs to it. */
k_str kit_token_by(const struct kit_issuer *i, const char *alg, k_str claims);

#endif
