/* verify: keys from their numbers, and one call of OpenSSL for each signature. Reads and writes
 * nothing. */
#include "os/verify.h"
#include "base/log.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#define POINT 32 /* bytes of a coordinate of P-256, and of an Ed25519 key */
#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 8192

static const unsigned char *bytes(k_str s)
{
    return (const unsigned char *)(s.n ? s.p : "");
}

static EVP_PKEY *from_params(const char *type, OSSL_PARAM *params)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *cx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (cx == NULL || EVP_PKEY_fromdata_init(cx) != 1 ||
        EVP_PKEY_fromdata(cx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    EVP_PKEY_CTX_free(cx);
    return key;
}

/* NULL when it is no point of the curve. */
static EVP_PKEY *ec_key(const struct k_verify_key *k)
{
    unsigned char point[1 + 2 * POINT] = {4}; /* both coordinates follow */
    char curve[] = "prime256v1";
    if (k->x.n != POINT || k->y.n != POINT)
        return NULL;
    memcpy(point + 1, k->x.p, POINT);
    memcpy(point + 1 + POINT, k->y.p, POINT);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
        OSSL_PARAM_construct_end()};
    EVP_PKEY *key = from_params("EC", params);
    EVP_PKEY_CTX *cx = key ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
    if (cx == NULL || EVP_PKEY_public_check(cx) != 1) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    EVP_PKEY_CTX_free(cx);
    return key;
}

static EVP_PKEY *rsa_from(const BIGNUM *n, const BIGNUM *e)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *params = NULL;
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    bool sound = n && e && BN_num_bits(n) >= RSA_BITS_MIN && BN_num_bits(n) <= RSA_BITS_MAX &&
                 BN_is_odd(n) && BN_is_odd(e) && !BN_is_one(e) && BN_num_bits(e) <= 32;
    if (b && sound && OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
        OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_E, e) == 1)
        params = OSSL_PARAM_BLD_to_param(b);
    if (params)
        key = from_params("RSA", params);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(b);
    return key;
}

static EVP_PKEY *rsa_key(const struct k_verify_key *k)
{
    if (k->n.n == 0 || k->n.n > RSA_BITS_MAX / 8 + 1 || k->e.n == 0 || k->e.n > 8)
        return NULL;
    BIGNUM *n = BN_bin2bn(bytes(k->n), (int)k->n.n, NULL);
    BIGNUM *e = BN_bin2bn(bytes(k->e), (int)k->e.n, NULL);
    EVP_PKEY *key = rsa_from(n, e);
    BN_free(n);
    BN_free(e);
    return key;
}

static EVP_PKEY *key_of(const struct k_verify_key *k)
{
    switch (k->alg) {
    case K_VERIFY_ES256:
        return ec_key(k);
    case K_VERIFY_RS256:
        return rsa_key(k);
    case K_VERIFY_EDDSA:
        return k->x.n == POINT
                   ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes(k->x), POINT)
                   : NULL;
    case K_VERIFY_NONE:
        break;
    }
    return NULL;
}

bool k_verify_key_ok(const struct k_verify_key *key)
{
    EVP_PKEY *k = key_of(key);
    EVP_PKEY_free(k);
    return k != NULL;
}

bool k_verify(const struct k_verify_key *key, k_str message, k_str signature)
{
    EVP_PKEY *k = key_of(key);
    EVP_MD_CTX *cx = k ? EVP_MD_CTX_new() : NULL;
    const EVP_MD *md = key->alg == K_VERIFY_EDDSA ? NULL : EVP_sha256();
    bool ok =
        cx && EVP_DigestVerifyInit(cx, NULL, md, NULL, k) == 1 &&
        EVP_DigestVerify(cx, bytes(signature), signature.n, bytes(message), message.n) == 1;
    EVP_MD_CTX_free(cx);
    EVP_PKEY_free(k);
    return ok;
}

bool k_verify_jose(const struct k_verify_key *key, k_str message, k_str signature)
{
    unsigned char der[80], *end = der;
    if (key->alg != K_VERIFY_ES256)
        return k_verify(key, message, signature);
    if (signature.n != (size_t)2 * POINT)
        return false;
    ECDSA_SIG *sig = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(bytes(signature), POINT, NULL);
    BIGNUM *s = BN_bin2bn(bytes(signature) + POINT, POINT, NULL);
    int n = 0;
    if (sig && r && s && ECDSA_SIG_set0(sig, r, s) == 1) {
        r = s = NULL; /* owned by sig now */
        n = i2d_ECDSA_SIG(sig, NULL);
        n = n > 0 && (size_t)n <= sizeof der ? i2d_ECDSA_SIG(sig, &end) : 0;
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(sig);
    return n > 0 && k_verify(key, message, k_str_n((char *)der, (size_t)n));
}

struct k_sha1_mac k_verify_hmac_sha1(k_str key, k_str data)
{
    struct k_sha1_mac out;
    unsigned n = sizeof out.bytes;
    if (HMAC(EVP_sha1(), bytes(key), (int)key.n, bytes(data), data.n, out.bytes, &n) == NULL ||
        n != sizeof out.bytes)
        k_panic("OpenSSL has no HMAC-SHA-1");
    return out;
}
