/* fields: the fields that a team adds to people, and their values (rows of datum, kind 'field',
 * label = id of the field). Reads and writes custom_field and datum. */
#ifndef KITH_DOMAIN_FIELDS_H
#define KITH_DOMAIN_FIELDS_H

#include "base/ctx.h"
#include "store/sql.gen.h"

extern const char
    *const fields_types[]; /* text, number, date, choice, yes_no; NULL at the end */

struct fields_new {
    k_str name, type;
    const k_str *choices;
    size_t n_choices;
};
/* EXISTS when the name is taken; BAD_INPUT when a choice has no choices. */
k_err fields_create(struct k_ctx *cx, const struct fields_new *n, k_id *id) K_CHECK;
struct fields_change {
    k_id id;
    k_str name;
    const k_str *choices;
    size_t n_choices;
    bool has_name, has_choices;
};
k_err fields_change(struct k_ctx *cx, const struct fields_change *c) K_CHECK;
/* With all values. */
k_err fields_drop(struct k_ctx *cx, k_id id) K_CHECK;
/* The value of one person; empty takes it away. BAD_INPUT (field "value") says what it must be.
 */
k_err fields_fill(struct k_ctx *cx, k_id person, k_id field, k_str value) K_CHECK;

#endif
