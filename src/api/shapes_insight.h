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
    k_time counted_at;
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
    k_id segment_id;
    int64_t ideal_days, latest_days;
    k_time last_at, due_at, latest_at;
    k_str light;
};
struct api_slip {
    struct api_person_ref person;
    k_str role, rhythm, sentence, reason;
    double score, strength, peak, dormancy;
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
    k_time counted_at;
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

struct api_paths_in {
    k_id id;
    int64_t limit;
};
struct api_path_step { /* why one on the way knows the next */
    k_str kind, sentence;
    double weight;
};
struct api_path {
    struct api_member_ref member;
    K_VEC(struct api_person_ref) via;
    double strength, tie, links;
    k_str sentence;
    K_VEC(struct api_path_step) steps;
};
struct api_paths {
    K_VEC(struct api_path) items;
};

struct api_single {
    struct api_person_ref person;
    k_str role;
    struct api_member_ref member;
    double strength, tie_strength;
    k_time last_two_way_at;
};
API_LIST(single);

struct api_capacity_layer {
    k_str layer;
    int64_t holds, count;
};
struct api_capacity {
    struct api_member_ref member;
    K_VEC(struct api_capacity_layer) layers;
    int64_t known;
    k_str warning;
};
struct api_capacities {
    K_VEC(struct api_capacity) items;
    k_time counted_at;
};

struct api_attention_role {
    k_str role;
    int64_t touches, touches_before, heard, told, people;
    double share, share_before;
};
struct api_attention {
    k_time from, to;
    int64_t touches, touches_before;
    bool cut;
    K_VEC(struct api_attention_role) roles;
    k_str verdict, sentence;
};

struct api_recovery_in {
    k_str cursor;
    int64_t limit;
    k_time from;
};
struct api_recovery {
    k_id moment_id, conversation_id;
    struct api_person_ref person;
    k_str title, sentence;
    int64_t severity;
    k_time at, answered_at, repaired_at, wrote_at, bought_at, spoke_at, before_at, again_at;
    bool open, silent, young, second;
};
struct api_share_of {
    k_str what;
    int64_t count, of;
    double share, at_least;
};
struct api_recovery_list {
    K_VEC(struct api_recovery) items;
    k_str next;
    k_time from;
    int64_t failures;
    K_VEC(struct api_share_of) counts;
};

struct api_listening_in {
    k_str by;
    k_id channel, member, person;
    int64_t days;
};
struct api_listening_row {
    struct api_channel_ref *channel;
    struct api_member_ref *member;
    struct api_team_ref *team;
    struct api_person_ref *person;
    k_str week;
    int64_t read, answered, asked, heard, told, came_in;
    double ratio;
    k_str sentence;
};
struct api_listening {
    k_str by;
    k_time from, to;
    K_VEC(struct api_listening_row) items;
    struct api_listening_row all;
};

struct api_builder_in {
    bool opt_in;
};
struct api_builder_me {
    bool opt_in;
    k_str notice;
};
struct api_builder {
    struct api_member_ref member;
    int64_t ties, lasting, survived, returned, answers, told;
    K_VEC(k_str) sentences;
};
struct api_builder_team {
    struct api_team_ref team;
    int64_t members, ties, lasting, survived, returned;
};
struct api_builders {
    k_str notice;
    bool me;
    K_VEC(struct api_builder) items;
    K_VEC(struct api_builder_team) teams;
    int64_t team_least;
};
struct api_lead_in {
    k_id channel;
};
struct api_lead {
    struct api_member_ref member;
    k_str reason;
};
struct api_leads {
    k_str notice;
    K_VEC(struct api_lead) items;
};

struct api_graph_in {
    k_id person, member;
    k_str role, stage;
    int64_t limit;
};
struct api_graph_node {
    k_str node, kind, name, role, stage, avatar_url;
    k_id id;
    double strength, dormancy;
};
struct api_graph_edge {
    k_str from, to, kind;
    double weight;
};
struct api_graph {
    int64_t shown, all;
    bool capped;
    K_VEC(struct api_graph_node) nodes;
    K_VEC(struct api_graph_edge) edges;
};

extern const struct shape shape_paths_in, shape_path_step, shape_path, shape_paths,
    shape_capacity_layer, shape_capacity, shape_capacities, shape_attention_role,
    shape_attention, shape_recovery_in, shape_recovery, shape_share_of, shape_recovery_list,
    shape_listening_in, shape_listening_row, shape_listening, shape_builder_in,
    shape_builder_me, shape_builder, shape_builder_team, shape_builders, shape_lead_in,
    shape_lead, shape_leads, shape_graph_in, shape_graph_node, shape_graph_edge, shape_graph;
extern const struct shape shape_need, shape_proof, shape_stage_summary, shape_summary,
    shape_slipping_in, shape_topic, shape_overdue, shape_flow_in, shape_flow_move,
    shape_stage_count, shape_flow_month, shape_flow, shape_rhythm_in, shape_rhythm_week,
    shape_rhythm, shape_knower, shape_known_by;

#endif
