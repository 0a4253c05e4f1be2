/* tie: what has grown between persons and members, kept in the table tie as folds that one more
 * touch updates. Reads touch, moment, value_entry, deal; writes tie, person, stage_move.
 *
 * Who writes a touch says so in the same write transaction: tie_touched for one that is newer
 * than what is known (older ones are noticed and folded from the rows), tie_refold for anything
 * else: a moment, value entry or deal came, changed or went; touches were changed, moved to
 * another person or removed; the role changed. */
#ifndef KITH_DOMAIN_TIE_H
#define KITH_DOMAIN_TIE_H

#include "base/ctx.h"
#include "domain/stage_rules.h"

#define TIE_EVER INT64_MAX

/* The ties of a person as of `upto`, folded from the rows; nothing is written. *ours: works for
 * us or is paid by us. */
k_err tie_fold_rows(struct k_ctx *cx, k_id person, k_time upto, struct tie_set *out,
                    bool *ours) K_CHECK;

#endif
