/* shapes_records: what happened between us and a person, as members write it down. */
#ifndef KITH_API_SHAPES_RECORDS_H
#define KITH_API_SHAPES_RECORDS_H

#include "api/shapes_people.h"

struct api_touch {
    k_id id, person_id, post_id, moment_id;
    k_str direction, medium, source, text;
    struct api_member_ref *member;
    struct api_channel_ref *channel;
    bool prompted, personal, automatic, mine;
    int64_t asked;
    k_time at;
};
struct api_moment_record {
    k_id id;
    k_str kind, title, text, source;
    k_time at, until_at, created_at;
    k_id conversation_id, repairs_id;
    int64_t severity;
    K_VEC(struct api_person_ref) people;
    K_VEC(struct api_member_ref) members;
    struct api_member_ref *created_by;
};
struct api_post_source {
    k_id id, conversation_id;
    k_str text;
    k_time posted_at;
};
struct api_fact {
    k_id id, person_id, post_id;
    struct api_post_source *post;
    k_str kind, text, topic, source;
    k_time said_at, created_at;
    bool mine;
    struct api_member_ref *created_by;
};
struct api_commitment {
    k_id id, person_id, conversation_id;
    k_str side, text, state;
    struct api_person_ref *person;
    struct api_member_ref *member, *settled_by, *created_by;
    k_time due_at, settled_at, created_at;
    bool overdue;
};
API_LIST(commitment);
struct api_deal {
    k_id id, person_id, conversation_id;
    k_str kind, title, currency, state;
    int64_t amount_minor;
    struct api_person_ref *person, *organization, *referred;
    struct api_member_ref *member, *created_by;
    k_time at, created_at;
};
struct api_value {
    k_id id, person_id, post_id, moment_id, deal_id;
    struct api_post_source *post;
    k_str side, kind, text;
    struct api_member_ref *member, *created_by;
    k_time at, created_at;
};
struct api_value_line {
    k_str balance, line, us_text, them_text;
    int64_t us, them;
};
struct api_common {
    k_str kind, text, reason;
    struct api_member_ref *member;
};
struct api_records {
    struct api_value_line value_line;
    K_VEC(struct api_common) common;
    K_VEC(struct api_moment_record) moments;
    K_VEC(struct api_fact) facts;
    K_VEC(struct api_commitment) commitments;
    K_VEC(struct api_deal) deals;
    K_VEC(struct api_deal) referred_by;
    K_VEC(struct api_value) values;
};

struct api_touch_in {
    k_id id, member_id, moment_id;
    k_str medium, direction, text, moment_title;
    k_time at;
    int64_t asked;
    bool personal, prompted, has_prompted;
    K_VEC(k_id) with_ids;
};
struct api_moment_record_in {
    k_id id, conversation_id, repairs_id;
    k_str kind, title, text;
    k_time at, until_at;
    int64_t severity;
    K_VEC(k_id) person_ids, member_ids;
    bool has_kind, has_title, has_text, has_at, has_until_at, has_repairs_id, has_severity,
        has_person_ids, has_member_ids;
};
struct api_fact_in {
    k_id id, post_id;
    k_str kind, text, topic;
    k_time said_at;
    bool mine, has_kind, has_text, has_topic, has_said_at;
};
struct api_commitment_in {
    k_id id, member_id, conversation_id;
    k_str side, text, state;
    k_time due_at;
    bool has_text, has_state, has_due_at, has_member_id;
};
struct api_deal_in {
    k_id id, organization_id, referred_id, conversation_id, member_id;
    k_str kind, title, currency, state, referred_name;
    int64_t amount_minor;
    k_time at;
    bool has_title, has_currency, has_state, has_amount_minor, has_at, has_organization_id,
        has_member_id;
};
struct api_value_in {
    k_id id, post_id, moment_id, deal_id, member_id;
    k_str side, kind, text;
    k_time at;
    bool has_side, has_kind, has_text, has_at;
};
struct api_keep_in {
    k_id id;
    int64_t ideal_days, latest_days;
    bool anybody;
};
struct api_keep_off_in {
    k_id id;
    bool anybody;
};
struct api_interest {
    k_str topic, text;
};
API_LIST(interest);
struct api_interests_in {
    K_VEC(k_str) items;
};

extern const struct shape shape_touch, shape_moment_record, shape_fact, shape_deal, shape_value,
    shape_value_line, shape_common, shape_records, shape_touch_in, shape_moment_record_new_in,
    shape_moment_record_in, shape_fact_new_in, shape_fact_in, shape_commitment_new_in,
    shape_commitment_in, shape_deal_new_in, shape_deal_in, shape_value_new_in, shape_value_in,
    shape_keep_in, shape_keep_off_in, shape_interests_in;

#endif
