/* totp: one-time codes by time (RFC 6238 on RFC 4226): SHA-1, six digits, 30 seconds, which is
 * what every authenticator app can do. Pure. */
#ifndef KITH_SIGNIN_TOTP_H
#define KITH_SIGNIN_TOTP_H

#include "base/arena.h"
#include "base/time.h"

#define TOTP_SECRET 20 /* bytes: as long as the digest (RFC 4226, 4) */
#define TOTP_STEP (30 * K_SEC)
#define TOTP_DIGITS 6
#define TOTP_DRIFT 1 /* steps before and after that a slow clock or a slow hand may take */

/* The code of a step (time / TOTP_STEP). */
uint32_t totp_code(k_str secret, int64_t step, int digits);
/* Whether what somebody typed (blanks are skipped) is the code of a step around `now` that is
 * later than `last`, the newest one that was used. *step is that step: to be kept as used. */
bool totp_check(k_str secret, k_str typed, k_time now, int64_t last, int64_t *step);
/* What a QR code holds: otpauth://totp/Organisation:mail?secret=...&issuer=Organisation */
k_str totp_uri(struct k_arena *a, k_str organisation, k_str account, k_str secret);

#endif
