/* routing_edit: members make, change, move and remove rules, try one on what was said before it
 * counts, and take any last change back. Every change is a row of routing_change with the rule
 * before and after; its number is the version of the rules. Writes routing_rule,
 * routing_change; appends events. */
#ifndef KITH_DOMAIN_ROUTING_EDIT_H
#define KITH_DOMAIN_ROUTING_EDIT_H

#include "domain/routing.h"

struct routing_new {
    k_id id;         /* 0 = a new one, at the end */
    int64_t version; /* that the member saw; 0 = whatever it is now */
    bool has_name, has_enabled, has_stop, has_body;
    k_str name;
    bool enabled, stop;
    k_str body; /* JSON (routing_read) */
};
/* BAD_INPUT (name; when and then with their places), NOT_FOUND, CONFLICT (somebody changed it
 * meanwhile), LIMIT. */
k_err routing_save(struct k_ctx *cx, const struct routing_new *n, k_id *id) K_CHECK;
/* In front of another rule; 0 = at the end. */
k_err routing_move(struct k_ctx *cx, k_id id, k_id before) K_CHECK;
k_err routing_remove(struct k_ctx *cx, k_id id) K_CHECK;
/* The rule is again as it was before a change. CONFLICT when it was changed again since: that
 * change is to be taken back first. */
k_err routing_undo(struct k_ctx *cx, int64_t change) K_CHECK;

/* ---- trying ------------------------------------------------------------------------------ */

#define ROUTING_TRY 3000 /* posts that are looked at, the newest */
#define ROUTING_SAMPLES 10
struct routing_sample {
    k_id post, conversation;
    k_str person, text;
    k_time at;
    const struct routing_group *because;
};
struct routing_would { /* what acts would do now */
    enum routing_act_kind act;
    k_id value;
    k_str word;
    int64_t number, conversations;
};
struct routing_tried {
    int64_t posts, matched, conversations; /* looked at; of them it holds for; in so many */
    bool capped;                           /* there are more posts in the period */
    K_VEC(struct routing_sample) samples;
    K_VEC(struct routing_would) would;
};
/* A rule that is not saved, on the posts of theirs since a time, each conversation as it is
 * now. private_networks: those on which we can answer in private, blank-separated. Writes
 * nothing. BAD_INPUT with the place. */
k_err routing_try(struct k_ctx *cx, k_str body, k_time since, k_str private_networks,
                  struct routing_tried *out) K_CHECK;

/* ---- what is open ------------------------------------------------------------------------ */

/* Asks for all open conversations to be held against the rules (job `routing`). *running: that
 * is just being done. */
k_err routing_ask_all(struct k_ctx *cx, bool *running) K_CHECK;
/* A page of them behind `after`; *last is 0 behind the end. */
k_err routing_apply_some(struct k_ctx *cx, k_id after, int max, k_id *last, int64_t *seen,
                         int64_t *changed) K_CHECK;

#endif
