/* shapes_house: outbox, import, settings, demo, audit, status. */
#ifndef KITH_API_SHAPES_HOUSE_H
#define KITH_API_SHAPES_HOUSE_H

#include "api/shapes_pause.h"
#include "api/shapes_world.h"

struct api_outbox_in {
    k_str state, cursor;
    int64_t limit;
};
struct api_settle_in {
    k_id id;
    k_str outcome;
};

struct api_import {
    k_id id;
    k_str kind, file_name, state, options, error;
    struct api_channel_ref *channel;
    struct api_member_ref *started_by;
    bool dry_run;
    int64_t total, done, added, matched, refused;
    k_time created_at, finished_at;
};
API_LIST(import);
struct api_import_new_in {
    k_str file_name, kind;
};
struct api_import_options_in {
    k_id id;
    k_str options;
};
struct api_import_rejects_in {
    k_id id;
    k_str format;
};
struct api_import_column {
    k_str name, meaning, label;
};
struct api_import_row {
    K_VEC(k_str) cells;
};
struct api_import_folder {
    k_str name;
    int64_t mails;
};
struct api_import_sample {
    k_str format, options;
    K_VEC(struct api_import_folder) folders;
    K_VEC(struct api_import_column) columns;
    K_VEC(struct api_import_row) rows;
    K_VEC(k_str) meanings, presets;
};

struct api_settings {
    k_str organisation, locale;
    int64_t escalate_minutes;
    bool acknowledge, may_acknowledge;
    k_time updated_at;
};
struct api_settings_in {
    k_str organisation, locale;
    int64_t escalate_minutes;
    bool acknowledge;
    bool has_organisation, has_locale, has_escalate_minutes, has_acknowledge;
};
struct api_demo {
    bool present;
    int64_t members, channels, conversations, posts, people;
};

struct api_audit {
    int64_t seq;
    k_time at;
    k_str actor_kind, verb, object_kind, data;
    struct api_member_ref *actor, *approved_by;
    struct api_rule_ref *rule;
    k_id token_id, object_id;
};
API_LIST(audit);
struct api_audit_in {
    k_str verb, object_kind, cursor;
    k_id actor, object;
    k_time from, to;
    int64_t limit;
};
struct api_verify {
    bool whole;
    int64_t checked, first_bad;
    k_str text, head;
};

struct api_status {
    k_str version, database, node;
    k_time started_at;
    int64_t jobs_ready, jobs_running, jobs_failed;
    int64_t outbox_queued, outbox_unclear, outbox_failed, outbox_held;
    K_VEC(struct api_pause) pauses;
    K_VEC(struct api_trouble) trouble;
    k_str storing;
    bool demo;
};
struct api_event { /* data of one event of the stream */
    k_id id;
};

extern const struct shape shape_outbox_in, shape_settle_in, shape_import_new_in,
    shape_import_options_in, shape_import_rejects_in, shape_import_column, shape_import_row,
    shape_import_sample, shape_settings, shape_settings_in, shape_demo, shape_audit_in,
    shape_verify, shape_status, shape_event;

#endif
