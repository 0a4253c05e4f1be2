/* shapes_storm: a storm as one item, and what is decided about it. */
#ifndef KITH_API_SHAPES_STORM_H
#define KITH_API_SHAPES_STORM_H

#include "api/shapes.h"

/* What a row of the list says of a storm. */
struct api_storm_ref {
    k_id id;
    int64_t posts, authors;
    bool head;
    k_str decided, own;
    int64_t last_hour, reach, reach_known;
};
struct api_storm_post {
    k_id post_id, conversation_id;
    k_str text, author, url;
    k_time at;
    int64_t alike;
    k_str own;
};
struct api_storm {
    k_id id, head_id;
    k_str about, sample, decided;
    struct api_member_ref *decided_by;
    k_time decided_at, first_at, last_at, peak_at;
    int64_t posts, authors, decided_authors, last_hour, peak, reach, reach_known;
    struct api_storm_post *differs;
    K_VEC(struct api_storm_post) own;
};
struct api_storm_decision_in {
    k_id id;
    k_str decision;
    int64_t version;
};

extern const struct shape shape_storm_ref, shape_storm_post, shape_storm,
    shape_storm_decision_in;

#endif
