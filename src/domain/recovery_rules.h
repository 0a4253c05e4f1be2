/* recovery_rules: what became of a bad moment: what we did, what the person did later, and
 * whether it was the second one. A failure is never an opportunity: nothing here is a score.
 * Pure. Sources: docs/design/insight.md (recovery works after one failure, not after two). */
#ifndef KITH_DOMAIN_RECOVERY_RULES_H
#define KITH_DOMAIN_RECOVERY_RULES_H

#include "base/time.h"

#include <stddef.h>

#define RECOVERY_AGAIN (365 * K_DAY) /* a second failure in this time is an alarm */
#define RECOVERY_YOUNG (14 * K_DAY)  /* before that, silence says nothing */
enum { RECOVERY_FEW = 30 };          /* below this many the lower bound is shown */

enum recovery_what {
    RECOVERY_FAILURE,
    RECOVERY_REPAIR, /* a moment of recovery */
    RECOVERY_ANSWER, /* something we said */
    RECOVERY_WROTE,  /* something they said */
    RECOVERY_BOUGHT,
    RECOVERY_SPOKE /* they praised, recommended or sent somebody */
};
struct recovery_event {
    k_time at;
    enum recovery_what what;
    bool ours; /* of a repair: it names this failure */
};
struct recovery_case {
    k_time answered_at, repaired_at;      /* 0 = not */
    k_time wrote_at, bought_at, spoke_at; /* later than what was done, or than the failure */
    k_time before_at, again_at;           /* another failure within a year, before and after */
    bool young;                           /* too early to call it silence */
    bool silent;                          /* none of it, and it is not young */
};
/* Of the failure at `at`. Events in any order; those of the same failure are left out by their
 * time. What happened after the next failure belongs to that one. */
void recovery_judge(k_time at, const struct recovery_event *v, size_t n, k_time now,
                    struct recovery_case *out);

/* Whether the i-th of n bad moments, the oldest first, is an alarm: another came within a year
 * before it, and it is itself not older than a year. */
bool recovery_second(const k_time *at, size_t n, size_t i, k_time now);

/* Lower end of the 95 % Wilson interval of k out of n; 0 when n is 0. */
double recovery_wilson(int64_t k, int64_t n);

#endif
