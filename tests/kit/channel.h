/* channel: one channel for tests of connectors: it calls the slots and keeps what they learn,
 * as the pollers of the real house do, without a database. */
#ifndef KITH_TESTS_KIT_CHANNEL_H
#define KITH_TESTS_KIT_CHANNEL_H

#include "connectors/registry.h"
#include "net/client.h"

struct channel_kit {
    struct k_arena *arena; /* of the whole test */
    struct k_clock clock;  /* the system's, until a test fixes it */
    struct k_rand rand;
    struct http_client *http;
    struct k_net_ctx nx;
    struct channel_view ch;
    const struct connector *c;
    const struct k_json *allow; /* addresses the client may reach; JSON array of strings */
};

/* config and secret are JSON texts; K_NONE for none. allow: a JSON array of "host:port". Ends
 * the test when something of it cannot be made. */
void channel_kit_open(struct channel_kit *k, const char *network, k_str address, k_str config,
                      k_str secret, k_str allow);
void channel_kit_close(struct channel_kit *k);

/* Takes over what a slot learnt. */
void channel_kit_learn(struct channel_kit *k, const struct channel_news *news);

/* The slots, with learning; detail is cleared before each. */
k_err channel_kit_connect(struct channel_kit *k, struct channel_news *news);
k_err channel_kit_fetch(struct channel_kit *k, struct item_page *page);
/* Fetches until there is no more (at most 50 pages), all items in one page. */
k_err channel_kit_fetch_all(struct channel_kit *k, struct item_page *all);
k_err channel_kit_thread(struct channel_kit *k, k_str native_id, struct item_page *page);
k_err channel_kit_publish(struct channel_kit *k, const struct reply_out *out,
                          struct reply_done *done);
k_err channel_kit_reply(struct channel_kit *k, const struct reply_out *out,
                        struct reply_done *done);
k_err channel_kit_find(struct channel_kit *k, const struct reply_out *out, bool *found,
                       struct reply_done *done);
k_err channel_kit_remove(struct channel_kit *k, k_str native_id, k_str meta);

/* The item with this id, or with this text; NULL. */
const struct item *channel_kit_item(const struct item_page *page, k_str native_id);
const struct item *channel_kit_said(const struct item_page *page, k_str text);

/* A reply to this item, with a key and a time of its own. */
struct reply_out channel_kit_answer(struct channel_kit *k, const struct item *to, k_str key,
                                    k_str text);

/* Calls fn until it says true, for at most half a minute; false when it never did. */
bool channel_kit_until(bool (*fn)(void *arg), void *arg);

/* For programs that need a real server: its JSON line out of the environment; NULL when unset.
 */
const struct k_json *channel_kit_server(struct k_arena *a, const char *variable);

#endif
