/* Acknowledging in private, at work: a rule says that something has arrived, where the owner
 * allows it; who wrote waits on; nothing of it is public, twice, late, or an answer. */
#include "domain/acknowledge.h"
#include "domain/acknowledge_rules.h"
#include "domain/hours.h"
#include "domain/inbox.h"
#include "domain/pause.h"
#include "domain/reply.h"
#include "domain/routing_edit.h"
#include "domain/sla.h"
#include "flow/trace.h"
#include "kit/flow.h"

#define TEXT "On Sunday we open at nine, Ann."
#define ACKNOWLEDGE "{\"act\":\"acknowledge\"}"
#define TO_SUPPORT "{\"act\":\"team\",\"team\":\"21\"}"

struct scene {
    struct fake_world *net;
    k_id channel, mara, owner, rule;
};

/* ---- setting up -------------------------------------------------------------------------- */

struct saving {
    struct routing_new n;
    k_id id;
};
static k_err do_save(struct k_ctx *cx, void *arg)
{
    struct saving *s = arg;
    return routing_save(cx, &s->n, &s->id);
}
static k_id add_rule(struct kit_db *k, const char *name, const char *then)
{
    struct saving s = {
        .n = {.has_name = true,
              .has_body = true,
              .name = k_str_z(name),
              .body = k_fmt(k->cx.arena, "{\"when\":[{\"all\":[]}],\"then\":[%s]}", then)}};
    flow_ok(k, flow_write(k, do_save, &s));
    return s.id;
}

static k_err do_allow(struct k_ctx *cx, void *arg)
{
    return acknowledge_allow(cx, *(bool *)arg);
}
static k_err allow(struct kit_db *k, bool on)
{
    return flow_write(k, do_allow, &on);
}

static k_err do_target(struct k_ctx *cx, void *arg)
{
    k_id id;
    struct sla_new n = {.minutes = {240, 240, 0}};
    return sla_target_save(cx, &n, &id);
}

/* A house with a deadline of four hours, but no rule yet. */
static struct scene bare_scene(struct kit_db *k)
{
    struct scene s = {.mara = flow_member(k, "mara"), .owner = flow_member(k, "olga")};
    s.net = flow_world(k, "fake://private", NULL, &s.channel);
    kit_db_run(k, "insert into team (id, name, kind, created_at) values "
                  "(21,'Support','support',1);"
                  "update member set role = 'owner' where handle = 'olga'");
    flow_as(k, s.owner);
    flow_ok(k, flow_write(k, do_target, NULL));
    return s;
}

static struct scene scene_of(struct kit_db *k)
{
    struct scene s = bare_scene(k);
    s.rule = add_rule(k, "Thanks", TO_SUPPORT "," ACKNOWLEDGE);
    flow_ok(k, allow(k, true));
    flow_as(k, 0);
    return s;
}

static struct item in_private(const char *id, const char *parent, const char *who,
                              const char *text, k_time at)
{
    struct item it = flow_item(id, parent, who, text, at);
    it.kind = it.visibility = K_S("direct");
    return it;
}

/* Somebody says something and we hear it a second later. */
static void hear(struct kit_db *k, struct scene *s, struct item it)
{
    fake_world_say(s->net, &it, it.posted_at);
    if (k->clock.fixed < it.posted_at + K_SEC)
        k->clock.fixed = it.posted_at + K_SEC;
    flow_poll(k);
}

static size_t arrived(struct kit_db *k, const struct scene *s)
{
    struct fake_reply *v;
    return fake_world_replies(s->net, k->cx.arena, &v);
}

#define REASON "select word from routing_effect where act = 'acknowledge' order by id desc"
#define CONVERSATION                                                                           \
    "select status || ' ' || owner_id || ' ' || waiting_since || ' ' || answered || ' ' || "   \
    "last_at || ' ' || last_in_at || ' ' || last_out_at || ' ' || post_count || ' ' || "       \
    "first_words || ' ' || version || ' ' || said_version || ' ' || priority || ' ' || "       \
    "due_at || ' ' || due_state || ' ' || kind from conversation"
#define PERSON                                                                                 \
    "select stage || ' ' || exchanges || ' ' || heard || ' ' || told || ' ' || last_in_at || " \
    "' ' || last_out_at || ' ' || last_touch_at || ' ' || strength from person"

/* ---- what it is -------------------------------------------------------------------------- */

static void
a_private_word_is_acknowledged_and_waits_on_as_if_nothing_had_been_said(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    assert_text(k, REASON, "decided");
    assert_number(k, "select count(*) from outbox where act = 'acknowledge' and member_id = 0",
                  1);
    assert_number(k, "select rule_id from outbox", s.rule);
    k_str conversation = flow_text(k, CONVERSATION), person = flow_text(k, PERSON);
    assert_int_equal(flow_deliver(k), 1);
    flow_poll(k); /* and it comes back */
    k->clock.fixed += 10 * K_MIN;
    flow_poll(k);
    assert_int_equal(arrived(k, &s), 1);
    assert_text(k, "select text from post where direction = 'out'",
                "Automatic message: what you wrote has arrived. The team Support will answer "
                "you by Thursday, 1 January 2026, 04:00 (UTC).");
    assert_number(k, "select rule_id from post where direction = 'out'", s.rule);
    assert_text(k, "select visibility from post where direction = 'out'", "direct");
    assert_number(k, "select member_id from post where direction = 'out'", 0);
    assert_number(k, "select count(*) from post where direction = 'out'", 1);
    assert_text(k, CONVERSATION, k_dupz(k->cx.arena, conversation));
    assert_text(k, PERSON, k_dupz(k->cx.arena, person));
    assert_number(k, "select count(*) from clock where kind = 'first' and ended_at = 0", 1);
    assert_number(k, "select count(*) from touch", 1);
    assert_number(k, "select coalesce(sum(n), 0) from tally where measure like 'told%'", 0);
}

static void a_machine_did_it_and_every_trace_says_so(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct trace t;
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    flow_deliver(k);
    assert_text(k, "select actor_kind from event where verb = 'acknowledgement.sent'", "rule");
    assert_number(k, "select actor_id from event where verb = 'acknowledgement.sent'", s.rule);
    assert_number(k,
                  "select count(*) from event where object_kind = 'conversation' and "
                  "actor_kind <> 'rule'",
                  0);
    flow_ok(k, flow_trace(&k->cx,
                          kit_db_number(k, "select id from post where direction = 'out'"), &t));
    assert_true(k_str_find(t.steps.v[0].outcome, K_S("automatic")) > 0);
    flow_ok(k, flow_trace(&k->cx,
                          kit_db_number(k, "select id from post where direction = 'in'"), &t));
    bool said = false;
    for (size_t i = 0; i < t.steps.n; i++)
        said |= k_str_find(t.steps.v[i].reason, K_S("acknowledge (decided)")) >= 0;
    assert_true(said);
}

static void it_is_said_in_the_language_of_who_wrote(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s,
         in_private("q", NULL, "till", "Mein Paket ist leider noch nicht da, wann kommt es?",
                    0));
    flow_deliver(k);
    k_str text = flow_text(k, "select text from post where direction = 'out'");
    assert_true(k_str_starts(text, K_S("Automatische Nachricht: ")));
    assert_true(k_str_find(text, K_S("Das Team Support antwortet Ihnen bis Donnerstag")) > 0);
}

static k_err do_hours(struct k_ctx *cx, void *arg)
{
    k_id id;
    struct hours_new h = {
        .name = K_S_INIT("House"), .time_zone = K_S_INIT("Europe/Berlin"), .is_default = true};
    for (int i = 0; i < 7; i++)
        h.week[i] = i < 5 ? K_S("09:00-17:00") : K_S("");
    return hours_save(cx, &h, &id);
}

static void without_a_deadline_it_names_the_next_working_day_of_the_house(struct kit_db *k)
{
    struct scene s = scene_of(k);
    kit_db_run(k, "delete from sla_target");
    flow_as(k, s.owner);
    flow_ok(k, flow_write(k, do_hours, NULL));
    add_rule(
        k, "Mara",
        k_fmt(k->cx.arena, "{\"act\":\"member\",\"member\":\"%lld\"}", (long long)s.mara).p);
    flow_as(k, 0);
    /* Friday, the 2nd: Monday is the next day on which the house is open */
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 36 * K_HOUR));
    flow_deliver(k);
    assert_text(k, "select text from post where direction = 'out'",
                "Automatic message: what you wrote has arrived. mara will answer you on the "
                "next working day: Monday, 5 January 2026 (Europe/Berlin).");
}

/* ---- when it is not ---------------------------------------------------------------------- */

static void nothing_is_said_in_public(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s, flow_item("p", NULL, "ann", "My order came broken, what now?", 0));
    assert_number(k, "select count(*) from outbox", 0);
    assert_number(k, "select count(*) from routing_effect where act = 'acknowledge'", 0);
    /* and were there a row, by whatever fault, the sender would refuse it */
    kit_db_run(
        k,
        k_fmt(
            k->cx.arena,
            "insert into outbox (id, channel_id, conversation_id, reply_to_id, member_id, act, "
            "text, state, idem_key, next_at, created_at, rule_id) select 77, channel_id, "
            "conversation_id, id, 0, 'acknowledge', 'Automatic message: we are here.', "
            "'queued', 'key', 0, %lld, %lld from post",
            (long long)k->clock.fixed, (long long)s.rule)
            .p);
    assert_int_equal(flow_deliver(k), 0);
    assert_text(k, "select state from outbox", "cancelled");
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 0);
    assert_text(k, "select verb from event order by seq desc", "acknowledgement.dropped");
    assert_number(k, "select count(*) from post where direction = 'out'", 0);
}

static void only_where_an_owner_allows_it_and_the_channel_too(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_as(k, s.owner);
    flow_ok(k, allow(k, false));
    flow_as(k, 0);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    assert_text(k, REASON, "off");
    flow_as(k, s.owner);
    flow_ok(k, allow(k, true));
    kit_db_run(k, "update channel set acknowledge = 0");
    flow_as(k, 0);
    hear(k, &s, in_private("r", NULL, "bob", "Where is my parcel please?", K_MIN));
    assert_text(k, REASON, "channel_off");
    assert_number(k, "select count(*) from outbox", 0);
    assert_number(k, "select count(*) from event where verb = 'acknowledgement.allowed'", 2);
    assert_number(k, "select count(*) from event where verb = 'acknowledgement.forbidden'", 1);
}

static void nobody_but_an_owner_switches_it_on(struct kit_db *k)
{
    struct scene s = bare_scene(k);
    bool on;
    flow_as(k, s.mara);
    assert_int_equal(allow(k, true), K_ERR_FORBIDDEN);
    flow_as(k, 0);
    assert_int_equal(allow(k, true), K_ERR_FORBIDDEN);
    k->cx.actor = (struct k_actor){.kind = K_ACTOR_TOKEN, .member = s.owner, .token = 1};
    assert_int_equal(allow(k, true), K_ERR_FORBIDDEN);
    flow_as(k, s.owner);
    flow_ok(k, allow(k, true));
    flow_as(k, s.mara);
    flow_ok(k, allow(k, false)); /* to be careful needs nobody's leave */
    flow_ok(k, acknowledge_allowed(&k->cx, &on));
    assert_false(on);
}

static void once_until_we_have_answered(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    flow_deliver(k);
    for (int i = 1; i < 4; i++) {
        k_str id = k_fmt(k->cx.arena, "q%d", i);
        hear(k, &s, in_private(id.p, "q", "ann", "Hello? Is anybody there?", i * K_MIN));
        flow_deliver(k);
    }
    assert_int_equal(arrived(k, &s), 1);
    assert_number(k, "select count(*) from routing_effect where act = 'acknowledge'", 1);
    flow_as(k, s.mara);
    flow_ok(k, flow_reply(k, kit_db_number(k, "select id from conversation"), TEXT, "key-0001",
                          NULL));
    flow_as(k, 0);
    k->clock.fixed += K_MIN;
    flow_deliver(k);
    assert_number(k, "select answered from conversation", 1);
    assert_text(k, "select outcome from clock where kind = 'first'", "answered");
    hear(k, &s, in_private("r", "q", "ann", "And on Monday?", 26 * K_HOUR));
    flow_deliver(k);
    assert_int_equal(arrived(k, &s), 3);
    assert_number(k, "select count(*) from post where rule_id > 0", 2);
    assert_true(kit_db_number(k, "select waiting_since from conversation") > 0);
}

static void one_person_gets_one_a_day(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    hear(k, &s, in_private("r", NULL, "ann", "Something else: are you hiring?", K_MIN));
    assert_text(k, REASON, "today");
    hear(k, &s, in_private("t", NULL, "bob", "Where is my parcel please?", 2 * K_MIN));
    assert_text(k, REASON, "decided");
    flow_deliver(k);
    assert_int_equal(arrived(k, &s), 2);
    hear(k, &s, in_private("u", NULL, "ann", "One more thing, tomorrow", 25 * K_HOUR));
    assert_text(k, REASON, "decided");
}

static void not_to_machines_and_not_to_what_is_old(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct item bot = in_private("q", NULL, "bot", "Your ticket number is 4711.", 0);
    bot.automatic = true;
    hear(k, &s, bot);
    assert_text(k, REASON, "automatic");
    hear(k, &s, in_private("r", NULL, "ann", "Out of office: back on Monday", K_MIN));
    assert_text(k, REASON, "automatic");
    struct item old = in_private("t", NULL, "bob", "Where is my parcel please?", 2 * K_MIN);
    fake_world_say(s.net, &old, KIT_T0 + 20 * K_MIN); /* the channel was down */
    k->clock.fixed = KIT_T0 + 21 * K_MIN;
    flow_poll(k);
    assert_text(k, REASON, "old");
    assert_number(k, "select count(*) from outbox", 0);
}

static void not_without_a_name_and_a_time(struct kit_db *k)
{
    struct scene s = bare_scene(k);
    add_rule(k, "Thanks", ACKNOWLEDGE);
    flow_ok(k, allow(k, true));
    flow_as(k, 0);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    assert_text(k, REASON, "nobody");
    assert_true(k_str_find(flow_text(k, "select p.payload from event e join event_payload p "
                                        "on p.seq = e.seq where e.verb = "
                                        "'conversation.routed'"),
                           K_S("\"why\":\"nobody\"")) > 0);
    flow_as(k, s.owner);
    add_rule(k, "All to support", TO_SUPPORT);
    kit_db_run(k, "delete from sla_target");
    flow_as(k, 0);
    hear(k, &s, in_private("r", NULL, "bob", "Where is my parcel please?", K_MIN));
    assert_text(k, REASON, "no_time");
    assert_number(k, "select count(*) from outbox", 0);
}

/* ---- what comes between ------------------------------------------------------------------ */

static k_err do_pause(struct k_ctx *cx, void *arg)
{
    k_id id;
    struct pause_new n = {.scope = K_S("all"), .reason = K_S("A fire")};
    return pause_start(cx, &n, &id);
}
static k_err do_finish(struct k_ctx *cx, void *arg)
{
    return pause_finish(cx, *(k_id *)arg);
}
static void set_pause(struct kit_db *k, struct scene *s, bool on)
{
    k_id id = on ? 0 : kit_db_number(k, "select id from pause where ended_at = 0");
    flow_as(k, s->owner);
    flow_ok(k, flow_write(k, on ? do_pause : do_finish, &id));
    flow_as(k, 0);
}

static void a_pause_drops_it_and_its_end_does_not_catch_up(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    set_pause(k, &s, true);
    assert_text(k, "select state from outbox", "cancelled");
    assert_true(flow_text(k, "select error_text from outbox").n > 10);
    hear(k, &s, in_private("r", NULL, "bob", "Where is my parcel please?", K_MIN));
    assert_text(k, REASON, "paused");
    set_pause(k, &s, false);
    flow_deliver(k);
    flow_poll(k);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 0);
    assert_number(k, "select held from pause", 0);
}

static void a_member_who_answers_meanwhile_is_enough(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct fake_reply *v;
    hear(k, &s, in_private("q", NULL, "ann", "When do you open on Sunday?", 0));
    flow_as(k, s.mara);
    flow_ok(k, flow_reply(k, kit_db_number(k, "select id from conversation"), TEXT, "key-0001",
                          NULL));
    flow_as(k, 0);
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(fake_world_replies(s.net, k->cx.arena, &v), 1);
    assert_true(k_str_starts(v[0].text, K_S(TEXT))); /* and the sign */
    assert_text(k, "select state from outbox where act = 'acknowledge'", "cancelled");
    assert_true(
        k_str_find(flow_text(k, "select p.payload from event e join event_payload p on p.seq = "
                                "e.seq where e.verb = 'acknowledgement.dropped'"),
                   K_S("answering")) > 0);
}

static void what_could_not_leave_in_time_is_dropped(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    kit_db_run(k, "update channel set status = 'stopped'");
    k->clock.fixed += 16 * K_MIN;
    assert_int_equal(flow_deliver(k), 0);
    assert_text(k, "select state from outbox", "cancelled");
    kit_db_run(k, "update channel set status = 'active'");
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 0);
}

static k_err do_change(struct k_ctx *cx, void *arg)
{
    return inbox_change(cx, arg, NULL);
}

static void it_does_not_name_somebody_who_has_it_no_more(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    struct inbox_change ch = {.conversation = kit_db_number(k, "select id from conversation"),
                              .has_owner = true,
                              .owner = s.mara};
    flow_as(k, s.owner);
    flow_ok(k, flow_write(k, do_change, &ch));
    flow_as(k, 0);
    flow_deliver(k);
    assert_text(k, "select state from outbox", "cancelled");
    assert_int_equal(fake_world_calls(s.net, FAKE_REPLY), 0);
}

/* ---- networks that are not sure ---------------------------------------------------------- */

static void the_network_may_tell_us_before_the_sender_hears(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_FAIL_AFTER, 1);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    k_str conversation = flow_text(k, CONVERSATION), person = flow_text(k, PERSON);
    flow_deliver(k);
    assert_text(k, "select state from outbox", "sending");
    k->clock.fixed += K_SEC;
    flow_poll(k);
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select rule_id from post where direction = 'out'", s.rule);
    assert_text(k, CONVERSATION, k_dupz(k->cx.arena, conversation));
    assert_text(k, PERSON, k_dupz(k->cx.arena, person));
    assert_text(k, "select actor_kind from event where verb = 'acknowledgement.sent'", "rule");
    k->clock.fixed += K_MIN;
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(arrived(k, &s), 1);
}

static void its_mark_is_enough_when_the_network_writes_it_otherwise(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_LOST, 1);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    k_str conversation = flow_text(k, CONVERSATION);
    flow_deliver(k);
    struct item ours = flow_item_ours("x", "q", "Automatic message: what you wrote has ...", 0);
    ours.kind = ours.visibility = K_S("direct");
    FLOW_INGEST(k, s.channel, ours);
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select rule_id from post where direction = 'out'", s.rule);
    assert_text(k, CONVERSATION, k_dupz(k->cx.arena, conversation));
}

static void
a_send_lost_on_its_way_is_looked_for_and_repeated_in_time_or_not_at_all(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_LOST, 1);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    for (int i = 0; i < 8; i++) {
        flow_deliver(k);
        k->clock.fixed += K_MIN;
    }
    assert_text(k, "select state from outbox", "sent");
    assert_int_equal(arrived(k, &s), 1);
    fake_world_set(s.net, FAKE_LOST, 1);
    hear(k, &s, in_private("r", NULL, "bob", "Where is my parcel please?", 20 * K_MIN));
    for (int i = 0; i < 8; i++) {
        flow_deliver(k);
        k->clock.fixed += 10 * K_MIN;
    }
    assert_text(k, "select state from outbox order by id desc", "cancelled");
    assert_int_equal(arrived(k, &s), 1);
}

struct settling {
    k_id outbox;
    bool sent;
};
static k_err do_settle(struct k_ctx *cx, void *arg)
{
    struct settling *x = arg;
    return reply_settle(cx, x->outbox, x->sent);
}
static k_err do_retry(struct k_ctx *cx, void *arg)
{
    return reply_retry(cx, *(k_id *)arg);
}

static void
a_person_says_what_became_of_an_unclear_one_and_cannot_send_it_again(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.net, FAKE_FAIL_AFTER, 1);
    fake_world_set(s.net, FAKE_NO_ECHO, 1);
    fake_world_set(s.net, FAKE_BLIND, 100);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    for (int i = 0; i < 30; i++) {
        flow_deliver(k);
        k->clock.fixed += 5 * K_MIN;
    }
    assert_text(k, "select state from outbox", "unclear");
    struct settling x = {kit_db_number(k, "select id from outbox"), true};
    k_str conversation = flow_text(k, CONVERSATION);
    flow_as(k, s.mara);
    flow_ok(k, flow_write(k, do_settle, &x));
    assert_text(k, "select visibility from post where direction = 'out'", "direct");
    assert_number(k, "select rule_id from post where direction = 'out'", s.rule);
    assert_text(k, CONVERSATION, k_dupz(k->cx.arena, conversation));
    kit_db_run(k, "update outbox set state = 'failed'");
    assert_int_equal(flow_write(k, do_retry, &x.outbox), K_ERR_CONFLICT);
}

/* ---- what it does not count as ----------------------------------------------------------- */

static void who_answers_a_machine_has_not_been_answered(struct kit_db *k)
{
    struct scene s = scene_of(k);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    flow_deliver(k);
    k_str ours = flow_text(k, "select native_id from post where direction = 'out'");
    hear(k, &s, in_private("r", k_dupz(k->cx.arena, ours), "ann", "Thank you, machine", K_MIN));
    assert_number(k, "select count(*) from conversation", 1);
    assert_number(k, "select sum(case when prompted = 1 then 1 else 0 end) from touch", 0);
    assert_number(k, "select exchanges from person", 0);
    assert_number(k, "select waiting_since from conversation", KIT_T0);
    assert_number(k, "select post_count from conversation", 2);
    /* and when the posts are counted anew, it still does not count */
    fake_world_edit(s.net, K_S("q"), K_S("My order came broken, help!"), KIT_T0 + 2 * K_MIN);
    k->clock.fixed = KIT_T0 + 3 * K_MIN;
    flow_poll(k);
    assert_number(k, "select waiting_since from conversation", KIT_T0);
    assert_number(k, "select post_count from conversation", 2);
    assert_number(k, "select answered from conversation", 0);
    assert_number(k, "select last_out_at from conversation", 0);
}

static void a_trial_counts_what_it_would_do_in_private_alone(struct kit_db *k)
{
    struct scene s = bare_scene(k);
    struct routing_tried t;
    k_str body = K_S("{\"when\":[{\"all\":[]}],\"then\":[" ACKNOWLEDGE "]}");
    flow_as(k, 0);
    hear(k, &s, in_private("q", NULL, "ann", "My order came broken, what now?", 0));
    hear(k, &s, flow_item("p", NULL, "bob", "Where is my parcel please?", K_MIN));
    flow_ok(k, routing_try(&k->cx, body, KIT_T0 - K_DAY, K_S("mail fake"), &t));
    assert_int_equal(t.conversations, 2);
    assert_int_equal(t.would.n, 1);
    assert_int_equal(t.would.v[0].act, ROUTING_ACKNOWLEDGE);
    assert_int_equal(t.would.v[0].conversations, 1);
    flow_ok(k, routing_try(&k->cx, body, KIT_T0 - K_DAY, K_S("mail"), &t));
    assert_int_equal(t.would.n, 0);
    assert_number(k, "select count(*) from outbox", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_private_word_is_acknowledged_and_waits_on_as_if_nothing_had_been_said),
        KIT_BOTH(a_machine_did_it_and_every_trace_says_so),
        KIT_BOTH(it_is_said_in_the_language_of_who_wrote),
        KIT_BOTH(without_a_deadline_it_names_the_next_working_day_of_the_house),
        KIT_BOTH(nothing_is_said_in_public),
        KIT_BOTH(only_where_an_owner_allows_it_and_the_channel_too),
        KIT_BOTH(nobody_but_an_owner_switches_it_on),
        KIT_BOTH(once_until_we_have_answered),
        KIT_BOTH(one_person_gets_one_a_day),
        KIT_BOTH(not_to_machines_and_not_to_what_is_old),
        KIT_BOTH(not_without_a_name_and_a_time),
        KIT_BOTH(a_pause_drops_it_and_its_end_does_not_catch_up),
        KIT_BOTH(a_member_who_answers_meanwhile_is_enough),
        KIT_BOTH(what_could_not_leave_in_time_is_dropped),
        KIT_BOTH(it_does_not_name_somebody_who_has_it_no_more),
        KIT_BOTH(the_network_may_tell_us_before_the_sender_hears),
        KIT_BOTH(its_mark_is_enough_when_the_network_writes_it_otherwise),
        KIT_BOTH(a_send_lost_on_its_way_is_looked_for_and_repeated_in_time_or_not_at_all),
        KIT_BOTH(a_person_says_what_became_of_an_unclear_one_and_cannot_send_it_again),
        KIT_BOTH(who_answers_a_machine_has_not_been_answered),
        KIT_BOTH(a_trial_counts_what_it_would_do_in_private_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
