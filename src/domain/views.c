/* views: keeps and shares views of the inbox. */
#include "domain/views.h"
#include "store/conversation.h"
#include "store/event.h"

/* ---- who looks --------------------------------------------------------------------------- */

k_err views_looker(struct k_ctx *cx, struct view_looker *out)
{
    struct sq_member_get_row me;
    struct sq_team_of_member_list mine;
    struct sq_team_list_list all;
    bool found;
    K_TRY(sq_member_get(cx, cx->actor.member, &me, &found));
    if (!found)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL, "A saved view belongs to a member.");
    K_TRY(sq_team_of_member(cx, me.id, &mine));
    K_TRY(sq_team_list(cx, &all));
    k_id *teams = k_new_n(cx->arena, k_id, mine.n + 1),
         *leads = k_new_n(cx->arena, k_id, all.n + 1);
    *out =
        (struct view_looker){.member = me.id, .role = me.role, .teams = teams, .leads = leads};
    for (size_t i = 0; i < mine.n; i++)
        teams[out->n_teams++] = mine.v[i].id;
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].lead_id == me.id)
            leads[out->n_leads++] = all.v[i].id;
    return K_OK;
}

struct view_kept views_kept(const struct sq_saved_view_list_row *row)
{
    return (struct view_kept){
        .maker = row->created_by, .own = row->owner_id, .team = row->team_id};
}

k_err views_list(struct k_ctx *cx, struct views_list *out)
{
    struct sq_saved_view_list_list rows;
    struct view_looker who;
    *out = (struct views_list){0};
    K_TRY(views_looker(cx, &who));
    K_TRY(sq_saved_view_list(cx, who.member, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct view_kept v = views_kept(&rows.v[i]);
        if (view_seen(&who, &v).may)
            *k_vec_push(cx->arena, out) = rows.v[i];
    }
    return K_OK;
}

static k_err find(struct k_ctx *cx, k_id id, bool removed, const struct view_looker *who,
                  struct sq_saved_view_list_row *out)
{
    bool found;
    K_TRY(sq_saved_view_get(cx, id, out, &found));
    struct view_kept v = found ? views_kept(out) : (struct view_kept){0};
    if (!found || (out->removed_at > 0) != removed || !view_seen(who, &v).may)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such view.");
    return K_OK;
}

k_err views_find(struct k_ctx *cx, k_id id, struct sq_saved_view_list_row *out)
{
    struct view_looker who;
    K_TRY(views_looker(cx, &who));
    return find(cx, id, false, &who, out);
}

/* ---- what is kept ------------------------------------------------------------------------ */

static k_err say(struct k_ctx *cx, const char *verb, k_id id, k_str payload)
{
    k_ctx_notice(cx, K_TOPIC_SETTING, id);
    return event_append(cx,
                        &(struct event_new){.verb = k_str_z(verb),
                                            .object_kind = K_S("saved_view"),
                                            .object_id = id,
                                            .payload = payload},
                        NULL);
}

static bool is_view(k_str name)
{
    for (size_t i = 0; i < n_conversation_views; i++)
        if (k_str_eqz(name, conversation_views[i].name))
            return true;
    return false;
}

/* What it looks for must be here when it is saved. */
static k_err check_filter(struct k_ctx *cx, const struct views_filter *f)
{
    struct sq_label_get_row label;
    struct sq_team_get_row team;
    struct sq_channel_get_row channel;
    struct sq_member_get_row member;
    bool found = true;
    if (!is_view(f->base))
        return k_fail(cx, K_ERR_BAD_INPUT, "view", "There is no such view.");
    if (k_str_eqz(f->base, "team") && f->team == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "team", "Say which team.");
    if (f->label)
        K_TRY(sq_label_get(cx, f->label, &label, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "label", "This label is not here any more.");
    if (f->team)
        K_TRY(sq_team_get(cx, f->team, &team, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "team", "This team is not here any more.");
    if (f->channel)
        K_TRY(sq_channel_get(cx, f->channel, &channel, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "channel", "This channel is not here any more.");
    if (f->owner)
        K_TRY(sq_member_get(cx, f->owner, &member, &found));
    return found ? K_OK
                 : k_fail(cx, K_ERR_BAD_INPUT, "owner", "This member is not here any more.");
}

static k_err check_name(struct k_ctx *cx, k_str *name)
{
    *name = k_str_trim(*name);
    return name->n > 0 ? K_OK : k_fail(cx, K_ERR_BAD_INPUT, "name", "Give the view a name.");
}

/* From the word to whose it is; FORBIDDEN when this member may not share it so. */
static k_err share(struct k_ctx *cx, const struct view_looker *who, const struct views_new *n,
                   k_id *own, k_id *team)
{
    struct sq_team_get_row row;
    bool found = true;
    *own = k_str_eqz(n->shared, "me") ? who->member : 0;
    *team = k_str_eqz(n->shared, "team") ? n->team : 0;
    if (*own)
        return K_OK;
    if (k_str_eqz(n->shared, "team")) {
        if (n->team)
            K_TRY(sq_team_get(cx, n->team, &row, &found));
        if (!found || n->team == 0)
            return k_fail(cx, K_ERR_BAD_INPUT, "shared_team", "Say with which team.");
    }
    if (view_shared(who, *team).may)
        return K_OK;
    return *team && view_shared(who, 0).may
               ? k_fail(cx, K_ERR_FORBIDDEN, "shared_team",
                        "With a team shares who belongs to it.")
               : k_fail(cx, K_ERR_FORBIDDEN, "shared", "Only who may answer shares a view.");
}

static k_err not_too_many(struct k_ctx *cx, k_id me)
{
    struct sq_saved_view_count_row row;
    bool found;
    k_time before = k_cx_now(cx) - VIEWS_KEPT;
    K_TRY(sq_saved_view_forget_places(cx, before, NULL));
    K_TRY(sq_saved_view_forget(cx, before, NULL));
    K_TRY(sq_saved_view_count(cx, me, &row, &found));
    return row.n < VIEWS_MOST
               ? K_OK
               : k_fail(cx, K_ERR_LIMIT, NULL, "There are too many saved views. Remove one.");
}

k_err views_save(struct k_ctx *cx, const struct views_new *n, k_id *id)
{
    struct view_looker who;
    struct sq_saved_view_insert_args row = {.name = n->name,
                                            .base = n->filter.base,
                                            .by_channel = n->filter.channel,
                                            .by_label = n->filter.label,
                                            .by_owner = n->filter.owner,
                                            .by_team = n->filter.team,
                                            .by_kind = n->filter.kind,
                                            .by_network = n->filter.network,
                                            .now = k_cx_now(cx)};
    K_TRY(views_looker(cx, &who));
    K_TRY(check_name(cx, &row.name));
    K_TRY(check_filter(cx, &n->filter));
    K_TRY(share(cx, &who, n, &row.owner_id, &row.team_id));
    K_TRY(not_too_many(cx, who.member));
    row.id = *id = k_cx_id(cx);
    row.member_id = who.member;
    K_TRY(sq_saved_view_insert(cx, &row, NULL));
    return say(cx, "saved_view.created", *id,
               k_fmt(cx->arena, "{\"shared\":\"%.*s\"}", K_ARG(n->shared)));
}

/* One that the acting member may change. */
static k_err to_change(struct k_ctx *cx, k_id id, bool removed, struct view_looker *who,
                       struct sq_saved_view_list_row *row)
{
    K_TRY(views_looker(cx, who));
    K_TRY(find(cx, id, removed, who, row));
    struct view_kept v = views_kept(row);
    if (view_changed(who, &v).may)
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                  "Who made it, leads and admins change a shared view. Save one of your own.");
}

static void apply(struct sq_saved_view_set_args *a, const struct views_change *ch)
{
    const struct views_filter *f = &ch->to.filter;
    if (ch->has_name)
        a->name = ch->to.name;
    if (!ch->has_filter)
        return;
    a->base = f->base;
    a->by_channel = f->channel;
    a->by_label = f->label;
    a->by_owner = f->owner;
    a->by_team = f->team;
    a->by_kind = f->kind;
    a->by_network = f->network;
}

static k_err not_taken_away(struct k_ctx *cx, const struct sq_saved_view_list_row *row,
                            k_id own)
{
    if (own == 0 || row->owner_id == own || row->created_by == own)
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, "shared",
                  "Only who made a shared view can keep it to themselves.");
}

k_err views_change(struct k_ctx *cx, k_id id, const struct views_change *ch)
{
    struct sq_saved_view_list_row row;
    struct view_looker who;
    int64_t changed = 0;
    K_TRY(to_change(cx, id, false, &who, &row));
    struct sq_saved_view_set_args a = {.id = id,
                                       .version = ch->version,
                                       .name = row.name,
                                       .owner_id = row.owner_id,
                                       .team_id = row.team_id,
                                       .base = row.base,
                                       .by_channel = row.by_channel,
                                       .by_label = row.by_label,
                                       .by_owner = row.by_owner,
                                       .by_team = row.by_team,
                                       .by_kind = row.by_kind,
                                       .by_network = row.by_network,
                                       .member_id = who.member,
                                       .now = k_cx_now(cx)};
    apply(&a, ch);
    K_TRY(check_name(cx, &a.name));
    if (ch->has_filter)
        K_TRY(check_filter(cx, &ch->to.filter));
    if (ch->has_shared) {
        K_TRY(share(cx, &who, &ch->to, &a.owner_id, &a.team_id));
        K_TRY(not_taken_away(cx, &row, a.owner_id));
    }
    K_TRY(sq_saved_view_set(cx, &a, &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_CONFLICT, "version",
                      "Somebody changed this view meanwhile. Look at it again.");
    return say(cx, "saved_view.changed", id, K_S("{}"));
}

k_err views_remove(struct k_ctx *cx, k_id id)
{
    struct sq_saved_view_list_row row;
    struct view_looker who;
    k_time now = k_cx_now(cx);
    K_TRY(to_change(cx, id, false, &who, &row));
    K_TRY(sq_saved_view_removed(cx, id, now, who.member, now, NULL));
    return say(cx, "saved_view.removed", id, K_S("{}"));
}

k_err views_restore(struct k_ctx *cx, k_id id)
{
    struct sq_saved_view_list_row row;
    struct view_looker who;
    K_TRY(to_change(cx, id, true, &who, &row));
    K_TRY(sq_saved_view_removed(cx, id, 0, who.member, k_cx_now(cx), NULL));
    return say(cx, "saved_view.restored", id, K_S("{}"));
}

k_err views_order(struct k_ctx *cx, const k_id *ids, size_t n)
{
    struct sq_saved_view_list_row row;
    struct view_looker who;
    K_TRY(views_looker(cx, &who));
    K_TRY(sq_saved_view_place_clear(cx, who.member, NULL));
    for (size_t i = 0; i < n; i++) {
        K_TRY(find(cx, ids[i], false, &who, &row));
        K_TRY(sq_saved_view_place_put(cx, who.member, ids[i], (int64_t)i, NULL));
    }
    k_ctx_notice(cx, K_TOPIC_SETTING, who.member);
    return K_OK;
}

k_err views_leave(struct k_ctx *cx, k_id member)
{
    K_TRY(sq_saved_view_leave_places(cx, member, NULL));
    return sq_saved_view_leave(cx, member, NULL);
}
