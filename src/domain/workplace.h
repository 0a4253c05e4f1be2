/* workplace: a domain joins a person with an organization (workplace_rules.h). Such a role has
 * the source `domain` and names the address it rests on; it goes with that address, gives way
 * to what somebody says about the same organization, is never set beside another workplace, and
 * does not come back once a member took it away. Reads person, identity, datum; writes
 * person_role, role_refused. */
#ifndef KITH_DOMAIN_WORKPLACE_H
#define KITH_DOMAIN_WORKPLACE_H

#include "base/ctx.h"
#include "store/sql.gen.h"

enum { WORKPLACE_PEOPLE = 500 }; /* looked at for one organization at a time */

/* In the caller's write transaction, after something about the person or organization is new.
 * *joined (may be NULL): somebody was. */
k_err workplace_join(struct k_ctx *cx, k_id person, bool *joined) K_CHECK;
/* An address is gone or another: what rested on it goes. id: of the identity or datum. */
k_err workplace_withdraw(struct k_ctx *cx, k_id person, k_id address) K_CHECK;
/* Somebody says what the person is there: that stands in its place. */
k_err workplace_yield(struct k_ctx *cx, k_id person, k_id organization, k_id owner) K_CHECK;
/* A member takes it away: it stays away. */
k_err workplace_refuse(struct k_ctx *cx, k_id person, k_id organization) K_CHECK;

#endif
