/* shapes_providers: the tables of identity providers. */
#include "api/shapes_providers.h"

#define ROLE_DOC "Nobody becomes owner by a group."

static const struct field fields_map_row[] = {
    FIELD(struct api_map_row, group, F_STR, F_REQUIRED, .min = 1, .max = 255),
    FIELD(struct api_map_row, role, F_ENUM, 0, .values = words_role_by_group, DOC(ROLE_DOC)),
    FIELD(struct api_map_row, team_id, F_ID, F_NULLABLE),
};
static const struct shape shape_map_row_in =
    SHAPE(struct api_map_row, "GroupRowInput", fields_map_row);

static const struct field fields_map_row_out[] = {
    FIELD(struct api_map_row, group, F_STR, 0),
    FIELD(struct api_map_row, role, F_ENUM, 0, .values = words_role_by_group),
    FIELD(struct api_map_row, team_id, F_ID, F_NULLABLE),
};
static const struct shape shape_map_row =
    SHAPE(struct api_map_row, "GroupRow", fields_map_row_out);

static const struct field fields_provider[] = {
    FIELD(struct api_provider, id, F_ID, 0),
    FIELD(struct api_provider, name, F_STR, 0, DOC("On the button of the sign-in page.")),
    FIELD(struct api_provider, issuer, F_STR, 0),
    FIELD(struct api_provider, client_id, F_STR, 0),
    FIELD(struct api_provider, has_secret, F_BOOL, 0, DOC("Never shown.")),
    FIELD(struct api_provider, redirect_uri, F_STR, 0,
          DOC("Our address, to be registered with the provider.")),
    FIELD(struct api_provider, alg, F_ENUM, 0, .values = words_token_alg,
          DOC("The only algorithm its tokens may be signed with.")),
    FIELD(struct api_provider, scopes, F_STR, 0),
    FIELD(struct api_provider, groups_claim, F_STR, 0),
    FIELD(struct api_provider, mapping, F_LIST, 0, .of = &shape_map_row),
    FIELD(struct api_provider, default_role, F_ENUM, 0, .values = words_role_by_group),
    FIELD(struct api_provider, joining, F_ENUM, 0, .values = words_joining),
    FIELD(struct api_provider, link_by_email, F_BOOL, 0),
    FIELD(struct api_provider, trust_email, F_BOOL, 0),
    FIELD(struct api_provider, enabled, F_BOOL, 0),
    FIELD(struct api_provider, created_at, F_TIME, 0),
};
SHAPE_OF(provider, "Provider");
LIST_OF(provider, "Provider");

#define SETTINGS                                                                               \
    FIELD_SET(struct api_provider_in, client_secret, F_STR, F_SECRET, .max = 2000,             \
              DOC("Sealed. Absent: as it was, or the oidc_secret of the configuration.")),     \
        FIELD_SET(struct api_provider_in, alg, F_ENUM, 0, .values = words_token_alg,           \
                  DOC("RS256 when absent.")),                                                  \
        FIELD_SET(struct api_provider_in, scopes, F_STR, 0, .min = 6, .max = 500,              \
                  DOC("openid email profile when absent.")),                                   \
        FIELD_SET(struct api_provider_in, groups_claim, F_STR, 0, .min = 1, .max = 120,        \
                  DOC("Name or path of the claim: groups, realm_access.roles.")),              \
        FIELD_SET(struct api_provider_in, mapping, F_LIST, 0, .of = &shape_map_row_in,         \
                  .max = 100,                                                                  \
                  DOC("What groups give. Empty: roles and teams are set here, not there.")),   \
        FIELD_SET(struct api_provider_in, default_role, F_ENUM, 0,                             \
                  .values = words_role_by_group,                                               \
                  DOC("Of whom no group gives a role; empty: they may not sign in.")),         \
        FIELD_SET(struct api_provider_in, joining, F_ENUM, 0, .values = words_joining,         \
                  DOC("invited: only who has an invitation or an account; everybody.")),       \
        FIELD_SET(struct api_provider_in, link_by_email, F_BOOL, 0,                            \
                  DOC("Who comes with the verified address of a member is that member.")),     \
        FIELD_SET(struct api_provider_in, trust_email, F_BOOL, 0,                              \
                  DOC("Its addresses count as verified though it does not say so.")),          \
        FIELD_SET(struct api_provider_in, enabled, F_BOOL, 0)

static const struct field fields_provider_new_in[] = {
    FIELD(struct api_provider_in, name, F_STR, F_REQUIRED, .min = 1, .max = 60),
    FIELD(struct api_provider_in, issuer, F_STR, F_REQUIRED, .min = 8, .max = 500),
    FIELD(struct api_provider_in, client_id, F_STR, F_REQUIRED, .min = 1, .max = 500),
    SETTINGS,
};
const struct shape shape_provider_new_in =
    SHAPE(struct api_provider_in, "ProviderNewInput", fields_provider_new_in);

static const struct field fields_provider_in[] = {
    ID_IN_PATH(struct api_provider_in),
    FIELD_SET(struct api_provider_in, name, F_STR, 0, .min = 1, .max = 60),
    FIELD_SET(struct api_provider_in, issuer, F_STR, 0, .min = 8, .max = 500),
    FIELD_SET(struct api_provider_in, client_id, F_STR, 0, .min = 1, .max = 500),
    SETTINGS,
};
SHAPE_OF(provider_in, "ProviderInput");

static const struct field fields_provider_check[] = {
    FIELD(struct api_provider_check, authorize, F_STR, 0, DOC("Where browsers sign in.")),
    FIELD(struct api_provider_check, algs, F_STRS, 0, DOC("What it signs with.")),
    FIELD(struct api_provider_check, alg_offered, F_BOOL, 0,
          DOC("The pinned algorithm is among them.")),
};
SHAPE_OF(provider_check, "ProviderCheck");

static const struct field fields_provider_try_in[] = {
    ID_IN_PATH(struct api_provider_try_in),
    FIELD(struct api_provider_try_in, mapping, F_LIST, F_REQUIRED, .of = &shape_map_row_in,
          .max = 100),
    FIELD(struct api_provider_try_in, default_role, F_ENUM, 0, .values = words_role_by_group),
    FIELD(struct api_provider_try_in, groups, F_STRS, 0, .max = 100,
          DOC("Groups of somebody who might come.")),
};
SHAPE_OF(provider_try_in, "ProviderTryInput");

static const struct field fields_place[] = {
    FIELD(struct api_place, allowed, F_BOOL, 0, DOC("They may sign in.")),
    FIELD(struct api_place, role, F_ENUM, F_NULLABLE, .values = words_role,
          DOC("null: as it is here.")),
    FIELD(struct api_place, teams, F_LIST, 0, .of = &shape_team_ref),
    FIELD(struct api_place, because, F_STRS, 0, DOC("The groups that gave it.")),
};
static const struct shape shape_place = SHAPE(struct api_place, "Place", fields_place);

static const struct field fields_provider_member[] = {
    FIELD(struct api_provider_member, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_provider_member, role, F_ENUM, 0, .values = words_role),
    FIELD(struct api_provider_member, status, F_ENUM, 0, .values = words_member_status),
    FIELD(struct api_provider_member, groups, F_STRS, 0,
          DOC("As the provider said at their last sign-in.")),
    FIELD(struct api_provider_member, then, F_OBJ, 0, .of = &shape_place,
          DOC("What the mapping would make of them.")),
    FIELD(struct api_provider_member, changes, F_BOOL, 0, DOC("It is not what they have now.")),
    FIELD(struct api_provider_member, last_at, F_TIME, 0),
};
static const struct shape shape_provider_member =
    SHAPE(struct api_provider_member, "ProviderMember", fields_provider_member);

static const struct field fields_provider_try[] = {
    FIELD(struct api_provider_try, typed, F_REF, F_NULLABLE, .of = &shape_place),
    FIELD(struct api_provider_try, members, F_LIST, 0, .of = &shape_provider_member),
};
SHAPE_OF(provider_try, "ProviderTry");

static const struct field fields_provider_ref[] = {
    FIELD(struct api_provider_ref, id, F_ID, 0),
    FIELD(struct api_provider_ref, name, F_STR, 0),
};
SHAPE_OF(provider_ref, "ProviderRef");

static const struct field fields_go_in[] = {
    ID_IN_PATH(struct api_go_in),
    FIELD(struct api_go_in, next, F_STR, F_IN_QUERY, .max = 1000,
          DOC("The page of ours to be at afterwards.")),
};
SHAPE_OF(go_in, "GoInput");

static const struct field fields_back_in[] = {
    FIELD(struct api_back_in, code, F_STR, F_IN_QUERY | F_SECRET, .max = 8000),
    FIELD(struct api_back_in, state, F_STR, F_IN_QUERY | F_SECRET, .max = 200),
    FIELD(struct api_back_in, error, F_STR, F_IN_QUERY, .max = 200),
    FIELD(struct api_back_in, iss, F_STR, F_IN_QUERY, .max = 500),
};
SHAPE_OF(back_in, "BackInput");
