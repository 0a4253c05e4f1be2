/* What members write down about a person: touches by hand, moments, facts, promises, deals,
 * value on both sides, keep-in-touch, common ground. */
#include "kit/api.h"

struct room {
    struct kit_api api;
    struct kit_client owner, agent;
    k_str ada;
};

static k_str make(struct room *r, struct kit_client *c, const char *body)
{
    struct kit_answer a = kit_send(c, "POST", "/api/v1/people", body);
    kit_expect(&a, 201);
    return k_dup(r->api.arena, kit_str(&a, "id"));
}

static void open_room(struct room *r, struct kit_db *k)
{
    *r = (struct room){0};
    kit_api_open(&r->api, k);
    kit_owner(&r->api, &r->owner);
    kit_member(&r->owner, "agent", &r->agent);
    r->ada = make(r, &r->owner, "{\"name\":\"Ada\"}");
}

/* "people/ADA" and a part of it. */
static const char *of_ada(struct room *r, const char *part)
{
    return k_fmt(r->api.arena, "/api/v1/people/%.*s%s", K_ARG(r->ada), part).p;
}

static const char *one(struct room *r, const char *noun, k_str id)
{
    return k_fmt(r->api.arena, "/api/v1/%s/%.*s", noun, K_ARG(id)).p;
}

static k_str post(struct room *r, const char *path, const char *body)
{
    struct kit_answer a = kit_send(&r->owner, "POST", path, body);
    kit_expect(&a, 201);
    return k_dup(r->api.arena, kit_str(&a, "id"));
}

static void a_call_is_logged_in_one_request(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a =
        kit_send(&r.owner, "POST", of_ada(&r, "/touches"),
                 "{\"medium\":\"mail\",\"direction\":\"out\",\"at\":\"2025-12-01T10:00:00Z\"}");
    kit_expect(&a, 201);
    a = kit_send(
        &r.agent, "POST", of_ada(&r, "/touches"),
        "{\"medium\":\"letter\",\"direction\":\"in\",\"text\":\" thanks \",\"asked\":1,"
        "\"at\":\"2025-12-03T10:00:00Z\"}");
    kit_expect(&a, 201);
    assert_true(k_json_bool(k_json_get(a.json, "prompted"), false));
    assert_true(k_str_eqz(kit_str(&a, "text"), "thanks"));
    assert_true(k_str_eqz(kit_str(&a, "member.handle"), "agent"));
    k_str id = k_dup(r.api.arena, kit_str(&a, "id"));
    a = kit_get(&r.owner, of_ada(&r, ""));
    assert_int_equal(kit_int(&a, "counts.touches"), 2);
    assert_true(k_str_starts(kit_str(&a, "last_touch_at"), K_S("2025-12-03T10")));
    assert_true(k_str_starts(kit_str(&a, "last_in_at"), K_S("2025-12-03T10")));
    assert_true(k_str_starts(kit_str(&a, "last_out_at"), K_S("2025-12-01T10")));
    assert_int_equal(kit_int(&a, "heard"), 0);
    a = kit_send(
        &r.owner, "POST", of_ada(&r, "/touches"),
        "{\"medium\":\"call\",\"direction\":\"both\",\"at\":\"2099-01-01T10:00:00Z\"}");
    kit_problem(&a, 422, "bad-input", "at");
    a = kit_send(&r.agent, "DELETE", one(&r, "touches", id), NULL);
    kit_expect(&a, 204);
    assert_int_equal(kit_db_number(k, "select count(*) from touch"), 1);
    a = kit_send(&r.agent, "DELETE", one(&r, "touches", id), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    kit_api_close(&r.api);
}

static void a_colleagues_note_of_a_call_is_theirs_to_remove(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str id = post(&r, of_ada(&r, "/touches"), "{\"medium\":\"call\",\"direction\":\"both\"}");
    struct kit_answer a = kit_send(&r.agent, "DELETE", one(&r, "touches", id), NULL);
    kit_problem(&a, 403, "not-allowed", NULL);
    kit_db_run(k, "update touch set source = 'post'");
    a = kit_send(&r.owner, "DELETE", one(&r, "touches", id), NULL);
    kit_problem(&a, 409, "conflict", "id");
    kit_api_close(&r.api);
}

static void a_meeting_with_several_is_one_moment(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str ida = make(&r, &r.owner, "{\"name\":\"Ida\"}");
    k_str body =
        k_fmt(r.api.arena,
              "{\"medium\":\"meeting\",\"direction\":\"both\",\"moment_title\":\"Test ride\","
              "\"with_ids\":[\"%.*s\"]}",
              K_ARG(ida));
    struct kit_answer a = kit_send(&r.owner, "POST", of_ada(&r, "/touches"), body.p);
    kit_expect(&a, 201);
    k_str moment = k_dup(r.api.arena, kit_str(&a, "moment_id"));
    assert_int_equal(kit_db_number(k, "select count(*) from touch where moment_id > 0"), 2);
    a = kit_get(&r.agent, one(&r, "moments", moment));
    assert_int_equal(k_json_len(k_json_get(a.json, "people")), 2);
    assert_true(k_str_eqz(kit_str(&a, "members.0.handle"), "owner"));
    assert_true(k_str_eqz(kit_str(&a, "kind"), "meeting"));
    kit_api_close(&r.api);
}

static void a_recovery_names_the_failure_it_repairs(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str body = k_fmt(r.api.arena,
                       "{\"kind\":\"failure\",\"title\":\"Late\",\"severity\":2,"
                       "\"person_ids\":[\"%.*s\"],\"at\":\"2025-11-01T08:00:00Z\"}",
                       K_ARG(r.ada));
    k_str failure = post(&r, "/api/v1/moments", body.p);
    body =
        k_fmt(r.api.arena,
              "{\"kind\":\"recovery\",\"title\":\"Brought in person\",\"repairs_id\":\"%.*s\","
              "\"person_ids\":[\"%.*s\"]}",
              K_ARG(failure), K_ARG(r.ada));
    k_str recovery = post(&r, "/api/v1/moments", body.p);
    body = k_fmt(r.api.arena,
                 "{\"kind\":\"met\",\"title\":\"x\",\"repairs_id\":\"%.*s\",\"person_ids\":"
                 "[\"%.*s\"]}",
                 K_ARG(failure), K_ARG(r.ada));
    struct kit_answer a = kit_send(&r.owner, "POST", "/api/v1/moments", body.p);
    kit_problem(&a, 422, "bad-input", "repairs_id");
    a = kit_send(&r.owner, "PATCH", one(&r, "moments", recovery),
                 "{\"title\":\"Brought by hand\",\"until_at\":\"2001-01-01T00:00:00Z\"}");
    kit_problem(&a, 422, "bad-input", "until_at");
    a = kit_send(&r.owner, "PATCH", one(&r, "moments", recovery), "{\"title\":\"By hand\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eq(kit_str(&a, "repairs_id"), failure));
    assert_int_equal(k_json_len(k_json_get(a.json, "people")), 1);
    a = kit_send(&r.owner, "DELETE", one(&r, "moments", failure), NULL);
    kit_expect(&a, 204);
    a = kit_get(&r.owner, one(&r, "moments", recovery));
    assert_int_equal(kit_str(&a, "repairs_id").n, 0);
    kit_api_close(&r.api);
}

#define ALARMS "select count(*) from mention where kind = 'second_failure'"

static k_str let_down(struct room *r, k_str person, const char *at)
{
    k_str body = k_fmt(r->api.arena,
                       "{\"kind\":\"failure\",\"title\":\"Came broken\",\"severity\":2,"
                       "\"person_ids\":[\"%.*s\"],\"at\":\"%s\"}",
                       K_ARG(person), at);
    return post(r, "/api/v1/moments", body.p);
}

static k_str days_ago(struct room *r, int days)
{
    return k_time_iso(r->api.arena, k_now(&k_clock_system) - days * K_DAY);
}

static void a_second_failure_tells_who_has_the_relationship_once(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a =
        kit_send(&r.agent, "POST", of_ada(&r, "/touches"),
                 "{\"medium\":\"call\",\"direction\":\"both\",\"text\":\"talked\"}");
    kit_expect(&a, 201);
    (void)let_down(&r, r.ada, days_ago(&r, 500).p);
    k_str first = let_down(&r, r.ada, days_ago(&r, 100).p);
    assert_int_equal(kit_db_number(k, ALARMS), 0); /* more than a year between them */
    k_str again = let_down(&r, r.ada, days_ago(&r, 10).p);
    a = kit_get(&r.agent, "/api/v1/me/mentions");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    assert_true(k_str_eqz(kit_str(&a, "items.0.kind"), "second_failure"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.text"), "Came broken"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "Ada"));
    a = kit_get(&r.agent, "/api/v1/me");
    assert_int_equal(kit_int(&a, "unseen_mentions"), 1);
    a = kit_send(&r.owner, "PATCH", one(&r, "moments", again), "{\"title\":\"Came late\"}");
    kit_expect(&a, 200);
    a = kit_send(&r.owner, "PATCH", one(&r, "moments", first), "{\"severity\":3}");
    kit_expect(&a, 200);
    assert_int_equal(kit_db_number(k, ALARMS), 1);
    a = kit_get(&r.owner, "/api/v1/me/mentions");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    (void)let_down(&r, r.ada, days_ago(&r, 1).p);
    assert_int_equal(kit_db_number(k, ALARMS), 2);
    kit_api_close(&r.api);
}

static void two_failures_that_come_together_by_a_merge_alarm_whoever_leads(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str eve = make(&r, &r.owner, "{\"name\":\"Eve\"}");
    (void)let_down(&r, r.ada, days_ago(&r, 40).p);
    (void)let_down(&r, eve, days_ago(&r, 20).p);
    assert_int_equal(kit_db_number(k, ALARMS), 0);
    struct kit_answer a = kit_send(
        &r.owner, "POST", "/api/v1/people/merge",
        k_fmt(r.api.arena, "{\"keep\":\"%.*s\",\"gone\":\"%.*s\"}", K_ARG(r.ada), K_ARG(eve))
            .p);
    kit_expect(&a, 200);
    a = kit_get(&r.owner, "/api/v1/me/mentions"); /* nobody talks with her: the owner is told */
    assert_true(k_str_eqz(kit_str(&a, "items.0.kind"), "second_failure"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "Ada"));
    k_str moment = let_down(&r, r.ada, days_ago(&r, 420).p); /* long before: changes nothing */
    a = kit_send(&r.owner, "DELETE", one(&r, "moments", moment), NULL);
    kit_expect(&a, 204);
    assert_int_equal(kit_db_number(k, ALARMS), 1);
    kit_api_close(&r.api);
}

static void facts_and_interests_make_common_ground(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str fact = post(&r, of_ada(&r, "/facts"),
                      "{\"kind\":\"likes\",\"text\":\"Jazz, on Sundays\",\"topic\":\"Jazz\"}");
    (void)post(&r, of_ada(&r, "/facts"),
               "{\"kind\":\"health\",\"text\":\"knee\",\"mine\":true}");
    struct kit_answer a = kit_send(&r.agent, "PUT", "/api/v1/me/interests",
                                   "{\"items\":[\"JAZZ\",\"Long walks\",\"jazz\"]}");
    kit_expect(&a, 200);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 2);
    a = kit_get(&r.agent, of_ada(&r, "/records"));
    assert_int_equal(k_json_len(k_json_get(a.json, "facts")), 1);
    assert_true(k_str_eqz(kit_str(&a, "facts.0.topic"), "jazz"));
    assert_true(k_str_eqz(kit_str(&a, "common.0.kind"), "interest"));
    assert_true(k_str_eqz(kit_str(&a, "common.0.reason"), "You both like jazz."));
    a = kit_get(&r.owner, of_ada(&r, "/records"));
    assert_int_equal(k_json_len(k_json_get(a.json, "facts")), 2);
    assert_true(k_str_eqz(kit_str(&a, "common.0.kind"), "colleague"));
    a = kit_send(&r.owner, "PATCH", one(&r, "facts", fact),
                 "{\"text\":\"Opera\",\"kind\":\"dislikes\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "topic"), "opera"));
    a = kit_send(&r.owner, "POST", of_ada(&r, "/facts"),
                 "{\"kind\":\"likes\",\"text\":\"x\",\"post_id\":\"77\"}");
    kit_problem(&a, 422, "bad-input", "post_id");
    a = kit_send(&r.owner, "DELETE", one(&r, "facts", fact), NULL);
    kit_expect(&a, 204);
    kit_api_close(&r.api);
}

/* What Ada wrote, what we answered, and what somebody else wrote: posts 1001 to 1003. */
static void posts_of_ada(struct room *r, struct kit_db *k)
{
    k_str sql = k_fmt(
        r->api.arena,
        "insert into channel (id, network, name, created_at) values (5, 'bluesky', 'Us', 0);"
        "insert into conversation (id, channel_id, network, native_root, person_id, last_at, "
        "created_at, updated_at) values (7, 5, 'bluesky', 'r', %.*s, 1, 0, 0);"
        "insert into post (id, conversation_id, channel_id, network, native_id, direction, "
        "person_id, text, posted_at, received_at) values "
        "(1001, 7, 5, 'bluesky', 'p1', 'in', %.*s, 'I love jazz', 1764547200000000, 0), "
        "(1002, 7, 5, 'bluesky', 'p2', 'out', %.*s, 'The repair is free', 1764633600000000, "
        "0), "
        "(1003, 7, 5, 'bluesky', 'p3', 'in', 99, 'Me too', 1764720000000000, 0);",
        K_ARG(r->ada), K_ARG(r->ada), K_ARG(r->ada));
    kit_db_run(k, sql.p);
}

static void a_post_is_the_source_of_a_fact_and_of_a_gain(struct kit_db *k)
{
    static const struct {
        const char *part, *body, *field;
    } refused[] = {
        {"/facts", "{\"kind\":\"likes\",\"text\":\"x\",\"post_id\":\"1002\"}", "post_id"},
        {"/facts", "{\"kind\":\"likes\",\"text\":\"x\",\"post_id\":\"1003\"}", "post_id"},
        {"/values", "{\"side\":\"us\",\"kind\":\"help\",\"text\":\"x\",\"post_id\":\"1003\"}",
         "post_id"},
    };
    struct room r;
    open_room(&r, k);
    posts_of_ada(&r, k);
    (void)post(&r, of_ada(&r, "/facts"),
               "{\"kind\":\"likes\",\"text\":\"Jazz\",\"post_id\":\"1001\"}");
    (void)post(&r, of_ada(&r, "/values"),
               "{\"side\":\"them\",\"kind\":\"help\",\"text\":\"A free repair\","
               "\"post_id\":\"1002\"}");
    struct kit_answer a = kit_get(&r.agent, of_ada(&r, "/records"));
    assert_true(k_str_eqz(kit_str(&a, "facts.0.source"), "post"));
    assert_true(k_str_find(kit_str(&a, "facts.0.said_at"), K_S("2025-12-01T00:00:00")) == 0);
    assert_true(k_str_eqz(kit_str(&a, "facts.0.post.id"), "1001"));
    assert_true(k_str_eqz(kit_str(&a, "facts.0.post.conversation_id"), "7"));
    assert_true(k_str_eqz(kit_str(&a, "facts.0.post.text"), "I love jazz"));
    assert_true(k_str_eqz(kit_str(&a, "values.0.post.text"), "The repair is free"));
    assert_true(k_str_find(kit_str(&a, "values.0.at"), K_S("2025-12-02T00:00:00")) == 0);
    a = kit_get(&r.agent, of_ada(&r, "/timeline?kinds=fact,value"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.post_id"), "1002"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.post_id"), "1001"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.conversation_id"), "7"));
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        a = kit_send(&r.owner, "POST", of_ada(&r, refused[i].part), refused[i].body);
        kit_problem(&a, 422, "bad-input", refused[i].field);
    }
    kit_api_close(&r.api);
}

static void promises_are_kept_or_not(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    k_str late = post(&r, of_ada(&r, "/commitments"),
                      "{\"side\":\"us\",\"text\":\"Send the quote\",\"due_at\":"
                      "\"2020-01-01T00:00:00Z\"}");
    k_str theirs =
        post(&r, of_ada(&r, "/commitments"), "{\"side\":\"them\",\"text\":\"Bring photos\"}");
    struct kit_answer a = kit_get(&r.agent, "/api/v1/commitments?limit=1");
    assert_true(k_str_eqz(kit_str(&a, "items.0.text"), "Bring photos"));
    a = kit_get(&r.agent, k_fmt(r.api.arena, "/api/v1/commitments?limit=1&cursor=%.*s",
                                K_ARG(kit_str(&a, "next")))
                              .p);
    assert_true(k_str_eq(kit_str(&a, "items.0.id"), late));
    assert_true(k_json_bool(k_json_path(a.json, "items.0.overdue"), false));
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "Ada"));
    assert_true(kit_str(&a, "next").n == 0);
    a = kit_send(&r.agent, "PATCH", one(&r, "commitments", late), "{\"state\":\"kept\"}");
    kit_expect(&a, 200);
    assert_true(kit_str(&a, "settled_at").n > 0);
    assert_true(k_str_eqz(kit_str(&a, "settled_by.handle"), "agent"));
    a = kit_send(&r.agent, "PATCH", one(&r, "commitments", late), "{\"state\":\"open\"}");
    assert_true(kit_str(&a, "settled_at").n == 0);
    a = kit_send(&r.agent, "DELETE", one(&r, "commitments", theirs), NULL);
    kit_expect(&a, 204);
    kit_api_close(&r.api);
}

static void a_referral_links_two_persons(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_send(
        &r.owner, "POST", of_ada(&r, "/deals"),
        "{\"kind\":\"referral\",\"title\":\"Sent her sister\",\"referred_name\":\"Eve\"}");
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "state"), "won"));
    assert_true(k_str_eqz(kit_str(&a, "referred.name"), "Eve"));
    k_str id = k_dup(r.api.arena, kit_str(&a, "id"));
    k_str eve = k_dup(r.api.arena, kit_str(&a, "referred.id"));
    assert_int_equal(kit_db_number(k, "select count(*) from link where kind = 'referred'"), 2);
    a = kit_get(&r.agent, k_fmt(r.api.arena, "/api/v1/people/%.*s/records", K_ARG(eve)).p);
    assert_true(k_str_eqz(kit_str(&a, "referred_by.0.person.name"), "Ada"));
    a = kit_send(&r.owner, "POST", of_ada(&r, "/deals"),
                 "{\"kind\":\"referral\",\"title\":\"nobody\"}");
    kit_problem(&a, 422, "bad-input", "referred_id");
    a = kit_send(&r.owner, "POST", of_ada(&r, "/deals"),
                 "{\"kind\":\"deal\",\"title\":\"x\",\"amount_minor\":5,\"currency\":\"eu\"}");
    kit_problem(&a, 422, "bad-input", "currency");
    k_str deal = post(&r, of_ada(&r, "/deals"),
                      "{\"kind\":\"deal\",\"title\":\"Ten bikes\",\"amount_minor\":4200000,"
                      "\"currency\":\"EUR\"}");
    a = kit_send(&r.owner, "PATCH", one(&r, "deals", deal), "{\"state\":\"won\"}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "amount_minor"), 4200000);
    a = kit_send(&r.owner, "DELETE", one(&r, "deals", id), NULL);
    kit_expect(&a, 204);
    assert_int_equal(kit_db_number(k, "select count(*) from link"), 0);
    kit_api_close(&r.api);
}

static void the_card_says_when_one_side_gains_nothing(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_get(&r.owner, of_ada(&r, "/records"));
    assert_true(k_str_eqz(kit_str(&a, "value_line.balance"), "none"));
    k_str value =
        post(&r, of_ada(&r, "/values"),
             "{\"side\":\"us\",\"kind\":\"feedback\",\"text\":\"Told us of the stand\"}");
    a = kit_get(&r.owner, of_ada(&r, "/records"));
    assert_true(k_str_eqz(kit_str(&a, "value_line.balance"), "only_us"));
    assert_true(k_str_eqz(kit_str(&a, "value_line.line"),
                          "We gain: Told us of the stand. They gain nothing that we know of."));
    a = kit_send_as(&r.owner, "GET", of_ada(&r, "/records"), NULL, "Accept-Language: de\r\n",
                    K_S(""));
    kit_expect(&a, 200);
    assert_true(k_str_starts(kit_str(&a, "value_line.line"), K_S("Wir gewinnen: ")));
    (void)post(&r, of_ada(&r, "/values"),
               "{\"side\":\"them\",\"kind\":\"help\",\"text\":\"A battery at once\"}");
    a = kit_send(&r.owner, "PATCH", one(&r, "values", value), "{\"text\":\"A better stand\"}");
    kit_expect(&a, 200);
    a = kit_get(&r.agent, of_ada(&r, "/records"));
    assert_true(k_str_eqz(kit_str(&a, "value_line.balance"), "both"));
    assert_int_equal(k_json_len(k_json_get(a.json, "values")), 2);
    a = kit_send(&r.owner, "POST", of_ada(&r, "/values"),
                 "{\"side\":\"us\",\"kind\":\"help\",\"text\":\"x\",\"deal_id\":\"5\"}");
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.owner, "DELETE", one(&r, "values", value), NULL);
    kit_expect(&a, 204);
    kit_api_close(&r.api);
}

static void keeping_in_touch_is_mine_or_everybodys(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_send(&r.owner, "PUT", of_ada(&r, "/keep-in-touch"),
                                   "{\"ideal_days\":30,\"latest_days\":20}");
    kit_problem(&a, 422, "bad-input", "latest_days");
    a = kit_send(&r.owner, "PUT", of_ada(&r, "/keep-in-touch"),
                 "{\"ideal_days\":30,\"latest_days\":60,\"anybody\":true}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "keep_in_touch.ideal_days"), 30);
    a = kit_send(&r.agent, "PUT", of_ada(&r, "/keep-in-touch"),
                 "{\"ideal_days\":7,\"latest_days\":14}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "keep_in_touch.ideal_days"), 7);
    assert_true(k_str_eqz(kit_str(&a, "keep_in_touch.member.handle"), "agent"));
    a = kit_get(&r.owner, of_ada(&r, ""));
    assert_int_equal(kit_int(&a, "keep_in_touch.ideal_days"), 30);
    k_str due = k_dup(r.api.arena, kit_str(&a, "keep_in_touch.due_at"));
    (void)post(&r, of_ada(&r, "/touches"), "{\"medium\":\"call\",\"direction\":\"both\"}");
    a = kit_get(&r.owner, of_ada(&r, ""));
    assert_true(k_str_cmp(kit_str(&a, "keep_in_touch.due_at"), due) >= 0);
    a = kit_send(&r.agent, "DELETE", of_ada(&r, "/keep-in-touch"), NULL);
    kit_expect(&a, 204);
    a = kit_get(&r.agent, of_ada(&r, ""));
    assert_int_equal(kit_int(&a, "keep_in_touch.ideal_days"), 30);
    kit_api_close(&r.api);
}

static void records_of_an_own_address_book_are_nobody_elses(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    r.ada = make(&r, &r.owner, "{\"name\":\"Joe\",\"mine\":true}");
    k_str fact =
        post(&r, of_ada(&r, "/facts"), "{\"kind\":\"likes\",\"text\":\"quiet places\"}");
    k_str touch =
        post(&r, of_ada(&r, "/touches"),
             "{\"medium\":\"meeting\",\"direction\":\"both\",\"moment_title\":\"Lunch\"}");
    k_str promise =
        post(&r, of_ada(&r, "/commitments"), "{\"side\":\"us\",\"text\":\"write\"}");
    struct kit_answer a = kit_send(&r.agent, "GET", of_ada(&r, "/records"), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.agent, "PATCH", one(&r, "facts", fact), "{\"text\":\"x\"}");
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.agent, "DELETE", one(&r, "touches", touch), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_send(&r.agent, "PATCH", one(&r, "commitments", promise), "{\"text\":\"x\"}");
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_get(&r.agent, "/api/v1/commitments");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = kit_get(&r.owner, "/api/v1/commitments");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    char query[80];
    snprintf(query, sizeof query, "select max(id) from moment");
    a = kit_send(
        &r.agent, "GET",
        k_fmt(r.api.arena, "/api/v1/moments/%lld", (long long)kit_db_number(k, query)).p, NULL);
    kit_problem(&a, 404, "not-found", NULL);
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_call_is_logged_in_one_request),
        KIT_SQLITE(a_colleagues_note_of_a_call_is_theirs_to_remove),
        KIT_BOTH(a_meeting_with_several_is_one_moment),
        KIT_BOTH(a_recovery_names_the_failure_it_repairs),
        KIT_BOTH(a_second_failure_tells_who_has_the_relationship_once),
        KIT_BOTH(two_failures_that_come_together_by_a_merge_alarm_whoever_leads),
        KIT_BOTH(facts_and_interests_make_common_ground),
        KIT_BOTH(a_post_is_the_source_of_a_fact_and_of_a_gain),
        KIT_BOTH(promises_are_kept_or_not),
        KIT_BOTH(a_referral_links_two_persons),
        KIT_BOTH(the_card_says_when_one_side_gains_nothing),
        KIT_BOTH(keeping_in_touch_is_mine_or_everybodys),
        KIT_BOTH(records_of_an_own_address_book_are_nobody_elses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
