/* passkey: what a browser sends when somebody makes a passkey or signs in with one (Web
 * Authentication, Level 3, 7.1 and 7.2), checked. We ask for no attestation and believe nothing
 * that an authenticator says about itself: a statement that comes along is not looked at. Pure.
 */
#ifndef KITH_SIGNIN_PASSKEY_H
#define KITH_SIGNIN_PASSKEY_H

#include "base/arena.h"
#include "os/verify.h"

#define PASSKEY_ID_MAX 1023    /* bytes of a credential id */
#define PASSKEY_KEY_MAX 2048   /* bytes of a COSE key */
#define PASSKEY_DATA_MAX 16384 /* bytes of anything a browser sends */

/* Where we are: "https://kith.example" and "kith.example", out of the configured address. */
struct passkey_site {
    k_str origin, rp_id;
};

/* What is known once it is checked. */
struct passkey_facts {
    k_str id;     /* of the credential; when one is made */
    k_str key;    /* COSE, as it is kept; when one is made */
    k_str aaguid; /* 16 bytes; when one is made */
    int64_t sign_count;
    bool user_verified; /* by PIN, finger, face: needed for everything here */
    bool backed_up;     /* it is on several devices */
};

/* One that was just made: client_data and attestation as the browser gave them, challenge what
 * we had sent. NULL, or what is wrong, in words for the log. */
const char *passkey_made(struct k_arena *a, const struct passkey_site *site, k_str challenge,
                         k_str client_data, k_str attestation, struct passkey_facts *out);

struct passkey_proof {
    k_str client_data, authenticator_data, signature;
};
/* One that is used: key as it was kept. */
const char *passkey_used(struct k_arena *a, const struct passkey_site *site, k_str challenge,
                         k_str key, const struct passkey_proof *proof,
                         struct passkey_facts *out);

/* The challenge that client data answers, decoded; K_NONE when there is none. For finding what
 * was asked; it is compared again above. */
k_str passkey_challenge(struct k_arena *a, k_str client_data);
/* A counter that does not go up although it counts: perhaps a copy (7.2, step 22). */
bool passkey_copied(int64_t stored, int64_t now);
/* A COSE key of an algorithm that we take: ES256, RS256, EdDSA on Ed25519. */
bool passkey_key(struct k_arena *a, k_str cose, struct k_verify_key *out);
/* The site of a public address; false when passkeys cannot be had there (no https, unless it is
 * localhost; an IP address). */
bool passkey_site(struct k_arena *a, k_str address, struct passkey_site *out);

#endif
