/* echoes: what posts of the last days say, as sets of words (text/near.h): in the table echo,
 * and the newest of them in the memory of each server, which reads from the table what others
 * took in before it looks. Reads and writes echo and echo_page. */
#ifndef KITH_DOMAIN_ECHOES_H
#define KITH_DOMAIN_ECHOES_H

#include "base/ctx.h"
#include "text/near_window.h"

#define ECHOES_KEPT (4 * K_DAY)          /* in the table */
#define ECHOES_MOST ((size_t)256 * 1024) /* posts in memory: about 55 MiB when full */
#define ECHOES_OVERLAP (20 * K_SEC)      /* a transaction that takes longer may be overlooked */

/* What one post says. */
struct echo {
    k_id post, who; /* below 0: a channel that has one voice; 0 = nobody knows */
    int64_t room;   /* only echoes of one room are alike */
    k_time at;
    struct near_set words, link; /* n is 0 when there is none */
};
/* Posts that are alike to the one looked at; each may have been removed meanwhile. */
struct echo_hits {
    const struct near_hit *v; /* the newest first */
    size_t n;
};
struct echo_found {
    struct echo_hits words, link;
};

/* For each of n echoes, what is alike in posts that are stored already. The memory is brought
 * up to date first. out: n of them, with memory from the arena. */
k_err echoes_look(struct k_ctx *cx, struct k_arena *a, const struct echo *v, size_t n,
                  struct echo_found *out) K_CHECK;
/* Stores what a page of posts says. Needs a write transaction. */
k_err echoes_add(struct k_ctx *cx, const struct echo *v, size_t n) K_CHECK;
/* Forgets what was taken in before a time. Needs a write transaction. */
k_err echoes_forget(struct k_ctx *cx, k_time before) K_CHECK;

#endif
