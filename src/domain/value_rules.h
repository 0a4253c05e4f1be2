/* value_rules: what each side gains from a relationship, in one line, with what it rests on;
 * and it says so when one side gains nothing. Pure. */
#ifndef KITH_DOMAIN_VALUE_RULES_H
#define KITH_DOMAIN_VALUE_RULES_H

#include "base/arena.h"
#include "base/time.h"

struct value_item {
    bool us;         /* we gained; else they */
    k_str text;      /* in words */
    k_time at;       /* the newest stands in the line */
    bool is_implied; /* a deal or referral, not written down as value: after what was */
};
enum value_balance { VALUE_NONE, VALUE_BOTH, VALUE_ONLY_US, VALUE_ONLY_THEM };
const char *value_balance_name(enum value_balance b); /* none, both, only_us, only_them */
struct value_line {
    enum value_balance balance;
    size_t us, them;          /* how many on each side */
    k_str us_text, them_text; /* the newest of each side, shortened; empty when none */
    k_str line;               /* a sentence in English */
};
/* In the arena. */
void value_line(struct k_arena *a, const struct value_item *v, size_t n,
                struct value_line *out);

#endif
