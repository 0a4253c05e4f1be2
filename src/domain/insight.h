/* insight: what the whole house can learn from its ties: the first evening's counts with their
 * proof, who slips away, how stages flowed, the rhythm of one person, who knows whom. Reads
 * person, tie, touch, stage_move, fact, commitment, keep_in_touch; writes nothing. What is kept
 * in one member's own address book or mailbox is neither counted nor shown to others; "me" is
 * the member of cx->actor. docs/design/insight.md. */
#ifndef KITH_DOMAIN_INSIGHT_H
#define KITH_DOMAIN_INSIGHT_H

#include "base/ctx.h"
#include "domain/attention_rules.h"
#include "domain/capacity_rules.h"
#include "domain/listening_rules.h"
#include "domain/path_rules.h"
#include "domain/recovery_rules.h"
#include "domain/stage_rules.h"
#include "store/sql.gen.h"

typedef struct sq_insight_persons_row insight_person;
struct insight_people {
    insight_person *v;
    size_t n, cap;
};

/* Ids, and the people behind them that the member sees. */
struct insight_ids {
    k_id *v;
    size_t n, cap;
};
/* Adds one that is not there yet and not 0. */
void insight_want(struct k_arena *a, struct insight_ids *ids, k_id id);
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
    k_time counted_at; /* 0 = just now */
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
        k_id segment; /* the wish is for all of this segment; 0 = for this person */
        int64_t ideal_days, latest_days;
        k_time last_at, due_at;
        bool late; /* over the latest interval: red; else amber */
    } keep;
    k_str sentence;
    double score; /* by rhythm: slip_rules; 0 of a wish */
    k_str reason; /* of the score */
    struct insight_topic topics[6];
    size_t n_topics;
};
struct insight_slips_at { /* where a page ended */
    int64_t points;       /* of whom the stretch lies behind */
    k_id id;
    int64_t rank; /* of the last one of the stretch that was looked at (slip_rank) */
    k_id last;
};
struct insight_slipping_ask {
    k_id member; /* by the rhythm of this member's own ties; 0 = the organisation's */
    k_str stage; /* '' = any */
    bool keeps;  /* overdue wishes; else by rhythm */
    struct insight_slips_at at; /* where the page before ended */
    k_id segment;               /* only who is in it now; 0 = anybody */
    int64_t limit;
};
struct insight_slips {
    struct insight_slip *v;
    size_t n, cap;
    struct insight_slips_at at; /* by rhythm */
    bool more;
};
/* By rhythm: by what would be lost and how far past their rhythm (slip_rules), stretches of
 * 2,000 of the strongest after each other. By wishes, for a person or for all of a segment: the
 * longest overdue first, at most 200. */
k_err insight_slipping(struct k_ctx *cx, const struct insight_slipping_ask *ask,
                       struct insight_slips *out) K_CHECK;

/* When the last real contact was (contact_rules), as a member knows it; member 0 = anybody, 0 =
 * there was none. */
k_err insight_contact_last(struct k_ctx *cx, k_id person, k_id member, k_time *at) K_CHECK;

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
    k_time counted_at; /* 0 = just now */
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
/* Of somebody silent who wrote at `since`, after the last exchange at `last`, with no answer:
 * that comes before the silence. interval in days. */
k_str insight_waits_say(struct k_arena *a, k_time since, k_time last, double interval,
                        k_time now);
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

/* ---- the strongest introductions --------------------------------------------------------- */

/* NOT_FOUND for who is not seen. most: 1 to PATH_MOST. */
k_err insight_paths(struct k_ctx *cx, k_id person, size_t most, struct path_best *out) K_CHECK;

/* Why one on the way knows the next: a tie of the member, or the links of two people. */
struct insight_reason {
    bool tie;
    k_id from, to;  /* from: the member of a tie, else a person */
    double weight;  /* 0..1 */
    k_str kind;     /* of the surest link */
    k_time last_at; /* of a tie: the last exchange */
};
struct insight_reasons {
    struct insight_reason *v;
    size_t n, cap;
};
/* NULL when there is none; links are found either way round. */
struct insight_reason *insight_reason_of(const struct insight_reasons *r, bool tie, k_id from,
                                         k_id to);
/* Of every step of these paths to the person. */
k_err insight_path_reasons(struct k_ctx *cx, k_id person, const struct path_best *best,
                           struct insight_reasons *out) K_CHECK;

/* ---- who hangs on one thread ------------------------------------------------------------- */

struct insight_single {
    insight_person person;
    k_id member; /* the only one who knows them */
    double strength;
    k_time last_two_way_at;
};
struct insight_singles {
    struct insight_single *v;
    size_t n, cap;
    int64_t points; /* of the last person that was looked at: where the next page begins */
    k_id id;
    bool more;
};
k_err insight_singles(struct k_ctx *cx, int64_t points, k_id id, int64_t limit,
                      struct insight_singles *out) K_CHECK;

/* ---- attention --------------------------------------------------------------------------- */

enum { INSIGHT_ATTENTION = 100000 }; /* touches that are looked at, the newest of a period */
struct insight_role {
    k_str role; /* '' = not said */
    int64_t touches, heard, told, people, before;
};
struct insight_attention {
    struct insight_role *v; /* customers first, then by touches */
    size_t n, cap;
    int64_t touches, before; /* in this period and in as long a one before */
    bool cut;                /* there are more touches than are looked at */
};
k_err insight_attention(struct k_ctx *cx, k_time from, k_time to,
                        struct insight_attention *out) K_CHECK;

/* ---- resilience -------------------------------------------------------------------------- */

struct insight_failure {
    struct sq_insight_failures_row moment;
    k_id person;
    struct recovery_case later;
};
struct insight_failures {
    struct insight_failure *v; /* one for each person who was hit; the newest moment first */
    size_t n, cap;
    k_time at; /* the last moment, where the next page begins; 0 = there is none */
    k_id id;
};
/* Moments of failure between `from` and (at, id), at most limit. */
k_err insight_failures(struct k_ctx *cx, k_time from, k_time at, k_id id, int64_t limit,
                       struct insight_failures *out) K_CHECK;
/* The sentence of what became of it. */
k_str insight_failure_say(struct k_arena *a, const struct recovery_case *c);

/* ---- listening against telling ----------------------------------------------------------- */

struct insight_heard {
    k_id key; /* channel, member, team, person, or the first day of a week */
    struct listening l;
};
struct insight_heards {
    struct insight_heard *v;
    size_t n, cap;
    struct listening all;
};
struct insight_listening_ask {
    const char *by; /* channel, member, team, person, week */
    k_time from, to;
    k_id channel, member, person; /* 0 = any */
};
k_err insight_listening(struct k_ctx *cx, const struct insight_listening_ask *ask,
                        struct insight_heards *out) K_CHECK;
/* A member decided about a conversation: its posts that nobody decided on count as read.
 * Needs a write transaction; does nothing for the system. */
k_err insight_decided(struct k_ctx *cx, k_id conversation) K_CHECK;

/* ---- builders ---------------------------------------------------------------------------- */

enum { INSIGHT_BUILDER_TIES = 500, INSIGHT_TEAM_LEAST = 6 };
struct insight_builder {
    k_id member;
    int64_t ties;       /* looked at: the strongest, at most INSIGHT_BUILDER_TIES */
    int64_t lasting;    /* half a year and longer, and not dormant */
    int64_t survived;   /* went on after a bad moment */
    int64_t returned;   /* came back after a long silence */
    int64_t answers;    /* days on which one answered the other */
    int64_t told;       /* what the member said in them */
    int64_t on_channel; /* lasting ones on the channel that was asked for */
};
struct insight_builders {
    struct insight_builder *v; /* by name; never by figures */
    size_t n, cap;
};
/* Who takes part by own choice. channel 0 = none. Only ties that everybody may see count. */
k_err insight_builders(struct k_ctx *cx, k_id channel, struct insight_builders *out) K_CHECK;
/* Own choice of the member who acts. */
k_err insight_builder_choose(struct k_ctx *cx, bool opt_in) K_CHECK;
extern const char insight_builders_notice[];

/* ---- the graph --------------------------------------------------------------------------- */

struct insight_edge {
    k_id from, to; /* from: a member when `tie`, else a person */
    bool tie;
    double weight; /* 0..1 */
    k_str kind;    /* of a link */
};
struct insight_graph {
    struct insight_ids members, people;
    struct {
        struct insight_edge *v;
        size_t n, cap;
    } edges;
    struct sq_insight_persons_list shown; /* the people, those that the member sees */
    int64_t all;                          /* how many there are to be shown */
    bool capped;                          /* there may be more of them */
};
enum { INSIGHT_GRAPH_COUNT = 10000 };
struct insight_graph_ask {
    k_id person;       /* around this person; 0 = around members */
    k_id member;       /* around this member alone; 0 = all */
    k_str role, stage; /* of the people; '' = any */
    int64_t limit;     /* people */
};
k_err insight_graph(struct k_ctx *cx, const struct insight_graph_ask *ask,
                    struct insight_graph *out) K_CHECK;

/* ---- who knows whom among the people ----------------------------------------------------- */

/* Looks at some more rows and links people: shared organization, moments together, answers to
 * each other. *done: nothing new is left for now. Remembers its place (setting link_place). In
 * a write transaction. */
k_err insight_links(struct k_ctx *cx, bool *done) K_CHECK;

#endif
