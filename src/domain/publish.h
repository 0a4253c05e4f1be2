/* publish: posts of our own that answer nobody. One decision (a publication) puts one row into
 * the outbox for each channel (act 'post'), for now or for a moment; flow/outbox.c delivers
 * them like answers. What waits can be changed, moved and cancelled until it is taken; what is
 * held leaves only when a person lets it go, one by one, and nothing whose time has passed
 * leaves by itself. What an approver gave back is a draft: it leaves when somebody plans it
 * anew. Reads channel, label, policy, member, pause; writes publication, outbox, outbox_label,
 * mention, event. */
#ifndef KITH_DOMAIN_PUBLISH_H
#define KITH_DOMAIN_PUBLISH_H

#include "base/ctx.h"
#include "connectors/connector.h"
#include "domain/publish_rules.h"
#include "domain/reply.h"
#include "store/sql.gen.h"

enum { PUBLISH_CHANNELS = 20, PUBLISH_TOPICS = 20 };

/* Ids of labels: what a post is about. */
struct publish_topics {
    const k_id *v;
    size_t n;
};

/* limits: of the channel's network; NULL = nothing can be posted there. */
struct publish_item {
    k_id channel;
    k_str text;
    const struct reply_limits *limits;
};
/* What the policy says of a text as a post of the acting member on a channel, signed. skip: a
 * publication whose own posts are no twins of it; 0. NOT_FOUND, UNSUPPORTED. */
k_err publish_check(struct k_ctx *cx, const struct publish_item *item,
                    const struct publish_topics *topics, k_id skip,
                    struct reply_check *out) K_CHECK;

struct publish_ask {
    const struct publish_item *items;
    size_t n;
    struct publish_topics topics;
    k_time at; /* 0 = now */
    k_str key; /* made by the screen: the same key is the same decision */
    bool soft_ok, ask_second;
};
/* Decides to say it: all items or none. Needs a write transaction and a member. *publication
 * also when the key was used before (then nothing else happens). Errors as reply_send, and
 * BAD_INPUT (at: the moment has passed; items; label_ids), LIMIT (longer than the network
 * takes). The field names the item. */
k_err publish_decide(struct k_ctx *cx, const struct publish_ask *ask,
                     k_id *publication) K_CHECK;

/* Acts on one row that waits, is held or was given back; each needs a write transaction, a
 * member who may speak as its channel, and is in the event log. CONFLICT when it was taken
 * already. */

struct publish_edit {
    k_id outbox;
    k_str text;   /* K_NONE = as it is */
    k_time at;    /* 0 = as it is */
    bool retopic; /* its topics are these from now on */
    struct publish_topics topics;
    const struct reply_limits *limits;
    bool soft_ok, ask_second;
};
/* Other words, other topics: checked anew; the acting member is its author from now on, and
 * signs. What was held for something else than a second person stays held for that; what was
 * given back is on its way again. Errors as publish_decide, and STALE (at) when it was given
 * back, its time has passed, and nobody said when. */
k_err publish_change(struct k_ctx *cx, const struct publish_edit *edit) K_CHECK;
/* Another time; what is held or was given back stays so. BAD_INPUT (at). */
k_err publish_retime(struct k_ctx *cx, k_id outbox, k_time at) K_CHECK;
/* A held row leaves at its time, or, when at is given, then; now: at once. Errors as
 * reply_release, STALE when its time has passed and nobody said when, FORBIDDEN when its author
 * may not say it any more (publish_change makes it one's own). */
k_err publish_confirm(struct k_ctx *cx, k_id outbox, bool now, k_time at) K_CHECK;
/* What reply_judge looks at for a row of act 'post'; its author is set already. */
struct reply_subject;
k_err publish_subject(struct k_ctx *cx, const struct sq_outbox_get_row *row,
                      struct reply_subject *s) K_CHECK;
/* The end of reply_release for a row of act 'post', which the caller has looked at. */
k_err publish_let_go(struct k_ctx *cx, const struct sq_outbox_get_row *row) K_CHECK;

/* What it says, without its sign. */
k_str publish_said(k_str text, k_str sign);
/* It is out: its topics are labels of the conversation that it has now. In the write
 * transaction that said so. */
k_err publish_is_out(struct k_ctx *cx, k_id outbox) K_CHECK;

/* Work of the system, in the caller's write transaction. */
/* What waits although its time has passed is held, with the reason; called before the sender
 * takes a row. */
k_err publish_hold_late(struct k_ctx *cx) K_CHECK;
/* What waits although its author left or may not speak there any more is held, and leads are
 * told; called when rights change. */
k_err publish_rights_changed(struct k_ctx *cx) K_CHECK;

#endif
