/* followers: members who want to hear of a conversation without owning it. They are told in
 * their own list what happens in it, never of their own acts, and never of what they may not
 * see. Of one kind at most one notice a conversation waits for them: the newest. */
#ifndef KITH_DOMAIN_FOLLOWERS_H
#define KITH_DOMAIN_FOLLOWERS_H

#include "base/ctx.h"
#include "store/sql.gen.h"

/* The acting member follows it from now on, or no more. NOT_FOUND. */
k_err followers_set(struct k_ctx *cx, k_id conversation, bool on) K_CHECK;
/* Another act makes somebody a follower: why is note or handoff. */
k_err followers_add(struct k_ctx *cx, k_id conversation, k_id member, const char *why) K_CHECK;

struct followers_news {
    k_id conversation, note;
    const char *kind; /* followed_post, followed_answer, followed_note, followed_done,
                         followed_handoff */
    k_id by;          /* who did it, and is not told; 0 = nobody of us */
    k_str text;       /* may be empty */
    const k_id *told; /* were told otherwise */
    size_t n_told;
};
/* Tells all followers of the conversation. */
k_err followers_tell(struct k_ctx *cx, const struct followers_news *news) K_CHECK;
/* Tells one of them. */
k_err followers_tell_one(struct k_ctx *cx, const struct followers_news *news,
                         k_id member) K_CHECK;

/* A member leaves. */
k_err followers_leave(struct k_ctx *cx, k_id member) K_CHECK;

#endif
