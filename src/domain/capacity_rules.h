/* capacity_rules: how many relationships one member can keep: Dunbar's layers of 5, 15, 50 and
 * 150, the inner ones met at least weekly and monthly (sources: docs/design/insight.md). Pure.
 */
#ifndef KITH_DOMAIN_CAPACITY_RULES_H
#define KITH_DOMAIN_CAPACITY_RULES_H

#include "base/arena.h"

enum { CAPACITY_LAYERS = 4 };
struct capacity {
    int64_t n[CAPACITY_LAYERS]; /* weekly, monthly, half-yearly, yearly: each holds the one
                                   before */
};
struct capacity_layer {
    const char *name; /* "weekly" */
    int64_t holds;    /* 5, 15, 50, 150 */
};
extern const struct capacity_layer capacity_layers[CAPACITY_LAYERS];

/* More than 15 monthly or 150 living ties are more than one can keep. Empty: all is well. */
k_str capacity_say(struct k_arena *a, const struct capacity *c);

#endif
