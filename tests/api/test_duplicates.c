/* The queue of duplicates, merges and their undoing, as screens and programs use them. */
#include "domain/match.h"
#include "kit/api.h"

static void person(struct kit_db *k, int id, const char *name, const char *mail,
                   long long owner)
{
    kit_db_run(k, k_fmt(k->cx.arena,
                        "insert into person (id, name, owner_id, created_at) values (%d, '%s', "
                        "%lld, 1); insert into datum (id, person_id, kind, value, source, "
                        "created_at) values (%d, %d, 'email', '%s', 'csv', 1), (%d, %d, "
                        "'birthday', '1975-05-03', 'csv', 1); insert into match_dirty "
                        "(person_id) values (%d)",
                        id, name, owner, id * 10, id, mail, id * 10 + 1, id, id)
                      .p);
}

static void look(struct kit_db *k)
{
    int64_t n = 1;
    while (n > 0) {
        assert_int_equal(db_begin(&k->cx, true), K_OK);
        assert_int_equal(match_some(&k->cx, 50, &n), K_OK);
        assert_int_equal(db_commit(&k->cx), K_OK);
    }
}

/* Three spellings of one person, and one in the owner's own address book. */
static void house(struct kit_db *k, struct kit_api *api, struct kit_client *owner)
{
    kit_owner_open(api, owner, k);
    person(k, 1, "Anna Schmidt", "anna@a.example", 0);
    person(k, 2, "Ana Schmidt", "a@b.example", 0);
    person(k, 3, "Schmidt Anna", "as@c.example", 0);
    person(k, 4, "Anna Schmidt", "x@d.example", (long long)kit_my_id(owner));
    look(k);
}

static void a_pair_shows_its_evidence_side_by_side(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client owner, agent;
    house(k, &api, &owner);
    struct kit_answer all = kit_get(&owner, "/api/v1/people/duplicates");
    assert_int_equal(kit_int(&all, "count"), 6);
    assert_int_equal(k_json_len(k_json_path(all.json, "items")), 6);
    assert_true(kit_str(&all, "items.0.a.name").n > 0);
    assert_true(k_json_len(k_json_path(all.json, "items.0.evidence")) >= 3);
    assert_true(k_json_num(k_json_path(all.json, "items.0.probability"), 0) >= MATCH_ASK);
    /* page by page the same, and none twice */
    struct kit_answer one = kit_get(&owner, "/api/v1/people/duplicates?limit=4");
    struct kit_answer two =
        kit_get(&owner, k_fmt(api.arena, "/api/v1/people/duplicates?limit=4&cursor=%.*s",
                              K_ARG(kit_str(&one, "next")))
                            .p);
    assert_int_equal(k_json_len(k_json_path(two.json, "items")), 2);
    assert_int_equal(kit_str(&two, "next").n, 0);
    /* another member does not see who is in the owner's address book */
    kit_member(&owner, "agent", &agent);
    struct kit_answer theirs = kit_get(&agent, "/api/v1/people/duplicates");
    assert_int_equal(kit_int(&theirs, "count"), 3);
    struct kit_answer no =
        kit_send(&agent, "POST", "/api/v1/people/duplicates/1/4", "{\"verdict\":\"merge\"}");
    kit_expect(&no, 404);
    kit_api_close(&api);
}

static void two_that_a_member_names_are_judged_side_by_side(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client owner, agent;
    house(k, &api, &owner);
    person(k, 5, "Boris Lang", "boris@lang.example", 0); /* nothing proposes the two */
    look(k);
    struct kit_answer a = kit_get(&owner, "/api/v1/people/duplicates/5/1");
    kit_expect(&a, 200);
    assert_true(k_str_eqz(kit_str(&a, "a.id"), "1") && k_str_eqz(kit_str(&a, "b.id"), "5"));
    assert_true(k_json_num(k_json_path(a.json, "probability"), 1) < MATCH_ASK);
    assert_true(k_json_len(k_json_path(a.json, "evidence")) >= 2);
    struct kit_answer m =
        kit_send(&owner, "POST", "/api/v1/people/merge", "{\"keep\":\"1\",\"gone\":\"5\"}");
    kit_expect(&m, 200);
    struct kit_answer list = kit_get(&owner, "/api/v1/people/1/merges");
    assert_true(k_json_len(k_json_path(list.json, "items.0.evidence")) >= 2);
    a = kit_send(&owner, "GET", "/api/v1/people/duplicates/1/5", NULL); /* one is gone */
    kit_expect(&a, 404);
    a = kit_send(&owner, "GET", "/api/v1/people/duplicates/1/1", NULL);
    kit_expect_problem(&a, 422, "bad-input", "b");
    kit_member(&owner, "agent", &agent);
    a = kit_send(&agent, "GET", "/api/v1/people/duplicates/1/4",
                 NULL); /* the owner's own address book */
    kit_expect(&a, 404);
    kit_api_close(&api);
}

static void a_merge_is_made_listed_and_undone(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client owner;
    house(k, &api, &owner);
    struct kit_answer m =
        kit_send(&owner, "POST", "/api/v1/people/duplicates/1/2",
                 "{\"verdict\":\"merge\",\"keep\":\"2\",\"take\":[\"name\"]}");
    kit_expect(&m, 200);
    k_str id = kit_str(&m, "merge_id");
    struct kit_answer page = kit_get(&owner, "/api/v1/people/1"); /* whoever asks for it */
    assert_true(k_str_eqz(kit_str(&page, "id"), "2"));
    assert_true(k_str_eqz(kit_str(&page, "name"), "Anna Schmidt"));
    struct kit_answer list = kit_get(&owner, "/api/v1/people/2/merges");
    assert_true(k_str_eqz(kit_str(&list, "items.0.gone_name"), "Anna Schmidt"));
    assert_true(k_json_len(k_json_path(list.json, "items.0.evidence")) > 0);
    assert_true(kit_int(&list, "items.0.rows") >= 2);
    const char *undo = k_fmt(api.arena, "/api/v1/merges/%.*s/undo", K_ARG(id)).p;
    struct kit_answer back = kit_send(&owner, "POST", undo, NULL);
    kit_expect(&back, 200);
    assert_true(k_str_eqz(kit_str(&back, "person_id"), "1"));
    page = kit_get(&owner, "/api/v1/people/2");
    assert_true(k_str_eqz(kit_str(&page, "name"), "Ana Schmidt"));
    struct kit_answer twice = kit_send(&owner, "POST", undo, NULL);
    kit_expect(&twice, 409);
    look(k);
    list = kit_get(&owner, "/api/v1/people/duplicates");
    const struct k_json *d;
    k_json_each (i, d, k_json_get(list.json, "items"))
        assert_false(k_str_eqz(k_json_path_str(d, "a.id"), "1") &&
                     k_str_eqz(k_json_path_str(d, "b.id"), "2"));
    kit_api_close(&api);
}

static void one_decision_settles_many(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client owner;
    house(k, &api, &owner);
    struct kit_answer r = kit_send(
        &owner, "POST", "/api/v1/people/duplicates/bulk",
        "{\"verdict\":\"merge\",\"pairs\":[{\"a\":\"1\",\"b\":\"2\"},{\"a\":\"2\",\"b\":\"3\"},"
        "{\"a\":\"1\",\"b\":\"3\"},{\"a\":\"1\",\"b\":\"999\"}]}");
    kit_expect(&r, 200);
    assert_int_equal(kit_int(&r, "done"), 3);
    assert_int_equal(k_json_len(k_json_get(r.json, "merges")), 2);
    assert_int_equal(k_json_len(k_json_get(r.json, "skipped")), 1);
    assert_int_equal(kit_db_number(k, "select count(*) from person where merged_into = 0"), 2);
    kit_api_close(&api);
}

static void two_are_merged_by_hand_and_bad_asks_are_refused(struct kit_db *k)
{
    struct kit_api api;
    struct kit_client owner;
    house(k, &api, &owner);
    struct kit_answer r =
        kit_send(&owner, "POST", "/api/v1/people/merge", "{\"keep\":\"1\",\"gone\":\"1\"}");
    kit_expect_problem(&r, 422, "bad-input", "gone");
    r = kit_send(&owner, "POST", "/api/v1/people/merge",
                 "{\"keep\":\"1\",\"gone\":\"2\",\"take\":[\"shoes\"]}");
    kit_expect_problem(&r, 422, "bad-input", "take");
    r = kit_send(&owner, "POST", "/api/v1/people/merge", "{\"keep\":\"4\",\"gone\":\"2\"}");
    kit_expect_problem(&r, 422, "bad-input", "keep");
    r = kit_send(&owner, "POST", "/api/v1/people/merge", "{\"keep\":\"1\",\"gone\":\"2\"}");
    kit_expect(&r, 200);
    r = kit_send(&owner, "POST", "/api/v1/people/duplicates/scan", NULL);
    kit_expect(&r, 200);
    assert_false(k_str_eqz(kit_str(&r, "state"), "none"));
    kit_api_close(&api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_SQLITE(a_pair_shows_its_evidence_side_by_side),
        KIT_BOTH(two_that_a_member_names_are_judged_side_by_side),
        KIT_SQLITE(a_merge_is_made_listed_and_undone),
        KIT_SQLITE(one_decision_settles_many),
        KIT_SQLITE(two_are_merged_by_hand_and_bad_asks_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
