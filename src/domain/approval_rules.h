/* approval_rules: who must say yes before a reply leaves, in which order and by when; how the
 * policy's text says it; and who may say it. Pure.
 *
 *     - approved by: manager within 2 hours; then team Legal within 1 day
 */
#ifndef KITH_DOMAIN_APPROVAL_RULES_H
#define KITH_DOMAIN_APPROVAL_RULES_H

#include "base/buf.h"
#include "base/id.h"
#include "domain/policy_rules.h"

#define APPROVAL_WITHIN K_DAY /* of a stage that names no time */
#define APPROVAL_WITHIN_MAX (30 * K_DAY)

extern const char *const approval_who_words[]; /* anybody, role, team, member; NULL */

/* Reads what stands behind the key, in English or German. NULL, or a sentence that says what is
 * wrong; then *n is 0. Slices borrow from value. */
const char *approval_stages_read(struct k_arena *a, k_str value,
                                 struct policy_stage out[POLICY_STAGES_MAX], size_t *n);
/* Writes it so that approval_stages_read reads the same. */
void approval_stages_write(struct k_buf *b, const struct policy_rule *r, bool german);

/* All stages that the findings of kind review ask for, in order: first stages first; whoever
 * two rules name is asked once, by the earlier time; "anybody" is nobody of their own where
 * somebody else is asked. Empty without such a finding. */
struct approval_step {
    struct policy_stage stage;
    k_str rules; /* ids, with a comma between */
};
struct approval_plan {
    K_VEC(struct approval_step) steps;
};
void approval_plan(struct k_arena *a, const struct policy_findings *found,
                   struct approval_plan *out);

/* What is asked at a stage, with names found. */
struct approval_ask {
    enum policy_who who;
    k_str role;  /* with POLICY_WHO_ROLE: this one and those above */
    k_id id;     /* of the team or member */
    k_id author; /* of the reply */
    const k_id *decided;
    size_t n_decided; /* who said yes at an earlier stage, or stood in there */
};
struct approval_candidate {
    k_id id;
    k_str role;
    const k_id *teams;
    size_t n_teams;
};
enum approval_verdict {
    APPROVAL_MAY,
    APPROVAL_NOT_ASKED, /* somebody else decides at this stage */
    APPROVAL_AUTHOR,    /* nobody approves their own words */
    APPROVAL_TWICE,     /* each stage is another person */
    APPROVAL_READS_ONLY /* a viewer */
};
enum approval_verdict approval_may(const struct approval_ask *ask,
                                   const struct approval_candidate *c);
/* Why not, for people; NULL for APPROVAL_MAY. */
const char *approval_why_not(enum approval_verdict v);

#endif
