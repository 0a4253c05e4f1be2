/* inbox: what members do with conversations: assign, finish, snooze, kind, labels, notes with
 * @names. Every act runs in the caller's write transaction, checks the version it was based on,
 * writes the event log and tells open screens. */
#ifndef KITH_DOMAIN_INBOX_H
#define KITH_DOMAIN_INBOX_H

#include "base/ctx.h"

/* A change of one conversation; only members with has_* set are looked at. */
struct inbox_change {
    k_id conversation;
    int64_t version; /* the version the member saw; 0 = whatever it is now (bulk acts) */
    bool has_status, has_owner, has_team, has_kind;
    k_str status;         /* open, done, snoozed */
    k_id owner;           /* 0 = nobody */
    k_id team;            /* 0 = no team */
    k_str kind;           /* lead, complaint, question, praise, other */
    k_time snoozed_until; /* with status snoozed: in the future; 0 = until they write */
};
/* Applies the change. *version (may be NULL) gets the new one. Nothing changes when all is as
 * it was. Errors: NOT_FOUND, CONFLICT (somebody changed it meanwhile), BAD_INPUT (field named).
 */
k_err inbox_change(struct k_ctx *cx, const struct inbox_change *ch, int64_t *version) K_CHECK;

/* Adds a note; each @handle of an active member tells that member once (not the writer). */
k_err inbox_note(struct k_ctx *cx, k_id conversation, k_str text, k_id *note) K_CHECK;

/* Members named with @ in a text, each once, without the one who acts. */
struct inbox_named {
    k_id *v;
    size_t n, cap;
};
/* BAD_INPUT (text) when one of them may not see the conversation. */
k_err inbox_named(struct k_ctx *cx, k_id conversation, k_str text,
                  struct inbox_named *out) K_CHECK;
/* Whether an active member may be told of a conversation: BAD_INPUT with that field if not. */
k_err inbox_may_hear(struct k_ctx *cx, k_id member, k_id conversation,
                     const char *field) K_CHECK;
/* NOT_FOUND, or CONFLICT where it was merged into another one. */
k_err inbox_there(struct k_ctx *cx, k_id conversation) K_CHECK;
/* Something changed beside it: its version goes up and screens hear of it. */
k_err inbox_touched(struct k_ctx *cx, k_id conversation) K_CHECK;

/* Puts a label on or takes it off. */
k_err inbox_label(struct k_ctx *cx, k_id conversation, k_id label, bool on) K_CHECK;

/* Opens conversations whose snooze has ended, at most max; *n gets how many. Acts as the
 * system. */
k_err inbox_wake_due(struct k_ctx *cx, int max, int64_t *n) K_CHECK;

/* Names called with @ in a text: handles of [a-z0-9._-] behind an @ at a word's start, without
 * trailing dots. Pure. Calls fn for each, in order. */
void inbox_each_at(k_str text, void (*fn)(void *arg, k_str handle), void *arg);

/* Tells a member something by a row in their own list. kind: note, assigned, handoff,
 * handoff_outcome. */
k_err inbox_tell(struct k_ctx *cx, k_id member, k_id conversation, k_id note, const char *kind,
                 k_str text) K_CHECK;
/* The same about a person; conversation 0 = none. kind: second_failure. */
k_err inbox_tell_about(struct k_ctx *cx, k_id member, k_id person, k_id conversation,
                       const char *kind, k_str text) K_CHECK;

#endif
