/* kit/authenticator: a passkey in memory: makes what a browser would send when one is made and
 * when it is used. */
#ifndef KITH_TESTS_KIT_AUTHENTICATOR_H
#define KITH_TESTS_KIT_AUTHENTICATOR_H

#include "base/arena.h"

struct kit_passkey {
    struct k_arena *arena;
    void *key; /* EVP_PKEY, P-256 */
    k_str id, user_handle;
    const char *origin, *rp_id;
    uint32_t count;
    bool unverified; /* nobody was asked for PIN, finger or face */
};
void kit_passkey_new(struct kit_passkey *p, struct k_arena *a, const char *origin,
                     const char *rp_id);
void kit_passkey_free(struct kit_passkey *p);
/* The body of POST /me/passkeys for the challenge (base64url) that was given. */
k_str kit_passkey_made(struct kit_passkey *p, k_str challenge, const char *name);
/* The body of POST /session/passkey; counts up. */
k_str kit_passkey_used(struct kit_passkey *p, k_str challenge);

#endif
