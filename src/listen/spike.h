/* spike: is there more talk about a topic than is usual at this hour of the week? A series of
 * counts (hits of a query for each hour, or for smaller bins) is learned as what is usual; the
 * newest bin is held against it; what goes on for hours is told once. Pure. */
#ifndef KITH_LISTEN_SPIKE_H
#define KITH_LISTEN_SPIKE_H

#include "base/zone.h"

#define SPIKE_WEEKS 13 /* what is learned from: older bins do not count */
#define SPIKE_SLOTS (7 * 24)
#define SPIKE_UNKNOWN UINT32_MAX /* nobody listened: neither 0 nor anything else */
#define SPIKE_SPAN 4             /* bins in which a surge is looked for */

/* Counts in a row, the oldest first. */
struct spike_series {
    const uint32_t *v;
    size_t n;
    k_time first;              /* when the oldest bin begins, UTC */
    k_time bin;                /* K_MIN .. K_HOUR, an hour is a multiple of it */
    const struct k_zone *zone; /* whose weekdays and hours these are; NULL: UTC */
};

/* What is usual, for a bin of each hour of the week (0 = Monday, 0:00). */
struct spike_usual {
    k_time bin;
    uint32_t known;    /* bins that it was learned from */
    uint32_t hours;    /* and in how many hours they lie */
    double dispersion; /* variance / mean of a bin, at least 1: the Poisson floor */
    double level;      /* of the last week against all, 1 with less than three weeks */
    double rate[SPIKE_SLOTS];
    double doubt[SPIKE_SLOTS]; /* variance of the rate / its square */
    uint8_t weeks[SPIKE_SLOTS];
    uint8_t days[24];
};

/* Learns from a series that ends before the bin to be judged. Scratch memory from the arena. A
 * bin that is not as it must be teaches nothing.
 *
 * The rate of a bin is whole * hour of the day * weekday * hour of the week. Each factor is the
 * posterior mean of a gamma-Poisson model, (sum + k) / (expected + k), k = dispersion / t^2,
 * where t^2 is how much such factors differ, by moments (empirical Bayes: Marshall 1991, Appl.
 * Statist. 40, "Mapping disease and mortality rates using empirical Bayes estimators"): with
 * few weeks an hour of the week is taken to be as its hour and its weekday, with few days as
 * the whole, and the doubt says so. Earlier spikes: the first guess is the trimmed mean of each
 * hour of the day; a count over 2.58 standard deviations on the 2/3 scale is an outlier
 * (Noufaily and others 2013, Statist. Med. 32, "An improved algorithm for outbreak detection",
 * who weigh it down as well), and says the less the further out it is; both are repeated. A
 * new level, up or down, is the last week against all, outliers cut at that bound. Dispersion:
 * Pearson's, of what is left. */
void spike_learn(struct k_arena *a, const struct spike_series *history,
                 struct spike_usual *out);

struct spike_options {
    double chance;         /* of a false alarm in a bin where nothing happens */
    double factor;         /* a spike is at least so many times what is usual */
    uint32_t least;        /* and at least so many posts */
    uint32_t without_past; /* with no history: a spike from so many posts; 0: never */
};
/* .0001 (one false alarm in a year of hours), 1.5 times, 5 posts, never. */
extern const struct spike_options spike_options_usual;

/* What the judgement rests on. */
enum spike_rest {
    SPIKE_NOTHING, /* less than a day was heard */
    SPIKE_WHOLE,   /* this hour was not heard on two days yet */
    SPIKE_HOUR,    /* the same hour of other days */
    SPIKE_WEEK     /* the same hour and weekday, of `weeks` weeks */
};

struct spike {
    bool is;
    bool known; /* the newest bin is: false for SPIKE_UNKNOWN and for an empty series */
    enum spike_rest rest;
    unsigned weeks;      /* in which this hour of the week was heard */
    k_time from, until;  /* the newest bin */
    int weekday, hour;   /* of it, local; 0 = Monday */
    uint32_t count;      /* in it */
    double expected;     /* how many are usual; 0 when it rests on nothing */
    double low, high;    /* between them are 95 of 100 such bins */
    double factor;       /* count / expected */
    double score;        /* -log10 of the chance, of the span below: 4 is once in 10,000 */
    unsigned bins;       /* the shortest span that shows it; else 1 */
    uint64_t total;      /* posts in that span, which ends with the newest bin */
    double usual_total;  /* and how many are usual in it */
    k_time span_from;    /* when it begins */
    int from_at, end_at; /* minutes of the local day of its two ends */
};

/* Judges the last bin of a series, alone and with the one and the three before it (a surge that
 * sets in within a bin shows in two): a spike is when the chance of as many or more is less
 * than a third of `chance` in one of the three spans, and the newest bin and the span are
 * `factor` times the usual. Counts: negative binomial, variance = dispersion * mean + doubt *
 * mean^2 (spike_odds.h). A bin that is not over yet may be judged: the answer is too careful,
 * never too bold. */
void spike_judge(const struct spike_usual *u, const struct spike_series *recent,
                 const struct spike_options *options, struct spike *out);

/* "212 posts at 14:00-15:00; usual on a Tuesday at that hour: 9." in English, for tongue;
 * K_NONE for what is no spike, but with no history that sentence. */
k_str spike_say(struct k_arena *a, const struct spike *s);

/* ---- what goes on ------------------------------------------------------------------------ */

#define SPIKE_QUIET 3 /* bins within the usual band that end one */
#define SPIKE_AGAIN 6 /* bins behind its end in which it comes back instead of beginning */

struct spike_state {
    bool on;
    unsigned quiet;           /* bins within the usual, in a row */
    k_time seen;              /* the end of the last bin that was looked at */
    k_time began, loud, peak; /* loud: the end of the last bin over the usual; peak: that bin */
    uint32_t most;            /* posts in the peak bin */
    double most_expected;
    uint32_t told;   /* posts in the bin that people were told of last */
    uint64_t total;  /* posts from `began` on */
    double expected; /* and how many were usual */
};
enum spike_event {
    SPIKE_NO_EVENT,
    SPIKE_BEGAN, /* tell people */
    SPIKE_GREW,  /* twice as many in a bin as when they were told */
    SPIKE_ENDED  /* `loud` is when */
};

/* The state behind a judgement, of bins that are over, in their order. A bin seen before
 * changes nothing, nor does an unknown one. What was told is not told again: a spike ends after
 * SPIKE_QUIET usual bins, and within SPIKE_AGAIN bins behind that it goes on instead of
 * beginning. */
struct spike_state spike_step(struct spike_state s, const struct spike *judged,
                              enum spike_event *event);

#endif
