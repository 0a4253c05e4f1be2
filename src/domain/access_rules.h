/* access_rules: who may see a channel, see what is said on it in private, and speak as it. Each
 * right of a channel is open to all (whose role may at all), or to some: a role and those above
 * it, teams, members. Owners always may. Pure. */
#ifndef KITH_DOMAIN_ACCESS_RULES_H
#define KITH_DOMAIN_ACCESS_RULES_H

#include "base/id.h"
#include "base/str.h"

enum access_right { ACCESS_SEE, ACCESS_DIRECT, ACCESS_SEND, ACCESS_RIGHTS };
extern const char *const access_right_names[]; /* see, direct, send; NULL-terminated */

struct access_grant {
    k_id channel;
    enum access_right right;
    k_str who;  /* role, team, member */
    k_str role; /* with role: this one and those above */
    k_id id;    /* of the team or member */
};
struct access_channel {
    k_id id;
    bool some[ACCESS_RIGHTS]; /* false: all */
    const struct access_grant *grants;
    size_t n; /* may hold those of other channels too */
};
struct access_member {
    k_id id;
    k_str role;
    const k_id *teams;
    size_t n_teams;
};

/* The reason goes with the answer: all, owner, role, team, member, or none. */
struct access_verdict {
    bool may;
    const char *why;
    k_id team; /* with "team": which one */
};
/* Each right by itself, but for what is said in private: who may not see the channel does not
 * see that either. */
struct access_verdict access_may(const struct access_member *m, const struct access_channel *c,
                                 enum access_right right);

/* What is closed: hides 0 nothing, 1 what is said in private, 2 everything. */
struct access_limit {
    int hides;
    bool mute;
};
struct access_limit access_limit(const struct access_member *m, const struct access_channel *c);

/* Roles in order: viewer 1 .. owner 5; 0 for another word. */
int access_rank(k_str role);

#endif
