/* shapes_policy: the policy, its dry run, who knows it; saved texts, signs. */
#ifndef KITH_API_SHAPES_POLICY_H
#define KITH_API_SHAPES_POLICY_H

#include "api/shapes.h"
#include "api/shapes_approval.h"

struct api_rule_scope {
    k_str dim;
    K_VEC(k_str) words;
};
struct api_rule_example {
    k_str text, answered;
    bool bad;
};
struct api_rule {
    k_str id, kind, check, why, tell, more;
    int64_t number, line, end_line;
    K_VEC(k_str) words;
    K_VEC(struct api_rule_scope) scope;
    K_VEC(struct api_stage) approved_by;
    K_VEC(struct api_rule_example) examples;
};
struct api_check_row { /* a check that rules may use */
    k_str name, german, value, doc, tell;
    bool by_words;
};
struct api_policy {
    int64_t version;
    k_str text;
    K_VEC(struct api_rule) rules;
    k_str sponsor;
    struct api_member_ref *adopted_by;
    k_time adopted_at;
    int64_t acknowledged, members;
};
API_LIST(policy);
struct api_policy_now {
    struct api_policy *policy;
    K_VEC(struct api_check_row) checks;
};
struct api_policy_in {
    k_str text, sponsor;
};
struct api_policy_text_in {
    k_str text;
};
struct api_policy_problem {
    int64_t line;
    k_str rule, text;
};
struct api_policy_opinion {
    K_VEC(struct api_policy_problem) problems, notes;
    K_VEC(struct api_rule) rules;
};
struct api_starter_in {
    k_str locale;
};
struct api_starter {
    k_str locale, text;
    K_VEC(struct api_rule) rules;
};
struct api_dry_in {
    k_str text;
    int64_t days;
};
struct api_dry_sample {
    k_id conversation_id;
    bool theirs;
    k_str text, words, note;
    struct api_member_ref *member;
    k_time at;
};
struct api_dry_rule {
    k_str rule, kind, why;
    int64_t found, found_now, theirs;
    K_VEC(struct api_dry_sample) samples;
};
struct api_dry_count {
    int64_t stopped, reviewed, warned, clean;
};
struct api_dry_run {
    k_time from, to;
    int64_t told, heard;
    bool more_told, more_heard;
    struct api_dry_count next, now;
    K_VEC(struct api_dry_rule) rules;
};
struct api_acknowledge_in {
    int64_t version;
};
struct api_acknowledgement {
    struct api_member_ref member;
    int64_t version;
    k_time at;
    bool must;
    k_time reminded_at;
    int64_t reminders;
};
API_LIST(acknowledgement);
struct api_remind_in {
    k_id member_id;
};
struct api_reminded {
    int64_t reminded;
};

struct api_saved_text {
    k_id id;
    k_str kind, title, text;
    struct api_member_ref *created_by, *changed_by;
    k_time created_at, changed_at;
};
API_LIST(saved_text);
struct api_saved_text_in {
    k_id id;
    k_str kind, title, text;
};

struct api_sign {
    k_str scope;
    k_id scope_id;
    k_str name, form, example;
};
API_LIST(sign);
struct api_sign_in {
    k_str scope, form;
    k_id scope_id;
};
struct api_link_in {
    k_str url;
};

extern const struct shape shape_rule, shape_rule_scope, shape_rule_example, shape_check_row,
    shape_policy_now, shape_policy_in, shape_policy_text_in, shape_policy_problem,
    shape_policy_opinion, shape_starter_in, shape_starter, shape_dry_in, shape_dry_sample,
    shape_dry_rule, shape_dry_count, shape_dry_run, shape_acknowledge_in, shape_remind_in,
    shape_reminded, shape_saved_text_in, shape_saved_text_new_in, shape_sign_in, shape_link_in;

#endif
