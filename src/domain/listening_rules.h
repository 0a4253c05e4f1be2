/* listening_rules: heard against told. Heard is what somebody took in: posts on which a member
 * decided, answers given, questions asked. Told is what was said unprompted. Pure. */
#ifndef KITH_DOMAIN_LISTENING_RULES_H
#define KITH_DOMAIN_LISTENING_RULES_H

#include "base/arena.h"

struct listening {
    int64_t read;     /* posts of theirs on which a member decided */
    int64_t answered; /* answers of ours */
    int64_t asked;    /* questions of ours */
    int64_t told;     /* unprompted */
    int64_t came_in;  /* posts of theirs at all: not part of the ratio */
};
/* Adds a measure of tally; what is none of it is left out. */
void listening_add(struct listening *l, k_str measure, int64_t n);
int64_t listening_heard(const struct listening *l);
/* heard / told; NaN when nothing was told. */
double listening_ratio(const struct listening *l);
/* A gentle line where one writes; empty when the ratio is 1 or more. In English. */
k_str listening_say(struct k_arena *a, const struct listening *l);

/* Whether a text asks something: a question mark that ends a sentence and is not part of an
 * address. */
bool listening_asks(k_str text);

#endif
