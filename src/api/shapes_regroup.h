/* shapes_regroup: conversations that are put together or taken apart. */
#ifndef KITH_API_SHAPES_REGROUP_H
#define KITH_API_SHAPES_REGROUP_H

#include "api/shapes.h"

struct api_regrouping { /* one that was not taken back */
    k_id id, from_id, into_id;
    k_str act;
    int64_t posts;
    struct api_member_ref *by;
    k_time at;
    k_str other; /* subject, else newest words, of the other conversation */
};
struct api_thread_merge_in {
    k_id id;
    int64_t version;
    K_VEC(k_id) from_ids;
};
struct api_thread_split_in {
    k_id id;
    int64_t version;
    K_VEC(k_id) post_ids;
};

extern const struct shape shape_regrouping, shape_thread_merge_in, shape_thread_split_in,
    shape_regrouped;

#endif
