/* shapes_insight: what the whole house learns from its ties: the first evening, slipping away,
 * stage flow, rhythm, who knows whom (domain/insight.h). */
#ifndef KITH_API_SHAPES_INSIGHT_H
#define KITH_API_SHAPES_INSIGHT_H

#include "api/shapes_people.h"

struct api_need { /* what is missing for the next stage */
    k_str need, sentence;
};
struct api_proof {
    struct api_person_ref person;
    double strength;
    k_str sentence;
    K_VEC(struct api_need) missing;
};
struct api_stage_summary {
    k_str stage;
    int64_t count;
    K_VEC(struct api_proof) examples;
    K_VEC(struct api_proof) nearest;
};
struct api_summary {
    int64_t people, drifting, dormant;
    K_VEC(struct api_stage_summary) stages;
};

struct api_slipping_in {
    k_str why, stage, cursor;
    k_id member, segment;
    int64_t limit;
};
struct api_topic {
    k_str kind, text;
    k_time at, due_at;
    k_id post_id;
};
struct api_overdue {
    struct api_member_ref *member;
    int64_t ideal_days, latest_days;
    k_time last_at, due_at, latest_at;
    k_str light;
};
struct api_slip {
    struct api_person_ref person;
    k_str role, rhythm, sentence;
    double strength, peak, dormancy;
    int64_t interval_days;
    k_time last_two_way_at, last_touch_at;
    struct api_overdue *keep_in_touch;
    K_VEC(struct api_topic) topics;
};
API_LIST(slip);

struct api_flow_in {
    k_time from, to;
};
struct api_flow_move {
    k_str from, to;
    int64_t count;
};
struct api_stage_count {
    k_str stage;
    int64_t count;
};
struct api_flow_month {
    k_str month;
    K_VEC(struct api_flow_move) moves;
    K_VEC(struct api_stage_count) standing;
};
struct api_flow {
    K_VEC(struct api_flow_month) months;
};

struct api_rhythm_in {
    k_id id;
    int64_t weeks;
};
struct api_rhythm_week {
    k_str week;
    k_time at;
    int64_t in, out, both;
};
struct api_rhythm {
    k_str rhythm, sentence;
    bool own;
    double interval_days, dormancy, burstiness;
    k_time last_two_way_at;
    K_VEC(struct api_rhythm_week) weeks;
};

struct api_knower {
    struct api_member_ref member;
    double strength, peak, confidence, dormancy;
    bool judged;
    k_str rhythm;
    int64_t heard, told;
    k_time last_at, last_two_way_at;
};
struct api_known_by {
    K_VEC(struct api_knower) items;
    bool single_thread;
    k_str sentence;
    struct api_member_ref *suggested;
    k_str suggested_why;
};

extern const struct shape shape_need, shape_proof, shape_stage_summary, shape_summary,
    shape_slipping_in, shape_topic, shape_overdue, shape_flow_in, shape_flow_move,
    shape_stage_count, shape_flow_month, shape_flow, shape_rhythm_in, shape_rhythm_week,
    shape_rhythm, shape_knower, shape_known_by;

#endif
