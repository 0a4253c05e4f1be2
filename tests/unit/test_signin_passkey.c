/* Passkeys: the test vectors of the standard, one by one, and what must be refused. */
#include "base/utf8.h"
#include "formats/cbor.h"
#include "os/secret.h"
#include "signin/passkey.h"
#include "unit.h"

struct vector {
    const char *name, *id, *challenge, *client_data, *attestation, *challenge2, *client_data2,
        *authenticator_data, *signature;
};
#define VECTOR(...) {__VA_ARGS__},
static const struct vector vectors[] = {
#include "webauthn.def"
};

/* What is not taken: algorithms that we do not offer, pages inside other pages. */
static const struct {
    const char *name, *why;
} refused[] = {
    {"none-es256-crossOrigin", "it was made inside the page of another site"},
    {"none-es256-topOrigin", "it was made inside the page of another site"},
    {"packed-es384", "the key is of a kind that is not taken here"},
    {"packed-es512", "the key is of a kind that is not taken here"},
    {"packed-ed448", "the key is of a kind that is not taken here"},
};

static const struct passkey_site site = {K_S_INIT("https://example.org"),
                                         K_S_INIT("example.org")};

static k_str hex(struct k_arena *a, const char *text)
{
    k_str out = K_NONE;
    assert_true(k_hex_decode(a, k_str_z(text), &out));
    return out;
}

static const char *why_refused(const char *name)
{
    for (size_t i = 0; i < ROWS(refused); i++)
        if (strcmp(refused[i].name, name) == 0)
            return refused[i].why;
    return NULL;
}

static const struct vector *named(const char *name)
{
    for (size_t i = 0; i < ROWS(vectors); i++)
        if (strcmp(vectors[i].name, name) == 0)
            return &vectors[i];
    fail_msg("no vector %s", name);
    return NULL;
}

static const char *made(struct k_arena *a, const struct vector *v, struct passkey_facts *out)
{
    return passkey_made(a, &site, hex(a, v->challenge), hex(a, v->client_data),
                        hex(a, v->attestation), out);
}

static const char *used(struct k_arena *a, const struct vector *v, k_str key,
                        struct passkey_facts *out)
{
    struct passkey_proof proof = {hex(a, v->client_data2), hex(a, v->authenticator_data),
                                  hex(a, v->signature)};
    return passkey_used(a, &site, hex(a, v->challenge2), key, &proof, out);
}

static void each_vector_of_the_standard_ends_as_it_must(void **state)
{
    struct k_arena *a = *state;
    for (size_t i = 0; i < ROWS(vectors); i++) {
        const struct vector *v = &vectors[i];
        struct passkey_facts f, u;
        const char *want = why_refused(v->name), *got = made(a, v, &f);
        if (want ? got == NULL || strcmp(got, want) != 0 : got != NULL)
            fail_msg("%s: %s", v->name, got ? got : "taken");
        if (want)
            continue;
        assert_true(k_str_eq(f.id, hex(a, v->id)));
        assert_int_equal(f.aaguid.n, 16);
        got = used(a, v, f.key, &u);
        if (got)
            fail_msg("%s, used: %s", v->name, got);
        assert_int_equal(u.sign_count, 0);
    }
}

static void user_verification_and_backup_are_read_from_the_flags(void **state)
{
    static const struct {
        const char *name;
        bool made_verified, made_backed_up, used_verified;
    } rows[] = {{"none-es256", false, true, false},
                {"packed-self-es256", true, true, false},
                {"packed-es256", true, false, true},
                {"packed-eddsa", false, false, false}};
    struct k_arena *a = *state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct passkey_facts f, u;
        const struct vector *v = named(rows[i].name);
        assert_null(made(a, v, &f));
        assert_null(used(a, v, f.key, &u));
        assert_int_equal(f.user_verified, rows[i].made_verified);
        assert_int_equal(f.backed_up, rows[i].made_backed_up);
        assert_int_equal(u.user_verified, rows[i].used_verified);
    }
}

static void another_place_or_challenge_is_refused(void **state)
{
    struct k_arena *a = *state;
    const struct vector *v = named("none-es256");
    struct passkey_facts f;
    struct passkey_site other = {K_S("https://example.com"), K_S("example.org")},
                        rp = {K_S("https://example.org"), K_S("org")},
                        port = {K_S("https://example.org:8443"), K_S("example.org")};
    k_str c = hex(a, v->challenge), d = hex(a, v->client_data), o = hex(a, v->attestation);
    assert_string_equal(passkey_made(a, &other, c, d, o, &f),
                        "it was made for another address");
    assert_string_equal(passkey_made(a, &port, c, d, o, &f), "it was made for another address");
    assert_string_equal(passkey_made(a, &rp, c, d, o, &f), "it was made for another site");
    assert_string_equal(passkey_made(a, &site, hex(a, v->challenge2), d, o, &f),
                        "the challenge is another one");
    assert_string_equal(passkey_made(a, &site, K_NONE, d, o, &f),
                        "the challenge is another one");
    assert_string_equal(
        passkey_made(a, &site, hex(a, v->challenge2), hex(a, v->client_data2), o, &f),
        "the client data is of another kind");
    assert_true(k_str_eq(passkey_challenge(a, d), c));
    assert_null(passkey_challenge(a, K_S("{}")).p);
    assert_null(passkey_challenge(a, K_S("[")).p);
}

/* Each byte of what is signed, of the signature and of the key matters. */
static void one_changed_bit_anywhere_is_refused(void **state)
{
    struct k_arena *a = *state;
    static const char *const names[] = {"packed-es256", "packed-rs256", "packed-eddsa"};
    for (size_t n = 0; n < ROWS(names); n++) {
        const struct vector *v = named(names[n]);
        struct passkey_facts f, u;
        assert_null(made(a, v, &f));
        k_str parts[] = {hex(a, v->authenticator_data), hex(a, v->signature),
                         hex(a, v->client_data2), k_dup(a, f.key)};
        for (size_t p = 0; p < 4; p++)
            for (size_t i = 0; i < parts[p].n; i += p == 3 ? 7 : 3) {
                char *byte = (char *)(uintptr_t)parts[p].p + i;
                *byte = (char)(*byte ^ 1);
                struct passkey_proof proof = {parts[2], parts[0], parts[1]};
                if (passkey_used(a, &site, hex(a, v->challenge2), parts[3], &proof, &u) == NULL)
                    fail_msg("%s: part %zu, byte %zu", names[n], p, i);
                *byte = (char)(*byte ^ 1);
            }
    }
}

static void what_is_cut_off_or_longer_is_refused(void **state)
{
    struct k_arena *a = *state;
    const struct vector *v = named("packed-self-es256");
    struct passkey_facts f;
    k_str c = hex(a, v->challenge), d = hex(a, v->client_data), o = hex(a, v->attestation);
    for (size_t n = 0; n < o.n; n++)
        if (passkey_made(a, &site, c, d, k_str_sub(o, 0, n), &f) == NULL)
            fail_msg("taken with %zu bytes", n);
    assert_non_null(passkey_made(a, &site, c, d, k_cat(a, o, K_S("x")), &f));
    assert_null(passkey_made(a, &site, c, d, o, &f));
    struct passkey_proof proof = {hex(a, v->client_data2), hex(a, v->authenticator_data),
                                  hex(a, v->signature)};
    k_str longer = k_cat(a, proof.authenticator_data, K_S("x"));
    proof.authenticator_data = longer;
    assert_string_equal(passkey_used(a, &site, hex(a, v->challenge2), f.key, &proof,
                                     &(struct passkey_facts){0}),
                        "there is something behind the authenticator data");
}

static void a_counter_that_goes_back_or_stays_tells_of_a_copy(void **state)
{
    assert_false(passkey_copied(0, 0)); /* does not count at all */
    assert_false(passkey_copied(0, 1));
    assert_false(passkey_copied(7, 8));
    assert_true(passkey_copied(7, 7));
    assert_true(passkey_copied(7, 6));
    assert_true(passkey_copied(7, 0));
}

static void passkeys_can_be_had_where_a_name_is_behind_tls(void **state)
{
    struct k_arena *a = *state;
    static const struct {
        const char *address, *origin, *rp_id; /* origin NULL: not there */
    } rows[] = {
        {"https://kith.example", "https://kith.example", "kith.example"},
        {"https://Kith.Example:8443/", "https://kith.example:8443", "kith.example"},
        {"http://localhost:7780", "http://localhost:7780", "localhost"},
        {"http://kith.example", NULL, NULL},
        {"https://127.0.0.1", NULL, NULL},
        {"https://[::1]:443", NULL, NULL},
        {"http://127.0.0.1:7780", NULL, NULL},
        {"kith.example", NULL, NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct passkey_site s;
        bool ok = passkey_site(a, k_str_z(rows[i].address), &s);
        if (ok != (rows[i].origin != NULL))
            fail_msg("%s", rows[i].address);
        if (!ok)
            continue;
        assert_str(s.origin, rows[i].origin);
        assert_str(s.rp_id, rows[i].rp_id);
    }
}

/* --- cbor -------------------------------------------------------------------------------- */

/* From RFC 8949, appendix A, as far as it is read here; what is not gives nothing. */
static const struct {
    const char *hex;
    enum cbor_type type;
    int64_t num;
} items[] = {
    {"00", CBOR_INT, 0},
    {"17", CBOR_INT, 23},
    {"1818", CBOR_INT, 24},
    {"1903e8", CBOR_INT, 1000},
    {"1a000f4240", CBOR_INT, 1000000},
    {"1b000000e8d4a51000", CBOR_INT, 1000000000000},
    {"20", CBOR_INT, -1},
    {"3863", CBOR_INT, -100},
    {"3903e7", CBOR_INT, -1000},
    {"3b7fffffffffffffff", CBOR_INT, INT64_MIN},
    {"f4", CBOR_BOOL, 0},
    {"f5", CBOR_BOOL, 1},
    {"f6", CBOR_NULL, 0},
    {"40", CBOR_BYTES, 0},
    {"4401020304", CBOR_BYTES, 0},
    {"6449455446", CBOR_TEXT, 0},
    {"62c3bc", CBOR_TEXT, 0},
    {"80", CBOR_LIST, 0},
    {"8301820203820405", CBOR_LIST, 0},
    {"a0", CBOR_MAP, 0},
    {"a26161016162820203", CBOR_MAP, 0},
};
static const char *const not_read[] = {
    "1bffffffffffffffff",
    "3bffffffffffffffff", /* beyond 64 bits with sign */
    "f90000",
    "fb3ff199999999999a", /* floats */
    "f7",
    "f0",
    "c11a514b67b0", /* undefined, simple, tags */
    "5f42010243030405ff",
    "9fff",
    "bf61610161629f0203ffff", /* no length */
    "1c",
    "18",
    "42 ",
    "62c328",
    "a1",         /* reserved, cut off, not UTF-8 */
    "a201020103", /* a key twice */
    "a1f500",
    "a1400100", /* keys of other kinds */
    "9b7fffffffffffffff",
    "5b7fffffffffffffff",
    "",
    "818181818181818181818181", /* deep */
};

static void items_are_read_and_nothing_else(void **state)
{
    struct k_arena *a = *state;
    size_t n = 0;
    for (size_t i = 0; i < ROWS(items); i++) {
        k_str data = hex(a, items[i].hex);
        const struct cbor *c = cbor_read(a, data, &n);
        if (c == NULL || n != data.n || c->type != items[i].type)
            fail_msg("%s", items[i].hex);
        if (c->type == CBOR_INT || c->type == CBOR_BOOL)
            assert_int_equal(c->num, items[i].num);
    }
    for (size_t i = 0; i < ROWS(not_read); i++) {
        k_str data = K_NONE;
        if (k_hex_decode(a, k_str_trim(k_str_z(not_read[i])), &data) && cbor_read(a, data, &n))
            fail_msg("%s was read", not_read[i]);
    }
}

static void a_map_is_asked_by_key(void **state)
{
    struct k_arena *a = *state;
    size_t n;
    const struct cbor *c = cbor_read(a, hex(a, "a401022003616162686926420102"), &n);
    assert_non_null(c);
    assert_int_equal(c->n, 4);
    assert_int_equal(cbor_int(cbor_at_int(c, 1), 0), 2);
    assert_int_equal(cbor_int(cbor_at_int(c, -1), 0), 3);
    assert_str(cbor_text(cbor_at_text(c, "a")), "hi");
    assert_int_equal(cbor_bytes(cbor_at_int(c, -7)).n, 2);
    assert_null(cbor_at_int(c, 9));
    assert_null(cbor_at_text(c, "b"));
    assert_null(cbor_bytes(cbor_at_int(c, 1)).p);
    assert_int_equal(cbor_int(NULL, 17), 17);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(each_vector_of_the_standard_ends_as_it_must),
        arena_test(user_verification_and_backup_are_read_from_the_flags),
        arena_test(another_place_or_challenge_is_refused),
        arena_test(one_changed_bit_anywhere_is_refused),
        arena_test(what_is_cut_off_or_longer_is_refused),
        cmocka_unit_test(a_counter_that_goes_back_or_stays_tells_of_a_copy),
        arena_test(passkeys_can_be_had_where_a_name_is_behind_tls),
        arena_test(items_are_read_and_nothing_else),
        arena_test(a_map_is_asked_by_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
