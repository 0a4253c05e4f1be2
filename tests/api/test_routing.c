/* Rules, deadlines, hours and the roster over HTTP, on the demo's company. */
#include "kit/api.h"
#include "store/event.h"

static k_str team_named(struct kit_house *h, const char *name)
{
    struct kit_answer a = kit_get(&h->owner, "/api/v1/teams");
    const struct k_json *t = NULL;
    k_json_each (i, t, k_json_get(a.json, "items"))
        if (k_str_eqz(k_json_get_str(t, "name"), name))
            return k_json_get_str(t, "id");
    fail_msg("no team %s", name);
    return K_NONE;
}

static const char *rule_body(struct kit_house *h, const char *name, k_str team)
{
    return k_fmt(h->api.arena,
                 "{\"name\":\"%s\",\"stop\":false,\"when\":[{\"all\":[{\"field\":\"intent\","
                 "\"op\":\"is\",\"values\":[\"complaint\"]}]}],\"then\":[{\"act\":\"team\","
                 "\"team\":\"%.*s\"}]}",
                 name, K_ARG(team))
        .p;
}

static void a_rule_is_made_changed_moved_and_taken_back(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str team = team_named(&h, "Support");
    struct kit_answer a =
        kit_send(&h.owner, "POST", "/api/v1/routing/rules", rule_body(&h, "One", team));
    kit_expect(&a, 201);
    assert_true(k_str_eqz(kit_str(&a, "when.0.all.0.values.0"), "complaint"));
    assert_true(k_str_eq(kit_str(&a, "then.0.team"), team));
    k_str one = kit_str(&a, "id");
    a = kit_send(&h.owner, "POST", "/api/v1/routing/rules", rule_body(&h, "Two", team));
    kit_expect(&a, 201);
    k_str two = kit_str(&a, "id");
    k_str move = k_fmt(h.api.arena, "/api/v1/routing/rules/%.*s/move", K_ARG(two));
    a = kit_send(&h.owner, "POST", move.p,
                 k_fmt(h.api.arena, "{\"before\":\"%.*s\"}", K_ARG(one)).p);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "items.0.name"), "Two"));
    const char *path = kit_path(&h, "/api/v1/routing/rules/", one);
    a = kit_send(&h.owner, "PATCH", path, "{\"enabled\":false,\"version\":1}");
    kit_expect(&a, 200);
    a = kit_send(&h.owner, "PATCH", path, "{\"enabled\":true,\"version\":1}");
    kit_problem(&a, 409, "conflict", "version");
    a = kit_get(&h.owner, "/api/v1/routing/changes");
    assert_true(k_str_eqz(kit_str(&a, "items.0.id"), "4"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.what"), "changed"));
    a = kit_send(&h.owner, "POST", "/api/v1/routing/changes/1/undo", NULL);
    kit_problem(&a, 409, "conflict", NULL);
    a = kit_send(&h.owner, "POST", "/api/v1/routing/changes/4/undo", NULL);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "version"), 5);
    a = kit_send(&h.owner, "DELETE", path, NULL);
    kit_expect(&a, 204);
    a = kit_send(&h.owner, "DELETE", path, NULL);
    kit_problem(&a, 404, "not-found", "id");
    a = kit_get(&h.agent, "/api/v1/routing/rules");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 1);
    a = kit_send(&h.agent, "POST", "/api/v1/routing/rules", rule_body(&h, "No", team));
    kit_problem(&a, 403, "not-allowed", NULL);
    kit_api_close(&h.api);
}

static void wrong_rules_are_refused_at_their_place(struct kit_db *k)
{
    static const struct {
        const char *body, *field;
    } rows[] = {
        {"{\"name\":\"x\",\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"team\",\"team\":\"7\"}]"
         "}",
         "then[0].team"},
        {"{\"name\":\"x\",\"when\":[{\"all\":[{\"field\":\"shoe\",\"op\":\"is\"}]}],\"then\":[]"
         "}",
         "when[0].all[0].field"},
        {"{\"name\":\"x\",\"when\":[{\"all\":[{\"field\":\"stage\",\"op\":\"shoe\"}]}],"
         "\"then\":[]}",
         "when[0].all[0].op"},
        {"{\"name\":\"\",\"when\":[{\"all\":[]}],\"then\":[]}", "name"},
        {"{\"name\":\"x\",\"when\":[],\"then\":[]}", "when"},
        {"{\"name\":\"x\",\"then\":[]}", "when"},
    };
    struct kit_house h;
    kit_house_open(&h, k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit_answer a = kit_send(&h.owner, "POST", "/api/v1/routing/rules", rows[i].body);
        kit_problem(&a, 422, "bad-input", rows[i].field);
    }
    kit_api_close(&h.api);
}

static void a_rule_is_tried_before_it_is_saved(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str body = k_fmt(h.api.arena,
                       "{\"days\":60,\"when\":[{\"all\":[{\"field\":\"intent\",\"op\":\"is\","
                       "\"values\":[\"complaint\"]}]}],\"then\":[{\"act\":\"team\",\"team\":"
                       "\"%.*s\"}]}",
                       K_ARG(team_named(&h, "Support")));
    struct kit_answer a = kit_send(&h.owner, "POST", "/api/v1/routing/try", body.p);
    kit_expect(&a, 200);
    assert_true(kit_int(&a, "posts") > kit_int(&a, "matched"));
    assert_true(kit_int(&a, "matched") > 0);
    assert_true(kit_int(&a, "conversations") > 0);
    assert_true(k_json_len(k_json_get(a.json, "samples")) > 0);
    assert_true(k_str_eqz(kit_str(&a, "samples.0.because.0.field"), "intent"));
    assert_int_equal(kit_db_number(k, "select count(*) from routing_effect"), 0);
    kit_api_close(&h.api);
}

static void deadlines_are_set_and_reported(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_send(&h.owner, "POST", "/api/v1/deadlines/starter", NULL);
    kit_expect(&a, 200);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 4);
    a = kit_send(&h.owner, "POST", "/api/v1/deadlines/starter", NULL);
    kit_problem(&a, 409, "exists", NULL);
    a = kit_send(&h.owner, "POST", "/api/v1/deadlines",
                 "{\"kind\":\"complaint\",\"first_minutes\":5}");
    kit_problem(&a, 409, "exists", "kind");
    a = kit_send(&h.owner, "POST", "/api/v1/deadlines", "{\"kind\":\"question\"}");
    kit_problem(&a, 422, "bad-input", "first_minutes");
    a = kit_send(&h.owner, "POST", "/api/v1/deadlines",
                 "{\"kind\":\"question\",\"stage\":\"loyal\",\"first_minutes\":30}");
    kit_expect(&a, 201);
    const char *path = kit_path(&h, "/api/v1/deadlines/", kit_str(&a, "id"));
    a = kit_send(&h.owner, "PUT", path, "{\"kind\":\"question\",\"first_minutes\":45}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "stage"), ""));
    a = kit_send(&h.owner, "DELETE", path, NULL);
    kit_expect(&a, 204);
    a = kit_get(&h.agent, "/api/v1/deadlines/report?clock=next&days=90");
    assert_true(k_str_eqz(kit_str(&a, "clock"), "next"));
    assert_int_equal(k_json_len(k_json_get(a.json, "by")), 8);
    a = kit_get(&h.owner, "/api/v1/conversations?view=due");
    kit_api_close(&h.api);
}

static void office_hours_are_kept_with_their_holidays(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_send(
        &h.owner, "POST", "/api/v1/calendars",
        "{\"name\":\"Berlin\",\"time_zone\":\"Europe/Berlin\",\"week\":[\"09:00-17:00\","
        "\"09:00-17:00\",\"\",\"\",\"\",\"\",\"\"],\"days\":[{\"day\":\"2027-01-01\",\"name\":"
        "\"New Year\"}]}");
    kit_expect(&a, 201);
    assert_true(k_json_bool(k_json_get(a.json, "is_default"), false));
    assert_true(k_str_eqz(kit_str(&a, "days.0.day"), "2027-01-01"));
    const char *path = kit_path(&h, "/api/v1/calendars/", kit_str(&a, "id"));
    a = kit_send(&h.owner, "PUT", path,
                 "{\"name\":\"Berlin\",\"time_zone\":\"Europe/Berlin\",\"week\":[\"25:00\"]}");
    kit_problem(&a, 422, "bad-input", "week[0]");
    a = kit_send(&h.owner, "PUT", path,
                 "{\"name\":\"B\",\"time_zone\":\"Europe/Berlin\",\"week\":[],\"days\":[{"
                 "\"day\":\"2027-02-30\",\"name\":\"x\"}]}");
    kit_problem(&a, 422, "bad-input", "days[0].day");
    a = kit_send(&h.owner, "DELETE", path, NULL);
    kit_expect(&a, 204);
    kit_api_close(&h.api);
}

static void members_set_their_own_hours_and_managers_those_of_all(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_id me = kit_my_id(&h.agent), owner = kit_my_id(&h.owner);
    struct kit_answer a = kit_send(&h.owner, "POST", "/api/v1/skills", "{\"name\":\"German\"}");
    kit_expect(&a, 201);
    k_str skill = kit_str(&a, "id");
    a = kit_send(&h.owner, "POST", "/api/v1/skills", "{\"name\":\"German\"}");
    kit_problem(&a, 409, "exists", "name");
    const char *mine = k_fmt(h.api.arena, "/api/v1/roster/%lld", (long long)me).p;
    const char *other = k_fmt(h.api.arena, "/api/v1/roster/%lld", (long long)owner).p;
    a = kit_send(&h.agent, "PATCH", mine,
                 k_fmt(h.api.arena,
                       "{\"most_open\":12,\"skill_ids\":[\"%.*s\"],\"time_zone\":"
                       "\"Europe/Berlin\",\"week\":[\"09:00-12:00\"]}",
                       K_ARG(skill))
                     .p);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "most_open"), 12);
    assert_true(k_json_bool(k_json_get(a.json, "own_hours"), false));
    assert_true(k_str_eq(kit_str(&a, "skill_ids.0"), skill));
    a = kit_send(&h.agent, "PATCH", other, "{\"most_open\":1}");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_send(&h.owner, "PATCH", mine, "{\"calendar_id\":null}");
    kit_expect(&a, 200);
    assert_false(k_json_bool(k_json_get(a.json, "own_hours"), true));
    a = kit_get(&h.agent, "/api/v1/roster");
    assert_true(k_json_len(k_json_get(a.json, "items")) > 2);
    kit_api_close(&h.api);
}

static void an_absence_is_ones_own_or_entered_by_who_may(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str owner = k_fmt(h.api.arena, "%lld", (long long)kit_my_id(&h.owner));
    k_str body =
        k_fmt(h.api.arena,
              "{\"from_at\":\"2020-01-01T00:00:00Z\",\"to_at\":\"2020-02-01T00:00:00Z\"}");
    struct kit_answer a = kit_send(&h.agent, "POST", "/api/v1/absences", body.p);
    kit_problem(&a, 422, "bad-input", "to_at");
    k_time now = k_now(&k_clock_system);
    body =
        k_fmt(h.api.arena, "{\"from_at\":\"%.*s\",\"to_at\":\"%.*s\",\"delegate_id\":\"%.*s\"}",
              K_ARG(k_time_iso(h.api.arena, now - K_HOUR)),
              K_ARG(k_time_iso(h.api.arena, now + K_DAY)), K_ARG(owner));
    a = kit_send(&h.agent, "POST", "/api/v1/absences", body.p);
    kit_expect(&a, 201);
    assert_true(k_json_bool(k_json_get(a.json, "now"), false));
    k_str id = kit_str(&a, "id");
    body =
        k_fmt(h.api.arena, "{\"member_id\":\"%.*s\",\"from_at\":\"%.*s\",\"to_at\":\"%.*s\"}",
              K_ARG(owner), K_ARG(k_time_iso(h.api.arena, now)),
              K_ARG(k_time_iso(h.api.arena, now + K_DAY)));
    a = kit_send(&h.agent, "POST", "/api/v1/absences", body.p);
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_get(&h.owner, "/api/v1/roster");
    assert_true(k_str_find(a.body, K_S("\"away\":true")) > 0);
    a = kit_send(&h.owner, "DELETE", kit_path(&h, "/api/v1/absences/", id), NULL);
    kit_expect(&a, 204);
    kit_api_close(&h.api);
}

static void a_closed_hand_over_asks_to_tell_the_person_outside(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    k_str c = kit_somebody_waits(&h);
    struct kit_answer a = kit_send(
        &h.agent, "POST", k_fmt(h.api.arena, "/api/v1/conversations/%.*s/handoff", K_ARG(c)).p,
        k_fmt(h.api.arena, "{\"to_team\":\"%.*s\",\"reason\":\"complaint\",\"ask\":\"Please\"}",
              K_ARG(team_named(&h, "Support")))
            .p);
    kit_expect(&a, 201);
    assert_true(kit_str(&a, "escalate_at").n > 0);
    k_str id = kit_str(&a, "id");
    const char *told = k_fmt(h.api.arena, "/api/v1/handoffs/%.*s/told", K_ARG(id)).p;
    a = kit_send(&h.agent, "POST", told, NULL);
    kit_problem(&a, 409, "conflict", NULL);
    a = kit_send(&h.agent, "POST",
                 k_fmt(h.api.arena, "/api/v1/handoffs/%.*s/close", K_ARG(id)).p,
                 "{\"result\":\"solved\",\"outcome\":\"Sent again.\"}");
    kit_expect(&a, 200);
    assert_true(k_json_bool(k_json_get(a.json, "tell_outside"), false));
    a = kit_send(&h.agent, "POST", told, NULL);
    kit_expect(&a, 200);
    assert_false(k_json_bool(k_json_get(a.json, "tell_outside"), true));
    kit_api_close(&h.api);
}

/* A member decides to answer, the system sends it, a rule labels, the system wakes something.
 */
static k_err do_acts(struct k_ctx *cx, void *arg)
{
    static const struct {
        struct k_actor who;
        const char *verb;
        k_id approved_by;
    } acts[] = {
        {{.kind = K_ACTOR_MEMBER, .member = 1}, "reply.decided", 0},
        {{.kind = K_ACTOR_SYSTEM}, "reply.sent", 1},
        {{.kind = K_ACTOR_RULE, .rule = 7}, "conversation.routed", 0},
        {{.kind = K_ACTOR_SYSTEM}, "conversation.woke", 0},
    };
    const struct k_actor was = cx->actor;
    k_err err = K_OK;
    for (size_t i = 0; err == K_OK && i < sizeof acts / sizeof *acts; i++) {
        cx->actor = acts[i].who;
        err = event_append(cx,
                           &(struct event_new){.verb = k_str_z(acts[i].verb),
                                               .object_kind = K_S("conversation"),
                                               .object_id = 41,
                                               .approved_by = acts[i].approved_by,
                                               .payload = K_S("{}")},
                           NULL);
    }
    cx->actor = was;
    return err;
}

static void what_people_do_and_what_machines_do_is_counted_apart(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client owner;
    kit_owner_open(&api, &owner, k);
    kit_db_run(k,
               "insert into channel (id, network, name, created_at) values (31,'fake','c',1);"
               "insert into conversation (id, channel_id, network, native_root, created_at, "
               "updated_at) values (41,31,'fake','a',1,1)");
    k->clock.fixed = k_now(&k_clock_system);
    assert_int_equal(db_write(&k->cx, do_acts, NULL), K_OK);
    struct kit_answer a = kit_get(&owner, "/api/v1/routing/acts?days=1");
    assert_int_equal(kit_int(&a, "human"), 1);
    assert_int_equal(kit_int(&a, "machine"), 2); /* sending what a member decided is no act */
    kit_api_close(&api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_rule_is_made_changed_moved_and_taken_back),
        KIT_BOTH(wrong_rules_are_refused_at_their_place),
        KIT_BOTH(a_rule_is_tried_before_it_is_saved),
        KIT_BOTH(deadlines_are_set_and_reported),
        KIT_BOTH(office_hours_are_kept_with_their_holidays),
        KIT_BOTH(members_set_their_own_hours_and_managers_those_of_all),
        KIT_BOTH(an_absence_is_ones_own_or_entered_by_who_may),
        KIT_BOTH(a_closed_hand_over_asks_to_tell_the_person_outside),
        KIT_BOTH(what_people_do_and_what_machines_do_is_counted_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
