/* jwt: signed tokens of identity providers (RFC 7515, 7519), compact form. Which algorithm may
 * have signed is pinned by the caller: what the token says of itself only has to agree. Pure.
 */
#ifndef KITH_SIGNIN_JWT_H
#define KITH_SIGNIN_JWT_H

#include "base/json.h"
#include "os/verify.h"

#define JWT_MAX 32768 /* bytes of a token */

struct jwt {
    k_str alg, kid; /* kid: K_NONE when it names none */
    const struct k_json *claims;
    k_str signed_part, signature;
};
/* Reads three parts of base64url, two of them JSON objects. false: it is no such token, or one
 * that wants to be understood in a way we do not know (crit). Nothing is checked yet. */
bool jwt_read(struct k_arena *a, k_str text, struct jwt *out);

/* RS256, ES256 or EdDSA as a name; K_VERIFY_NONE for every other word, "none" and HS256 too. */
enum k_verify_alg jwt_alg(k_str name);
/* The key of a key set (RFC 7517) that may have signed with `alg`: of its kind, not for
 * encryption, with the kid if one is named; without a kid there must be only one. */
bool jwt_find_key(struct k_arena *a, const struct k_json *jwks, enum k_verify_alg alg,
                  k_str kid, struct k_verify_key *out);

#endif
