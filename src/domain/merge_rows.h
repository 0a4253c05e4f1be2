/* merge_rows: which rows follow a person into another, as one table, and their moves. Part of
 * merge; nobody else includes it. */
#ifndef KITH_DOMAIN_MERGE_ROWS_H
#define KITH_DOMAIN_MERGE_ROWS_H

#include "base/ctx.h"

struct merge_step {
    k_id merge, gone;
    k_id kept;          /* who takes the rows: the root, when the kept one was merged itself */
    k_id owner;         /* whose the gone one's rows are alone from now on; 0 = nobody */
    const k_id *uppers; /* the merges between the gone one's and the root */
    size_t n_uppers;
};
/* Writes down what the gone one has, and moves it. Again: takes what is left and what came
 * since. Rows of which the kept one has the like already (the same mail, the same meeting) stay
 * asleep. */
k_err merge_rows_take(struct k_ctx *cx, const struct merge_step *s) K_CHECK;
/* Gives back what is noted, wherever it is by now: `path` are the n persons who may have it. */
k_err merge_rows_give(struct k_ctx *cx, const struct merge_step *s, const k_id *path,
                      size_t n) K_CHECK;

/* The table, for the test that no table of the schema is forgotten: "identity.person_id". */
size_t merge_rows_count(void);
const char *merge_rows_column(size_t i);
/* Columns that name a person and stay on purpose, with the reason behind a blank. */
extern const char *const merge_rows_staying[];
extern const size_t merge_n_rows_staying;

#endif
