/* policy_rules: what a reply must not hold (hard: stops) and what its author should look at
 * once more (soft: warns). Pure: facts in, findings out. The rules are rows of the policy in
 * force (JSON); each names one check of the const table below and may give it a value. A rule
 * that cannot be read stops everything: policy fails closed. */
#ifndef KITH_DOMAIN_POLICY_RULES_H
#define KITH_DOMAIN_POLICY_RULES_H

#include "base/err.h"
#include "base/time.h"
#include "base/vec.h"

enum policy_kind { POLICY_SOFT, POLICY_HARD };

/* One check that rules may use. `value` says what the rule's value must be. */
enum policy_value { POLICY_NO_VALUE, POLICY_NUMBER, POLICY_WORDS };
struct policy_facts;
struct policy_rule;
struct policy_findings;
struct policy_check {
    const char *name; /* "blocked" */
    enum policy_value value;
    const char *doc;  /* what it looks for, and what the value means */
    const char *tell; /* what to change, when the rule does not say it */
    void (*run)(const struct policy_facts *f, const struct policy_rule *r,
                struct policy_findings *out);
};
extern const struct policy_check policy_checks[];
extern const size_t n_policy_checks;

struct policy_rule {
    k_str id; /* "no-card-numbers" */
    enum policy_kind kind;
    const struct policy_check *check;
    int64_t number; /* POLICY_NUMBER */
    const k_str *words;
    size_t n_words; /* POLICY_WORDS */
    k_str why;      /* for people, in the team's language */
    k_str tell;     /* what to change; the check's words when the policy has none */
};
struct policy_rules {
    struct policy_rule *v;
    size_t n;
};
/* Reads the JSON of a policy: [{"id","kind":"soft|hard","check","value"?,"why","tell"?}].
 * K_ERR_BAD_INPUT with *wrong ("rules[3].check: ...") for anything that is not as it must be;
 * at most 200 rules, 500 words a rule. Memory from the arena. */
k_err policy_rules_parse(struct k_arena *a, k_str json, struct policy_rules *out,
                         k_str *wrong) K_CHECK;

/* A reply that left in the last 24 hours, by any member. */
struct policy_sent {
    k_str text;
    bool to_same_person;
};
/* What is known about a reply before it is sent. */
struct policy_facts {
    struct k_arena *arena;        /* for scratch and findings */
    k_str text;                   /* what would be sent */
    int max_graphemes, max_bytes; /* of the network; 0 = no limit */
    k_str answered;               /* the post that is answered; K_NONE */
    bool answered_asks;           /* it asks a question */
    const k_str *thread; /* all posts of the thread: what was said already is no leak */
    size_t n_thread;
    const struct policy_sent *sent;
    size_t n_sent;
};
struct policy_finding {
    const struct policy_rule *rule;
    enum policy_kind kind; /* as found: sameness is softer with one or two alike */
    int64_t start, end;    /* UTF-16 units in text; both 0 = the whole reply */
    int64_t value;         /* what the finding counts: characters too many, replies alike */
    k_str words;           /* the words it is about; K_NONE for the whole reply */
};
struct policy_findings {
    K_VEC(struct policy_finding) list;
    bool hard; /* at least one stops */
};
/* Runs every rule, in order. */
void policy_run(const struct policy_facts *f, const struct policy_rules *rules,
                struct policy_findings *out);

/* Digits that are a payment card: 13 to 19 of them, right by Luhn's sum (ISO/IEC 7812-1). */
bool policy_is_card(const char *digits, size_t n);
/* Letters and digits without blanks that are an IBAN: 15 to 34, mod 97 = 1 (ISO 13616). */
bool policy_is_iban(const char *p, size_t n);

#endif
