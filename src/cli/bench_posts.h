/* bench_posts: posts of an invented world, for measuring: people who come back, threads of
 * about two posts, words as common as words are (Zipf), phrases that the rules hear, some
 * German, some storms. The same seed gives the same posts. Pure but for its own memory. */
#ifndef KITH_CLI_BENCH_POSTS_H
#define KITH_CLI_BENCH_POSTS_H

#include "connectors/connector.h"

#define BENCH_CHANNELS 8

struct bench_channel {
    const char *network, *name;
    int share;  /* of a thousand pages */
    bool marks; /* its posts come as HTML */
};
extern const struct bench_channel bench_channels[BENCH_CHANNELS];

struct bench_posts;
/* Lives in the arena. */
struct bench_posts *bench_posts_new(struct k_arena *a, uint64_t seed);

/* Goes on behind what an earlier run made: `made` posts of each channel are stored already.
 * Their threads and people are known by number. */
void bench_posts_go_on(struct bench_posts *w, const int64_t made[BENCH_CHANNELS]);

/* Which channel the next page is of, by their shares. */
int bench_posts_channel(struct bench_posts *w);
/* The next n posts of a channel, in order; the first written at `at`, each `step` later.
 * Strings live in a. */
void bench_posts_page(struct bench_posts *w, struct k_arena *a, int channel, k_time at,
                      k_time step, struct item *out, size_t n);
/* The word of a rank: 0 is the most frequent. */
k_str bench_posts_word(const struct bench_posts *w, size_t rank);

#endif
