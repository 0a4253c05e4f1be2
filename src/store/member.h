/* member: what a handle and an address of a member may be, and finding a free handle. The
 * statements are in sql/member.sql. */
#ifndef KITH_STORE_MEMBER_H
#define KITH_STORE_MEMBER_H

#include "base/ctx.h"
#include "store/sql.gen.h"

/* An e-mail address as it is compared and stored: trimmed, case folded. BAD_INPUT (field
 * "email") when it cannot be one. */
k_err member_email(struct k_ctx *cx, k_str text, k_str *out) K_CHECK;
/* A handle as a member typed it: lower case, 2 to 40 of a-z 0-9 . _ -, starting with a letter
 * or digit. BAD_INPUT (field "handle"). */
k_err member_handle(struct k_ctx *cx, k_str text, k_str *out) K_CHECK;
/* A handle made from a name that nobody has yet: "Jo Müller" gives "jo.muller", then
 * "jo.muller2". */
k_err member_handle_for(struct k_ctx *cx, k_str name, k_str *out) K_CHECK;

#endif
