/* reply_facts: what is known about a reply before it leaves, for the policy. Reads post,
 * person, member, team, label, outbox, saved_text, link_opened, commitment. */
#ifndef KITH_DOMAIN_REPLY_FACTS_H
#define KITH_DOMAIN_REPLY_FACTS_H

#include "base/ctx.h"
#include "connectors/connector.h"
#include "domain/policy_rules.h"
#include "store/sql.gen.h"

/* What is answered, and by whom. Without a post: a post of our own, which answers nobody. */
struct reply_subject {
    struct sq_conversation_get_row conversation;
    struct sq_post_get_row post;
    struct sq_channel_get_row channel;
    k_id member;                       /* who writes; 0 = nobody in particular */
    struct sq_reply_author_row author; /* then all zero */
    k_id publication;                  /* of a post of our own, when it has one already */
    const k_str *labels; /* of a post of our own; those of a conversation are read */
    size_t n_labels;
};
/* text: what would leave, with the sign at its end. */
k_err reply_facts(struct k_ctx *cx, const struct reply_subject *s, k_str text, k_str sign,
                  const struct reply_limits *limits, struct policy_facts *out) K_CHECK;

#define REPLY_LINKS_KNOWN (7 * K_DAY) /* so long a look at a link counts */

#endif
