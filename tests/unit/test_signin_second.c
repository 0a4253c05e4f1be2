/* Second factors: the codes of RFC 6238 and RFC 4226, no code twice, and when one is asked for.
 */
#include "os/secret.h"
#include "os/verify.h"
#include "signin/second_rules.h"
#include "signin/totp.h"
#include "unit.h"

static const char seed[] = "12345678901234567890"; /* of both documents */

static void codes_are_those_of_the_documents(void **state)
{
    static const struct {
        int64_t seconds; /* RFC 6238, appendix B: SHA-1, eight digits */
        uint32_t code;
    } by_time[] = {{59, 94287082},         {1111111109, 7081804},  {1111111111, 14050471},
                   {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130}};
    static const uint32_t by_count[] = {755224, 287082, 359152, 969429, 338314,
                                        254676, 287922, 162583, 399871, 520489};
    for (size_t i = 0; i < ROWS(by_time); i++)
        assert_int_equal(totp_code(K_S(seed), by_time[i].seconds / 30, 8), by_time[i].code);
    for (size_t i = 0; i < ROWS(by_count); i++) /* RFC 4226, appendix D */
        assert_int_equal(totp_code(K_S(seed), (int64_t)i, 6), by_count[i]);
}

static void hmac_sha1_is_that_of_its_document(void **state)
{
    struct k_arena *a = *state;
    char key[20];
    memset(key, 0x0b, sizeof key); /* RFC 2202, cases 1 and 2 */
    struct k_sha1_mac one = k_verify_hmac_sha1(k_str_n(key, sizeof key), K_S("Hi There"));
    struct k_sha1_mac two =
        k_verify_hmac_sha1(K_S("Jefe"), K_S("what do ya want for nothing?"));
    assert_str(k_hex(a, k_str_n((char *)one.bytes, 20)),
               "b617318655057264e28bc0b6fb378c8ef146be00");
    assert_str(k_hex(a, k_str_n((char *)two.bytes, 20)),
               "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

static k_str code_at(struct k_arena *a, int64_t step)
{
    return k_fmt(a, "%06u", totp_code(K_S(seed), step, 6));
}

static void a_code_is_good_around_its_time_and_not_longer(void **state)
{
    struct k_arena *a = *state;
    const int64_t now = 50000000;
    int64_t step = 0;
    for (int64_t s = now - 4; s <= now + 4; s++) {
        bool ok = totp_check(K_S(seed), code_at(a, s), now * TOTP_STEP + 17 * K_SEC, 0, &step);
        assert_int_equal(ok, s >= now - 1 && s <= now + 1);
        if (ok)
            assert_int_equal(step, s);
    }
}

static void no_code_is_taken_twice_nor_one_before_it(void **state)
{
    struct k_arena *a = *state;
    const int64_t now = 50000000;
    int64_t step = 0;
    k_time at = now * TOTP_STEP;
    assert_true(totp_check(K_S(seed), code_at(a, now), at, 0, &step));
    assert_false(totp_check(K_S(seed), code_at(a, now), at, step, &step));
    assert_false(totp_check(K_S(seed), code_at(a, now - 1), at, now, &step));
    assert_true(totp_check(K_S(seed), code_at(a, now + 1), at, now, &step));
}

static void only_six_digits_are_a_code(void **state)
{
    struct k_arena *a = *state;
    const int64_t now = 50000000;
    int64_t step = 0;
    k_str code = code_at(a, now);
    k_str spaced = k_fmt(a, " %.3s %.3s ", code.p, code.p + 3);
    assert_true(totp_check(K_S(seed), spaced, now * TOTP_STEP, 0, &step));
    static const char *const bad[] = {"",       "12345",  "1234567",
                                      "12345a", "-12345", "１２３４５６"};
    for (size_t i = 0; i < ROWS(bad); i++)
        assert_false(totp_check(K_S(seed), k_str_z(bad[i]), now * TOTP_STEP, 0, &step));
}

static void a_qr_code_names_organisation_and_account(void **state)
{
    struct k_arena *a = *state;
    assert_str(totp_uri(a, K_S("Acme & Söhne"), K_S("jo@acme.example"), K_S(seed)),
               "otpauth://totp/Acme%20%26%20S%C3%B6hne:jo%40acme.example?secret="
               "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme%20%26%20S%C3%B6hne");
}

/* --- when more than a password is asked for ---------------------------------------------- */

#define T0 (100 * K_DAY)

static void a_policy_is_read_back_as_it_was_written(void **state)
{
    struct k_arena *a = *state;
    struct second_policy p = {.since = T0, .grace_days = 7}, q;
    p.roles[4] = p.roles[3] = true;
    second_policy_parse(a, second_policy_text(a, &p), &q);
    assert_true(second_policy_wants(&q, K_S("owner")) && second_policy_wants(&q, K_S("admin")));
    assert_false(second_policy_wants(&q, K_S("agent")));
    assert_int_equal(q.since, T0);
    assert_int_equal(q.grace_days, 7);
    static const char *const broken[] = {"", "[", "{\"roles\":7}", "{\"roles\":[\"chief\"]}"};
    for (size_t i = 0; i < ROWS(broken); i++) {
        second_policy_parse(a, k_str_z(broken[i]), &q);
        assert_false(second_policy_wants(&q, K_S("owner")));
    }
}

static void days_to_set_up_begin_with_the_policy_or_with_the_member(void **state)
{
    struct second_policy p = {.roles = {[1] = true}, .since = T0, .grace_days = 3};
    assert_int_equal(second_deadline(&p, K_S("agent"), 1), T0 + 3 * K_DAY);
    assert_int_equal(second_deadline(&p, K_S("agent"), T0 + K_DAY), T0 + 4 * K_DAY);
    assert_int_equal(second_deadline(&p, K_S("owner"), 1), 0);
    p.grace_days = 0;
    assert_int_equal(second_deadline(&p, K_S("agent"), 1), T0);
}

static void a_password_alone_is_enough_until_it_is_not(void **state)
{
    static const struct {
        bool totp, passkey;
        k_time deadline, now;
        enum second_verdict verdict;
    } rows[] = {
        {false, false, 0, T0, SECOND_ENOUGH},
        {true, false, 0, T0, SECOND_CODE},
        {true, true, 0, T0, SECOND_CODE},
        {false, true, 0, T0, SECOND_ENOUGH},
        {false, true, T0, T0 - 1, SECOND_ENOUGH},
        {false, true, T0, T0, SECOND_PASSKEY},
        {true, true, T0, T0, SECOND_CODE},
        {false, false, T0, T0, SECOND_ENOUGH}, /* let in to set one up, and no more */
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(
            second_after_password(rows[i].totp, rows[i].passkey, rows[i].deadline, rows[i].now),
            rows[i].verdict);
}

static void a_session_by_password_is_short_when_the_time_is_over(void **state)
{
    static const char *const more[] = {"totp", "recovery", "passkey", "provider"};
    assert_false(second_short(K_S("password"), 0, T0));
    assert_false(second_short(K_S("password"), T0, T0 - 1));
    assert_true(second_short(K_S("password"), T0, T0));
    assert_true(second_short(K_S(""), T0, T0));
    for (size_t i = 0; i < ROWS(more); i++)
        assert_false(second_short(k_str_z(more[i]), T0, T0 + K_DAY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_documents),
        arena_test(hmac_sha1_is_that_of_its_document),
        arena_test(a_code_is_good_around_its_time_and_not_longer),
        arena_test(no_code_is_taken_twice_nor_one_before_it),
        arena_test(only_six_digits_are_a_code),
        arena_test(a_qr_code_names_organisation_and_account),
        arena_test(a_policy_is_read_back_as_it_was_written),
        cmocka_unit_test(days_to_set_up_begin_with_the_policy_or_with_the_member),
        cmocka_unit_test(a_password_alone_is_enough_until_it_is_not),
        cmocka_unit_test(a_session_by_password_is_short_when_the_time_is_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
