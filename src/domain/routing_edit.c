/* routing_edit: rules in and out of their rows, with a trail that leads back. */
#include "domain/routing_edit.h"

#include "base/json.h"
#include "base/map.h"
#include "domain/understand.h"
#include "domain/trail.h"
#include "store/event.h"
#include "store/job.h"

#define GAP 65536 /* between the places of two rules */
#define NAME_MOST 120
#define BODY_MOST ((size_t)64 * 1024)

/* ---- the trail --------------------------------------------------------------------------- */

static k_str as_json(struct k_ctx *cx, const struct sq_routing_rule_get_row *r)
{
    struct k_buf b;
    if (r->removed_at || r->version == 0)
        return K_NONE;
    k_buf_init(&b, cx->arena, BODY_MOST + 4096);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "name");
    kw_str(&w, r->name);
    kw_key(&w, "enabled");
    kw_bool(&w, r->enabled);
    kw_key(&w, "stop");
    kw_bool(&w, r->stop);
    kw_key(&w, "place");
    kw_int(&w, r->place);
    kw_key(&w, "body");
    kw_raw(&w, r->body);
    kw_end(&w);
    return k_buf_view(&b);
}

static k_err say(struct k_ctx *cx, const char *what, k_id rule, int64_t version)
{
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return event_append(cx,
                        &(struct event_new){.verb = k_fmt(cx->arena, "routing_rule.%s", what),
                                            .object_kind = K_S("routing_rule"),
                                            .object_id = rule,
                                            .payload = k_fmt(cx->arena, "{\"rules\":%lld}",
                                                             (long long)version)},
                        NULL);
}

/* Writes a rule as it shall be, with the change that leads there. */
static k_err change(struct k_ctx *cx, const char *what,
                    const struct sq_routing_rule_get_row *was,
                    struct sq_routing_rule_get_row *is, int64_t undoes)
{
    struct sq_routing_last_row last = {0};
    bool any;
    is->version = was->version + 1;
    K_TRY(sq_routing_last(cx, &last, &any));
    K_TRY(sq_routing_rule_put(cx,
                              &(struct sq_routing_rule_put_args){.id = is->id,
                                                                 .place = is->place,
                                                                 .name = is->name,
                                                                 .enabled = is->enabled,
                                                                 .stop = is->stop,
                                                                 .body = is->body,
                                                                 .version = is->version,
                                                                 .by_id = cx->actor.member,
                                                                 .now = k_cx_now(cx),
                                                                 .removed_at = is->removed_at},
                              NULL));
    K_TRY(sq_routing_change_add(cx,
                                &(struct sq_routing_change_add_args){
                                    .id = last.id + 1,
                                    .rule_id = is->id,
                                    .what = k_str_z(what),
                                    .before = as_json(cx, was),
                                    .after = as_json(cx, is),
                                    .undoes = undoes,
                                    .print = trail_print(cx->arena, any ? last.print : K_S(""),
                                                         is->id, as_json(cx, is)),
                                    .by_id = cx->actor.member,
                                    .now = k_cx_now(cx)},
                                NULL));
    return say(cx, what, is->id, last.id + 1);
}

static k_err get(struct k_ctx *cx, k_id id, struct sq_routing_rule_get_row *row)
{
    bool found;
    K_TRY(sq_routing_rule_get(cx, id, row, &found));
    if (!found || row->removed_at)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such rule.");
    return K_OK;
}

/* ---- saving ------------------------------------------------------------------------------ */

static k_err check_ids(struct k_ctx *cx, const struct routing_rule *rule)
{
    for (size_t i = 0; i < rule->n_acts; i++) {
        const struct routing_act *a = &rule->acts[i];
        struct sq_inbox_team_row team;
        struct sq_inbox_member_row member;
        struct sq_label_get_row label;
        struct sq_skill_get_row skill;
        bool t = true, m = true, l = true, s = true;
        if (a->team)
            K_TRY(sq_inbox_team(cx, a->team, &team, &t));
        if (a->member)
            K_TRY(sq_inbox_member(cx, a->member, &member, &m));
        if (a->label)
            K_TRY(sq_label_get(cx, a->label, &label, &l));
        if (a->skill)
            K_TRY(sq_skill_get(cx, a->skill, &skill, &s));
        const char *missing = !t ? "team" : !m ? "member" : !l ? "label" : !s ? "skill" : NULL;
        if (missing)
            return k_fail(cx, K_ERR_BAD_INPUT, k_fmt(cx->arena, "then[%zu].%s", i, missing).p,
                          "This is not here any more. Choose another one.");
    }
    return K_OK;
}

static k_err read_body(struct k_ctx *cx, k_str body, struct routing_rule *rule)
{
    k_str where = K_NONE;
    const char *why = NULL;
    if (body.n > BODY_MOST)
        return k_fail(cx, K_ERR_BAD_INPUT, "when", "This rule is too long.");
    if (!routing_read(cx->arena, body, rule, &where, &why))
        return k_fail(cx, K_ERR_BAD_INPUT, where.n ? k_dupz(cx->arena, where) : "when", "%s",
                      why);
    return K_OK;
}

static k_err check(struct k_ctx *cx, const struct routing_new *n)
{
    struct routing_rule rule = {0};
    k_str name = k_str_trim(n->name);
    if (n->has_name && (name.n == 0 || name.n > NAME_MOST))
        return k_fail(cx, K_ERR_BAD_INPUT, "name",
                      "Give the rule a name that says what it does.");
    if (!n->has_body)
        return K_OK;
    K_TRY(read_body(cx, n->body, &rule));
    if (rule.n_acts == 0 && !(n->has_stop && n->stop))
        return k_fail(cx, K_ERR_BAD_INPUT, "then", "Say what the rule does.");
    return check_ids(cx, &rule);
}

static k_err new_rule(struct k_ctx *cx, const struct routing_new *n,
                      struct sq_routing_rule_get_row *is)
{
    struct sq_routing_rules_list all;
    K_TRY(sq_routing_rules(cx, &all));
    if (all.n >= ROUTING_RULES)
        return k_fail(cx, K_ERR_LIMIT, NULL, "There are too many rules.");
    if (!n->has_name || !n->has_body)
        return k_fail(cx, K_ERR_BAD_INPUT, n->has_name ? "when" : "name", "This is needed.");
    *is = (struct sq_routing_rule_get_row){.id = k_cx_id(cx),
                                           .enabled = true,
                                           .place = all.n ? all.v[all.n - 1].place + GAP : GAP};
    return K_OK;
}

static void fill(const struct routing_new *n, struct sq_routing_rule_get_row *is)
{
    if (n->has_name)
        is->name = k_str_trim(n->name);
    if (n->has_enabled)
        is->enabled = n->enabled;
    if (n->has_stop)
        is->stop = n->stop;
    if (n->has_body)
        is->body = n->body;
}

k_err routing_save(struct k_ctx *cx, const struct routing_new *n, k_id *id)
{
    struct sq_routing_rule_get_row was = {0}, is = {0};
    K_TRY(check(cx, n));
    if (n->id) {
        K_TRY(get(cx, n->id, &was));
        is = was;
        if (n->version && n->version != was.version)
            return k_fail(cx, K_ERR_CONFLICT, "version",
                          "Somebody changed this rule meanwhile. Look at it again.");
    } else {
        K_TRY(new_rule(cx, n, &is));
    }
    fill(n, &is);
    *id = is.id;
    return change(cx, n->id ? "changed" : "added", &was, &is, 0);
}

/* ---- order ------------------------------------------------------------------------------- */

static k_err spread(struct k_ctx *cx, struct sq_routing_rules_list *all)
{
    for (size_t i = 0; i < all->n; i++) {
        all->v[i].place = (int64_t)(i + 1) * GAP;
        K_TRY(sq_routing_place_set(cx, all->v[i].id, all->v[i].place, NULL));
    }
    return K_OK;
}

static size_t at_of(const struct sq_routing_rules_list *all, k_id id)
{
    size_t i = 0;
    while (i < all->n && all->v[i].id != id)
        i++;
    return i;
}

/* The rule in front of number `at`, other than `moved`. */
static int64_t place_before(const struct sq_routing_rules_list *all, size_t at, k_id moved)
{
    while (at > 0 && all->v[at - 1].id == moved)
        at--;
    return at > 0 ? all->v[at - 1].place : 0;
}

k_err routing_move(struct k_ctx *cx, k_id id, k_id before)
{
    struct sq_routing_rules_list all;
    struct sq_routing_rule_get_row was, is;
    K_TRY(get(cx, id, &was));
    if (id == before)
        return K_OK;
    K_TRY(sq_routing_rules(cx, &all));
    size_t at = at_of(&all, before);
    if (before && at == all.n)
        return k_fail(cx, K_ERR_BAD_INPUT, "before", "There is no such rule.");
    int64_t low = place_before(&all, at, id);
    int64_t high = at < all.n ? all.v[at].place : low + 2 * GAP;
    if (high - low < 2) {
        K_TRY(spread(cx, &all));
        K_TRY(get(cx, id, &was));
        low = place_before(&all, at, id);
        high = at < all.n ? all.v[at].place : low + 2 * GAP;
    }
    is = was;
    is.place = low + (high - low) / 2;
    return change(cx, "moved", &was, &is, 0);
}

k_err routing_remove(struct k_ctx *cx, k_id id)
{
    struct sq_routing_rule_get_row was, is;
    K_TRY(get(cx, id, &was));
    is = was;
    is.removed_at = k_cx_now(cx);
    return change(cx, "removed", &was, &is, 0);
}

/* ---- back -------------------------------------------------------------------------------- */

static k_err as_before(struct k_ctx *cx, k_str before, struct sq_routing_rule_get_row *is)
{
    const struct k_json *doc = NULL;
    if (before.n == 0) {
        is->removed_at = k_cx_now(cx);
        return K_OK;
    }
    K_TRY(k_json_parse(cx->arena, before, &doc, NULL));
    is->removed_at = 0;
    is->name = k_json_get_str(doc, "name");
    is->enabled = k_json_bool(k_json_get(doc, "enabled"), true);
    is->stop = k_json_bool(k_json_get(doc, "stop"), false);
    is->place = k_json_int(k_json_get(doc, "place"), is->place);
    is->body = k_json_text(cx->arena, k_json_get(doc, "body"));
    return K_OK;
}

k_err routing_undo(struct k_ctx *cx, int64_t id)
{
    struct sq_routing_change_get_row c;
    struct sq_routing_change_last_of_row last;
    struct sq_routing_rule_get_row was, is;
    bool found, has_last, has_rule;
    K_TRY(sq_routing_change_get(cx, id, &c, &found));
    if (!found)
        return k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such change.");
    K_TRY(sq_routing_change_last_of(cx, c.rule_id, &last, &has_last));
    if (has_last && last.id != id)
        return k_fail(cx, K_ERR_CONFLICT, NULL,
                      "This rule was changed again since. Take back change %lld first.",
                      (long long)last.id);
    K_TRY(sq_routing_rule_get(cx, c.rule_id, &was, &has_rule));
    if (!has_rule)
        return k_fail(cx, K_ERR_GONE, NULL, "This rule is not here any more.");
    is = was;
    K_TRY(as_before(cx, c.before, &is));
    return change(cx, "undone", &was, &is, id);
}

/* ---- trying ------------------------------------------------------------------------------ */

struct trying {
    struct routing_world w;
    struct routing_rule *rule;
    struct routing_tried *out;
    k_str private_networks;
    struct k_map seen;   /* conversation -> itself */
    struct k_map people; /* person -> struct routing_case with what is known of them */
};

static k_err know_person(struct k_ctx *cx, struct trying *t, struct routing_case *c)
{
    k_id *key = k_new(cx->arena, k_id);
    *key = c->person;
    void **slot = k_map_at(&t->people, k_str_n((const char *)key, sizeof *key));
    struct routing_case *known = *slot;
    if (known) {
        c->has_person = true;
        c->stage = known->stage;
        c->exchanges = known->exchanges;
        c->followers = known->followers;
        c->strength = known->strength;
        c->roles = known->roles;
        c->relation = known->relation;
        return K_OK;
    }
    struct routing_subject s;
    K_TRY(routing_subject_of(cx, &t->w, c, &s)); /* reads them */
    known = k_new(cx->arena, struct routing_case);
    *known = *c;
    *slot = known;
    return K_OK;
}

static struct routing_case case_of(struct k_ctx *cx, const struct sq_routing_posts_row *r)
{
    struct routing_case c = {.conversation = r->conversation_id,
                             .post = r->id,
                             .channel = r->channel_id,
                             .person = r->person_id,
                             .storm = r->storm_id,
                             .network = r->network,
                             .post_kind = r->kind,
                             .visibility = r->visibility,
                             .lang = r->lang,
                             .text = r->text,
                             .about = r->about,
                             .intents = understand_bits(r->intents),
                             .reply = r->parent_id != 0,
                             .answered = r->answered,
                             .priority = r->priority,
                             .due_state = r->due_state,
                             .owner = r->owner_id,
                             .team = r->team_id,
                             .team_by = r->team_by,
                             .has_labels = true};
    k_str labels = r->labels, one;
    k_id id;
    while (labels.n > 0) {
        one = k_str_cut(&labels, ' ');
        if (k_id_parse(one, &id))
            *k_vec_push(cx->arena, &c.labels) = id;
    }
    return c;
}

static bool listed(k_str words, k_str word)
{
    while (words.n > 0)
        if (k_str_eq(k_str_cut(&words, ' '), word))
            return true;
    return false;
}

static void add_would(struct k_ctx *cx, struct trying *t, const struct routing_effect *e)
{
    for (size_t i = 0; i < t->out->would.n; i++) {
        struct routing_would *w = &t->out->would.v[i];
        if (w->act == e->act && w->value == e->value && w->number == e->number &&
            k_str_eq(w->word, e->word)) {
            w->conversations++;
            return;
        }
    }
    *k_vec_push(cx->arena, &t->out->would) =
        (struct routing_would){e->act, e->value, e->word, e->number, 1};
}

static k_err hold(struct k_ctx *cx, struct trying *t, const struct sq_routing_posts_row *r)
{
    struct routing_case c = case_of(cx, r);
    struct routing_subject s;
    c.private_now = r->direct && listed(t->private_networks, r->network);
    if (c.person)
        K_TRY(know_person(cx, t, &c));
    K_TRY(routing_subject_of(cx, &t->w, &c, &s));
    const struct routing_group *because = routing_why(t->rule, &s);
    if (!because)
        return K_OK;
    t->out->matched++;
    if (t->out->samples.n < ROUTING_SAMPLES)
        *k_vec_push(cx->arena, &t->out->samples) = (struct routing_sample){
            r->id, r->conversation_id, r->person_name, r->text, r->posted_at, because};
    void **slot = k_map_at(&t->seen, k_str_n((const char *)&r->conversation_id, sizeof(k_id)));
    if (*slot)
        return K_OK;
    *slot = t;
    t->out->conversations++;
    K_TRY(routing_run(cx, &t->w, &c, ROUTING_ON_ALL));
    for (size_t i = 0; i < c.effects.n; i++)
        add_would(cx, t, &c.effects.v[i]);
    return K_OK;
}

k_err routing_try(struct k_ctx *cx, k_str body, k_time since, k_str private_networks,
                  struct routing_tried *out)
{
    struct trying t = {.rule = k_new(cx->arena, struct routing_rule),
                       .out = out,
                       .private_networks = private_networks};
    struct sq_routing_posts_list posts;
    *out = (struct routing_tried){0};
    K_TRY(read_body(cx, body, t.rule));
    K_TRY(check_ids(cx, t.rule));
    K_TRY(routing_world_of(cx, t.rule, &t.w));
    k_map_init(&t.seen, cx->arena);
    k_map_init(&t.people, cx->arena);
    K_TRY(sq_routing_posts(cx, INT64_MAX, since, ROUTING_TRY + 1, cx->actor.eyes, &posts));
    out->capped = posts.n > ROUTING_TRY;
    size_t n = out->capped ? ROUTING_TRY : posts.n;
    out->posts = (int64_t)n;
    for (size_t i = 0; i < n; i++)
        K_TRY(hold(cx, &t, &posts.v[i]));
    return K_OK;
}

/* ---- what is open ------------------------------------------------------------------------ */

k_err routing_ask_all(struct k_ctx *cx, bool *running)
{
    return job_enqueue(cx, &(struct job_new){.kind = K_S("routing")}, NULL, running);
}

k_err routing_apply_some(struct k_ctx *cx, k_id after, int max, k_id *last, int64_t *seen,
                         int64_t *changed)
{
    struct routing_world w;
    struct sq_routing_open_list page;
    bool did;
    K_TRY(routing_world_read(cx, &w));
    K_TRY(sq_routing_open(cx, after, max, &page));
    for (size_t i = 0; i < page.n; i++) {
        if (!k_str_eqz(page.v[i].status, "open"))
            continue;
        ++*seen;
        K_TRY(routing_apply_with(cx, &w, page.v[i].id, ROUTING_ON_ALL, &did));
        *changed += did;
    }
    *last = page.n == (size_t)max ? page.v[page.n - 1].id : 0;
    return K_OK;
}
