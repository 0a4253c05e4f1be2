/* What browsers and identity providers send before anybody is known: nothing is read past its
 * end, and nothing that nobody signed is believed. */
#include "base/json.h"
#include "formats/cbor.h"
#include "signin/jwt.h"
#include "signin/oidc_rules.h"
#include "signin/passkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char client[] = "{\"type\":\"webauthn.create\",\"challenge\":\"AAAA\",\"origin\":"
                             "\"https://kith.example\",\"crossOrigin\":false}";
static const char keys[] = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"a\",\"x\":"
                           "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":"
                           "\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

static void as_passkey(struct k_arena *a, k_str in)
{
    struct passkey_site site = {K_S("https://kith.example"), K_S("kith.example")};
    struct passkey_facts facts = {.id = K_NONE};
    struct passkey_proof proof = {k_str_z(client), in, in};
    k_str challenge = K_S("\0\0\0");
    size_t used = 0;
    if (cbor_read(a, in, &used) && used > in.n)
        __builtin_trap();
    if (!passkey_made(a, &site, challenge, k_str_z(client), in, &facts) && !facts.key.n)
        __builtin_trap();
    (void)passkey_made(a, &site, challenge, in, in, &facts);
    (void)passkey_challenge(a, in);
    if (passkey_used(a, &site, challenge, in, &proof, &facts) == NULL)
        __builtin_trap();
}

static void as_token(struct k_arena *a, k_str in)
{
    const struct k_json *jwks = NULL, *claims = NULL;
    const struct oidc_expect want = {K_S("https://idp.example"), K_S("kith"), K_S("n"),
                                     K_S("ES256"), 1790000000LL * K_SEC};
    struct k_verify_key key;
    struct oidc_map map;
    oidc_words groups = {0};
    k_str wrong;
    struct jwt t;
    if (k_json_parse(a, k_str_z(keys), &jwks, &wrong) != K_OK)
        __builtin_trap();
    if (oidc_check_token(a, in, jwks, &want, &claims) == NULL)
        __builtin_trap();
    if (jwt_read(a, in, &t))
        oidc_groups(a, t.claims, K_S("realm_access.roles"), &groups);
    if (k_json_parse(a, in, &jwks, &wrong) == K_OK)
        (void)jwt_find_key(a, jwks, K_VERIFY_ES256, K_S("a"), &key);
    (void)oidc_map_parse(a, in, K_S(""), &map, &wrong);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    k_str in = k_str_n((const char *)data, size);
    as_passkey(a, in);
    as_token(a, in);
    k_arena_free(a);
    return 0;
}
