/* spike_odds: tails of the negative binomial distribution. */
#include "listen/spike_odds.h"

#include <math.h>

#define SIZE_MOST 1e8  /* as good as Poisson */
#define COUNT_MOST 1e6 /* beyond it the fraction converges slowly, and nobody needs it */
#define ROUNDS 10000
#define TINY 1e-300
#define SURPRISE_MOST 1e6

/* lgamma writes a global, which threads share. */
static double ln_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

static double not_zero(double x)
{
    return fabs(x) < TINY ? TINY : x;
}

/* The continued fraction of the incomplete beta function, by Lentz's method. */
static double fraction(double a, double b, double x)
{
    double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), h = d;
    for (int m = 1; m <= ROUNDS; m++) {
        double step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / not_zero(1 + step * d);
        c = not_zero(1 + step / c);
        h *= d * c;
        step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / not_zero(1 + step * d);
        c = not_zero(1 + step / c);
        h *= d * c;
        if (fabs(d * c - 1) < 1e-12)
            break;
    }
    return h;
}

/* ln P(X >= count) of a negative binomial of this mean and size. */
static double ln_tail(double count, double mean, double size)
{
    double x = mean / (mean + size);
    double front = ln_gamma(count + size) - ln_gamma(count) - ln_gamma(size) -
                   count * log1p(size / mean) - size * log1p(mean / size);
    if (x < (count + 1) / (count + size + 2))
        return front + log(fraction(count, size, x) / count);
    double below = exp(front) * fraction(size, count, size / (mean + size)) / size;
    return log1p(-(below < 1 ? below : 1 - 1e-15));
}

static double normal_surprise(double z)
{
    if (z < 30)
        return -log10(.5 * erfc(z / sqrt(2)));
    return (z * z / 2 + log(z * sqrt(2 * M_PI))) / log(10);
}

double spike_surprise(double count, double mean, double variance)
{
    double size = variance > mean ? mean * mean / (variance - mean) : SIZE_MOST, s;
    if (count <= 0)
        return 0;
    if (count > COUNT_MOST)
        s = normal_surprise(1.5 * (pow(count / mean, 2. / 3) - 1) * mean / sqrt(variance));
    else
        s = -ln_tail(count, mean, size < SIZE_MOST ? size : SIZE_MOST) / log(10);
    return s > 0 ? fmin(s, SURPRISE_MOST) : 0;
}

double spike_bound(double mean, double variance, double z)
{
    double root = 1 + 2. / 3 * z * sqrt(variance) / mean;
    return root > 0 ? mean * pow(root, 1.5) : 0;
}
