/* slip_rules: in which order those who slip away are worth a word: by what would be lost, and
 * by how far past their own rhythm they are. Pure. A score for a list, never of a person. How
 * and why: docs/design/insight.md. */
#ifndef KITH_DOMAIN_SLIP_RULES_H
#define KITH_DOMAIN_SLIP_RULES_H

#include "base/arena.h"
#include "base/str.h"

struct slip {
    double loss;  /* 0..100: halfway between the strength that is left and the best there was */
    double late;  /* 0..1: 1 - 2^(-D/8), D = silence in own intervals; half at 8, dormant */
    double score; /* 0..100: loss * late */
};
/* strength and peak 0..100; a peak below the strength counts as the strength. dormancy: silence
 * in own intervals. */
struct slip slip_of(double strength, double peak, double dormancy);
/* What lists sort and page by: the score in millionths. */
int64_t slip_rank(double strength, double peak, double dormancy);
/* The reason, two terms. Lives in a. */
k_str slip_say(struct k_arena *a, double strength, double peak, double dormancy);

#endif
