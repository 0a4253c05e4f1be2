/* routes_thread: one conversation with all that belongs to it, drafts, replies, presence. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/others.h"
#include "api/show.h"
#include "base/json.h"
#include "connectors/registry.h"
#include "db/db.h"
#include "domain/followers.h"
#include "domain/reminders.h"
#include "domain/reply.h"
#include "flow/channels.h"
#include "store/event.h"

#define POSTS_PAGE 200 /* of the thread as it opens; earlier ones page by page */
#define HAPPENINGS_MAX 200
#define REGROUPINGS_MAX 20

/* --- parts of the thread ----------------------------------------------------------------- */

static struct api_person_ref *
author_of(struct k_arena *a, const struct sq_show_authors_list *authors, k_id identity)
{
    for (size_t i = 0; i < authors->n; i++) {
        const struct sq_show_authors_row *r = &authors->v[i];
        if (r->identity_id != identity)
            continue;
        struct api_person_ref *ref = k_new(a, struct api_person_ref);
        *ref =
            (struct api_person_ref){r->person_id, r->name, r->handle, r->avatar_url, r->stage};
        return ref;
    }
    return NULL;
}

/* Before each other by number: the statement gives them in no order. */
static void add_version(struct k_arena *a, struct api_post *p, struct api_version v)
{
    *k_vec_push(a, &p->versions) = v;
    for (size_t i = p->versions.n - 1;
         i > 0 && p->versions.v[i - 1].version > p->versions.v[i].version; i--) {
        struct api_version other = p->versions.v[i];
        p->versions.v[i] = p->versions.v[i - 1];
        p->versions.v[i - 1] = other;
    }
}

static k_err add_versions(struct k_ctx *cx, k_str ids, struct api_post_list *o)
{
    struct sq_show_versions_list list;
    K_TRY(sq_show_versions(cx, ids, &list));
    for (size_t i = 0; i < list.n; i++)
        for (size_t k = 0; k < o->items.n; k++)
            if (o->items.v[k].id == list.v[i].post_id)
                add_version(
                    cx->arena, &o->items.v[k],
                    (struct api_version){list.v[i].version, list.v[i].text, list.v[i].seen_at});
    return K_OK;
}

static k_str ids_of(struct k_ctx *cx, const struct sq_post_thread_before_list *posts, size_t n)
{
    k_id *ids = k_new_n(cx->arena, k_id, n + 1);
    for (size_t i = 0; i < n; i++)
        ids[i] = posts->v[i].id;
    return k_json_ids(cx->arena, ids, n);
}

/* A page from the end of the thread, or before a cursor: oldest first, next = the page before.
 */
static k_err add_posts(struct k_ctx *cx, struct names *names, k_id id, k_str cursor,
                       int64_t limit, struct api_post_list *o)
{
    struct sq_post_thread_before_list posts;
    struct sq_show_authors_list authors;
    int64_t key[2] = {INT64_MAX, INT64_MAX};
    bool given;
    K_TRY(cursor_read(cx, cursor, 'p', key, 2, &given));
    K_TRY(sq_post_thread_before(cx, id, key[0], key[1], limit + 1, &posts));
    size_t n = posts.n < (size_t)limit ? posts.n : (size_t)limit;
    k_str ids = ids_of(cx, &posts, n);
    K_TRY(sq_show_authors(cx, ids, &authors));
    for (size_t i = n; i-- > 0;)
        show_post(names, &posts.v[i], author_of(cx->arena, &authors, posts.v[i].identity_id),
                  k_vec_push(cx->arena, &o->items));
    if (posts.n > n)
        o->next = cursor_make(cx->arena, 'p',
                              (int64_t[]){posts.v[n - 1].posted_at, posts.v[n - 1].id}, 2);
    return add_versions(cx, ids, o);
}

k_err route_conversation_posts(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_thread_page_in *i = in;
    struct names names = names_new(cx);
    struct api_conversation head;
    K_TRY(show_conversation_by_id(cx, &names, i->id, &head));
    K_TRY(add_posts(cx, &names, head.id, i->cursor, request_limit(i->limit), out));
    return names_done(&names);
}

static k_err add_notes(struct k_ctx *cx, struct names *n, k_id id, struct api_thread *o)
{
    struct sq_note_of_conversation_list notes;
    K_TRY(sq_note_of_conversation(cx, id, &notes));
    for (size_t i = 0; i < notes.n; i++)
        *k_vec_push(cx->arena, &o->notes) =
            (struct api_note){.id = notes.v[i].id,
                              .conversation_id = id,
                              .member = names_member(n, notes.v[i].member_id),
                              .text = notes.v[i].text,
                              .created_at = notes.v[i].created_at};
    return K_OK;
}

static k_err add_drafts(struct k_ctx *cx, struct names *n, k_id id, k_id me,
                        struct api_thread *o)
{
    struct sq_draft_all_list drafts;
    K_TRY(sq_draft_all(cx, id, &drafts));
    for (size_t i = 0; i < drafts.n; i++) {
        const struct sq_draft_all_row *r = &drafts.v[i];
        struct api_draft d = {.conversation_id = id,
                              .reply_to_id = r->reply_to_id,
                              .member = names_member(n, r->member_id),
                              .text = r->text,
                              .updated_at = r->updated_at};
        if (r->member_id == me) {
            o->draft = k_new(cx->arena, struct api_draft);
            *o->draft = d;
        } else {
            *k_vec_push(cx->arena, &o->drafts_of_others) = d;
        }
    }
    return K_OK;
}

/* What was sent is a post of the thread; the rest still needs eyes. */
static k_err add_outbox(struct k_ctx *cx, struct names *n, k_id id, struct api_thread *o)
{
    struct sq_outbox_of_conversation_list list;
    size_t left = 0;
    K_TRY(sq_outbox_of_conversation(cx, id, &list));
    for (size_t i = 0; i < list.n; i++)
        if (!k_str_eqz(list.v[i].state, "sent") && !k_str_eqz(list.v[i].state, "cancelled"))
            list.v[left++] = list.v[i];
    o->outbox.n = o->outbox.cap = left;
    return show_outbox_rows(n, list.v, left, &o->outbox.v);
}

static k_err add_handoffs(struct k_ctx *cx, struct names *n, k_id id, struct api_thread *o)
{
    struct sq_handoff_of_conversation_list list;
    k_str subject =
        o->conversation.subject.n ? o->conversation.subject : o->conversation.first_words;
    K_TRY(sq_handoff_of_conversation(cx, id, &list));
    for (size_t i = 0; i < list.n; i++)
        *k_vec_push(cx->arena, &o->handoffs) = show_handoff(n, &list.v[i], subject);
    return K_OK;
}

static k_err add_followers(struct k_ctx *cx, struct names *n, k_id id, k_id me,
                           struct api_followers *o)
{
    struct sq_follower_of_list list;
    K_TRY(sq_follower_of(cx, id, &list));
    for (size_t i = 0; i < list.n; i++) {
        o->following |= list.v[i].member_id == me;
        *k_vec_push(cx->arena, &o->members) = names_member_of(n, list.v[i].member_id);
    }
    return K_OK;
}

static k_err set_follow(struct k_ctx *cx, struct api_req *rq, const void *in, bool on,
                        void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct names names = names_new(cx);
    K_TRY(followers_set(cx, id, on));
    K_TRY(add_followers(cx, &names, id, rq->who.member, out));
    return names_done(&names);
}

k_err route_follow(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return set_follow(cx, rq, in, true, out);
}

k_err route_unfollow(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return set_follow(cx, rq, in, false, out);
}

static k_err add_happenings(struct k_ctx *cx, struct names *n, k_id id, struct api_thread *o)
{
    struct event_list list = {0};
    struct event_filter f = {
        .object_kind = K_S("conversation"), .object_id = id, .limit = HAPPENINGS_MAX};
    K_TRY(event_list(cx, &f, &list));
    for (size_t i = list.n; i-- > 0;) {
        const struct event *e = &list.v[i];
        *k_vec_push(cx->arena, &o->happenings) =
            (struct api_happening){.seq = e->seq,
                                   .at = e->at,
                                   .actor_kind = e->actor_kind,
                                   .verb = e->verb,
                                   .data = e->payload,
                                   .actor = names_actor(n, e->actor_kind, e->actor_id),
                                   .rule = names_rule(n, e->actor_kind, e->actor_id)};
    }
    return K_OK;
}

static k_err add_thread_clocks(struct k_ctx *cx, struct names *n, k_id id, struct api_thread *o)
{
    struct sq_sla_clocks_shown_list clocks;
    K_TRY(sq_sla_clocks_shown(cx, k_fmt(cx->arena, "[%lld]", (long long)id), &clocks));
    for (size_t i = 0; i < clocks.n; i++)
        *k_vec_push(cx->arena, &o->clocks) = show_clock(n, &clocks.v[i]);
    return K_OK;
}

static k_err add_reminder(struct k_ctx *cx, k_id id, k_id me, struct api_thread *o)
{
    struct sq_reminder_mine_row r;
    bool found;
    K_TRY(sq_reminder_mine(cx, id, me, &r, &found));
    if (!found)
        return K_OK;
    o->reminder = k_new(cx->arena, struct api_reminder);
    *o->reminder = (struct api_reminder){r.due_at, r.unless_they_write, r.text};
    return K_OK;
}

k_err route_reminder_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_reminder_in *i = in;
    return reminders_set(cx, &(struct reminder_new){.conversation = i->id,
                                                    .at = i->at,
                                                    .unless_they_write = i->unless_they_write,
                                                    .text = i->text.p ? i->text : K_S("")});
}

static k_err add_talks(struct k_ctx *cx, struct names *n, k_id id, struct api_thread *o)
{
    struct sq_talk_of_conversation_list list;
    K_TRY(sq_talk_of_conversation(cx, id, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(show_talk(cx, n, id, &list.v[i], k_vec_push(cx->arena, &o->talks)));
    return K_OK;
}

static struct api_regrouping show_regrouping(struct names *n,
                                             const struct sq_regroup_into_row *r)
{
    return (struct api_regrouping){.id = r->id,
                                   .act = r->act,
                                   .from_id = r->from_id,
                                   .into_id = r->into_id,
                                   .posts = r->posts,
                                   .by = names_member(n, r->by_id),
                                   .at = r->at,
                                   .other = r->subject.n ? r->subject : r->first_words};
}

/* Both kinds in one order, the newest first. */
static k_err add_regroupings(struct k_ctx *cx, struct names *n, k_id id, struct api_thread *o)
{
    struct sq_regroup_into_list in, out;
    K_TRY(sq_regroup_into(cx, id, REGROUPINGS_MAX, &in));
    K_TRY(sq_regroup_out_of(cx, id, REGROUPINGS_MAX, &out));
    for (size_t i = 0, k = 0; i < in.n || k < out.n;) {
        bool first = k == out.n || (i < in.n && in.v[i].id > out.v[k].id);
        *k_vec_push(cx->arena, &o->regroupings) =
            show_regrouping(n, first ? &in.v[i++] : &out.v[k++]);
    }
    return K_OK;
}

static void add_presence(struct k_ctx *cx, struct names *n, struct api_req *rq, k_id id,
                         void *out)
{
    struct presence_list list = {0};
    struct api_presence_list *o = out;
    presence_of(rq->api->presence, cx->arena, k_cx_now(cx), id, &list);
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].member != rq->who.member)
            *k_vec_push(cx->arena, &o->items) =
                (struct api_presence){.member = names_member_of(n, list.v[i].member),
                                      .state = k_str_z(presence_word(list.v[i].state)),
                                      .since = list.v[i].since};
}

/* --- may one answer ---------------------------------------------------------------------- */

/* Why nobody can answer on a network; c NULL: imported posts. */
static k_str takes_no_answers(const struct connector *c)
{
    return c == NULL ? K_S("This was imported from a file. Answer it on the network itself.")
           : c->no_reply ? k_str_z(c->no_reply)
                         : K_S("This network does not take answers from Kith.");
}

static const struct reply_limits *limits_of(const struct connector *c)
{
    return c && c->reply ? &c->limits : NULL;
}

static k_str why_not(const struct api_req *rq, const struct connector *c, k_str channel_status,
                     bool has_post, bool mute)
{
    if (!api_may(rq, PERM_REPLY))
        return K_S("Your role does not answer in public.");
    if (mute)
        return K_S("You may not speak as this channel. Who may is on the page Channels.");
    if (k_str_eqz(channel_status, "archive"))
        return K_S("This was imported from a file. Answer it on the network itself.");
    if (limits_of(c) == NULL)
        return takes_no_answers(c);
    if (k_str_eqz(channel_status, "removed"))
        return K_S("The channel was removed.");
    if (k_str_eqz(channel_status, "paused"))
        return K_S("The channel is paused.");
    if (k_str_eqz(channel_status, "stopped"))
        return K_S("The channel has stopped. Reconnect it first.");
    return has_post ? K_NONE : K_S("There is no post of theirs to answer.");
}

static k_err add_reply(struct k_ctx *cx, struct api_req *rq, k_id id, struct api_thread *o)
{
    const struct connector *c = connector_find(o->conversation.network);
    struct sq_channel_get_row channel = {0};
    struct sq_post_last_in_row last;
    struct sq_access_limit_of_row limit = {0};
    bool found, has_post, limited;
    K_TRY(sq_access_limit_of(cx, rq->who.member, o->conversation.channel.id, &limit, &limited));
    K_TRY(sq_channel_get(cx, o->conversation.channel.id, &channel, &found));
    K_TRY(sq_post_last_in(cx, id, &last, &has_post));
    o->reply_to_id = has_post ? last.id : 0;
    o->no_reply_reason = why_not(rq, c, channel.status, has_post, limited && limit.mute);
    o->can_reply = o->no_reply_reason.p == NULL;
    if (limits_of(c))
        o->limits = (struct api_reply_limits){c->limits.graphemes, c->limits.bytes};
    return K_OK;
}

/* NULL when it is somebody of another member's own address book. */
static k_err whom_with(struct k_ctx *cx, k_id id, struct api_person **out)
{
    struct api_person *p = k_new(cx->arena, struct api_person);
    k_err err = show_person(cx, id, p);
    if (err == K_ERR_NOT_FOUND) {
        cx->detail = (struct k_detail){0};
        return K_OK;
    }
    *out = p;
    return err;
}

k_err route_conversation_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct api_thread *o = out;
    struct api_presence_list there = {0};
    struct api_post_list posts = {0};
    struct names names = names_new(cx);
    K_TRY(show_conversation_by_id(cx, &names, id, &o->conversation));
    id = o->conversation.id; /* after a merge: the one that holds the posts */
    if (o->conversation.person) {
        K_TRY(whom_with(cx, o->conversation.person->id, &o->person));
    }
    K_TRY(add_posts(cx, &names, id, K_NONE, POSTS_PAGE, &posts));
    memcpy(&o->posts, &posts.items, sizeof o->posts);
    o->earlier = posts.next;
    K_TRY(add_notes(cx, &names, id, o));
    K_TRY(add_drafts(cx, &names, id, rq->who.member, o));
    K_TRY(add_outbox(cx, &names, id, o));
    K_TRY(add_handoffs(cx, &names, id, o));
    K_TRY(add_followers(cx, &names, id, rq->who.member, &o->followers));
    K_TRY(add_happenings(cx, &names, id, o));
    K_TRY(add_thread_clocks(cx, &names, id, o));
    K_TRY(add_reminder(cx, id, rq->who.member, o));
    K_TRY(add_talks(cx, &names, id, o));
    K_TRY(add_regroupings(cx, &names, id, o));
    K_TRY(add_reply(cx, rq, id, o));
    add_presence(cx, &names, rq, id, &there);
    memcpy(&o->presence, &there.items, sizeof o->presence);
    return names_done(&names);
}

/* --- drafts and replies ------------------------------------------------------------------ */

k_err route_draft_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_text_in *i = in;
    struct api_draft *o = out;
    struct names names = names_new(cx);
    K_TRY(reply_draft(cx, i->id, i->reply_to_id, i->text));
    *o = (struct api_draft){.conversation_id = i->id,
                            .reply_to_id = i->reply_to_id,
                            .member = names_member(&names, rq->who.member),
                            .text = i->text,
                            .updated_at = k_cx_now(cx)};
    return names_done(&names);
}

k_err route_draft_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return reply_draft(cx, ((const struct api_id_in *)in)->id, 0, K_S(""));
}

/* The network of a conversation, for its limits. UNSUPPORTED when it takes no answers. */
static k_err connector_of(struct k_ctx *cx, k_id conversation, const struct connector **out,
                          struct sq_conversation_get_row *row)
{
    bool found;
    K_TRY(sq_conversation_get(cx, conversation, cx->actor.eyes, row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such conversation.");
    *out = connector_find(row->network);
    if (limits_of(*out))
        return K_OK;
    k_str why = takes_no_answers(*out);
    return k_fail(cx, K_ERR_UNSUPPORTED, NULL, "%.*s", K_ARG(why));
}

k_err route_reply_check(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_text_in *i = in;
    struct sq_conversation_get_row conversation;
    const struct connector *c = NULL;
    struct reply_check check;
    K_TRY(connector_of(cx, i->id, &c, &conversation));
    K_TRY(reply_check(cx, i->id, i->reply_to_id, i->text, &c->limits, &check));
    return show_check(cx, &check, c, conversation.channel_id, out);
}

k_err route_reply_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_reply_in *i = in;
    struct names names = names_new(cx);
    struct sq_conversation_get_row conversation;
    const struct connector *c = NULL;
    k_id id = 0;
    K_TRY(connector_of(cx, i->id, &c, &conversation));
    struct reply_send send = {.conversation = i->id,
                              .reply_to = i->reply_to_id,
                              .text = i->text,
                              .version = i->version,
                              .key = i->key,
                              .limits = &c->limits,
                              .soft_ok = i->warnings_seen,
                              .ask_second = i->ask_second};
    K_TRY(reply_send(cx, &send, &id, NULL));
    return show_outbox_by_id(cx, &names, id, out);
}

/* --- presence ---------------------------------------------------------------------------- */

/* Who is limited learns nothing of what is closed to them, and shows no face there. */
static k_err must_see(struct k_ctx *cx, k_id conversation)
{
    struct sq_conversation_seen_row row;
    bool found = true;
    if (cx->actor.eyes)
        K_TRY(sq_conversation_seen(cx, conversation, cx->actor.eyes, &row, &found));
    return found ? K_OK : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such conversation.");
}

k_err route_presence_put(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_presence_in *i = in;
    enum presence_state state = PRESENCE_AWAY;
    if (!presence_parse(i->state, &state))
        return k_fail(cx, K_ERR_BAD_INPUT, "state", "looking, writing or away");
    K_TRY(must_see(cx, i->conversation_id));
    K_TRY(others_presence(cx, rq, i->conversation_id, state));
    /* Who looks wants to see what was said before. The page never waits for that. */
    return state == PRESENCE_LOOKING ? channel_thread_want(cx, i->conversation_id) : K_OK;
}

k_err route_presence_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    k_id id = ((const struct api_id_in *)in)->id;
    struct names names = names_new(cx);
    K_TRY(must_see(cx, id));
    add_presence(cx, &names, rq, id, out);
    return names_done(&names);
}
