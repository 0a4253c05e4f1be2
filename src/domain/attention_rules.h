/* attention_rules: what the attention of a period says, in a sentence: how much of it customers
 * had, and where it drifted since as long a period before. Pure; the attention page asks it.
 * Customers stay in the centre: the sentence is always about their share. */
#ifndef KITH_DOMAIN_ATTENTION_RULES_H
#define KITH_DOMAIN_ATTENTION_RULES_H

#include "base/arena.h"

enum {
    ATTENTION_FEW = 30,  /* touches of a period under which no drift is told */
    ATTENTION_DRIFT = 5, /* points of 100 from which a share is another one */
};

struct attention_role {
    k_str role; /* '' = not said */
    int64_t now, before;
};
enum attention_verdict {
    ATTENTION_NOTHING, /* no touch in the period */
    ATTENTION_NEW,     /* none in the period before */
    ATTENTION_UNSURE,  /* too few of them */
    ATTENTION_STEADY,
    ATTENTION_TOWARDS, /* customers have more of it */
    ATTENTION_AWAY     /* customers have less of it */
};
struct attention_drift {
    enum attention_verdict verdict;
    double now, before; /* share of customers, 0..1 */
    k_str gainer;       /* AWAY: the role that gained most */
};
void attention_judge(const struct attention_role *v, size_t n, struct attention_drift *out);
const char *attention_name(enum attention_verdict v); /* "towards" */
/* In English. */
k_str attention_say(struct k_arena *a, const struct attention_drift *d);

#endif
