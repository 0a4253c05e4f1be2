/* shapes_inbox_in: the tables of what the inbox takes in. */
#include "api/shapes_inbox.h"

static const struct field fields_label_new_in[] = {
    FIELD(struct api_label_in, name, F_STR, F_REQUIRED, .min = 1, .max = 40),
    FIELD(struct api_label_in, colour, F_ENUM, 0, .values = words_colour,
          DOC("gray when absent.")),
};
const struct shape shape_label_new_in =
    SHAPE(struct api_label_in, "LabelNewInput", fields_label_new_in);

static const struct field fields_label_in[] = {
    ID_IN_PATH(struct api_label_in),
    FIELD_SET(struct api_label_in, name, F_STR, 0, .min = 1, .max = 40),
    FIELD_SET(struct api_label_in, colour, F_ENUM, 0, .values = words_colour),
};
SHAPE_OF(label_in, "LabelInput");

static const struct field fields_conversations_in[] = {
    FIELD(struct api_conversations_in, view, F_ENUM, F_IN_QUERY, .values = words_view,
          DOC("all when absent. With `team` also give team.")),
    FIELD(struct api_conversations_in, team, F_ID, F_IN_QUERY),
    FIELD(struct api_conversations_in, channel, F_ID, F_IN_QUERY),
    FIELD(struct api_conversations_in, label, F_ID, F_IN_QUERY),
    FIELD(struct api_conversations_in, owner, F_ID, F_IN_QUERY),
    FIELD(struct api_conversations_in, storm, F_ID, F_IN_QUERY,
          DOC("What is folded into a storm, the newest first; no other filter counts then.")),
    FIELD(struct api_conversations_in, kind, F_ENUM, F_IN_QUERY, .values = words_kind),
    FIELD(struct api_conversations_in, network, F_STR, F_IN_QUERY, .max = 40),
    PAGE_FIELDS(struct api_conversations_in),
};
SHAPE_OF(conversations_in, "ConversationsInput");

static const struct field fields_thread_page_in[] = {
    ID_IN_PATH(struct api_thread_page_in),
    PAGE_FIELDS(struct api_thread_page_in),
};
SHAPE_OF(thread_page_in, "ThreadPageInput");

static const struct field fields_conversation_in[] = {
    ID_IN_PATH(struct api_conversation_in),
    FIELD(struct api_conversation_in, version, F_INT, F_REQUIRED, .min = 1, .max = INT64_MAX,
          DOC("The version that was on screen; another one is refused (conflict).")),
    FIELD_SET(struct api_conversation_in, status, F_ENUM, 0, .values = words_conversation_act),
    FIELD_SET(struct api_conversation_in, kind, F_ENUM, 0, .values = words_kind),
    FIELD_SET(struct api_conversation_in, owner_id, F_ID, F_NULLABLE,
              DOC("Null takes the owner away.")),
    FIELD_SET(struct api_conversation_in, team_id, F_ID, F_NULLABLE),
    FIELD_SET(struct api_conversation_in, snoozed_until, F_TIME, 0,
              DOC("With status snoozed: in the future; left out, it sleeps until they write.")),
};
SHAPE_OF(conversation_in, "ConversationInput");

static const struct field fields_bulk_in[] = {
    FIELD(struct api_bulk_in, ids, F_IDS, F_REQUIRED, .min = 1, .max = 200),
    FIELD(struct api_bulk_in, act, F_ENUM, F_REQUIRED, .values = words_bulk_act),
    FIELD(struct api_bulk_in, owner_id, F_ID, F_NULLABLE, DOC("With assign; null = nobody.")),
    FIELD(struct api_bulk_in, team_id, F_ID, F_NULLABLE, DOC("With team; null = none.")),
    FIELD(struct api_bulk_in, label_id, F_ID, 0, DOC("With label and unlabel.")),
    FIELD(struct api_bulk_in, snoozed_until, F_TIME, 0,
          DOC("With snooze; left out, they sleep until somebody writes there.")),
};
SHAPE_OF(bulk_in, "BulkInput");

static const struct field fields_note_in[] = {
    ID_IN_PATH(struct api_note_in),
    FIELD(struct api_note_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = 20000,
          DOC("@handle tells that colleague.")),
};
SHAPE_OF(note_in, "NoteInput");

static const struct field fields_reminder_in[] = {
    ID_IN_PATH(struct api_reminder_in),
    FIELD(struct api_reminder_in, at, F_TIME, F_REQUIRED | F_NULLABLE,
          DOC("When; null takes it away.")),
    FIELD(struct api_reminder_in, unless_they_write, F_BOOL, 0,
          DOC("Not needed once they wrote.")),
    FIELD(struct api_reminder_in, text, F_STR, 0, .max = 200, DOC("Your own words.")),
};
SHAPE_OF(reminder_in, "ReminderInput");

static const struct field fields_text_in[] = {
    ID_IN_PATH(struct api_text_in),
    FIELD(struct api_text_in, text, F_TEXT, F_REQUIRED, .max = 60000),
    FIELD(struct api_text_in, reply_to_id, F_ID, F_NULLABLE,
          DOC("The post that is answered; the newest of theirs when absent.")),
};
SHAPE_OF(text_in, "TextInput");

static const struct field fields_reply_in[] = {
    ID_IN_PATH(struct api_reply_in),
    FIELD(struct api_reply_in, text, F_TEXT, F_REQUIRED, .min = 1, .max = 60000),
    FIELD(struct api_reply_in, reply_to_id, F_ID, F_NULLABLE,
          DOC("The post that is answered; the newest of theirs when absent.")),
    FIELD(struct api_reply_in, version, F_INT, F_REQUIRED, .min = 1, .max = INT64_MAX,
          DOC("The version that was on screen. When somebody answered meanwhile the reply is "
              "refused (stale).")),
    FIELD(struct api_reply_in, key, F_STR, F_REQUIRED, .min = 8, .max = 64,
          DOC("Made by the client with the draft, the same at each try: a reply with a known "
              "key is not sent again.")),
    FIELD(struct api_reply_in, ask_second, F_BOOL, 0,
          DOC("Where a rule wants a second person: leave it in the outbox for one.")),
    FIELD(struct api_reply_in, warnings_seen, F_BOOL, 0,
          DOC("The member saw the soft findings and sends all the same.")),
};
SHAPE_OF(reply_in, "ReplyInput");

static const struct field fields_label_on_in[] = {
    ID_IN_PATH(struct api_label_on_in),
    FIELD(struct api_label_on_in, label_id, F_ID, F_REQUIRED),
};
SHAPE_OF(label_on_in, "LabelOnInput");

static const struct field fields_label_off_in[] = {
    ID_IN_PATH(struct api_label_on_in),
    FIELD(struct api_label_on_in, label_id, F_ID, F_IN_PATH | F_REQUIRED),
};
const struct shape shape_label_off_in =
    SHAPE(struct api_label_on_in, "LabelOffInput", fields_label_off_in);

static const struct field fields_handoff_in[] = {
    ID_IN_PATH(struct api_handoff_in),
    FIELD(struct api_handoff_in, to_team, F_ID, F_REQUIRED),
    FIELD(struct api_handoff_in, reason, F_ENUM, F_REQUIRED, .values = words_handoff_reason),
    FIELD(struct api_handoff_in, ask, F_TEXT, 0, .max = 4000, DOC("What they should do.")),
    FIELD(struct api_handoff_in, due_at, F_TIME, 0),
};
SHAPE_OF(handoff_in, "HandoffInput");

static const struct field fields_handoff_close_in[] = {
    ID_IN_PATH(struct api_handoff_close_in),
    FIELD(struct api_handoff_close_in, result, F_ENUM, F_REQUIRED,
          .values = words_handoff_result),
    FIELD(struct api_handoff_close_in, outcome, F_TEXT, 0, .max = 4000,
          DOC("In words: goes back to the giver.")),
};
SHAPE_OF(handoff_close_in, "HandoffCloseInput");

static const struct field fields_handoffs_in[] = {
    FIELD(struct api_handoffs_in, box, F_ENUM, F_IN_QUERY | F_REQUIRED,
          .values = words_handoff_box, DOC("received: by the teams of the member who asks.")),
    FIELD(struct api_handoffs_in, open, F_BOOL, F_IN_QUERY, DOC("Only those not closed.")),
    PAGE_FIELDS(struct api_handoffs_in),
};
SHAPE_OF(handoffs_in, "HandoffsInput");

static const struct field fields_presence_in[] = {
    FIELD(struct api_presence_in, conversation_id, F_ID, F_REQUIRED),
    FIELD(struct api_presence_in, state, F_ENUM, F_REQUIRED, .values = words_presence),
};
SHAPE_OF(presence_in, "PresenceInput");
