/* Posts of our own over HTTP: where one may post with its limits and heard against told, the
 * check, the decision, the calendar, moving, confirming; who may not is refused. */
#include "api/api.h"
#include "kit/api.h"
#include "kit/flow.h"

struct room {
    struct kit_api api;
    struct kit_client owner, agent;
    k_id channel, blog;
};

static void room_open(struct room *r, struct kit_db *k)
{
    kit_owner_open(&r->api, &r->owner, k);
    kit_member(&r->owner, "agent", &r->agent);
    r->channel = flow_channel(k, "demo_microblog", "fake://room");
    r->blog = flow_channel(k, "demo_comments", "fake://blog");
}

static struct kit_answer decide(struct room *r, struct kit_client *c, const char *text,
                                const char *more)
{
    k_str body = k_fmt(r->api.arena,
                       "{\"items\":[{\"channel_id\":\"%lld\",\"text\":\"%s\"}],"
                       "\"warnings_seen\":true%s}",
                       (long long)r->channel, text, more);
    return kit_send(c, "POST", "/api/v1/planned", body.p);
}

static struct kit_answer calendar(struct room *r, struct kit_client *c)
{
    k_time at = kit_db_number(r->api.db, "select coalesce(max(due_at), 1) from outbox");
    k_str path = k_fmt(r->api.arena, "/api/v1/planned?from=%.*s&to=%.*s",
                       K_ARG(k_time_iso(r->api.arena, at - 40 * K_DAY)),
                       K_ARG(k_time_iso(r->api.arena, at + K_DAY)));
    return kit_get(c, path.p);
}

static void where_one_may_post_says_limits_sign_and_what_was_heard(struct kit_db *k)
{
    struct room r;
    room_open(&r, k);
    k_str tally =
        k_fmt(r.api.arena,
              "insert into tally (day, channel_id, measure, n) select max(day), %lld, "
              "'told_unprompted', 3 from (select created_at / 86400000000 as day from "
              "member) x",
              (long long)r.channel);
    kit_db_run(k, tally.p);
    struct kit_answer a = kit_get(&r.agent, "/api/v1/planned/places");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1); /* no comments, no feeds */
    assert_int_equal(kit_int(&a, "items.0.limits.graphemes"), 300);
    assert_int_equal(kit_int(&a, "items.0.listening.told"), 3);
    assert_int_equal(kit_int(&a, "house.told"), 3);
    assert_true(kit_str(&a, "items.0.sign").n > 0);
    assert_true(k_str_eqz(kit_str(&a, "time_zone"), "UTC"));
    kit_api_close(&r.api);
}

static void the_check_speaks_per_channel_and_asks_nothing_about_an_answer(struct kit_db *k)
{
    struct room r;
    room_open(&r, k);
    k_str body = k_fmt(r.api.arena, "{\"channel_id\":\"%lld\",\"text\":\"Open from Monday.\"}",
                       (long long)r.channel);
    struct kit_answer a = kit_send(&r.agent, "POST", "/api/v1/planned/check", body.p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "verdict"), "ok"));
    assert_true(k_str_starts(kit_str(&a, "text"), K_S("Open from Monday. ")));
    assert_int_equal(kit_int(&a, "limits.graphemes"), 300);
    body =
        k_fmt(r.api.arena, "{\"channel_id\":\"%lld\",\"text\":\"Pay to 4111 1111 1111 1111.\"}",
              (long long)r.channel);
    a = kit_send(&r.agent, "POST", "/api/v1/planned/check", body.p);
    assert_true(k_str_eqz(kit_str(&a, "verdict"), "stop"));
    a = decide(&r, &r.agent, "Pay to 4111 1111 1111 1111.", ",\"key\":\"key-00001\"");
    kit_problem(&a, 422, "policy", NULL);
    body =
        k_fmt(r.api.arena, "{\"channel_id\":\"%lld\",\"text\":\"Hello.\"}", (long long)r.blog);
    a = kit_send(&r.agent, "POST", "/api/v1/planned/check", body.p);
    kit_problem(&a, 422, "unsupported", "channel_id");
    kit_api_close(&r.api);
}

static void a_post_is_planned_shown_moved_changed_and_cancelled(struct kit_db *k)
{
    struct room r;
    room_open(&r, k);
    k_time at = kit_db_number(k, "select max(created_at) from member") + K_DAY;
    k_str when = k_time_iso(r.api.arena, at);
    k_str more = k_fmt(r.api.arena, ",\"key\":\"key-00001\",\"at\":\"%.*s\"", K_ARG(when));
    struct kit_answer a = decide(&r, &r.agent, "Open from Monday.", more.p);
    kit_expect(&a, 201);
    k_str id = kit_str(&a, "items.0.id");
    a = decide(&r, &r.agent, "Open from Monday.", more.p);
    assert_true(k_str_eq(kit_str(&a, "items.0.id"), id));
    a = calendar(&r, &r.owner);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    assert_true(k_str_eqz(kit_str(&a, "items.0.said"), "Open from Monday."));
    k_str path = k_fmt(r.api.arena, "/api/v1/planned/%.*s", K_ARG(id));
    when = k_time_iso(r.api.arena, at + K_HOUR);
    a = kit_send(&r.owner, "PATCH", path.p,
                 k_fmt(r.api.arena, "{\"at\":\"%.*s\"}", K_ARG(when)).p);
    kit_expect(&a, 200);
    assert_true(k_str_eq(kit_str(&a, "due_at"), when));
    assert_true(k_str_eqz(kit_str(&a, "member.handle"), "agent"));
    a = kit_send(&r.owner, "PATCH", path.p,
                 "{\"text\":\"Open from Tuesday.\",\"warnings_seen\":true}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "said"), "Open from Tuesday."));
    assert_false(k_str_eqz(kit_str(&a, "member.handle"), "agent"));
    a = kit_send(&r.owner, "POST", k_fmt(r.api.arena, "%.*s/confirm", K_ARG(path)).p, "{}");
    kit_problem(&a, 409, "conflict", NULL); /* it is not held */
    path = k_fmt(r.api.arena, "/api/v1/outbox/%.*s/cancel", K_ARG(id));
    a = kit_send(&r.agent, "POST", path.p, NULL);
    kit_expect(&a, 200);
    kit_api_close(&r.api);
}

/* A path with an id in it, in the arena: /api/v1/outbox/17/return. */
static const char *of(struct room *r, const char *what, k_str id, const char *act)
{
    return k_fmt(r->api.arena, "/api/v1/%s/%.*s%s", what, K_ARG(id), act).p;
}

static void its_labels_are_chosen_shown_and_changed(struct kit_db *k)
{
    struct room r;
    room_open(&r, k);
    struct kit_answer a =
        kit_send(&r.owner, "POST", "/api/v1/labels", "{\"name\":\"Harvest\"}");
    kit_expect(&a, 201);
    k_str harvest = kit_str(&a, "id");
    a = kit_send(&r.owner, "POST", "/api/v1/labels", "{\"name\":\"Jobs\"}");
    k_str jobs = kit_str(&a, "id");
    a = decide(&r, &r.agent, "Open.", ",\"key\":\"key-00001\",\"label_ids\":[\"17\"]");
    kit_problem(&a, 422, "bad-input", "label_ids");
    k_time at = kit_db_number(k, "select max(created_at) from member") + K_DAY;
    k_str more = k_fmt(r.api.arena,
                       ",\"key\":\"key-00001\",\"at\":\"%.*s\",\"label_ids\":[\"%.*s\","
                       "\"%.*s\"]",
                       K_ARG(k_time_iso(r.api.arena, at)), K_ARG(jobs), K_ARG(harvest));
    a = decide(&r, &r.agent, "Open from Monday.", more.p);
    kit_expect(&a, 201);
    k_str id = kit_str(&a, "items.0.id");
    a = calendar(&r, &r.agent);
    assert_true(k_str_eqz(kit_str(&a, "items.0.labels.0.name"), "Harvest"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.labels.1.name"), "Jobs"));
    k_str body =
        k_fmt(r.api.arena, "{\"label_ids\":[\"%.*s\"],\"warnings_seen\":true}", K_ARG(jobs));
    a = kit_send(&r.agent, "PATCH", of(&r, "planned", id, ""), body.p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "labels.0.name"), "Jobs"));
    assert_true(k_str_eqz(kit_str(&a, "said"), "Open from Monday."));
    a = kit_send(&r.owner, "DELETE", of(&r, "labels", jobs, ""), NULL);
    assert_int_equal(a.status, 204);
    assert_int_equal(kit_db_number(k, "select count(*) from outbox_label"), 0);
    kit_api_close(&r.api);
}

static void it_is_given_back_planned_anew_changed_and_approved(struct kit_db *k)
{
    struct room r;
    room_open(&r, k);
    kit_db_run(k, "insert into policy (version, text, rules, adopted_at, adopted_by) values "
                  "(1, '', '[{\"id\":\"r\",\"kind\":\"review\",\"check\":\"always\","
                  "\"why\":\"Two look.\"}]', 1, 1)");
    kit_db_run(k, "insert into policy_ack select 1, id, 1 from member");
    k_time at = kit_db_number(k, "select max(created_at) from member") + K_DAY;
    k_str more =
        k_fmt(r.api.arena, ",\"key\":\"key-00001\",\"ask_second\":true,\"at\":\"%.*s\"",
              K_ARG(k_time_iso(r.api.arena, at)));
    struct kit_answer a = decide(&r, &r.agent, "Open from Monday.", more.p);
    kit_expect(&a, 201);
    k_str id = kit_str(&a, "items.0.id");
    a = calendar(&r, &r.owner);
    assert_true(k_str_eqz(kit_str(&a, "items.0.bare"), "Open from Monday."));
    a = kit_send(&r.owner, "POST", of(&r, "outbox", id, "/return"),
                 "{\"note\":\"Say from when.\"}");
    kit_expect(&a, 200);
    a = calendar(&r, &r.agent);
    assert_true(k_str_eqz(kit_str(&a, "items.0.state"), "draft"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.approvals.0.note"), "Say from when."));
    assert_true(k_str_eqz(kit_str(&a, "items.0.said"), "Open from Monday."));
    a = kit_send(&r.agent, "PATCH", of(&r, "planned", id, ""),
                 "{\"text\":\"Open from nine.\",\"ask_second\":true,\"warnings_seen\":true}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "held_for"), "review"));
    a = kit_send(&r.owner, "POST", of(&r, "outbox", id, "/approve"),
                 "{\"version\":0,\"text\":\"Open from ten.\"}");
    kit_expect(&a, 200);
    a = calendar(&r, &r.agent);
    assert_true(k_str_eqz(kit_str(&a, "items.0.state"), "queued"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.said"), "Open from ten."));
    assert_true(
        k_str_starts(kit_str(&a, "items.0.approvals.0.before"), K_S("Open from nine.")));
    assert_true(k_str_starts(kit_str(&a, "items.0.approvals.0.after"), K_S("Open from ten.")));
    assert_true(k_str_eqz(kit_str(&a, "items.0.member.handle"), "agent"));
    kit_api_close(&r.api);
}

static void bad_input_is_named_with_its_field(struct kit_db *k)
{
    struct room r;
    room_open(&r, k);
    struct kit_answer a =
        decide(&r, &r.agent, "Open.", ",\"key\":\"key-00001\",\"at\":\"2001-01-01T00:00:00Z\"");
    kit_problem(&a, 422, "bad-input", "at");
    a = kit_send(&r.agent, "POST", "/api/v1/planned", "{\"items\":[],\"key\":\"key-00001\"}");
    kit_problem(&a, 422, "bad-input", "items");
    a = kit_send(&r.agent, "GET",
                 "/api/v1/planned?from=2000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z", NULL);
    kit_problem(&a, 422, "bad-input", "to");
    char lots[400];
    memset(lots, 'a', sizeof lots);
    lots[350] = 0;
    a = decide(&r, &r.agent, lots, ",\"key\":\"key-00001\"");
    assert_true(a.status == 422);
    assert_int_equal(kit_db_number(k, "select count(*) from outbox"), 0);
    kit_api_close(&r.api);
}

static void who_may_not_speak_or_see_there_is_refused(struct kit_db *k)
{
    struct room r;
    struct kit_client viewer;
    room_open(&r, k);
    kit_member(&r.owner, "viewer", &viewer);
    struct kit_answer a = decide(&r, &viewer, "Open.", ",\"key\":\"key-00001\"");
    kit_problem(&a, 403, "not-allowed", NULL);
    k_str path = k_fmt(r.api.arena, "/api/v1/channels/%lld/access", (long long)r.channel);
    const char *all = "{\"by\":\"all\"}", *some = "{\"by\":\"some\"}";
    a = kit_send(
        &r.owner, "PUT", path.p,
        k_fmt(r.api.arena, "{\"see\":%s,\"direct\":%s,\"send\":%s}", all, all, some).p);
    kit_expect(&a, 200);
    a = decide(&r, &r.agent, "Open.", ",\"key\":\"key-00001\"");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_get(&r.agent, "/api/v1/planned/places");
    assert_true(kit_str(&a, "items.0.no_post_reason").n > 0);
    a = kit_send(
        &r.owner, "PUT", path.p,
        k_fmt(r.api.arena, "{\"see\":%s,\"direct\":%s,\"send\":%s}", some, some, some).p);
    kit_expect(&a, 200);
    a = decide(&r, &r.agent, "Open.", ",\"key\":\"key-00001\"");
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_get(&r.agent, "/api/v1/planned/places");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = decide(&r, &r.owner, "Open from Monday.", ",\"key\":\"key-00002\"");
    kit_expect(&a, 201);
    a = calendar(&r, &r.owner);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    a = calendar(&r, &r.agent);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = kit_get(&r.agent, "/api/v1/outbox");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(where_one_may_post_says_limits_sign_and_what_was_heard),
        KIT_BOTH(the_check_speaks_per_channel_and_asks_nothing_about_an_answer),
        KIT_BOTH(a_post_is_planned_shown_moved_changed_and_cancelled),
        KIT_BOTH(its_labels_are_chosen_shown_and_changed),
        KIT_BOTH(it_is_given_back_planned_anew_changed_and_approved),
        KIT_BOTH(bad_input_is_named_with_its_field),
        KIT_BOTH(who_may_not_speak_or_see_there_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
