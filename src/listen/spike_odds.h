/* spike_odds: how surprising a count is, given how many are usual and how far that is known.
 * Pure. */
#ifndef KITH_LISTEN_SPIKE_ODDS_H
#define KITH_LISTEN_SPIKE_ODDS_H

/* -log10 of the chance of `count` or more where `mean` is expected with this variance: 4 is
 * once in 10,000. The counts are Poisson about a rate that is gamma distributed, so negative
 * binomial with size r = mean^2 / (variance - mean), and P(X >= c) = I_x(c, r), x = mean /
 * (mean + r), the regularized incomplete beta function (DLMF 8.17, by its continued fraction
 * 8.17.22). A variance not above the mean counts as Poisson (r = 10^8). Counts over a million
 * go by the 2/3 power (Farrington and others 1996), which is normal to the eye there. 0 for a
 * count of 0; never NaN for finite values, mean > 0. */
double spike_surprise(double count, double mean, double variance);

/* What z standard deviations from the mean are, on the scale on which such counts are nearly
 * symmetric: mean * (1 + 2/3 z sd / mean)^(3/2), not below 0 (Farrington, Andrews, Beale and
 * Catchpole 1996, J. R. Statist. Soc. A 159: "A statistical algorithm for the early detection
 * of outbreaks of infectious disease"). */
double spike_bound(double mean, double variance, double z);

#endif
