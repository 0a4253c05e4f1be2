/* The list of people in its orders, and segments: saved conditions with live counts. */
#include "kit/api.h"

struct room {
    struct kit_api api;
    struct kit_client owner, agent;
};

/* 2,500 people: each tenth loyal, each hundredth a customer with an address; one is private. */
static void open_room(struct room *r, struct kit_db *k)
{
    char text[700];
    *r = (struct room){0};
    kit_api_open(&r->api, k);
    kit_owner(&r->api, &r->owner);
    kit_member(&r->owner, "agent", &r->agent);
    for (int i = 1; i <= 2500; i++) {
        snprintf(
            text, sizeof text,
            "insert into person (id, name, role, stage, strength, points, last_touch_at, "
            "last_in_at, owner_id, created_at) values (%d, 'P%04d', '%s', '%s', %d.25, %d, %d, "
            "%d, %lld, 1);",
            i, 2500 - i, i % 100 ? "" : "customer", i % 10 ? "contact" : "loyal", i % 97,
            i % 97, i % 50, i / 3, i == 77 ? (long long)kit_my_id(&r->agent) : 0LL);
        kit_db_run(k, text);
        if (i % 100)
            continue;
        snprintf(
            text, sizeof text,
            "insert into identity (id, person_id, network, native_id, updated_at, created_at) "
            "values (%d, %d, 'email', 'p%d@example.org', 1, 1);"
            "insert into datum (id, person_id, kind, value, norm, source, created_at) values "
            "(%d, %d, 'language', 'de', 'de', 'member', 1);",
            i, i, i, i, i);
        kit_db_run(k, text);
    }
}

static size_t walk(struct room *r, struct kit_client *c, const char *path, int limit,
                   const char *member, bool falling)
{
    size_t n = 0;
    k_str cursor = K_S(""), seen = K_S(" ");
    double last = falling ? 1e18 : -1;
    (void)r;
    do {
        k_str p = k_fmt(c->api->arena, "%slimit=%d&cursor=%.*s", path, limit, K_ARG(cursor));
        struct kit_answer a = kit_get(c, p.p);
        const struct k_json *e = NULL;
        k_json_each (i, e, k_json_get(a.json, "items")) {
            if (member) {
                double now = k_json_num(k_json_get(e, member), 0);
                assert_true(falling ? now <= last : now >= last);
                last = now;
            }
            k_str id = k_fmt(c->api->arena, " %.*s ", K_ARG(k_json_get_str(e, "id")));
            if (limit < 200)
                assert_true(k_str_find(seen, id) < 0);
            if (limit < 200)
                seen = k_cat(c->api->arena, seen, id);
            n++;
        }
        cursor = k_dup(c->api->arena, kit_str(&a, "next"));
    } while (cursor.n > 0);
    return n;
}

static void people_are_listed_in_every_order_without_gaps(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    assert_int_equal(walk(&r, &r.owner, "/api/v1/people?", 200, NULL, false), 2499);
    assert_int_equal(walk(&r, &r.agent, "/api/v1/people?sort=contact&", 200, NULL, false),
                     2500);
    assert_int_equal(walk(&r, &r.owner, "/api/v1/people?sort=strength&", 200, "strength", true),
                     2499);
    assert_int_equal(walk(&r, &r.owner, "/api/v1/people?sort=name&", 200, NULL, false), 2499);
    assert_int_equal(
        walk(&r, &r.owner, "/api/v1/people?sort=strength&stage=loyal&", 60, "strength", true),
        250);
    assert_int_equal(
        walk(&r, &r.owner, "/api/v1/people?sort=name&role=customer&", 7, NULL, false), 25);
    assert_int_equal(walk(&r, &r.owner, "/api/v1/people?stage=loyal&", 60, NULL, false), 250);
    struct kit_answer a = kit_get(&r.owner, "/api/v1/people?sort=name&limit=1");
    assert_true(k_str_eqz(kit_str(&a, "items.0.name"), "P0000"));
    a = kit_send(&r.owner, "GET", "/api/v1/people?sort=shoe", NULL);
    kit_problem(&a, 422, "bad-input", "sort");
    kit_api_close(&r.api);
}

static void a_segment_counts_who_is_in_it_now(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_send(
        &r.owner, "POST", "/api/v1/segments",
        "{\"name\":\"Reachable\",\"conditions\":{\"all\":[{\"field\":\"stage\",\"op\":\"is\","
        "\"value\":\"loyal\"},{\"field\":\"has_email\",\"op\":\"is\",\"value\":true},{"
        "\"field\":"
        "\"language\",\"op\":\"is\",\"value\":\"de\"}]}}");
    kit_expect(&a, 201);
    assert_int_equal(kit_int(&a, "count"), 25);
    const char *path = k_fmt(r.api.arena, "/api/v1/segments/%.*s", K_ARG(kit_str(&a, "id"))).p;
    const char *people = k_fmt(r.api.arena, "%s/people?", path).p;
    assert_int_equal(walk(&r, &r.agent, people, 7, NULL, false), 25);
    kit_db_run(k, "update person set stage = 'advocate' where id = 100");
    a = kit_get(&r.agent, path);
    assert_int_equal(kit_int(&a, "count"), 24);
    a = kit_send(&r.owner, "PATCH", path,
                 "{\"conditions\":{\"field\":\"strength\",\"op\":\"at_least\",\"value\":96}}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "count"), 25);
    a = kit_send(&r.owner, "PATCH", path, "{\"conditions\":{\"all\":[{\"field\":\"shoe\"}]}}");
    kit_problem(&a, 422, "bad-input", "conditions.all[0].field");
    a = kit_send(&r.owner, "PUT", k_fmt(r.api.arena, "%s/keep-in-touch", path).p,
                 "{\"ideal_days\":30,\"latest_days\":60}");
    kit_expect(&a, 200);
    a = kit_send(&r.owner, "DELETE", path, NULL);
    kit_expect(&a, 204);
    assert_int_equal(kit_db_number(k, "select count(*) from keep_in_touch"), 0);
    kit_api_close(&r.api);
}

static void a_condition_is_tried_before_it_is_saved(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    const char *mine = "{\"conditions\":{\"field\":\"mine\",\"op\":\"is\",\"value\":true}}";
    struct kit_answer a = kit_send(&r.agent, "POST", "/api/v1/segments/preview", mine);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "count"), 1);
    assert_true(k_str_eqz(kit_str(&a, "people.0.id"), "77"));
    a = kit_send(&r.owner, "POST", "/api/v1/segments/preview", mine);
    assert_int_equal(kit_int(&a, "count"), 0);
    a = kit_send(&r.owner, "POST", "/api/v1/segments/preview", "{\"conditions\":{\"all\":[]}}");
    assert_int_equal(kit_int(&a, "count"), 2499);
    assert_int_equal(k_json_len(k_json_get(a.json, "people")), 10);
    a = kit_send(&r.agent, "POST", "/api/v1/segments",
                 "{\"name\":\"Own\",\"mine\":true,\"conditions\":{\"all\":[]}}");
    kit_expect(&a, 201);
    const char *path = k_fmt(r.api.arena, "/api/v1/segments/%.*s", K_ARG(kit_str(&a, "id"))).p;
    a = kit_send(&r.owner, "GET", path, NULL);
    kit_problem(&a, 404, "not-found", NULL);
    a = kit_get(&r.owner, "/api/v1/segments");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 0);
    a = kit_get(&r.owner, "/api/v1/segment-fields");
    assert_true(k_json_len(k_json_get(a.json, "items")) > 15);
    assert_true(k_str_eqz(kit_str(&a, "items.0.field"), "stage"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.values.0"), "connection"));
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(people_are_listed_in_every_order_without_gaps),
        KIT_BOTH(a_segment_counts_who_is_in_it_now),
        KIT_BOTH(a_condition_is_tried_before_it_is_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
