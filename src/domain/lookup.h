/* lookup: people by any word of a name, by address, handle, organization and digits of a
 * number. The words wait in lookup_dirty and are written in batches, never by trigger: a new
 * person is found a moment later. Reads person, identity, datum, person_role; writes
 * person_word. */
#ifndef KITH_DOMAIN_LOOKUP_H
#define KITH_DOMAIN_LOOKUP_H

#include "base/ctx.h"
#include "domain/lookup_rules.h"
#include "store/sql.gen.h"

enum { LOOKUP_BATCH = 500, LOOKUP_MOST = 500 };

/* Something by which this person is found may be new. In the caller's write transaction. */
k_err lookup_mark(struct k_ctx *cx, k_id person) K_CHECK;
/* The same for n persons, in the order of their ids. */
k_err lookup_mark_many(struct k_ctx *cx, const k_id *people, size_t n) K_CHECK;
/* All that are with an organization, when its name changed. */
k_err lookup_mark_staff(struct k_ctx *cx, k_id organization) K_CHECK;
/* Writes the words of at most LOOKUP_BATCH who wait, in the caller's write transaction; *n
 * (int64_t) says how many, 0 = none waits. Its form is that of a transaction (db_write). */
k_err lookup_index_some(struct k_ctx *cx, void *n) K_CHECK;

struct lookup_ask {
    k_str q;
    k_str stage, role, kind; /* "" = any */
    int64_t from;            /* how many hits were seen before */
    int64_t limit;
};
struct lookup_hits {
    struct sq_person_list_row *v; /* the best first; each person once */
    size_t n, cap;
    int64_t next; /* `from` of the next page; 0 = this was the last (of LOOKUP_MOST) */
};
/* People whom the member who acts may see. Every word must be the beginning of a word of
 * theirs; those to whom the whole text belongs stand first. */
k_err lookup_find(struct k_ctx *cx, const struct lookup_ask *ask,
                  struct lookup_hits *out) K_CHECK;

#endif
