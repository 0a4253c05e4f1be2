/* views: views of the inbox that members keep under a name, their own or shared. Reads member,
 * team, channel, label; reads and writes saved_view and saved_view_place; changes go into the
 * event log. Who may is decided in view_rules. */
#ifndef KITH_DOMAIN_VIEWS_H
#define KITH_DOMAIN_VIEWS_H

#include "base/ctx.h"
#include "base/vec.h"
#include "domain/view_rules.h"
#include "store/sql.gen.h"

#define VIEWS_MOST 200          /* that one member can see */
#define VIEWS_KEPT (30 * K_DAY) /* how long a removed one can be taken back */

/* What it looks for: 0 and "" are any. */
struct views_filter {
    k_str base; /* a fixed view: store/conversation.h */
    k_id channel, label, owner, team;
    k_str kind, network;
};
struct views_new {
    k_str name;
    k_str shared; /* me, team, house */
    k_id team;    /* with team: which one */
    struct views_filter filter;
};
struct views_change {
    int64_t version; /* the one that was on screen */
    bool has_name, has_shared, has_filter;
    struct views_new to;
};
struct views_list {
    struct sq_saved_view_list_row *v;
    size_t n, cap;
};

/* Who the acting member is, for the rules. */
k_err views_looker(struct k_ctx *cx, struct view_looker *out) K_CHECK;
struct view_kept views_kept(const struct sq_saved_view_list_row *row);

/* Those the acting member sees, in the order it wants. */
k_err views_list(struct k_ctx *cx, struct views_list *out) K_CHECK;
/* NOT_FOUND for none, and for one that is not shared with the acting member. */
k_err views_find(struct k_ctx *cx, k_id id, struct sq_saved_view_list_row *out) K_CHECK;
/* BAD_INPUT (field named), FORBIDDEN, LIMIT. */
k_err views_save(struct k_ctx *cx, const struct views_new *n, k_id *id) K_CHECK;
/* The same, NOT_FOUND, CONFLICT (somebody changed it meanwhile). */
k_err views_change(struct k_ctx *cx, k_id id, const struct views_change *ch) K_CHECK;
/* Both: FORBIDDEN, NOT_FOUND. A removed one can be taken back for VIEWS_KEPT at least. */
k_err views_remove(struct k_ctx *cx, k_id id) K_CHECK;
k_err views_restore(struct k_ctx *cx, k_id id) K_CHECK;
/* The acting member's own order of what it sees; those not named come behind. */
k_err views_order(struct k_ctx *cx, const k_id *ids, size_t n) K_CHECK;
/* A member leaves: what only they could see goes. */
k_err views_leave(struct k_ctx *cx, k_id member) K_CHECK;

#endif
