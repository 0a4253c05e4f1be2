/* jwt: reading, and keys out of key sets. */
#include "signin/jwt.h"
#include "os/secret.h"

static const struct k_json *object_of(struct k_arena *a, k_str part)
{
    const struct k_json *v = NULL;
    k_str text;
    if (part.n == 0 || !k_base64url_decode(a, part, &text) ||
        k_json_parse(a, text, &v, NULL) != K_OK || !k_json_is_object(v))
        return NULL;
    return v;
}

bool jwt_read(struct k_arena *a, k_str text, struct jwt *out)
{
    k_str rest = text;
    *out = (struct jwt){.alg = K_NONE};
    if (text.n == 0 || text.n > JWT_MAX)
        return false;
    k_str head = k_str_cut(&rest, '.'), body = k_str_cut(&rest, '.'),
          sig = k_str_cut(&rest, '.');
    const struct k_json *h = rest.p == NULL ? object_of(a, head) : NULL;
    out->claims = h ? object_of(a, body) : NULL;
    if (out->claims == NULL || sig.p == NULL || !k_base64url_decode(a, sig, &out->signature))
        return false;
    out->alg = k_json_get_str(h, "alg");
    out->kid = k_json_get_str(h, "kid");
    out->signed_part = k_str_sub(text, 0, head.n + 1 + body.n);
    return out->alg.n > 0 && k_json_get(h, "crit") == NULL && k_json_get(h, "b64") == NULL;
}

enum k_verify_alg jwt_alg(k_str name)
{
    return k_str_eqz(name, "RS256")   ? K_VERIFY_RS256
           : k_str_eqz(name, "ES256") ? K_VERIFY_ES256
           : k_str_eqz(name, "EdDSA") ? K_VERIFY_EDDSA
                                      : K_VERIFY_NONE;
}

static k_str number(struct k_arena *a, const struct k_json *key, const char *name)
{
    k_str out = K_NONE, text = k_json_get_str(key, name);
    return text.n && k_base64url_decode(a, text, &out) ? out : K_NONE;
}

/* Whether a key is of the kind that signs with alg, and may. */
static bool take(struct k_arena *a, const struct k_json *key, enum k_verify_alg alg,
                 struct k_verify_key *out)
{
    k_str kty = k_json_get_str(key, "kty"), use = k_json_get_str(key, "use");
    k_str of = k_json_get_str(key, "alg"), crv = k_json_get_str(key, "crv");
    bool fits = alg == K_VERIFY_RS256   ? k_str_eqz(kty, "RSA")
                : alg == K_VERIFY_ES256 ? k_str_eqz(kty, "EC") && k_str_eqz(crv, "P-256")
                : alg == K_VERIFY_EDDSA ? k_str_eqz(kty, "OKP") && k_str_eqz(crv, "Ed25519")
                                        : false;
    if (!fits || (use.n && !k_str_eqz(use, "sig")) || (of.n && jwt_alg(of) != alg))
        return false;
    *out = (struct k_verify_key){.alg = alg,
                                 .x = number(a, key, "x"),
                                 .y = number(a, key, "y"),
                                 .n = number(a, key, "n"),
                                 .e = number(a, key, "e")};
    return k_verify_key_ok(out);
}

bool jwt_find_key(struct k_arena *a, const struct k_json *jwks, enum k_verify_alg alg,
                  k_str kid, struct k_verify_key *out)
{
    const struct k_json *key = NULL;
    size_t n = 0;
    k_json_each (i, key, k_json_get(jwks, "keys")) {
        struct k_verify_key k;
        if (i >= 64)
            break;
        if (kid.n && !k_str_eq(k_json_get_str(key, "kid"), kid))
            continue;
        if (!take(a, key, alg, &k))
            continue;
        if (n++ == 0)
            *out = k;
    }
    return kid.n ? n > 0 : n == 1;
}
