/* access_rules: one question, asked for each right. */
#include "domain/access_rules.h"

const char *const access_right_names[] = {"see", "direct", "send", NULL};

int access_rank(k_str role)
{
    static const char *const roles[] = {"viewer", "agent", "manager", "admin", "owner"};
    for (int i = 0; i < 5; i++)
        if (k_str_eqz(role, roles[i]))
            return i + 1;
    return 0;
}

static bool in_team(const struct access_member *m, k_id team)
{
    for (size_t i = 0; i < m->n_teams; i++)
        if (m->teams[i] == team)
            return true;
    return false;
}

static bool fits(const struct access_member *m, const struct access_grant *g)
{
    if (k_str_eqz(g->who, "role"))
        return access_rank(g->role) > 0 && access_rank(m->role) >= access_rank(g->role);
    if (k_str_eqz(g->who, "team"))
        return in_team(m, g->id);
    return k_str_eqz(g->who, "member") && g->id == m->id;
}

static struct access_verdict ask(const struct access_member *m, const struct access_channel *c,
                                 enum access_right right)
{
    if (!c->some[right])
        return (struct access_verdict){true, "all", 0};
    if (k_str_eqz(m->role, "owner"))
        return (struct access_verdict){true, "owner", 0};
    for (size_t i = 0; i < c->n; i++) {
        const struct access_grant *g = &c->grants[i];
        if (g->channel != c->id || g->right != right || !fits(m, g))
            continue;
        bool team = k_str_eqz(g->who, "team");
        return (struct access_verdict){true,
                                       team                        ? "team"
                                       : k_str_eqz(g->who, "role") ? "role"
                                                                   : "member",
                                       team ? g->id : 0};
    }
    return (struct access_verdict){false, "none", 0};
}

struct access_verdict access_may(const struct access_member *m, const struct access_channel *c,
                                 enum access_right right)
{
    if (right == ACCESS_DIRECT) {
        struct access_verdict see = ask(m, c, ACCESS_SEE);
        if (!see.may)
            return see;
    }
    return ask(m, c, right);
}

struct access_limit access_limit(const struct access_member *m, const struct access_channel *c)
{
    bool see = access_may(m, c, ACCESS_SEE).may;
    bool direct = access_may(m, c, ACCESS_DIRECT).may;
    return (struct access_limit){.hides = !see      ? 2
                                          : !direct ? 1
                                                    : 0,
                                 .mute = !access_may(m, c, ACCESS_SEND).may};
}
