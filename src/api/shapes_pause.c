/* shapes_pause: the tables of pauses. */
#include "api/shapes_pause.h"

static const struct field fields_pause[] = {
    FIELD(struct api_pause, id, F_ID, 0),
    FIELD(struct api_pause, scope, F_ENUM, 0, .values = words_pause_scope),
    FIELD(struct api_pause, channel, F_REF, F_NULLABLE, .of = &shape_channel_ref),
    FIELD(struct api_pause, label_id, F_ID, F_NULLABLE, DOC("Conversations with this label.")),
    FIELD(struct api_pause, label, F_STR, F_NULLABLE),
    FIELD(struct api_pause, region, F_STR, 0),
    FIELD(struct api_pause, reason, F_STR, 0, DOC("Empty until somebody says why.")),
    FIELD(struct api_pause, started_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_pause, started_at, F_TIME, 0),
    FIELD(struct api_pause, ended_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_pause, ended_at, F_TIME, F_NULLABLE, DOC("Null while it holds.")),
    FIELD(struct api_pause, held, F_INT, 0, DOC("Rows of the outbox that it held.")),
    FIELD(struct api_pause, begun, F_LIST, 0, .of = &shape_outbox,
          DOC("What had begun to be sent when the pause came.")),
};
SHAPE_OF(pause, "Pause");
LIST_OF(pause, "Pause");

static const struct field fields_pause_in[] = {
    FIELD(struct api_pause_in, scope, F_ENUM, F_REQUIRED, .values = words_pause_scope),
    FIELD(struct api_pause_in, channel_id, F_ID, 0, DOC("With scope channel.")),
    FIELD(struct api_pause_in, label_id, F_ID, 0, DOC("With scope topic.")),
    FIELD(struct api_pause_in, region, F_STR, 0, .max = 80, DOC("With scope region.")),
    FIELD(struct api_pause_in, reason, F_STR, 0, .max = 500, DOC("May be said later.")),
};
SHAPE_OF(pause_in, "PauseInput");

static const struct field fields_pause_reason_in[] = {
    ID_IN_PATH(struct api_pause_reason_in),
    FIELD(struct api_pause_reason_in, reason, F_STR, F_REQUIRED, .min = 1, .max = 500),
};
SHAPE_OF(pause_reason_in, "PauseReasonInput");

static const struct field fields_release_in[] = {
    ID_IN_PATH(struct api_release_in),
    FIELD(struct api_release_in, version, F_INT, F_REQUIRED,
          DOC("Of the conversation, as the member saw it.")),
};
SHAPE_OF(release_in, "ReleaseInput");

static const struct field fields_region[] = {
    FIELD(struct api_region, name, F_STR, 0),
};
SHAPE_OF(region, "Region");
LIST_OF(region, "Region");
