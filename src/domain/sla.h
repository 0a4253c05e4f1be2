/* sla: deadlines of conversations. Targets are set by members; clocks follow what happens in a
 * conversation. Reads conversation, person, routing_effect (deadlines that rules set); writes
 * sla_target, clock and the deadline columns of conversation. */
#ifndef KITH_DOMAIN_SLA_H
#define KITH_DOMAIN_SLA_H

#include "domain/hours.h"
#include "domain/sla_rules.h"
#include "domain/survival_rules.h"

#define SLA_TARGETS 500

/* What holds for all conversations, read once for many. */
struct sla_world {
    bool idle;  /* no target, no clock, no rule: nothing to do */
    bool rules; /* rules may have set deadlines */
    struct sla_target *targets;
    size_t n_targets;
    struct hours_book book;
};
k_err sla_world_read(struct k_ctx *cx, struct sla_world *out) K_CHECK;

/* Brings the clocks of a conversation in line with what it is now: starts, pauses, ends, and
 * moves them when the minutes or the hours are others. Doing it twice is doing it once. In a
 * write transaction, behind the change. */
k_err sla_settle(struct k_ctx *cx, struct sla_world *w, k_id conversation) K_CHECK;
/* The same with a world of its own. */
k_err sla_settle_one(struct k_ctx *cx, k_id conversation) K_CHECK;
/* Asks for all open conversations to be settled (job `deadlines`): targets or hours changed. */
k_err sla_ask_all(struct k_ctx *cx) K_CHECK;
/* A page of them behind `after`; *last is 0 behind the end, *n how many were settled. */
k_err sla_settle_some(struct k_ctx *cx, k_id after, int max, k_id *last, int64_t *n) K_CHECK;

/* Warns and notes what was missed by now, at most max; *n how many. Who has it is told, else
 * who leads the team. */
k_err sla_tick(struct k_ctx *cx, int max, int64_t *n) K_CHECK;

struct sla_new {
    k_id id, channel, calendar; /* id 0 = a new one */
    k_str kind, stage;
    int64_t minutes[SLA_KINDS];
};
/* BAD_INPUT, EXISTS, NOT_FOUND. */
k_err sla_target_save(struct k_ctx *cx, const struct sla_new *n, k_id *id) K_CHECK;
k_err sla_target_remove(struct k_ctx *cx, k_id id) K_CHECK;
/* Four usual targets, for who has none yet (facts: docs/design/deadlines.md). EXISTS. */
k_err sla_target_starter(struct k_ctx *cx) K_CHECK;

struct sla_ask {
    enum sla_kind kind;
    k_time from, to;
    k_id channel; /* 0 = any */
    k_str about;  /* kind of the conversation; empty = any */
};
#define SLA_REPORT 50000 /* clocks that a report looks at */
struct sla_report {
    int64_t n, over, waiting,
        closed; /* clocks; answered or resolved; still running; ended otherwise */
    int64_t missed;
    bool capped;
    struct survival fit; /* in microseconds of opening time */
};
k_err sla_report_read(struct k_ctx *cx, const struct sla_ask *ask,
                      struct sla_report *out) K_CHECK;

#endif
