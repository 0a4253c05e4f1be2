/* account: members and teams: who may change whom, what a member who leaves loses, and that an
 * owner always remains. Each change runs in the caller's write transaction and goes into the
 * event log. Secrets (passwords, links) come in as hashes: making them takes a tenth of a
 * second that no writer should wait for. */
#ifndef KITH_DOMAIN_ACCOUNT_H
#define KITH_DOMAIN_ACCOUNT_H

#include "base/ctx.h"

struct account_new {
    k_str name, email; /* email as typed */
    k_str handle;      /* empty: made from the name */
    k_str role, locale;
    k_str password_hash; /* K_NONE: cannot sign in */
    k_id team_id;        /* 0 = none */
    bool demo;
};
/* EXISTS (field email or handle), BAD_INPUT. */
k_err account_create(struct k_ctx *cx, const struct account_new *n, k_id *id) K_CHECK;
/* The first account. GONE when somebody has one already. */
k_err account_create_owner(struct k_ctx *cx, struct account_new n, k_id *id) K_CHECK;

/* Whether a member with role `actor` may give role `next` to a member with role `target` (or
 * change that row in any other way: next = target). Nobody touches or makes what ranks above
 * himself; below manager nobody changes members. Pure. */
bool account_may_change(k_str actor, k_str target, k_str next);

struct account_invite {
    k_str actor_role, email, role; /* email may be empty */
    k_id team_id;
    k_str token_digest;
    k_time expires_at;
};
k_err account_invite(struct k_ctx *cx, const struct account_invite *in, k_id *id) K_CHECK;
/* Makes the account that an invitation promises; the invitation is spent. GONE when it is. */
k_err account_join(struct k_ctx *cx, k_str token_digest, struct account_new n,
                   k_id *id) K_CHECK;

k_err account_set_role(struct k_ctx *cx, k_str actor_role, k_id member, k_str role) K_CHECK;
/* active or left. Who leaves loses sessions, tokens, invitations and teams at once, and open
 * conversations go back to nobody. */
k_err account_set_status(struct k_ctx *cx, k_str actor_role, k_id member, k_str status) K_CHECK;
k_err account_set_teams(struct k_ctx *cx, k_str actor_role, k_id member, const k_id *teams,
                        size_t n) K_CHECK;
/* Ends all sessions of the member but `keep`. */
k_err account_set_password(struct k_ctx *cx, k_id member, k_str password_hash,
                           k_id keep) K_CHECK;
/* Ends everything that lets the member in. */
k_err account_lock_out(struct k_ctx *cx, k_id member) K_CHECK;

struct account_profile {
    k_str name, handle, sign, locale, theme;
};
k_err account_set_profile(struct k_ctx *cx, k_id member, struct account_profile p) K_CHECK;

k_err account_team_create(struct k_ctx *cx, k_str name, k_str kind, bool demo,
                          k_id *id) K_CHECK;
/* lead: who leads it and hears of what is late; 0 = nobody. */
k_err account_team_change(struct k_ctx *cx, k_id team, k_str name, k_str kind,
                          k_id lead) K_CHECK;
/* CONFLICT while a conversation or hand-off is with it. */
k_err account_team_remove(struct k_ctx *cx, k_id team) K_CHECK;

/* One entry of the event log about an account, and the notice to screens. name and value make
 * the payload {name: value}; name may be NULL. */
k_err account_record(struct k_ctx *cx, const char *verb, const char *kind, k_id id,
                     const char *name, k_str value) K_CHECK;

#endif
