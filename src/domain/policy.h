/* policy: adopting a version of the social-media policy and acknowledging it. The rules
 * themselves are policy_rules.h. */
#ifndef KITH_DOMAIN_POLICY_H
#define KITH_DOMAIN_POLICY_H

#include "base/ctx.h"

/* Puts a new version in force, acknowledged by the one who adopts it. rules: JSON as
 * policy_rules_parse reads it. In a write transaction. BAD_INPUT with the field
 * ("rules[3].check") and the reason. */
k_err policy_adopt(struct k_ctx *cx, k_str text, k_str rules, k_str sponsor,
                   int64_t *version) K_CHECK;
/* The acting member has read `version`. CONFLICT when another one is in force. In a write
 * transaction; twice is once. */
k_err policy_acknowledge(struct k_ctx *cx, int64_t version) K_CHECK;

#endif
