/* Who slips away, by their own rhythm or by a wish to keep in touch, and what there is to talk
 * about. */
#include "kit/room.h"

static void who_slips_away_comes_with_something_to_talk_about(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 5; i++) {
        person(&r, i, "dialogue", (double)(50 + i), i == 5 ? 9.0 : 4.0, 0);
        tie(&r, i, 0, (double)(50 + i), i == 5 ? 90 : 40, 10);
    }
    person(&r, 6, "dialogue", 80, 1, 0); /* in touch */
    person(&r, 7, "dialogue", 90, 5, r.other);
    sql(&r,
        "insert into fact (id, person_id, kind, text, owner_id, created_at) values "
        "(1, 5, 'likes', 'Sailing', 0, %lld), (2, 5, 'health', 'Private', %lld, %lld)",
        N(ago(30)), N(r.other), N(ago(20)));
    sql(&r,
        "insert into commitment (id, person_id, side, text, created_at) values (1, 5, 'us', "
        "'Send the plan', %lld)",
        N(ago(95)));
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/slipping?limit=3");
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P5"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.rhythm"), "dormant"));
    assert_true(says(&a, "items.0.sentence", "No exchange for 90 days, usually every 10"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.topics.0.kind"), "promise_us"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.topics.1.text"), "Sailing"));
    assert_true(k_str_find(a.body, K_S("Private")) < 0);
    assert_true(k_str_eqz(kit_str(&a, "items.1.rhythm"), "drifting"));
    assert_true(k_str_eqz(kit_str(&a, "items.2.person.name"), "P3"));
    a = kit_get(&r.owner,
                k_fmt(r.api.arena, "/api/v1/relationships/slipping?limit=3&cursor=%.*s",
                      K_ARG(kit_str(&a, "next")))
                    .p);
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P2"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.person.name"), "P1"));
    assert_true(k_str_find(a.body, K_S("P7")) < 0);
    /* P4 wrote yesterday: that comes before the silence. */
    sql(&r, "insert into channel (id, network, name, created_at) values (7, 'fake', 'Us', 1);"
            "insert into conversation (id, channel_id, network, native_root, created_at, "
            "updated_at) values (9, 7, 'fake', 'r', 1, 1)");
    sql(&r,
        "insert into post (id, conversation_id, channel_id, network, native_id, direction, "
        "text, "
        "person_id, posted_at, received_at) values (1, 9, 7, 'fake', 'a', 'in', 'Hello?', 4, "
        "%lld, 1)",
        N(ago(1)));
    a = kit_get(&r.owner, "/api/v1/relationships/slipping?limit=3");
    assert_true(
        says(&a, "items.1.sentence",
             ", and nobody answered yet. The last exchange was 40 days ago, usually every "
             "10."));
    sql(&r, "update post set posted_at = %lld", N(ago(50))); /* before the last exchange */
    a = kit_get(&r.owner, "/api/v1/relationships/slipping?limit=3");
    assert_true(says(&a, "items.1.sentence", "No exchange for 40 days, usually every 10"));
    kit_api_close(&r.api);
}

static void whom_we_would_lose_most_comes_before_who_is_strongest(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "loyal", 70, 4, 0); /* the strongest, and only just drifting */
    tie(&r, 1, 0, 70, 40, 10);
    person(&r, 2, "loyal", 55, 12, 0); /* nearly as strong, and long past their rhythm */
    tie(&r, 2, 0, 55, 120, 10);
    person(&r, 3, "dialogue", 10, 20, 0); /* long silent, and little to lose */
    tie(&r, 3, 0, 10, 200, 10);
    const char *order[] = {"P2", "P1", "P3"};
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/slipping?limit=1");
    for (int i = 0; i < 3; i++) {
        assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), order[i]));
        if (i < 2)
            a = kit_get(&r.owner,
                        k_fmt(r.api.arena, "/api/v1/relationships/slipping?limit=1&cursor=%.*s",
                              K_ARG(kit_str(&a, "next")))
                            .p);
    }
    assert_int_equal(kit_str(&a, "next").n, 0);
    assert_true(says(&a, "items.0.reason",
                     "15 would be lost (strength 10 now, 20 at its best) · silent for 20.0 of "
                     "their own intervals: 12 of 100"));
    kit_api_close(&r.api);
}

static void slipping_of_one_member_goes_by_that_members_ties(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "dialogue", 40, 1, 0); /* in touch with the house */
    tie(&r, 1, r.me, 30, 100, 10);       /* but not with me */
    person(&r, 2, "dialogue", 40, 9, 0);
    tie(&r, 2, r.other, 30, 100, 10); /* known by mail that only the agent sees */
    touch(&r, 1, 2, "in", false, 100, r.other);
    const char *mine = path(&r, "relationships/slipping?member=", r.me, "");
    const char *theirs = path(&r, "relationships/slipping?member=", r.other, "");
    struct kit_answer a = kit_get(&r.owner, mine);
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P1"));
    a = kit_get(&r.owner, theirs);
    assert_int_equal(kit_str(&a, "items.0.person.name").n, 0);
    a = kit_get(&r.agent, theirs);
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P2"));
    kit_api_close(&r.api);
}

static void wishes_to_keep_in_touch_turn_amber_then_red(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 3; i++)
        person(&r, i, "contact", 0, (double)i, 0);
    for (k_id i = 1; i <= 3; i++)
        tie(&r, i, 0, 5, (double)(10 * i), 10); /* last contact 10, 20, 30 days ago */
    sql(&r, "insert into keep_in_touch (id, person_id, ideal_days, latest_days, created_by, "
            "created_at) select id, id, 14, 28, 1, 1 from person where id <= 3");
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/slipping?why=keep");
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P3"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.keep_in_touch.light"), "red"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.person.name"), "P2"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.keep_in_touch.light"), "amber"));
    assert_int_equal(kit_str(&a, "items.2.person.name").n, 0);
    kit_api_close(&r.api);
}

/* Every kind of touch through the API, the one wish, and whether it is overdue still. */
static void only_real_contact_resets_a_wish(struct kit_db *k)
{
    static const struct {
        const char *touch; /* NULL: the moment */
        bool resets;
    } rows[] = {
        {"{\"medium\":\"mail\",\"direction\":\"in\",\"prompted\":false}", false},
        {"{\"medium\":\"mail\",\"direction\":\"out\",\"prompted\":false}", false},
        {"{\"medium\":\"mail\",\"direction\":\"in\",\"prompted\":true}", true},
        {"{\"medium\":\"call\",\"direction\":\"both\"}", true},
        {NULL, true},
    };
    struct room r;
    open_room(&r, k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        k_str body = k_fmt(r.api.arena, "{\"name\":\"W%zu\"}", i);
        struct kit_answer a = kit_send(&r.owner, "POST", "/api/v1/people", body.p);
        kit_expect(&a, 201);
        k_id id = 0;
        assert_true(k_id_parse(kit_str(&a, "id"), &id));
        sql(&r,
            "insert into keep_in_touch (id, person_id, ideal_days, latest_days, created_by, "
            "created_at) values (%lld, %lld, 14, 28, 1, 1)",
            N(id), N(id));
        if (rows[i].resets && rows[i].touch) { /* something it can answer */
            a = kit_send(&r.owner, "POST", path(&r, "people/", id, "/touches"),
                         "{\"medium\":\"mail\",\"direction\":\"out\",\"prompted\":false}");
            kit_expect(&a, 201);
        }
        if (rows[i].touch)
            a = kit_send(&r.owner, "POST", path(&r, "people/", id, "/touches"), rows[i].touch);
        else
            a = kit_send(
                &r.owner, "POST", "/api/v1/moments",
                k_fmt(r.api.arena,
                      "{\"kind\":\"met\",\"title\":\"Fair\",\"person_ids\":[\"%lld\"]}", N(id))
                    .p);
        kit_expect(&a, 201);
        a = kit_get(&r.owner, path(&r, "people/", id, ""));
        assert_true((kit_str(&a, "keep_in_touch.last_at").n > 0) == rows[i].resets);
        assert_true((kit_str(&a, "keep_in_touch.no_contact").n > 0) == !rows[i].resets);
        k_str name = k_fmt(r.api.arena, "\"W%zu\"", i);
        a = kit_get(&r.owner, "/api/v1/relationships/slipping?why=keep");
        assert_true((k_str_find(a.body, name) >= 0) == !rows[i].resets);
    }
    kit_api_close(&r.api);
}

static void a_wish_for_a_segment_holds_for_all_in_it(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 4; i++)
        person(&r, i, "loyal", (double)i, 4 + (double)i, i == 4 ? r.other : 0);
    person(&r, 5, "dialogue", 5, 9, 0);
    for (k_id i = 1; i <= 3; i++)
        tie(&r, i, 0, (double)i, (double)(40 + 10 * i), 10); /* 50..70 days */
    tie(&r, 5, 0, 5, 90, 10);
    struct kit_answer a = kit_send(&r.owner, "POST", "/api/v1/segments",
                                   "{\"name\":\"Loyal\",\"conditions\":{\"field\":\"stage\","
                                   "\"op\":\"is\",\"value\":\"loyal\"}}");
    kit_expect(&a, 201);
    k_str id = k_dup(r.api.arena, kit_str(&a, "id"));
    const char *keep = k_fmt(r.api.arena, "/api/v1/segments/%.*s/keep-in-touch", K_ARG(id)).p;
    a = kit_send(&r.owner, "PUT", keep,
                 "{\"ideal_days\":20,\"latest_days\":40,\"anybody\":true}");
    kit_expect(&a, 200);
    assert_int_equal(kit_int(&a, "keep_in_touch.ideal_days"), 20);
    a = kit_get(&r.owner, "/api/v1/relationships/slipping?why=keep");
    assert_int_equal(kit_str(&a, "items.0.person.name").n, 0); /* wished for a moment ago */
    sql(&r, "update keep_in_touch set created_at = 1");
    a = kit_get(&r.owner, "/api/v1/relationships/slipping?why=keep");
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P3")); /* the longest first */
    assert_true(k_str_eqz(kit_str(&a, "items.0.keep_in_touch.light"), "red"));
    assert_true(k_str_eq(kit_str(&a, "items.0.keep_in_touch.segment_id"), id));
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 3);
    /* a wish for one alone goes before, and shows on the page */
    a = kit_send(&r.owner, "PUT", "/api/v1/people/3/keep-in-touch",
                 "{\"ideal_days\":300,\"latest_days\":400,\"anybody\":true}");
    kit_expect(&a, 200);
    a = kit_get(&r.owner, "/api/v1/people/1");
    assert_true(k_str_eqz(kit_str(&a, "keep_in_touch.segment_name"), "Loyal"));
    assert_true(kit_str(&a, "keep_in_touch.due_at").n > 0);
    a = kit_get(&r.owner, "/api/v1/people/3");
    assert_int_equal(kit_int(&a, "keep_in_touch.ideal_days"), 300);
    a = kit_get(&r.owner, "/api/v1/people/5");
    assert_true(k_json_get(a.json, "keep_in_touch") &&
                kit_int(&a, "keep_in_touch.ideal_days") <= 0);
    /* slipping away is narrowed down to a segment */
    a = kit_get(&r.owner,
                k_fmt(r.api.arena, "/api/v1/relationships/slipping?segment=%.*s", K_ARG(id)).p);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 3);
    assert_true(k_str_find(a.body, K_S("\"P5\"")) < 0);
    a = kit_get(&r.owner, "/api/v1/relationships/slipping");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 4);
    kit_api_close(&r.api);
}

/* Ids 1 to 5 are customers, 6 to 300 are not; all slip away. */
static void a_segment_narrows_who_slips_away(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 300; i++) {
        person(&r, i, "dialogue", (double)i / 4, 4.0, 0);
        if (i <= 5)
            tie(&r, i, 0, (double)i / 4, 40, 10);
    }
    sql(&r, "update person set role = case when id <= 5 then 'customer' else '' end");
    sql(&r,
        "insert into segment (id, name, conditions, created_by, created_at) values (1, 'C', "
        "'{\"field\":\"role\",\"op\":\"is\",\"value\":\"customer\"}', 1, 1)");
    sql(&r, "insert into segment (id, name, conditions, owner_id, created_by, created_at) "
            "select 2, 'Own', conditions, 99, 1, 1 from segment where id = 1");
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/slipping?segment=1&limit=3");
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 3);
    assert_true(k_str_eqz(kit_str(&a, "items.0.person.name"), "P5"));
    a = kit_get(&r.owner, k_fmt(r.api.arena,
                                "/api/v1/relationships/slipping?segment=1&limit=3&cursor=%.*s",
                                K_ARG(kit_str(&a, "next")))
                              .p);
    assert_int_equal(k_json_len(k_json_get(a.json, "items")), 2);
    assert_true(k_str_eqz(kit_str(&a, "items.1.person.name"), "P1"));
    assert_int_equal(kit_str(&a, "next").n, 0);
    a = kit_send(&r.owner, "GET", "/api/v1/relationships/slipping?segment=2", NULL);
    kit_problem(&a, 404, "not-found", NULL);
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(who_slips_away_comes_with_something_to_talk_about),
        KIT_BOTH(whom_we_would_lose_most_comes_before_who_is_strongest),
        KIT_BOTH(slipping_of_one_member_goes_by_that_members_ties),
        KIT_BOTH(wishes_to_keep_in_touch_turn_amber_then_red),
        KIT_BOTH(only_real_contact_resets_a_wish),
        KIT_BOTH(a_wish_for_a_segment_holds_for_all_in_it),
        KIT_BOTH(a_segment_narrows_who_slips_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
