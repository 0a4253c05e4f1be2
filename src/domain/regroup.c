/* regroup: reads conversation, post; writes conversation, post, note, handoff, outbox, draft,
 * routing_effect, conversation_label, follower, regrouping, regrouping_row; appends
 * events. Part of the domain: no HTTP, no threads. */
#include "domain/regroup.h"

#include "base/json.h"
#include "domain/followers.h"
#include "domain/inbox.h"
#include "domain/ingest.h"
#include "domain/insight.h"
#include "domain/regroup_rules.h"
#include "domain/routing.h"
#include "domain/sla.h"
#include "domain/understand.h"
#include "store/event.h"
#include "store/sql.gen.h"

/* ---- what is there ----------------------------------------------------------------------- */

struct side {
    struct sq_conversation_get_row c;
    k_time snoozed_until;
};

static struct regroup_side rules_of(const struct side *s)
{
    return (struct regroup_side){.id = s->c.id,
                                 .channel = s->c.channel_id,
                                 .storm = s->c.storm_id,
                                 .direct = s->c.direct,
                                 .status = s->c.status};
}

/* Seen by the actor, and nobody else changes it meanwhile. */
static k_err side_get(struct k_ctx *cx, k_id id, struct side *out)
{
    struct sq_inbox_state_row state;
    bool found;
    K_TRY(sq_inbox_state(cx, id, cx->actor.eyes, &state, &found));
    if (found)
        K_TRY(sq_conversation_lock(cx, id, &out->c, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id",
                      "This conversation is not here, or it was removed.");
    out->snoozed_until = state.snoozed_until;
    return K_OK;
}

/* The smaller id first: two acts on the same two do not wait for each other. */
static k_err two(struct k_ctx *cx, k_id a, k_id b, struct side *sa, struct side *sb)
{
    if (a < b) {
        K_TRY(side_get(cx, a, sa));
        return side_get(cx, b, sb);
    }
    K_TRY(side_get(cx, b, sb));
    return side_get(cx, a, sa);
}

static k_err moved_on(struct k_ctx *cx)
{
    return k_fail(cx, K_ERR_CONFLICT, "version",
                  "Somebody changed this conversation meanwhile. Look at it again.");
}

struct posts {
    struct sq_regroup_posts_list rows;
    struct regroup_post *links; /* of rows, in their order */
    bool *goes;
    k_str ids;        /* of those that go, as JSON */
    size_t n;         /* of those that go */
    unsigned intents; /* heard in those that go */
};

static k_err posts_read(struct k_ctx *cx, k_id conversation, struct posts *p)
{
    K_TRY(sq_regroup_posts(cx, conversation, REGROUP_POSTS + 1, &p->rows));
    if (p->rows.n > REGROUP_POSTS)
        return k_fail(cx, K_ERR_LIMIT, "id",
                      "This conversation has more than %d posts. It stays as it is.",
                      REGROUP_POSTS);
    p->links = k_new_n(cx->arena, struct regroup_post, p->rows.n + 1);
    p->goes = k_new_n(cx->arena, bool, p->rows.n + 1);
    for (size_t i = 0; i < p->rows.n; i++)
        p->links[i] = (struct regroup_post){p->rows.v[i].id, p->rows.v[i].parent_id};
    return K_OK;
}

/* What is chosen goes, with all that answers it. */
static void posts_choose(struct k_ctx *cx, struct posts *p, const k_id *chosen, size_t n)
{
    k_id *ids = k_new_n(cx->arena, k_id, p->rows.n + 1);
    size_t k = 0;
    p->n = regroup_below(cx->arena, p->links, p->rows.n, chosen, n, p->goes);
    for (size_t i = 0; i < p->rows.n; i++) {
        if (!p->goes[i])
            continue;
        ids[k++] = p->rows.v[i].id;
        if (k_str_eqz(p->rows.v[i].direction, "in"))
            p->intents |= understand_bits(p->rows.v[i].intents);
    }
    p->ids = k_json_ids(cx->arena, ids, k);
}

/* ---- what every act ends with ------------------------------------------------------------ */

static k_err say(struct k_ctx *cx, const char *verb, k_id conversation, k_id other,
                 size_t posts)
{
    return event_append(cx,
                        &(struct event_new){.verb = k_str_z(verb),
                                            .object_kind = K_S("conversation"),
                                            .object_id = conversation,
                                            .payload = k_fmt(cx->arena,
                                                             "{\"other\":\"%lld\","
                                                             "\"posts\":%zu}",
                                                             (long long)other, posts)},
                        NULL);
}

/* Its posts are others now: counts, priority, deadlines and rules follow. */
static k_err settle(struct k_ctx *cx, k_id conversation, unsigned heard)
{
    K_TRY(ingest_regrouped(cx, conversation, heard));
    K_TRY(insight_decided(cx, conversation));
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, conversation);
    K_TRY(sla_settle_one(cx, conversation));
    return routing_apply(cx, conversation, ROUTING_ON_STATE);
}

static k_err note_down(struct k_ctx *cx, const char *act, const struct side *from, k_id into,
                       size_t posts, k_id *id)
{
    *id = k_cx_id(cx);
    return sq_regroup_insert(cx,
                             &(struct sq_regroup_insert_args){
                                 .id = *id,
                                 .act = k_str_z(act),
                                 .from_id = from->c.id,
                                 .into_id = into,
                                 .posts = (int64_t)posts,
                                 .by_id = cx->actor.member,
                                 .at = k_cx_now(cx),
                                 .was_status = from->c.status,
                                 .was_owner = from->c.owner_id,
                                 .was_team = from->c.team_id,
                                 .was_kind = from->c.kind,
                                 .was_kind_by = from->c.kind_by,
                                 .was_until = from->snoozed_until,
                             },
                             NULL);
}

static k_err move_posts(struct k_ctx *cx, const struct posts *p, k_id from, k_id into)
{
    K_TRY(sq_regroup_move_posts(cx, p->ids, into, NULL));
    K_TRY(sq_regroup_move_outbox(cx, p->ids, from, into, NULL));
    return sq_regroup_move_drafts(cx, p->ids, from, into, NULL);
}

/* ---- merge ------------------------------------------------------------------------------- */

static k_err keep_rows(struct k_ctx *cx, k_id id, k_id from, k_id into)
{
    K_TRY(sq_regroup_keep_posts(cx, id, from, NULL));
    K_TRY(sq_regroup_keep_notes(cx, id, from, NULL));
    K_TRY(sq_regroup_keep_talks(cx, id, from, NULL));
    K_TRY(sq_regroup_keep_reminders(cx, id, from, NULL));
    K_TRY(sq_regroup_keep_handoffs(cx, id, from, NULL));
    K_TRY(sq_regroup_keep_effects(cx, id, from, NULL));
    K_TRY(sq_regroup_keep_labels(cx, id, from, NULL));
    return sq_regroup_keep_new_labels(cx, id, from, into, NULL);
}

/* Who had the one that is gone hears where it went, and of what comes. */
static k_err tell_owner(struct k_ctx *cx, k_id owner, k_id now_of, k_id conversation)
{
    if (owner == 0 || owner == now_of)
        return K_OK;
    K_TRY(followers_add(cx, conversation, owner, "merge"));
    return owner == cx->actor.member
               ? K_OK
               : inbox_tell(cx, owner, conversation, 0, "merged", K_S(""));
}

static k_err join(struct k_ctx *cx, const struct side *into, const struct side *from, k_id *id)
{
    struct posts p = {0};
    k_time now = k_cx_now(cx);
    k_id owner = into->c.owner_id ? into->c.owner_id : from->c.owner_id;
    K_TRY(posts_read(cx, from->c.id, &p));
    K_TRY(note_down(cx, "merge", from, into->c.id, p.rows.n, id));
    K_TRY(keep_rows(cx, *id, from->c.id, into->c.id));
    K_TRY(sq_regroup_hands(cx,
                           &(struct sq_regroup_hands_args){
                               .id = into->c.id,
                               .status = regroup_status(into->c.status, from->c.status),
                               .owner_id = from->c.owner_id,
                               .team_id = from->c.team_id,
                               .now = now},
                           NULL));
    K_TRY(ingest_move_all(cx, from->c.id, into->c.id, now));
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, from->c.id);
    K_TRY(tell_owner(cx, from->c.owner_id, owner, into->c.id));
    return say(cx, "conversation.merged", into->c.id, from->c.id, p.rows.n);
}

static k_err may_merge(struct k_ctx *cx, const struct side *into, const struct side *from)
{
    struct regroup_side a = rules_of(into), b = rules_of(from);
    const char *no = regroup_may_merge(&a, &b);
    return no ? k_fail(cx, K_ERR_CONFLICT, "from_ids", "%s", no) : K_OK;
}

k_err regroup_merge(struct k_ctx *cx, k_id into, int64_t version, const k_id *from, size_t n,
                    struct regroup_made *out)
{
    unsigned heard = 0;
    *out = (struct regroup_made){.conversation = into};
    for (size_t i = 0; i < n && i < REGROUP_MANY; i++) {
        struct side a, b;
        if (from[i] == into)
            return k_fail(cx, K_ERR_BAD_INPUT, "from_ids",
                          "A conversation is not merged with itself.");
        K_TRY(two(cx, into, from[i], &a, &b));
        if (i == 0 && version && version != a.c.version)
            return moved_on(cx);
        K_TRY(may_merge(cx, &a, &b));
        K_TRY(join(cx, &a, &b, &out->ids[out->n++]));
        heard |= understand_bits(b.c.kind);
    }
    return settle(cx, into, heard);
}

/* ---- split ------------------------------------------------------------------------------- */

static k_err all_there(struct k_ctx *cx, const struct posts *p, const k_id *chosen, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool there = false;
        for (size_t k = 0; k < p->rows.n && !there; k++)
            there = p->rows.v[k].id == chosen[i];
        if (!there)
            return k_fail(cx, K_ERR_CONFLICT, "post_ids",
                          "One of the posts is not in this conversation any more. Look at it "
                          "again.");
    }
    return K_OK;
}

/* A conversation for the posts that go, under the name of the first of them whose name is free.
 * One that was emptied bears its name again. */
static k_err begin(struct k_ctx *cx, const struct side *from, const struct posts *p, k_id *into)
{
    *into = 0;
    for (size_t i = 0; i < p->rows.n; i++) {
        struct sq_regroup_root_row root;
        bool found;
        if (!p->goes[i])
            continue;
        K_TRY(sq_regroup_root(cx, from->c.channel_id, p->rows.v[i].native_id, &root, &found));
        if (found && root.merged_into == 0)
            continue;
        *into = found ? root.id : k_cx_id(cx);
        if (found)
            return sq_regroup_revive(
                cx,
                &(struct sq_regroup_revive_args){.id = root.id,
                                                 .status = K_S("open"),
                                                 .owner_id = from->c.owner_id,
                                                 .team_id = from->c.team_id,
                                                 .kind = K_S("other"),
                                                 .split_from = from->c.id,
                                                 .now = k_cx_now(cx)},
                NULL);
        return sq_regroup_begin(cx, *into, from->c.id, p->rows.v[i].native_id, k_cx_now(cx),
                                NULL);
    }
    return k_fail(cx, K_ERR_CONFLICT, "post_ids",
                  "These posts began a conversation that is there. Choose others.");
}

static k_err may_split(struct k_ctx *cx, const struct side *from, int64_t version)
{
    struct regroup_side side = rules_of(from);
    const char *no = regroup_may_change(&side);
    if (version && version != from->c.version)
        return moved_on(cx);
    return no ? k_fail(cx, K_ERR_CONFLICT, "id", "%s", no) : K_OK;
}

k_err regroup_split(struct k_ctx *cx, k_id from, int64_t version, const k_id *chosen, size_t n,
                    struct regroup_made *out)
{
    struct side side;
    struct posts p = {0};
    k_id into;
    K_TRY(side_get(cx, from, &side));
    K_TRY(may_split(cx, &side, version));
    K_TRY(posts_read(cx, from, &p));
    K_TRY(all_there(cx, &p, chosen, n));
    posts_choose(cx, &p, chosen, n);
    if (p.n == p.rows.n)
        return k_fail(cx, K_ERR_BAD_INPUT, "post_ids",
                      "All posts would go. Leave at least one of them here.");
    K_TRY(begin(cx, &side, &p, &into));
    K_TRY(sq_regroup_copy_labels(cx, from, into, cx->actor.member, k_cx_now(cx), NULL));
    K_TRY(sq_follower_move(cx, from, into, NULL));
    *out = (struct regroup_made){.conversation = into, .n = 1};
    K_TRY(note_down(cx, "split", &side, into, p.n, &out->ids[0]));
    K_TRY(move_posts(cx, &p, from, into));
    K_TRY(say(cx, "conversation.split", from, into, p.n));
    K_TRY(say(cx, "conversation.split_off", into, from, p.n));
    K_TRY(settle(cx, from, 0));
    return settle(cx, into, p.intents);
}

/* ---- back -------------------------------------------------------------------------------- */

static k_err changed_since(struct k_ctx *cx)
{
    return k_fail(cx, K_ERR_CONFLICT, "id",
                  "One of the two was merged into another conversation since. Take that back "
                  "first.");
}

/* Posts that went, and what answers them: also what came since. */
static k_err went(struct k_ctx *cx, const struct sq_regroup_get_row *r, struct posts *p)
{
    struct sq_regroup_kept_posts_list kept;
    K_TRY(posts_read(cx, r->into_id, p));
    K_TRY(sq_regroup_kept_posts(cx, r->id, &kept));
    k_id *ids = k_new_n(cx->arena, k_id, kept.n + 1);
    for (size_t i = 0; i < kept.n; i++)
        ids[i] = kept.v[i].row_id;
    posts_choose(cx, p, ids, kept.n);
    return p->n ? K_OK : k_fail(cx, K_ERR_CONFLICT, "id", "Nothing of it is left to go back.");
}

/* What it was, unless its time has passed, its owner has left, or something came since. */
static k_err revive(struct k_ctx *cx, const struct sq_regroup_get_row *r,
                    const struct side *from, const struct posts *p)
{
    struct sq_inbox_member_row who;
    bool stays = r->was_owner != 0;
    bool asleep = k_str_eqz(r->was_status, "snoozed") &&
                  (r->was_until == 0 || r->was_until > k_cx_now(cx));
    bool set_aside = asleep || k_str_eqz(r->was_status, "done");
    if (stays)
        K_TRY(sq_inbox_member(cx, r->was_owner, &who, &stays));
    bool news = p->n > (size_t)r->posts;
    return sq_regroup_revive(cx,
                             &(struct sq_regroup_revive_args){
                                 .id = r->from_id,
                                 .status = set_aside && !news ? r->was_status : K_S("open"),
                                 .owner_id = stays ? r->was_owner : 0,
                                 .team_id = r->was_team,
                                 .kind = r->was_kind,
                                 .kind_by = r->was_kind_by,
                                 .snoozed_until = asleep && !news ? r->was_until : 0,
                                 .split_from = from->c.split_from,
                                 .now = k_cx_now(cx),
                             },
                             NULL);
}

static k_err unmerge(struct k_ctx *cx, const struct sq_regroup_get_row *r)
{
    struct side into, from;
    struct posts p = {0};
    k_time now = k_cx_now(cx);
    K_TRY(two(cx, r->into_id, r->from_id, &into, &from));
    if (k_str_eqz(into.c.status, "merged") || from.c.merged_into != r->into_id)
        return changed_since(cx);
    K_TRY(went(cx, r, &p));
    K_TRY(revive(cx, r, &from, &p));
    K_TRY(move_posts(cx, &p, r->into_id, r->from_id));
    K_TRY(sq_regroup_back_notes(cx, r->id, r->into_id, r->from_id, NULL));
    K_TRY(sq_regroup_back_talks(cx, r->id, r->into_id, r->from_id, NULL));
    K_TRY(sq_regroup_back_reminders(cx, r->id, r->into_id, r->from_id, NULL));
    K_TRY(sq_regroup_back_handoffs(cx, r->id, r->into_id, r->from_id, NULL));
    K_TRY(sq_regroup_back_effects(cx, r->id, r->into_id, r->from_id, NULL));
    K_TRY(sq_regroup_back_labels(cx, r->id, r->from_id, cx->actor.member, now, NULL));
    K_TRY(sq_regroup_drop_new_labels(cx, r->id, r->into_id, NULL));
    K_TRY(sq_follower_move(cx, r->into_id, r->from_id, NULL));
    K_TRY(say(cx, "conversation.unmerged", r->into_id, r->from_id, p.n));
    K_TRY(say(cx, "conversation.unmerged", r->from_id, r->into_id, p.n));
    K_TRY(settle(cx, r->from_id, p.intents));
    return settle(cx, r->into_id, 0);
}

/* The posts go back by a merge, which nobody takes back in turn. */
static k_err unsplit(struct k_ctx *cx, const struct sq_regroup_get_row *r)
{
    struct side from, into;
    k_id id;
    K_TRY(two(cx, r->from_id, r->into_id, &from, &into));
    if (k_str_eqz(from.c.status, "merged") || k_str_eqz(into.c.status, "merged"))
        return changed_since(cx);
    K_TRY(may_merge(cx, &from, &into));
    K_TRY(join(cx, &from, &into, &id));
    K_TRY(sq_regroup_undone(cx, id, cx->actor.member, k_cx_now(cx), NULL));
    return settle(cx, r->from_id, understand_bits(into.c.kind));
}

k_err regroup_undo(struct k_ctx *cx, k_id regrouping, k_id *conversation)
{
    struct sq_regroup_get_row r;
    bool found;
    int64_t changed;
    K_TRY(sq_regroup_get(cx, regrouping, &r, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is nothing here to take back.");
    bool merge = k_str_eqz(r.act, "merge");
    *conversation = merge ? r.into_id : r.from_id;
    K_TRY(merge ? unmerge(cx, &r) : unsplit(cx, &r));
    K_TRY(sq_regroup_undone(cx, r.id, cx->actor.member, k_cx_now(cx), &changed));
    return changed ? K_OK : k_fail(cx, K_ERR_CONFLICT, "id", "This was taken back already.");
}
