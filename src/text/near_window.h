/* near_window: the newest posts by what they say, in memory of a fixed size, and which of them
 * say nearly the same as another one. 64 minima of the words (MinHash; Broder 1997) in 16 bands
 * of 4 find who may be alike; the sets themselves decide (near_alike). The oldest fall out by
 * number. Pure, but for its memory; one thread at a time. */
#ifndef KITH_TEXT_NEAR_WINDOW_H
#define KITH_TEXT_NEAR_WINDOW_H

#include "base/arena.h"
#include "text/near.h"

#define NEAR_WINDOW_MOST ((size_t)1 << 24)
#define NEAR_HITS 40 /* a search gives at most so many, the newest */

struct near_window;
/* One post; the window only hands it back. */
struct near_post {
    int64_t post, who, at, room;
};
struct near_hit {
    struct near_post post;
    double alike;
};
struct near_hits {
    struct near_hit v[NEAR_HITS]; /* the newest first */
    size_t n;
};

/* Room for so many posts (at most NEAR_WINDOW_MOST) of 20 words on average; longer ones take
 * the room of others. All memory is taken from the arena at once: near_window_bytes. */
struct near_window *near_window_new(struct k_arena *a, size_t posts);
size_t near_window_bytes(size_t posts);

/* Posts that are alike. Of many in one place the newest count: of a storm some are found, not
 * all. */
void near_find(const struct near_window *w, const struct near_set *t, struct near_hits *out);
/* Takes a post in; hits (may be NULL) gets what is alike before it. A text without words is
 * left out. */
void near_put(struct near_window *w, const struct near_set *t, const struct near_post *p,
              struct near_hits *hits);
/* Forgets the oldest as long as they are from before a time. */
void near_drop(struct near_window *w, int64_t before);
/* How many are in it, at most as many as it has room for; and from the oldest (0) to the
 * newest; the set is a slice of the window, empty when others took its room. */
size_t near_window_count(const struct near_window *w);
struct near_set near_window_at(const struct near_window *w, size_t i, struct near_post *p);

#endif
