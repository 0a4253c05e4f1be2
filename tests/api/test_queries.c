/* Listening queries over HTTP, on the demo's company. */
#include "domain/query_history.h"
#include "kit/api.h"
#include "kit/flow.h"

static struct kit_answer make(struct kit_client *c, const char *name, const char *body,
                              const char *verb)
{
    return kit_send(c, "POST", "/api/v1/queries",
                    k_fmt(c->api->arena, "{\"name\":\"%s\",\"body\":\"%s\",\"verb\":\"%s\"}",
                          name, body, verb)
                        .p);
}

static void a_query_is_made_changed_locked_and_taken_back(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = make(&h.agent, "Refunds", "refund OR money", "watch");
    kit_expect(&a, 201);
    const char *path = kit_path(&h, "/api/v1/queries/", kit_str(&a, "id"));
    a = kit_send(&h.agent, "PATCH", path, "{\"body\":\"refund\",\"version\":1}");
    kit_expect(&a, 200);
    a = kit_send(&h.agent, "PATCH", path, "{\"body\":\"money\",\"version\":1}");
    kit_problem(&a, 409, "conflict", "version");
    a = kit_send(&h.owner, "POST", k_fmt(h.api.arena, "%s/lock", path).p, "{\"locked\":true}");
    kit_expect(&a, 200);
    a = kit_send(&h.agent, "PATCH", path, "{\"enabled\":false}");
    kit_problem(&a, 403, "not-allowed", NULL);
    a = kit_get(&h.agent, path);
    assert_true(k_str_eqz(kit_str(&a, "body"), "refund"));
    assert_false(k_json_bool(k_json_get(a.json, "may_change"), true));
    a = kit_send(&h.owner, "POST", k_fmt(h.api.arena, "%s/lock", path).p, "{\"locked\":false}");
    kit_expect(&a, 200);
    a = kit_send(&h.agent, "DELETE", path, NULL);
    kit_expect(&a, 204);
    a = kit_get(&h.agent, "/api/v1/queries/changes");
    assert_int_equal(kit_int(&a, "items.0.id"), 5);
    assert_true(k_str_eqz(kit_str(&a, "items.0.what"), "removed"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.name"), "Refunds"));
    a = kit_send(&h.agent, "POST", "/api/v1/queries/changes/2/undo", NULL);
    kit_problem(&a, 409, "conflict", NULL);
    a = kit_send(&h.agent, "POST", "/api/v1/queries/changes/5/undo", NULL);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "items.0.name"), "Refunds"));
    kit_api_close(&h.api);
}

static void an_undo_allows_nothing_that_a_change_does_not(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = make(&h.owner, "Noise", "jobs", "skip");
    kit_expect(&a, 201);
    const char *path = kit_path(&h, "/api/v1/queries/", kit_str(&a, "id"));
    a = kit_send(&h.owner, "PATCH", path, "{\"verb\":\"hide\"}");
    kit_expect(&a, 200);
    a = kit_send(&h.agent, "POST", "/api/v1/queries/changes/2/undo", NULL);
    kit_problem(&a, 403, "not-allowed", "verb");
    a = kit_send(&h.owner, "POST", k_fmt(h.api.arena, "%s/lock", path).p, "{\"locked\":true}");
    kit_expect(&a, 200);
    a = kit_send(&h.owner, "DELETE", path, NULL);
    kit_expect(&a, 204);
    a = kit_send(&h.agent, "POST", "/api/v1/queries/changes/4/undo", NULL);
    kit_problem(&a, 403, "not-allowed", NULL);
    kit_api_close(&h.api);
}

static void wrong_queries_are_refused_at_their_place(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = make(&h.agent, "x", "(refund OR", "watch");
    kit_problem(&a, 422, "bad-input", "body");
    a = make(&h.agent, " ", "refund", "watch");
    kit_problem(&a, 422, "bad-input", "name");
    a = make(&h.agent, "x", "jobs", "skip");
    kit_problem(&a, 403, "not-allowed", "verb");
    a = make(&h.owner, "x", "jobs relation:>50", "skip");
    kit_problem(&a, 422, "bad-input", "body");
    a = make(&h.owner, "x", "jobs", "skip");
    kit_expect(&a, 201);
    a = kit_send(&h.agent, "POST", "/api/v1/queries/read",
                 "{\"body\":\"\\ud83d\\ude00 (refund OR\"}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "problem.start"), 13); /* the emoji is two units */
    assert_true(kit_str(&a, "problem.text").n > 0);
    a = kit_send(&h.agent, "POST", "/api/v1/queries/read", "{\"body\":\"refund  or -jobs\"}");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "written"), "refund AND or AND NOT jobs"));
    assert_true(k_json_len(k_json_get(a.json, "anchors")) == 1);
    kit_api_close(&h.api);
}

static k_err look_through(struct k_ctx *cx, void *arg)
{
    return query_history_some(cx, arg);
}

static void a_query_is_tried_and_then_finds_what_is_stored(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a =
        kit_send(&h.agent, "POST", "/api/v1/queries/try",
                 "{\"body\":\"intent:complaint OR is:question\",\"days\":90}");
    kit_expect(&a, 200);
    int64_t want = kit_int(&a, "found");
    assert_true(want > 0 && want < kit_int(&a, "posts"));
    assert_true(k_json_len(k_json_get(a.json, "samples")) > 0);
    assert_true(k_json_len(k_json_get(a.json, "by_day")) == 90);
    a = make(&h.agent, "Trouble", "intent:complaint OR is:question", "watch");
    kit_expect(&a, 201);
    const char *path = kit_path(&h, "/api/v1/queries/", kit_str(&a, "id"));
    for (bool done = false; !done;) /* the job, which has no thread here */
        flow_ok(k, flow_write(k, look_through, &done));
    a = kit_get(&h.agent, k_fmt(h.api.arena, "%s/posts?limit=2", path).p);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 2);
    assert_true(kit_str(&a, "next").n > 0);
    assert_int_equal(kit_db_number(k, "select count(*) from hit"), want);
    a = kit_get(&h.agent, k_fmt(h.api.arena, "%s/days?days=90", path).p);
    assert_true(k_json_len(k_json_get(a.json, "items")) > 0);
    kit_api_close(&h.api);
}

static void queries_belong_to_topics(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a = kit_send(&h.agent, "POST", "/api/v1/queries/topics",
                                   "{\"name\":\"Globex\",\"rival\":true}");
    kit_expect(&a, 201);
    k_str topic = kit_str(&a, "id");
    a = kit_send(&h.agent, "POST", "/api/v1/queries/topics", "{\"name\":\"Globex\"}");
    kit_problem(&a, 422, "bad-input", "name");
    a = kit_send(&h.agent, "POST", "/api/v1/queries",
                 k_fmt(h.api.arena, "{\"name\":\"G\",\"body\":\"globex\",\"topic\":\"%.*s\"}",
                       K_ARG(topic))
                     .p);
    kit_expect(&a, 201);
    a = kit_send(&h.agent, "DELETE", kit_path(&h, "/api/v1/queries/topics/", topic), NULL);
    kit_expect(&a, 204);
    a = kit_get(&h.agent, "/api/v1/queries");
    assert_int_equal(k_json_len(k_json_get(a.json, "topics")), 0);
    assert_int_equal(kit_str(&a, "items.0.topic").n, 0);
    kit_api_close(&h.api);
}

static void queries_of_other_products_are_read(struct kit_db *k)
{
    struct kit_house h;
    kit_house_open(&h, k);
    struct kit_answer a =
        kit_send(&h.agent, "POST", "/api/v1/queries/import",
                 "{\"dialect\":\"x\",\"text\":\"acme (refund OR broken) -is:retweet "
                 "sample:10\"}");
    kit_expect(&a, 200);
    k_str text = kit_str(&a, "text");
    assert_true(k_str_find(text, K_S("refund OR broken")) >= 0);
    assert_true(k_json_len(k_json_get(a.json, "notes")) > 0);
    assert_true(kit_str(&a, "notes.0.why").n > 0);
    a = kit_send(&h.agent, "POST", "/api/v1/queries/import",
                 "{\"dialect\":\"meltwater\",\"text\":\"(acme AND\"}");
    kit_expect(&a, 200);
    assert_true(kit_str(&a, "problem.text").n > 0);
    assert_int_equal(kit_str(&a, "text").n, 0);
    kit_api_close(&h.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_query_is_made_changed_locked_and_taken_back),
        KIT_BOTH(an_undo_allows_nothing_that_a_change_does_not),
        KIT_BOTH(wrong_queries_are_refused_at_their_place),
        KIT_BOTH(a_query_is_tried_and_then_finds_what_is_stored),
        KIT_BOTH(queries_belong_to_topics),
        KIT_BOTH(queries_of_other_products_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
