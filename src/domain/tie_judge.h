/* tie_judge: what members say about ties themselves: a judgement that takes the place of the
 * figure, an answer to "how strong?", and weights fitted to such answers. Reads and writes tie,
 * person, and the setting relationship_weights. */
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

#endif
