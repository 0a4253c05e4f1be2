/* index: many queries made ready to be held against one post after the other. Each query is
 * filed under words one of which a post must have for the query to hold (its anchors), the
 * rarest there are; a post is cut into words once, and only the queries filed under one of its
 * words are looked at. Says the same as query_holds, always. Queries come and go one at a time
 * while any number of threads match: those never wait. Pure, but for its own memory.
 *
 * One thread at a time may change an index. What was there before a change lives on in its
 * memory, as long as the index does: when listen_index_waste says that much of it is old, the
 * owner makes a new one. */
#ifndef KITH_LISTEN_INDEX_H
#define KITH_LISTEN_INDEX_H

#include "listen/query.h"

/* How often a word is said: posts of a thousand that have it. NULL: nothing is known, and long
 * words count as rarer than short ones. Asked once for each new word; lives as long as the
 * index. */
struct listen_rates {
    double (*of)(void *arg, k_str key);
    void *arg;
};
struct listen_entry {
    uint64_t id;               /* not LISTEN_NONE */
    const struct query *query; /* read now, and not borrowed */
};
#define LISTEN_NONE UINT64_MAX
struct listen_index;
/* Of n queries, numbered from 0 on; for listen_index_free. NULL: no memory. */
struct listen_index *listen_index_new(enum listen_way way, const struct listen_rates *rates,
                                      const struct listen_entry *queries, size_t n);
void listen_index_free(struct listen_index *x);
/* One more query: its number. Posts that are laid on a desk from now on are held against it.
 * To change a query, add it anew and then remove the old one: in between a post may meet both.
 */
uint32_t listen_index_add(struct listen_index *x, struct listen_entry e);
void listen_index_remove(struct listen_index *x, uint32_t number);

size_t listen_index_size(const struct listen_index *x);  /* queries that are there */
size_t listen_index_waste(const struct listen_index *x); /* that were there */
size_t listen_index_bytes(const struct listen_index *x); /* of memory */
/* Those that no word leads to: they are held against every post. */
size_t listen_index_always(const struct listen_index *x);

/* What leads to a query, and what it costs. */
struct listen_cost {
    double per_thousand; /* posts of a thousand that it is looked at for, 1000 at the most */
    k_str *v;            /* K_VEC: its anchors, the first 20; none: it is looked at for all */
    size_t n, cap;
};
void listen_cost_of(struct k_arena *a, enum listen_way way, const struct listen_rates *rates,
                    const struct query *q, struct listen_cost *out);

/* What a thread needs to match; one for each thread, for any index. */
struct listen_desk;
struct listen_desk *listen_desk_new(enum listen_way way); /* NULL: no memory */
void listen_desk_free(struct listen_desk *d);

/* Lays a post on the desk, cut into words. The post must live until the next one is laid there.
 * x: the index it will be held against, whose facts alone are laid there; NULL: all facts. */
void listen_desk_put(struct listen_desk *d, const struct listen_index *x,
                     const struct listen_post *post);
struct listen_hits { /* ids in no order; the caller's to empty and to free(v) */
    uint64_t *v;
    size_t n, cap;
};
/* Adds the queries of the index that hold for the post on the desk, each once. */
void listen_index_match(const struct listen_index *x, struct listen_desk *d,
                        struct listen_hits *out);

#endif
