/* outlook: how lively members are with everybody, which the outlook of their ties needs. Reads
 * tie; keeps the setting relationship_lively. */
#ifndef KITH_DOMAIN_OUTLOOK_H
#define KITH_DOMAIN_OUTLOOK_H

#include "base/ctx.h"
#include "domain/outlook_rules.h"

/* Works it out for all members as of now: of a thousand the liveliest. Reads all ties, so not
 * in a write transaction; the nightly run ends with it. */
k_err outlook_work_out(struct k_ctx *cx, k_str *lively) K_CHECK;
/* Needs a write transaction. */
k_err outlook_keep(struct k_ctx *cx, k_str lively) K_CHECK;
/* What is around the tie `one` of a set, as of `now`: the member's liveliness as it was kept,
 * the person's with all of us. Nothing for the organisation's own tie. */
k_err outlook_around(struct k_ctx *cx, const struct tie_set *set, const struct tie_one *one,
                     k_time now, struct outlook_around *out) K_CHECK;

#endif
