/* outbox: delivery. Reads outbox, channel, post; asks connectors; writes the outcome, our post,
 * and events. What a member decided, or a rule may acknowledge, is in the row; nothing here
 * decides to speak. */
#include "flow/outbox.h"

#include "connectors/registry.h"
#include "domain/acknowledge.h"
#include "domain/ingest.h"
#include "domain/publish.h"
#include "flow/channels.h"
#include "store/event.h"

enum { TRIES = 6, REPEATS = 3, LOOKS = 5 };
#define FIRST_LOOK                                                                             \
    (5 * K_SEC) /* after an unclear answer: the network may need a moment to show it */

struct delivery {
    const struct flow_env *env;
    struct sq_outbox_get_row row;
    struct sq_channel_get_row channel;
    const struct connector *connector;
    struct channel_view view;
    struct reply_out out;
    struct reply_done done;
    k_time lease;
    bool look; /* a try came to no clear end: look first */
    k_str words;
};

/* How a step ended, for the row. */
struct verdict {
    struct delivery *d;
    k_str state; /* queued, sending (look again at `until`), unclear, failed */
    k_time next_at, until;
    k_err err;
    k_str words;
};

static k_err claim(struct k_ctx *cx, void *arg)
{
    struct delivery *d = arg;
    bool found;
    d->lease = k_cx_now(cx) + OUTBOX_LEASE;
    d->look = true;
    K_TRY(sq_outbox_claim_lost(cx, d->env->node, d->lease, k_cx_now(cx), &d->row, &found));
    if (!found) {
        struct sq_pause_gate_open_row gate;
        k_id acknowledge;
        d->look = false;
        K_TRY(sq_pause_gate_open(cx, &gate, &found));
        K_TRY(publish_hold_late(cx));
        K_TRY(acknowledge_next(cx, &acknowledge));
        struct sq_outbox_claim_args args = {.node = d->env->node,
                                            .until = d->lease,
                                            .now = k_cx_now(cx),
                                            .fresh = k_cx_now(cx) - PUBLISH_LATE,
                                            .acknowledge = acknowledge};
        K_TRY(sq_outbox_claim(cx, &args, &d->row, &found));
    }
    if (!found)
        d->row.id = 0;
    else
        k_ctx_notice(cx, K_TOPIC_OUTBOX, d->row.id);
    return K_OK;
}

static bool by_rule(const struct delivery *d)
{
    return k_str_eqz(d->row.act, "acknowledge");
}

static k_err read_parent(struct k_ctx *cx, struct delivery *d)
{
    struct sq_post_get_row parent;
    struct sq_post_root_row root;
    bool found;
    K_TRY(sq_post_get(cx, d->row.reply_to_id, 0, &parent, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL,
                      "The post that this answers is not here any more.");
    bool direct = k_str_eqz(parent.visibility, "direct") || k_str_eqz(parent.kind, "direct");
    if (by_rule(d) && !(direct && connector_answers_privately(d->connector)))
        return k_fail(cx, K_ERR_UNSUPPORTED, NULL, "A machine says nothing in public.");
    d->out.parent_native_id = parent.native_id;
    d->out.parent_meta = parent.meta;
    K_TRY(sq_post_root(cx, d->row.conversation_id, &root, &found));
    d->out.root_native_id = found ? root.native_id : parent.native_id;
    d->out.root_meta = found ? root.meta : parent.meta;
    return K_OK;
}

/* Everything a connector needs, read without a transaction: the row is ours by its lease. */
static k_err prepare(struct k_ctx *cx, struct delivery *d)
{
    bool found;
    K_TRY(sq_channel_get(cx, d->row.channel_id, &d->channel, &found));
    d->connector = found ? connector_find(d->channel.network) : NULL;
    bool post = k_str_eqz(d->row.act, "post");
    if (!d->connector || !(post ? d->connector->publish : d->connector->reply))
        return k_fail(cx, K_ERR_UNSUPPORTED, NULL,
                      post ? "This channel cannot post." : "This channel cannot send answers.");
    d->out = (struct reply_out){
        .idem_key = d->row.idem_key, .text = d->row.text, .created_at = d->row.created_at};
    if (k_str_eqz(d->row.act, "reply") || by_rule(d))
        K_TRY(read_parent(cx, d));
    return channel_open(cx, d->env, &d->channel, &d->view);
}

static struct k_net_ctx net_ctx(struct k_ctx *cx, const struct delivery *d)
{
    return (struct k_net_ctx){
        .arena = cx->arena, .clock = cx->clock, .rand = cx->rand, .http = d->env->http};
}

static k_err remove_post(struct k_ctx *cx, struct delivery *d, struct k_net_ctx *nx)
{
    struct sq_post_get_row post;
    bool found;
    K_TRY(sq_post_get(cx, d->row.post_id, 0, &post, &found));
    if (!found || !d->connector->remove)
        return k_fail(cx, K_ERR_UNSUPPORTED, NULL,
                      "This network does not let us take a post back.");
    k_err err = d->connector->remove(nx, &d->view, post.native_id, post.meta, &d->done.news);
    return err == K_ERR_NOT_FOUND ? K_OK : err; /* gone is gone */
}

/* Asks the network: sends, or looks whether it is there. *there tells what a look saw. */
static k_err ask(struct k_ctx *cx, struct delivery *d, bool *there)
{
    struct k_net_ctx nx = net_ctx(cx, d);
    k_err err;
    d->done = (struct reply_done){.news.budget_left = -1};
    *there = true;
    if (k_str_eqz(d->row.act, "delete"))
        err = remove_post(cx, d, &nx);
    else if (d->look)
        err = d->connector->find(&nx, &d->view, &d->out, there, &d->done);
    else if (k_str_eqz(d->row.act, "post"))
        err = d->connector->publish(&nx, &d->view, &d->out, &d->done);
    else
        err = d->connector->reply(&nx, &d->view, &d->out, &d->done);
    d->words = nx.detail.text.n ? nx.detail.text : cx->detail.text;
    K_TRY(channel_learn(cx, d->env, d->channel.id, &d->done.news));
    return err;
}

/* A post of our own has no conversation before it is out. */
static void notice(struct k_ctx *cx, const struct sq_outbox_get_row *row)
{
    k_ctx_notice(cx, K_TOPIC_OUTBOX, row->id);
    if (row->conversation_id)
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, row->conversation_id);
}

/* what: sent, unclear, failed. */
static k_err say(struct k_ctx *cx, const struct delivery *d, const char *what)
{
    k_id conversation = d->row.conversation_id;
    const char *kind = k_str_eqz(d->row.act, "post") ? "publication"
                       : by_rule(d)                  ? "acknowledgement"
                                                     : "reply";
    struct k_actor was = cx->actor;
    notice(cx, &d->row);
    if (by_rule(d))
        cx->actor = (struct k_actor){.kind = K_ACTOR_RULE, .rule = d->row.rule_id};
    k_err err = event_append(
        cx,
        &(struct event_new){
            .verb = k_str_eqz(k_str_z(what), "post.removed")
                        ? K_S("post.removed")
                        : k_fmt(cx->arena, "%s.%s", kind, what),
            .object_kind = conversation ? K_S("conversation") : K_S("outbox"),
            .object_id = conversation ? conversation : d->row.id,
            .approved_by = d->row.approved_by ? d->row.approved_by : d->row.member_id,
            .payload = k_fmt(cx->arena, "{\"outbox\":\"%lld\"}", (long long)d->row.id)},
        NULL);
    cx->actor = was;
    return err;
}

/* Our post, the way every post goes; *post is its id. */
static k_err store_post(struct k_ctx *cx, struct delivery *d, k_id *post)
{
    struct ingest_result res;
    struct ingest_from from = {.channel = d->channel.id,
                               .network = d->channel.network,
                               .source = d->channel.demo ? INGEST_DEMO : INGEST_LIVE,
                               .demo = d->channel.demo,
                               .member = d->row.member_id,
                               .rule = d->row.rule_id};
    struct item it = {.native_id = d->done.native_id,
                      .native_parent = d->out.parent_native_id,
                      .native_root = d->out.root_native_id,
                      .author = {.native_id = d->channel.handle,
                                 .handle = d->channel.handle,
                                 .followers = -1},
                      .ours = true,
                      .kind = K_S("post"),
                      .text = d->row.text, /* as visible as what it answers */
                      .visibility = k_str_eqz(d->row.act, "post") ? K_S("public")
                                    : by_rule(d)                  ? K_S("direct")
                                                                  : K_NONE,
                      .url = d->done.url,
                      .meta = d->done.meta,
                      .posted_at = d->done.posted_at ? d->done.posted_at : k_cx_now(cx)};
    K_TRY(ingest_batch(cx, &from, &it, 1, &res));
    *post = res.items[0].post;
    return K_OK;
}

/* The network will tell us the same; then it is known. */
static k_err forget_post(struct k_ctx *cx, struct delivery *d)
{
    struct sq_post_get_row post;
    struct ingest_result res;
    bool found;
    K_TRY(sq_post_get(cx, d->row.post_id, 0, &post, &found));
    if (!found)
        return K_OK;
    struct ingest_from from = {.channel = d->channel.id, .network = d->channel.network};
    struct item it = {.act = ITEM_DELETED,
                      .native_id = post.native_id,
                      .ours = true,
                      .posted_at = post.posted_at};
    return ingest_batch(cx, &from, &it, 1, &res);
}

static k_err went_out(struct k_ctx *cx, void *arg)
{
    struct delivery *d = arg;
    k_id post = d->row.post_id;
    int64_t changed;
    if (k_str_eqz(d->row.act, "delete"))
        K_TRY(forget_post(cx, d));
    else
        K_TRY(store_post(cx, d, &post));
    K_TRY(sq_outbox_sent(cx, d->row.id, post, d->done.native_id, k_cx_now(cx), &changed));
    if (changed == 0)
        return K_OK; /* the network's own word of it came first and settled the row */
    if (k_str_eqz(d->row.act, "post"))
        K_TRY(publish_is_out(cx, d->row.id));
    return say(cx, d, k_str_eqz(d->row.act, "delete") ? "post.removed" : "sent");
}

static k_err write_verdict(struct k_ctx *cx, void *arg)
{
    const struct verdict *v = arg;
    struct delivery *d = v->d;
    int64_t changed;
    K_TRY(sq_outbox_went(cx,
                         &(struct sq_outbox_went_args){
                             .id = d->row.id,
                             .node = d->env->node,
                             .lease = d->lease,
                             .state = v->state,
                             .next_at = v->next_at,
                             .lease_until = v->until,
                             .error_slug = v->err ? k_str_z(k_err_row(v->err)->slug) : K_NONE,
                             .error_text = v->words},
                         &changed));
    if (changed == 0)
        return K_OK;
    if (v->err == K_ERR_NET_LIMITED)
        K_TRY(sq_outbox_hold(cx, d->row.channel_id, v->next_at, NULL));
    notice(cx, &d->row);
    if (k_str_eqz(v->state, "unclear"))
        return say(cx, d, "unclear");
    return k_str_eqz(v->state, "failed") ? say(cx, d, "failed") : K_OK;
}

static k_time later(struct k_ctx *cx, const struct delivery *d)
{
    return k_cx_now(cx) + channel_pause(15, d->row.attempts - 1, k_rand_unit(cx->rand));
}

static k_time look_at(struct k_ctx *cx, const struct delivery *d)
{
    return k_cx_now(cx) + (FIRST_LOOK << (d->row.looks < 5 ? d->row.looks : 5));
}

/* A look that saw nothing, twice. Where the network honours our key it may be sent again;
 * elsewhere the first try might still arrive behind the second, so a person decides. */
static struct verdict not_there(struct k_ctx *cx, struct delivery *d)
{
    struct verdict v = {.d = d, .state = K_S("sending"), .until = look_at(cx, d)};
    if (d->row.looks < 2)
        return v;
    if (d->connector->flags & CONNECTOR_KEYED && d->row.attempts < REPEATS) {
        v.state = K_S("queued");
        v.next_at = k_cx_now(cx);
        return v;
    }
    v.state = K_S("unclear");
    v.err = K_ERR_UNCLEAR;
    v.words = K_S(
        "Sent without a clear answer, and not found afterwards. Look at the network and say "
        "whether it is there.");
    return v;
}

static struct verdict after_look_failed(struct k_ctx *cx, struct delivery *d, k_err err)
{
    struct verdict v = {.d = d,
                        .state = K_S("sending"),
                        .until = look_at(cx, d),
                        .err = err,
                        .words = d->words};
    if (d->row.looks >= LOOKS)
        v.state = K_S("unclear");
    return v;
}

/* What an error of a try means: may it have arrived, shall we wait, is it over. */
static struct verdict judge(struct k_ctx *cx, struct delivery *d, k_err err)
{
    struct verdict v = {.d = d, .state = K_S("failed"), .err = err, .words = d->words};
    switch (err) {
    case K_ERR_UNCLEAR:
    case K_ERR_NET_TIMEOUT:
    case K_ERR_NET_BAD_ANSWER:
    case K_ERR_TOO_LARGE:
    case K_ERR_BAD_JSON:
        v.state = K_S("sending");
        v.until = look_at(cx, d);
        return v;
    case K_ERR_NET_DOWN:
    case K_ERR_BUSY:
    case K_ERR_CANCELLED:
        v.state = d->row.attempts < TRIES ? K_S("queued") : K_S("failed");
        v.next_at = later(cx, d);
        return v;
    case K_ERR_NET_LIMITED:
        v.state = K_S("queued");
        v.next_at =
            d->done.news.not_before > k_cx_now(cx) ? d->done.news.not_before : later(cx, d);
        return v;
    case K_ERR_NET_AUTH:
        v.state = K_S("queued"); /* waits until somebody connects the channel again */
        v.next_at = k_cx_now(cx);
        return v;
    default:
        return v;
    }
}

static k_err settle(struct k_ctx *cx, struct delivery *d, k_err err, bool there)
{
    struct verdict v;
    if (err == K_OK && there)
        return db_write(cx, went_out, d);
    if (err == K_OK)
        v = not_there(cx, d);
    else if (d->look && err != K_ERR_NET_AUTH && err != K_ERR_NET_LIMITED)
        v = after_look_failed(cx, d, err);
    else
        v = judge(cx, d, err);
    if (d->look && k_str_eqz(v.state, "queued") &&
        err != K_OK) { /* still unclear: never back to a plain send */
        v.state = K_S("sending");
        v.until = v.next_at > k_cx_now(cx) ? v.next_at : look_at(cx, d);
    }
    if (err == K_ERR_NET_AUTH)
        K_TRY(channel_note_failure(cx, d->channel.id, err, d->words));
    return db_write(cx, write_verdict, &v);
}

struct rest {
    const struct delivery *d;
    k_time until;
};

/* Nothing is asked of a network that rests: what was taken waits as before, and with it what
 * else is decided for this channel. */
static k_err do_put_back(struct k_ctx *cx, void *arg)
{
    const struct rest *r = arg;
    const struct sq_outbox_get_row *row = &r->d->row;
    K_TRY(sq_outbox_put_back(
        cx,
        &(struct sq_outbox_put_back_args){.id = row->id,
                                          .node = r->d->env->node,
                                          .lease = r->d->lease,
                                          .state = r->d->look ? K_S("sending") : K_S("queued"),
                                          .tries = !r->d->look,
                                          .looks = r->d->look,
                                          .until = r->until},
        NULL));
    notice(cx, row);
    return sq_outbox_hold(cx, row->channel_id, r->until, NULL);
}

k_err outbox_send_next(struct k_ctx *cx, const struct flow_env *env, bool *found)
{
    struct delivery d = {.env = env};
    bool there = false;
    K_TRY(db_write(cx, claim, &d));
    *found = d.row.id != 0;
    if (!*found)
        return K_OK;
    k_err err = prepare(cx, &d);
    struct channel_news said = channel_budget(cx, d.channel.budget);
    k_time rest = err == K_OK ? channel_rest(&said, k_cx_now(cx)) : 0;
    if (rest)
        return db_write(cx, do_put_back, &(struct rest){&d, rest});
    if (err == K_OK)
        err = ask(cx, &d, &there);
    else
        d.words = cx->detail.text;
    k_log(err == K_OK ? K_INFO : K_WARN, "outbox_tried",
          "outbox=%lld attempt=%lld look=%d result=%s", (long long)d.row.id,
          (long long)d.row.attempts, d.look,
          err == K_OK ? (there ? "ok" : "not_there") : k_err_row(err)->slug);
    return settle(cx, &d, err, there);
}
