/* The thread around a conversation: asked for once when somebody looks, in a job; what was said
 * before is shown, what is edited is seen, nothing opens or waits by it. */
#include "flow/channels.h"
#include "flow/jobs.h"
#include "kit/flow.h"

static bool never(void *arg)
{
    (void)arg;
    return false;
}

static int work(struct kit_db *k)
{
    struct flow_env env = flow_env_of(k);
    bool found = true;
    int n = 0;
    for (; n < 100; n++) {
        flow_ok(k, flow_jobs_next(&k->cx, &env, never, NULL, &found));
        if (!found)
            break;
    }
    return n;
}

struct stage {
    struct fake_world *w;
    k_id channel, conversation;
};

/* Ben begins, Cleo and Ann answer him, Zoe answers after Ann; we heard of Ann's post only. */
static void setup(struct kit_db *k, struct stage *s)
{
    struct item items[] = {flow_item("r", NULL, "ben", "Which lamp lasts?", 0),
                           flow_item("s", "r", "cleo", "Mine broke.", K_MIN),
                           flow_item("a", "r", "ann", "Ask @acme, they know.", 2 * K_MIN),
                           flow_item("z", "r", "zoe", "I left long ago.", 3 * K_MIN)};
    s->w = flow_world(k, "thread.example", NULL, &s->channel);
    for (size_t i = 0; i < 4; i++)
        (void)fake_world_say(s->w, &items[i], items[i].posted_at);
    flow_ingest(k, s->channel, "fake", &items[2], 1);
    s->conversation = kit_db_number(k, "select id from conversation");
    k->clock.fixed = KIT_T0 + K_HOUR;
}

static void what_was_said_before_comes_when_somebody_looks(struct kit_db *k)
{
    struct stage s;
    setup(k, &s);
    flow_ok(k, channel_thread_want(&k->cx, s.conversation));
    assert_number(k, "select count(*) from job where kind = 'thread'", 1);
    assert_int_equal(fake_world_calls(s.w, FAKE_THREAD), 0); /* not while one waits for it */
    assert_int_equal(work(k), 1);
    assert_int_equal(fake_world_calls(s.w, FAKE_THREAD), 1);
    assert_number(k, "select count(*) from conversation where status <> 'merged'", 1);
    assert_text(k, "select native_id from post order by posted_at, id limit 1", "r");
    assert_number(k, "select count(*) from post where native_id in ('r', 's', 'a')", 3);
    assert_number(k, "select count(*) from post where native_id = 'z'", 0);
    assert_text(k, "select status from conversation where status <> 'merged'", "open");
    /* Not again, however often it is opened, before the time is over. */
    flow_ok(k, channel_thread_want(&k->cx, s.conversation));
    assert_int_equal(work(k), 0);
    k->clock.fixed += 16 * K_MIN;
    fake_world_edit(s.w, K_S("a"), K_S("Ask @acme or read the manual."), k->clock.fixed);
    flow_ok(k, channel_thread_want(&k->cx, s.conversation));
    assert_int_equal(work(k), 1);
    assert_text(k, "select text from post where native_id = 'a'",
                "Ask @acme or read the manual.");
    assert_number(k, "select count(*) from post_version", 1);
}

static void a_finished_conversation_stays_finished(struct kit_db *k)
{
    struct stage s;
    setup(k, &s);
    kit_db_run(k, "update conversation set status = 'done', waiting_since = 0");
    flow_ok(k, channel_thread_want(&k->cx, s.conversation));
    assert_int_equal(work(k), 1);
    assert_text(k, "select status from conversation", "done");
    assert_number(k, "select waiting_since from conversation", 0);
    assert_number(k, "select count(*) from post", 1);
}

static void nobody_is_asked_through_a_channel_that_rests(struct kit_db *k)
{
    static const char *const rests[] = {
        "update channel set status = 'paused'",
        ("update channel set status = 'active', budget = "
         "'{\"left\":7,\"reset\":9000000000000000}'"),
        "update channel set budget = '{\"left\":-1,\"not_before\":9000000000000000}'",
    };
    struct stage s;
    setup(k, &s);
    for (size_t i = 0; i < 3; i++) {
        kit_db_run(k, rests[i]);
        k->clock.fixed += K_HOUR;
        flow_ok(k, channel_thread_want(&k->cx, s.conversation));
        assert_int_equal(work(k), 1);
        assert_int_equal(fake_world_calls(s.w, FAKE_THREAD), 0);
    }
}

static void a_channel_is_not_asked_for_too_many(struct kit_db *k)
{
    struct stage s;
    setup(k, &s);
    for (int i = 1; i <= 40; i++)
        kit_db_run(k, k_fmt(k->cx.arena, "insert into thread_look values (%d, %lld, %lld)", i,
                            (long long)s.channel, (long long)k->clock.fixed)
                          .p);
    flow_ok(k, channel_thread_want(&k->cx, s.conversation));
    assert_number(k, "select count(*) from job", 0);
    k->clock.fixed += 11 * K_MIN;
    flow_ok(k, channel_thread_want(&k->cx, s.conversation));
    assert_number(k, "select count(*) from job", 1);
}

static void who_waits_is_looked_after_once_a_day(struct kit_db *k)
{
    struct stage s;
    setup(k, &s);
    flow_ok(k, channel_thread_sweep(&k->cx));
    flow_ok(k, channel_thread_sweep(&k->cx));
    assert_int_equal(work(k), 1);
    k->clock.fixed += 25 * K_HOUR;
    flow_ok(k, channel_thread_sweep(&k->cx));
    assert_int_equal(work(k), 1);
    assert_int_equal(fake_world_calls(s.w, FAKE_THREAD), 2);
    k->clock.fixed += 31 * K_DAY; /* too long ago */
    flow_ok(k, channel_thread_sweep(&k->cx));
    assert_int_equal(work(k), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(what_was_said_before_comes_when_somebody_looks),
        KIT_BOTH(a_finished_conversation_stays_finished),
        KIT_BOTH(nobody_is_asked_through_a_channel_that_rests),
        KIT_BOTH(a_channel_is_not_asked_for_too_many),
        KIT_BOTH(who_waits_is_looked_after_once_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
