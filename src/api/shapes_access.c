/* shapes_access: the tables of who may what on channels. */
#include "api/shapes_access.h"

static const struct field fields_access_rule[] = {
    FIELD(struct api_access_rule, by, F_ENUM, 0, .values = words_access_by,
          DOC("all: everybody whose role may at all; some: those named, and owners.")),
    FIELD(struct api_access_rule, role, F_ENUM, F_NULLABLE, .values = words_role,
          DOC("This role and those above.")),
    FIELD(struct api_access_rule, teams, F_LIST, 0, .of = &shape_team_ref),
    FIELD(struct api_access_rule, members, F_LIST, 0, .of = &shape_member_ref),
};
static const struct shape shape_access_rule =
    SHAPE(struct api_access_rule, "AccessRule", fields_access_rule);

static const struct field fields_access_verdict[] = {
    FIELD(struct api_access_verdict, may, F_BOOL, 0),
    FIELD(struct api_access_verdict, why, F_ENUM, 0, .values = words_access_why,
          DOC("What lets the member in; none when nothing does.")),
    FIELD(struct api_access_verdict, team, F_REF, F_NULLABLE, .of = &shape_team_ref),
};
static const struct shape shape_access_verdict =
    SHAPE(struct api_access_verdict, "AccessVerdict", fields_access_verdict);

#define VERDICTS(c_type)                                                                       \
    FIELD(c_type, see, F_OBJ, 0, .of = &shape_access_verdict),                                 \
        FIELD(c_type, direct, F_OBJ, 0, .of = &shape_access_verdict,                           \
              DOC("What is said in private.")),                                                \
        FIELD(c_type, send, F_OBJ, 0, .of = &shape_access_verdict, DOC("Speak as it."))

static const struct field fields_access_of_member[] = {
    FIELD(struct api_access_of_member, member, F_OBJ, 0, .of = &shape_member_ref),
    VERDICTS(struct api_access_of_member),
};
static const struct shape shape_access_of_member =
    SHAPE(struct api_access_of_member, "AccessOfMember", fields_access_of_member);

static const struct field fields_access[] = {
    FIELD(struct api_access, channel, F_OBJ, 0, .of = &shape_channel_ref),
    FIELD(struct api_access, see, F_OBJ, 0, .of = &shape_access_rule),
    FIELD(struct api_access, direct, F_OBJ, 0, .of = &shape_access_rule),
    FIELD(struct api_access, send, F_OBJ, 0, .of = &shape_access_rule),
    FIELD(struct api_access, members, F_LIST, 0, .of = &shape_access_of_member,
          DOC("What follows for each active member.")),
};
SHAPE_OF(access, "Access");

static const struct field fields_access_rule_in[] = {
    FIELD(struct api_access_rule_in, by, F_ENUM, 0, .values = words_access_by,
          DOC("all when absent.")),
    FIELD(struct api_access_rule_in, role, F_ENUM, 0, .values = words_role_or_none),
    FIELD(struct api_access_rule_in, team_ids, F_IDS, 0, .max = 100),
    FIELD(struct api_access_rule_in, member_ids, F_IDS, 0, .max = 500),
};
static const struct shape shape_access_rule_in =
    SHAPE(struct api_access_rule_in, "AccessRuleInput", fields_access_rule_in);

static const struct field fields_access_in[] = {
    ID_IN_PATH(struct api_access_in),
    FIELD(struct api_access_in, see, F_OBJ, F_REQUIRED, .of = &shape_access_rule_in),
    FIELD(struct api_access_in, direct, F_OBJ, F_REQUIRED, .of = &shape_access_rule_in),
    FIELD(struct api_access_in, send, F_OBJ, F_REQUIRED, .of = &shape_access_rule_in),
};
SHAPE_OF(access_in, "AccessInput");

static const struct field fields_access_of_channel[] = {
    FIELD(struct api_access_of_channel, channel, F_OBJ, 0, .of = &shape_channel_ref),
    VERDICTS(struct api_access_of_channel),
};
SHAPE_OF(access_of_channel, "AccessOfChannel");
LIST_OF(access_of_channel, "AccessOfChannel");
