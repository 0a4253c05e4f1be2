/* tie_judge: what members say about ties themselves: a judgement that takes the place of the
 * figure, an answer to "how strong?", and weights fitted to such answers. Reads and writes tie,
 * person, weight_fitting, and the setting relationship_weights. */
#ifndef KITH_DOMAIN_TIE_JUDGE_H
#define KITH_DOMAIN_TIE_JUDGE_H

#include "domain/ridge_rules.h"
#include "domain/tie.h"

/* The tie of a member, 0 = of the organisation, counts as `value` (0..100) from now on, by
 * cx->actor and with a reason; until 0 = until somebody takes it back. Write transaction. */
k_err tie_override(struct k_ctx *cx, k_id person, k_id member, double value, k_str why,
                   k_time until) K_CHECK;
/* NOT_FOUND when there is none. */
k_err tie_override_end(struct k_ctx *cx, k_id person, k_id member) K_CHECK;
/* How strong cx->actor finds their own tie, 0..100. */
k_err tie_rate(struct k_ctx *cx, k_id person, double value) K_CHECK;

struct tie_fit {
    struct tie_weights now, fitted;
    int64_t version, ratings;
    double error_now, error_fitted; /* mean, in points, on ratings not seen */
    k_time at;                      /* when the weights in force came; 0 = the documented */
    k_id by;
    bool enough, better;
};
/* What a refit would give; with `adopt`, and when it is better, it comes into force as a new
 * version and the caller asks for a run. */
k_err tie_refit(struct k_ctx *cx, bool adopt, struct tie_fit *out) K_CHECK;
/* The documented weights come into force again. */
k_err tie_weights_reset(struct k_ctx *cx) K_CHECK;
/* Those of an earlier version come into force again, as a new version; the caller asks for a
 * run. NOT_FOUND: there never was such a version; CONFLICT: it counts now. */
k_err tie_weights_return(struct k_ctx *cx, int64_t version) K_CHECK;

/* What ever counted besides the documented weights at the very first. */
struct tie_fitting {
    int64_t version, of_version, ratings;
    k_str kind;                       /* fitted, documented, returned */
    double error_before, error_after; /* of fitted, in points; -1 = not measured */
    struct tie_weights weights, before;
    k_time at;
    k_id by;
};
struct tie_fittings {
    struct tie_fitting *v; /* the newest first */
    size_t n, cap;
};
k_err tie_fittings(struct k_ctx *cx, struct tie_fittings *out) K_CHECK;

#endif
