/* second: the second factors that members set up: codes of an authenticator app, and recovery
 * codes for the day it is lost. Reads and writes second_factor, recovery_code, passkey; what
 * changes goes into the event log. Functions that change run in the caller's write transaction.
 * Secrets are sealed, and codes hashed, with the key that is outside the database. */
#ifndef KITH_SIGNIN_SECOND_H
#define KITH_SIGNIN_SECOND_H

#include "base/ctx.h"
#include "base/vec.h"
#include "os/secret.h"
#include "signin/second_rules.h"
#include "store/sql.gen.h"

#define SECOND_CODES 10 /* recovery codes made at once */

/* The policy of the organisation. */
k_err second_policy_get(struct k_ctx *cx, struct second_policy *out) K_CHECK;

/* A new secret for an app; it counts once a code confirms it. CONFLICT when one is confirmed.
 */
k_err second_totp_begin(struct k_ctx *cx, const struct k_secret_key *key, k_id member,
                        k_str *secret) K_CHECK;
/* The first code of the app. BAD_INPUT (field code). */
k_err second_totp_confirm(struct k_ctx *cx, const struct k_secret_key *key, k_id member,
                          k_str code) K_CHECK;
k_err second_totp_drop(struct k_ctx *cx, k_id member) K_CHECK;

/* Uses up a code of the app or a recovery code. *factor: "totp" or "recovery"; K_NONE when it
 * is neither, or was used before. */
k_err second_code_use(struct k_ctx *cx, const struct k_secret_key *key, k_id member, k_str code,
                      k_str *factor) K_CHECK;

struct second_codes {
    k_str *v;
    size_t n, cap;
};
/* New recovery codes in place of all before, as they are shown once: "ABCD-EFGH-IJKL-MNOP". */
k_err second_recovery_make(struct k_ctx *cx, const struct k_secret_key *key, k_id member,
                           struct second_codes *out) K_CHECK;

/* Recovery codes go with the last thing they are for. */
k_err second_tidy(struct k_ctx *cx, k_id member) K_CHECK;
/* Somebody lost what they had: it is taken off by an admin, or from the console. */
k_err second_reset(struct k_ctx *cx, k_id member, bool totp, bool passkeys) K_CHECK;

#endif
