/* oidc_rules: what of an identity provider is believed (OpenID Connect Core, 3.1.3.7), what its
 * groups mean here, and who is let in by it. Pure, each answer with its reason. */
#ifndef KITH_SIGNIN_OIDC_RULES_H
#define KITH_SIGNIN_OIDC_RULES_H

#include "base/id.h"
#include "base/json.h"
#include "base/time.h"
#include "base/vec.h"

/* --- the token --------------------------------------------------------------------------- */

struct oidc_expect {
    k_str issuer, client_id, nonce;
    k_str alg; /* the only one */
    k_time now;
};
/* The claims of an ID token, or why it is not believed, in words for the log. */
const char *oidc_check_token(struct k_arena *a, k_str text, const struct k_json *jwks,
                             const struct oidc_expect *want, const struct k_json **claims);

/* --- groups ------------------------------------------------------------------------------ */

typedef K_VEC(k_str) oidc_words;
/* The groups in a claim, by its name or its path ("realm_access.roles"). */
void oidc_groups(struct k_arena *a, const struct k_json *claims, k_str claim, oidc_words *out);

/* What a group gives; role and team may be missing, not both. */
struct oidc_row {
    k_str group, role; /* role: never owner */
    k_id team;
};
struct oidc_map {
    K_VEC(struct oidc_row) rows;
    k_str default_role; /* of whom no group gives a role; empty = they may not sign in */
};
#define OIDC_ROWS_MAX 100
/* [{"group","role","team_id"}]; false: *wrong says what is. */
bool oidc_map_parse(struct k_arena *a, k_str json, k_str default_role, struct oidc_map *out,
                    k_str *wrong);
k_str oidc_map_text(struct k_arena *a, const struct oidc_map *m);

struct oidc_place {
    bool allowed;
    bool manages; /* role and the teams of the map follow the groups */
    k_str role;   /* with manages: this one. Without: of somebody new; may be empty */
    K_VEC(k_id) teams;
    K_VEC(k_str) because; /* groups that gave something */
};
/* A map without rows manages nothing and lets everybody in who is known. */
void oidc_place(struct k_arena *a, const struct oidc_map *m, const oidc_words *groups,
                struct oidc_place *out);
/* Whether a team is one that the map gives: then it follows the groups, too. */
bool oidc_map_has_team(const struct oidc_map *m, k_id team);

/* --- who is let in ----------------------------------------------------------------------- */

struct oidc_comer {
    bool known;    /* signed in with this provider before */
    bool left;     /* the member we know left */
    bool email_ok; /* there is an address, and it is verified or the provider is trusted */
    bool member_by_mail; /* somebody here has that address */
    bool invited;        /* an open invitation names it */
};
enum oidc_verdict {
    OIDC_ENTER,  /* the one we know */
    OIDC_LINK,   /* the member with the address, from now on */
    OIDC_JOIN,   /* somebody new, without an invitation */
    OIDC_ACCEPT, /* somebody new, by their invitation */
    OIDC_NO_GROUP,
    OIDC_LEFT,
    OIDC_NO_MAIL,
    OIDC_NO_ACCOUNT,
    OIDC_VERDICTS
};
/* The word of each that the sign-in page knows: "no-group" ... */
extern const char *const oidc_verdict_words[OIDC_VERDICTS];
enum oidc_verdict oidc_judge(const struct oidc_comer *c, const struct oidc_place *p, bool link,
                             bool everybody);

/* Only a path of ours: "/inbox"; else "/". What a link from elsewhere may not decide. */
k_str oidc_next(k_str asked);

#endif
