/* insight: what the whole house can learn from its ties: the first evening's counts with their
 * proof, who slips away, how stages flowed, the rhythm of one person, who knows whom. Reads
 * person, tie, touch, stage_move, fact, commitment, keep_in_touch; writes nothing. What is kept
 * in one member's own address book or mailbox is neither counted nor shown to others; "me" is
 * the member of cx->actor. docs/design/insight.md. */
#ifndef KITH_DOMAIN_INSIGHT_H
#define KITH_DOMAIN_INSIGHT_H

#include "base/ctx.h"
#include "domain/stage_rules.h"
#include "store/sql.gen.h"

typedef struct sq_insight_persons_row insight_person;
struct insight_people {
    insight_person *v;
    size_t n, cap;
};

/* Ids as a JSON list, and the people behind them that the member sees. */
struct insight_ids {
    k_id *v;
    size_t n, cap;
};
/* Adds one that is not there yet and not 0. */
void insight_want(struct k_arena *a, struct insight_ids *ids, k_id id);
k_str insight_ids_json(struct k_arena *a, const struct insight_ids *ids);
k_err insight_people_of(struct k_ctx *cx, const struct insight_ids *ids,
                        struct sq_insight_persons_list *out) K_CHECK;
/* NULL when not among them. */
const insight_person *insight_find(const struct sq_insight_persons_list *list, k_id id);

/* ---- the first evening ------------------------------------------------------------------- */

struct insight_proof {
    insight_person person;
    k_str sentence;   /* the evidence of the stage */
    unsigned missing; /* bits 1 << enum stage_need */
};
enum { INSIGHT_EXAMPLES = 3, INSIGHT_NEAREST = 5 };
struct insight_stage {
    enum stage stage;
    int64_t count;
    struct insight_proof examples[INSIGHT_EXAMPLES], nearest[INSIGHT_NEAREST];
    size_t n_examples, n_nearest; /* nearest: least is missing for the next stage */
};
struct insight_summary {
    int64_t people, drifting, dormant;
    struct insight_stage stages[STAGE_COUNT];
};
k_err insight_summary(struct k_ctx *cx, struct insight_summary *out) K_CHECK;

/* ---- slipping away ----------------------------------------------------------------------- */

struct insight_topic { /* something to talk about; never a text to send */
    const char *kind;  /* fact, promise_us, promise_them, words */
    k_str text;
    k_time at, due_at;
    k_id post;
};
struct insight_slip {
    insight_person person;
    enum rhythm rhythm;
    double dormancy, peak;
    int64_t interval_days;
    k_time last_two_way_at;
    struct { /* a wish to keep in touch that is overdue; ideal_days 0 = none */
        k_id member;
        int64_t ideal_days, latest_days;
        k_time last_at, due_at;
        bool late; /* over the latest interval: red; else amber */
    } keep;
    k_str sentence;
    struct insight_topic topics[6];
    size_t n_topics;
};
struct insight_slipping_ask {
    k_id member;     /* by the rhythm of this member's own ties; 0 = the organisation's */
    k_str stage;     /* '' = any */
    bool keeps;      /* overdue wishes; else by rhythm */
    double strength; /* where the page before ended */
    k_id id;
    int64_t limit;
};
struct insight_slips {
    struct insight_slip *v;
    size_t n, cap;
};
/* By rhythm: the strongest first. By wishes: the longest overdue first, at most 200. */
k_err insight_slipping(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                       struct insight_slips *out) K_CHECK;

/* ---- the stage flow ---------------------------------------------------------------------- */

struct insight_flow_move {
    enum stage from, to;
    int64_t n;
};
struct insight_flow_month {
    int year, month; /* UTC */
    struct {
        struct insight_flow_move *v;
        size_t n, cap;
    } moves;
    int64_t standing[STAGE_COUNT]; /* at its end; of dialogue and deeper only */
};
struct insight_flow {
    struct insight_flow_month *v;
    size_t n, cap;
};
/* Months from that of `from` to that of `to`, at most 60. */
k_err insight_flow(struct k_ctx *cx, k_time from, k_time to, struct insight_flow *out) K_CHECK;

/* ---- the rhythm of one person ------------------------------------------------------------ */

struct insight_week {
    k_time at; /* its Monday, UTC */
    int64_t in, out, both;
};
struct insight_rhythm {
    struct insight_week *v; /* every week, the newest last */
    size_t n;
    bool own; /* an interval of their own; else the usual one */
    double interval, dormancy, burstiness;
    enum rhythm rhythm;
    k_time last_two_way_at;
    k_str sentence;
};
k_err insight_rhythm(struct k_ctx *cx, k_id person, int weeks,
                     struct insight_rhythm *out) K_CHECK;

/* ---- who knows a person ------------------------------------------------------------------ */

struct insight_knower {
    struct sq_insight_known_by_row row;
    double dormancy;
    enum rhythm rhythm;
};
struct insight_known {
    struct insight_knower *v; /* the strongest first */
    size_t n, cap;
    bool single; /* dialogue or deeper, and only one of us knows them */
    k_str sentence;
    k_id suggested; /* who might take care; 0 = nobody knows them */
    k_str why;
};
/* NOT_FOUND for who is not seen. */
k_err insight_known(struct k_ctx *cx, k_id person, struct insight_known *out) K_CHECK;

#endif
