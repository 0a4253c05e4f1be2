/* heard: a post as listening queries see it, out of a page that comes in or out of the rows of
 * what is stored. Pure. */
#ifndef KITH_DOMAIN_HEARD_H
#define KITH_DOMAIN_HEARD_H

#include "listen/post.h"
#include "store/sql.gen.h"

struct ingest_batch;
struct ingest_post;

/* channel: its name. The post borrows from the page; what it needs besides is in the arena. */
struct listen_post heard_from_page(struct k_arena *a, const struct ingest_batch *b,
                                   const struct ingest_post *p, k_str channel);
struct listen_post heard_from_row(struct k_arena *a, const struct sq_listening_posts_row *r);

/* -1 against, 0 neither, 1 for: as far as its words say. */
int heard_mood(const struct listen_post *p);

#endif
