/* handoff: a conversation passed to a team, with a reason, an acknowledgement and an outcome
 * that returns to the giver. */
#ifndef KITH_DOMAIN_HANDOFF_H
#define KITH_DOMAIN_HANDOFF_H

#include "base/ctx.h"

struct handoff_new {
    k_id conversation, to_team;
    k_str reason;  /* hot_lead, complaint, press, legal, other */
    k_str ask;     /* what the team should do, in the giver's words */
    k_time due_at; /* 0 = no deadline; else in the future */
};
/* Gives it: the conversation moves to the team and loses its owner; each active member of the
 * team is told. An open hand-over of the same conversation is refused (EXISTS) unless it is to
 * another team by somebody of the team that has it: then that one is closed as passed on.
 * Errors: NOT_FOUND, BAD_INPUT, EXISTS. */
k_err handoff_give(struct k_ctx *cx, const struct handoff_new *h, k_id *id) K_CHECK;

/* Somebody of the receiving team takes it and becomes the owner; the giver is told. FORBIDDEN
 * for others, CONFLICT when somebody took it already. */
k_err handoff_acknowledge(struct k_ctx *cx, k_id id) K_CHECK;

/* The outcome, in words and as a result (solved, deal, no_need, not_possible, other). The giver
 * is told. */
k_err handoff_close(struct k_ctx *cx, k_id id, k_str result, k_str outcome) K_CHECK;

/* The person outside knows how it ended, or need not: the question goes away. Anybody may say
 * so. CONFLICT while it is open. */
k_err handoff_told(struct k_ctx *cx, k_id id) K_CHECK;

/* Minutes of office hours (of the house) after which a hand-over that nobody acknowledged goes
 * up: to the lead of the team, then to the managers, then to the owners. 0 = never. */
#define HANDOFF_ESCALATE_MINUTES 60
k_err handoff_patience(struct k_ctx *cx, int64_t *minutes) K_CHECK;
k_err handoff_set_patience(struct k_ctx *cx, int64_t minutes) K_CHECK;
/* Lets those go up whose time has come, at most max; *n: how many. */
k_err handoff_escalate_due(struct k_ctx *cx, int max, int64_t *n) K_CHECK;

/* What somebody found came to something: those who handed it over, or said what it is, are
 * told, but not who did it. A deal with a person was made or won; a conversation is done. */
k_err handoff_found_deal(struct k_ctx *cx, k_id person, k_str title, bool won) K_CHECK;
k_err handoff_found_resolved(struct k_ctx *cx, k_id conversation) K_CHECK;

/* The giver has read the outcome. Reading twice is fine. */
k_err handoff_seen(struct k_ctx *cx, k_id id) K_CHECK;

#endif
