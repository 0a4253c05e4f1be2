/* words: closed lists of words. Reads nothing; the database holds the same words in its rows.
 */
#include "api/words.h"

#define WORDS(name, ...) const char *const words_##name[] = {__VA_ARGS__, NULL}

WORDS(role, "owner", "admin", "manager", "agent", "viewer");
WORDS(role_invited, "admin", "manager", "agent", "viewer");
WORDS(role_or_none, "", "owner", "admin", "manager", "agent", "viewer");
WORDS(factor, "password", "totp", "recovery", "passkey", "provider");
WORDS(role_by_group, "", "admin", "manager", "agent", "viewer");
WORDS(joining, "invited", "everybody");
WORDS(token_alg, "RS256", "ES256", "EdDSA");
WORDS(access_by, "all", "some");
WORDS(access_why, "all", "owner", "role", "team", "member", "none");
WORDS(member_status, "active", "left");
WORDS(team_kind, "marketing", "sales", "support", "management", "other");
WORDS(theme, "system", "light", "dark");
WORDS(locale, "", "en", "de");
WORDS(scope, "read", "work", "reply", "import", "channels", "members", "policy", "settings",
      "audit", "contacts");
WORDS(perm, "self", "read", "work", "reply", "import", "channels", "members", "policy",
      "settings", "audit", "owner", "contacts");
WORDS(stage, "connection", "contact", "dialogue", "relationship", "loyal", "advocate",
      "dormant");
WORDS(person_role, "", "customer", "prospect", "influencer", "partner", "supplier",
      "recommender", "decision_maker", "press", "employee");
WORDS(role_of_person, "customer", "prospect", "influencer", "partner", "supplier",
      "recommender", "decision_maker", "press", "employee");
WORDS(field_type, "text", "number", "date", "choice", "yes_no");
WORDS(people_sort, "heard", "contact", "strength", "name");
WORDS(timeline, "post", "mail", "touch", "moment", "handoff", "deal", "commitment", "fact",
      "note", "value", "stage", "merge");
WORDS(export_format, "csv", "json");
WORDS(touch_medium, "call", "meeting", "mail", "letter", "event", "direct", "comment", "other");
WORDS(touch_direction, "in", "out", "both");
WORDS(moment_kind, "met", "meeting", "event", "project", "failure", "recovery", "praise",
      "other");
WORDS(fact_kind, "likes", "dislikes", "works_on", "family", "travel", "health", "goal", "habit",
      "other");
WORDS(side, "us", "them");
WORDS(commitment_state, "open", "kept", "broken", "dropped");
WORDS(deal_kind, "deal", "order", "referral");
WORDS(deal_state, "open", "won", "lost");
WORDS(value_kind, "help", "introduction", "referral", "purchase", "feedback", "knowledge",
      "other");
WORDS(balance, "none", "both", "only_us", "only_them");
WORDS(common_kind, "interest", "colleague", "organization", "moment", "careful");
WORDS(person_kind, "person", "organization");
WORDS(channel_status, "active", "paused", "stopped", "archive", "removed");
WORDS(channel_switch, "active", "paused");
WORDS(health, "well", "waiting", "troubled", "stopped", "paused", "archive");
WORDS(conversation_status, "open", "snoozed", "done", "folded");
WORDS(conversation_act, "open", "snoozed", "done");
WORDS(kind, "lead", "complaint", "question", "praise", "other");
WORDS(view, "mine", "unassigned", "following", "all", "leads", "complaints", "questions",
      "waiting", "due", "unanswered", "snoozed", "storms", "done", "team");
WORDS(view_shared, "me", "team", "house");
WORDS(view_gone, "channel", "label", "team");
WORDS(post_kind, "post", "comment", "mention", "direct", "mail", "chat", "review");
WORDS(direction, "in", "out");
WORDS(visibility, "public", "unlisted", "followers", "direct");
WORDS(outbox_state, "queued", "sending", "sent", "unclear", "failed", "cancelled", "held",
      "draft");
WORDS(approval_who, "anybody", "role", "team", "member");
WORDS(approval_state, "waiting", "open", "approved", "returned", "dropped");
WORDS(pause_scope, "all", "channel", "region", "topic");
WORDS(outbox_act, "reply", "delete", "post", "acknowledge");
WORDS(held_for, "", "review", "pause", "late", "channel", "right");
WORDS(settle, "sent", "not_sent");
WORDS(handoff_reason, "hot_lead", "complaint", "press", "legal", "other");
WORDS(handoff_result, "solved", "deal", "no_need", "not_possible", "other");
WORDS(handoff_box, "given", "received");
WORDS(mention_kind, "note", "handoff", "handoff_outcome", "handoff_late", "assigned", "rule",
      "suggest", "stand_in", "deadline_soon", "deadline_missed", "found_deal", "found_won",
      "found_resolved", "policy", "second_failure", "held_post", "approval", "approval_late",
      "reply_approved", "reply_changed", "reply_condition", "reply_returned", "followed_post",
      "followed_answer", "followed_note", "followed_done", "followed_handoff", "merged", "talk",
      "talk_closed", "reminder");
WORDS(regroup_act, "merge", "split");
WORDS(storm_own, "", "asks", "held", "more");
WORDS(storm_decided, "", "done", "answered", "muted", "grown");
WORDS(storm_decision, "open", "done", "muted");
WORDS(presence, "looking", "writing", "away");
WORDS(bulk_act, "done", "open", "snooze", "assign", "team", "label", "unlabel");
WORDS(rule_kind, "soft", "review", "hard");
WORDS(policy_dim, "team", "channel", "network", "person", "member", "topic", "hours",
      "new_members", "visibility");
WORDS(saved_kind, "fact", "link", "step");
WORDS(sign_scope, "house", "team", "channel");
WORDS(finding_offer, "none", "commitment", "open_link");
WORDS(verdict, "ok", "warn", "review", "stop");
WORDS(import_state, "uploaded", "checking", "checked", "running", "done", "failed", "undone");
WORDS(actor_kind, "system", "member", "token", "rule");
WORDS(colour, "gray", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink");
WORDS(source, "live", "import", "demo");
WORDS(match_kind, "exact", "probable");
WORDS(match_verdict, "merge", "different", "later");
WORDS(match_field, "given", "family", "order", "suffix", "organization", "birthday", "email",
      "phone", "account", "url", "street", "city", "code", "region", "employer", "number");
WORDS(page_link, "one", "both", "lost", "dropped");
WORDS(agreement, "missing", "same", "verified", "claimed", "nickname", "initial", "typo",
      "similar", "part", "weak", "shared", "swapped", "different");
WORDS(kind_or_any, "", "lead", "complaint", "question", "praise", "other");
WORDS(stage_or_any, "", "connection", "contact", "dialogue", "relationship", "loyal",
      "advocate");
WORDS(clock, "first", "next", "resolve");
WORDS(clock_or_none, "", "first", "next", "resolve");
WORDS(deadline_kind, "first", "next", "resolve", "handoff");
WORDS(deadline_state, "running", "soon", "overdue", "paused");
WORDS(routing_op, "is", "is_not", "at_least", "at_most", "yes", "no", "has", "has_not");
WORDS(routing_type, "word", "id", "number", "yes_no", "text");
WORDS(routing_act, "team", "member", "owner_first", "round_robin", "skill", "label", "priority",
      "deadline", "notify", "release", "suggest", "acknowledge");
WORDS(routing_what, "added", "changed", "moved", "removed", "undone");
WORDS(scan_state, "none", "ready", "running", "done", "failed");

bool words_has(const char *const *words, k_str s)
{
    for (; *words; words++)
        if (k_str_eqz(s, *words))
            return true;
    return false;
}
