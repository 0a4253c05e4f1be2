/* queries: listening queries in and out of their rows, with a trail that leads back. */
#include "domain/queries.h"

#include "base/json.h"
#include "domain/access_rules.h"
#include "domain/query_history.h"
#include "domain/trail.h"
#include "store/event.h"

#define NAME_MOST 120

const char *const query_verb_names[QUERY_VERBS + 1] = {"watch", "hide", "skip", NULL};

enum query_verb query_verb_parse(k_str name)
{
    size_t i = 0;
    while (i < QUERY_VERBS && !k_str_eqz(name, query_verb_names[i]))
        i++;
    return (enum query_verb)i;
}

/* ---- the trail --------------------------------------------------------------------------- */

static k_str as_json(struct k_ctx *cx, const struct sq_listening_queries_row *r)
{
    struct k_buf b;
    if (r->removed_at || r->version == 0)
        return K_NONE;
    k_buf_init(&b, cx->arena, QUERY_TEXT_MOST * 6 + 4096);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "name");
    kw_str(&w, r->name);
    kw_key(&w, "body");
    kw_str(&w, r->body);
    kw_key(&w, "verb");
    kw_str(&w, r->verb);
    kw_key(&w, "topic");
    kw_id(&w, r->topic_id);
    kw_key(&w, "enabled");
    kw_bool(&w, r->enabled);
    kw_end(&w);
    return k_buf_view(&b);
}

static k_err as_before(struct k_ctx *cx, k_str before, struct sq_listening_queries_row *is)
{
    const struct k_json *doc = NULL;
    if (before.n == 0) {
        is->removed_at = k_cx_now(cx);
        return K_OK;
    }
    K_TRY(k_json_parse(cx->arena, before, &doc, NULL));
    is->removed_at = 0;
    is->name = k_json_get_str(doc, "name");
    is->body = k_json_get_str(doc, "body");
    is->verb = k_json_get_str(doc, "verb");
    if (!k_id_parse(k_json_get_str(doc, "topic"), &is->topic_id))
        is->topic_id = 0;
    is->enabled = k_json_bool(k_json_get(doc, "enabled"), true);
    return K_OK;
}

static k_err say(struct k_ctx *cx, const char *what, k_id query, int64_t version)
{
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return event_append(
        cx,
        &(struct event_new){.verb = k_fmt(cx->arena, "listening_query.%s", what),
                            .object_kind = K_S("listening_query"),
                            .object_id = query,
                            .payload =
                                k_fmt(cx->arena, "{\"queries\":%lld}", (long long)version)},
        NULL);
}

/* Whether what it finds is another than before. */
static bool finds_other(const struct sq_listening_queries_row *was,
                        const struct sq_listening_queries_row *is)
{
    bool was_on = was->version && !was->removed_at && was->enabled;
    bool is_on = !is->removed_at && is->enabled;
    return was_on != is_on ||
           (is_on && (!k_str_eq(was->body, is->body) || !k_str_eq(was->verb, is->verb)));
}

/* Writes a query as it shall be, with the change that leads there. */
static k_err change(struct k_ctx *cx, const char *what,
                    const struct sq_listening_queries_row *was,
                    struct sq_listening_queries_row *is, int64_t undoes)
{
    struct sq_listening_last_row last = {0};
    bool any;
    is->version = was->version + 1;
    k_str after = as_json(cx, is);
    K_TRY(sq_listening_last(cx, &last, &any));
    K_TRY(sq_listening_query_put(
        cx,
        &(struct sq_listening_query_put_args){.id = is->id,
                                              .name = is->name,
                                              .body = is->body,
                                              .verb = is->verb,
                                              .topic_id = is->topic_id,
                                              .enabled = is->enabled,
                                              .locked_by = is->locked_by,
                                              .version = is->version,
                                              .by_id = cx->actor.member,
                                              .now = k_cx_now(cx),
                                              .removed_at = is->removed_at},
        NULL));
    K_TRY(
        sq_listening_change_add(cx,
                                &(struct sq_listening_change_add_args){
                                    .id = last.id + 1,
                                    .query_id = is->id,
                                    .what = k_str_z(what),
                                    .before = as_json(cx, was),
                                    .after = after,
                                    .undoes = undoes,
                                    .print = trail_print(cx->arena, last.print, is->id, after),
                                    .by_id = cx->actor.member,
                                    .now = k_cx_now(cx)},
                                NULL));
    if (finds_other(was, is))
        K_TRY(query_history_ask(cx, is->id, is->version));
    return say(cx, what, is->id, last.id + 1);
}

k_err queries_find(struct k_ctx *cx, k_id id, struct sq_listening_queries_row *row)
{
    bool found;
    K_TRY(sq_listening_query_get(cx, id, row, &found));
    if (!found || row->removed_at)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such query.");
    return K_OK;
}

/* Whether the acting member has this role, or one above it. */
static k_err has_role(struct k_ctx *cx, const char *role, bool *yes)
{
    struct sq_member_get_row me;
    *yes = cx->actor.kind == K_ACTOR_SYSTEM;
    if (*yes)
        return K_OK;
    K_TRY(sq_member_get(cx, cx->actor.member, &me, yes));
    *yes = *yes && access_rank(me.role) >= access_rank(k_str_z(role));
    return K_OK;
}

/* Whether the acting member may change it: nobody else locked it. */
static k_err may_change(struct k_ctx *cx, const struct sq_listening_queries_row *row)
{
    bool admin;
    K_TRY(has_role(cx, "admin", &admin));
    if (row->locked_by == 0 || row->locked_by == cx->actor.member || admin)
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, NULL,
                  "Somebody has locked this query. Ask them, or make a copy of your own.");
}

static k_err get_to_change(struct k_ctx *cx, k_id id, struct sq_listening_queries_row *row)
{
    K_TRY(queries_find(cx, id, row));
    return may_change(cx, row);
}

/* What is not collected is gone for all: a manager decides that. */
static k_err may_have(struct k_ctx *cx, enum query_verb verb)
{
    bool manager = true;
    if (verb == QUERY_SKIP)
        K_TRY(has_role(cx, "manager", &manager));
    if (manager)
        return K_OK;
    return k_fail(cx, K_ERR_FORBIDDEN, "verb",
                  "What is not collected cannot be had back: a manager decides that. "
                  "Hide it instead, or ask one.");
}

/* ---- saving ------------------------------------------------------------------------------ */

static k_err check_room(struct k_ctx *cx)
{
    struct sq_listening_query_count_row count;
    bool found;
    K_TRY(sq_listening_query_count(cx, &count, &found));
    if (count.n >= QUERIES_MOST)
        return k_fail(cx, K_ERR_LIMIT, NULL,
                      "There are %d queries already: remove one that nobody needs.",
                      QUERIES_MOST);
    return K_OK;
}

bool queries_read(struct k_arena *a, k_str body, enum query_verb verb, struct query *out,
                  struct query_problem *problem)
{
    return query_parse(a, body, &(struct query_options){.for_skip = verb == QUERY_SKIP}, out,
                       problem);
}

static k_err check_body(struct k_ctx *cx, k_str body, enum query_verb verb)
{
    struct query q;
    struct query_problem problem;
    if (!queries_read(cx->arena, body, verb, &q, &problem))
        return k_fail(cx, K_ERR_BAD_INPUT, "body", "%s", problem.text);
    return K_OK;
}

static k_err check(struct k_ctx *cx, const struct queries_new *n,
                   const struct sq_listening_queries_row *is)
{
    struct sq_listening_topic_get_row topic;
    bool found = true;
    enum query_verb verb = query_verb_parse(is->verb);
    if (is->name.n == 0 || is->name.n > NAME_MOST)
        return k_fail(cx, K_ERR_BAD_INPUT, "name",
                      "Give the query a name that says what it listens for.");
    if (verb == QUERY_VERBS)
        return k_fail(cx, K_ERR_BAD_INPUT, "verb", "Choose watch, hide or skip.");
    K_TRY(may_have(cx, verb));
    if (n->has_topic && is->topic_id)
        K_TRY(sq_listening_topic_get(cx, is->topic_id, &topic, &found));
    if (!found)
        return k_fail(cx, K_ERR_BAD_INPUT, "topic",
                      "This topic is not here any more. Choose another one.");
    return n->has_body || n->has_verb ? check_body(cx, is->body, verb) : K_OK;
}

static void fill(const struct queries_new *n, struct sq_listening_queries_row *is)
{
    if (n->has_name)
        is->name = k_str_trim(n->name);
    if (n->has_body)
        is->body = k_str_trim(n->body);
    if (n->has_verb)
        is->verb = n->verb;
    if (n->has_topic)
        is->topic_id = n->topic;
    if (n->has_enabled)
        is->enabled = n->enabled;
}

k_err queries_save(struct k_ctx *cx, const struct queries_new *n, k_id *id)
{
    struct sq_listening_queries_row was = {0}, is;
    if (n->id) {
        K_TRY(get_to_change(cx, n->id, &was));
        is = was;
        if (n->version && n->version != was.version)
            return k_fail(cx, K_ERR_CONFLICT, "version",
                          "Somebody changed this query meanwhile. Look at it again.");
    } else {
        K_TRY(check_room(cx));
        is = (struct sq_listening_queries_row){
            .id = k_cx_id(cx), .verb = K_S("watch"), .enabled = true};
    }
    fill(n, &is);
    K_TRY(check(cx, n, &is));
    *id = is.id;
    return change(cx, n->id ? "changed" : "added", &was, &is, 0);
}

k_err queries_lock(struct k_ctx *cx, k_id id, bool lock)
{
    struct sq_listening_queries_row was, is;
    K_TRY(get_to_change(cx, id, &was));
    is = was;
    is.locked_by = lock ? cx->actor.member : 0;
    return is.locked_by == was.locked_by
               ? K_OK
               : change(cx, lock ? "locked" : "unlocked", &was, &is, 0);
}

k_err queries_remove(struct k_ctx *cx, k_id id)
{
    struct sq_listening_queries_row was, is;
    K_TRY(get_to_change(cx, id, &was));
    is = was;
    is.removed_at = k_cx_now(cx);
    return change(cx, "removed", &was, &is, 0);
}

k_err queries_undo(struct k_ctx *cx, int64_t id)
{
    struct sq_listening_change_get_row c;
    struct sq_listening_change_last_of_row last;
    struct sq_listening_queries_row was, is;
    bool found, has_last, has_query;
    K_TRY(sq_listening_change_get(cx, id, &c, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such change.");
    K_TRY(sq_listening_change_last_of(cx, c.query_id, &last, &has_last));
    if (has_last && last.id != id)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "This query was changed again since. Take back change %lld first.",
                      (long long)last.id);
    K_TRY(sq_listening_query_get(cx, c.query_id, &was, &has_query));
    if (!has_query)
        return k_fail(cx, K_ERR_GONE, NULL, "This query is not here any more.");
    K_TRY(may_change(cx, &was));
    is = was;
    K_TRY(as_before(cx, c.before, &is));
    if (!is.removed_at)
        K_TRY(may_have(cx, query_verb_parse(is.verb)));
    return change(cx, "undone", &was, &is, id);
}

/* ---- topics ------------------------------------------------------------------------------ */

k_err queries_topic_save(struct k_ctx *cx, k_id *id, k_str name, bool rival)
{
    struct sq_listening_topic_get_row was;
    struct sq_listening_topic_named_row other;
    bool found, taken;
    name = k_str_trim(name);
    if (name.n == 0 || name.n > NAME_MOST)
        return k_fail(cx, K_ERR_BAD_INPUT, "name", "Give the topic a name.");
    if (*id)
        K_TRY(sq_listening_topic_get(cx, *id, &was, &found));
    if (*id && !found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such topic.");
    K_TRY(sq_listening_topic_named(cx, name, &other, &taken));
    if (taken && other.id != *id)
        return k_fail(cx, K_ERR_BAD_INPUT, "name", "There is a topic of this name already.");
    if (*id == 0)
        *id = k_cx_id(cx);
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return sq_listening_topic_put(
        cx,
        &(struct sq_listening_topic_put_args){.id = *id,
                                              .name = name,
                                              .rival = rival,
                                              .by_id = cx->actor.member,
                                              .now = k_cx_now(cx)},
        NULL);
}

k_err queries_topic_remove(struct k_ctx *cx, k_id id)
{
    K_TRY(sq_listening_topic_leave(cx, id, NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return sq_listening_topic_drop(cx, id, NULL);
}
