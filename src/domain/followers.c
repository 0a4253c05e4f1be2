/* followers: reads conversation, member, channel_limit; reads and writes follower; writes
 * mention. */
#include "domain/followers.h"
#include "base/utf8.h"

static k_err add(struct k_ctx *cx, k_id conversation, k_id member, const char *why)
{
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, conversation);
    return sq_follower_put(cx, member, conversation, k_str_z(why), k_cx_now(cx), NULL);
}

k_err followers_set(struct k_ctx *cx, k_id conversation, bool on)
{
    struct sq_inbox_state_row state;
    bool found;
    K_TRY(sq_inbox_state(cx, conversation, cx->actor.eyes, &state, &found));
    if (!found || k_str_eqz(state.status, "merged"))
        return k_fail(cx, K_ERR_NOT_FOUND, "id",
                      "This conversation is not here, or it was removed.");
    if (!cx->actor.member)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL, "Only a member follows a conversation.");
    if (on)
        return add(cx, conversation, cx->actor.member, "self");
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, conversation);
    return sq_follower_drop(cx, cx->actor.member, conversation, NULL);
}

k_err followers_add(struct k_ctx *cx, k_id conversation, k_id member, const char *why)
{
    return member ? add(cx, conversation, member, why) : K_OK;
}

k_err followers_tell_one(struct k_ctx *cx, const struct followers_news *news, k_id member)
{
    if (member == news->by)
        return K_OK;
    for (size_t i = 0; i < news->n_told; i++)
        if (news->told[i] == member)
            return K_OK;
    K_TRY(sq_follower_told_before(cx, member, news->conversation, k_str_z(news->kind), NULL));
    k_ctx_notice(cx, K_TOPIC_MEMBER, member);
    return sq_mention_insert(
        cx,
        &(struct sq_mention_insert_args){.id = k_cx_id(cx),
                                         .member_id = member,
                                         .conversation_id = news->conversation,
                                         .note_id = news->note,
                                         .kind = k_str_z(news->kind),
                                         .by_id = news->by,
                                         .text = k_utf8_cut(news->text, 200),
                                         .now = k_cx_now(cx)},
        NULL);
}

k_err followers_tell(struct k_ctx *cx, const struct followers_news *news)
{
    struct sq_follower_of_list all;
    K_TRY(sq_follower_of(cx, news->conversation, &all));
    for (size_t i = 0; i < all.n; i++)
        K_TRY(followers_tell_one(cx, news, all.v[i].member_id));
    return K_OK;
}

k_err followers_leave(struct k_ctx *cx, k_id member)
{
    return sq_follower_leave(cx, member, NULL);
}
