/* view_rules: who sees, changes and shares a saved view. */
#include "domain/view_rules.h"
#include "domain/access_rules.h"

static struct view_verdict yes(const char *why)
{
    return (struct view_verdict){true, why};
}

static struct view_verdict no(void)
{
    return (struct view_verdict){false, "none"};
}

static bool at_least(const struct view_looker *who, const char *role)
{
    return access_rank(who->role) >= access_rank(k_str_z(role));
}

/* Who leads: the lead of the team, or the managers where it is the house's. */
static bool leads(const struct view_looker *who, k_id team)
{
    return team ? k_id_among(who->leads, who->n_leads, team) : at_least(who, "manager");
}

struct view_verdict view_seen(const struct view_looker *who, const struct view_kept *v)
{
    if (v->own)
        return v->own == who->member ? yes("own") : no();
    if (v->team == 0)
        return yes("house");
    if (k_id_among(who->teams, who->n_teams, v->team))
        return yes("team");
    if (leads(who, v->team))
        return yes("lead");
    if (v->maker == who->member)
        return yes("maker");
    return at_least(who, "admin") ? yes("admin") : no();
}

struct view_verdict view_changed(const struct view_looker *who, const struct view_kept *v)
{
    if (v->own)
        return v->own == who->member ? yes("own") : no();
    if (!at_least(who, "agent"))
        return no();
    if (v->maker == who->member)
        return yes("maker");
    if (leads(who, v->team))
        return yes("lead");
    return at_least(who, "admin") ? yes("admin") : no();
}

struct view_verdict view_shared(const struct view_looker *who, k_id team)
{
    if (!at_least(who, "agent"))
        return no();
    if (team == 0)
        return yes("house");
    if (k_id_among(who->teams, who->n_teams, team))
        return yes("team");
    return leads(who, team) || at_least(who, "manager") ? yes("lead") : no();
}
