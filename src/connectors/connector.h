/* connector: what one network must be able to do. A connector only translates between a network
 * and the structs below: storage, retries, budgets, back-off, secrets and threads are the
 * caller's (flow/channels.c, flow/outbox.c). It never sees the database. One file or folder a
 * network, one row in registry.c. Slots are marked MUST or MAY; a MAY slot that is NULL is not
 * offered on screen. All memory is in nx->arena and dies with the call. */
#ifndef KITH_CONNECTORS_CONNECTOR_H
#define KITH_CONNECTORS_CONNECTOR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/json.h"
#include "base/rand.h"
#include "base/time.h"
#include "base/vec.h"
#include "base/ctx.h"

struct http_client; /* net/client.h */

/* The world as a connector may touch it: clock, randomness, HTTP, its own words about errors.
 * No database. */
struct k_net_ctx {
    struct k_arena *arena;
    const struct k_clock *clock;
    struct k_rand *rand;
    struct http_client *http;
    struct k_detail detail; /* what went wrong and what to do, for people */
};
k_err k_net_fail(struct k_net_ctx *nx, k_err e, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* One channel as its connector sees it. Strings are borrowed. */
struct channel_view {
    k_id id;
    k_str address;               /* service or site */
    k_str handle;                /* our account there, when known */
    const struct k_json *config; /* not secret; may be NULL */
    const struct k_json *secret; /* opened credential; NULL when none */
    k_str cursor;                /* opaque; K_NONE at first */
};

/* What a connector learnt and the caller must store with the page, in one transaction. */
struct channel_news {
    k_str cursor; /* new cursor; K_NONE = unchanged */
    k_str secret; /* new credential JSON (token refresh); K_NONE = unchanged. Stored before
                     anything else is done */
    k_str config; /* new config JSON; K_NONE = unchanged */
    k_str handle; /* our account as the network writes it; K_NONE = unchanged */
    int64_t budget_left; /* requests left in the window; -1 = the network does not say */
    k_time budget_reset; /* when the window starts anew; 0 = unknown */
    k_time not_before;   /* the network asks us to wait until then; 0 = no */
};

struct item_author {
    k_str native_id; /* stable id on the network */
    k_str handle, name, url, avatar_url, bio;
    int64_t followers; /* -1 = unknown */
};

enum item_act {
    ITEM_NEW,
    ITEM_EDITED,
    ITEM_DELETED
}; /* NEW for a known id with other content counts as EDITED */

/* One thing somebody said, in the network's own order. Ids are opaque and unique on their
 * network for ever. */
struct item {
    enum item_act act;
    k_str native_id;
    k_str native_parent; /* K_NONE = starts a thread */
    k_str native_root;   /* K_NONE = unknown: the caller finds it by the parent */
    struct item_author author;
    bool ours;        /* written by our own account */
    bool automatic;   /* theirs: the network says that a machine wrote it */
    k_str kind;       /* post, comment, mention, direct, mail, chat, review */
    k_str visibility; /* public, unlisted, followers, direct */
    k_str subject;    /* title of the article or thread; K_NONE */
    k_str text;       /* plain text, valid UTF-8 */
    k_str html;       /* raw, untrusted; the caller cleans it; K_NONE */
    k_str lang;       /* as the network says; K_NONE */
    k_str url;
    k_str meta; /* JSON that a reply to it needs; K_NONE */
    k_time posted_at, edited_at;
};
struct item_page {
    K_VEC(struct item) items;
    struct channel_news news;
    bool more; /* fetch again at once */
};

struct reply_out {
    k_str idem_key; /* made with the outbox row; the same at each try */
    k_str text;
    k_str parent_native_id, parent_meta; /* what is answered; K_NONE = a post of its own */
    k_str root_native_id, root_meta;     /* first post of the thread */
    k_time created_at;                   /* of the outbox row: the same at each try */
};
struct reply_done {
    k_str native_id, url, meta;
    k_time posted_at;
    struct channel_news news;
};

/* A field of the connect form: drives the screen and the validation. The field named "address"
 * is the channel's address; every other one goes into config, or into the secret. */
struct connector_field {
    const char *name; /* in config, or in the secret when secret is set */
    const char *label, *help, *placeholder;
    bool required, secret;
    const char *or_else; /* default; NULL */
};

enum {
    CONNECTOR_CAN_EDIT = 1,
    CONNECTOR_PUBLIC = 2,
    CONNECTOR_HIDDEN = 4, /* tests and demo only */
    CONNECTOR_KEYED = 8,  /* a second reply with the same idem_key cannot make a second post: an
                           * unclear one that a look did not find may be sent again */
    CONNECTOR_ARTICLES = 32, /* what a site publishes: whoever signed it, it has one voice */
    CONNECTOR_PRIVATE = 16   /* what is said in private is answered in private: `reply` is as
                              * visible as what it answers */
};
struct reply_limits {
    int graphemes; /* 0 = no limit */
    int bytes;     /* 0 = no limit */
    int depth;     /* 0 = any; 1 = only to top-level comments */
};

struct connector {
    const char *network; /* "bluesky" */
    const char *title;   /* "Bluesky" */
    const char *summary; /* one line for the connect page */
    unsigned flags;
    struct reply_limits limits;
    const char *no_reply; /* without a reply slot: why one cannot answer, for people */
    int poll_seconds;     /* usual interval between polls */
    const struct connector_field *fields;
    size_t n_fields;
    /* MUST: checks address and credential with the network and fills news (handle, secret as
     * tokens, config). Errors: NET_AUTH, NET_DOWN, NET_TIMEOUT, NET_BAD_ANSWER, NET_BLOCKED,
     * BAD_INPUT; detail says what to do. */
    k_err (*connect)(struct k_net_ctx *nx, const struct channel_view *ch,
                     struct channel_news *news);
    /* MUST: the next page after the cursor, oldest first, at most about 100 items. Called again
     * at once while page->more. A failure gives no items: the caller keeps the old cursor.
     * NET_LIMITED sets page->news.not_before. */
    k_err (*fetch)(struct k_net_ctx *nx, const struct channel_view *ch, struct item_page *page);
    /* MAY: the whole thread around a post, to show what was said before. */
    k_err (*thread)(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                    k_str meta, struct item_page *page);
    /* MAY: sends an answer. K_ERR_UNCLEAR (or NET_TIMEOUT/NET_DOWN after the request left) = it
     * may have arrived: the caller then asks `find` and never repeats blindly. NET_REFUSED =
     * surely not sent; detail has the network's words. */
    k_err (*reply)(struct k_net_ctx *nx, const struct channel_view *ch,
                   const struct reply_out *out, struct reply_done *done);
    /* MAY: says something that answers nobody (out without parent and root), under the same
     * promises as reply, in public. The limits are the same. */
    k_err (*publish)(struct k_net_ctx *nx, const struct channel_view *ch,
                     const struct reply_out *out, struct reply_done *done);
    /* MUST when reply or publish is there: looks whether the answer with this idem_key (or this
     * text under this parent, or as a post of its own) exists. */
    k_err (*find)(struct k_net_ctx *nx, const struct channel_view *ch,
                  const struct reply_out *out, bool *found, struct reply_done *done);
    /* MAY: takes one of our own posts back. */
    k_err (*remove)(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                    k_str meta, struct channel_news *news);
    /* MAY: a fresh look at one author. */
    k_err (*profile)(struct k_net_ctx *nx, const struct channel_view *ch, k_str native_id,
                     struct item_author *out);
    /* MAY: extra checks of a reply on this network (pure); K_OK or POLICY/LIMIT with detail. */
    k_err (*check)(struct k_net_ctx *nx, const struct reply_out *out);
};

/* May a machine acknowledge there? Only where nobody else reads it. */
static inline bool connector_answers_privately(const struct connector *c)
{
    return c->reply && c->flags & CONNECTOR_PRIVATE;
}

#endif
