/* Secrets: known answers of the published test vectors, and what must be refused. */
#include "unit.h"
#include "os/file.h"
#include "os/secret.h"
#include <sys/stat.h>
#include <unistd.h>

static void digests_give_the_published_answers(void **state)
{
    struct k_digest d = k_secret_sha256(K_S("abc"));
    assert_str(
        k_hex(*state, k_digest_str(&d)),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); /* FIPS 180 */
    d = k_secret_sha256(K_NONE);
    assert_str(k_hex(*state, k_digest_str(&d)),
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    d = k_secret_hmac_sha256(K_S("Jefe"), K_S("what do ya want for nothing?")); /* RFC 4231 */
    assert_str(k_hex(*state, k_digest_str(&d)),
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    char long_key[131];
    memset(long_key, 0xaa, sizeof long_key);
    d = k_secret_hmac_sha256(k_str_n(long_key, sizeof long_key),
                             K_S("Test Using Larger Than Block-Size Key - Hash Key First"));
    assert_str(k_hex(*state, k_digest_str(&d)),
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void keyed_digests_tell_lists_of_parts_apart(void **state)
{
    (void)state;
    const k_str one[] = {K_S("ab"), K_S("c")}, two[] = {K_S("a"), K_S("bc")};
    struct k_digest a = k_secret_blake2b(K_S("salt"), one, 2);
    struct k_digest b = k_secret_blake2b(K_S("salt"), two, 2);
    struct k_digest again = k_secret_blake2b(K_S("salt"), one, 2);
    struct k_digest other = k_secret_blake2b(K_S("tlas"), one, 2);
    struct k_digest none = k_secret_blake2b(K_NONE, one, 2);
    assert_memory_equal(&a, &again, sizeof a);
    assert_memory_not_equal(&a, &b, sizeof a);
    assert_memory_not_equal(&a, &other, sizeof a);
    assert_memory_not_equal(&a, &none, sizeof a);
}

static void encodings_round_trip_by_the_standard(void **state)
{
    static const struct {
        const char *raw, *b64, *b64url, *b32, *hex;
    } rows[] = {
        {"", "", "", "", ""}, /* RFC 4648 section 10 */
        {"f", "Zg==", "Zg", "MY", "66"},
        {"fo", "Zm8=", "Zm8", "MZXQ", "666f"},
        {"foo", "Zm9v", "Zm9v", "MZXW6", "666f6f"},
        {"foob", "Zm9vYg==", "Zm9vYg", "MZXW6YQ", "666f6f62"},
        {"fooba", "Zm9vYmE=", "Zm9vYmE", "MZXW6YTB", "666f6f6261"},
        {"foobar", "Zm9vYmFy", "Zm9vYmFy", "MZXW6YTBOI", "666f6f626172"},
        {"\xff\xfe\xfb", "//77", "__77", "777PW", "fffefb"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        k_str raw = k_str_z(rows[i].raw), back;
        assert_str(k_base64(*state, raw), rows[i].b64);
        assert_str(k_base64url(*state, raw), rows[i].b64url);
        assert_str(k_base32(*state, raw), rows[i].b32);
        assert_str(k_hex(*state, raw), rows[i].hex);
        assert_true(k_base64_decode(*state, k_str_z(rows[i].b64), &back) &&
                    k_str_eq(back, raw));
        assert_true(k_base64url_decode(*state, k_str_z(rows[i].b64url), &back) &&
                    k_str_eq(back, raw));
        assert_true(k_base32_decode(*state, k_str_z(rows[i].b32), &back) &&
                    k_str_eq(back, raw));
        assert_true(k_hex_decode(*state, k_str_z(rows[i].hex), &back) && k_str_eq(back, raw));
    }
}

static void bad_encodings_are_refused(void **state)
{
    k_str out;
    static const char *const b64[] = {"Zg",    "Zg=",  "Zg===", "Z",
                                      "Zm9v!", "Zh==", "Zm 9v", "__77"};
    static const char *const url[] = {"Zg==", "//77", "Z", "Zm9v ", "Zh"};
    static const char *const b32[] = {"M", "MYA", "M1", "MY!", "MZ", "MYAAAA"};
    static const char *const hex[] = {"6", "6g", "66 6", "0x66"};
    for (size_t i = 0; i < ROWS(b64); i++)
        if (k_base64_decode(*state, k_str_z(b64[i]), &out))
            fail_msg("base64 %s", b64[i]);
    for (size_t i = 0; i < ROWS(url); i++)
        if (k_base64url_decode(*state, k_str_z(url[i]), &out))
            fail_msg("base64url %s", url[i]);
    for (size_t i = 0; i < ROWS(b32); i++)
        if (k_base32_decode(*state, k_str_z(b32[i]), &out))
            fail_msg("base32 %s", b32[i]);
    for (size_t i = 0; i < ROWS(hex); i++)
        if (k_hex_decode(*state, k_str_z(hex[i]), &out))
            fail_msg("hex %s", hex[i]);
    assert_true(k_base32_decode(*state, K_S("mzxw 6ytb-oi======"), &out));
    assert_str(out, "foobar");
}

static void tokens_differ_and_have_their_form(void **state)
{
    k_str hex = k_secret_token(*state, 16, K_SECRET_HEX);
    k_str b32 = k_secret_token(*state, 20, K_SECRET_BASE32);
    k_str url = k_secret_token(*state, 32, K_SECRET_BASE64URL);
    assert_int_equal(hex.n, 32);
    assert_int_equal(b32.n, 32);
    assert_int_equal(url.n, 43);
    assert_false(k_str_eq(url, k_secret_token(*state, 32, K_SECRET_BASE64URL)));
    assert_true(k_secret_random_u64() != k_secret_random_u64());
}

static void comparing_is_right_also_for_nothing(void **state)
{
    (void)state;
    assert_true(k_secret_same(K_S("abc"), K_S("abc")));
    assert_false(k_secret_same(K_S("abc"), K_S("abd")));
    assert_false(k_secret_same(K_S("abc"), K_S("abcd")));
    assert_true(k_secret_same(K_NONE, K_S("")));
    char z[] = "secret";
    k_secret_wipe(z, sizeof z);
    assert_memory_equal(z, "\0\0\0\0\0\0\0", 7);
}

static void a_password_opens_its_own_hash_only(void **state)
{
    k_str hash, again;
    char long_word[K_SECRET_PASSWORD_MAX + 1] = {0};
    k_secret_set_cost((struct k_secret_cost){0, 0}); /* raised to the least that is allowed */
    assert_int_equal(k_secret_password_hash(*state, K_S("correct horse"), &hash), K_OK);
    assert_int_equal(k_secret_password_hash(*state, K_S("correct horse"), &again), K_OK);
    assert_true(k_str_starts(hash, K_S("$argon2id$v=19$m=8,t=1,p=1$")));
    assert_false(k_str_eq(hash, again)); /* salted */
    assert_true(k_secret_password_ok(hash, K_S("correct horse")));
    assert_false(k_secret_password_ok(hash, K_S("correct horsE")));
    assert_false(k_secret_password_ok(hash, K_S("correct horse ")));
    assert_false(k_secret_password_ok(hash, K_NONE));
    assert_false(k_secret_password_ok(K_NONE, K_S("correct horse")));
    assert_false(k_secret_password_ok(K_S("plain"), K_S("plain")));
    k_str too_long = {long_word, sizeof long_word};
    assert_int_equal(k_secret_password_hash(*state, too_long, &again), K_ERR_LIMIT);
    assert_false(k_secret_password_ok(hash, too_long));
    k_secret_password_dummy(K_S("whatever"));
    assert_false(k_secret_password_old(hash));
    k_secret_set_cost((struct k_secret_cost){2, 16384});
    assert_true(k_secret_password_old(hash));
    assert_true(k_secret_password_ok(hash, K_S("correct horse")));
    assert_true(k_secret_password_old(K_S("nonsense")));
}

static void a_sealed_value_opens_with_its_key_and_purpose_only(void **state)
{
    struct k_secret_key key, other;
    k_str plain;
    k_secret_random(&key, sizeof key);
    k_secret_random(&other, sizeof other);
    static const char *const texts[] = {"", "app-password",
                                        "with \xc3\xa4 and more than one block"};
    for (size_t i = 0; i < ROWS(texts); i++) {
        k_str s = k_secret_seal(*state, &key, K_S("channel:1"), k_str_z(texts[i]));
        assert_int_equal(s.n, strlen(texts[i]) + 41);
        assert_true(texts[i][0] == 0 || k_str_find(s, k_str_z(texts[i])) < 0);
        assert_int_equal(k_secret_open(*state, &key, K_S("channel:1"), s, &plain), K_OK);
        assert_str(plain, texts[i]);
        assert_int_equal(k_secret_open(*state, &key, K_S("channel:2"), s, &plain),
                         K_ERR_BAD_INPUT);
        assert_null(plain.p);
        assert_int_equal(k_secret_open(*state, &other, K_S("channel:1"), s, &plain),
                         K_ERR_BAD_INPUT);
        for (size_t at = 0; at < s.n; at++) { /* any changed byte, any missing tail */
            char *bad = (char *)(uintptr_t)k_dup(*state, s).p;
            bad[at] ^= 1;
            assert_int_equal(
                k_secret_open(*state, &key, K_S("channel:1"), k_str_n(bad, s.n), &plain),
                K_ERR_BAD_INPUT);
            assert_int_equal(
                k_secret_open(*state, &key, K_S("channel:1"), k_str_n(s.p, at), &plain),
                K_ERR_BAD_INPUT);
        }
    }
    assert_int_equal(k_secret_open(*state, &key, K_S("x"), K_NONE, &plain), K_ERR_BAD_INPUT);
}

static void the_key_file_is_made_once_and_guarded(void **state)
{
    struct k_secret_key a, b;
    k_str dir;
    unsigned mode = 0;
    assert_int_equal(os_folder_temp(*state, "kith-test", &dir), K_OK);
    const char *path = k_fmt(*state, "%s/key", dir.p).p;
    assert_int_equal(k_secret_key_load(path, false, &a), K_ERR_NOT_FOUND);
    assert_int_equal(k_secret_key_load(path, true, &a), K_OK);
    assert_int_equal(k_secret_key_load(path, true, &b), K_OK);
    assert_memory_equal(&a, &b, sizeof a);
    assert_int_equal(os_file_mode(path, &mode), K_OK);
    assert_int_equal(mode, 0600);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(k_secret_key_load(path, true, &b), K_ERR_FORBIDDEN);
    assert_int_equal(os_file_write(path, K_S("not a key\n"), 0600), K_OK);
    assert_int_equal(k_secret_key_load(path, true, &b), K_ERR_BAD_INPUT);
    assert_int_equal(os_file_write(path, K_S(""), 0600), K_OK);
    assert_int_equal(k_secret_key_load(path, true, &b), K_ERR_BAD_INPUT);
    assert_int_equal(os_folder_remove(dir.p), K_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(digests_give_the_published_answers),
        arena_test(keyed_digests_tell_lists_of_parts_apart),
        arena_test(encodings_round_trip_by_the_standard),
        arena_test(bad_encodings_are_refused),
        arena_test(tokens_differ_and_have_their_form),
        arena_test(comparing_is_right_also_for_nothing),
        arena_test(a_password_opens_its_own_hash_only),
        arena_test(a_sealed_value_opens_with_its_key_and_purpose_only),
        arena_test(the_key_file_is_made_once_and_guarded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
