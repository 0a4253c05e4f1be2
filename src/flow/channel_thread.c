/* channel_thread: the whole thread around a conversation, asked for when somebody opens it, and
 * now and then while somebody waits in it: what was said before we were named, what was edited
 * or taken back since. Reads and writes thread_look, job and, through ingest, what a post
 * touches. */
#include "connectors/registry.h"
#include "domain/ingest.h"
#include "flow/channels.h"
#include "store/job.h"

enum { LOOKS_MAX = 40, SWEEP = 10, ITEMS_MAX = 200 };
#define LOOKS_TIME (10 * K_MIN) /* LOOKS_MAX of a channel within that time */
#define LOOK_AGAIN (15 * K_MIN) /* one conversation, however often it is opened */
#define SWEEP_AGAIN K_DAY       /* one conversation in which somebody waits */
#define SWEEP_BACK (30 * K_DAY) /* who waits longer is not looked after any more */

/* ---- asking ------------------------------------------------------------------------------ */

struct want {
    k_id conversation, channel;
};

static k_err do_want(struct k_ctx *cx, void *arg)
{
    const struct want *w = arg;
    struct job_new j = {.kind = K_S("thread"),
                        .key = k_fmt(cx->arena, "%lld", (long long)w->conversation)};
    K_TRY(sq_thread_look(cx, w->conversation, w->channel, k_cx_now(cx), NULL));
    return job_enqueue(cx, &j, NULL, NULL);
}

static k_err room_left(struct k_ctx *cx, k_id channel, bool *yes)
{
    struct sq_thread_looks_row row;
    bool found;
    K_TRY(sq_thread_looks(cx, channel, k_cx_now(cx) - LOOKS_TIME, LOOKS_MAX, &row, &found));
    *yes = row.n < LOOKS_MAX;
    return K_OK;
}

k_err channel_thread_want(struct k_ctx *cx, k_id conversation)
{
    struct sq_conversation_get_row row;
    struct sq_thread_looked_row looked = {0};
    bool found, before, room;
    K_TRY(sq_thread_looked(cx, conversation, &looked, &before));
    if (before && looked.looked_at > k_cx_now(cx) - LOOK_AGAIN)
        return K_OK;
    K_TRY(sq_conversation_get(cx, conversation, cx->actor.eyes, &row, &found));
    const struct connector *c = found ? connector_find(row.network) : NULL;
    if (!c || !c->thread)
        return K_OK;
    K_TRY(room_left(cx, row.channel_id, &room));
    return room ? db_write(cx, do_want, &(struct want){conversation, row.channel_id}) : K_OK;
}

k_err channel_thread_sweep(struct k_ctx *cx)
{
    struct sq_thread_unlooked_list list;
    k_time now = k_cx_now(cx);
    K_TRY(sq_thread_unlooked(cx, now - SWEEP_BACK, now - SWEEP_AGAIN, SWEEP, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(db_write(cx, do_want, &(struct want){list.v[i].id, list.v[i].channel_id}));
    return K_OK;
}

/* ---- looking ----------------------------------------------------------------------------- */

struct look {
    const struct flow_env *env;
    struct sq_channel_get_row channel;
    struct sq_conversation_get_row conversation;
    struct item_page page;
};

/* Whether the network lets us ask more than it needs to hear what is new. */
static bool budget_allows(struct k_ctx *cx, k_str budget)
{
    enum { KEPT = 100 };
    struct channel_news said = channel_budget(cx, budget);
    k_time now = k_cx_now(cx);
    return !channel_rest(&said, now) &&
           (said.budget_left < 0 || said.budget_left > KEPT || said.budget_reset <= now);
}

/* What is known may have changed. What is new is only taken as what was said before: it must
 * open nothing and let nobody wait; what is said from now on comes with the channel's poll. */
static k_err worth_keeping(struct k_ctx *cx, const struct look *l, const struct item *it,
                           bool *keep)
{
    const struct sq_conversation_get_row *c = &l->conversation;
    struct sq_post_by_native_row row;
    K_TRY(sq_post_by_native(cx, l->channel.network, it->native_id, &row, keep));
    if (!*keep && it->act != ITEM_DELETED)
        *keep =
            it->posted_at <= c->last_out_at ||
            (k_str_eqz(c->status, "open") && c->waiting_since && it->posted_at < c->last_at);
    return K_OK;
}

static k_err do_store(struct k_ctx *cx, void *arg)
{
    struct look *l = arg;
    struct item kept[ITEMS_MAX];
    size_t n = 0;
    struct ingest_result res;
    struct ingest_from from = {.channel = l->channel.id,
                               .network = l->channel.network,
                               .source = l->channel.demo ? INGEST_DEMO : INGEST_LIVE,
                               .demo = l->channel.demo};
    for (size_t i = 0; i < l->page.items.n && n < ITEMS_MAX; i++) {
        bool keep;
        K_TRY(worth_keeping(cx, l, &l->page.items.v[i], &keep));
        if (keep)
            kept[n++] = l->page.items.v[i];
    }
    return n ? ingest_batch(cx, &from, kept, n, &res) : K_OK;
}

static k_err ask(struct k_ctx *cx, struct look *l, const struct connector *c, k_str native_id,
                 k_str meta)
{
    struct channel_view view;
    struct k_net_ctx nx = {
        .arena = cx->arena, .clock = cx->clock, .rand = cx->rand, .http = l->env->http};
    l->page = (struct item_page){.news.budget_left = -1};
    K_TRY(channel_open(cx, l->env, &l->channel, &view));
    k_err err = c->thread(&nx, &view, native_id, meta, &l->page);
    K_TRY(channel_learn(cx, l->env, l->channel.id, &l->page.news));
    k_log(err == K_OK ? K_DEBUG : K_INFO, "thread_looked", "conversation=%lld items=%zu why=%s",
          (long long)l->conversation.id, l->page.items.n, k_err_row(err)->slug);
    return err;
}

k_err channel_thread_look(struct k_ctx *cx, const struct flow_env *env, k_id conversation)
{
    struct look l = {.env = env};
    struct sq_post_last_in_row last;
    struct sq_post_get_row post;
    bool found;
    K_TRY(sq_conversation_get(cx, conversation, cx->actor.eyes, &l.conversation, &found));
    if (found)
        K_TRY(sq_channel_get(cx, l.conversation.channel_id, &l.channel, &found));
    const struct connector *c = found ? connector_find(l.channel.network) : NULL;
    if (!c || !c->thread || !k_str_eqz(l.channel.status, "active") ||
        !budget_allows(cx, l.channel.budget))
        return K_OK;
    K_TRY(sq_post_last_in(cx, conversation, &last, &found));
    if (found)
        K_TRY(sq_post_get(cx, last.id, cx->actor.eyes, &post, &found));
    if (!found)
        return K_OK;
    k_err err = ask(cx, &l, c, post.native_id, post.meta);
    if (err != K_OK) /* a courtesy: the channel's poll says what is wrong with the network */
        return channel_of_the_network(err) ? K_OK : err;
    return db_write(cx, do_store, &l);
}
