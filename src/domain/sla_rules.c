/* sla_rules: one clock at a time, from what it was to what it is. */
#include "domain/sla_rules.h"

static const char *const kinds[SLA_KINDS] = {"first", "next", "resolve"};

const char *sla_kind_name(enum sla_kind k)
{
    return kinds[k];
}

bool sla_kind_parse(k_str name, enum sla_kind *out)
{
    for (int i = 0; i < SLA_KINDS; i++)
        if (k_str_eqz(name, kinds[i])) {
            *out = (enum sla_kind)i;
            return true;
        }
    return false;
}

/* ---- which target ------------------------------------------------------------------------ */

const struct sla_target *sla_choose(const struct sla_target *v, size_t n, k_id channel,
                                    k_str kind, k_str stage)
{
    const struct sla_target *best = NULL;
    int best_weight = -1;
    for (size_t i = 0; i < n; i++) {
        bool by_channel = v[i].channel != 0, by_kind = v[i].kind.n > 0,
             by_stage = v[i].stage.n > 0;
        if ((by_channel && v[i].channel != channel) ||
            (by_kind && !k_str_eq(v[i].kind, kind)) ||
            (by_stage && !k_str_eq(v[i].stage, stage)))
            continue;
        int weight =
            8 * (by_channel + by_kind + by_stage) + 4 * by_channel + 2 * by_kind + by_stage;
        if (weight > best_weight) {
            best = &v[i];
            best_weight = weight;
        }
    }
    return best;
}

/* ---- clocks ------------------------------------------------------------------------------ */

static k_time after(const struct hours *h, k_time from, k_time span)
{
    return span > 0 ? hours_add(h, from, span) : from;
}

/* From minutes, what is spent and since when it runs to the moments that matter. A warning or a
 * miss that lies ahead again is taken back. */
static void set_times(struct sla_clock *c, const struct hours *h, k_time now)
{
    k_time all = c->minutes * K_MIN;
    c->warn_at = c->due_at = 0;
    if (c->resumed_at) {
        c->due_at = after(h, c->resumed_at, all - c->spent);
        c->warn_at = after(h, c->resumed_at, all * SLA_WARN_PERCENT / 100 - c->spent);
    }
    if (c->missed_at && c->due_at > now)
        c->missed_at = 0;
    if (c->warned_at && c->warn_at > now)
        c->warned_at = 0;
}

k_time sla_elapsed(const struct sla_clock *c, const struct hours *h, k_time now)
{
    return c->spent + (c->resumed_at ? hours_between(h, c->resumed_at, now) : 0);
}

static bool is(k_str status, const char *name)
{
    return k_str_eqz(status, name);
}

static bool alive(const struct sla_facts *f)
{
    return is(f->status, "open") || is(f->status, "snoozed");
}

static enum sla_verb end(struct sla_clock *c, const struct sla_plan *p, k_time at,
                         const char *outcome)
{
    at = at < c->started_at ? c->started_at : at;
    c->took = sla_elapsed(c, p->hours, at);
    c->missed_at = c->due_at && c->due_at < at && !c->missed_at ? at : c->missed_at;
    c->resumed_at = 0;
    c->ended_at = at;
    c->outcome = outcome;
    c->there = false;
    return SLA_END;
}

static enum sla_verb start(struct sla_clock *c, const struct sla_plan *p, k_time at, k_time now)
{
    *c = (struct sla_clock){.there = true,
                            .minutes = p->minutes,
                            .target = p->target,
                            .rule = p->rule,
                            .calendar = p->calendar,
                            .started_at = at,
                            .resumed_at = at};
    set_times(c, p->hours, now);
    return SLA_START;
}

/* Other minutes or other hours hold for what runs, too. */
static enum sla_verb keep_up(struct sla_clock *c, const struct sla_plan *p, k_time now,
                             bool changed)
{
    struct sla_clock was = *c;
    c->minutes = p->minutes;
    c->target = p->target;
    c->rule = p->rule;
    c->calendar = p->calendar;
    set_times(c, p->hours, now);
    changed |= was.due_at != c->due_at || was.warn_at != c->warn_at ||
               was.minutes != c->minutes || was.target != c->target || was.rule != c->rule ||
               was.calendar != c->calendar;
    return changed ? SLA_CHANGE : SLA_NOTHING;
}

static enum sla_verb step_answer(enum sla_kind kind, const struct sla_facts *f,
                                 const struct sla_plan *p, struct sla_clock *c)
{
    bool mine = kind == SLA_FIRST ? !f->answered : f->answered;
    bool wanted = alive(f) && f->waiting_since > 0 && mine && p->minutes > 0;
    if (!c->there)
        return wanted ? start(c, p, f->waiting_since, f->now) : SLA_NOTHING;
    bool answered = f->last_out_at >= c->started_at;
    if (wanted && !(answered && f->waiting_since > c->started_at))
        return keep_up(c, p, f->now, false);
    if (answered)
        return end(c, p, f->last_out_at, "answered");
    /* what was taken away, or never needed, says nothing about how fast we are */
    return end(c, p, f->now, alive(f) || is(f->status, "done") ? "closed" : "dropped");
}

static enum sla_verb step_resolve(const struct sla_facts *f, const struct sla_plan *p,
                                  struct sla_clock *c)
{
    bool waits = f->waiting_since > 0;
    if (!c->there)
        return alive(f) && waits && p->minutes > 0 ? start(c, p, f->waiting_since, f->now)
                                                   : SLA_NOTHING;
    if (!alive(f) || p->minutes == 0)
        return end(c, p, f->now, is(f->status, "done") ? "resolved" : "dropped");
    if (!waits && c->resumed_at) { /* it is their turn */
        k_time at = f->last_out_at > c->resumed_at ? f->last_out_at : c->resumed_at;
        c->spent += hours_between(p->hours, c->resumed_at, at);
        c->resumed_at = 0;
        return keep_up(c, p, f->now, true);
    }
    if (waits && !c->resumed_at) {
        c->resumed_at = f->waiting_since;
        return keep_up(c, p, f->now, true);
    }
    return keep_up(c, p, f->now, false);
}

enum sla_verb sla_step(enum sla_kind kind, const struct sla_facts *f, const struct sla_plan *p,
                       struct sla_clock *c)
{
    return kind == SLA_RESOLVE ? step_resolve(f, p, c) : step_answer(kind, f, p, c);
}

enum sla_state sla_state_of(const struct sla_clock *c, k_time now)
{
    if (!c->there || c->due_at == 0)
        return SLA_NONE;
    return c->due_at <= now ? SLA_OVERDUE : c->warn_at <= now ? SLA_SOON : SLA_RUNNING;
}
