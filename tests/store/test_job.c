/* The durable queue: one live job a key, leases, pauses, giving up. */
#include "kit/db.h"
#include "store/job.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

static k_id enqueue(struct kit_db *k, const char *kind, const char *key, k_time at)
{
    k_id id;
    struct job_new j = {.kind = k_str_z(kind), .key = k_str_z(key), .run_at = at};
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(job_enqueue(&k->cx, &j, &id, NULL));
    CHECK_OK(db_commit(&k->cx));
    return id;
}

static bool claim(struct kit_db *k, struct job *j)
{
    bool found;
    CHECK_OK(job_claim(&k->cx, 1, j, &found));
    return found;
}

static struct job_state state(struct kit_db *k, k_id id)
{
    struct job_state s;
    bool found;
    CHECK_OK(job_get(&k->cx, id, &s, &found));
    assert_true(found);
    return s;
}

static k_err in_write(struct kit_db *k, k_err (*fn)(struct k_ctx *, const struct job *),
                      const struct job *j)
{
    CHECK_OK(db_begin(&k->cx, true));
    k_err err = fn(&k->cx, j);
    if (err == K_OK)
        CHECK_OK(db_commit(&k->cx));
    else
        db_rollback(&k->cx);
    return err;
}

static k_err fail_once(struct k_ctx *cx, const struct job *j)
{
    return job_fail(cx, j, K_S("The server was away."), false);
}

static k_err fail_for_good(struct k_ctx *cx, const struct job *j)
{
    return job_fail(cx, j, K_S("No such file."), true);
}

static void the_job_due_longest_is_taken_first(struct kit_db *k)
{
    struct job j;
    k_time at;
    k_id late = enqueue(k, "b", "1", KIT_T0 - K_SEC),
         early = enqueue(k, "a", "1", KIT_T0 - K_MIN);
    enqueue(k, "c", "1", KIT_T0 + K_HOUR);
    CHECK_OK(job_next_due(&k->cx, &at));
    assert_true(at == KIT_T0 - K_MIN);
    assert_true(claim(k, &j));
    assert_true(j.id == early && j.attempts == 1 && k_str_eqz(j.payload, "{}"));
    assert_null(j.progress.p);
    assert_true(claim(k, &j));
    assert_true(j.id == late);
    assert_false(claim(k, &j));
    CHECK_OK(job_next_due(&k->cx, &at));
    assert_true(at == KIT_T0 + K_HOUR);
    k->clock.fixed += K_HOUR;
    assert_true(claim(k, &j));
    assert_true(k_str_eqz(j.kind, "c"));
    CHECK_OK(job_next_due(&k->cx, &at));
    assert_true(at == 0);
}

static void one_live_job_a_key(struct kit_db *k)
{
    struct job j;
    bool running;
    k_id a = enqueue(k, "index", "", KIT_T0 + K_HOUR);
    assert_true(enqueue(k, "index", "", KIT_T0 + 2 * K_HOUR) == a);
    assert_true(state(k, a).run_at == KIT_T0 + K_HOUR);
    assert_true(enqueue(k, "index", "", KIT_T0) == a);
    assert_true(state(k, a).run_at == KIT_T0); /* it came forward */
    assert_true(enqueue(k, "index", "other", KIT_T0 + K_DAY) != a);
    assert_true(claim(k, &j) && j.id == a);
    k_id again;
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(job_enqueue(&k->cx, &(struct job_new){.kind = K_S("index")}, &again, &running));
    CHECK_OK(db_commit(&k->cx));
    assert_true(running && again == a);
    CHECK_OK(in_write(k, job_finish, &j));
    assert_true(k_str_eqz(state(k, a).state, "done"));
    assert_true(enqueue(k, "index", "", KIT_T0) != a);
}

static void a_failed_job_comes_back_later_and_at_last_stays(struct kit_db *k)
{
    struct job j;
    k_id id = enqueue(k, "send", "1", KIT_T0);
    for (int i = 1; i <= JOB_ATTEMPTS; i++) {
        assert_true(claim(k, &j));
        assert_int_equal(j.attempts, i);
        k_time now = k->clock.fixed;
        CHECK_OK(in_write(k, fail_once, &j));
        struct job_state s = state(k, id);
        assert_true(k_str_eqz(s.error, "The server was away."));
        if (i == JOB_ATTEMPTS) {
            assert_true(k_str_eqz(s.state, "failed"));
            break;
        }
        assert_true(k_str_eqz(s.state, "ready"));
        assert_true(s.run_at >= now + job_pause(i, 0) && s.run_at < now + job_pause(i, 1));
        assert_false(claim(k, &j));
        k->clock.fixed = s.run_at;
    }
    assert_false(claim(k, &j));
    struct job_state_list l;
    CHECK_OK(job_troubled(&k->cx, 10, &l));
    assert_int_equal(l.n, 1);
    assert_true(l.v[0].id == id && l.v[0].finished_at == k->clock.fixed);
    id = enqueue(k, "send", "1", 0);
    assert_true(claim(k, &j));
    CHECK_OK(in_write(k, fail_for_good, &j));
    assert_true(k_str_eqz(state(k, id).state, "failed"));
}

static void the_pause_doubles_up_to_an_hour(void **unused)
{
    (void)unused;
    static const struct {
        int64_t attempts;
        k_time pause;
    } rows[] = {{1, 15 * K_SEC}, {2, 30 * K_SEC}, {3, K_MIN},       {7, 16 * K_MIN},
                {8, 32 * K_MIN}, {9, K_HOUR},     {1000000, K_HOUR}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(job_pause(rows[i].attempts, 0) == rows[i].pause);
    assert_true(job_pause(1, 0.5) == 15 * K_SEC + 15 * K_SEC / 8);
}

static void a_dead_workers_job_is_taken_again(struct kit_db *k)
{
    struct job first, second;
    int64_t n;
    k_id id = enqueue(k, "send", "1", 0);
    assert_true(claim(k, &first));
    k->clock.fixed += JOB_LEASE / 2;
    CHECK_OK(in_write(k, job_renew, &first));
    k->clock.fixed += JOB_LEASE / 2 + K_SEC;
    CHECK_OK(job_reclaim(&k->cx, &n));
    assert_int_equal(n, 0); /* renewed in time */
    k->clock.fixed += JOB_LEASE;
    CHECK_OK(job_reclaim(&k->cx, &n));
    assert_int_equal(n, 1);
    assert_true(claim(k, &second));
    assert_true(second.id == id && second.attempts == 2);
    assert_int_equal(in_write(k, job_renew, &first), K_ERR_GONE);
    assert_int_equal(in_write(k, job_finish, &first), K_ERR_GONE);
    assert_int_equal(in_write(k, fail_once, &first), K_ERR_GONE);
    CHECK_OK(in_write(k, job_finish, &second));
    assert_int_equal(in_write(k, job_finish, &second), K_ERR_GONE);
}

static void a_job_that_kills_its_workers_is_given_up(struct kit_db *k)
{
    struct job j;
    k_id id = enqueue(k, "send", "1", 0);
    for (int i = 0; i < JOB_ATTEMPTS; i++) {
        assert_true(claim(k, &j));
        k->clock.fixed += JOB_LEASE + K_SEC;
        CHECK_OK(job_reclaim(&k->cx, NULL));
    }
    assert_false(claim(k, &j));
    assert_true(k_str_eqz(state(k, id).state, "failed"));
    assert_non_null(state(k, id).error.p);
}

static void progress_survives_to_the_next_attempt(struct kit_db *k)
{
    struct job j;
    enqueue(k, "import", "7", 0);
    assert_true(claim(k, &j));
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(job_progress(&k->cx, &j, K_S("{\"line\":500}")));
    CHECK_OK(db_commit(&k->cx));
    k->clock.fixed += JOB_LEASE + K_SEC;
    CHECK_OK(job_reclaim(&k->cx, NULL));
    assert_true(claim(k, &j));
    assert_true(k_str_eqz(j.progress, "{\"line\":500}"));
}

static void old_done_jobs_are_forgotten(struct kit_db *k)
{
    struct job j;
    int64_t n;
    enqueue(k, "a", "1", 0);
    enqueue(k, "b", "1", 0);
    assert_true(claim(k, &j));
    CHECK_OK(in_write(k, job_finish, &j));
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(job_prune(&k->cx, k->clock.fixed, &n));
    assert_int_equal(n, 0);
    CHECK_OK(job_prune(&k->cx, k->clock.fixed + 1, &n));
    assert_int_equal(n, 1);
    CHECK_OK(db_commit(&k->cx));
    assert_true(claim(k, &j));
}

static void two_workers_never_hold_the_same_job(struct kit_db *k)
{
    struct k_ctx other;
    struct job a, b;
    bool found;
    enqueue(k, "a", "1", KIT_T0 - 2);
    enqueue(k, "a", "2", KIT_T0 - 1);
    kit_db_second(k, &other, 1);
    /* On PostgreSQL both may be inside the claim at once: the second skips the locked row. */
    if (db_kind_of(k->cx.db) == DB_POSTGRES) {
        CHECK_OK(db_begin(&k->cx, true));
        kit_db_run(k, "select id from job where key = '1' for update");
        CHECK_OK(job_claim(&other, 2, &b, &found));
        assert_true(found && k_str_eqz(b.key, "2"));
        CHECK_OK(db_commit(&k->cx));
        assert_true(claim(k, &a) && k_str_eqz(a.key, "1"));
    } else {
        assert_true(claim(k, &a) && k_str_eqz(a.key, "1"));
        CHECK_OK(job_claim(&other, 2, &b, &found));
        assert_true(found && k_str_eqz(b.key, "2"));
    }
    kit_db_second_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(the_job_due_longest_is_taken_first),
        KIT_BOTH(one_live_job_a_key),
        KIT_BOTH(a_failed_job_comes_back_later_and_at_last_stays),
        cmocka_unit_test(the_pause_doubles_up_to_an_hour),
        KIT_BOTH(a_dead_workers_job_is_taken_again),
        KIT_BOTH(a_job_that_kills_its_workers_is_given_up),
        KIT_BOTH(progress_survives_to_the_next_attempt),
        KIT_BOTH(old_done_jobs_are_forgotten),
        KIT_BOTH(two_workers_never_hold_the_same_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
