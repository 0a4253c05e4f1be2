/* ingest_tell: who follows a conversation hears that somebody wrote there, or that we answered.
 * Only what is live: history is no news. Once for each conversation of a page. Reads follower;
 * writes mention. */
#include "domain/followers.h"
#include "domain/ingest_batch.h"

static bool is_news(const struct ingest_batch *b, const struct ingest_post *p)
{
    return b->from->source == INGEST_LIVE && !b->from->archive && ingest_is_new(p) &&
           !p->rule && p->conversation && !p->conversation->is_new;
}

static k_str ids_of(struct k_ctx *cx, const struct ingest_batch *b)
{
    struct k_buf ids;
    k_id last = 0;
    k_buf_init(&ids, cx->arena, 64 + b->n * 24);
    for (size_t i = 0; i < b->n; i++) {
        const struct ingest_post *p = &b->posts[i];
        if (!is_news(b, p) || p->conversation->id == last)
            continue;
        k_buf_fmt(&ids, "%c%lld", last ? ',' : '[', (long long)p->conversation->id);
        last = p->conversation->id;
    }
    if (last == 0)
        return K_NONE;
    k_buf_chr(&ids, ']');
    return k_buf_view(&ids);
}

/* The newest of theirs, and the newest of ours that the member did not write. */
static k_err tell(struct k_ctx *cx, const struct ingest_batch *b, k_id conversation,
                  k_id member)
{
    const struct ingest_post *theirs = NULL, *ours = NULL;
    for (size_t i = 0; i < b->n; i++) {
        const struct ingest_post *p = &b->posts[i];
        if (!is_news(b, p) || p->conversation->id != conversation)
            continue;
        if (!ingest_ours(p))
            theirs = p;
        else if (p->member != member)
            ours = p;
    }
    struct followers_news news = {.conversation = conversation, .kind = "followed_post"};
    if (theirs)
        K_TRY(followers_tell_one(cx, &news, member));
    if (!ours)
        return K_OK;
    news.kind = "followed_answer";
    news.by = ours->member;
    return followers_tell_one(cx, &news, member);
}

k_err ingest_tell_followers(struct k_ctx *cx, struct ingest_batch *b)
{
    struct sq_follower_of_many_list all;
    k_str ids = ids_of(cx, b);
    k_id conversation = 0, member = 0;
    if (ids.n == 0)
        return K_OK;
    K_TRY(sq_follower_of_many(cx, ids, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].conversation_id == conversation && all.v[i].member_id == member)
            continue;
        conversation = all.v[i].conversation_id;
        member = all.v[i].member_id;
        K_TRY(tell(cx, b, conversation, member));
    }
    return K_OK;
}
