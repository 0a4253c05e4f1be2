/* sky: what the files of the Bluesky connector share: a signed-in account and its calls (XRPC).
 * Not for others. */
#ifndef KITH_CONNECTORS_BLUESKY_SKY_H
#define KITH_CONNECTORS_BLUESKY_SKY_H

#include "connectors/exchange.h"

/* One account during one slot call. */
struct sky {
    struct k_net_ctx *nx;
    struct channel_news *news; /* gets renewed tokens and the rate limit */
    k_str service;             /* where one signs in; no '/' at the end */
    k_str host; /* the server of the account's data (PDS); the service until known */
    k_str handle, did, password;
    k_str access, refresh; /* tokens; K_NONE before the first sign-in */
    bool signed_in_anew;   /* by password, in this slot call: once is enough */
};

struct sky_call {
    const char *method; /* "app.bsky.feed.getPostThread" */
    k_str query;        /* behind '?'; K_NONE */
    k_str json;         /* body: makes it a POST */
    bool post;          /* POST without body */
    bool acts, secret;  /* see struct exchange */
};

/* The account of a channel. BAD_INPUT when something is missing or no address. */
k_err sky_open(struct k_net_ctx *nx, const struct channel_view *ch, struct channel_news *news,
               struct sky *s) K_CHECK;

/* Signs in with the app password: fills did, handle, host and tokens, and news.secret/config.
 */
k_err sky_sign_in(struct sky *s) K_CHECK;

/* A call with the account's token, which is renewed when it has expired. *out is the answer of
 * a 2xx status. Other statuses become errors; *name (may be NULL) gets the error's name in the
 * answer ("RecordNotFound"), also then. */
k_err sky_ask(struct sky *s, const struct sky_call *call, const struct k_json **out,
              k_str *name) K_CHECK;

/* Appends "name=value" to a query that is being built. */
void sky_param(struct k_buf *b, const char *name, k_str value);

/* at://did/collection/rkey -> its parts; false when it is no such address. */
bool sky_uri(k_str uri, k_str *did, k_str *collection, k_str *rkey);
#define SKY_POST "app.bsky.feed.post"

/* ---- posts.c ---- */

/* A postView (or a notification, which has the same members for this) as an item. False when it
 * is no post. */
bool sky_item(const struct sky *s, const struct k_json *post, struct item *it);
/* The same for a record of our own repository {uri, cid, value}. */
bool sky_own_item(const struct sky *s, const struct k_json *record, struct item *it);
/* How many posts above and answers below are asked for. */
enum { THREAD_UP = 80, THREAD_DOWN = 10 };
/* Flattens a thread view into page: ancestors, the post, answers; deleted ancestors become
 * ITEM_DELETED. */
void sky_thread_items(const struct sky *s, const struct k_json *view, struct item_page *page);
void sky_author(struct k_arena *a, const struct k_json *v, struct item_author *out);
/* Where a picture of a post is, by the blob that its record names: on the network's own picture
 * server when the account's data lies with it, else on `service`, the server of the data (one
 * size only: K_NONE for small). K_NONE without TLS. */
k_str sky_picture(struct k_arena *a, k_str service, k_str did, k_str cid, bool small);
/* bsky.app address of a post. */
k_str sky_post_url(struct k_arena *a, k_str actor, k_str rkey);

k_err sky_thread(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                 k_str meta, struct item_page *page);
/* Asks for the thread above and below a post. */
k_err sky_ask_thread(struct sky *s, k_str uri, int up, int down, const struct k_json **view,
                     k_str *name) K_CHECK;

/* ---- news.c ---- */

k_err sky_fetch(struct k_net_ctx *nx, const struct channel_view *ch, struct item_page *page);

/* ---- reply.c ---- */

/* An answer; without a parent a post of its own. */
k_err sky_say(struct k_net_ctx *nx, const struct channel_view *ch, const struct reply_out *out,
              struct reply_done *done);
k_err sky_find(struct k_net_ctx *nx, const struct channel_view *ch, const struct reply_out *out,
               bool *found, struct reply_done *done);
k_err sky_remove(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                 k_str meta, struct channel_news *news);
k_err sky_check(struct k_net_ctx *nx, const struct reply_out *out);
/* The record key of a reply: a TID made of its time and its key, the same at each try. */
k_str sky_rkey(struct k_arena *a, const struct reply_out *out);

#endif
