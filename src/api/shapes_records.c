/* shapes_records: the tables of what members write down. */
#include "api/shapes_records.h"

#define MINE_DOC "Only I see it."
#define MEMBER_REF(type, name, text)                                                           \
    FIELD(type, name, F_REF, F_NULLABLE, .of = &shape_member_ref, DOC(text))

static const struct field fields_touch[] = {
    FIELD(struct api_touch, id, F_ID, 0),
    FIELD(struct api_touch, person_id, F_ID, 0),
    FIELD(struct api_touch, medium, F_STR, 0,
          DOC("like, public, unlisted, followers, comment, direct, mail, call, meeting, event, "
              "letter, other")),
    FIELD(struct api_touch, direction, F_ENUM, 0, .values = words_touch_direction),
    FIELD(struct api_touch, text, F_STR, 0),
    MEMBER_REF(struct api_touch, member, "Who of us; null = the organisation."),
    FIELD(struct api_touch, channel, F_REF, F_NULLABLE, .of = &shape_channel_ref),
    FIELD(struct api_touch, post_id, F_ID, F_NULLABLE),
    FIELD(struct api_touch, moment_id, F_ID, F_NULLABLE),
    FIELD(struct api_touch, prompted, F_BOOL, 0, DOC("An answer to the other side.")),
    FIELD(struct api_touch, asked, F_INT, 0,
          DOC("1 = a question in it, 2 = and it was answered.")),
    FIELD(struct api_touch, personal, F_BOOL, 0),
    FIELD(struct api_touch, automatic, F_BOOL, 0, DOC("A machine or a template: no weight.")),
    FIELD(struct api_touch, mine, F_BOOL, 0, DOC(MINE_DOC)),
    FIELD(struct api_touch, source, F_STR, 0, DOC("post, member, mail, calendar, import")),
    FIELD(struct api_touch, at, F_TIME, 0),
};
SHAPE_OF(touch, "Touch");

static const struct field fields_moment_record[] = {
    FIELD(struct api_moment_record, id, F_ID, 0),
    FIELD(struct api_moment_record, kind, F_ENUM, 0, .values = words_moment_kind),
    FIELD(struct api_moment_record, title, F_STR, 0),
    FIELD(struct api_moment_record, text, F_STR, 0),
    FIELD(struct api_moment_record, at, F_TIME, 0),
    FIELD(struct api_moment_record, until_at, F_TIME, F_NULLABLE),
    FIELD(struct api_moment_record, conversation_id, F_ID, F_NULLABLE),
    FIELD(struct api_moment_record, repairs_id, F_ID, F_NULLABLE,
          DOC("Of a recovery: the failure.")),
    FIELD(struct api_moment_record, severity, F_INT, 0,
          DOC("Of a failure: 1 small, 2 serious, 3 grave; else 0.")),
    FIELD(struct api_moment_record, people, F_LIST, 0, .of = &shape_person_ref,
          DOC("Those that the member who asks may see.")),
    FIELD(struct api_moment_record, members, F_LIST, 0, .of = &shape_member_ref),
    FIELD(struct api_moment_record, source, F_STR, 0),
    MEMBER_REF(struct api_moment_record, created_by, "Who wrote it down."),
    FIELD(struct api_moment_record, created_at, F_TIME, 0),
};
SHAPE_OF(moment_record, "MomentRecord");

static const struct field fields_post_source[] = {
    FIELD(struct api_post_source, id, F_ID, 0),
    FIELD(struct api_post_source, conversation_id, F_ID, 0),
    FIELD(struct api_post_source, text, F_STR, 0, DOC("How it begins; '' when it is gone.")),
    FIELD(struct api_post_source, posted_at, F_TIME, 0),
};
SHAPE_OF(post_source, "PostSource");

static const struct field fields_fact[] = {
    FIELD(struct api_fact, id, F_ID, 0),
    FIELD(struct api_fact, person_id, F_ID, 0),
    FIELD(struct api_fact, kind, F_ENUM, 0, .values = words_fact_kind),
    FIELD(struct api_fact, text, F_STR, 0),
    FIELD(struct api_fact, topic, F_STR, 0, DOC("What common ground is found by.")),
    FIELD(struct api_fact, source, F_STR, 0, DOC("member, post, vcard, csv")),
    FIELD(struct api_fact, post_id, F_ID, F_NULLABLE, DOC("Where they said it.")),
    FIELD(struct api_fact, post, F_REF, F_NULLABLE, .of = &shape_post_source,
          DOC("That post.")),
    FIELD(struct api_fact, said_at, F_TIME, F_NULLABLE),
    FIELD(struct api_fact, mine, F_BOOL, 0, DOC(MINE_DOC)),
    MEMBER_REF(struct api_fact, created_by, "Who wrote it down."),
    FIELD(struct api_fact, created_at, F_TIME, 0),
};
SHAPE_OF(fact, "Fact");

static const struct field fields_commitment[] = {
    FIELD(struct api_commitment, id, F_ID, 0),
    FIELD(struct api_commitment, person_id, F_ID, 0),
    FIELD(struct api_commitment, person, F_REF, F_NULLABLE, .of = &shape_person_ref,
          DOC("In lists over people.")),
    FIELD(struct api_commitment, side, F_ENUM, 0, .values = words_side, DOC("Who promised.")),
    FIELD(struct api_commitment, text, F_STR, 0),
    FIELD(struct api_commitment, state, F_ENUM, 0, .values = words_commitment_state),
    FIELD(struct api_commitment, due_at, F_TIME, F_NULLABLE),
    FIELD(struct api_commitment, overdue, F_BOOL, 0, DOC("Open, and its date has passed.")),
    MEMBER_REF(struct api_commitment, member, "Whose of us; null = the organisation's."),
    FIELD(struct api_commitment, conversation_id, F_ID, F_NULLABLE),
    FIELD(struct api_commitment, settled_at, F_TIME, F_NULLABLE),
    MEMBER_REF(struct api_commitment, settled_by, "Who said that it is settled."),
    MEMBER_REF(struct api_commitment, created_by, "Who wrote it down."),
    FIELD(struct api_commitment, created_at, F_TIME, 0),
};
SHAPE_OF(commitment, "Commitment");
LIST_OF(commitment, "Commitment");

static const struct field fields_deal[] = {
    FIELD(struct api_deal, id, F_ID, 0),
    FIELD(struct api_deal, person_id, F_ID, 0),
    FIELD(struct api_deal, kind, F_ENUM, 0, .values = words_deal_kind),
    FIELD(struct api_deal, title, F_STR, 0),
    FIELD(struct api_deal, amount_minor, F_INT, 0,
          DOC("In the smallest unit of the currency.")),
    FIELD(struct api_deal, currency, F_STR, 0, DOC("EUR, USD ...; '' without an amount.")),
    FIELD(struct api_deal, state, F_ENUM, 0, .values = words_deal_state),
    FIELD(struct api_deal, person, F_REF, F_NULLABLE, .of = &shape_person_ref),
    FIELD(struct api_deal, organization, F_REF, F_NULLABLE, .of = &shape_person_ref),
    FIELD(struct api_deal, referred, F_REF, F_NULLABLE, .of = &shape_person_ref,
          DOC("Of a referral: whom they sent to us.")),
    FIELD(struct api_deal, conversation_id, F_ID, F_NULLABLE),
    MEMBER_REF(struct api_deal, member, "Whose of us."),
    MEMBER_REF(struct api_deal, created_by, "Who wrote it down."),
    FIELD(struct api_deal, at, F_TIME, 0),
    FIELD(struct api_deal, created_at, F_TIME, 0),
};
SHAPE_OF(deal, "Deal");

static const struct field fields_value[] = {
    FIELD(struct api_value, id, F_ID, 0),
    FIELD(struct api_value, person_id, F_ID, 0),
    FIELD(struct api_value, side, F_ENUM, 0, .values = words_side, DOC("Who gained.")),
    FIELD(struct api_value, kind, F_ENUM, 0, .values = words_value_kind),
    FIELD(struct api_value, text, F_STR, 0),
    FIELD(struct api_value, post_id, F_ID, F_NULLABLE, DOC("Evidence.")),
    FIELD(struct api_value, post, F_REF, F_NULLABLE, .of = &shape_post_source,
          DOC("That post.")),
    FIELD(struct api_value, moment_id, F_ID, F_NULLABLE, DOC("Evidence.")),
    FIELD(struct api_value, deal_id, F_ID, F_NULLABLE, DOC("Evidence.")),
    MEMBER_REF(struct api_value, member, "Through whom of us."),
    MEMBER_REF(struct api_value, created_by, "Who wrote it down."),
    FIELD(struct api_value, at, F_TIME, 0),
    FIELD(struct api_value, created_at, F_TIME, 0),
};
SHAPE_OF(value, "ValueEntry");

static const struct field fields_value_line[] = {
    FIELD(struct api_value_line, balance, F_ENUM, 0, .values = words_balance),
    FIELD(struct api_value_line, line, F_STR, F_SAID,
          DOC("What each side gains, in one line; says so when one gains nothing.")),
    FIELD(struct api_value_line, us, F_INT, 0, DOC("How many on our side.")),
    FIELD(struct api_value_line, them, F_INT, 0),
    FIELD(struct api_value_line, us_text, F_STR, 0, DOC("The newest, shortened.")),
    FIELD(struct api_value_line, them_text, F_STR, 0),
};
SHAPE_OF(value_line, "ValueLine");

static const struct field fields_common[] = {
    FIELD(struct api_common, kind, F_ENUM, 0, .values = words_common_kind),
    FIELD(struct api_common, text, F_STR, 0, DOC("What it is.")),
    FIELD(struct api_common, reason, F_STR, F_SAID, DOC("In a sentence.")),
    MEMBER_REF(struct api_common, member, "Whose interest it is."),
};
SHAPE_OF(common, "CommonGround");

#define SOME "The newest first, at most 200."
static const struct field fields_records[] = {
    FIELD(struct api_records, value_line, F_OBJ, 0, .of = &shape_value_line),
    FIELD(struct api_records, common, F_LIST, 0, .of = &shape_common,
          DOC("What the member who asks has in common with them, the surest first.")),
    FIELD(struct api_records, moments, F_LIST, 0, .of = &shape_moment_record, DOC(SOME)),
    FIELD(struct api_records, facts, F_LIST, 0, .of = &shape_fact, DOC(SOME)),
    FIELD(struct api_records, commitments, F_LIST, 0, .of = &shape_commitment, DOC(SOME)),
    FIELD(struct api_records, deals, F_LIST, 0, .of = &shape_deal, DOC(SOME)),
    FIELD(struct api_records, referred_by, F_LIST, 0, .of = &shape_deal,
          DOC("Referrals that sent this person to us.")),
    FIELD(struct api_records, values, F_LIST, 0, .of = &shape_value, DOC(SOME)),
};
SHAPE_OF(records, "PersonRecords");

/* --- in ---------------------------------------------------------------------------------- */

#define TEXT_MAX .max = 20000
static const struct field fields_touch_in[] = {
    ID_IN_PATH(struct api_touch_in),
    FIELD(struct api_touch_in, medium, F_ENUM, F_REQUIRED, .values = words_touch_medium),
    FIELD(struct api_touch_in, direction, F_ENUM, F_REQUIRED, .values = words_touch_direction,
          DOC("both: it took place, a call or a meeting.")),
    FIELD(struct api_touch_in, text, F_TEXT, 0, TEXT_MAX),
    FIELD(struct api_touch_in, at, F_TIME, 0, DOC("Now when absent.")),
    FIELD(struct api_touch_in, asked, F_INT, 0, .min = 0, .max = 2,
          DOC("1 = a question in it, 2 = and it was answered.")),
    FIELD(struct api_touch_in, personal, F_BOOL, 0, DOC("Private or personal.")),
    FIELD_SET(struct api_touch_in, prompted, F_BOOL, 0,
              DOC("An answer to the other side; seen from the one before when absent.")),
    FIELD(struct api_touch_in, member_id, F_ID, F_NULLABLE, DOC("Who of us; I when absent.")),
    FIELD(struct api_touch_in, moment_id, F_ID, F_NULLABLE, DOC("The moment it was part of.")),
    FIELD(struct api_touch_in, moment_title, F_STR, 0, .max = 200,
          DOC("Makes a shared moment of this title.")),
    FIELD(struct api_touch_in, with_ids, F_IDS, 0, .max = 50, DOC("Further persons.")),
};
SHAPE_OF(touch_in, "TouchInput");

#define MOMENT_TIMES                                                                           \
    FIELD(struct api_moment_record_in, conversation_id, F_ID, F_NULLABLE,                      \
          DOC("Where it is talked about."))
static const struct field fields_moment_record_new_in[] = {
    FIELD(struct api_moment_record_in, kind, F_ENUM, F_REQUIRED, .values = words_moment_kind),
    FIELD(struct api_moment_record_in, title, F_STR, F_REQUIRED, .min = 1, .max = 200),
    FIELD(struct api_moment_record_in, text, F_TEXT, 0, TEXT_MAX),
    FIELD(struct api_moment_record_in, at, F_TIME, 0, DOC("Now when absent.")),
    FIELD(struct api_moment_record_in, until_at, F_TIME, F_NULLABLE),
    MOMENT_TIMES,
    FIELD(struct api_moment_record_in, repairs_id, F_ID, F_NULLABLE,
          DOC("Of a recovery: the failure.")),
    FIELD(struct api_moment_record_in, severity, F_INT, 0, .min = 0, .max = 3,
          DOC("Of a failure: 1 small, 2 serious, 3 grave.")),
    FIELD(struct api_moment_record_in, person_ids, F_IDS, F_REQUIRED, .min = 1, .max = 200),
    FIELD(struct api_moment_record_in, member_ids, F_IDS, 0, .max = 50, DOC("I when absent.")),
};
const struct shape shape_moment_record_new_in =
    SHAPE(struct api_moment_record_in, "MomentNewInput", fields_moment_record_new_in);

static const struct field fields_moment_record_in[] = {
    ID_IN_PATH(struct api_moment_record_in),
    FIELD_SET(struct api_moment_record_in, kind, F_ENUM, 0, .values = words_moment_kind),
    FIELD_SET(struct api_moment_record_in, title, F_STR, 0, .min = 1, .max = 200),
    FIELD_SET(struct api_moment_record_in, text, F_TEXT, 0, TEXT_MAX),
    FIELD_SET(struct api_moment_record_in, at, F_TIME, 0),
    FIELD_SET(struct api_moment_record_in, until_at, F_TIME, F_NULLABLE),
    FIELD_SET(struct api_moment_record_in, repairs_id, F_ID, F_NULLABLE),
    FIELD_SET(struct api_moment_record_in, severity, F_INT, 0, .min = 0, .max = 3),
    FIELD_SET(struct api_moment_record_in, person_ids, F_IDS, 0, .min = 1, .max = 200),
    FIELD_SET(struct api_moment_record_in, member_ids, F_IDS, 0, .max = 50),
};
SHAPE_OF(moment_record_in, "MomentInput");

static const struct field fields_fact_new_in[] = {
    ID_IN_PATH(struct api_fact_in),
    FIELD(struct api_fact_in, kind, F_ENUM, F_REQUIRED, .values = words_fact_kind),
    FIELD(struct api_fact_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = 2000),
    FIELD(struct api_fact_in, topic, F_STR, 0, .max = 200,
          DOC("In a word or two; the text when it is short.")),
    FIELD(struct api_fact_in, post_id, F_ID, F_NULLABLE, DOC("Where they said it.")),
    FIELD(struct api_fact_in, said_at, F_TIME, F_NULLABLE),
    FIELD(struct api_fact_in, mine, F_BOOL, 0, DOC(MINE_DOC)),
};
const struct shape shape_fact_new_in =
    SHAPE(struct api_fact_in, "FactNewInput", fields_fact_new_in);

static const struct field fields_fact_in[] = {
    ID_IN_PATH(struct api_fact_in),
    FIELD_SET(struct api_fact_in, kind, F_ENUM, 0, .values = words_fact_kind),
    FIELD_SET(struct api_fact_in, text, F_TEXT, 0, .min = 1, .max = 2000),
    FIELD_SET(struct api_fact_in, topic, F_STR, 0, .max = 200),
    FIELD_SET(struct api_fact_in, said_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(fact_in, "FactInput");

static const struct field fields_commitment_new_in[] = {
    ID_IN_PATH(struct api_commitment_in),
    FIELD(struct api_commitment_in, side, F_ENUM, F_REQUIRED, .values = words_side,
          DOC("Who promises.")),
    FIELD(struct api_commitment_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = 2000),
    FIELD(struct api_commitment_in, due_at, F_TIME, F_NULLABLE),
    FIELD(struct api_commitment_in, member_id, F_ID, F_NULLABLE,
          DOC("Whose of us; null = the organisation's.")),
    FIELD(struct api_commitment_in, conversation_id, F_ID, F_NULLABLE),
};
const struct shape shape_commitment_new_in =
    SHAPE(struct api_commitment_in, "CommitmentNewInput", fields_commitment_new_in);

static const struct field fields_commitment_in[] = {
    ID_IN_PATH(struct api_commitment_in),
    FIELD_SET(struct api_commitment_in, text, F_TEXT, 0, .min = 1, .max = 2000),
    FIELD_SET(struct api_commitment_in, due_at, F_TIME, F_NULLABLE),
    FIELD_SET(struct api_commitment_in, state, F_ENUM, 0, .values = words_commitment_state),
    FIELD_SET(struct api_commitment_in, member_id, F_ID, F_NULLABLE),
};
SHAPE_OF(commitment_in, "CommitmentInput");

#define AMOUNT .min = 0, .max = INT64_MAX / 2
static const struct field fields_deal_new_in[] = {
    ID_IN_PATH(struct api_deal_in),
    FIELD(struct api_deal_in, kind, F_ENUM, F_REQUIRED, .values = words_deal_kind),
    FIELD(struct api_deal_in, title, F_STR, F_REQUIRED, .min = 1, .max = 200),
    FIELD(struct api_deal_in, amount_minor, F_INT, 0, AMOUNT),
    FIELD(struct api_deal_in, currency, F_STR, 0, .max = 3),
    FIELD(struct api_deal_in, state, F_ENUM, 0, .values = words_deal_state,
          DOC("open when absent; a referral has happened: won.")),
    FIELD(struct api_deal_in, at, F_TIME, 0, DOC("Now when absent.")),
    FIELD(struct api_deal_in, organization_id, F_ID, F_NULLABLE),
    FIELD(struct api_deal_in, referred_id, F_ID, F_NULLABLE,
          DOC("Of a referral: whom they sent to us.")),
    FIELD(struct api_deal_in, referred_name, F_STR, 0, .max = 200,
          DOC("Instead of the id: a person we do not know yet is made.")),
    FIELD(struct api_deal_in, conversation_id, F_ID, F_NULLABLE),
    FIELD(struct api_deal_in, member_id, F_ID, F_NULLABLE, DOC("I when absent.")),
};
const struct shape shape_deal_new_in =
    SHAPE(struct api_deal_in, "DealNewInput", fields_deal_new_in);

static const struct field fields_deal_in[] = {
    ID_IN_PATH(struct api_deal_in),
    FIELD_SET(struct api_deal_in, title, F_STR, 0, .min = 1, .max = 200),
    FIELD_SET(struct api_deal_in, amount_minor, F_INT, 0, AMOUNT),
    FIELD_SET(struct api_deal_in, currency, F_STR, 0, .max = 3),
    FIELD_SET(struct api_deal_in, state, F_ENUM, 0, .values = words_deal_state),
    FIELD_SET(struct api_deal_in, at, F_TIME, 0),
    FIELD_SET(struct api_deal_in, organization_id, F_ID, F_NULLABLE),
    FIELD_SET(struct api_deal_in, member_id, F_ID, F_NULLABLE),
};
SHAPE_OF(deal_in, "DealInput");

static const struct field fields_value_new_in[] = {
    ID_IN_PATH(struct api_value_in),
    FIELD(struct api_value_in, side, F_ENUM, F_REQUIRED, .values = words_side,
          DOC("Who gained.")),
    FIELD(struct api_value_in, kind, F_ENUM, F_REQUIRED, .values = words_value_kind),
    FIELD(struct api_value_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = 2000),
    FIELD(struct api_value_in, at, F_TIME, 0,
          DOC("When absent: when the post was written, else now.")),
    FIELD(struct api_value_in, post_id, F_ID, F_NULLABLE, DOC("Evidence.")),
    FIELD(struct api_value_in, moment_id, F_ID, F_NULLABLE, DOC("Evidence.")),
    FIELD(struct api_value_in, deal_id, F_ID, F_NULLABLE, DOC("Evidence.")),
    FIELD(struct api_value_in, member_id, F_ID, F_NULLABLE, DOC("I when absent.")),
};
const struct shape shape_value_new_in =
    SHAPE(struct api_value_in, "ValueNewInput", fields_value_new_in);

static const struct field fields_value_in[] = {
    ID_IN_PATH(struct api_value_in),
    FIELD_SET(struct api_value_in, side, F_ENUM, 0, .values = words_side),
    FIELD_SET(struct api_value_in, kind, F_ENUM, 0, .values = words_value_kind),
    FIELD_SET(struct api_value_in, text, F_TEXT, 0, .min = 1, .max = 2000),
    FIELD_SET(struct api_value_in, at, F_TIME, 0),
};
SHAPE_OF(value_in, "ValueInput");

static const struct field fields_keep_in[] = {
    ID_IN_PATH(struct api_keep_in),
    FIELD(struct api_keep_in, ideal_days, F_INT, F_REQUIRED, .min = 1, .max = 3660),
    FIELD(struct api_keep_in, latest_days, F_INT, F_REQUIRED, .min = 1, .max = 3660),
    FIELD(struct api_keep_in, anybody, F_BOOL, 0, DOC("Anybody of us keeps it, not I.")),
};
SHAPE_OF(keep_in, "KeepInTouchInput");

static const struct field fields_keep_off_in[] = {
    ID_IN_PATH(struct api_keep_off_in),
    FIELD(struct api_keep_off_in, anybody, F_BOOL, F_IN_QUERY),
};
SHAPE_OF(keep_off_in, "KeepInTouchOffInput");

static const struct field fields_interest[] = {
    FIELD(struct api_interest, topic, F_STR, 0),
    FIELD(struct api_interest, text, F_STR, 0),
};
SHAPE_OF(interest, "Interest");
LIST_OF(interest, "Interest");

static const struct field fields_interests_in[] = {
    FIELD(struct api_interests_in, items, F_STRS, F_REQUIRED, .max = 100,
          DOC("What I like, in a word or two each.")),
};
SHAPE_OF(interests_in, "InterestsInput");
