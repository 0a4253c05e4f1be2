/* shapes_publish: posts of our own: where one may post, what is planned, the decision. */
#ifndef KITH_API_SHAPES_PUBLISH_H
#define KITH_API_SHAPES_PUBLISH_H

#include "api/shapes.h"
#include "api/shapes_inbox.h"

/* One row of the calendar. */
struct api_planned {
    k_id id, publication_id, conversation_id, post_id;
    struct api_channel_ref channel;
    struct api_member_ref *member, *approved_by, *stands_for;
    k_str text, said, sign, state, held_for, error_text, rules, no_approve_reason, bare;
    k_time due_at, created_at, sent_at;
    K_VEC(struct api_label) labels;
    K_VEC(struct api_approval) approvals;
    bool overdue, second_person, late, can_approve, can_change, can_confirm, can_cancel,
        can_retry, can_settle;
};
API_LIST(planned);
struct api_told { /* heard against told */
    int64_t heard, told;
    double ratio;
};
struct api_posting { /* a channel that can post */
    struct api_channel_ref channel;
    k_str sends_as, sign, no_post_reason;
    struct api_reply_limits limits;
    struct api_told listening;
};
struct api_postings {
    K_VEC(struct api_posting) items;
    struct api_told house;
    int64_t days;
    k_str time_zone;
};
struct api_planned_in {
    k_time from, to;
};
struct api_planned_check_in {
    k_id channel_id, publication_id;
    k_str text;
    K_VEC(k_id) label_ids;
};
struct api_planned_item_in {
    k_id channel_id;
    k_str text;
};
struct api_planned_new_in {
    K_VEC(struct api_planned_item_in) items;
    K_VEC(k_id) label_ids;
    k_time at;
    k_str key;
    bool warnings_seen, ask_second;
};
struct api_planned_patch_in {
    k_id id;
    k_str text;
    k_time at;
    K_VEC(k_id) label_ids;
    bool has_text, has_at, has_label_ids, warnings_seen, ask_second;
};
struct api_planned_confirm_in {
    k_id id;
    k_time at;
    bool now;
};

extern const struct shape shape_postings, shape_planned_in, shape_planned_check_in,
    shape_planned_new_in, shape_planned_patch_in, shape_planned_confirm_in;

#endif
