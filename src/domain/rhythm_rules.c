/* rhythm_rules: intervals and silence. Pure; asked by the strength of a tie and by lists. */
#include "domain/rhythm_rules.h"

#include <math.h>

const char *rhythm_name(enum rhythm r)
{
    static const char *const names[RHYTHMS] = {"none", "alive", "drifting", "dormant"};
    return names[r < RHYTHMS ? r : RHYTHM_NONE];
}

double rhythm_median(const uint8_t *gaps, size_t n)
{
    uint16_t count[256] = {0};
    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        count[gaps[i]]++;
    size_t seen = 0, low = (n - 1) / 2, high = n / 2;
    int a = -1, b = -1;
    for (int days = 0; b < 0; days++) {
        seen += count[days];
        if (a < 0 && seen > low)
            a = days;
        if (seen > high)
            b = days;
    }
    return (a + b) / 2.0;
}

double rhythm_interval(const uint8_t *gaps, size_t n)
{
    if (n == 0)
        return RHYTHM_USUAL;
    double m = rhythm_median(gaps, n);
    return m < RHYTHM_LEAST ? RHYTHM_LEAST : m > RHYTHM_MOST ? RHYTHM_MOST : m;
}

double rhythm_burstiness(const uint8_t *gaps, size_t n)
{
    double sum = 0, squares = 0;
    if (n < 2)
        return NAN;
    for (size_t i = 0; i < n; i++)
        sum += gaps[i];
    double mu = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (gaps[i] - mu) * (gaps[i] - mu);
    double sigma = sqrt(squares / (double)n);
    return sigma + mu > 0 ? (sigma - mu) / (sigma + mu) : NAN;
}

double rhythm_dormancy(k_time last, double interval, k_time now)
{
    if (last == 0 || now <= last)
        return 0;
    return (double)(now - last) / (double)K_DAY / interval;
}

enum rhythm rhythm_of(bool two_way, double dormancy)
{
    if (!two_way)
        return RHYTHM_NONE;
    if (dormancy > RHYTHM_DORMANT)
        return RHYTHM_ASLEEP;
    return dormancy > RHYTHM_DRIFTS ? RHYTHM_DRIFTING : RHYTHM_ALIVE;
}
