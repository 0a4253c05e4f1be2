/* kit/flow: a channel and posts for tests of the flow, on top of kit/db. */
#ifndef KITH_TESTS_KIT_FLOW_H
#define KITH_TESTS_KIT_FLOW_H

#include "connectors/connector.h"
#include "connectors/fake/world.h"
#include "domain/ingest.h"
#include "flow/env.h"
#include "kit/db.h"

/* A member of the team, active, with that handle. */
k_id flow_member(struct kit_db *k, const char *handle);
/* A channel of a network; its id. */
k_id flow_channel(struct kit_db *k, const char *network, const char *address);

/* An item: "ann" says text under id, `at` after KIT_T0. parent NULL = starts a thread. */
struct item flow_item(const char *id, const char *parent, const char *author, const char *text,
                      k_time at);
/* The same by ourselves. */
struct item flow_item_ours(const char *id, const char *parent, const char *text, k_time at);

/* One page into a channel, in a transaction of its own. Fails the test when it is refused. */
struct ingest_result flow_ingest(struct kit_db *k, k_id channel, const char *network,
                                 const struct item *items, size_t n);
#define FLOW_INGEST(k, channel, ...)                                                           \
    flow_ingest((k), (channel), "fake", (const struct item[]){__VA_ARGS__},                    \
                sizeof((const struct item[]){__VA_ARGS__}) / sizeof(struct item))

/* What pollers and the sender need, without any thread: they use the test's own connection. */
struct flow_env flow_env_of(struct kit_db *k);
/* A fresh fake world and the channel that hears it. journal NULL = in memory only. */
struct fake_world *flow_world(struct kit_db *k, const char *address, const char *journal,
                              k_id *channel);
/* Asks every channel that is due, whatever that takes; how many polls. */
int flow_poll(struct kit_db *k);
/* Lets the sender work until nothing is due; how many rows it touched. */
int flow_deliver(struct kit_db *k);
/* From now on the member acts. 0 = the system. */
void flow_as(struct kit_db *k, k_id member);
/* Decides to answer the newest post of theirs with what the conversation is now, warnings seen;
 * the row. */
k_err flow_reply(struct kit_db *k, k_id conversation, const char *text, const char *key,
                 k_id *outbox);
/* The same with the version that a screen saw. */
k_err flow_reply_at(struct kit_db *k, k_id conversation, int64_t version, const char *text,
                    const char *key, k_id *outbox);

/* Writes the words of all people who wait for it, also beside a server that does the same. */
void flow_lookup(struct kit_db *k);
/* Runs fn in a write transaction; gives its error. */
k_err flow_write(struct kit_db *k, k_err (*fn)(struct k_ctx *cx, void *arg), void *arg);
/* Fails the test with the detail when err is not K_OK. */
void flow_ok(struct kit_db *k, k_err err);
/* How many notices of a kind a member has in the own list. */
int64_t flow_told(struct kit_db *k, k_id member, const char *kind);
/* The text in the first column of the first row; K_NONE when there is none. */
k_str flow_text(struct kit_db *k, const char *query);

#define assert_text(k, query, want)                                                            \
    do {                                                                                       \
        k_str kit_got = flow_text((k), (query));                                               \
        if (!k_str_eqz(kit_got, (want)))                                                       \
            fail_msg("%s: got \"%.*s\", want \"%s\"", (query), K_ARG(kit_got), (want));        \
    } while (0)
#define assert_number(k, query, want)                                                          \
    do {                                                                                       \
        int64_t kit_got = kit_db_number((k), (query));                                         \
        if (kit_got != (int64_t)(want))                                                        \
            fail_msg("%s: got %lld, want %lld", (query), (long long)kit_got,                   \
                     (long long)(want));                                                       \
    } while (0)

#endif
