/* tie: what has grown between persons and members, kept in the table tie as folds that one more
 * touch updates. Reads touch, moment, value_entry, deal; writes tie, person, stage_move.
 *
 * Who writes a touch says so in the same write transaction: tie_touched for one that is newer
 * than what is known (older ones are noticed and folded from the rows), tie_refold for anything
 * else: a moment, value entry or deal came, changed or went; touches were changed, moved to
 * another person or removed; a role changed.
 *
 * Rows of tie are kept from the moment both sides have spoken (person.tied): ten thousand who
 * only follow cost nothing. The row with member 0 is the organisation's. */
#ifndef KITH_DOMAIN_TIE_H
#define KITH_DOMAIN_TIE_H

#include "base/ctx.h"
#include "domain/stage_rules.h"

#define TIE_EVER INT64_MAX

/* What all ties of the house are measured with: the setting relationship_weights, and through
 * how many channels people are met. */
struct tie_house {
    struct tie_weights weights;
    struct tie_around around;
    int64_t version; /* of the weights; 0 = the documented ones */
    k_time weights_at;
    k_id weights_by;
};
k_err tie_house_read(struct k_ctx *cx, struct tie_house *out) K_CHECK;

/* The ties of a person as of `upto`, folded from the rows; nothing is written. *ours: works for
 * us or is paid by us. */
k_err tie_fold_rows(struct k_ctx *cx, const struct tie_house *h, k_id person, k_time upto,
                    struct tie_set *out, bool *ours) K_CHECK;

/* How strong the organisation's tie was at each of these times, which rise; nothing is written.
 * Contacts in common are those of now. */
k_err tie_course(struct k_ctx *cx, const struct tie_house *h, k_id person, const k_time *at,
                 size_t n, double *strength) K_CHECK;

struct tie_events {
    struct tie_event *v;
    size_t n, cap;
};
/* What a page of posts, or one act, changes in one person. */
struct tie_change {
    k_id person;
    /* What is new. Touches are in their table already, in any order here. */
    struct tie_events touches;
    bool refold;  /* rows were changed: fold them all */
    bool by_hand; /* the counters of posts do not tell whether both sides spoke */
    int64_t heard_more, told_more;
    k_time first_in_at, last_in_at, last_out_at;
    /* Out: as the person's row has it now, but for strength and dormancy, which are those that
     * it had before. changed: stage or exchanges are others. */
    enum stage stage;
    int64_t exchanges, last_exchange_day;
    double strength, dormancy;
    bool tied, changed;
};
/* Counts, folds and stores. One write of person, and where both sides speak one read and a
 * write for each tie that changed. Needs a write transaction. */
k_err tie_apply(struct k_ctx *cx, const struct tie_house *h, struct tie_change *c) K_CHECK;

/* One touch, in its table already. For touches by hand and from mail; ingest has pages. */
k_err tie_touched(struct k_ctx *cx, k_id person, const struct tie_event *e) K_CHECK;
/* Folds a person's rows anew. */
k_err tie_refold(struct k_ctx *cx, k_id person) K_CHECK;
/* Keeps no fold of a person whose rows went to another; what members said about the ties stays,
 * and no stage is judged. The next tie_refold keeps them again. */
k_err tie_forget(struct k_ctx *cx, k_id person) K_CHECK;

#endif
