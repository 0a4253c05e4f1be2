/* ridge_rules: the weights of the eight parts, fitted to what members said ("how strong?").
 * Ridge regression towards the documented weights, so that few ratings move them little; no
 * weight below 0, their sum stays 100. Pure. */
#ifndef KITH_DOMAIN_RIDGE_RULES_H
#define KITH_DOMAIN_RIDGE_RULES_H

#include "domain/tie_rules.h"

#define RIDGE_LEAST 200 /* ratings; more are needed */

struct ridge_row {
    double part[TIE_PARTS]; /* 0..1, as they were when it was rated */
    double rated;           /* 0..100 */
};
struct ridge_fit {
    struct tie_weights weights;
    double lambda;
    double error;     /* mean error in points on ratings that the fit had not seen (5 folds) */
    double error_was; /* the same of the weights `now` */
};
/* false: not more than RIDGE_LEAST rows. */
bool ridge_refit(const struct ridge_row *rows, size_t n, const struct tie_weights *now,
                 struct ridge_fit *out);

#endif
