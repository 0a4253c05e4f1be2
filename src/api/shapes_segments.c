/* shapes_segments: the tables of segments. */
#include "api/shapes_segments.h"

#define CONDITIONS_DOC                                                                         \
    DOC("{\"all\": [c]}, {\"any\": [c]}, {\"not\": c}, or {\"field\", \"op\", \"value\"}: "    \
        "fields and operators by GET /api/v1/segment-fields.")

static const struct field fields_segment[] = {
    FIELD(struct api_segment, id, F_ID, 0),
    FIELD(struct api_segment, name, F_STR, 0),
    FIELD(struct api_segment, conditions, F_JSON, 0, CONDITIONS_DOC),
    FIELD(struct api_segment, mine, F_BOOL, 0, DOC("Only I see this segment.")),
    FIELD(struct api_segment, count, F_INT, F_NULLABLE,
          DOC("How many are in it now; null in the list.")),
    FIELD(struct api_segment, capped, F_BOOL, 0, DOC("There may be more than the count.")),
    FIELD(struct api_segment, keep_in_touch, F_REF, F_NULLABLE, .of = &shape_keep,
          DOC("How often its people should hear from us: my own wish, or anybody's.")),
    FIELD(struct api_segment, created_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_segment, created_at, F_TIME, 0),
};
SHAPE_OF(segment, "Segment");
LIST_OF(segment, "Segment");

static const struct field fields_segment_new_in[] = {
    FIELD(struct api_segment_in, name, F_STR, F_REQUIRED, .min = 1, .max = 120),
    FIELD(struct api_segment_in, conditions, F_JSON, F_REQUIRED, .max = 16384, CONDITIONS_DOC),
    FIELD(struct api_segment_in, mine, F_BOOL, 0, DOC("Only I see this segment.")),
};
const struct shape shape_segment_new_in =
    SHAPE(struct api_segment_in, "SegmentNewInput", fields_segment_new_in);

static const struct field fields_segment_in[] = {
    ID_IN_PATH(struct api_segment_in),
    FIELD_SET(struct api_segment_in, name, F_STR, 0, .min = 1, .max = 120),
    FIELD_SET(struct api_segment_in, conditions, F_JSON, 0, .max = 16384, CONDITIONS_DOC),
};
SHAPE_OF(segment_in, "SegmentInput");

static const struct field fields_segment_people_in[] = {
    ID_IN_PATH(struct api_segment_people_in), PAGE_FIELDS(struct api_segment_people_in)};
SHAPE_OF(segment_people_in, "SegmentPeopleInput");

static const struct field fields_segment_preview_in[] = {
    FIELD(struct api_segment_preview_in, conditions, F_JSON, F_REQUIRED, .max = 16384,
          CONDITIONS_DOC),
};
SHAPE_OF(segment_preview_in, "SegmentPreviewInput");

static const struct field fields_segment_preview[] = {
    FIELD(struct api_segment_preview, count, F_INT, 0),
    FIELD(struct api_segment_preview, capped, F_BOOL, 0,
          DOC("There may be more than the count.")),
    FIELD(struct api_segment_preview, people, F_LIST, 0, .of = &shape_person,
          DOC("Some of them.")),
};
SHAPE_OF(segment_preview, "SegmentPreview");

static const struct field fields_segment_field[] = {
    FIELD(struct api_segment_field, field, F_STR, 0),
    FIELD(struct api_segment_field, type, F_STR, 0, DOC("word, number, days, text, yes_no")),
    FIELD(struct api_segment_field, ops, F_STRS, 0),
    FIELD(struct api_segment_field, values, F_STRS, 0,
          DOC("What a word can be; empty: any text. '' is none.")),
    FIELD(struct api_segment_field, doc, F_STR, 0),
};
SHAPE_OF(segment_field, "SegmentField");
LIST_OF(segment_field, "SegmentField");
