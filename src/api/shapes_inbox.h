/* shapes_inbox: views, the list of conversations, one conversation with its thread, notes,
 * drafts, replies, hand-offs, labels, presence. */
#ifndef KITH_API_SHAPES_INBOX_H
#define KITH_API_SHAPES_INBOX_H

#include "api/shapes.h"
#include "api/shapes_approval.h"
#include "api/shapes_regroup.h"
#include "api/shapes_storm.h"
#include "api/shapes_talk.h"

struct api_label {
    k_id id;
    k_str name, colour;
};
API_LIST(label);
struct api_label_in {
    k_id id;
    k_str name, colour;
    bool has_name, has_colour;
};

struct api_view {
    k_str view;
    struct api_team_ref *team; /* of view "team" */
    int64_t count;
    bool capped; /* there are at least `count` */
};
API_LIST(view);

struct api_signal {
    k_str name;
    int64_t points, value;
};
struct api_told_rule { /* a rule of the policy that spoke when something was decided */
    k_str rule, kind;
};
struct api_rule_ref {
    k_id id;
    k_str name;
};
/* A row of the list, and the head of a conversation. */
struct api_conversation {
    k_id id;
    struct api_channel_ref channel;
    k_str network;
    struct api_person_ref *person;
    k_str subject, first_words, status, kind;
    struct api_member_ref *owner;
    struct api_team_ref *team;
    int64_t priority;
    k_str reason, signals;
    k_time waiting_since, last_at, last_in_at, last_out_at, snoozed_until, deadline;
    k_str deadline_kind, deadline_state;
    struct api_storm_ref *storm;
    K_VEC(struct api_label) labels;
    int64_t post_count, version;
    bool answered, demo, direct;
};
API_LIST(conversation);
struct api_conversations_in {
    k_str view, kind, network, cursor;
    k_id team, channel, label, owner, storm;
    int64_t limit;
};
struct api_thread_page_in {
    k_id id;
    k_str cursor;
    int64_t limit;
};

struct api_finding_heard { /* what understand found in a post */
    k_str kind, phrase;
    int64_t start, end;
};
struct api_media {
    k_str url, thumb_url, kind, alt;
};
struct api_version {
    int64_t version;
    k_str text;
    k_time seen_at;
};
struct api_post {
    k_id id, conversation_id, parent_id;
    k_str network, direction, kind, visibility;
    struct api_person_ref *person;
    struct api_member_ref *member;
    struct api_rule_ref *rule;
    k_str text, html, lang, url, source;
    K_VEC(k_str) intents;
    k_str understood;
    K_VEC(struct api_media) media;
    K_VEC(struct api_version) versions;
    k_time posted_at, received_at, edited_at, deleted_at;
    bool can_delete;
};
API_LIST(post);
struct api_note {
    k_id id, conversation_id;
    struct api_member_ref *member;
    k_str text;
    k_time created_at;
};
API_LIST(note);
struct api_draft {
    k_id conversation_id, reply_to_id;
    struct api_member_ref *member;
    k_str text;
    k_time updated_at;
};
struct api_outbox {
    k_id id, conversation_id, reply_to_id, post_id;
    struct api_channel_ref channel;
    struct api_member_ref *member, *approved_by;
    struct api_rule_ref *rule;
    k_str act, text, state, error_slug, error_text, rules;
    int64_t attempts;
    k_time created_at, next_at, due_at, sent_at;
    bool can_retry, can_settle, can_cancel, can_release, second_person, can_approve, late;
    K_VEC(struct api_approval) approvals;
    struct api_member_ref *stands_for;
    k_str no_approve_reason, bare;
};
API_LIST(outbox);
struct api_handoff {
    k_id id, conversation_id;
    k_str subject;
    struct api_member_ref *from_member;
    struct api_team_ref *from_team, *to_team;
    k_str reason, ask;
    k_time due_at, created_at, acknowledged_at, closed_at, outcome_seen_at, escalate_at,
        told_at;
    struct api_member_ref *acknowledged_by, *closed_by, *told_by;
    k_str result, outcome;
    int64_t escalated;
    bool tell_outside;
};
API_LIST(handoff);
struct api_happening { /* an event of the log, as the thread shows it */
    int64_t seq;
    k_time at;
    k_str actor_kind, verb, data;
    struct api_member_ref *actor;
    struct api_rule_ref *rule;
};
struct api_clock { /* a deadline that runs, or stands still */
    k_str kind, state, about, stage;
    int64_t minutes;
    k_time started_at, due_at, warn_at;
    struct api_channel_ref *channel;
    struct api_rule_ref *rule;
};
struct api_presence {
    struct api_member_ref member;
    k_str state;
    k_time since;
};
API_LIST(presence);
/* The page of an account, and whom it names as its owner's other pages. */
struct api_page_link {
    k_str url, state, said;
    k_time looked_at, both_at, ended_at;
};
struct api_identity_page {
    k_str url, said;
    k_time read_at, next_at;
    K_VEC(struct api_page_link) links;
};
struct api_identity {
    k_id id;
    struct api_identity_page *page;
    k_str network, handle, name, url, avatar_url, bio, source, label, verified;
    int64_t followers;
    bool mine;
};
/* A person beside the conversation and as the head of the page. */
struct api_person {
    k_id id;
    k_str kind, name, about, role, stage, stage_reason, handle, avatar_url;
    K_VEC(struct api_identity) identities;
    int64_t heard, told, exchanges, conversations;
    k_time first_in_at, last_in_at, last_out_at, last_touch_at;
    double strength, dormancy;
    bool mine, demo;
};
API_LIST(person);
/* Rows of the table of struct api_person, for it and for what begins with it. */
#define PERSON_FIELDS                                                                          \
    FIELD(struct api_person, id, F_ID, 0),                                                     \
        FIELD(struct api_person, kind, F_ENUM, 0, .values = words_person_kind),                \
        FIELD(struct api_person, name, F_STR, 0), FIELD(struct api_person, handle, F_STR, 0),  \
        FIELD(struct api_person, avatar_url, F_STR, F_NULLABLE),                               \
        FIELD(struct api_person, about, F_STR, F_NULLABLE, DOC("What a member wrote.")),       \
        FIELD(struct api_person, role, F_ENUM, 0, .values = words_person_role),                \
        FIELD(struct api_person, stage, F_ENUM, 0, .values = words_stage),                     \
        FIELD(struct api_person, stage_reason, F_STR, F_SAID,                                  \
              DOC("The evidence, in a sentence.")),                                            \
        FIELD(struct api_person, identities, F_LIST, 0, .of = &shape_identity),                \
        FIELD(struct api_person, heard, F_INT, 0, DOC("Posts from them.")),                    \
        FIELD(struct api_person, told, F_INT, 0, DOC("Posts to them.")),                       \
        FIELD(struct api_person, exchanges, F_INT, 0,                                          \
              DOC("Two-way exchanges on different days.")),                                    \
        FIELD(struct api_person, conversations, F_INT, F_NULLABLE, DOC("Null in lists.")),     \
        FIELD(struct api_person, first_in_at, F_TIME, F_NULLABLE),                             \
        FIELD(struct api_person, last_in_at, F_TIME, F_NULLABLE),                              \
        FIELD(struct api_person, last_out_at, F_TIME, F_NULLABLE),                             \
        FIELD(struct api_person, last_touch_at, F_TIME, F_NULLABLE,                            \
              DOC("The last time that either side had to do with the other.")),                \
        FIELD(struct api_person, strength, F_NUM, 0,                                           \
              DOC("0 to 100, with the organisation, as last worked out.")),                    \
        FIELD(struct api_person, dormancy, F_NUM, 0,                                           \
              DOC("How long it is silent, in units of their own rhythm; over 3 drifting, "     \
                  "over 8 "                                                                    \
                  "dormant.")),                                                                \
        FIELD(struct api_person, mine, F_BOOL, 0,                                              \
              DOC("Only I see this person: it is in my own address book.")),                   \
        FIELD(struct api_person, demo, F_BOOL, 0)
struct api_reply_limits {
    int64_t graphemes, bytes;
};
struct api_followers {
    bool following; /* the one who asks */
    K_VEC(struct api_member_ref) members;
};
struct api_reminder {
    k_time at;
    bool unless_they_write;
    k_str text;
};
struct api_reminder_in {
    k_id id;
    k_time at;
    bool unless_they_write;
    k_str text;
};
struct api_thread {
    struct api_conversation conversation;
    struct api_followers followers;
    struct api_person *person;
    K_VEC(struct api_post) posts;
    k_str earlier; /* cursor of the page before */
    K_VEC(struct api_note) notes;
    struct api_draft *draft; /* of the one who asks */
    K_VEC(struct api_draft) drafts_of_others;
    K_VEC(struct api_outbox) outbox;
    K_VEC(struct api_handoff) handoffs;
    K_VEC(struct api_happening) happenings;
    K_VEC(struct api_clock) clocks;
    K_VEC(struct api_presence) presence;
    K_VEC(struct api_regrouping) regroupings;
    K_VEC(struct api_talk) talks;
    struct api_reminder *reminder;
    bool can_reply;
    k_str no_reply_reason;
    k_id reply_to_id;
    struct api_reply_limits limits;
};

struct api_conversation_in {
    k_id id;
    int64_t version;
    k_str status, kind;
    k_id owner_id, team_id;
    k_time snoozed_until;
    bool has_status, has_kind, has_owner_id, has_team_id, has_snoozed_until;
};
struct api_regrouped {
    struct api_conversation conversation;
    K_VEC(k_id) regrouping_ids;
};
struct api_bulk_in {
    K_VEC(k_id) ids;
    k_str act;
    k_id owner_id, team_id, label_id;
    k_time snoozed_until;
};
struct api_skipped {
    k_id id;
    k_str reason;
};
struct api_made {
    k_id id;
    int64_t version;
};
struct api_bulk {
    int64_t changed;
    K_VEC(struct api_made) made;
    K_VEC(struct api_skipped) skipped;
};
struct api_note_in {
    k_id id;
    k_str text;
};
struct api_text_in {
    k_id id, reply_to_id;
    k_str text;
};
struct api_finding { /* of the policy check */
    k_str rule, check, kind, why, tell, words, note, heard, offer;
    int64_t start, end, value;
};
struct api_check {
    k_str verdict;
    K_VEC(struct api_finding) findings;
    k_str sends_as, text, sign, lang;
    bool words_known, acknowledged;
    int64_t graphemes, bytes;
    struct api_reply_limits limits;
    int64_t policy_version;
    K_VEC(struct api_stage) asks;
};
struct api_reply_in {
    k_id id, reply_to_id;
    k_str text, key;
    int64_t version;
    bool warnings_seen, ask_second;
};
struct api_label_on_in {
    k_id id, label_id;
};
struct api_handoff_in {
    k_id id, to_team;
    k_str reason, ask;
    k_time due_at;
};
struct api_handoff_close_in {
    k_id id;
    k_str result, outcome;
};
struct api_handoffs_in {
    k_str box, cursor;
    bool open;
    int64_t limit;
};
struct api_presence_in {
    k_id conversation_id;
    k_str state;
};

extern const struct shape shape_followers, shape_label_in, shape_label_new_in, shape_signal,
    shape_told_rule, shape_reminder_in, shape_conversations_in, shape_thread_page_in,
    shape_finding_heard, shape_media, shape_version, shape_draft, shape_rule_ref, shape_clock,
    shape_happening, shape_identity, shape_identity_page, shape_page_link, shape_reply_limits,
    shape_thread, shape_conversation_in, shape_bulk_in, shape_skipped, shape_bulk,
    shape_note_in, shape_text_in, shape_finding, shape_check, shape_reply_in, shape_label_on_in,
    shape_label_off_in, shape_handoff_in, shape_handoff_close_in, shape_handoffs_in,
    shape_presence_in;

#endif
