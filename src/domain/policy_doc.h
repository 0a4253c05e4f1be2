/* policy_doc: a policy as one document in Markdown, for people and for the check. A rule is a
 * section whose heading begins with its id in backticks; the list in it says the rest:
 *
 *     ### `account-numbers` Card and account numbers never go into a reply.
 *     We take such things to a private place.
 *     - stops: account numbers
 *     - change: Take the number out.
 *     - for: team Support, Sales; topic court; hours Mon-Fri 18:00-08:00
 *     - good: I sent you a message.
 *     - bad: Your card 4111 1111 1111 1111 was charged.
 *       - to: When was I charged?
 *
 * Keys may be English or German (docs/design/policy.md lists them). Everything else is prose.
 * Pure; a hostile text costs time in proportion to its length. */
#ifndef KITH_DOMAIN_POLICY_DOC_H
#define KITH_DOMAIN_POLICY_DOC_H

#include "base/buf.h"
#include "domain/policy_rules.h"

#define POLICY_TEXT_MAX ((size_t)64 * 1024)
#define POLICY_EXAMPLES_MAX 20 /* of one rule */
#define POLICY_PROBLEMS_MAX 20

/* What is wrong, or worth a look, and where. */
struct policy_problem {
    size_t line; /* from 1; 0 = the whole text */
    k_str rule;  /* its id; K_NONE */
    k_str text;  /* a sentence of ours that says what to do */
};
struct policy_problems {
    K_VEC(struct policy_problem) list;
};
struct policy_doc {
    struct policy_rules rules;
    struct policy_problems problems; /* empty when it can be adopted as far as form goes */
};
/* Reads a text. K_ERR_BAD_INPUT when it has problems (then the rules that could be read are
 * there all the same); K_ERR_TOO_LARGE past POLICY_TEXT_MAX. Slices borrow from the text. */
k_err policy_doc_parse(struct k_arena *a, k_str markdown, struct policy_doc *out) K_CHECK;

/* Runs the examples of every rule: bad ones must be found by it, good ones must not. What does
 * not hold is added to *out. Scopes do not matter here. */
void policy_doc_try(struct k_arena *a, const struct policy_doc *doc,
                    struct policy_problems *out);

/* Rules and sentences that would forbid what the law protects: talk about pay, hours, working
 * conditions and unions; criticism that is removed because it is criticism. They can be adopted
 * all the same, but nobody shall do so unknowingly. */
void policy_doc_law(struct k_arena *a, k_str markdown, const struct policy_doc *doc,
                    struct policy_problems *out);

/* The Markdown of a rule, in English or German keys; parsing gives the same rule again. */
void policy_doc_write_rule(struct k_buf *b, const struct policy_rule *r, bool german);
/* A policy as it was stored before rules stood in the text, as one document: the text, and
 * behind it a section with the rules. */
k_str policy_doc_of_json(struct k_arena *a, k_str text, const struct policy_rules *rules);

/* Names of the dimensions of a scope in English and German: for documents and messages. */
extern const char *const policy_dim_names[POLICY_DIMS][2];

#endif
