/* shapes_segments: saved conditions over people. */
#ifndef KITH_API_SHAPES_SEGMENTS_H
#define KITH_API_SHAPES_SEGMENTS_H

#include "api/shapes_people.h"

struct api_segment {
    k_id id;
    k_str name, conditions;
    bool mine, capped;
    int64_t count; /* -1 = not counted */
    struct api_member_ref *created_by;
    struct api_keep *keep_in_touch;
    k_time created_at;
};
API_LIST(segment);
struct api_segment_in {
    k_id id;
    k_str name, conditions;
    bool mine, has_name, has_conditions;
};
struct api_segment_people_in {
    k_id id;
    k_str cursor;
    int64_t limit;
};
struct api_segment_preview_in {
    k_str conditions;
};
struct api_segment_preview {
    int64_t count;
    bool capped;
    K_VEC(struct api_person) people;
};
struct api_segment_field {
    k_str field, type, doc;
    K_VEC(k_str) ops, values;
};
API_LIST(segment_field);

extern const struct shape shape_segment_new_in, shape_segment_in, shape_segment_people_in,
    shape_segment_preview_in, shape_segment_preview;

#endif
