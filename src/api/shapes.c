/* shapes: the tables of what several nouns share. */
#include "api/shapes.h"

static const struct field fields_problem[] = {
    FIELD(struct api_problem, type, F_STR, 0,
          DOC("urn:kith:problem:<slug>: stable, for programs to decide by.")),
    FIELD(struct api_problem, title, F_STR, 0, DOC("In words; the same for each type.")),
    FIELD(struct api_problem, status, F_INT, 0),
    FIELD(struct api_problem, detail, F_STR, F_NULLABLE, DOC("What exactly, and what to do.")),
    FIELD(struct api_problem, field, F_STR, F_NULLABLE,
          DOC("The field that it is about: `email`, `rules[3].why`.")),
    FIELD(struct api_problem, request_id, F_STR, 0, DOC("To find it in the log.")),
};
SHAPE_OF(problem, "Problem");

static const struct field fields_member_ref[] = {
    FIELD(struct api_member_ref, id, F_ID, 0),
    FIELD(struct api_member_ref, name, F_STR, 0),
    FIELD(struct api_member_ref, handle, F_STR, 0),
};
SHAPE_OF(member_ref, "MemberRef");

static const struct field fields_team_ref[] = {
    FIELD(struct api_team_ref, id, F_ID, 0),
    FIELD(struct api_team_ref, name, F_STR, 0),
    FIELD(struct api_team_ref, kind, F_ENUM, 0, .values = words_team_kind),
};
SHAPE_OF(team_ref, "TeamRef");

static const struct field fields_channel_ref[] = {
    FIELD(struct api_channel_ref, id, F_ID, 0),
    FIELD(struct api_channel_ref, name, F_STR, 0),
    FIELD(struct api_channel_ref, network, F_STR, 0),
};
SHAPE_OF(channel_ref, "ChannelRef");

static const struct field fields_person_ref[] = {
    FIELD(struct api_person_ref, id, F_ID, 0),
    FIELD(struct api_person_ref, name, F_STR, 0),
    FIELD(struct api_person_ref, handle, F_STR, 0, DOC("On the network it is shown for.")),
    FIELD(struct api_person_ref, avatar_url, F_STR, F_NULLABLE),
    FIELD(struct api_person_ref, stage, F_ENUM, 0, .values = words_stage),
};
SHAPE_OF(person_ref, "PersonRef");

static const struct field fields_mark[] = {
    FIELD(struct api_mark, start, F_INT, 0, DOC("UTF-16 units, first one.")),
    FIELD(struct api_mark, end, F_INT, 0, DOC("UTF-16 units, one behind the last.")),
};
SHAPE_OF(mark, "Mark");

static const struct field fields_id_in[] = {ID_IN_PATH(struct api_id_in)};
SHAPE_OF(id_in, "IdInput");

static const struct field fields_page_in[] = {PAGE_FIELDS(struct api_page_in)};
SHAPE_OF(page_in, "PageInput");
