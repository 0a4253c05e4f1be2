/* merge: two persons that are one, and two again. A merge moves rows and names each of them, so
 * that it can be undone at any time and in any order, also under later merges: what the gone
 * one had goes back, with what came since through its accounts. Nothing is deleted, every
 * address is kept. Tables: person, person_merge, person_merge_row and all of merge_rows.c. How
 * and why: docs/design/identity.md. */
#ifndef KITH_DOMAIN_MERGE_H
#define KITH_DOMAIN_MERGE_H

#include "base/ctx.h"

struct merge_ask {
    k_id kept, gone;
    bool take_name, take_about,
        take_role; /* from the gone one; empty fields are filled anyway */
    k_str why;     /* JSON: the evidence; empty = [] */
};
/* In the caller's write transaction, by cx->actor. *merge (may be NULL) names it. Errors:
 * NOT_FOUND (also: in somebody else's address book), CONFLICT (one of them is merged already;
 * a private one has records that only the team's may have), BAD_INPUT (the same one, a person
 * and an organization, a private one would take in what the team sees). */
k_err merge_people(struct k_ctx *cx, const struct merge_ask *ask, k_id *merge) K_CHECK;

/* Undoes a merge, whatever was merged since. NOT_FOUND, CONFLICT (undone already). *gone (may
 * be NULL) is the person who is back. */
k_err merge_undo(struct k_ctx *cx, k_id merge, k_id *gone) K_CHECK;

/* Who a person is by now: itself, or whom it was merged into in the end. */
k_err merge_root(struct k_ctx *cx, k_id person, k_id *root) K_CHECK;

#endif
