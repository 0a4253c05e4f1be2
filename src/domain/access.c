/* access: the grants of channels and what follows of them. Reads channel, member, team_member,
 * channel_grant; writes channel_grant and channel_limit. */
#include "domain/access.h"
#include "base/buf.h"
#include "base/json.h"
#include "domain/publish.h"
#include "store/event.h"

/* --- reading ----------------------------------------------------------------------------- */

static bool right_of(k_str what, enum access_right *out)
{
    for (int i = 0; i < ACCESS_RIGHTS; i++)
        if (k_str_eqz(what, access_right_names[i])) {
            *out = (enum access_right)i;
            return true;
        }
    return false;
}

static k_err read_grants(struct k_ctx *cx, struct access_world *w)
{
    struct sq_access_grants_list list;
    K_TRY(sq_access_grants(cx, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_access_grants_row *r = &list.v[i];
        enum access_right right;
        if (right_of(r->what, &right))
            *k_vec_push(cx->arena, &w->grants) =
                (struct access_grant){r->channel_id, right, r->who, r->role, r->who_id};
    }
    return K_OK;
}

static k_err read_channels(struct k_ctx *cx, struct access_world *w)
{
    K_TRY(sq_access_channels(cx, &w->rows));
    for (size_t i = 0; i < w->rows.n; i++) {
        const struct sq_access_channels_row *r = &w->rows.v[i];
        *k_vec_push(cx->arena, &w->channels) = (struct access_channel){
            .id = r->id,
            .some = {k_str_eqz(r->see_by, "some"), k_str_eqz(r->direct_by, "some"),
                     k_str_eqz(r->send_by, "some")},
            .grants = w->grants.v,
            .n = w->grants.n};
    }
    return K_OK;
}

/* The list of who is in which team comes member by member: each takes its stretch of it. */
static k_err read_members(struct k_ctx *cx, struct access_world *w)
{
    struct sq_access_members_list list;
    struct sq_team_member_list_list teams;
    K_TRY(sq_access_members(cx, &list));
    K_TRY(sq_team_member_list(cx, &teams));
    k_id *ids = k_new_n(cx->arena, k_id, teams.n + 1);
    for (size_t i = 0; i < teams.n; i++)
        ids[i] = teams.v[i].team_id;
    for (size_t i = 0; i < list.n; i++) {
        struct access_member *m = k_vec_push(cx->arena, &w->members);
        *m = (struct access_member){.id = list.v[i].id, .role = list.v[i].role};
        for (size_t k = 0; k < teams.n; k++) {
            if (teams.v[k].member_id != m->id)
                continue;
            if (m->n_teams++ == 0)
                m->teams = ids + k;
        }
    }
    return K_OK;
}

k_err access_read(struct k_ctx *cx, struct access_world *out)
{
    *out = (struct access_world){0};
    K_TRY(read_grants(cx, out));
    K_TRY(read_channels(cx, out));
    return read_members(cx, out);
}

const struct access_channel *access_channel_of(const struct access_world *w, k_id channel)
{
    for (size_t i = 0; i < w->channels.n; i++)
        if (w->channels.v[i].id == channel)
            return &w->channels.v[i];
    return NULL;
}

const struct access_member *access_member_of(const struct access_world *w, k_id member)
{
    for (size_t i = 0; i < w->members.n; i++)
        if (w->members.v[i].id == member)
            return &w->members.v[i];
    return NULL;
}

/* --- what follows ------------------------------------------------------------------------ */

static struct sq_access_limits_row *stored(struct sq_access_limits_list *old, k_id member,
                                           k_id channel)
{
    for (size_t i = 0; i < old->n; i++)
        if (old->v[i].member_id == member && old->v[i].channel_id == channel)
            return &old->v[i];
    return NULL;
}

static k_err put(struct k_ctx *cx, struct sq_access_limits_list *old, k_id member, k_id channel,
                 struct access_limit now)
{
    struct sq_access_limits_row *was = stored(old, member, channel);
    bool same = was && was->hides == now.hides && was->mute == now.mute;
    if (was)
        was->channel_id = 0; /* it stays, or was written anew */
    if (same)
        return K_OK;
    k_ctx_notice(cx, K_TOPIC_ACCESS, member);
    return sq_access_limit_put(cx, member, channel, now.hides, now.mute, NULL);
}

static k_err put_all(struct k_ctx *cx, const struct access_world *w,
                     struct sq_access_limits_list *old)
{
    for (size_t c = 0; c < w->channels.n; c++) {
        const struct access_channel *ch = &w->channels.v[c];
        if (!ch->some[ACCESS_SEE] && !ch->some[ACCESS_DIRECT] && !ch->some[ACCESS_SEND])
            continue;
        for (size_t m = 0; m < w->members.n; m++) {
            struct access_limit now = access_limit(&w->members.v[m], ch);
            if (now.hides || now.mute)
                K_TRY(put(cx, old, w->members.v[m].id, ch->id, now));
        }
    }
    return K_OK;
}

k_err access_refresh(struct k_ctx *cx)
{
    struct access_world w;
    struct sq_access_limits_list old;
    K_TRY(sq_access_grants_tidy(cx, NULL));
    K_TRY(access_read(cx, &w));
    K_TRY(sq_access_limits(cx, &old));
    K_TRY(put_all(cx, &w, &old));
    for (size_t i = 0; i < old.n; i++) {
        if (old.v[i].channel_id == 0)
            continue;
        k_ctx_notice(cx, K_TOPIC_ACCESS, old.v[i].member_id);
        K_TRY(sq_access_limit_drop(cx, old.v[i].member_id, old.v[i].channel_id, NULL));
    }
    return publish_rights_changed(cx);
}

/* --- setting ----------------------------------------------------------------------------- */

static const char *field(struct k_ctx *cx, int right, const char *name)
{
    return k_dupz(cx->arena, k_fmt(cx->arena, "%s.%s", access_right_names[right], name));
}

static k_err check(struct k_ctx *cx, int right, const struct access_rule *r)
{
    struct sq_team_get_row team;
    struct sq_inbox_member_row member;
    bool found;
    if (r->role.n > 0 && access_rank(r->role) == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, field(cx, right, "role"), "There is no such role.");
    for (size_t i = 0; i < r->n_teams; i++) {
        K_TRY(sq_team_get(cx, r->teams[i], &team, &found));
        if (!found)
            return k_fail(cx, K_ERR_BAD_INPUT, field(cx, right, "team_ids"),
                          "There is no such team.");
    }
    for (size_t i = 0; i < r->n_members; i++) {
        K_TRY(sq_inbox_member(cx, r->members[i], &member, &found));
        if (!found)
            return k_fail(cx, K_ERR_BAD_INPUT, field(cx, right, "member_ids"),
                          "This member is not here any more.");
    }
    return K_OK;
}

static k_err grant(struct k_ctx *cx, k_id channel, int right, const struct access_rule *r)
{
    struct sq_access_grant_put_args g = {
        .channel_id = channel, .what = k_str_z(access_right_names[right]), .role = K_S("")};
    if (r->role.n > 0) {
        g.who = K_S("role");
        g.role = r->role;
        K_TRY(sq_access_grant_put(cx, &g, NULL));
        g.role = K_S("");
    }
    g.who = K_S("team");
    for (size_t i = 0; i < r->n_teams; i++) {
        g.who_id = r->teams[i];
        K_TRY(sq_access_grant_put(cx, &g, NULL));
    }
    g.who = K_S("member");
    for (size_t i = 0; i < r->n_members; i++) {
        g.who_id = r->members[i];
        K_TRY(sq_access_grant_put(cx, &g, NULL));
    }
    return K_OK;
}

static void say_ids(struct k_jw *w, const char *name, const k_id *ids, size_t n)
{
    kw_key(w, name);
    kw_arr(w);
    for (size_t i = 0; i < n; i++)
        kw_id(w, ids[i]);
    kw_end(w);
}

/* The event log knows who was let in by whom. */
static k_str payload(struct k_ctx *cx, const struct access_rule rules[ACCESS_RIGHTS])
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 64 * 1024);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    for (int i = 0; i < ACCESS_RIGHTS; i++) {
        kw_key(&w, access_right_names[i]);
        if (!rules[i].some) {
            kw_str(&w, K_S("all"));
            continue;
        }
        kw_obj(&w);
        kw_key(&w, "role");
        kw_str(&w, rules[i].role);
        say_ids(&w, "teams", rules[i].teams, rules[i].n_teams);
        say_ids(&w, "members", rules[i].members, rules[i].n_members);
        kw_end(&w);
    }
    kw_end(&w);
    return k_buf_view(&b);
}

static k_str by(const struct access_rule *r)
{
    return r->some ? K_S("some") : K_S("all");
}

k_err access_set(struct k_ctx *cx, k_id channel, const struct access_rule rules[ACCESS_RIGHTS])
{
    int64_t changed = 0;
    for (int i = 0; i < ACCESS_RIGHTS; i++)
        K_TRY(check(cx, i, &rules[i]));
    K_TRY(sq_access_channel_set(cx, channel, by(&rules[ACCESS_SEE]), by(&rules[ACCESS_DIRECT]),
                                by(&rules[ACCESS_SEND]), &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such channel.");
    K_TRY(sq_access_grants_clear(cx, channel, NULL));
    for (int i = 0; i < ACCESS_RIGHTS; i++)
        if (rules[i].some)
            K_TRY(grant(cx, channel, i, &rules[i]));
    k_ctx_notice(cx, K_TOPIC_CHANNEL, channel);
    K_TRY(event_append(cx,
                       &(struct event_new){.verb = K_S("channel.access_set"),
                                           .object_kind = K_S("channel"),
                                           .object_id = channel,
                                           .payload = payload(cx, rules)},
                       NULL));
    return access_refresh(cx);
}

/* --- asking ------------------------------------------------------------------------------ */

k_err access_sees(struct k_ctx *cx, k_id member, k_id conversation, bool *yes)
{
    struct sq_conversation_seen_row row;
    return sq_conversation_seen(cx, conversation, member, &row, yes);
}

k_err access_sees_channel(struct k_ctx *cx, k_id member, k_id channel, bool *yes)
{
    struct sq_access_limit_of_row row = {0};
    bool found;
    K_TRY(sq_access_limit_of(cx, member, channel, &row, &found));
    *yes = !found || row.hides < 2;
    return K_OK;
}

k_err access_speak(struct k_ctx *cx, k_id channel)
{
    struct sq_access_limit_of_row row = {0};
    bool found = false;
    if (cx->actor.member)
        K_TRY(sq_access_limit_of(cx, cx->actor.member, channel, &row, &found));
    if (found && row.mute)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                      "You may not speak as this channel. Who may is on the page Channels.");
    return K_OK;
}
