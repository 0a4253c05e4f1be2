/* bench_world: a database that is filled with invented posts through the whole flow, page by
 * page, as a poller would do it; shared by the measures of `kith bench`. Writes what ingest
 * writes. How far the invention went is the cursor of its channels. */
#ifndef KITH_CLI_BENCH_WORLD_H
#define KITH_CLI_BENCH_WORLD_H

#include "cli/bench_posts.h"
#include "domain/ingest.h"

#define BENCH_BEGINS 1704067200000000LL /* 2024-01-01T00:00:00Z */
#define BENCH_LASTS (720 * K_DAY)       /* what is seeded covers two years */

enum { BENCH_MEMBERS = 20, BENCH_TEAMS = 4, BENCH_LABELS = 10 };
/* Who works in a seeded database, and with what. */
struct bench_team {
    k_id members[BENCH_MEMBERS], teams[BENCH_TEAMS], labels[BENCH_LABELS];
};
/* NOT_FOUND: it was not seeded to the end. */
k_err bench_team_find(struct k_ctx *cx, struct bench_team *t) K_CHECK;

struct bench_world {
    struct bench_posts *posts;
    struct k_arena *texts; /* of the page that is made; reset for each */
    k_id channels[BENCH_CHANNELS];
    int64_t made[BENCH_CHANNELS];
    k_time step;   /* between two posts of all channels */
    k_time now;    /* when the next post is written */
    bool archive;  /* the pages are history */
    k_time spent;  /* in ingest and commit, without making the posts */
    double cpu;    /* the same in seconds of the processor */
    int64_t added; /* posts stored */
};
/* Makes the channels, or finds them with what was made before. In cx's database; the world
 * lives in cx's arena, which must not be reset. The next post is written at `from`. */
k_err bench_world_open(struct k_ctx *cx, k_time from, k_time step,
                       struct bench_world *out) K_CHECK;
void bench_world_close(struct bench_world *w);
/* One page of n posts through ingest in a transaction of its own. cx: its arena is reset. */
k_err bench_world_page(struct k_ctx *cx, struct bench_world *w, size_t n) K_CHECK;

#endif
