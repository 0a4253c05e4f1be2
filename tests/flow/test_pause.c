/* The pause, on both databases: it holds what has not begun, lists what had, stops new
 * decisions, and lets nothing go by itself when it ends. With KITH_PAUSE_TRIALS more trials of
 * the race between senders and the switch (make soak). */
#include "domain/pause.h"
#include "domain/reply.h"
#include "flow/outbox.h"
#include "kit/flow.h"
#include "os/thread.h"
#include "store/sql.gen.h"

#include <stdlib.h>

#define TEXT "On Sunday we open at nine, Ann."

struct scene {
    struct fake_world *net;
    k_id channel, mara, conversation;
};

static struct scene scene_of(struct kit_db *k)
{
    struct scene s = {.mara = flow_member(k, "mara")};
    s.net = flow_world(k, "fake://one", NULL, &s.channel);
    struct item it = flow_item("q", NULL, "ann", "When do you open on Sunday?", 0);
    fake_world_say(s.net, &it, KIT_T0);
    k->clock.fixed = KIT_T0 + K_MIN;
    flow_poll(k);
    s.conversation = kit_db_number(k, "select id from conversation");
    flow_as(k, s.mara);
    return s;
}

static k_err start(struct k_ctx *cx, void *arg)
{
    k_id id;
    return pause_start(cx, arg, &id);
}

static k_err pause_all(struct kit_db *k, const char *reason)
{
    struct pause_new n = {.scope = K_S("all"), .reason = k_str_z(reason)};
    return flow_write(k, start, &n);
}

static k_err finish(struct k_ctx *cx, void *arg)
{
    return pause_finish(cx, *(k_id *)arg);
}

static k_err go_on(struct kit_db *k)
{
    k_id id = kit_db_number(k, "select id from pause where ended_at = 0");
    return flow_write(k, finish, &id);
}

struct confirm {
    k_id outbox;
    int64_t version;
};
static k_err do_release(struct k_ctx *cx, void *arg)
{
    struct confirm *c = arg;
    return reply_release(cx, c->outbox, c->version);
}

static k_err release(struct kit_db *k, k_id outbox)
{
    struct confirm c = {outbox, kit_db_number(k, "select max(version) from conversation")};
    return flow_write(k, do_release, &c);
}

static size_t arrived(struct kit_db *k, const struct scene *s)
{
    struct fake_reply *v;
    return fake_world_replies(s->net, k->cx.arena, &v);
}

static void what_waits_is_held_and_nothing_new_is_decided(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    flow_ok(k, pause_all(k, "A fire in town"));
    assert_text(k, "select state from outbox", "held");
    assert_number(k, "select held from pause", 1);
    assert_text(k, "select verb from event order by seq desc", "pause.started");
    assert_int_equal(flow_reply(k, s.conversation, "At nine.", "key-0002", NULL), K_ERR_PAUSED);
    assert_true(k_str_starts(k->cx.detail.text, K_S("Sending is paused: A fire in town.")));
    assert_int_equal(flow_deliver(k), 0);
    assert_int_equal(arrived(k, &s), 0);
}

static void nothing_goes_by_itself_when_it_ends(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id row;
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", &row));
    flow_ok(k, pause_all(k, ""));
    assert_int_equal(release(k, row), K_ERR_PAUSED);
    flow_ok(k, go_on(k));
    k->clock.fixed += K_DAY;
    assert_int_equal(flow_deliver(k), 0);
    assert_text(k, "select state from outbox", "held");
    flow_as(k, flow_member(k, "jo"));
    flow_ok(k, release(k, row));
    assert_int_equal(release(k, row), K_ERR_CONFLICT);
    assert_number(k, "select approved_by from outbox", k->cx.actor.member);
    assert_number(k, "select member_id from outbox", s.mara);
    assert_text(k, "select verb from event order by seq desc", "reply.released");
    assert_int_equal(flow_deliver(k), 1);
    assert_int_equal(arrived(k, &s), 1);
}

static void a_confirmation_over_unread_words_is_stopped(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id row;
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", &row));
    int64_t seen = kit_db_number(k, "select version from conversation");
    flow_ok(k, pause_all(k, ""));
    struct item it = flow_item("q2", "q", "ann", "Never mind, I saw the sign.", K_MIN);
    fake_world_say(s.net, &it, KIT_T0 + 2 * K_MIN);
    k->clock.fixed = KIT_T0 + 3 * K_MIN;
    flow_poll(k);
    flow_as(k, s.mara);
    flow_ok(k, go_on(k));
    struct confirm c = {row, seen};
    assert_int_equal(flow_write(k, do_release, &c), K_ERR_STALE);
    assert_text(k, "select state from outbox", "held");
    flow_ok(k, release(k, row));
}

static k_err cancel(struct k_ctx *cx, void *arg)
{
    return reply_cancel(cx, *(k_id *)arg);
}

static void a_held_reply_may_be_dropped(struct kit_db *k)
{
    struct scene s = scene_of(k);
    k_id row;
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", &row));
    flow_ok(k, pause_all(k, ""));
    flow_ok(k, flow_write(k, cancel, &row));
    flow_ok(k, go_on(k));
    assert_int_equal(flow_deliver(k), 0);
    assert_text(k, "select state from outbox", "cancelled");
}

/* The network was down when the pause came; the row would be tried again in the middle of it.
 */
static void a_retry_that_falls_due_meanwhile_is_held_too(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    kit_db_run(k, "update outbox set state = 'sending', lease_node = 1, lease_until = 1");
    flow_ok(k, pause_all(k, ""));
    assert_number(k, "select count(*) from pause_begun", 1);
    kit_db_run(k, "update outbox set state = 'queued', lease_node = 0, next_at = 1");
    assert_int_equal(flow_deliver(k), 0);
    flow_ok(k, go_on(k));
    assert_text(k, "select state from outbox", "held");
    assert_int_equal(flow_deliver(k), 0);
}

static k_err take_back(struct k_ctx *cx, void *arg)
{
    k_id row;
    return reply_remove(cx, *(k_id *)arg, &row);
}

static void what_takes_a_post_back_is_never_held(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    flow_as(k, 0);
    flow_deliver(k);
    flow_as(k, s.mara);
    flow_ok(k, pause_all(k, ""));
    k_id ours = kit_db_number(k, "select id from post where direction = 'out'");
    flow_ok(k, flow_write(k, take_back, &ours));
    assert_int_equal(flow_deliver(k), 1);
    assert_number(k, "select count(*) from outbox where act = 'delete' and state = 'sent'", 1);
}

static void it_covers_a_channel_a_region_or_a_topic_and_no_more(struct kit_db *k)
{
    struct scene s = scene_of(k);
    struct pause_new n[] = {
        {.scope = K_S("channel"), .channel = flow_channel(k, "fake", "fake://other")},
        {.scope = K_S("region"), .region = K_S("North")},
        {.scope = K_S("topic"), .label = 77},
    };
    kit_db_run(k, "insert into label (id, name) values (77, 'storm'), (78, 'calm')");
    for (size_t i = 0; i < 3; i++)
        flow_ok(k, flow_write(k, start, &n[i]));
    flow_ok(k, flow_reply(k, s.conversation, TEXT, "key-0001", NULL));
    assert_text(k, "select state from outbox", "queued");
    kit_db_run(k, "update pause set ended_at = 1");
    kit_db_run(k, "update channel set region = 'North'");
    kit_db_run(k, "insert into conversation_label (conversation_id, label_id, added_at) "
                  "select id, 77, 1 from conversation");
    n[0].channel = s.channel;
    for (size_t i = 0; i < 3; i++) {
        kit_db_run(k, "update outbox set state = 'queued'");
        flow_ok(k, flow_write(k, start, &n[i]));
        assert_text(k, "select state from outbox", "held");
        flow_ok(k, go_on(k));
    }
}

static void the_same_pause_twice_is_once_and_bad_ones_are_named(struct kit_db *k)
{
    struct scene s = scene_of(k);
    flow_ok(k, pause_all(k, "one"));
    flow_ok(k, pause_all(k, "two"));
    assert_number(k, "select count(*) from pause", 1);
    struct pause_new bad[] = {{.scope = K_S("channel"), .channel = 5},
                              {.scope = K_S("region")},
                              {.scope = K_S("topic"), .label = 5},
                              {.scope = K_S("moon")}};
    const char *fields[] = {"channel_id", "region", "label_id", "scope"};
    for (size_t i = 0; i < 4; i++) {
        kit_db_reset(k);
        flow_as(k, s.mara);
        assert_int_equal(flow_write(k, start, &bad[i]), K_ERR_BAD_INPUT);
        assert_true(k_str_eqz(k->cx.detail.field, fields[i]));
    }
    k_id id = kit_db_number(k, "select id from pause");
    flow_ok(k, flow_write(k, finish, &id));
    assert_int_equal(flow_write(k, finish, &id), K_ERR_GONE);
}

/* ---- the race ---------------------------------------------------------------------------- */

enum { SENDERS = 3, ROWS = 60 };

struct sender {
    struct kit_db *k;
    struct os_thread thread;
    struct k_ctx cx;
    _Atomic bool *stop;
    k_err err;
};

static void send_all_the_time(void *arg)
{
    struct sender *s = arg;
    struct flow_env env = flow_env_of(s->k);
    while (!*s->stop && s->err == K_OK) {
        bool found = false;
        s->err = outbox_send_next(&s->cx, &env, &found);
        if (s->err == K_ERR_BUSY)
            s->err = K_OK;
        k_arena_reset(s->cx.arena);
    }
}

struct switched {
    struct kit_db *k;
    const struct pause_new *pause;
    int64_t begun; /* rows that had begun when the gate was shut */
};
static k_err start_and_count(struct k_ctx *cx, void *arg)
{
    struct switched *s = arg;
    k_id id;
    K_TRY(pause_start(cx, s->pause, &id));
    s->begun = kit_db_number(s->k, "select count(*) from outbox where attempts > 0");
    return K_OK;
}

#define FILL                                                                                   \
    "insert into outbox (id, channel_id, conversation_id, reply_to_id, member_id, text, "      \
    "idem_key, next_at, created_at) with recursive n(i) as (select 1 union all select i + 1 "  \
    "from n where i < 60) select n.i, c.channel_id, c.id, p.id, m.id, 'At nine.', 'k' || "     \
    "n.i, "                                                                                    \
    "1, 1 from n, conversation c, post p, member m where p.native_id = 'q' and p.direction = " \
    "'in'"

/* The same as posts of our own about a topic. */
#define FILL_POSTS                                                                             \
    "insert into label (id, name) values (77, 'storm');"                                       \
    "insert into outbox (id, channel_id, member_id, act, text, idem_key, publication_id, "     \
    "due_at, next_at, created_at) with recursive n(i) as (select 1 union all select i + 1 "    \
    "from n where i < 60) select n.i, c.id, m.id, 'post', 'We open at nine, ' || n.i, 'k' || " \
    "n.i, 1, 1767225660000000, 1, 1 from n, channel c, member m;"                              \
    "insert into outbox_label (outbox_id, label_id) select id, 77 from outbox"

static void one_trial(struct kit_db *k, const struct scene *s, struct sender *senders,
                      const struct pause_new *pause)
{
    _Atomic bool stop = false;
    struct switched now = {.k = k, .pause = pause};
    kit_db_run(k, "delete from pause_begun");
    kit_db_run(k, "delete from pause");
    kit_db_run(k, "update outbox set state = 'queued', attempts = 0, looks = 0, next_at = 1, "
                  "lease_until = 0, conversation_id = case when act = 'reply' then "
                  "conversation_id end");
    for (int i = 0; i < SENDERS; i++) {
        senders[i].stop = &stop;
        senders[i].err = K_OK;
        assert_int_equal(
            os_thread_start(&senders[i].thread, "sender", send_all_the_time, &senders[i]),
            K_OK);
    }
    while (kit_db_number(k, "select count(*) from outbox where attempts > 0") == 0)
        ;
    kit_db_reset(k);
    flow_as(k, s->mara);
    flow_ok(k, flow_write(k, start_and_count, &now));
    while (kit_db_number(k, "select count(*) from outbox where state = 'sending'") > 0)
        ;
    stop = true;
    for (int i = 0; i < SENDERS; i++) {
        os_thread_join(&senders[i].thread);
        assert_int_equal(senders[i].err, K_OK);
    }
    assert_number(k, "select count(*) from outbox where attempts > 0", now.begun);
    assert_number(k, "select count(*) from outbox where state = 'queued'", 0);
    assert_number(k, "select count(*) from outbox where state = 'held'", ROWS - now.begun);
}

static void trials(struct kit_db *k, const char *fill, const struct pause_new *pause)
{
    struct scene s = scene_of(k);
    struct sender senders[SENDERS] = {0};
    const char *more = getenv("KITH_PAUSE_TRIALS");
    kit_db_run(k, fill);
    for (int i = 0; i < SENDERS; i++) {
        senders[i].k = k;
        kit_db_second(k, &senders[i].cx, 100 + (uint64_t)i);
    }
    for (int i = 0, n = more ? (int)strtol(more, NULL, 10) : 10; i < n; i++)
        one_trial(k, &s, senders, pause);
    for (int i = 0; i < SENDERS; i++)
        kit_db_second_close(&senders[i].cx);
}

static void no_send_begins_after_the_pause_is_committed(struct kit_db *k)
{
    trials(k, FILL, &(struct pause_new){.scope = K_S("all")});
}

static void no_post_begins_after_a_pause_of_its_topic_is_committed(struct kit_db *k)
{
    trials(k, FILL_POSTS, &(struct pause_new){.scope = K_S("topic"), .label = 77});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(what_waits_is_held_and_nothing_new_is_decided),
        KIT_BOTH(nothing_goes_by_itself_when_it_ends),
        KIT_BOTH(a_confirmation_over_unread_words_is_stopped),
        KIT_BOTH(a_held_reply_may_be_dropped),
        KIT_BOTH(a_retry_that_falls_due_meanwhile_is_held_too),
        KIT_BOTH(what_takes_a_post_back_is_never_held),
        KIT_BOTH(it_covers_a_channel_a_region_or_a_topic_and_no_more),
        KIT_BOTH(the_same_pause_twice_is_once_and_bad_ones_are_named),
        KIT_BOTH(no_send_begins_after_the_pause_is_committed),
        KIT_BOTH(no_post_begins_after_a_pause_of_its_topic_is_committed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
