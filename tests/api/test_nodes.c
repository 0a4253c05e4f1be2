/* Two servers on one PostgreSQL: what one commits is seen on the screens of the other, who is
 * where is known to both, an ended session ends everywhere, and a lost connection comes back
 * with everything fetched again. */
#include "kit/api.h"
#include <time.h>

struct two {
    struct kit_house a; /* with the demo */
    struct kit_api b;
    struct kit_client owner_b, agent_b; /* the same sessions at the other server */
};

#define LISTENERS                                                                              \
    "select count(*) from pg_stat_activity where application_name = 'kith listener' and "      \
    "query = 'listen kith' and state = 'idle' and datname = current_database()"

static void wait_until_both_listen(struct kit_db *k)
{
    const struct timespec moment = {.tv_nsec = 10000000};
    k_time until = k_mono() + 20 * K_SEC;
    while (kit_db_number(k, LISTENERS) < 2 && k_mono() < until)
        nanosleep(&moment, NULL);
    assert_int_equal(kit_db_number(k, LISTENERS), 2);
}

static void open_two(struct two *t, struct kit_db *k)
{
    kit_house_open(&t->a, k);
    kit_api_open(&t->b, k);
    t->owner_b = t->a.owner;
    t->agent_b = t->a.agent;
    t->owner_b.api = t->agent_b.api = &t->b;
    wait_until_both_listen(k);
}

static void close_two(struct two *t)
{
    kit_api_close(&t->b);
    kit_api_close(&t->a.api);
}

static void add_note(struct two *t, k_str conversation, const char *text)
{
    k_str body = k_fmt(t->a.api.arena, "{\"text\":\"%s\"}", text);
    k_str path = k_fmt(t->a.api.arena, "/api/v1/conversations/%.*s/notes", K_ARG(conversation));
    struct kit_answer a = kit_send(&t->a.owner, "POST", path.p, body.p);
    kit_expect(&a, 201);
}

static void a_commit_of_one_is_seen_on_screens_of_the_other(struct kit_db *k)
{
    struct two t;
    open_two(&t, k);
    k_str id = kit_somebody_waits(&t.a);
    int stream = kit_listen(&t.owner_b);
    add_note(&t, id, "look at this");
    assert_true(kit_wait_event(stream, "conversation", id));
    kit_hang_up(stream);
    close_two(&t);
}

static void a_lost_connection_comes_back_and_says_that_all_may_be_old(struct kit_db *k)
{
    struct two t;
    open_two(&t, k);
    k_str id = kit_somebody_waits(&t.a);
    int stream = kit_listen(&t.owner_b);
    (void)kit_db_number(k, "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                           "where application_name = 'kith listener' and datname = "
                           "current_database()");
    assert_true(kit_wait_event(stream, "all", K_NONE));
    /* That somebody left may be among what was missed: who still may comes again. */
    assert_true(kit_wait_end(stream));
    kit_hang_up(stream);
    wait_until_both_listen(k);
    stream = kit_listen(&t.owner_b);
    add_note(&t, id, "and now");
    assert_true(kit_wait_event(stream, "conversation", id));
    kit_hang_up(stream);
    close_two(&t);
}

static void say(struct two *t, struct kit_client *c, k_str conversation, const char *state)
{
    k_str body = k_fmt(t->a.api.arena, "{\"conversation_id\":\"%.*s\",\"state\":\"%s\"}",
                       K_ARG(conversation), state);
    struct kit_answer a = kit_send(c, "PUT", "/api/v1/presence", body.p);
    kit_expect(&a, 204);
}

static void who_writes_at_one_is_seen_at_the_other(struct kit_db *k)
{
    struct two t;
    open_two(&t, k);
    k_str id = kit_somebody_waits(&t.a);
    int stream = kit_listen(&t.owner_b);
    k_str path = k_fmt(t.a.api.arena, "/api/v1/conversations/%.*s/presence", K_ARG(id));
    say(&t, &t.a.agent, id, "writing");
    assert_true(kit_wait_event(stream, "presence", id));
    struct kit_answer a = kit_get(&t.owner_b, path.p);
    assert_true(k_str_eqz(kit_str(&a, "items.0.state"), "writing"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.member.handle"), "agent"));
    say(&t, &t.a.agent, id, "away");
    assert_true(kit_wait_event(stream, "presence", id));
    a = kit_get(&t.owner_b, path.p);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    kit_hang_up(stream);
    close_two(&t);
}

static void an_ended_session_hears_nothing_anywhere(struct kit_db *k)
{
    struct two t;
    open_two(&t, k);
    int stream = kit_listen(&t.agent_b);
    struct kit_answer a = kit_send(&t.a.agent, "DELETE", "/api/v1/session", NULL);
    assert_in_range(a.status, 200, 204);
    assert_true(kit_wait_end(stream));
    kit_hang_up(stream);
    close_two(&t);
}

static void a_pause_at_one_holds_at_the_other(struct kit_db *k)
{
    struct two t;
    open_two(&t, k);
    int stream = kit_listen(&t.owner_b);
    struct kit_answer a = kit_send(&t.a.agent, "POST", "/api/v1/pauses", "{\"scope\":\"all\"}");
    kit_expect(&a, 200);
    assert_true(kit_wait_event(stream, "setting", kit_str(&a, "id")));
    a = kit_get(&t.owner_b, "/api/v1/status");
    assert_true(k_str_eqz(kit_str(&a, "pauses.0.scope"), "all"));
    assert_true(k_str_eqz(kit_str(&a, "pauses.0.started_by.handle"), "agent"));
    kit_hang_up(stream);
    close_two(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_POSTGRES(a_commit_of_one_is_seen_on_screens_of_the_other),
        KIT_POSTGRES(a_lost_connection_comes_back_and_says_that_all_may_be_old),
        KIT_POSTGRES(who_writes_at_one_is_seen_at_the_other),
        KIT_POSTGRES(an_ended_session_hears_nothing_anywhere),
        KIT_POSTGRES(a_pause_at_one_holds_at_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
