/* shapes_security: second factors, passkeys, recovery codes, and what the organisation wants of
 * whom. */
#ifndef KITH_API_SHAPES_SECURITY_H
#define KITH_API_SHAPES_SECURITY_H

#include "api/shapes.h"

struct api_passkey {
    k_id id;
    k_str name;
    K_VEC(k_str) transports;
    bool backed_up;
    k_time created_at, last_used_at;
};
struct api_provider_of_me {
    k_id id;
    k_str name, email;
    k_time last_at;
};
struct api_security {
    k_str factor;
    k_time confirmed_at, totp_since, recovery_at, second_factor_by;
    bool has_password, totp, required;
    int64_t recovery_left;
    k_str no_passkeys;
    K_VEC(struct api_passkey) passkeys;
    K_VEC(struct api_provider_of_me) providers;
};
struct api_totp_new {
    k_str secret, uri;
};
struct api_code_in {
    k_str code;
};
struct api_codes {
    K_VEC(k_str) codes;
};
struct api_passkey_proof_in {
    k_str id, client_data, authenticator_data, signature, user_handle;
};
struct api_confirm_in {
    k_str password, code;
    struct api_passkey_proof_in *passkey;
};
struct api_passkey_ask {
    k_str challenge, rp_id;
};
struct api_passkey_options {
    k_str challenge, rp_id, rp_name, user_id, user_name, user_title;
    K_VEC(k_str) exclude;
};
struct api_passkey_new_in {
    k_str name, client_data, attestation;
    K_VEC(k_str) transports;
};
struct api_passkey_made {
    struct api_passkey passkey;
    K_VEC(k_str) codes;
};
struct api_passkey_in {
    k_id id;
    k_str name;
};
struct api_reset_in {
    k_id id;
    bool totp, passkeys;
};
struct api_second_policy {
    K_VEC(k_str) roles;
    int64_t grace_days;
    k_time since;
};
struct api_second_policy_in {
    K_VEC(k_str) roles;
    int64_t grace_days;
};
struct api_member_security {
    k_id member_id;
    bool totp, required, short_of;
    int64_t passkeys, providers, recovery_left;
    k_time by;
};
API_LIST(member_security);

extern const struct shape shape_security, shape_totp_new, shape_code_in, shape_codes,
    shape_passkey, shape_passkey_proof_in, shape_confirm_in, shape_passkey_ask,
    shape_passkey_options, shape_passkey_new_in, shape_passkey_made, shape_passkey_in,
    shape_reset_in, shape_second_policy, shape_second_policy_in;

#endif
