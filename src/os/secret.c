/* secret: passwords, sealed values, tokens and digests by libsodium. Reads and writes the key
 * file and nothing else. Encodings are in encode.c. */
#include "os/secret.h"
#include "base/log.h"
#include "os/file.h"
#include <pthread.h>
#include <sodium.h>

#define SEAL_VERSION 1
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

static pthread_once_t once = PTHREAD_ONCE_INIT;
#ifdef KITH_DEV /* some thousand passwords are made in a run of the tests */
static struct k_secret_cost cost_now = {1, 8192};
#else
static struct k_secret_cost cost_now = {3, (size_t)64 << 20};
#endif

static void start(void)
{
    if (sodium_init() < 0)
        k_panic("libsodium does not start");
}

static void ready(void)
{
    pthread_once(&once, start);
}

void k_secret_random(void *out, size_t n)
{
    ready();
    randombytes_buf(out, n);
}

uint64_t k_secret_random_u64(void)
{
    uint64_t v;
    k_secret_random(&v, sizeof v);
    return v;
}

bool k_secret_same(k_str a, k_str b)
{
    ready();
    return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0);
}

void k_secret_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

k_str k_secret_token(struct k_arena *a, size_t bytes, enum k_secret_form form)
{
    char *p = k_arena_alloc(a, bytes);
    k_secret_random(p, bytes);
    k_str raw = {p, bytes};
    if (form == K_SECRET_HEX)
        return k_hex(a, raw);
    return form == K_SECRET_BASE32 ? k_base32(a, raw) : k_base64url(a, raw);
}

/* --- passwords --------------------------------------------------------------------------- */

void k_secret_set_cost(struct k_secret_cost cost)
{
    cost_now.ops =
        cost.ops < crypto_pwhash_OPSLIMIT_MIN ? crypto_pwhash_OPSLIMIT_MIN : cost.ops;
    cost_now.memory =
        cost.memory < crypto_pwhash_MEMLIMIT_MIN ? crypto_pwhash_MEMLIMIT_MIN : cost.memory;
}

k_err k_secret_password_hash(struct k_arena *a, k_str password, k_str *out)
{
    char text[crypto_pwhash_STRBYTES];
    ready();
    if (password.n > K_SECRET_PASSWORD_MAX)
        return K_ERR_LIMIT;
    const char *p = password.n ? password.p : "";
    if (crypto_pwhash_str(text, p, password.n, cost_now.ops, cost_now.memory) != 0)
        return K_ERR_NO_MEMORY;
    *out = k_dup(a, k_str_z(text));
    return K_OK;
}

/* The library wants the text in an array of its full size. */
static bool stored(k_str hash, char text[crypto_pwhash_STRBYTES])
{
    if (hash.n == 0 || hash.n >= crypto_pwhash_STRBYTES || k_str_chr(hash, 0) >= 0)
        return false;
    memset(text, 0, crypto_pwhash_STRBYTES);
    memcpy(text, hash.p, hash.n);
    return true;
}

bool k_secret_password_ok(k_str hash, k_str password)
{
    char text[crypto_pwhash_STRBYTES];
    ready();
    if (password.n > K_SECRET_PASSWORD_MAX || !stored(hash, text))
        return false;
    return crypto_pwhash_str_verify(text, password.n ? password.p : "", password.n) == 0;
}

bool k_secret_password_old(k_str hash)
{
    char text[crypto_pwhash_STRBYTES];
    ready();
    return !stored(hash, text) ||
           crypto_pwhash_str_needs_rehash(text, cost_now.ops, cost_now.memory) != 0;
}

void k_secret_password_dummy(k_str password)
{
    char text[crypto_pwhash_STRBYTES];
    ready();
    if (password.n <= K_SECRET_PASSWORD_MAX)
        (void)!crypto_pwhash_str(text, password.n ? password.p : "", password.n, cost_now.ops,
                                 cost_now.memory);
}

/* --- sealed values ----------------------------------------------------------------------- */

static k_err key_read(const char *path, struct k_secret_key *out)
{
    unsigned mode;
    k_str text, raw;
    K_TRY(os_file_mode(path, &mode));
    if (mode & 077u) {
        k_log(K_ERROR, "key_file_open_to_others", "path=\"%s\" mode=%03o", path, mode);
        return K_ERR_FORBIDDEN;
    }
    struct k_arena *a = k_arena_new(0);
    if (a == NULL)
        return K_ERR_NO_MEMORY;
    k_err err = os_file_read(a, path, 4096, &text);
    if (err == K_OK) {
        bool ok = k_hex_decode(a, k_str_trim(text), &raw) && raw.n == K_SECRET_KEY_BYTES;
        if (ok)
            memcpy(out->bytes, raw.p, K_SECRET_KEY_BYTES);
        err = ok ? K_OK : K_ERR_BAD_INPUT;
        k_secret_wipe((char *)(uintptr_t)text.p, text.n);
    }
    k_arena_free(a);
    return err;
}

k_err k_secret_key_load(const char *path, bool create, struct k_secret_key *out)
{
    ready();
    k_err err = key_read(path, out);
    if (err != K_ERR_NOT_FOUND || !create)
        return err;
    char text[2 * K_SECRET_KEY_BYTES + 2];
    k_secret_random(out->bytes, sizeof out->bytes);
    sodium_bin2hex(text, sizeof text, out->bytes, sizeof out->bytes);
    text[2 * K_SECRET_KEY_BYTES] = '\n';
    err = os_file_create(path, k_str_n(text, sizeof text - 1), 0600);
    k_secret_wipe(text, sizeof text);
    /* another process was faster: its key is the key */
    return err == K_ERR_EXISTS ? key_read(path, out) : err;
}

k_str k_secret_seal(struct k_arena *a, const struct k_secret_key *key, k_str purpose,
                    k_str plain)
{
    size_t n = k_add(1 + NONCE + TAG, plain.n);
    unsigned char *p = k_arena_alloc(a, n);
    p[0] = SEAL_VERSION;
    k_secret_random(p + 1, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        p + 1 + NONCE, NULL, (const unsigned char *)(plain.n ? plain.p : ""), plain.n,
        (const unsigned char *)purpose.p, purpose.n, NULL, p + 1, key->bytes);
    return (k_str){(const char *)p, n};
}

k_err k_secret_open(struct k_arena *a, const struct k_secret_key *key, k_str purpose,
                    k_str sealed, k_str *plain)
{
    *plain = K_NONE;
    ready();
    if (sealed.n < 1 + NONCE + TAG || sealed.p[0] != SEAL_VERSION)
        return K_ERR_BAD_INPUT;
    const unsigned char *p = (const unsigned char *)sealed.p;
    size_t n = sealed.n - (1 + NONCE + TAG);
    unsigned char *out = k_arena_alloc(a, k_add(n, 1));
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, p + 1 + NONCE, n + TAG,
                                                   (const unsigned char *)purpose.p, purpose.n,
                                                   p + 1, key->bytes) != 0)
        return K_ERR_BAD_INPUT;
    *plain = (k_str){(const char *)out, n};
    return K_OK;
}

/* --- digests ----------------------------------------------------------------------------- */

static const unsigned char *raw(k_str s)
{
    return (const unsigned char *)(s.n ? s.p : "");
}

struct k_digest k_secret_sha256(k_str data)
{
    struct k_digest d;
    ready();
    crypto_hash_sha256(d.bytes, raw(data), data.n);
    return d;
}

struct k_digest k_secret_hmac_sha256(k_str key, k_str data)
{
    struct k_digest d;
    crypto_auth_hmacsha256_state st;
    ready();
    crypto_auth_hmacsha256_init(&st, raw(key), key.n);
    crypto_auth_hmacsha256_update(&st, raw(data), data.n);
    crypto_auth_hmacsha256_final(&st, d.bytes);
    return d;
}

struct k_digest k_secret_blake2b(k_str key, const k_str *parts, size_t n)
{
    struct k_digest d;
    crypto_generichash_state st;
    ready();
    size_t used =
        key.n < crypto_generichash_KEYBYTES_MAX ? key.n : crypto_generichash_KEYBYTES_MAX;
    crypto_generichash_init(&st, used ? raw(key) : NULL, used, sizeof d.bytes);
    for (size_t i = 0; i < n; i++) {
        unsigned char len[8];
        for (int b = 0; b < 8; b++)
            len[b] = (unsigned char)((uint64_t)parts[i].n >> (8 * b));
        crypto_generichash_update(&st, len, sizeof len);
        crypto_generichash_update(&st, raw(parts[i]), parts[i].n);
    }
    crypto_generichash_final(&st, d.bytes, sizeof d.bytes);
    return d;
}
