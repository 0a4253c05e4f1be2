/* shapes_policy: the tables of the policy, saved texts, signs. */
#include "api/shapes_policy.h"

#define TEXT_MAX 65536

static const struct field fields_rule_scope[] = {
    FIELD(struct api_rule_scope, dim, F_ENUM, 0, .values = words_policy_dim),
    FIELD(struct api_rule_scope, words, F_STRS, 0, DOC("Any of them.")),
};
SHAPE_OF(rule_scope, "PolicyScope");

static const struct field fields_rule_example[] = {
    FIELD(struct api_rule_example, text, F_STR, 0),
    FIELD(struct api_rule_example, bad, F_BOOL, 0, DOC("The rule must find it.")),
    FIELD(struct api_rule_example, answered, F_STR, F_NULLABLE,
          DOC("The post that is answered.")),
};
SHAPE_OF(rule_example, "PolicyExample");

static const struct field fields_rule[] = {
    FIELD(struct api_rule, id, F_STR, 0),
    FIELD(struct api_rule, kind, F_ENUM, 0, .values = words_rule_kind),
    FIELD(struct api_rule, check, F_STR, 0, DOC("Name of the check that it uses.")),
    FIELD(struct api_rule, number, F_INT, F_NULLABLE, DOC("When the check takes a number.")),
    FIELD(struct api_rule, words, F_STRS, 0, DOC("When the check takes words.")),
    FIELD(struct api_rule, why, F_STR, 0),
    FIELD(struct api_rule, tell, F_STR, F_NULLABLE,
          DOC("What to change; the check's own words when null.")),
    FIELD(struct api_rule, more, F_STR, F_NULLABLE, DOC("Further words about it, Markdown.")),
    FIELD(struct api_rule, scope, F_LIST, 0, .of = &shape_rule_scope,
          DOC("Where it holds: every dimension must. Empty: everywhere.")),
    FIELD(struct api_rule, approved_by, F_LIST, 0, .of = &shape_stage,
          DOC("Of kind review: who must say yes, in order. Empty: anybody else.")),
    FIELD(struct api_rule, examples, F_LIST, 0, .of = &shape_rule_example),
    FIELD(struct api_rule, line, F_INT, 0, DOC("Of the text, where it begins.")),
    FIELD(struct api_rule, end_line, F_INT, 0),
};
SHAPE_OF(rule, "PolicyRule");

static const char *const check_values[] = {"none", "number", "words", "may_words", NULL};
static const struct field fields_check_row[] = {
    FIELD(struct api_check_row, name, F_STR, 0),
    FIELD(struct api_check_row, german, F_STR, 0, DOC("As a German policy may name it.")),
    FIELD(struct api_check_row, value, F_ENUM, 0, .values = check_values,
          DOC("What a rule gives it.")),
    FIELD(struct api_check_row, by_words, F_BOOL, 0, DOC("Knows English and German only.")),
    FIELD(struct api_check_row, doc, F_STR, F_SAID, DOC("What it looks for.")),
    FIELD(struct api_check_row, tell, F_STR, F_SAID, DOC("What to change, in general.")),
};
SHAPE_OF(check_row, "PolicyCheck");

static const struct field fields_policy[] = {
    FIELD(struct api_policy, version, F_INT, 0),
    FIELD(struct api_policy, text, F_STR, 0, DOC("Markdown, with its rules.")),
    FIELD(struct api_policy, rules, F_LIST, 0, .of = &shape_rule),
    FIELD(struct api_policy, sponsor, F_STR, 0, DOC("Who backs it.")),
    FIELD(struct api_policy, adopted_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_policy, adopted_at, F_TIME, 0),
    FIELD(struct api_policy, acknowledged, F_INT, 0,
          DOC("Active members who acknowledged it.")),
    FIELD(struct api_policy, members, F_INT, 0, DOC("Active members.")),
};
SHAPE_OF(policy, "Policy");
LIST_OF(policy, "Policy");

static const struct field fields_policy_now[] = {
    FIELD(struct api_policy_now, policy, F_REF, F_NULLABLE, .of = &shape_policy,
          DOC("In force; null when none was adopted yet.")),
    FIELD(struct api_policy_now, checks, F_LIST, 0, .of = &shape_check_row,
          DOC("The checks there are.")),
};
SHAPE_OF(policy_now, "PolicyNow");

static const struct field fields_policy_in[] = {
    FIELD(struct api_policy_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = TEXT_MAX),
    FIELD(struct api_policy_in, sponsor, F_STR, F_REQUIRED, .min = 1, .max = 120,
          DOC("Name of the one who backs it.")),
};
SHAPE_OF(policy_in, "PolicyInput");

static const struct field fields_policy_text_in[] = {
    FIELD(struct api_policy_text_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = TEXT_MAX),
};
SHAPE_OF(policy_text_in, "PolicyTextInput");

static const struct field fields_policy_problem[] = {
    FIELD(struct api_policy_problem, line, F_INT, 0, DOC("0 = the whole text.")),
    FIELD(struct api_policy_problem, rule, F_STR, F_NULLABLE, DOC("Its id.")),
    FIELD(struct api_policy_problem, text, F_STR, F_SAID, DOC("What to do.")),
};
SHAPE_OF(policy_problem, "PolicyProblem");

static const struct field fields_policy_opinion[] = {
    FIELD(
        struct api_policy_opinion, problems, F_LIST, 0, .of = &shape_policy_problem,
        DOC("They keep it from being adopted: form, examples that do not hold, names that are "
            "not here.")),
    FIELD(struct api_policy_opinion, notes, F_LIST, 0, .of = &shape_policy_problem,
          DOC("Worth a look: what the law protects, rules without examples.")),
    FIELD(struct api_policy_opinion, rules, F_LIST, 0, .of = &shape_rule,
          DOC("As far as they can be read.")),
};
SHAPE_OF(policy_opinion, "PolicyOpinion");

static const struct field fields_starter_in[] = {
    FIELD(struct api_starter_in, locale, F_ENUM, F_IN_QUERY, .values = words_locale),
};
SHAPE_OF(starter_in, "StarterInput");

static const struct field fields_starter[] = {
    FIELD(struct api_starter, locale, F_ENUM, 0, .values = words_locale),
    FIELD(struct api_starter, text, F_STR, 0, DOC("Markdown, with its rules.")),
    FIELD(struct api_starter, rules, F_LIST, 0, .of = &shape_rule),
};
SHAPE_OF(starter, "PolicyStarter");

/* --- dry run ------------------------------------------------------------------------------ */

static const struct field fields_dry_in[] = {
    FIELD(struct api_dry_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = TEXT_MAX),
    FIELD(struct api_dry_in, days, F_INT, 0, .min = 1, .max = 3650,
          DOC("So many days back; 90 when absent.")),
};
SHAPE_OF(dry_in, "PolicyDryInput");

static const struct field fields_dry_sample[] = {
    FIELD(struct api_dry_sample, conversation_id, F_ID, 0),
    FIELD(struct api_dry_sample, theirs, F_BOOL, 0, DOC("A post that was answered or waits.")),
    FIELD(struct api_dry_sample, text, F_STR, 0),
    FIELD(struct api_dry_sample, words, F_STR, F_NULLABLE, DOC("What the rule found.")),
    FIELD(struct api_dry_sample, note, F_STR, F_NULLABLE | F_SAID),
    FIELD(struct api_dry_sample, member, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_dry_sample, at, F_TIME, 0),
};
SHAPE_OF(dry_sample, "PolicyDrySample");

static const struct field fields_dry_rule[] = {
    FIELD(struct api_dry_rule, rule, F_STR, 0),
    FIELD(struct api_dry_rule, kind, F_ENUM, 0, .values = words_rule_kind),
    FIELD(struct api_dry_rule, why, F_STR, 0),
    FIELD(struct api_dry_rule, found, F_INT, 0, DOC("Replies that it finds.")),
    FIELD(struct api_dry_rule, found_now, F_INT, F_NULLABLE,
          DOC("By the rule of this id in force; null = there is none.")),
    FIELD(struct api_dry_rule, theirs, F_INT, F_NULLABLE,
          DOC("Posts of theirs whose answers it is about; null = it is about any.")),
    FIELD(struct api_dry_rule, samples, F_LIST, 0, .of = &shape_dry_sample),
};
SHAPE_OF(dry_rule, "PolicyDryRule");

static const struct field fields_dry_count[] = {
    FIELD(struct api_dry_count, stopped, F_INT, 0),
    FIELD(struct api_dry_count, reviewed, F_INT, 0),
    FIELD(struct api_dry_count, warned, F_INT, 0),
    FIELD(struct api_dry_count, clean, F_INT, 0),
};
SHAPE_OF(dry_count, "PolicyDryCount");

static const struct field fields_dry_run[] = {
    FIELD(struct api_dry_run, from, F_TIME, 0),
    FIELD(struct api_dry_run, to, F_TIME, 0),
    FIELD(struct api_dry_run, told, F_INT, 0, DOC("Replies looked at, the newest.")),
    FIELD(struct api_dry_run, heard, F_INT, 0, DOC("Posts of theirs looked at, the newest.")),
    FIELD(struct api_dry_run, more_told, F_BOOL, 0, DOC("There were more in this time.")),
    FIELD(struct api_dry_run, more_heard, F_BOOL, 0),
    FIELD(struct api_dry_run, next, F_OBJ, 0, .of = &shape_dry_count,
          DOC("Replies by their strongest finding, with this text.")),
    FIELD(struct api_dry_run, now, F_OBJ, 0, .of = &shape_dry_count,
          DOC("And with the version in force.")),
    FIELD(struct api_dry_run, rules, F_LIST, 0, .of = &shape_dry_rule),
};
SHAPE_OF(dry_run, "PolicyDryRun");

/* --- who knows it ------------------------------------------------------------------------- */

static const struct field fields_acknowledge_in[] = {
    FIELD(struct api_acknowledge_in, version, F_INT, F_REQUIRED, .min = 1, .max = INT32_MAX,
          DOC("The version that was read; only the one in force is taken.")),
};
SHAPE_OF(acknowledge_in, "AcknowledgeInput");

static const struct field fields_acknowledgement[] = {
    FIELD(struct api_acknowledgement, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_acknowledgement, version, F_INT, 0,
          DOC("Newest that this member acknowledged; 0 = none.")),
    FIELD(struct api_acknowledgement, at, F_TIME, F_NULLABLE),
    FIELD(
        struct api_acknowledgement, must, F_BOOL, 0,
        DOC("Answers in public: nothing leaves before the version in force is acknowledged.")),
    FIELD(struct api_acknowledgement, reminded_at, F_TIME, F_NULLABLE,
          DOC("Of the version in force, the last time.")),
    FIELD(struct api_acknowledgement, reminders, F_INT, 0),
};
SHAPE_OF(acknowledgement, "Acknowledgement");
LIST_OF(acknowledgement, "Acknowledgement");

static const struct field fields_remind_in[] = {
    FIELD(struct api_remind_in, member_id, F_ID, F_NULLABLE,
          DOC("Absent: everybody who has not acknowledged it and was not told today.")),
};
SHAPE_OF(remind_in, "RemindInput");

static const struct field fields_reminded[] = {
    FIELD(struct api_reminded, reminded, F_INT, 0, DOC("So many were told.")),
};
SHAPE_OF(reminded, "Reminded");

/* --- saved texts, signs, links ------------------------------------------------------------ */

static const struct field fields_saved_text[] = {
    FIELD(struct api_saved_text, id, F_ID, 0),
    FIELD(struct api_saved_text, kind, F_ENUM, 0, .values = words_saved_kind),
    FIELD(struct api_saved_text, title, F_STR, 0, DOC("By which it is found.")),
    FIELD(struct api_saved_text, text, F_STR, 0),
    FIELD(struct api_saved_text, created_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_saved_text, created_at, F_TIME, 0),
    FIELD(struct api_saved_text, changed_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_saved_text, changed_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(saved_text, "SavedText");
LIST_OF(saved_text, "SavedText");

#define SAVED_FIELDS                                                                           \
    FIELD(struct api_saved_text_in, kind, F_ENUM, F_REQUIRED, .values = words_saved_kind),     \
        FIELD(struct api_saved_text_in, title, F_STR, F_REQUIRED, .min = 1, .max = 80),        \
        FIELD(struct api_saved_text_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = 2000)
static const struct field fields_saved_text_new_in[] = {SAVED_FIELDS};
const struct shape shape_saved_text_new_in =
    SHAPE(struct api_saved_text_in, "SavedTextInput", fields_saved_text_new_in);
static const struct field fields_saved_text_in[] = {ID_IN_PATH(struct api_saved_text_in),
                                                    SAVED_FIELDS};
SHAPE_OF(saved_text_in, "SavedTextChange");

static const struct field fields_sign[] = {
    FIELD(struct api_sign, scope, F_ENUM, 0, .values = words_sign_scope),
    FIELD(struct api_sign, scope_id, F_ID, F_NULLABLE),
    FIELD(struct api_sign, name, F_STR, 0, DOC("Of the team or channel.")),
    FIELD(
        struct api_sign, form, F_STR, F_NULLABLE,
        DOC("{own} {initials} {first} {name} {team} {organisation}; null = the next wider one "
            "holds.")),
    FIELD(struct api_sign, example, F_STR, 0, DOC("As your own reply would be signed.")),
};
SHAPE_OF(sign, "Sign");
LIST_OF(sign, "Sign");

static const struct field fields_sign_in[] = {
    FIELD(struct api_sign_in, scope, F_ENUM, F_REQUIRED, .values = words_sign_scope),
    FIELD(struct api_sign_in, scope_id, F_ID, F_NULLABLE,
          DOC("Of the team or channel; absent for the house.")),
    FIELD(struct api_sign_in, form, F_STR, F_NULLABLE, .max = 80,
          DOC("Empty: the next wider one holds again.")),
};
SHAPE_OF(sign_in, "SignInput");

static const struct field fields_link_in[] = {
    FIELD(struct api_link_in, url, F_STR, F_REQUIRED, .min = 1, .max = 2000,
          DOC("As it stands in the reply.")),
};
SHAPE_OF(link_in, "LinkInput");
