/* policy_starter: the policy a team reads and adopts at first start, in English and German.
 * Until a team has adopted one, its rules hold. Pure. */
#ifndef KITH_DOMAIN_POLICY_STARTER_H
#define KITH_DOMAIN_POLICY_STARTER_H

#include "base/arena.h"

struct policy_starter {
    k_str lang;  /* en, de */
    k_str text;  /* Markdown, for people */
    k_str rules; /* JSON as policy_rules_parse reads it */
};
/* The one in this language ("de", "de-AT"); English for any other. */
void policy_starter(struct k_arena *a, k_str lang, struct policy_starter *out);

#endif
