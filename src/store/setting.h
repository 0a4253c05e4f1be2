/* setting: what members change while the program runs (name of the organisation, period of the
 * home, ...). What is needed before a database is there stands in the configuration instead. */
#ifndef KITH_STORE_SETTING_H
#define KITH_STORE_SETTING_H

#include "db/db.h"

#define SETTING_VALUE_MAX ((size_t)64 * 1024)

/* *value is K_NONE when it was never set. */
k_err setting_get(struct k_ctx *cx, k_str name, k_str *value) K_CHECK;
/* In a write transaction; remembers cx->actor. LIMIT when the value is too long. */
k_err setting_set(struct k_ctx *cx, k_str name, k_str value) K_CHECK;
k_err setting_remove(struct k_ctx *cx, k_str name) K_CHECK; /* its default holds again */

struct setting {
    k_str name, value;
    k_time updated_at;
    k_id updated_by;
};
struct setting_list {
    struct setting *v;
    size_t n, cap;
};
k_err setting_all(struct k_ctx *cx, struct setting_list *out) K_CHECK; /* by name */

#endif
