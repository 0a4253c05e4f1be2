/* shapes_insight: the tables of what is learnt from ties. */
#include "api/shapes_insight.h"

static const char *const words_rhythm[] = {"none", "alive", "drifting", "dormant", NULL};
static const char *const words_need[] = {"words", "answer", "day",      "shared",
                                         "time",  "test",   "advocacy", NULL};
static const char *const words_topic[] = {"fact", "promise_us", "promise_them", "words", NULL};
static const char *const words_slipping[] = {"rhythm", "keep", NULL};
static const char *const words_light[] = {"amber", "red", NULL};

static const struct field fields_need[] = {
    FIELD(struct api_need, need, F_ENUM, 0, .values = words_need),
    FIELD(struct api_need, sentence, F_STR, F_SAID),
};
SHAPE_OF(need, "StageNeed");

static const struct field fields_proof[] = {
    FIELD(struct api_proof, person, F_OBJ, 0, .of = &shape_person_ref),
    FIELD(struct api_proof, strength, F_NUM, 0),
    FIELD(struct api_proof, sentence, F_STR, F_SAID, DOC("The evidence of the stage.")),
    FIELD(struct api_proof, missing, F_LIST, 0, .of = &shape_need,
          DOC("For the next stage; empty when nothing is.")),
};
SHAPE_OF(proof, "StageProof");

static const struct field fields_stage_summary[] = {
    FIELD(struct api_stage_summary, stage, F_ENUM, 0, .values = words_stage),
    FIELD(struct api_stage_summary, count, F_INT, 0),
    FIELD(struct api_stage_summary, examples, F_LIST, 0, .of = &shape_proof,
          DOC("The strongest, at most 3.")),
    FIELD(struct api_stage_summary, nearest, F_LIST, 0, .of = &shape_proof,
          DOC("For whom least is missing, at most 5.")),
};
SHAPE_OF(stage_summary, "StageSummary");

static const struct field fields_summary[] = {
    FIELD(struct api_summary, people, F_INT, 0, DOC("Persons, without organizations.")),
    FIELD(struct api_summary, drifting, F_INT, 0,
          DOC("Silent for over 3 of their own intervals.")),
    FIELD(struct api_summary, dormant, F_INT, 0, DOC("For over 8.")),
    FIELD(struct api_summary, stages, F_LIST, 0, .of = &shape_stage_summary,
          DOC("All six, from connection to advocate.")),
};
SHAPE_OF(summary, "RelationshipSummary");

static const struct field fields_slipping_in[] = {
    PAGE_FIELDS(struct api_slipping_in),
    FIELD(struct api_slipping_in, why, F_ENUM, F_IN_QUERY, .values = words_slipping,
          DOC("rhythm (when absent): by their own rhythm, the strongest first. keep: wishes "
              "to keep in touch that are overdue, the longest first, one page.")),
    FIELD(struct api_slipping_in, member, F_ID, F_IN_QUERY,
          DOC("By this member's own ties, or wishes.")),
    FIELD(struct api_slipping_in, stage, F_ENUM, F_IN_QUERY, .values = words_stage),
    FIELD(struct api_slipping_in, segment, F_ID, F_IN_QUERY),
};
SHAPE_OF(slipping_in, "SlippingInput");

static const struct field fields_topic[] = {
    FIELD(struct api_topic, kind, F_ENUM, 0, .values = words_topic),
    FIELD(struct api_topic, text, F_STR, 0, DOC("As it was noted or said.")),
    FIELD(struct api_topic, at, F_TIME, F_NULLABLE),
    FIELD(struct api_topic, due_at, F_TIME, F_NULLABLE, DOC("Of a promise.")),
    FIELD(struct api_topic, post_id, F_ID, F_NULLABLE),
};
SHAPE_OF(topic, "Topic");

static const struct field fields_overdue[] = {
    FIELD(struct api_overdue, member, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Who keeps it; null = anybody of us.")),
    FIELD(struct api_overdue, ideal_days, F_INT, 0),
    FIELD(struct api_overdue, latest_days, F_INT, 0),
    FIELD(struct api_overdue, last_at, F_TIME, F_NULLABLE),
    FIELD(struct api_overdue, due_at, F_TIME, 0, DOC("When the ideal interval was over.")),
    FIELD(struct api_overdue, latest_at, F_TIME, 0, DOC("When the latest is over.")),
    FIELD(struct api_overdue, light, F_ENUM, 0, .values = words_light,
          DOC("amber: over the ideal interval; red: over the latest.")),
};
SHAPE_OF(overdue, "KeepOverdue");

static const struct field fields_slip[] = {
    FIELD(struct api_slip, person, F_OBJ, 0, .of = &shape_person_ref),
    FIELD(struct api_slip, role, F_ENUM, 0, .values = words_person_role),
    FIELD(struct api_slip, rhythm, F_ENUM, 0, .values = words_rhythm),
    FIELD(struct api_slip, sentence, F_STR, F_SAID, DOC("Why they are here.")),
    FIELD(struct api_slip, strength, F_NUM, 0),
    FIELD(struct api_slip, peak, F_NUM, 0),
    FIELD(struct api_slip, dormancy, F_NUM, 0, DOC("Silence in their own intervals.")),
    FIELD(struct api_slip, interval_days, F_INT, 0),
    FIELD(struct api_slip, last_two_way_at, F_TIME, F_NULLABLE),
    FIELD(struct api_slip, last_touch_at, F_TIME, F_NULLABLE),
    FIELD(struct api_slip, keep_in_touch, F_REF, F_NULLABLE, .of = &shape_overdue),
    FIELD(struct api_slip, topics, F_LIST, 0, .of = &shape_topic,
          DOC("What to talk about: promises, their last words, facts. Never a text to send.")),
};
SHAPE_OF(slip, "Slipping");
LIST_OF(slip, "Slipping");

static const struct field fields_flow_in[] = {
    FIELD(struct api_flow_in, from, F_TIME, F_IN_QUERY, DOC("A year ago when absent.")),
    FIELD(struct api_flow_in, to, F_TIME, F_IN_QUERY, DOC("Now when absent.")),
};
SHAPE_OF(flow_in, "StageFlowInput");

static const struct field fields_flow_move[] = {
    FIELD(struct api_flow_move, from, F_ENUM, 0, .values = words_stage),
    FIELD(struct api_flow_move, to, F_ENUM, 0, .values = words_stage),
    FIELD(struct api_flow_move, count, F_INT, 0),
};
SHAPE_OF(flow_move, "StageMove");

static const struct field fields_stage_count[] = {
    FIELD(struct api_stage_count, stage, F_ENUM, 0, .values = words_stage),
    FIELD(struct api_stage_count, count, F_INT, 0),
};
SHAPE_OF(stage_count, "StageCount");

static const struct field fields_flow_month[] = {
    FIELD(struct api_flow_month, month, F_STR, 0, DOC("2026-11, UTC")),
    FIELD(struct api_flow_month, moves, F_LIST, 0, .of = &shape_flow_move),
    FIELD(struct api_flow_month, standing, F_LIST, 0, .of = &shape_stage_count,
          DOC("How many stood where at its end: dialogue and deeper.")),
};
SHAPE_OF(flow_month, "StageFlowMonth");

static const struct field fields_flow[] = {
    FIELD(struct api_flow, months, F_LIST, 0, .of = &shape_flow_month,
          DOC("The oldest first, at most 60.")),
};
SHAPE_OF(flow, "StageFlow");

static const struct field fields_rhythm_in[] = {
    ID_IN_PATH(struct api_rhythm_in),
    FIELD(struct api_rhythm_in, weeks, F_INT, F_IN_QUERY, .min = 4, .max = 260,
          DOC("52 when absent.")),
};
SHAPE_OF(rhythm_in, "RhythmInput");

static const struct field fields_rhythm_week[] = {
    FIELD(struct api_rhythm_week, week, F_STR, 0, DOC("Its Monday: 2026-11-16")),
    FIELD(struct api_rhythm_week, at, F_TIME, 0),
    FIELD(struct api_rhythm_week, in, F_INT, 0),
    FIELD(struct api_rhythm_week, out, F_INT, 0),
    FIELD(struct api_rhythm_week, both, F_INT, 0, DOC("Calls and meetings.")),
};
SHAPE_OF(rhythm_week, "RhythmWeek");

static const struct field fields_rhythm[] = {
    FIELD(struct api_rhythm, rhythm, F_ENUM, 0, .values = words_rhythm),
    FIELD(struct api_rhythm, sentence, F_STR, F_SAID),
    FIELD(struct api_rhythm, own, F_BOOL, 0,
          DOC("The interval is their own; else thirty days are taken.")),
    FIELD(struct api_rhythm, interval_days, F_NUM, 0),
    FIELD(struct api_rhythm, dormancy, F_NUM, 0, DOC("Silence in intervals.")),
    FIELD(struct api_rhythm, burstiness, F_NUM, F_NULLABLE,
          DOC("-1 regular, 0 random, towards 1 in bursts; null with too few days.")),
    FIELD(struct api_rhythm, last_two_way_at, F_TIME, F_NULLABLE),
    FIELD(struct api_rhythm, weeks, F_LIST, 0, .of = &shape_rhythm_week,
          DOC("Every week, the oldest first.")),
};
SHAPE_OF(rhythm, "Rhythm");

static const struct field fields_knower[] = {
    FIELD(struct api_knower, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_knower, strength, F_NUM, 0),
    FIELD(struct api_knower, peak, F_NUM, 0),
    FIELD(struct api_knower, confidence, F_NUM, 0),
    FIELD(struct api_knower, judged, F_BOOL, 0, DOC("The strength is a member's judgement.")),
    FIELD(struct api_knower, rhythm, F_ENUM, 0, .values = words_rhythm),
    FIELD(struct api_knower, dormancy, F_NUM, 0),
    FIELD(struct api_knower, heard, F_INT, 0),
    FIELD(struct api_knower, told, F_INT, 0),
    FIELD(struct api_knower, last_at, F_TIME, F_NULLABLE),
    FIELD(struct api_knower, last_two_way_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(knower, "KnownByMember");

static const struct field fields_known_by[] = {
    FIELD(struct api_known_by, items, F_LIST, 0, .of = &shape_knower,
          DOC("The strongest first.")),
    FIELD(struct api_known_by, single_thread, F_BOOL, 0,
          DOC("Dialogue or deeper, and only one of us knows them.")),
    FIELD(struct api_known_by, sentence, F_STR, F_SAID),
    FIELD(struct api_known_by, suggested, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Who might take care of them.")),
    FIELD(struct api_known_by, suggested_why, F_STR, F_NULLABLE | F_SAID),
};
SHAPE_OF(known_by, "KnownBy");
