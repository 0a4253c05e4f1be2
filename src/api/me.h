/* me: the picture of the member who asks, and of the house around: shared by the routes that
 * sign somebody in. */
#ifndef KITH_API_ME_H
#define KITH_API_ME_H

#include "api/names.h"
#include "api/request.h"
#include "api/shapes_account.h"

/* Fills *out for rq->who. */
k_err me_fill(struct k_ctx *cx, struct api_req *rq, struct api_me *out) K_CHECK;
/* Name of the organisation and its language; empty when never set. */
k_err me_organisation(struct k_ctx *cx, k_str *organisation, k_str *locale) K_CHECK;
k_err me_has_demo(struct k_ctx *cx, bool *has) K_CHECK;
/* The version in force, and how far a member has read. */
k_err me_policy(struct k_ctx *cx, k_id member, struct api_my_policy *out) K_CHECK;
/* A member row as the API shows it. */
struct api_member me_member(struct names *n, const struct sq_member_list_row *m);
/* The same for one id; NOT_FOUND. */
k_err me_member_by_id(struct k_ctx *cx, struct names *n, k_id id,
                      struct api_member *out) K_CHECK;

#endif
