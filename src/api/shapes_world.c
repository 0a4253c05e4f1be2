/* shapes_world: the tables of networks, channels, home, search, people, posts. */
#include "api/shapes_world.h"

static const struct field fields_network_field[] = {
    FIELD(struct api_network_field, name, F_STR, 0),
    FIELD(struct api_network_field, label, F_STR, F_SAID),
    FIELD(struct api_network_field, help, F_STR, F_NULLABLE | F_SAID),
    FIELD(struct api_network_field, placeholder, F_STR, F_NULLABLE),
    FIELD(struct api_network_field, or_else, F_STR, F_NULLABLE,
          DOC("Taken when nothing is given.")),
    FIELD(struct api_network_field, required, F_BOOL, 0),
    FIELD(struct api_network_field, secret, F_BOOL, 0, DOC("Sealed, and never shown again.")),
};
SHAPE_OF(network_field, "NetworkField");

static const struct field fields_network[] = {
    FIELD(struct api_network, network, F_STR, 0),
    FIELD(struct api_network, title, F_STR, 0),
    FIELD(struct api_network, summary, F_STR, F_SAID),
    FIELD(struct api_network, can_reply, F_BOOL, 0),
    FIELD(struct api_network, can_edit, F_BOOL, 0),
    FIELD(struct api_network, can_delete, F_BOOL, 0),
    FIELD(struct api_network, is_public, F_BOOL, 0, DOC("What is said there is public.")),
    FIELD(struct api_network, limits, F_OBJ, 0, .of = &shape_reply_limits),
    FIELD(struct api_network, depth, F_INT, 0,
          DOC("How deep answers go; 0 = any, 1 = only to top-level comments.")),
    FIELD(struct api_network, poll_seconds, F_INT, 0),
    FIELD(struct api_network, fields, F_LIST, 0, .of = &shape_network_field,
          DOC("The connect form, in order.")),
};
SHAPE_OF(network, "Network");
LIST_OF(network, "Network");

static const struct field fields_channel[] = {
    FIELD(struct api_channel, id, F_ID, 0),
    FIELD(struct api_channel, network, F_STR, 0),
    FIELD(struct api_channel, network_title, F_STR, 0),
    FIELD(struct api_channel, name, F_STR, 0),
    FIELD(struct api_channel, handle, F_STR, 0, DOC("Our account as the network writes it.")),
    FIELD(struct api_channel, address, F_STR, 0),
    FIELD(struct api_channel, retention_days, F_INT, 0,
          DOC("How long words are kept; 0 = for ever.")),
    FIELD(struct api_channel, region, F_STR, 0, DOC("Where it speaks; may be empty.")),
    FIELD(struct api_channel, config, F_JSON, 0, DOC("Not secret; depends on the network.")),
    FIELD(struct api_channel, status, F_ENUM, 0, .values = words_channel_status),
    FIELD(struct api_channel, health, F_ENUM, 0, .values = words_health),
    FIELD(struct api_channel, health_text, F_STR, F_SAID, DOC("In words, with what to do.")),
    FIELD(struct api_channel, error_slug, F_STR, F_NULLABLE),
    FIELD(struct api_channel, error_text, F_STR, F_NULLABLE | F_SAID),
    FIELD(struct api_channel, last_success_at, F_TIME, F_NULLABLE),
    FIELD(struct api_channel, last_item_at, F_TIME, F_NULLABLE,
          DOC("When the newest post was written.")),
    FIELD(struct api_channel, last_error_at, F_TIME, F_NULLABLE),
    FIELD(struct api_channel, next_poll_at, F_TIME, F_NULLABLE),
    FIELD(struct api_channel, created_at, F_TIME, 0),
    FIELD(struct api_channel, failures, F_INT, 0, DOC("In a row.")),
    FIELD(struct api_channel, lag_seconds, F_INT, 0,
          DOC("From written to here, of the newest post.")),
    FIELD(struct api_channel, heard, F_INT, 0, DOC("In the last 7 days.")),
    FIELD(struct api_channel, told, F_INT, 0, DOC("In the last 7 days.")),
    FIELD(struct api_channel, can_reply, F_BOOL, 0),
    FIELD(struct api_channel, can_acknowledge, F_BOOL, 0,
          DOC("Its network answers in private what was said in private.")),
    FIELD(struct api_channel, acknowledge, F_BOOL, 0,
          DOC("Rules may acknowledge there, where the house allows it.")),
    FIELD(struct api_channel, demo, F_BOOL, 0),
    FIELD(struct api_channel, may_see, F_BOOL, 0, DOC("The one who asks, like the next two.")),
    FIELD(struct api_channel, may_direct, F_BOOL, 0, DOC("See what is said in private.")),
    FIELD(struct api_channel, may_send, F_BOOL, 0, DOC("Speak as it.")),
    FIELD(struct api_channel, created_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
};
SHAPE_OF(channel, "Channel");
LIST_OF(channel, "Channel");

static const struct field fields_channel_new_in[] = {
    FIELD(struct api_channel_new_in, network, F_STR, F_REQUIRED, .min = 1, .max = 40),
    FIELD(struct api_channel_new_in, name, F_STR, 0, .max = 120,
          DOC("The account's own name when absent.")),
    FIELD(struct api_channel_new_in, fields, F_JSON, F_REQUIRED | F_SECRET, .max = 16384,
          DOC("Member for each field of the network's form: {name: text}.")),
};
SHAPE_OF(channel_new_in, "ChannelNewInput");

static const struct field fields_channel_in[] = {
    ID_IN_PATH(struct api_channel_in),
    FIELD_SET(struct api_channel_in, name, F_STR, 0, .min = 1, .max = 120),
    FIELD_SET(struct api_channel_in, status, F_ENUM, 0, .values = words_channel_switch),
    FIELD_SET(struct api_channel_in, retention_days, F_INT, 0, .min = 0, .max = 36500,
              DOC("Words older than this go; 0 = kept for ever.")),
    FIELD_SET(struct api_channel_in, region, F_STR, 0, .max = 80,
              DOC("Where it speaks, in the team's own words; empty for none.")),
    FIELD_SET(struct api_channel_in, acknowledge, F_BOOL, 0,
              DOC("Whether rules may acknowledge in private, where the house allows it.")),
};
SHAPE_OF(channel_in, "ChannelInput");

static const struct field fields_reconnect_in[] = {
    ID_IN_PATH(struct api_reconnect_in),
    FIELD(struct api_reconnect_in, fields, F_JSON, F_REQUIRED | F_SECRET, .max = 16384,
          DOC("Fields of the form that changed, among them the secret ones.")),
};
SHAPE_OF(reconnect_in, "ReconnectInput");

static const struct field fields_home_in[] = {
    FIELD(struct api_home_in, days, F_INT, F_IN_QUERY, .min = 1, .max = 366,
          DOC("Length of the period up to now; 7 when absent.")),
    FIELD(struct api_home_in, channel, F_ID, F_IN_QUERY),
};
SHAPE_OF(home_in, "HomeInput");

static const struct field fields_home_channel[] = {
    FIELD(struct api_home_channel, channel, F_OBJ, 0, .of = &shape_channel_ref),
    FIELD(struct api_home_channel, heard, F_INT, 0),
    FIELD(struct api_home_channel, told, F_INT, 0),
    FIELD(struct api_home_channel, told_prompted, F_INT, 0),
    FIELD(struct api_home_channel, told_unprompted, F_INT, 0),
};
SHAPE_OF(home_channel, "HomeChannel");

static const struct field fields_home_day[] = {
    FIELD(struct api_home_day, day, F_STR, 0, DOC("2026-11-22, UTC")),
    FIELD(struct api_home_day, heard, F_INT, 0),
    FIELD(struct api_home_day, told, F_INT, 0),
};
SHAPE_OF(home_day, "HomeDay");

static const struct field fields_trouble[] = {
    FIELD(struct api_trouble, channel, F_OBJ, 0, .of = &shape_channel_ref),
    FIELD(struct api_trouble, health, F_ENUM, 0, .values = words_health),
    FIELD(struct api_trouble, text, F_STR, F_SAID, DOC("What is wrong and what to do.")),
    FIELD(struct api_trouble, since, F_TIME, F_NULLABLE),
};
SHAPE_OF(trouble, "Trouble");

static const struct field fields_home[] = {
    FIELD(struct api_home, from, F_TIME, 0),
    FIELD(struct api_home, to, F_TIME, 0),
    FIELD(struct api_home, days, F_INT, 0),
    FIELD(struct api_home, heard, F_INT, 0, DOC("Posts from others in the period.")),
    FIELD(struct api_home, told, F_INT, 0, DOC("Our posts in the period.")),
    FIELD(struct api_home, told_prompted, F_INT, 0, DOC("Of those: answers.")),
    FIELD(struct api_home, told_unprompted, F_INT, 0),
    FIELD(struct api_home, ratio, F_NUM, F_NULLABLE,
          DOC("heard / told; null when nothing was told.")),
    FIELD(struct api_home, by_channel, F_LIST, 0, .of = &shape_home_channel),
    FIELD(struct api_home, by_day, F_LIST, 0, .of = &shape_home_day, DOC("Oldest first.")),
    FIELD(struct api_home, waiting, F_LIST, 0, .of = &shape_conversation,
          DOC("Who waits longest: at most 8.")),
    FIELD(struct api_home, waiting_count, F_INT, 0),
    FIELD(struct api_home, waiting_capped, F_BOOL, 0, DOC("There are more than the count.")),
    FIELD(struct api_home, unanswered_count, F_INT, 0, DOC("Spoke to us, got no answer.")),
    FIELD(struct api_home, unanswered_capped, F_BOOL, 0),
    FIELD(struct api_home, unassigned_count, F_INT, 0),
    FIELD(struct api_home, unassigned_capped, F_BOOL, 0),
    FIELD(struct api_home, mine_count, F_INT, 0),
    FIELD(struct api_home, oldest_waiting_since, F_TIME, F_NULLABLE),
    FIELD(struct api_home, handoffs, F_LIST, 0, .of = &shape_handoff,
          DOC("Handed to the teams of the member who asks, not acknowledged.")),
    FIELD(struct api_home, trouble, F_LIST, 0, .of = &shape_trouble),
};
SHAPE_OF(home, "Home");

static const struct field fields_search_in[] = {
    FIELD(struct api_search_in, q, F_STR, F_IN_QUERY | F_REQUIRED, .min = 1, .max = 400,
          DOC("Words that must all be there; \"a phrase\"; word* for a beginning; -word for "
              "not.")),
    FIELD(struct api_search_in, channel, F_ID, F_IN_QUERY),
    FIELD(struct api_search_in, person, F_ID, F_IN_QUERY),
    FIELD(struct api_search_in, from, F_TIME, F_IN_QUERY),
    FIELD(struct api_search_in, to, F_TIME, F_IN_QUERY),
    FIELD(struct api_search_in, all_time, F_BOOL, F_IN_QUERY,
          DOC("Look beyond the last 90 days also where that takes longer (PostgreSQL).")),
    PAGE_FIELDS(struct api_search_in),
};
SHAPE_OF(search_in, "SearchInput");

static const struct field fields_hit[] = {
    FIELD(struct api_hit, post_id, F_ID, 0),
    FIELD(struct api_hit, conversation_id, F_ID, 0),
    FIELD(struct api_hit, channel, F_OBJ, 0, .of = &shape_channel_ref),
    FIELD(struct api_hit, person, F_REF, F_NULLABLE, .of = &shape_person_ref),
    FIELD(struct api_hit, member, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_hit, network, F_STR, 0),
    FIELD(struct api_hit, direction, F_ENUM, 0, .values = words_direction),
    FIELD(struct api_hit, kind, F_ENUM, 0, .values = words_post_kind),
    FIELD(struct api_hit, excerpt, F_STR, 0, DOC("The text around the first match.")),
    FIELD(struct api_hit, marks, F_LIST, 0, .of = &shape_mark,
          DOC("Places of the words in the excerpt.")),
    FIELD(struct api_hit, posted_at, F_TIME, 0),
};
SHAPE_OF(hit, "SearchHit");
static const struct field fields_hit_list[] = {
    FIELD(struct api_hit_list, items, F_LIST, 0, .of = &shape_hit, DOC("Newest first.")),
    FIELD(struct api_hit_list, next, F_STR, F_NULLABLE,
          DOC("Cursor of the next page; null on the last one.")),
    FIELD(struct api_hit_list, since, F_TIME, F_NULLABLE,
          DOC("How far back was looked; null = all time.")),
};
SHAPE_OF(hit_list, "SearchHitList");

static const struct field fields_people_in[] = {
    FIELD(struct api_people_in, q, F_STR, F_IN_QUERY, .max = 200,
          DOC("Beginning of a name or handle; the last ones heard when absent.")),
    FIELD(struct api_people_in, stage, F_ENUM, F_IN_QUERY, .values = words_stage),
    FIELD(struct api_people_in, role, F_ENUM, F_IN_QUERY, .values = words_role_of_person),
    FIELD(struct api_people_in, kind, F_ENUM, F_IN_QUERY, .values = words_person_kind),
    FIELD(struct api_people_in, sort, F_ENUM, F_IN_QUERY, .values = words_people_sort,
          DOC("heard: who spoke last first (when absent); contact: either side; strength: the "
              "strongest first; name. Not with q.")),
    PAGE_FIELDS(struct api_people_in),
};
SHAPE_OF(people_in, "PeopleInput");

static const struct field fields_step[] = {
    FIELD(struct api_step, name, F_STR, 0),
    FIELD(struct api_step, file, F_STR, 0, DOC("Where its code is.")),
    FIELD(struct api_step, outcome, F_STR, 0),
    FIELD(struct api_step, reason, F_STR, F_NULLABLE),
    FIELD(struct api_step, at, F_TIME, F_NULLABLE),
    FIELD(struct api_step, took_us, F_INT, F_NULLABLE),
};
SHAPE_OF(step, "TraceStep");

static const struct field fields_trace[] = {
    FIELD(struct api_trace, post_id, F_ID, 0),
    FIELD(struct api_trace, direction, F_ENUM, 0, .values = words_direction),
    FIELD(struct api_trace, steps, F_LIST, 0, .of = &shape_step),
};
SHAPE_OF(trace, "Trace");
