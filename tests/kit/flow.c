/* kit/flow: members, channels, items and pages for tests of the flow. */
#include "kit/flow.h"
#include "domain/lookup.h"
#include "domain/reply.h"
#include "flow/channels.h"
#include "flow/outbox.h"

static void plain(struct kit_db *k, const char *text)
{
    kit_db_run(k, text);
}

k_id flow_member(struct kit_db *k, const char *handle)
{
    k_id id = k_cx_id(&k->cx);
    k_str sql = k_fmt(k->cx.arena,
                      "insert into member (id, handle, name, email, role, created_at) values "
                      "(%lld, '%s', '%s', '%s@acme.example', 'agent', 1)",
                      (long long)id, handle, handle, handle);
    plain(k, sql.p);
    return id;
}

k_id flow_channel(struct kit_db *k, const char *network, const char *address)
{
    k_id id = k_cx_id(&k->cx);
    k_str sql = k_fmt(k->cx.arena,
                      "insert into channel (id, network, name, handle, address, created_at) "
                      "values (%lld, '%s', '%s', '@acme', '%s', 1)",
                      (long long)id, network, address, address);
    plain(k, sql.p);
    return id;
}

struct item flow_item(const char *id, const char *parent, const char *author, const char *text,
                      k_time at)
{
    return (struct item){.native_id = k_str_z(id),
                         .native_parent = k_str_z(parent),
                         .author = {.native_id = k_str_z(author),
                                    .handle = k_str_z(author),
                                    .name = k_str_z(author),
                                    .followers = -1},
                         .kind = K_S("mention"),
                         .visibility = K_S("public"),
                         .text = k_str_z(text),
                         .posted_at = KIT_T0 + at};
}

struct item flow_item_ours(const char *id, const char *parent, const char *text, k_time at)
{
    struct item it = flow_item(id, parent, "acme", text, at);
    it.ours = true;
    return it;
}

void flow_ok(struct kit_db *k, k_err err)
{
    if (err != K_OK)
        fail_msg("%s: %.*s", k_err_row(err)->slug, K_ARG(k->cx.detail.text));
}

k_err flow_write(struct kit_db *k, k_err (*fn)(struct k_ctx *cx, void *arg), void *arg)
{
    k->cx.detail = (struct k_detail){{0}};
    return db_write(&k->cx, fn, arg);
}

struct page {
    const struct ingest_from *from;
    const struct item *items;
    size_t n;
    struct ingest_result result;
};

static k_err take_page(struct k_ctx *cx, void *arg)
{
    struct page *p = arg;
    return ingest_batch(cx, p->from, p->items, p->n, &p->result);
}

struct ingest_result flow_ingest(struct kit_db *k, k_id channel, const char *network,
                                 const struct item *items, size_t n)
{
    struct ingest_from from = {.channel = channel, .network = k_str_z(network)};
    struct page p = {.from = &from, .items = items, .n = n};
    k_time latest = 0; /* no post is from the future */
    for (size_t i = 0; i < n; i++)
        latest = items[i].posted_at > latest ? items[i].posted_at : latest;
    if (k->clock.fixed < latest)
        k->clock.fixed = latest;
    flow_ok(k, flow_write(k, take_page, &p));
    return p.result;
}

int64_t flow_told(struct kit_db *k, k_id member, const char *kind)
{
    return kit_db_number(
        k, k_fmt(k->cx.arena,
                 "select count(*) from mention where member_id = %lld and kind = '%s'",
                 (long long)member, kind)
               .p);
}

k_str flow_text(struct kit_db *k, const char *query)
{
    static uint16_t next = 30000; /* drivers keep handles by index: each call takes a new one */
    struct db_stmt s = {
        .name = "text", .sqlite = query, .postgres = query, .types = "", .index = next++};
    struct db_rows *r;
    bool found;
    flow_ok(k, db_query(&k->cx, &s, NULL, &r));
    flow_ok(k, db_next(&k->cx, r, &found));
    k_str v = found ? k_dup(k->cx.arena, db_col_str(r, 0)) : K_NONE;
    db_done(r);
    return v;
}

/* ---- the fake network ---------------------------------------------------------------------
 */

struct flow_env flow_env_of(struct kit_db *k)
{
    static const struct k_secret_key key = {{1}};
    return (struct flow_env){
        .clock = &k->clock, .ids = &k->ids, .key = &key, .node = 1, .data_dir = k->dir};
}

struct fake_world *flow_world(struct kit_db *k, const char *address, const char *journal,
                              k_id *channel)
{
    fake_world_drop(k_str_z(address));
    *channel = flow_channel(k, "fake", address);
    if (journal)
        plain(k, k_fmt(k->cx.arena,
                       "update channel set config = '{\"journal\":\"%s\"}' "
                       "where id = %lld",
                       journal, (long long)*channel)
                     .p);
    return fake_world_at(k_str_z(address));
}

int flow_poll(struct kit_db *k)
{
    struct flow_env env = flow_env_of(k);
    bool found = true;
    int n = 0;
    plain(k, "update channel set next_poll_at = 0");
    for (; n < 1000; n++) {
        flow_ok(k, channel_poll_next(&k->cx, &env, &found));
        if (!found)
            break;
    }
    return n;
}

int flow_deliver(struct kit_db *k)
{
    struct flow_env env = flow_env_of(k);
    bool found = true;
    int n = 0;
    for (; n < 1000; n++) {
        flow_ok(k, outbox_send_next(&k->cx, &env, &found));
        if (!found)
            break;
    }
    return n;
}

void flow_as(struct kit_db *k, k_id member)
{
    k->cx.actor =
        (struct k_actor){.kind = member ? K_ACTOR_MEMBER : K_ACTOR_SYSTEM, .member = member};
}

struct decision {
    struct reply_send send;
    k_id outbox;
};

static k_err decide(struct k_ctx *cx, void *arg)
{
    struct decision *d = arg;
    return reply_send(cx, &d->send, &d->outbox, NULL);
}

k_err flow_reply_at(struct kit_db *k, k_id conversation, int64_t version, const char *text,
                    const char *key, k_id *outbox)
{
    static const struct reply_limits limits = {.graphemes = 500};
    struct decision d = {.send = {.conversation = conversation,
                                  .text = k_str_z(text),
                                  .version = version,
                                  .key = k_str_z(key),
                                  .limits = &limits,
                                  .soft_ok = true}};
    k_err err = flow_write(k, decide, &d);
    if (outbox)
        *outbox = d.outbox;
    return err;
}

k_err flow_reply(struct kit_db *k, k_id conversation, const char *text, const char *key,
                 k_id *outbox)
{
    k_str query = k_fmt(k->cx.arena, "select version from conversation where id = %lld",
                        (long long)conversation);
    return flow_reply_at(k, conversation, kit_db_number(k, query.p), text, key, outbox);
}

void flow_lookup(struct kit_db *k)
{
    int64_t n;
    do {
        assert_int_equal(db_write(&k->cx, lookup_index_some, &n), K_OK);
    } while (kit_db_number(k, "select count(*) from lookup_dirty") > 0);
}
