/* totp: the codes, and the address that carries a secret into an app. */
#include "signin/totp.h"
#include "base/buf.h"
#include "os/secret.h"
#include "os/verify.h"

uint32_t totp_code(k_str secret, int64_t step, int digits)
{
    char counter[8];
    uint32_t limit = 1;
    for (int i = 0; i < 8; i++)
        counter[i] = (char)((uint64_t)step >> (8 * (7 - i)));
    struct k_sha1_mac mac = k_verify_hmac_sha1(secret, k_str_n(counter, sizeof counter));
    const unsigned char *p = mac.bytes + (mac.bytes[19] & 0xf);
    uint32_t n =
        (uint32_t)(p[0] & 0x7f) << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    for (int i = 0; i < digits; i++)
        limit *= 10;
    return n % limit;
}

/* Exactly the digits of a code, blanks left out. */
static bool digits_of(k_str typed, char out[TOTP_DIGITS])
{
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        if (typed.p[i] == ' ')
            continue;
        if (typed.p[i] < '0' || typed.p[i] > '9' || n == TOTP_DIGITS)
            return false;
        out[n++] = typed.p[i];
    }
    return n == TOTP_DIGITS;
}

bool totp_check(k_str secret, k_str typed, k_time now, int64_t last, int64_t *step)
{
    char digits[TOTP_DIGITS], want[TOTP_DIGITS + 1];
    int64_t at = now / TOTP_STEP, found = 0;
    if (!digits_of(typed, digits))
        return false;
    /* All are compared, also after one fits: the time tells nothing. */
    for (int64_t s = at - TOTP_DRIFT; s <= at + TOTP_DRIFT; s++) {
        snprintf(want, sizeof want, "%06u", totp_code(secret, s, TOTP_DIGITS) % 1000000U);
        bool same = k_secret_same(k_str_n(want, TOTP_DIGITS), k_str_n(digits, TOTP_DIGITS));
        if (same && s > last && found == 0)
            found = s;
    }
    *step = found;
    return found != 0;
}

k_str totp_uri(struct k_arena *a, k_str organisation, k_str account, k_str secret)
{
    struct k_buf b;
    k_str name = organisation.n ? organisation : K_S("Kith");
    k_buf_init(&b, a, 8192);
    k_buf_str(&b, K_S("otpauth://totp/"));
    k_buf_url(&b, name);
    k_buf_chr(&b, ':');
    k_buf_url(&b, account);
    k_buf_fmt(&b, "?secret=%.*s&issuer=", K_ARG(k_base32(a, secret)));
    k_buf_url(&b, name);
    return k_buf_view(&b);
}
