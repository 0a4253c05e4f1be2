/* tie: what is kept of ties, of the persons' own rows and of moves between stages, written many
 * at a time: row by row on SQLite, where a statement costs little, in one statement for each
 * kind on PostgreSQL. All need a write transaction. */
#ifndef KITH_STORE_TIE_H
#define KITH_STORE_TIE_H

#include "store/sql.gen.h"

/* One tie as it is worked out; `now` of args is when. */
struct tie_row {
    struct sq_tie_put_args args; /* past: NaN in all rows leaves it as it is */
    bool faded;       /* nothing of it is new but what time does: strength, peak, past */
    bool same_points; /* and the row is there */
};
k_err tie_rows_write(struct k_ctx *cx, const struct tie_row *v, size_t n) K_CHECK;

struct tie_person {
    struct sq_person_staged_args args;
    bool same_stage;  /* and whether ties are kept */
    bool same_points; /* and silence */
    bool same_days;   /* of exchange */
};
k_err tie_persons_write(struct k_ctx *cx, const struct tie_person *v, size_t n) K_CHECK;

/* A fold whose contacts in common are others; its figures stay. */
struct tie_state_row {
    k_id person, member;
    k_str state;
};
k_err tie_states_write(struct k_ctx *cx, const struct tie_state_row *v, size_t n) K_CHECK;

k_err tie_moves_write(struct k_ctx *cx, const struct sq_tie_moved_args *v, size_t n) K_CHECK;

#endif
