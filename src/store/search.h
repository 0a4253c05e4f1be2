/* search: all posts by their words. The index is filled in batches from the table search_dirty,
 * never by trigger; a new post is found a moment later. Newest first, by the order in which
 * posts came to us. Tables search_dirty and post_fts (SQLite) or post_search (PostgreSQL). */
#ifndef KITH_STORE_SEARCH_H
#define KITH_STORE_SEARCH_H

#include "db/db.h"
#include "store/search_query.h"

#define SEARCH_BATCH 1000
#define SEARCH_WINDOW (90 * K_DAY)

/* Indexes at most `max` (1..SEARCH_BATCH) waiting posts, newest first, in a write transaction
 * of its own; *n says how many, 0 = none waits. */
k_err search_index_some(struct k_ctx *cx, int64_t max, int64_t *n) K_CHECK;
/* How many posts wait, counted up to 1000. */
k_err search_waiting(struct k_ctx *cx, int64_t *n) K_CHECK;
/* Merges a little of the index, for quiet hours; in a write transaction of its own. */
k_err search_tidy(struct k_ctx *cx) K_CHECK;

struct search_ask {
    k_str q;       /* as typed: search_query.h */
    k_id channel;  /* 0 = all */
    k_id person;   /* 0 = all */
    k_time from;   /* by the post's own time; 0 = all time on SQLite, 90 days on PostgreSQL */
    k_time to;     /* exclusive; 0 = no end */
    bool all_time; /* on PostgreSQL too, though it may take longer */
    k_id before;   /* cursor: the last id of the page before; 0 = first page */
    int64_t limit; /* 1..100; 0 = 30 */
};
struct search_hit {
    k_id id, conversation_id, channel_id;
    k_str network;
    k_id person_id, member_id;
    k_str direction, kind;
    k_time posted_at;
    struct search_excerpt excerpt;
};
struct search_hits {
    struct search_hit *v;
    size_t n, cap;
    k_time since; /* how far back was looked; 0 = all time */
    k_id next;    /* `before` of the next page; 0 = this was the last */
};
/* BAD_INPUT when there is no word to look for. */
k_err search_find(struct k_ctx *cx, const struct search_ask *ask,
                  struct search_hits *out) K_CHECK;

#endif
