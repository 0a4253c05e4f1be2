/* err: what a function returns when it can fail. One enum, one table (err.def), no errno in the
 * house. The text for people that says *which* field or file is kept in struct k_detail
 * (ctx.h). */
#ifndef KITH_BASE_ERR_H
#define KITH_BASE_ERR_H

typedef enum k_err_code {
    K_OK = 0,
#define K_ERR(name, status, slug, text) K_ERR_##name,
#include "base/err.def"
#undef K_ERR
    K_ERR_COUNT
} k_err_code;

/* A by-value error. A function that returns k_err must have its result looked at. */
typedef k_err_code k_err;
#define K_CHECK __attribute__((warn_unused_result))

struct k_err_row {
    k_err code;
    int status;       /* HTTP status of the problem+json answer */
    const char *slug; /* last part of its "type" */
    const char *text; /* safe to show to anybody */
};

/* The row of an error; K_OK and unknown codes give the row of INTERNAL. Never NULL. */
const struct k_err_row *k_err_row(k_err e);

/* Returns e from the calling function unless it is K_OK. */
#define K_TRY(expr)                                                                            \
    do {                                                                                       \
        k_err k_try_err = (expr);                                                              \
        if (k_try_err != K_OK)                                                                 \
            return k_try_err;                                                                  \
    } while (0)

/* The same for functions with cleanup: sets the local `err` and jumps to `out`. */
#define K_TRY_OUT(expr)                                                                        \
    do {                                                                                       \
        err = (expr);                                                                          \
        if (err != K_OK)                                                                       \
            goto out;                                                                          \
    } while (0)

#endif
