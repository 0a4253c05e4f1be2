/* shapes_talk: the tables of side talks. */
#include "api/shapes_talk.h"

#include "domain/talk.h"

#define WORDS_MAX 10000

static const struct field fields_talk_note[] = {
    FIELD(struct api_talk_note, id, F_ID, 0),
    FIELD(struct api_talk_note, member, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_talk_note, text, F_TEXT, 0),
    FIELD(struct api_talk_note, created_at, F_TIME, 0),
};
static const struct shape shape_talk_note =
    SHAPE(struct api_talk_note, "TalkNote", fields_talk_note);

static const struct field fields_talk[] = {
    FIELD(struct api_talk, id, F_ID, 0),
    FIELD(struct api_talk, conversation_id, F_ID, 0),
    FIELD(struct api_talk, subject, F_STR, 0),
    FIELD(struct api_talk, opened_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_talk, opened_at, F_TIME, 0),
    FIELD(struct api_talk, closed_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_talk, closed_at, F_TIME, F_NULLABLE, DOC("Null while it is open.")),
    FIELD(struct api_talk, outcome, F_STR, 0, DOC("What came of it.")),
    FIELD(struct api_talk, members, F_LIST, 0, .of = &shape_member_ref,
          DOC("Who takes part, and is told of each word.")),
    FIELD(struct api_talk, notes, F_LIST, 0, .of = &shape_talk_note,
          DOC("The newest 200, oldest first.")),
};
SHAPE_OF(talk, "Talk");

static const struct field fields_talk_new_in[] = {
    ID_IN_PATH(struct api_talk_new_in),
    FIELD(struct api_talk_new_in, subject, F_STR, F_REQUIRED, .min = 1, .max = 120),
    FIELD(struct api_talk_new_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = WORDS_MAX,
          DOC("The first words. Whom they name with @ takes part, too.")),
    FIELD(struct api_talk_new_in, member_ids, F_IDS, 0, .max = TALK_MEMBERS,
          DOC("Who is asked to take part.")),
};
SHAPE_OF(talk_new_in, "TalkNewInput");

static const struct field fields_talk_say_in[] = {
    ID_IN_PATH(struct api_talk_say_in),
    FIELD(struct api_talk_say_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = WORDS_MAX),
};
SHAPE_OF(talk_say_in, "TalkSayInput");

static const struct field fields_talk_close_in[] = {
    ID_IN_PATH(struct api_talk_close_in),
    FIELD(struct api_talk_close_in, outcome, F_STR, 0, .max = 500,
          DOC("What came of it; those who took part are told.")),
};
SHAPE_OF(talk_close_in, "TalkCloseInput");
