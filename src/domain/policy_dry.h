/* policy_dry: what a policy would have said about what we sent already, before it is adopted.
 * Reads touch, post, conversation, channel, member, person_role; writes nothing. */
#ifndef KITH_DOMAIN_POLICY_DRY_H
#define KITH_DOMAIN_POLICY_DRY_H

#include "base/ctx.h"
#include "domain/policy_rules.h"

#define POLICY_DRY_TOLD 1000 /* replies looked at, the newest */
#define POLICY_DRY_HEARD 1000
#define POLICY_DRY_SAMPLES 5 /* of a rule */

struct policy_dry_sample {
    k_id conversation, post, member;
    k_time at;
    bool theirs; /* a post of theirs: answers to it would be in the scope */
    k_str text, words;
    const char *note;
};
struct policy_dry_rule {
    const struct policy_rule *rule;
    int64_t found;     /* replies that it finds */
    int64_t found_now; /* by the rule of this id in force; -1 = there is none */
    int64_t theirs;    /* posts of theirs whose answers it is about; -1 = it is about any */
    struct policy_dry_sample samples[POLICY_DRY_SAMPLES];
    size_t n_samples;
};
struct policy_dry_count {
    int64_t stopped, reviewed, warned, clean; /* replies, each by its strongest finding */
};
struct policy_dry {
    int64_t told, heard;               /* looked at */
    bool more_told, more_heard;        /* there were more of them in this time */
    struct policy_dry_count next, now; /* with the rules given, and with those in force */
    K_VEC(struct policy_dry_rule) rules;
};
/* next: the rules to try; now: those in force. Since a time; links count as opened and promises
 * as recorded, because nobody knows any more. */
k_err policy_dry_run(struct k_ctx *cx, struct policy_rules *next, struct policy_rules *now,
                     k_time since, struct policy_dry *out) K_CHECK;

#endif
