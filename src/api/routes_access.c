/* routes_access: who may see and speak on which channel, asked from either side. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/names.h"
#include "api/shapes_access.h"
#include "domain/access.h"

static struct api_access_verdict show_verdict(struct names *n, const struct access_member *m,
                                              const struct access_channel *c,
                                              enum access_right right)
{
    struct access_verdict v = access_may(m, c, right);
    return (struct api_access_verdict){v.may, k_str_z(v.why), names_team(n, v.team)};
}

/* --- of a channel ------------------------------------------------------------------------ */

static void show_grant(struct names *n, const struct access_grant *g,
                       struct api_access_rule *out)
{
    struct k_arena *a = n->cx->arena;
    if (k_str_eqz(g->who, "role")) {
        out->role = g->role;
    } else if (k_str_eqz(g->who, "team")) {
        struct api_team_ref *team = names_team(n, g->id);
        if (team)
            *k_vec_push(a, &out->teams) = *team;
    } else {
        *k_vec_push(a, &out->members) = names_member_of(n, g->id);
    }
}

static struct api_access_rule show_rule(struct names *n, const struct access_channel *c,
                                        enum access_right right)
{
    struct api_access_rule out = {.by = c->some[right] ? K_S("some") : K_S("all")};
    for (size_t i = 0; i < c->n; i++)
        if (c->grants[i].channel == c->id && c->grants[i].right == right)
            show_grant(n, &c->grants[i], &out);
    return out;
}

static k_err show_access(struct k_ctx *cx, k_id id, struct api_access *o)
{
    struct names names = names_new(cx);
    struct access_world w;
    K_TRY(access_read(cx, &w));
    const struct access_channel *c = access_channel_of(&w, id);
    if (c == NULL)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such channel.");
    o->channel = names_channel(&names, id);
    o->see = show_rule(&names, c, ACCESS_SEE);
    o->direct = show_rule(&names, c, ACCESS_DIRECT);
    o->send = show_rule(&names, c, ACCESS_SEND);
    for (size_t i = 0; i < w.members.n; i++) {
        const struct access_member *m = &w.members.v[i];
        *k_vec_push(cx->arena, &o->members) = (struct api_access_of_member){
            .member = names_member_of(&names, m->id),
            .see = show_verdict(&names, m, c, ACCESS_SEE),
            .direct = show_verdict(&names, m, c, ACCESS_DIRECT),
            .send = show_verdict(&names, m, c, ACCESS_SEND),
        };
    }
    return names_done(&names);
}

k_err route_access_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show_access(cx, ((const struct api_id_in *)in)->id, out);
}

static struct access_rule rule_of(const struct api_access_rule_in *in)
{
    return (struct access_rule){.some = k_str_eqz(in->by, "some"),
                                .role = in->role,
                                .teams = in->team_ids.v,
                                .members = in->member_ids.v,
                                .n_teams = in->team_ids.n,
                                .n_members = in->member_ids.n};
}

k_err route_access_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_access_in *i = in;
    const struct access_rule rules[ACCESS_RIGHTS] = {[ACCESS_SEE] = rule_of(&i->see),
                                                     [ACCESS_DIRECT] = rule_of(&i->direct),
                                                     [ACCESS_SEND] = rule_of(&i->send)};
    K_TRY(access_set(cx, i->id, rules));
    return show_access(cx, i->id, out);
}

/* --- of a member ------------------------------------------------------------------------- */

k_err route_member_access(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct api_access_of_channel_list *o = out;
    struct names names = names_new(cx);
    struct access_world w;
    K_TRY(access_read(cx, &w));
    const struct access_member *m = access_member_of(&w, id);
    if (m == NULL)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such member.");
    for (size_t i = 0; i < w.channels.n; i++) {
        const struct access_channel *c = &w.channels.v[i];
        const struct sq_access_channels_row *r = &w.rows.v[i];
        if (k_str_eqz(r->status, "removed"))
            continue;
        *k_vec_push(cx->arena, &o->items) = (struct api_access_of_channel){
            .channel = {r->id, r->name, r->network},
            .see = show_verdict(&names, m, c, ACCESS_SEE),
            .direct = show_verdict(&names, m, c, ACCESS_DIRECT),
            .send = show_verdict(&names, m, c, ACCESS_SEND),
        };
    }
    return names_done(&names);
}
