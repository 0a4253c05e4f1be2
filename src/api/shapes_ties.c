/* shapes_ties: the tables of relationships. */
#include "api/shapes_ties.h"
#include "api/shapes_inbox.h"

static const char *const rhythms[] = {"none", "alive", "drifting", "dormant", NULL};

static const struct field fields_tie_part[] = {
    FIELD(struct api_tie_part, name, F_STR, 0,
          DOC("dialogue, recency, depth, duration, reciprocity, experience, structure, "
              "resilience")),
    FIELD(struct api_tie_part, value, F_NUM, 0, DOC("0 to 1.")),
    FIELD(struct api_tie_part, weight, F_NUM, 0, DOC("What it can give.")),
    FIELD(struct api_tie_part, points, F_NUM, 0, DOC("What it gives: value times weight.")),
    FIELD(struct api_tie_part, say, F_STR, F_SAID, DOC("Its evidence.")),
};
const struct shape shape_tie_part = SHAPE(struct api_tie_part, "TiePart", fields_tie_part);

static const struct field fields_tie_raise[] = {
    FIELD(struct api_tie_raise, act, F_STR, 0,
          DOC("talk, ask, personal, meet, help, channel, repair")),
    FIELD(struct api_tie_raise, say, F_STR, F_SAID),
    FIELD(struct api_tie_raise, gain, F_NUM, 0, DOC("Points, if it happened now.")),
};
const struct shape shape_tie_raise = SHAPE(struct api_tie_raise, "TieRaise", fields_tie_raise);

static const struct field fields_tie_override[] = {
    FIELD(struct api_tie_override, strength, F_NUM, 0),
    FIELD(struct api_tie_override, why, F_STR, 0),
    FIELD(struct api_tie_override, by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_tie_override, until, F_TIME, F_NULLABLE),
};
const struct shape shape_tie_override =
    SHAPE(struct api_tie_override, "TieOverride", fields_tie_override);

static const struct field fields_outlook_reason[] = {
    FIELD(struct api_outlook_reason, say, F_STR, F_SAID),
};
const struct shape shape_outlook_reason =
    SHAPE(struct api_outlook_reason, "OutlookReason", fields_outlook_reason);

static const char *const outlook_words[] = {"none", "over", "unlikely", "open", "likely", NULL};
static const struct field fields_outlook[] = {
    FIELD(struct api_outlook, chance, F_NUM, 0, DOC("0 to 100: of a touch within a month.")),
    FIELD(struct api_outlook, fallen, F_NUM, 0,
          DOC("0 to 1: below what is usual between them.")),
    FIELD(struct api_outlook, word, F_ENUM, 0, .values = outlook_words),
    FIELD(struct api_outlook, say, F_STR, F_SAID),
    FIELD(struct api_outlook, reasons, F_LIST, 0, .of = &shape_outlook_reason,
          DOC("What it rests on, the weightiest first.")),
};
const struct shape shape_outlook = SHAPE(struct api_outlook, "Outlook", fields_outlook);

static const struct field fields_tie[] = {
    FIELD(struct api_tie, member, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("null = the organisation.")),
    FIELD(struct api_tie, strength, F_NUM, 0,
          DOC("0 to 100: a member's judgement while it holds, else what was worked out.")),
    FIELD(struct api_tie, worked_out, F_NUM, 0),
    FIELD(struct api_tie, confidence, F_NUM, 0, DOC("0 to 1, by how much there is to go by.")),
    FIELD(struct api_tie, peak, F_NUM, 0, DOC("The highest it ever was.")),
    FIELD(struct api_tie, peak_at, F_TIME, F_NULLABLE),
    FIELD(struct api_tie, past, F_NUM, F_NULLABLE, DOC("90 days before.")),
    FIELD(struct api_tie, trend, F_NUM, F_NULLABLE, DOC("Now less 90 days before.")),
    FIELD(struct api_tie, percentile, F_NUM, F_NULLABLE,
          DOC("Share of people with the same role who are weaker; of the organisation.")),
    FIELD(struct api_tie, stage, F_ENUM, 0, .values = words_stage),
    FIELD(struct api_tie, rhythm, F_ENUM, 0, .values = rhythms),
    FIELD(struct api_tie, interval_days, F_NUM, 0, DOC("Usual days between touches.")),
    FIELD(struct api_tie, dormancy, F_NUM, 0, DOC("Silence in such intervals.")),
    FIELD(struct api_tie, burstiness, F_NUM, F_NULLABLE,
          DOC("-1 regular, 0 by chance, 1 in bursts.")),
    FIELD(struct api_tie, last_two_way_at, F_TIME, F_NULLABLE),
    FIELD(struct api_tie, heard, F_INT, 0),
    FIELD(struct api_tie, told, F_INT, 0),
    FIELD(struct api_tie, exchanges, F_INT, 0, DOC("Days with an exchange both ways.")),
    FIELD(struct api_tie, rated, F_NUM, F_NULLABLE, DOC("As the member found it; own only.")),
    FIELD(struct api_tie, override, F_REF, F_NULLABLE, .of = &shape_tie_override),
    FIELD(struct api_tie, outlook, F_REF, F_NULLABLE, .of = &shape_outlook,
          DOC("Whether they go on talking; as parts.")),
    FIELD(struct api_tie, parts, F_LIST, 0, .of = &shape_tie_part,
          DOC("Of the organisation and of oneself; empty for other members.")),
    FIELD(struct api_tie, raises, F_LIST, 0, .of = &shape_tie_raise,
          DOC("What would raise it; as parts.")),
};
const struct shape shape_tie = SHAPE(struct api_tie, "Tie", fields_tie);

static const struct field fields_stage_need[] = {
    FIELD(struct api_stage_need, name, F_STR, 0,
          DOC("words, answer, day, shared, time, test, advocacy")),
    FIELD(struct api_stage_need, say, F_STR, F_SAID),
};
const struct shape shape_stage_need =
    SHAPE(struct api_stage_need, "StageMissing", fields_stage_need);

static const struct field fields_stage_step[] = {
    FIELD(struct api_stage_step, stage, F_ENUM, 0, .values = words_stage),
    FIELD(struct api_stage_step, since, F_TIME, 0, DOC("When its evidence was whole.")),
};
const struct shape shape_stage_step =
    SHAPE(struct api_stage_step, "StageStep", fields_stage_step);

static const struct field fields_relationship[] = {
    FIELD(struct api_relationship, person_id, F_ID, 0),
    FIELD(struct api_relationship, at, F_TIME, 0, DOC("As of when.")),
    FIELD(struct api_relationship, stage, F_ENUM, 0, .values = words_stage),
    FIELD(struct api_relationship, since, F_TIME, F_NULLABLE),
    FIELD(struct api_relationship, stage_reason, F_STR, F_SAID, DOC("The evidence.")),
    FIELD(struct api_relationship, missing, F_LIST, 0, .of = &shape_stage_need,
          DOC("For the next stage; empty behind the last.")),
    FIELD(struct api_relationship, steps, F_LIST, 0, .of = &shape_stage_step),
    FIELD(struct api_relationship, next_step, F_STR, F_NULLABLE | F_SAID,
          DOC("The one thing that helps most now.")),
    FIELD(struct api_relationship, ties, F_LIST, 0, .of = &shape_tie,
          DOC("The organisation first, then members who took part, the strongest first.")),
    FIELD(struct api_relationship, weights_version, F_INT, 0, DOC("0 = as documented.")),
};
SHAPE_OF(relationship, "Relationship");

static const struct field fields_relationship_in[] = {
    ID_IN_PATH(struct api_relationship_in),
    FIELD(struct api_relationship_in, at, F_TIME, F_IN_QUERY, DOC("As of then; now.")),
};
SHAPE_OF(relationship_in, "RelationshipAsk");

static const struct field fields_course_in[] = {
    ID_IN_PATH(struct api_course_in),
    FIELD(struct api_course_in, weeks, F_INT, F_IN_QUERY, .min = 4, .max = 260,
          DOC("52 when absent.")),
};
SHAPE_OF(course_in, "StrengthCourseInput");

static const struct field fields_course_point[] = {
    FIELD(struct api_course_point, at, F_TIME, 0),
    FIELD(struct api_course_point, strength, F_NUM, 0, DOC("0 to 100, as worked out.")),
};
SHAPE_OF(course_point, "StrengthPoint");

static const struct field fields_course[] = {
    FIELD(struct api_course, points, F_LIST, 0, .of = &shape_course_point,
          DOC("One a week, the last now; of the organisation.")),
};
SHAPE_OF(course, "StrengthCourse");

static const struct field fields_override_in[] = {
    ID_IN_PATH(struct api_override_in),
    FIELD(struct api_override_in, member_id, F_ID, F_NULLABLE,
          DOC("Whose tie; left out = the organisation's.")),
    FIELD(struct api_override_in, strength, F_NUM, F_REQUIRED, DOC("0 to 100.")),
    FIELD(struct api_override_in, why, F_STR, F_REQUIRED, .min = 1, .max = 400),
    FIELD(struct api_override_in, until, F_TIME, F_NULLABLE,
          DOC("Until when; left out = until it is taken back.")),
};
SHAPE_OF(override_in, "TieOverrideInput");

static const struct field fields_override_off_in[] = {
    ID_IN_PATH(struct api_override_off_in),
    FIELD(struct api_override_off_in, member_id, F_ID, F_IN_QUERY),
};
SHAPE_OF(override_off_in, "TieOverrideEnd");

static const struct field fields_rating_in[] = {
    ID_IN_PATH(struct api_rating_in),
    FIELD(struct api_rating_in, strength, F_NUM, F_REQUIRED, DOC("0 to 100.")),
};
SHAPE_OF(rating_in, "TieRating");

static const struct field fields_weight[] = {
    FIELD(struct api_weight, name, F_STR, 0),
    FIELD(struct api_weight, documented, F_NUM, 0),
    FIELD(struct api_weight, now, F_NUM, 0),
    FIELD(struct api_weight, fitted, F_NUM, 0, DOC("What the ratings would make of it.")),
};
const struct shape shape_weight = SHAPE(struct api_weight, "TieWeight", fields_weight);

static const char *const words_fitting[] = {"fitted", "documented", "returned", NULL};
static const struct field fields_fitting_part[] = {
    FIELD(struct api_fitting_part, name, F_STR, 0),
    FIELD(struct api_fitting_part, before, F_NUM, 0),
    FIELD(struct api_fitting_part, after, F_NUM, 0),
};
static const struct shape shape_fitting_part =
    SHAPE(struct api_fitting_part, "TieFittingPart", fields_fitting_part);

static const struct field fields_fitting[] = {
    FIELD(struct api_fitting, version, F_INT, 0),
    FIELD(struct api_fitting, kind, F_ENUM, 0, .values = words_fitting),
    FIELD(struct api_fitting, of_version, F_INT, 0,
          DOC("Of returned: the version whose weights came back; else 0.")),
    FIELD(struct api_fitting, ratings, F_INT, 0,
          DOC("Of fitted: how many answers they were fitted to.")),
    FIELD(struct api_fitting, error_before, F_NUM, 0,
          DOC("Of fitted: how far off those before were, in points on answers not seen; -1 = "
              "not measured.")),
    FIELD(struct api_fitting, error_after, F_NUM, 0, DOC("The same of these.")),
    FIELD(struct api_fitting, parts, F_LIST, 0, .of = &shape_fitting_part),
    FIELD(struct api_fitting, at, F_TIME, F_NULLABLE),
    FIELD(struct api_fitting, by, F_REF, F_NULLABLE, .of = &shape_member_ref),
};
static const struct shape shape_fitting =
    SHAPE(struct api_fitting, "TieFitting", fields_fitting);

static const struct field fields_weights_return_in[] = {
    FIELD(struct api_weights_return_in, version, F_INT, F_REQUIRED, .min = 1, .max = INT64_MAX,
          DOC("Of the fittings.")),
};
SHAPE_OF(weights_return_in, "TieWeightsReturnInput");

static const struct field fields_weights[] = {
    FIELD(struct api_weights, version, F_INT, 0, DOC("0 = as documented.")),
    FIELD(struct api_weights, parts, F_LIST, 0, .of = &shape_weight),
    FIELD(struct api_weights, ratings, F_INT, 0),
    FIELD(struct api_weights, needed, F_INT, 0, DOC("More than so many are needed.")),
    FIELD(struct api_weights, enough, F_BOOL, 0),
    FIELD(struct api_weights, better, F_BOOL, 0,
          DOC("On ratings not seen, the fitted weights are nearer than those of now.")),
    FIELD(struct api_weights, error_now, F_NUM, 0, DOC("Mean distance in points.")),
    FIELD(struct api_weights, error_fitted, F_NUM, 0),
    FIELD(struct api_weights, fittings, F_LIST, 0, .of = &shape_fitting,
          DOC("Which weights ever counted, the newest first, at most 200.")),
    FIELD(struct api_weights, at, F_TIME, F_NULLABLE),
    FIELD(struct api_weights, by, F_REF, F_NULLABLE, .of = &shape_member_ref),
};
SHAPE_OF(weights, "TieWeights");

static const struct field fields_tie_run[] = {
    FIELD(struct api_tie_run, running, F_BOOL, 0),
    FIELD(struct api_tie_run, people, F_INT, 0),
    FIELD(struct api_tie_run, ties, F_INT, 0),
    FIELD(struct api_tie_run, touches, F_INT, 0),
    FIELD(struct api_tie_run, started_at, F_TIME, F_NULLABLE),
    FIELD(struct api_tie_run, finished_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(tie_run, "TieRun");
