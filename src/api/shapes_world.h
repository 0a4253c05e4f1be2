/* shapes_world: networks, channels, home, search, people, one post and its way. */
#ifndef KITH_API_SHAPES_WORLD_H
#define KITH_API_SHAPES_WORLD_H

#include "api/shapes_inbox.h"

struct api_network_field {
    k_str name, label, help, placeholder, or_else;
    bool required, secret;
};
struct api_network {
    k_str network, title, summary;
    bool can_reply, can_edit, can_delete, is_public;
    struct api_reply_limits limits;
    int64_t depth, poll_seconds;
    K_VEC(struct api_network_field) fields;
};
API_LIST(network);
struct api_channel {
    k_id id;
    k_str region, network, network_title, name, handle, address, config, status, health,
        health_text;
    k_str error_slug, error_text;
    k_time last_success_at, last_item_at, last_error_at, next_poll_at, created_at;
    int64_t failures, lag_seconds, heard, told, retention_days;
    bool can_reply, can_acknowledge, acknowledge, demo, may_see, may_direct, may_send;
    struct api_member_ref *created_by;
};
API_LIST(channel);
struct api_channel_new_in {
    k_str network, name, fields;
};
struct api_channel_in {
    k_id id;
    k_str name, status, region;
    int64_t retention_days;
    bool acknowledge;
    bool has_name, has_status, has_region, has_retention_days, has_acknowledge;
};
struct api_reconnect_in {
    k_id id;
    k_str fields;
};

struct api_home_in {
    int64_t days;
    k_id channel;
};
struct api_home_channel {
    struct api_channel_ref channel;
    int64_t heard, told, told_prompted, told_unprompted;
};
struct api_home_day {
    k_str day;
    int64_t heard, told;
};
struct api_trouble {
    struct api_channel_ref channel;
    k_str health, text;
    k_time since;
};
struct api_home {
    k_time from, to;
    int64_t days, heard, told, told_prompted, told_unprompted;
    double ratio;
    K_VEC(struct api_home_channel) by_channel;
    K_VEC(struct api_home_day) by_day;
    K_VEC(struct api_conversation) waiting;
    int64_t waiting_count, unanswered_count, unassigned_count, mine_count;
    bool waiting_capped, unanswered_capped, unassigned_capped;
    k_time oldest_waiting_since;
    K_VEC(struct api_handoff) handoffs;
    K_VEC(struct api_trouble) trouble;
};

struct api_search_in {
    k_str q, cursor;
    k_id channel, person;
    k_time from, to;
    bool all_time;
    int64_t limit;
};
struct api_hit {
    k_id post_id, conversation_id;
    struct api_channel_ref channel;
    struct api_person_ref *person;
    struct api_member_ref *member;
    k_str network, direction, kind, excerpt;
    K_VEC(struct api_mark) marks;
    k_time posted_at;
};
struct api_hit_list {
    K_VEC(struct api_hit) items;
    k_str next;
    k_time since;
};
extern const struct shape shape_hit, shape_hit_list;

struct api_people_in {
    k_str q, stage, role, kind, sort, cursor;
    int64_t limit;
};
struct api_step {
    k_str name, file, outcome, reason;
    k_time at;
    int64_t took_us;
};
struct api_trace {
    k_id post_id;
    k_str direction;
    K_VEC(struct api_step) steps;
};

extern const struct shape shape_network_field, shape_channel_new_in, shape_channel_in,
    shape_reconnect_in, shape_home_in, shape_home_channel, shape_home_day, shape_trouble,
    shape_home, shape_search_in, shape_people_in, shape_step, shape_trace;

#endif
