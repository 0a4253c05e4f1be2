/* capacity_rules: the layers and when they are full. Pure; the capacity page asks it. */
#include "domain/capacity_rules.h"

const struct capacity_layer capacity_layers[CAPACITY_LAYERS] = {
    {"weekly", 5}, {"monthly", 15}, {"half_yearly", 50}, {"yearly", 150}};

k_str capacity_say(struct k_arena *a, const struct capacity *c)
{
    long long live = (long long)c->n[3], monthly = (long long)c->n[1];
    if (live > capacity_layers[3].holds)
        return k_fmt(a,
                     "%lld living relationships: more than 150 are hard to keep. Hand some on.",
                     live);
    if (monthly > capacity_layers[1].holds)
        return k_fmt(a, "%lld people at least monthly: more than 15 are hard to keep close.",
                     monthly);
    return K_S("");
}
