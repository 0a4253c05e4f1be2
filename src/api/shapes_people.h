/* shapes_people: a person whole and what changes it: addresses, data, roles, fields of the
 * team's own. What lists show of a person is in shapes_inbox.h. */
#ifndef KITH_API_SHAPES_PEOPLE_H
#define KITH_API_SHAPES_PEOPLE_H

#include "api/shapes_inbox.h"

struct api_datum {
    k_id id;
    k_str kind, label, value, parts, source, from_day, to_day;
    bool mine;
    struct api_member_ref *created_by;
    k_time created_at;
};
struct api_datum_group {
    k_str kind;
    bool many, sensitive;
    K_VEC(struct api_datum) items;
};
struct api_field_value {
    k_id field_id, datum_id;
    k_str name, type, value;
    K_VEC(k_str) choices;
};
struct api_person_role {
    k_id id;
    k_str role, title, from_day, to_day, source, why;
    struct api_person_ref *organization;
    bool current, mine;
    k_time created_at;
};
struct api_belonging { /* who belongs to an organization */
    k_id role_id;
    struct api_person_ref person;
    k_str role, title, from_day, to_day;
    bool current;
};
struct api_keep {
    k_id id, person_id, segment_id;
    k_str segment_name;
    struct api_member_ref *member;
    int64_t ideal_days, latest_days;
    k_time last_at, due_at, latest_at;
    k_str no_contact;
};
API_LIST(keep);
struct api_record_counts {
    int64_t posts, touches, moments, facts, commitments, commitments_open, deals, value_us,
        value_them, notes;
};
struct api_person_page {
    struct api_person head; /* first: its table is part of the page's */
    bool can_remove;
    K_VEC(struct api_datum_group) data;
    K_VEC(struct api_field_value) fields;
    K_VEC(struct api_person_role) roles;
    K_VEC(struct api_belonging) people;
    K_VEC(k_str) languages;
    k_str time_zone, pronouns;
    struct api_keep *keep_in_touch;
    struct api_record_counts counts;
    k_time created_at, updated_at;
};

struct api_person_new_in {
    k_str kind, name, about, role;
    bool mine;
};
struct api_person_in {
    k_id id;
    k_str kind, name, about, role;
    bool has_kind, has_name, has_about, has_role;
};
struct api_address_in {
    k_id id, identity_id;
    k_str network, address, label, url, name;
    bool verified, mine;
    bool has_address, has_label, has_url, has_verified;
};
struct api_known_in { /* one thing of a person, by its id */
    k_id id, item_id;
};
struct api_datum_in {
    k_id id, datum_id;
    k_str kind, label, value, parts, from_day, to_day;
    bool mine;
    bool has_label, has_value, has_parts, has_from_day, has_to_day;
};
struct api_person_role_in {
    k_id id, role_id, organization_id;
    k_str role, title, organization_name, from_day, to_day;
    bool mine;
    bool has_role, has_title, has_organization_id, has_from_day, has_to_day;
};
struct api_share_in {
    k_id id;
    bool history;
};

struct api_datum_kind {
    k_str kind, doc, wrong;
    bool many, sensitive, labelled;
};
API_LIST(datum_kind);
struct api_field {
    k_id id;
    k_str name, type;
    K_VEC(k_str) choices;
    struct api_member_ref *created_by;
    k_time created_at;
};
API_LIST(field);
struct api_field_in {
    k_id id;
    k_str name, type;
    K_VEC(k_str) choices;
    bool has_name, has_choices;
};
struct api_fill_in {
    k_id id, field_id;
    k_str value;
};

extern const struct shape shape_datum, shape_datum_group, shape_field_value, shape_person_role,
    shape_belonging, shape_record_counts, shape_person_page, shape_person_new_in,
    shape_person_in, shape_address_new_in, shape_address_in, shape_address_off_in,
    shape_datum_new_in, shape_datum_in, shape_datum_off_in, shape_person_role_new_in,
    shape_person_role_in, shape_person_role_off_in, shape_share_in, shape_field_new_in,
    shape_field_in, shape_fill_in;

#endif
