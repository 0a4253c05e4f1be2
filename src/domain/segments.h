/* segments: saved conditions over people, and who is in one now. Reads person, identity, datum,
 * person_role; reads and writes segment. */
#ifndef KITH_DOMAIN_SEGMENTS_H
#define KITH_DOMAIN_SEGMENTS_H

#include "base/ctx.h"
#include "store/sql.gen.h"

/* NOT_FOUND for none, and for another member's own. */
k_err segments_find(struct k_ctx *cx, k_id id, struct sq_segment_get_row *row) K_CHECK;
struct segments_new {
    k_str name, conditions;
    bool mine;
};
/* BAD_INPUT names the place of a wrong condition: "conditions.all[1].op". */
k_err segments_create(struct k_ctx *cx, const struct segments_new *n, k_id *id) K_CHECK;
k_err segments_change(struct k_ctx *cx, k_id id, k_str name, k_str conditions) K_CHECK;
k_err segments_remove(struct k_ctx *cx, k_id id) K_CHECK;

struct segments_page {
    k_id *v; /* K_VEC: in falling age: by id */
    size_t n, cap;
    k_id next; /* behind this one there may be more; 0 = that was all */
};
/* Who is in it, at most max, behind `after`; looks at a bounded number of people, so a page may
 * be short while there is a next one. */
k_err segments_people(struct k_ctx *cx, k_str conditions, k_id after, size_t max,
                      struct segments_page *out) K_CHECK;
/* Those of it with whom the member (0 = anybody) had no real contact since that time, or never
 * (contact_rules); the oldest ids first. */
k_err segments_silent(struct k_ctx *cx, k_str conditions, k_id member, k_time since, size_t max,
                      struct segments_page *out) K_CHECK;
/* Whether this person is in it. */
k_err segments_holds(struct k_ctx *cx, k_str conditions, k_id person, bool *holds) K_CHECK;
/* How many, at most SEGMENTS_COUNT; *capped: there may be more. */
#define SEGMENTS_COUNT 10000
k_err segments_count(struct k_ctx *cx, k_str conditions, int64_t *n, bool *capped) K_CHECK;

#endif
