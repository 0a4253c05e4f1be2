/* kit/issuer: keys and signatures by OpenSSL. */
#include "kit/issuer.h"
#include "os/secret.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

void kit_issuer_new(struct kit_issuer *i, struct k_arena *a)
{
    *i = (struct kit_issuer){.arena = a,
                             .rsa = EVP_RSA_gen(2048),
                             .ec = EVP_EC_gen("P-256"),
                             .ed = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")};
    assert_non_null(i->rsa);
    assert_non_null(i->ec);
    assert_non_null(i->ed);
}

void kit_issuer_free(struct kit_issuer *i)
{
    EVP_PKEY_free(i->rsa);
    EVP_PKEY_free(i->ec);
    EVP_PKEY_free(i->ed);
}

static k_str b64(const struct kit_issuer *i, k_str s)
{
    return k_base64url(i->arena, s);
}

static k_str number(const struct kit_issuer *i, const char *name)
{
    BIGNUM *n = NULL;
    assert_int_equal(EVP_PKEY_get_bn_param(i->rsa, name, &n), 1);
    char *bytes = k_arena_alloc(i->arena, 1024);
    int len = BN_bn2bin(n, (unsigned char *)bytes);
    BN_free(n);
    return b64(i, k_str_n(bytes, (size_t)len));
}

k_str kit_issuer_keys(const struct kit_issuer *i)
{
    unsigned char point[65], ed[32];
    size_t n = 0, m = sizeof ed;
    assert_int_equal(
        EVP_PKEY_get_octet_string_param(i->ec, OSSL_PKEY_PARAM_PUB_KEY, point, 65, &n), 1);
    assert_int_equal(n, 65);
    assert_int_equal(EVP_PKEY_get_raw_public_key(i->ed, ed, &m), 1);
    return k_fmt(
        i->arena,
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"RS256\",\"use\":\"sig\",\"n\":\"%.*s\",\"e\":\""
        "%.*s\"},{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"ES256\",\"x\":\"%.*s\",\"y\":\""
        "%.*s\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"EdDSA\",\"x\":\"%.*s\"}]}",
        K_ARG(number(i, "n")), K_ARG(number(i, "e")),
        K_ARG(b64(i, k_str_n((char *)point + 1, 32))),
        K_ARG(b64(i, k_str_n((char *)point + 33, 32))), K_ARG(b64(i, k_str_n((char *)ed, 32))));
}

k_str kit_issuer_pem(const struct kit_issuer *i)
{
    char *text = NULL;
    BIO *out = BIO_new(BIO_s_mem());
    assert_int_equal(PEM_write_bio_PUBKEY(out, i->rsa), 1);
    long n = BIO_get_mem_data(out, &text);
    k_str pem = k_dup(i->arena, k_str_n(text, (size_t)n));
    BIO_free(out);
    return pem;
}

/* r and s one after the other, as JWTs carry them. */
static k_str flat(const struct kit_issuer *i, const unsigned char *der, size_t n)
{
    unsigned char *both = k_arena_alloc(i->arena, 64);
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)n);
    assert_non_null(sig);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_r(sig), both, 32), 32);
    assert_int_equal(BN_bn2binpad(ECDSA_SIG_get0_s(sig), both + 32, 32), 32);
    ECDSA_SIG_free(sig);
    return k_str_n((char *)both, 64);
}

static k_str signature(const struct kit_issuer *i, const char *by, k_str text)
{
    bool rs = strcmp(by, "RS256") == 0, ed = strcmp(by, "EdDSA") == 0;
    unsigned char sig[512];
    size_t n = sizeof sig;
    EVP_PKEY *key = rs ? i->rsa : ed ? i->ed : i->ec;
    EVP_MD_CTX *cx = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestSignInit(cx, NULL, ed ? NULL : EVP_sha256(), NULL, key), 1);
    assert_int_equal(EVP_DigestSign(cx, sig, &n, (const unsigned char *)text.p, text.n), 1);
    EVP_MD_CTX_free(cx);
    return rs || ed ? k_dup(i->arena, k_str_n((char *)sig, n)) : flat(i, sig, n);
}

static k_str hmac(const struct kit_issuer *i, k_str secret, k_str text)
{
    unsigned char mac[32];
    unsigned n = 0;
    HMAC(EVP_sha256(), secret.p, (int)secret.n, (const unsigned char *)text.p, text.n, mac, &n);
    return k_dup(i->arena, k_str_n((char *)mac, n));
}

k_str kit_token(const struct kit_issuer *i, k_str header, k_str claims, const char *by,
                k_str secret)
{
    k_str text = k_fmt(i->arena, "%.*s.%.*s", K_ARG(b64(i, header)), K_ARG(b64(i, claims)));
    k_str sig = strcmp(by, "none") == 0    ? K_S("")
                : strcmp(by, "HS256") == 0 ? hmac(i, secret, text)
                                           : signature(i, by, text);
    return k_fmt(i->arena, "%.*s.%.*s", K_ARG(text), K_ARG(b64(i, sig)));
}

k_str kit_token_by(const struct kit_issuer *i, const char *alg, k_str claims)
{
    k_str header = k_fmt(i->arena, "{\"alg\":\"%s\",\"kid\":\"%s\"}", alg, alg);
    return kit_token(i, header, claims, alg, K_NONE);
}
