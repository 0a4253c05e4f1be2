/* shapes_providers: identity providers, what their groups mean here, and signing in with them.
 */
#ifndef KITH_API_SHAPES_PROVIDERS_H
#define KITH_API_SHAPES_PROVIDERS_H

#include "api/shapes.h"

struct api_map_row {
    k_str group, role;
    k_id team_id;
};
struct api_provider {
    k_id id;
    k_str name, issuer, client_id, alg, scopes, groups_claim, default_role, joining,
        redirect_uri;
    K_VEC(struct api_map_row) mapping;
    bool has_secret, link_by_email, trust_email, enabled;
    k_time created_at;
};
API_LIST(provider);
struct api_provider_in {
    k_id id;
    k_str name, issuer, client_id, client_secret, alg, scopes, groups_claim, default_role,
        joining;
    K_VEC(struct api_map_row) mapping;
    bool link_by_email, trust_email, enabled;
    bool has_name, has_issuer, has_client_id, has_client_secret, has_alg, has_scopes,
        has_groups_claim, has_default_role, has_joining, has_mapping, has_link_by_email,
        has_trust_email, has_enabled;
};
struct api_provider_check {
    k_str authorize;
    K_VEC(k_str) algs;
    bool alg_offered;
};
struct api_provider_try_in {
    k_id id;
    K_VEC(struct api_map_row) mapping;
    k_str default_role;
    K_VEC(k_str) groups;
};
struct api_place {
    bool allowed;
    k_str role;
    K_VEC(struct api_team_ref) teams;
    K_VEC(k_str) because;
};
struct api_provider_member {
    struct api_member_ref member;
    k_str role, status;
    K_VEC(k_str) groups;
    struct api_place then;
    bool changes;
    k_time last_at;
};
struct api_provider_try {
    struct api_place *typed;
    K_VEC(struct api_provider_member) members;
};
struct api_provider_ref {
    k_id id;
    k_str name;
};
struct api_go_in {
    k_id id;
    k_str next;
};
struct api_back_in {
    k_str code, state, error, iss;
};

extern const struct shape shape_provider_new_in, shape_provider_in, shape_provider_check,
    shape_provider_try_in, shape_provider_try, shape_provider_ref, shape_go_in, shape_back_in;

#endif
