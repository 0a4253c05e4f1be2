/* policy: versions of the social-media policy, who acknowledged them, and who is reminded.
 * Reads and writes policy, policy_ack, policy_reminder, mention; appends events. What rules
 * are: policy_rules.h; how the text holds them: policy_doc.h. */
#ifndef KITH_DOMAIN_POLICY_H
#define KITH_DOMAIN_POLICY_H

#include "base/ctx.h"
#include "domain/policy_doc.h"

/* A version that is in force, or was. */
struct policy_version {
    int64_t version; /* 0 = none was adopted: the starter's rules hold */
    k_str text;      /* Markdown, with its rules */
    struct policy_rules rules;
};
/* The version in force; of a house that adopted none the starter in its language. POLICY when
 * its rules cannot be read: then nothing is sent. */
k_err policy_in_force(struct k_ctx *cx, struct policy_version *out) K_CHECK;
/* One as it is stored: text, and the rules beside it of policies that were adopted before rules
 * stood in the text (empty since). BAD_INPUT with *wrong when they cannot be read. */
k_err policy_stored(struct k_arena *a, k_str text, k_str rules, struct policy_version *out,
                    k_str *wrong) K_CHECK;

/* Teams of the author and of the conversation, roles of the person: what scopes ask. Ids of 0
 * have none. */
k_err policy_who(struct k_ctx *cx, k_id member, k_id team, k_id person,
                 struct policy_where *w) K_CHECK;
/* The labels of a conversation: its topics. */
k_err policy_labels(struct k_ctx *cx, k_id conversation, struct policy_where *w) K_CHECK;

/* What is to be said about a text before it is adopted. Problems keep it from being adopted;
 * notes do not. */
struct policy_opinion {
    struct policy_doc doc; /* with its problems: form, examples, teams and channels that are not
                              here */
    struct policy_problems notes; /* what the law protects; rules without examples */
};
k_err policy_look_over(struct k_ctx *cx, k_str text, struct policy_opinion *out) K_CHECK;

/* Puts a new version in force, acknowledged by the one who adopts it; everybody else who may
 * answer is told. In a write transaction. BAD_INPUT on the field "text" with the first problem:
 * line, rule, what to do. */
k_err policy_adopt(struct k_ctx *cx, k_str text, k_str sponsor, int64_t *version) K_CHECK;
/* The acting member has read `version`. CONFLICT when another one is in force. In a write
 * transaction; twice is once. */
k_err policy_acknowledge(struct k_ctx *cx, int64_t version) K_CHECK;
/* Whether a member acknowledged the version; version 0 needs none. */
k_err policy_acknowledged(struct k_ctx *cx, int64_t version, k_id member, bool *yes) K_CHECK;

/* Reminds those who may answer and have not acknowledged the version in force: one member, or
 * (0) all who were not told in the last `every`. *n: how many. In a write transaction. */
k_err policy_remind(struct k_ctx *cx, k_id member, k_time every, int64_t *n) K_CHECK;
#define POLICY_REMIND_EVERY (3 * K_DAY)

#endif
