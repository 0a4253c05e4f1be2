/* sla_rules: deadlines. Which target counts for a conversation, and what happens to its clocks
 * when it changes. Pure: time goes by in office hours (hours_rules), everything else is given.
 *   first    from their first words to our first answer
 *   next     from each later word of theirs to our answer
 *   resolve  from their words to the end; it stands still while we wait for them */
#ifndef KITH_DOMAIN_SLA_RULES_H
#define KITH_DOMAIN_SLA_RULES_H

#include "base/id.h"
#include "domain/hours_rules.h"

enum sla_kind { SLA_FIRST, SLA_NEXT, SLA_RESOLVE, SLA_KINDS };
const char *sla_kind_name(enum sla_kind k); /* "first" */
bool sla_kind_parse(k_str name, enum sla_kind *out);
#define SLA_WARN_PERCENT 75

/* ---- which target ------------------------------------------------------------------------ */

struct sla_target {
    k_id id, channel;           /* channel 0 = any */
    k_str kind, stage;          /* empty = any */
    int64_t minutes[SLA_KINDS]; /* 0 = no deadline of this kind */
    k_id calendar;
};
/* The one with most conditions that all hold; of those with as many, the channel counts before
 * the kind and that before the stage. NULL: none. */
const struct sla_target *sla_choose(const struct sla_target *v, size_t n, k_id channel,
                                    k_str kind, k_str stage);

/* ---- clocks ------------------------------------------------------------------------------ */

struct sla_facts {
    k_str status;         /* of the conversation */
    k_time waiting_since; /* 0 = nobody waits for us */
    k_time last_out_at;
    bool answered; /* we have said anything in it */
    k_time now;
};
/* What the clock of one kind shall do. */
struct sla_plan {
    int64_t minutes; /* 0 = there is no such deadline */
    k_id target, rule, calendar;
    const struct hours *hours; /* of the calendar; NULL = always open */
};
struct sla_clock {
    bool there;
    int64_t minutes;
    k_id target, rule, calendar;
    k_time started_at;
    k_time resumed_at;      /* runs since; 0 = it stands still */
    k_time spent;           /* opening time before resumed_at */
    k_time warn_at, due_at; /* 0 while it stands still, and when they never come */
    k_time warned_at, missed_at;
    /* once it ended: */
    k_time ended_at, took;
    const char *outcome; /* answered, resolved, closed, dropped */
};
enum sla_verb { SLA_NOTHING, SLA_START, SLA_CHANGE, SLA_END };
/* The next thing to do with the clock, done to *c. SLA_END: it is over; ask again, one of the
 * next round may start. */
enum sla_verb sla_step(enum sla_kind kind, const struct sla_facts *f, const struct sla_plan *p,
                       struct sla_clock *c);
/* Opening time it has run by `now`. */
k_time sla_elapsed(const struct sla_clock *c, const struct hours *h, k_time now);

enum sla_state { SLA_NONE, SLA_RUNNING, SLA_SOON, SLA_OVERDUE };
enum sla_state sla_state_of(const struct sla_clock *c, k_time now);

#endif
