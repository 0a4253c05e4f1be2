/* Deadlines at work: clocks follow posts, answers and acts; warnings and misses reach who has
 * it; new deadlines hold for what is open already; hand-overs that nobody takes go up. */
#include "domain/handoff.h"
#include "domain/hours.h"
#include "domain/inbox.h"
#include "domain/record.h"
#include "domain/routing_edit.h"
#include "domain/sla.h"
#include "kit/flow.h"

enum { SUPPORT = 21 };

struct house {
    k_id mara, lead, boss, owner, channel;
};

static struct house house(struct kit_db *k)
{
    struct house h = {.mara = flow_member(k, "mara"), .lead = flow_member(k, "lead")};
    h.boss = flow_member(k, "boss");
    h.owner = flow_member(k, "owner");
    h.channel = flow_channel(k, "fake", "a");
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into team (id, name, kind, created_at, lead_id) values "
                        "(21,'Support','support',1,%lld);"
                        "insert into team_member (team_id, member_id) values (21,%lld);"
                        "update member set role = 'manager' where handle = 'boss';"
                        "update member set role = 'owner' where handle = 'owner'",
                        (long long)h.lead, (long long)h.mara)
                      .p);
    flow_as(k, h.owner);
    return h;
}

struct target {
    struct sla_new n;
    k_id id;
};
static k_err do_target(struct k_ctx *cx, void *arg)
{
    struct target *t = arg;
    return sla_target_save(cx, &t->n, &t->id);
}
static k_id target(struct kit_db *k, const char *kind, int first, int next, int resolve)
{
    struct target t = {.n = {.kind = k_str_z(kind), .minutes = {first, next, resolve}}};
    flow_ok(k, flow_write(k, do_target, &t));
    return t.id;
}

static k_err do_settle(struct k_ctx *cx, void *arg)
{
    k_id last;
    int64_t n;
    return sla_settle_some(cx, 0, 1000, &last, &n);
}
static k_err do_tick(struct k_ctx *cx, void *arg)
{
    int64_t n;
    return sla_tick(cx, 100, &n);
}
static k_err do_change(struct k_ctx *cx, void *arg)
{
    return inbox_change(cx, arg, NULL);
}
static k_id only(struct kit_db *k)
{
    return kit_db_number(k, "select id from conversation");
}

static void a_post_starts_the_clock_of_its_kind_and_an_answer_ends_it(struct kit_db *k)
{
    struct house h = house(k);
    target(k, "", 240, 240, 0);
    k_id t = target(k, "complaint", 60, 30, 480);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Still waiting for my parcel", 0));
    assert_number(k, "select due_at from conversation", KIT_T0 + K_HOUR);
    assert_number(k, "select due_state from conversation", 1);
    assert_number(k, "select count(*) from clock where ended_at = 0", 2); /* first, resolve */
    assert_number(k, "select target_id from clock where kind = 'first'", t);
    FLOW_INGEST(k, h.channel, flow_item_ours("2", "1", "We are looking for it", 20 * K_MIN));
    assert_text(k, "select outcome from clock where kind = 'first'", "answered");
    assert_number(k, "select took from clock where kind = 'first'", 20 * K_MIN);
    assert_number(k, "select resumed_at from clock where kind = 'resolve'", 0);
    assert_number(k, "select due_at from conversation", 0);
    FLOW_INGEST(k, h.channel, flow_item("3", "1", "ann", "Any news", K_HOUR));
    assert_number(k, "select due_at from conversation", KIT_T0 + 90 * K_MIN);
    assert_number(k, "select due_at from clock where kind = 'resolve'",
                  KIT_T0 + K_HOUR + (480 - 20) * K_MIN);
    flow_as(k, h.mara);
    struct inbox_change ch = {
        .conversation = only(k), .has_status = true, .status = K_S("done")};
    flow_ok(k, flow_write(k, do_change, &ch));
    assert_text(k, "select outcome from clock where kind = 'next'", "closed");
    assert_text(k, "select outcome from clock where kind = 'resolve'", "resolved");
    assert_number(k, "select due_state from conversation", 0);
}

static void a_new_deadline_holds_for_what_is_open_already(struct kit_db *k)
{
    struct house h = house(k);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    assert_number(k, "select count(*) from clock", 0);
    k->clock.fixed += 50 * K_MIN;
    flow_as(k, h.owner);
    k_id id = target(k, "", 60, 60, 0);
    assert_number(k, "select count(*) from job where kind = 'deadlines' and state = 'ready'",
                  1);
    flow_ok(k, flow_write(k, do_settle, NULL));
    assert_number(k, "select due_at from conversation", KIT_T0 + K_HOUR);
    assert_number(k, "select due_state from conversation", 2);
    struct target t = {.n = {.id = id, .minutes = {30, 60, 0}}};
    flow_ok(k, flow_write(k, do_target, &t));
    flow_ok(k, flow_write(k, do_settle, NULL));
    assert_number(k, "select due_state from conversation", 3);
    assert_number(k, "select count(*) from clock", 1);
}

static void the_kind_that_a_member_gives_brings_its_deadline(struct kit_db *k)
{
    struct house h = house(k);
    target(k, "", 240, 240, 0);
    target(k, "lead", 15, 15, 0);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    flow_as(k, h.mara);
    struct inbox_change ch = {.conversation = only(k), .has_kind = true, .kind = K_S("lead")};
    flow_ok(k, flow_write(k, do_change, &ch));
    assert_number(k, "select due_at from conversation", KIT_T0 + 15 * K_MIN);
}

static void who_has_it_is_warned_at_three_quarters_and_told_when_it_is_missed(struct kit_db *k)
{
    struct house h = house(k);
    target(k, "", 60, 60, 0);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    int64_t before = kit_db_number(k, "select priority from conversation");
    flow_as(k, h.owner);
    struct inbox_change ch = {.conversation = only(k),
                              .has_owner = true,
                              .owner = h.mara,
                              .has_team = true,
                              .team = SUPPORT};
    flow_ok(k, flow_write(k, do_change, &ch));
    flow_as(k, 0);
    k->clock.fixed = KIT_T0 + 44 * K_MIN;
    flow_ok(k, flow_write(k, do_tick, NULL));
    assert_number(k, "select count(*) from mention where kind = 'deadline_soon'", 0);
    k->clock.fixed = KIT_T0 + 45 * K_MIN;
    flow_ok(k, flow_write(k, do_tick, NULL));
    flow_ok(k, flow_write(k, do_tick, NULL));
    assert_number(k, "select count(*) from mention where kind = 'deadline_soon'", 1);
    assert_number(k, "select member_id from mention where kind = 'deadline_soon'", h.mara);
    assert_number(k, "select due_state from conversation", 2);
    assert_true(kit_db_number(k, "select priority from conversation") > before);
    k->clock.fixed = KIT_T0 + K_HOUR;
    flow_ok(k, flow_write(k, do_tick, NULL));
    flow_ok(k, flow_write(k, do_tick, NULL));
    assert_number(k, "select count(*) from mention where kind = 'deadline_missed'", 2);
    assert_number(k, "select due_state from conversation", 3);
    assert_number(k, "select count(*) from event where verb = 'deadline.missed'", 1);
    assert_text(k, "select actor_kind from event where verb = 'deadline.missed'", "system");
}

/* A rule saved by the member of the scene; what comes after is the program's own act. */
static k_id rule(struct kit_db *k, k_str name, k_str body)
{
    struct routing_new n = {.has_name = true, .has_body = true, .name = name, .body = body};
    k_id id;
    flow_ok(k, db_begin(&k->cx, true));
    flow_ok(k, routing_save(&k->cx, &n, &id));
    flow_ok(k, db_commit(&k->cx));
    flow_as(k, 0);
    return id;
}

static void a_missed_deadline_can_bring_a_rule(struct kit_db *k)
{
    struct house h = house(k);
    target(k, "", 60, 60, 0);
    rule(k, K_S("Overdue"),
         K_S("{\"when\":[{\"all\":[{\"field\":\"deadline\",\"op\":\"is\",\"values\":"
             "[\"overdue\"]}]}],\"then\":[{\"act\":\"team\",\"team\":\"21\"}]}"));
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    assert_number(k, "select team_id from conversation", 0);
    k->clock.fixed = KIT_T0 + K_HOUR;
    flow_ok(k, flow_write(k, do_tick, NULL));
    assert_number(k, "select team_id from conversation", SUPPORT);
}

static void a_rule_sets_a_deadline_of_its_own(struct kit_db *k)
{
    struct house h = house(k);
    target(k, "", 60, 60, 0);
    k_id id = rule(k, K_S("Press"),
                   K_S("{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"deadline\",\"clock\":"
                       "\"first\",\"minutes\":10}]}"));
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    assert_number(k, "select due_at from conversation", KIT_T0 + 10 * K_MIN);
    assert_number(k, "select rule_id from clock", id);
}

struct calendar {
    struct hours_new n;
    k_id id;
};
static k_err do_calendar(struct k_ctx *cx, void *arg)
{
    struct calendar *c = arg;
    return hours_save(cx, &c->n, &c->id);
}

static void deadlines_keep_office_hours_and_holidays(struct kit_db *k)
{
    struct house h = house(k);
    struct hours_new_day holiday = {k_day_of(2026, 1, 1), K_S("New Year"), K_S("")};
    struct calendar c = {.n = {.name = K_S("Berlin"),
                               .time_zone = K_S("Europe/Berlin"),
                               .days = &holiday,
                               .n_days = 1}};
    for (int i = 0; i < 7; i++)
        c.n.week[i] = i < 5 ? K_S("09:00-17:00") : K_S("");
    flow_ok(k, flow_write(k, do_calendar, &c));
    target(k, "", 60, 60, 0);
    flow_as(k, 0);
    /* Thursday 1 January 2026, 00:00 UTC: a holiday; due on Friday at ten in Berlin */
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    assert_number(k, "select due_at from conversation", KIT_T0 + K_DAY + 9 * K_HOUR);
    flow_as(k, h.owner);
    c.n.id = c.id;
    c.n.n_days = 0;
    flow_ok(k, flow_write(k, do_calendar, &c));
    flow_ok(k, flow_write(k, do_settle, NULL));
    assert_number(k, "select due_at from conversation", KIT_T0 + 9 * K_HOUR);
}

static void wrong_hours_are_refused_with_their_field(struct kit_db *k)
{
    house(k);
    struct calendar c = {.n = {.name = K_S("x"), .time_zone = K_S("Berlin")}};
    for (int i = 0; i < 7; i++)
        c.n.week[i] = K_S("");
    assert_int_equal(flow_write(k, do_calendar, &c), K_ERR_BAD_INPUT);
    assert_true(k_str_eqz(k->cx.detail.field, "time_zone"));
    c.n.time_zone = K_S("Europe/Berlin");
    c.n.week[2] = K_S("17:00-09:00");
    assert_int_equal(flow_write(k, do_calendar, &c), K_ERR_BAD_INPUT);
    assert_true(k_str_eqz(k->cx.detail.field, "week[2]"));
}

static void what_still_waits_is_in_the_report(struct kit_db *k)
{
    struct house h = house(k);
    struct sla_report r;
    target(k, "", 60, 60, 0);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0),
                flow_item("2", NULL, "bob", "A second matter", 0),
                flow_item("3", NULL, "cyd", "A third one too", 0));
    FLOW_INGEST(k, h.channel, flow_item_ours("4", "1", "Good morning", 30 * K_MIN));
    k->clock.fixed = KIT_T0 + 2 * K_HOUR;
    flow_ok(k, flow_write(k, do_tick, NULL));
    flow_ok(k, sla_report_read(&k->cx,
                               &(struct sla_ask){.kind = SLA_FIRST,
                                                 .from = KIT_T0 - K_DAY,
                                                 .to = k->clock.fixed},
                               &r));
    assert_int_equal(r.n, 3);
    assert_int_equal(r.over, 1);
    assert_int_equal(r.waiting, 2);
    assert_int_equal(r.missed, 2);
    /* one of three within half an hour: the median is not 30 minutes, it is not known */
    assert_int_equal(survival_quantile(&r.fit, .5).time, -1);
    assert_true(survival_at(&r.fit, K_HOUR).done > .3 && survival_at(&r.fit, K_HOUR).done < .4);
}

/* ---- hand-overs ---------------------------------------------------------------------------
 */

struct giving {
    struct handoff_new h;
    k_id id;
};
static k_err do_give(struct k_ctx *cx, void *arg)
{
    struct giving *g = arg;
    return handoff_give(cx, &g->h, &g->id);
}
static k_err do_escalate(struct k_ctx *cx, void *arg)
{
    int64_t n;
    return handoff_escalate_due(cx, 100, &n);
}
static k_err do_acknowledge(struct k_ctx *cx, void *arg)
{
    return handoff_acknowledge(cx, *(k_id *)arg);
}
static k_err do_close(struct k_ctx *cx, void *arg)
{
    return handoff_close(cx, *(k_id *)arg, K_S("solved"), K_S("Sent a new one."));
}

static k_id give(struct kit_db *k, struct house *h, const char *reason)
{
    flow_as(k, 0);
    FLOW_INGEST(k, h->channel, flow_item("1", NULL, "ann", "Still waiting for my parcel", 0));
    flow_as(k, h->owner);
    struct giving g = {.h = {.conversation = only(k),
                             .to_team = SUPPORT,
                             .reason = k_str_z(reason),
                             .ask = K_S("Please find it")}};
    flow_ok(k, flow_write(k, do_give, &g));
    return g.id;
}

static void a_hand_over_that_nobody_takes_goes_up_step_by_step(struct kit_db *k)
{
    struct house h = house(k);
    give(k, &h, "complaint");
    flow_as(k, 0);
    k->clock.fixed += 59 * K_MIN;
    flow_ok(k, flow_write(k, do_escalate, NULL));
    assert_int_equal(flow_told(k, h.lead, "handoff_late"), 0);
    k->clock.fixed += K_MIN;
    flow_ok(k, flow_write(k, do_escalate, NULL));
    flow_ok(k, flow_write(k, do_escalate, NULL));
    assert_int_equal(flow_told(k, h.lead, "handoff_late"), 1);
    assert_int_equal(flow_told(k, h.boss, "handoff_late"), 0);
    k->clock.fixed += K_HOUR;
    flow_ok(k, flow_write(k, do_escalate, NULL));
    assert_int_equal(flow_told(k, h.boss, "handoff_late"), 1);
    k->clock.fixed += K_HOUR;
    flow_ok(k, flow_write(k, do_escalate, NULL));
    assert_int_equal(flow_told(k, h.owner, "handoff_late"), 1);
    k->clock.fixed += 10 * K_HOUR;
    flow_ok(k, flow_write(k, do_escalate, NULL));
    assert_int_equal(flow_told(k, h.owner, "handoff_late"), 1);
    assert_number(k, "select count(*) from event where verb = 'handoff.escalated'", 3);
}

static void one_that_is_taken_does_not(struct kit_db *k)
{
    struct house h = house(k);
    k_id id = give(k, &h, "complaint");
    flow_as(k, h.mara);
    flow_ok(k, flow_write(k, do_acknowledge, &id));
    k->clock.fixed += 10 * K_HOUR;
    flow_as(k, 0);
    flow_ok(k, flow_write(k, do_escalate, NULL));
    assert_int_equal(flow_told(k, h.lead, "handoff_late"), 0);
}

static void who_found_a_complaint_sees_that_it_is_resolved(struct kit_db *k)
{
    struct house h = house(k);
    k_id id = give(k, &h, "complaint");
    flow_as(k, h.mara);
    flow_ok(k, flow_write(k, do_close, &id));
    struct inbox_change ch = {
        .conversation = only(k), .has_status = true, .status = K_S("done")};
    flow_ok(k, flow_write(k, do_change, &ch));
    assert_int_equal(flow_told(k, h.owner, "handoff_outcome"), 1);
    assert_int_equal(flow_told(k, h.owner, "found_resolved"), 1);
    assert_int_equal(flow_told(k, h.mara, "found_resolved"), 0);
}

struct dealing {
    k_id person, id;
    const char *state;
};
static k_err do_deal(struct k_ctx *cx, void *arg)
{
    struct dealing *d = arg;
    struct record_deal deal = {.kind = K_S("deal"), .title = K_S("Twelve boats")};
    if (d->id == 0)
        return record_deal(cx, d->person, &deal, &d->id);
    deal.has_state = true;
    deal.state = k_str_z(d->state);
    return record_deal_change(cx, d->id, &deal);
}

static void who_found_a_lead_sees_the_deal_and_that_it_is_won(struct kit_db *k)
{
    struct house h = house(k);
    give(k, &h, "hot_lead");
    flow_as(k, h.mara);
    struct dealing d = {.person = kit_db_number(k, "select id from person"), .state = "won"};
    flow_ok(k, flow_write(k, do_deal, &d));
    assert_int_equal(flow_told(k, h.owner, "found_deal"), 1);
    flow_ok(k, flow_write(k, do_deal, &d));
    flow_ok(k, flow_write(k, do_deal, &d));
    assert_int_equal(flow_told(k, h.owner, "found_won"), 1);
    assert_int_equal(flow_told(k, h.mara, "found_deal") + flow_told(k, h.mara, "found_won"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_post_starts_the_clock_of_its_kind_and_an_answer_ends_it),
        KIT_BOTH(a_new_deadline_holds_for_what_is_open_already),
        KIT_BOTH(the_kind_that_a_member_gives_brings_its_deadline),
        KIT_BOTH(who_has_it_is_warned_at_three_quarters_and_told_when_it_is_missed),
        KIT_BOTH(a_missed_deadline_can_bring_a_rule),
        KIT_BOTH(a_rule_sets_a_deadline_of_its_own),
        KIT_BOTH(deadlines_keep_office_hours_and_holidays),
        KIT_BOTH(wrong_hours_are_refused_with_their_field),
        KIT_BOTH(what_still_waits_is_in_the_report),
        KIT_BOTH(a_hand_over_that_nobody_takes_goes_up_step_by_step),
        KIT_BOTH(one_that_is_taken_does_not),
        KIT_BOTH(who_found_a_complaint_sees_that_it_is_resolved),
        KIT_BOTH(who_found_a_lead_sees_the_deal_and_that_it_is_won),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
