/* tie_keep: what tie.c, tie_rows.c and the files of tie_run share, and nobody else. */
#ifndef KITH_DOMAIN_TIE_KEEP_H
#define KITH_DOMAIN_TIE_KEEP_H

#include "domain/tie.h"
#include "store/tie.h"

/* ---- tie_rows.c -------------------------------------------------------------------------- */

/* Something in a person's records that is no touch. */
struct tie_record {
    k_id person;
    struct tie_event e;
};
struct tie_records {
    struct tie_record *v;
    size_t n, cap;
};
/* Those of the persons with after < id <= upto, person by person. */
k_err tie_records_read(struct k_ctx *cx, k_id after, k_id upto,
                       struct tie_records *out) K_CHECK;
struct tie_event tie_event_of(const struct sq_tie_touches_row *r);
void tie_events_sort(struct tie_events *v); /* by (at, id) */
k_err tie_is_ours(struct k_ctx *cx, k_id person, bool *ours) K_CHECK;

/* ---- tie.c ------------------------------------------------------------------------------- */

/* The ties of a person as they are kept. */
struct tie_kept {
    struct tie_set set;
    const struct sq_tie_kept_row *rows;
    size_t n;
    bool whole; /* every fold is there and readable */
};
void tie_kept_open(struct k_ctx *cx, const struct sq_tie_kept_row *rows, size_t n,
                   struct tie_kept *out);
/* NULL: there is none. */
const struct sq_tie_kept_row *tie_kept_row(const struct tie_kept *k, k_id member);
bool tie_set_has(const struct tie_set *set, k_id member);
/* Contacts in common are not of the fold: what is kept of them goes over. */
void tie_kept_mutual(const struct tie_kept *k, struct tie_set *now);
/* The row of a tie. past: strength 90 days ago; NaN = leave it as it is. score: of it now. */
void tie_row_of(struct k_arena *a, const struct tie_house *h, k_id person,
                const struct tie_one *t, double past, k_time now, struct tie_row *out,
                struct tie_score *score);

struct tie_verdict {
    struct stage_verdict stage;
    struct tie_score score; /* of the organisation's tie; all 0 without one */
    bool tied;
};
struct tie_moves {
    struct sq_tie_moved_args *v;
    size_t n, cap;
};
/* The person's own row, and the moves between stages; c has what is new from then on. false:
 * the row is so already. */
bool tie_person_of(struct k_arena *a, struct tie_change *c, const struct tie_kept *k,
                   const struct tie_verdict *w, k_time now, struct tie_person *out,
                   struct tie_moves *moves);
/* Writes them; whoever stands at another stage now is found at another place among people. */
k_err tie_persons_keep(struct k_ctx *cx, const struct tie_person *v, size_t n) K_CHECK;

#endif
