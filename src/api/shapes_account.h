/* shapes_account: health, first start, sign in, own account, members, teams, invitations,
 * tokens. */
#ifndef KITH_API_SHAPES_ACCOUNT_H
#define KITH_API_SHAPES_ACCOUNT_H

#include "api/shapes_providers.h"

struct api_health {
    k_str status;
};
struct api_ready {
    k_str status;
    bool database, migrations, node, storing;
    k_str detail;
};
struct api_start {
    bool needs_owner, demo, passkeys;
    K_VEC(struct api_provider_ref) providers;
    k_str version, organisation, locale;
};
struct api_owner_in {
    k_str code, organisation, name, handle, email, password, locale;
};
struct api_session_in {
    k_str email, password, code;
};
struct api_invitation_token_in {
    k_str token;
};
struct api_invitation_open {
    k_str organisation, email, role, invited_by;
    struct api_team_ref *team;
    k_time expires_at;
};
struct api_invitation_use_in {
    k_str token, name, handle, email, password, locale;
};

struct api_member {
    k_id id;
    k_str handle, name, email, role, status, sign;
    K_VEC(struct api_team_ref) teams;
    bool demo;
    k_time created_at, last_seen_at;
};
API_LIST(member);
struct api_my_policy {
    int64_t version;      /* in force; 0 = none adopted yet */
    int64_t acknowledged; /* newest that this member acknowledged */
    bool needs_acknowledgement;
};
struct api_me {
    struct api_member member;
    k_str locale, theme;
    K_VEC(k_str) permissions;
    k_str csrf, organisation, version;
    struct api_my_policy policy;
    int64_t unseen_mentions, unacknowledged_handoffs, approvals, tokens_ending;
    bool demo, setup_needed;
    k_time second_factor_by;
};
struct api_me_in {
    k_str name, handle, sign, locale, theme;
    bool has_name, has_handle, has_sign, has_locale, has_theme;
};
struct api_password_in {
    k_str current, password;
};
struct api_session {
    k_id id;
    k_str user_agent, address, factor;
    bool current;
    k_time created_at, last_seen_at, expires_at;
};
API_LIST(session);
struct api_contacts {
    k_str url, user;
    int64_t team_people, own_people;
};
struct api_mention {
    k_id id, conversation_id, note_id;
    k_str kind, text, subject;
    struct api_person_ref *person;
    struct api_member_ref *by;
    k_time created_at, seen_at;
};
API_LIST(mention);
struct api_mentions_in {
    bool unseen;
    k_str cursor;
    int64_t limit;
};
struct api_ids_in {
    K_VEC(k_id) ids;
};

struct api_member_in {
    k_id id;
    k_str role, status;
    bool has_role, has_status, has_team_ids;
    K_VEC(k_id) team_ids;
};
struct api_members_in {
    k_str status;
};
struct api_invitation {
    k_id id;
    k_str email, role;
    struct api_team_ref *team;
    struct api_member_ref *created_by;
    k_time created_at, expires_at;
    k_str url; /* once, in the answer that made it */
};
API_LIST(invitation);
struct api_invitation_in {
    k_str email, role;
    k_id team_id;
    int64_t days;
};
struct api_team {
    k_id id;
    k_str name, kind;
    k_id lead_id;
    int64_t members;
    bool demo;
    k_time created_at;
};
API_LIST(team);
struct api_team_in {
    k_id id;
    k_str name, kind;
    k_id lead_id;
    bool has_name, has_kind, has_lead_id;
};
struct api_token {
    k_id id;
    k_str name;
    K_VEC(k_str) scopes;
    struct api_member_ref member;
    k_time created_at, last_used_at, expires_at, revoked_at;
    k_str secret; /* once, in the answer that made it */
};
API_LIST(token);
struct api_token_in {
    k_str name;
    K_VEC(k_str) scopes;
    int64_t days;
};

extern const struct shape shape_health, shape_ready, shape_start, shape_owner_in,
    shape_session_in, shape_invitation_token_in, shape_invitation_open, shape_invitation_use_in,
    shape_my_policy, shape_me, shape_me_in, shape_password_in, shape_mentions_in, shape_ids_in,
    shape_member_in, shape_members_in, shape_invitation_in, shape_team_in, shape_team_new_in,
    shape_token_in, shape_contacts;

#endif
