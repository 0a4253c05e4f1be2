/* access: who may see and speak on which channel: reads what members set, and keeps what
 * follows of it for each member (channel_limit), which every statement that gives conversations
 * or posts looks at. Changes run in the caller's write transaction and go into the event log.
 */
#ifndef KITH_DOMAIN_ACCESS_H
#define KITH_DOMAIN_ACCESS_H

#include "base/ctx.h"
#include "base/vec.h"
#include "domain/access_rules.h"
#include "store/sql.gen.h"

/* All of it, read at once: channels, members and grants are few. */
struct access_world {
    K_VEC(struct access_channel) channels;
    struct sq_access_channels_list rows; /* of the channels, in the same order */
    K_VEC(struct access_grant) grants;
    K_VEC(struct access_member) members; /* those who can sign in */
};
k_err access_read(struct k_ctx *cx, struct access_world *out) K_CHECK;
const struct access_channel *access_channel_of(const struct access_world *w, k_id channel);
const struct access_member *access_member_of(const struct access_world *w, k_id member);

/* Works out anew what is closed to whom, and tells the streams of those for whom it changed.
 * To be called, after the entry of the event log, by whoever changes members, roles, teams or
 * channels: that entry makes such changes go one after the other. */
k_err access_refresh(struct k_ctx *cx) K_CHECK;

/* Who has a right on a channel from now on. */
struct access_rule {
    bool some;  /* false: all */
    k_str role; /* this one and those above; empty = none */
    const k_id *teams, *members;
    size_t n_teams, n_members;
};
/* NOT_FOUND, BAD_INPUT (field "see.role" and the like). */
k_err access_set(struct k_ctx *cx, k_id channel,
                 const struct access_rule rules[ACCESS_RIGHTS]) K_CHECK;

/* Whether a member sees a conversation; false also when there is none. */
k_err access_sees(struct k_ctx *cx, k_id member, k_id conversation, bool *yes) K_CHECK;
/* FORBIDDEN when the acting member may not speak as this channel. The system may. */
/* Whether a member sees what is said on a channel in public. */
k_err access_sees_channel(struct k_ctx *cx, k_id member, k_id channel, bool *yes) K_CHECK;
k_err access_speak(struct k_ctx *cx, k_id channel) K_CHECK;

#endif
