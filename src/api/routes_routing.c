/* routes_routing: routing rules: the list, the builder, the dry run, changes and undo, and the
 * walk over what is open. Rules are JSON in the domain; here they are structs. */
#include "api/api.h"
#include "api/cursor.h"
#include "api/handlers.h"
#include "api/shapes_routing.h"
#include "api/show.h"
#include "base/utf8.h"
#include "connectors/registry.h"
#include "domain/routing_edit.h"

#define DAYS 30
#define WORDS_SHOWN 200

/* --- structs to JSON and back ------------------------------------------------------------ */

struct groups { /* like K_VEC(struct api_routing_group) of a shape */
    struct api_routing_group *v;
    size_t n, cap;
};
struct acts {
    struct api_routing_act *v;
    size_t n, cap;
};

static void put_condition(struct k_jw *w, const struct api_routing_condition *c)
{
    kw_obj(w);
    kw_key(w, "field");
    kw_str(w, c->field);
    kw_key(w, "op");
    kw_str(w, c->op);
    kw_key(w, "values");
    kw_arr(w);
    for (size_t i = 0; i < c->values.n; i++)
        kw_str(w, c->values.v[i]);
    kw_end(w);
    kw_key(w, "number");
    kw_int(w, c->number);
    kw_end(w);
}

static void put_act(struct k_jw *w, const struct api_routing_act *a)
{
    const struct {
        const char *name;
        k_id id;
    } ids[] = {{"team", a->team},
               {"member", a->member},
               {"label", a->label},
               {"skill", a->skill},
               {"calendar", a->calendar}};
    kw_obj(w);
    kw_key(w, "act");
    kw_str(w, a->act);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (ids[i].id == 0)
            continue;
        kw_key(w, ids[i].name);
        kw_id(w, ids[i].id);
    }
    kw_key(w, "points");
    kw_int(w, a->points);
    kw_key(w, "minutes");
    kw_int(w, a->minutes);
    kw_key(w, "clock");
    kw_str(w, a->clock.p ? a->clock : K_S(""));
    kw_key(w, "text");
    kw_str(w, a->text.p ? a->text : K_S(""));
    kw_end(w);
}

static k_str body_of(struct k_ctx *cx, const struct groups *when, const struct acts *then)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 4 << 20);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "when");
    kw_arr(&w);
    for (size_t i = 0; i < when->n; i++) {
        kw_obj(&w);
        kw_key(&w, "all");
        kw_arr(&w);
        for (size_t k = 0; k < when->v[i].all.n; k++)
            put_condition(&w, &when->v[i].all.v[k]);
        kw_end(&w);
        kw_end(&w);
    }
    kw_end(&w);
    kw_key(&w, "then");
    kw_arr(&w);
    for (size_t i = 0; i < then->n; i++)
        put_act(&w, &then->v[i]);
    kw_end(&w);
    kw_end(&w);
    return k_buf_view(&b);
}

static struct api_routing_condition condition_of(struct k_ctx *cx, const struct k_json *v)
{
    struct api_routing_condition c = {.field = k_json_get_str(v, "field"),
                                      .op = k_json_get_str(v, "op"),
                                      .number = k_json_int(k_json_get(v, "number"), 0)};
    const struct k_json *one;
    k_json_each (i, one, k_json_get(v, "values"))
        *k_vec_push(cx->arena, &c.values) = k_json_str(one);
    return c;
}

static k_id id_of(const struct k_json *v, const char *name)
{
    k_id id = 0;
    return k_id_parse(k_json_get_str(v, name), &id) ? id : 0;
}

static struct api_routing_act act_of(const struct k_json *v)
{
    return (struct api_routing_act){.act = k_json_get_str(v, "act"),
                                    .team = id_of(v, "team"),
                                    .member = id_of(v, "member"),
                                    .label = id_of(v, "label"),
                                    .skill = id_of(v, "skill"),
                                    .calendar = id_of(v, "calendar"),
                                    .points = k_json_int(k_json_get(v, "points"), 0),
                                    .minutes = k_json_int(k_json_get(v, "minutes"), 0),
                                    .clock = k_json_get_str(v, "clock"),
                                    .text = k_json_get_str(v, "text")};
}

static k_err read_body(struct k_ctx *cx, k_str body, struct groups *when, struct acts *then)
{
    const struct k_json *doc = NULL, *g, *c, *a;
    K_TRY(k_json_parse(cx->arena, body, &doc, NULL));
    k_json_each (i, g, k_json_get(doc, "when")) {
        struct api_routing_group *group = k_vec_push(cx->arena, when);
        k_json_each (k, c, k_json_get(g, "all"))
            *k_vec_push(cx->arena, &group->all) = condition_of(cx, c);
    }
    k_json_each (i, a, k_json_get(doc, "then"))
        *k_vec_push(cx->arena, then) = act_of(a);
    return K_OK;
}

/* --- rules ------------------------------------------------------------------------------- */

static k_err show_rule(struct names *n, const struct sq_routing_rules_row *r,
                       const struct sq_routing_effect_counts_list *counts,
                       struct api_routing_rule *out)
{
    struct groups when = {0};
    struct acts then = {0};
    *out = (struct api_routing_rule){.id = r->id,
                                     .name = r->name,
                                     .enabled = r->enabled,
                                     .stop = r->stop,
                                     .version = r->version,
                                     .changed_by = names_member(n, r->changed_by),
                                     .changed_at = r->changed_at};
    K_TRY(read_body(n->cx, r->body, &when, &then));
    memcpy(&out->when, &when, sizeof when);
    memcpy(&out->then, &then, sizeof then);
    for (size_t i = 0; i < counts->n; i++)
        if (counts->v[i].rule_id == r->id) {
            out->conversations = counts->v[i].conversations;
            out->effects = counts->v[i].effects;
        }
    return K_OK;
}

k_err route_routing_rules_list(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_routing_rules *o = out;
    struct names names = names_new(cx);
    struct sq_routing_rules_list rules;
    struct sq_routing_effect_counts_list counts;
    struct sq_routing_last_row last = {0};
    bool any;
    K_TRY(sq_routing_rules(cx, &rules));
    K_TRY(sq_routing_effect_counts(cx, k_cx_now(cx) - DAYS * K_DAY, &counts));
    K_TRY(sq_routing_last(cx, &last, &any));
    o->version = last.id;
    o->days = DAYS;
    for (size_t i = 0; i < rules.n; i++)
        K_TRY(show_rule(&names, &rules.v[i], &counts, k_vec_push(cx->arena, &o->items)));
    return names_done(&names);
}

static k_err show_rule_by_id(struct k_ctx *cx, k_id id, struct api_routing_rule *out)
{
    struct names names = names_new(cx);
    struct sq_routing_rules_list rules;
    struct sq_routing_effect_counts_list none = {0};
    K_TRY(sq_routing_rules(cx, &rules));
    for (size_t i = 0; i < rules.n; i++)
        if (rules.v[i].id == id)
            K_TRY(show_rule(&names, &rules.v[i], &none, out));
    return names_done(&names);
}

static k_err save(struct k_ctx *cx, const struct api_routing_rule_in *i, void *out)
{
    struct routing_new n = {.id = i->id,
                            .version = i->version,
                            .has_name = i->has_name,
                            .has_enabled = i->has_enabled,
                            .has_stop = i->has_stop,
                            .has_body = i->has_when,
                            .name = i->name,
                            .enabled = i->enabled,
                            .stop = i->stop};
    k_id id = 0;
    if (i->has_when != i->has_then)
        return k_fail(cx, K_ERR_BAD_INPUT, i->has_when ? "then" : "when",
                      "Conditions and acts are changed together.");
    if (i->has_when)
        n.body = body_of(cx, (const struct groups *)&i->when, (const struct acts *)&i->then);
    K_TRY(routing_save(cx, &n, &id));
    return show_rule_by_id(cx, id, out);
}

k_err route_routing_rule_create(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save(cx, in, out);
}

k_err route_routing_rule_patch(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return save(cx, in, out);
}

k_err route_routing_rule_delete(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return routing_remove(cx, ((const struct api_id_in *)in)->id);
}

k_err route_routing_rule_move(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_routing_move_in *i = in;
    K_TRY(routing_move(cx, i->id, i->before));
    return route_routing_rules_list(cx, rq, NULL, out);
}

/* --- trying ------------------------------------------------------------------------------ */

static k_str value_text(struct k_ctx *cx, enum routing_type type, k_str v)
{
    k_id id;
    if (type != ROUTING_ID || v.n != sizeof id)
        return v;
    memcpy(&id, v.p, sizeof id);
    return k_fmt(cx->arena, "%lld", (long long)id);
}

static void show_sample(struct k_ctx *cx, const struct routing_sample *s,
                        struct api_routing_sample *out)
{
    *out = (struct api_routing_sample){.post_id = s->post,
                                       .conversation_id = s->conversation,
                                       .person = s->person,
                                       .text = k_utf8_cut(s->text, WORDS_SHOWN),
                                       .at = s->at};
    for (size_t i = 0; i < s->because->n; i++) {
        const struct routing_condition *c = &s->because->v[i];
        struct api_routing_condition *o = k_vec_push(cx->arena, &out->because);
        *o = (struct api_routing_condition){.field = k_str_z(routing_fields[c->field].name),
                                            .op = k_str_z(routing_op_name(c->op)),
                                            .number = c->number};
        for (size_t k = 0; k < c->n; k++)
            *k_vec_push(cx->arena, &o->values) =
                value_text(cx, routing_fields[c->field].type, c->v[k]);
    }
}

/* On which networks we answer in private. */
static k_str private_networks(struct k_ctx *cx)
{
    k_str s = K_S("");
    for (size_t i = 0; i < n_connectors; i++)
        if (connector_answers_privately(connectors[i]))
            s = k_fmt(cx->arena, "%.*s %s", K_ARG(s), connectors[i]->network);
    return s;
}

k_err route_routing_try(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_routing_try_in *i = in;
    struct api_routing_tried *o = out;
    struct routing_tried t;
    o->days = i->days ? i->days : DAYS;
    k_str body = body_of(cx, (const struct groups *)&i->when, (const struct acts *)&i->then);
    K_TRY(routing_try(cx, body, k_cx_now(cx) - o->days * K_DAY, private_networks(cx), &t));
    o->posts = t.posts;
    o->capped = t.capped;
    o->matched = t.matched;
    o->conversations = t.conversations;
    for (size_t k = 0; k < t.would.n; k++)
        *k_vec_push(cx->arena, &o->would) =
            (struct api_routing_would){.act = k_str_z(routing_acts[t.would.v[k].act].name),
                                       .text = t.would.v[k].word,
                                       .value = t.would.v[k].value,
                                       .number = t.would.v[k].number,
                                       .conversations = t.would.v[k].conversations};
    for (size_t k = 0; k < t.samples.n; k++)
        show_sample(cx, &t.samples.v[k], k_vec_push(cx->arena, &o->samples));
    return K_OK;
}

/* --- changes ----------------------------------------------------------------------------- */

static k_str name_in(struct k_ctx *cx, k_str json)
{
    const struct k_json *doc = NULL;
    if (json.n == 0 || k_json_parse(cx->arena, json, &doc, NULL) != K_OK)
        return K_S("");
    return k_json_get_str(doc, "name");
}

k_err route_routing_changes_list(struct k_ctx *cx, struct api_req *rq, const void *in,
                                 void *out)
{
    const struct api_page_in *i = in;
    struct api_routing_change_list *o = out;
    struct names names = names_new(cx);
    struct sq_routing_changes_list list;
    int64_t before = INT64_MAX, limit = request_limit(i->limit);
    bool given;
    K_TRY(cursor_read(cx, i->cursor, 'u', &before, 1, &given));
    K_TRY(sq_routing_changes(cx, before, limit + 1, &list));
    for (size_t k = 0; k < list.n && k < (size_t)limit; k++) {
        const struct sq_routing_change_get_row *r = &list.v[k];
        struct sq_routing_change_last_of_row last = {0};
        bool found;
        K_TRY(sq_routing_change_last_of(cx, r->rule_id, &last, &found));
        *k_vec_push(cx->arena, &o->items) =
            (struct api_routing_change){.id = r->id,
                                        .rule_id = r->rule_id,
                                        .what = r->what,
                                        .name = name_in(cx, r->after.n ? r->after : r->before),
                                        .before = r->before,
                                        .after = r->after,
                                        .undoes = r->undoes,
                                        .can_undo = last.id == r->id,
                                        .by = names_member(&names, r->made_by),
                                        .at = r->made_at};
    }
    if (list.n > (size_t)limit)
        o->next = cursor_make(cx->arena, 'u', &list.v[limit - 1].id, 1);
    return names_done(&names);
}

k_err route_routing_undo(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(routing_undo(cx, ((const struct api_id_in *)in)->id));
    return route_routing_rules_list(cx, rq, NULL, out);
}

/* --- tables, and what is open ------------------------------------------------------------ */

k_err route_routing_tables(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    static const char *const types[] = {"word", "id", "number", "yes_no", "text"};
    static const char *const params[] = {"team",    "member", "label",    "skill", "points",
                                         "minutes", "clock",  "calendar", "text"};
    struct api_routing_tables *o = out;
    for (int f = 0; f < ROUTING_FIELDS; f++) {
        const struct routing_field_row *r = &routing_fields[f];
        struct api_routing_field *x = k_vec_push(cx->arena, &o->conditions);
        *x = (struct api_routing_field){.field = k_str_z(r->name),
                                        .type = k_str_z(types[r->type]),
                                        .of = k_str_z(r->of),
                                        .doc = k_str_z(r->doc)};
        for (int op = 0; op < ROUTING_OPS; op++)
            if (routing_op_fits((enum routing_op)op, r->type))
                *k_vec_push(cx->arena, &x->ops) = k_str_z(routing_op_name((enum routing_op)op));
        for (const char *const *w = r->words; w && *w; w++)
            *k_vec_push(cx->arena, &x->words) = k_str_z(*w);
    }
    for (int i = 0; i < ROUTING_ACT_KINDS; i++) {
        struct api_routing_act_row *x = k_vec_push(cx->arena, &o->acts);
        x->act = k_str_z(routing_acts[i].name);
        x->doc = k_str_z(routing_acts[i].doc);
        for (unsigned p = 0; p < sizeof params / sizeof *params; p++) {
            if (routing_acts[i].needs >> p & 1)
                *k_vec_push(cx->arena, &x->needs) = k_str_z(params[p]);
            if (routing_acts[i].may >> p & 1)
                *k_vec_push(cx->arena, &x->may) = k_str_z(params[p]);
        }
    }
    return K_OK;
}

k_err route_routing_run_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    struct api_routing_run *o = out;
    struct sq_routing_job_row s;
    const struct k_json *p = NULL;
    bool found;
    K_TRY(sq_routing_job(cx, &s, &found));
    o->state = K_S("none");
    if (!found)
        return K_OK;
    if (s.progress.n)
        K_TRY(k_json_parse(cx->arena, s.progress, &p, NULL));
    o->state = s.state;
    o->done = k_json_int(k_json_get(p, "done"), 0);
    o->changed = k_json_int(k_json_get(p, "changed"), 0);
    o->finished_at = s.finished_at;
    o->error = s.error;
    return K_OK;
}

k_err route_routing_run_start(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    K_TRY(routing_ask_all(cx, NULL));
    return route_routing_run_get(cx, rq, NULL, out);
}

k_err route_routing_acts(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_acts_in *i = in;
    struct api_acts *o = out;
    struct sq_routing_acts_list list;
    o->days = i->days ? i->days : DAYS;
    K_TRY(sq_routing_acts(cx, k_cx_now(cx) - o->days * K_DAY, cx->actor.eyes, &list));
    for (size_t k = 0; k < list.n; k++) {
        const struct sq_routing_acts_row *r = &list.v[k];
        bool human = k_str_eqz(r->actor_kind, "member") || k_str_eqz(r->actor_kind, "token");
        *(human ? &o->human : &o->machine) += r->n;
        *k_vec_push(cx->arena, &o->items) =
            (struct api_act_count){r->actor_kind, r->verb, r->n};
    }
    return K_OK;
}
