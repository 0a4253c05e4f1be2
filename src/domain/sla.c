/* sla: from the rows of a conversation to its clocks, and back. */
#include "domain/sla.h"

#include "domain/absence.h"
#include "domain/inbox.h"
#include "domain/ingest.h"
#include "domain/routing.h"
#include "store/event.h"
#include "store/job.h"

#define LATE K_DAY /* what is over for longer when we learn of it is no news */

/* ---- what holds for all ------------------------------------------------------------------ */

static void target_of(const struct sq_sla_targets_row *r, struct sla_target *t)
{
    *t = (struct sla_target){
        .id = r->id,
        .channel = r->channel_id,
        .kind = r->kind,
        .stage = r->stage,
        .minutes = {r->first_minutes, r->next_minutes, r->resolve_minutes},
        .calendar = r->calendar_id,
    };
}

k_err sla_world_read(struct k_ctx *cx, struct sla_world *out)
{
    struct sq_sla_targets_list rows;
    struct sq_sla_any_clock_row any;
    struct sq_routing_last_row last;
    bool clocks;
    *out = (struct sla_world){0};
    K_TRY(sq_sla_targets(cx, &rows));
    K_TRY(sq_routing_last(cx, &last, &out->rules));
    K_TRY(sq_sla_any_clock(cx, &any, &clocks));
    out->idle = rows.n == 0 && !out->rules && !clocks;
    if (out->idle)
        return K_OK;
    out->targets = k_new_n(cx->arena, struct sla_target, rows.n + 1);
    out->n_targets = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        target_of(&rows.v[i], &out->targets[i]);
    return hours_read(cx, &out->book);
}

/* ---- one conversation -------------------------------------------------------------------- */

struct settling {
    struct sla_world *w;
    struct sq_sla_subject_row c;
    struct sla_facts facts;
    struct sla_plan plans[SLA_KINDS];
    struct sla_clock clocks[SLA_KINDS];
    k_id ids[SLA_KINDS];
};

static void plan(struct settling *s)
{
    const struct sla_target *t =
        sla_choose(s->w->targets, s->w->n_targets, s->c.channel_id, s->c.kind, s->c.stage);
    for (int i = 0; t && i < SLA_KINDS; i++)
        s->plans[i] = (struct sla_plan){.minutes = t->minutes[i],
                                        .target = t->id,
                                        .calendar = t->calendar,
                                        .hours = hours_of(&s->w->book, t->calendar)};
}

/* What a rule set for this conversation comes before the targets; the last one that did. */
static k_err plan_by_rules(struct k_ctx *cx, struct settling *s)
{
    struct sq_routing_effects_list effects;
    enum sla_kind kind;
    if (!s->w->rules)
        return K_OK;
    K_TRY(sq_routing_effects(cx, s->c.id, &effects));
    for (size_t i = 0; i < effects.n; i++) {
        const struct sq_routing_effects_row *e = &effects.v[i];
        if (k_str_eqz(e->act, "deadline") && sla_kind_parse(e->word, &kind))
            s->plans[kind] = (struct sla_plan){.minutes = e->number,
                                               .rule = e->rule_id,
                                               .calendar = e->value_id,
                                               .hours = hours_of(&s->w->book, e->value_id)};
    }
    return K_OK;
}

static k_err read_clocks(struct k_ctx *cx, struct settling *s)
{
    struct sq_sla_clocks_list rows;
    enum sla_kind kind;
    K_TRY(sq_sla_clocks(cx, s->c.id, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sq_sla_clocks_row *r = &rows.v[i];
        if (!sla_kind_parse(r->kind, &kind))
            continue;
        s->ids[kind] = r->id;
        s->clocks[kind] = (struct sla_clock){.there = true,
                                             .minutes = r->minutes,
                                             .target = r->target_id,
                                             .rule = r->rule_id,
                                             .calendar = r->calendar_id,
                                             .started_at = r->started_at,
                                             .resumed_at = r->resumed_at,
                                             .spent = r->spent,
                                             .warn_at = r->warn_at,
                                             .due_at = r->due_at,
                                             .warned_at = r->warned_at,
                                             .missed_at = r->missed_at};
    }
    return K_OK;
}

static k_err write_clock(struct k_ctx *cx, struct settling *s, enum sla_kind kind,
                         enum sla_verb verb)
{
    const struct sla_clock *c = &s->clocks[kind];
    if (verb == SLA_END)
        return sq_sla_clock_end(cx,
                                &(struct sq_sla_clock_end_args){.id = s->ids[kind],
                                                                .ended_at = c->ended_at,
                                                                .outcome = k_str_z(c->outcome),
                                                                .took = c->took,
                                                                .missed_at = c->missed_at},
                                NULL);
    if (verb == SLA_CHANGE)
        return sq_sla_clock_set(cx,
                                &(struct sq_sla_clock_set_args){.id = s->ids[kind],
                                                                .about = s->c.kind,
                                                                .target_id = c->target,
                                                                .rule_id = c->rule,
                                                                .minutes = c->minutes,
                                                                .calendar_id = c->calendar,
                                                                .resumed_at = c->resumed_at,
                                                                .spent = c->spent,
                                                                .warn_at = c->warn_at,
                                                                .due_at = c->due_at,
                                                                .warned_at = c->warned_at,
                                                                .missed_at = c->missed_at},
                                NULL);
    s->ids[kind] = k_cx_id(cx);
    return sq_sla_clock_insert(
        cx,
        &(struct sq_sla_clock_insert_args){.id = s->ids[kind],
                                           .conversation_id = s->c.id,
                                           .kind = k_str_z(sla_kind_name(kind)),
                                           .channel_id = s->c.channel_id,
                                           .about = s->c.kind,
                                           .target_id = c->target,
                                           .rule_id = c->rule,
                                           .minutes = c->minutes,
                                           .calendar_id = c->calendar,
                                           .started_at = c->started_at,
                                           .resumed_at = c->resumed_at,
                                           .warn_at = c->warn_at,
                                           .due_at = c->due_at},
        NULL);
}

static k_err step(struct k_ctx *cx, struct settling *s, enum sla_kind kind)
{
    for (int round = 0; round < 3; round++) {
        enum sla_verb verb = sla_step(kind, &s->facts, &s->plans[kind], &s->clocks[kind]);
        if (verb == SLA_NOTHING)
            return K_OK;
        K_TRY(write_clock(cx, s, kind, verb));
        if (verb != SLA_END)
            return K_OK;
    }
    return K_OK;
}

/* The deadline that comes first is that of the conversation. */
static k_err note_next(struct k_ctx *cx, const struct settling *s)
{
    k_time due = 0;
    enum sla_state state = SLA_NONE;
    for (int i = 0; i < SLA_KINDS; i++) {
        const struct sla_clock *c = &s->clocks[i];
        enum sla_state mine = sla_state_of(c, s->facts.now);
        if (mine != SLA_NONE && (due == 0 || c->due_at < due))
            due = c->due_at;
        state = mine > state ? mine : state;
    }
    if (due == s->c.due_at && (int64_t)state == s->c.due_state)
        return K_OK;
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, s->c.id);
    return sq_sla_conversation_due(cx, s->c.id, due, state, NULL);
}

static k_err settle(struct k_ctx *cx, struct settling *s)
{
    s->facts = (struct sla_facts){.status = s->c.status,
                                  .waiting_since = s->c.waiting_since,
                                  .last_out_at = s->c.last_out_at,
                                  .answered = s->c.answered,
                                  .now = k_cx_now(cx)};
    plan(s);
    K_TRY(plan_by_rules(cx, s));
    K_TRY(read_clocks(cx, s));
    for (int i = 0; i < SLA_KINDS; i++)
        K_TRY(step(cx, s, (enum sla_kind)i));
    return note_next(cx, s);
}

k_err sla_settle(struct k_ctx *cx, struct sla_world *w, k_id conversation)
{
    struct settling s = {.w = w};
    bool found;
    if (w->idle)
        return K_OK;
    K_TRY(sq_sla_subject(cx, conversation, &s.c, &found));
    return found ? settle(cx, &s) : K_OK;
}

k_err sla_settle_one(struct k_ctx *cx, k_id conversation)
{
    struct sla_world w;
    K_TRY(sla_world_read(cx, &w));
    return sla_settle(cx, &w, conversation);
}

/* ---- all of them ------------------------------------------------------------------------- */

k_err sla_ask_all(struct k_ctx *cx)
{
    return job_enqueue(cx, &(struct job_new){.kind = K_S("deadlines")}, NULL, NULL);
}

k_err sla_settle_some(struct k_ctx *cx, k_id after, int max, k_id *last, int64_t *n)
{
    struct sla_world w;
    struct sq_routing_open_list page;
    *n = 0;
    K_TRY(sla_world_read(cx, &w));
    K_TRY(sq_routing_open(cx, after, max, &page));
    for (size_t i = 0; i < page.n; i++)
        K_TRY(sla_settle(cx, &w, page.v[i].id));
    *n = (int64_t)page.n;
    *last = page.n == (size_t)max ? page.v[page.n - 1].id : 0;
    return K_OK;
}

/* ---- warnings ---------------------------------------------------------------------------- */

static k_err tell(struct k_ctx *cx, k_id member, k_id conversation, const char *kind,
                  k_str clock)
{
    k_id who = 0;
    if (member)
        K_TRY(absence_delegate_of(cx, member, k_cx_now(cx), &who));
    return who ? inbox_tell(cx, who, conversation, 0, kind, clock) : K_OK;
}

/* The owner, else who leads the team; both when it is missed. */
static k_err tell_whom(struct k_ctx *cx, const struct sq_sla_subject_row *c, k_str clock,
                       bool missed)
{
    const char *kind = missed ? "deadline_missed" : "deadline_soon";
    struct sq_inbox_team_row team = {0};
    bool found = false;
    if (c->team_id)
        K_TRY(sq_inbox_team(cx, c->team_id, &team, &found));
    k_id lead = found && team.lead_id != c->owner_id ? team.lead_id : 0;
    if (c->owner_id)
        K_TRY(tell(cx, c->owner_id, c->id, kind, clock));
    return lead && (missed || c->owner_id == 0) ? tell(cx, lead, c->id, kind, clock) : K_OK;
}

static k_err come_due(struct k_ctx *cx, struct sla_world *w,
                      const struct sq_sla_warn_due_row *r, bool missed)
{
    struct sq_sla_subject_row c;
    k_time now = k_cx_now(cx);
    bool found;
    K_TRY(missed ? sq_sla_missed(cx, r->id, now, NULL) : sq_sla_warned(cx, r->id, now, NULL));
    K_TRY(sq_sla_subject(cx, r->conversation_id, &c, &found));
    if (!found)
        return K_OK;
    K_TRY(sla_settle(cx, w, c.id));
    K_TRY(ingest_rescore(cx, c.id));
    if (now - r->due_at < LATE)
        K_TRY(tell_whom(cx, &c, r->kind, missed));
    K_TRY(routing_apply(cx, c.id, ROUTING_ON_CLOCK));
    k_ctx_notice(cx, K_TOPIC_CONVERSATION, c.id);
    if (!missed)
        return K_OK;
    return event_append(
        cx,
        &(struct event_new){.verb = K_S("deadline.missed"),
                            .object_kind = K_S("conversation"),
                            .object_id = c.id,
                            .payload = k_fmt(cx->arena, "{\"clock\":\"%.*s\",\"due\":%lld}",
                                             K_ARG(r->kind), (long long)r->due_at)},
        NULL);
}

k_err sla_tick(struct k_ctx *cx, int max, int64_t *n)
{
    struct sq_sla_warn_due_list warn, missed;
    struct sla_world w;
    K_TRY(sq_sla_missed_due(cx, k_cx_now(cx), max, &missed));
    K_TRY(sq_sla_warn_due(cx, k_cx_now(cx), max, &warn));
    *n = (int64_t)(warn.n + missed.n);
    if (*n == 0)
        return K_OK;
    K_TRY(sla_world_read(cx, &w));
    for (size_t i = 0; i < missed.n; i++)
        K_TRY(come_due(cx, &w, &missed.v[i], true));
    for (size_t i = 0; i < warn.n; i++)
        if (warn.v[i].due_at > k_cx_now(cx)) /* else it was said as missed */
            K_TRY(come_due(cx, &w, &warn.v[i], false));
    return K_OK;
}
