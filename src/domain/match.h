/* match: finds persons who may be one, asks, and remembers what was decided. Reads person,
 * identity, datum, person_role; writes match_key, match_pair, match_dirty. The judgement itself
 * is match_rules; what a decision does is merge. */
#ifndef KITH_DOMAIN_MATCH_H
#define KITH_DOMAIN_MATCH_H

#include "domain/match_rules.h"
#include "store/sql.gen.h"

#define MATCH_LATER (90 * K_DAY) /* after "later" it is asked again */

/* What stays the same over many looks: the size of the base, how common names are. */
struct match_run {
    double people;
    struct k_map *shares;
    struct k_ctx *cx;
};
/* Counts the base, up to a million. The run lives as long as the arena of cx. */
k_err match_begin(struct k_ctx *cx, struct match_run *run) K_CHECK;

struct match_found_count {
    int64_t asked, merged; /* pairs new in the queue; merges made on exact evidence */
};
/* Looks for others who may be this person, in the caller's write transaction: keys are made
 * anew, pairs go into the queue, exact ones that the whole team sees are merged. What was
 * decided is left alone. */
k_err match_person(struct k_ctx *cx, struct match_run *run, k_id person,
                   struct match_found_count *n) K_CHECK;
/* The evidence as match_pair keeps it: [{field, a, b, agreement, bits}]. JSON, in the arena. */
k_str match_evidence_json(struct k_arena *a, const struct match_verdict *v);
/* What the base knows of a person, in the form that is compared. found = false: there is none,
 * or it is merged. Only what all see who see the person. */
k_err match_read(struct k_ctx *cx, k_id person, struct match_record *out, bool *found) K_CHECK;

/* Persons of whom something new is known, at most max, in the caller's write transaction; and
 * pairs that were put off long enough. *n: how many were looked at. */
k_err match_some(struct k_ctx *cx, int64_t max, int64_t *n) K_CHECK;
/* The whole base, at most max behind `after`, in the caller's write transaction. *last = 0:
 * done.
 */
k_err match_scan(struct k_ctx *cx, k_id after, int64_t max, k_id *last,
                 struct match_found_count *n) K_CHECK;

/* Two as they would be judged now, in the order of their ids, whatever was decided: what a
 * member looks at before saying that they are one. Errors: NOT_FOUND (one that the acting
 * member does not see, or that is merged), BAD_INPUT (the same one twice). */
k_err match_beside(struct k_ctx *cx, k_id a, k_id b, struct match_verdict *out) K_CHECK;

/* A member's decision about two. verdict: merge, different, later. With merge: which is kept
 * and what is taken from the other; *merge names it. Errors as of merge_people; NOT_FOUND. */
struct match_decision {
    k_id a, b;
    k_str verdict;
    k_id keep; /* 0 = the one of whom more is known */
    bool take_name, take_about, take_role;
};
k_err match_decide(struct k_ctx *cx, const struct match_decision *d, k_id *merge) K_CHECK;

#endif
