/* slip_rules: the order of those who slip away. Pure; the slipping-away list asks it. */
#include "domain/slip_rules.h"

#include "domain/rhythm_rules.h"

#include <math.h>

static double best(double strength, double peak)
{
    return peak > strength ? peak : strength;
}

struct slip slip_of(double strength, double peak, double dormancy)
{
    struct slip s = {.loss = (strength + best(strength, peak)) / 2};
    s.late = dormancy > 0 ? 1 - exp2(-dormancy / RHYTHM_DORMANT) : 0;
    s.score = s.loss * s.late;
    return s;
}

int64_t slip_rank(double strength, double peak, double dormancy)
{
    return (int64_t)(slip_of(strength, peak, dormancy).score * 1e6);
}

k_str slip_say(struct k_arena *a, double strength, double peak, double dormancy)
{
    struct slip s = slip_of(strength, peak, dormancy);
    return k_fmt(
        a,
        "%.0f would be lost (strength %.0f now, %.0f at its best) · silent for %.1f of "
        "their own intervals: %.0f of 100",
        s.loss, strength, best(strength, peak), dormancy, s.score);
}
