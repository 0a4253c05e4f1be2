/* shapes_publish: the tables of posts of our own. */
#include "api/shapes_publish.h"

static const struct field fields_planned[] = {
    FIELD(struct api_planned, id, F_ID, 0, DOC("Its row of the outbox.")),
    FIELD(struct api_planned, publication_id, F_ID, 0,
          DOC("The decision: the same for its channels.")),
    FIELD(struct api_planned, conversation_id, F_ID, F_NULLABLE, DOC("Once it is out.")),
    FIELD(struct api_planned, post_id, F_ID, F_NULLABLE, DOC("Once it is out.")),
    FIELD(struct api_planned, channel, F_OBJ, 0, .of = &shape_channel_ref),
    FIELD(struct api_planned, member, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_planned, approved_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_planned, text, F_STR, 0, DOC("As it stands on the network, signed.")),
    FIELD(struct api_planned, said, F_STR, 0, DOC("The same without the sign.")),
    FIELD(struct api_planned, sign, F_STR, 0),
    FIELD(struct api_planned, state, F_ENUM, 0, .values = words_outbox_state),
    FIELD(struct api_planned, held_for, F_ENUM, 0, .values = words_held_for,
          DOC("Why it waits for a person: review (a second one), pause, late (its time passed "
              "before it could leave), channel (that did not work then), right (its author may "
              "not say it any more).")),
    FIELD(struct api_planned, error_text, F_STR, F_NULLABLE | F_SAID, DOC("Plain words.")),
    FIELD(struct api_planned, rules, F_JSON, F_ARRAY, .of = &shape_told_rule,
          DOC("What the check said when it was decided.")),
    FIELD(
        struct api_planned, labels, F_LIST, 0, .of = &shape_label,
        DOC("What it is about: pauses of a topic and rules for one look here; its conversation "
            "has them once it is out.")),
    FIELD(struct api_planned, due_at, F_TIME, 0, DOC("When it is to leave.")),
    FIELD(struct api_planned, created_at, F_TIME, 0),
    FIELD(struct api_planned, sent_at, F_TIME, F_NULLABLE),
    FIELD(struct api_planned, overdue, F_BOOL, 0,
          DOC("It is held or was given back, and its time has passed: who lets it leave says "
              "when.")),
    FIELD(struct api_planned, second_person, F_BOOL, 0,
          DOC("It is held because a rule wants somebody else to look at it.")),
    FIELD(struct api_planned, approvals, F_LIST, 0, .of = &shape_approval,
          DOC("Its stages, in order, also why it was given back. Empty: nobody had to be "
              "asked.")),
    FIELD(struct api_planned, late, F_BOOL, 0, DOC("The time for its approval has passed.")),
    FIELD(struct api_planned, stands_for, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("For whom you decide: who is asked is away.")),
    FIELD(struct api_planned, bare, F_STR, F_NULLABLE,
          DOC("The text without its sign, for who may change it and say yes.")),
    FIELD(struct api_planned, can_approve, F_BOOL, 0, DOC("It waits for your yes.")),
    FIELD(struct api_planned, no_approve_reason, F_STR, F_NULLABLE | F_SAID,
          DOC("Why it does not wait for yours.")),
    FIELD(
        struct api_planned, can_change, F_BOOL, 0,
        DOC("Its words, its labels and its time; a draft, which was given back, is on its way "
            "again when its words were changed.")),
    FIELD(struct api_planned, can_confirm, F_BOOL, 0,
          DOC("It is held, and you may let it leave.")),
    FIELD(struct api_planned, can_cancel, F_BOOL, 0),
    FIELD(struct api_planned, can_retry, F_BOOL, 0),
    FIELD(struct api_planned, can_settle, F_BOOL, 0),
};
SHAPE_OF(planned, "PlannedPost");
LIST_OF(planned, "PlannedPost");

static const struct field fields_told[] = {
    FIELD(struct api_told, heard, F_INT, 0,
          DOC("Posts that somebody decided on, answers, and questions asked.")),
    FIELD(struct api_told, told, F_INT, 0, DOC("Posts of ours that nobody asked for.")),
    FIELD(struct api_told, ratio, F_NUM, F_NULLABLE,
          DOC("heard / told; null when nothing was told.")),
};
static const struct shape shape_told = SHAPE(struct api_told, "HeardAndTold", fields_told);

static const struct field fields_posting[] = {
    FIELD(struct api_posting, channel, F_OBJ, 0, .of = &shape_channel_ref),
    FIELD(struct api_posting, sends_as, F_STR, 0, DOC("Account that will speak.")),
    FIELD(struct api_posting, sign, F_STR, 0, DOC("Your sign there.")),
    FIELD(struct api_posting, no_post_reason, F_STR, F_NULLABLE | F_SAID,
          DOC("Why you cannot post there now; null when you can.")),
    FIELD(struct api_posting, limits, F_OBJ, 0, .of = &shape_reply_limits),
    FIELD(struct api_posting, listening, F_OBJ, 0, .of = &shape_told),
};
static const struct shape shape_posting =
    SHAPE(struct api_posting, "PostingPlace", fields_posting);

static const struct field fields_postings[] = {
    FIELD(struct api_postings, items, F_LIST, 0, .of = &shape_posting),
    FIELD(struct api_postings, house, F_OBJ, 0, .of = &shape_told,
          DOC("Of all channels that you see.")),
    FIELD(struct api_postings, days, F_INT, 0, DOC("The period of the counts, up to now.")),
    FIELD(struct api_postings, time_zone, F_STR, 0,
          DOC("That of the house's clocks; UTC without office hours.")),
};
SHAPE_OF(postings, "PostingPlaces");

static const struct field fields_planned_in[] = {
    FIELD(struct api_planned_in, from, F_TIME, F_IN_QUERY | F_REQUIRED),
    FIELD(struct api_planned_in, to, F_TIME, F_IN_QUERY | F_REQUIRED,
          DOC("At most 100 days behind from.")),
};
SHAPE_OF(planned_in, "PlannedInput");

static const struct field fields_planned_check_in[] = {
    FIELD(struct api_planned_check_in, channel_id, F_ID, F_REQUIRED),
    FIELD(struct api_planned_check_in, publication_id, F_ID, 0,
          DOC("When a planned post is changed: its own posts are no twins.")),
    FIELD(struct api_planned_check_in, text, F_TEXT, 0, .max = 60000),
    FIELD(struct api_planned_check_in, label_ids, F_IDS, 0, .max = 20),
};
SHAPE_OF(planned_check_in, "PlannedCheckInput");

static const struct field fields_planned_item_in[] = {
    FIELD(struct api_planned_item_in, channel_id, F_ID, F_REQUIRED),
    FIELD(struct api_planned_item_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = 60000,
          DOC("Without your sign.")),
};
static const struct shape shape_planned_item_in =
    SHAPE(struct api_planned_item_in, "PlannedItemInput", fields_planned_item_in);

static const struct field fields_planned_new_in[] = {
    FIELD(struct api_planned_new_in, at, F_TIME, F_NULLABLE, DOC("When; now when absent.")),
    FIELD(struct api_planned_new_in, label_ids, F_IDS, 0, .max = 20,
          DOC("What it is about, on all channels.")),
    FIELD(struct api_planned_new_in, key, F_STR, F_REQUIRED, .min = 8, .max = 64,
          DOC("Made by the client, the same at each try: what has a known key is not decided "
              "again.")),
    FIELD(struct api_planned_new_in, warnings_seen, F_BOOL, 0,
          DOC("The member saw the soft findings and goes on all the same.")),
    FIELD(struct api_planned_new_in, ask_second, F_BOOL, 0,
          DOC("Where a rule wants a second person: leave it in the outbox for one.")),
    FIELD(struct api_planned_new_in, items, F_LIST, F_REQUIRED, .of = &shape_planned_item_in,
          .max = 20, DOC("One a channel: all or none are decided.")),
};
SHAPE_OF(planned_new_in, "PlannedNewInput");

static const struct field fields_planned_patch_in[] = {
    ID_IN_PATH(struct api_planned_patch_in),
    FIELD_SET(struct api_planned_patch_in, text, F_TEXT, 0, .min = 1, .max = 60000,
              DOC("You are its author from now on, and sign it.")),
    FIELD_SET(struct api_planned_patch_in, label_ids, F_IDS, 0, .max = 20,
              DOC("Checked like other words, and with the same author.")),
    FIELD_SET(struct api_planned_patch_in, at, F_TIME, 0),
    FIELD(struct api_planned_patch_in, warnings_seen, F_BOOL, 0),
    FIELD(struct api_planned_patch_in, ask_second, F_BOOL, 0),
};
SHAPE_OF(planned_patch_in, "PlannedPatchInput");

static const struct field fields_planned_confirm_in[] = {
    ID_IN_PATH(struct api_planned_confirm_in),
    FIELD(struct api_planned_confirm_in, now, F_BOOL, 0, DOC("It leaves now.")),
    FIELD(struct api_planned_confirm_in, at, F_TIME, F_NULLABLE,
          DOC("It leaves then. Without both: at its time, if that lies ahead.")),
};
SHAPE_OF(planned_confirm_in, "PlannedConfirmInput");
