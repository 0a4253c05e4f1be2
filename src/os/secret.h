/* secret: everything secret or random for security, on libsodium: tokens, passwords, sealed
 * values, digests, and the encodings they travel in. No own cryptography. */
#ifndef KITH_OS_SECRET_H
#define KITH_OS_SECRET_H

#include "base/arena.h"

/* --- randomness and comparison ----------------------------------------------------------- */

void k_secret_random(void *out, size_t n);
uint64_t k_secret_random_u64(void); /* to seed struct k_rand outside tests */
/* Equal, in a time that depends on the lengths only. */
bool k_secret_same(k_str a, k_str b);
void k_secret_wipe(void *p, size_t n); /* zeroes; the compiler may not leave it out */

enum k_secret_form {
    K_SECRET_HEX,
    K_SECRET_BASE32,   /* RFC 4648 alphabet, no padding: for people to type, and for TOTP */
    K_SECRET_BASE64URL /* no padding */
};
/* `bytes` random bytes in that form. 16 are enough for anything that must not be guessed. */
k_str k_secret_token(struct k_arena *a, size_t bytes, enum k_secret_form form);

/* --- passwords: argon2id ----------------------------------------------------------------- */

struct k_secret_cost {
    unsigned long long ops; /* passes over the memory; at least 1 */
    size_t memory;          /* bytes; at least 8192 */
};
/* What a hash costs from now on in this process; default 3 passes over 64 MiB (about 0.1 s),
 * in builds with tests the least there is.
 * Call before threads start. */
void k_secret_set_cost(struct k_secret_cost cost);

#define K_SECRET_PASSWORD_MAX 1024
/* The self-describing text to store ("$argon2id$v=19$..."). LIMIT when the password is longer
 * than K_SECRET_PASSWORD_MAX, NO_MEMORY. */
k_err k_secret_password_hash(struct k_arena *a, k_str password, k_str *out) K_CHECK;
/* Takes as long as the hash was made to take; false also for a text that is no such hash. */
bool k_secret_password_ok(k_str hash, k_str password);
/* Whether a stored hash was made at another cost than the present one. */
bool k_secret_password_old(k_str hash);
/* Spends the time of one check and gives nothing: for names that do not exist, so that the
 * time of an answer does not tell. */
void k_secret_password_dummy(k_str password);

/* --- sealed values: XChaCha20-Poly1305 --------------------------------------------------- */

#define K_SECRET_KEY_BYTES 32
struct k_secret_key {
    unsigned char bytes[K_SECRET_KEY_BYTES];
};
/* Reads the key file (64 hex digits). When it is missing and create is set it is made, mode
 * 0600. NOT_FOUND; FORBIDDEN when group or others may read it; BAD_INPUT when it holds no key.
 */
k_err k_secret_key_load(const char *path, bool create, struct k_secret_key *out) K_CHECK;
/* Seals plain for one purpose ("channel:123"): opening it for another one fails, so that a
 * sealed value moved to another row is worthless. Bytes, 41 longer than plain. */
k_str k_secret_seal(struct k_arena *a, const struct k_secret_key *key, k_str purpose,
                    k_str plain);
/* BAD_INPUT: another key, another purpose, or changed. */
k_err k_secret_open(struct k_arena *a, const struct k_secret_key *key, k_str purpose,
                    k_str sealed, k_str *plain) K_CHECK;

/* --- digests ----------------------------------------------------------------------------- */

struct k_digest {
    unsigned char bytes[32];
};
static inline k_str k_digest_str(const struct k_digest *d)
{
    return (k_str){(const char *)d->bytes, sizeof d->bytes};
}
struct k_digest k_secret_sha256(k_str data);
struct k_digest k_secret_hmac_sha256(k_str key, k_str data);
/* BLAKE2b with 32 bytes of output; key may be K_NONE, at most 64 bytes of it are used. Each of
 * the n parts goes in with its length before it, so that no two lists of parts are the same. */
struct k_digest k_secret_blake2b(k_str key, const k_str *parts, size_t n);

/* --- encodings --------------------------------------------------------------------------- */

/* A code as somebody typed it: its letters and digits, in capitals. */
k_str k_code_bare(struct k_arena *a, k_str typed);

k_str k_hex(struct k_arena *a, k_str data); /* lower case */
k_str k_base32(struct k_arena *a, k_str data);
k_str k_base64(struct k_arena *a, k_str data);    /* with padding */
k_str k_base64url(struct k_arena *a, k_str data); /* without */
/* Strict: false on any other character, wrong length or wrong padding. hex and base32 take both
 * cases; base32 skips blanks and dashes, as people type them. */
bool k_hex_decode(struct k_arena *a, k_str text, k_str *out);
bool k_base32_decode(struct k_arena *a, k_str text, k_str *out);
bool k_base64_decode(struct k_arena *a, k_str text, k_str *out);
bool k_base64url_decode(struct k_arena *a, k_str text, k_str *out);

#endif
