/* talk: what a few colleagues talk over beside a conversation (a sub-conversation): with a
 * subject, those who take part, an end and an outcome. Who sees the conversation sees it; who
 * takes part is told of each word, others are not. Every act runs in the caller's write
 * transaction, goes into the event log and tells open screens. */
#ifndef KITH_DOMAIN_TALK_H
#define KITH_DOMAIN_TALK_H

#include "base/ctx.h"

#define TALK_MEMBERS 50

struct talk_new {
    k_id conversation;
    k_str subject, text; /* text: the first words */
    const k_id *members; /* who is asked; whom the text names is asked, too */
    size_t n;
};
/* Errors: NOT_FOUND, BAD_INPUT (subject, text, member_ids: somebody who may not see it). */
k_err talk_open(struct k_ctx *cx, const struct talk_new *t, k_id *talk) K_CHECK;
/* Says something in it; who writes or is named takes part from now on. One that was closed is
 * open again. NOT_FOUND, BAD_INPUT (text). */
k_err talk_say(struct k_ctx *cx, k_id talk, k_str text, k_id *note) K_CHECK;
/* Ends it; outcome: what came of it, may be empty. Closing what is closed is no error. */
k_err talk_close(struct k_ctx *cx, k_id talk, k_str outcome) K_CHECK;
/* A member leaves. */
k_err talk_left(struct k_ctx *cx, k_id member) K_CHECK;

#endif
