/* demo: a workspace that shows what Kith is for: a small company, four colleagues in three
 * teams, six weeks of conversations on three networks, and posts that go on arriving.
 * Everything in it is marked as demo data and leaves with one call. */
#ifndef KITH_FLOW_DEMO_H
#define KITH_FLOW_DEMO_H

#include "flow/env.h"

struct demo_state {
    bool present;
    int64_t members, channels, conversations, posts, people;
};
k_err demo_state(struct k_ctx *cx, struct demo_state *out) K_CHECK;

/* Fills the workspace: writes the stories as journals into the data folder, makes colleagues
 * and channels, hears the six weeks at once and lets the colleagues do what they did. EXISTS
 * when a demo is here already. Outside of a transaction. */
k_err demo_create(struct k_ctx *cx, const struct flow_env *env) K_CHECK;

/* Takes everything of the demo away, also what members did with it. What the event log says of
 * it stays as ids. */
k_err demo_remove(struct k_ctx *cx, const struct flow_env *env) K_CHECK;

#endif
