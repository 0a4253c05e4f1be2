/* names: reads the tables of members and teams, once a request. */
#include "api/names.h"

struct names names_new(struct k_ctx *cx)
{
    return (struct names){.cx = cx};
}

static void load_members(struct names *n)
{
    if (!n->has_members && n->err == K_OK)
        n->err = sq_member_list(n->cx, &n->members);
    n->has_members = true;
}

static void load_teams(struct names *n)
{
    if (!n->has_teams && n->err == K_OK)
        n->err = sq_team_list(n->cx, &n->teams);
    n->has_teams = true;
}

struct api_member_ref names_member_of(struct names *n, k_id id)
{
    load_members(n);
    for (size_t i = 0; i < n->members.n; i++)
        if (n->members.v[i].id == id)
            return (struct api_member_ref){id, n->members.v[i].name, n->members.v[i].handle};
    return (struct api_member_ref){.id = id};
}

struct api_member_ref *names_member(struct names *n, k_id id)
{
    if (id == 0)
        return NULL;
    struct api_member_ref *ref = k_new(n->cx->arena, struct api_member_ref);
    *ref = names_member_of(n, id);
    return ref->name.p ? ref : NULL;
}

struct api_member_ref *names_actor(struct names *n, k_str actor_kind, k_id actor)
{
    struct sq_token_get_row token = {0};
    bool found = false;
    if (k_str_eqz(actor_kind, "member"))
        return names_member(n, actor);
    if (!k_str_eqz(actor_kind, "token"))
        return NULL;
    if (n->err == K_OK)
        n->err = sq_token_get(n->cx, actor, &token, &found);
    return names_member(n, token.member_id);
}

struct api_rule_ref *names_rule(struct names *n, k_str actor_kind, k_id rule)
{
    struct sq_routing_rule_get_row row = {0};
    bool found = false;
    if (rule == 0 || !k_str_eqz(actor_kind, "rule") || n->err != K_OK)
        return NULL;
    n->err = sq_routing_rule_get(n->cx, rule, &row, &found);
    struct api_rule_ref *ref = k_new(n->cx->arena, struct api_rule_ref);
    *ref = (struct api_rule_ref){rule, found ? row.name : K_S("")};
    return ref;
}

struct api_team_ref *names_team(struct names *n, k_id id)
{
    if (id == 0)
        return NULL;
    load_teams(n);
    for (size_t i = 0; i < n->teams.n; i++) {
        if (n->teams.v[i].id != id)
            continue;
        struct api_team_ref *ref = k_new(n->cx->arena, struct api_team_ref);
        *ref = (struct api_team_ref){id, n->teams.v[i].name, n->teams.v[i].kind};
        return ref;
    }
    return NULL;
}

struct names_teams names_teams_of(struct names *n, k_id member)
{
    struct names_teams out = {0};
    if (!n->has_team_members && n->err == K_OK)
        n->err = sq_team_member_list(n->cx, &n->team_members);
    n->has_team_members = true;
    for (size_t i = 0; i < n->team_members.n; i++) {
        if (n->team_members.v[i].member_id != member)
            continue;
        struct api_team_ref *ref = names_team(n, n->team_members.v[i].team_id);
        if (ref)
            *k_vec_push(n->cx->arena, &out) = *ref;
    }
    return out;
}

struct api_channel_ref names_channel(struct names *n, k_id id)
{
    for (size_t i = 0; i < n->channels.n; i++)
        if (n->channels.v[i].id == id)
            return n->channels.v[i];
    struct sq_channel_get_row row = {0};
    bool found = false;
    if (n->err == K_OK)
        n->err = sq_channel_get(n->cx, id, &row, &found);
    struct api_channel_ref *ref = k_vec_push(n->cx->arena, &n->channels);
    *ref = (struct api_channel_ref){id, row.name, row.network};
    return *ref;
}

k_err names_done(const struct names *n)
{
    return n->err;
}
