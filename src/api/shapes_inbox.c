/* shapes_inbox: the tables of what the inbox shows. Input is in shapes_inbox_in.c. */
#include "api/shapes_inbox.h"

static const struct field fields_label[] = {
    FIELD(struct api_label, id, F_ID, 0),
    FIELD(struct api_label, name, F_STR, 0),
    FIELD(struct api_label, colour, F_ENUM, 0, .values = words_colour),
};
SHAPE_OF(label, "Label");
LIST_OF(label, "Label");

static const struct field fields_view[] = {
    FIELD(struct api_view, view, F_ENUM, 0, .values = words_view),
    FIELD(struct api_view, team, F_REF, F_NULLABLE, .of = &shape_team_ref,
          DOC("With view `team`: whose.")),
    FIELD(struct api_view, count, F_INT, 0),
    FIELD(struct api_view, capped, F_BOOL, 0, DOC("There are more than `count`.")),
};
SHAPE_OF(view, "View");
LIST_OF(view, "View");

static const struct field fields_signal[] = {
    FIELD(struct api_signal, name, F_STR, 0, DOC("A row of the table of priority signals.")),
    FIELD(struct api_signal, points, F_INT, 0, DOC("What it adds to the priority.")),
    FIELD(struct api_signal, value, F_INT, 0, DOC("What it counts: people, hours, days ...")),
};
SHAPE_OF(signal, "Signal");

static const struct field fields_conversation[] = {
    FIELD(struct api_conversation, id, F_ID, 0),
    FIELD(struct api_conversation, channel, F_OBJ, 0, .of = &shape_channel_ref),
    FIELD(struct api_conversation, network, F_STR, 0),
    FIELD(struct api_conversation, person, F_REF, F_NULLABLE, .of = &shape_person_ref,
          DOC("Whom it is with; null while only our own posts are known.")),
    FIELD(struct api_conversation, subject, F_STR, 0),
    FIELD(struct api_conversation, first_words, F_STR, 0, DOC("Of the newest post.")),
    FIELD(struct api_conversation, status, F_ENUM, 0, .values = words_conversation_status),
    FIELD(struct api_conversation, kind, F_ENUM, 0, .values = words_kind),
    FIELD(struct api_conversation, owner, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_conversation, team, F_REF, F_NULLABLE, .of = &shape_team_ref),
    FIELD(struct api_conversation, priority, F_INT, 0, DOC("0 to 1000.")),
    FIELD(struct api_conversation, reason, F_STR, F_SAID,
          DOC("Why this priority, in English, at most 70 characters; the signals let a "
              "screen say it in its own language.")),
    FIELD(struct api_conversation, signals, F_JSON, F_ARRAY, .of = &shape_signal),
    FIELD(struct api_conversation, waiting_since, F_TIME, F_NULLABLE,
          DOC("First post of theirs that has no answer; null when nobody waits.")),
    FIELD(struct api_conversation, last_at, F_TIME, F_NULLABLE),
    FIELD(struct api_conversation, last_in_at, F_TIME, F_NULLABLE),
    FIELD(struct api_conversation, last_out_at, F_TIME, F_NULLABLE),
    FIELD(struct api_conversation, snoozed_until, F_TIME, F_NULLABLE),
    FIELD(struct api_conversation, deadline, F_TIME, F_NULLABLE,
          DOC("What is due first: an answer, the end, or an open hand-off.")),
    FIELD(struct api_conversation, deadline_kind, F_ENUM, F_NULLABLE,
          .values = words_deadline_kind),
    FIELD(struct api_conversation, deadline_state, F_ENUM, F_NULLABLE,
          .values = words_deadline_state, DOC("soon: three quarters of the time are gone.")),
    FIELD(struct api_conversation, storm, F_REF, F_NULLABLE, .of = &shape_storm_ref),
    FIELD(struct api_conversation, labels, F_LIST, 0, .of = &shape_label),
    FIELD(struct api_conversation, post_count, F_INT, 0),
    FIELD(struct api_conversation, version, F_INT, 0,
          DOC("Goes up with every change; sent back with a change or a reply.")),
    FIELD(struct api_conversation, answered, F_BOOL, 0),
    FIELD(struct api_conversation, demo, F_BOOL, 0),
    FIELD(struct api_conversation, direct, F_BOOL, 0, DOC("Said in private, all of it.")),
};
SHAPE_OF(conversation, "Conversation");
LIST_OF(conversation, "Conversation");

static const struct field fields_finding_heard[] = {
    FIELD(struct api_finding_heard, kind, F_STR, 0, DOC("complaint, lead, question, praise")),
    FIELD(struct api_finding_heard, phrase, F_STR, 0, DOC("The words that say so.")),
    FIELD(struct api_finding_heard, start, F_INT, 0, DOC("Their place, in UTF-16 units.")),
    FIELD(struct api_finding_heard, end, F_INT, 0),
};
SHAPE_OF(finding_heard, "FindingHeard");

static const struct field fields_media[] = {
    FIELD(struct api_media, url, F_STR, F_NULLABLE,
          DOC("Null when the network shows it only on its own page.")),
    FIELD(struct api_media, thumb_url, F_STR, F_NULLABLE),
    FIELD(struct api_media, kind, F_STR, 0, DOC("image, video, link ...")),
    FIELD(struct api_media, alt, F_STR, F_NULLABLE, DOC("Description for who cannot see it.")),
};
SHAPE_OF(media, "Media");

static const struct field fields_version[] = {
    FIELD(struct api_version, version, F_INT, 0),
    FIELD(struct api_version, text, F_STR, 0, DOC("As it was before the edit.")),
    FIELD(struct api_version, seen_at, F_TIME, 0),
};
SHAPE_OF(version, "PostVersion");

static const struct field fields_post[] = {
    FIELD(struct api_post, id, F_ID, 0),
    FIELD(struct api_post, conversation_id, F_ID, 0),
    FIELD(struct api_post, parent_id, F_ID, F_NULLABLE),
    FIELD(struct api_post, network, F_STR, 0),
    FIELD(struct api_post, direction, F_ENUM, 0, .values = words_direction),
    FIELD(struct api_post, kind, F_ENUM, 0, .values = words_post_kind),
    FIELD(struct api_post, visibility, F_ENUM, 0, .values = words_visibility),
    FIELD(struct api_post, person, F_REF, F_NULLABLE, .of = &shape_person_ref,
          DOC("Who wrote it, when it is not ours.")),
    FIELD(struct api_post, member, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Who of us wrote it, when it was written in Kith.")),
    FIELD(struct api_post, rule, F_REF, F_NULLABLE, .of = &shape_rule_ref,
          DOC("Ours and automatic: the routing rule that acknowledged. It is no answer.")),
    FIELD(struct api_post, text, F_STR, 0, DOC("Plain text.")),
    FIELD(struct api_post, html, F_STR, F_NULLABLE,
          DOC("Cleaned by an allow-list; only where the network has markup.")),
    FIELD(struct api_post, lang, F_STR, 0),
    FIELD(struct api_post, url, F_STR, F_NULLABLE),
    FIELD(struct api_post, source, F_ENUM, 0, .values = words_source),
    FIELD(struct api_post, intents, F_STRS, 0),
    FIELD(struct api_post, understood, F_JSON, F_ARRAY, .of = &shape_finding_heard),
    FIELD(struct api_post, media, F_LIST, 0, .of = &shape_media),
    FIELD(struct api_post, versions, F_LIST, 0, .of = &shape_version),
    FIELD(struct api_post, posted_at, F_TIME, 0),
    FIELD(struct api_post, received_at, F_TIME, 0),
    FIELD(struct api_post, edited_at, F_TIME, F_NULLABLE),
    FIELD(struct api_post, deleted_at, F_TIME, F_NULLABLE),
    FIELD(struct api_post, can_delete, F_BOOL, 0,
          DOC("Our own, and its network lets us take it back.")),
};
SHAPE_OF(post, "Post");
LIST_OF(post, "Post");

static const struct field fields_note[] = {
    FIELD(struct api_note, id, F_ID, 0),
    FIELD(struct api_note, conversation_id, F_ID, 0),
    FIELD(struct api_note, member, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_note, text, F_STR, 0),
    FIELD(struct api_note, created_at, F_TIME, 0),
};
SHAPE_OF(note, "Note");
LIST_OF(note, "Note");

static const struct field fields_draft[] = {
    FIELD(struct api_draft, conversation_id, F_ID, 0),
    FIELD(struct api_draft, reply_to_id, F_ID, F_NULLABLE),
    FIELD(struct api_draft, member, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_draft, text, F_STR, 0),
    FIELD(struct api_draft, updated_at, F_TIME, 0),
};
SHAPE_OF(draft, "Draft");

static const struct field fields_told_rule[] = {
    FIELD(struct api_told_rule, rule, F_STR, 0, DOC("Its id.")),
    FIELD(struct api_told_rule, kind, F_ENUM, 0, .values = words_rule_kind),
};
SHAPE_OF(told_rule, "RuleTold");

static const struct field fields_outbox[] = {
    FIELD(struct api_outbox, id, F_ID, 0),
    FIELD(struct api_outbox, conversation_id, F_ID, F_NULLABLE,
          DOC("Null for a post of ours that is not out yet.")),
    FIELD(struct api_outbox, reply_to_id, F_ID, F_NULLABLE),
    FIELD(struct api_outbox, post_id, F_ID, F_NULLABLE, DOC("Our post, once it is out.")),
    FIELD(struct api_outbox, channel, F_OBJ, 0, .of = &shape_channel_ref),
    FIELD(struct api_outbox, member, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_outbox, approved_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_outbox, rule, F_REF, F_NULLABLE, .of = &shape_rule_ref,
          DOC("Of an acknowledgement: the routing rule, in place of a member.")),
    FIELD(struct api_outbox, act, F_ENUM, 0, .values = words_outbox_act),
    FIELD(struct api_outbox, text, F_STR, 0),
    FIELD(struct api_outbox, state, F_ENUM, 0, .values = words_outbox_state),
    FIELD(struct api_outbox, rules, F_JSON, F_ARRAY, .of = &shape_told_rule,
          DOC("What the check said when it was decided.")),
    FIELD(struct api_outbox, error_slug, F_STR, F_NULLABLE),
    FIELD(struct api_outbox, error_text, F_STR, F_NULLABLE | F_SAID, DOC("Plain words.")),
    FIELD(struct api_outbox, attempts, F_INT, 0),
    FIELD(struct api_outbox, created_at, F_TIME, 0),
    FIELD(struct api_outbox, next_at, F_TIME, F_NULLABLE),
    FIELD(struct api_outbox, due_at, F_TIME, F_NULLABLE,
          DOC("When a post of ours is to leave; it stands in the calendar.")),
    FIELD(struct api_outbox, sent_at, F_TIME, F_NULLABLE),
    FIELD(struct api_outbox, can_retry, F_BOOL, 0),
    FIELD(struct api_outbox, can_settle, F_BOOL, 0,
          DOC("It is unclear whether it arrived: a person must look and say.")),
    FIELD(struct api_outbox, can_cancel, F_BOOL, 0),
    FIELD(struct api_outbox, can_release, F_BOOL, 0,
          DOC("It is held, and you may let it leave.")),
    FIELD(struct api_outbox, second_person, F_BOOL, 0,
          DOC("It waits for somebody's yes: the stage that is open.")),
    FIELD(struct api_outbox, approvals, F_LIST, 0, .of = &shape_approval,
          DOC("Its stages, in order. Empty: nobody had to be asked.")),
    FIELD(struct api_outbox, can_approve, F_BOOL, 0,
          DOC("You decide at the stage that is open.")),
    FIELD(struct api_outbox, no_approve_reason, F_STR, F_NULLABLE | F_SAID,
          DOC("Why you do not.")),
    FIELD(struct api_outbox, stands_for, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("For whom you decide: who is asked is away.")),
    FIELD(struct api_outbox, bare, F_STR, F_NULLABLE,
          DOC("The text without its sign, for who may change it.")),
    FIELD(struct api_outbox, late, F_BOOL, 0, DOC("The time for its approval has passed.")),
};
SHAPE_OF(outbox, "OutboxItem");
LIST_OF(outbox, "OutboxItem");

static const struct field fields_handoff[] = {
    FIELD(struct api_handoff, id, F_ID, 0),
    FIELD(struct api_handoff, conversation_id, F_ID, 0),
    FIELD(struct api_handoff, subject, F_STR, 0,
          DOC("Subject or first words of the conversation.")),
    FIELD(struct api_handoff, from_member, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_handoff, from_team, F_REF, F_NULLABLE, .of = &shape_team_ref),
    FIELD(struct api_handoff, to_team, F_REF, F_NULLABLE, .of = &shape_team_ref),
    FIELD(struct api_handoff, reason, F_ENUM, 0, .values = words_handoff_reason),
    FIELD(struct api_handoff, ask, F_STR, 0),
    FIELD(struct api_handoff, due_at, F_TIME, F_NULLABLE),
    FIELD(struct api_handoff, created_at, F_TIME, 0),
    FIELD(struct api_handoff, acknowledged_at, F_TIME, F_NULLABLE),
    FIELD(struct api_handoff, acknowledged_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_handoff, closed_at, F_TIME, F_NULLABLE),
    FIELD(struct api_handoff, closed_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_handoff, result, F_ENUM, F_NULLABLE, .values = words_handoff_result),
    FIELD(struct api_handoff, outcome, F_STR, 0),
    FIELD(struct api_handoff, outcome_seen_at, F_TIME, F_NULLABLE,
          DOC("When the giver saw the outcome.")),
    FIELD(
        struct api_handoff, escalated, F_INT, 0,
        DOC("Not acknowledged in time: 1 the lead of the team was told, 2 the managers, 3 the "
            "owners.")),
    FIELD(struct api_handoff, escalate_at, F_TIME, F_NULLABLE, DOC("When it goes up next.")),
    FIELD(struct api_handoff, tell_outside, F_BOOL, 0,
          DOC("It is closed, and nobody has told the person outside yet.")),
    FIELD(struct api_handoff, told_at, F_TIME, F_NULLABLE,
          DOC("Somebody said that they know, or need not.")),
    FIELD(struct api_handoff, told_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
};
SHAPE_OF(handoff, "Handoff");
LIST_OF(handoff, "Handoff");

static const struct field fields_rule_ref[] = {
    FIELD(struct api_rule_ref, id, F_ID, 0),
    FIELD(struct api_rule_ref, name, F_STR, 0),
};
SHAPE_OF(rule_ref, "RuleRef");

static const struct field fields_happening[] = {
    FIELD(struct api_happening, seq, F_INT, 0),
    FIELD(struct api_happening, at, F_TIME, 0),
    FIELD(struct api_happening, actor_kind, F_ENUM, 0, .values = words_actor_kind),
    FIELD(struct api_happening, actor, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_happening, rule, F_REF, F_NULLABLE, .of = &shape_rule_ref,
          DOC("The routing rule that did it.")),
    FIELD(struct api_happening, verb, F_STR, 0, DOC("conversation.assigned, reply.sent ...")),
    FIELD(struct api_happening, data, F_JSON, F_NULLABLE, DOC("Null when it was erased.")),
};
SHAPE_OF(happening, "Happening");

static const struct field fields_clock[] = {
    FIELD(struct api_clock, kind, F_ENUM, 0, .values = words_clock),
    FIELD(struct api_clock, state, F_ENUM, 0, .values = words_deadline_state),
    FIELD(struct api_clock, minutes, F_INT, 0, DOC("Of opening time.")),
    FIELD(struct api_clock, started_at, F_TIME, 0),
    FIELD(struct api_clock, due_at, F_TIME, F_NULLABLE,
          DOC("Null while we wait for the person.")),
    FIELD(struct api_clock, warn_at, F_TIME, F_NULLABLE),
    FIELD(struct api_clock, channel, F_REF, F_NULLABLE, .of = &shape_channel_ref,
          DOC("The deadline that counts is the one for this channel,")),
    FIELD(struct api_clock, about, F_ENUM, 0, .values = words_kind_or_any, DOC("this kind,")),
    FIELD(struct api_clock, stage, F_ENUM, 0, .values = words_stage_or_any,
          DOC("this stage; or a rule set it:")),
    FIELD(struct api_clock, rule, F_REF, F_NULLABLE, .of = &shape_rule_ref),
};
SHAPE_OF(clock, "Clock");

static const struct field fields_presence[] = {
    FIELD(struct api_presence, member, F_OBJ, 0, .of = &shape_member_ref),
    FIELD(struct api_presence, state, F_ENUM, 0, .values = words_presence),
    FIELD(struct api_presence, since, F_TIME, 0),
};
SHAPE_OF(presence, "Presence");
LIST_OF(presence, "Presence");

static const struct field fields_page_link[] = {
    FIELD(struct api_page_link, url, F_STR, 0),
    FIELD(
        struct api_page_link, state, F_ENUM, 0, .values = words_page_link,
        DOC("both: each names the other. one: a claim of this page alone. lost, dropped: both "
            "did once; the other, or this page, does no more.")),
    FIELD(struct api_page_link, said, F_STR, F_SAID),
    FIELD(struct api_page_link, looked_at, F_TIME, 0),
    FIELD(struct api_page_link, both_at, F_TIME, F_NULLABLE, DOC("Since when both said so.")),
    FIELD(struct api_page_link, ended_at, F_TIME, F_NULLABLE, DOC("Since when no more.")),
};
SHAPE_OF(page_link, "PageLink");

static const struct field fields_identity_page[] = {
    FIELD(struct api_identity_page, url, F_STR, 0),
    FIELD(struct api_identity_page, said, F_STR, F_SAID, DOC("Why it was not read; or empty.")),
    FIELD(struct api_identity_page, read_at, F_TIME, F_NULLABLE, DOC("Null until it was.")),
    FIELD(struct api_identity_page, next_at, F_TIME, 0, DOC("When it is looked at again.")),
    FIELD(struct api_identity_page, links, F_LIST, 0, .of = &shape_page_link,
          DOC("Whom it names with rel=\"me\".")),
};
SHAPE_OF(identity_page, "IdentityPage");

static const struct field fields_identity[] = {
    FIELD(struct api_identity, id, F_ID, 0),
    FIELD(struct api_identity, network, F_STR, 0),
    FIELD(struct api_identity, handle, F_STR, 0),
    FIELD(struct api_identity, name, F_STR, 0),
    FIELD(struct api_identity, url, F_STR, F_NULLABLE),
    FIELD(struct api_identity, avatar_url, F_STR, F_NULLABLE),
    FIELD(struct api_identity, bio, F_STR, F_NULLABLE),
    FIELD(struct api_identity, followers, F_INT, F_NULLABLE,
          DOC("Null when the network does not say.")),
    FIELD(struct api_identity, source, F_STR, 0,
          DOC("Where we know it from: network, member, vcard, csv, mail, calendar, carddav.")),
    FIELD(struct api_identity, label, F_STR, 0, DOC("home, work ...")),
    FIELD(struct api_identity, verified, F_STR, 0,
          DOC("How we know that it is theirs: '', link, rel-me (its page and another account's "
              "name each other), member.")),
    FIELD(struct api_identity, mine, F_BOOL, 0, DOC("Only I see it.")),
    FIELD(struct api_identity, page, F_REF, F_NULLABLE, .of = &shape_identity_page,
          DOC("On the page of the person: what is read at the account's page; null when it has "
              "none that is read.")),
};
SHAPE_OF(identity, "Identity");

static const struct field fields_person[] = {PERSON_FIELDS};
SHAPE_OF(person, "Person");
LIST_OF(person, "Person");

static const struct field fields_reply_limits[] = {
    FIELD(struct api_reply_limits, graphemes, F_INT, 0, DOC("0 = no limit.")),
    FIELD(struct api_reply_limits, bytes, F_INT, 0, DOC("0 = no limit.")),
};
SHAPE_OF(reply_limits, "ReplyLimits");

static const struct field fields_followers[] = {
    FIELD(struct api_followers, following, F_BOOL, 0, DOC("The member who asks follows it.")),
    FIELD(struct api_followers, members, F_LIST, 0, .of = &shape_member_ref,
          DOC("Who hears of what happens in it.")),
};
SHAPE_OF(followers, "Followers");

static const struct field fields_reminder[] = {
    FIELD(struct api_reminder, at, F_TIME, 0),
    FIELD(struct api_reminder, unless_they_write, F_BOOL, 0),
    FIELD(struct api_reminder, text, F_STR, 0),
};
static const struct shape shape_reminder =
    SHAPE(struct api_reminder, "Reminder", fields_reminder);

static const struct field fields_thread[] = {
    FIELD(struct api_thread, conversation, F_OBJ, 0, .of = &shape_conversation),
    FIELD(struct api_thread, followers, F_OBJ, 0, .of = &shape_followers),
    FIELD(struct api_thread, person, F_REF, F_NULLABLE, .of = &shape_person),
    FIELD(struct api_thread, posts, F_LIST, 0, .of = &shape_post,
          DOC("The newest page, oldest first.")),
    FIELD(struct api_thread, earlier, F_STR, F_NULLABLE,
          DOC("Cursor of the page before (conversationPosts); null when these are all.")),
    FIELD(struct api_thread, notes, F_LIST, 0, .of = &shape_note),
    FIELD(struct api_thread, draft, F_REF, F_NULLABLE, .of = &shape_draft,
          DOC("Of the member who asks.")),
    FIELD(struct api_thread, drafts_of_others, F_LIST, 0, .of = &shape_draft),
    FIELD(struct api_thread, outbox, F_LIST, 0, .of = &shape_outbox,
          DOC("What is on its way out, unclear or failed.")),
    FIELD(struct api_thread, handoffs, F_LIST, 0, .of = &shape_handoff),
    FIELD(struct api_thread, happenings, F_LIST, 0, .of = &shape_happening,
          DOC("Assigned, done, handed over ...: oldest first.")),
    FIELD(struct api_thread, clocks, F_LIST, 0, .of = &shape_clock,
          DOC("Its deadlines that run, and where they come from.")),
    FIELD(struct api_thread, presence, F_LIST, 0, .of = &shape_presence,
          DOC("Who else is here now.")),
    FIELD(struct api_thread, reminder, F_REF, F_NULLABLE, .of = &shape_reminder,
          DOC("Of the one who asks.")),
    FIELD(struct api_thread, talks, F_LIST, 0, .of = &shape_talk,
          DOC("What colleagues talk over beside it, oldest first.")),
    FIELD(struct api_thread, regroupings, F_LIST, 0, .of = &shape_regrouping,
          DOC("What was merged into it, split off from it, or what it was split off from, and "
              "was "
              "not taken back; the newest first.")),
    FIELD(struct api_thread, can_reply, F_BOOL, 0),
    FIELD(struct api_thread, no_reply_reason, F_STR, F_NULLABLE | F_SAID),
    FIELD(struct api_thread, reply_to_id, F_ID, F_NULLABLE,
          DOC("The post that a reply answers unless another is chosen.")),
    FIELD(struct api_thread, limits, F_OBJ, 0, .of = &shape_reply_limits),
};
SHAPE_OF(thread, "Thread");

static const struct field fields_skipped[] = {
    FIELD(struct api_skipped, id, F_ID, 0),
    FIELD(struct api_skipped, reason, F_STR, F_SAID),
};
SHAPE_OF(skipped, "Skipped");

static const struct field fields_made[] = {
    FIELD(struct api_made, id, F_ID, 0),
    FIELD(struct api_made, version, F_INT, 0, DOC("With it the change can be taken back.")),
};
SHAPE_OF(made, "Made");

static const struct field fields_bulk[] = {
    FIELD(struct api_bulk, changed, F_INT, 0),
    FIELD(struct api_bulk, made, F_LIST, 0, .of = &shape_made),
    FIELD(struct api_bulk, skipped, F_LIST, 0, .of = &shape_skipped),
};
SHAPE_OF(bulk, "BulkResult");

static const struct field fields_finding[] = {
    FIELD(struct api_finding, rule, F_STR, 0, DOC("Id of the rule.")),
    FIELD(struct api_finding, check, F_STR, 0, DOC("Name of the check that the rule uses.")),
    FIELD(struct api_finding, kind, F_ENUM, 0, .values = words_rule_kind,
          DOC("soft warns, review wants a second person, hard stops.")),
    FIELD(struct api_finding, why, F_STR, 0),
    FIELD(struct api_finding, tell, F_STR, F_SAID, DOC("What to change.")),
    FIELD(struct api_finding, words, F_STR, F_NULLABLE,
          DOC("The words it is about; null = the whole text.")),
    FIELD(struct api_finding, start, F_INT, 0, DOC("Their place, in UTF-16 units.")),
    FIELD(struct api_finding, end, F_INT, 0),
    FIELD(struct api_finding, value, F_INT, 0,
          DOC("What it counts: characters too many, replies alike.")),
    FIELD(struct api_finding, note, F_STR, F_NULLABLE | F_SAID, DOC("What was seen.")),
    FIELD(struct api_finding, heard, F_STR, F_NULLABLE,
          DOC("The words of the post that say so.")),
    FIELD(struct api_finding, offer, F_ENUM, 0, .values = words_finding_offer,
          DOC("What can be done beside changing words.")),
};
SHAPE_OF(finding, "Finding");

static const struct field fields_check[] = {
    FIELD(struct api_check, verdict, F_ENUM, 0, .values = words_verdict,
          DOC("The strongest finding: review = a second person must see it before it leaves.")),
    FIELD(struct api_check, findings, F_LIST, 0, .of = &shape_finding),
    FIELD(struct api_check, sends_as, F_STR, 0, DOC("Account that will speak.")),
    FIELD(struct api_check, text, F_STR, 0, DOC("As it would leave, signed.")),
    FIELD(struct api_check, sign, F_STR, F_NULLABLE, DOC("Your sign at its end.")),
    FIELD(struct api_check, lang, F_STR, 0, DOC("Of the text; und = not sure.")),
    FIELD(struct api_check, words_known, F_BOOL, 0,
          DOC("false: checks that go by words do not know this language.")),
    FIELD(struct api_check, acknowledged, F_BOOL, 0,
          DOC("You know the policy in force; else nothing leaves.")),
    FIELD(struct api_check, graphemes, F_INT, 0, DOC("Length as the network counts it.")),
    FIELD(struct api_check, bytes, F_INT, 0),
    FIELD(struct api_check, limits, F_OBJ, 0, .of = &shape_reply_limits),
    FIELD(struct api_check, policy_version, F_INT, 0,
          DOC("0 = none adopted yet: the starter's rules hold.")),
    FIELD(struct api_check, asks, F_LIST, 0, .of = &shape_stage,
          DOC("Who must say yes before it leaves, in order.")),
};
SHAPE_OF(check, "Check");
