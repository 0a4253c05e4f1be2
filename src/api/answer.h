/* answer: structs of shapes as JSON. */
#ifndef KITH_API_ANSWER_H
#define KITH_API_ANSWER_H

#include "api/route.h"

/* Appends the struct `in` of shape s as JSON, its fields with F_SAID in that language. */
void answer_write(struct k_buf *b, enum k_tongue tongue, const struct shape *s, const void *in);
/* Whether JSON text is exactly what the shape promises; false: *why says where it is not. In
 * test builds every answer is checked. */
bool answer_check(struct k_arena *a, const struct shape *s, k_str json, k_str *why);

#endif
