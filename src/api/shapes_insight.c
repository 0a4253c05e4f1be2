/* shapes_insight: the tables of what is learnt from ties. */
#include "api/shapes_insight.h"

static const char *const words_rhythm[] = {"none", "alive", "drifting", "dormant", NULL};
static const char *const words_need[] = {"words", "answer", "day",      "shared",
                                         "time",  "test",   "advocacy", NULL};
static const char *const words_topic[] = {"fact", "promise_us", "promise_them", "words", NULL};
static const char *const words_slipping[] = {"rhythm", "keep", NULL};
static const char *const words_layer[] = {"weekly", "monthly", "half_yearly", "yearly", NULL};
static const char *const words_recovery[] = {"answered", "repaired", "wrote",  "bought",
                                             "spoke",    "silent",   "second", NULL};
static const char *const words_by[] = {"channel", "member", "team", "person", "week", NULL};
static const char *const words_attention[] = {"nothing", "new",  "unsure", "steady",
                                              "towards", "away", NULL};
static const char *const words_node[] = {"member", "person", NULL};
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
    FIELD(struct api_summary, counted_at, F_TIME, F_NULLABLE,
          DOC("In houses of over 50,000 people: when this was counted. Null: just now.")),
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
    FIELD(
        struct api_slipping_in, segment, F_ID, F_IN_QUERY,
        DOC("Only people who are in this segment now; a page may then be short while `next` is "
            "set.")),
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
    FIELD(struct api_overdue, segment_id, F_ID, F_NULLABLE,
          DOC("The wish is for all of this segment.")),
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
    FIELD(struct api_slip, score, F_NUM, 0,
          DOC("By rhythm, what the list is ordered by: what would be lost, 0 to 100, times how "
              "far they are past their rhythm, 0 to 1. 0 of a wish.")),
    FIELD(struct api_slip, reason, F_STR, F_SAID, DOC("Of the score; '' of a wish.")),
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
    FIELD(struct api_flow, counted_at, F_TIME, F_NULLABLE,
          DOC("In houses of over 50,000 people: when this was counted. Null: just now.")),
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

static const struct field fields_paths_in[] = {
    ID_IN_PATH(struct api_paths_in),
    FIELD(struct api_paths_in, limit, F_INT, F_IN_QUERY, .min = 1, .max = 8,
          DOC("5 when absent.")),
};
SHAPE_OF(paths_in, "PathsInput");

static const struct field fields_path_step[] = {
    FIELD(struct api_path_step, kind, F_STR, 0,
          DOC("tie, or of a link: colleague, moment, talked, referred ...")),
    FIELD(struct api_path_step, weight, F_NUM, 0, DOC("0 to 1.")),
    FIELD(struct api_path_step, sentence, F_STR, F_SAID),
};
SHAPE_OF(path_step, "PathStep");

static const struct field fields_path[] = {
    FIELD(struct api_path, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_path, via, F_LIST, 0, .of = &shape_person_ref,
          DOC("Who is in between, from the member on; empty: the member knows them.")),
    FIELD(struct api_path, strength, F_NUM, 0, DOC("0 to 100: tie times links.")),
    FIELD(struct api_path, tie, F_NUM, 0,
          DOC("0 to 100, of the member with the first on the way.")),
    FIELD(struct api_path, links, F_NUM, 0, DOC("0 to 1.")),
    FIELD(struct api_path, sentence, F_STR, F_SAID),
    FIELD(struct api_path, steps, F_LIST, 0, .of = &shape_path_step,
          DOC("Why: from the member to the first, and on to the one to be reached.")),
};
SHAPE_OF(path, "Path");

static const struct field fields_paths[] = {
    FIELD(struct api_paths, items, F_LIST, 0, .of = &shape_path, DOC("The strongest first.")),
};
SHAPE_OF(paths, "Paths");

static const struct field fields_single[] = {
    FIELD(struct api_single, person, F_OBJ, 0, .of = &shape_person_ref),
    FIELD(struct api_single, role, F_ENUM, 0, .values = words_person_role),
    FIELD(struct api_single, member, F_OBJ, 0, .of = &shape_member_ref,
          DOC("The only one of us who knows them.")),
    FIELD(struct api_single, strength, F_NUM, 0),
    FIELD(struct api_single, tie_strength, F_NUM, 0),
    FIELD(struct api_single, last_two_way_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(single, "SingleThread");
LIST_OF(single, "SingleThread");

static const struct field fields_capacity_layer[] = {
    FIELD(struct api_capacity_layer, layer, F_ENUM, 0, .values = words_layer,
          DOC("At least weekly, monthly ...; each holds the one before.")),
    FIELD(struct api_capacity_layer, holds, F_INT, 0, DOC("How many people usually keep.")),
    FIELD(struct api_capacity_layer, count, F_INT, 0),
};
SHAPE_OF(capacity_layer, "CapacityLayer");

static const struct field fields_capacity[] = {
    FIELD(struct api_capacity, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_capacity, layers, F_LIST, 0, .of = &shape_capacity_layer),
    FIELD(struct api_capacity, known, F_INT, 0, DOC("Two-way ties at all, living or not.")),
    FIELD(struct api_capacity, warning, F_STR, F_NULLABLE | F_SAID),
};
SHAPE_OF(capacity, "Capacity");

static const struct field fields_capacities[] = {
    FIELD(struct api_capacities, items, F_LIST, 0, .of = &shape_capacity),
    FIELD(struct api_capacities, counted_at, F_TIME, F_NULLABLE,
          DOC("In houses of over 50,000 people: when this was counted. Null: just now.")),
};
SHAPE_OF(capacities, "Capacities");

static const struct field fields_attention_role[] = {
    FIELD(struct api_attention_role, role, F_ENUM, 0, .values = words_person_role),
    FIELD(struct api_attention_role, touches, F_INT, 0),
    FIELD(struct api_attention_role, touches_before, F_INT, 0,
          DOC("In as long a period before.")),
    FIELD(struct api_attention_role, heard, F_INT, 0),
    FIELD(struct api_attention_role, told, F_INT, 0),
    FIELD(struct api_attention_role, people, F_INT, 0),
    FIELD(struct api_attention_role, share, F_NUM, F_NULLABLE,
          DOC("Of all touches of the period.")),
    FIELD(struct api_attention_role, share_before, F_NUM, F_NULLABLE,
          DOC("Of as long a period before.")),
};
SHAPE_OF(attention_role, "AttentionRole");

static const struct field fields_attention[] = {
    FIELD(struct api_attention, from, F_TIME, 0),
    FIELD(struct api_attention, to, F_TIME, 0),
    FIELD(struct api_attention, touches, F_INT, 0),
    FIELD(struct api_attention, touches_before, F_INT, 0),
    FIELD(struct api_attention, cut, F_BOOL, 0,
          DOC("Only the newest 100,000 touches of a period were looked at.")),
    FIELD(struct api_attention, roles, F_LIST, 0, .of = &shape_attention_role,
          DOC("Customers first.")),
    FIELD(struct api_attention, verdict, F_ENUM, 0, .values = words_attention,
          DOC("Of the share of customers: towards and away from five points of 100 on; unsure "
              "under 30 touches in either period.")),
    FIELD(struct api_attention, sentence, F_STR, F_SAID),
};
SHAPE_OF(attention, "Attention");

static const struct field fields_recovery_in[] = {
    PAGE_FIELDS(struct api_recovery_in),
    FIELD(struct api_recovery_in, from, F_TIME, F_IN_QUERY, DOC("A year ago when absent.")),
};
SHAPE_OF(recovery_in, "RecoveryInput");

static const struct field fields_recovery[] = {
    FIELD(struct api_recovery, moment_id, F_ID, 0),
    FIELD(struct api_recovery, conversation_id, F_ID, F_NULLABLE),
    FIELD(struct api_recovery, person, F_OBJ, 0, .of = &shape_person_ref),
    FIELD(struct api_recovery, title, F_STR, 0),
    FIELD(struct api_recovery, severity, F_INT, 0, DOC("1 small, 2 serious, 3 grave")),
    FIELD(struct api_recovery, at, F_TIME, 0),
    FIELD(struct api_recovery, answered_at, F_TIME, F_NULLABLE),
    FIELD(struct api_recovery, repaired_at, F_TIME, F_NULLABLE),
    FIELD(struct api_recovery, wrote_at, F_TIME, F_NULLABLE,
          DOC("They wrote again, later than what was done.")),
    FIELD(struct api_recovery, bought_at, F_TIME, F_NULLABLE),
    FIELD(struct api_recovery, spoke_at, F_TIME, F_NULLABLE,
          DOC("They praised, recommended or sent somebody.")),
    FIELD(struct api_recovery, before_at, F_TIME, F_NULLABLE,
          DOC("Another failure within a year before.")),
    FIELD(struct api_recovery, again_at, F_TIME, F_NULLABLE,
          DOC("Another failure within a year after.")),
    FIELD(struct api_recovery, open, F_BOOL, 0, DOC("Neither answered nor mended.")),
    FIELD(struct api_recovery, silent, F_BOOL, 0),
    FIELD(struct api_recovery, young, F_BOOL, 0, DOC("Too early to call it silence.")),
    FIELD(struct api_recovery, second, F_BOOL, 0,
          DOC("Not the first failure within a year: alarm.")),
    FIELD(struct api_recovery, sentence, F_STR, F_SAID),
};
SHAPE_OF(recovery, "Recovery");

static const struct field fields_share_of[] = {
    FIELD(struct api_share_of, what, F_ENUM, 0, .values = words_recovery),
    FIELD(struct api_share_of, count, F_INT, 0),
    FIELD(struct api_share_of, of, F_INT, 0),
    FIELD(struct api_share_of, share, F_NUM, F_NULLABLE),
    FIELD(struct api_share_of, at_least, F_NUM, F_NULLABLE,
          DOC("Below 30 cases: the lower end of what the share may be (Wilson, 95 %).")),
};
SHAPE_OF(share_of, "ShareOf");

static const struct field fields_recovery_list[] = {
    FIELD(struct api_recovery_list, items, F_LIST, 0, .of = &shape_recovery),
    FIELD(struct api_recovery_list, next, F_STR, F_NULLABLE,
          DOC("Cursor of the next page; null on the last one.")),
    FIELD(struct api_recovery_list, from, F_TIME, 0),
    FIELD(struct api_recovery_list, failures, F_INT, 0,
          DOC("Persons hit since then, of the newest 500 moments.")),
    FIELD(struct api_recovery_list, counts, F_LIST, 0, .of = &shape_share_of),
};
SHAPE_OF(recovery_list, "RecoveryList");

static const struct field fields_listening_in[] = {
    FIELD(struct api_listening_in, by, F_ENUM, F_IN_QUERY, .values = words_by,
          DOC("channel when absent. person: of the strongest 200 ties since ever, or with "
              "`person` of that one.")),
    FIELD(struct api_listening_in, channel, F_ID, F_IN_QUERY),
    FIELD(struct api_listening_in, member, F_ID, F_IN_QUERY),
    FIELD(struct api_listening_in, person, F_ID, F_IN_QUERY),
    FIELD(struct api_listening_in, days, F_INT, F_IN_QUERY, .min = 1, .max = 730,
          DOC("30 when absent.")),
};
SHAPE_OF(listening_in, "ListeningInput");

static const struct field fields_listening_row[] = {
    FIELD(struct api_listening_row, channel, F_REF, F_NULLABLE, .of = &shape_channel_ref),
    FIELD(struct api_listening_row, member, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("By member: null = not through Kith.")),
    FIELD(struct api_listening_row, team, F_REF, F_NULLABLE, .of = &shape_team_ref),
    FIELD(struct api_listening_row, person, F_REF, F_NULLABLE, .of = &shape_person_ref),
    FIELD(struct api_listening_row, week, F_STR, F_NULLABLE, DOC("Its Monday.")),
    FIELD(struct api_listening_row, read, F_INT, 0,
          DOC("Posts of theirs on which a member decided; of a person: what they said.")),
    FIELD(struct api_listening_row, answered, F_INT, 0),
    FIELD(struct api_listening_row, asked, F_INT, 0, DOC("Questions of ours.")),
    FIELD(struct api_listening_row, heard, F_INT, 0, DOC("read + answered + asked")),
    FIELD(struct api_listening_row, told, F_INT, 0,
          DOC("Unprompted; by person since ever: all that we said.")),
    FIELD(struct api_listening_row, came_in, F_INT, 0, DOC("Posts of theirs at all.")),
    FIELD(struct api_listening_row, ratio, F_NUM, F_NULLABLE,
          DOC("heard / told; null when nothing was told.")),
    FIELD(struct api_listening_row, sentence, F_STR, F_NULLABLE | F_SAID,
          DOC("Only while the ratio is under 1.")),
};
SHAPE_OF(listening_row, "ListeningRow");

static const struct field fields_listening[] = {
    FIELD(struct api_listening, by, F_ENUM, 0, .values = words_by),
    FIELD(struct api_listening, from, F_TIME, 0),
    FIELD(struct api_listening, to, F_TIME, 0),
    FIELD(struct api_listening, items, F_LIST, 0, .of = &shape_listening_row),
    FIELD(struct api_listening, all, F_OBJ, 0, .of = &shape_listening_row),
};
SHAPE_OF(listening, "Listening");

static const struct field fields_builder_in[] = {
    FIELD(struct api_builder_in, opt_in, F_BOOL, F_REQUIRED),
};
SHAPE_OF(builder_in, "BuilderInput");

static const struct field fields_builder_me[] = {
    FIELD(struct api_builder_me, opt_in, F_BOOL, 0),
    FIELD(struct api_builder_me, notice, F_STR, F_SAID),
};
SHAPE_OF(builder_me, "BuilderMe");

static const struct field fields_builder[] = {
    FIELD(struct api_builder, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_builder, ties, F_INT, 0,
          DOC("Two-way ties that were looked at, the strongest 500 at most.")),
    FIELD(struct api_builder, lasting, F_INT, 0,
          DOC("Half a year and longer, and not dormant.")),
    FIELD(struct api_builder, survived, F_INT, 0, DOC("Went on after a bad moment.")),
    FIELD(struct api_builder, returned, F_INT, 0, DOC("Came back after a long silence.")),
    FIELD(struct api_builder, answers, F_INT, 0, DOC("Days on which one answered the other.")),
    FIELD(struct api_builder, told, F_INT, 0, DOC("What the member said in them.")),
    FIELD(struct api_builder, sentences, F_STRS, F_SAID),
};
SHAPE_OF(builder, "Builder");

static const struct field fields_builder_team[] = {
    FIELD(struct api_builder_team, team, F_OBJ, 0, .of = &shape_team_ref),
    FIELD(struct api_builder_team, members, F_INT, 0, DOC("Who take part.")),
    FIELD(struct api_builder_team, ties, F_INT, 0),
    FIELD(struct api_builder_team, lasting, F_INT, 0),
    FIELD(struct api_builder_team, survived, F_INT, 0),
    FIELD(struct api_builder_team, returned, F_INT, 0),
};
SHAPE_OF(builder_team, "BuilderTeam");

static const struct field fields_builders[] = {
    FIELD(struct api_builders, notice, F_STR, F_SAID),
    FIELD(struct api_builders, me, F_BOOL, 0, DOC("I take part.")),
    FIELD(struct api_builders, items, F_LIST, 0, .of = &shape_builder,
          DOC("By name; this is no ranking.")),
    FIELD(struct api_builders, teams, F_LIST, 0, .of = &shape_builder_team,
          DOC("Only those of which enough take part.")),
    FIELD(struct api_builders, team_least, F_INT, 0, DOC("How many are enough.")),
};
SHAPE_OF(builders, "Builders");

static const struct field fields_lead_in[] = {
    FIELD(struct api_lead_in, channel, F_ID, F_IN_QUERY),
};
SHAPE_OF(lead_in, "LeadInput");

static const struct field fields_lead[] = {
    FIELD(struct api_lead, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_lead, reason, F_STR, F_SAID),
};
SHAPE_OF(lead, "Lead");

static const struct field fields_leads[] = {
    FIELD(struct api_leads, notice, F_STR, F_SAID),
    FIELD(struct api_leads, items, F_LIST, 0, .of = &shape_lead,
          DOC("At most three, by name. Whom to ask; who says no needs no reason.")),
};
SHAPE_OF(leads, "Leads");

static const struct field fields_graph_in[] = {
    FIELD(struct api_graph_in, person, F_ID, F_IN_QUERY,
          DOC("Around this person; else around all members.")),
    FIELD(struct api_graph_in, member, F_ID, F_IN_QUERY, DOC("Around this member alone.")),
    FIELD(struct api_graph_in, role, F_ENUM, F_IN_QUERY, .values = words_person_role,
          DOC("Of the people; any when absent.")),
    FIELD(struct api_graph_in, stage, F_ENUM, F_IN_QUERY, .values = words_stage),
    FIELD(struct api_graph_in, limit, F_INT, F_IN_QUERY, .min = 10, .max = 500,
          DOC("People; 150 when absent.")),
};
SHAPE_OF(graph_in, "GraphInput");

static const struct field fields_graph_node[] = {
    FIELD(struct api_graph_node, node, F_STR, 0,
          DOC("m and the id of a member, p and that of a person.")),
    FIELD(struct api_graph_node, kind, F_ENUM, 0, .values = words_node),
    FIELD(struct api_graph_node, id, F_ID, 0),
    FIELD(struct api_graph_node, name, F_STR, 0),
    FIELD(struct api_graph_node, role, F_STR, 0, DOC("Of a person.")),
    FIELD(struct api_graph_node, stage, F_STR, F_NULLABLE, DOC("Of a person.")),
    FIELD(struct api_graph_node, avatar_url, F_STR, F_NULLABLE),
    FIELD(struct api_graph_node, strength, F_NUM, 0),
    FIELD(struct api_graph_node, dormancy, F_NUM, 0),
};
SHAPE_OF(graph_node, "GraphNode");

static const struct field fields_graph_edge[] = {
    FIELD(struct api_graph_edge, from, F_STR, 0, DOC("A node.")),
    FIELD(struct api_graph_edge, to, F_STR, 0),
    FIELD(struct api_graph_edge, kind, F_STR, 0,
          DOC("tie, or of a link: colleague, moment, talked, referred ...")),
    FIELD(struct api_graph_edge, weight, F_NUM, 0, DOC("0 to 1.")),
};
SHAPE_OF(graph_edge, "GraphEdge");

static const struct field fields_graph[] = {
    FIELD(struct api_graph, shown, F_INT, 0, DOC("People among the nodes.")),
    FIELD(struct api_graph, all, F_INT, 0,
          DOC("Of how many: whom some of us talk with both ways, or who is linked with the "
              "person.")),
    FIELD(struct api_graph, capped, F_BOOL, 0, DOC("There may be more.")),
    FIELD(struct api_graph, nodes, F_LIST, 0, .of = &shape_graph_node),
    FIELD(struct api_graph, edges, F_LIST, 0, .of = &shape_graph_edge),
};
SHAPE_OF(graph, "Graph");
