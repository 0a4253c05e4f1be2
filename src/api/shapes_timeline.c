/* shapes_timeline: the tables of the timeline. */
#include "api/shapes_timeline.h"

#define FILTERS                                                                                \
    FIELD(struct api_timeline_in, kinds, F_STR, F_IN_QUERY, .max = 200,                        \
          DOC("Comma-separated: post, mail, touch, moment, handoff, deal, commitment, fact, "  \
              "note, value, stage, merge; all when absent.")),                                 \
        FIELD(struct api_timeline_in, q, F_STR, F_IN_QUERY, .max = 200,                        \
              DOC("All of these words in text or title.")),                                    \
        FIELD(struct api_timeline_in, from, F_TIME, F_IN_QUERY),                               \
        FIELD(struct api_timeline_in, to, F_TIME, F_IN_QUERY,                                  \
              DOC("The first moment that is out."))

static const struct field fields_timeline_in[] = {ID_IN_PATH(struct api_timeline_in), FILTERS,
                                                  PAGE_FIELDS(struct api_timeline_in)};
SHAPE_OF(timeline_in, "TimelineInput");

static const struct field fields_timeline_export_in[] = {
    ID_IN_PATH(struct api_timeline_in),
    FILTERS,
    FIELD(struct api_timeline_in, format, F_ENUM, F_IN_QUERY, .values = words_export_format,
          DOC("csv when absent.")),
};
const struct shape shape_timeline_export_in =
    SHAPE(struct api_timeline_in, "TimelineExportInput", fields_timeline_export_in);

static const struct field fields_timeline_entry[] = {
    FIELD(struct api_timeline_entry, id, F_ID, 0, DOC("Of the row: unique within `what`.")),
    FIELD(struct api_timeline_entry, what, F_ENUM, 0, .values = words_timeline),
    FIELD(
        struct api_timeline_entry, detail, F_STR, 0,
        DOC("Kind of the post, moment, deal, fact or value; medium of a touch; reason of a "
            "hand-over; made or settled of a commitment; the stage that was reached; merged or "
            "undone.")),
    FIELD(struct api_timeline_entry, state, F_STR, 0,
          DOC("Of a deal or commitment; given or the result of a hand-over; the stage before; "
              "the source of a touch or fact.")),
    FIELD(struct api_timeline_entry, direction, F_ENUM, F_NULLABLE,
          .values = words_touch_direction),
    FIELD(struct api_timeline_entry, side, F_ENUM, F_NULLABLE, .values = words_side,
          DOC("Who promised, or who gained.")),
    FIELD(struct api_timeline_entry, network, F_STR, F_NULLABLE),
    FIELD(struct api_timeline_entry, channel, F_REF, F_NULLABLE, .of = &shape_channel_ref),
    FIELD(struct api_timeline_entry, member, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Who of us wrote, logged, promised, handed over.")),
    FIELD(struct api_timeline_entry, team, F_REF, F_NULLABLE, .of = &shape_team_ref,
          DOC("Of a hand-over: to whom.")),
    FIELD(struct api_timeline_entry, other, F_REF, F_NULLABLE, .of = &shape_person_ref,
          DOC("Of a referral: whom they sent to us. Of a merge that was undone: the other.")),
    FIELD(struct api_timeline_entry, conversation_id, F_ID, F_NULLABLE),
    FIELD(struct api_timeline_entry, post_id, F_ID, F_NULLABLE,
          DOC("The post itself; of a fact or value: the post that shows it.")),
    FIELD(struct api_timeline_entry, moment_id, F_ID, F_NULLABLE),
    FIELD(struct api_timeline_entry, title, F_STR, 0),
    FIELD(struct api_timeline_entry, text, F_STR, 0),
    FIELD(struct api_timeline_entry, url, F_STR, F_NULLABLE),
    FIELD(struct api_timeline_entry, severity, F_INT, 0, DOC("Of a failure: 1 to 3; else 0.")),
    FIELD(struct api_timeline_entry, amount_minor, F_INT, 0,
          DOC("Of a deal, in the smallest unit of the currency.")),
    FIELD(struct api_timeline_entry, currency, F_STR, 0),
    FIELD(struct api_timeline_entry, due_at, F_TIME, F_NULLABLE, DOC("Of a commitment.")),
    FIELD(struct api_timeline_entry, known_at, F_TIME, F_NULLABLE,
          DOC("Of a stage: the entry says what was known at this time.")),
    FIELD(struct api_timeline_entry, now_at, F_TIME, F_NULLABLE,
          DOC("Of a stage: since when by what is known now, when that is another day.")),
    FIELD(struct api_timeline_entry, now_never, F_BOOL, 0,
          DOC("Of a stage: by what is known now they did not come that far.")),
    FIELD(struct api_timeline_entry, automatic, F_BOOL, 0,
          DOC("Ours: a routing rule acknowledged; nobody answered.")),
    FIELD(struct api_timeline_entry, deleted, F_BOOL, 0, DOC("Gone from the network.")),
    FIELD(struct api_timeline_entry, mine, F_BOOL, 0, DOC("Only I see it.")),
    FIELD(struct api_timeline_entry, at, F_TIME, 0),
};
SHAPE_OF(timeline_entry, "TimelineEntry");
LIST_OF(timeline_entry, "TimelineEntry");
