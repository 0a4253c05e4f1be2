/* tie_keep: what tie.c, tie_rows.c and tie_run.c share, and nobody else. */
#ifndef KITH_DOMAIN_TIE_KEEP_H
#define KITH_DOMAIN_TIE_KEEP_H

#include "domain/tie.h"
#include "store/sql.gen.h"

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
    const struct sq_tie_of_person_row *rows;
    size_t n;
    bool whole; /* every fold is there and readable */
};
void tie_kept_open(struct k_ctx *cx, const struct sq_tie_of_person_row *rows, size_t n,
                   struct tie_kept *out);
/* `now` takes the place of what was kept; rows that nothing speaks for go. */
k_err tie_kept_replace(struct k_ctx *cx, k_id person, struct tie_kept *k,
                       const struct tie_set *now) K_CHECK;
/* past: strength 90 days ago; NaN = leave it as it is. score: of it now. */
k_err tie_put(struct k_ctx *cx, const struct tie_house *h, k_id person, const struct tie_one *t,
              double past, struct tie_score *score) K_CHECK;
/* Stage, strength and silence on the person's own row, with the moves between stages. Nothing
 * is written when nothing changed. */
k_err tie_store_person(struct k_ctx *cx, struct tie_change *c, const struct tie_kept *k,
                       const struct tie_score *score, bool tied) K_CHECK;

#endif
