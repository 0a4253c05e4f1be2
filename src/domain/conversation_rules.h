/* conversation_rules: what a post does to its conversation, whatever the order in which posts
 * arrive. Pure. */
#ifndef KITH_DOMAIN_CONVERSATION_RULES_H
#define KITH_DOMAIN_CONVERSATION_RULES_H

#include "base/id.h"

/* The part of a conversation that posts change. Columns of the same name hold it; the last
 * block is what the priority asks for and is read from the posts that wait. */
struct conversation_state {
    k_id person_id; /* author of the first post that is not ours */
    k_time first_at, last_at, last_in_at, last_out_at, waiting_since;
    int64_t post_count;
    bool answered; /* we have answered anything in it */

    unsigned intents; /* of enum intent, of the posts that wait */
    int unanswered;   /* posts that wait */
    bool direct, addressed, review;

    /* Arrivals out of order left something that only the stored posts can tell: waiting_since
     * and the block above must be read anew (conversation_posts_waiting). */
    bool look_again;
};

struct conversation_in {
    k_time at;
    k_id person_id;
    unsigned intents;
    k_str kind, visibility; /* of the post */
    bool answers_us;
};
void conversation_hear(struct conversation_state *s, const struct conversation_in *post);
/* Counts one post that waits; conversation_hear does it for a post that comes after our last
 * answer. */
void conversation_wait(struct conversation_state *s, const struct conversation_in *post);
/* We said something at that time. True when it answers something of theirs. */
bool conversation_tell(struct conversation_state *s, k_time at);

#endif
