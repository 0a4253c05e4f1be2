/* names: who and what ids stand for, looked up once a request: members and teams are few, so
 * each table is read whole at the first question. */
#ifndef KITH_API_NAMES_H
#define KITH_API_NAMES_H

#include "api/shapes_inbox.h"
#include "store/sql.gen.h"

struct names {
    struct k_ctx *cx;
    k_err err; /* the first failure; asked once at the end by names_done */
    bool has_members, has_teams, has_team_members;
    struct sq_member_list_list members;
    struct sq_team_list_list teams;
    struct sq_team_member_list_list team_members;
    K_VEC(struct api_channel_ref) channels; /* those asked for so far */
};
struct names names_new(struct k_ctx *cx);
/* NULL for 0 and for what is gone. In the arena. */
struct api_member_ref *names_member(struct names *n, k_id id);
struct api_team_ref *names_team(struct names *n, k_id id);
/* The same without a pointer, for what is always there: empty when it is gone. */
struct api_member_ref names_member_of(struct names *n, k_id id);
/* Appends the teams of a member. teams: K_VEC(struct api_team_ref) of a shape. */
struct names_teams {
    struct api_team_ref *v;
    size_t n, cap;
};
struct names_teams names_teams_of(struct names *n, k_id member);
/* Who did an event: the member, also behind a token; NULL for the system. */
struct api_member_ref *names_actor(struct names *n, k_str actor_kind, k_id actor);
/* The routing rule, also one that was removed; NULL for 0 and unless it was a rule. */
struct api_rule_ref *names_rule(struct names *n, k_str actor_kind, k_id rule);
/* Its name is empty when it is gone. */
struct api_channel_ref names_channel(struct names *n, k_id id);
/* K_OK, or why a name could not be looked up. */
k_err names_done(const struct names *n) K_CHECK;

#endif
