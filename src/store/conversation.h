/* conversation: the lists of the inbox, without what is closed to the reader (cx->actor.eyes).
 * A view is one row of a table that says which statement leads and what is fixed; the other
 * filters ride along. Pages go by key, never by offset. */
#ifndef KITH_STORE_CONVERSATION_H
#define KITH_STORE_CONVERSATION_H

#include "base/ctx.h"
#include "base/vec.h"
#include "store/sql.gen.h"

#define CONVERSATION_COUNT_MAX 1000 /* counts of views stop there */

/* One view, as printed by doctor. */
struct conversation_view {
    const char *name;
    const char *doc;
};
extern const struct conversation_view conversation_views[];
extern const size_t n_conversation_views;

struct conversation_ask {
    k_str view;                       /* a name of the table; empty = all */
    k_id me;                          /* for the view "mine" */
    k_id team, channel, label, owner; /* 0 = any */
    k_id storm; /* 0 = any; else what hangs behind it, whatever its status: no view or filter */
    k_str kind, network; /* empty = any */
    k_str cursor;        /* of the page before; empty = first page */
    int64_t limit;       /* 1..200 */
};
struct conversation_page {
    K_VEC(k_id) ids; /* in order */
    k_str next;      /* cursor; K_NONE on the last page */
};
/* BAD_INPUT (fields view, team, cursor). */
k_err conversation_list(struct k_ctx *cx, const struct conversation_ask *ask,
                        struct conversation_page *out) K_CHECK;
/* How many a view holds, at most CONVERSATION_COUNT_MAX + 1. team only for the view "team". */
k_err conversation_count(struct k_ctx *cx, k_str view, k_id me, k_id team, int64_t *n) K_CHECK;
/* The same for what a list holds, with its filters; cursor and limit do not count. */
k_err conversation_count_of(struct k_ctx *cx, const struct conversation_ask *ask,
                            int64_t *n) K_CHECK;

/* The conversation that holds the posts of this one: itself, or, after a merge, the one it
 * leads to. *found is false as well when the actor may not see that one. */
k_err conversation_home(struct k_ctx *cx, k_id id, struct sq_conversation_get_row *out,
                        bool *found) K_CHECK;

/* What a screen shows of conversations, in the order of ids; those that are gone are left out.
 */
struct conversation_row {
    struct sq_conversation_rows_row c;
    K_VEC(struct sq_conversation_labels_row) labels;
    k_time handoff_due; /* of its open hand-over; 0 = none */
    K_VEC(struct sq_sla_clocks_shown_row) clocks;
};
struct conversation_rows {
    struct conversation_row *v;
    size_t n, cap;
};
k_err conversation_show(struct k_ctx *cx, const k_id *ids, size_t n,
                        struct conversation_rows *out) K_CHECK;

#endif
