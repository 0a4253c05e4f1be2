/* shapes_duplicates: who may be one, side by side; merges and their undoing. */
#ifndef KITH_API_SHAPES_DUPLICATES_H
#define KITH_API_SHAPES_DUPLICATES_H

#include "api/shapes_inbox.h"

struct api_match_evidence {
    k_str field, agreement, a, b;
    double bits;
};
struct api_duplicate {
    struct api_person a, b;
    k_str kind;
    double probability, bits;
    K_VEC(struct api_match_evidence) evidence;
    k_id keep;
    k_time created_at;
};
struct api_duplicate_list {
    K_VEC(struct api_duplicate) items;
    k_str next;
    int64_t count;
    bool count_capped;
};
struct api_duplicates_in {
    k_str cursor;
    int64_t limit;
};
struct api_decision_in {
    k_id a, b, keep;
    k_str verdict;
    K_VEC(k_str) take;
};
struct api_merge_in {
    k_id keep, gone;
    K_VEC(k_str) take;
};
struct api_decided {
    k_id merge_id;
};
struct api_pair_look_in {
    k_id a, b;
};
struct api_pair_in {
    k_id a, b;
};
struct api_decisions_in {
    K_VEC(struct api_pair_in) pairs;
    k_str verdict;
};
struct api_decisions {
    int64_t done;
    K_VEC(k_id) merges;
    K_VEC(struct api_skipped) skipped;
};
struct api_merge {
    k_id id, gone_id;
    k_str gone_name;
    struct api_member_ref *made_by, *undone_by;
    K_VEC(struct api_match_evidence) evidence;
    int64_t rows;
    k_time made_at, undone_at;
};
API_LIST(merge);
struct api_merges_in {
    k_id id;
    k_str cursor;
    int64_t limit;
};
struct api_undone {
    k_id person_id;
};
struct api_match_scan {
    k_str state;
    int64_t done, total, asked, merged;
};

extern const struct shape shape_match_evidence, shape_duplicate, shape_duplicate_list,
    shape_duplicates_in, shape_pair_look_in, shape_decision_in, shape_merge_in, shape_decided,
    shape_pair_in, shape_decisions_in, shape_decisions, shape_merges_in, shape_undone,
    shape_match_scan;

#endif
