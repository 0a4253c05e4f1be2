/* passkey: client data, authenticator data, keys. */
#include "signin/passkey.h"
#include "base/json.h"
#include "formats/cbor.h"
#include "net/url.h"
#include "os/secret.h"

enum {
    FLAG_PRESENT = 1,
    FLAG_VERIFIED = 4,
    FLAG_BACKED_UP = 16,
    FLAG_KEY = 64,
    FLAG_MORE = 128
};
/* Of COSE (RFC 9053). */
enum { COSE_KTY = 1, COSE_ALG = 3, COSE_CRV = -1, COSE_X = -2, COSE_Y = -3 };
enum { KTY_OKP = 1, KTY_EC2 = 2, KTY_RSA = 3, CRV_P256 = 1, CRV_ED25519 = 6 };
enum { ALG_ES256 = -7, ALG_EDDSA = -8, ALG_RS256 = -257 };

/* --- keys -------------------------------------------------------------------------------- */

static bool take_key(const struct cbor *m, struct k_verify_key *out)
{
    int64_t kty = cbor_int(cbor_at_int(m, COSE_KTY), 0),
            alg = cbor_int(cbor_at_int(m, COSE_ALG), 0);
    int64_t crv = cbor_int(cbor_at_int(m, COSE_CRV), 0);
    k_str first = cbor_bytes(cbor_at_int(m, COSE_CRV)); /* of RSA: n and e stand there */
    *out = (struct k_verify_key){.x = cbor_bytes(cbor_at_int(m, COSE_X)),
                                 .y = cbor_bytes(cbor_at_int(m, COSE_Y)),
                                 .n = first,
                                 .e = cbor_bytes(cbor_at_int(m, COSE_X))};
    if (kty == KTY_EC2 && alg == ALG_ES256 && crv == CRV_P256)
        out->alg = K_VERIFY_ES256;
    else if (kty == KTY_OKP && alg == ALG_EDDSA && crv == CRV_ED25519)
        out->alg = K_VERIFY_EDDSA;
    else if (kty == KTY_RSA && alg == ALG_RS256)
        out->alg = K_VERIFY_RS256;
    return out->alg != K_VERIFY_NONE && k_verify_key_ok(out);
}

bool passkey_key(struct k_arena *a, k_str cose, struct k_verify_key *out)
{
    size_t used = 0;
    const struct cbor *m = cose.n <= PASSKEY_KEY_MAX ? cbor_read(a, cose, &used) : NULL;
    return m && used == cose.n && take_key(m, out);
}

/* --- client data ------------------------------------------------------------------------- */

static const struct k_json *json_of(struct k_arena *a, k_str client_data)
{
    const struct k_json *v = NULL;
    if (client_data.n == 0 || client_data.n > PASSKEY_DATA_MAX ||
        k_json_parse(a, client_data, &v, NULL) != K_OK || !k_json_is_object(v))
        return NULL;
    return v;
}

static k_str challenge_in(struct k_arena *a, const struct k_json *v)
{
    k_str out = K_NONE;
    k_str text = k_json_get_str(v, "challenge");
    return text.n && k_base64url_decode(a, text, &out) ? out : K_NONE;
}

k_str passkey_challenge(struct k_arena *a, k_str client_data)
{
    const struct k_json *v = json_of(a, client_data);
    return v ? challenge_in(a, v) : K_NONE;
}

static const char *check_client(struct k_arena *a, const struct passkey_site *site,
                                k_str challenge, k_str client_data, const char *type)
{
    const struct k_json *v = json_of(a, client_data);
    if (v == NULL)
        return "the client data is not JSON";
    if (!k_str_eqz(k_json_get_str(v, "type"), type))
        return "the client data is of another kind";
    if (challenge.n == 0 || !k_secret_same(challenge_in(a, v), challenge))
        return "the challenge is another one";
    if (!k_str_eq(k_json_get_str(v, "origin"), site->origin))
        return "it was made for another address";
    if (k_json_bool(k_json_get(v, "crossOrigin"), false) || k_json_get(v, "topOrigin"))
        return "it was made inside the page of another site";
    return NULL;
}

/* --- authenticator data ------------------------------------------------------------------ */

#define HEAD 37 /* hash of the rp id, flags, counter */

struct auth_data {
    unsigned flags;
    int64_t count;
    k_str rest; /* behind the head */
};

static const char *check_head(const struct passkey_site *site, k_str data,
                              struct auth_data *out)
{
    struct k_digest rp = k_secret_sha256(site->rp_id);
    if (data.n < HEAD || data.n > PASSKEY_DATA_MAX)
        return "the authenticator data is too short or too long";
    const unsigned char *p = (const unsigned char *)data.p;
    if (!k_secret_same(k_str_sub(data, 0, sizeof rp.bytes), k_digest_str(&rp)))
        return "it was made for another site";
    *out = (struct auth_data){.flags = p[32],
                              .count = (int64_t)p[33] << 24 | p[34] << 16 | p[35] << 8 | p[36],
                              .rest = k_str_from(data, HEAD)};
    return out->flags & FLAG_PRESENT ? NULL : "nobody touched the authenticator";
}

/* Extensions are a map of their own; we asked for none, and look at none. */
static const char *check_end(struct k_arena *a, const struct auth_data *d, k_str rest)
{
    size_t used = 0;
    if (d->flags & FLAG_MORE) {
        const struct cbor *more = cbor_read(a, rest, &used);
        if (more == NULL || more->type != CBOR_MAP)
            return "the extensions cannot be read";
    }
    return used == rest.n ? NULL : "there is something behind the authenticator data";
}

static const char *read_credential(struct k_arena *a, const struct auth_data *d,
                                   struct passkey_facts *out)
{
    struct k_verify_key key;
    size_t used = 0;
    if (!(d->flags & FLAG_KEY) || d->rest.n < 18)
        return "there is no credential in it";
    const unsigned char *p = (const unsigned char *)d->rest.p;
    size_t n = (size_t)p[16] << 8 | p[17];
    if (n == 0 || n > PASSKEY_ID_MAX || d->rest.n < 18 + n)
        return "the id of the credential is too short or too long";
    k_str rest = k_str_from(d->rest, 18 + n);
    const struct cbor *m = cbor_read(a, rest, &used);
    if (m == NULL || used > PASSKEY_KEY_MAX || !take_key(m, &key))
        return "the key is of a kind that is not taken here";
    out->aaguid = k_str_sub(d->rest, 0, 16);
    out->id = k_str_sub(d->rest, 18, n);
    out->key = k_str_sub(rest, 0, used);
    return check_end(a, d, k_str_from(rest, used));
}

static void take_head(const struct auth_data *d, struct passkey_facts *out)
{
    out->sign_count = d->count;
    out->user_verified = d->flags & FLAG_VERIFIED;
    out->backed_up = d->flags & FLAG_BACKED_UP;
}

/* --- the two ceremonies ------------------------------------------------------------------ */

const char *passkey_made(struct k_arena *a, const struct passkey_site *site, k_str challenge,
                         k_str client_data, k_str attestation, struct passkey_facts *out)
{
    struct auth_data d;
    size_t used = 0;
    *out = (struct passkey_facts){.sign_count = 0};
    const char *why = check_client(a, site, challenge, client_data, "webauthn.create");
    if (why)
        return why;
    const struct cbor *m =
        attestation.n <= PASSKEY_DATA_MAX ? cbor_read(a, attestation, &used) : NULL;
    if (m == NULL || used != attestation.n || cbor_text(cbor_at_text(m, "fmt")).n == 0)
        return "the attestation object cannot be read";
    why = check_head(site, cbor_bytes(cbor_at_text(m, "authData")), &d);
    if (why)
        return why;
    take_head(&d, out);
    return read_credential(a, &d, out);
}

const char *passkey_used(struct k_arena *a, const struct passkey_site *site, k_str challenge,
                         k_str key, const struct passkey_proof *proof,
                         struct passkey_facts *out)
{
    struct auth_data d;
    struct k_verify_key k;
    *out = (struct passkey_facts){.sign_count = 0};
    const char *why = check_client(a, site, challenge, proof->client_data, "webauthn.get");
    if (why == NULL)
        why = check_head(site, proof->authenticator_data, &d);
    if (why == NULL && d.flags & FLAG_KEY)
        why = "there is a credential in it";
    if (why == NULL)
        why = check_end(a, &d, d.rest);
    if (why)
        return why;
    take_head(&d, out);
    struct k_digest hash = k_secret_sha256(proof->client_data);
    k_str signed_text = k_cat(a, proof->authenticator_data, k_digest_str(&hash));
    if (!passkey_key(a, key, &k) || !k_verify(&k, signed_text, proof->signature))
        return "the signature does not fit";
    return NULL;
}

bool passkey_copied(int64_t stored, int64_t now)
{
    return (stored > 0 || now > 0) && now <= stored;
}

static bool is_number_address(k_str host)
{
    for (size_t i = 0; i < host.n; i++)
        if ((host.p[i] < '0' || host.p[i] > '9') && host.p[i] != '.')
            return k_str_chr(host, ':') >= 0;
    return true;
}

bool passkey_site(struct k_arena *a, k_str address, struct passkey_site *out)
{
    struct url u;
    if (!url_parse(a, address, &u) || is_number_address(u.host))
        return false;
    bool local = k_str_eqz(u.host, "localhost") || k_str_ends(u.host, K_S(".localhost"));
    *out = (struct passkey_site){.origin = url_origin(a, &u), .rp_id = u.host};
    return u.https || local;
}
