/* When the database is in trouble: a full disk, a lock that somebody else holds, deadlocks,
 * kill -9. What was promised before stays, what failed leaves nothing, and afterwards work goes
 * on. */
#include "db/driver.h"
#include "db/handle.h"
#include "kit/db.h"
#include "os/thread.h"
#include "store/event.h"
#include "store/setting.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

static k_err add_event(struct k_ctx *cx, void *arg)
{
    struct event_new e = {
        .verb = K_S("x.y"), .object_kind = K_S("x"), .payload = *(k_str *)arg};
    return event_append(cx, &e, NULL);
}

static struct event_report verify(struct kit_db *k)
{
    struct event_report r;
    CHECK_OK(event_verify(&k->cx, 0, &r));
    return r;
}

static void a_full_disk_loses_nothing_and_ends(struct kit_db *k)
{
    char text[2000];
    k_str payload = {text, sizeof text};
    struct db_health h;
    memset(text, 'x', sizeof text);
    CHECK_OK(db_write(&k->cx, add_event, &payload));
    int64_t pages = kit_db_number(k, "pragma page_count");
    kit_db_run(k, k_fmt(k->cx.arena, "pragma max_page_count = %lld", (long long)pages + 5).p);
    k_err err = K_OK;
    int64_t done = 1;
    while ((err = db_write(&k->cx, add_event, &payload)) == K_OK)
        done++;
    assert_int_equal(err, K_ERR_DISK_FULL);
    assert_false(db_in_transaction(k->cx.db));
    assert_int_equal(db_write(&k->cx, add_event, &payload), K_ERR_DISK_FULL);
    assert_true(verify(k).whole && verify(k).checked == done); /* reading goes on */
    kit_db_run(k, "pragma max_page_count = 100000");
    CHECK_OK(db_write(&k->cx, add_event, &payload));
    assert_int_equal(verify(k).checked, done + 1);
    CHECK_OK(db_health_get(&k->cx, true, &h));
    assert_true(h.whole);
}

/* A large transaction that does not fit is undone as a whole. */
static k_err many_events(struct k_ctx *cx, void *arg)
{
    for (int i = 0; i < 200; i++)
        K_TRY(add_event(cx, arg));
    return K_OK;
}

static void a_transaction_that_does_not_fit_leaves_nothing(struct kit_db *k)
{
    char text[2000];
    k_str payload = {text, sizeof text};
    memset(text, 'x', sizeof text);
    int64_t pages = kit_db_number(k, "pragma page_count");
    kit_db_run(k, k_fmt(k->cx.arena, "pragma max_page_count = %lld", (long long)pages + 50).p);
    assert_int_equal(db_write(&k->cx, many_events, &payload), K_ERR_DISK_FULL);
    assert_int_equal(verify(k).checked, 0);
    assert_int_equal(kit_db_number(k, "select count(*) from event_payload"), 0);
}

/* Another program (a backup tool, the sqlite3 shell) holds the write lock of the file. */
static void a_locked_database_is_busy_and_then_free(struct kit_db *k)
{
    struct k_ctx cx;
    k_str payload = K_S("{}");
    sqlite3 *other = NULL;
    k->cfg.busy_ms = 30;
    kit_db_second(k, &cx, 1);
    assert_int_equal(sqlite3_open(k->where, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "begin immediate", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(db_write(&cx, add_event, &payload), K_ERR_BUSY);
    assert_int_equal(db_write(&cx, add_event, &payload),
                     K_ERR_BUSY); /* our own place is free */
    assert_true(verify(k).whole);
    assert_int_equal(sqlite3_exec(other, "commit", NULL, NULL, NULL), SQLITE_OK);
    CHECK_OK(db_write(&cx, add_event, &payload));
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    kit_db_second_close(&cx);
}

/* ---- two writers in each other's way ---- */

struct crossing {
    struct k_ctx cx;
    const char *first, *second;
    struct crossing *other;
    _Atomic bool inside;
    int runs;
    k_err err;
    struct os_thread thread;
};

static k_err cross(struct k_ctx *cx, void *arg)
{
    struct crossing *c = arg;
    bool again = c->runs++ > 0;
    K_TRY(setting_set(cx, k_str_z(c->first), k_str_z(c->second)));
    c->inside = true;
    while (!c->other->inside && !again) /* both hold their first row */
        (void)k_mono();
    return setting_set(cx, k_str_z(c->second), k_str_z(c->first));
}

static void run_crossing(void *arg)
{
    struct crossing *c = arg;
    c->err = db_write(&c->cx, cross, c);
}

static void a_deadlock_is_run_again_and_both_succeed(struct kit_db *k)
{
    static struct crossing a, b;
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    a.first = b.second = "left";
    a.second = b.first = "right";
    a.other = &b;
    b.other = &a;
    kit_db_second(k, &a.cx, 1);
    kit_db_second(k, &b.cx, 2);
    CHECK_OK(db_script(&a.cx, "set deadlock_timeout = '20ms'"));
    CHECK_OK(db_script(&b.cx, "set deadlock_timeout = '20ms'"));
    CHECK_OK(os_thread_start(&a.thread, "left", run_crossing, &a));
    CHECK_OK(os_thread_start(&b.thread, "right", run_crossing, &b));
    os_thread_join(&a.thread);
    os_thread_join(&b.thread);
    assert_int_equal(a.err, K_OK);
    assert_int_equal(b.err, K_OK);
    assert_true(a.runs + b.runs >= 3);
    kit_db_second_close(&a.cx);
    kit_db_second_close(&b.cx);
}

/* ---- two insert the same ---- */

static k_err find_or_add(struct k_ctx *cx, void *arg)
{
    struct kit_db *k = arg;
    k_str there;
    K_TRY(db_ask(cx, "select id from team where name = 'x'", &there));
    if (there.p)
        return K_OK;
    if (k->cx.db != cx->db && !db_in_transaction(k->cx.db)) { /* somebody is faster */
        CHECK_OK(db_begin(&k->cx, true));
        CHECK_OK(
            db_script(&k->cx, "insert into team (id, name, created_at) values (1, 'x', 0)"));
        CHECK_OK(db_commit(&k->cx));
    }
    return db_script(cx, "insert into team (id, name, created_at) values (2, 'x', 0)");
}

static void what_somebody_else_inserted_meanwhile_is_found(struct kit_db *k)
{
    struct k_ctx other;
    kit_db_second(k, &other, 1);
    CHECK_OK(db_write(&other, find_or_add, k));
    assert_int_equal(kit_db_number(k, "select id from team where name = 'x'"), 1);
    kit_db_second_close(&other);
}

/* ---- a killed program ---- */

/* Writes events until it is killed; a process of its own. */
static void write_for_ever(struct kit_db *k)
{
    k_str payload = K_S("{\"ids\":[1,2,3]}");
    k_err err = db_open(&k->cx, &k->cfg, &k->cx.db);
    while (err == K_OK) {
        err = db_write(&k->cx, add_event, &payload);
        k_arena_reset(k->cx.arena);
    }
    _exit(1);
}

static void a_killed_writer_leaves_a_whole_chain(struct kit_db *k)
{
    struct db_health h;
    int64_t before = 0;
    for (int run = 0; run < 10; run++) {
        int64_t target = before + 1 + (int64_t)k_rand_below(k->cx.rand, 30), seen = 0;
        db_close(k->cx.db); /* no connection is carried into the other process */
        k->cx.db = NULL;
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            write_for_ever(k);
        CHECK_OK(db_open(&k->cx, &k->cfg, &k->cx.db));
        while (seen < target) {
            seen = kit_db_number(k, "select seq from event_head");
            assert_int_equal(waitpid(pid, NULL, WNOHANG), 0); /* it writes on */
        }
        assert_int_equal(kill(pid, SIGKILL), 0);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        k_arena_reset(k->cx.arena);
        struct event_report r = verify(k);
        assert_true(r.whole && r.checked >= seen); /* what was committed is there */
        before = r.checked;
    }
    CHECK_OK(db_health_get(&k->cx, true, &h));
    assert_true(h.whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_SQLITE(a_full_disk_loses_nothing_and_ends),
        KIT_SQLITE(a_transaction_that_does_not_fit_leaves_nothing),
        KIT_SQLITE(a_locked_database_is_busy_and_then_free),
        KIT_POSTGRES(a_deadlock_is_run_again_and_both_succeed),
        KIT_POSTGRES(what_somebody_else_inserted_meanwhile_is_found),
        KIT_BOTH(a_killed_writer_leaves_a_whole_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
