/* profiles: asks for the pages of people's accounts, one at a time, and for those that they
 * name. Part of the jobs `profiles` and `profile`. */
#ifndef KITH_FLOW_PROFILES_H
#define KITH_FLOW_PROFILES_H

#include "flow/env.h"

/* Looks at the page that is due first. *found = false: none is. */
k_err flow_profiles_next(struct k_ctx *cx, const struct flow_env *env, bool *found) K_CHECK;
/* Looks at the page of one account, due or not. */
k_err flow_profiles_look(struct k_ctx *cx, const struct flow_env *env, k_id identity) K_CHECK;

#endif
