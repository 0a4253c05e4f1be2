/* routing: rules at work. A conversation and its newest post are held against the rules of the
 * house; what rules that hold do is decided first (routing_run) and written afterwards
 * (routing_keep, routing_say), because a new conversation has no row yet when it is routed.
 * Rules never take a conversation from who has it (but for `release`), and what a member has
 * decided they leave alone. Reads routing_rule, person, team, member; writes conversation,
 * conversation_label, routing_effect, mention; appends events as the rule. */
#ifndef KITH_DOMAIN_ROUTING_H
#define KITH_DOMAIN_ROUTING_H

#include "domain/roster.h"
#include "domain/routing_rules.h"
#include "domain/stage_rules.h"

/* The compiled rules and who is here, for some conversations. */
struct routing_world {
    const struct routing_set *set; /* NULL: there are no rules */
    struct routing_answers *answers;
    unsigned on; /* ROUTING_ON_* that any rule looks at */
    bool has_roster;
    struct hours_book book;
    struct roster roster;
    K_VEC(k_id) open; /* calendars that are open now */
};
/* The rules as they are now: compiled anew only when one changed. Held as long as cx->arena. */
k_err routing_world_read(struct k_ctx *cx, struct routing_world *out) K_CHECK;
/* The same with one rule that is not saved. BAD_INPUT with its place. */
k_err routing_world_of(struct k_ctx *cx, const struct routing_rule *rule,
                       struct routing_world *out) K_CHECK;

/* One thing that a rule did. */
struct routing_effect {
    const struct routing_rule *rule;
    enum routing_act_kind act;
    k_id post;      /* that made the rule hold */
    k_id value;     /* team, member, label, calendar; who was told */
    int64_t number; /* points, minutes */
    k_str word;     /* clock, text; of an acknowledgement what came of it */
};
/* What rules see of a conversation and a post, and what they decide. */
struct routing_case {
    k_id conversation, post, channel, person, storm;
    k_str network, post_kind, visibility, lang, text;
    k_str about; /* kind of the conversation */
    unsigned intents;
    bool reply, answered;
    bool private_now;   /* it comes in just now, in private, on a network that answers so */
    bool automatic;     /* a machine wrote the post */
    bool is_new;        /* no row yet: no labels, no effects */
    bool person_is_new; /* no row yet: what is below is all there is to know */
    bool has_person;    /* the next five are filled in */
    enum stage stage;
    int exchanges;
    int64_t followers; /* -1 = unknown */
    double strength;
    k_str roles; /* blank-separated */
    k_id relation;
    int64_t priority, due_state;
    bool has_labels;
    K_VEC(k_id) labels;
    /* before and after */
    k_id owner, team, team_by;
    int64_t points;
    /* what came of it */
    bool changed; /* owner, team or points */
    K_VEC(struct routing_effect) effects;
    bool has_earlier;
    struct sq_routing_effects_list earlier;
};
/* Holds the case against the rules; with `on` other than ROUTING_ON_POST only against those
 * that look at what changed. */
k_err routing_run(struct k_ctx *cx, struct routing_world *w, struct routing_case *c,
                  unsigned on) K_CHECK;
/* Writes what was decided (the conversation has a row now), but for the event log and for
 * acknowledgements (acknowledge_decide, once the deadlines are known). */
k_err routing_keep(struct k_ctx *cx, struct routing_world *w,
                   const struct routing_case *c) K_CHECK;
/* Writes one effect down; word: what its row says besides (a clock, what came of it). */
k_err routing_note(struct k_ctx *cx, k_id conversation, const struct routing_effect *e,
                   k_str word) K_CHECK;
/* One entry of the event log for each rule that did something. */
k_err routing_say(struct k_ctx *cx, const struct routing_case *c) K_CHECK;

/* Something about a stored conversation changed: runs, keeps, says. Does nothing when no rule
 * looks at it. In a write transaction. */
k_err routing_apply(struct k_ctx *cx, k_id conversation, unsigned on) K_CHECK;
/* The same with a world that was read before. *did: something was changed. */
k_err routing_apply_with(struct k_ctx *cx, struct routing_world *w, k_id conversation,
                         unsigned on, bool *did) K_CHECK;
/* The same for what is open with a person. */
k_err routing_apply_person(struct k_ctx *cx, k_id person) K_CHECK;

/* Values of the conditions of a case. Reads of the database what rules need and the case has
 * not. */
k_err routing_subject_of(struct k_ctx *cx, const struct routing_world *w,
                         struct routing_case *c, struct routing_subject *out) K_CHECK;

#endif
