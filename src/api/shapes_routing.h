/* shapes_routing: routing rules, deadlines, office hours, who is here. */
#ifndef KITH_API_SHAPES_ROUTING_H
#define KITH_API_SHAPES_ROUTING_H

#include "api/shapes_inbox.h"

/* --- rules --- */

struct api_routing_condition {
    k_str field, op;
    K_VEC(k_str) values;
    int64_t number;
};
struct api_routing_group {
    K_VEC(struct api_routing_condition) all;
};
struct api_routing_act {
    k_str act;
    k_id team, member, label, skill, calendar;
    int64_t points, minutes;
    k_str clock, text;
};
struct api_routing_rule {
    k_id id;
    k_str name;
    bool enabled, stop;
    K_VEC(struct api_routing_group) when;
    K_VEC(struct api_routing_act) then;
    int64_t version, conversations, effects;
    struct api_member_ref *changed_by;
    k_time changed_at;
};
struct api_routing_rules {
    K_VEC(struct api_routing_rule) items;
    int64_t version; /* of them all */
    int64_t days;    /* of the counts */
};
struct api_routing_rule_in {
    k_id id;
    k_str name;
    bool enabled, stop;
    K_VEC(struct api_routing_group) when;
    K_VEC(struct api_routing_act) then;
    int64_t version;
    bool has_name, has_enabled, has_stop, has_when, has_then;
};
struct api_routing_move_in {
    k_id id, before;
};
struct api_routing_try_in {
    K_VEC(struct api_routing_group) when;
    K_VEC(struct api_routing_act) then;
    int64_t days;
};
struct api_routing_would {
    k_str act, text;
    k_id value;
    int64_t number, conversations;
};
struct api_routing_sample {
    k_id post_id, conversation_id;
    k_str person, text;
    k_time at;
    K_VEC(struct api_routing_condition) because;
};
struct api_routing_tried {
    int64_t days, posts, matched, conversations;
    bool capped;
    K_VEC(struct api_routing_would) would;
    K_VEC(struct api_routing_sample) samples;
};
struct api_routing_change {
    k_id id;
    k_id rule_id;
    k_str what, name, before, after;
    int64_t undoes;
    bool can_undo;
    struct api_member_ref *by;
    k_time at;
};
API_LIST(routing_change);
struct api_routing_field {
    k_str field, type, of, doc;
    K_VEC(k_str) ops, words;
};
struct api_routing_act_row {
    k_str act, doc;
    K_VEC(k_str) needs, may;
};
struct api_routing_tables {
    K_VEC(struct api_routing_field) conditions;
    K_VEC(struct api_routing_act_row) acts;
};
struct api_routing_run { /* the last walk over what is open */
    k_str state, error;
    int64_t done, changed;
    k_time finished_at;
};
struct api_acts_in {
    int64_t days;
};
struct api_act_count {
    k_str actor_kind, verb;
    int64_t n;
};
struct api_acts {
    int64_t days, human, machine;
    K_VEC(struct api_act_count) items;
};

/* --- deadlines --- */

struct api_target {
    k_id id;
    struct api_channel_ref *channel;
    k_str kind, stage;
    int64_t first_minutes, next_minutes, resolve_minutes;
    k_id calendar_id;
    struct api_member_ref *changed_by;
    k_time changed_at;
};
API_LIST(target);
struct api_target_in {
    k_id id, channel_id, calendar_id;
    k_str kind, stage;
    int64_t first_minutes, next_minutes, resolve_minutes;
};
struct api_deadline_report_in {
    k_str clock, kind;
    k_id channel;
    int64_t days;
};
struct api_survival_step {
    int64_t minutes;
    double share, low, high;
    int64_t at_risk;
};
struct api_deadline_report {
    k_str clock;
    k_time from, to;
    int64_t days, n, over, waiting, closed, missed;
    bool capped;
    int64_t median_minutes, median_low, median_high;
    K_VEC(struct api_survival_step) by; /* at usual times */
    K_VEC(struct api_survival_step) curve;
};

/* --- hours --- */

struct api_calendar_day {
    k_str day, name, open;
};
struct api_calendar {
    k_id id;
    k_str name, time_zone;
    K_VEC(k_str) week;
    bool is_default, open;
    k_time next_open_at;
    K_VEC(struct api_calendar_day) days;
};
API_LIST(calendar);
struct api_calendar_in {
    k_id id;
    k_str name, time_zone;
    K_VEC(k_str) week;
    bool is_default;
    K_VEC(struct api_calendar_day) days;
};

/* --- who is here --- */

struct api_skill {
    k_id id;
    k_str name;
    int64_t members;
};
API_LIST(skill);
struct api_skill_in {
    k_str name;
};
struct api_absence {
    k_id id;
    struct api_member_ref member;
    struct api_member_ref *delegate;
    k_time from_at, to_at;
    k_str note;
    bool now;
};
API_LIST(absence);
struct api_absence_in {
    k_id member_id, delegate_id;
    k_time from_at, to_at;
    k_str note;
};
struct api_roster_row {
    struct api_member_ref member;
    K_VEC(k_id) team_ids;
    K_VEC(k_id) skill_ids;
    k_id calendar_id;
    bool own_hours, here, in_hours, away;
    k_time away_until, next_here_at;
    struct api_member_ref *stands_in;
    int64_t open, most_open;
};
API_LIST(roster_row);
struct api_roster_in {
    k_id id, calendar_id;
    int64_t most_open;
    K_VEC(k_id) skill_ids;
    k_str time_zone;
    K_VEC(k_str) week;
    bool has_calendar_id, has_most_open, has_skill_ids, has_week;
};

extern const struct shape shape_routing_rule, shape_routing_rules, shape_routing_rule_in,
    shape_routing_rule_new_in, shape_routing_move_in, shape_routing_try_in, shape_routing_tried,
    shape_routing_tables, shape_routing_run, shape_acts_in, shape_acts, shape_target_in,
    shape_target_new_in, shape_deadline_report_in, shape_deadline_report, shape_calendar_in,
    shape_calendar_new_in, shape_skill_in, shape_absence_in, shape_roster_in;

#endif
