/* cursor: where a page of a list ended, as an opaque text: a letter for the list it belongs to
 * and the sort key of the last row. Nothing in it is secret or trusted. */
#ifndef KITH_API_CURSOR_H
#define KITH_API_CURSOR_H

#include "base/ctx.h"

#define CURSOR_MAX 4
k_str cursor_make(struct k_arena *a, char list, const int64_t *v, size_t n);
/* An empty cursor gives *given = false and leaves v alone. BAD_INPUT about the field "cursor"
 * when it is not one of this list. */
k_err cursor_read(struct k_ctx *cx, k_str cursor, char list, int64_t *v, size_t n,
                  bool *given) K_CHECK;

#endif
