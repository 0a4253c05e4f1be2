/* reply: drafts, checks and decisions. Reads conversation, post, channel, policy, member;
 * writes draft, outbox, event. */
#include "domain/reply.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/access.h"
#include "domain/approval.h"
#include "domain/ingest.h"
#include "domain/pause.h"
#include "domain/policy.h"
#include "domain/publish.h"
#include "domain/reply_steps.h"
#include "domain/sign.h"
#include "store/conversation.h"
#include "store/event.h"
#include "store/sql.gen.h"

#define TEXT_MAX 60000 /* bytes of a draft or reply */
#define LINK_MAX 2000

/* ---- what is answered -------------------------------------------------------------------- */

static k_err conversation_of(struct k_ctx *cx, k_id id, struct sq_conversation_get_row *out)
{
    bool found;
    K_TRY(conversation_home(cx, id, out, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This conversation is not here.");
    return K_OK;
}

/* The post that is answered: the one named, else the newest of theirs. */
static k_err post_of(struct k_ctx *cx, k_id conversation, k_id reply_to,
                     struct sq_post_get_row *out)
{
    bool found = reply_to != 0;
    if (!found) {
        struct sq_post_last_in_row last;
        K_TRY(sq_post_last_in(cx, conversation, &last, &found));
        reply_to = found ? last.id : 0;
    }
    if (found)
        K_TRY(sq_post_get(cx, reply_to, cx->actor.eyes, out, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "reply_to_id",
                      "There is no post here that could be answered.");
    if (out->conversation_id != conversation)
        return k_fail(cx, K_ERR_STALE, "reply_to_id",
                      "This post stands in another conversation now. Look at it there.");
    if (out->deleted_at)
        return k_fail(cx, K_ERR_STALE, "reply_to_id",
                      "This post was taken back meanwhile. Choose another one to answer.");
    return K_OK;
}

static k_err subject_of(struct k_ctx *cx, k_id conversation, k_id reply_to,
                        struct reply_subject *s)
{
    bool found;
    K_TRY(conversation_of(cx, conversation, &s->conversation));
    K_TRY(post_of(cx, s->conversation.id, reply_to, &s->post));
    K_TRY(sq_channel_get(cx, s->post.channel_id, &s->channel, &found));
    return found ? K_OK : k_fail(cx, K_ERR_UNSUPPORTED, NULL, "The channel is not here.");
}

k_err reply_member_acts(struct k_ctx *cx)
{
    if (cx->actor.kind == K_ACTOR_MEMBER && cx->actor.member)
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                  "Only a member who is signed in may say something in public. A program may "
                  "leave a draft.");
}

k_err reply_channel_works(struct k_ctx *cx, const struct sq_channel_get_row *ch)
{
    if (k_str_eqz(ch->network, "import"))
        return k_fail(cx, K_ERR_UNSUPPORTED, NULL,
                      "This was imported from a file. Answer it on the network itself.");
    if (k_str_eqz(ch->status, "active"))
        return K_OK;
    if (k_str_eqz(ch->status, "paused"))
        return k_fail(cx, K_ERR_UNSUPPORTED, NULL, "The channel \"%.*s\" is paused.",
                      K_ARG(ch->name));
    if (k_str_eqz(ch->status, "stopped"))
        return k_fail(cx, K_ERR_UNSUPPORTED, NULL,
                      "The channel \"%.*s\" has stopped. Connect it again first.",
                      K_ARG(ch->name));
    return k_fail(cx, K_ERR_UNSUPPORTED, NULL, "The channel was removed.");
}

/* ---- drafts ------------------------------------------------------------------------------ */

k_err reply_draft(struct k_ctx *cx, k_id conversation, k_id reply_to, k_str text)
{
    struct sq_conversation_get_row c;
    K_TRY(conversation_of(cx, conversation, &c));
    if (!cx->actor.member)
        return k_fail(cx, K_ERR_FORBIDDEN, NULL, "A draft belongs to a member.");
    if (text.n > TEXT_MAX)
        return k_fail(cx, K_ERR_LIMIT, "text", "A draft has at most %d bytes.", TEXT_MAX);
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, c.id);
    if (k_str_trim(text).n == 0)
        return sq_draft_drop(cx, c.id, cx->actor.member, NULL);
    return sq_draft_put(cx,
                        &(struct sq_draft_put_args){.conversation_id = c.id,
                                                    .member_id = cx->actor.member,
                                                    .reply_to_id = reply_to,
                                                    .text = text,
                                                    .now = k_cx_now(cx)},
                        NULL);
}

/* ---- policy ------------------------------------------------------------------------------ */

k_str reply_signed(struct k_arena *a, k_str text, k_str sign)
{
    text = k_str_trim(text);
    sign = k_str_trim(sign);
    if (sign.n == 0 || k_str_ends(text, sign))
        return text;
    return k_fmt(a, "%.*s %.*s", K_ARG(text), K_ARG(sign));
}

/* sign: as the reply carries it. What the policy says goes to *out. */
k_err reply_judge(struct k_ctx *cx, const struct reply_subject *s, k_str text, k_str sign,
                  const struct reply_limits *limits, struct reply_check *out)
{
    struct policy_version policy;
    struct policy_facts f;
    k_str whole = reply_signed(cx->arena, text, sign);
    K_TRY(policy_in_force(cx, &policy));
    K_TRY(reply_facts(cx, s, whole, sign, limits, &f));
    policy_run(&f, &policy.rules, &out->findings);
    out->policy_version = policy.version;
    out->reply_to = s->post.id;
    out->channel = s->channel.id;
    out->text = whole;
    out->sign = sign;
    out->graphemes = (int64_t)k_utf8_graphemes(whole);
    out->bytes = (int64_t)whole.n;
    return policy_acknowledged(cx, policy.version, cx->actor.member, &out->acknowledged);
}

k_err reply_author(struct k_ctx *cx, k_id member, struct reply_subject *s)
{
    bool found;
    s->member = member;
    K_TRY(sq_reply_author(cx, member, &s->author, &found));
    if (!found || !k_str_eqz(s->author.status, "active"))
        return k_fail(cx, K_ERR_FORBIDDEN, NULL, "This member does not work here any more.");
    return K_OK;
}

k_err reply_check(struct k_ctx *cx, k_id conversation, k_id reply_to, k_str text,
                  const struct reply_limits *limits, struct reply_check *out)
{
    struct reply_subject s = {0};
    k_str sign = K_NONE;
    *out = (struct reply_check){0};
    if (cx->actor.member)
        K_TRY(reply_author(cx, cx->actor.member, &s));
    K_TRY(subject_of(cx, conversation, reply_to, &s));
    if (cx->actor.member)
        K_TRY(sign_of(cx, cx->actor.member, s.channel.id, s.conversation.team_id, &sign));
    K_TRY(reply_judge(cx, &s, text, sign, limits, out));
    /* Blanks before the text leave with nobody, but the member sees places with them. */
    int64_t before = (int64_t)(k_str_trim(text).n ? k_str_trim(text).p - text.p : 0);
    for (size_t i = 0; i < out->findings.list.n; i++) {
        struct policy_finding *f = &out->findings.list.v[i];
        f->start += f->end > 0 ? before : 0;
        f->end += f->end > 0 ? before : 0;
    }
    return K_OK;
}

k_err reply_check_row(struct k_ctx *cx, const struct sq_outbox_get_row *row, k_str text,
                      const struct reply_limits *limits, struct reply_check *out)
{
    struct reply_subject s = {0};
    k_str sign = K_NONE;
    *out = (struct reply_check){0};
    K_TRY(reply_author(cx, row->member_id, &s));
    if (k_str_eqz(row->act, "post"))
        K_TRY(publish_subject(cx, row, &s));
    else
        K_TRY(subject_of(cx, row->conversation_id, row->reply_to_id, &s));
    K_TRY(sign_of(cx, row->member_id, s.channel.id, s.conversation.team_id, &sign));
    return reply_judge(cx, &s, k_str_trim(k_utf8_scrub(cx->arena, text)), sign, limits, out);
}

k_err reply_unsigned(struct k_ctx *cx, const struct sq_outbox_get_row *row, k_str *out)
{
    struct sq_conversation_get_row c = {0};
    k_str sign = K_NONE;
    bool found;
    if (k_str_eqz(row->act, "post")) {
        *out = publish_said(row->text, row->sign);
        return K_OK;
    }
    K_TRY(sq_conversation_get(cx, row->conversation_id, 0, &c, &found));
    K_TRY(sign_of(cx, row->member_id, row->channel_id, c.team_id, &sign));
    sign = k_str_trim(sign);
    *out = k_str_trim(row->text);
    if (sign.n > 0 && k_str_ends(*out, sign))
        *out = k_str_trim(k_str_sub(*out, 0, out->n - sign.n));
    return K_OK;
}

k_err reply_link_opened(struct k_ctx *cx, k_str url)
{
    if (url.n == 0 || url.n > LINK_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "url", "An address of at most %d bytes.", LINK_MAX);
    return sq_link_look(cx, cx->actor.member, url, k_cx_now(cx), NULL);
}

/* ---- the decision ------------------------------------------------------------------------ */

static k_err used_before(struct k_ctx *cx, const struct reply_send *in, k_id *outbox)
{
    struct sq_outbox_by_key_row row;
    bool found;
    *outbox = 0;
    if (in->key.n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "key", "The screen must name its decision.");
    K_TRY(sq_outbox_by_key(cx, in->key, &row, &found));
    if (!found)
        return K_OK;
    if (row.conversation_id != in->conversation)
        return k_fail(cx, K_ERR_CONFLICT, "key", "This key was used for another reply.");
    *outbox = row.id;
    return K_OK;
}

/* Two members who send at the same moment go one after the other. */
static k_err lock(struct k_ctx *cx, k_id conversation)
{
    struct sq_conversation_get_row row;
    bool found;
    return sq_conversation_lock(cx, conversation, &row, &found);
}

static k_err not_stale(struct k_ctx *cx, const struct reply_send *in,
                       const struct reply_subject *s)
{
    if (s->conversation.id != in->conversation)
        return k_fail(cx, K_ERR_STALE, "version",
                      "This thread turned out to be part of a longer one. Read it first.");
    if (in->version >= s->conversation.said_version)
        return K_OK;
    return k_fail(cx, K_ERR_STALE, "version",
                  "Something was said here meanwhile. Read it before you send.");
}

static const struct policy_finding *first_of(const struct policy_findings *all,
                                             enum policy_kind kind)
{
    for (size_t i = 0; i < all->list.n; i++)
        if (all->list.v[i].kind == kind)
            return &all->list.v[i];
    return NULL;
}

static k_err not_acknowledged(struct k_ctx *cx, int64_t version)
{
    return k_fail(cx, K_ERR_NOT_ACKNOWLEDGED, "policy",
                  "Version %lld of the policy is in force. Read it, and say that you know it; "
                  "then send.",
                  (long long)version);
}

k_err reply_allows(struct k_ctx *cx, const struct reply_check *c, const struct reply_send *in)
{
    if (!c->acknowledged)
        return not_acknowledged(cx, c->policy_version);
    const struct policy_finding *hard = first_of(&c->findings, POLICY_HARD),
                                *review = first_of(&c->findings, POLICY_REVIEW);
    if (hard)
        return k_fail(cx, K_ERR_POLICY, "text", "%.*s %.*s", K_ARG(hard->rule->why),
                      K_ARG(hard->rule->tell));
    if (review && !in->ask_second)
        return k_fail(cx, K_ERR_NEEDS_REVIEW, "text", "%.*s %.*s", K_ARG(review->rule->why),
                      K_ARG(review->rule->tell));
    if (c->findings.list.n > 0 && !in->soft_ok)
        return k_fail(cx, K_ERR_POLICY, "warnings_seen",
                      "There are warnings. Look at them, then send.");
    return K_OK;
}

static k_err decided(struct k_ctx *cx, k_id outbox, k_id conversation, k_str verb,
                     int64_t policy_version, k_str rules)
{
    k_ctx_notice(cx, K_TOPIC_OUTBOX, outbox);
    if (conversation)
        k_ctx_notice(cx, K_TOPIC_CONVERSATION, conversation);
    return event_append(
        cx,
        &(struct event_new){.verb = verb,
                            .object_kind = conversation ? K_S("conversation") : K_S("outbox"),
                            .object_id = conversation ? conversation : outbox,
                            .approved_by = cx->actor.member,
                            .payload = k_fmt(cx->arena,
                                             "{\"outbox\":\"%lld\",\"policy\":%lld,"
                                             "\"rules\":%.*s}",
                                             (long long)outbox, (long long)policy_version,
                                             K_ARG(rules))},
        NULL);
}

/* What the check said about a reply that leaves: each rule once. */
k_str reply_rules_told(struct k_arena *a, const struct policy_findings *all)
{
    struct k_buf b;
    k_buf_init(&b, a, 64 * 1024);
    struct k_jw w = k_jw(&b);
    kw_arr(&w);
    for (size_t i = 0; i < all->list.n; i++) {
        const struct policy_finding *f = &all->list.v[i];
        if (i > 0 && all->list.v[i - 1].rule == f->rule)
            continue;
        kw_obj(&w);
        kw_key(&w, "rule");
        kw_str(&w, f->rule->id);
        kw_key(&w, "kind");
        kw_str(&w, k_str_z(policy_kind_words[f->kind]));
        kw_end(&w);
    }
    kw_end(&w);
    return k_buf_view(&b);
}

k_str reply_begins(const struct reply_check *c)
{
    return c->findings.review ? K_S("held") : K_S("queued");
}

static k_err put_in_outbox(struct k_ctx *cx, const struct reply_subject *s,
                           const struct reply_send *in, const struct reply_check *c,
                           k_id *outbox)
{
    k_id id = k_cx_id(cx);
    k_str rules = reply_rules_told(cx->arena, &c->findings);
    K_TRY(sq_outbox_insert(
        cx,
        &(struct sq_outbox_insert_args){
            .id = id,
            .channel_id = s->channel.id,
            .conversation_id = s->conversation.id,
            .reply_to_id = s->post.id,
            .member_id = cx->actor.member,
            .act = K_S("reply"),
            .text = c->text,
            .state = reply_begins(c),
            .idem_key = k_fmt(cx->arena, "kith-%llx-%llx", (unsigned long long)id,
                              (unsigned long long)k_rand_u64(cx->rand)),
            .client_key = in->key,
            .policy_version = c->policy_version,
            .rules = rules,
            .now = k_cx_now(cx),
        },
        NULL));
    *outbox = id;
    K_TRY(approval_ask(cx, id, &c->findings));
    K_TRY(sq_draft_drop(cx, s->conversation.id, cx->actor.member, NULL));
    K_TRY(
        sq_conversation_decided(cx, s->conversation.id, cx->actor.member, k_cx_now(cx), NULL));
    return decided(cx, id, s->conversation.id, K_S("reply.decided"), c->policy_version, rules);
}

k_err reply_send(struct k_ctx *cx, const struct reply_send *in, k_id *outbox,
                 struct reply_check *seen)
{
    struct reply_subject s = {0};
    struct reply_check c = {0};
    k_str sign;
    K_TRY(reply_member_acts(cx));
    K_TRY(used_before(cx, in, outbox));
    if (*outbox)
        return K_OK;
    K_TRY(reply_author(cx, cx->actor.member, &s));
    K_TRY(lock(cx, in->conversation));
    K_TRY(subject_of(cx, in->conversation, in->reply_to, &s));
    K_TRY(not_stale(cx, in, &s));
    K_TRY(access_speak(cx, s.channel.id));
    K_TRY(reply_channel_works(cx, &s.channel));
    K_TRY(pause_allows(cx, s.conversation.id));
    if (!in->limits)
        return k_fail(cx, K_ERR_UNSUPPORTED, NULL, "This network takes no answers from Kith.");
    k_str text = k_str_trim(k_utf8_scrub(cx->arena, in->text));
    if (text.n == 0 || text.n > TEXT_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "text", "Write something first, at most %d bytes.",
                      TEXT_MAX);
    K_TRY(sign_of(cx, cx->actor.member, s.channel.id, s.conversation.team_id, &sign));
    K_TRY(reply_judge(cx, &s, text, sign, in->limits, &c));
    if (seen)
        *seen = c;
    K_TRY(reply_allows(cx, &c, in));
    return put_in_outbox(cx, &s, in, &c, outbox);
}

k_err reply_remove(struct k_ctx *cx, k_id post, k_id *outbox)
{
    struct sq_post_get_row p;
    struct sq_channel_get_row ch;
    bool found, has_channel;
    K_TRY(reply_member_acts(cx));
    K_TRY(sq_post_get(cx, post, cx->actor.eyes, &p, &found));
    if (!found || !k_str_eqz(p.direction, "out"))
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "This is no post of ours.");
    if (p.deleted_at)
        return k_fail(cx, K_ERR_GONE, "id", "This post was taken back already.");
    K_TRY(access_speak(cx, p.channel_id));
    K_TRY(sq_channel_get(cx, p.channel_id, &ch, &has_channel));
    if (has_channel)
        K_TRY(reply_channel_works(cx, &ch));
    k_id id = k_cx_id(cx);
    K_TRY(sq_outbox_insert(
        cx,
        &(struct sq_outbox_insert_args){
            .id = id,
            .channel_id = p.channel_id,
            .conversation_id = p.conversation_id,
            .member_id = cx->actor.member,
            .act = K_S("delete"),
            .text = K_S(""),
            .state = K_S("queued"),
            .rules = K_S("[]"),
            .idem_key = k_fmt(cx->arena, "kith-delete-%llx", (unsigned long long)id),
            .post_id = post,
            .now = k_cx_now(cx),
        },
        NULL));
    *outbox = id;
    return decided(cx, id, p.conversation_id, K_S("removal.decided"), 0, K_S("[]"));
}

/* ---- what a person decides about a row ----------------------------------------------------
 */

static k_err row_of(struct k_ctx *cx, k_id outbox, struct sq_outbox_get_row *row)
{
    bool found;
    K_TRY(reply_member_acts(cx));
    K_TRY(sq_outbox_get(cx, outbox, cx->actor.eyes, row, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such reply.");
    return access_speak(cx, row->channel_id);
}

static bool any_of(k_str state, const char *const *words)
{
    for (; *words; words++)
        if (k_str_eqz(state, *words))
            return true;
    return false;
}

k_str reply_verb(struct k_ctx *cx, const struct sq_outbox_get_row *row, k_str verb)
{
    bool post = k_str_eqz(row->act, "post"), ack = k_str_eqz(row->act, "acknowledge");
    if (!(post || ack) || !k_str_starts(verb, K_S("reply.")))
        return verb;
    return k_fmt(cx->arena, "%s.%.*s", post ? "publication" : "acknowledgement",
                 K_ARG(k_str_from(verb, 6)));
}

/* From one state to another; CONFLICT when it is in none of those it may come from. */
static k_err move(struct k_ctx *cx, k_id outbox, const char *const *from, const char *state,
                  k_str verb)
{
    struct sq_outbox_get_row row;
    int64_t changed = 0;
    K_TRY(row_of(cx, outbox, &row));
    if (any_of(row.state, from))
        K_TRY(
            sq_outbox_set_state(cx, outbox, row.state, k_str_z(state), k_cx_now(cx), &changed));
    if (changed == 0)
        return k_fail(cx, K_ERR_CONFLICT, NULL, "This reply is %.*s by now.", K_ARG(row.state));
    return decided(cx, outbox, row.conversation_id, reply_verb(cx, &row, verb),
                   row.policy_version, row.rules);
}

k_err reply_retry(struct k_ctx *cx, k_id outbox)
{
    static const char *const from[] = {"failed", NULL};
    struct sq_outbox_get_row row;
    K_TRY(row_of(cx, outbox, &row));
    if (k_str_eqz(row.act, "acknowledge"))
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "An acknowledgement is not sent again. Answer instead.");
    return move(cx, outbox, from, "queued", K_S("reply.retried"));
}

k_err reply_cancel(struct k_ctx *cx, k_id outbox)
{
    static const char *const from[] = {"queued", "failed", "held", "draft", NULL};
    K_TRY(approval_drop(cx, outbox));
    return move(cx, outbox, from, "cancelled", K_S("reply.cancelled"));
}

/* What waits for somebody's yes is not let go around it, and nothing leaves by a member who
 * does not know the policy. */
k_err reply_may_release(struct k_ctx *cx, const struct sq_outbox_get_row *row)
{
    struct sq_policy_current_row now = {0};
    struct approval_now asked;
    bool found, known = true;
    K_TRY(approval_now(cx, row, &asked));
    if (asked.open)
        return k_fail(cx, K_ERR_NEEDS_REVIEW, NULL,
                      "This waits for an approval: it leaves when that is given.");
    K_TRY(sq_policy_current(cx, &now, &found));
    if (found)
        K_TRY(policy_acknowledged(cx, now.version, cx->actor.member, &known));
    return known ? K_OK : not_acknowledged(cx, now.version);
}

k_err reply_release(struct k_ctx *cx, k_id outbox, int64_t version)
{
    struct sq_outbox_get_row row;
    struct sq_conversation_get_row c;
    int64_t changed = 0;
    bool found;
    K_TRY(row_of(cx, outbox, &row));
    if (!k_str_eqz(row.state, "held"))
        return k_fail(cx, K_ERR_CONFLICT, NULL, "This reply is %.*s by now.", K_ARG(row.state));
    K_TRY(reply_may_release(cx, &row));
    if (k_str_eqz(row.act, "post"))
        return publish_let_go(cx, &row);
    K_TRY(sq_conversation_lock(cx, row.conversation_id, &c, &found));
    K_TRY(pause_allows(cx, row.conversation_id));
    if (found && version < c.said_version)
        return k_fail(cx, K_ERR_STALE, "version",
                      "Something was said here meanwhile. Read it before you send.");
    K_TRY(sq_outbox_release(cx, outbox, cx->actor.member, k_cx_now(cx), &changed));
    return decided(cx, outbox, row.conversation_id, K_S("reply.released"), row.policy_version,
                   row.rules);
}

/* It is there, a person says: a post stands for it until the network names it. */
static k_err stand_in(struct k_ctx *cx, const struct sq_outbox_get_row *row, k_id *post)
{
    struct sq_post_get_row parent;
    struct sq_channel_get_row ch;
    struct ingest_result res;
    bool found, answers = !k_str_eqz(row->act, "post");
    *post = 0;
    K_TRY(sq_channel_get(cx, row->channel_id, &ch, &found));
    parent = (struct sq_post_get_row){.kind = K_S("post"), .visibility = K_S("public")};
    if (answers)
        K_TRY(sq_post_get(cx, row->reply_to_id, cx->actor.eyes, &parent, &found));
    if (!found)
        return K_OK;
    struct ingest_from from = {.channel = ch.id,
                               .network = ch.network,
                               .source = ch.demo ? INGEST_DEMO : INGEST_LIVE,
                               .demo = ch.demo,
                               .member = row->member_id,
                               .rule = row->rule_id};
    struct item it = {.native_id = k_fmt(cx->arena, "kith:%lld", (long long)row->id),
                      .native_parent = parent.native_id,
                      .author = {.followers = -1},
                      .ours = true,
                      .kind = parent.kind,
                      .visibility = parent.visibility,
                      .text = row->text,
                      .posted_at = k_cx_now(cx)};
    K_TRY(ingest_batch(cx, &from, &it, 1, &res));
    *post = res.items[0].post;
    return K_OK;
}

k_err reply_settle(struct k_ctx *cx, k_id outbox, bool sent)
{
    static const char *const unclear[] = {"unclear", NULL};
    struct sq_outbox_get_row row;
    int64_t changed = 0;
    k_id post = 0;
    if (!sent)
        return move(cx, outbox, unclear, "failed", K_S("reply.settled_not_sent"));
    K_TRY(row_of(cx, outbox, &row));
    if (!k_str_eqz(row.state, "unclear"))
        return k_fail(cx, K_ERR_CONFLICT, NULL, "This reply is %.*s by now.", K_ARG(row.state));
    if (!k_str_eqz(row.act, "delete"))
        K_TRY(stand_in(cx, &row, &post));
    else
        K_TRY(sq_post_deleted(cx, row.post_id, k_cx_now(cx), NULL));
    K_TRY(
        sq_outbox_sent(cx, outbox, post ? post : row.post_id, K_NONE, k_cx_now(cx), &changed));
    K_TRY(publish_is_out(cx, outbox));
    return decided(cx, outbox, row.conversation_id,
                   reply_verb(cx, &row, K_S("reply.settled_sent")), row.policy_version,
                   row.rules);
}
