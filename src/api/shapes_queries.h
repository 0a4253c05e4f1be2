/* shapes_queries: listening queries, their topics, what they find. */
#ifndef KITH_API_SHAPES_QUERIES_H
#define KITH_API_SHAPES_QUERIES_H

#include "api/shapes_inbox.h"

struct api_query_topic {
    k_id id;
    k_str name;
    bool rival;
};
struct api_query_topic_in {
    k_id id;
    k_str name;
    bool rival;
};
struct api_query {
    k_id id;
    k_str name, body, verb;
    k_id topic;
    bool enabled, may_change;
    struct api_member_ref *locked_by, *changed_by;
    int64_t version, posts, skipped, looked;
    double filled;
    k_time last_at, changed_at;
};
struct api_queries {
    K_VEC(struct api_query) items;
    K_VEC(struct api_query_topic) topics;
    int64_t days;
};
struct api_query_in {
    k_id id;
    k_str name, body, verb;
    k_id topic;
    bool enabled;
    int64_t version;
    bool has_name, has_body, has_verb, has_topic, has_enabled;
};
struct api_query_lock_in {
    k_id id;
    bool locked;
};
struct api_query_read_in {
    k_str body, verb;
    int64_t days;
};
struct api_query_problem {
    int64_t start, end;
    k_str text;
};
struct api_query_read {
    struct api_query_problem *problem;
    k_str written;
    K_VEC(k_str) anchors;
    double per_thousand;
};
struct api_query_import_in {
    k_str dialect, text;
};
struct api_query_note {
    int64_t start, end;
    k_str change, effect, why;
};
struct api_query_import {
    k_str text;
    struct api_query_problem *problem;
    K_VEC(struct api_query_note) notes;
};
struct api_query_span {
    k_str where;
    int64_t start, end;
};
struct api_query_post {
    k_id post_id, conversation_id, person_id;
    k_str network, person, handle, title, text, url, mood, stage;
    int64_t followers;
    k_time at;
    K_VEC(struct api_query_span) spans;
};
struct api_query_count {
    int64_t posts;
};
struct api_query_tried {
    int64_t days, posts, found, people, conversations;
    bool capped;
    k_time since;
    K_VEC(struct api_query_count) by_day;
    K_VEC(struct api_query_post) samples;
};
struct api_query_posts_in {
    k_id id;
    bool hidden;
    k_str cursor;
    int64_t limit;
};
struct api_query_posts {
    K_VEC(struct api_query_post) items;
    k_str next;
};
struct api_query_days_in {
    k_id id;
    int64_t days;
};
struct api_query_day {
    k_time at;
    int64_t posts, against, pro;
};
struct api_query_days {
    int64_t days;
    K_VEC(struct api_query_day) items;
};
struct api_query_change {
    int64_t id;
    k_id query_id;
    k_str what, name, before, after;
    bool can_undo;
    struct api_member_ref *by;
    k_time at;
};
struct api_query_changes {
    K_VEC(struct api_query_change) items;
    k_str next;
};

extern const struct shape shape_query_topic, shape_query_topic_in, shape_query_topic_new_in,
    shape_query, shape_queries, shape_query_in, shape_query_new_in, shape_query_lock_in,
    shape_query_read_in, shape_query_read, shape_query_try_in, shape_query_tried,
    shape_query_import_in, shape_query_import, shape_query_posts_in, shape_query_posts,
    shape_query_days_in, shape_query_days, shape_query_changes;

#endif
