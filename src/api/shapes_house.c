/* shapes_house: the tables of outbox, import, settings, audit, status. */
#include "api/shapes_house.h"

static const struct field fields_outbox_in[] = {
    FIELD(struct api_outbox_in, state, F_ENUM, F_IN_QUERY, .values = words_outbox_state,
          DOC("All, newest first, when absent.")),
    PAGE_FIELDS(struct api_outbox_in),
};
SHAPE_OF(outbox_in, "OutboxInput");

static const struct field fields_settle_in[] = {
    ID_IN_PATH(struct api_settle_in),
    FIELD(struct api_settle_in, outcome, F_ENUM, F_REQUIRED, .values = words_settle,
          DOC("What a person saw on the network.")),
};
SHAPE_OF(settle_in, "SettleInput");

static const struct field fields_import[] = {
    FIELD(struct api_import, id, F_ID, 0),
    FIELD(struct api_import, kind, F_STR, 0, DOC("posts, people, mail, calendar")),
    FIELD(struct api_import, file_name, F_STR, 0),
    FIELD(struct api_import, state, F_ENUM, 0, .values = words_import_state),
    FIELD(struct api_import, dry_run, F_BOOL, 0, DOC("Nothing was stored yet.")),
    FIELD(struct api_import, options, F_JSON, 0),
    FIELD(struct api_import, channel, F_REF, F_NULLABLE, .of = &shape_channel_ref),
    FIELD(struct api_import, total, F_INT, 0, DOC("Rows; 0 while unknown.")),
    FIELD(struct api_import, done, F_INT, 0),
    FIELD(struct api_import, added, F_INT, 0),
    FIELD(struct api_import, matched, F_INT, 0, DOC("Were here already.")),
    FIELD(struct api_import, refused, F_INT, 0),
    FIELD(struct api_import, error, F_STR, F_NULLABLE | F_SAID),
    FIELD(struct api_import, started_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_import, created_at, F_TIME, 0),
    FIELD(struct api_import, finished_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(import, "Import");
LIST_OF(import, "Import");

static const struct field fields_import_new_in[] = {
    FIELD(struct api_import_new_in, file_name, F_STR, F_IN_QUERY | F_REQUIRED, .min = 1,
          .max = 200),
    FIELD(struct api_import_new_in, kind, F_STR, F_IN_QUERY, .max = 40,
          DOC("As the file looks when absent.")),
};
SHAPE_OF(import_new_in, "ImportNewInput");

static const struct field fields_import_options_in[] = {
    ID_IN_PATH(struct api_import_options_in),
    FIELD(struct api_import_options_in, options, F_JSON, 0, .max = 65536,
          DOC("As `options` of the sample, changed by the member.")),
};
SHAPE_OF(import_options_in, "ImportOptionsInput");

static const char *const reject_formats[] = {"csv", "jsonl", NULL};
static const struct field fields_import_rejects_in[] = {
    ID_IN_PATH(struct api_import_rejects_in),
    FIELD(struct api_import_rejects_in, format, F_ENUM, F_IN_QUERY, .values = reject_formats,
          DOC("csv when absent: a table with line and errors behind its columns.")),
};
SHAPE_OF(import_rejects_in, "ImportRejectsInput");

static const struct field fields_import_column[] = {
    FIELD(struct api_import_column, name, F_STR, 0),
    FIELD(struct api_import_column, meaning, F_STR, F_NULLABLE, DOC("What we take it for.")),
    FIELD(struct api_import_column, label, F_STR, 0, DOC("home, work ...: which of several.")),
};
SHAPE_OF(import_column, "ImportColumn");

static const struct field fields_import_row[] = {
    FIELD(struct api_import_row, cells, F_STRS, 0),
};
SHAPE_OF(import_row, "ImportRow");

static const struct field fields_import_folder[] = {
    FIELD(struct api_import_folder, name, F_STR, 0),
    FIELD(struct api_import_folder, mails, F_INT, 0),
};
SHAPE_OF(import_folder, "ImportFolder");

static const struct field fields_import_sample[] = {
    FIELD(struct api_import_sample, format, F_STR, 0,
          DOC("csv, jsonl, vcard, mbox, folder, ics")),
    FIELD(
        struct api_import_sample, folders, F_LIST, 0, .of = &shape_import_folder,
        DOC("Of mail: folders in the order of the file; options.skip_folders names those that "
            "are left out.")),
    FIELD(struct api_import_sample, columns, F_LIST, 0, .of = &shape_import_column),
    FIELD(struct api_import_sample, rows, F_LIST, 0, .of = &shape_import_row,
          DOC("The first rows as they are in the file.")),
    FIELD(struct api_import_sample, meanings, F_STRS, 0, DOC("What a column can mean.")),
    FIELD(struct api_import_sample, presets, F_STRS, 0,
          DOC("Programs whose exports are known.")),
    FIELD(struct api_import_sample, options, F_JSON, 0, DOC("Guessed; to be sent back.")),
};
SHAPE_OF(import_sample, "ImportSample");

static const struct field fields_settings[] = {
    FIELD(struct api_settings, organisation, F_STR, 0),
    FIELD(struct api_settings, locale, F_ENUM, 0, .values = words_locale,
          DOC("For members who chose none.")),
    FIELD(struct api_settings, escalate_minutes, F_INT, 0,
          DOC("Office minutes after which a hand-over that nobody acknowledged goes up; 0 = "
              "never.")),
    FIELD(struct api_settings, acknowledge, F_BOOL, 0,
          DOC("Routing rules may acknowledge in private that something has arrived.")),
    FIELD(struct api_settings, may_acknowledge, F_BOOL, 0,
          DOC("You may allow that: you are an owner.")),
    FIELD(struct api_settings, updated_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(settings, "Settings");

static const struct field fields_settings_in[] = {
    FIELD_SET(struct api_settings_in, organisation, F_STR, 0, .max = 120),
    FIELD_SET(struct api_settings_in, locale, F_ENUM, 0, .values = words_locale),
    FIELD_SET(struct api_settings_in, escalate_minutes, F_INT, 0, .max = 10080),
    FIELD_SET(struct api_settings_in, acknowledge, F_BOOL, 0,
              DOC("Only an owner who is signed in switches it on.")),
};
SHAPE_OF(settings_in, "SettingsInput");

static const struct field fields_demo[] = {
    FIELD(struct api_demo, present, F_BOOL, 0), FIELD(struct api_demo, members, F_INT, 0),
    FIELD(struct api_demo, channels, F_INT, 0), FIELD(struct api_demo, conversations, F_INT, 0),
    FIELD(struct api_demo, posts, F_INT, 0),    FIELD(struct api_demo, people, F_INT, 0),
};
SHAPE_OF(demo, "Demo");

static const struct field fields_audit[] = {
    FIELD(struct api_audit, seq, F_INT, 0),
    FIELD(struct api_audit, at, F_TIME, 0),
    FIELD(struct api_audit, actor_kind, F_ENUM, 0, .values = words_actor_kind),
    FIELD(struct api_audit, actor, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_audit, approved_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_audit, rule, F_REF, F_NULLABLE, .of = &shape_rule_ref,
          DOC("The routing rule that did it: a machine.")),
    FIELD(struct api_audit, token_id, F_ID, F_NULLABLE),
    FIELD(struct api_audit, verb, F_STR, 0),
    FIELD(struct api_audit, object_kind, F_STR, 0),
    FIELD(struct api_audit, object_id, F_ID, F_NULLABLE),
    FIELD(struct api_audit, data, F_JSON, F_NULLABLE, DOC("Null when it was erased.")),
};
SHAPE_OF(audit, "AuditEntry");
LIST_OF(audit, "AuditEntry");

static const struct field fields_audit_in[] = {
    FIELD(struct api_audit_in, verb, F_STR, F_IN_QUERY, .max = 60),
    FIELD(struct api_audit_in, actor, F_ID, F_IN_QUERY),
    FIELD(struct api_audit_in, object_kind, F_STR, F_IN_QUERY, .max = 40),
    FIELD(struct api_audit_in, object, F_ID, F_IN_QUERY, DOC("With object_kind.")),
    FIELD(struct api_audit_in, from, F_TIME, F_IN_QUERY),
    FIELD(struct api_audit_in, to, F_TIME, F_IN_QUERY),
    PAGE_FIELDS(struct api_audit_in),
};
SHAPE_OF(audit_in, "AuditInput");

static const struct field fields_verify[] = {
    FIELD(struct api_verify, whole, F_BOOL, 0, DOC("The chain verifies.")),
    FIELD(struct api_verify, checked, F_INT, 0, DOC("Entries looked at.")),
    FIELD(struct api_verify, first_bad, F_INT, F_NULLABLE, DOC("First entry that does not.")),
    FIELD(struct api_verify, text, F_STR, F_SAID),
    FIELD(struct api_verify, head, F_STR, F_NULLABLE,
          DOC("Hash of the newest entry, in hexadecimal: keep it elsewhere.")),
};
SHAPE_OF(verify, "Verification");

static const struct field fields_status[] = {
    FIELD(struct api_status, version, F_STR, 0),
    FIELD(struct api_status, database, F_STR, 0, DOC("sqlite or postgres")),
    FIELD(struct api_status, node, F_STR, 0),
    FIELD(struct api_status, started_at, F_TIME, 0),
    FIELD(struct api_status, jobs_ready, F_INT, 0),
    FIELD(struct api_status, jobs_running, F_INT, 0),
    FIELD(struct api_status, jobs_failed, F_INT, 0),
    FIELD(struct api_status, outbox_queued, F_INT, 0),
    FIELD(struct api_status, outbox_unclear, F_INT, 0),
    FIELD(struct api_status, outbox_failed, F_INT, 0),
    FIELD(struct api_status, outbox_held, F_INT, 0, DOC("Held by a pause; wait for a person.")),
    FIELD(struct api_status, pauses, F_LIST, 0, .of = &shape_pause,
          DOC("Pauses in force: shown on every screen.")),
    FIELD(struct api_status, trouble, F_LIST, 0, .of = &shape_trouble,
          DOC("Channels that need a person: shown on every screen.")),
    FIELD(struct api_status, storing, F_STR, F_NULLABLE | F_SAID,
          DOC("Why nothing can be stored at the moment: shown on every screen. Null when all "
              "is well.")),
    FIELD(struct api_status, demo, F_BOOL, 0),
};
SHAPE_OF(status, "Status");

static const struct field fields_event[] = {
    FIELD(struct api_event, id, F_ID, F_NULLABLE,
          DOC("What changed; the name of the event says of which kind. Fetch it again.")),
};
SHAPE_OF(event, "StreamEvent");
