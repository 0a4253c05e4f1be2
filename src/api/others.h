/* others: what screens of other servers on the same database must know beside notices: who is
 * where, and whose streams end. Each is done here at once and told to the others, who do the
 * same when they hear it. */
#ifndef KITH_API_OTHERS_H
#define KITH_API_OTHERS_H

#include "api/request.h"
#include "db/db.h"
#include "domain/presence.h"

/* A member is looking at, writing in or gone from a conversation. */
k_err others_presence(struct k_ctx *cx, struct api_req *rq, k_id conversation,
                      enum presence_state state) K_CHECK;
/* Ends the streams of a member but those of session `keep` (0 = all, and they are nowhere any
 * more). */
k_err others_end_member(struct k_ctx *cx, struct api_req *rq, k_id member, k_id keep) K_CHECK;
/* Of a session or a token. */
k_err others_end_session(struct k_ctx *cx, struct api_req *rq, k_id session) K_CHECK;

/* What another server told; the shape of nodes_fn: arg is the struct api. Any thread. */
void others_heard(void *arg, const struct db_word *w);

#endif
