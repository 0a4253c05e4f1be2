/* trace: explains one post from what is stored. Reads post, conversation, person, storm,
 * outbox, event; writes nothing. */
#include "flow/trace.h"

#include "base/json.h"
#include "domain/approval.h"
#include "domain/ingest_steps.h"
#include "domain/understand.h"
#include "store/event.h"
#include "store/sql.gen.h"

struct tracing {
    struct sq_post_get_row post;
    struct sq_conversation_rows_row conversation;
    struct sq_person_get_row person;
    struct sq_outbox_get_row sent; /* the decision behind a post of ours; id 0 = none */
    bool has_person;
    size_t versions;
};

/* Fills outcome and reason of one step. */
typedef k_err (*explain_fn)(struct k_ctx *cx, const struct tracing *t, struct trace_step *s);

static k_err read_all(struct k_ctx *cx, k_id post, struct tracing *t)
{
    bool found;
    struct sq_conversation_rows_list rows;
    struct sq_post_versions_list versions;
    struct sq_outbox_of_conversation_list sent;
    *t = (struct tracing){0};
    K_TRY(sq_post_get(cx, post, cx->actor.eyes, &t->post, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no post with this number.");
    K_TRY(sq_conversation_rows(cx,
                               k_fmt(cx->arena, "[%lld]", (long long)t->post.conversation_id),
                               k_cx_now(cx) - K_HOUR, cx->actor.eyes, &rows));
    if (rows.n)
        t->conversation = rows.v[0];
    K_TRY(sq_person_get(cx, t->post.person_id, &t->person, &t->has_person));
    K_TRY(sq_post_versions(cx, post, &versions));
    t->versions = versions.n;
    K_TRY(sq_outbox_of_conversation(cx, t->post.conversation_id, &sent));
    for (size_t i = 0; i < sent.n; i++)
        if (sent.v[i].post_id == post &&
            (k_str_eqz(sent.v[i].act, "reply") || k_str_eqz(sent.v[i].act, "acknowledge")))
            t->sent = *(struct sq_outbox_get_row *)&sent.v[i];
    return K_OK;
}

static k_err normalise(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->post.received_at;
    s->outcome = k_fmt(cx->arena, "%zu bytes of text%s", t->post.text.n,
                       t->post.html.n ? ", markup cleaned" : "");
    return K_OK;
}

static k_err deduplicate(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->post.edited_at ? t->post.edited_at : t->post.received_at;
    s->outcome = t->post.deleted_at ? K_S("gone from its network; the text is kept, marked")
                 : t->versions == 1 ? K_S("edited once")
                 : t->versions      ? k_fmt(cx->arena, "edited %zu times", t->versions)
                                    : K_S("new");
    s->reason = k_fmt(cx->arena, "known by %.*s, %.*s", K_ARG(t->post.network),
                      K_ARG(t->post.native_id));
    return K_OK;
}

static k_err identify(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->post.received_at;
    if (!t->has_person) {
        s->outcome = K_S("our own account");
        return K_OK;
    }
    s->outcome =
        k_fmt(cx->arena, "%.*s (person %lld)", K_ARG(t->person.name), (long long)t->person.id);
    s->reason =
        k_fmt(cx->arena, "%lld heard, %lld told, stage %.*s", (long long)t->person.heard,
              (long long)t->person.told, K_ARG(t->person.stage));
    return K_OK;
}

static k_err thread(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->post.received_at;
    s->outcome = k_fmt(cx->arena, "conversation %lld, %lld posts",
                       (long long)t->conversation.id, (long long)t->conversation.post_count);
    if (t->post.parent_id)
        s->reason = k_fmt(cx->arena, "answers post %lld", (long long)t->post.parent_id);
    else
        s->reason = t->post.native_parent.n ? K_S("answers a post that we do not have")
                                            : K_S("begins the thread");
    return K_OK;
}

static k_err explain_understand(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    struct understanding u;
    struct k_buf b;
    char names[48];
    k_time from = k_mono();
    understand(&(struct understand_in){.text = t->post.text, .lang = t->post.lang}, &u);
    s->took_us = k_mono() - from;
    s->at = t->post.received_at;
    size_t n = understand_names(u.intents, names);
    s->outcome = k_fmt(cx->arena, "%.*s; language %.*s", n ? (int)n : 17,
                       n ? names : "nothing particular", K_ARG(t->post.lang));
    k_buf_init(&b, cx->arena, 8192);
    for (size_t i = 0; i < u.n; i++)
        k_buf_fmt(&b, "%s\"%.*s\"", i ? ", " : "says ", K_ARG(u.found[i].phrase));
    s->reason = k_buf_view(&b);
    return K_OK;
}

static k_err storm(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->post.received_at;
    s->outcome = K_S("no storm");
    if (t->conversation.storm_id) {
        s->outcome = k_fmt(cx->arena, "in storm %lld", (long long)t->conversation.storm_id);
        k_str own = t->conversation.storm_own;
        s->reason = k_fmt(cx->arena, "%lld posts by %lld people say the same%s",
                          (long long)t->conversation.storm_posts,
                          (long long)t->conversation.storm_authors,
                          k_str_eqz(own, "asks")   ? "; kept out: it asks us something else"
                          : k_str_eqz(own, "held") ? "; kept out: a member has it"
                          : k_str_eqz(own, "more") ? "; kept out: more was said here"
                                                   : "");
    }
    return K_OK;
}

static k_err prioritise(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->outcome = k_fmt(cx->arena, "%lld of 1000 now", (long long)t->conversation.priority);
    s->reason = t->conversation.reason;
    return K_OK;
}

/* What rules did because of this post, each with its version. */
static k_err route_reason(struct k_ctx *cx, const struct tracing *t, k_str *out)
{
    struct sq_routing_effects_list list;
    struct k_buf b;
    k_id last = 0;
    *out = K_S("no routing rule held; members decide");
    K_TRY(sq_routing_effects(cx, t->post.conversation_id, &list));
    k_buf_init(&b, cx->arena, 64 * 1024);
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_routing_effects_row *e = &list.v[i];
        if (e->post_id != t->post.id)
            continue;
        if (e->rule_id != last)
            k_buf_fmt(&b, "%srule \"%.*s\" (version %lld):", last ? "; " : "",
                      K_ARG(e->rule_name), (long long)e->rule_version);
        last = e->rule_id;
        k_buf_fmt(&b, " %.*s", K_ARG(e->act));
        if (k_str_eqz(e->act, "acknowledge"))
            k_buf_fmt(&b, " (%.*s)", K_ARG(e->word));
    }
    if (last)
        *out = k_buf_view(&b);
    return K_OK;
}

static k_err route(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    k_str owner = t->conversation.owner_name.n ? t->conversation.owner_name : K_S("nobody");
    s->outcome =
        k_fmt(cx->arena, "%.*s, owner %.*s%s%.*s", K_ARG(t->conversation.status), K_ARG(owner),
              t->conversation.team_name.n ? ", team " : "", K_ARG(t->conversation.team_name));
    return route_reason(cx, t, &s->reason);
}

static k_err store(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->post.received_at;
    s->outcome =
        k_fmt(cx->arena, "post %lld, %.*s", (long long)t->post.id, K_ARG(t->post.source));
    s->reason =
        k_fmt(cx->arena, "written %.*s", K_ARG(k_time_iso(cx->arena, t->post.posted_at)));
    return K_OK;
}

static k_err touch(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    bool in = k_str_eqz(t->post.direction, "in");
    s->at = t->post.posted_at;
    s->outcome = in ? K_S("counts as heard") : K_S("counts as told");
    if (!in)
        s->reason = t->post.parent_id ? K_S("an answer") : K_S("unprompted");
    return K_OK;
}

static k_err notify(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    struct event_list events;
    struct event_filter f = {
        .object_kind = K_S("conversation"), .object_id = t->conversation.id, .limit = 1};
    K_TRY(event_list(cx, &f, &events));
    s->at = events.n ? events.v[0].at : t->post.received_at;
    s->outcome = K_S("open screens were told");
    if (events.n)
        s->reason =
            k_fmt(cx->arena, "last event of the conversation: %.*s", K_ARG(events.v[0].verb));
    return K_OK;
}

/* ---- the way out ---- */

static k_err out_draft(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->sent.created_at;
    s->outcome = t->sent.rule_id
                     ? k_fmt(cx->arena, "routing rule %lld, automatic: it is no answer",
                             (long long)t->sent.rule_id)
                     : k_fmt(cx->arena, "member %lld", (long long)t->sent.member_id);
    return K_OK;
}

static k_err out_policy(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->sent.created_at;
    const struct k_json *told, *one;
    struct k_buf b;
    if (k_json_parse(cx->arena, t->sent.rules, &told, NULL) != K_OK)
        told = NULL;
    struct approval_now asked;
    if (t->sent.rule_id) {
        s->outcome = K_S("fixed words, judged by acknowledge_rules");
        return K_OK;
    }
    K_TRY(approval_now(cx, &t->sent, &asked));
    s->outcome = k_json_len(told) == 0 ? K_S("nothing to say")
                 : asked.open ? k_fmt(cx->arena, "waits for an approval, stage %lld of %zu",
                                      (long long)asked.open->stage, asked.stages.n)
                 : t->sent.approved_by ? k_fmt(cx->arena, "approved by member %lld",
                                               (long long)t->sent.approved_by)
                                       : K_S("warnings were seen");
    k_buf_init(&b, cx->arena, 64 * 1024);
    k_buf_str(&b, t->sent.policy_version
                      ? k_fmt(cx->arena, "version %lld", (long long)t->sent.policy_version)
                      : K_S("the starter policy"));
    k_json_each (i, one, told)
        k_buf_fmt(&b, "%s%.*s", i ? ", " : ": ", K_ARG(k_json_get_str(one, "rule")));
    s->reason = k_buf_view(&b);
    return K_OK;
}

static k_err out_stale(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->sent.created_at;
    s->outcome = K_S("nothing came in between");
    return K_OK;
}

static k_err out_outbox(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->sent.created_at;
    s->outcome =
        k_fmt(cx->arena, "row %lld, %.*s", (long long)t->sent.id, K_ARG(t->sent.state));
    s->reason = k_fmt(cx->arena, "key %.*s", K_ARG(t->sent.idem_key));
    return K_OK;
}

static k_err out_deliver(struct k_ctx *cx, const struct tracing *t, struct trace_step *s)
{
    s->at = t->sent.sent_at;
    s->outcome = k_fmt(cx->arena, "tried %lld, looked %lld times", (long long)t->sent.attempts,
                       (long long)t->sent.looks);
    s->reason = k_fmt(cx->arena, "the network calls it %.*s", K_ARG(t->post.native_id));
    return K_OK;
}

static const struct {
    const char *name;
    explain_fn fn;
} in_explain[] = {{"normalise", normalise},
                  {"deduplicate", deduplicate},
                  {"identify", identify},
                  {"thread", thread},
                  {"understand", explain_understand},
                  {"storm", storm},
                  {"prioritise", prioritise},
                  {"route", route},
                  {"store", store},
                  {"touch", touch},
                  {"notify", notify}},
  out_explain[] = {{"draft", out_draft},   {"policy", out_policy},   {"stale", out_stale},
                   {"outbox", out_outbox}, {"deliver", out_deliver}, {"store", store},
                   {"touch", touch},       {"notify", notify}};

static k_err add(struct k_ctx *cx, const struct tracing *t, struct trace *out, const char *name,
                 const char *file, explain_fn fn)
{
    struct trace_step *s = k_vec_push(cx->arena, &out->steps);
    *s = (struct trace_step){
        .name = name, .file = file, .outcome = K_S(""), .reason = K_S(""), .took_us = -1};
    return fn ? fn(cx, t, s) : K_OK;
}

static k_err trace_in(struct k_ctx *cx, const struct tracing *t, struct trace *out)
{
    for (size_t i = 0; i < n_ingest_steps; i++) {
        explain_fn fn = NULL;
        for (size_t k = 0; k < sizeof in_explain / sizeof *in_explain; k++)
            if (strcmp(in_explain[k].name, ingest_steps[i].name) == 0)
                fn = in_explain[k].fn;
        K_TRY(add(cx, t, out, ingest_steps[i].name, ingest_steps[i].file, fn));
    }
    return K_OK;
}

static k_err trace_out(struct k_ctx *cx, const struct tracing *t, struct trace *out)
{
    for (size_t i = 0; i < flow_n_out_steps; i++) {
        explain_fn fn = NULL;
        for (size_t k = 0; k < sizeof out_explain / sizeof *out_explain; k++)
            if (strcmp(out_explain[k].name, flow_out_steps[i].name) == 0)
                fn = out_explain[k].fn;
        K_TRY(add(cx, t, out, flow_out_steps[i].name, flow_out_steps[i].file, fn));
    }
    return K_OK;
}

k_err flow_trace(struct k_ctx *cx, k_id post, struct trace *out)
{
    struct tracing t;
    K_TRY(read_all(cx, post, &t));
    *out = (struct trace){.post = post, .direction = t.post.direction};
    return t.sent.id ? trace_out(cx, &t, out) : trace_in(cx, &t, out);
}
