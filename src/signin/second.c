/* second: secrets and codes of members. */
#include "signin/second.h"
#include "domain/account.h"
#include "signin/totp.h"
#include "store/setting.h"

#define RECOVERY_BYTES 10 /* 80 bits: 16 letters and digits */

k_err second_policy_get(struct k_ctx *cx, struct second_policy *out)
{
    k_str text;
    K_TRY(setting_get(cx, K_S(SECOND_SETTING), &text));
    second_policy_parse(cx->arena, text, out);
    return K_OK;
}

/* --- the app ----------------------------------------------------------------------------- */

static k_str purpose(struct k_ctx *cx, k_id member)
{
    return k_fmt(cx->arena, "totp:%lld", (long long)member);
}

static k_err open_secret(struct k_ctx *cx, const struct k_secret_key *key, k_id member,
                         const struct sq_second_get_row *row, k_str *secret)
{
    if (k_secret_open(cx->arena, key, purpose(cx, member), row->totp, secret) == K_OK)
        return K_OK;
    return k_fail(cx, K_ERR_INTERNAL, NULL,
                  "The secret of the authenticator app cannot be opened with this server's key "
                  "file. An admin must reset it.");
}

k_err second_totp_begin(struct k_ctx *cx, const struct k_secret_key *key, k_id member,
                        k_str *secret)
{
    char raw[TOTP_SECRET];
    int64_t changed = 0;
    k_secret_random(raw, sizeof raw);
    *secret = k_dup(cx->arena, k_str_n(raw, sizeof raw));
    k_str sealed = k_secret_seal(cx->arena, key, purpose(cx, member), *secret);
    K_TRY(sq_second_totp_start(cx, member, sealed, &changed));
    k_secret_wipe(raw, sizeof raw);
    if (changed == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "You have an authenticator app already. Take it off first.");
    return K_OK;
}

k_err second_totp_confirm(struct k_ctx *cx, const struct k_secret_key *key, k_id member,
                          k_str code)
{
    struct sq_second_get_row row;
    k_str secret;
    bool found;
    int64_t step = 0, changed = 0;
    K_TRY(sq_second_get(cx, member, &row, &found));
    if (!found || row.totp.n == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL, "Begin with a new secret first.");
    K_TRY(open_secret(cx, key, member, &row, &secret));
    if (!totp_check(secret, code, k_cx_now(cx), 0, &step))
        return k_fail(cx, K_ERR_BAD_INPUT, "code",
                      "This is not the code that the app shows now. Is the clock of the phone "
                      "right?");
    K_TRY(sq_second_totp_confirm(cx, member, step, k_cx_now(cx), &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL, "This was confirmed already.");
    return account_record(cx, "member.totp_set", "member", member, NULL, K_NONE);
}

k_err second_totp_drop(struct k_ctx *cx, k_id member)
{
    int64_t changed = 0;
    K_TRY(sq_second_totp_drop(cx, member, &changed));
    if (changed == 0)
        return K_OK;
    K_TRY(second_tidy(cx, member));
    return account_record(cx, "member.totp_removed", "member", member, NULL, K_NONE);
}

static k_err use_totp(struct k_ctx *cx, const struct k_secret_key *key, k_id member, k_str code,
                      bool *ok)
{
    struct sq_second_get_row row;
    k_str secret;
    bool found;
    int64_t step = 0, changed = 0;
    *ok = false;
    K_TRY(sq_second_get(cx, member, &row, &found));
    if (!found || row.totp_confirmed_at == 0)
        return K_OK;
    K_TRY(open_secret(cx, key, member, &row, &secret));
    if (!totp_check(secret, code, k_cx_now(cx), row.totp_last_step, &step))
        return K_OK;
    /* Two who send the same code at the same moment: one of them changes the row. */
    K_TRY(sq_second_totp_use(cx, member, step, &changed));
    *ok = changed > 0;
    return K_OK;
}

/* --- recovery codes ---------------------------------------------------------------------- */

static k_str digest(struct k_ctx *cx, const struct k_secret_key *key, k_id member, k_str code)
{
    const k_str parts[] = {K_S("recovery"), k_fmt(cx->arena, "%lld", (long long)member),
                           k_code_bare(cx->arena, code)};
    struct k_digest d =
        k_secret_blake2b(k_str_n((const char *)key->bytes, sizeof key->bytes), parts, 3);
    return k_dup(cx->arena, k_digest_str(&d));
}

k_err second_recovery_make(struct k_ctx *cx, const struct k_secret_key *key, k_id member,
                           struct second_codes *out)
{
    *out = (struct second_codes){.n = 0};
    K_TRY(sq_recovery_clear(cx, member, NULL));
    K_TRY(sq_second_recovery_made(cx, member, k_cx_now(cx), NULL));
    for (int i = 0; i < SECOND_CODES; i++) {
        k_str s = k_secret_token(cx->arena, RECOVERY_BYTES, K_SECRET_BASE32);
        k_str code = k_fmt(cx->arena, "%.4s-%.4s-%.4s-%.4s", s.p, s.p + 4, s.p + 8, s.p + 12);
        K_TRY(sq_recovery_add(cx, member, digest(cx, key, member, code), NULL));
        *k_vec_push(cx->arena, out) = code;
    }
    return account_record(cx, "member.recovery_codes_made", "member", member, NULL, K_NONE);
}

static k_err use_recovery(struct k_ctx *cx, const struct k_secret_key *key, k_id member,
                          k_str code, bool *ok)
{
    int64_t changed = 0;
    *ok = false;
    if (k_code_bare(cx->arena, code).n != 16)
        return K_OK;
    K_TRY(sq_recovery_use(cx, member, digest(cx, key, member, code), k_cx_now(cx), &changed));
    *ok = changed > 0;
    return *ok ? account_record(cx, "member.recovery_code_used", "member", member, NULL, K_NONE)
               : K_OK;
}

k_err second_code_use(struct k_ctx *cx, const struct k_secret_key *key, k_id member, k_str code,
                      k_str *factor)
{
    bool ok;
    *factor = K_NONE;
    K_TRY(use_totp(cx, key, member, code, &ok));
    if (ok) {
        *factor = K_S("totp");
        return K_OK;
    }
    K_TRY(use_recovery(cx, key, member, code, &ok));
    if (ok)
        *factor = K_S("recovery");
    return K_OK;
}

/* --- taking off -------------------------------------------------------------------------- */

k_err second_tidy(struct k_ctx *cx, k_id member)
{
    struct sq_second_get_row row;
    bool found;
    K_TRY(sq_second_get(cx, member, &row, &found));
    if (found && (row.totp_confirmed_at || row.passkeys))
        return K_OK;
    return sq_recovery_clear(cx, member, NULL);
}

k_err second_reset(struct k_ctx *cx, k_id member, bool totp, bool passkeys)
{
    if (totp)
        K_TRY(sq_second_totp_drop(cx, member, NULL));
    if (passkeys)
        K_TRY(sq_passkey_delete_of(cx, member, NULL));
    K_TRY(second_tidy(cx, member));
    return account_record(cx, "member.second_factor_reset", "member", member, "what",
                          totp && passkeys ? K_S("all")
                          : totp           ? K_S("totp")
                                           : K_S("passkeys"));
}
