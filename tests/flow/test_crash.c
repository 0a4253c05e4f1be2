/* What must survive: the process killed at every moment of a poll and of a delivery, a full
 * disk, a clock that goes back, pages that come twice and in any order, two nodes at once.
 * tsan: pollers, sender and jobs run beside each other. */
#include "kit/flow.h"
#include "domain/routing_edit.h"
#include "domain/sla.h"
#include "flow/channels.h"
#include "flow/outbox.h"
#include "os/file.h"
#include "store/event.h"
#include "store/setting.h"
#include "store/sql.gen.h"
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT "On Sunday we open at nine, Ann."

/* ---- killed at the n-th look at the clock -------------------------------------------------
 */

/* Every step of the flow looks at the clock, before and behind each transaction and each call
 * of the network: a clock that kills reaches all of them. */
struct deadly_clock {
    struct k_clock clock;
    int left;
};

static k_time deadly_now(const struct k_clock *c)
{
    struct deadly_clock *d = (struct deadly_clock *)(uintptr_t)c;
    if (--d->left == 0)
        (void)raise(SIGKILL);
    return c->fixed;
}

/* Runs work in a child of its own that dies at its n-th look at the clock; true when it came to
 * its end before. The connection of the test is closed meanwhile. */
static bool survives(struct kit_db *k, int n, void (*work)(struct k_ctx *, struct flow_env *))
{
    db_close(k->cx.db);
    k->cx.db = NULL;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct deadly_clock deadly = {{deadly_now, k->clock.fixed}, n};
        struct flow_env env = flow_env_of(k);
        struct k_ctx cx;
        kit_db_second(k, &cx, (uint64_t)n);
        cx.clock = env.clock = &deadly.clock;
        work(&cx, &env);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
    flow_ok(k, db_open(&k->cx, &k->cfg, &k->cx.db));
    return !WIFSIGNALED(status);
}

/* Leases run out, somebody looks. */
static void look_again(struct kit_db *k)
{
    for (int i = 0; i < 8; i++) {
        flow_deliver(k);
        flow_poll(k);
        k->clock.fixed += OUTBOX_LEASE + K_SEC;
    }
}

static void deliver_all(struct k_ctx *cx, struct flow_env *env)
{
    bool found = true;
    while (found)
        if (outbox_send_next(cx, env, &found) != K_OK)
            _exit(3);
}

static void poll_all(struct k_ctx *cx, struct flow_env *env)
{
    bool found = true;
    while (found)
        if (channel_poll_next(cx, env, &found) != K_OK)
            _exit(3);
}

static const char *journal_of(struct kit_db *k, int n)
{
    static char path[400];
    static char folder[300];
    k_str f;
    if (n <= 1) {
        flow_ok(k, os_folder_temp(k->cx.arena, "kith-crash", &f));
        (void)snprintf(folder, sizeof folder, "%.*s", K_ARG(f));
    }
    (void)snprintf(path, sizeof path, "%s/%d", folder, n);
    return path;
}

/* The world as it stands in its journal: what a killed child did there stays done. */
static struct fake_world *world_again(struct kit_db *k, const char *address, const char *path)
{
    fake_world_drop(k_str_z(address));
    struct fake_world *w = fake_world_at(k_str_z(address));
    flow_ok(k, fake_world_journal(w, path));
    return w;
}

static void clear(struct kit_db *k)
{
    kit_db_run(k, "delete from outbox; delete from search_dirty; delete from echo; "
                  "delete from post_version; delete from post; delete from touch; "
                  "delete from tally; delete from conversation; delete from identity; "
                  "delete from person; delete from channel_seen; delete from channel");
}

static void hear_the_question(struct kit_db *k, const char *address, const char *path,
                              k_id *channel)
{
    struct fake_world *w = flow_world(k, address, path, channel);
    if (path)
        flow_ok(k, fake_world_journal(w, path));
    struct item it = flow_item("q", NULL, "ann", "When do you open on Sunday?", 0);
    fake_world_say(w, &it, k->clock.fixed);
    for (int i = 0; i < 30; i++) {
        k_str id = k_fmt(k->cx.arena, "p%d", i), text = k_fmt(k->cx.arena, "words %d", i);
        it = flow_item(id.p, i % 3 ? "q" : NULL, i % 2 ? "bob" : "ann", text.p, i * K_SEC);
        fake_world_say(w, &it, k->clock.fixed);
    }
    k->clock.fixed += K_MIN;
}

static void reply_is_sent_once_after_crash(struct kit_db *k)
{
    k_id channel, mara = flow_member(k, "mara");
    bool done = false;
    bool all = db_kind_of(k->cx.db) == DB_SQLITE; /* PostgreSQL: every third moment */
    for (int n = 1; n < 400 && !done; n += all ? 1 : 3) {
        const char *path = journal_of(k, n);
        clear(k);
        hear_the_question(k, "fake://crash", path, &channel);
        flow_as(k, 0);
        flow_poll(k);
        flow_as(k, mara);
        k_id conversation =
            kit_db_number(k, "select conversation_id from post where native_id = 'q'");
        flow_ok(k, flow_reply(k, conversation, TEXT, "key-0001", NULL));
        flow_as(k, 0);
        done = survives(k, n, deliver_all);
        struct fake_world *w = world_again(k, "fake://crash", path);
        look_again(k);
        struct fake_reply *v;
        size_t arrived = fake_world_replies(w, k->cx.arena, &v);
        k_str state = flow_text(k, "select state from outbox");
        int64_t ours = kit_db_number(k, "select count(*) from post where direction = 'out'"),
                hers = kit_db_number(
                    k, "select count(*) from post where direction = 'out' and member_id > 0"),
                told = kit_db_number(k, "select sum(n) from tally where measure like 'told%'");
        if (arrived != 1 || !k_str_eqz(state, "sent") || ours != 1 || hers != 1 || told != 1)
            fail_msg("killed at look %d: arrived %zu, %.*s, %lld posts, %lld hers, told %lld",
                     n, arrived, K_ARG(state), (long long)ours, (long long)hers,
                     (long long)told);
        kit_db_reset(k);
    }
    assert_true(done);
    struct event_report report;
    flow_ok(k, event_verify(&k->cx, 0, &report));
    assert_true(report.whole);
}

/* ---- the same for what a rule says ---- */

static k_err let_rules_acknowledge(struct k_ctx *cx, void *arg)
{
    struct routing_new n = {.has_name = true,
                            .has_body = true,
                            .name = K_S("Thanks"),
                            .body = K_S("{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"team\","
                                        "\"team\":\"21\"},{\"act\":\"acknowledge\"}]}")};
    struct sla_new target = {.minutes = {240, 240, 0}};
    k_id id;
    K_TRY(setting_set(cx, K_S("acknowledge"), K_S("1")));
    K_TRY(sla_target_save(cx, &target, &id));
    return routing_save(cx, &n, &id);
}

static void hear_a_private_question(struct kit_db *k, const char *path)
{
    k_id channel;
    struct fake_world *w = flow_world(k, "fake://whisper", path, &channel);
    flow_ok(k, fake_world_journal(w, path));
    struct item it = flow_item("q", NULL, "ann", "When do you open on Sunday?", 0);
    it.kind = it.visibility = K_S("direct");
    it.posted_at = k->clock.fixed;
    fake_world_say(w, &it, k->clock.fixed);
    k->clock.fixed += K_SEC;
    flow_poll(k);
}

static void an_acknowledgement_is_sent_once_after_crash_and_is_no_answer(struct kit_db *k)
{
    bool done = false;
    bool all = db_kind_of(k->cx.db) == DB_SQLITE;
    kit_db_run(k, "insert into team (id, name, kind, created_at) values (21,'Us','support',1)");
    flow_as(k, flow_member(k, "mara"));
    flow_ok(k, flow_write(k, let_rules_acknowledge, NULL));
    flow_as(k, 0);
    for (int n = 1; n < 400 && !done; n += all ? 1 : 3) {
        const char *path = journal_of(k, n);
        kit_db_run(k, "delete from clock; delete from routing_effect");
        clear(k);
        hear_a_private_question(k, path);
        done = survives(k, n, deliver_all);
        struct fake_world *w = world_again(k, "fake://whisper", path);
        look_again(k);
        struct fake_reply *v;
        size_t arrived = fake_world_replies(w, k->cx.arena, &v);
        k_str state = flow_text(k, "select state from outbox");
        int64_t ours = kit_db_number(k, "select count(*) from post where rule_id > 0"),
                told = kit_db_number(k, "select count(*) from touch where direction = 'out'"),
                waits = kit_db_number(k, "select count(*) from conversation where "
                                         "waiting_since > 0 and answered = 0");
        if (arrived != 1 || !k_str_eqz(state, "sent") || ours != 1 || told != 0 || waits != 1)
            fail_msg("killed at look %d: arrived %zu, %.*s, %lld posts, told %lld, waits %lld",
                     n, arrived, K_ARG(state), (long long)ours, (long long)told,
                     (long long)waits);
        kit_db_reset(k);
    }
    assert_true(done);
}

static void no_post_is_lost_or_doubled_by_a_crash(struct kit_db *k)
{
    k_id channel;
    bool done = false;
    for (int n = 1; n < 600 && !done; n += 2 + n / 10) {
        const char *path = journal_of(k, n);
        clear(k);
        hear_the_question(k, "fake://crash2", path, &channel);
        struct fake_world *w = fake_world_at(K_S("fake://crash2"));
        fake_world_set(w, FAKE_PAGE, 7);
        done = survives(k, n, poll_all);
        k->clock.fixed += CHANNEL_LEASE + K_SEC;
        flow_poll(k);
        assert_number(k, "select count(*) from post", 31);
        assert_number(k, "select count(*) from touch", 31);
        assert_number(k, "select sum(heard) from person", 31);
        assert_number(k, "select sum(n) from tally where measure = 'heard'", 31);
        assert_number(k, "select count(*) from search_dirty", 31);
        assert_number(k, "select sum(post_count) from conversation", 31);
        kit_db_reset(k);
    }
    assert_true(done);
}

/* ---- pages as bad networks send them ------------------------------------------------------
 */

static void doubled_and_shuffled_pages_make_the_same_inbox(struct kit_db *k)
{
    for (int faults = 0; faults < 8; faults++) {
        k_id channel;
        clear(k);
        k_str address = k_fmt(k->cx.arena, "fake://shuffled%d", faults);
        hear_the_question(k, address.p, NULL, &channel);
        struct fake_world *w = fake_world_at(address);
        fake_world_set(w, FAKE_PAGE, 4);
        fake_world_set(w, FAKE_TWICE, faults & 1);
        fake_world_set(w, FAKE_SHUFFLED, faults >> 1 & 1);
        fake_world_set(w, FAKE_NO_ROOTS, faults >> 2 & 1);
        flow_poll(k);
        assert_number(k, "select count(*) from post", 31);
        assert_number(k, "select count(*) from conversation where status <> 'merged'", 11);
        assert_number(k, "select max(post_count) from conversation", 21);
        assert_number(k, "select sum(heard) from person", 31);
        kit_db_reset(k);
    }
}

static void trouble_is_written_down_and_passes(struct kit_db *k)
{
    k_id channel;
    hear_the_question(k, "fake://trouble", NULL, &channel);
    struct fake_world *w = fake_world_at(K_S("fake://trouble"));
    fake_world_set(w, FAKE_DOWN, 3);
    for (int i = 0; i < 3; i++)
        flow_poll(k);
    assert_number(k, "select failures from channel", 3);
    assert_text(k, "select error_slug from channel", "network-down");
    assert_number(k, "select count(*) from post", 0);
    flow_poll(k);
    assert_number(k, "select failures from channel", 0);
    assert_number(k, "select count(*) from post", 31);
}

/* ---- disk and clock -----------------------------------------------------------------------
 */

static void a_full_disk_loses_nothing(struct kit_db *k)
{
    k_id channel;
    struct flow_env env = flow_env_of(k);
    bool found;
    hear_the_question(k, "fake://full", NULL, &channel);
    int64_t pages = kit_db_number(k, "pragma page_count");
    kit_db_run(k, k_fmt(k->cx.arena, "pragma max_page_count = %lld", (long long)pages).p);
    k_err err = channel_poll_next(&k->cx, &env, &found);
    assert_int_equal(err, K_ERR_DISK_FULL);
    assert_int_equal(kit_db_number(k, "select count(*) from post"), 0);
    assert_text(k, "select coalesce(cursor, 'none') from channel", "none");
    kit_db_run(k, "pragma max_page_count = 1000000");
    k->clock.fixed += CHANNEL_LEASE + K_SEC;
    flow_poll(k);
    assert_number(k, "select count(*) from post", 31);
}

static void a_clock_that_goes_back_keeps_order_and_replies(struct kit_db *k)
{
    k_id channel, mara = flow_member(k, "mara");
    hear_the_question(k, "fake://back", NULL, &channel);
    k->clock.fixed += 10 * K_DAY;
    /* The last that the network said, as far as our clock knows: nothing is left today. */
    struct fake_world *net = fake_world_at(K_S("fake://back"));
    fake_world_set(net, FAKE_LEFT_UNTIL, k->clock.fixed + K_HOUR);
    fake_world_set(net, FAKE_LEFT, 1);
    flow_poll(k);
    int64_t newest = kit_db_number(k, "select max(id) from post");
    assert_true(kit_db_number(k, "select next_poll_at from channel") > k->clock.fixed);
    k->clock.fixed -= 5 * K_DAY;
    fake_world_set(net, FAKE_LEFT, -1);
    struct item it = flow_item("late", NULL, "ann", "Anybody there?", 10 * K_DAY);
    struct ingest_from from = {.channel = channel, .network = K_S("fake")};
    struct ingest_result r;
    flow_ok(k, db_begin(&k->cx, true));
    flow_ok(k, ingest_batch(&k->cx, &from, &it, 1, &r));
    flow_ok(k, db_commit(&k->cx));
    assert_true(r.items[0].post > newest);
    assert_number(k, "select posted_at from post where native_id = 'late'", k->clock.fixed);
    flow_as(k, mara);
    flow_ok(k,
            flow_reply(
                k, kit_db_number(k, "select conversation_id from post where native_id = 'q'"),
                TEXT, "key-0001", NULL));
    flow_deliver(k);
    assert_text(k, "select state from outbox", "sent");
    struct event_report report;
    flow_ok(k, event_verify(&k->cx, 0, &report));
    assert_true(report.whole);
}

/* ---- two nodes ----------------------------------------------------------------------------
 */

struct node {
    struct kit_db *k;
    struct k_ctx cx;
    int number;
    pthread_t thread;
    k_err err;
};

static void *work_as_node(void *arg)
{
    struct node *n = arg;
    struct flow_env env = flow_env_of(n->k);
    bool polled = true, sent = true;
    env.node = n->number;
    while (n->err == K_OK && (polled || sent)) {
        n->err = channel_poll_next(&n->cx, &env, &polled);
        if (n->err == K_ERR_BUSY) { /* the other one met the same person: again, later */
            n->err = K_OK;
            polled = true;
        }
        if (n->err == K_OK)
            n->err = outbox_send_next(&n->cx, &env, &sent);
        k_arena_reset(n->cx.arena);
        n->cx.detail = (struct k_detail){0};
    }
    return NULL;
}

static void two_at_once(struct kit_db *k)
{
    struct node nodes[2] = {{.k = k, .number = 1}, {.k = k, .number = 2}};
    for (int i = 0; i < 2; i++) {
        kit_db_second(k, &nodes[i].cx, (uint64_t)i + 7);
        assert_int_equal(pthread_create(&nodes[i].thread, NULL, work_as_node, &nodes[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        (void)pthread_join(nodes[i].thread, NULL);
    for (int i = 0; i < 2; i++) {
        if (nodes[i].err != K_OK)
            fail_msg("node %d: %s %.*s", i, k_err_row(nodes[i].err)->slug,
                     K_ARG(nodes[i].cx.detail.text));
        kit_db_second_close(&nodes[i].cx);
    }
}

static void two_nodes_share_the_work(struct kit_db *k)
{
    k_id channels[4], mara = flow_member(k, "mara");
    struct fake_world *w[4];
    for (int i = 0; i < 4; i++) {
        k_str address = k_fmt(k->cx.arena, "fake://node%d", i);
        w[i] = flow_world(k, address.p, NULL, &channels[i]);
        for (int p = 0; p < 40; p++) { /* everybody sees the same posts */
            k_str id = k_fmt(k->cx.arena, "p%d", p), who = k_fmt(k->cx.arena, "who%d", p % 9),
                  parent = p % 4 ? k_fmt(k->cx.arena, "p%d", p - p % 4) : K_NONE,
                  text = k_fmt(k->cx.arena, "Where is number %d?", p);
            struct item it = flow_item(id.p, parent.p, who.p, text.p, p * K_SEC);
            fake_world_say(w[i], &it, KIT_T0);
        }
    }
    k->clock.fixed = KIT_T0 + K_HOUR;
    two_at_once(k);
    k->clock.fixed += CHANNEL_LEASE + K_HOUR;
    flow_poll(k);
    assert_number(k, "select count(*) from post", 40);
    assert_number(k, "select count(*) from person", 9);
    assert_number(k, "select count(*) from conversation where status <> 'merged'", 10);
    assert_number(k, "select sum(post_count) from conversation", 40);
    assert_number(k, "select sum(heard) from person", 40);

    flow_as(k, mara);
    for (int i = 0; i < 10; i++)
        flow_ok(k, flow_reply(k,
                              kit_db_number(k, k_fmt(k->cx.arena,
                                                     "select conversation_id from post where "
                                                     "native_id = 'p%d'",
                                                     i * 4)
                                                   .p),
                              k_fmt(k->cx.arena, "%d is in room %d%d", i, i * 7, i * i).p,
                              k_fmt(k->cx.arena, "key-%04d", i).p, NULL));
    two_at_once(k);
    assert_number(k, "select count(*) from outbox where state = 'sent'", 10);
    size_t arrived = 0, calls = 0;
    for (int i = 0; i < 4; i++) {
        struct fake_reply *v;
        arrived += fake_world_replies(w[i], k->cx.arena, &v);
        calls += fake_world_calls(w[i], FAKE_REPLY);
    }
    assert_int_equal(arrived, 10);
    assert_int_equal(calls, 10);
    struct event_report report;
    flow_ok(k, event_verify(&k->cx, 0, &report));
    assert_true(report.whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(reply_is_sent_once_after_crash),
        KIT_BOTH(an_acknowledgement_is_sent_once_after_crash_and_is_no_answer),
        KIT_BOTH(no_post_is_lost_or_doubled_by_a_crash),
        KIT_BOTH(doubled_and_shuffled_pages_make_the_same_inbox),
        KIT_BOTH(trouble_is_written_down_and_passes),
        KIT_SQLITE(a_full_disk_loses_nothing),
        KIT_BOTH(a_clock_that_goes_back_keeps_order_and_replies),
        KIT_BOTH(two_nodes_share_the_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
