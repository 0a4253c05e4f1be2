/* second_rules: when one factor is not enough. The organisation says of which roles it wants a
 * second one, and leaves them some days to set it up; who has an authenticator app is asked for
 * its code in any case. Pure. */
#ifndef KITH_SIGNIN_SECOND_RULES_H
#define KITH_SIGNIN_SECOND_RULES_H

#include "base/arena.h"
#include "base/time.h"

/* The setting "second_factor": {"roles":["owner"],"since":1767225600000000,"grace_days":7} */
#define SECOND_SETTING "second_factor"
#define SECOND_ROLES 5
#define SECOND_GRACE_MAX 90 /* days */

struct second_policy {
    bool roles[SECOND_ROLES]; /* by access_rank - 1: viewer .. owner */
    k_time since;
    int64_t grace_days;
};
/* A text that is none (or K_NONE) wants nothing of nobody. */
void second_policy_parse(struct k_arena *a, k_str text, struct second_policy *out);
k_str second_policy_text(struct k_arena *a, const struct second_policy *p);
bool second_policy_wants(const struct second_policy *p, k_str role);

/* Until when a member of this role, here since joined_at, may go on without; 0: for ever. */
k_time second_deadline(const struct second_policy *p, k_str role, k_time joined_at);

/* Sessions remember how they began: password, or totp, recovery, passkey, provider. Whether
 * that was more than a password; a provider's own rules count. */
bool second_strong(k_str factor);
/* Whether a session that began so may do nothing but set up a second factor. */
bool second_short(k_str factor, k_time deadline, k_time now);

enum second_verdict {
    SECOND_ENOUGH,
    SECOND_CODE,    /* a code is asked for */
    SECOND_PASSKEY, /* not by password: they have a passkey, and the role needs more */
};
/* What is said to the right password alone. */
enum second_verdict second_after_password(bool has_totp, bool has_passkey, k_time deadline,
                                          k_time now);

#endif
