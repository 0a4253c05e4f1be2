/* The relationship as the API shows it: stage with evidence and what is missing, parts of the
 * strength, judgements and ratings of members, weights. */
#include "kit/api.h"

#include <math.h>
#include <stdlib.h>

#define assert_str(got, want)                                                                  \
    do {                                                                                       \
        k_str str_got = (got);                                                                 \
        if (!k_str_eqz(str_got, (want)))                                                       \
            fail_msg("got \"%.*s\", want \"%s\"", K_ARG(str_got), (want));                     \
    } while (0)

struct room {
    struct kit_api api;
    struct kit_client owner, agent;
    k_str ada;
};

static void open_room(struct room *r, struct kit_db *k)
{
    *r = (struct room){0};
    kit_api_open(&r->api, k);
    kit_owner(&r->api, &r->owner);
    kit_member(&r->owner, "agent", &r->agent);
    struct kit_answer a = kit_send(&r->owner, "POST", "/api/v1/people", "{\"name\":\"Ada\"}");
    kit_expect(&a, 201);
    r->ada = k_dup(r->api.arena, kit_str(&a, "id"));
}

static const char *of_ada(struct room *r, const char *part)
{
    return k_fmt(r->api.arena, "/api/v1/people/%.*s/relationship%s", K_ARG(r->ada), part).p;
}

static double num(const struct kit_answer *a, const char *path)
{
    return k_json_num(k_json_path(a->json, path), -1000);
}

/* Three touches that both took part in, folded. */
static void talk(struct room *r, struct kit_db *k)
{
    k_id ada = 0;
    assert_true(k_id_parse(r->ada, &ada));
    k_str sql =
        k_fmt(k->cx.arena,
              "insert into touch (id, person_id, direction, medium, at) values "
              "(1, %lld, 'both', 'call', %lld), (2, %lld, 'both', 'call', %lld), (3, "
              "%lld, 'both', 'meeting', %lld)",
              (long long)ada, (long long)(KIT_T0 - 9 * K_DAY), (long long)ada,
              (long long)(KIT_T0 - 6 * K_DAY), (long long)ada, (long long)(KIT_T0 - 3 * K_DAY));
    kit_db_run(k, sql.p);
}

static void a_stranger_is_a_connection_with_what_is_missing(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_send(&r.agent, "GET", of_ada(&r, ""), NULL);
    kit_expect(&a, 200);
    assert_str(kit_str(&a, "stage"), "connection");
    assert_str(kit_str(&a, "stage_reason"), "Known to us; nothing was said yet.");
    assert_str(kit_str(&a, "missing.0.name"), "words");
    assert_str(kit_str(&a, "next_step"), "Somebody has to say something.");
    assert_true(num(&a, "ties.0.strength") == 0);
    assert_str(kit_str(&a, "ties.0.parts.0.say"),
               "No two-way exchange yet: one-way contact does not count.");
    kit_api_close(&r.api);
}

static void strength_comes_with_parts_and_what_would_raise_it(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    talk(&r, k);
    struct kit_answer a =
        kit_send(&r.owner, "GET", of_ada(&r, "?at=2026-01-01T00:00:00Z"), NULL);
    kit_expect(&a, 200);
    assert_str(kit_str(&a, "stage"), "relationship");
    assert_str(kit_str(&a, "ties.0.rhythm"), "alive");
    assert_true(num(&a, "ties.0.interval_days") == 3);
    double sum = 0;
    for (int i = 0; i < 8; i++)
        sum += num(&a, k_fmt(r.api.arena, "ties.0.parts.%d.points", i).p);
    assert_true(sum > 20 && sum - num(&a, "ties.0.strength") < 1e-6);
    assert_true(num(&a, "ties.0.raises.0.gain") >= 0.5);
    assert_str(kit_str(&a, "missing.0.name"), "time");
    /* As of the second call it was a dialogue. */
    a = kit_send(&r.owner, "GET", of_ada(&r, "?at=2025-12-27T00:00:00Z"), NULL);
    kit_expect(&a, 200);
    assert_str(kit_str(&a, "stage"), "dialogue");
    kit_api_close(&r.api);
}

static void the_outlook_comes_with_its_reasons(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_send(&r.owner, "GET", of_ada(&r, ""), NULL);
    assert_str(kit_str(&a, "ties.0.outlook.word"), "none");
    assert_true(num(&a, "ties.0.outlook.chance") == 0);
    talk(&r, k);
    a = kit_send(&r.owner, "GET", of_ada(&r, "?at=2026-01-01T00:00:00Z"), NULL);
    kit_expect(&a, 200);
    /* Days with a touch 3, 6 and 9 days ago: 1/4 + 1/7 + 1/10. */
    assert_true(fabs(num(&a, "ties.0.outlook.chance") - 38.91) < 0.01);
    assert_str(kit_str(&a, "ties.0.outlook.word"), "open");
    assert_str(kit_str(&a, "ties.0.outlook.say"), "It may go on.");
    assert_str(kit_str(&a, "ties.0.outlook.reasons.0.say"),
               "In touch on 3 days; the last was 3 days ago.");
    assert_true(num(&a, "ties.0.outlook.fallen") == 0);
    kit_db_run(k, "update touch set at = at - 5184000000000"); /* 60 days before */
    a = kit_send(&r.owner, "GET", of_ada(&r, ""), NULL);
    assert_str(kit_str(&a, "ties.0.outlook.word"), "over");
    assert_true(num(&a, "ties.0.outlook.fallen") > 0.7);
    kit_api_close(&r.api);
}

static void a_judgement_has_author_reason_and_end(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    talk(&r, k);
    struct kit_answer a =
        kit_send(&r.agent, "PUT", of_ada(&r, "/override"),
                 "{\"strength\":90,\"why\":\"Old friends\",\"until\":\"2020-01-01\"}");
    kit_expect_problem(&a, 422, "bad-input", "until");
    a = kit_send(&r.agent, "PUT", of_ada(&r, "/override"), "{\"strength\":101,\"why\":\"x\"}");
    kit_expect_problem(&a, 422, "bad-input", "strength");
    a = kit_send(&r.agent, "PUT", of_ada(&r, "/override"), "{\"strength\":90}");
    kit_expect_problem(&a, 422, "bad-input", "why");
    a = kit_send(&r.agent, "PUT", of_ada(&r, "/override"),
                 "{\"strength\":90,\"why\":\"Old friends\",\"until\":\"2099-02-01\"}");
    kit_expect(&a, 200);
    assert_true(num(&a, "ties.0.strength") == 90);
    assert_true(num(&a, "ties.0.worked_out") < 60);
    assert_str(kit_str(&a, "ties.0.override.why"), "Old friends");
    assert_int_equal(kit_db_number(k, "select count(*) from person where strength = 90"), 1);
    kit_db_run(k, "update tie set override_until = 1"); /* it is over */
    a = kit_send(&r.owner, "GET", of_ada(&r, ""), NULL);
    assert_true(num(&a, "ties.0.strength") < 60);
    a = kit_send(&r.owner, "DELETE", of_ada(&r, "/override"), NULL);
    kit_expect(&a, 200);
    assert_int_equal(kit_db_number(k, "select count(*) from person where strength = 90"), 0);
    a = kit_send(&r.owner, "DELETE", of_ada(&r, "/override"), NULL);
    kit_expect_problem(&a, 404, "not-found", "");
    kit_api_close(&r.api);
}

static void a_rating_is_the_members_own(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    talk(&r, k);
    struct kit_answer a = kit_send(&r.agent, "PUT", of_ada(&r, "/rating"), "{\"strength\":70}");
    kit_expect(&a, 200);
    assert_true(num(&a, "ties.1.rated") == 70);
    a = kit_send(&r.owner, "GET", of_ada(&r, ""), NULL);
    assert_true(k_json_is_null(k_json_path(a.json, "ties.1.rated")));
    a = kit_send(&r.owner, "GET", "/api/v1/relationships/weights", NULL);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "ratings"), 1);
    assert_int_equal(kit_int(&a, "needed"), 200);
    assert_true(num(&a, "parts.0.now") == 20);
    a = kit_send(&r.owner, "POST", "/api/v1/relationships/weights/refit", "{}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "version"), 0); /* too few */
    a = kit_send(&r.owner, "POST", "/api/v1/relationships/recompute", "{}");
    kit_expect(&a, 200);
    assert_int_equal(kit_db_number(k, "select count(*) from job where kind = 'ties'"), 1);
    a = kit_send(&r.agent, "POST", "/api/v1/relationships/recompute", "{}");
    kit_expect(&a, 403);
    kit_api_close(&r.api);
}

enum { RATED = 205 };

/* So many people of the agent's, in touch more and less, rated by recency alone. */
static void rate_many(struct room *r, struct kit_db *k)
{
    k_id agent = kit_my_id(&r->agent);
    for (int i = 0; i < RATED; i++) {
        long long p = 5000 + i, silent = 1 + i % 40;
        k_str sql =
            k_fmt(k->cx.arena,
                  "insert into person (id, name, created_at) values (%lld, 'P%lld', 1)", p, p);
        kit_db_run(k, sql.p);
        for (long long n = 0; n < 2 + i % 5; n++) {
            sql = k_fmt(k->cx.arena,
                        "insert into touch (id, person_id, member_id, direction, medium, at) "
                        "values (%lld, %lld, %lld, 'both', 'call', %lld)",
                        p * 10 + n, p, (long long)agent,
                        (long long)(k_now(&k_clock_system) - (silent + n * 7) * K_DAY));
            kit_db_run(k, sql.p);
        }
        sql = k_fmt(k->cx.arena,
                    "insert into tie (person_id, member_id, state, rated, rated_at) values "
                    "(%lld, %lld, '', %lld, %lld)",
                    p, (long long)agent, silent > 20 ? 0 : 100 - 5 * silent,
                    (long long)k_now(&k_clock_system));
        kit_db_run(k, sql.p);
    }
}

/* Fitted and taken back so far; now the way leads back to what was fitted. */
static void assert_fittings(struct room *r, double recency)
{
    const char *back = "/api/v1/relationships/weights/return";
    struct kit_answer a = kit_send(&r->agent, "GET", "/api/v1/relationships/weights", NULL);
    assert_int_equal(k_json_len(k_json_get(a.json, "fittings")), 2);
    assert_str(kit_str(&a, "fittings.0.kind"), "documented");
    assert_str(kit_str(&a, "fittings.1.kind"), "fitted");
    assert_int_equal(kit_int(&a, "fittings.1.ratings"), RATED);
    assert_true(num(&a, "fittings.1.error_after") < num(&a, "fittings.1.error_before"));
    assert_true(num(&a, "fittings.1.parts.1.before") == 15);
    assert_true(fabs(num(&a, "fittings.1.parts.1.after") - recency) < 1e-6);
    assert_true(kit_str(&a, "fittings.1.by.name").n > 0 && kit_str(&a, "fittings.1.at").n > 0);
    a = kit_send(&r->agent, "POST", back, "{\"version\":1}");
    kit_expect(&a, 403);
    a = kit_send(&r->owner, "POST", back, "{\"version\":9}");
    kit_problem(&a, 404, "not-found", "version");
    a = kit_send(&r->owner, "POST", back, "{\"version\":2}");
    kit_problem(&a, 409, "conflict", "version");
    a = kit_send(&r->owner, "POST", back, "{\"version\":1}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "version"), 3);
    assert_true(fabs(num(&a, "parts.1.now") - recency) < 1e-6);
    assert_str(kit_str(&a, "fittings.0.kind"), "returned");
    assert_int_equal(kit_int(&a, "fittings.0.of_version"), 1);
    a = kit_send(&r->owner, "GET", "/api/v1/people/5000/relationship", NULL);
    assert_true(fabs(num(&a, "ties.0.parts.1.weight") - recency) < 1e-6);
}

/* A house that fitted before fittings were kept. */
static void what_counted_before_is_the_first_of_the_fittings(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    kit_db_run(k, "insert into setting (name, value, updated_at, updated_by) values "
                  "('relationship_weights', '{\"version\":4,\"at\":1000,\"by\":0,"
                  "\"ratings\":300,\"weights\":[30,5,20,10,15,10,5,5]}', 1, 0)");
    struct kit_answer a = kit_send(&r.owner, "DELETE", "/api/v1/relationships/weights", NULL);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "fittings.0.version"), 5);
    assert_int_equal(kit_int(&a, "fittings.1.version"), 4);
    assert_str(kit_str(&a, "fittings.1.kind"), "fitted");
    a = kit_send(&r.owner, "POST", "/api/v1/relationships/weights/return", "{\"version\":4}");
    kit_expect(&a, 200);
    assert_true(num(&a, "parts.0.now") == 30 && num(&a, "parts.1.now") == 5);
    kit_api_close(&r.api);
}

static void ratings_move_the_weights_and_the_way_back_is_open(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    rate_many(&r, k);
    struct kit_answer a = kit_send(&r.agent, "GET", "/api/v1/relationships/weights", NULL);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "ratings"), RATED);
    assert_true(num(&a, "error_fitted") < num(&a, "error_now"));
    assert_str(kit_str(&a, "parts.1.name"), "recency");
    assert_true(num(&a, "parts.1.now") == 15); /* asked for is not yet in force */
    a = kit_send(&r.agent, "POST", "/api/v1/relationships/weights/refit", "{}");
    kit_expect(&a, 403);
    a = kit_send(&r.owner, "POST", "/api/v1/relationships/weights/refit", "{}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "version"), 1);
    double recency = num(&a, "parts.1.now"), sum = 0;
    for (int i = 0; i < 8; i++)
        sum += num(&a, k_fmt(r.api.arena, "parts.%d.now", i).p);
    assert_true(recency > 20 && fabs(sum - 100) < 1e-6);
    assert_true(kit_str(&a, "by.name").n > 0 && kit_str(&a, "at").n > 0);
    assert_int_equal(kit_db_number(k, "select count(*) from job where kind = 'ties'"), 1);
    const char *first = "/api/v1/people/5000/relationship";
    a = kit_send(&r.owner, "GET", first, NULL);
    assert_int_equal(kit_int(&a, "weights_version"), 1);
    assert_true(fabs(num(&a, "ties.0.parts.1.weight") - recency) < 1e-6);
    a = kit_send(&r.owner, "DELETE", "/api/v1/relationships/weights", NULL);
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "version"), 2);
    assert_true(num(&a, "parts.1.now") == 15);
    a = kit_send(&r.owner, "GET", first, NULL);
    assert_true(num(&a, "ties.0.parts.1.weight") == 15);
    assert_fittings(&r, recency);
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_stranger_is_a_connection_with_what_is_missing),
        KIT_BOTH(strength_comes_with_parts_and_what_would_raise_it),
        KIT_BOTH(the_outlook_comes_with_its_reasons),
        KIT_BOTH(a_judgement_has_author_reason_and_end),
        KIT_BOTH(a_rating_is_the_members_own),
        KIT_BOTH(ratings_move_the_weights_and_the_way_back_is_open),
        KIT_BOTH(what_counted_before_is_the_first_of_the_fittings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
