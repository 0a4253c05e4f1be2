/* saved: building blocks for replies: a fact, a link, a step. They are inserted into what a
 * member writes and never are a whole reply (the policy's check blocks_only sees to that), so
 * they are short and have no variables. Reads and writes saved_text; appends events. */
#ifndef KITH_DOMAIN_SAVED_H
#define KITH_DOMAIN_SAVED_H

#include "base/ctx.h"

#define SAVED_MAX 500 /* of them */
#define SAVED_TITLE_MAX 80
#define SAVED_TEXT_MAX 280 /* letters as people count them: a block, not an answer */

struct saved_text {
    k_str kind; /* fact, link, step */
    k_str title, text;
};
/* Each needs a write transaction. BAD_INPUT (kind, title, text), EXISTS (title), LIMIT,
 * NOT_FOUND. */
k_err saved_add(struct k_ctx *cx, const struct saved_text *t, k_id *id) K_CHECK;
k_err saved_change(struct k_ctx *cx, k_id id, const struct saved_text *t) K_CHECK;
k_err saved_remove(struct k_ctx *cx, k_id id) K_CHECK;

#endif
