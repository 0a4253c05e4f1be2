/* Posts of our own, on both databases: one decision for several channels leaves once each, at
 * its time; nothing whose time has passed, nothing under a pause and nothing of somebody who
 * may not speak any more leaves by itself; each act is in the event log. */
#include "domain/access.h"
#include "domain/account.h"
#include "domain/approval.h"
#include "domain/pause.h"
#include "domain/publish.h"
#include "flow/outbox.h"
#include "kit/flow.h"
#include "store/sql.gen.h"

#define TEXT "The garden is open again from Monday on."

static const struct reply_limits limits = {.graphemes = 300};

struct scene {
    struct fake_world *one, *two;
    k_id a, b, mara;
};

static struct scene scene_of(struct kit_db *k)
{
    struct scene s = {.mara = flow_member(k, "mara")};
    s.one = flow_world(k, "fake://one", NULL, &s.a);
    s.two = flow_world(k, "fake://two", NULL, &s.b);
    k->clock.fixed = KIT_T0;
    flow_as(k, s.mara);
    return s;
}

struct decision {
    struct publish_ask ask;
    k_id publication;
};
static k_err do_decide(struct k_ctx *cx, void *arg)
{
    struct decision *d = arg;
    return publish_decide(cx, &d->ask, &d->publication);
}

static k_err decide(struct kit_db *k, const struct scene *s, const char *text, k_time at,
                    const char *key)
{
    const struct publish_item items[] = {{s->a, k_str_z(text), &limits},
                                         {s->b, k_str_z(text), &limits}};
    struct decision d = {
        .ask = {.items = items, .n = 2, .at = at, .key = k_str_z(key), .soft_ok = true}};
    return flow_write(k, do_decide, &d);
}

static k_err decide_one(struct kit_db *k, k_id channel, const char *text, k_time at,
                        const char *key, bool second)
{
    const struct publish_item item = {channel, k_str_z(text), &limits};
    struct decision d = {.ask = {.items = &item,
                                 .n = 1,
                                 .at = at,
                                 .key = k_str_z(key),
                                 .soft_ok = true,
                                 .ask_second = second}};
    return flow_write(k, do_decide, &d);
}

static size_t arrived(struct kit_db *k, struct fake_world *w)
{
    struct fake_reply *v;
    return fake_world_replies(w, k->cx.arena, &v);
}

struct act {
    k_id outbox;
    k_time at;
    bool now;
    const char *text;
};
static k_err do_confirm(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return publish_confirm(cx, a->outbox, a->now, a->at);
}
static k_err do_move(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return publish_retime(cx, a->outbox, a->at);
}
static k_err do_change(struct k_ctx *cx, void *arg)
{
    struct act *a = arg;
    return publish_change(cx, &(struct publish_edit){.outbox = a->outbox,
                                                     .text = k_str_z(a->text),
                                                     .limits = &limits,
                                                     .soft_ok = true});
}
static k_err do_edit(struct k_ctx *cx, void *arg)
{
    return publish_change(cx, arg);
}
static k_err do_cancel(struct k_ctx *cx, void *arg)
{
    return reply_cancel(cx, ((struct act *)arg)->outbox);
}
static k_err do_retry(struct k_ctx *cx, void *arg)
{
    return reply_retry(cx, ((struct act *)arg)->outbox);
}

static k_err confirm(struct kit_db *k, k_id outbox, bool now, k_time at)
{
    return flow_write(k, do_confirm, &(struct act){.outbox = outbox, .now = now, .at = at});
}

static k_id only_row(struct kit_db *k)
{
    return kit_db_number(k, "select max(id) from outbox");
}

/* ---- the way out ------------------------------------------------------------------------- */

static void one_decision_leaves_once_on_each_channel_and_counts_as_told(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, decide(k, &s, TEXT, 0, "key-00001"));
    flow_ok(k, decide(k, &s, "Other words under the same key.", 0, "key-00001"));
    assert_number(k, "select count(*) from outbox where act = 'post'", 2);
    assert_number(k, "select count(*) from outbox where conversation_id is null", 2);
    assert_int_equal(flow_deliver(k), 2);
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(arrived(k, s.one), 1);
    assert_int_equal(arrived(k, s.two), 1);
    flow_poll(k); /* the networks tell us the same */
    assert_number(k, "select count(*) from post where direction = 'out'", 2);
    assert_number(k,
                  "select count(*) from outbox o join post p on p.id = o.post_id and "
                  "p.conversation_id = o.conversation_id where o.state = 'sent'",
                  2);
    assert_number(k, "select sum(n) from tally where measure = 'told_unprompted'", 2);
    assert_number(k, "select count(*) from event where verb = 'publication.decided'", 2);
    assert_number(k, "select count(*) from event where verb = 'publication.sent'", 2);
    assert_number(k, "select count(*) from post where text like '%^m'", 2);
}

static void an_answer_to_our_post_stands_under_it(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, decide_one(k, s.a, TEXT, 0, "key-00001", false));
    assert_int_equal(flow_deliver(k), 1);
    k_str id = flow_text(k, "select native_id from outbox");
    struct item it = flow_item("q", k_dupz(k->cx.arena, id), "ann", "From nine?", K_MIN);
    fake_world_say(s.one, &it, KIT_T0 + K_MIN);
    k->clock.fixed = KIT_T0 + 2 * K_MIN;
    flow_poll(k);
    assert_number(k, "select count(distinct conversation_id) from post", 1);
    assert_number(k, "select post_count from conversation", 2);
}

static void an_unclear_answer_is_looked_up_and_not_sent_again(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.one, FAKE_FAIL_AFTER, 1);
    flow_ok(k, decide_one(k, s.a, TEXT, 0, "key-00001", false));
    assert_int_equal(flow_deliver(k), 1);
    assert_text(k, "select state from outbox", "sending");
    k->clock.fixed += K_MIN;
    assert_int_equal(flow_deliver(k), 1);
    assert_text(k, "select state from outbox", "sent");
    assert_int_equal(arrived(k, s.one), 1);
}

static void what_the_network_shows_first_settles_the_row(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.one, FAKE_FAIL_AFTER, 1);
    flow_ok(k, decide_one(k, s.a, TEXT, 0, "key-00001", false));
    assert_int_equal(flow_deliver(k), 1);
    flow_poll(k);
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select count(*) from post", 1);
    assert_number(k, "select count(*) from event where verb = 'publication.sent'", 1);
}

static void all_channels_or_none_and_the_reason_names_the_one(struct kit_db *k)
{
    struct scene s = scene_of(k);
    const struct publish_item bad[] = {{s.a, K_S(TEXT), &limits}, {s.b, K_S(TEXT), NULL}};
    struct decision d = {.ask = {.items = bad, .n = 2, .key = K_S("key-00001")}};
    d.ask.soft_ok = true;
    assert_int_equal(flow_write(k, do_decide, &d), K_ERR_UNSUPPORTED);
    const struct publish_item twice[] = {{s.a, K_S(TEXT), &limits}, {s.a, K_S(TEXT), &limits}};
    d.ask.items = twice;
    assert_int_equal(flow_write(k, do_decide, &d), K_ERR_BAD_INPUT);
    assert_true(k_str_eqz(k->cx.detail.field, "items[1].channel_id"));
    char *lots = k_new_n(k->cx.arena, char, 302);
    memset(lots, 'a', 301);
    assert_int_equal(decide_one(k, s.a, lots, 0, "key-00001", false), K_ERR_LIMIT);
    assert_true(k_str_eqz(k->cx.detail.field, "items[0].text"));
    assert_int_equal(decide_one(k, s.a, TEXT, KIT_T0 - K_HOUR, "key-00001", false),
                     K_ERR_BAD_INPUT);
    assert_true(k_str_eqz(k->cx.detail.field, "at"));
    flow_as(k, 0);
    assert_int_equal(decide_one(k, s.a, TEXT, 0, "key-00001", false), K_ERR_FORBIDDEN);
    assert_number(k, "select count(*) from outbox", 0);
    assert_number(k, "select count(*) from publication", 0);
}

/* ---- time -------------------------------------------------------------------------------- */

static void a_planned_post_leaves_at_its_time_and_not_before(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, decide_one(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", false));
    k->clock.fixed = KIT_T0 + K_HOUR - K_SEC;
    assert_int_equal(flow_deliver(k), 0);
    k->clock.fixed = KIT_T0 + K_HOUR + K_MIN;
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, s.one), 1);
}

static void what_is_overdue_is_held_and_leaves_only_when_somebody_says_when(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, decide_one(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", false));
    k->clock.fixed = KIT_T0 + K_HOUR + 6 * K_MIN; /* the server was off */
    assert_int_equal(flow_deliver(k), 0);
    k_id row = only_row(k);
    assert_text(k, "select state from outbox", "held");
    assert_text(k, "select held_for from outbox", "late");
    assert_text(k, "select verb from event order by seq desc", "publication.held");
    assert_int_equal(confirm(k, row, false, 0), K_ERR_STALE);
    assert_int_equal(confirm(k, row, false, KIT_T0), K_ERR_BAD_INPUT);
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(arrived(k, s.one), 0);
    flow_ok(k, confirm(k, row, true, 0));
    assert_text(k, "select verb from event order by seq desc", "publication.released");
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, s.one), 1);
}

static void a_broken_channel_holds_what_falls_due(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, decide_one(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", false));
    kit_db_run(k, "update channel set status = 'stopped'");
    k->clock.fixed = KIT_T0 + K_HOUR + 6 * K_MIN;
    assert_int_equal(flow_deliver(k), 0);
    assert_text(k, "select held_for from outbox", "channel");
    assert_int_equal(confirm(k, only_row(k), true, 0), K_ERR_UNSUPPORTED);
    kit_db_run(k, "update channel set status = 'active'");
    flow_ok(k, confirm(k, only_row(k), false, KIT_T0 + 2 * K_HOUR));
    assert_int_equal(flow_deliver(k), 0);
    k->clock.fixed = KIT_T0 + 2 * K_HOUR;
    assert_int_equal(flow_deliver(k), 1);
}

static void a_network_that_stays_away_gives_it_back_to_a_person(struct kit_db *k)
{
    struct scene s = scene_of(k);
    fake_world_set(s.one, FAKE_FAIL_BEFORE, 2);
    flow_ok(k, decide_one(k, s.a, TEXT, 0, "key-00001", false));
    assert_int_equal(flow_deliver(k), 1);
    assert_text(k, "select state from outbox", "queued");
    k->clock.fixed += K_HOUR;
    assert_int_equal(flow_deliver(k), 0);
    assert_text(k, "select held_for from outbox", "late");
    kit_db_run(k, "update outbox set state = 'failed'");
    flow_ok(k, flow_write(k, do_retry, &(struct act){.outbox = only_row(k)}));
    fake_world_set(s.one, FAKE_FAIL_BEFORE, 0);
    assert_int_equal(flow_deliver(k), 1); /* a person tried again: that is now */
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select count(*) from event where verb = 'publication.retried'", 1);
}

static void what_waits_is_moved_changed_and_cancelled_until_it_is_taken(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, decide_one(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", false));
    struct act a = {.outbox = only_row(k), .at = KIT_T0 + 3 * K_HOUR, .text = "From Tuesday."};
    flow_ok(k, flow_write(k, do_move, &a));
    assert_text(k, "select verb from event order by seq desc", "publication.moved");
    k_id jo = flow_member(k, "jo");
    flow_as(k, jo);
    flow_ok(k, flow_write(k, do_change, &a));
    assert_text(k, "select verb from event order by seq desc", "publication.changed");
    assert_number(k, "select actor_id from event order by seq desc", jo);
    assert_number(k, "select member_id from outbox", jo);
    assert_text(k, "select text from outbox", "From Tuesday. ^j");
    k->clock.fixed = KIT_T0 + 2 * K_HOUR;
    assert_int_equal(flow_deliver(k), 0);
    flow_ok(k, flow_write(k, do_cancel, &a));
    assert_text(k, "select verb from event order by seq desc", "publication.cancelled");
    k->clock.fixed = KIT_T0 + 3 * K_HOUR;
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(flow_write(k, do_move, &a), K_ERR_CONFLICT);
    assert_int_equal(flow_write(k, do_change, &a), K_ERR_CONFLICT);
}

static k_err do_approve(struct k_ctx *cx, void *arg)
{
    return approval_give(
        cx, &(struct approval_yes){.outbox = ((struct act *)arg)->outbox, .limits = &limits});
}

static void other_words_are_another_question(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_member(k, "jo");
    kit_db_run(k, "insert into policy (version, text, rules, adopted_at, adopted_by) values "
                  "(1, '', '[{\"id\":\"r\",\"kind\":\"review\",\"check\":\"blocked\",\"value\":"
                  "[\"garden\"],\"why\":\"Garden.\"}]', 1, 1)");
    kit_db_run(k, "insert into policy_ack select 1, id, 1 from member");
    flow_ok(k, decide_one(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", true));
    struct act a = {.outbox = only_row(k), .text = "The park is open."};
    flow_ok(k, flow_write(k, do_change, &a));
    assert_text(k, "select state from outbox", "queued"); /* nothing to ask about it */
    assert_number(k, "select count(*) from approval", 0);
    a.text = "The garden is closed.";
    assert_int_equal(flow_write(k, do_change, &a), K_ERR_NEEDS_REVIEW);
    assert_text(k, "select state from outbox", "queued");
}

/* ---- a second person, the pause, rights -------------------------------------------------- */

static void a_rule_of_kind_review_holds_it_for_somebody_else(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id jo = flow_member(k, "jo");
    kit_db_run(k, "insert into policy (version, text, rules, adopted_at, adopted_by) values "
                  "(1, '', '[{\"id\":\"r\",\"kind\":\"review\",\"check\":\"blocked\",\"value\":"
                  "[\"garden\"],\"why\":\"Garden.\"}]', 1, 1)");
    kit_db_run(k, "insert into policy_ack select 1, id, 1 from member where handle = 'mara'");
    assert_int_equal(decide_one(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", false),
                     K_ERR_NEEDS_REVIEW);
    flow_ok(k, decide_one(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", true));
    assert_text(k, "select held_for from outbox", "review");
    k_id row = only_row(k);
    assert_int_equal(confirm(k, row, false, 0), K_ERR_NEEDS_REVIEW);
    flow_as(k, jo);
    struct act yes = {.outbox = row};
    assert_int_equal(flow_write(k, do_approve, &yes), K_ERR_NOT_ACKNOWLEDGED);
    kit_db_run(k, "insert into policy_ack select 1, id, 1 from member where handle = 'jo'");
    assert_int_equal(confirm(k, row, false, 0), K_ERR_NEEDS_REVIEW); /* not around the yes */
    flow_ok(k, flow_write(k, do_approve, &yes));
    assert_number(k, "select approved_by from outbox", jo);
    assert_number(k, "select member_id from outbox", s.mara);
    assert_int_equal(flow_deliver(k), 0); /* its time has not come */
    k->clock.fixed = KIT_T0 + K_HOUR;
    assert_int_equal(flow_deliver(k), 1);
}

static k_err do_pause(struct k_ctx *cx, void *arg)
{
    k_id id;
    return pause_start(cx, arg, &id);
}
static k_err do_go_on(struct k_ctx *cx, void *arg)
{
    return pause_finish(cx, *(k_id *)arg);
}

static void go_on(struct kit_db *k)
{
    k_id id = kit_db_number(k, "select id from pause where ended_at = 0");
    flow_ok(k, flow_write(k, do_go_on, &id));
}

static void a_pause_holds_what_is_planned_and_each_is_confirmed(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, decide(k, &s, TEXT, KIT_T0 + K_HOUR, "key-00001"));
    struct pause_new n = {.scope = K_S("channel"), .channel = s.a};
    flow_ok(k, flow_write(k, do_pause, &n));
    assert_number(k, "select held from pause", 1);
    assert_number(k, "select count(*) from outbox where held_for = 'pause'", 1);
    k_id row = kit_db_number(k, "select id from outbox where state = 'held'");
    assert_int_equal(confirm(k, row, false, 0), K_ERR_PAUSED);
    assert_int_equal(decide_one(k, s.a, TEXT, 0, "key-00002", false), K_ERR_PAUSED);
    k->clock.fixed = KIT_T0 + K_HOUR;
    assert_int_equal(flow_deliver(k), 1); /* the other channel's */
    assert_int_equal(arrived(k, s.one), 0);
    go_on(k);
    k->clock.fixed = KIT_T0 + 2 * K_HOUR;
    assert_int_equal(flow_deliver(k), 0); /* nothing overdue fires by itself */
    assert_int_equal(confirm(k, row, false, 0), K_ERR_STALE);
    flow_ok(k, confirm(k, row, true, 0));
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, s.one), 1);
}

/* ---- topics ------------------------------------------------------------------------------ */

enum { HARVEST = 71, JOBS = 72 };

static k_err decide_about(struct kit_db *k, k_id channel, const char *text, k_time at,
                          const char *key, k_id label)
{
    const struct publish_item item = {channel, k_str_z(text), &limits};
    struct decision d = {.ask = {.items = &item,
                                 .n = 1,
                                 .topics = {&label, label ? 1 : 0},
                                 .at = at,
                                 .key = k_str_z(key),
                                 .soft_ok = true,
                                 .ask_second = true}};
    return flow_write(k, do_decide, &d);
}

static struct scene scene_with_labels(struct kit_db *k)
{
    struct scene s = scene_of(k);
    kit_db_run(k, "insert into label (id, name) values (71, 'Harvest'), (72, 'Jobs')");
    return s;
}

static k_err retopic(struct kit_db *k, k_id outbox, k_id label)
{
    struct publish_edit edit = {.outbox = outbox,
                                .text = K_NONE,
                                .retopic = true,
                                .topics = {&label, 1},
                                .limits = &limits,
                                .soft_ok = true,
                                .ask_second = true};
    return flow_write(k, do_edit, &edit);
}

static void its_labels_go_on_the_conversation_when_it_is_out(struct kit_db *k)
{
    struct scene s = scene_with_labels(k);
    flow_ok(k, decide_about(k, s.a, TEXT, 0, "key-00001", HARVEST));
    assert_number(k, "select count(*) from conversation_label", 0);
    assert_int_equal(flow_deliver(k), 1);
    assert_number(k, "select label_id from conversation_label", HARVEST);
    assert_number(k, "select added_by from conversation_label", s.mara);
    flow_poll(k); /* the network tells us the same */
    assert_number(k, "select count(*) from conversation_label", 1);
    fake_world_set(s.two, FAKE_FAIL_AFTER, 1); /* and where the network's word comes first */
    flow_ok(k, decide_about(k, s.b, TEXT, 0, "key-00002", JOBS));
    assert_int_equal(flow_deliver(k), 1);
    flow_poll(k);
    assert_number(k,
                  "select count(*) from conversation_label l join outbox o on "
                  "o.conversation_id = l.conversation_id where l.label_id = 72",
                  1);
    assert_int_equal(decide_about(k, s.a, TEXT, 0, "key-00003", 5), K_ERR_BAD_INPUT);
    assert_true(k_str_eqz(k->cx.detail.field, "label_ids"));
}

static void a_pause_of_a_topic_holds_its_posts_and_none_begins_while_it_lasts(struct kit_db *k)
{
    struct scene s = scene_with_labels(k);
    flow_ok(k, decide_about(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", HARVEST));
    k_id harvest = only_row(k);
    flow_ok(
        k, decide_about(k, s.b, "We look for a gardener.", KIT_T0 + K_HOUR, "key-00002", JOBS));
    k_id jobs = only_row(k);
    struct pause_new n = {.scope = K_S("topic"), .label = HARVEST};
    flow_ok(k, flow_write(k, do_pause, &n));
    assert_number(k, "select held from pause", 1);
    assert_number(k, "select id from outbox where held_for = 'pause'", harvest);
    assert_int_equal(confirm(k, harvest, true, 0), K_ERR_PAUSED);
    assert_int_equal(decide_about(k, s.a, "Apples.", 0, "key-00003", HARVEST), K_ERR_PAUSED);
    assert_int_equal(retopic(k, jobs, HARVEST), K_ERR_PAUSED);
    assert_number(k, "select label_id from outbox_label order by outbox_id desc", JOBS);
    kit_db_run(k, "update outbox set state = 'queued', held_for = ''"); /* a try falls due */
    k->clock.fixed = KIT_T0 + K_HOUR;
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, s.one), 0);
    assert_int_equal(arrived(k, s.two), 1);
    go_on(k);
    assert_number(k, "select id from outbox where held_for = 'pause'", harvest);
    assert_int_equal(flow_deliver(k), 0);
    flow_ok(k, confirm(k, harvest, true, 0));
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, s.one), 1);
}

static void what_had_begun_when_its_topic_was_paused_is_listed(struct kit_db *k)
{
    struct scene s = scene_with_labels(k);
    flow_ok(k, decide_about(k, s.a, TEXT, 0, "key-00001", HARVEST));
    flow_ok(k, decide_about(k, s.b, TEXT, 0, "key-00002", JOBS));
    kit_db_run(k, "update outbox set state = 'sending', lease_node = 1, lease_until = 1");
    struct pause_new n = {.scope = K_S("topic"), .label = HARVEST};
    flow_ok(k, flow_write(k, do_pause, &n));
    assert_number(k, "select count(*) from pause_begun", 1);
    assert_number(k, "select outbox_id from pause_begun",
                  kit_db_number(k, "select min(id) from outbox"));
}

static void a_rule_for_a_topic_looks_at_the_labels(struct kit_db *k)
{
    struct scene s = scene_with_labels(k);
    kit_db_run(k, "insert into policy (version, text, rules, adopted_at, adopted_by) values "
                  "(1, '# Rules\n\n### `claims` We claim nothing about the harvest.\n"
                  "- stops: blocked\n- words: garden\n- for: topic harvest\n', '', 1, 1)");
    kit_db_run(k, "insert into policy_ack select 1, id, 1 from member");
    assert_int_equal(decide_about(k, s.a, TEXT, 0, "key-00001", HARVEST), K_ERR_POLICY);
    flow_ok(k, decide_about(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00002", JOBS));
    assert_int_equal(retopic(k, only_row(k), HARVEST), K_ERR_POLICY);
    flow_ok(k, retopic(k, only_row(k), JOBS));
    assert_text(k, "select text from outbox", TEXT " ^m");
}

/* ---- given back -------------------------------------------------------------------------- */

static k_err do_return(struct k_ctx *cx, void *arg)
{
    return approval_return(cx, ((struct act *)arg)->outbox, K_S("Say from when."));
}

/* Mara planned a post about the harvest for one o'clock; jo gave it back. */
static struct scene given_back(struct kit_db *k, struct act *a)
{
    struct scene s = scene_with_labels(k);
    k_id jo = flow_member(k, "jo");
    kit_db_run(k, "insert into policy (version, text, rules, adopted_at, adopted_by) values "
                  "(1, '', '[{\"id\":\"r\",\"kind\":\"review\",\"check\":\"blocked\","
                  "\"value\":[\"garden\"],\"why\":\"Garden.\"}]', 1, 1)");
    kit_db_run(k, "insert into policy_ack select 1, id, 1 from member");
    flow_ok(k, decide_about(k, s.a, TEXT, KIT_T0 + K_HOUR, "key-00001", HARVEST));
    *a = (struct act){.outbox = only_row(k), .text = "The garden opens on Monday at nine."};
    flow_as(k, jo);
    flow_ok(k, flow_write(k, do_return, a));
    flow_as(k, s.mara);
    return s;
}

static void what_is_given_back_is_a_draft_that_keeps_everything(struct kit_db *k)
{
    struct act a;
    struct scene s = given_back(k, &a);
    assert_text(k, "select state from outbox", "draft");
    assert_text(k, "select text from outbox", TEXT " ^m");
    assert_number(k, "select channel_id from outbox", s.a);
    assert_number(k, "select due_at from outbox", KIT_T0 + K_HOUR);
    assert_number(k, "select label_id from outbox_label", HARVEST);
    assert_text(k, "select note from approval where state = 'returned'", "Say from when.");
    assert_number(k, "select member_id from mention where kind = 'reply_returned'", s.mara);
    assert_text(k, "select verb from event order by seq desc", "publication.returned");
    assert_int_equal(confirm(k, a.outbox, true, 0), K_ERR_CONFLICT);
    k->clock.fixed = KIT_T0 + K_HOUR;
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(arrived(k, s.one), 0);
    flow_ok(k, flow_write(k, do_cancel, &a));
    assert_text(k, "select state from outbox", "cancelled");
}

static void its_author_changes_it_and_plans_it_anew(struct kit_db *k)
{
    struct act a;
    struct scene s = given_back(k, &a);
    struct publish_edit edit = {
        .outbox = a.outbox, .text = k_str_z(a.text), .limits = &limits, .soft_ok = true};
    assert_int_equal(flow_write(k, do_edit, &edit), K_ERR_NEEDS_REVIEW); /* still asked about */
    edit.ask_second = true;
    flow_ok(k, flow_write(k, do_edit, &edit));
    assert_text(k, "select state from outbox", "held");
    assert_text(k, "select held_for from outbox", "review");
    assert_number(k, "select count(*) from approval where state = 'open'", 1);
    assert_number(k, "select count(*) from approval", 1);
    assert_number(k, "select label_id from outbox_label", HARVEST);
    flow_as(k, kit_db_number(k, "select id from member where handle = 'jo'"));
    flow_ok(k, flow_write(k, do_approve, &a));
    k->clock.fixed = KIT_T0 + K_HOUR;
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, s.one), 1);
}

static void a_draft_whose_time_has_passed_says_when(struct kit_db *k)
{
    struct act a;
    struct scene s = given_back(k, &a);
    struct publish_edit edit = {.outbox = a.outbox,
                                .text = K_S("We open at nine."),
                                .limits = &limits,
                                .soft_ok = true};
    k->clock.fixed = KIT_T0 + 2 * K_HOUR;
    assert_int_equal(flow_write(k, do_edit, &edit), K_ERR_STALE);
    assert_true(k_str_eqz(k->cx.detail.field, "at"));
    assert_text(k, "select state from outbox", "draft");
    edit.at = KIT_T0 + 3 * K_HOUR;
    flow_ok(k, flow_write(k, do_edit, &edit));
    assert_text(k, "select state from outbox", "queued"); /* nothing to ask about it */
    assert_int_equal(flow_deliver(k), 0);
    k->clock.fixed = KIT_T0 + 3 * K_HOUR;
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, s.one), 1);
}

static k_err do_refresh(struct k_ctx *cx, void *arg)
{
    (void)arg;
    return access_refresh(cx);
}

static void who_leaves_or_loses_the_right_leaves_it_held_and_leads_are_told(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id jo = flow_member(k, "jo");
    kit_db_run(k, "update member set role = 'manager' where handle = 'jo'");
    flow_ok(k, decide(k, &s, TEXT, KIT_T0 + K_HOUR, "key-00001"));
    k_str close = k_fmt(k->cx.arena, "update channel set send_by = 'some' where id = %lld",
                        (long long)s.a);
    k_str open = k_fmt(k->cx.arena,
                       "insert into channel_grant (channel_id, what, who, role) values (%lld, "
                       "'send', 'role', 'manager')",
                       (long long)s.a);
    kit_db_run(k, close.p);
    kit_db_run(k, open.p);
    flow_ok(k, flow_write(k, do_refresh, NULL));
    assert_number(k, "select count(*) from outbox where held_for = 'right'", 1);
    assert_number(k, "select count(*) from mention where kind = 'held_post'", 1);
    assert_number(k, "select member_id from mention", jo);
    kit_db_run(k, "update member set status = 'left' where handle = 'mara'");
    flow_ok(k, flow_write(k, do_refresh, NULL));
    assert_number(k, "select count(*) from outbox where held_for = 'right'", 2);
    k->clock.fixed = KIT_T0 + K_HOUR;
    assert_int_equal(flow_deliver(k), 0);
    flow_as(k, jo);
    struct act a = {.outbox = kit_db_number(k, "select min(id) from outbox"), .text = TEXT};
    assert_int_equal(confirm(k, a.outbox, true, 0), K_ERR_FORBIDDEN);
    flow_ok(k, flow_write(k, do_change, &a)); /* jo makes it hers */
    assert_text(k, "select text from outbox order by id", TEXT " ^j");
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, s.one), 1);
    assert_int_equal(arrived(k, s.two), 0);
}

static void the_sender_looks_at_the_right_itself(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, decide_one(k, s.a, TEXT, 0, "key-00001", false));
    kit_db_run(k, "update member set status = 'left' where handle = 'mara'");
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(arrived(k, s.one), 0);
}

static k_err do_settle(struct k_ctx *cx, void *arg)
{
    return reply_settle(cx, ((struct act *)arg)->outbox, true);
}

static void a_person_says_it_is_there_and_the_network_names_it(struct kit_db *k)
{
    struct scene s = scene_with_labels(k);
    fake_world_set(s.one, FAKE_FAIL_AFTER, 1);
    flow_ok(k, decide_about(k, s.a, TEXT, 0, "key-00001", JOBS));
    assert_int_equal(flow_deliver(k), 1);
    kit_db_run(k, "update outbox set state = 'unclear', lease_until = 0");
    flow_ok(k, flow_write(k, do_settle, &(struct act){.outbox = only_row(k)}));
    assert_text(k, "select state from outbox", "sent");
    assert_number(k, "select count(*) from conversation_label", 1);
    flow_poll(k);
    assert_number(k, "select count(*) from post", 1);
    assert_number(k, "select count(*) from outbox where native_id is not null", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(one_decision_leaves_once_on_each_channel_and_counts_as_told),
        KIT_BOTH(an_answer_to_our_post_stands_under_it),
        KIT_BOTH(an_unclear_answer_is_looked_up_and_not_sent_again),
        KIT_BOTH(what_the_network_shows_first_settles_the_row),
        KIT_BOTH(all_channels_or_none_and_the_reason_names_the_one),
        KIT_BOTH(a_planned_post_leaves_at_its_time_and_not_before),
        KIT_BOTH(what_is_overdue_is_held_and_leaves_only_when_somebody_says_when),
        KIT_BOTH(a_broken_channel_holds_what_falls_due),
        KIT_BOTH(a_network_that_stays_away_gives_it_back_to_a_person),
        KIT_BOTH(what_waits_is_moved_changed_and_cancelled_until_it_is_taken),
        KIT_BOTH(other_words_are_another_question),
        KIT_BOTH(a_rule_of_kind_review_holds_it_for_somebody_else),
        KIT_BOTH(a_pause_holds_what_is_planned_and_each_is_confirmed),
        KIT_BOTH(its_labels_go_on_the_conversation_when_it_is_out),
        KIT_BOTH(a_pause_of_a_topic_holds_its_posts_and_none_begins_while_it_lasts),
        KIT_BOTH(what_had_begun_when_its_topic_was_paused_is_listed),
        KIT_BOTH(a_rule_for_a_topic_looks_at_the_labels),
        KIT_BOTH(what_is_given_back_is_a_draft_that_keeps_everything),
        KIT_BOTH(its_author_changes_it_and_plans_it_anew),
        KIT_BOTH(a_draft_whose_time_has_passed_says_when),
        KIT_BOTH(who_leaves_or_loses_the_right_leaves_it_held_and_leads_are_told),
        KIT_BOTH(the_sender_looks_at_the_right_itself),
        KIT_BOTH(a_person_says_it_is_there_and_the_network_names_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
