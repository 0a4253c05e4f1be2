/* recovery_rules: judges one bad moment. Pure; the recovery page asks it. */
#include "domain/recovery_rules.h"

#include <math.h>

static void first(k_time *at, k_time t)
{
    if (*at == 0 || t < *at)
        *at = t;
}

static void look_around(k_time at, const struct recovery_event *v, size_t n,
                        struct recovery_case *out, k_time *end)
{
    *end = INT64_MAX;
    for (size_t i = 0; i < n; i++) {
        if (v[i].what != RECOVERY_FAILURE || v[i].at == at)
            continue;
        if (v[i].at > at && v[i].at < *end)
            *end = v[i].at;
        if (v[i].at > at && v[i].at - at <= RECOVERY_AGAIN)
            first(&out->again_at, v[i].at);
        if (v[i].at < at && at - v[i].at <= RECOVERY_AGAIN && v[i].at > out->before_at)
            out->before_at = v[i].at;
    }
}

static void what_we_did(k_time at, k_time end, const struct recovery_event *v, size_t n,
                        struct recovery_case *out)
{
    for (size_t i = 0; i < n; i++) {
        bool in_time = v[i].at >= at && v[i].at < end;
        if (v[i].what == RECOVERY_REPAIR && (v[i].ours || in_time) && v[i].at >= at)
            first(&out->repaired_at, v[i].at);
        if (v[i].what == RECOVERY_ANSWER && in_time)
            first(&out->answered_at, v[i].at);
    }
}

void recovery_judge(k_time at, const struct recovery_event *v, size_t n, k_time now,
                    struct recovery_case *out)
{
    k_time end, since;
    *out = (struct recovery_case){0};
    look_around(at, v, n, out, &end);
    what_we_did(at, end, v, n, out);
    since = out->repaired_at ? out->repaired_at : out->answered_at ? out->answered_at : at;
    for (size_t i = 0; i < n; i++) {
        if (v[i].at <= since || v[i].at >= end)
            continue;
        if (v[i].what == RECOVERY_WROTE)
            first(&out->wrote_at, v[i].at);
        if (v[i].what == RECOVERY_BOUGHT)
            first(&out->bought_at, v[i].at);
        if (v[i].what == RECOVERY_SPOKE)
            first(&out->spoke_at, v[i].at);
    }
    bool none = !out->wrote_at && !out->bought_at && !out->spoke_at;
    k_time until = end < now ? end : now;
    out->young = none && until - since < RECOVERY_YOUNG;
    out->silent = none && !out->young;
}

bool recovery_second(const k_time *at, size_t n, size_t i, k_time now)
{
    return i > 0 && i < n && at[i] - at[i - 1] <= RECOVERY_AGAIN &&
           now - at[i] <= RECOVERY_AGAIN;
}

double recovery_wilson(int64_t k, int64_t n)
{
    const double z = 1.959963984540054;
    if (n <= 0)
        return 0;
    double all = (double)n, p = (double)k / all, zz = z * z;
    double low = (p + zz / (2 * all) - z * sqrt(p * (1 - p) / all + zz / (4 * all * all))) /
                 (1 + zz / all);
    return low > 0 ? low : 0;
}
