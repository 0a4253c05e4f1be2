/* What servers on one PostgreSQL tell each other: with the commit, split to what fits, never to
 * oneself, never what was undone. */
#include "db/driver.h"
#include "kit/db.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

struct ear {
    size_t n;
    struct k_arena *a;
    struct db_word last;
    k_str all; /* "name.1.2.3 " of each */
};

static void hear(void *arg, const struct db_word *w)
{
    struct ear *e = arg;
    e->n++;
    e->last = *w;
    e->last.name = k_dup(e->a, w->name);
    if (e->n <= 20)
        e->all = k_fmt(e->a, "%.*s%.*s.%lld.%lld.%lld ", K_ARG(e->all), K_ARG(w->name),
                       (long long)w->v[0], (long long)w->v[1], (long long)w->v[2]);
}

/* The words of payloads as they come; bad ones are passed over. */
static void words_are_taken_apart(void **state)
{
    static const struct {
        const char *payload, *want;
    } rows[] = {
        {"me post.7", ""},
        {"you post.7", "post.7.0.0 "},
        {"you post.7 at.1.2.3 all.0", "post.7.0.0 at.1.2.3 all.0.0.0 "},
        {"you", ""},
        {"", ""},
        {"you  post.x .5 post. post.-4", "post.0.0.0 post.-4.0.0 "},
        {"you at.1.2.3.4 at.99999999999999999999", "at.1.2.3 "},
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ear e = {.a = a, .all = K_S("")};
        db_listen_parse(k_str_z(rows[i].payload), K_S("me"), hear, &e);
        if (!k_str_eqz(e.all, rows[i].want))
            fail_msg("%s: %.*s", rows[i].payload, K_ARG(e.all));
    }
    k_arena_free(a);
}

static void post_notices(struct kit_db *k, k_id from, k_id to, bool keep)
{
    CHECK_OK(db_begin(&k->cx, true));
    for (k_id id = from; id <= to; id++)
        k_ctx_notice(&k->cx, K_TOPIC_POST, id);
    if (keep)
        CHECK_OK(db_commit(&k->cx));
    else
        db_rollback(&k->cx);
}

/* Until n words came. */
static void wait_for(struct db_listen *l, struct ear *e, size_t n)
{
    k_time until = k_mono() + 20 * K_SEC;
    while (e->n < n && k_mono() < until)
        CHECK_OK(db_listen_wait(l, -1, 1000, hear, e));
    assert_int_equal(e->n, n);
}

static void what_is_committed_is_told_to_others_only(struct kit_db *k)
{
    struct db_publish me = {.origin = "me"}, you = {.origin = "you"};
    struct db_config mine = k->cfg, yours = k->cfg;
    struct db_listen *a, *b;
    struct ear ear_a = {.a = k->cx.arena, .all = K_S("")}, ear_b = ear_a;
    mine.publish = &me;
    yours.publish = &you;
    k->cx.db->cfg.publish = &me;
    CHECK_OK(db_listen_open(&k->cx, &mine, &a));
    CHECK_OK(db_listen_open(&k->cx, &yours, &b));
    post_notices(k, 1, 3, true);
    post_notices(k, 4, 6, false); /* undone: nobody hears of it */
    CHECK_OK(db_tell(&k->cx, "at", (const int64_t[]){1, 2, 3}, 3));
    wait_for(b, &ear_b, 4);
    assert_true(k_str_eqz(ear_b.all, "post.1.0.0 post.2.0.0 post.3.0.0 at.1.2.3 "));
    /* One commit of many: several payloads, none too long, nothing missing. */
    ear_b.n = 0;
    post_notices(k, 1000000000000000000, 1000000000000001500, true);
    wait_for(b, &ear_b, 1501);
    assert_int_equal(ear_b.last.v[0], 1000000000000001500);
    ear_b.n = 0;
    post_notices(k, 1, 2500, true);
    wait_for(b, &ear_b, 1);
    assert_true(k_str_eqz(ear_b.last.name, "all"));
    CHECK_OK(db_listen_wait(a, -1, 0, hear, &ear_a));
    assert_int_equal(ear_a.n, 0);
    k->cx.db->cfg.publish = NULL;
    db_listen_close(a);
    db_listen_close(b);
}

static void a_killed_connection_is_seen(struct kit_db *k)
{
    struct db_listen *l;
    struct ear e = {.a = k->cx.arena, .all = K_S("")};
    CHECK_OK(db_listen_open(&k->cx, &k->cfg, &l));
    assert_int_equal(kit_db_number(k, "select count(pg_terminate_backend(pid)) from "
                                      "pg_stat_activity where application_name = "
                                      "'kith listener' and datname = current_database()"),
                     1);
    k_err err = K_OK;
    for (int i = 0; i < 20 && err == K_OK; i++)
        err = db_listen_wait(l, -1, 1000, hear, &e);
    assert_int_equal(err, K_ERR_DB_DOWN);
    db_listen_close(l);
}

static void sqlite_has_nobody_to_tell(struct kit_db *k)
{
    struct db_publish me = {.origin = "me"};
    struct db_listen *l;
    assert_int_equal(db_listen_open(&k->cx, &k->cfg, &l), K_ERR_UNSUPPORTED);
    k->cx.db->cfg.publish = &me;
    CHECK_OK(db_tell(&k->cx, "at", NULL, 0));
    k->cx.db->cfg.publish = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_taken_apart),
        KIT_POSTGRES(what_is_committed_is_told_to_others_only),
        KIT_POSTGRES(a_killed_connection_is_seen),
        KIT_SQLITE(sqlite_has_nobody_to_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
