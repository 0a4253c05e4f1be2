/* channel_poll: asks a channel for what is new. One claim, pages until there is no more, each
 * page in one transaction with its cursor. Reads and writes channel and, through ingest, what a
 * post touches. */
#include "connectors/registry.h"
#include "domain/ingest.h"
#include "flow/channels.h"

struct poll {
    const struct flow_env *env;
    struct sq_channel_get_row row;
    struct item_page page;
    struct ingest_from from;
    k_time lease;   /* the lease as we wrote it last: proves that the channel is still ours */
    int64_t stored; /* posts of this poll */
    k_id only;      /* this channel, due or not; 0 = the one that waits longest */
};

static k_err claim(struct k_ctx *cx, void *arg)
{
    struct poll *p = arg;
    bool taken = false;
    p->lease = k_cx_now(cx) + CHANNEL_LEASE;
    if (p->only)
        K_TRY(sq_channel_claim_one(cx, p->only, p->env->node, p->lease, k_cx_now(cx), &p->row,
                                   &taken));
    else
        K_TRY(sq_channel_claim(cx, p->env->node, p->lease, k_cx_now(cx), &p->row, &taken));
    if (!taken)
        p->row.id = 0;
    return K_OK;
}

/* One page and its cursor, or nothing when another node has the channel by now. */
static k_err store_page(struct k_ctx *cx, void *arg)
{
    struct poll *p = arg;
    struct sq_channel_holds_row held;
    bool found;
    k_time until = k_cx_now(cx) + CHANNEL_LEASE, lag = 0;
    K_TRY(sq_channel_holds(cx, p->row.id, p->env->node, p->lease, until, &held, &found));
    if (!found || !k_str_eqz(held.status, "active"))
        return K_ERR_GONE;
    struct ingest_result res = {0};
    for (size_t i = 0; i < p->page.items.n; i += INGEST_MAX) {
        size_t n = p->page.items.n - i < INGEST_MAX ? p->page.items.n - i : INGEST_MAX;
        struct ingest_result part;
        K_TRY(ingest_batch(cx, &p->from, p->page.items.v + i, n, &part));
        res.added += part.added;
        if (part.newest > res.newest)
            res.newest = part.newest;
    }
    if (res.newest)
        lag = k_cx_now(cx) - res.newest;
    K_TRY(sq_channel_took(cx,
                          &(struct sq_channel_took_args){.id = p->row.id,
                                                         .cursor = p->page.news.cursor,
                                                         .now = k_cx_now(cx),
                                                         .last_item_at = res.newest,
                                                         .lag_us = lag > 0 ? lag : 0},
                          NULL));
    if (res.added || p->row.failures)
        k_ctx_notice(cx, K_TOPIC_CHANNEL, p->row.id);
    p->lease = until;
    p->stored += res.added;
    return K_OK;
}

static k_err fetch_page(struct k_ctx *cx, struct poll *p, const struct connector *c,
                        k_str *words)
{
    struct channel_view view;
    struct k_net_ctx nx = {
        .arena = cx->arena, .clock = cx->clock, .rand = cx->rand, .http = p->env->http};
    p->page = (struct item_page){.news.budget_left = -1};
    K_TRY(channel_open(cx, p->env, &p->row, &view));
    k_err err = c->fetch(&nx, &view, &p->page);
    *words = nx.detail.text;
    K_TRY(channel_learn(cx, p->env, p->row.id, &p->page.news));
    return err;
}

/* All pages there are, at most CHANNEL_PAGES. GONE: the channel is not ours any more. */
static k_err fetch_all(struct k_ctx *cx, struct poll *p, const struct connector *c,
                       k_str *words)
{
    bool found;
    for (int i = 0; i < CHANNEL_PAGES; i++) {
        K_TRY(fetch_page(cx, p, c, words));
        K_TRY(db_write(cx, store_page, p));
        if (!p->page.more || channel_rest(&p->page.news, k_cx_now(cx)))
            break;
        K_TRY(sq_channel_get(cx, p->row.id, &p->row,
                             &found)); /* tokens and cursor as they are now */
        if (!found)
            return K_ERR_GONE;
    }
    return K_OK;
}

struct release {
    const struct poll *p;
    k_time next;
};

static k_err do_release(struct k_ctx *cx, void *arg)
{
    const struct release *r = arg;
    return sq_channel_release(cx, r->p->row.id, r->p->env->node, r->p->lease, r->next, NULL);
}

/* When to ask again: the usual interval, a growing pause after failures, never before the
 * network allows. */
static k_time next_poll(struct k_ctx *cx, const struct poll *p, const struct connector *c,
                        k_err err)
{
    int64_t failures = err == K_OK ? 0 : p->row.failures + 1;
    k_time at = k_cx_now(cx) + channel_pause(c->poll_seconds, failures, k_rand_unit(cx->rand));
    if (err == K_OK && p->page.more)
        at = k_cx_now(cx);
    k_time rest = channel_rest(&p->page.news, k_cx_now(cx));
    return rest > at ? rest : at;
}

bool channel_of_the_network(k_err err)
{
    return (err >= K_ERR_NET_REFUSED && err <= K_ERR_NET_BLOCKED) || err == K_ERR_UNCLEAR ||
           err == K_ERR_TOO_LARGE || err == K_ERR_BAD_JSON;
}

static k_err poll(struct k_ctx *cx, const struct flow_env *env, k_id only, bool *found)
{
    struct poll p = {.env = env, .only = only};
    k_str words = K_NONE;
    K_TRY(db_write(cx, claim, &p));
    *found = p.row.id != 0;
    if (!*found)
        return K_OK;
    const struct connector *c = connector_find(p.row.network);
    if (!c) {
        K_TRY(channel_note_failure(cx, p.row.id, K_ERR_NET_AUTH,
                                   K_S("This version of Kith does not know this network.")));
        return K_OK;
    }
    p.from = (struct ingest_from){.channel = p.row.id,
                                  .network = p.row.network,
                                  .source = p.row.demo ? INGEST_DEMO : INGEST_LIVE,
                                  .demo = p.row.demo,
                                  .publishes = (c->flags & CONNECTOR_ARTICLES) != 0,
                                  .answers_privately = connector_answers_privately(c)};
    k_err err = fetch_all(cx, &p, c, &words);
    k_log(err == K_OK ? K_DEBUG : K_WARN, "channel_polled",
          "channel=%lld network=%s stored=%lld result=%s", (long long)p.row.id, c->network,
          (long long)p.stored, err == K_OK ? "ok" : k_err_row(err)->slug);
    if (err == K_ERR_GONE)
        return K_OK;
    if (err != K_OK && err != K_ERR_NET_LIMITED)
        K_TRY(channel_note_failure(cx, p.row.id, err, words.n ? words : cx->detail.text));
    K_TRY(db_write(cx, do_release, &(struct release){&p, next_poll(cx, &p, c, err)}));
    return channel_of_the_network(err) ? K_OK : err;
}

k_err channel_poll_next(struct k_ctx *cx, const struct flow_env *env, bool *found)
{
    return poll(cx, env, 0, found);
}

k_err channel_poll_one(struct k_ctx *cx, const struct flow_env *env, k_id id, bool *found)
{
    return poll(cx, env, id, found);
}
