/* merge_parts: what merge.c and merge_undo.c share; nobody else includes it. */
#ifndef KITH_DOMAIN_MERGE_PARTS_H
#define KITH_DOMAIN_MERGE_PARTS_H

#include "domain/merge_rows.h"
#include "store/sql.gen.h"

#define merge_person sq_merge_person_get_row

/* NOT_FOUND also for what is in another member's address book. */
k_err merge_person(struct k_ctx *cx, k_id id, const char *field,
                   struct merge_person *out) K_CHECK;
k_err merge_say(struct k_ctx *cx, const char *verb, k_id kept, k_id gone, k_id merge) K_CHECK;
/* Sets a member's judgement of a tie, if the tie is there. */
k_err merge_judge(struct k_ctx *cx, k_id person, k_id member,
                  const struct sq_merge_tie_judged_row *j) K_CHECK;
/* Times and stage of a person whose rows moved, from what is there now. */
k_err merge_refold(struct k_ctx *cx, k_id person) K_CHECK;
/* What was decided of the gone one's pairs holds for the kept one too; and no more. */
k_err merge_pairs_take(struct k_ctx *cx, const struct merge_step *s) K_CHECK;
k_err merge_pairs_give(struct k_ctx *cx, const struct merge_step *s, k_id root) K_CHECK;

#endif
