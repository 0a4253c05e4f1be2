/* shapes_routing: the tables of routing rules, deadlines, office hours, who is here. */
#include "api/shapes_routing.h"
#include "domain/routing_rules.h"
#include "domain/sla.h"

/* --- rules ------------------------------------------------------------------------------- */

#define CONDITION_FIELDS(needed)                                                               \
    FIELD(struct api_routing_condition, field, F_STR, needed, .max = 40,                       \
          DOC("A row of routingTables.")),                                                     \
        FIELD(struct api_routing_condition, op, F_ENUM, needed, .values = words_routing_op),   \
        FIELD(struct api_routing_condition, values, F_STRS, 0, .max = ROUTING_VALUES,          \
              DOC("Words, ids or phrases: one of them is enough.")),                           \
        FIELD(struct api_routing_condition, number, F_INT, 0, DOC("With at_least, at_most."))

static const struct field fields_routing_condition[] = {CONDITION_FIELDS(0)};
static const struct shape shape_condition =
    SHAPE(struct api_routing_condition, "RoutingCondition", fields_routing_condition);
static const struct field fields_routing_condition_in[] = {CONDITION_FIELDS(F_REQUIRED)};
static const struct shape shape_condition_in =
    SHAPE(struct api_routing_condition, "RoutingConditionInput", fields_routing_condition_in);

static const struct field fields_group[] = {
    FIELD(struct api_routing_group, all, F_LIST, 0, .of = &shape_condition),
};
static const struct shape shape_group =
    SHAPE(struct api_routing_group, "RoutingGroup", fields_group);
static const struct field fields_group_in[] = {
    FIELD(struct api_routing_group, all, F_LIST, F_REQUIRED, .of = &shape_condition_in,
          .max = ROUTING_CONDITIONS, DOC("All of them must hold; none: it always holds.")),
};
static const struct shape shape_group_in =
    SHAPE(struct api_routing_group, "RoutingGroupInput", fields_group_in);

#define ACT_FIELDS(needed)                                                                     \
    FIELD(struct api_routing_act, act, F_ENUM, needed, .values = words_routing_act),           \
        FIELD(struct api_routing_act, team, F_ID, F_NULLABLE),                                 \
        FIELD(struct api_routing_act, member, F_ID, F_NULLABLE),                               \
        FIELD(struct api_routing_act, label, F_ID, F_NULLABLE),                                \
        FIELD(struct api_routing_act, skill, F_ID, F_NULLABLE),                                \
        FIELD(struct api_routing_act, calendar, F_ID, F_NULLABLE,                              \
              DOC("Of a deadline; null = the hours of the house.")),                           \
        FIELD(struct api_routing_act, points, F_INT, 0, DOC("Of priority: -500 to 500.")),     \
        FIELD(struct api_routing_act, minutes, F_INT, 0,                                       \
              DOC("Of a deadline, in opening time.")),                                         \
        FIELD(struct api_routing_act, clock, F_ENUM, 0, .values = words_clock_or_none),        \
        FIELD(struct api_routing_act, text, F_STR, 0, .max = 200)

static const struct field fields_act[] = {ACT_FIELDS(0)};
static const struct shape shape_act = SHAPE(struct api_routing_act, "RoutingAct", fields_act);
static const struct field fields_act_in[] = {ACT_FIELDS(F_REQUIRED)};
static const struct shape shape_act_in =
    SHAPE(struct api_routing_act, "RoutingActInput", fields_act_in);

static const struct field fields_routing_rule[] = {
    FIELD(struct api_routing_rule, id, F_ID, 0),
    FIELD(struct api_routing_rule, name, F_STR, 0),
    FIELD(struct api_routing_rule, enabled, F_BOOL, 0),
    FIELD(struct api_routing_rule, stop, F_BOOL, 0,
          DOC("No rule below is asked when this one holds.")),
    FIELD(struct api_routing_rule, when, F_LIST, 0, .of = &shape_group,
          DOC("It holds when one of these groups does.")),
    FIELD(struct api_routing_rule, then, F_LIST, 0, .of = &shape_act),
    FIELD(struct api_routing_rule, version, F_INT, 0),
    FIELD(struct api_routing_rule, conversations, F_INT, 0,
          DOC("It did something in so many, in the days of the list.")),
    FIELD(struct api_routing_rule, effects, F_INT, 0, DOC("And did so much.")),
    FIELD(struct api_routing_rule, changed_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_routing_rule, changed_at, F_TIME, 0),
};
SHAPE_OF(routing_rule, "RoutingRule");

static const struct field fields_routing_rules[] = {
    FIELD(struct api_routing_rules, items, F_LIST, 0, .of = &shape_routing_rule,
          DOC("In their order.")),
    FIELD(struct api_routing_rules, version, F_INT, 0, DOC("Of all rules; 0 = never any.")),
    FIELD(struct api_routing_rules, days, F_INT, 0),
};
SHAPE_OF(routing_rules, "RoutingRules");

#define RULE_FIELDS(needed)                                                                    \
    FIELD_SET(struct api_routing_rule_in, name, F_STR, needed, .min = 1, .max = 120),          \
        FIELD_SET(struct api_routing_rule_in, enabled, F_BOOL, 0),                             \
        FIELD_SET(struct api_routing_rule_in, stop, F_BOOL, 0),                                \
        FIELD_SET(struct api_routing_rule_in, when, F_LIST, needed, .of = &shape_group_in,     \
                  .max = ROUTING_GROUPS),                                                      \
        FIELD_SET(struct api_routing_rule_in, then, F_LIST, needed, .of = &shape_act_in,       \
                  .max = ROUTING_ACTS, DOC("With `when` only, and the other way."))

static const struct field fields_routing_rule_new_in[] = {RULE_FIELDS(F_REQUIRED)};
const struct shape shape_routing_rule_new_in =
    SHAPE(struct api_routing_rule_in, "RoutingRuleNewInput", fields_routing_rule_new_in);
static const struct field fields_routing_rule_in[] = {
    ID_IN_PATH(struct api_routing_rule_in),
    RULE_FIELDS(0),
    FIELD(struct api_routing_rule_in, version, F_INT, 0,
          DOC("The version that was seen; a conflict when it is another by now.")),
};
SHAPE_OF(routing_rule_in, "RoutingRuleInput");

static const struct field fields_routing_move_in[] = {
    ID_IN_PATH(struct api_routing_move_in),
    FIELD(struct api_routing_move_in, before, F_ID, F_NULLABLE,
          DOC("The rule that it stands in front of; null = at the end.")),
};
SHAPE_OF(routing_move_in, "RoutingMoveInput");

static const struct field fields_routing_try_in[] = {
    FIELD(struct api_routing_try_in, when, F_LIST, F_REQUIRED, .of = &shape_group_in,
          .max = ROUTING_GROUPS),
    FIELD(struct api_routing_try_in, then, F_LIST, 0, .of = &shape_act_in, .max = ROUTING_ACTS),
    FIELD(struct api_routing_try_in, days, F_INT, 0, .min = 1, .max = 366,
          DOC("How far back; 30 when absent.")),
};
SHAPE_OF(routing_try_in, "RoutingTryInput");

static const struct field fields_would[] = {
    FIELD(struct api_routing_would, act, F_ENUM, 0, .values = words_routing_act),
    FIELD(struct api_routing_would, value, F_ID, F_NULLABLE,
          DOC("The team, member, label or calendar.")),
    FIELD(struct api_routing_would, number, F_INT, 0),
    FIELD(struct api_routing_would, text, F_STR, 0),
    FIELD(struct api_routing_would, conversations, F_INT, 0),
};
static const struct shape shape_would =
    SHAPE(struct api_routing_would, "RoutingWould", fields_would);
static const struct field fields_sample[] = {
    FIELD(struct api_routing_sample, post_id, F_ID, 0),
    FIELD(struct api_routing_sample, conversation_id, F_ID, 0),
    FIELD(struct api_routing_sample, person, F_STR, F_NULLABLE),
    FIELD(struct api_routing_sample, text, F_STR, 0, DOC("Its first words.")),
    FIELD(struct api_routing_sample, at, F_TIME, 0),
    FIELD(struct api_routing_sample, because, F_LIST, 0, .of = &shape_condition,
          DOC("The conditions that held.")),
};
static const struct shape shape_sample =
    SHAPE(struct api_routing_sample, "RoutingSample", fields_sample);
static const struct field fields_routing_tried[] = {
    FIELD(struct api_routing_tried, days, F_INT, 0),
    FIELD(struct api_routing_tried, posts, F_INT, 0,
          DOC("Posts of theirs that were looked at.")),
    FIELD(struct api_routing_tried, capped, F_BOOL, 0,
          DOC("There are more in these days; the newest were looked at.")),
    FIELD(struct api_routing_tried, matched, F_INT, 0, DOC("Posts for which it holds.")),
    FIELD(struct api_routing_tried, conversations, F_INT, 0, DOC("In so many conversations.")),
    FIELD(struct api_routing_tried, would, F_LIST, 0, .of = &shape_would,
          DOC("What it would do to them as they are now.")),
    FIELD(struct api_routing_tried, samples, F_LIST, 0, .of = &shape_sample),
};
SHAPE_OF(routing_tried, "RoutingTried");

static const struct field fields_routing_change[] = {
    FIELD(struct api_routing_change, id, F_ID, 0, DOC("The version of all rules behind it.")),
    FIELD(struct api_routing_change, rule_id, F_ID, 0),
    FIELD(struct api_routing_change, what, F_ENUM, 0, .values = words_routing_what),
    FIELD(struct api_routing_change, name, F_STR, 0, DOC("Of the rule.")),
    FIELD(struct api_routing_change, before, F_JSON, F_NULLABLE),
    FIELD(struct api_routing_change, after, F_JSON, F_NULLABLE),
    FIELD(struct api_routing_change, undoes, F_INT, 0, DOC("The change it takes back, or 0.")),
    FIELD(struct api_routing_change, can_undo, F_BOOL, 0,
          DOC("It is the last one of its rule.")),
    FIELD(struct api_routing_change, by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_routing_change, at, F_TIME, 0),
};
SHAPE_OF(routing_change, "RoutingChange");
LIST_OF(routing_change, "RoutingChange");

static const struct field fields_routing_field[] = {
    FIELD(struct api_routing_field, field, F_STR, 0),
    FIELD(struct api_routing_field, type, F_ENUM, 0, .values = words_routing_type),
    FIELD(struct api_routing_field, of, F_STR, F_NULLABLE,
          DOC("Of ids: channel, label, team, member, calendar.")),
    FIELD(struct api_routing_field, ops, F_STRS, 0, .values = words_routing_op),
    FIELD(struct api_routing_field, words, F_STRS, 0, DOC("The only ones; empty = any.")),
    FIELD(struct api_routing_field, doc, F_STR, 0),
};
static const struct shape shape_routing_field =
    SHAPE(struct api_routing_field, "RoutingField", fields_routing_field);
static const struct field fields_routing_act_row[] = {
    FIELD(struct api_routing_act_row, act, F_ENUM, 0, .values = words_routing_act),
    FIELD(struct api_routing_act_row, needs, F_STRS, 0),
    FIELD(struct api_routing_act_row, may, F_STRS, 0),
    FIELD(struct api_routing_act_row, doc, F_STR, 0),
};
static const struct shape shape_routing_act_row =
    SHAPE(struct api_routing_act_row, "RoutingActRow", fields_routing_act_row);
static const struct field fields_routing_tables[] = {
    FIELD(struct api_routing_tables, conditions, F_LIST, 0, .of = &shape_routing_field),
    FIELD(struct api_routing_tables, acts, F_LIST, 0, .of = &shape_routing_act_row),
};
SHAPE_OF(routing_tables, "RoutingTables");

static const struct field fields_routing_run[] = {
    FIELD(struct api_routing_run, state, F_ENUM, 0, .values = words_scan_state),
    FIELD(struct api_routing_run, done, F_INT, 0, DOC("Conversations looked at so far.")),
    FIELD(struct api_routing_run, changed, F_INT, 0, DOC("In which rules did something.")),
    FIELD(struct api_routing_run, finished_at, F_TIME, F_NULLABLE),
    FIELD(struct api_routing_run, error, F_STR, F_NULLABLE | F_SAID),
};
SHAPE_OF(routing_run, "RoutingRun");

static const struct field fields_acts_in[] = {
    FIELD(struct api_acts_in, days, F_INT, F_IN_QUERY, .min = 1, .max = 366,
          DOC("30 when absent.")),
};
SHAPE_OF(acts_in, "ActsInput");
static const struct field fields_act_count[] = {
    FIELD(struct api_act_count, actor_kind, F_ENUM, 0, .values = words_actor_kind),
    FIELD(struct api_act_count, verb, F_STR, 0),
    FIELD(struct api_act_count, n, F_INT, 0),
};
static const struct shape shape_act_count =
    SHAPE(struct api_act_count, "ActCount", fields_act_count);
static const struct field fields_acts[] = {
    FIELD(struct api_acts, days, F_INT, 0),
    FIELD(struct api_acts, human, F_INT, 0, DOC("By members, also through their tokens.")),
    FIELD(struct api_acts, machine, F_INT, 0, DOC("By rules and by the system.")),
    FIELD(struct api_acts, items, F_LIST, 0, .of = &shape_act_count),
};
SHAPE_OF(acts, "Acts");

/* --- deadlines --------------------------------------------------------------------------- */

static const struct field fields_target[] = {
    FIELD(struct api_target, id, F_ID, 0),
    FIELD(struct api_target, channel, F_REF, F_NULLABLE, .of = &shape_channel_ref),
    FIELD(struct api_target, kind, F_ENUM, 0, .values = words_kind_or_any),
    FIELD(struct api_target, stage, F_ENUM, 0, .values = words_stage_or_any),
    FIELD(struct api_target, first_minutes, F_INT, 0, DOC("0 = no deadline.")),
    FIELD(struct api_target, next_minutes, F_INT, 0),
    FIELD(struct api_target, resolve_minutes, F_INT, 0),
    FIELD(struct api_target, calendar_id, F_ID, F_NULLABLE,
          DOC("Null = the hours of the house.")),
    FIELD(struct api_target, changed_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_target, changed_at, F_TIME, 0),
};
SHAPE_OF(target, "DeadlineTarget");
LIST_OF(target, "DeadlineTarget");

#define TARGET_FIELDS                                                                          \
    FIELD(struct api_target_in, channel_id, F_ID, F_NULLABLE, DOC("Null = any.")),             \
        FIELD(struct api_target_in, kind, F_ENUM, 0, .values = words_kind_or_any),             \
        FIELD(struct api_target_in, stage, F_ENUM, 0, .values = words_stage_or_any),           \
        FIELD(struct api_target_in, first_minutes, F_INT, 0, .max = 527040,                    \
              DOC("To the first answer, in opening time; 0 = no deadline.")),                  \
        FIELD(struct api_target_in, next_minutes, F_INT, 0, .max = 527040,                     \
              DOC("To each later answer.")),                                                   \
        FIELD(struct api_target_in, resolve_minutes, F_INT, 0, .max = 527040,                  \
              DOC("Until it is done; stands still while we wait for them.")),                  \
        FIELD(struct api_target_in, calendar_id, F_ID, F_NULLABLE)

static const struct field fields_target_new_in[] = {TARGET_FIELDS};
const struct shape shape_target_new_in =
    SHAPE(struct api_target_in, "DeadlineTargetNewInput", fields_target_new_in);
static const struct field fields_target_in[] = {ID_IN_PATH(struct api_target_in),
                                                TARGET_FIELDS};
SHAPE_OF(target_in, "DeadlineTargetInput");

static const struct field fields_deadline_report_in[] = {
    FIELD(struct api_deadline_report_in, clock, F_ENUM, F_IN_QUERY, .values = words_clock,
          DOC("first when absent.")),
    FIELD(struct api_deadline_report_in, days, F_INT, F_IN_QUERY, .min = 1, .max = 366,
          DOC("30 when absent.")),
    FIELD(struct api_deadline_report_in, channel, F_ID, F_IN_QUERY),
    FIELD(struct api_deadline_report_in, kind, F_ENUM, F_IN_QUERY, .values = words_kind),
};
SHAPE_OF(deadline_report_in, "DeadlineReportInput");

static const struct field fields_survival_step[] = {
    FIELD(struct api_survival_step, minutes, F_INT, 0, DOC("Of opening time.")),
    FIELD(struct api_survival_step, share, F_NUM, 0, DOC("That is over by then.")),
    FIELD(struct api_survival_step, low, F_NUM, 0, DOC("Bounds of the share, 95 %.")),
    FIELD(struct api_survival_step, high, F_NUM, 0),
    FIELD(struct api_survival_step, at_risk, F_INT, 0, DOC("Known to take as long or longer.")),
};
static const struct shape shape_survival_step =
    SHAPE(struct api_survival_step, "SurvivalStep", fields_survival_step);
static const struct field fields_deadline_report[] = {
    FIELD(struct api_deadline_report, clock, F_ENUM, 0, .values = words_clock),
    FIELD(struct api_deadline_report, days, F_INT, 0),
    FIELD(struct api_deadline_report, from, F_TIME, 0),
    FIELD(struct api_deadline_report, to, F_TIME, 0),
    FIELD(struct api_deadline_report, n, F_INT, 0, DOC("Clocks started in this time.")),
    FIELD(struct api_deadline_report, capped, F_BOOL, 0, DOC("There are more than that.")),
    FIELD(struct api_deadline_report, over, F_INT, 0, DOC("Answered, or resolved.")),
    FIELD(struct api_deadline_report, waiting, F_INT, 0,
          DOC("Still running: they count as longer than so far.")),
    FIELD(struct api_deadline_report, closed, F_INT, 0,
          DOC("Ended without an answer: they count as longer than that.")),
    FIELD(struct api_deadline_report, missed, F_INT, 0, DOC("Of all, past their deadline.")),
    FIELD(struct api_deadline_report, median_minutes, F_INT, F_NULLABLE,
          DOC("Kaplan-Meier; null: less than half is over.")),
    FIELD(struct api_deadline_report, median_low, F_INT, F_NULLABLE, DOC("Bounds, 95 %.")),
    FIELD(struct api_deadline_report, median_high, F_INT, F_NULLABLE),
    FIELD(struct api_deadline_report, by, F_LIST, 0, .of = &shape_survival_step,
          DOC("At usual times.")),
    FIELD(struct api_deadline_report, curve, F_LIST, 0, .of = &shape_survival_step,
          DOC("At most 200 steps.")),
};
SHAPE_OF(deadline_report, "DeadlineReport");

/* --- hours ------------------------------------------------------------------------------- */

#define DAY_FIELDS(needed)                                                                     \
    FIELD(struct api_calendar_day, day, F_STR, needed, .max = 10, DOC("2026-12-24")),          \
        FIELD(struct api_calendar_day, name, F_STR, needed, .max = 80),                        \
        FIELD(struct api_calendar_day, open, F_STR, 0, .max = 120,                             \
              DOC("As a day of the week; empty = closed."))
static const struct field fields_calendar_day[] = {DAY_FIELDS(0)};
static const struct shape shape_calendar_day =
    SHAPE(struct api_calendar_day, "CalendarDay", fields_calendar_day);
static const struct field fields_calendar_day_in[] = {DAY_FIELDS(F_REQUIRED)};
static const struct shape shape_calendar_day_in =
    SHAPE(struct api_calendar_day, "CalendarDayInput", fields_calendar_day_in);

static const struct field fields_calendar[] = {
    FIELD(struct api_calendar, id, F_ID, 0),
    FIELD(struct api_calendar, name, F_STR, 0),
    FIELD(struct api_calendar, time_zone, F_STR, 0),
    FIELD(struct api_calendar, week, F_STRS, 0,
          DOC("Seven days, Monday first: \"09:00-12:00 13:00-17:30\", empty = closed.")),
    FIELD(struct api_calendar, is_default, F_BOOL, 0, DOC("These are the hours of the house.")),
    FIELD(struct api_calendar, open, F_BOOL, 0, DOC("Now.")),
    FIELD(struct api_calendar, next_open_at, F_TIME, F_NULLABLE),
    FIELD(struct api_calendar, days, F_LIST, 0, .of = &shape_calendar_day),
};
SHAPE_OF(calendar, "Calendar");
LIST_OF(calendar, "Calendar");

#define CALENDAR_FIELDS                                                                        \
    FIELD(struct api_calendar_in, name, F_STR, F_REQUIRED, .min = 1, .max = 80),               \
        FIELD(struct api_calendar_in, time_zone, F_STR, F_REQUIRED, .min = 1, .max = 60,       \
              DOC("Europe/Berlin")),                                                           \
        FIELD(struct api_calendar_in, week, F_STRS, F_REQUIRED, .max = 7),                     \
        FIELD(struct api_calendar_in, is_default, F_BOOL, 0),                                  \
        FIELD(struct api_calendar_in, days, F_LIST, 0, .of = &shape_calendar_day_in,           \
              .max = HOURS_DAYS)
static const struct field fields_calendar_new_in[] = {CALENDAR_FIELDS};
const struct shape shape_calendar_new_in =
    SHAPE(struct api_calendar_in, "CalendarNewInput", fields_calendar_new_in);
static const struct field fields_calendar_in[] = {ID_IN_PATH(struct api_calendar_in),
                                                  CALENDAR_FIELDS};
SHAPE_OF(calendar_in, "CalendarInput");

/* --- who is here ------------------------------------------------------------------------- */

static const struct field fields_skill[] = {
    FIELD(struct api_skill, id, F_ID, 0),
    FIELD(struct api_skill, name, F_STR, 0),
    FIELD(struct api_skill, members, F_INT, 0, DOC("Active members who have it.")),
};
SHAPE_OF(skill, "Skill");
LIST_OF(skill, "Skill");
static const struct field fields_skill_in[] = {
    FIELD(struct api_skill_in, name, F_STR, F_REQUIRED, .min = 1, .max = 60),
};
SHAPE_OF(skill_in, "SkillInput");

static const struct field fields_absence[] = {
    FIELD(struct api_absence, id, F_ID, 0),
    FIELD(struct api_absence, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_absence, delegate, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Who stands in: what is given to the member goes there.")),
    FIELD(struct api_absence, from_at, F_TIME, 0),
    FIELD(struct api_absence, to_at, F_TIME, 0),
    FIELD(struct api_absence, note, F_STR, 0),
    FIELD(struct api_absence, now, F_BOOL, 0),
};
SHAPE_OF(absence, "Absence");
LIST_OF(absence, "Absence");
static const struct field fields_absence_in[] = {
    FIELD(struct api_absence_in, member_id, F_ID, 0,
          DOC("Mine when absent; that of others needs the permission members.")),
    FIELD(struct api_absence_in, delegate_id, F_ID, F_NULLABLE),
    FIELD(struct api_absence_in, from_at, F_TIME, F_REQUIRED),
    FIELD(struct api_absence_in, to_at, F_TIME, F_REQUIRED),
    FIELD(struct api_absence_in, note, F_STR, 0, .max = 200),
};
SHAPE_OF(absence_in, "AbsenceInput");

static const struct field fields_roster_row[] = {
    FIELD(struct api_roster_row, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_roster_row, team_ids, F_IDS, 0),
    FIELD(struct api_roster_row, skill_ids, F_IDS, 0),
    FIELD(struct api_roster_row, calendar_id, F_ID, F_NULLABLE,
          DOC("Whose hours they work; null = there are none, so always.")),
    FIELD(struct api_roster_row, own_hours, F_BOOL, 0, DOC("These are their own alone.")),
    FIELD(struct api_roster_row, here, F_BOOL, 0, DOC("In their hours and not away.")),
    FIELD(struct api_roster_row, in_hours, F_BOOL, 0),
    FIELD(struct api_roster_row, away, F_BOOL, 0),
    FIELD(struct api_roster_row, away_until, F_TIME, F_NULLABLE),
    FIELD(struct api_roster_row, next_here_at, F_TIME, F_NULLABLE,
          DOC("When their hours begin next; null while they work.")),
    FIELD(struct api_roster_row, stands_in, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Who takes what is given to them now.")),
    FIELD(struct api_roster_row, open, F_INT, 0, DOC("Open conversations that they have.")),
    FIELD(struct api_roster_row, most_open, F_INT, 0,
          DOC("Rules give them no more than that; 0 = no bound.")),
};
SHAPE_OF(roster_row, "RosterRow");
LIST_OF(roster_row, "RosterRow");

static const struct field fields_roster_in[] = {
    ID_IN_PATH(struct api_roster_in),
    FIELD_SET(struct api_roster_in, calendar_id, F_ID, F_NULLABLE,
              DOC("An office; null = the house.")),
    FIELD_SET(struct api_roster_in, most_open, F_INT, 0, .max = 1000),
    FIELD_SET(struct api_roster_in, skill_ids, F_IDS, 0, .max = 100),
    FIELD_SET(struct api_roster_in, week, F_STRS, 0, .max = 7,
              DOC("Hours of their own, with time_zone; in place of calendar_id.")),
    FIELD(struct api_roster_in, time_zone, F_STR, 0, .max = 60),
};
SHAPE_OF(roster_in, "RosterInput");
