/* shapes_account: the tables of account, member, team, invitation and token. */
#include "api/shapes_account.h"

#define PASSWORD_DOC "At least 10 characters; no other rule."
#define HANDLE_DOC "For @mentions: a-z 0-9 . _ -; made from the name when absent."

static const struct field fields_health[] = {
    FIELD(struct api_health, status, F_STR, 0, DOC("ok")),
};
SHAPE_OF(health, "Health");

static const struct field fields_ready[] = {
    FIELD(struct api_ready, status, F_STR, 0, DOC("ready, or not ready with HTTP 503")),
    FIELD(struct api_ready, database, F_BOOL, 0, DOC("The database answers.")),
    FIELD(struct api_ready, migrations, F_BOOL, 0, DOC("All migrations are done.")),
    FIELD(struct api_ready, node, F_BOOL, 0, DOC("This server holds its node lease.")),
    FIELD(
        struct api_ready, storing, F_BOOL, 0,
        DOC("What comes in can be stored. When not, what is stored can still be read: that is "
            "no reason to send readers elsewhere, and the status stays 200.")),
    FIELD(struct api_ready, detail, F_STR, F_NULLABLE),
};
SHAPE_OF(ready, "Ready");

static const struct field fields_start[] = {
    FIELD(struct api_start, needs_owner, F_BOOL, 0,
          DOC("Nobody has an account yet: show the first start.")),
    FIELD(struct api_start, demo, F_BOOL, 0, DOC("Demo data is in this workspace.")),
    FIELD(struct api_start, passkeys, F_BOOL, 0, DOC("Passkeys can be had here.")),
    FIELD(struct api_start, providers, F_LIST, 0, .of = &shape_provider_ref,
          DOC("Identity providers to sign in with: GET /api/v1/signin/provider/{id}.")),
    FIELD(struct api_start, version, F_STR, 0),
    FIELD(struct api_start, organisation, F_STR, 0),
    FIELD(struct api_start, locale, F_ENUM, 0, .values = words_locale),
};
SHAPE_OF(start, "Start");

static const struct field fields_owner_in[] = {
    FIELD(struct api_owner_in, code, F_STR, F_REQUIRED | F_SECRET, .max = 64,
          DOC("The one-time code from the console.")),
    FIELD(struct api_owner_in, organisation, F_STR, 0, .max = 120),
    FIELD(struct api_owner_in, name, F_STR, F_REQUIRED, .min = 1, .max = 120),
    FIELD(struct api_owner_in, handle, F_STR, 0, .max = 40, DOC(HANDLE_DOC)),
    FIELD(struct api_owner_in, email, F_STR, F_REQUIRED, .min = 3, .max = 254),
    FIELD(struct api_owner_in, password, F_STR, F_REQUIRED | F_SECRET, .min = 10, .max = 1024,
          DOC(PASSWORD_DOC)),
    FIELD(struct api_owner_in, locale, F_ENUM, 0, .values = words_locale),
};
SHAPE_OF(owner_in, "OwnerInput");

static const struct field fields_session_in[] = {
    FIELD(struct api_session_in, email, F_STR, F_REQUIRED, .min = 1, .max = 254),
    FIELD(struct api_session_in, password, F_STR, F_REQUIRED | F_SECRET, .min = 1, .max = 1024),
    FIELD(struct api_session_in, code, F_STR, F_SECRET, .max = 40,
          DOC("Of the authenticator app, or a recovery code: when the answer before was "
              "second-factor-needed.")),
};
SHAPE_OF(session_in, "SessionInput");

static const struct field fields_invitation_token_in[] = {
    FIELD(struct api_invitation_token_in, token, F_STR, F_IN_PATH | F_REQUIRED | F_SECRET,
          .min = 8, .max = 128),
};
SHAPE_OF(invitation_token_in, "InvitationTokenInput");

static const struct field fields_invitation_open[] = {
    FIELD(struct api_invitation_open, organisation, F_STR, 0),
    FIELD(struct api_invitation_open, email, F_STR, F_NULLABLE),
    FIELD(struct api_invitation_open, role, F_ENUM, 0, .values = words_role),
    FIELD(struct api_invitation_open, invited_by, F_STR, 0),
    FIELD(struct api_invitation_open, team, F_REF, F_NULLABLE, .of = &shape_team_ref),
    FIELD(struct api_invitation_open, expires_at, F_TIME, 0),
};
SHAPE_OF(invitation_open, "InvitationOpen");

static const struct field fields_invitation_use_in[] = {
    FIELD(struct api_invitation_use_in, token, F_STR, F_IN_PATH | F_REQUIRED | F_SECRET,
          .min = 8, .max = 128),
    FIELD(struct api_invitation_use_in, name, F_STR, F_REQUIRED, .min = 1, .max = 120),
    FIELD(struct api_invitation_use_in, handle, F_STR, 0, .max = 40, DOC(HANDLE_DOC)),
    FIELD(struct api_invitation_use_in, email, F_STR, 0, .max = 254,
          DOC("Needed when the invitation names none.")),
    FIELD(struct api_invitation_use_in, password, F_STR, F_REQUIRED | F_SECRET, .min = 10,
          .max = 1024, DOC(PASSWORD_DOC)),
    FIELD(struct api_invitation_use_in, locale, F_ENUM, 0, .values = words_locale),
};
SHAPE_OF(invitation_use_in, "InvitationUseInput");

static const struct field fields_member[] = {
    FIELD(struct api_member, id, F_ID, 0),
    FIELD(struct api_member, handle, F_STR, 0),
    FIELD(struct api_member, name, F_STR, 0),
    FIELD(struct api_member, email, F_STR, 0),
    FIELD(struct api_member, role, F_ENUM, 0, .values = words_role),
    FIELD(struct api_member, status, F_ENUM, 0, .values = words_member_status),
    FIELD(struct api_member, sign, F_STR, 0, DOC("How this member signs replies.")),
    FIELD(struct api_member, teams, F_LIST, 0, .of = &shape_team_ref),
    FIELD(struct api_member, demo, F_BOOL, 0),
    FIELD(struct api_member, created_at, F_TIME, 0),
    FIELD(struct api_member, last_seen_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(member, "Member");
LIST_OF(member, "Member");

static const struct field fields_my_policy[] = {
    FIELD(struct api_my_policy, version, F_INT, 0, DOC("In force; 0 = none adopted yet.")),
    FIELD(struct api_my_policy, acknowledged, F_INT, 0,
          DOC("Newest version this member acknowledged; 0 = none.")),
    FIELD(struct api_my_policy, needs_acknowledgement, F_BOOL, 0),
};
SHAPE_OF(my_policy, "MyPolicy");

static const struct field fields_me[] = {
    FIELD(struct api_me, member, F_OBJ, 0, .of = &shape_member),
    FIELD(struct api_me, locale, F_ENUM, 0, .values = words_locale),
    FIELD(struct api_me, theme, F_ENUM, 0, .values = words_theme),
    FIELD(struct api_me, permissions, F_STRS, 0, .values = words_perm),
    FIELD(struct api_me, csrf, F_STR, 0, DOC("Send it as X-CSRF-Token with unsafe requests.")),
    FIELD(struct api_me, organisation, F_STR, 0),
    FIELD(struct api_me, version, F_STR, 0, DOC("Of this server.")),
    FIELD(struct api_me, policy, F_OBJ, 0, .of = &shape_my_policy),
    FIELD(struct api_me, unseen_mentions, F_INT, 0),
    FIELD(struct api_me, approvals, F_INT, 0, DOC("Replies that wait for your yes.")),
    FIELD(struct api_me, unacknowledged_handoffs, F_INT, 0,
          DOC("Handed to this member's teams and not acknowledged.")),
    FIELD(struct api_me, tokens_ending, F_INT, 0,
          DOC("API tokens of this member that end within two weeks.")),
    FIELD(struct api_me, demo, F_BOOL, 0, DOC("Demo data is in this workspace.")),
    FIELD(struct api_me, setup_needed, F_BOOL, 0,
          DOC("The role needs a second factor: until one is set up, nothing else is allowed.")),
    FIELD(
        struct api_me, second_factor_by, F_TIME, F_NULLABLE,
        DOC("Until when one must be set up; null when none is asked for, or this session began "
            "with one.")),
};
SHAPE_OF(me, "Me");

static const struct field fields_me_in[] = {
    FIELD_SET(struct api_me_in, name, F_STR, 0, .min = 1, .max = 120),
    FIELD_SET(struct api_me_in, handle, F_STR, 0, .min = 1, .max = 40),
    FIELD_SET(struct api_me_in, sign, F_STR, 0, .max = 40),
    FIELD_SET(struct api_me_in, locale, F_ENUM, 0, .values = words_locale),
    FIELD_SET(struct api_me_in, theme, F_ENUM, 0, .values = words_theme),
};
SHAPE_OF(me_in, "MeInput");

static const struct field fields_password_in[] = {
    FIELD(struct api_password_in, current, F_STR, F_REQUIRED | F_SECRET, .min = 1, .max = 1024),
    FIELD(struct api_password_in, password, F_STR, F_REQUIRED | F_SECRET, .min = 10,
          .max = 1024, DOC(PASSWORD_DOC)),
};
SHAPE_OF(password_in, "PasswordInput");

static const struct field fields_session[] = {
    FIELD(struct api_session, id, F_ID, 0),
    FIELD(struct api_session, user_agent, F_STR, 0),
    FIELD(struct api_session, address, F_STR, 0),
    FIELD(struct api_session, current, F_BOOL, 0, DOC("The one that asks.")),
    FIELD(struct api_session, factor, F_ENUM, 0, .values = words_factor, DOC("How it began.")),
    FIELD(struct api_session, created_at, F_TIME, 0),
    FIELD(struct api_session, last_seen_at, F_TIME, 0),
    FIELD(struct api_session, expires_at, F_TIME, 0),
};
SHAPE_OF(session, "Session");
LIST_OF(session, "Session");

static const struct field fields_contacts[] = {
    FIELD(struct api_contacts, url, F_STR, 0, DOC("Where phones find the address books.")),
    FIELD(struct api_contacts, user, F_STR, 0, DOC("The name to sign in with.")),
    FIELD(struct api_contacts, team_people, F_INT, 0, DOC("Cards of the team's people.")),
    FIELD(struct api_contacts, own_people, F_INT, 0,
          DOC("Cards of this member's own address book.")),
};
SHAPE_OF(contacts, "Contacts");

static const struct field fields_mention[] = {
    FIELD(struct api_mention, id, F_ID, 0),
    FIELD(struct api_mention, conversation_id, F_ID, F_NULLABLE),
    FIELD(struct api_mention, person, F_REF, F_NULLABLE, .of = &shape_person_ref,
          DOC("Of an alarm about a person.")),
    FIELD(struct api_mention, note_id, F_ID, F_NULLABLE),
    FIELD(struct api_mention, kind, F_ENUM, 0, .values = words_mention_kind),
    FIELD(struct api_mention, text, F_STR, 0, DOC("Of kind policy: the version that waits.")),
    FIELD(struct api_mention, subject, F_STR, 0,
          DOC("Subject or first words of the conversation.")),
    FIELD(struct api_mention, by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_mention, created_at, F_TIME, 0),
    FIELD(struct api_mention, seen_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(mention, "Mention");
LIST_OF(mention, "Mention");

static const struct field fields_mentions_in[] = {
    FIELD(struct api_mentions_in, unseen, F_BOOL, F_IN_QUERY, DOC("Only those not seen yet.")),
    PAGE_FIELDS(struct api_mentions_in),
};
SHAPE_OF(mentions_in, "MentionsInput");

static const struct field fields_ids_in[] = {
    FIELD(struct api_ids_in, ids, F_IDS, F_REQUIRED, .min = 1, .max = 200),
};
SHAPE_OF(ids_in, "IdsInput");

static const struct field fields_member_in[] = {
    ID_IN_PATH(struct api_member_in),
    FIELD_SET(struct api_member_in, role, F_ENUM, 0, .values = words_role),
    FIELD_SET(struct api_member_in, status, F_ENUM, 0, .values = words_member_status),
    FIELD_SET(struct api_member_in, team_ids, F_IDS, 0, .max = 50,
              DOC("All teams of the member, instead of those before.")),
};
SHAPE_OF(member_in, "MemberInput");

static const struct field fields_members_in[] = {
    FIELD(struct api_members_in, status, F_ENUM, F_IN_QUERY, .values = words_member_status),
};
SHAPE_OF(members_in, "MembersInput");

static const struct field fields_invitation[] = {
    FIELD(struct api_invitation, id, F_ID, 0),
    FIELD(struct api_invitation, email, F_STR, F_NULLABLE),
    FIELD(struct api_invitation, role, F_ENUM, 0, .values = words_role),
    FIELD(struct api_invitation, team, F_REF, F_NULLABLE, .of = &shape_team_ref),
    FIELD(struct api_invitation, created_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_invitation, created_at, F_TIME, 0),
    FIELD(struct api_invitation, expires_at, F_TIME, 0),
    FIELD(struct api_invitation, url, F_STR, F_NULLABLE,
          DOC("The link to give away. Shown once, in the answer that made it.")),
};
SHAPE_OF(invitation, "Invitation");
LIST_OF(invitation, "Invitation");

static const struct field fields_invitation_in[] = {
    FIELD(struct api_invitation_in, email, F_STR, 0, .max = 254),
    FIELD(struct api_invitation_in, role, F_ENUM, F_REQUIRED, .values = words_role_invited),
    FIELD(struct api_invitation_in, team_id, F_ID, 0),
    FIELD(struct api_invitation_in, days, F_INT, 0, .min = 1, .max = 30,
          DOC("How long the link works; 7 when absent.")),
};
SHAPE_OF(invitation_in, "InvitationInput");

static const struct field fields_team[] = {
    FIELD(struct api_team, id, F_ID, 0),
    FIELD(struct api_team, name, F_STR, 0),
    FIELD(struct api_team, kind, F_ENUM, 0, .values = words_team_kind),
    FIELD(struct api_team, lead_id, F_ID, F_NULLABLE,
          DOC("Who leads it: hears of hand-overs and deadlines that are late.")),
    FIELD(struct api_team, members, F_INT, 0, DOC("Active members in it.")),
    FIELD(struct api_team, demo, F_BOOL, 0),
    FIELD(struct api_team, created_at, F_TIME, 0),
};
SHAPE_OF(team, "Team");
LIST_OF(team, "Team");

static const struct field fields_team_new_in[] = {
    FIELD(struct api_team_in, name, F_STR, F_REQUIRED, .min = 1, .max = 80),
    FIELD(struct api_team_in, kind, F_ENUM, F_REQUIRED, .values = words_team_kind),
};
const struct shape shape_team_new_in =
    SHAPE(struct api_team_in, "TeamNewInput", fields_team_new_in);

static const struct field fields_team_in[] = {
    ID_IN_PATH(struct api_team_in),
    FIELD_SET(struct api_team_in, name, F_STR, 0, .min = 1, .max = 80),
    FIELD_SET(struct api_team_in, kind, F_ENUM, 0, .values = words_team_kind),
    FIELD_SET(struct api_team_in, lead_id, F_ID, F_NULLABLE),
};
SHAPE_OF(team_in, "TeamInput");

static const struct field fields_token[] = {
    FIELD(struct api_token, id, F_ID, 0),
    FIELD(struct api_token, name, F_STR, 0),
    FIELD(struct api_token, scopes, F_STRS, 0, .values = words_scope),
    FIELD(struct api_token, member, F_OBJ, 0, .of = &shape_member_ref,
          DOC("In whose name it acts.")),
    FIELD(struct api_token, created_at, F_TIME, 0),
    FIELD(struct api_token, last_used_at, F_TIME, F_NULLABLE),
    FIELD(struct api_token, expires_at, F_TIME, F_NULLABLE),
    FIELD(struct api_token, revoked_at, F_TIME, F_NULLABLE),
    FIELD(struct api_token, secret, F_STR, F_NULLABLE,
          DOC("The token. Shown once, in the answer that made it.")),
};
SHAPE_OF(token, "Token");
LIST_OF(token, "Token");

static const struct field fields_token_in[] = {
    FIELD(struct api_token_in, name, F_STR, F_REQUIRED, .min = 1, .max = 80),
    FIELD(struct api_token_in, scopes, F_STRS, F_REQUIRED, .min = 1, .max = 20,
          .values = words_scope),
    FIELD(struct api_token_in, days, F_INT, 0, .min = 1, .max = 3650,
          DOC("How long it works; no end when absent.")),
};
SHAPE_OF(token_in, "TokenInput");
