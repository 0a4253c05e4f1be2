/* The demo: made by one call through the usual ways, lively, and gone without a trace but the
 * event log. */
#include "flow/channels.h"
#include "flow/demo.h"
#include "kit/db.h"
#include "os/file.h"
#include "store/event.h"
#include "store/search.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)

static struct k_secret_key key;

static struct flow_env env_of(struct kit_db *k, const char *folder)
{
    return (struct flow_env){
        .clock = &k->clock, .ids = &k->ids, .key = &key, .node = 1, .data_dir = folder};
}

static const char *folder_of(struct kit_db *k)
{
    static char path[512];
    k_str p;
    CHECK_OK(os_folder_temp(k->cx.arena, "kith-demo", &p));
    snprintf(path, sizeof path, "%.*s", K_ARG(p));
    return path;
}

static void six_weeks_are_told_through_the_usual_ways(struct kit_db *k)
{
    const char *folder = folder_of(k);
    struct flow_env env = env_of(k, folder);
    struct demo_state state;
    struct event_report report;
    CHECK_OK(demo_create(&k->cx, &env));
    CHECK_OK(demo_state(&k->cx, &state));
    assert_true(state.present);
    assert_int_equal(state.members, 4);
    assert_int_equal(state.channels, 3);
    assert_true(state.posts > 150);
    assert_true(state.people > 30);
    /* somebody waits, a hand-over brought a deal, a fault was mended, a storm is one item */
    assert_true(
        kit_db_number(
            k,
            "select count(*) from conversation where waiting_since > 0 and status = 'open'") >=
        5);
    assert_int_equal(kit_db_number(k, "select count(*) from handoff where result = 'deal'"), 1);
    assert_int_equal(kit_db_number(k, "select count(*) from handoff where result = 'solved'"),
                     1);
    assert_int_equal(kit_db_number(k, "select count(*) from handoff where closed_at = 0"), 1);
    assert_true(kit_db_number(k, "select count(*) from storm where authors >= 10") == 1);
    assert_true(kit_db_number(k, "select count(*) from person where stage = 'dialogue'") >= 3);
    assert_true(kit_db_number(
                    k, "select count(*) from post where direction = 'out' and member_id > 0") >=
                40);
    assert_true(kit_db_number(k, "select count(*) from tie where member_id > 0 and strength > "
                                 "0") >= 3);
    /* what colleagues wrote down: an advocate, one who stayed after a bad day */
    assert_true(kit_db_number(k, "select count(*) from touch where source = 'member'") >= 8);
    assert_true(kit_db_number(k, "select count(*) from fact") >= 6);
    assert_int_equal(kit_db_number(k, "select count(*) from commitment where state = 'kept'"),
                     1);
    assert_true(
        kit_db_number(
            k, "select count(*) from moment where kind = 'recovery' and repairs_id > 0") >= 7);
    /* a year before it: somebody loyal, somebody asleep, people who know each other */
    assert_true(kit_db_number(k, "select count(*) from person where stage = 'loyal'") >= 2);
    assert_true(kit_db_number(k, "select count(*) from person where dormancy > 8") >= 1);
    assert_true(kit_db_number(k, "select count(*) from link where kind = 'moment'") >= 12);
    assert_int_equal(kit_db_number(k, "select count(*) from segment"), 3);
    assert_int_equal(kit_db_number(k, "select count(*) from member where builder_opt_in = 1"),
                     3);
    assert_int_equal(kit_db_number(k, "select count(*) from deal where kind = 'referral' and "
                                      "referred_id > 0"),
                     1);
    assert_true(kit_db_number(k, "select count(distinct side) from value_entry") == 2);
    CHECK_OK(event_verify(&k->cx, 0, &report));
    assert_true(report.whole);
    kit_db_reset(k);
    assert_int_equal(demo_create(&k->cx, &env), K_ERR_EXISTS);
    CHECK_OK(os_folder_remove(folder));
}

static void posts_go_on_arriving(struct kit_db *k)
{
    const char *folder = folder_of(k);
    struct flow_env env = env_of(k, folder);
    struct demo_state before, after;
    bool found = true;
    CHECK_OK(demo_create(&k->cx, &env));
    CHECK_OK(demo_state(&k->cx, &before));
    k->clock.fixed += 10 * K_MIN;
    while (found)
        CHECK_OK(channel_poll_next(&k->cx, &env, &found));
    CHECK_OK(demo_state(&k->cx, &after));
    assert_true(after.posts >= before.posts + 10);
    CHECK_OK(os_folder_remove(folder));
}

static void removal_leaves_nothing_but_the_log(struct kit_db *k)
{
    static const char *const tables[] = {"channel",       "conversation",
                                         "post",          "touch",
                                         "person",        "tie",
                                         "stage_move",    "identity",
                                         "note",          "mention",
                                         "handoff",       "member",
                                         "team",          "team_member",
                                         "label",         "conversation_label",
                                         "storm",         "echo",
                                         "tally",         "outbox",
                                         "draft",         "post_version",
                                         "channel_seen",  "datum",
                                         "person_role",   "fact",
                                         "commitment",    "deal",
                                         "value_entry",   "moment",
                                         "moment_person", "keep_in_touch",
                                         "link",          "member_interest",
                                         "tie",           "stage_move",
                                         "match_pair",    "match_key",
                                         "segment",       "thread_look",
                                         "publication",   "outbox_label",
                                         "approval",      "pause_begun"};
    const char *folder = folder_of(k);
    struct flow_env env = env_of(k, folder);
    struct event_report report;
    int64_t n = 1;
    CHECK_OK(demo_create(&k->cx, &env));
    while (n > 0)
        CHECK_OK(search_index_some(&k->cx, 1000, &n));
    /* what a visitor of the demo left behind: somebody looked at each conversation */
    kit_db_run(k, "insert into thread_look (conversation_id, channel_id, looked_at) select id, "
                  "channel_id, 1 from conversation where status <> 'merged'");
    /* and planned a post about something, which had begun to leave when a pause came */
    kit_db_run(
        k,
        "insert into publication (id, member_id, client_key, created_at) select 5, max(id), "
        "'k', 1 from member;"
        "insert into outbox (id, channel_id, member_id, act, text, idem_key, publication_id, "
        "next_at, created_at) select 6, max(c.id), 1, 'post', 'Hello', 'k', 5, 1, 1 from "
        "channel c;"
        "insert into outbox_label (outbox_id, label_id) select 6, max(id) from label;"
        "insert into approval (id, outbox_id, stage, rules, who, within) values (7, 6, 1, "
        "'', 'anybody', 1);"
        "insert into pause (id, scope, started_by, started_at) values (8, 'all', 1, 1);"
        "insert into pause_begun (pause_id, outbox_id) values (8, 6)");
    CHECK_OK(demo_remove(&k->cx, &env));
    for (n = 1; n > 0;)
        CHECK_OK(search_index_some(&k->cx, 1000, &n));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char query[100];
        snprintf(query, sizeof query, "select count(*) from %s", tables[i]);
        if (kit_db_number(k, query) != 0)
            fail_msg("%s still has %lld rows", tables[i], (long long)kit_db_number(k, query));
    }
    CHECK_OK(event_verify(&k->cx, 0, &report));
    assert_true(report.whole);
    CHECK_OK(demo_create(&k->cx, &env)); /* and it can come back */
    CHECK_OK(os_folder_remove(folder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(six_weeks_are_told_through_the_usual_ways),
        KIT_BOTH(posts_go_on_arriving),
        KIT_BOTH(removal_leaves_nothing_but_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
