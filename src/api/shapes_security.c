/* shapes_security: the tables of second factors and passkeys. Bytes travel in base64url. */
#include "api/shapes_security.h"

#define B64 DOC("base64url")
#define LONG 24000 /* characters of what a browser sends */

static const struct field fields_passkey[] = {
    FIELD(struct api_passkey, id, F_ID, 0),
    FIELD(struct api_passkey, name, F_STR, 0),
    FIELD(struct api_passkey, transports, F_STRS, 0,
          DOC("How the browser reached it: internal, usb, nfc, ble, hybrid.")),
    FIELD(struct api_passkey, backed_up, F_BOOL, 0, DOC("It is on several devices.")),
    FIELD(struct api_passkey, created_at, F_TIME, 0),
    FIELD(struct api_passkey, last_used_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(passkey, "Passkey");

static const struct field fields_provider_of_me[] = {
    FIELD(struct api_provider_of_me, id, F_ID, 0),
    FIELD(struct api_provider_of_me, name, F_STR, 0),
    FIELD(struct api_provider_of_me, email, F_STR, 0),
    FIELD(struct api_provider_of_me, last_at, F_TIME, 0),
};
static const struct shape shape_provider_of_me =
    SHAPE(struct api_provider_of_me, "ProviderOfMe", fields_provider_of_me);

static const struct field fields_security[] = {
    FIELD(struct api_security, factor, F_ENUM, 0, .values = words_factor,
          DOC("How this session began.")),
    FIELD(struct api_security, confirmed_at, F_TIME, 0,
          DOC("When I last showed who I am; some acts want that to be within 15 minutes.")),
    FIELD(struct api_security, has_password, F_BOOL, 0),
    FIELD(struct api_security, totp, F_BOOL, 0, DOC("An authenticator app is set up.")),
    FIELD(struct api_security, totp_since, F_TIME, F_NULLABLE),
    FIELD(struct api_security, recovery_left, F_INT, 0, DOC("Recovery codes not used yet.")),
    FIELD(struct api_security, recovery_at, F_TIME, F_NULLABLE, DOC("When they were made.")),
    FIELD(struct api_security, required, F_BOOL, 0, DOC("My role needs a second factor.")),
    FIELD(struct api_security, second_factor_by, F_TIME, F_NULLABLE, DOC("Until when.")),
    FIELD(struct api_security, no_passkeys, F_STR, F_NULLABLE | F_SAID,
          DOC("Why passkeys cannot be had on this server; null when they can.")),
    FIELD(struct api_security, passkeys, F_LIST, 0, .of = &shape_passkey),
    FIELD(struct api_security, providers, F_LIST, 0, .of = &shape_provider_of_me,
          DOC("Identity providers that I signed in with.")),
};
SHAPE_OF(security, "Security");

static const struct field fields_totp_new[] = {
    FIELD(struct api_totp_new, secret, F_STR, 0, DOC("base32, to type in. Shown once.")),
    FIELD(struct api_totp_new, uri, F_STR, 0, DOC("otpauth://..., for a QR code.")),
};
SHAPE_OF(totp_new, "TotpNew");

static const struct field fields_code_in[] = {
    FIELD(struct api_code_in, code, F_STR, F_REQUIRED | F_SECRET, .min = 1, .max = 40),
};
SHAPE_OF(code_in, "CodeInput");

static const struct field fields_codes[] = {
    FIELD(struct api_codes, codes, F_STRS, 0,
          DOC("Recovery codes, shown once; empty when there were some already.")),
};
SHAPE_OF(codes, "Codes");

static const struct field fields_passkey_proof_in[] = {
    FIELD(struct api_passkey_proof_in, id, F_STR, F_REQUIRED, .min = 1, .max = 1400, B64),
    FIELD(struct api_passkey_proof_in, client_data, F_STR, F_REQUIRED, .min = 1, .max = LONG,
          B64),
    FIELD(struct api_passkey_proof_in, authenticator_data, F_STR, F_REQUIRED, .min = 1,
          .max = LONG, B64),
    FIELD(struct api_passkey_proof_in, signature, F_STR, F_REQUIRED, .min = 1, .max = 2000,
          B64),
    FIELD(struct api_passkey_proof_in, user_handle, F_STR, 0, .max = 100, B64),
};
SHAPE_OF(passkey_proof_in, "PasskeyProofInput");

static const struct field fields_confirm_in[] = {
    FIELD(struct api_confirm_in, password, F_STR, F_SECRET, .max = 1024),
    FIELD(struct api_confirm_in, code, F_STR, F_SECRET, .max = 40,
          DOC("Of the authenticator app, or a recovery code.")),
    FIELD(struct api_confirm_in, passkey, F_REF, 0, .of = &shape_passkey_proof_in,
          DOC("For a challenge of POST /api/v1/session/passkey/options.")),
};
SHAPE_OF(confirm_in, "ConfirmInput");

static const struct field fields_passkey_ask[] = {
    FIELD(struct api_passkey_ask, challenge, F_STR, 0, B64),
    FIELD(struct api_passkey_ask, rp_id, F_STR, 0),
};
SHAPE_OF(passkey_ask, "PasskeyAsk");

static const struct field fields_passkey_options[] = {
    FIELD(struct api_passkey_options, challenge, F_STR, 0, B64),
    FIELD(struct api_passkey_options, rp_id, F_STR, 0),
    FIELD(struct api_passkey_options, rp_name, F_STR, 0),
    FIELD(struct api_passkey_options, user_id, F_STR, 0, B64),
    FIELD(struct api_passkey_options, user_name, F_STR, 0),
    FIELD(struct api_passkey_options, user_title, F_STR, 0, DOC("Name to show.")),
    FIELD(struct api_passkey_options, exclude, F_STRS, 0,
          DOC("Ids of passkeys that I have already, base64url.")),
};
SHAPE_OF(passkey_options, "PasskeyOptions");

static const struct field fields_passkey_new_in[] = {
    FIELD(struct api_passkey_new_in, name, F_STR, F_REQUIRED, .min = 1, .max = 80),
    FIELD(struct api_passkey_new_in, client_data, F_STR, F_REQUIRED, .min = 1, .max = LONG,
          B64),
    FIELD(struct api_passkey_new_in, attestation, F_STR, F_REQUIRED, .min = 1, .max = LONG,
          B64),
    FIELD(struct api_passkey_new_in, transports, F_STRS, 0, .max = 10),
};
SHAPE_OF(passkey_new_in, "PasskeyNewInput");

static const struct field fields_passkey_made[] = {
    FIELD(struct api_passkey_made, passkey, F_OBJ, 0, .of = &shape_passkey),
    FIELD(struct api_passkey_made, codes, F_STRS, 0,
          DOC("Recovery codes, shown once; empty when there were some already.")),
};
SHAPE_OF(passkey_made, "PasskeyMade");

static const struct field fields_passkey_in[] = {
    ID_IN_PATH(struct api_passkey_in),
    FIELD(struct api_passkey_in, name, F_STR, F_REQUIRED, .min = 1, .max = 80),
};
SHAPE_OF(passkey_in, "PasskeyInput");

static const struct field fields_reset_in[] = {
    ID_IN_PATH(struct api_reset_in),
    FIELD(struct api_reset_in, totp, F_BOOL, 0, DOC("Take the authenticator app off.")),
    FIELD(struct api_reset_in, passkeys, F_BOOL, 0, DOC("Take all passkeys off.")),
};
SHAPE_OF(reset_in, "ResetInput");

static const struct field fields_second_policy[] = {
    FIELD(struct api_second_policy, roles, F_STRS, 0, .values = words_role,
          DOC("Roles that need a second factor.")),
    FIELD(struct api_second_policy, grace_days, F_INT, 0,
          DOC("Days to set one up, from when it was asked for or from when a member joined.")),
    FIELD(struct api_second_policy, since, F_TIME, F_NULLABLE,
          DOC("Since when it is asked for.")),
};
SHAPE_OF(second_policy, "SecondPolicy");

static const struct field fields_second_policy_in[] = {
    FIELD(struct api_second_policy_in, roles, F_STRS, F_REQUIRED, .max = 5,
          .values = words_role),
    FIELD(struct api_second_policy_in, grace_days, F_INT, 0, .min = 0, .max = 90),
};
SHAPE_OF(second_policy_in, "SecondPolicyInput");

static const struct field fields_member_security[] = {
    FIELD(struct api_member_security, member_id, F_ID, 0),
    FIELD(struct api_member_security, totp, F_BOOL, 0),
    FIELD(struct api_member_security, passkeys, F_INT, 0),
    FIELD(struct api_member_security, providers, F_INT, 0,
          DOC("Identity providers they sign in with.")),
    FIELD(struct api_member_security, recovery_left, F_INT, 0),
    FIELD(struct api_member_security, required, F_BOOL, 0, DOC("Their role needs one.")),
    FIELD(struct api_member_security, short_of, F_BOOL, 0,
          DOC("They need a second factor and have none.")),
    FIELD(struct api_member_security, by, F_TIME, F_NULLABLE,
          DOC("Until when, if they need one.")),
};
SHAPE_OF(member_security, "MemberSecurity");
LIST_OF(member_security, "MemberSecurity");
