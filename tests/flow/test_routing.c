/* Routing at work: posts that come in meet the rules of the house; what rules did is written
 * with their name; members' decisions stay; changes can be tried before and taken back after.
 */
#include "domain/absence.h"
#include "domain/inbox.h"
#include "domain/roster.h"
#include "domain/routing_edit.h"
#include "flow/trace.h"
#include "kit/flow.h"

enum { SUPPORT = 21, SALES = 22, URGENT = 31, FLEET = 32, GERMAN = 41 };

struct house {
    k_id mara, jonas, aiko, channel;
};

static struct house house(struct kit_db *k)
{
    struct house h = {.mara = flow_member(k, "mara"), .jonas = flow_member(k, "jonas")};
    h.aiko = flow_member(k, "aiko");
    h.channel = flow_channel(k, "fake", "a");
    kit_db_run(
        k, "insert into team (id, name, kind, created_at) values (21,'Support','support',1), "
           "(22,'Sales','sales',1);"
           "insert into label (id, name) values (31,'urgent'), (32,'fleet');"
           "insert into skill (id, name) values (41,'German')");
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into team_member (team_id, member_id) values (21,%lld), "
                        "(21,%lld), (22,%lld); insert into member_skill (member_id, skill_id) "
                        "values (%lld, 41)",
                        (long long)h.mara, (long long)h.jonas, (long long)h.aiko,
                        (long long)h.jonas)
                      .p);
    flow_as(k, h.aiko);
    return h;
}

/* ---- saving ------------------------------------------------------------------------------ */

struct saving {
    struct routing_new n;
    k_id id;
};

static k_err do_save(struct k_ctx *cx, void *arg)
{
    struct saving *s = arg;
    return routing_save(cx, &s->n, &s->id);
}

static k_id add_rule(struct kit_db *k, const char *name, const char *when, const char *then,
                     bool stop)
{
    struct saving s = {
        .n = {.has_name = true,
              .has_body = true,
              .has_stop = true,
              .name = k_str_z(name),
              .stop = stop,
              .body =
                  k_fmt(k->cx.arena, "{\"when\":[{\"all\":[%s]}],\"then\":[%s]}", when, then)}};
    flow_ok(k, flow_write(k, do_save, &s));
    return s.id;
}

#define COMPLAINS "{\"field\":\"intent\",\"op\":\"is\",\"values\":[\"complaint\"]}"
#define HAS(words) "{\"field\":\"text\",\"op\":\"has\",\"values\":[\"" words "\"]}"
#define TO_TEAM(id) "{\"act\":\"team\",\"team\":\"" id "\"}"
#define LABEL_ON(id) "{\"act\":\"label\",\"label\":\"" id "\"}"
#define SHARE(id) "{\"act\":\"round_robin\",\"team\":\"" id "\"}"
#define POINTS(n) "{\"act\":\"priority\",\"points\":" n "}"

static void a_rule_gives_a_new_complaint_to_a_team_and_says_so(struct kit_db *k)
{
    struct house h = house(k);
    k_id rule = add_rule(k, "Complaints", COMPLAINS,
                         TO_TEAM("21") "," LABEL_ON("31") "," POINTS("100"), false);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel,
                flow_item("1", NULL, "ann", "Still waiting for my parcel, this is a joke", 0),
                flow_item("2", NULL, "bob", "What a lovely day in the harbour", 1));
    assert_number(k, "select count(*) from conversation where team_id = 21", 1);
    assert_number(k, "select count(*) from conversation_label where label_id = 31", 1);
    assert_number(k, "select rule_points from conversation where team_id = 21", 100);
    assert_number(k, "select count(*) from routing_effect", 3);
    assert_number(
        k, "select count(distinct rule_version) from routing_effect where rule_version = 1", 1);
    /* a machine did it, under its own name */
    assert_text(k, "select actor_kind from event where verb = 'conversation.routed'", "rule");
    assert_number(k, "select actor_id from event where verb = 'conversation.routed'", rule);
    assert_number(k, "select count(*) from event where verb = 'conversation.routed'", 1);
    /* and the points are one of the reasons */
    k_str signals = flow_text(k, "select signals from conversation where team_id = 21");
    assert_true(k_str_find(signals, K_S("\"rule\"")) > 0);
}

static void rules_run_in_order_until_one_says_stop_and_see_what_went_before(struct kit_db *k)
{
    struct house h = house(k);
    add_rule(k, "Label", HAS("fleet"), LABEL_ON("32"), false);
    add_rule(k, "Labelled", "{\"field\":\"label\",\"op\":\"is\",\"values\":[\"32\"]}",
             TO_TEAM("22"), true);
    add_rule(k, "Never", "", LABEL_ON("31"), false);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "A fleet of boats", 0));
    assert_number(k, "select team_id from conversation", 22);
    assert_number(k, "select count(*) from conversation_label where label_id = 31", 0);
    FLOW_INGEST(k, h.channel, flow_item("2", NULL, "bob", "One boat only", 1));
    assert_number(k, "select count(*) from conversation_label where label_id = 31", 1);
}

static void what_a_rule_above_settled_a_rule_below_leaves(struct kit_db *k)
{
    struct house h = house(k);
    add_rule(k, "First", "", TO_TEAM("21"), false);
    add_rule(k, "Second", "", TO_TEAM("22") "," LABEL_ON("31"), false);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    assert_number(k, "select team_id from conversation", 21);
    assert_number(k, "select count(*) from conversation_label", 1);
}

struct changing {
    struct inbox_change ch;
};
static k_err do_change(struct k_ctx *cx, void *arg)
{
    return inbox_change(cx, arg, NULL);
}

static void members_decisions_stay(struct kit_db *k)
{
    struct house h = house(k);
    add_rule(k, "All to support", "", TO_TEAM("21") "," SHARE("21") "," LABEL_ON("31"), false);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    k_id c = kit_db_number(k, "select id from conversation");
    k_id owner = kit_db_number(k, "select owner_id from conversation");
    assert_true(owner == h.mara || owner == h.jonas);
    flow_as(k, h.aiko);
    struct inbox_change ch = {
        .conversation = c, .has_team = true, .team = 22, .has_owner = true, .owner = h.aiko};
    flow_ok(k, flow_write(k, do_change, &ch));
    kit_db_run(k, "delete from conversation_label");
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("2", "1", "ann", "Are you there", K_MIN));
    assert_number(k, "select owner_id from conversation", h.aiko);
    assert_number(k, "select team_id from conversation", 22);
    assert_number(k, "select count(*) from conversation_label", 0); /* taken off is taken off */
}

static void points_and_notices_come_once_a_conversation(struct kit_db *k)
{
    struct house h = house(k);
    add_rule(k, "Loud", "",
             POINTS("150") ",{\"act\":\"notify\",\"team\":\"21\",\"text\":\"look\"}", false);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0),
                flow_item("2", "1", "ann", "And again", K_MIN));
    FLOW_INGEST(k, h.channel, flow_item("3", "1", "ann", "And once more", 2 * K_MIN));
    assert_number(k, "select rule_points from conversation", 150);
    assert_number(k, "select count(*) from mention where kind = 'rule'", 2);
}

static void round_robin_goes_by_load_and_by_who_is_here(struct kit_db *k)
{
    struct house h = house(k);
    char id[16], text[64];
    add_rule(k, "Share", "", SHARE("21"), false);
    flow_as(k, 0);
    for (int i = 0; i < 6; i++) {
        snprintf(id, sizeof id, "%d", i);
        snprintf(text, sizeof text, "Message number %d of them", i);
        FLOW_INGEST(k, h.channel, flow_item(id, NULL, id, text, i * K_MIN));
    }
    k_str count = k_fmt(k->cx.arena, "select count(*) from conversation where owner_id = %lld",
                        (long long)h.mara);
    assert_number(k, count.p, 3);
    assert_number(k, "select count(*) from mention where kind = 'assigned'", 6);
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into absence (id, member_id, from_at, to_at, created_by, "
                        "created_at) values (1, %lld, 1, %lld, 1, 1)",
                        (long long)h.mara, (long long)(k->clock.fixed + K_DAY))
                      .p);
    FLOW_INGEST(k, h.channel, flow_item("x", NULL, "x", "Somebody here at all", K_HOUR),
                flow_item("y", NULL, "y", "Nobody said a word", K_HOUR));
    assert_number(k, count.p, 3);
    kit_db_run(k, k_fmt(k->cx.arena, "update member set most_open = 5 where id = %lld",
                        (long long)h.jonas)
                      .p);
    FLOW_INGEST(k, h.channel, flow_item("z", NULL, "z", "One too many for us", 2 * K_HOUR));
    assert_number(k, "select count(*) from conversation where owner_id = 0", 1);
}

static void a_skill_finds_the_one_who_has_it(struct kit_db *k)
{
    struct house h = house(k);
    add_rule(k, "German", "{\"field\":\"language\",\"op\":\"is\",\"values\":[\"de\"]}",
             "{\"act\":\"skill\",\"skill\":\"41\"}", false);
    flow_as(k, 0);
    struct item it =
        flow_item("1", NULL, "ann", "Guten Tag, ich habe eine Frage zu meiner Bestellung", 0);
    it.lang = K_S("de");
    FLOW_INGEST(k, h.channel, it);
    assert_number(k, "select owner_id from conversation", h.jonas);
}

static void whose_relationship_it_is_comes_first_while_they_are_here(struct kit_db *k)
{
    struct house h = house(k);
    add_rule(k, "Owner first", "", "{\"act\":\"owner_first\"}," SHARE("21"), false);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    assert_true(kit_db_number(k, "select owner_id from conversation") != h.aiko);
    kit_db_run(k,
               k_fmt(k->cx.arena,
                     "insert into keep_in_touch (id, person_id, segment_id, member_id, "
                     "ideal_days, latest_days, created_by, created_at) select 1, id, 0, %lld, "
                     "30, 60, 1, 1 from person",
                     (long long)h.aiko)
                   .p);
    FLOW_INGEST(k, h.channel, flow_item("2", NULL, "ann", "A new matter altogether", K_HOUR));
    assert_number(k,
                  "select count(*) from conversation where owner_id = "
                  "(select id from member where handle = 'aiko')",
                  1);
}

static void history_is_not_routed(struct kit_db *k)
{
    struct house h = house(k);
    add_rule(k, "All", "", TO_TEAM("21"), false);
    flow_as(k, 0);
    struct ingest_from from = {
        .channel = h.channel, .network = K_S("fake"), .source = INGEST_IMPORT};
    struct item it = flow_item("1", NULL, "ann", "Long ago", 0);
    struct ingest_result res;
    flow_ok(k, db_begin(&k->cx, true));
    flow_ok(k, ingest_batch(&k->cx, &from, &it, 1, &res));
    flow_ok(k, db_commit(&k->cx));
    assert_number(k, "select count(*) from routing_effect", 0);
}

/* ---- changes ----------------------------------------------------------------------------- */

static void a_member_changes_something_and_rules_that_look_at_it_are_asked(struct kit_db *k)
{
    struct house h = house(k);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    flow_as(k, h.aiko);
    add_rule(k, "Leads", "{\"field\":\"kind\",\"op\":\"is\",\"values\":[\"lead\"]}",
             TO_TEAM("22"), false);
    add_rule(k, "Every post", "", LABEL_ON("31"), false); /* looks at nothing that changed */
    assert_number(k, "select team_id from conversation", 0);
    struct inbox_change ch = {.conversation = kit_db_number(k, "select id from conversation"),
                              .has_kind = true,
                              .kind = K_S("lead")};
    flow_ok(k, flow_write(k, do_change, &ch));
    assert_number(k, "select team_id from conversation", 22);
    assert_number(k, "select count(*) from conversation_label", 0);
}

struct walking {
    k_id last;
    int64_t seen, changed;
};
static k_err do_walk(struct k_ctx *cx, void *arg)
{
    struct walking *w = arg;
    return routing_apply_some(cx, 0, 100, &w->last, &w->seen, &w->changed);
}

static void rules_are_applied_to_what_is_open_once(struct kit_db *k)
{
    struct house h = house(k);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0),
                flow_item("2", NULL, "bob", "Hello you all", 1));
    flow_as(k, h.aiko);
    add_rule(k, "All", "", TO_TEAM("21") "," POINTS("50"), false);
    struct walking w = {0}, again = {0};
    flow_ok(k, flow_write(k, do_walk, &w));
    assert_int_equal(w.seen, 2);
    assert_int_equal(w.changed, 2);
    flow_ok(k, flow_write(k, do_walk, &again));
    assert_int_equal(again.changed, 0);
    assert_number(k, "select count(*) from conversation where rule_points = 50", 2);
}

static k_err do_remove(struct k_ctx *cx, void *arg)
{
    return routing_remove(cx, *(k_id *)arg);
}
static k_err do_undo(struct k_ctx *cx, void *arg)
{
    return routing_undo(cx, *(int64_t *)arg);
}
struct moving {
    k_id id, before;
};
static k_err do_move(struct k_ctx *cx, void *arg)
{
    const struct moving *m = arg;
    return routing_move(cx, m->id, m->before);
}

static void every_change_can_be_taken_back_the_last_one_first(struct kit_db *k)
{
    house(k);
    k_id rule = add_rule(k, "One", "", TO_TEAM("21"), false);
    struct saving s = {.n = {.id = rule, .has_name = true, .name = K_S("Two")}};
    flow_ok(k, flow_write(k, do_save, &s));
    flow_ok(k, flow_write(k, do_remove, &rule));
    assert_number(k, "select count(*) from routing_rule where removed_at = 0", 0);
    int64_t one = 1, two = 2, three = 3, four = 4, five = 5;
    assert_int_equal(flow_write(k, do_undo, &two), K_ERR_CONFLICT);
    flow_ok(k, flow_write(k, do_undo, &three));
    assert_text(k, "select name from routing_rule where removed_at = 0", "Two");
    flow_ok(k, flow_write(k, do_undo, &four)); /* and the undo, too */
    assert_number(k, "select count(*) from routing_rule where removed_at = 0", 0);
    flow_ok(k, flow_write(k, do_undo, &five));
    assert_int_equal(flow_write(k, do_undo, &one), K_ERR_CONFLICT);
    assert_number(k, "select max(id) from routing_change", 6);
    assert_number(k, "select version from routing_rule", 6);
    assert_number(k, "select count(distinct print) from routing_change", 6);
}

static void an_old_version_changes_nothing(struct kit_db *k)
{
    house(k);
    k_id rule = add_rule(k, "One", "", TO_TEAM("21"), false);
    struct saving s = {.n = {.id = rule, .version = 1, .has_enabled = true, .enabled = false}};
    flow_ok(k, flow_write(k, do_save, &s));
    assert_int_equal(flow_write(k, do_save, &s), K_ERR_CONFLICT);
    assert_true(k_str_eqz(k->cx.detail.field, "version"));
}

static void rules_are_put_in_any_order(struct kit_db *k)
{
    house(k);
    k_id a = add_rule(k, "a", "", TO_TEAM("21"), false),
         b = add_rule(k, "b", "", TO_TEAM("21"), false),
         c = add_rule(k, "c", "", TO_TEAM("21"), false);
    flow_ok(k, flow_write(k, do_move, &(struct moving){c, a}));
    assert_text(k, "select name from routing_rule order by place limit 1", "c");
    flow_ok(k, flow_write(k, do_move, &(struct moving){c, 0}));
    assert_text(k, "select name from routing_rule order by place desc limit 1", "c");
    for (int i = 0; i < 60; i++) { /* until there is no room between two any more */
        flow_ok(k, flow_write(k, do_move, &(struct moving){i % 2 ? c : b, i % 2 ? b : c}));
        assert_text(k, "select name from routing_rule order by place limit 1", "a");
        assert_text(k, "select name from routing_rule order by place desc limit 1",
                    i % 2 ? "b" : "c");
        assert_number(k, "select count(distinct place) from routing_rule", 3);
    }
    assert_int_equal(flow_write(k, do_move, &(struct moving){a, 999}), K_ERR_BAD_INPUT);
}

static void what_is_wrong_in_a_rule_is_refused_with_its_place(struct kit_db *k)
{
    house(k);
    static const struct {
        const char *body, *field;
    } rows[] = {
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"team\",\"team\":\"99\"}]}",
         "then[0].team"},
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"label\",\"label\":\"99\"}]}",
         "then[0].label"},
        {"{\"when\":[{\"all\":[]}],\"then\":[]}", "then"},
        {"{\"when\":[{\"all\":[{\"field\":\"x\"}]}],\"then\":[]}", "when[0].all[0].field"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct saving s = {.n = {.has_name = true,
                                 .has_body = true,
                                 .name = K_S("x"),
                                 .body = k_str_z(rows[i].body)}};
        assert_int_equal(flow_write(k, do_save, &s), K_ERR_BAD_INPUT);
        if (!k_str_eqz(k->cx.detail.field, rows[i].field))
            fail_msg("%s: %.*s", rows[i].field, K_ARG(k->cx.detail.field));
    }
}

/* ---- trying ------------------------------------------------------------------------------ */

static void a_rule_is_tried_on_stored_posts_and_nothing_is_written(struct kit_db *k)
{
    struct house h = house(k);
    struct routing_tried t;
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Still waiting for my parcel", 0),
                flow_item("2", "1", "ann", "Still waiting, as I said", 1),
                flow_item("3", NULL, "bob", "What a lovely day in the harbour", 2));
    flow_ok(k, routing_try(&k->cx,
                           K_S("{\"when\":[{\"all\":[" COMPLAINS
                               "]}],\"then\":[" TO_TEAM("21") "," SHARE("21") "]}"),
                           KIT_T0 - K_DAY, K_S(""), &t));
    assert_int_equal(t.posts, 3);
    assert_int_equal(t.matched, 2);
    assert_int_equal(t.conversations, 1);
    assert_int_equal(t.samples.n, 2);
    assert_true(k_str_eqz(t.samples.v[0].person, "ann"));
    assert_int_equal(t.would.n, 2);
    assert_int_equal(t.would.v[0].act, ROUTING_TO_TEAM);
    assert_int_equal(t.would.v[0].value, 21);
    assert_int_equal(t.would.v[0].conversations, 1);
    assert_number(k, "select count(*) from routing_effect", 0);
    assert_number(k, "select count(*) from conversation where team_id > 0 or owner_id > 0", 0);
}

static void the_trace_of_a_post_names_the_rule_and_its_version(struct kit_db *k)
{
    struct house h = house(k);
    struct trace t;
    add_rule(k, "Complaints", COMPLAINS, TO_TEAM("21"), false);
    flow_as(k, 0);
    struct ingest_result r = FLOW_INGEST(
        k, h.channel, flow_item("1", NULL, "ann", "Still waiting for my parcel", 0));
    flow_ok(k, flow_trace(&k->cx, r.items[0].post, &t));
    for (size_t i = 0; i < t.steps.n; i++)
        if (strcmp(t.steps.v[i].name, "route") == 0) {
            assert_true(k_str_find(t.steps.v[i].reason, K_S("\"Complaints\" (version 1)")) >=
                        0);
            return;
        }
    fail_msg("no step route");
}

/* ---- absence ----------------------------------------------------------------------------- */

static void who_is_away_has_somebody_who_stands_in(struct kit_db *k)
{
    struct house h = house(k);
    k_id who;
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into absence (id, member_id, from_at, to_at, delegate_id, "
                        "created_by, created_at) values (1, %lld, %lld, %lld, %lld, 1, 1), "
                        "(2, %lld, %lld, %lld, %lld, 1, 1)",
                        (long long)h.mara, KIT_T0, KIT_T0 + K_DAY, (long long)h.jonas,
                        (long long)h.jonas, KIT_T0 + K_HOUR, KIT_T0 + 2 * K_HOUR,
                        (long long)h.mara)
                      .p);
    flow_ok(k, absence_delegate_of(&k->cx, h.mara, KIT_T0 - 1, &who));
    assert_int_equal(who, h.mara);
    flow_ok(k, absence_delegate_of(&k->cx, h.mara, KIT_T0, &who));
    assert_int_equal(who, h.jonas);
    flow_ok(k, absence_delegate_of(&k->cx, h.mara, KIT_T0 + K_HOUR, &who));
    assert_int_equal(who, 0); /* each stands in for the other */
    flow_ok(k, absence_delegate_of(&k->cx, h.mara, KIT_T0 + K_DAY, &who));
    assert_int_equal(who, h.mara);
    /* what somebody gives to mara goes to jonas */
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    flow_as(k, h.aiko);
    struct inbox_change ch = {.conversation = kit_db_number(k, "select id from conversation"),
                              .has_owner = true,
                              .owner = h.mara};
    flow_ok(k, flow_write(k, do_change, &ch));
    assert_number(k, "select owner_id from conversation", h.jonas);
}

static void an_owner_who_is_not_here_loses_it_by_rule_only(struct kit_db *k)
{
    struct house h = house(k);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("1", NULL, "ann", "Hello there", 0));
    kit_db_run(k,
               k_fmt(k->cx.arena,
                     "update conversation set owner_id = %lld; insert into absence (id, "
                     "member_id, from_at, to_at, created_by, created_at) values (1, %lld, 1, "
                     "%lld, 1, 1)",
                     (long long)h.mara, (long long)h.mara, KIT_T0 + K_DAY)
                   .p);
    FLOW_INGEST(k, h.channel, flow_item("2", "1", "ann", "Anybody", K_MIN));
    assert_number(k, "select owner_id from conversation", h.mara);
    flow_as(k, h.aiko);
    add_rule(k, "Release", "{\"field\":\"owner_here\",\"op\":\"no\"}",
             "{\"act\":\"release\"}," SHARE("21"), false);
    flow_as(k, 0);
    FLOW_INGEST(k, h.channel, flow_item("3", "1", "ann", "Please", 2 * K_MIN));
    assert_number(k, "select owner_id from conversation", h.jonas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_rule_gives_a_new_complaint_to_a_team_and_says_so),
        KIT_BOTH(rules_run_in_order_until_one_says_stop_and_see_what_went_before),
        KIT_BOTH(what_a_rule_above_settled_a_rule_below_leaves),
        KIT_BOTH(members_decisions_stay),
        KIT_BOTH(points_and_notices_come_once_a_conversation),
        KIT_BOTH(round_robin_goes_by_load_and_by_who_is_here),
        KIT_BOTH(a_skill_finds_the_one_who_has_it),
        KIT_BOTH(whose_relationship_it_is_comes_first_while_they_are_here),
        KIT_BOTH(history_is_not_routed),
        KIT_BOTH(a_member_changes_something_and_rules_that_look_at_it_are_asked),
        KIT_BOTH(rules_are_applied_to_what_is_open_once),
        KIT_BOTH(every_change_can_be_taken_back_the_last_one_first),
        KIT_BOTH(an_old_version_changes_nothing),
        KIT_BOTH(rules_are_put_in_any_order),
        KIT_BOTH(what_is_wrong_in_a_rule_is_refused_with_its_place),
        KIT_BOTH(a_rule_is_tried_on_stored_posts_and_nothing_is_written),
        KIT_BOTH(the_trace_of_a_post_names_the_rule_and_its_version),
        KIT_BOTH(who_is_away_has_somebody_who_stands_in),
        KIT_BOTH(an_owner_who_is_not_here_loses_it_by_rule_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
