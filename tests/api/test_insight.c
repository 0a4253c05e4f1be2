/* What is learnt from ties, as members ask for it: the first evening, the stage flow,
 * rhythm, who knows whom. What one member keeps alone is not counted for others. */
#include "domain/figures.h"
#include "kit/room.h"

/* --- the first evening ------------------------------------------------------------------- */

static void the_first_evening_counts_by_stage_with_proof(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 40; i++)
        person(&r, i, "connection", 0, 0, 0);
    person(&r, 50, "contact", 0, 0, 0);
    touch(&r, 1, 50, "in", false, 9, 0);
    person(&r, 60, "dialogue", 20, 0, 0);
    for (int i = 0; i < 2; i++) {
        touch(&r, 10 + 2 * i, 60, "in", false, 20 - 5 * i, 0);
        touch(&r, 11 + 2 * i, 60, "out", true, 19.9 - 5 * i, 0);
    }
    person(&r, 70, "dialogue", 30, 0, r.other); /* the agent's alone */
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/summary");
    assert_int_equal(kit_int(&a, "people"), 42);
    assert_int_equal(kit_int(&a, "stages.0.count"), 40);
    assert_int_equal(kit_int(&a, "stages.1.count"), 1);
    assert_int_equal(kit_int(&a, "stages.2.count"), 1);
    assert_int_equal(kit_int(&a, "stages.3.count"), 0);
    assert_true(says(&a, "stages.1.examples.0.sentence", "They wrote once"));
    assert_true(k_str_eqz(kit_str(&a, "stages.1.nearest.0.missing.0.need"), "answer"));
    assert_true(k_str_eqz(kit_str(&a, "stages.2.examples.0.person.name"), "P60"));
    assert_true(says(&a, "stages.2.examples.0.sentence", "Two-way exchanges on 2 days"));
    assert_true(k_str_eqz(kit_str(&a, "stages.2.nearest.0.missing.0.need"), "shared"));
    a = kit_get(&r.agent, "/api/v1/relationships/summary");
    assert_int_equal(kit_int(&a, "stages.2.count"), 2);
    kit_api_close(&r.api);
}

/* --- flow and rhythm --------------------------------------------------------------------- */

static void the_stage_flow_counts_moves_and_what_stood(struct kit_db *k)
{
    struct room r;
    k_time may, june;
    assert_true(k_time_parse(K_S("2026-05-10"), &may));
    assert_true(k_time_parse(K_S("2026-06-10"), &june));
    open_room(&r, k);
    person(&r, 1, "relationship", 40, 1, 0);
    person(&r, 2, "dialogue", 40, 1, 0);
    person(&r, 3, "dialogue", 40, 1, r.other);
    sql(&r,
        "insert into stage_move (person_id, at, from_stage, to_stage) values (1, %lld, "
        "'contact', 'dialogue'), (2, %lld, 'contact', 'dialogue'), (1, %lld, 'dialogue', "
        "'relationship'), (3, %lld, 'contact', 'dialogue')",
        N(may), N(may), N(june), N(may));
    struct kit_answer a =
        kit_get(&r.owner, "/api/v1/relationships/flow?from=2026-04-01&to=2026-06-30");
    assert_true(k_str_eqz(kit_str(&a, "months.0.month"), "2026-04"));
    assert_int_equal(kit_int(&a, "months.0.standing.0.count"), 0);
    assert_int_equal(kit_int(&a, "months.1.moves.0.count"), 2);
    assert_int_equal(kit_int(&a, "months.1.standing.0.count"), 2);
    assert_int_equal(kit_int(&a, "months.1.standing.1.count"), 0);
    assert_true(k_str_eqz(kit_str(&a, "months.2.moves.0.to"), "relationship"));
    assert_int_equal(kit_int(&a, "months.2.standing.0.count"), 1);
    assert_int_equal(kit_int(&a, "months.2.standing.1.count"), 1);
    a = kit_send(&r.owner, "GET", "/api/v1/relationships/flow?from=2026-07-01&to=2026-06-30",
                 NULL);
    kit_problem(&a, 422, "bad-input", "from");
    kit_api_close(&r.api);
}

static void the_rhythm_strip_shows_weeks_of_what_i_may_see(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "dialogue", 40, 1, 0);
    touch(&r, 1, 1, "in", false, 0.01, 0);
    touch(&r, 2, 1, "out", true, 0.005, 0);
    touch(&r, 3, 1, "both", false, 21, 0);
    touch(&r, 4, 1, "in", false, 0.02, r.other);
    struct kit_answer a = kit_get(&r.owner, path(&r, "people/", 1, "/rhythm?weeks=8"));
    int64_t in = 0, out = 0, both = 0;
    for (int i = 0; i < 8; i++) {
        in += kit_int(&a, k_fmt(r.api.arena, "weeks.%d.in", i).p);
        out += kit_int(&a, k_fmt(r.api.arena, "weeks.%d.out", i).p);
        both += kit_int(&a, k_fmt(r.api.arena, "weeks.%d.both", i).p);
    }
    assert_int_equal(in, 1);
    assert_int_equal(out, 1);
    assert_int_equal(both, 1);
    assert_true(k_str_eqz(kit_str(&a, "rhythm"), "none"));
    a = kit_send(&r.owner, "GET", path(&r, "people/", 999, "/rhythm"), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    kit_api_close(&r.api);
}

static void who_waits_for_an_answer_is_not_called_silent(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_send(&r.owner, "POST", "/api/v1/people", "{\"name\":\"Ada\"}");
    kit_expect(&a, 201);
    k_id ada = 0;
    assert_true(k_id_parse(kit_str(&a, "id"), &ada));
    for (int days = 90; days >= 70; days -= 10) {
        k_str body =
            k_fmt(r.api.arena, "{\"medium\":\"call\",\"direction\":\"both\",\"at\":\"%.*s\"}",
                  K_ARG(k_time_iso(r.api.arena, ago(days))));
        a = kit_send(&r.owner, "POST", path(&r, "people/", ada, "/touches"), body.p);
        kit_expect(&a, 201);
    }
    a = kit_get(&r.owner, path(&r, "people/", ada, "/rhythm"));
    assert_true(
        says(&a, "sentence", "Usually every 10 days; the silence is 7.0 times as long."));
    /* They wrote yesterday: that is said before the silence. */
    k_str wrote =
        k_fmt(r.api.arena, "{\"medium\":\"mail\",\"direction\":\"in\",\"at\":\"%.*s\"}",
              K_ARG(k_time_iso(r.api.arena, ago(1))));
    a = kit_send(&r.owner, "POST", path(&r, "people/", ada, "/touches"), wrote.p);
    kit_expect(&a, 201);
    a = kit_get(&r.owner, path(&r, "people/", ada, "/rhythm"));
    assert_true(says(&a, "sentence", "They wrote on "));
    assert_true(
        says(&a, "sentence",
             ", and nobody answered yet. The last exchange was 70 days ago, usually every "
             "10."));
    wrote = k_fmt(r.api.arena, "{\"medium\":\"mail\",\"direction\":\"out\"}");
    a = kit_send(&r.owner, "POST", path(&r, "people/", ada, "/touches"), wrote.p);
    kit_expect(&a, 201);
    a = kit_get(&r.owner, path(&r, "people/", ada, "/rhythm"));
    assert_true(says(&a, "sentence", " and still so."));
    kit_api_close(&r.api);
}

/* --- who knows whom ---------------------------------------------------------------------- */

static void one_thread_is_a_risk_and_the_strongest_in_touch_is_suggested(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "dialogue", 60, 1, 0);
    tie(&r, 1, 0, 60, 5, 10);
    tie(&r, 1, r.me, 55, 5, 10);
    struct kit_answer a = kit_get(&r.owner, path(&r, "people/", 1, "/known-by"));
    assert_true(k_json_bool(k_json_get(a.json, "single_thread"), false));
    assert_true(k_str_eqz(kit_str(&a, "suggested.handle"), "owner"));
    tie(&r, 1, r.other, 70, 100, 10); /* stronger, but silent */
    a = kit_get(&r.owner, path(&r, "people/", 1, "/known-by"));
    assert_false(k_json_bool(k_json_get(a.json, "single_thread"), true));
    assert_true(k_str_eqz(kit_str(&a, "items.0.member.handle"), "agent"));
    assert_true(k_str_eqz(kit_str(&a, "suggested.handle"), "owner"));
    assert_true(says(&a, "suggested_why", "Strongest tie of those in touch: 55"));
    touch(&r, 1, 1, "in", false, 100, r.other); /* part of it is the agent's own mail */
    a = kit_get(&r.owner, path(&r, "people/", 1, "/known-by"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.member.handle"), "owner"));
    assert_true(k_str_find(a.body, K_S("\"agent\"")) < 0);
    kit_api_close(&r.api);
}

/* --- introductions, capacity, graph ------------------------------------------------------- */

static void link_people(struct room *r, k_id a, k_id b, double weight)
{
    sql(r,
        "insert into link (a_id, b_id, kind, weight, source, created_at) values (%lld, %lld, "
        "'said', %f, 'member', 1), (%lld, %lld, 'said', %f, 'member', 1)",
        N(a), N(b), weight, N(b), N(a), weight);
}

static void the_strongest_introduction_is_found_over_two_people(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 5; i++)
        person(&r, i, "dialogue", 10, 1, i == 5 ? r.other : 0);
    link_people(&r, 1, 2, 0.5); /* to be reached: 1 */
    link_people(&r, 2, 3, 0.9);
    link_people(&r, 1, 4, 0.9);
    link_people(&r, 1, 5, 1.0); /* the agent's alone */
    tie(&r, 3, r.me, 80, 5, 10);
    tie(&r, 4, r.other, 30, 5, 10);
    tie(&r, 5, r.other, 99, 5, 10);
    struct kit_answer a = kit_get(&r.owner, path(&r, "people/", 1, "/paths"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.member.handle"), "owner"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.via.0.name"), "P3"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.via.1.name"), "P2"));
    assert_true(says(&a, "items.0.sentence", "could ask P3, who knows P2"));
    assert_true(k_str_eqz(kit_str(&a, "items.1.via.0.name"), "P4"));
    assert_int_equal(kit_str(&a, "items.2.member.handle").n, 0);
    /* each step says why */
    assert_true(k_str_eqz(kit_str(&a, "items.0.steps.0.kind"), "tie"));
    assert_true(says(&a, "items.0.steps.0.sentence", "talks with P3: strength 80"));
    assert_true(says(&a, "items.0.steps.1.sentence", "P3 and P2 know each other"));
    assert_true(says(&a, "items.0.steps.2.sentence", "P2 and P1 know each other"));
    a = kit_get(&r.agent, path(&r, "people/", 1, "/paths?limit=1"));
    assert_true(k_str_eqz(kit_str(&a, "items.0.via.0.name"), "P5"));
    assert_int_equal(kit_str(&a, "items.1.member.handle").n, 0);
    a = kit_get(&r.owner, path(&r, "relationships/graph?person=", 1, ""));
    assert_true(k_str_find(a.body, K_S("\"from\":\"p1\",\"to\":\"p2\"")) >= 0);
    assert_true(k_str_find(a.body, K_S("P5")) < 0);
    a = kit_get(&r.owner, "/api/v1/relationships/graph");
    assert_true(k_str_find(a.body, K_S("\"to\":\"p3\",\"kind\":\"tie\"")) >= 0);
    a = kit_get(&r.owner, "/api/v1/relationships/single-thread");
    assert_true(k_str_find(a.body, K_S("P3")) >= 0 && k_str_find(a.body, K_S("P5")) < 0);
    kit_api_close(&r.api);
}

static void the_map_is_narrowed_down_and_says_what_it_leaves_out(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 40; i++) {
        person(&r, i, i % 4 ? "dialogue" : "loyal", (double)i, 1, i == 40 ? r.other : 0);
        tie(&r, i, i % 2 ? r.me : r.other, (double)i, 5, 10);
    }
    sql(&r, "update person set role = 'press' where id <= 4");
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/graph?limit=10");
    assert_int_equal(kit_int(&a, "shown"), 10);
    assert_int_equal(kit_int(&a, "all"), 39);
    assert_false(k_json_bool(k_json_get(a.json, "capped"), true));
    assert_true(k_str_find(a.body, K_S("\"P39\"")) >= 0); /* the strongest of each */
    assert_true(k_str_find(a.body, K_S("\"P38\"")) >= 0);
    a = kit_get(&r.owner, "/api/v1/relationships/graph?role=press");
    assert_int_equal(kit_int(&a, "shown"), 4);
    assert_int_equal(kit_int(&a, "all"), 4);
    a = kit_get(&r.owner, "/api/v1/relationships/graph?role=press&stage=loyal");
    assert_int_equal(kit_int(&a, "all"), 1);
    a = kit_get(&r.owner, path(&r, "relationships/graph?member=", r.me, ""));
    assert_int_equal(kit_int(&a, "shown"), 20);
    assert_int_equal(kit_int(&a, "all"), 20);
    link_people(&r, 1, 2, 0.5);
    link_people(&r, 1, 40, 0.5); /* the agent's alone */
    a = kit_get(&r.owner, path(&r, "relationships/graph?person=", 1, ""));
    assert_int_equal(kit_int(&a, "shown"), 2);
    assert_int_equal(kit_int(&a, "all"), 2);
    kit_api_close(&r.api);
}

static void a_strength_has_a_course(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "dialogue", 10, 1, 0);
    for (int i = 0; i < 6; i++)
        touch(&r, 1 + i, 1, "both", false, 60 - 7 * i, 0);
    struct kit_answer a =
        kit_get(&r.owner, path(&r, "people/", 1, "/relationship/course?weeks=20"));
    assert_int_equal(k_json_len(k_json_get(a.json, "points")), 21);
    double first = k_json_num(k_json_path(a.json, "points.0.strength"), -1);
    double peak = k_json_num(k_json_path(a.json, "points.16.strength"), -1);
    double last = k_json_num(k_json_path(a.json, "points.20.strength"), -1);
    assert_true(first == 0 && peak > last && last > 0);
    /* the last point is the strength of now */
    a = kit_get(&r.owner, path(&r, "people/", 1, "/relationship"));
    double now_is = k_json_num(k_json_path(a.json, "ties.0.worked_out"), -1);
    assert_true(now_is > last - 0.01 && now_is < last + 0.01);
    a = kit_send(&r.owner, "GET", path(&r, "people/", 99, "/relationship/course"), NULL);
    kit_problem(&a, 404, "not-found", NULL);
    kit_api_close(&r.api);
}

static void who_keeps_more_than_one_can_is_warned(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 17; i++) {
        person(&r, i, "dialogue", 10, 1, i == 17 ? r.other : 0);
        tie(&r, i, r.other, 30, 5, 10);
    }
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/capacity");
    assert_int_equal(kit_int(&a, "items.0.layers.0.count"), 0);
    assert_int_equal(kit_int(&a, "items.0.layers.1.count"), 16);
    assert_true(says(&a, "items.0.warning", "16 people at least monthly"));
    a = kit_get(&r.agent, "/api/v1/relationships/capacity");
    assert_int_equal(kit_int(&a, "items.0.known"), 17);
    kit_api_close(&r.api);
}

/* The answer without the time at which it was counted. */
static k_str counted(struct room *r, struct kit_client *c, const char *what, bool *before)
{
    struct kit_answer a = kit_get(c, k_fmt(r->api.arena, "/api/v1/relationships/%s", what).p);
    ptrdiff_t at = k_str_find(a.body, K_S("\"counted_at\":"));
    assert_true(at > 0);
    *before = k_str_find(a.body, K_S("\"counted_at\":null")) < 0;
    k_str rest = k_str_from(a.body, (size_t)at + 14);
    while (rest.n > 0 && rest.p[0] != ',' && rest.p[0] != '}')
        rest = k_str_from(rest, 1);
    return k_cat(r->api.arena, k_str_n(a.body.p, (size_t)at), rest);
}

/* What is kept is what is counted, for who sees the own ones, too; it stays until it is counted
 * anew, and a house that is small again counts while one waits. */
static void counting_beforehand_gives_the_same(struct kit_db *k)
{
    static const char *const pages[] = {"summary", "flow?from=2026-04-01&to=2026-06-30",
                                        "capacity"};
    struct room r;
    bool before;
    open_room(&r, k);
    for (k_id i = 1; i <= 20; i++) {
        person(&r, i, i % 3 ? "dialogue" : "loyal", 10, (double)i, i == 17 ? r.other : 0);
        tie(&r, i, i % 2 ? r.other : r.me, 30, 5, 10);
        sql(&r,
            "insert into stage_move (person_id, at, from_stage, to_stage) values (%lld, %lld, "
            "'contact', 'dialogue')",
            N(i), 1775001600000000LL + N(i * 4 * K_DAY));
    }
    touch(&r, 1, 19, "in", false, 5, r.other); /* seen by the agent alone */
    for (size_t i = 0; i < 3; i++) {
        k_str owner = counted(&r, &r.owner, pages[i], &before);
        k_str agent = counted(&r, &r.agent, pages[i], &before);
        assert_false(before);
        assert_int_equal(figures_work_out(&k->cx, 3), K_OK);
        assert_true(k_str_eq(owner, counted(&r, &r.owner, pages[i], &before)) && before);
        assert_true(k_str_eq(agent, counted(&r, &r.agent, pages[i], &before)) && before);
        assert_int_equal(figures_work_out(&k->cx, 20), K_OK);
    }
    assert_int_equal(figures_work_out(&k->cx, 3), K_OK);
    sql(&r, "update person set stage = 'loyal'");
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/summary");
    assert_int_equal(kit_int(&a, "stages.4.count"), 6);
    assert_int_equal(figures_work_out(&k->cx, 3), K_OK);
    a = kit_get(&r.owner, "/api/v1/relationships/summary");
    assert_int_equal(kit_int(&a, "stages.4.count"), 19);
    kit_api_close(&r.api);
}

static void attention_puts_customers_in_the_centre(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    for (k_id i = 1; i <= 3; i++)
        person(&r, i, "contact", 0, 1, 0);
    sql(&r, "update person set role = 'press' where id < 3");
    sql(&r, "update person set role = 'customer' where id = 3");
    for (int i = 0; i < 3; i++)
        touch(&r, 1 + i, 1, "out", false, 2 + i, 0);
    touch(&r, 4, 3, "in", false, 3, 0);
    touch(&r, 5, 3, "in", false, 40, 0);
    touch(&r, 6, 2, "in", false, 4, r.other);
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/attention");
    assert_true(k_str_eqz(kit_str(&a, "roles.0.role"), "customer"));
    assert_int_equal(kit_int(&a, "roles.0.touches"), 1);
    assert_int_equal(kit_int(&a, "roles.1.touches"), 3);
    assert_int_equal(kit_int(&a, "touches_before"), 1);
    assert_int_equal(kit_int(&a, "roles.0.touches_before"), 1);
    assert_true(k_str_eqz(kit_str(&a, "verdict"), "unsure"));
    assert_true(says(&a, "sentence", "25 of 100 touches were with customers"));
    kit_api_close(&r.api);
}

/* --- recovery, listening, builders -------------------------------------------------------- */

static void a_bad_moment_shows_what_was_done_and_what_came_later(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    person(&r, 1, "dialogue", 10, 1, 0);
    person(&r, 2, "dialogue", 10, 1, r.other);
    sql(&r,
        "insert into moment (id, kind, title, at, repairs_id, severity, created_at) values "
        "(1, 'failure', 'Late', %lld, 0, 2, 1), (2, 'recovery', 'Sent anew', %lld, 1, 0, 1), "
        "(3, 'failure', 'Theirs', %lld, 0, 1, 1), (4, 'failure', 'Again', %lld, 0, 1, 1)",
        N(ago(100)), N(ago(95)), N(ago(90)), N(ago(30)));
    sql(&r, "insert into moment_person (moment_id, person_id) values (1, 1), (2, 1), (3, 2), "
            "(4, 1)");
    touch(&r, 1, 1, "in", true, 80, 0);
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/recovery");
    assert_true(k_str_eqz(kit_str(&a, "items.0.title"), "Again"));
    assert_true(k_json_bool(k_json_path(a.json, "items.0.second"), false));
    assert_true(k_json_bool(k_json_path(a.json, "items.0.open"), false));
    assert_true(k_str_eqz(kit_str(&a, "items.1.title"), "Late"));
    assert_true(says(&a, "items.1.sentence", "they went on talking with us"));
    assert_true(kit_str(&a, "items.1.again_at").n > 0);
    assert_int_equal(kit_int(&a, "failures"), 2);
    assert_true(k_str_eqz(kit_str(&a, "counts.2.what"), "wrote"));
    assert_int_equal(kit_int(&a, "counts.2.count"), 1);
    assert_int_equal(kit_int(&a, "counts.2.of"), 1);
    assert_true(k_str_find(a.body, K_S("Theirs")) < 0);
    kit_api_close(&r.api);
}

static void heard_against_told_is_shown_by_whom_and_when(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    long long day = N(now() / K_DAY);
    sql(&r,
        "insert into channel (id, network, name, created_at) values (7, 'bluesky', 'Ours', 1)");
    sql(&r,
        "insert into tally (day, channel_id, member_id, measure, n) values (%lld, 7, 0, "
        "'heard', 50), (%lld, 7, %lld, 'read', 2), (%lld, 7, %lld, 'told_unprompted', 8), "
        "(%lld, 7, %lld, 'told_prompted', 1), (%lld, 7, %lld, 'asked', 1)",
        day, day, N(r.me), day, N(r.me), day, N(r.me), day, N(r.me));
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/listening?channel=7");
    assert_true(k_str_eqz(kit_str(&a, "items.0.channel.name"), "Ours"));
    assert_int_equal(kit_int(&a, "items.0.heard"), 4);
    assert_int_equal(kit_int(&a, "items.0.told"), 8);
    assert_true(says(&a, "all.sentence", "4 heard, 8 told"));
    a = kit_get(&r.owner, "/api/v1/relationships/listening?by=member");
    assert_int_equal(kit_int(&a, "items.1.read"), 2);
    assert_true(k_str_eqz(kit_str(&a, "items.1.member.handle"), "owner"));
    a = kit_get(&r.owner, "/api/v1/relationships/listening?by=week");
    assert_int_equal(kit_int(&a, "items.0.came_in"), 50);
    a = kit_get(&r.owner, "/api/v1/relationships/listening?by=team");
    assert_int_equal(kit_int(&a, "all.heard"), 4);
    person(&r, 1, "dialogue", 10, 1, 0);
    touch(&r, 1, 1, "out", false, 1, 0);
    a = kit_get(&r.owner, "/api/v1/relationships/listening?by=person&person=1");
    assert_int_equal(kit_int(&a, "items.0.told"), 1);
    kit_api_close(&r.api);
}

static void a_decision_counts_its_posts_as_read_once(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    sql(&r,
        "insert into channel (id, network, name, created_at) values (7, 'bluesky', 'Ours', 1)");
    sql(&r, "insert into conversation (id, channel_id, network, native_root, last_in_at, "
            "created_at, updated_at) values (9, 7, 'bluesky', 'r', 20, 1, 1)");
    sql(&r,
        "insert into post (id, conversation_id, channel_id, network, native_id, direction, "
        "text, posted_at, received_at) values (1, 9, 7, 'bluesky', 'a', 'in', 'x', 10, 10), "
        "(2, 9, 7, 'bluesky', 'b', 'in', 'y', 20, 20), (3, 9, 7, 'bluesky', 'c', 'out', "
        "'z', 15, 15)");
    const char *read = "select coalesce(sum(n), 0) from tally where measure = 'read'";
    struct kit_answer a = kit_send(&r.agent, "PATCH", "/api/v1/conversations/9",
                                   "{\"status\":\"done\",\"version\":1}");
    kit_expect(&a, 200);
    assert_int_equal(kit_db_number(k, read), 2);
    a = kit_send(&r.agent, "PATCH", "/api/v1/conversations/9",
                 "{\"status\":\"open\",\"version\":2}");
    kit_expect(&a, 200);
    assert_int_equal(kit_db_number(k, read), 2);
    kit_api_close(&r.api);
}

static void builders_take_part_by_own_choice_and_by_name(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/builders");
    assert_int_equal(kit_str(&a, "items.0.member.handle").n, 0);
    assert_true(says(&a, "notice", "never as a ranking"));
    a = kit_send(&r.agent, "PUT", "/api/v1/me/builder", "{\"opt_in\":true}");
    kit_expect(&a, 200);
    a = kit_get(&r.owner, "/api/v1/relationships/builders");
    assert_true(k_str_eqz(kit_str(&a, "items.0.member.handle"), "agent"));
    assert_int_equal(kit_str(&a, "teams.0.team.name").n, 0);
    a = kit_send(&r.agent, "GET", "/api/v1/relationships/lead", NULL);
    kit_expect(&a, 403);
    a = kit_get(&r.owner, "/api/v1/relationships/lead");
    assert_int_equal(kit_str(&a, "items.0.reason").n, 0); /* nothing speaks for anybody yet */
    a = kit_send(&r.agent, "PUT", "/api/v1/me/builder", "{\"opt_in\":false}");
    a = kit_get(&r.owner, "/api/v1/relationships/builders");
    assert_int_equal(kit_str(&a, "items.0.member.handle").n, 0);
    kit_api_close(&r.api);
}

static void teams_are_compared_only_above_a_size(struct kit_db *k)
{
    struct room r;
    open_room(&r, k);
    sql(&r,
        "insert into team (id, name, kind, created_at) values (1, 'Workshop', 'support', 1)");
    for (k_id i = 100; i < 106; i++) {
        sql(&r,
            "insert into member (id, handle, name, email, role, created_at, builder_opt_in) "
            "values (%lld, 'm%lld', 'M%lld', 'm%lld@x.example', 'agent', 1, 1)",
            N(i), N(i), N(i), N(i));
        sql(&r, "insert into team_member (team_id, member_id) values (1, %lld)", N(i));
        struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/builders");
        assert_int_equal(kit_int(&a, "team_least"), 6);
        assert_int_equal(k_json_len(k_json_get(a.json, "teams")), i == 105);
    }
    sql(&r, "update member set builder_opt_in = 0 where id = 100");
    struct kit_answer a = kit_get(&r.owner, "/api/v1/relationships/builders");
    assert_int_equal(k_json_len(k_json_get(a.json, "teams")), 0);
    kit_api_close(&r.api);
}

/* --- the job that finds who knows whom ---------------------------------------------------- */

static k_err run_links(struct k_ctx *cx, void *arg)
{
    return insight_links(cx, arg);
}

static void colleagues_companions_and_talkers_know_each_other(struct kit_db *k)
{
    struct room r;
    bool done = false;
    open_room(&r, k);
    k->clock.fixed = now();
    for (k_id i = 1; i <= 6; i++)
        person(&r, i, "contact", 0, 1, 0);
    sql(&r, "insert into person_role (id, person_id, organization_id, role, source, "
            "created_at) values (1, 1, 90, 'customer', 'member', 1), (2, 2, 90, 'customer', "
            "'member', 1), (3, 3, 91, 'customer', 'member', 1)");
    sql(&r,
        "insert into moment (id, kind, title, at, created_at) values (1, 'event', 'Fair', "
        "%lld, 1)",
        N(ago(3)));
    sql(&r, "insert into moment_person (moment_id, person_id) values (1, 3), (1, 4)");
    sql(&r,
        "insert into channel (id, network, name, created_at) values (7, 'bluesky', 'O', 1)");
    sql(&r, "insert into conversation (id, channel_id, network, native_root, created_at, "
            "updated_at) values (9, 7, 'bluesky', 'r', 1, 1)");
    sql(&r,
        "insert into post (id, conversation_id, channel_id, network, native_id, direction, "
        "text, person_id, parent_id, posted_at, received_at) values (1, 9, 7, 'bluesky', "
        "'a', 'in', 'x', 5, 0, 10, 10), (2, 9, 7, 'bluesky', 'b', 'in', 'y', 6, 1, 20, 20)");
    sql(&r,
        "insert into touch (id, person_id, post_id, direction, medium, at) values (1, 5, 1, "
        "'in', 'public', %lld), (2, 6, 2, 'in', 'public', %lld)",
        N(ago(2)), N(ago(1)));
    for (int i = 0; i < 2; i++) /* a second night adds nothing */
        for (done = false; !done;)
            assert_int_equal(db_write(&k->cx, run_links, &done), K_OK);
    assert_int_equal(kit_db_number(k, "select count(*) from link"), 6);
    assert_int_equal(kit_db_number(k, "select count(*) from link where (a_id, b_id, kind) in "
                                      "((1, 2, 'colleague'), (4, 3, 'moment'), (6, 5, "
                                      "'talked'))"),
                     3);
    assert_int_equal(kit_db_number(k, "select count(*) from link where kind = 'talked' and "
                                      "weight < 0.21"),
                     2);
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(the_first_evening_counts_by_stage_with_proof),
        KIT_BOTH(the_map_is_narrowed_down_and_says_what_it_leaves_out),
        KIT_BOTH(a_strength_has_a_course),
        KIT_BOTH(the_stage_flow_counts_moves_and_what_stood),
        KIT_BOTH(counting_beforehand_gives_the_same),
        KIT_BOTH(the_rhythm_strip_shows_weeks_of_what_i_may_see),
        KIT_BOTH(who_waits_for_an_answer_is_not_called_silent),
        KIT_BOTH(the_strongest_introduction_is_found_over_two_people),
        KIT_BOTH(who_keeps_more_than_one_can_is_warned),
        KIT_BOTH(attention_puts_customers_in_the_centre),
        KIT_BOTH(a_bad_moment_shows_what_was_done_and_what_came_later),
        KIT_BOTH(heard_against_told_is_shown_by_whom_and_when),
        KIT_BOTH(a_decision_counts_its_posts_as_read_once),
        KIT_BOTH(builders_take_part_by_own_choice_and_by_name),
        KIT_BOTH(teams_are_compared_only_above_a_size),
        KIT_BOTH(colleagues_companions_and_talkers_know_each_other),
        KIT_BOTH(one_thread_is_a_risk_and_the_strongest_in_touch_is_suggested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
