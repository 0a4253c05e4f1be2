/* routing: one run of the rules over a case, and what is written of it. */
#include "domain/routing.h"

#include "base/json.h"
#include "base/shared.h"
#include "domain/inbox.h"
#include "domain/ingest.h"
#include "domain/sla.h"
#include "domain/understand.h"
#include "store/event.h"

#define TOLD_MOST 30 /* members of a team that a rule tells */

/* ---- the rules, compiled once a change --------------------------------------------------- */

struct compiled {
    const struct routing_set *set;
    unsigned on;
};

static struct k_shared kept = K_SHARED_EMPTY;

static k_err compile(struct k_ctx *cx, struct k_arena *a, struct compiled **out)
{
    struct sq_routing_rules_list rows;
    struct compiled *c = k_new(a, struct compiled);
    size_t n = 0;
    K_TRY(sq_routing_rules(cx, &rows));
    struct routing_rule *rules = k_new_n(a, struct routing_rule, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_routing_rules_row *r = &rows.v[i];
        k_str where = K_NONE;
        const char *why = NULL;
        rules[n] = (struct routing_rule){
            .id = r->id, .version = r->version, .name = k_dup(a, r->name), .stop = r->stop};
        if (!r->enabled)
            continue;
        if (routing_read(a, r->body, &rules[n], &where, &why))
            c->on |= routing_looks_at(&rules[n++], NULL);
        else
            k_log(K_WARN, "rule_left_out", "rule=%lld why=\"%s\"", (long long)r->id, why);
    }
    c->set = routing_compile(a, rules, n);
    *out = c;
    return c->set ? K_OK : k_fail(cx, K_ERR_LIMIT, NULL, "The rules have too many phrases.");
}

static k_err compiled_now(struct k_ctx *cx, k_str print, const struct compiled **out)
{
    *out = k_shared_get(&kept, print, cx->arena);
    if (*out)
        return K_OK;
    struct k_arena *a = k_arena_new(0);
    struct compiled *c = NULL;
    if (!a)
        return K_ERR_NO_MEMORY;
    k_err err = compile(cx, a, &c);
    if (err != K_OK) {
        k_arena_free(a);
        return err;
    }
    *out = k_shared_put(&kept, print, a, c, cx->arena);
    return K_OK;
}

static k_err look_around(struct k_ctx *cx, struct routing_world *w)
{
    K_TRY(hours_read(cx, &w->book));
    K_TRY(roster_read(cx, &w->book, &w->roster));
    w->has_roster = true;
    for (size_t i = 0; i < w->book.n; i++)
        if (hours_open(&w->book.v[i].hours, w->roster.now))
            *k_vec_push(cx->arena, &w->open) = w->book.v[i].row.id;
    return K_OK;
}

k_err routing_world_read(struct k_ctx *cx, struct routing_world *out)
{
    struct sq_routing_last_row last;
    const struct compiled *c;
    bool any;
    *out = (struct routing_world){0};
    K_TRY(sq_routing_last(cx, &last, &any));
    if (!any)
        return K_OK;
    K_TRY(compiled_now(cx, last.print, &c));
    if (c->on == 0 && routing_set_size(c->set) == 0)
        return K_OK;
    out->set = c->set;
    out->on = c->on;
    out->answers = routing_answers_new(cx->arena, c->set);
    return look_around(cx, out);
}

k_err routing_world_of(struct k_ctx *cx, const struct routing_rule *rule,
                       struct routing_world *out)
{
    *out = (struct routing_world){.set = routing_compile(cx->arena, rule, 1)};
    out->answers = routing_answers_new(cx->arena, out->set);
    out->on = routing_looks_at(rule, NULL);
    return look_around(cx, out);
}

/* ---- what acts do ------------------------------------------------------------------------ */

struct run {
    struct k_ctx *cx;
    struct routing_world *w;
    struct routing_case *c;
    const struct routing_rule *rule;
    bool changed; /* something that conditions look at */
};

static void did(struct run *r, const struct routing_act *act, k_id value, int64_t number,
                k_str said)
{
    *k_vec_push(r->cx->arena, &r->c->effects) = (struct routing_effect){.rule = r->rule,
                                                                        .act = act->kind,
                                                                        .post = r->c->post,
                                                                        .value = value,
                                                                        .number = number,
                                                                        .word = said};
    r->changed = true;
}

/* Whether this rule did this before: for another post of the page, or in an earlier run. */
static k_err done_before(struct run *r, const struct routing_act *act, k_id value, bool *yes)
{
    struct routing_case *c = r->c;
    if (!c->is_new && !c->has_earlier)
        K_TRY(sq_routing_effects(r->cx, c->conversation, &c->earlier));
    c->has_earlier = true;
    *yes = false;
    for (size_t i = 0; i < c->earlier.n; i++) {
        const struct sq_routing_effects_row *e = &c->earlier.v[i];
        if (e->rule_id == r->rule->id && k_str_eqz(e->act, routing_acts[act->kind].name) &&
            (value == 0 || e->value_id == value))
            *yes = true;
    }
    for (size_t i = 0; i < c->effects.n; i++) {
        const struct routing_effect *e = &c->effects.v[i];
        if (e->rule == r->rule && e->act == act->kind && (value == 0 || e->value == value))
            *yes = true;
    }
    return K_OK;
}

/* A deadline that a rule above has set, or a rule before, stays. */
static bool has_deadline(const struct run *r, k_str clock)
{
    for (size_t i = 0; i < r->c->effects.n; i++)
        if (r->c->effects.v[i].act == ROUTING_SET_DEADLINE &&
            k_str_eq(r->c->effects.v[i].word, clock))
            return true;
    for (size_t i = 0; i < r->c->earlier.n; i++)
        if (k_str_eqz(r->c->earlier.v[i].act, "deadline") &&
            k_str_eq(r->c->earlier.v[i].word, clock) &&
            r->c->earlier.v[i].rule_id != r->rule->id)
            return true;
    return false;
}

static k_err to_team(struct run *r, const struct routing_act *act)
{
    struct routing_case *c = r->c;
    struct sq_inbox_team_row team;
    bool found;
    bool settled = false; /* by a rule above */
    for (size_t i = 0; i < c->effects.n; i++)
        settled |= c->effects.v[i].act == ROUTING_TO_TEAM && c->effects.v[i].post == c->post;
    if (settled || c->team == act->team || (c->team && (c->team_by || c->owner)))
        return K_OK;
    K_TRY(sq_inbox_team(r->cx, act->team, &team, &found));
    if (!found)
        return K_OK; /* the team is gone; the rule stays as it is */
    c->team = act->team;
    c->team_by = 0;
    c->changed = true;
    did(r, act, act->team, 0, K_NONE);
    return K_OK;
}

static k_err to_member(struct run *r, const struct routing_act *act, k_id member,
                       bool only_here)
{
    struct routing_case *c = r->c;
    k_id who = roster_stand_in(&r->w->roster, member);
    struct roster_member *m = roster_of(&r->w->roster, who);
    if (!m || (only_here && !roster_here(m)))
        return K_OK;
    c->owner = who;
    c->changed = true;
    if (m->open >= 0)
        m->open++;
    m->row.given_at = r->w->roster.now;
    did(r, act, who, 0, K_NONE);
    return K_OK;
}

static k_err to_next(struct run *r, const struct routing_act *act)
{
    k_id who = 0;
    K_TRY(roster_next(r->cx, &r->w->roster, act->team, act->skill, &who));
    return who ? to_member(r, act, who, true) : K_OK;
}

static k_err assign(struct run *r, const struct routing_act *act)
{
    if (r->c->owner)
        return K_OK;
    switch (act->kind) {
    case ROUTING_TO_MEMBER:
        return to_member(r, act, act->member, false);
    case ROUTING_OWNER_FIRST:
        return r->c->relation ? to_member(r, act, r->c->relation, true) : K_OK;
    default:
        return to_next(r, act);
    }
}

static k_err put_label(struct run *r, const struct routing_act *act)
{
    struct routing_case *c = r->c;
    struct sq_label_get_row label;
    bool before = false, found;
    for (size_t i = 0; i < c->labels.n; i++)
        before |= c->labels.v[i] == act->label;
    if (!before) /* a member who took it off has decided */
        K_TRY(done_before(r, act, act->label, &before));
    if (before)
        return K_OK;
    K_TRY(sq_label_get(r->cx, act->label, &label, &found));
    if (!found)
        return K_OK;
    *k_vec_push(r->cx->arena, &c->labels) = act->label;
    did(r, act, act->label, 0, K_NONE);
    return K_OK;
}

static k_err add_points(struct run *r, const struct routing_act *act)
{
    bool before;
    K_TRY(done_before(r, act, 0, &before));
    if (before)
        return K_OK;
    r->c->points += act->points;
    r->c->changed = true;
    did(r, act, 0, act->points, K_NONE);
    return K_OK;
}

static k_err set_deadline(struct run *r, const struct routing_act *act)
{
    bool before;
    K_TRY(done_before(r, act, 0, &before));
    for (size_t i = 0; before && i < r->c->earlier.n;
         i++) /* the rule may have other minutes now */
        if (r->c->earlier.v[i].rule_id == r->rule->id &&
            r->c->earlier.v[i].rule_version == r->rule->version &&
            k_str_eq(r->c->earlier.v[i].word, act->clock))
            return K_OK;
    if (has_deadline(r, act->clock))
        return K_OK;
    did(r, act, act->calendar, act->minutes, act->clock);
    return K_OK;
}

/* Each of them once a conversation. */
static k_err tell(struct run *r, const struct routing_act *act, k_id member, k_str said)
{
    bool before;
    k_id who = roster_stand_in(&r->w->roster, member);
    if (who == 0)
        return K_OK;
    K_TRY(done_before(r, act, who, &before)); /* also in the team, and named as well */
    if (!before)
        did(r, act, who, 0, said);
    return K_OK;
}

static k_err tell_team(struct run *r, const struct routing_act *act, k_str said, bool only_here)
{
    size_t told = 0;
    for (size_t i = 0; i < r->w->roster.n && told < TOLD_MOST; i++) {
        const struct roster_member *m = &r->w->roster.v[i];
        for (size_t k = 0; k < m->teams.n; k++)
            if (m->teams.v[k] == act->team && m->row.id != r->c->owner &&
                (!only_here || roster_here(m))) {
                K_TRY(tell(r, act, m->row.id, said));
                told++;
            }
    }
    return K_OK;
}

static k_err notify(struct run *r, const struct routing_act *act)
{
    k_str said = act->text.n ? act->text : r->rule->name;
    if (act->member)
        K_TRY(tell(r, act, act->member, said));
    return act->team ? tell_team(r, act, said, false) : K_OK;
}

/* Whether it may is decided behind the deadlines (acknowledge_decide): the newest post of
 * theirs is the one that is answered, and the rule above the one that does it. */
static k_err acknowledge(struct run *r, const struct routing_act *act)
{
    struct routing_case *c = r->c;
    if (!c->private_now)
        return K_OK;
    for (size_t i = 0; i < c->effects.n; i++)
        if (c->effects.v[i].act == ROUTING_ACKNOWLEDGE) {
            c->effects.v[i].post = c->post;
            return K_OK;
        }
    did(r, act, 0, 0, K_NONE);
    return K_OK;
}

static bool owner_away(const struct run *r)
{
    return r->c->owner && !roster_here(roster_of(&r->w->roster, r->c->owner));
}

static k_err do_act(struct run *r, const struct routing_act *act)
{
    switch (act->kind) {
    case ROUTING_TO_TEAM:
        return to_team(r, act);
    case ROUTING_TO_MEMBER:
    case ROUTING_OWNER_FIRST:
    case ROUTING_ROUND_ROBIN:
    case ROUTING_BY_SKILL:
        return assign(r, act);
    case ROUTING_PUT_LABEL:
        return put_label(r, act);
    case ROUTING_ADD_POINTS:
        return add_points(r, act);
    case ROUTING_SET_DEADLINE:
        return set_deadline(r, act);
    case ROUTING_NOTIFY:
        return notify(r, act);
    case ROUTING_RELEASE:
        if (owner_away(r)) {
            did(r, act, r->c->owner, 0, K_NONE);
            r->c->owner = 0;
            r->c->changed = true;
        }
        return K_OK;
    case ROUTING_SUGGEST:
        return owner_away(r) ? tell_team(r, act, act->text.n ? act->text : r->rule->name, true)
                             : K_OK;
    case ROUTING_ACKNOWLEDGE:
        return acknowledge(r, act);
    case ROUTING_ACT_KINDS:
        break;
    }
    return K_OK;
}

/* ---- a run ------------------------------------------------------------------------------- */

static k_err ask(struct run *r)
{
    struct routing_subject s;
    K_TRY(routing_subject_of(r->cx, r->w, r->c, &s));
    routing_match(r->w->set, &s, r->w->answers);
    return K_OK;
}

/* Whose relationship it is must be known before `owner_first` asks. */
static k_err know_relation(struct run *r)
{
    struct routing_case *c = r->c;
    struct sq_routing_person_row row;
    bool found = false;
    if (c->relation || c->person == 0 || c->person_is_new)
        return K_OK;
    K_TRY(sq_routing_person(r->cx, c->person, c->network, &row, &found));
    c->relation = found ? row.relation : 0;
    return K_OK;
}

static k_err do_rule(struct run *r)
{
    for (size_t i = 0; i < r->rule->n_acts; i++) {
        const struct routing_act *act = &r->rule->acts[i];
        if (act->kind == ROUTING_OWNER_FIRST && r->c->owner == 0)
            K_TRY(know_relation(r));
        K_TRY(do_act(r, act));
    }
    return K_OK;
}

k_err routing_run(struct k_ctx *cx, struct routing_world *w, struct routing_case *c,
                  unsigned on)
{
    struct run r = {.cx = cx, .w = w, .c = c};
    if (!w->set || !((w->on | ROUTING_ON_POST) & on))
        return K_OK;
    K_TRY(ask(&r));
    size_t n = routing_set_size(w->set);
    for (size_t i = routing_next(w->set, w->answers, 0); i < n;
         i = routing_next(w->set, w->answers, i + 1)) {
        r.rule = routing_rule_at(w->set, i);
        r.changed = false;
        if (!(on & ROUTING_ON_POST) && !(routing_looks_at(r.rule, NULL) & on))
            continue;
        K_TRY(do_rule(&r));
        if (r.rule->stop)
            break;
        if (r.changed) /* rules below see what this one did */
            K_TRY(ask(&r));
    }
    return K_OK;
}

/* ---- keeping ----------------------------------------------------------------------------- */

k_err routing_note(struct k_ctx *cx, k_id conversation, const struct routing_effect *e,
                   k_str word)
{
    return sq_routing_effect_add(cx,
                                 &(struct sq_routing_effect_add_args){
                                     .id = k_cx_id(cx),
                                     .conversation_id = conversation,
                                     .post_id = e->post,
                                     .rule_id = e->rule->id,
                                     .rule_version = e->rule->version,
                                     .act = k_str_z(routing_acts[e->act].name),
                                     .value_id = e->value,
                                     .number = e->number,
                                     .word = word,
                                     .now = k_cx_now(cx),
                                 },
                                 NULL);
}

static k_err keep_effect(struct k_ctx *cx, const struct routing_case *c,
                         const struct routing_effect *e)
{
    static const char *const kinds[ROUTING_ACT_KINDS] = {
        [ROUTING_TO_MEMBER] = "assigned",   [ROUTING_OWNER_FIRST] = "assigned",
        [ROUTING_ROUND_ROBIN] = "assigned", [ROUTING_BY_SKILL] = "assigned",
        [ROUTING_NOTIFY] = "rule",          [ROUTING_SUGGEST] = "suggest"};
    if (e->act == ROUTING_ACKNOWLEDGE)
        return K_OK;
    if (e->act == ROUTING_PUT_LABEL)
        K_TRY(sq_label_put(cx, c->conversation, e->value, 0, k_cx_now(cx), NULL));
    if (kinds[e->act])
        K_TRY(inbox_tell(cx, e->value, c->conversation, 0, kinds[e->act],
                         e->word.n ? e->word : e->rule->name));
    if (kinds[e->act] && strcmp(kinds[e->act], "assigned") == 0)
        K_TRY(sq_roster_given(cx, e->value, k_cx_now(cx), NULL));
    return routing_note(cx, c->conversation, e,
                        e->act == ROUTING_SET_DEADLINE ? e->word : K_S(""));
}

k_err routing_keep(struct k_ctx *cx, struct routing_world *w, const struct routing_case *c)
{
    struct k_actor was = cx->actor;
    k_err err = K_OK;
    if (c->effects.n == 0)
        return K_OK;
    if (c->changed)
        K_TRY(sq_routing_set(cx,
                             &(struct sq_routing_set_args){.id = c->conversation,
                                                           .owner_id = c->owner,
                                                           .team_id = c->team,
                                                           .rule_points = c->points,
                                                           .now = k_cx_now(cx)},
                             NULL));
    for (size_t i = 0; err == K_OK && i < c->effects.n; i++) {
        cx->actor = (struct k_actor){.kind = K_ACTOR_RULE, .rule = c->effects.v[i].rule->id};
        err = keep_effect(cx, c, &c->effects.v[i]);
    }
    cx->actor = was;
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, c->conversation);
    return err;
}

static k_str payload(struct k_ctx *cx, const struct routing_case *c,
                     const struct routing_rule *rule)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, EVENT_PAYLOAD_MAX);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "version");
    kw_int(&w, rule->version);
    kw_key(&w, "post");
    kw_id(&w, c->post);
    kw_key(&w, "did");
    kw_arr(&w);
    for (size_t i = 0; i < c->effects.n; i++) {
        const struct routing_effect *e = &c->effects.v[i];
        if (e->rule != rule)
            continue;
        kw_obj(&w);
        kw_key(&w, "act");
        kw_str(&w, k_str_z(routing_acts[e->act].name));
        kw_key(&w, "value");
        kw_id(&w, e->value);
        kw_key(&w, "number");
        kw_int(&w, e->number);
        kw_key(&w, "clock");
        kw_str(&w, e->act == ROUTING_SET_DEADLINE ? e->word : K_NONE);
        if (e->act == ROUTING_ACKNOWLEDGE) {
            kw_key(&w, "why");
            kw_str(&w, e->word);
        }
        kw_end(&w);
    }
    kw_end(&w);
    kw_end(&w);
    return k_buf_view(&b);
}

k_err routing_say(struct k_ctx *cx, const struct routing_case *c)
{
    struct k_actor was = cx->actor;
    const struct routing_rule *last = NULL;
    k_err err = K_OK;
    for (size_t i = 0; err == K_OK && i < c->effects.n; i++) {
        const struct routing_rule *rule = c->effects.v[i].rule;
        if (rule == last)
            continue; /* the acts of a rule stand together */
        last = rule;
        cx->actor = (struct k_actor){.kind = K_ACTOR_RULE, .rule = rule->id};
        err = event_append(cx,
                           &(struct event_new){.verb = K_S("conversation.routed"),
                                               .object_kind = K_S("conversation"),
                                               .object_id = c->conversation,
                                               .payload = payload(cx, c, rule)},
                           NULL);
    }
    cx->actor = was;
    return err;
}

/* ---- conversations that are here --------------------------------------------------------- */

static k_err case_of(struct k_ctx *cx, k_id conversation, struct routing_case *c, bool *open)
{
    struct sq_routing_subject_row r;
    struct sq_post_get_row p;
    bool found, has_post = false;
    *open = false;
    K_TRY(sq_routing_subject(cx, conversation, &r, &found));
    if (!found)
        return K_OK;
    if (r.post_id)
        K_TRY(sq_post_get(cx, r.post_id, 0, &p, &has_post));
    *open = has_post && k_str_eqz(r.status, "open");
    *c = (struct routing_case){
        .conversation = r.id,
        .channel = r.channel_id,
        .network = r.network,
        .person = r.person_id,
        .storm = r.storm_id,
        .about = r.kind,
        .answered = r.answered,
        .priority = r.priority,
        .due_state = r.due_state,
        .owner = r.owner_id,
        .team = r.team_id,
        .team_by = r.team_by,
        .points = r.rule_points,
    };
    if (!has_post)
        return K_OK;
    c->post = p.id;
    c->post_kind = p.kind;
    c->visibility = p.visibility;
    c->lang = p.lang;
    c->text = p.text;
    c->intents = understand_bits(p.intents);
    c->reply = p.parent_id != 0 || p.native_parent.n > 0;
    return K_OK;
}

k_err routing_apply_with(struct k_ctx *cx, struct routing_world *w, k_id conversation,
                         unsigned on, bool *done)
{
    struct routing_case c;
    bool open;
    *done = false;
    if (!w->set || !((w->on | ROUTING_ON_POST) & on))
        return K_OK;
    K_TRY(case_of(cx, conversation, &c, &open));
    if (!open)
        return K_OK;
    K_TRY(routing_run(cx, w, &c, on));
    if (c.effects.n == 0)
        return K_OK;
    *done = true;
    K_TRY(routing_keep(cx, w, &c));
    if (c.changed)
        K_TRY(ingest_rescore(cx, conversation));
    K_TRY(sla_settle_one(cx, conversation));
    return routing_say(cx, &c);
}

k_err routing_apply(struct k_ctx *cx, k_id conversation, unsigned on)
{
    struct routing_world w;
    bool done;
    K_TRY(routing_world_read(cx, &w));
    return routing_apply_with(cx, &w, conversation, on, &done);
}

k_err routing_apply_person(struct k_ctx *cx, k_id person)
{
    struct routing_world w;
    struct sq_routing_open_of_person_list open;
    bool done;
    K_TRY(routing_world_read(cx, &w));
    if (!w.set || !(w.on & ROUTING_ON_PERSON))
        return K_OK;
    K_TRY(sq_routing_open_of_person(cx, person, 20, &open));
    for (size_t i = 0; i < open.n; i++)
        K_TRY(routing_apply_with(cx, &w, open.v[i].id, ROUTING_ON_PERSON, &done));
    return K_OK;
}
