/* kit/authenticator: keys by OpenSSL, the rest by hand. */
#include "kit/authenticator.h"
#include "base/buf.h"
#include "os/secret.h"
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

void kit_passkey_new(struct kit_passkey *p, struct k_arena *a, const char *origin,
                     const char *rp_id)
{
    char *id = k_arena_alloc(a, 32);
    k_secret_random(id, 32);
    *p = (struct kit_passkey){.arena = a,
                              .key = EVP_EC_gen("P-256"),
                              .id = k_str_n(id, 32),
                              .origin = origin,
                              .rp_id = rp_id};
    assert_non_null(p->key);
}

void kit_passkey_free(struct kit_passkey *p)
{
    EVP_PKEY_free(p->key);
}

static k_str client_data(struct kit_passkey *p, const char *type, k_str challenge)
{
    return k_fmt(p->arena,
                 "{\"type\":\"%s\",\"challenge\":\"%.*s\",\"origin\":\"%s\",\"crossOrigin\":"
                 "false}",
                 type, K_ARG(challenge), p->origin);
}

static void put_head(struct k_buf *b, const struct kit_passkey *p, unsigned flags)
{
    struct k_digest rp = k_secret_sha256(k_str_z(p->rp_id));
    k_buf_str(b, k_digest_str(&rp));
    k_buf_chr(b, (char)(flags | 1 | (p->unverified ? 0 : 4)));
    for (int i = 3; i >= 0; i--)
        k_buf_chr(b, (char)(p->count >> (8 * i)));
}

static void put_key(struct k_buf *b, const struct kit_passkey *p)
{
    static const char head[] = "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20";
    unsigned char point[65];
    size_t n = 0;
    assert_int_equal(EVP_PKEY_get_octet_string_param(p->key, "pub", point, sizeof point, &n),
                     1);
    assert_int_equal(n, 65);
    k_buf_add(b, head, sizeof head - 1);
    k_buf_add(b, point + 1, 32);
    k_buf_add(b, "\x22\x58\x20", 3);
    k_buf_add(b, point + 33, 32);
}

k_str kit_passkey_made(struct kit_passkey *p, k_str challenge, const char *name)
{
    static const char fmt[] = "\xa3\x63"
                              "fmt\x64none\x67"
                              "attStmt\xa0\x68"
                              "authData\x58";
    struct k_arena *a = p->arena;
    struct k_buf d, o;
    k_buf_init(&d, a, 4096);
    put_head(&d, p, 64);
    k_buf_add(&d, "0123456789abcdef", 16);
    k_buf_add(&d, "\0\x20", 2);
    k_buf_str(&d, p->id);
    put_key(&d, p);
    k_buf_init(&o, a, 4096);
    k_buf_add(&o, fmt, sizeof fmt - 1);
    k_buf_chr(&o, (char)d.n);
    k_buf_str(&o, k_buf_view(&d));
    return k_fmt(a,
                 "{\"name\":\"%s\",\"client_data\":\"%.*s\",\"attestation\":\"%.*s\","
                 "\"transports\":[\"internal\",\"telepathy\"]}",
                 name, K_ARG(k_base64url(a, client_data(p, "webauthn.create", challenge))),
                 K_ARG(k_base64url(a, k_buf_view(&o))));
}

static k_str sign(struct kit_passkey *p, k_str message)
{
    unsigned char sig[80];
    size_t n = sizeof sig;
    EVP_MD_CTX *cx = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestSignInit(cx, NULL, EVP_sha256(), NULL, p->key), 1);
    assert_int_equal(EVP_DigestSign(cx, sig, &n, (const unsigned char *)message.p, message.n),
                     1);
    EVP_MD_CTX_free(cx);
    return k_dup(p->arena, k_str_n((char *)sig, n));
}

k_str kit_passkey_used(struct kit_passkey *p, k_str challenge)
{
    struct k_arena *a = p->arena;
    struct k_buf d;
    p->count++;
    k_buf_init(&d, a, 4096);
    put_head(&d, p, 0);
    k_str client = client_data(p, "webauthn.get", challenge);
    struct k_digest hash = k_secret_sha256(client);
    k_str sig = sign(p, k_cat(a, k_buf_view(&d), k_digest_str(&hash)));
    return k_fmt(a,
                 "{\"id\":\"%.*s\",\"client_data\":\"%.*s\",\"authenticator_data\":\"%.*s\","
                 "\"signature\":\"%.*s\",\"user_handle\":\"%.*s\"}",
                 K_ARG(k_base64url(a, p->id)), K_ARG(k_base64url(a, client)),
                 K_ARG(k_base64url(a, k_buf_view(&d))), K_ARG(k_base64url(a, sig)),
                 K_ARG(p->user_handle));
}
